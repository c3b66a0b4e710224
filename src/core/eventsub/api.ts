import type { HelixClient } from '../helix/helix-client';
import { TwitchError } from '../errors';
import type { Condition } from './condition';
import type { TransportTarget } from './transport';

export interface CreateRequest {
  readonly type: string;
  readonly version: string;
  readonly condition: Condition;
  readonly transport: TransportTarget;
}

/** What Twitch says beside a subscription that it has created. */
export interface Created {
  /** null where the server named none. */
  readonly id: string | null;
  readonly totalCost: number | null;
  readonly maxTotalCost: number | null;
}

export interface Listed {
  readonly id: string;
  readonly status: string;
  readonly type: string;
  readonly version: string;
  readonly condition: Readonly<Record<string, unknown>>;
  /** Session that it hangs on; `''` for other transports. */
  readonly sessionId: string;
}

/** The three calls that subscriptions need. Tokens are read anew at each of them. */
export interface SubscriptionApi {
  create(request: CreateRequest, userId: string, signal: AbortSignal): Promise<Created>;
  /** Resolves too when there was nothing to remove. */
  remove(id: string, userId: string): Promise<void>;
  /** All subscriptions of this application and user; Twitch allows one filter at most. */
  list(userId: string, filter: { readonly type: string } | { readonly status: 'enabled' }): Promise<Listed[]>;
}

/** Largest listing that is read: three sessions of 300, and as many that died within the hour. */
const MOST_LISTED = 2_000;

export function helixSubscriptionApi(helix: HelixClient): SubscriptionApi {
  return {
    async create({ type, version, condition, transport }, userId, signal) {
      const answer = await helix.call(
        'create-eventsub-subscription',
        { body: { type, version, condition: { ...condition }, transport: { ...transport } } },
        { user: userId, token: 'user', signal },
      );
      const { data, total_cost, max_total_cost } = answer;
      return { id: data[0]?.id ?? null, totalCost: total_cost ?? null, maxTotalCost: max_total_cost ?? null };
    },

    async remove(id, userId) {
      try {
        await helix.call('delete-eventsub-subscription', { query: { id } }, { user: userId, token: 'user' });
      } catch (error) {
        if (!(error instanceof TwitchError) || error.cause.status !== 404) throw error;
      }
    },

    async list(userId, filter) {
      const rows = await helix.pages(
        'get-eventsub-subscriptions',
        { query: filter },
        { user: userId, token: 'user', cap: MOST_LISTED },
      );
      return rows.map(({ id, status, type, version, condition, transport }) => ({
        id,
        status,
        type,
        version,
        condition,
        sessionId: transport.session_id ?? '',
      }));
    },
  };
}
