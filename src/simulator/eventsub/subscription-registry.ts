import { type Clock, rfc3339Nano } from '../clock';
import type { TokenLookup } from '../oauth/token-registry';
import type { ApiAnswer, SubscriptionApi } from '../parts';
import { type Random, uuid } from '../random';
import type { WorldNotification } from '../world/lines';
import type { World } from '../world/world';
import type { Conduit, ConduitBook } from './conduits';
import type { EventSubSession } from './eventsub-session';
import type { Subscription, SubscriptionStatus } from './subscription';
import { checkWanted, costUser, refusal } from './subscription-check';

type CreateRequest = Parameters<SubscriptionApi['create']>[0];
type ListRequest = Parameters<SubscriptionApi['list']>[0];
type RemoveRequest = Parameters<SubscriptionApi['remove']>[0];

/** eventsub-notes §6 and §7; the numbers are the simulator's own. */
const MAX_PER_SESSION = 300;
const MAX_SESSIONS = 3;
const MAX_SAME_CONDITION = 3;
const MAX_TOTAL_COST = 10;
const MAX_TOTAL_COST_OF_APP = 10_000;
const ENDED_LISTED_MS = 3_600_000;
const PAGE_SIZE = 100;
const FILTERS = ['status', 'type', 'user_id', 'subscription_id', 'conduit_id'] as const;

export interface RegistryOptions {
  readonly world: World;
  readonly tokens: TokenLookup;
  readonly clock: Clock;
  readonly random: Random;
  readonly conduits: ConduitBook;
  /** The living, welcomed session with this id. */
  readonly findSession: (id: string) => EventSubSession | undefined;
}

/** All subscriptions, live and lately ended, and the Helix calls that make, list and remove them. */
export class SubscriptionRegistry implements SubscriptionApi {
  readonly #options: RegistryOptions;
  readonly #all = new Map<string, Subscription>();
  readonly #enabledByType = new Map<string, Set<Subscription>>();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  create(request: CreateRequest): ApiAnswer {
    const { clientId, userId, transport } = request;
    const { method } = transport;
    if (method !== 'websocket' && method !== 'conduit') {
      return refusal(
        400,
        'unsupported transport method: this server delivers over websockets and conduits only',
      );
    }
    if (method === 'websocket' && userId === null)
      return refusal(401, 'websocket transport requires a user access token');
    if (method === 'conduit' && userId !== null)
      return refusal(401, 'conduit transport requires an app access token');
    const checked = checkWanted(request, this.#options.world, this.#options.tokens);
    if ('refused' in checked) return checked.refused;

    const home = this.#homeOf(request);
    if ('status' in home) return home;
    const { session, conduit } = home;
    const { row, condition } = checked;
    const isOurs =
      row.cost === 0 || this.#options.tokens.grantedScopes(clientId, costUser(condition)) !== null;
    const wanted: Subscription = {
      id: uuid(this.#options.random),
      clientId,
      userId,
      type: row.type,
      version: row.version,
      condition,
      cost: isOurs ? 0 : 1,
      session,
      conduit,
      createdAt: this.#options.clock.now(),
      status: 'enabled',
      endedAt: null,
    };
    this.#forgetOld();
    const refused = this.#refusedByOthers(wanted);
    if (refused) return refused;

    if (session && userId !== null) session.owner ??= { clientId, userId };
    this.#all.set(wanted.id, wanted);
    const key = typeKey(wanted);
    const sameType = this.#enabledByType.get(key);
    if (sameType) sameType.add(wanted);
    else this.#enabledByType.set(key, new Set([wanted]));
    const mine = this.#enabledOf(clientId, userId);
    return {
      status: 202,
      body: {
        data: [listed(wanted)],
        total: mine.length,
        total_cost: totalCost(mine),
        max_total_cost: maxCost(userId),
      },
    };
  }

  list({ clientId, userId, filters }: ListRequest): ApiAnswer {
    const used = FILTERS.filter((name) => filters[name] !== undefined);
    if (used.length > 1) return refusal(400, `only one of ${FILTERS.join(', ')} may be given`);
    this.#forgetOld();
    const mine = [...this.#all.values()].filter(
      (each) => each.clientId === clientId && each.userId === userId,
    );
    const fitting = mine.filter(
      (each) =>
        (filters['status'] === undefined || each.status === filters['status']) &&
        (filters['type'] === undefined || each.type === filters['type']) &&
        (filters['subscription_id'] === undefined || each.id === filters['subscription_id']) &&
        (filters['user_id'] === undefined || Object.values(each.condition).includes(filters['user_id'])) &&
        (filters['conduit_id'] === undefined || each.conduit?.id === filters['conduit_id']),
    );
    const start = Number(Buffer.from(filters['after'] ?? '', 'base64url').toString() || '0');
    if (!Number.isSafeInteger(start) || start < 0) return refusal(400, 'invalid cursor');
    const end = start + PAGE_SIZE;
    return {
      status: 200,
      body: {
        total: fitting.length,
        data: fitting.slice(start, end).map(listed),
        total_cost: totalCost(mine.filter(isEnabled)),
        max_total_cost: maxCost(userId),
        pagination: end < fitting.length ? { cursor: Buffer.from(String(end)).toString('base64url') } : {},
      },
    };
  }

  remove({ clientId, userId, id }: RemoveRequest): ApiAnswer {
    const subscription = this.#all.get(id);
    if (!subscription || subscription.clientId !== clientId || subscription.userId !== userId) {
      return refusal(404, 'subscription not found');
    }
    this.#disable(subscription);
    this.#all.delete(id);
    return { status: 204 };
  }

  /** The live subscriptions that this notification is for (see WorldNotification for what is compared). */
  receivers({ type, version, about }: WorldNotification): Subscription[] {
    const candidates = this.#enabledByType.get(`${type}@${version}`) ?? [];
    return [...candidates].filter(({ condition }) =>
      Object.entries(about).every(([field, value]) => !condition[field] || condition[field] === value),
    );
  }

  /** The live subscriptions that fit. */
  enabled(fits: (subscription: Subscription) => boolean): Subscription[] {
    return [...this.#all.values()].filter((each) => isEnabled(each) && fits(each));
  }

  hasAny(session: EventSubSession): boolean {
    return this.enabled((each) => each.session === session).length > 0;
  }

  /** Ends a subscription; it stays listed with this status for an hour. */
  end(subscription: Subscription, status: Exclude<SubscriptionStatus, 'enabled'>): void {
    subscription.status = status;
    subscription.endedAt = this.#options.clock.now();
    this.#disable(subscription);
  }

  get conduits(): ConduitBook {
    return this.#options.conduits;
  }

  /** Where it is to be delivered; or why it cannot be. */
  #homeOf({
    clientId,
    userId,
    transport,
  }: CreateRequest): { session: EventSubSession | null; conduit: Conduit | null } | ApiAnswer {
    if (transport['method'] === 'conduit') {
      const conduit = this.#options.conduits.find(clientId, String(transport['conduit_id']));
      return conduit ? { session: null, conduit } : refusal(400, 'the conduit does not exist');
    }
    const session = this.#options.findSession(String(transport['session_id']));
    if (!session)
      return refusal(400, 'websocket transport session does not exist or has already disconnected');
    if (session.shard) return refusal(400, 'websocket transport session belongs to a conduit');
    if (session.owner && (session.owner.userId !== userId || session.owner.clientId !== clientId)) {
      return refusal(400, 'websocket transport cannot have subscriptions created by different users');
    }
    return { session, conduit: null };
  }

  /** Why there can be no such subscription besides those that there are. */
  #refusedByOthers(wanted: Subscription): ApiAnswer | undefined {
    const mine = this.#enabledOf(wanted.clientId, wanted.userId);
    const same = mine.filter((each) => typeKey(each) === typeKey(wanted) && isSameCondition(each, wanted));
    const twin = same.find((each) => each.session === wanted.session && each.conduit === wanted.conduit);
    if (twin) return refusal(409, `subscription already exists: ${twin.id}`);
    if (same.length >= MAX_SAME_CONDITION) {
      return refusal(429, 'maximum subscriptions with type and condition exceeded');
    }
    if (totalCost(mine) + wanted.cost > maxCost(wanted.userId))
      return refusal(429, 'maximum total cost exceeded');
    if (wanted.conduit) return undefined;
    const sessions = new Set(mine.map((each) => each.session));
    if (!sessions.has(wanted.session) && sessions.size >= MAX_SESSIONS) {
      return refusal(429, 'number of websocket transports limit exceeded');
    }
    if (mine.filter((each) => each.session === wanted.session).length >= MAX_PER_SESSION) {
      return refusal(429, 'maximum subscriptions of a websocket transport exceeded');
    }
    return undefined;
  }

  #enabledOf(clientId: string, userId: string | null): Subscription[] {
    return this.enabled((each) => each.clientId === clientId && each.userId === userId);
  }

  #disable(subscription: Subscription): void {
    this.#enabledByType.get(typeKey(subscription))?.delete(subscription);
  }

  #forgetOld(): void {
    const limit = this.#options.clock.now() - ENDED_LISTED_MS;
    for (const [id, { endedAt }] of this.#all) if (endedAt !== null && endedAt < limit) this.#all.delete(id);
  }
}

function maxCost(userId: string | null): number {
  return userId === null ? MAX_TOTAL_COST_OF_APP : MAX_TOTAL_COST;
}

function isEnabled(subscription: Subscription): boolean {
  return subscription.status === 'enabled';
}

function typeKey({ type, version }: Subscription): string {
  return `${type}@${version}`;
}

function isSameCondition(a: Subscription, b: Subscription): boolean {
  return Object.entries(a.condition).every(([field, value]) => b.condition[field] === value);
}

function totalCost(subscriptions: readonly Subscription[]): number {
  return subscriptions.reduce((sum, { cost }) => sum + cost, 0);
}

/** A subscription as Helix answers show it. */
function listed(subscription: Subscription): object {
  const { id, status, type, version, condition, createdAt, cost } = subscription;
  return {
    id,
    status,
    type,
    version,
    condition,
    created_at: rfc3339Nano(createdAt),
    transport: transportOf(subscription),
    cost,
  };
}

function transportOf({ session, conduit, endedAt }: Subscription): object {
  if (!session) return { method: 'conduit', conduit_id: conduit?.id ?? '' };
  return {
    method: 'websocket',
    session_id: session.id,
    connected_at: rfc3339Nano(session.connectedAt),
    ...(session.lost !== null && endedAt !== null ? { disconnected_at: rfc3339Nano(endedAt) } : {}),
  };
}
