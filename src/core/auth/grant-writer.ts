import type { Clock, Timer } from '../clock';
import { TwitchError } from '../errors';
import { authLimits } from './auth-limits';
import type { Grant } from './grant';
import type { TokenStore } from './token-store';

/**
 * Writes the grants of one person one after the other, so that the newest is the one that stays. A write that fails
 * never stops the work: the grant lives on in memory and is written again later.
 */
export class GrantWriter {
  readonly #store: TokenStore;
  readonly #clock: Clock;
  readonly #onFailed: (error: TwitchError) => void;
  #queue: Promise<void> = Promise.resolve();
  #unsaved: Grant | null = null;
  #timer: Timer;
  #closed = false;

  /** @param onFailed told once until a write works again */
  constructor(store: TokenStore, clock: Clock, onFailed: (error: TwitchError) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onFailed = onFailed;
  }

  /** Resolves when the grant is safe, or the store has refused it. Never rejects. */
  save(grant: Grant): Promise<void> {
    this.#queue = this.#queue.then(() => this.#write(grant));
    return this.#queue;
  }

  /** Waits for what is being written, and tries once more what could not be. */
  async settle(): Promise<void> {
    await this.#queue;
    if (this.#unsaved) await this.save(this.#unsaved);
  }

  /** As `settle`, for the last time. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#clock.clearTimeout(this.#timer);
    await this.settle();
  }

  async #write(grant: Grant): Promise<void> {
    this.#clock.clearTimeout(this.#timer);
    try {
      await this.#store.save(grant);
      this.#unsaved = null;
    } catch (error) {
      if (!this.#unsaved) this.#onFailed(storeFailed(error, 'saved'));
      this.#unsaved = grant;
      if (this.#closed) return;
      this.#timer = this.#clock.setTimeout(
        () => void this.save(this.#unsaved ?? grant),
        authLimits.saveAgainMs,
      );
    }
  }
}

/** Of the store's own error only the system's code is kept: its message may hold anything that the store was handed. */
export function storeFailed(error: unknown, what: 'saved' | 'read' | 'removed'): TwitchError {
  if (error instanceof TwitchError) return error;
  const reason =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return new TwitchError(
    'TWITCH_STORE_FAILED',
    `The sign-in could not be ${what} (${reason}). It works until the restart. Check free space and permissions of the folder.`,
    { reason },
  );
}
