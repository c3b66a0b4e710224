import type { EndpointArgs, EndpointId, EndpointItem } from '../../tables/endpoints';
import { TwitchError, TwitchInputError, TwitchSocketError } from '../errors';
import type { CallOptions, HelixClient } from '../helix/helix-client';
import { isRecord, type RequestArgs } from '../helix/request-args';
import { UserList } from './user-list';

/** Somebody: an id, a login (with or without @), or a handle. Digits only are an id. */
export type UserRef = string | { readonly id: string | null; readonly name: string | null };

/** Who acts. */
export interface ActOptions {
  /**
   * The person whose sign-in is used: a moderator instead of the broadcaster, for example. Left out: the person whom
   * the call is about, or whoever else is signed in and may do it.
   */
  readonly as?: UserRef | undefined;
  /** `app`: act as the application, where the endpoint takes that. */
  readonly token?: 'user' | 'app' | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ListOptions extends ActOptions {
  /** Elements at most. Default 10 000 for `await`, none for loops. */
  readonly cap?: number | undefined;
}

/** Ids that a call is made with. */
export interface ActIds {
  /** The person whom the handle is about. */
  readonly self: string;
  /** Who acts: `as`, else the person itself. */
  readonly actor: string;
}

type MakeArgs<Args> = (ids: ActIds) => Args | Promise<Args>;

/** What `at` gives: the table's row says what goes in and what its elements are. */
interface Calls<Args, Item> {
  /** Makes a call whose answer says nothing. */
  act(makeArgs: MakeArgs<Args>, options: ActOptions): Promise<void>;
  /** The one object, or the first of the list, that Twitch answers; null for an empty list. */
  first(makeArgs: MakeArgs<Args>, options: ActOptions): Promise<Item | null>;
  /**
   * As `first`, for calls that always answer something.
   *
   * @throws {TwitchSocketError} TWITCH_BAD_ANSWER when nothing came after all
   */
  one(makeArgs: MakeArgs<Args>, options: ActOptions): Promise<Item>;
  /** A list, paged or not. */
  list(makeArgs: MakeArgs<Args>, options: ListOptions): UserList<Item>;
  /** A number that stands beside a list. */
  numberBeside(field: string, makeArgs: MakeArgs<Args>, options: ActOptions): Promise<number>;
}

type EndpointCalls<Id extends EndpointId> = Calls<EndpointArgs<Id>, EndpointItem<Id>>;
type LooseCalls = Calls<RequestArgs, unknown>;
type MakeLooseArgs = MakeArgs<RequestArgs>;

/** A channel or user, and the few ways in which its methods make calls. Nothing is asked before a method is called. */
export class UserHandle {
  readonly #helix: HelixClient;
  #id: string | null;
  #name: string | null;

  /** @param user its id or login; digits only are an id. Give both as an object to save a look-up. */
  constructor(helix: HelixClient, user: UserRef) {
    this.#helix = helix;
    const { id, name } = typeof user === 'string' ? idOrName(user) : user;
    if (!id && !name) {
      throw new TwitchInputError('A user needs an id or a login; both are empty.', { parameter: 'user' });
    }
    this.#id = id;
    this.#name = name;
  }

  /** Null until it was looked up, for a handle made of a login. */
  get id(): string | null {
    return this.#id;
  }

  /** The login, as far as it is known. */
  get name(): string | null {
    return this.#name;
  }

  /**
   * The id; looked up once for a handle made of a login.
   *
   * @throws {TwitchInputError} when Twitch knows nobody of that login
   */
  async resolveId(): Promise<string> {
    this.#id ??= await this.#helix.users.id(`@${this.#name ?? ''}`);
    return this.#id;
  }

  /** The id of anybody. */
  async idOf(user: UserRef): Promise<string> {
    if (typeof user === 'string') return await this.#helix.users.id(user);
    return user.id ?? (await this.#helix.users.id(`@${user.name ?? ''}`));
  }

  async idsOf(users: readonly UserRef[] | undefined): Promise<readonly string[] | undefined> {
    return users && (await Promise.all(users.map((user) => this.idOf(user))));
  }

  /**
   * Calls of one endpoint. The endpoint is named first and by itself: with its arguments in the same call, the compiler
   * would weigh them against all of the table's endpoints, which took most of the time of a build.
   */
  at<Id extends EndpointId>(endpoint: Id): EndpointCalls<Id>;
  at(endpoint: EndpointId): LooseCalls {
    const call = async (makeArgs: MakeLooseArgs, options: ActOptions): Promise<unknown> => {
      const { args, callOptions } = await this.#prepare(makeArgs, options);
      return await this.#helix.callAny(endpoint, args, callOptions);
    };
    const badAnswer = (text: string): TwitchSocketError =>
      new TwitchSocketError('TWITCH_BAD_ANSWER', `${endpoint}: ${text} Try again.`, { endpoint });
    const first = async (makeArgs: MakeLooseArgs, options: ActOptions): Promise<unknown> => {
      const answer = await call(makeArgs, options);
      const data: unknown = isRecord(answer) && 'data' in answer ? answer['data'] : answer;
      return (Array.isArray(data) ? (data[0] as unknown) : data) ?? null;
    };
    return {
      act: async (makeArgs, options) => {
        await call(makeArgs, options);
      },
      first,
      one: async (makeArgs, options) => {
        const item = await first(makeArgs, options);
        if (item !== null) return item;
        throw badAnswer('Twitch answered nothing.');
      },
      list: (makeArgs, { cap, ...options }) =>
        new UserList(async () => {
          const { args, callOptions } = await this.#prepare(makeArgs, options);
          return { pages: this.#helix.pagesAny(endpoint, args, { ...callOptions, cap }) };
        }),
      numberBeside: async (field, makeArgs, options) => {
        const answer = await call(makeArgs, options);
        const value = isRecord(answer) ? answer[field] : undefined;
        if (typeof value === 'number') return value;
        throw badAnswer(`the answer lacks "${field}".`);
      },
    };
  }

  async #prepare(
    makeArgs: MakeLooseArgs,
    { as, token, signal }: ActOptions,
  ): Promise<{ args: RequestArgs; callOptions: CallOptions }> {
    const self = await this.resolveId();
    const actor = as === undefined ? self : await this.idOf(as);
    const args = await makeArgs({ self, actor });
    const user = as === undefined || token === 'app' ? undefined : actor;
    return { args, callOptions: { user, token, signal } };
  }
}

function idOrName(text: string): { id: string | null; name: string | null } {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return { id: trimmed, name: null };
  return { id: null, name: trimmed.replace(/^@/, '').toLowerCase() };
}

/** RFC 3339, as Helix takes times. */
export function timeText(time: string | Date | undefined): string | undefined {
  return time instanceof Date ? time.toISOString() : time;
}

/** The error of what Twitch has removed. */
export function removed(what: string, replacement: string): TwitchError {
  return new TwitchError('TWITCH_GONE', `${what}: Twitch has removed this. Use ${replacement}.`, {
    reason: 'removed',
    replacement,
  });
}
