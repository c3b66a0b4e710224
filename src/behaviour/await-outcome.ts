import type { Timer } from '../core/clock';
import { abortedError, toTwitchError, TwitchError } from '../core/errors';
import type { ActionContext } from './context';

/** How an outcome is waited for. */
export interface Awaited<Result> {
  /** Events that may bring it; null: it is only asked for. */
  readonly event: {
    readonly type: string;
    readonly condition: Readonly<Record<string, string>>;
    readonly user: string;
    /** The result inside an event, null if it is not the one that is waited for. */
    readonly read: (event: unknown) => Result | null;
  } | null;
  /** Asks Twitch; null while there is none. */
  readonly look: () => Promise<Result | null>;
  /** When it is asked for the first time, milliseconds since 1970. */
  readonly lookAt: number;
  /** How long between two questions once events should have brought it, or do not come. */
  readonly everyMs: number;
  /** When it is given up, milliseconds since 1970. */
  readonly giveUpAt: number;
  readonly givenUp: () => TwitchError;
}

/** Failures that may pass: the next question may be answered. Somebody may sign in again before the wait is over. */
const passing: ReadonlySet<string> = new Set([
  'TWITCH_SIGN_IN_NEEDED',
  'TWITCH_UNAVAILABLE',
  'TWITCH_UNREACHABLE',
  'TWITCH_TIMEOUT',
  'TWITCH_RATE_LIMITED',
  'TWITCH_BAD_ANSWER',
  'TWITCH_SOCKET_CLOSED',
]);

function nothing(): void {
  // Stands in until the promise has handed out its own.
}

/** A wait that listens and, in case nothing is heard, asks. */
export interface Waiter<Result> {
  /**
   * Rejects with what cannot be mended by waiting, with `givenUp`, or with TWITCH_ABORTED when the signal is aborted.
   */
  readonly result: Promise<Result>;
  /** Sets what is waited for, once it is known: listening begins before the thing is made, so that nothing is missed. */
  begin(awaited: Omit<Awaited<Result>, 'event'>, options?: { readonly lookNow?: boolean }): void;
  stop(): void;
}

/**
 * Starts to listen at once; asks only after `begin`.
 */
export function createWaiter<Result>(
  context: Pick<ActionContext, 'clock' | 'events' | 'signal'>,
  event: Awaited<Result>['event'],
): Waiter<Result> {
  const { clock, signal } = context;
  let awaited: Omit<Awaited<Result>, 'event'> | null = null;
  let deaf = event === null;
  let over = false;
  let timer: Timer;
  let lastFailure: TwitchError | null = null;
  let asked = false;
  let resolve: (result: Result) => void = nothing;
  let reject: (error: TwitchError) => void = nothing;
  const promise = new Promise<Result>((onResult, onError) => {
    resolve = onResult;
    reject = onError;
  });
  // Whoever stops early does not wait for the result.
  promise.catch(nothing);
  const subscription = event === null ? null : subscribe();
  const onAbort = (): void => settle(() => reject(abortedError(signal)));
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });

  function subscribe(): { stop(): void } | null {
    if (event === null) return null;
    try {
      const { type, condition, user, read } = event;
      const made = context.events.subscribe({ type, condition, user }, (notification) => {
        const result = read(notification.event);
        if (result !== null) settle(() => resolve(result));
      });
      made.ready.catch(() => {
        // Events are refused (permission, limits): asking has to do.
        deaf = true;
        arm();
      });
      return made;
    } catch {
      deaf = true;
      return null;
    }
  }

  function settle(how: () => void): void {
    if (over) return;
    over = true;
    clock.clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    // The listener may be running right now, inside the subscription.
    subscription?.stop();
    how();
  }

  function arm(): void {
    if (over || awaited === null) return;
    clock.clearTimeout(timer);
    const now = clock.now();
    const { lookAt, everyMs, giveUpAt } = awaited;
    const again = now + everyMs;
    const due = deaf
      ? lookAt > now
        ? Math.min(lookAt, again)
        : again
      : asked
        ? Math.max(lookAt, again)
        : lookAt;
    timer = clock.setTimeout(() => void ask(), Math.max(0, Math.min(due, giveUpAt) - now));
  }

  async function ask(): Promise<void> {
    if (over || awaited === null) return;
    asked = true;
    try {
      const result = await awaited.look();
      if (result !== null) settle(() => resolve(result));
    } catch (error) {
      const failure = toTwitchError(error);
      if (!passing.has(failure.code)) settle(() => reject(failure));
      lastFailure = failure;
    }
    if (over) return;
    if (clock.now() >= awaited.giveUpAt) {
      const failure = lastFailure ?? awaited.givenUp();
      settle(() => reject(failure));
    } else arm();
  }

  return {
    result: promise,
    begin(what, options = {}) {
      awaited = what;
      if (options.lookNow) void ask();
      else arm();
    },
    stop: () => settle(() => reject(abortedError(signal))),
  };
}
