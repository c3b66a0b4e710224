import { type Clock, rfc3339Nano, type TimerGroup } from '../clock';
import type { ApiAnswer, ConduitApi } from '../parts';
import { type Random, uuid } from '../random';
import type { EventSubSession } from './eventsub-session';
import type { LostStatus } from './subscription';
import { refusal } from './subscription-check';

/** eventsub-notes §9; the numbers are the simulator's own. */
const MAX_CONDUITS = 5;
const MAX_SHARDS = 20_000;
const MAX_AT_ONCE = 100;
const UNUSED_MS = 72 * 3_600_000;
const PAGE_SIZE = 100;

/** A part of a conduit that a socket was attached to at some time. */
export interface Shard {
  readonly id: string;
  status: 'enabled' | LostStatus;
  /** Null once the socket is gone. */
  session: EventSubSession | null;
  readonly sessionId: string;
  readonly connectedAt: number;
  disconnectedAt: number | null;
}

/** Where subscriptions of an application are delivered to, whichever sockets come and go. */
export interface Conduit {
  readonly id: string;
  readonly clientId: string;
  shardCount: number;
  /** Those that were ever attached, by id. */
  readonly shards: Map<string, Shard>;
  /** Events that were sent or lost. */
  events: number;
}

export interface ConduitBookOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: TimerGroup;
  /** The living, welcomed session with this id. */
  readonly findSession: (id: string) => EventSubSession | undefined;
  /** A conduit is about to go: its subscriptions end. */
  readonly onDeleted: (conduit: Conduit) => void;
  readonly onShardLost: (conduit: Conduit, shard: Shard) => void;
}

type Create = Parameters<ConduitApi['create']>[0];
type Resize = Parameters<ConduitApi['resize']>[0];
type Remove = Parameters<ConduitApi['remove']>[0];
type ListShards = Parameters<ConduitApi['shards']>[0];
type Attach = Parameters<ConduitApi['attach']>[0];

/** The conduits of all applications, and the Helix calls that make and fill them. */
export class ConduitBook implements ConduitApi {
  readonly #options: ConduitBookOptions;
  readonly #conduits = new Map<string, Conduit>();

  constructor(options: ConduitBookOptions) {
    this.#options = options;
  }

  find(clientId: string, id: string): Conduit | undefined {
    const conduit = this.#conduits.get(id);
    return conduit?.clientId === clientId ? conduit : undefined;
  }

  list(clientId: string): ApiAnswer {
    return { status: 200, body: { data: this.#of(clientId).map(shown) } };
  }

  create({ clientId, shardCount }: Create): ApiAnswer {
    const wrong = wrongCount(shardCount);
    if (wrong) return wrong;
    if (this.#of(clientId).length >= MAX_CONDUITS) return refusal(429, 'conduit limit reached');
    const conduit: Conduit = {
      id: uuid(this.#options.random),
      clientId,
      shardCount,
      shards: new Map(),
      events: 0,
    };
    this.#conduits.set(conduit.id, conduit);
    this.#watchUse(conduit);
    return { status: 200, body: { data: [shown(conduit)] } };
  }

  resize({ clientId, id, shardCount }: Resize): ApiAnswer {
    const wrong = wrongCount(shardCount);
    if (wrong) return wrong;
    const conduit = this.find(clientId, id);
    if (!conduit) return notFound();
    conduit.shardCount = shardCount;
    for (const [shardId, shard] of conduit.shards) {
      if (Number(shardId) < shardCount) continue;
      if (shard.session) shard.session.shard = null;
      conduit.shards.delete(shardId);
    }
    return { status: 200, body: { data: [shown(conduit)] } };
  }

  remove({ clientId, id }: Remove): ApiAnswer {
    const conduit = this.find(clientId, id);
    if (!conduit) return notFound();
    this.#delete(conduit);
    return { status: 204 };
  }

  shards({ clientId, conduitId, status, after }: ListShards): ApiAnswer {
    const conduit = this.find(clientId, conduitId);
    if (!conduit) return notFound();
    const start = Number(Buffer.from(after ?? '', 'base64url').toString() || '0');
    if (!Number.isSafeInteger(start) || start < 0) return refusal(400, 'invalid cursor');
    const fitting = [...conduit.shards.values()]
      .filter((shard) => status === undefined || shard.status === status)
      .toSorted((a, b) => Number(a.id) - Number(b.id));
    const end = start + PAGE_SIZE;
    return {
      status: 200,
      body: {
        data: fitting.slice(start, end).map(shownShard),
        pagination: end < fitting.length ? { cursor: Buffer.from(String(end)).toString('base64url') } : {},
      },
    };
  }

  /** Answers 202 also where single shards are refused: those are in `errors`. */
  attach({ clientId, conduitId, shards }: Attach): ApiAnswer {
    const conduit = this.find(clientId, conduitId);
    if (!conduit) return notFound();
    if (shards.length > MAX_AT_ONCE) return refusal(400, 'no more than 100 shards at once');
    const data: object[] = [];
    const errors: object[] = [];
    for (const { id, transport } of shards) {
      const attached = this.#attach(conduit, id, transport);
      if (typeof attached === 'string') errors.push({ id, message: attached, code: 'invalid_parameter' });
      else data.push(shownShard(attached));
    }
    return { status: 202, body: { data, errors } };
  }

  /** The session that the next event goes to; null where its shard is not connected, so that the event is lost. */
  route(conduit: Conduit): EventSubSession | null {
    const shard = conduit.shards.get(String(spread(conduit.events++) % conduit.shardCount));
    return shard?.session ?? null;
  }

  /** Any living session of a conduit. */
  anySession(conduit: Conduit): EventSubSession | null {
    for (const { session } of conduit.shards.values()) if (session) return session;
    return null;
  }

  /** A session ended: its shard is disabled. */
  lose(session: EventSubSession, status: LostStatus): void {
    const { shard } = session;
    if (!shard) return;
    session.shard = null;
    shard.shard.status = status;
    shard.shard.session = null;
    shard.shard.disconnectedAt = this.#options.clock.now();
    this.#watchUse(shard.conduit);
    this.#options.onShardLost(shard.conduit, shard.shard);
  }

  #attach(conduit: Conduit, id: string, transport: Attach['shards'][number]['transport']): Shard | string {
    if (!/^(?:0|[1-9]\d*)$/.test(id) || Number(id) >= conduit.shardCount)
      return 'the shard id is not one of the conduit';
    if (transport.method !== 'websocket') return 'this server delivers over websockets only';
    const session = this.#options.findSession(transport.session_id ?? '');
    if (!session) return 'the websocket session does not exist or has already disconnected';
    if (session.owner) return 'the websocket session has subscriptions of its own';
    if (session.shard && (session.shard.conduit !== conduit || session.shard.shard.id !== id)) {
      return 'the websocket session is attached to another shard';
    }
    const before = conduit.shards.get(id);
    if (before?.session && before.session !== session) before.session.shard = null;
    const shard: Shard = {
      id,
      status: 'enabled',
      session,
      sessionId: session.id,
      connectedAt: session.connectedAt,
      disconnectedAt: null,
    };
    conduit.shards.set(id, shard);
    session.shard = { conduit, shard };
    return shard;
  }

  /** A conduit without a connected shard for three days is deleted. */
  #watchUse(conduit: Conduit): void {
    if (this.anySession(conduit)) return;
    const { events } = conduit;
    this.#options.timers.after(UNUSED_MS, () => {
      const isUnused = this.#conduits.has(conduit.id) && !this.anySession(conduit);
      if (isUnused && conduit.events === events) this.#delete(conduit);
    });
  }

  #delete(conduit: Conduit): void {
    this.#conduits.delete(conduit.id);
    this.#options.onDeleted(conduit);
    for (const shard of conduit.shards.values()) if (shard.session) shard.session.shard = null;
  }

  #of(clientId: string): Conduit[] {
    return [...this.#conduits.values()].filter((conduit) => conduit.clientId === clientId);
  }
}

function wrongCount(count: number): ApiAnswer | null {
  return Number.isInteger(count) && count >= 1 && count <= MAX_SHARDS
    ? null
    : refusal(400, `shard_count must be from 1 to ${MAX_SHARDS}`);
}

function notFound(): ApiAnswer {
  return refusal(404, 'conduit not found');
}

/** Mixes a number, so that events in a row go to different shards without a pattern. */
function spread(number: number): number {
  let hash = Math.imul(number + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function shown({ id, shardCount }: Conduit): object {
  return { id, shard_count: shardCount };
}

/** A shard as Helix answers and events show it. */
export function shownShard({ id, status, session, sessionId, connectedAt, disconnectedAt }: Shard): object {
  return {
    id,
    status,
    transport: {
      method: 'websocket',
      session_id: session?.id ?? sessionId,
      connected_at: rfc3339Nano(connectedAt),
      ...(disconnectedAt !== null && { disconnected_at: rfc3339Nano(disconnectedAt) }),
    },
  };
}
