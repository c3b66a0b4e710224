import type { RevocationStatus } from '../faults/eventsub-faults';
import type { Conduit } from './conduits';
import type { EventSubSession } from './eventsub-session';

/** Why the subscriptions of a lost session are listed as disabled (eventsub-notes §7). */
export type LostStatus =
  | 'websocket_disconnected'
  | 'websocket_failed_ping_pong'
  | 'websocket_received_inbound_traffic'
  | 'websocket_connection_unused'
  | 'websocket_internal_error'
  | 'websocket_network_timeout'
  | 'websocket_network_error'
  | 'websocket_failed_to_reconnect';

export type SubscriptionStatus = 'enabled' | RevocationStatus | LostStatus;

/** A subscription, live or lately ended. */
export interface Subscription {
  readonly id: string;
  readonly clientId: string;
  /** User whose token made it; null: made with an app token, for a conduit. */
  readonly userId: string | null;
  readonly type: string;
  readonly version: string;
  /** With all fields that the type knows; the unused ones are ''. */
  readonly condition: Readonly<Record<string, string>>;
  readonly cost: number;
  /** Where it is delivered: a session, or null for a conduit. */
  readonly session: EventSubSession | null;
  readonly conduit: Conduit | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  status: SubscriptionStatus;
  /** Milliseconds since 1970; null while enabled. */
  endedAt: number | null;
}
