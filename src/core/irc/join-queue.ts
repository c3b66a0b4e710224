import { limits } from '../../tables/limits';
import type { Clock, Timer } from '../clock';
import { SlidingWindow } from './sliding-window';

/** Twitch counts when a line arrives, we count when it leaves: this much distance is kept from the edge of the window. */
const marginMs = 1_000;

/** Whoever joins: one per connection. */
export interface Joiner {
  /** Whether the room is still wanted here. */
  wants(login: string): boolean;
  /** Send the JOIN of these rooms now. */
  join(logins: readonly string[]): void;
}

interface Place {
  readonly joiner: Joiner;
  readonly login: string;
}

/**
 * The joins of one account, in order, no faster than Twitch allows: it counts rooms over all connections of the
 * account. Several rooms go out in one line where they may.
 */
export class JoinQueue {
  readonly #clock: Clock;
  readonly #window: SlidingWindow;
  #places: Place[] = [];
  #first = 0;
  #timer: Timer;
  #scheduled = false;
  #closed = false;

  /** @param rate rooms a window; `Infinity` for no limit. Default: Twitch's for normal accounts */
  constructor(clock: Clock, rate: { readonly rooms: number; readonly perMs: number } = joinRate(false)) {
    this.#clock = clock;
    this.#window = new SlidingWindow(rate.rooms, rate.perMs + marginMs);
  }

  /** Rooms that wait for their turn. */
  get waiting(): number {
    return this.#places.length - this.#first;
  }

  add(joiner: Joiner, login: string): void {
    this.#places.push({ joiner, login });
    // Not before the next turn: a server that is woken by each line makes writing them many times as dear.
    this.#schedule(0);
  }

  close(): void {
    this.#closed = true;
    this.#clock.clearTimeout(this.#timer);
    this.#places = [];
    this.#first = 0;
  }

  /** Rooms that are asked for in the same turn share their lines. */
  #schedule(ms: number): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    this.#timer = this.#clock.setTimeout(() => {
      this.#scheduled = false;
      this.#run();
    }, ms);
  }

  #run(): void {
    if (this.#closed) return;
    const now = this.#clock.now();
    let joiner: Joiner | null = null;
    let batch: string[] = [];
    let bytes = 0;
    const flush = (): void => {
      if (joiner !== null && batch.length > 0) joiner.join(batch);
      batch = [];
      bytes = 0;
    };
    while (this.#first < this.#places.length && this.#window.free(now) > 0) {
      const place = this.#places[this.#first++];
      if (place === undefined || !place.joiner.wants(place.login)) continue;
      const isFull =
        batch.length >= limits.chat.joinsPerLine.value ||
        bytes + place.login.length + 2 > limits.chat.joinLine.value;
      if (place.joiner !== joiner || isFull) {
        flush();
        joiner = place.joiner;
      }
      batch.push(place.login);
      bytes += place.login.length + 2;
      this.#window.take(now);
    }
    flush();
    this.#trim();
    if (this.waiting > 0) this.#schedule(this.#window.waitMs(now));
  }

  #trim(): void {
    if (this.#first < 1_024 && this.#first < this.#places.length) return;
    this.#places.splice(0, this.#first);
    this.#first = 0;
  }
}

export function joinRate(verified: boolean): { readonly rooms: number; readonly perMs: number } {
  const row = verified ? limits.chat.joinVerified : limits.chat.join;
  return { rooms: row.value, perMs: row.perSeconds * 1_000 };
}
