/** Attempts at something that is stopped before it has computed for long: only a machine that is busy elsewhere does that. */
const MOST_ATTEMPTS = 10;

/**
 * What is slow is stopped every time. One stop proves nothing: the process's computing time has that of V8's own threads in
 * it, which may compile or clear away just then while ours stands still.
 */
const STOPS_TO_BE_SLOW = 2;

export type Stopped = 'too-long';

/**
 * Runs what is stopped by the wall clock, again as long as the time went to other programs: on a busy machine a process
 * can stand still for longer than a limit of some milliseconds, and what it was about to do is not slow for that.
 *
 * @param run stops itself after `mostMs` of the wall clock
 * @param mostMs computing time of one attempt
 * @param computedMs computing time of this process so far, milliseconds
 */
export function withinComputing<Result>(
  run: () => Result | Stopped,
  mostMs: number,
  computedMs: () => number = processComputedMs,
): Result | Stopped {
  let computed = 0;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const before = computedMs();
    const result = run();
    if (result !== 'too-long') return result;
    // The clocks of the operating system tick coarsely, so half of the limit counts as all of it.
    computed += computedMs() - before;
    if (attempt >= STOPS_TO_BE_SLOW && computed >= (STOPS_TO_BE_SLOW * mostMs) / 2) return 'too-long';
  }
  return 'too-long';
}

function processComputedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
