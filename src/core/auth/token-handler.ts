/** The application's identity at Twitch. */
export interface ClientCredentials {
  readonly clientId: string;
  /** Only of applications of type Confidential. */
  readonly clientSecret?: string;
}

/** A user's access token, as it is handed to chat, Helix and EventSub for one use: ask again each time. */
export interface UserToken {
  readonly accessToken: string;
  readonly userId: string;
  /** Lower case. */
  readonly login: string;
  readonly scopes: readonly string[];
}

/** A token from outside. Whose it is, and what it may, is asked of Twitch before it is used. */
export interface GivenToken {
  /** A leading `oauth:` is dropped. */
  readonly accessToken: string;
  /** Without it the token is used until it expires. */
  readonly refreshToken?: string | null;
}

/**
 * What an application fills in to bring tokens of its own instead of a TokenStore: the hooks of the seed. What they
 * return is validated, cached, and refreshed where a refresh token came with it.
 */
export interface TokenHandler {
  getClientCredentials(): Promise<ClientCredentials>;
  /** An app token. Without this hook it is made from the credentials. */
  getClientToken?(): Promise<string>;
  /**
   * A token of `user` (id or login; null: of anybody) that has at least one of `scopes` (none given: any token).
   * null when there is none.
   */
  getUserToken(user: string | null, scopes?: readonly string[]): Promise<GivenToken | null>;
  /** The token for chat. Without this hook `getUserToken` is asked for `chat:read` or `chat:edit`. */
  getIrcToken?(userName: string | null): Promise<GivenToken | null>;
  /** Called after a refresh and before the fresh token is used: store it, its refresh token may differ from the old one. */
  tokenRefreshed?(old: GivenToken, fresh: GivenToken): void | Promise<void>;
  /** Called when a token has expired and could not be refreshed. Return a new one, or nothing to be asked through `getUserToken`. */
  tokenExpired?(token: GivenToken): GivenToken | null | undefined | Promise<GivenToken | null | undefined>;
}

/** Someone who is signed in, without secrets. */
export interface SignedInUser {
  readonly userId: string;
  readonly login: string;
  readonly displayName: string;
  readonly scopes: readonly string[];
  /** `sign-in`: Twitch no longer accepts the sign-in. */
  readonly state: 'ok' | 'sign-in';
  /** When the access token runs out, milliseconds since 1970; it is refreshed before. null: never, or unknown. */
  readonly expiresAt: number | null;
  /** Why signing in is needed. */
  readonly reason?: string;
}

/**
 * What Helix, chat and EventSub ask for tokens, each time they need one. `TokenManager` is one;
 * `tokenSource(handler)` makes one of an application's TokenHandler.
 */
export interface TokenSource {
  getClientCredentials(): Promise<ClientCredentials>;
  /**
   * The app token, made on first use.
   * @throws {TwitchAuthError} TWITCH_CLIENT_SECRET_NEEDED without a secret
   */
  getClientToken(): Promise<string>;
  /**
   * A token that has more than a minute left.
   *
   * @param user id or login; null: whoever is signed in and has one of `scopes`
   * @param scopes of which one is enough; none given: any token
   * @throws {TwitchAuthError} TWITCH_SIGN_IN_NEEDED
   * @throws {TwitchScopeError} TWITCH_SCOPE_MISSING
   */
  getUserToken(user: string | null, scopes?: readonly string[]): Promise<UserToken>;
  /** The token for chat: `chat:read` or `chat:edit`. Errors as getUserToken. */
  getIrcToken(userName?: string | null): Promise<UserToken>;
  /**
   * Twitch refused `used` as invalid (401): a fresh token of the same user. Refreshes only if `used` is still the
   * newest one, and once however many callers ask.
   * @throws {TwitchAuthError} TWITCH_SIGN_IN_NEEDED when it cannot be refreshed
   */
  tokenExpired(used: UserToken): Promise<UserToken>;
  /** The same for an app token. */
  clientTokenExpired(used: string): Promise<string>;
  /** Who is signed in. */
  users(): readonly SignedInUser[];
}
