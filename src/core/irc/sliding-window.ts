/**
 * At most `count` steps in any stretch of `lengthMs`. A sliding window and not a bucket that refills: a bucket lets
 * twice the count pass around the moment of its refill.
 */
export class SlidingWindow {
  readonly #count: number;
  readonly #lengthMs: number;
  /** Times of the steps inside the window, a ring. Grows up to `count`. */
  readonly #times: number[] = [];
  #first = 0;

  /** @param count `Infinity` for no limit */
  constructor(count: number, lengthMs: number) {
    this.#count = count;
    this.#lengthMs = lengthMs;
  }

  /** How many steps may be taken now. */
  free(nowMs: number): number {
    if (this.#count === Number.POSITIVE_INFINITY) return this.#count;
    this.#forget(nowMs);
    return Math.max(0, this.#count - (this.#times.length - this.#first));
  }

  /** Milliseconds until a step may be taken, 0 for now. */
  waitMs(nowMs: number): number {
    if (this.free(nowMs) > 0) return 0;
    const leaving = this.#times[this.#times.length - this.#count] ?? nowMs;
    return Math.max(1, leaving + this.#lengthMs - nowMs);
  }

  /** Counts a step, allowed or not. */
  take(nowMs: number): void {
    if (this.#count === Number.POSITIVE_INFINITY) return;
    this.#times.push(nowMs);
  }

  #forget(nowMs: number): void {
    // A clock that was set back must not block the window for hours.
    if ((this.#times.at(-1) ?? nowMs) > nowMs) {
      for (let index = this.#first; index < this.#times.length; index++) {
        this.#times[index] = Math.min(this.#times[index] ?? nowMs, nowMs);
      }
    }
    while (this.#first < this.#times.length && nowMs - (this.#times[this.#first] ?? 0) >= this.#lengthMs) {
      this.#first++;
    }
    if (this.#first > 1_024 || this.#first === this.#times.length) {
      this.#times.splice(0, this.#first);
      this.#first = 0;
    }
  }
}
