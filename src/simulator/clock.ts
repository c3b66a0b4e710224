/** A running timer. Opaque: only the clock that made it knows what it is. */
export type Timer = unknown;

/**
 * Time as the simulated Twitch sees it: the same shape as the core's clock, so that one clock can be handed to both, but
 * declared here, since the simulator shares nothing with the core.
 */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Calls `callback` once after `ms` milliseconds. */
  setTimeout(callback: () => void, ms: number): Timer;
  clearTimeout(timer: Timer): void;
}

/** Node's own timers fire at once beyond this delay (Node docs, Timers); a simulated day or two is always below it. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** The wall clock. */
export const wallClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_TIMEOUT_MS)),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined),
};

/** Timers of one owner, so that the owner can end them all at once. */
export class TimerGroup {
  readonly #clock: Clock;
  readonly #running = new Map<number, Timer>();
  #next = 1;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `callback` once after `ms` milliseconds, unless cancelled before. Returns the cancel function. */
  after(ms: number, callback: () => void): () => void {
    if (this.#closed) return () => {};
    const key = this.#next++;
    this.#running.set(
      key,
      this.#clock.setTimeout(() => {
        this.#running.delete(key);
        callback();
      }, ms),
    );
    return () => {
      const timer = this.#running.get(key);
      if (timer === undefined) return;
      this.#running.delete(key);
      this.#clock.clearTimeout(timer);
    };
  }

  /** Ends every timer; later ones are not started. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#running.values()) this.#clock.clearTimeout(timer);
    this.#running.clear();
  }
}

/** A time as Twitch writes it in answers: RFC 3339, whole seconds, UTC. */
export function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** A time as Twitch writes it in events: RFC 3339 with nine decimals, UTC. */
export function rfc3339Nano(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000000Z`;
}
