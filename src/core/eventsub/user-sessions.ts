import type { Clock, Random } from '../clock';
import { TwitchError } from '../errors';
import type { SubscriptionApi } from './api';
import type { CreationFigures } from './creation-queue';
import { SeenMessages } from './dedupe';
import { Orphans } from './orphans';
import { EventSubSession } from './session';
import type { SocketTiming } from './socket';
import { MOST_ON_ONE_SESSION, SubscriptionSet, type SetEvents } from './subscription-set';
import type { EventSubTransport, TransportHandler } from './transport';
import type { Wanted } from './wanted';

/** WebSocket sessions with subscriptions that Twitch allows per application and user. Source: EventSub notes §6. */
export const MOST_SESSIONS = 3;

/** What all sessions of a client have in common. */
export interface SessionSettings {
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly api: SubscriptionApi;
  readonly keepaliveSeconds?: number | undefined;
  /** Subscriptions on one session, 300 at most. */
  readonly perSession?: number | undefined;
  readonly socket?: Partial<SocketTiming> | undefined;
  readonly paced?: boolean | undefined;
  readonly creation?: Partial<CreationFigures> | undefined;
  /** A conduit in place of WebSocket sessions, for everything that is wanted. */
  readonly createConduit?: ((handler: TransportHandler) => EventSubTransport) | undefined;
}

export interface UserSessionsOptions {
  readonly userId: string;
  readonly settings: SessionSettings;
  /** Makes sure that a token is at hand; its permissions are what `scopes` returns from then on. */
  readonly prepare: () => Promise<unknown>;
  readonly scopes: () => readonly string[];
  readonly events: SetEvents;
}

/** The sessions of one Twitch user: one, and a second and third when the one before is full. */
export class UserSessions {
  readonly #options: UserSessionsOptions;
  readonly #sets: SubscriptionSet[] = [];
  readonly #homes = new Map<Wanted, SubscriptionSet>();
  /** Refused because all sessions are full. */
  readonly #overflow = new Set<Wanted>();
  readonly #seen = new SeenMessages();
  readonly #orphans: Orphans;

  constructor(options: UserSessionsOptions) {
    this.#options = options;
    const { api, clock } = options.settings;
    this.#orphans = new Orphans({
      userId: options.userId,
      api,
      clock,
      onDebug: (text) => options.events.onDebug(text),
    });
  }

  get userId(): string {
    return this.#options.userId;
  }

  get sets(): readonly SubscriptionSet[] {
    return this.#sets;
  }

  get size(): number {
    return this.#homes.size + this.#overflow.size;
  }

  add(wanted: Wanted): void {
    const set = this.#roomFor();
    if (!set) {
      this.#overflow.add(wanted);
      wanted.update('refused', this.#full(wanted.type));
      return;
    }
    this.#homes.set(wanted, set);
    set.add(wanted);
  }

  remove(wanted: Wanted): void {
    this.#overflow.delete(wanted);
    const set = this.#homes.get(wanted);
    this.#homes.delete(wanted);
    set?.remove(wanted);
    for (const [next] of this.#overflow.entries()) {
      if (!this.#roomFor()) return;
      this.#overflow.delete(next);
      this.add(next);
    }
  }

  retry(): void {
    for (const set of this.#sets) set.retry();
  }

  async close(): Promise<void> {
    this.#homes.clear();
    this.#overflow.clear();
    await Promise.all(this.#sets.map((set) => set.close()));
  }

  #roomFor(): SubscriptionSet | undefined {
    const { perSession: asked = MOST_ON_ONE_SESSION, createConduit } = this.#options.settings;
    const perSession = createConduit ? Infinity : Math.min(asked, MOST_ON_ONE_SESSION);
    const set = this.#sets.find(({ size }) => size < perSession);
    if (set || this.#sets.length >= MOST_SESSIONS) return set;
    const created = this.#createSet();
    this.#sets.push(created);
    return created;
  }

  #createSet(): SubscriptionSet {
    const { userId, settings, prepare, scopes, events } = this.#options;
    const { api, clock, random } = settings;
    const createTransport = (handler: TransportHandler): EventSubTransport =>
      settings.createConduit?.(handler) ??
      new EventSubSession(
        {
          url: settings.url,
          clock,
          random,
          prepare,
          seen: this.#seen,
          keepaliveSeconds: settings.keepaliveSeconds,
          timing: settings.socket,
          paced: settings.paced,
        },
        handler,
      );
    return new SubscriptionSet({
      userId,
      api,
      clock,
      random,
      scopes,
      events,
      createTransport,
      orphans: this.#orphans,
      creation: settings.creation,
    });
  }

  #full(type: string): TwitchError {
    return new TwitchError(
      'TWITCH_SUBSCRIPTION_FAILED',
      `The event ${type} cannot be subscribed to: Twitch allows ${MOST_SESSIONS} connections of ${MOST_ON_ONE_SESSION} events each per account, ` +
        'and all are in use. Stop others, or use another account.',
      { eventType: type, reason: 'all sessions full' },
    );
  }
}
