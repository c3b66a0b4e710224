import { isEventType } from '../../../tables/events';
import { TwitchError } from '../../errors';
import type { HelixClient } from '../../helix/helix-client';
import { firstId, readListed, type Listed, type SubscriptionApi } from '../api';
import { subscriptionKey } from '../condition';
import { isWireObject, textIn } from '../frame';

export interface ConduitInfo {
  readonly id: string;
  readonly shardCount: number;
}

export interface ShardRefusal {
  /** Number of the shard. */
  readonly shard: number;
  readonly message: string;
}

/** The calls that conduits need, all with an app token. */
export interface ConduitApi {
  list(): Promise<readonly ConduitInfo[]>;
  create(shardCount: number): Promise<ConduitInfo>;
  resize(id: string, shardCount: number): Promise<void>;
  /**
   * Connects shards to sessions, 100 at most.
   * @returns those that Twitch did not take: the answer is a success also where single shards are refused
   */
  attach(
    id: string,
    shards: readonly { readonly shard: number; readonly sessionId: string }[],
  ): Promise<readonly ShardRefusal[]>;
}

export function helixConduitApi(helix: HelixClient): ConduitApi {
  return {
    async list() {
      const { data } = await helix.call('get-conduits', {}, { token: 'app' });
      return data.map(({ id, shard_count: shardCount }) => ({ id, shardCount }));
    },

    async create(shardCount) {
      const body = { shard_count: shardCount };
      const { data } = await helix.call('create-conduits', { body }, { token: 'app' });
      return { id: data[0]?.id ?? '', shardCount };
    },

    async resize(id, shardCount) {
      await helix.call('update-conduits', { body: { id, shard_count: shardCount } }, { token: 'app' });
    },

    async attach(id, shards) {
      const body = {
        conduit_id: id,
        shards: shards.map(({ shard, sessionId }) => ({
          id: String(shard),
          transport: { method: 'websocket' as const, session_id: sessionId },
        })),
      };
      const answer: unknown = await helix.callAny('update-conduit-shards', { body }, { token: 'app' });
      const errors = isWireObject(answer) ? answer['errors'] : undefined;
      if (!Array.isArray(errors)) return [];
      return errors
        .filter(isWireObject)
        .map((error) => ({ shard: Number(error['id']), message: textIn(error, 'message') }));
    },
  };
}

/** Subscriptions of a conduit that are read at most: what an application can have, and what ended within the hour. */
const MOST_LISTED = 20_000;

/**
 * Subscriptions of conduits, with an app token. They outlive sockets and processes, so what is there already is looked
 * up once and not asked for again.
 *
 * @param mayRemove false where other processes hold shards of the same conduit: they may still want what this one stopped
 */
export function conduitSubscriptionApi(helix: HelixClient, mayRemove: boolean): SubscriptionApi {
  const found = new Map<string, Promise<Map<string, string>>>();

  async function list(query: Readonly<Record<string, string>>): Promise<Listed[]> {
    const options = { token: 'app', cap: MOST_LISTED, unchecked: true } as const;
    return readListed(await helix.pagesAny('get-eventsub-subscriptions', { query }, options));
  }

  async function lookUp(conduitId: string): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    for (const { id, type, version, condition, status } of await list({ conduit_id: conduitId })) {
      if (status === 'enabled') ids.set(subscriptionKey(type, version, condition), id);
    }
    return ids;
  }

  function known(conduitId: string): Promise<Map<string, string>> {
    let ids = found.get(conduitId);
    if (!ids) {
      // Without the list each is asked for, and Twitch answers 409 for those that are there.
      ids = lookUp(conduitId).catch(() => new Map<string, string>());
      found.set(conduitId, ids);
    }
    return ids;
  }

  return {
    async create(request, _userId, signal) {
      const { type, version, condition, transport } = request;
      if (transport.method === 'conduit') {
        const ids = await known(transport.conduit_id);
        const key = subscriptionKey(type, version, condition);
        const id = ids.get(key);
        // Once: when it is asked for again, it was revoked or removed meanwhile.
        ids.delete(key);
        if (id !== undefined) return id;
      }
      const answer = await helix.callAny(
        'create-eventsub-subscription',
        { body: { ...request } },
        { token: 'app', signal, unchecked: !isEventType(type) },
      );
      return firstId(answer);
    },

    async remove(id) {
      if (!mayRemove) return;
      try {
        await helix.call('delete-eventsub-subscription', { query: { id } }, { token: 'app' });
      } catch (error) {
        if (!(error instanceof TwitchError) || error.cause.status !== 404) throw error;
      }
    },

    list: (_userId, filter) => list(filter),
  };
}
