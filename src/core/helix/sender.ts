import { setMaxListeners } from 'node:events';
import type { EndpointRow } from '../../tables/endpoint-row';
import type { RetryFailure } from '../../tables/helix-retry';
import type { TokenSource } from '../auth/token-handler';
import { sleep, type Clock, type Random } from '../clock';
import { abortedError, toTwitchError, TwitchSocketError, type TwitchError } from '../errors';
import { parseJson, type HttpAnswer, type HttpClient } from '../http';
import { RateBucket, type BucketState, type RateHeaders, type Slot } from './bucket';
import type { CallToken } from './choose-token';
import { isRecord } from './request-args';
import { readRefusal, refusalError, type Refusal } from './refusal';
import { failureOfError, isHarmless, retryPauseMs } from './retry';

/** A call that is ready to leave. */
export interface ReadyCall {
  /** Null for an unchecked path. */
  readonly row: EndpointRow | null;
  readonly method: string;
  /** Below the base address, without the query. */
  readonly path: string;
  /** As it goes on the wire, with base path and query. */
  readonly target: string;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number | undefined;
}

/** One attempt of a call, for transcripts and debugging. Holds no secrets. */
export interface HelixCall {
  /** Id in the table; null for an unchecked path. */
  readonly endpoint: string | null;
  readonly method: string;
  readonly path: string;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly ms: number;
  /** Id of who acted; null for the application. */
  readonly user: string | null;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

/** Points of one user (null: the application) when calls begin to wait for them, and when none waits any more. */
export interface HelixLimits extends BucketState {
  readonly user: string | null;
}

export interface SenderParts {
  readonly origin: string;
  readonly http: HttpClient;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly random: Random;
  readonly onCall: (call: () => HelixCall) => void;
  readonly onLimits: (limits: HelixLimits) => void;
}

/** Sends calls: waits for a point, repeats what the retry table allows, asks once for a fresh token, reads the answer. */
export class HelixSender {
  readonly #parts: SenderParts;
  readonly #buckets = new Map<string, RateBucket>();
  readonly #closing = new AbortController();
  #clientId = '';

  constructor(parts: SenderParts) {
    this.#parts = parts;
    setMaxListeners(0, this.#closing.signal);
  }

  /** The parsed body of the answer; null where there is none. */
  async send(call: ReadyCall, chosen: CallToken): Promise<unknown> {
    let token = chosen;
    let hasFreshToken = false;
    let place: Slot | undefined;
    let attempt = 0;
    const repeated = { bucket: 0, other: 0 };
    const bucket = token.kind === 'none' ? null : this.#bucket(token);
    if (this.#clientId === '') this.#clientId = (await this.#parts.tokens.getClientCredentials()).clientId;
    for (;;) {
      this.#throwIfGivenUp(call);
      attempt++;
      const taken = bucket?.take(call.signal, place);
      const slot = taken instanceof Promise ? await taken : taken;
      const outcome = await this.#attempt(call, token, bucket, slot, attempt);
      this.#throwIfGivenUp(call);
      if (outcome.ok) return outcome.body;

      const { refusal, failure, error } = outcome;
      if (
        refusal?.status === 401 &&
        !hasFreshToken &&
        (refusal.means === 'refresh' || refusal.means === 'unknown')
      ) {
        const fresh = await this.#freshToken(token);
        if (fresh) {
          token = fresh;
          hasFreshToken = true;
          continue;
        }
      }
      const isBucket = failure === 'bucket-empty';
      const pauseMs =
        failure === null
          ? null
          : retryPauseMs(call, failure, isBucket ? repeated.bucket : repeated.other, this.#parts.random);
      if (pauseMs === null) throw error;
      if (isBucket) {
        repeated.bucket++;
        place = slot;
      } else {
        repeated.other++;
        await this.#pause(call, pauseMs);
      }
    }
  }

  /** How many points a user has (null: the application). */
  limits(user: string | null): HelixLimits | null {
    const bucket = this.#buckets.get(user ?? '');
    return bucket ? { user, ...bucket.state } : null;
  }

  close(error: TwitchError): void {
    this.#closing.abort(error);
    for (const bucket of this.#buckets.values()) bucket.close(error);
  }

  async #attempt(
    call: ReadyCall,
    token: CallToken,
    bucket: RateBucket | null,
    slot: Slot | undefined,
    attempt: number,
  ): Promise<Outcome> {
    const startedAt = performance.now();
    const tell = (status: number | null): void =>
      this.#parts.onCall(() => ({
        endpoint: call.row?.id ?? null,
        method: call.method,
        path: call.path,
        status,
        ms: Math.round(performance.now() - startedAt),
        user: token.kind === 'user' ? token.user.userId : null,
        attempt,
      }));

    let answer: HttpAnswer;
    try {
      answer = await this.#parts.http.request({
        origin: this.#parts.origin,
        path: call.target,
        method: call.method,
        headers: headersOf(token, this.#clientId, call.body !== undefined),
        body: call.body,
        signal: call.signal,
        timeoutMs: call.timeoutMs,
      });
    } catch (caught) {
      bucket?.forgotten();
      tell(null);
      return this.#failed(call, toTwitchError(caught));
    }
    const rate = rateHeaders(answer);
    if (slot) bucket?.answered(slot, rate);
    tell(answer.status);
    if (answer.status >= 200 && answer.status < 300) {
      try {
        return { ok: true, body: bodyOf(call.row, answer, this.#parts.origin) };
      } catch (caught) {
        return this.#failed(call, toTwitchError(caught));
      }
    }
    return this.#refused(call, token, answer, rate, bucket);
  }

  #refused(
    call: ReadyCall,
    token: CallToken,
    answer: HttpAnswer,
    rate: RateHeaders,
    bucket: RateBucket | null,
  ): Outcome {
    // An endpoint's own limit leaves points in the bucket; waiting for the bucket's reset would not help there.
    const isBucketEmpty = answer.status === 429 && rate.remaining === 0;
    if (isBucketEmpty) bucket?.refused(rate.resetAt);
    const retryAt = isBucketEmpty ? rate.resetAt : retryAfter(answer, this.#parts.clock.now());
    const refusal = readRefusal(answer, token.kind === 'none' ? null : token.accessToken, retryAt);
    const login = token.kind === 'user' ? token.user.login : null;
    return {
      ok: false,
      refusal,
      failure: isBucketEmpty ? 'bucket-empty' : answer.status === 429 ? null : answer.status,
      error: refusalError(
        { row: call.row, method: call.method, path: call.path, login, who: whoOf(token) },
        refusal,
      ),
    };
  }

  #failed(call: ReadyCall, error: TwitchError): Outcome {
    const failure = failureOfError(error);
    if (failure === null) return { ok: false, refusal: null, failure: null, error };
    const name = call.row?.name ?? `${call.method} ${call.path}`;
    const isDoubtful = failure !== 'not-sent' && !isHarmless(call);
    const doubt = isDoubtful
      ? ' It may have been carried out all the same: look before you send it again.'
      : '';
    return {
      ok: false,
      refusal: null,
      failure,
      error: new TwitchSocketError(error.code, `${name}: ${error.message}${doubt}`, {
        ...error.cause,
        endpoint: call.row?.id ?? call.path,
      }),
    };
  }

  /** Null where no other token can be had without a person. */
  async #freshToken(token: CallToken): Promise<CallToken | null> {
    if (token.kind === 'user') {
      const user = await this.#parts.tokens.tokenExpired(token.user);
      return { kind: 'user', accessToken: user.accessToken, user };
    }
    if (token.kind !== 'app') return null;
    return { kind: 'app', accessToken: await this.#parts.tokens.clientTokenExpired(token.accessToken) };
  }

  #bucket(token: CallToken): RateBucket {
    const user = token.kind === 'user' ? token.user.userId : null;
    const key = user ?? '';
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = new RateBucket(this.#parts.clock, (state) => this.#parts.onLimits({ user, ...state }));
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }

  async #pause(call: ReadyCall, ms: number): Promise<void> {
    const signal = call.signal ? AbortSignal.any([call.signal, this.#closing.signal]) : this.#closing.signal;
    try {
      await sleep(this.#parts.clock, ms, signal);
    } catch {
      throw abortedError(signal);
    }
  }

  #throwIfGivenUp(call: ReadyCall): void {
    if (this.#closing.signal.aborted) throw abortedError(this.#closing.signal);
    if (call.signal?.aborted) throw abortedError(call.signal);
  }
}

type Outcome =
  | { readonly ok: true; readonly body: unknown }
  | {
      readonly ok: false;
      /** Null when no answer came. */
      readonly refusal: Refusal | null;
      /** Null: never repeated. */
      readonly failure: RetryFailure | null;
      readonly error: TwitchError;
    };

function whoOf(token: CallToken): string {
  if (token.kind === 'user') return token.user.login;
  return token.kind === 'jwt' ? 'the extension' : 'the application';
}

function headersOf(token: CallToken, clientId: string, hasBody: boolean): Record<string, string> {
  const headers: Record<string, string> = hasBody ? { 'content-type': 'application/json' } : {};
  if (token.kind === 'none') return headers;
  headers['authorization'] = `Bearer ${token.accessToken}`;
  headers['client-id'] = (token.kind === 'jwt' ? token.clientId : null) ?? clientId;
  return headers;
}

/** Twitch answers some calls with an empty body where a list was promised, and `data: null` for an empty list. */
function bodyOf(row: EndpointRow | null, answer: HttpAnswer, origin: string): unknown {
  const container = row?.answer.container;
  if (container === 'none') return null;
  if (container === 'text/calendar') return answer.text;
  const body = parseJson(answer, origin);
  if (container !== 'data[]') return body;
  if (!isRecord(body)) return { data: [] };
  return Array.isArray(body['data']) ? body : { ...body, data: [] };
}

function rateHeaders({ headers }: HttpAnswer): RateHeaders {
  const resetAt = numberOf(headers['ratelimit-reset']);
  return {
    limit: numberOf(headers['ratelimit-limit']),
    remaining: numberOf(headers['ratelimit-remaining']),
    resetAt: resetAt === null ? null : resetAt * 1000,
  };
}

function retryAfter({ headers }: HttpAnswer, now: number): number | null {
  const seconds = numberOf(headers['retry-after']);
  return seconds === null ? null : now + seconds * 1000;
}

function numberOf(header: string | string[] | undefined): number | null {
  if (typeof header !== 'string' || header === '') return null;
  const value = Number(header);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
