import { operationEvents } from '../definitions/node-events';
import { nodeDefinition } from '../definitions/nodes';
import { eventRow } from '../tables/events';
import type { Account } from './account';
import type { AccountRegistry } from './account-registry';
import { AdminRefusal, idParam, type RouteHandler } from './admin-route';
import type { RouteName } from './admin-route-table';
import { isRecord } from './json';
import type { NodeConfig } from './red';

/** A channel whose chat is read, or an event that is wanted. */
interface Connection {
  readonly name: string;
  /** What a streamer calls it. */
  readonly label: string;
  readonly state: 'well' | 'connecting' | 'retrying' | 'refused';
  readonly sentence?: string;
}

/** Fields that a test event of a chat node takes. */
const CHAT_FIELDS = [
  { name: 'user', value: '', type: 'text' },
  { name: 'text', value: '', type: 'text' },
  { name: 'role', value: '', type: 'role' },
] as const;
/** Triggers that hear chat lines; what else hears no event of the table has nothing to edit. */
const CHAT_TYPES: ReadonlySet<string> = new Set(['twitch-chat', 'twitch-command', 'twitch-first-chatter']);
/** Where an event names who did it; the field `user` of a test sets name, login and id together. */
const DOERS = ['chatter_user_name', 'user_name', 'from_broadcaster_user_name', 'from_user_name'] as const;
/** Fields of an event that can be edited, at most. */
const MOST_FIELDS = 40;

/** How everything stands, for the sidebar: connections, points, what happened. No answer holds a secret. */
export const sidebarHandlers = {
  overview: (request, registry) => {
    const after = Number(request.query['after'] ?? 0);
    return {
      body: {
        accounts: registry.deployed().map((account) => accountOverview(registry, account)),
        entries: registry.log.after(Number.isFinite(after) ? after : 0),
      },
    };
  },
  retry: async (request, registry) => {
    const account = registry.account(idParam(request));
    if (!account) throw new AdminRefusal(404, 'This account is not deployed yet.');
    await account.start();
    for (const slot of ['channel', 'bot'] as const) {
      const acting = account.acting(slot);
      acting?.hub.client.eventSub.retry(acting.user.userId);
      acting?.hub.live.askNow();
    }
    account.emit('change');
    return { status: 204 };
  },
  sample: (request, registry) => {
    const id = idParam(request);
    let found: NodeConfig | undefined;
    registry.red.nodes.eachNode((config) => {
      if (config.id === id) found = config;
    });
    if (!found) throw new AdminRefusal(404, 'Deploy the flow first, then choose the node again.');
    return { body: { fields: sampleFields(found) } };
  },
} as const satisfies Partial<Record<RouteName, RouteHandler>>;

function accountOverview(registry: AccountRegistry, account: Account): object {
  const { id, name, use } = account.config;
  const triggers = registry.allTriggers().filter((trigger) => trigger.account === id);
  return {
    id,
    name: name === id ? '' : name,
    use,
    practice: account.practice,
    state: account.standing,
    points: pointsOf(account),
    channels: chatsOf(account),
    events: eventsOf(account),
    troubles: triggers.flatMap((trigger) =>
      trigger.trouble ? [{ ...trigger.trouble, node: trigger.ids.at(-1) ?? '' }] : [],
    ),
  };
}

/** Calls that are left in this minute, per person; nothing for who has not called yet. */
function pointsOf(account: Account): readonly object[] {
  return signedIn(account).flatMap(({ hub, user }) => {
    const limits = hub.client.helix.limits(user.userId);
    return limits ? [{ who: user.displayName, left: limits.remaining, of: limits.limit }] : [];
  });
}

function signedIn(account: Account): readonly NonNullable<ReturnType<Account['acting']>>[] {
  const channel = account.acting('channel');
  const bot = account.acting('bot');
  const people = bot && bot.user.userId !== channel?.user.userId ? [channel, bot] : [channel];
  return people.flatMap((person) => person ?? []);
}

/** The channels whose chat is read over this account. */
export function chatsOf(account: Account): readonly Connection[] {
  if (!account.isStarted) return [];
  const anonymous = account.config.use === 'practice' ? null : account.hub.openReader(null);
  const readers = [...signedIn(account).map(({ hub, user }) => hub.openReader(user.userId)), anonymous];
  const seen = new Map<string, Connection>();
  for (const reader of readers) {
    for (const channel of reader?.rooms ?? []) {
      const room = reader?.standing(channel);
      if (!room) continue;
      const error = 'error' in room ? room.error : null;
      seen.set(channel, {
        name: channel,
        label: channel,
        state: room.state === 'joined' ? 'well' : room.state,
        ...(error && { sentence: error.message }),
      });
    }
  }
  return [...seen.values()];
}

/** The events that nodes of this account wait for. */
export function eventsOf(account: Account): readonly Connection[] {
  const connections = new Map<string, Connection>();
  for (const { hub, user } of signedIn(account)) {
    for (const { user: carrier, type, version, condition, state, error } of hub.client.eventSub
      .subscriptions) {
      if (carrier !== user.userId || state === 'stopped') continue;
      connections.set(JSON.stringify([type, version, condition]), {
        name: type,
        label: eventRow(type, version)?.label ?? type,
        state: standingOf(state),
        ...(error && { sentence: error.message }),
      });
    }
  }
  return [...connections.values()].toSorted((a, b) => a.label.localeCompare(b.label));
}

function standingOf(
  state: 'waiting' | 'subscribing' | 'live' | 'retrying' | 'refused' | 'revoked' | 'stopped',
): Connection['state'] {
  if (state === 'live') return 'well';
  if (state === 'retrying') return 'retrying';
  return state === 'refused' || state === 'revoked' ? 'refused' : 'connecting';
}

/** What can be edited in the test event of a node: the person and line of a chat line, or the fields of Twitch's event. */
function sampleFields(config: NodeConfig): readonly object[] {
  const definition = nodeDefinition(config.type);
  if (definition?.kind !== 'trigger')
    throw new AdminRefusal(400, 'Only a node that tells what happened has a test event.');
  const [type] = operationEvents(config);
  const sample = type === undefined ? undefined : eventRow(type)?.sample;
  if (!isRecord(sample)) return CHAT_TYPES.has(config.type) || type !== undefined ? CHAT_FIELDS : [];
  const doer = DOERS.some((name) => typeof sample[name] === 'string');
  return [...(doer ? CHAT_FIELDS.slice(0, 1) : []), ...flat(sample, '')].slice(0, MOST_FIELDS);
}

/** The plain values of an event by dotted path; people, ids and times make themselves. */
function flat(object: Readonly<Record<string, unknown>>, before: string): object[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const name = before + key;
    if (isRecord(value)) return flat(value, `${name}.`);
    if (typeof value === 'number') return [{ name, value, type: 'number' }];
    if (typeof value === 'boolean') return [{ name, value, type: 'flag' }];
    if (typeof value !== 'string' || /(^|_|\.)id$|_(login|name|at)$/.test(name)) return [];
    return [{ name, value, type: 'text' }];
  });
}
