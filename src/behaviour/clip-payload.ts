import { TwitchError } from '../core/errors';
import type { EventReader } from './event-reader';
import { isPlain, textOf } from './incoming';
import type { FlowMessage, Json } from './message';
import { valueOrLine } from './rules';

/** What a clip node puts into the payload. */
export interface ClipPayload {
  readonly [key: string]: Json;
  readonly id: string;
  readonly url: string;
  readonly ready: boolean;
  /** Where its maker can name and trim it, for a day; null for a clip that was looked up. */
  readonly editUrl: string | null;
  readonly title: string | null;
  /** Seconds. */
  readonly length: number | null;
  /** Who made it. */
  readonly creator: string | null;
  readonly channel: string | null;
  readonly views: number | null;
  readonly thumbnail: string | null;
  readonly createdAt: string | null;
}

/** A clip that Twitch has begun to make. */
export interface MadeClip {
  readonly id: string;
  readonly editUrl: string | null;
}

/** @throws TwitchError TWITCH_BAD_ANSWER */
export function made(answer: unknown): MadeClip {
  const id = isPlain(answer) ? textOf(answer['id']) : null;
  if (id === null) {
    throw new TwitchError('TWITCH_BAD_ANSWER', 'Twitch made a clip and did not say which. Look it up later.');
  }
  return { id, editUrl: isPlain(answer) ? textOf(answer['edit_url']) : null };
}

/** Where a clip is, or will be. */
export function clipUrl(id: string): string {
  return `https://clips.twitch.tv/${id}`;
}

/** A clip that is not there yet. */
export function pendingClip(clip: MadeClip): ClipPayload {
  return {
    id: clip.id,
    url: clipUrl(clip.id),
    ready: false,
    editUrl: clip.editUrl,
    title: null,
    length: null,
    creator: null,
    channel: null,
    views: null,
    thumbnail: null,
    createdAt: null,
  };
}

/** @param clip a clip as Twitch lists it */
export function clipPayload(clip: EventReader, editUrl: string | null): ClipPayload {
  const id = clip.text('id') ?? '';
  return {
    id,
    url: clip.text('url') ?? clipUrl(id),
    ready: true,
    editUrl,
    title: clip.text('title'),
    length: clip.number('duration'),
    creator: clip.text('creator_name'),
    channel: clip.text('broadcaster_name'),
    views: clip.number('view_count'),
    thumbnail: clip.text('thumbnail_url'),
    createdAt: clip.text('created_at'),
  };
}

/** An id or a link: field, else a clip in the payload, else the words after the command. */
export function clipIdIn(field: string | null, msg: FlowMessage): string | null {
  const payload = msg['payload'];
  const given = field ?? (isPlain(payload) ? textOf(payload['id']) : null) ?? valueOrLine(null, msg);
  const [id] =
    /[A-Za-z0-9_-]+$/.exec(
      given
        ?.trim()
        .replace(/[?#].*$/, '')
        .replace(/\/$/, '') ?? '',
    ) ?? [];
  // Several words are a title or a sentence, not a clip.
  return given === null || id === undefined || /\s/.test(given.trim()) ? null : id;
}
