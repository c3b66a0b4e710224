import { between } from '../random';
import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import type { ClipState } from './state';

export interface ClipInput {
  /** Id or login of the channel. */
  readonly channel: string;
  /** Id or login of who makes it. */
  readonly creator: string;
  /** Default: the title of the stream. */
  readonly title?: string;
  /** Seconds, 5 to 60 in steps of 0.1. Default 30. */
  readonly durationS?: number;
}

/** A clip takes this long to appear after the answer to Create Clip. */
const APPEARS_AFTER_MS = { min: 3000, max: 6000 } as const;
const TITLE_WORDS = ['Bright', 'Calm', 'Daring', 'Gentle', 'Lively', 'Proud', 'Swift', 'Witty'] as const;
const TITLE_THINGS = [
  'Otter',
  'Lantern',
  'Pancake',
  'Comet',
  'Teapot',
  'Willow',
  'Falcon',
  'Pebble',
] as const;

/** Clips: asked for now, there a few seconds later. */
export class Clips {
  readonly #core: WorldCore;

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** @throws WorldRefusal 404 when the channel is offline, 400 for a bad length or title */
  create(input: ClipInput): ClipState {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    const { stream } = channel;
    if (!stream) throw new WorldRefusal(404, 'Clipping is not possible for an offline channel.');
    const ban = channel.bans.get(core.userOf(input.creator).id);
    if (ban && (ban.endsAt === null || ban.endsAt > core.now())) {
      throw new WorldRefusal(403, 'The user is not allowed to create clips in this channel.');
    }
    return this.#make({
      ...input,
      title: input.title ?? channel.title,
      videoId: stream.videoId,
      offsetS: Math.floor((core.now() - stream.startedAt) / 1000),
    });
  }

  /** @throws WorldRefusal 404 for an unknown video, 400 when the clip would begin before the video */
  createFromVideo(input: ClipInput & { readonly videoId: string; readonly offsetS: number }): ClipState {
    const channel = this.#core.channelOf(input.channel);
    const video = channel.videos.find((each) => each.id === input.videoId);
    if (!video) throw new WorldRefusal(404, 'The video was not found.');
    if (input.offsetS < (input.durationS ?? 30)) {
      throw new WorldRefusal(400, 'vod_offset must be greater than or equal to duration.');
    }
    return this.#make({ ...input, title: input.title ?? video.title });
  }

  #make(
    input: ClipInput & { readonly title: string; readonly videoId: string; readonly offsetS: number },
  ): ClipState {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    const creator = core.userOf(input.creator);
    const durationS = input.durationS ?? 30;
    if (!(durationS >= 5 && durationS <= 60)) {
      throw new WorldRefusal(400, 'The duration must be from 5 to 60 seconds.');
    }
    if (input.title.trim() === '' && input.title !== '')
      throw new WorldRefusal(400, 'The title must not be empty.');
    const word = TITLE_WORDS[between(core.random, 0, TITLE_WORDS.length - 1)];
    const thing = TITLE_THINGS[between(core.random, 0, TITLE_THINGS.length - 1)];
    const clip: ClipState = {
      id: `${word}${thing}-${core.token(16)}`,
      channelId: channel.id,
      creatorId: creator.id,
      title: input.title,
      durationS,
      createdAt: core.now(),
      categoryId: channel.categoryId,
      language: channel.language,
      videoId: input.videoId,
      vodOffsetS: input.offsetS,
      viewCount: 0,
      published: false,
    };
    channel.clips.unshift(clip);
    core.timers.after(between(core.random, APPEARS_AFTER_MS.min, APPEARS_AFTER_MS.max), () => {
      clip.published = true;
    });
    return clip;
  }
}
