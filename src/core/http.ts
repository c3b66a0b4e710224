import type { Dispatcher, Pool } from 'undici';
import { abortedError, TwitchInputError, TwitchSocketError, type TwitchError } from './errors';

/** One HTTP request. Its headers and its body may hold secrets: they never get into an error. */
export interface HttpRequest {
  /** `https://host:port`, as `URL.origin` gives it. */
  readonly origin: string;
  /** Path and query, beginning with a slash. */
  readonly path: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Overrides the client's time-out for this request, milliseconds. */
  readonly timeoutMs?: number | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body as text; '' when there is none. */
  readonly text: string;
}

export interface HttpOptions {
  /** How long the first byte, and then each further one, may take. */
  readonly timeoutMs?: number;
  /** Sockets per origin. */
  readonly connections?: number;
  /** A longer body is refused with TWITCH_BAD_ANSWER. */
  readonly maxBodyBytes?: number;
}

export const httpDefaults = {
  timeoutMs: 15_000,
  connections: 16,
  maxBodyBytes: 8 * 1024 * 1024,
} as const satisfies Required<HttpOptions>;

/** Idle sockets are kept this long, unless the server names a shorter time. */
const KEEP_ALIVE_MS = 30_000;

/**
 * HTTP over one keep-alive pool per origin. Never follows a redirect: a token would leave with it.
 *
 * Time-outs run on the wall clock, not on the injected one: a network does not answer faster because a demo's clock
 * runs faster.
 */
export class HttpClient {
  readonly #options: Required<HttpOptions>;
  readonly #pools = new Map<string, Pool>();
  #closed = false;

  constructor(options: HttpOptions = {}) {
    this.#options = { ...httpDefaults, ...options };
  }

  /**
   * @throws {TwitchSocketError} TWITCH_UNREACHABLE, TWITCH_TIMEOUT, TWITCH_ABORTED or TWITCH_BAD_ANSWER (cut off, too
   * long). `cause.sent` tells whether anything may have reached the server.
   */
  request(request: HttpRequest): Promise<HttpAnswer> {
    const { signal } = request;
    if (this.#closed || signal?.aborted) return Promise.reject(abortedError(signal));
    const timeoutMs = request.timeoutMs ?? this.#options.timeoutMs;
    return new Promise((resolve, reject) => {
      this.#pool(request.origin).dispatch(
        {
          path: request.path,
          method: request.method,
          headers: request.headers ?? {},
          body: request.body ?? null,
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
        },
        new Exchange(resolve, reject, {
          origin: request.origin,
          signal,
          timeoutMs,
          maxBodyBytes: this.#options.maxBodyBytes,
        }),
      );
    });
  }

  /** Breaks off what is under way (TWITCH_ABORTED) and closes all sockets. */
  async close(): Promise<void> {
    this.#closed = true;
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #pool(origin: string): Pool {
    const known = this.#pools.get(origin);
    if (known) return known;
    // Most of the package's load time: paid when the first request is made, not when Node-RED starts.
    const pool = new (loadPool())(origin, {
      connections: this.#options.connections,
      connectTimeout: this.#options.timeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
    });
    this.#pools.set(origin, pool);
    return pool;
  }
}

/** The pool alone: the whole of undici is five times as many files and 8 MB more, none of it needed here. */
function loadPool(): typeof Pool {
  try {
    return require('undici/lib/dispatcher/pool.js') as typeof Pool;
  } catch {
    return (require('undici') as typeof import('undici')).Pool;
  }
}

interface ExchangeOptions {
  readonly origin: string;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
}

/**
 * Collects one answer. Written against undici's dispatch interface because a readable stream per answer, as `request`
 * makes it, costs a third of the whole call, and every answer here is read to its end at once.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (error: TwitchError) => void;
  readonly #options: ExchangeOptions;
  readonly #onAbort: (() => void) | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  #deadline = 0;
  #status = 0;
  #headers: HttpAnswer['headers'] = {};
  #size = 0;
  #first: Buffer | undefined;
  #more: Buffer[] | undefined;

  constructor(
    resolve: (answer: HttpAnswer) => void,
    reject: (error: TwitchError) => void,
    options: ExchangeOptions,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#options = options;
    if (!options.signal) return;
    this.#onAbort = () => this.#fail(abortedError(options.signal));
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while it waited for a socket: nothing is sent.
    if (this.#settled) controller.abort(new Error('given up'));
    else this.#deadline = performance.now() + this.#options.timeoutMs;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: HttpAnswer['headers'],
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#size += chunk.length;
    if (this.#size > this.#options.maxBodyBytes) {
      this.#fail(badAnswer(this.#options.origin, 'too long', this.#status));
      return;
    }
    if (this.#first === undefined) {
      this.#first = chunk;
      return;
    }
    (this.#more ??= [this.#first]).push(chunk);
    // A server that drips a byte now and then never hits the time-out between two bytes.
    if (performance.now() > this.#deadline) this.#fail(timedOut(this.#options.origin, true));
  }

  onResponseEnd(): void {
    if (this.#settled) return;
    this.#settle();
    const body = this.#more ? Buffer.concat(this.#more) : this.#first;
    this.#resolve({ status: this.#status, headers: this.#headers, text: body ? body.toString('utf8') : '' });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#settled) return;
    this.#settle();
    this.#reject(networkError(error, this.#options.origin, this.#controller !== undefined, this.#status));
  }

  #fail(error: TwitchError): void {
    if (this.#settled) return;
    this.#settle();
    this.#reject(error);
    this.#controller?.abort(new Error('given up'));
  }

  #settle(): void {
    this.#settled = true;
    if (this.#onAbort) this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }
}

const timeoutCodes: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const closedByUsCodes: ReadonlySet<string> = new Set([
  'UND_ERR_ABORTED',
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
]);

/** Only the code of a network error is used: undici's errors can carry headers and bodies along. */
function networkError(error: Error, origin: string, sent: boolean, status: number): TwitchError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (timeoutCodes.has(code)) return timedOut(origin, sent && code !== 'UND_ERR_CONNECT_TIMEOUT');
  if (closedByUsCodes.has(code)) return abortedError();
  if (code === 'UND_ERR_INVALID_ARG') {
    return new TwitchInputError(
      'The request cannot be sent: a header or the path holds characters that HTTP does not allow.',
      {
        reason: code,
      },
    );
  }
  if (status > 0 || code.startsWith('HPE_')) return badAnswer(origin, 'cut off or malformed', status);
  return new TwitchSocketError(
    'TWITCH_UNREACHABLE',
    `No connection to ${hostOf(origin)} (${code}). Check the network and the server address of the account.`,
    { reason: code, host: hostOf(origin), sent },
  );
}

function timedOut(origin: string, sent: boolean): TwitchError {
  return new TwitchSocketError(
    'TWITCH_TIMEOUT',
    `${hostOf(origin)} did not answer in time. Try again; check the network if it happens often.`,
    {
      host: hostOf(origin),
      sent,
    },
  );
}

function badAnswer(origin: string, reason: string, status: number): TwitchError {
  return new TwitchSocketError(
    'TWITCH_BAD_ANSWER',
    `The answer of ${hostOf(origin)} could not be read: ${reason}. Try again; check proxies between this machine and the server.`,
    { reason, host: hostOf(origin), sent: true, ...(status > 0 && { status }) },
  );
}

function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('//') + 2);
}

/**
 * The parsed body; null when it is empty.
 *
 * @throws {TwitchSocketError} TWITCH_BAD_ANSWER when it is not JSON. The body itself is not quoted: it may hold a token.
 */
export function parseJson(answer: HttpAnswer, origin: string): unknown {
  if (answer.text === '') return null;
  try {
    return JSON.parse(answer.text) as unknown;
  } catch {
    throw badAnswer(origin, 'not JSON', answer.status);
  }
}

/** Cuts an absolute address once, so that requests need no URL parsing. The path has no slash at its end. */
export function splitUrl(url: string): { readonly origin: string; readonly path: string } {
  const { origin, pathname } = new URL(url);
  return { origin, path: pathname.replace(/\/+$/, '') };
}
