import type { LiveReader } from '../behaviour/context';
import { systemClock, type Clock, type Timer } from '../core/clock';
import type { TwitchError } from '../core/errors';
import { toTwitchError } from '../core/errors';

/** How often Twitch is asked who is live. Get Streams itself lags a minute or two behind, so more often gains nothing. */
const POLL_EVERY_MS = 60_000;
const CHANNELS_PER_CALL = 100;

/** A stream that is on. */
export interface LiveStream {
  readonly channelId: string;
  /** Milliseconds since 1970; null where it is not known. */
  readonly startedAt: number | null;
}

export interface LiveStateOptions {
  /** Asks Twitch which of these channels (ids, up to 100) are live. */
  readonly ask: (channelIds: readonly string[]) => Promise<readonly LiveStream[]>;
  /** Whether anybody is signed in: without, nothing is asked and nothing is known. */
  readonly canAsk: () => boolean;
  readonly clock?: Clock;
  /** A channel's state became known or changed; null: it is not known any more. */
  readonly onChange?: (channelId: string, live: boolean | null) => void;
  /** A question failed; the next one comes by itself. */
  readonly onError?: (error: TwitchError) => void;
}

interface Watched {
  watchers: number;
  live: boolean | null;
  startedAt: number | null;
  toldAt: number;
}

/**
 * Which channels are live. Asks Twitch only while somebody wants to know, for all watched channels in one call, and takes what
 * events say in between.
 */
export class LiveState implements LiveReader {
  readonly #options: LiveStateOptions;
  readonly #clock: Clock;
  /** Watched channels: how many want each, what is known, and since when by an event. */
  readonly #watched = new Map<string, Watched>();
  #timer: Timer;
  #asking = false;
  #closed = false;

  constructor(options: LiveStateOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  isLive(channelId: string): boolean | null {
    return this.#watched.get(channelId)?.live ?? null;
  }

  startedAt(channelId: string): number | null {
    return this.#watched.get(channelId)?.startedAt ?? null;
  }

  /** Keeps the state of a channel known until the returned function is called. */
  watch(channelId: string): () => void {
    const entry = this.#watched.get(channelId) ?? { watchers: 0, live: null, startedAt: null, toldAt: 0 };
    entry.watchers++;
    this.#watched.set(channelId, entry);
    if (entry.live === null) this.askNow();
    let over = false;
    return () => {
      if (over) return;
      over = true;
      entry.watchers--;
      if (entry.watchers > 0) return;
      this.#watched.delete(channelId);
      if (this.#watched.size === 0) this.#clock.clearTimeout(this.#timer);
    };
  }

  /** An event said so: newer than any answer that was asked for before. */
  told(channelId: string, live: boolean, startedAt: number | null = null): void {
    const entry = this.#watched.get(channelId);
    if (!entry) return;
    entry.toldAt = this.#clock.now();
    this.#set(channelId, live, startedAt);
  }

  /** Asks without waiting for the next minute: somebody has just signed in. */
  askNow(): void {
    this.#clock.clearTimeout(this.#timer);
    if (this.#closed || this.#asking || this.#watched.size === 0) return;
    this.#asking = true;
    void this.#ask().finally(() => {
      this.#asking = false;
      if (this.#closed || this.#watched.size === 0) return;
      // A channel that was added while the question was under way is not asked about yet.
      const unknown =
        this.#options.canAsk() && [...this.#watched.values()].some((entry) => entry.live === null);
      this.#timer = this.#clock.setTimeout(() => this.askNow(), unknown ? POLL_EVERY_MS / 6 : POLL_EVERY_MS);
    });
  }

  close(): void {
    this.#closed = true;
    this.#clock.clearTimeout(this.#timer);
    this.#watched.clear();
  }

  async #ask(): Promise<void> {
    if (!this.#options.canAsk()) {
      for (const id of this.#watched.keys()) this.#set(id, null, null);
      return;
    }
    const ids = [...this.#watched.keys()];
    for (let start = 0; start < ids.length; start += CHANNELS_PER_CALL) {
      const asked = ids.slice(start, start + CHANNELS_PER_CALL);
      const askedAt = this.#clock.now();
      try {
        const live = new Map((await this.#options.ask(asked)).map((stream) => [stream.channelId, stream]));
        for (const id of asked) {
          // An event that came after the question knows better: Get Streams lags behind.
          if ((this.#watched.get(id)?.toldAt ?? 0) < askedAt - POLL_EVERY_MS * 2) {
            this.#set(id, live.has(id), live.get(id)?.startedAt ?? null);
          }
        }
      } catch (error) {
        this.#options.onError?.(toTwitchError(error));
        return;
      }
    }
  }

  #set(channelId: string, live: boolean | null, startedAt: number | null): void {
    const entry = this.#watched.get(channelId);
    if (entry) entry.startedAt = live === true ? (startedAt ?? entry.startedAt) : null;
    if (!entry || entry.live === live || this.#closed) return;
    entry.live = live;
    this.#options.onChange?.(channelId, live);
  }
}
