import { setMaxListeners } from 'node:events';
import { sleep, type Clock, type Random, type Timer } from '../clock';
import { TwitchAuthError, TwitchError } from '../errors';
import { authLimits, backOffMs } from './auth-limits';
import type { Grant } from './grant';
import { GrantWriter } from './grant-writer';
import type { OAuthClient, TokenAnswer } from './oauth-client';
import type { OAuthFailure, OAuthResult } from './oauth-failure';
import type { SignedInUser, UserToken } from './token-handler';
import type { TokenStore } from './token-store';

/** What the owner of a SignIn is told. */
export interface SignInListener {
  /** Login, scopes, expiry or state are different now. */
  changed(signIn: SignIn): void;
  /** New tokens are stored and in use. */
  refreshed(signIn: SignIn): void;
  /** The sign-in is over: somebody must sign in anew. Told once. */
  ended(signIn: SignIn): void;
  /** A grant could not be written; it lives in memory and is tried again. Told once until it works again. */
  storeFailed(error: TwitchError): void;
  debug(what: string, signIn: SignIn): void;
}

export interface SignInParts {
  readonly oauth: OAuthClient;
  readonly store: TokenStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly listener: SignInListener;
}

/**
 * One person's sign-in while the process runs: hands out its token, refreshes it once for however many callers, writes
 * each new grant before anybody uses it, and remembers when Twitch has ended it.
 */
export class SignIn {
  readonly #parts: SignInParts;
  readonly #writer: GrantWriter;
  readonly #closing = new AbortController();
  #grant: Grant;
  #token: UserToken;
  /** Why it is over. Unlike `grant.ended`, also for a wrong configuration, which an edited account may cure. */
  #endedBy: TwitchError | null = null;
  #refreshing: Promise<UserToken> | null = null;
  #failures = 0;
  #failedBy: TwitchError | null = null;
  #retryAt = 0;
  /** Since when the outcome of a refresh is not known; written with each save, so that a kill leaves a trace. */
  #renewing: number | undefined;
  /** The trace of a process that ended in the middle of a refresh. */
  #wasInterrupted: boolean;
  #timer: Timer;

  constructor(grant: Grant, parts: SignInParts) {
    this.#parts = parts;
    setMaxListeners(0, this.#closing.signal);
    this.#writer = new GrantWriter(parts.store, parts.clock, (error) => parts.listener.storeFailed(error));
    const { renewing, ...rest } = grant;
    this.#grant = rest;
    this.#renewing = renewing;
    this.#wasInterrupted = renewing !== undefined;
    this.#token = userTokenOf(grant);
    if (grant.ended) this.#endedBy = endedError(grant, grant.ended.reason);
    this.#armRefresh();
  }

  get userId(): string {
    return this.#grant.userId;
  }

  get login(): string {
    return this.#grant.login;
  }

  get isOver(): boolean {
    return this.#endedBy !== null;
  }

  hasOneOf(scopes: readonly string[]): boolean {
    return scopes.length === 0 || scopes.some((scope) => this.#grant.scopes.includes(scope));
  }

  /** Who it is, without secrets. */
  describe(): SignedInUser {
    const { userId, login, displayName, scopes, expiresAt } = this.#grant;
    const over = this.#endedBy;
    return {
      userId,
      login,
      displayName: displayName ?? login,
      scopes,
      expiresAt,
      state: over ? 'sign-in' : 'ok',
      ...(over && { reason: over.cause.reason ?? over.message }),
    };
  }

  /**
   * The token, refreshed first if less than a minute of it is left.
   *
   * @throws {TwitchError} TWITCH_SIGN_IN_NEEDED, or what kept the refresh from working
   */
  fresh(): Promise<UserToken> {
    if (this.#endedBy) return Promise.reject(this.#endedBy);
    const leftMs = this.#leftMs();
    if (leftMs > this.#shareOfLife(authLimits.leastLeftMs)) return Promise.resolve(this.#token);
    return this.#freshSoonExpired(leftMs);
  }

  async #freshSoonExpired(leftMs: number): Promise<UserToken> {
    try {
      return await this.refresh(this.#grant.accessToken);
    } catch (error) {
      if (leftMs > 0 && !this.#endedBy) return this.#token;
      throw error;
    }
  }

  /**
   * A token other than `used`. Refreshes only when `used` is still the newest one; all callers share one refresh.
   * After a refusal nothing is sent any more; after a fault of the network nothing until the back-off is over.
   */
  refresh(used: string): Promise<UserToken> {
    if (this.#endedBy) return Promise.reject(this.#endedBy);
    if (this.#refreshing) return this.#refreshing;
    if (used !== this.#grant.accessToken) return Promise.resolve(this.#token);
    if (this.#closing.signal.aborted) return Promise.reject(closedError());
    if (this.#failedBy && this.#parts.clock.now() < this.#retryAt) return Promise.reject(this.#failedBy);
    this.#refreshing = this.#refreshOnce().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Asks Twitch whether the token is valid, and brings login, scopes and expiry up to date. False: not reached. */
  async validate(): Promise<boolean> {
    if (this.#endedBy || this.#refreshing) return true;
    const used = this.#grant.accessToken;
    // Whether the refresh token is still good is known only by using it; now is better than in the middle of a stream.
    if (this.#renewing !== undefined) return await this.#refreshQuietly(used);
    if (this.#leftMs() <= this.#shareOfLife(authLimits.leastLeftMs)) return await this.#refreshQuietly(used);
    const checked = await this.#parts.oauth.validate(used, this.#closing.signal);
    // Replaced while the answer was on its way: what was said is about the token before.
    if (this.#closing.signal.aborted || this.#refreshing || used !== this.#grant.accessToken || this.#endedBy)
      return true;
    if (!checked.ok) {
      this.#parts.listener.debug(`validate: ${checked.kind}`, this);
      return checked.kind === 'ended' ? await this.#refreshQuietly(used) : false;
    }
    const { clientId, userId, login, scopes, expiresAt } = checked.value;
    if (clientId !== this.#grant.clientId || userId !== this.#grant.userId) {
      await this.#end('the token belongs to another application or person');
      return true;
    }
    const next: Grant = { ...this.#grant, login: login ?? this.#grant.login, scopes, expiresAt };
    if (sameWords(next, this.#grant)) {
      // The expiry is counted from each answer anew and so differs by milliseconds: not worth a write.
      this.#grant = next;
      this.#armRefresh();
      return true;
    }
    this.#use(next);
    await this.save();
    this.#parts.listener.changed(this);
    return true;
  }

  /** Takes up a sign-in again that a wrong configuration ended. False: it was not ended by that. */
  retry(): boolean {
    if (!this.#endedBy || this.#grant.ended) return false;
    this.#endedBy = null;
    this.#armRefresh();
    return true;
  }

  async setDisplayName(displayName: string): Promise<void> {
    // What is written while a refresh is being written would bring the tokens of before back.
    await this.#refreshing?.catch(() => undefined);
    if (displayName === this.#grant.displayName) return;
    this.#use({ ...this.#grant, displayName });
    await this.save();
    this.#parts.listener.changed(this);
  }

  /** Writes the grant as it is now. */
  async save(): Promise<void> {
    const renewing = this.#renewing;
    await this.#writer.save(renewing === undefined ? this.#grant : { ...this.#grant, renewing });
  }

  /** Resolves when no refresh is under way and all is written that can be. */
  async settle(): Promise<void> {
    await this.#refreshing?.catch(() => undefined);
    await this.#writer.settle();
  }

  /**
   * Stops all timers. A refresh that is under way is finished and written, because its answer comes only once.
   */
  async close(): Promise<void> {
    this.#closing.abort(closedError());
    this.#parts.clock.clearTimeout(this.#timer);
    await this.#refreshing?.catch(() => undefined);
    await this.#writer.close();
  }

  /** Forgets it at Twitch: best effort, the sign-in is gone for us in any case. Call after close. */
  async revoke(): Promise<void> {
    if (!this.#endedBy) await this.#parts.oauth.revoke(this.#grant.accessToken);
  }

  async #refreshQuietly(used: string): Promise<boolean> {
    try {
      await this.refresh(used);
      return true;
    } catch {
      return this.#endedBy !== null;
    }
  }

  async #refreshOnce(): Promise<UserToken> {
    const before = this.#grant;
    if (before.refreshToken === null) throw await this.#end('the token has expired and cannot be refreshed');
    // Before it is used up: whoever starts after a kill has to know that it may be.
    this.#renewing = this.#parts.clock.now();
    await this.save();
    const result = await this.#askTwice(before.refreshToken);
    this.#parts.listener.debug(`refresh: ${result.ok ? 'done' : result.kind}`, this);
    if (!result.ok) throw await this.#refreshFailed(result);

    const next = refreshedGrant(this.#grant, result.value, this.#parts.clock.now());
    // Written before anybody uses it: from here on the old refresh token is worth nothing.
    this.#renewing = undefined;
    this.#wasInterrupted = false;
    await this.#writer.save(next);
    this.#failures = 0;
    this.#failedBy = null;
    this.#use(next);
    this.#parts.listener.refreshed(this);
    this.#parts.listener.changed(this);
    return this.#token;
  }

  /**
   * One repetition after a fault. A refusal of the repetition means that the first answer was lost and the single-use
   * token with it.
   */
  async #askTwice(refreshToken: string): Promise<OAuthResult<TokenAnswer>> {
    const first = await this.#parts.oauth.refresh(refreshToken);
    if (first.ok || first.kind !== 'temporary') return first;
    try {
      const pauseMs = authLimits.refreshAgainMs * (1 + this.#parts.random());
      await sleep(this.#parts.clock, pauseMs, this.#closing.signal);
    } catch {
      return first;
    }
    return await this.#parts.oauth.refresh(refreshToken);
  }

  async #refreshFailed(failure: OAuthFailure): Promise<TwitchError> {
    if (failure.kind === 'ended') {
      return await this.#end(
        this.#wasInterrupted
          ? 'the program was stopped in the middle of a renewal'
          : (failure.error.cause.reason ?? 'refused'),
      );
    }
    if (failure.kind !== 'temporary') {
      this.#over(failure.error);
      return failure.error;
    }
    this.#failures++;
    const pauseMs = backOffMs(this.#failures, this.#parts.random);
    this.#retryAt = this.#parts.clock.now() + pauseMs;
    this.#failedBy = notReached(failure.error, this.#grant.login, this.#retryAt);
    this.#arm(pauseMs);
    return this.#failedBy;
  }

  /** Over for good: written down, so that a restart does not ask again. */
  async #end(reason: string): Promise<TwitchError> {
    const error = endedError(this.#grant, reason);
    this.#grant = { ...this.#grant, ended: { at: this.#parts.clock.now(), reason } };
    this.#renewing = undefined;
    this.#over(error);
    await this.save();
    return error;
  }

  #over(error: TwitchError): void {
    this.#endedBy = error;
    this.#parts.clock.clearTimeout(this.#timer);
    this.#parts.listener.ended(this);
    this.#parts.listener.changed(this);
  }

  #use(grant: Grant): void {
    this.#grant = grant;
    this.#token = userTokenOf(grant);
    this.#armRefresh();
  }

  #armRefresh(): void {
    this.#parts.clock.clearTimeout(this.#timer);
    const { expiresAt } = this.#grant;
    if (expiresAt === null || this.#endedBy) return;
    const ahead = authLimits.refreshAheadMs + this.#parts.random() * authLimits.refreshJitterMs;
    const aheadMs = this.#grant.refreshToken === null ? 0 : this.#shareOfLife(ahead);
    this.#arm(Math.max(0, expiresAt - aheadMs - this.#parts.clock.now()));
  }

  #arm(ms: number): void {
    this.#parts.clock.clearTimeout(this.#timer);
    if (this.#closing.signal.aborted) return;
    this.#timer = this.#parts.clock.setTimeout(() => {
      void this.#refreshQuietly(this.#grant.accessToken);
    }, ms);
  }

  #leftMs(): number {
    return this.#grant.expiresAt === null ? Infinity : this.#grant.expiresAt - this.#parts.clock.now();
  }

  /** `ms`, but at most a quarter of the token's life: a server with short-lived tokens must not be asked in a loop. */
  #shareOfLife(ms: number): number {
    const { expiresAt, obtainedAt } = this.#grant;
    return expiresAt === null ? ms : Math.min(ms, Math.max(0, expiresAt - obtainedAt) / 4);
  }
}

function userTokenOf(grant: Grant): UserToken {
  return Object.freeze({
    accessToken: grant.accessToken,
    userId: grant.userId,
    login: grant.login,
    scopes: grant.scopes,
  });
}

/** A refreshed token has the same scopes or fewer; an answer that names none leaves them as they were. */
function refreshedGrant(before: Grant, answer: TokenAnswer, now: number): Grant {
  return {
    ...before,
    accessToken: answer.accessToken,
    refreshToken: answer.refreshToken ?? before.refreshToken,
    expiresAt: answer.expiresAt,
    scopes: answer.scopes ?? before.scopes,
    obtainedAt: now,
    rotation: before.rotation + 1,
  };
}

function sameWords(left: Grant, right: Grant): boolean {
  return (
    left.login === right.login &&
    left.scopes.length === right.scopes.length &&
    left.scopes.every((scope) => right.scopes.includes(scope))
  );
}

function endedError(grant: Grant, reason: string): TwitchError {
  return new TwitchAuthError(
    'TWITCH_SIGN_IN_NEEDED',
    `${grant.displayName ?? grant.login} is no longer signed in: ${reason}. Open the account and sign in again.`,
    { userId: grant.userId, login: grant.login, reason },
  );
}

function notReached(error: TwitchError, login: string, retryAt: number): TwitchError {
  return new TwitchError(
    error.code,
    `The sign-in of ${login} could not be renewed: ${error.message} It is tried again by itself.`,
    { ...error.cause, login, retryAt },
  );
}

function closedError(): TwitchError {
  return new TwitchAuthError(
    'TWITCH_ABORTED',
    'The account was closed while a call needed it. Send it again if it is still wanted.',
  );
}
