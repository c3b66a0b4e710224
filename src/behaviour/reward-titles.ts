import type { Clock } from '../core/clock';
import { toTwitchError, type TwitchError } from '../core/errors';
import type { KnownReward } from './rewards';

/** An id that the list does not have makes it read anew, but not for every line. */
const READ_AGAIN_AFTER_MS = 30_000;

/** The rewards of the channel, read when a line of chat names one that is not known yet: lines carry nothing but the id. */
export class RewardTitles {
  readonly #read: () => Promise<readonly KnownReward[]>;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #onFailed: (error: TwitchError) => void;
  #known: readonly KnownReward[] | null = null;
  #reading: Promise<void> | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #told = '';

  /** @param onFailed told when they cannot be read, once for each reason */
  constructor(
    read: () => Promise<readonly KnownReward[]>,
    clock: Pick<Clock, 'now'>,
    onFailed: (error: TwitchError) => void,
  ) {
    this.#read = read;
    this.#clock = clock;
    this.#onFailed = onFailed;
  }

  /** null while they are not known. */
  get known(): readonly KnownReward[] | null {
    return this.#known;
  }

  /** Resolves when all is known about a reward that can be. Never rejects. */
  async learn(rewardId: string): Promise<void> {
    if (this.#known?.some(({ id }) => id === rewardId)) return;
    if (this.#reading === null && this.#clock.now() - this.#readAt < READ_AGAIN_AFTER_MS) return;
    this.#reading ??= this.#readAll();
    await this.#reading;
  }

  async #readAll(): Promise<void> {
    try {
      this.#known = await this.#read();
      this.#readAt = this.#clock.now();
      this.#told = '';
    } catch (caught) {
      // Tried again with the next line: somebody may sign in meanwhile.
      const error = toTwitchError(caught);
      if (this.#told !== error.message) this.#onFailed(error);
      this.#told = error.message;
    } finally {
      this.#reading = null;
    }
  }
}
