import type { ActionContext } from './context';
import { EventReader } from './event-reader';
import type { ChannelRef, Json } from './message';
import { inputRefusal } from './refusal';
import { counted, listed, span } from './words';

/** What is known about a channel and its stream: one shape, live or offline. */
export interface StreamInfo {
  readonly [name: string]: Json;
  readonly live: boolean;
  readonly channel: string;
  readonly title: string;
  readonly category: string | null;
  readonly categoryId: string | null;
  readonly tags: readonly string[];
  readonly language: string | null;
  /** Ids of content labels. */
  readonly labels: readonly string[];
  readonly branded: boolean;
  /** null while offline. */
  readonly viewers: number | null;
  /** RFC 3339, null while offline. */
  readonly startedAt: string | null;
  /** Seconds since the start, null while offline. */
  readonly uptime: number | null;
  /** The same for people: `2 hours 5 minutes`. */
  readonly uptimeText: string | null;
  readonly streamId: string | null;
  readonly thumbnail: string | null;
}

/** Reads a channel and its stream at the same time. @throws TwitchError TWITCH_INPUT_INVALID for a channel that is gone */
export async function readStreamInfo(context: ActionContext, channel: ChannelRef): Promise<StreamInfo> {
  const { signal, clock } = context;
  const [channels, streams] = await Promise.all([
    context.helix.call('get-channel-information', { query: { broadcaster_id: channel.id } }, { signal }),
    context.helix.call('get-streams', { query: { user_id: channel.id } }, { signal }),
  ]);
  const [about] = channels.data;
  if (about === undefined) {
    throw inputRefusal(
      `There is no channel named ${channel.name}.`,
      `Twitch knows nothing about the channel ${channel.name}: it may be closed.`,
      { parameter: 'channel' },
    );
  }
  return streamInfo(new EventReader(about), new EventReader(streams.data[0]), clock.now());
}

function streamInfo(channel: EventReader, stream: EventReader, now: number): StreamInfo {
  const startedAt = stream.text('started_at');
  const started = startedAt === null ? Number.NaN : Date.parse(startedAt);
  const uptime = Number.isNaN(started) ? null : Math.max(0, Math.floor((now - started) / 1000));
  return {
    live: stream.text('id') !== null,
    channel: channel.text('broadcaster_name') ?? channel.text('broadcaster_login') ?? '',
    title: channel.text('title') ?? '',
    category: channel.text('game_name'),
    categoryId: channel.text('game_id'),
    tags: channel.texts('tags'),
    language: channel.text('broadcaster_language'),
    labels: channel.texts('content_classification_labels'),
    branded: channel.flag('is_branded_content'),
    viewers: stream.number('viewer_count'),
    startedAt,
    uptime,
    uptimeText: uptime === null ? null : span(uptime),
    streamId: stream.text('id'),
    thumbnail: stream.text('thumbnail_url')?.replace('{width}x{height}', '1280x720') ?? null,
  };
}

/** `Ana is live with Chess for 2 hours 5 minutes, 42 viewers: title` */
export function streamSentence(info: StreamInfo): string {
  const title = info.title === '' ? '' : `: ${info.title}`;
  if (!info.live) {
    const last = info.category === null ? '' : `, last with ${info.category}`;
    return `${info.channel} is offline${last}${title}`;
  }
  const facts = listed(
    [
      ...(info.uptimeText === null ? [] : [`for ${info.uptimeText}`]),
      ...(info.viewers === null ? [] : [`with ${counted(info.viewers, 'viewer')}`]),
    ],
    'and',
  );
  const what = info.category === null ? '' : ` with ${info.category}`;
  return `${info.channel} is live${what}${facts === '' ? '' : `, ${facts}`}${title}`;
}
