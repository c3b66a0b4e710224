import type { HelixCallOptions } from '../behaviour/context';
import type { Scope } from '../tables/scopes';
import type { Account } from './account';
import type { Acting } from './account-people';
import { lookUp, type Choice } from './admin-look-ups';
import { AdminRefusal, type RouteHandler } from './admin-route';
import type { RouteName } from './admin-route-table';
import type { AdminRequest } from './red';

/** Longest text that is searched for. */
const MOST_CHARACTERS = 100;
/** Most suggestions in an answer; who wants another one types more of its name. */
const MOST_FOUND = 25;
/** One page of a list: nobody scrolls through more. */
const PAGE = 100;

/**
 * What fields of dialogs suggest while somebody types. Only permissions that are there anyway are used: a list is never a
 * reason to ask for one, and where it cannot be read the name is typed.
 */
export const suggestionHandlers = {
  categories: lookUp(categories),
  channels: lookUp(channels),
  moderators: lookUp(moderators),
  vips: lookUp(vips),
  people: lookUp(people),
  emotes: lookUp(emotes),
} as const satisfies Partial<Record<RouteName, RouteHandler>>;

/** The search text `?q=`, '' without one. @throws {AdminRefusal} 400 */
function queryOf(request: AdminRequest): string {
  const { q } = request.query;
  if (q === undefined) return '';
  if (typeof q !== 'string' || q.length > MOST_CHARACTERS) {
    throw new AdminRefusal(400, `"q" must be a text of at most ${MOST_CHARACTERS} characters.`);
  }
  return q.trim();
}

function as({ user }: Acting, signal: AbortSignal): HelixCallOptions {
  return { user: user.userId, signal };
}

async function categories(
  account: Account,
  signal: AbortSignal,
  request: AdminRequest,
): Promise<readonly Choice[]> {
  const query = queryOf(request);
  const acting = account.mustAct('channel');
  if (query === '') {
    const { data } = await account.helix.call(
      'get-top-games',
      { query: { first: MOST_FOUND } },
      as(acting, signal),
    );
    return data.map(({ name }) => ({ value: name, label: name }));
  }
  const { data } = await account.helix.call(
    'search-categories',
    { query: { query, first: MOST_FOUND } },
    as(acting, signal),
  );
  return data.map(({ name }) => ({ value: name, label: name }));
}

/**
 * Without a search text the account's own channel and those named in it, those where it moderates or which it follows as far as
 * that was allowed; with one, channels of all Twitch whose name begins with it.
 */
async function channels(
  account: Account,
  signal: AbortSignal,
  request: AdminRequest,
): Promise<readonly Choice[]> {
  const query = queryOf(request).replace(/^[@#]/, '');
  const acting = account.acting('channel') ?? account.acting('bot');
  if (query !== '') return acting ? await searchChannels(account, acting, query, signal) : [];
  const choices = new Map<string, string>();
  const own = account.identities().channel;
  if (own) choices.set(own.login, own.name);
  for (const login of account.config.moreChannels) choices.set(login, login);
  if (acting) {
    const known = await Promise.all([moderated(account, acting, signal), followed(account, acting, signal)]);
    for (const { value, label } of known.flat()) choices.set(value, label);
  }
  return [...choices].map(([value, label]) => ({ value, label }));
}

async function moderated(account: Account, acting: Acting, signal: AbortSignal): Promise<readonly Choice[]> {
  if (!mayOneOf(acting, ['user:read:moderated_channels'])) return [];
  const query = { user_id: acting.user.userId, first: PAGE };
  const { data } = await account.helix.call('get-moderated-channels', { query }, as(acting, signal));
  return data.map((row) => ({ value: row.broadcaster_login, label: row.broadcaster_name }));
}

async function followed(account: Account, acting: Acting, signal: AbortSignal): Promise<readonly Choice[]> {
  if (!mayOneOf(acting, ['user:read:follows'])) return [];
  const query = { user_id: acting.user.userId, first: PAGE };
  const { data } = await account.helix.call('get-followed-channels', { query }, as(acting, signal));
  return data.map((row) => ({ value: row.broadcaster_login, label: row.broadcaster_name }));
}

async function searchChannels(
  account: Account,
  acting: Acting,
  query: string,
  signal: AbortSignal,
): Promise<readonly Choice[]> {
  const args = { query: { query, first: MOST_FOUND } };
  const { data } = await account.helix.call('search-channels', args, as(acting, signal));
  return data.map((row) => ({ value: row.broadcaster_login, label: row.display_name }));
}

async function moderators(account: Account, signal: AbortSignal): Promise<readonly Choice[]> {
  const acting = account.mustAct('channel');
  assertAllowed(acting, ['moderation:read', 'channel:manage:moderators'], 'moderators');
  const query = { broadcaster_id: acting.user.userId, first: PAGE };
  const { data } = await account.helix.call('get-moderators', { query }, as(acting, signal));
  return data.map((row) => ({ value: row.user_login, label: row.user_name }));
}

async function vips(account: Account, signal: AbortSignal): Promise<readonly Choice[]> {
  const acting = account.mustAct('channel');
  assertAllowed(acting, ['channel:read:vips', 'channel:manage:vips'], 'VIPs');
  const query = { broadcaster_id: acting.user.userId, first: PAGE };
  const { data } = await account.helix.call('get-vips', { query }, as(acting, signal));
  return data.map((row) => ({ value: row.user_login, label: row.user_name }));
}

/** Moderators and VIPs, as far as each may be seen: those who are named in lists of people. */
async function people(account: Account, signal: AbortSignal): Promise<readonly Choice[]> {
  account.mustAct('channel');
  const lists = await Promise.allSettled([moderators(account, signal), vips(account, signal)]);
  const read = lists.filter((list) => list.status === 'fulfilled');
  const [first] = lists;
  if (read.length === 0 && first.status === 'rejected') throw first.reason;
  return read.flatMap((list) => list.value).toSorted((a, b) => a.label.localeCompare(b.label));
}

/** The channel's own emotes; in a text they are written by name. */
async function emotes(account: Account, signal: AbortSignal): Promise<readonly Choice[]> {
  const acting = account.mustAct('channel');
  const query = { broadcaster_id: acting.user.userId };
  const { data } = await account.helix.call('get-channel-emotes', { query }, as(acting, signal));
  return data.map(({ name }) => ({ value: name, label: name }));
}

function mayOneOf({ user }: Acting, scopes: readonly Scope[]): boolean {
  return scopes.some((scope) => user.scopes.includes(scope));
}

/** @throws {AdminRefusal} 409 where none of them was allowed */
function assertAllowed(acting: Acting, scopes: readonly Scope[], what: string): void {
  if (mayOneOf(acting, scopes)) return;
  throw new AdminRefusal(409, `Your channel has not allowed to see its ${what}.`);
}
