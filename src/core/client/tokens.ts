import { HandledTokens } from '../auth/handled-tokens';
import { TokenManager } from '../auth/token-manager';
import type { GivenToken, TokenHandler, TokenSource } from '../auth/token-handler';
import { MemoryTokenStore, type TokenStore } from '../auth/token-store';
import type { Clock, Random } from '../clock';
import type { HttpClient } from '../http';
import type { Urls } from '../urls';

/** Whatever a program has to sign in with. */
export type Tokens = TokenSource | TokenHandler | GivenToken;

export interface TokenParts {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly tokens?: Tokens | undefined;
  readonly store?: TokenStore | undefined;
  readonly urls: Urls;
  readonly clock: Clock;
  readonly random: Random;
  readonly http: HttpClient;
}

/** A source of tokens, and what to do with it at the start and at the end. */
export interface OwnedTokens {
  readonly source: TokenSource;
  /** Reads what is stored. Never rejects. */
  readonly load: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

/** Makes one source of whatever was given; what the caller made itself is left for the caller to close. */
export function tokensOf(parts: TokenParts): OwnedTokens {
  const { clientId, clientSecret, tokens, store, urls, clock, random, http } = parts;
  if (tokens && 'clientTokenExpired' in tokens) return { source: tokens, load: nothing, close: nothing };
  if (tokens) {
    const handler = 'accessToken' in tokens ? handlerOf(tokens, clientId, clientSecret) : tokens;
    const source = new HandledTokens(handler, { urls, clock, random, http });
    return { source, load: nothing, close: () => source.close() };
  }
  const source = new TokenManager({
    clientId,
    clientSecret,
    urls,
    clock,
    random,
    http,
    store: store ?? new MemoryTokenStore(),
  });
  return { source, load: () => source.load(), close: () => source.close() };
}

/** One pasted token: whose it is, is asked when it is first used. */
function handlerOf(token: GivenToken, clientId: string, clientSecret: string | undefined): TokenHandler {
  let current = token;
  return {
    getClientCredentials: () =>
      Promise.resolve({ clientId, ...(clientSecret !== undefined && { clientSecret }) }),
    getUserToken: () => Promise.resolve(current),
    tokenRefreshed: (_, fresh) => {
      current = fresh;
    },
  };
}
