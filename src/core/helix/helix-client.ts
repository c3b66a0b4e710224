import { EventEmitter, setMaxListeners } from 'node:events';
import type { EndpointRow } from '../../tables/endpoint-row';
import {
  findEndpoint,
  type EndpointAnswer,
  type EndpointArgs,
  type EndpointId,
  type EndpointItem,
  type PagedEndpointId,
} from '../../tables/endpoints';
import type { TokenSource } from '../auth/token-handler';
import { systemClock, systemRandom, type Clock, type Random } from '../clock';
import { abortedError, TwitchError, TwitchInputError, TwitchSocketError } from '../errors';
import { HttpClient, splitUrl } from '../http';
import { assertMayCarryTokens, completeUrls, type Urls } from '../urls';
import { joinAnswers, splitRequest } from './batch';
import { checkForToken, checkRequest } from './check-request';
import { checkOwner, chooseToken, type CallToken, type TokenChoice } from './choose-token';
import { Pages, type ReadPage } from './pages';
import { goneError } from './refusal';
import { argument, pathWithQuery, type RequestArgs } from './request-args';
import { HelixSender, type HelixCall, type HelixLimits } from './sender';
import { hasLogins, withIds } from './user-ids';
import { UserDirectory } from './users';

export interface HelixOptions {
  readonly urls?: Partial<Urls> | undefined;
  readonly tokens: TokenSource;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  /** How long one attempt may take, on the wall clock. Default 15 s. */
  readonly timeoutMs?: number | undefined;
  /** Shared with other rooms; without it the client has, and closes, its own. */
  readonly http?: HttpClient | undefined;
}

/** `unchecked` sends it as it is, although the table says otherwise: Twitch changes faster than tables. */
export interface CallOptions extends TokenChoice {
  /** Gives the call up wherever it is: queue, pause or network. */
  readonly signal?: AbortSignal | undefined;
  /** How long one attempt may take, on the wall clock. */
  readonly timeoutMs?: number | undefined;
}

export interface PageOptions extends CallOptions {
  /** Elements at most. Default 10 000 for `await`, none for loops. */
  readonly cap?: number | undefined;
}

/** A call past the table: same tokens, buckets and retries, no checks. */
export interface UncheckedRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, beginning with a slash: `/users`. */
  readonly path: string;
  /** Lists repeat their key. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface HelixEvents {
  /** One attempt of a call has ended. */
  call: [call: HelixCall];
  /** Calls of a user begin to wait for points, or wait no longer. */
  limits: [limits: HelixLimits];
}

/** Arguments are required where a field of them is. */
export type CallRest<Id extends EndpointId, Options> =
  object extends EndpointArgs<Id>
    ? [args?: EndpointArgs<Id>, options?: Options]
    : [args: EndpointArgs<Id>, options?: Options];

/** Every call of Twitch's Helix interface: checked by its row, made with the right token, paced, repeated, read in pages. */
export class HelixClient extends EventEmitter<HelixEvents> {
  /** Logins and ids of people, kept for an hour. */
  readonly users: UserDirectory;
  readonly #base: string;
  readonly #path: string;
  readonly #tokens: TokenSource;
  readonly #http: HttpClient;
  readonly #ownHttp: boolean;
  readonly #sender: HelixSender;
  /** The address was checked and may be given tokens. */
  #isSafe = false;
  #closedBy: TwitchError | null = null;

  constructor(options: HelixOptions) {
    super();
    const clock = options.clock ?? systemClock;
    this.#base = completeUrls(options.urls).helix;
    // What is no address is refused by the first call, with words, and not here.
    const { origin, path } = URL.canParse(this.#base) ? splitUrl(this.#base) : { origin: '', path: '' };
    this.#path = path;
    this.#tokens = options.tokens;
    this.#ownHttp = options.http === undefined;
    this.#http =
      options.http ??
      new HttpClient({ ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }) });
    this.#sender = new HelixSender({
      origin,
      http: this.#http,
      tokens: options.tokens,
      clock,
      random: options.random ?? systemRandom,
      onCall: (call) => {
        if (this.listenerCount('call') > 0) this.emit('call', call());
      },
      onLimits: (limits) => this.emit('limits', limits),
    });
    this.users = new UserDirectory((ids, logins) => this.#fetchUsers(ids, logins), clock);
  }

  /**
   * Makes a call of the table. A list of ids longer than the endpoint takes is split and the answers are joined. Where a
   * user's id is wanted, a login does too (with or without @): it is looked up, and kept for an hour. Digits only are an id.
   *
   * @returns the parsed body, null where Twitch sends none
   * @throws {TwitchInputError} before anything is sent
   * @throws {TwitchError} any other of the family; `cause` tells endpoint, status, reason, missingScopes, retryAt
   */
  call<Id extends EndpointId>(id: Id, ...rest: CallRest<Id, CallOptions>): Promise<EndpointAnswer<Id>> {
    const [args, options] = rest;
    return this.callAny(id, args, options) as Promise<EndpointAnswer<Id>>;
  }

  /** As `call`, for an id and fields that are known only at run time. */
  async callAny(id: string, args: RequestArgs = {}, options: CallOptions = {}): Promise<unknown> {
    const row = rowOf(id);
    if (options.unchecked) return await this.#callOnce(row, args, options);
    if (row.status === 'removed') throw goneError(row, row.name, { endpoint: row.id });
    const exact = hasLogins(row, args) ? await this.#withIds(row, args, options.signal) : args;
    const portions = splitRequest(row, exact);
    return portions
      ? await this.#callPortions(row, portions, options)
      : await this.#callOnce(row, exact, options);
  }

  /** Reads a list page by page: await it, or loop over it. Errors come where it is read. */
  pages<Id extends PagedEndpointId>(id: Id, ...rest: CallRest<Id, PageOptions>): Pages<EndpointItem<Id>> {
    const [args, options] = rest;
    return this.#pages<EndpointItem<Id>>(id, args, options);
  }

  /** As `pages`, for an id known only at run time. A list without pages counts as one page. */
  pagesAny(id: string, args: RequestArgs = {}, options: PageOptions = {}): Pages<unknown> {
    return this.#pages<unknown>(id, args, options);
  }

  /**
   * Makes any call, unchecked: with the token of `options.user`, else of anybody signed in, else of the application.
   * Only GET is repeated after a fault, since nobody knows what else would do twice.
   */
  async request(request: UncheckedRequest, options: CallOptions = {}): Promise<unknown> {
    const { method, path, query, body } = request;
    if (!/^\/(?!\/)[^\s#\\]*$/.test(path) || path.includes('..')) {
      throw new TwitchInputError(
        'Other call: "path" must begin with one slash and stay below the server address, such as /users.',
        {
          endpoint: path,
          parameter: 'path',
          reason: 'not a path',
        },
      );
    }
    const token = await this.#token(null, { query }, options);
    const [bare = path] = path.split('?');
    const withQuery = pathWithQuery(bare, query);
    const own = path.slice(bare.length);
    const target = own === '' ? withQuery : path + withQuery.slice(bare.length).replace('?', '&');
    return await this.#sender.send(
      {
        row: null,
        method,
        path: bare,
        target: this.#path + target,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: options.signal,
        timeoutMs: options.timeoutMs,
      },
      token,
    );
  }

  /** How many points a user has (null: the application), as far as it is known. */
  limits(user: string | null): HelixLimits | null {
    return this.#sender.limits(user);
  }

  /** Gives up what waits and what is under way (TWITCH_ABORTED). */
  async close(): Promise<void> {
    this.#closedBy ??= new TwitchSocketError(
      'TWITCH_ABORTED',
      'The call was given up because the account was closed.',
    );
    this.#sender.close(this.#closedBy);
    this.users.close(this.#closedBy);
    if (this.#ownHttp) await this.#http.close();
  }

  async #callOnce(row: EndpointRow, args: RequestArgs, options: CallOptions): Promise<unknown> {
    const isChecked = !options.unchecked;
    if (isChecked) checkRequest(row, args);
    const token = await this.#token(row, args, options);
    if (isChecked && token.kind !== 'none') {
      checkForToken(row, args, token.kind);
      checkOwner(row, args, token);
    }
    return await this.#sender.send(
      {
        row,
        method: row.method,
        path: row.path,
        target: pathWithQuery(this.#path + row.path, args.query),
        body: args.body === undefined ? undefined : JSON.stringify(args.body),
        signal: options.signal,
        timeoutMs: options.timeoutMs,
      },
      token,
    );
  }

  #token(row: EndpointRow | null, args: RequestArgs, options: CallOptions): Promise<CallToken> {
    if (this.#closedBy) throw this.#closedBy;
    if (options.signal) {
      if (options.signal.aborted) throw abortedError(options.signal);
      // One signal for all calls of a flow is usual; Node would warn of a leak at the eleventh.
      setMaxListeners(0, options.signal);
    }
    if (!this.#isSafe) {
      assertMayCarryTokens(this.#base, 'helix');
      this.#isSafe = true;
    }
    return chooseToken(row, args, options, this.#tokens);
  }

  async #callPortions(
    row: EndpointRow,
    portions: readonly RequestArgs[],
    options: CallOptions,
  ): Promise<unknown> {
    // Everything is checked before the first portion leaves: half a write is worse than none.
    for (const portion of portions) checkRequest(row, portion);
    if (row.method === 'GET') return await this.#readPortions(row, portions, options);
    const answers: unknown[] = [];
    for (const portion of portions) answers.push(await this.#callOnce(row, portion, options));
    return joinAnswers(answers);
  }

  /** A portion of which Twitch knows nothing (404) is empty, unless all are. */
  async #readPortions(
    row: EndpointRow,
    portions: readonly RequestArgs[],
    options: CallOptions,
  ): Promise<unknown> {
    let notFound: unknown;
    let found = 0;
    const answers = await Promise.all(
      portions.map(async (portion) => {
        try {
          const answer = await this.#callOnce(row, portion, options);
          found++;
          return answer;
        } catch (error) {
          if (!isNotFound(error)) throw error;
          notFound ??= error;
          return null;
        }
      }),
    );
    if (found === 0) throw notFound;
    return joinAnswers(answers);
  }

  #pages<Item>(id: string, args: RequestArgs = {}, options: PageOptions = {}): Pages<Item> {
    const row = rowOf(id);
    const backwards = args.query?.['before'] !== undefined;
    const first = pageSize(row, args, options.cap);
    const readersOf = (whole: RequestArgs): readonly ReadPage[] => {
      const portions = (options.unchecked ? null : splitRequest(row, whole)) ?? [whole];
      return portions.map((portion): ReadPage => (cursor) => {
        const position = cursor === undefined ? {} : backwards ? { before: cursor } : { after: cursor };
        const query = { ...portion.query, ...(first !== undefined && { first }), ...position };
        return this.callAny(id, { ...portion, query }, options);
      });
    };
    const needsIds = !options.unchecked && row.status !== 'removed' && hasLogins(row, args);
    return new Pages<Item>(
      // Looked up when the list is read, and once: a cursor belongs to the very ids that it came with.
      needsIds ? async () => readersOf(await this.#withIds(row, args, options.signal)) : readersOf(args),
      row.paging ?? { items: 'data', cursor: 'pagination.cursor' },
      options.cap,
    );
  }

  /** Everything else is checked before anybody is looked up, so that a wrong call sends nothing. */
  async #withIds(row: EndpointRow, args: RequestArgs, signal: AbortSignal | undefined): Promise<RequestArgs> {
    for (const portion of splitRequest(row, args) ?? [args]) checkRequest(row, portion);
    const found = withIds(row, args, (name) => this.users.id(name));
    return await (signal ? untilAborted(found, signal) : found);
  }

  async #fetchUsers(ids: readonly string[], logins: readonly string[]) {
    const { data } = await this.call('get-users', {
      query: { ...(ids.length > 0 && { id: ids }), ...(logins.length > 0 && { login: logins }) },
    });
    return data.map((user) => ({ id: user.id, login: user.login, displayName: user.display_name }));
  }
}

function rowOf(id: string): EndpointRow {
  const row = findEndpoint(id);
  if (row) return row;
  throw new TwitchInputError(
    `There is no call "${id}". Use an id of Twitch's reference, or make an unchecked call.`,
    {
      endpoint: id,
      parameter: 'id',
      reason: 'unknown call',
    },
  );
}

/** The largest page Twitch gives, unless fewer elements are wanted or the caller has said how many. */
function pageSize(row: EndpointRow, args: RequestArgs, cap: number | undefined): number | undefined {
  const max = row.paging?.max;
  if (!max || args.query?.['first'] !== undefined) return undefined;
  // Videos by id, for example, come on one page and take no size.
  const isExcluded = row.checks.some(
    (check) =>
      'when' in check && check.excludes?.includes('first') && argument(args, check.when) !== undefined,
  );
  if (isExcluded) return undefined;
  return cap === undefined ? max : Math.max(1, Math.min(max, cap));
}

/** The look-up itself goes on: others may wait for the same person. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortedError(signal));
    if (signal.aborted) onAbort();
    setMaxListeners(0, signal);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function isNotFound(error: unknown): boolean {
  return error instanceof TwitchError && error.cause.status === 404;
}
