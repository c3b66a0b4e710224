import type { TwitchError } from '../../errors';
import type { NotificationFrame, RevocationFrame } from '../frame';
import { EventSubSession, type SessionOptions } from '../session';
import type { TransportHandler, TransportLoss, TransportState } from '../transport';

/** One shard as it stands. */
export interface ShardState {
  /** Its number. */
  readonly shard: number;
  /** `connected`: Twitch sends its share of the events here. */
  readonly state: TransportState;
  /** One sentence, while it is `waiting`. */
  readonly reason: string | null;
  /** Milliseconds since 1970 of the next attempt, while it is `waiting`. */
  readonly retryAt: number | null;
}

export interface ShardEvents {
  /** It has a session that has to be attached. */
  onSession(shard: Shard): void;
  /** Its share of the events between `since` and now may be lost. */
  onInterrupted(shard: Shard, since: number, reason: string): void;
  onNotification(frame: NotificationFrame): void;
  onRevocation(frame: RevocationFrame): void;
  onRefused(error: TwitchError): void;
  onState(): void;
  onDebug(text: string): void;
}

/** One shard of a conduit: a socket of its own, whose session is attached to it anew after each loss. */
export class Shard implements TransportHandler {
  readonly number: number;
  readonly #events: ShardEvents;
  readonly #session: EventSubSession;
  #attachedTo: string | null = null;
  /** Milliseconds since 1970: since when its share is lost. */
  #lostSince: number | null = null;
  #lostReason = '';

  constructor(number: number, options: SessionOptions, events: ShardEvents) {
    this.number = number;
    this.#events = events;
    this.#session = new EventSubSession(options, this);
  }

  /** Id of the session, null while there is none. */
  get sessionId(): string | null {
    const { target } = this.#session;
    return target?.method === 'websocket' ? target.session_id : null;
  }

  get isAttached(): boolean {
    return this.#attachedTo !== null;
  }

  get skewMs(): number {
    return this.#session.skewMs;
  }

  get state(): ShardState {
    const { state, reason, retryAt } = this.#session;
    const shown = state === 'connected' && !this.isAttached ? 'connecting' : state;
    return { shard: this.number, state: shown, reason, retryAt };
  }

  open(): void {
    this.#session.open();
  }

  close(): Promise<void> {
    this.#attachedTo = null;
    return this.#session.close();
  }

  /** Twitch has attached the session to it. */
  attached(sessionId: string): void {
    this.#attachedTo = sessionId;
    this.#session.confirm();
    const since = this.#lostSince;
    this.#lostSince = null;
    if (since !== null) this.#events.onInterrupted(this, since, this.#lostReason);
  }

  /** The conduit it was attached to is no more. */
  detached(): void {
    this.#attachedTo = null;
    this.#lostSince = null;
  }

  onReady(): void {
    // A session that moved takes its shard along, unless it has another id now.
    if (this.sessionId !== this.#attachedTo) this.#events.onSession(this);
  }

  onLost({ since, reason }: TransportLoss): void {
    if (this.isAttached) this.#lostSince ??= since;
    this.#lostReason = reason;
    this.#attachedTo = null;
  }

  onInterrupted(since: number, reason: string): void {
    this.#events.onInterrupted(this, since, reason);
  }

  onNotification(frame: NotificationFrame): void {
    this.#events.onNotification(frame);
  }

  onRevocation(frame: RevocationFrame): void {
    this.#events.onRevocation(frame);
  }

  onRefused(error: TwitchError): void {
    this.#events.onRefused(error);
  }

  onState(): void {
    this.#events.onState();
  }

  onDebug(text: string): void {
    this.#events.onDebug(`shard ${this.number}: ${text}`);
  }
}
