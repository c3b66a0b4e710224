import type { TwitchError } from '../errors';
import type { ShardState } from './conduit/shard';
import type { NotificationFrame, RevocationFrame } from './frame';

/** Where a subscription is sent to: the `transport` field of the request that creates it. */
export type TransportTarget =
  | { readonly method: 'websocket'; readonly session_id: string }
  | { readonly method: 'conduit'; readonly conduit_id: string };

/**
 * - `idle`: nothing is wanted, so no socket is open
 * - `connecting`: a socket is being opened, or its welcome has not come yet
 * - `connected`: welcomed; subscriptions can be created
 * - `moving`: Twitch asked to move; events still come over the old socket while the new one is opened
 * - `waiting`: the connection was lost or could not be made; the next attempt is at `retryAt`
 */
export type TransportState = 'idle' | 'connecting' | 'connected' | 'moving' | 'waiting';

/** Why and since when nothing arrives any more. */
export interface TransportLoss {
  /** Milliseconds since 1970: the last sign of life. Events after it may be lost. */
  readonly since: number;
  /** One sentence for a log or a status. */
  readonly reason: string;
  /** WebSocket close code, where there was one. */
  readonly code: number | null;
}

/** What a transport tells its owner. Calls never overlap; none of them may throw. */
export interface TransportHandler {
  /** `fresh`: the server knows none of our subscriptions, all have to be created on `transport.target`. */
  onReady(fresh: boolean): void;
  onNotification(frame: NotificationFrame): void;
  onRevocation(frame: RevocationFrame): void;
  /** What was live is dead. The transport itself tries to come back. */
  onLost(loss: TransportLoss): void;
  /** Subscriptions live on, but events between `since` and now may be lost. */
  onInterrupted(since: number, reason: string): void;
  /** It makes no sense to try again by itself (no sign-in, for example). The transport is idle. */
  onRefused(error: TwitchError): void;
  onState(state: TransportState): void;
  /** Something worth a line in a debug log. */
  onDebug(text: string): void;
}

/**
 * The way in which events come in: a WebSocket session of one Twitch user, or the shards of an application's conduit.
 * Subscriptions are created through Helix by their owner; the transport only says where to.
 */
export interface EventSubTransport {
  readonly state: TransportState;
  /** Null while subscriptions cannot be created: not connected, or moving. */
  readonly target: TransportTarget | null;
  /** Milliseconds since 1970 of the next attempt, while `waiting`. */
  readonly retryAt: number | null;
  /** Why it is `waiting`, one sentence; null otherwise. */
  readonly reason: string | null;
  /** For a conduit: the parts that this process connects. */
  readonly shards?: readonly ShardState[];
  /** How far the server's clock is ahead of ours, in milliseconds; 0 while that is not known. */
  readonly skewMs: number;
  /** Begins to connect. Does nothing unless idle. */
  open(): void;
  /** A subscription was created: the connection works, so waiting times begin anew. */
  confirm(): void;
  /** Closes and becomes idle; can be opened again. Resolves when no socket is left. */
  close(): Promise<void>;
}
