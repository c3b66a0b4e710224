import type { Random } from './clock';

/** Waiting times between attempts. */
export interface BackOffSettings {
  /** The wait before the second attempt, in milliseconds; doubled with each further one. */
  readonly firstMs: number;
  /** No wait is longer than this, before jitter. */
  readonly capMs: number;
  /** Share by which a wait may be shorter or longer, so that many clients do not return at the same moment. */
  readonly jitter: number;
}

/** Doubled up to a minute, for ever. Source: EventSub notes §4.2, recommendation. */
export const connectionBackOff = {
  firstMs: 1_000,
  capMs: 60_000,
  jitter: 0.2,
} as const satisfies BackOffSettings;

/**
 * The wait after a number of failures, in milliseconds.
 *
 * @param failures in a row, 1 or more
 */
export function waitAfter(failures: number, settings: BackOffSettings, random: Random): number {
  const { firstMs, capMs, jitter } = settings;
  // Beyond 2^30 the product could leave the range of exact integers; the cap is reached long before.
  const doubled = Math.min(capMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(doubled * (1 - jitter + 2 * jitter * random()));
}

/** Waits for a connection: the first at once or up to `firstMs` later, then doubled, capped and endless. */
export class BackOff {
  readonly #settings: BackOffSettings;
  readonly #random: Random;
  #attempts = 0;

  constructor(settings: BackOffSettings, random: Random) {
    this.#settings = settings;
    this.#random = random;
  }

  /** How many waits were handed out since the last reset. */
  get attempts(): number {
    return this.#attempts;
  }

  /**
   * The next wait in milliseconds.
   *
   * @param least behaves as after so many attempts, if there were fewer
   */
  next(least = 0): number {
    const attempt = Math.max(this.#attempts, least);
    this.#attempts = attempt + 1;
    if (attempt === 0) return Math.round(this.#random() * this.#settings.firstMs);
    return waitAfter(attempt, this.#settings, this.#random);
  }

  reset(): void {
    this.#attempts = 0;
  }
}
