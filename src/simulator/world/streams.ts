import { rfc3339Nano } from '../clock';
import { between } from '../random';
import type { Ads } from './ads';
import { categoryById } from './categories';
import type { WorldCore } from './core';
import { refuse, WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf } from './shapes';
import type { ChannelState } from './state';
import type { MarkerState, StreamState, VideoState } from './broadcast-state';
import { characters } from './text';

/** What can be changed about a channel. Nothing given stays as it is. */
export interface ChannelChange {
  readonly title?: string;
  /** '' or '0' clears it. */
  readonly categoryId?: string;
  readonly tags?: readonly string[];
  readonly language?: string;
  readonly delayS?: number;
  readonly labels?: readonly { readonly id: string; readonly isEnabled: boolean }[];
  readonly isBrandedContent?: boolean;
}

const TAG = /^[\p{L}\p{N}]{1,25}$/u;
const MAX_TAGS = 10;
const MAX_TITLE_CHARACTERS = 140;
const MAX_MARKER_CHARACTERS = 140;
const LABELS: readonly string[] = [
  'DebatedSocialIssuesAndPolitics',
  'DrugsIntoxication',
  'SexualThemes',
  'ViolentGraphic',
  'Gambling',
  'ProfanityVulgarity',
];

/** Going live and offline, what the channel shows, markers and recordings. */
export class Streams {
  readonly #core: WorldCore;
  readonly #ads: Ads;

  constructor(core: WorldCore, ads: Ads) {
    this.#core = core;
    this.#ads = ads;
  }

  /** @param options startedAt default now. A live stream stays as it is */
  start(
    channelId: string,
    options: { readonly viewers?: number; readonly startedAt?: number } = {},
  ): StreamState {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    if (channel.stream) return channel.stream;
    const startedAt = options.startedAt ?? core.now();
    const stream: StreamState = {
      id: core.numericId(),
      startedAt,
      viewerCount: options.viewers ?? between(core.random, 20, 60),
      videoId: core.numericId(),
    };
    channel.stream = stream;
    channel.videos.unshift({
      id: stream.videoId,
      channelId: channel.id,
      streamId: stream.id,
      title: channel.title,
      createdAt: startedAt,
      durationS: 0,
      type: 'archive',
      viewCount: 0,
      language: channel.language,
    });
    for (const reward of channel.rewards) reward.redeemedThisStream = 0;
    this.#ads.planNext(channel);
    core.notify('stream.online', aboutChannel(channel), {
      id: stream.id,
      ...broadcasterOf(channel),
      type: 'live',
      started_at: rfc3339Nano(startedAt),
    });
    return stream;
  }

  stop(channelId: string): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const { stream } = channel;
    if (!stream) return;
    const video = channel.videos.find((each) => each.id === stream.videoId);
    if (video) video.durationS = Math.floor((core.now() - stream.startedAt) / 1000);
    channel.stream = null;
    if (channel.pin?.endsAt === null) channel.pin = null;
    this.#ads.cancelPlanned(channel);
    core.notify('stream.offline', aboutChannel(channel), { id: stream.id, ...broadcasterOf(channel) });
  }

  /** @throws WorldRefusal 400 for bad values, 403 for a delay without partner */
  change(channelId: string, change: ChannelChange): ChannelState {
    const channel = this.#core.channelOf(channelId);
    checkChange(channel, change);
    const before = visible(channel);
    if (change.title !== undefined) channel.title = change.title;
    if (change.categoryId !== undefined)
      channel.categoryId = change.categoryId === '0' ? '' : change.categoryId;
    if (change.tags !== undefined) channel.tags = [...change.tags];
    if (change.language !== undefined) channel.language = change.language;
    if (change.delayS !== undefined) channel.delayS = change.delayS;
    if (change.isBrandedContent !== undefined) channel.isBrandedContent = change.isBrandedContent;
    for (const { id, isEnabled } of change.labels ?? []) {
      if (isEnabled) channel.contentLabels.add(id);
      else channel.contentLabels.delete(id);
    }
    const after = visible(channel);
    if (JSON.stringify(before) !== JSON.stringify(after)) {
      this.#core.notify('channel.update', aboutChannel(channel), after, '2');
    }
    return channel;
  }

  /** @throws WorldRefusal 404 when offline, 400 for a description that is too long */
  mark(channelId: string, description: string): MarkerState {
    const core = this.#core;
    const channel = core.channelOf(channelId, 'user_id');
    const { stream } = channel;
    if (!stream) throw new WorldRefusal(404, 'The user is not streaming live.');
    if (characters(description) > MAX_MARKER_CHARACTERS) {
      throw new WorldRefusal(400, 'The description must not be longer than 140 characters.');
    }
    const marker: MarkerState = {
      id: core.uuid(),
      videoId: stream.videoId,
      createdAt: core.now(),
      positionS: Math.floor((core.now() - stream.startedAt) / 1000),
      description,
    };
    channel.markers.unshift(marker);
    return marker;
  }

  /** A video by its id, and the channel it belongs to. */
  findVideo(videoId: string): { readonly channel: ChannelState; readonly video: VideoState } | undefined {
    for (const channel of this.#core.channels()) {
      const video = channel.videos.find((each) => each.id === videoId);
      if (video) return { channel, video };
    }
    return undefined;
  }

  /** How long the video is now; the recording of a live stream grows. */
  videoSeconds(channel: ChannelState, video: VideoState): number {
    const isRunning = channel.stream?.videoId === video.id;
    return isRunning ? Math.floor((this.#core.now() - video.createdAt) / 1000) : video.durationS;
  }
}

function visible(channel: ChannelState): Record<string, unknown> {
  return {
    ...broadcasterOf(channel),
    title: channel.title,
    language: channel.language,
    category_id: channel.categoryId,
    category_name: categoryById(channel.categoryId)?.name ?? '',
    content_classification_labels: [...channel.contentLabels],
  };
}

/** The limits of channel information (helix-notes, "Other rules worth coding"). */
function checkChange(channel: ChannelState, change: ChannelChange): void {
  const { title, categoryId, tags, delayS } = change;
  if (title === '') refuse('The title must not be empty.');
  if (title !== undefined && characters(title) > MAX_TITLE_CHARACTERS) refuse('The title is too long.');
  if (categoryId !== undefined && !['', '0'].includes(categoryId) && !categoryById(categoryId)) {
    refuse('The game ID is not valid.');
  }
  if (tags && tags.length > MAX_TAGS) refuse('A channel may have at most 10 tags.');
  for (const tag of tags ?? []) {
    if (!TAG.test(tag)) refuse('A tag must have 1 to 25 characters, without spaces or special characters.');
  }
  for (const { id } of change.labels ?? []) {
    if (!LABELS.includes(id)) refuse('The content classification label is not valid.');
  }
  if (delayS !== undefined) {
    if (channel.broadcasterType !== 'partner') {
      throw new WorldRefusal(403, 'Only partners may set the broadcast delay.');
    }
    if (!(delayS >= 0 && delayS <= 900)) refuse('The delay must be from 0 to 900 seconds.');
  }
}
