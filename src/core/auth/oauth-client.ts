import type { Clock } from '../clock';
import { TwitchAuthError, TwitchError, TwitchInputError, TwitchSocketError, toTwitchError } from '../errors';
import { parseJson, splitUrl, type HttpAnswer, type HttpClient } from '../http';
import { assertMayCarryTokens } from '../urls';
import type { Grant } from './grant';
import {
  failureOf,
  failureOfNetwork,
  type OAuthCall,
  type OAuthFailure,
  type OAuthResult,
} from './oauth-failure';
import { redact } from './redact';

/** The tokens of one answer of the OAuth server. Secret. */
export interface TokenAnswer {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Milliseconds since 1970; null: not told, or never. */
  readonly expiresAt: number | null;
  /** null when the answer names none. */
  readonly scopes: readonly string[] | null;
}

/** A device code and what to show of it. `deviceCode` is secret. */
export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly intervalMs: number;
}

/** What Twitch says about an access token. App tokens have no user. */
export interface Validation {
  readonly clientId: string;
  readonly userId: string | null;
  readonly login: string | null;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970; null: does not expire. */
  readonly expiresAt: number | null;
}

export interface OAuthOptions {
  /** The OAuth address (`urls.id`). */
  readonly server: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly http: HttpClient;
  readonly clock: Clock;
}

const DEFAULT_DEVICE_SECONDS = 1800;
const DEFAULT_INTERVAL_SECONDS = 5;

/** The calls of Twitch's OAuth server, one attempt each. Failures are results, not exceptions: every caller must sort them. */
export class OAuthClient {
  readonly server: string;
  readonly clientId: string;
  #clientSecret: string | undefined;
  readonly #http: HttpClient;
  readonly #clock: Clock;
  #base: { readonly origin: string; readonly path: string } | undefined;

  constructor(options: OAuthOptions) {
    this.server = options.server;
    this.clientId = options.clientId;
    this.#clientSecret = options.clientSecret === '' ? undefined : options.clientSecret;
    this.#http = options.http;
    this.#clock = options.clock;
  }

  /** Used from the next call on. */
  set clientSecret(secret: string | undefined) {
    this.#clientSecret = secret === '' ? undefined : secret;
  }

  get hasSecret(): boolean {
    return this.#clientSecret !== undefined;
  }

  /** Begins a device sign-in. The scopes are separated by spaces in `scopes`, plural, unlike in the other calls. */
  async startDevice(scopes: readonly string[], signal?: AbortSignal): Promise<OAuthResult<DeviceCode>> {
    return this.#post(
      'device',
      '/device',
      { client_id: this.clientId, scopes: scopes.join(' ') },
      [],
      signal,
      (body) => {
        const seconds = numberIn(body, 'expires_in') ?? DEFAULT_DEVICE_SECONDS;
        return {
          deviceCode: textIn(body, 'device_code'),
          userCode: textIn(body, 'user_code'),
          verificationUri: textIn(body, 'verification_uri'),
          expiresAt: this.#clock.now() + seconds * 1000,
          intervalMs: (numberIn(body, 'interval') ?? DEFAULT_INTERVAL_SECONDS) * 1000,
        };
      },
    );
  }

  /** Asks once whether a device sign-in was approved. Takes no secret, of confidential applications neither. */
  async pollDevice(
    deviceCode: string,
    scopes: readonly string[],
    signal?: AbortSignal,
  ): Promise<OAuthResult<TokenAnswer>> {
    const form = {
      client_id: this.clientId,
      scopes: scopes.join(' '),
      device_code: deviceCode,
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    };
    return this.#post('device-token', '/token', form, [deviceCode], signal, (body) => this.#tokens(body));
  }

  /** Exchanges the code that came back to `redirectUri`. Needs a client secret. */
  async exchangeCode(
    code: string,
    redirectUri: string,
    signal?: AbortSignal,
  ): Promise<OAuthResult<TokenAnswer>> {
    const form = {
      ...this.#credentials(),
      code,
      grant_type: 'authorization_code',
      redirect_uri: redirectUri,
    };
    return this.#post('code', '/token', form, [code], signal, (body) => this.#tokens(body));
  }

  /** A public application's refresh token is used up by this, whatever happens to the answer. */
  async refresh(refreshToken: string, signal?: AbortSignal): Promise<OAuthResult<TokenAnswer>> {
    const form = { ...this.#credentials(), grant_type: 'refresh_token', refresh_token: refreshToken };
    return this.#post('refresh', '/token', form, [refreshToken], signal, (body) => this.#tokens(body));
  }

  /** An app token. Needs a client secret. */
  async clientCredentials(signal?: AbortSignal): Promise<OAuthResult<TokenAnswer>> {
    if (!this.hasSecret) {
      const error = new TwitchAuthError(
        'TWITCH_CLIENT_SECRET_NEEDED',
        'This call works without a person only for an application with a client secret. Give the account the secret, or sign in.',
        { parameter: 'clientSecret' },
      );
      return { ok: false, kind: 'secret-missing', error, answerLost: false };
    }
    const form = { ...this.#credentials(), grant_type: 'client_credentials' };
    return this.#post('app-token', '/token', form, [], signal, (body) => this.#tokens(body));
  }

  /** Kind `ended` when the token is not valid. A token of another application is valid: compare `clientId`. */
  async validate(accessToken: string, signal?: AbortSignal): Promise<OAuthResult<Validation>> {
    const headers = { authorization: `OAuth ${accessToken}` };
    return this.#send('validate', 'GET', '/validate', headers, undefined, [accessToken], signal, (body) => ({
      clientId: textIn(body, 'client_id'),
      userId: optionalTextIn(body, 'user_id'),
      login: optionalTextIn(body, 'login')?.toLowerCase() ?? null,
      scopes: scopesOf(fieldOf(body, 'scopes')) ?? [],
      expiresAt: this.#expiry(body),
    }));
  }

  async revoke(accessToken: string, signal?: AbortSignal): Promise<OAuthResult<null>> {
    const form = { client_id: this.clientId, token: accessToken };
    return this.#post('revoke', '/revoke', form, [accessToken], signal, () => null);
  }

  /**
   * Makes a grant of fresh tokens: asks Twitch whose they are and what they may.
   * A token of another application, and an app token, are refused.
   */
  async grantOf(answer: TokenAnswer, signal?: AbortSignal): Promise<OAuthResult<Grant>> {
    const checked = await this.validate(answer.accessToken, signal);
    if (!checked.ok) return checked;
    const { clientId, userId, login, scopes, expiresAt } = checked.value;
    if (clientId !== this.clientId)
      return configuration('the token belongs to another application', clientId);
    if (userId === null || login === null)
      return configuration('the token belongs to an application, not to a person');
    return {
      ok: true,
      value: {
        server: this.server,
        clientId,
        userId,
        login,
        accessToken: answer.accessToken,
        refreshToken: answer.refreshToken,
        expiresAt: expiresAt ?? answer.expiresAt,
        scopes,
        obtainedAt: this.#clock.now(),
        rotation: 0,
      },
    };
  }

  #credentials(): Record<string, string> {
    // A public application must not send a secret, not even an empty one.
    return this.#clientSecret === undefined
      ? { client_id: this.clientId }
      : { client_id: this.clientId, client_secret: this.#clientSecret };
  }

  #tokens(body: unknown): TokenAnswer {
    return {
      accessToken: textIn(body, 'access_token'),
      refreshToken: optionalTextIn(body, 'refresh_token'),
      expiresAt: this.#expiry(body),
      scopes: scopesOf(fieldOf(body, 'scope')),
    };
  }

  /** Counted from the moment of receipt, by the local clock. 0 means "does not expire". */
  #expiry(body: unknown): number | null {
    const seconds = numberIn(body, 'expires_in');
    return seconds === undefined || seconds <= 0 ? null : this.#clock.now() + seconds * 1000;
  }

  #post<T>(
    call: OAuthCall,
    path: string,
    form: Record<string, string>,
    secrets: readonly string[],
    signal: AbortSignal | undefined,
    read: (body: unknown) => T,
  ): Promise<OAuthResult<T>> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(form).toString();
    return this.#send(call, 'POST', path, headers, body, secrets, signal, read);
  }

  async #send<T>(
    call: OAuthCall,
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | undefined,
    secrets: readonly string[],
    signal: AbortSignal | undefined,
    read: (body: unknown) => T,
  ): Promise<OAuthResult<T>> {
    let answer: HttpAnswer;
    try {
      assertMayCarryTokens(this.server, 'id');
      this.#base ??= splitUrl(this.server);
      answer = await this.#http.request({
        origin: this.#base.origin,
        path: this.#base.path + path,
        method,
        headers: { accept: 'application/json', ...headers },
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
      });
    } catch (error) {
      const failure = toTwitchError(error);
      if (failure instanceof TwitchInputError)
        return { ok: false, kind: 'configuration', error: failure, answerLost: false };
      return failureOfNetwork(failure);
    }
    if (answer.status >= 300) {
      const said = messageOf(answer);
      return failureOf(call, answer.status, said, redact(said, [...secrets, this.#clientSecret]));
    }
    try {
      // Revoke answers with an empty body, and a body that nobody reads need not be JSON.
      return { ok: true, value: read(call === 'revoke' ? null : parseJson(answer, this.#base.origin)) };
    } catch (error) {
      return failureOfNetwork(error instanceof TwitchError ? error : unreadable(answer.status));
    }
  }
}

function configuration(reason: string, clientId?: string): OAuthFailure {
  const error = new TwitchInputError(
    `This token cannot be used here: ${reason}. Use a token that a person made with the client id of this account.`,
    { parameter: 'accessToken', reason, ...(clientId !== undefined && { tokenClientId: clientId }) },
  );
  return { ok: false, kind: 'configuration', error, answerLost: false };
}

function unreadable(status: number): TwitchError {
  return new TwitchSocketError(
    'TWITCH_BAD_ANSWER',
    'The answer of the sign-in server lacks what it should hold. Try again.',
    {
      status,
      reason: 'fields missing',
    },
  );
}

/** What the server said: `message`, or `error` of servers that keep to RFC 6749, or nothing. */
function messageOf(answer: HttpAnswer): string {
  try {
    const body = JSON.parse(answer.text) as unknown;
    return optionalTextIn(body, 'message') ?? optionalTextIn(body, 'error') ?? '';
  } catch {
    return '';
  }
}

/** The answer to the token calls is an array in practice, a string in old documentation, and missing without scopes. */
function scopesOf(value: unknown): readonly string[] | null {
  if (typeof value === 'string') return value.split(' ').filter((scope) => scope !== '');
  if (Array.isArray(value))
    return value.filter((scope): scope is string => typeof scope === 'string' && scope !== '');
  return null;
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

function textIn(body: unknown, name: string): string {
  const value = fieldOf(body, name);
  if (typeof value !== 'string' || value === '') throw unreadable(200);
  return value;
}

function optionalTextIn(body: unknown, name: string): string | null {
  const value = fieldOf(body, name);
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberIn(body: unknown, name: string): number | undefined {
  const value = fieldOf(body, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
