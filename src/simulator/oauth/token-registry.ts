import { EventEmitter } from 'node:events';
import type { Clock } from '../clock';
import { between, type Random, text } from '../random';

/** What the servers need to know about an access token. */
export interface TokenInfo {
  readonly clientId: string;
  /** Null for an app token. */
  readonly userId: string | null;
  /** Lower case; null for an app token. */
  readonly login: string | null;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** False once it expired or was revoked: refuse it like an unknown one. */
  readonly valid: boolean;
}

export interface TokenRegistryEvents {
  /** A user took back what was granted to a client: subscriptions end with `authorization_revoked`. */
  grantRevoked: [{ readonly clientId: string; readonly userId: string }];
}

/** The tokens that this Twitch issued, and nothing else. */
export interface TokenLookup extends Pick<EventEmitter<TokenRegistryEvents>, 'on' | 'off'> {
  /** Undefined for a token that was never issued here. */
  find(accessToken: string): TokenInfo | undefined;
  /** Everything that the user granted to the client and did not take back; null when the user never signed in there. */
  grantedScopes(clientId: string, userId: string): readonly string[] | null;
}

/** What a token answer is made of. */
export interface IssuedGrant {
  readonly accessToken: string;
  /** Null for app tokens. */
  readonly refreshToken: string | null;
  readonly expiresInS: number;
  /** Sorted: the order is not that of the request. */
  readonly scopes: readonly string[];
}

interface AccessRecord {
  readonly clientId: string;
  readonly userId: string | null;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  revoked: boolean;
}

interface RefreshRecord {
  readonly clientId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  /** Null: does not end by itself. */
  readonly expiresAt: number | null;
  /** Access tokens made with it, oldest first. */
  readonly accessTokens: string[];
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ACCESS_LENGTH = 30;
const REFRESH_LENGTH = 50;
/** About four hours (oauth-notes §2). */
const USER_TOKEN_S = { min: 13_000, max: 15_000 } as const;
const APP_TOKEN_S = 5_011_271;
/** Refresh tokens of public clients end when unused for so long (oauth-notes §3). */
const PUBLIC_REFRESH_MS = 30 * 86_400_000;
/** Valid access tokens per refresh token of a confidential client; the next one ends the oldest (oauth-notes §7). */
const MAX_ACCESS_PER_REFRESH = 50;
/** Dead access tokens are kept a while, so that they are told apart from ones never issued. */
const FORGET_AFTER_MS = 86_400_000;

export class TokenRegistry extends EventEmitter<TokenRegistryEvents> implements TokenLookup {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #loginOf: (userId: string) => string | null;
  readonly #access = new Map<string, AccessRecord>();
  readonly #refresh = new Map<string, RefreshRecord>();
  /** Scopes by `client user`. */
  readonly #grants = new Map<string, Set<string>>();

  constructor(options: { clock: Clock; random: Random; loginOf: (userId: string) => string | null }) {
    super();
    this.#clock = options.clock;
    this.#random = options.random;
    this.#loginOf = options.loginOf;
  }

  find(accessToken: string): TokenInfo | undefined {
    const record = this.#access.get(accessToken);
    return (
      record && {
        clientId: record.clientId,
        userId: record.userId,
        login: record.userId === null ? null : this.#loginOf(record.userId),
        scopes: record.scopes,
        expiresAt: record.expiresAt,
        valid: !record.revoked && record.expiresAt > this.#clock.now(),
      }
    );
  }

  /** All access tokens that are valid now, oldest first. For tests: it hands out secrets. */
  valid(): readonly string[] {
    return [...this.#access.keys()].filter((accessToken) => this.find(accessToken)?.valid);
  }

  grantedScopes(clientId: string, userId: string): readonly string[] | null {
    const granted = this.#grants.get(`${clientId} ${userId}`);
    return granted ? [...granted] : null;
  }

  /** After consent: an access token with exactly these scopes, and a refresh token. */
  issueUser(
    client: { readonly id: string; readonly secret: string | null },
    userId: string,
    scopes: readonly string[],
  ): IssuedGrant {
    const key = `${client.id} ${userId}`;
    const granted = this.#grants.get(key) ?? new Set();
    for (const scope of scopes) granted.add(scope);
    this.#grants.set(key, granted);
    const refreshToken = this.#newRefresh(client, userId, scopes);
    return this.#newAccess(refreshToken);
  }

  issueApp(clientId: string): IssuedGrant {
    const accessToken = this.#text(ACCESS_LENGTH);
    this.#forgetOld();
    this.#access.set(accessToken, {
      clientId,
      userId: null,
      scopes: [],
      expiresAt: this.#clock.now() + APP_TOKEN_S * 1000,
      revoked: false,
    });
    return { accessToken, refreshToken: null, expiresInS: APP_TOKEN_S, scopes: [] };
  }

  /**
   * A new access token. A public client's refresh token is used up by this and comes back as a new one.
   *
   * @returns undefined when the refresh token is unknown, used, ended, or another client's
   */
  refresh(
    client: { readonly id: string; readonly secret: string | null },
    refreshToken: string,
  ): IssuedGrant | undefined {
    const record = this.#refresh.get(refreshToken);
    if (!record || record.clientId !== client.id) return undefined;
    if (record.expiresAt !== null && record.expiresAt <= this.#clock.now()) {
      this.#refresh.delete(refreshToken);
      return undefined;
    }
    if (client.secret !== null) return this.#newAccess(refreshToken);
    this.#refresh.delete(refreshToken);
    return this.#newAccess(this.#newRefresh(client, record.userId, record.scopes));
  }

  /** Ends one access token. @returns false when it is not a valid token of this client */
  revoke(clientId: string, accessToken: string): boolean {
    const record = this.#access.get(accessToken);
    if (!record || record.clientId !== clientId || !this.find(accessToken)?.valid) return false;
    record.revoked = true;
    return true;
  }

  /** The user disconnects the application: everything ends. */
  revokeGrant(clientId: string, userId: string): void {
    for (const record of this.#access.values()) {
      if (record.clientId === clientId && record.userId === userId) record.revoked = true;
    }
    for (const [token, record] of this.#refresh) {
      if (record.clientId === clientId && record.userId === userId) this.#refresh.delete(token);
    }
    this.#grants.delete(`${clientId} ${userId}`);
    this.emit('grantRevoked', { clientId, userId });
  }

  #newRefresh(
    client: { readonly id: string; readonly secret: string | null },
    userId: string,
    scopes: readonly string[],
  ): string {
    const token = this.#text(REFRESH_LENGTH);
    this.#refresh.set(token, {
      clientId: client.id,
      userId,
      scopes: [...new Set(scopes)].toSorted(),
      expiresAt: client.secret === null ? this.#clock.now() + PUBLIC_REFRESH_MS : null,
      accessTokens: [],
    });
    return token;
  }

  #newAccess(refreshToken: string): IssuedGrant {
    const record = this.#refresh.get(refreshToken);
    if (!record) throw new Error('The refresh token was not made here.');
    this.#forgetOld();
    const accessToken = this.#text(ACCESS_LENGTH);
    const expiresInS = between(this.#random, USER_TOKEN_S.min, USER_TOKEN_S.max);
    this.#access.set(accessToken, {
      clientId: record.clientId,
      userId: record.userId,
      scopes: record.scopes,
      expiresAt: this.#clock.now() + expiresInS * 1000,
      revoked: false,
    });
    record.accessTokens.push(accessToken);
    if (record.accessTokens.length > MAX_ACCESS_PER_REFRESH) {
      const oldest = this.#access.get(record.accessTokens.shift() ?? '');
      if (oldest) oldest.revoked = true;
    }
    return { accessToken, refreshToken, expiresInS, scopes: record.scopes };
  }

  #forgetOld(): void {
    const before = this.#clock.now() - FORGET_AFTER_MS;
    for (const [token, record] of this.#access) if (record.expiresAt < before) this.#access.delete(token);
  }

  #text(length: number): string {
    return text(this.#random, length, ALPHABET);
  }
}
