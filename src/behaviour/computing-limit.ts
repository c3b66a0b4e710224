import { threadComputedMs } from '../core/thread-time';

/** Attempts at something that is stopped before it has computed for long: only a machine that is busy elsewhere does that. */
const MOST_ATTEMPTS = 10;

export type Stopped = 'too-long';

/**
 * Runs what is stopped by the wall clock, again as long as the time went to other programs: on a busy machine a thread can
 * stand still for longer than a limit of some milliseconds, and what it was about to do is not slow for that. What is slow
 * is stopped every time, so the first stop costs only another attempt, and nothing is measured before it.
 *
 * @param run stops itself after `mostMs` of the wall clock
 * @param mostMs computing time of one attempt
 * @param computedMs computing time of this thread so far, milliseconds
 */
export function withinComputing<Result>(
  run: () => Result | Stopped,
  mostMs: number,
  computedMs: () => number = threadComputedMs,
): Result | Stopped {
  let computed = 0;
  let result = run();
  for (let attempt = 2; result === 'too-long' && attempt <= MOST_ATTEMPTS; attempt++) {
    const before = computedMs();
    result = run();
    // The clocks of the operating system tick coarsely, so half of the limit counts as all of it.
    computed += computedMs() - before;
    if (computed >= mostMs / 2) break;
  }
  return result;
}
