import type {
  ClientCredentials,
  SignedInUser,
  TokenSource,
  UserToken,
} from '../../src/core/auth/token-handler';
import { TwitchAuthError, TwitchScopeError } from '../../src/core/errors';

/** Tokens for tests of what uses them: `token-<userId>-<n>`, where n counts how often a fresh one was asked for. */
export class FixedTokens implements TokenSource {
  clientId = 'client-1';
  clientSecret: string | undefined;
  /** What was asked of it, in order. */
  readonly asked: string[] = [];
  readonly #people: readonly SignedInUser[];
  readonly #fresh = new Map<string, number>();
  /** Set: a fresh token cannot be had. */
  isOver = false;

  constructor(
    ...people: readonly {
      readonly userId: string;
      readonly login: string;
      readonly scopes?: readonly string[];
    }[]
  ) {
    this.#people = people.map(({ userId, login, scopes = [] }) => ({
      userId,
      login,
      displayName: login,
      scopes,
      state: 'ok',
      expiresAt: null,
    }));
  }

  users(): readonly SignedInUser[] {
    return this.#people;
  }

  getClientCredentials(): Promise<ClientCredentials> {
    const { clientId, clientSecret } = this;
    return Promise.resolve({ clientId, ...(clientSecret !== undefined && { clientSecret }) });
  }

  getClientToken(): Promise<string> {
    this.asked.push('app');
    if (this.clientSecret === undefined) {
      return Promise.reject(new TwitchAuthError('TWITCH_CLIENT_SECRET_NEEDED', 'No secret. Give it.'));
    }
    return Promise.resolve(`token-app-${this.#fresh.get('app') ?? 0}`);
  }

  clientTokenExpired(used: string): Promise<string> {
    this.asked.push(`expired ${used}`);
    this.#fresh.set('app', (this.#fresh.get('app') ?? 0) + 1);
    return this.getClientToken();
  }

  getUserToken(user: string | null, scopes: readonly string[] = []): Promise<UserToken> {
    this.asked.push(`${user} ${scopes.join(' ')}`.trim());
    const may = (person: SignedInUser): boolean =>
      scopes.length === 0 || scopes.some((scope) => person.scopes.includes(scope));
    const found =
      user === null
        ? (this.#people.find(may) ?? this.#people[0])
        : this.#people.find((person) => person.userId === user || person.login === user);
    if (!found)
      return Promise.reject(new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', `"${user}" is not signed in.`));
    if (!may(found)) {
      return Promise.reject(new TwitchScopeError(`${found.login} lacks it.`, { missingScopes: scopes }));
    }
    return Promise.resolve({
      accessToken: `token-${found.userId}-${this.#fresh.get(found.userId) ?? 0}`,
      userId: found.userId,
      login: found.login,
      scopes: found.scopes,
    });
  }

  getIrcToken(userName: string | null = null): Promise<UserToken> {
    return this.getUserToken(userName, ['chat:read', 'chat:edit']);
  }

  tokenExpired(used: UserToken): Promise<UserToken> {
    this.asked.push(`expired ${used.accessToken}`);
    if (this.isOver) {
      return Promise.reject(
        new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', `${used.login} is no longer signed in. Sign in.`),
      );
    }
    this.#fresh.set(used.userId, (this.#fresh.get(used.userId) ?? 0) + 1);
    return this.getUserToken(used.userId);
  }
}
