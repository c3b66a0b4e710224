import type { Conduit, Shard } from './conduits';
import type { EventSubSocket } from './eventsub-socket';
import type { LostStatus } from './subscription';

/** A move to a new socket that the client was asked for and has not made yet. */
export interface PendingMove {
  readonly challenge: string;
  readonly newSessionId: boolean;
  readonly welcomeAfterMs: number;
  readonly refuse: boolean;
}

/** One EventSub session: it outlives a socket when it moves to another by session_reconnect. */
export class EventSubSession {
  id: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  readonly keepaliveS: number;
  /** Client id and user of the first subscription; all others must be of the same. */
  owner: { readonly clientId: string; readonly userId: string } | null = null;
  /** The shard of a conduit that it is attached to, in place of subscriptions of its own. */
  shard: { readonly conduit: Conduit; readonly shard: Shard } | null = null;
  /** The socket that notifications are sent on. */
  socket: EventSubSocket;
  /** The former socket, after the move and until it is closed. */
  formerSocket: EventSubSocket | null = null;
  move: PendingMove | null = null;
  /** The welcome was sent: subscriptions are taken. */
  isWelcomed = false;
  /** Why it ended; null while it lives. */
  lost: LostStatus | null = null;
  /** After the socket was lost, milliseconds until the server notices. */
  noticesLossAfterMs = 0;

  constructor(options: {
    readonly id: string;
    readonly connectedAt: number;
    readonly keepaliveS: number;
    readonly socket: EventSubSocket;
  }) {
    this.id = options.id;
    this.connectedAt = options.connectedAt;
    this.keepaliveS = options.keepaliveS;
    this.socket = options.socket;
  }

  get sockets(): EventSubSocket[] {
    return this.formerSocket ? [this.socket, this.formerSocket] : [this.socket];
  }
}
