import { TwitchAuthError, toTwitchError, type TwitchError } from '../errors';
import type { Grant } from './grant';
import { TokenManager, type TokenManagerOptions } from './token-manager';
import type {
  ClientCredentials,
  GivenToken,
  SignedInUser,
  TokenHandler,
  TokenSource,
  UserToken,
} from './token-handler';
import { MemoryTokenStore } from './token-store';

export type TokenSourceOptions = Pick<TokenManagerOptions, 'urls' | 'clock' | 'random' | 'http'>;

/** Tokens whose owner is remembered; an application hands over few, and new ones every few hours. */
const KNOWN_TOKENS = 1_000;

/**
 * Makes a TokenSource of an application's hooks: what they return is validated, kept, refreshed where a refresh token
 * came with it, and reported back through `tokenRefreshed` and `tokenExpired`.
 */
export class HandledTokens implements TokenSource {
  readonly #handler: TokenHandler;
  readonly #options: TokenSourceOptions;
  readonly #given = new Map<string, GivenToken>();
  readonly #owners = new Map<string, Promise<string>>();
  readonly #asking = new Map<string, Promise<UserToken>>();
  #manager: Promise<TokenManager> | null = null;
  #ready: TokenManager | null = null;
  #clientToken: Promise<string> | null = null;

  constructor(handler: TokenHandler, options: TokenSourceOptions = {}) {
    this.#handler = handler;
    this.#options = options;
  }

  getClientCredentials(): Promise<ClientCredentials> {
    return this.#handler.getClientCredentials();
  }

  async getClientToken(): Promise<string> {
    if (!this.#handler.getClientToken) return await (await this.#tokens()).getClientToken();
    this.#clientToken ??= this.#handler.getClientToken();
    try {
      return await this.#clientToken;
    } catch (error) {
      this.#clientToken = null;
      throw toTwitchError(error, 'TWITCH_SIGN_IN_NEEDED');
    }
  }

  async clientTokenExpired(used: string): Promise<string> {
    if (!this.#handler.getClientToken) return await (await this.#tokens()).clientTokenExpired(used);
    const kept = this.#clientToken;
    if (kept !== null && (await kept.catch(() => used)) === used && this.#clientToken === kept)
      this.#clientToken = null;
    const token = await this.getClientToken();
    if (token !== used) return token;
    throw new TwitchAuthError(
      'TWITCH_SIGN_IN_NEEDED',
      "Twitch refuses the application's token, and there is no other one. Make a new one.",
      {
        reason: 'app token refused',
      },
    );
  }

  async getUserToken(user: string | null, scopes: readonly string[] = []): Promise<UserToken> {
    const manager = await this.#tokens();
    if (this.#has(manager, user, scopes)) return await manager.getUserToken(user, scopes);
    return await this.#ask(manager, `${user ?? ''} ${scopes.join(' ')}`, user, scopes, () =>
      this.#handler.getUserToken(user, scopes),
    );
  }

  async getIrcToken(userName: string | null = null): Promise<UserToken> {
    if (!this.#handler.getIrcToken) return await this.getUserToken(userName, ['chat:read', 'chat:edit']);
    const manager = await this.#tokens();
    if (userName !== null && this.#has(manager, userName, ['chat:read', 'chat:edit'])) {
      return await manager.getIrcToken(userName);
    }
    return await this.#ask(
      manager,
      `irc ${userName ?? ''}`,
      userName,
      [],
      async () => (await this.#handler.getIrcToken?.(userName)) ?? null,
    );
  }

  /** Refreshed; else what `tokenExpired` returns; else what `getUserToken` returns, if it is another one. */
  async tokenExpired(used: UserToken): Promise<UserToken> {
    const manager = await this.#tokens();
    try {
      return await manager.refresh(used.userId, used.accessToken);
    } catch (error) {
      return await this.#shared(`expired ${used.userId}`, () =>
        this.#replace(manager, used, toTwitchError(error)),
      );
    }
  }

  users(): readonly SignedInUser[] {
    return this.#ready?.users() ?? [];
  }

  async close(): Promise<void> {
    const manager = await this.#manager?.catch(() => null);
    await manager?.close();
  }

  async #replace(manager: TokenManager, used: UserToken, error: TwitchError): Promise<UserToken> {
    if (error.code !== 'TWITCH_SIGN_IN_NEEDED') throw error;
    const old = this.#given.get(used.userId) ?? { accessToken: used.accessToken };
    const next =
      (await this.#handler.tokenExpired?.(old)) ??
      (await this.#handler.getUserToken(used.userId, used.scopes));
    if (!next || next.accessToken === used.accessToken) throw error;
    return await this.#take(manager, next, []);
  }

  #has(manager: TokenManager, user: string | null, scopes: readonly string[]): boolean {
    return manager
      .users()
      .some(
        (known) =>
          known.state === 'ok' &&
          (user === null || known.userId === user || known.login === user.toLowerCase()) &&
          (scopes.length === 0 || scopes.some((scope) => known.scopes.includes(scope))),
      );
  }

  #ask(
    manager: TokenManager,
    key: string,
    user: string | null,
    scopes: readonly string[],
    hook: () => Promise<GivenToken | null>,
  ): Promise<UserToken> {
    return this.#shared(key, async () => {
      const given = await hook();
      if (given) return await this.#take(manager, given, scopes);
      // Nothing came: the manager knows what to say of the person and the permission.
      return await manager.getUserToken(user, scopes);
    });
  }

  async #take(manager: TokenManager, given: GivenToken, scopes: readonly string[]): Promise<UserToken> {
    const userId = await this.#userOf(manager, given);
    return await manager.getUserToken(userId, scopes);
  }

  /** Whose token it is. Twitch is asked once per token, however often the application hands it over. */
  #userOf(manager: TokenManager, given: GivenToken): Promise<string> {
    const known = this.#owners.get(given.accessToken);
    if (known) return known;
    const owner = manager.addToken(given).then(({ userId }) => {
      this.#given.set(userId, given);
      return userId;
    });
    this.#owners.set(given.accessToken, owner);
    owner.catch(() => this.#owners.delete(given.accessToken));
    const oldest = this.#owners.keys().next();
    if (this.#owners.size > KNOWN_TOKENS && !oldest.done) this.#owners.delete(oldest.value);
    return owner;
  }

  /** Callers that want the same thing at the same time ask the application once. */
  #shared(key: string, ask: () => Promise<UserToken>): Promise<UserToken> {
    const running = this.#asking.get(key);
    if (running) return running;
    const asked = ask().finally(() => this.#asking.delete(key));
    this.#asking.set(key, asked);
    return asked;
  }

  #tokens(): Promise<TokenManager> {
    this.#manager ??= this.#start();
    this.#manager.catch(() => {
      this.#manager = null;
    });
    return this.#manager;
  }

  async #start(): Promise<TokenManager> {
    const { clientId, clientSecret } = await this.#handler.getClientCredentials();
    const store = new ReportingStore((grant) => this.#report(grant));
    this.#ready = new TokenManager({ ...this.#options, clientId, clientSecret, store });
    return this.#ready;
  }

  async #report(grant: Grant): Promise<void> {
    const old = this.#given.get(grant.userId);
    if (grant.rotation === 0 || grant.ended || !old || old.accessToken === grant.accessToken) return;
    const fresh = { accessToken: grant.accessToken, refreshToken: grant.refreshToken };
    await this.#handler.tokenRefreshed?.(old, fresh);
    this.#given.set(grant.userId, fresh);
  }
}

/** Tells of each grant before it counts as saved, so that the application has stored it before it is used. */
class ReportingStore extends MemoryTokenStore {
  readonly #report: (grant: Grant) => Promise<void>;

  constructor(report: (grant: Grant) => Promise<void>) {
    super();
    this.#report = report;
  }

  override async save(grant: Grant): Promise<void> {
    await super.save(grant);
    await this.#report(grant);
  }
}
