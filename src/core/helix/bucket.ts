import type { Clock, Timer } from '../clock';
import { abortedError, type TwitchError } from '../errors';

/** Twitch's usual bucket; the headers of each answer tell the real one. */
export const bucketDefaults = {
  /** Points that come back in a minute, and the most there can be. */
  limit: 800,
  /** Requests of one bucket under way at once: more would only wait for a socket, and could not be called back. */
  maxInFlight: 64,
} as const;

const MINUTE = 60_000;

/** What the headers of an answer say; null where a header is missing. */
export interface RateHeaders {
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Milliseconds since 1970. */
  readonly resetAt: number | null;
}

export interface BucketState {
  readonly limit: number;
  /** Points left by our own count, rounded down. */
  readonly remaining: number;
  readonly waiting: number;
  readonly inFlight: number;
  /** Refused by Twitch: nothing is sent before, milliseconds since 1970. */
  readonly blockedUntil: number | null;
}

/** One request's place. `ticket` is its place in the queue, `sent` its place among the requests that left. */
export interface Slot {
  readonly ticket: number;
  sent: number;
}

interface Waiting {
  readonly slot: Slot;
  readonly go: () => void;
  readonly fail: (error: TwitchError) => void;
}

/**
 * The points of one client id and user. Counted down here, since a burst of parallel calls would only see stale
 * headers; refilled here, since Twitch gives points back evenly over the minute; corrected by the headers of each answer,
 * since others may use the same points. Who comes first is served first, also after a refusal.
 */
export class RateBucket {
  readonly #clock: Clock;
  readonly #onWait: ((state: BucketState) => void) | undefined;
  readonly #queue: Waiting[] = [];
  #limit: number = bucketDefaults.limit;
  #points: number = bucketDefaults.limit;
  #countedAt: number;
  #blockedUntil = 0;
  #tickets = 0;
  #sent = 0;
  #inFlight = 0;
  #timer: Timer;
  #timerAt = Infinity;
  #toldToWait = false;

  /** @param onWait told when requests begin to wait for points, and when none waits any more */
  constructor(clock: Clock, onWait?: (state: BucketState) => void) {
    this.#clock = clock;
    this.#onWait = onWait;
    this.#countedAt = clock.now();
  }

  get state(): BucketState {
    this.#refill();
    return {
      limit: this.#limit,
      remaining: Math.max(0, Math.floor(this.#points)),
      waiting: this.#queue.length,
      inFlight: this.#inFlight,
      blockedUntil: this.#blockedUntil > this.#clock.now() ? this.#blockedUntil : null,
    };
  }

  /**
   * A place for one request: at once if there is a point and nobody waits, else when it is its turn. Every place must
   * be given back with `answered` or `forgotten`.
   *
   * @param again the place of a request that was refused: it comes before all that queued later
   */
  take(signal?: AbortSignal, again?: Slot): Slot | Promise<Slot> {
    const slot: Slot = { ticket: again?.ticket ?? ++this.#tickets, sent: 0 };
    if (this.#queue.length === 0 && this.#free()) {
      this.#leave(slot);
      return slot;
    }
    return this.#wait(slot, signal);
  }

  /** The answer came. Headers that are missing say nothing. */
  answered(slot: Slot, headers: RateHeaders): void {
    this.#inFlight--;
    this.#refill();
    if (headers.limit !== null && headers.limit > 0 && headers.limit !== this.#limit) {
      this.#points += headers.limit - this.#limit;
      this.#limit = headers.limit;
    }
    if (headers.remaining !== null) this.#correct(headers.remaining - (this.#sent - slot.sent));
    this.#pump();
  }

  /** No answer came: whether the point is used up is not known, so it counts as used. */
  forgotten(): void {
    this.#inFlight--;
    this.#pump();
  }

  /** Twitch refused a request for lack of points: nothing leaves before `resetAt`. */
  refused(resetAt: number | null): void {
    this.#refill();
    this.#points = Math.min(this.#points, 0);
    this.#blockedUntil = Math.max(this.#blockedUntil, resetAt ?? this.#clock.now() + MINUTE / this.#limit);
    this.#pump();
  }

  /** Fails all that waits. */
  close(error: TwitchError): void {
    this.#clock.clearTimeout(this.#timer);
    for (const waiting of this.#queue.splice(0)) waiting.fail(error);
  }

  /**
   * `measured`: what the server had left after this request, less what left after it. Lower counts at once. Higher
   * counts only when it is clearly higher: answers overtake each other, and an old one knows too little.
   */
  #correct(measured: number): void {
    const slack = Math.max(1, this.#limit * 0.04);
    if (measured < this.#points || measured > this.#points + slack)
      this.#points = Math.min(measured, this.#limit);
  }

  #wait(slot: Slot, signal: AbortSignal | undefined): Promise<Slot> {
    if (signal?.aborted) return Promise.reject(abortedError(signal));
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        const index = this.#queue.indexOf(waiting);
        if (index >= 0) this.#queue.splice(index, 1);
        reject(abortedError(signal));
      };
      const waiting: Waiting = {
        slot,
        go: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve(slot);
        },
        fail: (error) => {
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#enqueue(waiting);
      this.#pump();
    });
  }

  #enqueue(waiting: Waiting): void {
    const { ticket } = waiting.slot;
    let index = this.#queue.length;
    while (index > 0 && (this.#queue[index - 1]?.slot.ticket ?? 0) > ticket) index--;
    this.#queue.splice(index, 0, waiting);
  }

  #pump(): void {
    let next = this.#queue[0];
    while (next && this.#free()) {
      this.#queue.shift();
      this.#leave(next.slot);
      next.go();
      next = this.#queue[0];
    }
    if (next && this.#inFlight < bucketDefaults.maxInFlight) this.#arm();
    else this.#disarm();
  }

  #free(): boolean {
    if (this.#inFlight >= bucketDefaults.maxInFlight) return false;
    this.#refill();
    return this.#points >= 1 && this.#clock.now() >= this.#blockedUntil;
  }

  #leave(slot: Slot): void {
    this.#points--;
    this.#inFlight++;
    slot.sent = ++this.#sent;
  }

  #refill(): void {
    const now = this.#clock.now();
    const gained = ((now - this.#countedAt) * this.#limit) / MINUTE;
    this.#countedAt = now;
    if (gained > 0) this.#points = Math.min(this.#limit, this.#points + gained);
  }

  /** Wakes up when the next point is there. */
  #arm(): void {
    const now = this.#clock.now();
    const pointAt = now + Math.ceil(((1 - this.#points) * MINUTE) / this.#limit);
    const at = Math.max(pointAt, this.#blockedUntil, now + 1);
    if (at === this.#timerAt) return;
    this.#clock.clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timerAt = Infinity;
      this.#pump();
    }, at - now);
    this.#tell(true);
  }

  #disarm(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timerAt = Infinity;
    if (this.#queue.length === 0) this.#tell(false);
  }

  /** Once per wait, not once per point. */
  #tell(isWaiting: boolean): void {
    if (this.#toldToWait === isWaiting) return;
    this.#toldToWait = isWaiting;
    this.#onWait?.(this.state);
  }
}
