import { rfc3339Nano } from '../clock';
import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf, named } from './shapes';
import type { ChannelState, UserState } from './state';

const BETWEEN_COMMERCIALS_MS = 8 * 60_000;
const AUTOMATIC_EVERY_MS = 60 * 60_000;
const AUTOMATIC_DURATION_S = 90;
const SNOOZE_MS = 5 * 60_000;
const SNOOZES = 3;
const SNOOZE_REFRESH_MS = 60 * 60_000;
const MIN_LENGTH_S = 30;
const MAX_LENGTH_S = 180;

/** Ad breaks: the planned ones, those started by hand, and putting them off. */
export class Ads {
  readonly #core: WorldCore;
  readonly #timers = new Map<string, () => void>();

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** The automatic ad of a live affiliate or partner. `inMs` default an hour from now. */
  planNext(channel: ChannelState, inMs = AUTOMATIC_EVERY_MS): void {
    if (channel.broadcasterType === '') return;
    const { ads } = channel;
    ads.snoozes = ads.snoozeRefreshAt === null ? SNOOZES : ads.snoozes;
    ads.durationS = AUTOMATIC_DURATION_S;
    this.#setNext(channel, this.#core.now() + inMs);
  }

  cancelPlanned(channel: ChannelState): void {
    this.#timers.get(channel.id)?.();
    this.#timers.delete(channel.id);
    channel.ads.nextAt = null;
  }

  /**
   * @returns the length that is really shown and when the next one may be started, both in seconds
   * @throws WorldRefusal 400 for an offline channel or a bad length, 403 without a programme, 429 too early
   */
  start(channelId: string, lengthS: number, by?: UserState): { lengthS: number; retryAfterS: number } {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    if (channel.broadcasterType === '') {
      throw new WorldRefusal(403, 'The broadcaster must be a Twitch affiliate or partner.');
    }
    if (!channel.stream)
      throw new WorldRefusal(400, 'To start a commercial, the broadcaster must be streaming live.');
    if (!Number.isInteger(lengthS) || lengthS < MIN_LENGTH_S) {
      throw new WorldRefusal(400, 'The length must be from 30 to 180 seconds.');
    }
    if (core.now() < channel.ads.retryAt) {
      throw new WorldRefusal(
        429,
        'The broadcaster may not run another commercial until the cooldown period expires.',
      );
    }
    channel.ads.retryAt = core.now() + BETWEEN_COMMERCIALS_MS;
    const shownS = Math.min(lengthS, MAX_LENGTH_S);
    this.#begin(channel, shownS, false, by ?? channel.owner);
    this.planNext(channel);
    return { lengthS: shownS, retryAfterS: BETWEEN_COMMERCIALS_MS / 1000 };
  }

  /** Puts the next ad off by five minutes. @throws WorldRefusal 400 without one planned, 429 without snoozes left */
  snooze(channelId: string): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const { ads } = channel;
    if (!channel.stream || ads.nextAt === null)
      throw new WorldRefusal(400, 'The channel has no upcoming ad.');
    this.#refreshSnoozes(channel);
    if (ads.snoozes <= 0) throw new WorldRefusal(429, 'The channel has no snoozes left.');
    ads.snoozes--;
    ads.snoozeRefreshAt ??= core.now() + SNOOZE_REFRESH_MS;
    this.#setNext(channel, ads.nextAt + SNOOZE_MS);
  }

  #refreshSnoozes(channel: ChannelState): void {
    const { ads } = channel;
    if (ads.snoozeRefreshAt === null || ads.snoozeRefreshAt > this.#core.now()) return;
    ads.snoozes = SNOOZES;
    ads.snoozeRefreshAt = null;
  }

  #setNext(channel: ChannelState, at: number): void {
    this.#timers.get(channel.id)?.();
    channel.ads.nextAt = at;
    this.#timers.set(
      channel.id,
      this.#core.timers.after(at - this.#core.now(), () => {
        this.#begin(channel, channel.ads.durationS, true, channel.owner);
        this.planNext(channel);
      }),
    );
  }

  #begin(channel: ChannelState, durationS: number, isAutomatic: boolean, by: UserState): void {
    channel.ads.lastAt = this.#core.now();
    this.#core.notify('channel.ad_break.begin', aboutChannel(channel), {
      duration_seconds: durationS,
      started_at: rfc3339Nano(this.#core.now()),
      is_automatic: isAutomatic,
      ...broadcasterOf(channel),
      ...named('requester_user', by),
    });
  }
}
