import type { SignedInUser } from '../core/auth/token-handler';
import { nodeDefinition } from '../definitions/nodes';
import { scopeRow } from '../tables/scopes';
import type { Account } from './account';
import type { AccountRegistry } from './account-registry';
import { AdminRefusal, idParam, type RouteHandler } from './admin-route';
import type { RouteName } from './admin-route-table';
import { chatsOf, eventsOf } from './admin-sidebar';
import { isRecord, textOf } from './json';
import { deployedNodes, neededScopes, scopesToAsk } from './needed-scopes';

/** How long the check may ask Twitch. */
const CHECK_TIMEOUT_MS = 8_000;
/** Field by which nodes name a reward of the channel. */
const REWARD_FIELD = 'reward';

/** One line of the check before the show; the editor's catalogue has a sentence for each key and outcome. */
interface CheckItem {
  readonly key: 'practice' | 'signedIn' | 'permissions' | 'moderator' | 'rewards' | 'events' | 'saved';
  /** null: cannot be told. */
  readonly ok: boolean | null;
  /** For the sentence: who, which, how many. */
  readonly list: string;
}

/** Before the show: whether everything is as it must be. Asks, changes nothing. */
export const showHandlers = {
  check: async (request, registry) => {
    const account = registry.account(idParam(request));
    if (!account) throw new AdminRefusal(404, 'This account is not deployed yet.');
    await account.start();
    return { body: { items: await itemsOf(registry, account, AbortSignal.timeout(CHECK_TIMEOUT_MS)) } };
  },
} as const satisfies Partial<Record<RouteName, RouteHandler>>;

async function itemsOf(
  registry: AccountRegistry,
  account: Account,
  signal: AbortSignal,
): Promise<readonly CheckItem[]> {
  const practice: CheckItem = { key: 'practice', ok: !account.practice, list: '' };
  if (account.config.use === 'read') return [practice, eventsItem(registry, account)];
  const [moderator, rewards] = await Promise.all([
    moderatorItem(account, signal),
    rewardsItem(registry, account, signal),
  ]);
  return [
    practice,
    signedInItem(account),
    permissionsItem(registry, account),
    ...(moderator ? [moderator] : []),
    ...(rewards ? [rewards] : []),
    eventsItem(registry, account),
    { key: 'saved', ok: account.practice || registry.stores.grants.isSafe, list: '' },
  ];
}

function signedInItem(account: Account): CheckItem {
  const people = (['channel', 'bot'] as const).map((slot) => account.signedInUser(slot));
  const known = people.filter((user): user is SignedInUser => user !== null);
  const out = known.filter((user) => user.state !== 'ok');
  const named = out.length > 0 ? out : known;
  return {
    key: 'signedIn',
    ok: people[0] !== null && out.length === 0,
    list: named.map((user) => user.displayName).join(', '),
  };
}

function permissionsItem(registry: AccountRegistry, account: Account): CheckItem {
  const needed = neededScopes(registry.red, account.config.id);
  const hasBot = account.signedInUser('bot') !== null;
  const missing = (['channel', 'bot'] as const).flatMap((slot) => {
    const user = account.signedInUser(slot);
    return user ? scopesToAsk(needed, slot, hasBot, user.scopes) : [];
  });
  const words = new Set(missing.map((scope) => scopeRow(scope)?.permission ?? scope));
  return { key: 'permissions', ok: words.size === 0, list: [...words].join(', ') };
}

/** null without a bot of its own. */
async function moderatorItem(account: Account, signal: AbortSignal): Promise<CheckItem | null> {
  const channel = account.signedInUser('channel');
  const bot = account.signedInUser('bot');
  if (!channel || !bot || bot.userId === channel.userId) return null;
  try {
    const { data } = await account.helix.call(
      'get-moderators',
      { query: { broadcaster_id: channel.userId, user_id: [bot.userId] } },
      { user: channel.userId, signal },
    );
    return { key: 'moderator', ok: data.length > 0, list: bot.displayName };
  } catch {
    // Without the permission, or without a network, nobody can tell.
    return { key: 'moderator', ok: null, list: bot.displayName };
  }
}

/** Whether the rewards that nodes name are there. null where none names one. */
async function rewardsItem(
  registry: AccountRegistry,
  account: Account,
  signal: AbortSignal,
): Promise<CheckItem | null> {
  const named = namedRewards(registry, account.config.id);
  const channel = account.signedInUser('channel');
  if (named.length === 0 || !channel) return null;
  try {
    const { data } = await account.helix.call(
      'get-custom-reward',
      { query: { broadcaster_id: channel.userId } },
      { user: channel.userId, signal },
    );
    const there = new Set(data.flatMap((reward) => [reward.id, reward.title.toLowerCase()]));
    const missing = named
      .filter(({ id, title }) => !there.has(id) && !there.has(title.toLowerCase()))
      .map(({ id, title }) => title || id);
    return { key: 'rewards', ok: missing.length === 0, list: missing.join(', ') };
  } catch {
    return { key: 'rewards', ok: null, list: named.map(({ id, title }) => title || id).join(', ') };
  }
}

/** A reward as a node names it: the id of this channel's, the title for every other channel after an import. */
interface NamedReward {
  readonly id: string;
  readonly title: string;
}

function namedRewards(registry: AccountRegistry, account: string): readonly NamedReward[] {
  const named = new Map<string, NamedReward>();
  for (const config of deployedNodes(registry.red, account)) {
    if (!nodeDefinition(config.type)?.fields.some((field) => field.control === 'reward')) continue;
    const params = isRecord(config['params']) ? config['params'] : {};
    const field = params[REWARD_FIELD];
    const value = isRecord(field) ? field['v'] : undefined;
    const id = isRecord(value) ? textOf(value['id']) : '';
    const title = isRecord(value) ? textOf(value['title']) : textOf(value);
    if (id !== '' || title !== '') named.set(JSON.stringify([id, title]), { id, title });
  }
  return [...named.values()];
}

function eventsItem(registry: AccountRegistry, account: Account): CheckItem {
  const connections = [...eventsOf(account), ...chatsOf(account)];
  const bad = connections.filter(({ state }) => state !== 'well').map(({ label }) => label);
  const troubled = registry
    .allTriggers()
    .filter((trigger) => trigger.account === account.config.id && trigger.trouble !== null);
  return {
    key: 'events',
    ok: bad.length === 0 && troubled.length === 0,
    list: bad.length > 0 ? bad.join(', ') : String(connections.length),
  };
}
