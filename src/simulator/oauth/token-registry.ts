import { EventEmitter } from 'node:events';

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
