import type { Clock, Random } from '../clock';
import type { TwitchError } from '../errors';
import { authLimits, backOffMs } from './auth-limits';
import type { OAuthClient } from './oauth-client';

/**
 * The application's own token: made on first use, kept in memory, made anew shortly before it ends or when Twitch
 * refuses it. It cannot be refreshed, and it must not be asked for once per request.
 */
export class AppToken {
  readonly #oauth: OAuthClient;
  readonly #clock: Clock;
  readonly #random: Random;
  #token: string | null = null;
  #expiresAt: number | null = null;
  #asking: Promise<string> | null = null;
  #failures = 0;
  #failedBy: TwitchError | null = null;
  #retryAt = 0;

  constructor(oauth: OAuthClient, clock: Clock, random: Random) {
    this.#oauth = oauth;
    this.#clock = clock;
    this.#random = random;
  }

  /** @throws {TwitchAuthError} TWITCH_CLIENT_SECRET_NEEDED without a secret */
  get(): Promise<string> {
    if (this.#token !== null && !this.#endsSoon()) return Promise.resolve(this.#token);
    return this.#ask();
  }

  /** A token other than `used`. */
  expired(used: string): Promise<string> {
    if (this.#token !== null && this.#token !== used) return Promise.resolve(this.#token);
    this.#token = null;
    return this.#ask();
  }

  /** Forgets that asking failed: the secret is another one. */
  retry(): void {
    this.#retryAt = 0;
  }

  /** Drops the token when Twitch says that it is no longer valid; the next use makes a new one. */
  async validate(signal: AbortSignal): Promise<void> {
    const token = this.#token;
    if (token === null) return;
    const checked = await this.#oauth.validate(token, signal);
    if (!checked.ok && checked.kind === 'ended' && this.#token === token) this.#token = null;
  }

  #endsSoon(): boolean {
    return this.#expiresAt !== null && this.#expiresAt - this.#clock.now() < authLimits.leastLeftMs;
  }

  #ask(): Promise<string> {
    // A wrong secret stays wrong until the account is edited, which makes a new AppToken: retryAt is then Infinity.
    if (this.#failedBy && this.#clock.now() < this.#retryAt) return Promise.reject(this.#failedBy);
    this.#asking ??= this.#askOnce().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #askOnce(): Promise<string> {
    const answer = await this.#oauth.clientCredentials();
    if (!answer.ok) {
      this.#failures++;
      this.#failedBy = answer.error;
      this.#retryAt =
        answer.kind === 'temporary' ? this.#clock.now() + backOffMs(this.#failures, this.#random) : Infinity;
      throw answer.error;
    }
    this.#failures = 0;
    this.#failedBy = null;
    this.#token = answer.value.accessToken;
    this.#expiresAt = answer.value.expiresAt;
    return this.#token;
  }
}
