import { limits } from '../../tables/limits';
import type { UserToken } from '../auth/token-handler';
import type { Clock, Random, Timer } from '../clock';
import { TwitchAuthError, TwitchError, TwitchScopeError } from '../errors';
import { SlidingWindow } from './sliding-window';

/** Where the token for chat comes from. Asked before each login, never kept. */
export interface ChatLogin {
  /**
   * @throws {TwitchAuthError} TWITCH_SIGN_IN_NEEDED
   * @throws {TwitchScopeError} TWITCH_SCOPE_MISSING
   */
  getToken(): Promise<UserToken>;
  /** The chat server did not accept `used`: a fresh one. Errors as `getToken`. */
  tokenExpired(used: UserToken): Promise<UserToken>;
}

/** Permissions of which a login needs one. */
const loginScopes = ['chat:read', 'chat:edit'] as const;

/** @throws {TwitchScopeError} when the token is known to lack the permission for chat */
export function assertMayLogIn(token: UserToken): void {
  if (token.scopes.length === 0 || loginScopes.some((scope) => token.scopes.includes(scope))) return;
  throw new TwitchScopeError(
    `Chat cannot be read as ${token.login}: the sign-in lacks the permission. Sign in again to grant it.`,
    { missingScopes: loginScopes },
  );
}

/** A name under which chat can be read without an account. */
export function anonymousNick(random: Random): string {
  return `justinfan${10_000 + Math.floor(random() * 890_000)}`;
}

/** True when only a person can help: asking again would end the same way. */
export function needsPerson(error: unknown): error is TwitchError {
  return (
    error instanceof TwitchError &&
    (error.code === 'TWITCH_SIGN_IN_NEEDED' ||
      error.code === 'TWITCH_SCOPE_MISSING' ||
      error.code === 'TWITCH_CLIENT_SECRET_NEEDED')
  );
}

export function signInError(login: string): TwitchAuthError {
  return new TwitchAuthError(
    'TWITCH_SIGN_IN_NEEDED',
    `Chat did not accept the sign-in of ${login}, and a fresh one neither. Sign in again.`,
    { reason: 'Login authentication failed' },
  );
}

/** Lets logins of one account pass no faster than Twitch allows. */
export class LoginGate {
  readonly #clock: Clock;
  readonly #window: SlidingWindow;
  readonly #timers = new Map<Timer, () => void>();

  constructor(clock: Clock, verified: boolean) {
    this.#clock = clock;
    const row = verified ? limits.chat.loginVerified : limits.chat.login;
    // Other programs of the same account log in too, so only half of it is used up here.
    this.#window = new SlidingWindow(Math.ceil(row.value / 2), row.perSeconds * 1_000);
  }

  /** Resolves when a login may be tried. */
  async pass(): Promise<void> {
    for (
      let ms = this.#window.waitMs(this.#clock.now());
      ms > 0;
      ms = this.#window.waitMs(this.#clock.now())
    ) {
      await this.#sleep(ms);
    }
    this.#window.take(this.#clock.now());
  }

  close(): void {
    for (const [timer, resolve] of this.#timers) {
      this.#clock.clearTimeout(timer);
      resolve();
    }
    this.#timers.clear();
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.set(timer, resolve);
    });
  }
}
