import { EventEmitter, setMaxListeners } from 'node:events';
import { systemClock, systemRandom, type Clock, type Random, type Timer } from '../clock';
import { TwitchAuthError, TwitchInputError, TwitchScopeError, type TwitchError } from '../errors';
import { HttpClient } from '../http';
import { completeUrls, type Urls } from '../urls';
import { AppToken } from './app-token';
import { authLimits } from './auth-limits';
import type { DeviceSignIn } from './device-sign-in';
import type { Grant } from './grant';
import { storeFailed } from './grant-writer';
import { OAuthClient } from './oauth-client';
import { SignIn, type SignInListener } from './sign-in';
import type { ClientCredentials, GivenToken, SignedInUser, TokenSource, UserToken } from './token-handler';
import type { TokenStore } from './token-store';

export interface TokenManagerOptions {
  readonly clientId: string;
  /** Only for applications of type Confidential. */
  readonly clientSecret?: string | undefined;
  readonly urls?: Partial<Urls> | undefined;
  readonly store: TokenStore;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  /** Shared with other rooms; without it the manager has, and closes, its own. */
  readonly http?: HttpClient | undefined;
}

export interface TokenManagerEvents {
  /** Somebody signed in or out, or login, permissions or state of somebody changed. */
  change: [];
  /** Somebody signed in, for the first time or anew: whatever waited for that can go on. */
  signedIn: [user: SignedInUser];
  /** New tokens are stored and in use. */
  refreshed: [user: SignedInUser];
  /** Twitch no longer accepts this sign-in. Once per sign-in. */
  signInNeeded: [user: SignedInUser];
  /** A sign-in could not be written and lives in memory only. Once until it works again. */
  storeFailed: [error: TwitchError];
  /** What is going on, for a log. Holds no secrets. */
  debug: [message: string];
}

const chatScopes: readonly string[] = ['chat:read', 'chat:edit'];

/**
 * All sign-ins at one server with one client id: several people, and the application itself. There must be only one
 * for a store, server and client id, because a refresh token must not be used twice.
 */
export class TokenManager extends EventEmitter<TokenManagerEvents> implements TokenSource {
  /** The server that the sign-ins belong to (`urls.id`). */
  readonly server: string;
  readonly clientId: string;
  #clientSecret: string | undefined;
  readonly #store: TokenStore;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #http: HttpClient;
  readonly #ownHttp: boolean;
  readonly #oauth: OAuthClient;
  readonly #appToken: AppToken;
  readonly #signIns = new Map<string, SignIn>();
  readonly #closing = new AbortController();
  #timer: Timer;
  #validates = false;
  #background: Promise<void> = Promise.resolve();
  #turn: Promise<void> = Promise.resolve();

  constructor(options: TokenManagerOptions) {
    super();
    setMaxListeners(0, this.#closing.signal);
    this.server = completeUrls(options.urls).id;
    this.clientId = options.clientId;
    this.#clientSecret = options.clientSecret === '' ? undefined : options.clientSecret;
    this.#store = options.store;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#ownHttp = options.http === undefined;
    this.#http = options.http ?? new HttpClient();
    this.#oauth = new OAuthClient({
      server: this.server,
      clientId: this.clientId,
      clientSecret: this.#clientSecret,
      http: this.#http,
      clock: this.#clock,
    });
    this.#appToken = new AppToken(this.#oauth, this.#clock, this.#random);
  }

  /**
   * Takes up the sign-ins of the store, ready without the network, and begins to validate them: at once and then every
   * hour, as Twitch asks. A store that cannot be read is reported by `storeFailed` and counts as empty.
   */
  async load(): Promise<void> {
    let grants: readonly Grant[] = [];
    try {
      grants = await this.#store.list();
    } catch (error) {
      this.emit('storeFailed', storeFailed(error, 'read'));
    }
    if (this.#closing.signal.aborted) return;
    for (const grant of grants) {
      if (this.#isOurs(grant) && !this.#signIns.has(grant.userId))
        this.#signIns.set(grant.userId, this.#signIn(grant));
    }
    if (this.#signIns.size > 0) this.emit('change');
    this.#validateSoon(0);
  }

  /**
   * Stores a grant and uses it from then on, in place of an older one of the same person.
   * @throws {TwitchInputError} when it is of another server or client id
   */
  async add(grant: Grant): Promise<SignedInUser> {
    if (!this.#isOurs(grant)) {
      throw new TwitchInputError(
        'This sign-in belongs to another server or application. Sign in with this account.',
        {
          parameter: 'grant',
        },
      );
    }
    return await this.#inTurn(() => this.#replace(grant));
  }

  /**
   * Takes a pasted token: asks Twitch whose it is and what it may, and stores it.
   *
   * @throws {TwitchInputError} a token of another application, or one without a person
   * @throws {TwitchAuthError} Twitch does not accept the token
   */
  async addToken(given: GivenToken): Promise<SignedInUser> {
    const accessToken = bareToken(given.accessToken);
    const grant = await this.#oauth.grantOf(
      { accessToken, refreshToken: given.refreshToken ?? null, expiresAt: null, scopes: null },
      this.#closing.signal,
    );
    if (!grant.ok) throw grant.error;
    return await this.add(grant.value);
  }

  /** A sign-in by device code with this manager's client id and server. Hand its result to `add`. */
  deviceSignIn(): DeviceSignIn {
    // Loaded here: somebody signs in once, the program starts every day.
    const { DeviceSignIn: Flow } = require('./device-sign-in') as typeof import('./device-sign-in');
    return new Flow({ oauth: this.#oauth, clock: this.#clock, random: this.#random });
  }

  /**
   * Replaces the client secret (none: a public application). Whatever failed for lack of the right one is tried again.
   */
  setClientSecret(secret: string | undefined): void {
    if (secret === this.#clientSecret || (secret === '' && this.#clientSecret === undefined)) return;
    this.#clientSecret = secret === '' ? undefined : secret;
    this.#oauth.clientSecret = secret;
    this.#appToken.retry();
    for (const signIn of this.#signIns.values()) {
      if (signIn.retry()) this.emit('signedIn', signIn.describe());
    }
    this.emit('change');
  }

  /** For `startCodeSignIn` and `finishCodeSignIn`. */
  get oauth(): OAuthClient {
    return this.#oauth;
  }

  users(): readonly SignedInUser[] {
    return [...this.#signIns.values()].map((signIn) => signIn.describe());
  }

  getClientCredentials(): Promise<ClientCredentials> {
    return Promise.resolve({
      clientId: this.clientId,
      ...(this.#clientSecret !== undefined && { clientSecret: this.#clientSecret }),
    });
  }

  getClientToken(): Promise<string> {
    return this.#appToken.get();
  }

  clientTokenExpired(used: string): Promise<string> {
    return this.#appToken.expired(used);
  }

  getUserToken(user: string | null, scopes: readonly string[] = []): Promise<UserToken> {
    if (this.#closing.signal.aborted) return Promise.reject(closedError());
    const signIn = user === null ? this.#anyWith(scopes) : this.#find(user);
    if (!signIn) return Promise.reject(notSignedIn(user));
    if (!signIn.isOver && !signIn.hasOneOf(scopes)) return Promise.reject(scopeMissing(signIn, scopes));
    return signIn.fresh();
  }

  getIrcToken(userName: string | null = null): Promise<UserToken> {
    return this.getUserToken(userName, chatScopes);
  }

  tokenExpired(used: UserToken): Promise<UserToken> {
    return this.refresh(used.userId, used.accessToken);
  }

  /**
   * A token of `userId` other than `usedAccessToken`, refreshed only when that one is still the newest.
   * @throws {TwitchAuthError} TWITCH_SIGN_IN_NEEDED
   */
  refresh(userId: string, usedAccessToken: string): Promise<UserToken> {
    const signIn = this.#signIns.get(userId);
    return signIn ? signIn.refresh(usedAccessToken) : Promise.reject(notSignedIn(userId));
  }

  /** Validates all tokens now. False: Twitch was not reached for at least one of them. */
  async validate(): Promise<boolean> {
    const reached = await Promise.all([...this.#signIns.values()].map((signIn) => signIn.validate()));
    await this.#appToken.validate(this.#closing.signal);
    return reached.every(Boolean);
  }

  /** Remembers how the person's name is written. */
  async setDisplayName(userId: string, displayName: string): Promise<void> {
    await this.#signIns.get(userId)?.setDisplayName(displayName);
  }

  /** Forgets a sign-in here, then asks Twitch to revoke it; a failure of the latter changes nothing. */
  async signOut(userId: string): Promise<void> {
    await this.#inTurn(() => this.#remove(userId));
  }

  /** Resolves when no refresh is under way and all is written that can be: wait for it before the process ends. */
  async settle(): Promise<void> {
    await Promise.all([...this.#signIns.values()].map((signIn) => signIn.settle()));
  }

  /** Stops timers and background work. A refresh under way is finished and stored first. */
  async close(): Promise<void> {
    this.#closing.abort(closedError());
    this.#clock.clearTimeout(this.#timer);
    await this.#turn;
    // The sign-ins first: that breaks off a validation which is under way, however slow Twitch is.
    await Promise.all([...this.#signIns.values()].map((signIn) => signIn.close()));
    await this.#background;
    if (this.#ownHttp) await this.#http.close();
  }

  /** Signing in and out happen one after the other: two at once for one person would leave a sign-in behind. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(task);
    this.#turn = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  async #replace(grant: Grant): Promise<SignedInUser> {
    if (this.#closing.signal.aborted) throw closedError();
    await this.#signIns.get(grant.userId)?.close();
    const { ended: _over, ...fresh } = grant;
    const signIn = this.#signIn(fresh);
    await signIn.save();
    this.#signIns.set(grant.userId, signIn);
    // A fresh grant has just been validated; without `load` nobody has begun the hourly round yet.
    if (!this.#validates)
      this.#validateSoon(authLimits.validateEveryMs - this.#random() * authLimits.validateJitterMs);
    this.emit('signedIn', signIn.describe());
    this.emit('change');
    return signIn.describe();
  }

  async #remove(userId: string): Promise<void> {
    const signIn = this.#signIns.get(userId);
    if (!signIn) return;
    this.#signIns.delete(userId);
    await signIn.close();
    try {
      await this.#store.remove({ server: this.server, clientId: this.clientId, userId });
    } catch (error) {
      this.emit('storeFailed', storeFailed(error, 'removed'));
    }
    this.emit('change');
    await signIn.revoke();
  }

  #isOurs(grant: Grant): boolean {
    return grant.server === this.server && grant.clientId === this.clientId;
  }

  #signIn(grant: Grant): SignIn {
    return new SignIn(grant, {
      oauth: this.#oauth,
      store: this.#store,
      clock: this.#clock,
      random: this.#random,
      listener: this.#listener,
    });
  }

  readonly #listener: SignInListener = {
    changed: () => this.emit('change'),
    refreshed: (signIn) => this.emit('refreshed', signIn.describe()),
    ended: (signIn) => this.emit('signInNeeded', signIn.describe()),
    storeFailed: (error) => this.emit('storeFailed', error),
    debug: (what, signIn) => {
      if (this.listenerCount('debug') > 0) this.emit('debug', `${what} (user ${signIn.userId})`);
    },
  };

  #find(user: string): SignIn | undefined {
    const byId = this.#signIns.get(user);
    if (byId) return byId;
    const login = user.toLowerCase();
    return [...this.#signIns.values()].find((signIn) => signIn.login === login);
  }

  /** Whoever may; else whoever is signed in, so that the error can say what is missing. */
  #anyWith(scopes: readonly string[]): SignIn | undefined {
    const all = [...this.#signIns.values()];
    const working = all.filter((signIn) => !signIn.isOver);
    return working.find((signIn) => signIn.hasOneOf(scopes)) ?? working[0] ?? all[0];
  }

  /** One timer for all sign-ins; the first validation of a fresh start comes without delay. */
  #validateSoon(ms: number): void {
    this.#validates = true;
    this.#clock.clearTimeout(this.#timer);
    if (this.#closing.signal.aborted) return;
    if (ms > 0) {
      this.#timer = this.#clock.setTimeout(() => this.#validateSoon(0), ms);
      return;
    }
    this.#background = this.validate().then((reached) => {
      const jitterMs = this.#random() * authLimits.validateJitterMs;
      this.#validateSoon(
        reached ? authLimits.validateEveryMs - jitterMs : authLimits.validateAgainMs + jitterMs,
      );
    });
  }
}

/** Without what people paste along with it. */
function bareToken(pasted: string): string {
  const token = pasted.trim().replace(/^(oauth:|bearer\s+|oauth\s+)/i, '');
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new TwitchInputError(
    'This is not a token: it is empty, or holds characters that no token has. Paste it again.',
    {
      parameter: 'accessToken',
    },
  );
}

function notSignedIn(user: string | null): TwitchError {
  const who = user === null ? 'Nobody' : `"${user}"`;
  const is = user === null ? 'is signed in' : 'is not signed in';
  return new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', `${who} ${is}. Open the account and sign in.`, {
    ...(user !== null && { user }),
    reason: 'not signed in',
  });
}

function scopeMissing(signIn: SignIn, scopes: readonly string[]): TwitchError {
  const { userId, login, displayName } = signIn.describe();
  return new TwitchScopeError(
    `The sign-in of ${displayName} lacks a permission (${scopes.join(' or ')}). Open the account and sign in again: it is asked for then.`,
    { missingScopes: scopes, userId, login },
  );
}

function closedError(): TwitchError {
  return new TwitchAuthError(
    'TWITCH_ABORTED',
    'The account was closed while a call needed it. Send it again if it is still wanted.',
  );
}
