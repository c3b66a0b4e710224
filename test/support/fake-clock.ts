import type { Clock } from '../../src/core/clock';

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock whose hands only the test turns. Promises that a timer resolves are settled before the next timer fires. */
export class FakeClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Entry>();

  constructor(now = Date.UTC(2026, 10, 23, 12, 0, 0)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Number of timers that wait. A test that ends with one left has found a leak. */
  get pending(): number {
    return this.#timers.size;
  }

  setTimeout(callback: () => void, ms: number): Entry {
    const entry = { at: this.#now + Math.max(0, ms), order: this.#order++, callback };
    this.#timers.add(entry);
    return entry;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Entry);
  }

  /** Moves on by `ms`, firing what is due in order. */
  async tick(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = [...this.#timers]
        .filter((entry) => entry.at <= end)
        .toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets everything that is already resolved run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
