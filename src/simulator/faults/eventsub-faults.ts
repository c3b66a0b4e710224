/** Which EventSub sessions a fault hits; without fields it is all of them. */
export interface SessionFilter {
  readonly sessionId?: string;
  /** User whose subscriptions the session holds. */
  readonly userId?: string;
}

/** Which subscriptions a revocation hits; without fields it is all of them. */
export interface SubscriptionFilter {
  readonly id?: string;
  readonly type?: string;
  readonly userId?: string;
}

/** Why a subscription ends (eventsub-notes §1.5). */
export type RevocationStatus =
  | 'authorization_revoked'
  | 'user_removed'
  | 'version_removed'
  | 'moderator_removed'
  | 'chat_user_banned'
  | 'beta_maintenance'
  | 'conduit_deleted';

/** What happens to the next notification of a session. */
export type NotificationFault =
  /** Sent `copies` times more with the same message id, `afterMs` later. */
  | { readonly kind: 'duplicate'; readonly copies: number; readonly afterMs: number }
  /** Sent `delayMs` later, with the timestamp of the event. */
  | { readonly kind: 'late'; readonly delayMs: number }
  /** Sent now, with a timestamp of `ageMs` ago. */
  | { readonly kind: 'old'; readonly ageMs: number }
  /** While a session moves: sent on the old and the new socket. */
  | { readonly kind: 'both-sockets' };

export interface ReconnectOptions {
  /** Give the session a new id on the new socket, as the command line tool's server does (default: keep it). */
  readonly newSessionId?: boolean;
  /** Milliseconds from the connect to the reconnect address until its welcome (default 0). */
  readonly welcomeAfterMs?: number;
  /** Refuse the reconnect address with 4007 (default false). */
  readonly refuse?: boolean;
}

/** What the EventSub server lets be done to it. It registers itself with `EventSubFaults.attach`. */
export interface EventSubFaultTarget {
  /** Cuts the sockets without a close frame; the server notices only after `noticedAfterMs`. Returns how many. */
  drop(filter: SessionFilter, noticedAfterMs: number): number;
  /** The sockets stay open, but nothing is read or written any more. Returns how many. */
  freeze(filter: SessionFilter): number;
  /** Closes with a close code. Returns how many. */
  close(filter: SessionFilter, code: number): number;
  /** Asks the sessions to move. Returns how many. */
  reconnect(filter: SessionFilter, options: ReconnectOptions): number;
  /** Sends no keepalives for `forMs`; notifications go on. Returns how many. */
  silenceKeepalives(filter: SessionFilter, forMs: number): number;
  /** Sends a ping with `payload`, and closes with 4002 when no pong comes within `deadlineMs`. Returns how many. */
  ping(filter: SessionFilter, payload: string, deadlineMs: number): number;
  /** Sends a frame as it is: text, or binary for a Buffer. Returns to how many. */
  sendRaw(filter: SessionFilter, frame: string | Buffer): number;
  /** Ends subscriptions with a revocation message. Returns how many. */
  revoke(filter: SubscriptionFilter, status: RevocationStatus): number;
}

/** Faults of the simulated EventSub. Everything takes effect at once or, where "next" is in the name, on the next occasion. */
export class EventSubFaults {
  readonly #targets: EventSubFaultTarget[] = [];
  readonly #notifications: { readonly fault: NotificationFault; readonly type: string | undefined }[] = [];
  readonly #welcomes: (number | null)[] = [];

  /** @internal Called by the EventSub server. */
  attach(target: EventSubFaultTarget): void {
    this.#targets.push(target);
  }

  /** @param options.noticedAfterMs how long the dead session and its subscriptions still count against limits */
  drop(filter: SessionFilter = {}, { noticedAfterMs = 0 } = {}): number {
    return this.#each((target) => target.drop(filter, noticedAfterMs));
  }

  halfOpen(filter: SessionFilter = {}): number {
    return this.#each((target) => target.freeze(filter));
  }

  close(code: number, filter: SessionFilter = {}): number {
    return this.#each((target) => target.close(filter, code));
  }

  reconnect(filter: SessionFilter = {}, options: ReconnectOptions = {}): number {
    return this.#each((target) => target.reconnect(filter, options));
  }

  silenceKeepalives(forMs: number, filter: SessionFilter = {}): number {
    return this.#each((target) => target.silenceKeepalives(filter, forMs));
  }

  ping(filter: SessionFilter = {}, { payload = '', deadlineMs = 10_000 } = {}): number {
    return this.#each((target) => target.ping(filter, payload, deadlineMs));
  }

  sendRaw(frame: string | Buffer, filter: SessionFilter = {}): number {
    return this.#each((target) => target.sendRaw(filter, frame));
  }

  revoke(filter: SubscriptionFilter = {}, status: RevocationStatus = 'authorization_revoked'): number {
    return this.#each((target) => target.revoke(filter, status));
  }

  /** The next notification (of `type`, when given) is delivered again with the same message id. */
  duplicateNext({
    type,
    copies = 1,
    afterMs = 0,
  }: { type?: string; copies?: number; afterMs?: number } = {}): void {
    this.#notifications.push({ fault: { kind: 'duplicate', copies, afterMs }, type });
  }

  /** The next notification (of `type`, when given) arrives `delayMs` late, so that later ones overtake it. */
  delayNext(delayMs: number, { type }: { type?: string } = {}): void {
    this.#notifications.push({ fault: { kind: 'late', delayMs }, type });
  }

  /** The next notification (of `type`, when given) claims to be `ageMs` old (default 11 minutes: to be dropped). */
  ageNext({ type, ageMs = 660_000 }: { type?: string; ageMs?: number } = {}): void {
    this.#notifications.push({ fault: { kind: 'old', ageMs }, type });
  }

  /** The next notification (of `type`, when given) goes to both sockets of a session that is moving. */
  doubleNextWhileMoving({ type }: { type?: string } = {}): void {
    this.#notifications.push({ fault: { kind: 'both-sockets' }, type });
  }

  /** The next new socket gets its welcome after `ms`; null is never. */
  delayNextWelcome(ms: number | null): void {
    this.#welcomes.push(ms);
  }

  /** @internal */
  takeNotificationFault(type: string): NotificationFault | undefined {
    const index = this.#notifications.findIndex((armed) => armed.type === undefined || armed.type === type);
    return index === -1 ? undefined : this.#notifications.splice(index, 1)[0]?.fault;
  }

  /** @internal Milliseconds, null for never. */
  takeWelcomeDelay(): number | null {
    const delay = this.#welcomes.shift();
    return delay === undefined ? 0 : delay;
  }

  clear(): void {
    this.#notifications.length = 0;
    this.#welcomes.length = 0;
  }

  #each(act: (target: EventSubFaultTarget) => number): number {
    return this.#targets.reduce((sum, target) => sum + act(target), 0);
  }
}
