import { UuidSet } from './uuid-set';

/** How much is remembered, and how old a message may be. Source of both ages: Twitch, "handling duplicate events". */
export const dedupeDefaults = {
  /** A repeat at most this many messages after the first is recognised. */
  messages: 5_000,
  /** A repeat at most this long after the first is recognised, as long as not too many messages lie between. */
  rememberMs: 600_000,
  /** A message older than this is taken for a replay and dropped. */
  staleMs: 600_000,
} as const;

/**
 * Remembers message ids, so that a message that Twitch delivers twice is taken once, on whichever socket it comes.
 *
 * Two generations instead of one ordered list: nothing is deleted one by one, which keeps the cost per message at
 * one look-up and one insertion. It holds about twice `messages` ids at most.
 */
export class SeenMessages {
  readonly #messages: number;
  readonly #rememberMs: number;
  #young = new UuidSet();
  #old = new UuidSet();
  #youngSince = Number.NEGATIVE_INFINITY;

  constructor(options: { readonly messages?: number; readonly rememberMs?: number } = {}) {
    this.#messages = options.messages ?? dedupeDefaults.messages;
    this.#rememberMs = options.rememberMs ?? dedupeDefaults.rememberMs;
  }

  /** Whether an id is remembered. */
  has(id: string): boolean {
    return this.#young.has(id) || this.#old.has(id);
  }

  /** Number of ids held in memory. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /**
   * True the first time an id is shown, false when it was seen before. An empty id is always new: without an id
   * nothing can be told, and a repeat is less harm than a loss.
   *
   * @param nowMs milliseconds since 1970
   */
  isNew(id: string, nowMs: number): boolean {
    if (id === '') return true;
    if (this.#young.size > this.#messages || nowMs - this.#youngSince > this.#rememberMs) {
      const forgotten = this.#old;
      forgotten.clear();
      this.#old = this.#young;
      this.#young = forgotten;
      this.#youngSince = nowMs;
    }
    return !this.#old.has(id) && this.#young.add(id);
  }
}

/**
 * How far the server's clock is ahead of ours, in milliseconds, from the time stamp of its welcome. 0 where the time
 * stamp cannot be read. Without this correction a machine with a wrong clock would drop every message as stale.
 */
export function clockSkewMs(sentAt: string, nowMs: number): number {
  const at = Date.parse(sentAt);
  return Number.isNaN(at) ? 0 : at - nowMs;
}

/** `2026-11-23T12:00:00` */
const TO_THE_SECOND = 19;

/** Tells messages that are so old that they can only be replays. */
export class AgeCheck {
  readonly #staleMs: number;
  #second = '';
  #secondAt = Number.NaN;

  constructor(staleMs: number = dedupeDefaults.staleMs) {
    this.#staleMs = staleMs;
  }

  /**
   * To the second. A time stamp that cannot be read is never stale.
   *
   * @param sentAt RFC 3339, with any number of decimals
   * @param skewMs how far the server's clock is ahead of ours
   */
  isStale(sentAt: string, nowMs: number, skewMs: number): boolean {
    // Reading a time costs as much as looking up an id; in a flood many messages share a second.
    const second = sentAt.slice(0, TO_THE_SECOND);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondAt = Date.parse(sentAt);
    }
    return nowMs + skewMs - this.#secondAt > this.#staleMs;
  }
}
