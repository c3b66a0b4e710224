import type { Clock, Timer } from '../clock';
import type { Joiner, JoinQueue } from './join-queue';

/** Why a room could not be joined: Twitch's `msg-id`, or `no_answer` for a name that does not exist or was given up. */
export type JoinFailure = string;

export interface RoomJoinsOptions {
  readonly clock: Clock;
  readonly queue: JoinQueue;
  /** How long to wait for an answer, in milliseconds. */
  readonly timeoutMs: number;
  /** How often to ask before it counts as failed. */
  readonly attempts: number;
  readonly send: (line: string) => void;
  readonly onJoined: (login: string) => void;
  readonly onFailed: (login: string, reason: JoinFailure) => void;
}

interface Pending {
  readonly login: string;
  attempt: number;
  /** Milliseconds since 1970; null while it waits in the queue. */
  dueAt: number | null;
}

/** The rooms of one connection: asked for, joined, refused. One timer serves all of them. */
export class RoomJoins implements Joiner {
  readonly #options: RoomJoinsOptions;
  readonly #joined = new Set<string>();
  readonly #pending = new Map<string, Pending>();
  #timer: Timer;
  #timerSet = false;
  #closed = false;

  constructor(options: RoomJoinsOptions) {
    this.#options = options;
  }

  get joined(): ReadonlySet<string> {
    return this.#joined;
  }

  /** Rooms without an answer so far. */
  get pending(): number {
    return this.#pending.size;
  }

  isPending(login: string): boolean {
    return this.#pending.has(login);
  }

  /** Queues the JOIN of a room that is neither joined nor asked for. */
  request(login: string): void {
    if (this.#joined.has(login) || this.#pending.has(login)) return;
    this.#pending.set(login, { login, attempt: 0, dueAt: null });
    this.#options.queue.add(this, login);
  }

  /** Leaves a room, asked for or joined. True when a PART was sent. */
  leave(login: string): boolean {
    this.#pending.delete(login);
    if (!this.#joined.delete(login)) return false;
    this.#options.send(`PART #${login}`);
    return true;
  }

  wants(login: string): boolean {
    return !this.#closed && this.#pending.get(login)?.dueAt === null;
  }

  join(logins: readonly string[]): void {
    const dueAt = this.#options.clock.now() + this.#options.timeoutMs;
    for (const login of logins) {
      const pending = this.#pending.get(login);
      if (pending === undefined) continue;
      pending.attempt++;
      pending.dueAt = dueAt;
    }
    this.#options.send(`JOIN ${logins.map((login) => `#${login}`).join(',')}`);
    this.#watch();
  }

  /** The server let us into a room. True when that is news. */
  confirm(login: string): boolean {
    if (this.#closed || this.#joined.has(login)) return false;
    // An answer to a JOIN that was given up, or whose room was left meanwhile, is passed over by the owner.
    const pending = this.#pending.get(login);
    this.#pending.delete(login);
    // What was cut out of a line would keep all of the line alive.
    const own = pending?.login ?? login;
    this.#joined.add(own);
    this.#options.onJoined(own);
    return true;
  }

  /** The server refused a room. False when we had not asked for it. */
  refuse(login: string, reason: JoinFailure): boolean {
    if (this.#closed || !this.#pending.delete(login)) return false;
    this.#options.onFailed(login, reason);
    return true;
  }

  /** The server took us out of a room. */
  drop(login: string): boolean {
    return this.#joined.delete(login);
  }

  close(): void {
    this.#closed = true;
    this.#options.clock.clearTimeout(this.#timer);
    this.#pending.clear();
  }

  /** All answers are due after the same time, so the oldest JOIN is the first of the map that was sent. */
  #watch(): void {
    if (this.#timerSet || this.#closed) return;
    let next = Number.POSITIVE_INFINITY;
    for (const { dueAt } of this.#pending.values()) if (dueAt !== null && dueAt < next) next = dueAt;
    if (next === Number.POSITIVE_INFINITY) return;
    this.#timerSet = true;
    this.#timer = this.#options.clock.setTimeout(
      () => {
        this.#timerSet = false;
        this.#expire();
      },
      Math.max(0, next - this.#options.clock.now()),
    );
  }

  #expire(): void {
    const now = this.#options.clock.now();
    const again: string[] = [];
    const failed: string[] = [];
    for (const [login, pending] of this.#pending) {
      if (pending.dueAt === null || pending.dueAt > now) continue;
      if (pending.attempt >= this.#options.attempts) failed.push(login);
      else again.push(login);
    }
    for (const login of again) {
      const pending = this.#pending.get(login);
      if (pending !== undefined) pending.dueAt = null;
    }
    for (const login of again) this.#options.queue.add(this, login);
    for (const login of failed) this.refuse(login, 'no_answer');
    this.#watch();
  }
}
