import { limits } from '../../tables/limits';
import type { Clock, Timer } from '../clock';
import type { Room } from './room';
import { SlidingWindow } from './sliding-window';

/** Twitch counts when a line arrives, we count when it leaves: this much distance is kept from the edge of the window. */
const marginMs = 1_000;

/** Whoever joins: one per connection. */
export interface Joiner {
  /** Whether the room is still wanted here. */
  wants(room: Room): boolean;
  /** Send the JOINs now. @param lines the rooms of each line */
  join(lines: readonly (readonly Room[])[]): void;
}

/**
 * The joins of one account, in order, no faster than Twitch allows: it counts rooms over all connections of the
 * account. Several rooms go out in one line where they may.
 */
export class JoinQueue {
  readonly #clock: Clock;
  readonly #window: SlidingWindow;
  /** The rooms that wait, and for each of them whoever joins it. */
  #rooms: Room[] = [];
  #joiners: Joiner[] = [];
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
    return this.#rooms.length - this.#first;
  }

  add(joiner: Joiner, room: Room): void {
    this.#rooms.push(room);
    this.#joiners.push(joiner);
    // Not before the next turn: a server that is woken by each line makes writing them many times as dear.
    this.#schedule(0);
  }

  close(): void {
    this.#closed = true;
    this.#clock.clearTimeout(this.#timer);
    this.#rooms = [];
    this.#joiners = [];
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
    let lines: Room[][] = [];
    let line: Room[] = [];
    let bytes = 0;
    for (; this.#first < this.#rooms.length && this.#window.free(now) > 0; this.#first++) {
      const room = this.#rooms[this.#first];
      const next = this.#joiners[this.#first];
      if (room === undefined || next === undefined || !next.wants(room)) continue;
      if (next !== joiner) {
        if (lines.length > 0) joiner?.join(lines);
        joiner = next;
        lines = [];
      }
      const length = room.login.length + 2;
      const isFull =
        line.length >= limits.chat.joinsPerLine.value || bytes + length > limits.chat.joinLine.value;
      if (lines.length === 0 || isFull) {
        line = [];
        lines.push(line);
        bytes = 0;
      }
      line.push(room);
      bytes += length;
      this.#window.take(now);
    }
    if (lines.length > 0) joiner?.join(lines);
    this.#trim();
    if (this.waiting > 0) this.#schedule(this.#window.waitMs(now));
  }

  #trim(): void {
    if (this.#first < 1_024 && this.#first < this.#rooms.length) return;
    this.#rooms = this.#rooms.slice(this.#first);
    this.#joiners = this.#joiners.slice(this.#first);
    this.#first = 0;
  }
}

export function joinRate(verified: boolean): { readonly rooms: number; readonly perMs: number } {
  const row = verified ? limits.chat.joinVerified : limits.chat.join;
  return { rooms: row.value, perMs: row.perSeconds * 1_000 };
}
