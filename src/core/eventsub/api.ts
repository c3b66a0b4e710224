import { isEventType } from '../../tables/events';
import { TwitchError } from '../errors';
import type { HelixClient } from '../helix/helix-client';
import type { Condition } from './condition';
import { isWireObject, objectIn, textIn, type WireObject } from './frame';
import type { StateReader } from './recovery/kind';
import type { TransportTarget } from './transport';

export interface CreateRequest {
  readonly type: string;
  readonly version: string;
  readonly condition: Condition;
  readonly transport: TransportTarget;
}

export interface Listed {
  readonly id: string;
  readonly status: string;
  readonly type: string;
  readonly version: string;
  readonly condition: WireObject;
  /** Session that it hangs on; `''` for other transports. */
  readonly sessionId: string;
}

/** The three calls that subscriptions need, by the user whose sign-in carries them; `''` for those of a conduit. */
export interface SubscriptionApi {
  /** Returns Twitch's id of the subscription; null where the server named none. */
  create(request: CreateRequest, userId: string, signal: AbortSignal): Promise<string | null>;
  /** Resolves too when there was nothing to remove. */
  remove(id: string, userId: string): Promise<void>;
  /** Subscriptions of this application and user; Twitch allows one filter at most. */
  list(userId: string, filter: { readonly type: string } | { readonly status: 'enabled' }): Promise<Listed[]>;
}

/** Largest listing that is read: three sessions of 300, and as many that died within the hour. */
const MOST_LISTED = 2_000;

/** Subscriptions on WebSocket sessions. Tokens are read anew at each call. */
export function helixSubscriptionApi(helix: HelixClient): SubscriptionApi {
  return {
    async create(request, userId, signal) {
      const answer = await helix.callAny(
        'create-eventsub-subscription',
        { body: { ...request } },
        {
          user: userId,
          token: 'user',
          signal,
          // A type by hand is not in the table, which would refuse it.
          unchecked: !isEventType(request.type),
        },
      );
      return firstId(answer);
    },

    async remove(id, userId) {
      try {
        await helix.call('delete-eventsub-subscription', { query: { id } }, { user: userId, token: 'user' });
      } catch (error) {
        if (!(error instanceof TwitchError) || error.cause.status !== 404) throw error;
      }
    },

    async list(userId, filter) {
      const rows = await helix.pagesAny(
        'get-eventsub-subscriptions',
        { query: filter },
        { user: userId, token: 'user', cap: MOST_LISTED, unchecked: true },
      );
      return readListed(rows);
    },
  };
}

export function readListed(rows: readonly unknown[]): Listed[] {
  return rows.filter(isWireObject).map((row) => ({
    id: textIn(row, 'id'),
    status: textIn(row, 'status'),
    type: textIn(row, 'type'),
    version: textIn(row, 'version'),
    condition: objectIn(row, 'condition') ?? {},
    sessionId: textIn(objectIn(row, 'transport') ?? {}, 'session_id'),
  }));
}

/** Reads lists of state, with the sign-in of a user. */
export function helixStateReader(helix: HelixClient): (userId: string) => StateReader {
  return (user) => async (endpoint, query) => {
    // Of a conduit nobody in particular: the owner of what is asked about, as far as there is a sign-in.
    const options = user === '' ? {} : ({ user, token: 'user' } as const);
    const answer = await helix.callAny(endpoint, { query }, options);
    const data = isWireObject(answer) ? answer['data'] : undefined;
    return Array.isArray(data) ? data.filter(isWireObject) : [];
  };
}

export function firstId(answer: unknown): string | null {
  if (!isWireObject(answer)) return null;
  const data = answer['data'];
  const first: unknown = Array.isArray(data) ? data[0] : undefined;
  return isWireObject(first) ? textIn(first, 'id') || null : null;
}
