import type { Clock, Random } from '../clock';
import { toTwitchError, type TwitchError } from '../errors';
import type { SubscriptionApi } from './api';
import { subscriptionKey } from './condition';
import type { ShardState } from './conduit/shard';
import { CreationQueue, type CreationFigures } from './creation-queue';
import type { FrameSubscription, NotificationFrame, RevocationFrame, WireObject } from './frame';
import { GapLog, type EventSubGap } from './gap-log';
import type { Orphans } from './orphans';
import { explainRevocation } from './revocation';
import type { EventSubTransport, TransportHandler, TransportLoss, TransportState } from './transport';
import type { Wanted } from './wanted';

/** Enabled subscriptions that Twitch allows on one connection. Source: EventSub notes §6. */
export const MOST_ON_ONE_SESSION = 300;

/** A retry that is nearer keeps the socket open; for a later one it is closed and opened again. Less than the window. */
const HOLD_MS = 8_000;

export interface SetEvents {
  onState(set: SubscriptionSet): void;
  /** @param missing the subscriptions of the gap, in its order; @param skewMs how far the server's clock is ahead */
  onGap(gap: EventSubGap, missing: readonly Wanted[], skewMs: number): void;
  /** Events arrive from now on. */
  onLive(wanted: Wanted): void;
  /** Whether an event tells something that was not told before. */
  isNews(wanted: Wanted, event: WireObject): boolean;
  onRevoked(wanted: Wanted, status: string, error: TwitchError): void;
  onListenerError(error: unknown, type: string): void;
  onDebug(text: string): void;
}

export interface SetOptions {
  readonly userId: string;
  readonly api: SubscriptionApi;
  readonly clock: Clock;
  readonly random: Random;
  readonly orphans: Orphans;
  /** Permissions of the user's token at this moment, to name what a refusal is about. */
  readonly scopes: () => readonly string[];
  readonly createTransport: (handler: TransportHandler) => EventSubTransport;
  readonly events: SetEvents;
  readonly creation?: Partial<CreationFigures> | undefined;
}

/**
 * What is wanted on one transport, kept apart from what is live there. Has everything created after each fresh
 * connection, routes notifications, and closes the transport while nothing can be live on it.
 */
export class SubscriptionSet implements TransportHandler {
  readonly #options: SetOptions;
  readonly #transport: EventSubTransport;
  readonly #creation: CreationQueue;
  readonly #gaps: GapLog;
  readonly #wanted = new Map<string, Wanted>();
  readonly #byId = new Map<string, Wanted>();
  readonly #removing = new Map<string, Promise<void>>();
  /** Null while there is none; `''` for a conduit. */
  #sessionId: string | null = null;

  constructor(options: SetOptions) {
    this.#options = options;
    this.#transport = options.createTransport(this);
    this.#gaps = new GapLog(options.userId, options.clock, (gap, missing) =>
      options.events.onGap(gap, missing, this.#transport.skewMs),
    );
    this.#creation = new CreationQueue({
      api: options.api,
      clock: options.clock,
      random: options.random,
      orphans: options.orphans,
      scopes: options.scopes,
      settings: options.creation,
      target: () => this.#transport.target,
      removed: (key) => this.#removing.get(key),
      onLive: (wanted, id) => this.#onLive(wanted, id),
      onDue: (wanted) => this.#onDue(wanted),
      onSettled: () => this.#settle(),
    });
  }

  get userId(): string {
    return this.#options.userId;
  }

  get state(): TransportState {
    return this.#transport.state;
  }

  get retryAt(): number | null {
    return this.#transport.retryAt;
  }

  get reason(): string | null {
    return this.#transport.reason;
  }

  get shards(): readonly ShardState[] | undefined {
    return this.#transport.shards;
  }

  get size(): number {
    return this.#wanted.size;
  }

  add(wanted: Wanted): void {
    this.#wanted.set(wanted.key, wanted);
    this.#begin(wanted);
  }

  /** Nobody wants it any more. */
  remove(wanted: Wanted): void {
    if (this.#wanted.get(wanted.key) !== wanted) return;
    this.#wanted.delete(wanted.key);
    this.#creation.forget(wanted);
    // An empty set closes its session, and the subscriptions end with it, but for those of a conduit. One that is being
    // asked for is removed when the answer comes.
    if (wanted.state === 'live' && (this.#wanted.size > 0 || this.#sessionId === ''))
      this.#removeAtTwitch(wanted);
    this.#forgetId(wanted);
    this.#settle();
  }

  /** Tries again what was refused or revoked: after a new sign-in, or because a person asks for it. */
  retry(): void {
    for (const wanted of this.#wanted.values()) {
      if (wanted.isFinal || wanted.state === 'retrying') this.#begin(wanted);
    }
  }

  async close(): Promise<void> {
    for (const wanted of this.#wanted.values()) this.#creation.forget(wanted);
    this.#wanted.clear();
    this.#byId.clear();
    this.#creation.halt(false);
    await this.#transport.close();
  }

  onReady(fresh: boolean): void {
    const { target } = this.#transport;
    this.#sessionId = target?.method === 'websocket' ? target.session_id : '';
    if (fresh) this.#creation.restart([...this.#wanted.values()].filter((wanted) => !wanted.isFinal));
    else this.#creation.resume();
  }

  onNotification(frame: NotificationFrame): void {
    const wanted = this.#find(frame.subscription);
    if (!wanted) {
      this.#options.events.onDebug(`nobody wants the ${frame.subscription.type} that arrived`);
      return;
    }
    for (const event of frame.events) {
      if (wanted.kind === undefined || this.#options.events.isNews(wanted, event))
        wanted.deliver(event, { id: frame.messageId, at: frame.sentAt }, this.#onListenerError);
      else this.#options.events.onDebug(`dropped a second ${wanted.type} about the same thing`);
    }
  }

  onRevocation(frame: RevocationFrame): void {
    const wanted = this.#find(frame.subscription);
    if (!wanted || wanted.isFinal) return;
    const { error, retryMs } = explainRevocation(frame.subscription.status, wanted.type);
    this.#forgetId(wanted);
    wanted.goneSince ??= this.#options.clock.now();
    this.#creation.forget(wanted);
    if (retryMs === null) wanted.update('revoked', error);
    else this.#creation.retryLater(wanted, error, retryMs);
    this.#options.events.onRevoked(wanted, frame.subscription.status, error);
    this.#settle();
  }

  onLost(loss: TransportLoss): void {
    this.#end(true);
    // What came back since the loss before this one had its gap already.
    this.#gaps.report();
    this.#gaps.begin(loss.reason);
    for (const wanted of this.#wanted.values()) {
      if (wanted.isFinal) continue;
      if (wanted.state === 'live') wanted.goneSince ??= loss.since;
      this.#creation.clearRetry(wanted);
      wanted.serverId = null;
      wanted.update('waiting');
    }
  }

  onInterrupted(since: number, reason: string): void {
    const live = [...this.#wanted.values()].filter((wanted) => wanted.state === 'live');
    this.#gaps.begin(reason);
    for (const wanted of live) this.#gaps.add(wanted, since);
    this.#gaps.report();
  }

  onRefused(error: TwitchError): void {
    for (const wanted of this.#wanted.values()) {
      if (!wanted.isFinal) wanted.update('refused', error);
    }
  }

  onState(): void {
    this.#options.events.onState(this);
  }

  onDebug(text: string): void {
    this.#options.events.onDebug(text);
  }

  readonly #onListenerError = (error: unknown, type: string): void =>
    this.#options.events.onListenerError(error, type);

  #begin(wanted: Wanted): void {
    wanted.attempts = 0;
    wanted.update('waiting');
    this.#creation.clearRetry(wanted);
    // Whatever is wanted is created when a fresh connection is ready.
    if (this.#transport.state === 'idle') this.#transport.open();
    else this.#creation.add(wanted);
  }

  #onDue(wanted: Wanted): void {
    const { attempts } = wanted;
    this.#begin(wanted);
    wanted.attempts = attempts;
  }

  #onLive(wanted: Wanted, id: string | null): void {
    this.#transport.confirm();
    const current = this.#wanted.get(wanted.key);
    if (!current) {
      wanted.serverId = id;
      this.#removeAtTwitch(wanted);
    }
    // Wanted anew meanwhile: the request of the new one is answered with 409, which makes it live.
    if (current !== wanted) return;
    this.#learnId(wanted, id);
    const { goneSince } = wanted;
    wanted.goneSince = null;
    wanted.liveSince ??= this.#options.clock.now();
    wanted.update('live');
    this.#options.events.onLive(wanted);
    if (goneSince !== null) this.#gaps.add(wanted, goneSince);
  }

  /** By id where it is known, else by what it is about: a notification can overtake the answer to its own request. */
  #find(subscription: FrameSubscription): Wanted | undefined {
    const known = this.#byId.get(subscription.id);
    if (known) return known;
    const wanted = this.#wanted.get(
      subscriptionKey(subscription.type, subscription.version, subscription.condition),
    );
    if (wanted) this.#learnId(wanted, subscription.id);
    return wanted;
  }

  #learnId(wanted: Wanted, id: string | null): void {
    // A server may name the id of another one: one that tells subscriptions apart by type alone, for example.
    if (!id || wanted.serverId === id || this.#byId.has(id)) return;
    this.#forgetId(wanted);
    wanted.serverId = id;
    this.#byId.set(id, wanted);
  }

  #forgetId(wanted: Wanted): void {
    if (wanted.serverId !== null) this.#byId.delete(wanted.serverId);
    wanted.serverId = null;
  }

  #removeAtTwitch(wanted: Wanted): void {
    const { key, serverId } = wanted;
    const run = async (): Promise<void> => {
      try {
        const id = serverId ?? (await this.#lookUpId(wanted));
        if (id !== null) await this.#options.api.remove(id, wanted.userId);
      } catch (error) {
        this.#options.events.onDebug(`could not remove a subscription: ${toTwitchError(error).message}`);
      } finally {
        this.#removing.delete(key);
      }
    };
    this.#removing.set(key, run());
  }

  /** For one that Twitch had already (409) without saying its id. */
  async #lookUpId(wanted: Wanted): Promise<string | null> {
    const sessionId = this.#sessionId;
    const listed = await this.#options.api.list(wanted.userId, { type: wanted.type });
    const same = listed.find(
      (one) =>
        one.sessionId === sessionId && subscriptionKey(one.type, one.version, one.condition) === wanted.key,
    );
    return same?.id ?? null;
  }

  /** Closes the transport while nothing is live or about to be: Twitch would close it with 4003 after 10 s. */
  #settle(): void {
    if (!this.#creation.isBusy) this.#gaps.report();
    if (this.#transport.state === 'idle' || this.#isHeld()) return;
    this.#end(false);
    void this.#transport.close();
  }

  #isHeld(): boolean {
    const soon = this.#options.clock.now() + HOLD_MS;
    for (const { state, retryAt } of this.#wanted.values()) {
      if (state === 'live' || state === 'waiting' || state === 'subscribing') return true;
      if (retryAt !== null && retryAt <= soon) return true;
    }
    return false;
  }

  #end(lost: boolean): void {
    if (this.#sessionId) this.#options.orphans.addSession(this.#sessionId);
    this.#sessionId = null;
    this.#byId.clear();
    this.#creation.halt(lost);
  }
}
