import type { Clock, Timer } from '../clock';
import type { Joiner, JoinQueue } from './join-queue';
import { stages, type JoinFailure, type Room } from './room';

export interface RoomJoinsOptions {
  readonly clock: Clock;
  readonly queue: JoinQueue;
  /** Which of the stages of a room belongs to this connection. */
  readonly slot: number;
  /** How long to wait for an answer, in milliseconds. */
  readonly timeoutMs: number;
  /** How often to ask before it counts as failed. */
  readonly attempts: number;
  readonly send: (...lines: readonly string[]) => void;
  readonly onJoined: (room: Room) => void;
  readonly onFailed: (room: Room, reason: JoinFailure) => void;
}

/** Rooms that were asked for in one line. */
interface Asked {
  readonly rooms: readonly Room[];
  /** Milliseconds since 1970. */
  readonly dueAt: number;
}

/**
 * The rooms of one connection: asked for, joined, refused. The rooms themselves know how far it is with them, so
 * that a connection with thousands keeps nothing for each but what has to be asked again. One timer serves all of them.
 */
export class RoomJoins implements Joiner {
  readonly #options: RoomJoinsOptions;
  readonly #slot: number;
  /** Oldest first, and so is due what comes first: all answers are waited for equally long. */
  #asked: Asked[] = [];
  #latest: Room | undefined;
  #expected: Room | undefined;
  /** Where the expected one stands: its line, and its place in that. */
  #line = 0;
  #place = 0;
  /** How often those were asked for that did not answer at once. */
  readonly #attempts = new Map<Room, number>();
  #pending = 0;
  #timer: Timer;
  #timerSet = false;
  #closed = false;

  constructor(options: RoomJoinsOptions) {
    this.#options = options;
    this.#slot = options.slot;
  }

  /** Rooms without an answer so far. */
  get pending(): number {
    return this.#pending;
  }

  /** The room that was joined last. */
  get latest(): Room | undefined {
    return this.#latest;
  }

  /** The room that the next answer is about, if answers come in the order of asking. */
  get expected(): Room | undefined {
    return this.#expected;
  }

  has(room: Room): boolean {
    return room.stage(this.#slot) === stages.joined;
  }

  /** Queues the JOIN of a room that is neither joined nor asked for. */
  request(room: Room): void {
    if (this.#closed || room.stage(this.#slot) !== stages.none) return;
    room.setStage(this.#slot, stages.queued);
    this.#pending++;
    this.#options.queue.add(this, room);
  }

  /** Leaves a room, asked for or joined. True when a PART was sent. */
  leave(room: Room): boolean {
    if (!this.has(room)) {
      this.#forget(room);
      return false;
    }
    room.setStage(this.#slot, stages.none);
    this.#options.send(`PART #${room.login}`);
    return true;
  }

  wants(room: Room): boolean {
    return !this.#closed && room.stage(this.#slot) === stages.queued;
  }

  join(lines: readonly (readonly Room[])[]): void {
    const dueAt = this.#options.clock.now() + this.#options.timeoutMs;
    const before = this.#asked.length;
    for (const rooms of lines) {
      for (const room of rooms) room.setStage(this.#slot, stages.asked);
      this.#asked.push({ rooms, dueAt });
    }
    if (this.#expected === undefined) this.#expectNext(before, 0);
    this.#options.send(...lines.map((rooms) => `JOIN ${rooms.map(({ login }) => `#${login}`).join(',')}`));
    this.#watch();
  }

  /** The server let us into a room. True when that is news. */
  confirm(room: Room): boolean {
    if (this.#closed || this.has(room)) return false;
    if (room === this.#expected) this.#expectNext(this.#line, this.#place + 1);
    else this.#findPlace(room);
    this.#latest = room;
    // Asked for or not: an answer to a JOIN that was given up is welcome, too.
    this.#forget(room);
    room.setStage(this.#slot, stages.joined);
    this.#options.onJoined(room);
    return true;
  }

  /** The server refused a room. False when we had not asked for it. */
  refuse(room: Room, reason: JoinFailure): boolean {
    if (this.#closed || !this.#forget(room)) return false;
    this.#options.onFailed(room, reason);
    return true;
  }

  /** The server took us out of a room. False when we were not in it. */
  drop(room: Room): boolean {
    if (!this.has(room)) return false;
    room.setStage(this.#slot, stages.none);
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#stopWaiting();
  }

  /** It is neither queued nor asked for any more. False when it was not. */
  #forget(room: Room): boolean {
    const stage = room.stage(this.#slot);
    if (stage !== stages.queued && stage !== stages.asked) return false;
    room.setStage(this.#slot, stages.none);
    if (this.#attempts.size > 0) this.#attempts.delete(room);
    this.#pending--;
    if (this.#pending === 0) this.#stopWaiting();
    return true;
  }

  #stopWaiting(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timerSet = false;
    this.#asked = [];
    this.#latest = undefined;
    this.#expectNext(0, 0);
    this.#attempts.clear();
  }

  #watch(): void {
    const [oldest] = this.#asked;
    if (this.#timerSet || this.#closed || oldest === undefined) return;
    this.#timerSet = true;
    this.#timer = this.#options.clock.setTimeout(
      () => {
        this.#timerSet = false;
        this.#expire();
      },
      Math.max(0, oldest.dueAt - this.#options.clock.now()),
    );
  }

  #expire(): void {
    const now = this.#options.clock.now();
    const later = this.#asked.findIndex(({ dueAt }) => dueAt > now);
    const due = this.#asked.splice(0, later === -1 ? this.#asked.length : later);
    this.#expectNext(0, 0);
    const failed: Room[] = [];
    for (const { rooms } of due) {
      for (const room of rooms) {
        if (room.stage(this.#slot) !== stages.asked || this.#wasAskedSince(room)) continue;
        if (!this.#askAgain(room)) failed.push(room);
      }
    }
    for (const room of failed) this.refuse(room, 'no_answer');
    this.#watch();
  }

  #expectNext(line: number, place: number): void {
    const rooms = this.#asked[line]?.rooms;
    const isOver = rooms !== undefined && place >= rooms.length;
    this.#line = isOver ? line + 1 : line;
    this.#place = isOver ? 0 : place;
    this.#expected = this.#asked[this.#line]?.rooms[this.#place];
  }

  /** A room before it was passed over, because it does not exist perhaps: go on behind this one if it is near. */
  #findPlace(room: Room): void {
    for (const line of [this.#line, this.#line + 1]) {
      const place = this.#asked[line]?.rooms.indexOf(room) ?? -1;
      if (place === -1) continue;
      this.#expectNext(line, place + 1);
      return;
    }
  }

  /** It got an answer, was lost again, and is asked for once more by now. */
  #wasAskedSince(room: Room): boolean {
    return this.#asked.some(({ rooms }) => rooms.includes(room));
  }

  /** False when it was asked for often enough. */
  #askAgain(room: Room): boolean {
    const attempts = (this.#attempts.get(room) ?? 0) + 1;
    if (attempts >= this.#options.attempts) return false;
    this.#attempts.set(room, attempts);
    room.setStage(this.#slot, stages.queued);
    this.#options.queue.add(this, room);
    return true;
  }
}
