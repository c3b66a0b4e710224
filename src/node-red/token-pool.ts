import { TokenManager } from '../core/auth/token-manager';
import type { TokenStore } from '../core/auth/token-store';
import type { Clock, Random } from '../core/clock';
import type { Urls } from '../core/urls';

export interface TokenRequest {
  readonly urls: Urls;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly store: TokenStore;
  readonly clock: Clock;
  readonly random: Random;
}

/** A token manager, shared with others, until it is given back. */
export interface TokenLease {
  readonly manager: TokenManager;
  /** The stored sign-ins are there. Never rejects. */
  readonly ready: Promise<void>;
  /** Resolves when nothing of it is under way any more, if nobody else uses it. */
  release(): Promise<void>;
}

interface Entry {
  readonly manager: TokenManager;
  readonly ready: Promise<void>;
  uses: number;
}

/**
 * One token manager per OAuth server and client id, whatever else two clients differ in: a single-use refresh token must never be
 * in two hands. For the same reason a new manager reads the store only after its predecessor has written its last refresh.
 */
export class TokenPool {
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new Map<string, Promise<void>>();

  take(request: TokenRequest): TokenLease {
    const key = JSON.stringify([request.urls.id, request.clientId]);
    let entry = this.#entries.get(key);
    if (!entry) {
      const manager = new TokenManager(request);
      const before = this.#closing.get(key) ?? Promise.resolve();
      entry = { manager, ready: before.then(() => manager.load()), uses: 0 };
      this.#entries.set(key, entry);
    } else if (request.clientSecret !== undefined) entry.manager.setClientSecret(request.clientSecret);
    const { manager, ready } = entry;
    entry.uses++;
    let isOver = false;
    return {
      manager,
      ready,
      release: async () => {
        if (isOver) return;
        isOver = true;
        entry.uses--;
        if (entry.uses === 0) await this.#close(key, entry);
      },
    };
  }

  async #close(key: string, { manager, ready }: Entry): Promise<void> {
    this.#entries.delete(key);
    const closing = ready.then(() => manager.close()).catch(() => {});
    this.#closing.set(key, closing);
    await closing;
    if (this.#closing.get(key) === closing) this.#closing.delete(key);
  }
}
