import type { SignedInUser, TokenSource, UserToken } from '../../src/core/auth/token-handler';
import { TwitchAuthError, TwitchScopeError } from '../../src/core/errors';

/** Sign-ins that a test sets and takes away: no network, no refresh. Counts how often it is asked. */
export class FixedTokens implements TokenSource {
  readonly asked: (string | null)[] = [];
  readonly #users = new Map<string, UserToken>();

  /** Signs somebody in, or changes the token; login `user<id>`. */
  set(
    userId: string,
    options: { accessToken?: string; scopes?: readonly string[]; login?: string } = {},
  ): this {
    this.#users.set(userId, {
      userId,
      login: options.login ?? `user${userId}`,
      accessToken: options.accessToken ?? `token-of-${userId}`,
      scopes: options.scopes ?? [],
    });
    return this;
  }

  remove(userId: string): void {
    this.#users.delete(userId);
  }

  getClientCredentials(): Promise<{ clientId: string }> {
    return Promise.resolve({ clientId: 'client-of-the-test' });
  }

  getClientToken(): Promise<string> {
    return Promise.reject(new TwitchAuthError('TWITCH_CLIENT_SECRET_NEEDED', 'There is no secret.'));
  }

  getUserToken(user: string | null, scopes: readonly string[] = []): Promise<UserToken> {
    this.asked.push(user);
    const known = [...this.#users.values()].filter(
      ({ userId, login }) => user === null || userId === user || login === user,
    );
    if (known.length === 0) {
      return Promise.reject(
        new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', 'Nobody of that name is signed in.'),
      );
    }
    const able = known.find(
      (one) => one.scopes.length === 0 || scopes.length === 0 || scopes.some((s) => one.scopes.includes(s)),
    );
    return able
      ? Promise.resolve(able)
      : Promise.reject(new TwitchScopeError('A permission is missing.', { missingScopes: scopes }));
  }

  getIrcToken(userName: string | null = null): Promise<UserToken> {
    return this.getUserToken(userName);
  }

  /** A token that Twitch refuses stays refused, unless the test has set another one meanwhile. */
  async tokenExpired(used: UserToken): Promise<UserToken> {
    const token = await this.getUserToken(used.userId);
    if (token.accessToken !== used.accessToken) return token;
    throw new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', 'Twitch no longer accepts the sign-in.', {
      status: 401,
    });
  }

  clientTokenExpired(): Promise<string> {
    return this.getClientToken();
  }

  users(): readonly SignedInUser[] {
    return [...this.#users.values()].map(({ userId, login, scopes }) => ({
      userId,
      login,
      displayName: login,
      scopes,
      state: 'ok',
      expiresAt: null,
    }));
  }
}
