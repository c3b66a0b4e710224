import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Clock, TimerGroup } from '../clock';
import type { EventSubFaultTarget, SessionFilter } from '../faults/eventsub-faults';
import type { Faults } from '../faults/faults';
import type { TokenLookup } from '../oauth/token-registry';
import type { SubscriptionApi, UpgradeServer } from '../parts';
import { type Random, seededRandom, text } from '../random';
import type { WorldNotification } from '../world/lines';
import type { World } from '../world/world';
import { afterMs, Delivery } from './delivery';
import { ConduitBook, shownShard } from './conduits';
import { EventSubSession, type PendingMove } from './eventsub-session';
import { EventSubSocket } from './eventsub-socket';
import { FrameWriter } from './frames';
import type { LostStatus, Subscription } from './subscription';
import { SubscriptionRegistry } from './subscription-registry';

export interface EventSubServerOptions {
  readonly world: World;
  readonly tokens: TokenLookup;
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: Faults;
  /** Where the sockets connect to, without query: reconnect addresses are made of it. */
  readonly url: string;
  /** See SimulatorOptions. Default 1. */
  readonly patience?: number | undefined;
}

/** What a user allowed an application. */
interface Grant {
  readonly clientId: string;
  readonly userId: string;
}

export interface EventSubServerEvents {
  session: [session: EventSubSession];
  /** A session ended for good; `session.lost` says why. */
  lost: [session: EventSubSession];
  delivered: [subscription: Subscription, event: Readonly<Record<string, unknown>>];
  revoked: [subscription: Subscription];
}

/** eventsub-notes §1 to §4; the numbers are the simulator's own. */
const SUBSCRIBE_WITHIN_MS = 10_000;
const MOVE_WITHIN_MS = 30_000;
const KEEPALIVE_S = { least: 10, most: 600, normal: 10 } as const;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CLOSE_WAIT_MS = 500;

const STATUS_OF_CODE: Readonly<Record<number, LostStatus>> = {
  4000: 'websocket_internal_error',
  4001: 'websocket_received_inbound_traffic',
  4002: 'websocket_failed_ping_pong',
  4003: 'websocket_connection_unused',
  4004: 'websocket_failed_to_reconnect',
  4005: 'websocket_network_timeout',
  4006: 'websocket_network_error',
};

/** EventSub over WebSocket, as eventsub.wss.twitch.tv speaks it, and the subscriptions behind it. */
export class EventSubServer extends EventEmitter<EventSubServerEvents> implements UpgradeServer {
  readonly #options: EventSubServerOptions;
  readonly #random: Random;
  readonly #frames: FrameWriter;
  readonly #timers: TimerGroup;
  readonly #registry: SubscriptionRegistry;
  readonly #conduits: ConduitBook;
  readonly #sessions = new Set<EventSubSession>();
  readonly #sockets = new Set<EventSubSocket>();
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #delivery: Delivery;
  readonly #onNotification = (notification: WorldNotification): void => this.#delivery.notify(notification);
  readonly #onGrantRevoked = ({ clientId, userId }: Grant): void => {
    this.#delivery.revoke(
      (each) =>
        each.clientId === clientId &&
        (each.userId === userId || (each.userId === null && Object.values(each.condition).includes(userId))),
      'authorization_revoked',
    );
  };

  constructor(options: EventSubServerOptions) {
    super();
    this.#options = options;
    // A source of its own: how often sockets come and go must not change what happens in the world.
    this.#random = seededRandom(Math.floor(options.random() * 2 ** 32));
    this.#frames = new FrameWriter(this.#random);
    this.#timers = new TimerGroup(options.clock);
    const findSession = (id: string): EventSubSession | undefined =>
      [...this.#sessions].find((session) => session.id === id && session.isWelcomed);
    this.#conduits = new ConduitBook({
      clock: options.clock,
      random: this.#random,
      timers: this.#timers,
      findSession,
      onDeleted: (conduit) => {
        this.#delivery.revoke((each) => each.conduit === conduit, 'conduit_deleted');
      },
      onShardLost: (conduit, shard) => {
        const { id: shard_id, ...rest } = shownShard(shard) as { id: string };
        this.#delivery.notify({
          type: 'conduit.shard.disabled',
          version: '1',
          about: { client_id: conduit.clientId, conduit_id: conduit.id },
          event: { conduit_id: conduit.id, shard_id, ...rest },
        });
      },
    });
    this.#registry = new SubscriptionRegistry({
      conduits: this.#conduits,
      world: options.world,
      tokens: options.tokens,
      clock: options.clock,
      random: this.#random,
      findSession,
    });
    this.#delivery = new Delivery({
      registry: this.#registry,
      frames: this.#frames,
      faults: options.faults.eventSub,
      clock: options.clock,
      timers: this.#timers,
      route: ({ session, conduit }, isEvent) => {
        if (!conduit) return session;
        return isEvent ? this.#conduits.route(conduit) : this.#conduits.anySession(conduit);
      },
      onDelivered: (subscription, event) => this.emit('delivered', subscription, event),
      onRevoked: (subscription) => this.emit('revoked', subscription),
    });
    options.world.on('notification', this.#onNotification);
    options.tokens.on('grantRevoked', this.#onGrantRevoked);
    options.faults.eventSub.attach(this.#faultTarget());
  }

  get subscriptions(): SubscriptionApi {
    return this.#registry;
  }

  /** The living sessions. */
  get sessions(): ReadonlySet<EventSubSession> {
    return this.#sessions;
  }

  /** The live subscriptions that fit; all without a filter. */
  live(fits: (subscription: Subscription) => boolean = () => true): readonly Subscription[] {
    return this.#registry.enabled(fits);
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const challenge = searchParams.get('challenge');
      if (challenge === null) this.#begin(webSocket, keepaliveOf(searchParams));
      else this.#continue(webSocket, challenge);
    });
  }

  async close(): Promise<void> {
    this.#options.world.off('notification', this.#onNotification);
    this.#options.tokens.off('grantRevoked', this.#onGrantRevoked);
    this.#timers.close();
    await Promise.all([...this.#sockets].map((socket) => socket.end(CLOSE_WAIT_MS)));
    this.#server.close();
  }

  #begin(webSocket: WebSocket, keepaliveS: number): void {
    const socket = this.#socket(webSocket);
    const session = new EventSubSession({
      id: `AgoQ${text(this.#random, 44, ALPHABET)}`,
      connectedAt: this.#now(),
      keepaliveS,
      socket,
    });
    this.#sessions.add(session);
    this.emit('session', session);
    const welcomeAfterMs = this.#options.faults.eventSub.takeWelcomeDelay();
    if (welcomeAfterMs === null) return;
    afterMs(this.#timers, welcomeAfterMs, () => {
      if (session.lost) return;
      this.#welcome(session, socket);
      this.#timers.after(SUBSCRIBE_WITHIN_MS * (this.#options.patience ?? 1), () => {
        if (session.lost === null && session.owner === null && session.shard === null)
          this.#end(session, 4003);
      });
    });
  }

  /** A client came with a reconnect address: the session moves to the new socket at its welcome. */
  #continue(webSocket: WebSocket, challenge: string): void {
    const socket = this.#socket(webSocket);
    const session = [...this.#sessions].find(({ move }) => move?.challenge === challenge);
    const move = session?.move;
    if (!session || !move || move.refuse) {
      socket.close(4007);
      return;
    }
    afterMs(this.#timers, move.welcomeAfterMs, () => {
      if (session.move !== move || !socket.isOpen) return;
      session.move = null;
      session.formerSocket = session.socket;
      session.socket = socket;
      if (move.newSessionId) session.id = `AgoQ${text(this.#random, 44, ALPHABET)}`;
      this.#welcome(session, socket);
    });
  }

  #welcome(session: EventSubSession, socket: EventSubSocket): void {
    session.isWelcomed = true;
    socket.send(this.#frames.welcome(session, this.#now()));
    socket.startKeepalives(session.keepaliveS * 1000);
  }

  #askToMove(session: EventSubSession, move: Omit<PendingMove, 'challenge'>): void {
    const pending: PendingMove = { ...move, challenge: text(this.#random, 24, ALPHABET) };
    const asked = session.socket;
    session.move = pending;
    const query = `challenge=${pending.challenge}&id=${session.id}`;
    asked.send(this.#frames.reconnect(session, `${this.#options.url}?${query}`, this.#now()));
    // After that message the server owes no keepalives on the old socket.
    asked.stopKeepalives();
    this.#timers.after(MOVE_WITHIN_MS, () => {
      if (session.move === pending) this.#end(session, 4004);
      else asked.close(4004);
    });
  }

  #socket(webSocket: WebSocket): EventSubSocket {
    const socket = new EventSubSocket(webSocket, {
      clock: this.#options.clock,
      keepalive: () => this.#frames.keepalive(this.#now()),
      onInbound: (from) => this.#closeSocket(from, 4001),
      onPongMissing: (from) => this.#closeSocket(from, 4002),
      onClose: (gone) => this.#closed(gone),
    });
    this.#sockets.add(socket);
    return socket;
  }

  /** Closes a socket, and with its last socket the session. */
  #closeSocket(socket: EventSubSocket, code: number): void {
    const session = this.#sessionOf(socket);
    if (session?.socket === socket) this.#end(session, code);
    else socket.close(code);
  }

  #closed(socket: EventSubSocket): void {
    this.#sockets.delete(socket);
    const session = this.#sessionOf(socket);
    if (!session) return;
    if (session.formerSocket === socket) {
      session.formerSocket = null;
      return;
    }
    // A session that was asked to move may still do so without its old socket.
    if (session.move) return;
    afterMs(this.#timers, session.noticesLossAfterMs, () => this.#lose(session, 'websocket_disconnected'));
  }

  #end(session: EventSubSession, code: number): void {
    const { sockets } = session;
    this.#lose(session, STATUS_OF_CODE[code] ?? 'websocket_disconnected');
    for (const socket of sockets) socket.close(code);
  }

  #lose(session: EventSubSession, status: LostStatus): void {
    if (session.lost) return;
    session.lost = status;
    this.#sessions.delete(session);
    for (const each of this.#registry.enabled((one) => one.session === session))
      this.#registry.end(each, status);
    this.#conduits.lose(session, status);
    this.emit('lost', session);
  }

  #sessionOf(socket: EventSubSocket): EventSubSession | undefined {
    return [...this.#sessions].find((session) => session.sockets.includes(socket));
  }

  #faultTarget(): EventSubFaultTarget {
    const each = ({ sessionId, userId }: SessionFilter, act: (session: EventSubSession) => void): number => {
      const hit = [...this.#sessions].filter(
        ({ id, owner }) =>
          (sessionId === undefined || id === sessionId) && (userId === undefined || owner?.userId === userId),
      );
      for (const session of hit) act(session);
      return hit.length;
    };
    return {
      drop: (filter, noticedAfterMs) =>
        each(filter, (session) => {
          session.noticesLossAfterMs = noticedAfterMs;
          for (const socket of session.sockets) socket.drop();
        }),
      freeze: (filter) => each(filter, (session) => session.sockets.forEach((socket) => socket.freeze())),
      close: (filter, code) => each(filter, (session) => this.#end(session, code)),
      reconnect: (filter, { newSessionId = false, welcomeAfterMs = 0, refuse = false }) =>
        each(filter, (session) => this.#askToMove(session, { newSessionId, welcomeAfterMs, refuse })),
      silenceKeepalives: (filter, forMs) => each(filter, (session) => session.socket.silence(forMs)),
      ping: (filter, payload, deadlineMs) =>
        each(filter, (session) => session.socket.ping(payload, deadlineMs)),
      sendRaw: (filter, frame) => each(filter, (session) => session.socket.send(frame)),
      revoke: ({ id, type, userId }, status) =>
        this.#delivery.revoke(
          (one) =>
            (id === undefined || one.id === id) &&
            (type === undefined || one.type === type) &&
            (userId === undefined || one.userId === userId),
          status,
        ),
    };
  }

  #now(): number {
    return this.#options.clock.now();
  }
}

/** The asked-for keepalive period, moved into the allowed range. */
function keepaliveOf(query: URLSearchParams): number {
  const asked = Number(query.get('keepalive_timeout_seconds') ?? KEEPALIVE_S.normal);
  if (!Number.isInteger(asked)) return KEEPALIVE_S.normal;
  return Math.min(Math.max(asked, KEEPALIVE_S.least), KEEPALIVE_S.most);
}

export function createEventSubServer(options: EventSubServerOptions): EventSubServer {
  return new EventSubServer(options);
}
