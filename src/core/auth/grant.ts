/**
 * What a sign-in belongs to. It is never sent to another server or used with another client id, so that an
 * account which is pointed elsewhere cannot hand a token to a stranger.
 */
export interface GrantKey {
  /** The OAuth address of the server that gave it (`urls.id`). */
  readonly server: string;
  readonly clientId: string;
  readonly userId: string;
}

/** Why Twitch no longer accepts a sign-in. */
export interface GrantEnd {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Twitch's words or ours; never holds a token. */
  readonly reason: string;
}

/** One person's sign-in. Holds secrets: store it sealed, never log it. */
export interface Grant extends GrantKey {
  /** Lower case; can change, the user id cannot. */
  readonly login: string;
  readonly displayName?: string;
  readonly accessToken: string;
  /** null: a pasted token that cannot be refreshed. */
  readonly refreshToken: string | null;
  /** Milliseconds since 1970; null: does not expire, or it is not known when. */
  readonly expiresAt: number | null;
  readonly scopes: readonly string[];
  /** When `accessToken` was received, milliseconds since 1970. */
  readonly obtainedAt: number;
  /** How often it was refreshed since the consent. */
  readonly rotation: number;
  /** Set once Twitch has refused to refresh it: it is not tried again until somebody signs in anew. */
  readonly ended?: GrantEnd;
  /**
   * Set from before a refresh is asked for until its outcome is written, milliseconds since 1970. Found at a start, the process
   * ended in between, and a single-use refresh token may be used up.
   */
  readonly renewing?: number;
}

/** The key as one string, for maps and as additional data of a sealed store. */
export function grantKey(key: GrantKey): string {
  return JSON.stringify([key.server, key.clientId, key.userId]);
}
