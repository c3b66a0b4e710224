/** A running timer. Opaque: only the clock that made it knows what it is. */
export type Timer = unknown;

/**
 * Time as the core, the behaviours and the simulator see it. Handed in everywhere, so that tests can turn
 * the hands themselves and the demo can run faster than the wall clock.
 */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Calls `callback` once after `ms` milliseconds. Any length is allowed, beyond 24.8 days too. */
  setTimeout(callback: () => void, ms: number): Timer;
  clearTimeout(timer: Timer): void;
}

/** A source of numbers in [0, 1), like `Math.random`. */
export type Random = () => number;

/** The longest delay that Node's own `setTimeout` keeps; longer ones fire at once (Node docs, Timers). */
const LONGEST_NODE_TIMEOUT_MS = 2_147_483_647;

interface NodeTimer {
  handle: NodeJS.Timeout | undefined;
}

/** Longer waits are made of pieces that Node can keep. */
function arm(timer: NodeTimer, callback: () => void, remainingMs: number): void {
  if (remainingMs <= LONGEST_NODE_TIMEOUT_MS) {
    timer.handle = setTimeout(callback, remainingMs);
    return;
  }
  timer.handle = setTimeout(
    () => arm(timer, callback, remainingMs - LONGEST_NODE_TIMEOUT_MS),
    LONGEST_NODE_TIMEOUT_MS,
  );
}

/**
 * The wall clock, or one that runs `speed` times as fast (the demo's 60-second poll in a few seconds).
 *
 * @param speed how many milliseconds of this clock pass in one real millisecond; more than 0
 */
export function createClock(speed = 1): Clock {
  const startedAt = Date.now();
  const realMs = (ms: number): number => Math.max(0, ms) / speed;

  return {
    now: speed === 1 ? () => Date.now() : () => startedAt + (Date.now() - startedAt) * speed,
    setTimeout(callback, ms) {
      const timer: NodeTimer = { handle: undefined };
      arm(timer, callback, realMs(ms));
      return timer;
    },
    clearTimeout(timer) {
      clearTimeout((timer as NodeTimer | undefined)?.handle);
    },
  };
}

export const systemClock: Clock = createClock();

export const systemRandom: Random = Math.random;

/** A repeatable source: the same seed gives the same numbers on every machine (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Waits `ms` of the clock's time, or rejects with the signal's reason as soon as it is aborted. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clock.clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
