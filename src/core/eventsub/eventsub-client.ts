import { EventEmitter } from 'node:events';
import type { UserToken } from '../auth/token-handler';
import { systemClock, systemRandom, type Clock, type Random, type Timer } from '../clock';
import { toTwitchError, TwitchInputError, TwitchSocketError, type TwitchError } from '../errors';
import { eventRow } from '../../tables/events';
import type { EventRow } from '../../tables/event-row';
import { BackOff, connectionBackOff } from '../back-off';
import { planConduit } from './conduit/conduit-options';
import { checkCondition, hasLogins, subscriptionKey, withIds } from './condition';
import {
  eventSubDefaults,
  type EventSubEvents,
  type EventSubOptions,
  type PayloadFor,
  type SessionState,
  type SubscribeRequest,
  type VersionFor,
} from './eventsub-options';
import { EventMemory } from './recovery/event-memory';
import { GapRecovery } from './recovery/recovery';
import { isHopeless } from './session';
import { Subscription, type EventSubListener, type SubscriptionControl } from './subscription';
import { subscriptionViews, type SubscriptionView } from './subscription-view';
import type { SetEvents, SubscriptionSet } from './subscription-set';
import type { EventSubTransport, TransportHandler } from './transport';
import { UserSessions } from './user-sessions';
import { missingScopes, scopeMissing } from './verdict';
import { Wanted } from './wanted';

/**
 * Events of Twitch. What is wanted is kept apart from what is live: it is asked for again after every loss, until it
 * is stopped. Equal wishes share one subscription; one Twitch user has one connection, up to three when it is full.
 */
export class EventSubClient extends EventEmitter<EventSubEvents> {
  readonly #options: EventSubOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #users = new Map<string, UserSessions>();
  readonly #scopes = new Map<string, readonly string[]>();
  /** By user id and key. */
  readonly #wanted = new Map<string, Wanted>();
  readonly #homes = new Map<SubscriptionControl, Wanted>();
  /** No token for these yet. */
  readonly #unplaced = new Map<SubscriptionControl, Wish>();
  readonly #lingering = new Map<Wanted, Timer>();
  readonly #memory = new EventMemory();
  readonly #recovery: GapRecovery | null;
  readonly #createConduit: ((handler: TransportHandler) => EventSubTransport) | undefined;
  readonly #events: SetEvents;
  #closed = false;

  constructor(options: EventSubOptions) {
    super();
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#createConduit = this.#conduitMaker();
    this.#recovery = this.#makeRecovery(options.readerFor);
    this.#events = {
      onState: (set) => this.#tell('state', stateOf(set)),
      onGap: (gap, missing, skewMs) => {
        this.#tell('gap', gap);
        this.#recovery?.recover(gap, missing, skewMs);
      },
      onLive: (wanted) => this.#recovery?.begin(wanted),
      isNews: (wanted, event) =>
        wanted.kind === undefined || this.#memory.isNews(wanted, wanted.kind, event, this.#clock.now()),
      onRevoked: (wanted, status, error) => {
        const { userId: user, type, version, condition } = wanted;
        this.#tell('revoked', { user, type, version, condition, status, error });
      },
      onListenerError: (error, type) => this.#tell('listenerError', error, type),
      onDebug: (text) => this.#tell('debug', text),
    };
  }

  /** How things stand on every session, one entry each. Empty while nothing was ever wanted. */
  get sessions(): readonly SessionState[] {
    return [...this.#users.values()].flatMap(({ sets }) => sets.map(stateOf));
  }

  /** Everything that is wanted and how it stands; equal wishes once. */
  get subscriptions(): readonly SubscriptionView[] {
    return subscriptionViews(this.#wanted.values(), this.#unplaced.values());
  }

  /**
   * Wants events. The listener is called until the subscription is stopped, through every reconnect.
   *
   * @throws {TwitchInputError} when type, version or condition cannot be right
   */
  subscribe<Type extends string, Version extends string = VersionFor<Type>>(
    request: SubscribeRequest<Type, Version>,
    listener: EventSubListener<PayloadFor<Type, Version>>,
  ): Subscription {
    if (this.#closed) {
      throw new TwitchSocketError(
        'TWITCH_SOCKET_CLOSED',
        'Events cannot be subscribed to: the client is closed.',
      );
    }
    const { type } = request;
    const row = eventRow(type as string, request.version);
    const version = request.version ?? row?.version;
    if (version === undefined) throw unknownType(type);
    if (row && !row.websocket && !this.#options.conduit) throw notOnWebSockets(type);
    const condition = checkCondition(row, type, request.condition, this.#options.findId !== undefined);
    const control = Subscription.create(
      { type, version, condition },
      // What Twitch sends is handed on unchecked; the table says what it should be.
      listener as EventSubListener,
      {
        onStop: (one) => this.#release(one),
        onListenerError: (error) => this.#tell('listenerError', error, type),
      },
    );
    const user = request.user ?? (row?.owner ? condition[row.owner] : undefined) ?? null;
    void this.#place({ control, row, user, backOff: null, timer: undefined });
    return control.subscription;
  }

  /**
   * Tries again what was refused or revoked: after a new sign-in, new permissions, a new role, or because a person
   * asks for it.
   *
   * @param userId only what belongs to this user; left out: everything
   */
  retry(userId?: string): void {
    for (const wish of this.#unplaced.values()) void this.#place(wish);
    for (const sessions of this.#users.values()) {
      if (userId === undefined || sessions.userId === userId) sessions.retry();
    }
  }

  /** Stops all subscriptions and closes all sockets. Resolves when none is left. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const control of [...this.#homes.keys(), ...this.#unplaced.keys()]) control.subscription.stop();
    for (const timer of this.#lingering.values()) this.#clock.clearTimeout(timer);
    this.#lingering.clear();
    this.#wanted.clear();
    this.#recovery?.close();
    await Promise.all([...this.#users.values()].map((sessions) => sessions.close()));
  }

  /** How a conduit is connected, where there is one. @throws {TwitchInputError} for numbers that cannot be */
  #conduitMaker(): ((handler: TransportHandler) => EventSubTransport) | undefined {
    const { conduit, url, keepaliveSeconds, socket, paced } = this.#options;
    if (!conduit) return undefined;
    const { api } = conduit;
    const plan = planConduit(conduit);
    // Loaded here: few programs use conduits.
    const { ConduitTransport } =
      require('./conduit/conduit-transport') as typeof import('./conduit/conduit-transport');
    const shared = { url, clock: this.#clock, random: this.#random, keepaliveSeconds, timing: socket, paced };
    return (handler) => new ConduitTransport({ ...shared, api, plan }, handler);
  }

  /** Finds whose sign-in is used, and puts the wish there. Nothing is opened before a token is at hand. */
  async #place(wish: Wish): Promise<void> {
    const { control, row } = wish;
    const { findId } = this.#options;
    const { type, condition } = control.subscription;
    if (this.#createConduit && !hasLogins(condition)) {
      this.#attach(control, row, NO_USER);
      return;
    }
    this.#clock.clearTimeout(wish.timer);
    this.#unplaced.set(control, wish);
    let token: UserToken | undefined;
    try {
      if (findId && hasLogins(condition)) {
        const found = await withIds(type, condition, findId);
        control.resolve(found);
        const owner = row?.owner;
        if (owner && wish.user === condition[owner]) wish.user = found[owner] ?? null;
      }
      if (!this.#createConduit) {
        token = await this.#options.tokens.getUserToken(wish.user, row?.scopeGroups[0]);
        checkToken(token, control.subscription, row);
      }
    } catch (error) {
      if (this.#unplaced.get(control) === wish) this.#onNotPlaced(wish, toTwitchError(error));
      return;
    }
    // Stopped meanwhile, or placed by a second attempt.
    if (!this.#unplaced.delete(control)) return;
    if (token) this.#scopes.set(token.userId, token.scopes);
    this.#attach(control, row, token?.userId ?? NO_USER);
  }

  #onNotPlaced(wish: Wish, error: TwitchError): void {
    if (isHopeless(error)) {
      wish.control.update('refused', error, null);
      const { type, version, condition } = wish.control.subscription;
      this.#tell('refused', { user: null, type, version, condition, error });
      return;
    }
    wish.backOff ??= new BackOff(connectionBackOff, this.#random);
    wish.timer = this.#clock.setTimeout(() => void this.#place(wish), wish.backOff.next());
    wish.control.update('retrying', error, null);
  }

  #attach(control: SubscriptionControl, row: EventRow | undefined, userId: string): void {
    const { type, version, condition } = control.subscription;
    const key = `${userId} ${subscriptionKey(type, version, condition)}`;
    const known = this.#wanted.get(key);
    const wanted = known ?? new Wanted(control.subscription, userId, row, this.#onRefused);
    this.#clock.clearTimeout(this.#lingering.get(wanted));
    this.#lingering.delete(wanted);
    this.#homes.set(control, wanted);
    wanted.attach(control);
    if (known) return;
    this.#wanted.set(key, wanted);
    this.#sessionsOf(userId).add(wanted);
  }

  #release(control: SubscriptionControl): void {
    const wish = this.#unplaced.get(control);
    this.#clock.clearTimeout(wish?.timer);
    this.#unplaced.delete(control);
    const wanted = this.#homes.get(control);
    this.#homes.delete(control);
    wanted?.controls.delete(control);
    if (!wanted || wanted.controls.size > 0 || this.#closed) return;
    // What Twitch refused is not worth keeping, and who wants it anew wants it tried anew.
    const lingerMs = wanted.isFinal ? 0 : (this.#options.lingerMs ?? eventSubDefaults.lingerMs);
    if (lingerMs === 0) this.#drop(wanted);
    else
      this.#lingering.set(
        wanted,
        this.#clock.setTimeout(() => this.#drop(wanted), lingerMs),
      );
  }

  #drop(wanted: Wanted): void {
    this.#lingering.delete(wanted);
    this.#wanted.delete(`${wanted.userId} ${wanted.key}`);
    this.#users.get(wanted.userId)?.remove(wanted);
  }

  #makeRecovery(readerFor: EventSubOptions['readerFor']): GapRecovery | null {
    if (!readerFor) return null;
    return new GapRecovery({
      readerFor,
      clock: this.#clock,
      memory: this.#memory,
      onMissed: (wanted, event) => {
        const at = new Date(this.#clock.now()).toISOString();
        const id = `recovered ${wanted.type} ${wanted.kind?.identity(event) ?? at}`;
        wanted.deliver(event, { id, at, recovered: true }, (error, type) =>
          this.#tell('listenerError', error, type),
        );
      },
      onDone: (recovery) => this.#tell('recovered', recovery),
      onDebug: (text) => this.#tell('debug', text),
    });
  }

  readonly #onRefused = ({ userId: user, type, version, condition }: Wanted, error: TwitchError): void =>
    this.#tell('refused', { user, type, version, condition, error });

  /** A listener that throws must not break the connection, let alone the process. */
  #tell<Name extends keyof EventSubEvents>(name: Name, ...args: EventSubEvents[Name]): void {
    try {
      (this as EventEmitter).emit(name, ...args);
    } catch (error) {
      if (name !== 'listenerError') this.#tell('listenerError', error, '');
    }
  }

  #sessionsOf(userId: string): UserSessions {
    const known = this.#users.get(userId);
    if (known) return known;
    const { tokens, url, api, keepaliveSeconds, perSession, socket, paced, creation } = this.#options;
    const sessions = new UserSessions({
      userId,
      settings: {
        url,
        api,
        clock: this.#clock,
        random: this.#random,
        keepaliveSeconds,
        perSession,
        socket,
        paced,
        creation,
        createConduit: this.#createConduit,
      },
      prepare: async () => {
        // A conduit asks for its own token.
        if (userId === NO_USER) return;
        const { scopes } = await tokens.getUserToken(userId);
        this.#scopes.set(userId, scopes);
      },
      scopes: () => this.#scopes.get(userId) ?? [],
      events: this.#events,
    });
    this.#users.set(userId, sessions);
    return sessions;
  }
}

/** What is wanted on a conduit belongs to the application. */
const NO_USER = '';

/** A subscription for which no token has been found yet. */
interface Wish {
  readonly control: SubscriptionControl;
  readonly row: EventRow | undefined;
  /** Id or login; null: whoever is signed in. */
  user: string | null;
  backOff: BackOff | null;
  timer: Timer;
}

function stateOf(set: SubscriptionSet): SessionState {
  const { userId, state, reason, retryAt, size, shards } = set;
  return { user: userId, state, reason, retryAt, wanted: size, ...(shards && { shards }) };
}

/** The token must be of the user whom the event names, and must have the permissions; Twitch answers 403 otherwise. */
function checkToken(token: UserToken, { type, condition }: Subscription, row: EventRow | undefined): void {
  const field = row?.owner;
  if (field && condition[field] !== token.userId) {
    throw new TwitchInputError(
      `The event ${type} cannot be subscribed to with this sign-in: ${field} must be the id of the person who is signed in.`,
      { parameter: field, reason: 'not the user of the token', eventType: type },
    );
  }
  const missing = missingScopes(row, token.scopes);
  if (missing.length > 0) throw scopeMissing(type, missing);
}

function unknownType(type: string): TwitchInputError {
  return new TwitchInputError(
    `The event ${type} is not in the table. Check its name, or give its version to subscribe to it all the same.`,
    { parameter: 'version', reason: 'unknown event type', eventType: type },
  );
}

function notOnWebSockets(type: string): TwitchInputError {
  return new TwitchInputError(
    `Twitch does not send the event ${type} over WebSockets. It needs a conduit or a webhook, which belong to a server application.`,
    { parameter: 'type', reason: 'not on WebSockets', eventType: type },
  );
}
