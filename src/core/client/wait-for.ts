import type { EventEmitter } from 'node:events';
import type { Clock } from '../clock';
import { abortedError, TwitchSocketError } from '../errors';

export interface WaitOptions {
  /** Rejects with TWITCH_TIMEOUT after this long. Left out: waits for ever. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The next event of a name for which `fits` says yes.
 *
 * @throws {TwitchSocketError} TWITCH_TIMEOUT, or TWITCH_ABORTED when the signal says so
 */
export function waitFor<Value>(
  emitter: EventEmitter,
  event: string,
  fits: (value: Value) => boolean,
  clock: Clock,
  { timeoutMs, signal }: WaitOptions,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortedError(signal));
      return;
    }
    const end = (): void => {
      emitter.removeListener(event, onEvent);
      clock.clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const onEvent = (value: Value): void => {
      if (!fits(value)) return;
      end();
      resolve(value);
    };
    const onAbort = (): void => {
      end();
      reject(abortedError(signal));
    };
    const timer =
      timeoutMs === undefined
        ? undefined
        : clock.setTimeout(() => {
            end();
            reject(
              new TwitchSocketError(
                'TWITCH_TIMEOUT',
                `The event "${event}" did not come within ${timeoutMs} ms.`,
                {
                  reason: 'no event',
                },
              ),
            );
          }, timeoutMs);
    emitter.on(event, onEvent);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
