import { toTwitchError, type TwitchError } from '../core/errors';

/**
 * Does one thing after another, however long each takes. What fails is told and keeps nothing back: a single odd event must
 * neither end Node-RED as an unhandled rejection nor silence its node for the rest of the show.
 */
export class InOrder {
  readonly #tell: (error: TwitchError) => void;
  #last: Promise<void>;
  #stopped = false;

  /** @param first what everything waits for; its failure is its own affair */
  constructor(tell: (error: TwitchError) => void, first: Promise<unknown> = Promise.resolve()) {
    this.#tell = tell;
    this.#last = first.then(nothing, nothing);
  }

  add(work: () => void | Promise<void>): void {
    this.#last = this.#last
      .then(() => (this.#stopped ? undefined : work()))
      .catch((error: unknown) => {
        if (!this.#stopped) this.#tell(toTwitchError(error));
      });
  }

  /** What has not begun is left undone. */
  stop(): void {
    this.#stopped = true;
  }
}

function nothing(): void {}
