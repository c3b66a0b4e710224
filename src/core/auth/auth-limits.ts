const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** When tokens are checked and refreshed, in milliseconds. Sources: the project's OAuth notes, Twitch's validation duty. */
export const authLimits = {
  /** Twitch asks applications to validate at start and every hour; a little more often keeps the hour for certain. */
  validateEveryMs: 60 * MINUTE,
  /** Validations of many installations are spread over this much before the hour. */
  validateJitterMs: 5 * MINUTE,
  /** After a validation that could not reach Twitch. */
  validateAgainMs: 2 * MINUTE,
  /** Refreshed this long before expiry, and up to `refreshJitterMs` earlier. At most a quarter of the token's life. */
  refreshAheadMs: 5 * MINUTE,
  refreshJitterMs: MINUTE,
  /** A token with less than this left is refreshed before it is handed out. At most a quarter of the token's life. */
  leastLeftMs: MINUTE,
  /** Pause before the one repetition within a refresh. */
  refreshAgainMs: SECOND,
  /** Back-off after a refresh that could not reach Twitch: doubled each time up to the longest. */
  backOffMs: 5 * SECOND,
  longestBackOffMs: 10 * MINUTE,
  /** Pause between attempts to write a grant that the store refused. */
  saveAgainMs: 30 * SECOND,
} as const;

/** Exponential pause number `failures` (from 1), with up to a quarter of chance added. */
export function backOffMs(failures: number, random: () => number): number {
  const pause = Math.min(authLimits.backOffMs * 2 ** Math.min(failures - 1, 20), authLimits.longestBackOffMs);
  return pause * (1 + random() / 4);
}
