import type { Timer } from '../../clock';
import { BackOff, connectionBackOff } from '../../back-off';
import { toTwitchError, TwitchError, TwitchInputError } from '../../errors';
import { SeenMessages } from '../dedupe';
import type { RevocationFrame } from '../frame';
import { isHopeless, type SessionOptions } from '../session';
import type { EventSubTransport, TransportHandler, TransportState, TransportTarget } from '../transport';
import type { ConduitApi, ConduitInfo } from './conduit-api';
import type { ConduitPlan } from './conduit-options';
import { Shard, type ShardState } from './shard';

/** Shards that one request attaches at most. */
const MOST_AT_ONCE = 100;
/** Waits between attempts to attach: a session has 10 s for it. */
const attachBackOff = { firstMs: 500, capMs: 4_000, jitter: 0.2 } as const;

export interface ConduitTransportOptions extends Omit<SessionOptions, 'seen' | 'prepare'> {
  readonly api: ConduitApi;
  readonly plan: ConduitPlan;
}

/**
 * The transport of an application: subscriptions hang on a conduit, which spreads their events over its shards; a
 * socket that is lost costs the share of its shard until another one is attached, and no subscription.
 */
export class ConduitTransport implements EventSubTransport {
  readonly #options: ConduitTransportOptions;
  readonly #handler: TransportHandler;
  readonly #shards: readonly Shard[];
  readonly #backOff: BackOff;
  readonly #attachWait: BackOff;
  readonly #toAttach = new Set<Shard>();
  #attaching = false;
  #attachTimer: Timer;
  #conduitId: string | null = null;
  #isOpen = false;
  /** Subscriptions are known to hang on this conduit. */
  #isReady = false;
  /** Counts openings and conduits, so that late answers are recognised. */
  #epoch = 0;
  #timer: Timer;
  #retryAt: number | null = null;
  #reason: string | null = null;
  #lastState: TransportState = 'idle';

  constructor(options: ConduitTransportOptions, handler: TransportHandler) {
    this.#options = options;
    this.#handler = handler;
    this.#backOff = new BackOff(connectionBackOff, options.random);
    this.#attachWait = new BackOff(attachBackOff, options.random);
    const seen = new SeenMessages();
    this.#shards = options.plan.shards.map(
      (number) =>
        new Shard(
          number,
          { ...options, seen },
          {
            onSession: (shard) => this.#attachSoon(shard),
            onInterrupted: (_shard, since, reason) => this.#handler.onInterrupted(since, reason),
            onNotification: (frame) => this.#handler.onNotification(frame),
            onRevocation: (frame) => this.#onRevocation(frame),
            onRefused: (error) => this.#handler.onRefused(error),
            onState: () => this.#tellState(),
            onDebug: (text) => this.#handler.onDebug(text),
          },
        ),
    );
  }

  get state(): TransportState {
    if (!this.#isOpen) return 'idle';
    if (this.#retryAt !== null) return 'waiting';
    if (this.#shards.some(({ isAttached }) => isAttached)) return 'connected';
    return this.#shards.every(({ state }) => state.state === 'waiting') ? 'waiting' : 'connecting';
  }

  get target(): TransportTarget | null {
    return this.#conduitId !== null && this.state === 'connected'
      ? { method: 'conduit', conduit_id: this.#conduitId }
      : null;
  }

  get retryAt(): number | null {
    if (this.state !== 'waiting') return null;
    return this.#retryAt ?? Math.min(...this.#shards.map(({ state }) => state.retryAt ?? Infinity));
  }

  get reason(): string | null {
    return this.state === 'waiting' ? (this.#reason ?? this.#shards[0]?.state.reason ?? null) : null;
  }

  get skewMs(): number {
    return this.#shards.find(({ isAttached }) => isAttached)?.skewMs ?? 0;
  }

  get shards(): readonly ShardState[] {
    return this.#shards.map(({ state }) => state);
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#tellState();
    void this.#begin();
  }

  confirm(): void {
    this.#backOff.reset();
  }

  /** The conduit and its subscriptions stay at Twitch. */
  async close(): Promise<void> {
    this.#isOpen = false;
    this.#isReady = false;
    this.#conduitId = null;
    this.#halt();
    await Promise.all(this.#shards.map((shard) => shard.close()));
    this.#tellState();
  }

  #halt(): void {
    const { clock } = this.#options;
    this.#epoch += 1;
    this.#toAttach.clear();
    this.#attaching = false;
    this.#retryAt = null;
    this.#reason = null;
    clock.clearTimeout(this.#timer);
    clock.clearTimeout(this.#attachTimer);
  }

  async #begin(): Promise<void> {
    const epoch = this.#epoch;
    this.#retryAt = null;
    this.#reason = null;
    try {
      const { id } = await this.#findConduit();
      if (epoch !== this.#epoch) return;
      this.#conduitId = id;
      this.#tellState();
      for (const shard of this.#shards) {
        shard.open();
        if (shard.sessionId !== null) this.#attachSoon(shard);
      }
    } catch (thrown) {
      if (epoch !== this.#epoch) return;
      const error = toTwitchError(thrown);
      if (isHopeless(error)) {
        await this.close();
        this.#handler.onRefused(error);
      } else this.#beginLater(error.message);
    }
  }

  #beginLater(reason: string): void {
    const { clock } = this.#options;
    const waitMs = this.#backOff.next();
    this.#reason = reason;
    this.#retryAt = clock.now() + waitMs;
    this.#timer = clock.setTimeout(() => void this.#begin(), waitMs);
    this.#handler.onDebug(`${reason}; next attempt in ${waitMs} ms`);
    this.#tellState();
  }

  /** The conduit of the options, the only one there is, or a new one; large enough. */
  async #findConduit(): Promise<ConduitInfo> {
    const { api, plan } = this.#options;
    const all = await api.list();
    if (plan.id === null && all.length > 1) throw severalConduits(all);
    const found = plan.id === null ? all[0] : all.find(({ id }) => id === plan.id);
    if (!found && plan.id !== null) throw noSuchConduit(plan.id);
    if (!found) {
      if (plan.leads) return await api.create(plan.shardCount);
      throw notYet('There is no conduit yet: the process with shard 0 makes it.');
    }
    if (found.shardCount >= plan.shardCount) return found;
    if (plan.leads) await api.resize(found.id, plan.shardCount);
    else if (Math.max(...plan.shards) >= found.shardCount) {
      throw notYet('The conduit is too small yet: the process with shard 0 enlarges it.');
    }
    return found;
  }

  #attachSoon(shard: Shard): void {
    this.#toAttach.add(shard);
    if (!this.#attaching) void this.#attach();
  }

  /** One request at a time: those that come meanwhile go together with the next. */
  async #attach(): Promise<void> {
    const { api } = this.#options;
    const epoch = this.#epoch;
    const conduitId = this.#conduitId;
    const batch = [...this.#toAttach].slice(0, MOST_AT_ONCE).flatMap((shard) => {
      this.#toAttach.delete(shard);
      return shard.sessionId === null ? [] : [{ shard, sessionId: shard.sessionId }];
    });
    if (conduitId === null || batch.length === 0) return;
    this.#attaching = true;
    let failed = new Set<number>();
    try {
      const refused = await api.attach(
        conduitId,
        batch.map(({ shard, sessionId }) => ({ shard: shard.number, sessionId })),
      );
      for (const { shard, message } of refused) this.#handler.onDebug(`shard ${shard}: ${message}`);
      failed = new Set(refused.map(({ shard }) => shard));
    } catch (thrown) {
      if (epoch !== this.#epoch) return;
      const error = toTwitchError(thrown);
      this.#handler.onDebug(`could not attach shards: ${error.message}`);
      if (error.cause.status === 404) {
        this.#onConduitGone();
        return;
      }
      failed = new Set(batch.map(({ shard }) => shard.number));
    }
    if (epoch !== this.#epoch) return;
    this.#attaching = false;
    // The session may have been lost meanwhile; then the next one comes by itself.
    const alive = batch.filter(({ shard, sessionId }) => shard.sessionId === sessionId);
    this.#onAttached(alive.filter(({ shard }) => !failed.has(shard.number)));
    const again = alive.filter(({ shard }) => failed.has(shard.number));
    if (again.length > 0) this.#attachLater(again.map(({ shard }) => shard));
    else if (this.#toAttach.size > 0) void this.#attach();
  }

  #attachLater(shards: readonly Shard[]): void {
    for (const shard of shards) this.#toAttach.add(shard);
    this.#attaching = true;
    this.#attachTimer = this.#options.clock.setTimeout(() => {
      this.#attaching = false;
      void this.#attach();
    }, this.#attachWait.next());
  }

  #onAttached(attached: readonly { readonly shard: Shard; readonly sessionId: string }[]): void {
    if (attached.length === 0) return;
    this.#attachWait.reset();
    const wasConnected = this.#lastState === 'connected';
    for (const { shard, sessionId } of attached) shard.attached(sessionId);
    this.#tellState();
    const fresh = !this.#isReady;
    this.#isReady = true;
    if (fresh || !wasConnected) this.#handler.onReady(fresh);
  }

  #onRevocation(frame: RevocationFrame): void {
    // One for each subscription: the first says it all. A conduit that was named is somebody else's to make.
    if (frame.subscription.status !== 'conduit_deleted' || this.#options.plan.id !== null) {
      this.#handler.onRevocation(frame);
    } else if (this.#isReady) this.#onConduitGone();
  }

  /** Somebody deleted it, and with it all subscriptions. What is wanted goes to another one. */
  #onConduitGone(): void {
    const { clock } = this.#options;
    this.#halt();
    this.#conduitId = null;
    const wasReady = this.#isReady;
    this.#isReady = false;
    for (const shard of this.#shards) shard.detached();
    if (wasReady) this.#handler.onLost({ since: clock.now(), reason: 'The conduit was deleted', code: null });
    if (this.#isOpen) this.#beginLater('The conduit was deleted');
  }

  #tellState(): void {
    const { state } = this;
    this.#lastState = state;
    this.#handler.onState(state);
  }
}

function severalConduits(all: readonly ConduitInfo[]): TwitchInputError {
  return new TwitchInputError(
    `The application has ${all.length} conduits. Give the id of the one to use: ${all.map(({ id }) => id).join(', ')}.`,
    { parameter: 'id', reason: 'several conduits' },
  );
}

function noSuchConduit(id: string): TwitchInputError {
  return new TwitchInputError(
    `The application has no conduit ${id}. Check the id, or leave it out to have one made.`,
    { parameter: 'id', reason: 'no such conduit' },
  );
}

function notYet(text: string): TwitchError {
  return new TwitchError('TWITCH_SUBSCRIPTION_FAILED', text);
}
