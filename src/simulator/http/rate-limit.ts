import type { Clock } from '../clock';

/** Points that a bucket holds, and that come back in a minute (helix-notes, Rate limits). */
const BUCKET_POINTS = 800;
const POINTS_PER_MS = BUCKET_POINTS / 60_000;

interface Bucket {
  points: number;
  at: number;
}

export interface BucketState {
  readonly isAllowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Points per client id and user, refilled steadily. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a point. @param owner who the bucket belongs to, such as client id and user id */
  take(owner: string): BucketState {
    const now = this.#clock.now();
    const bucket = this.#buckets.get(owner) ?? { points: BUCKET_POINTS, at: now };
    bucket.points = Math.min(BUCKET_POINTS, bucket.points + (now - bucket.at) * POINTS_PER_MS);
    bucket.at = now;
    const isAllowed = bucket.points >= 1;
    if (isAllowed) bucket.points--;
    this.#buckets.set(owner, bucket);
    const fullAt = now + (BUCKET_POINTS - bucket.points) / POINTS_PER_MS;
    return {
      isAllowed,
      headers: {
        'Ratelimit-Limit': String(BUCKET_POINTS),
        'Ratelimit-Remaining': String(Math.floor(bucket.points)),
        'Ratelimit-Reset': String(Math.ceil(fullAt / 1000)),
      },
    };
  }
}

/** Counts events of one kind in a sliding window. */
export class SlidingWindow {
  readonly #clock: Clock;
  readonly #times = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one more for `key`, unless `count` were counted within `windowMs` already. @returns whether it was counted */
  take(key: string, count: number, windowMs: number): boolean {
    const now = this.#clock.now();
    const recent = (this.#times.get(key) ?? []).filter((at) => at > now - windowMs);
    this.#times.set(key, recent);
    if (recent.length >= count) return false;
    recent.push(now);
    return true;
  }
}
