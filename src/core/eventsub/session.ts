import type { ClosePolicy } from '../../tables/close-codes';
import type { Clock, Random, Timer } from '../clock';
import { toTwitchError, type TwitchError } from '../errors';
import { BackOff, connectionBackOff } from '../back-off';
import { explainClose } from './close';
import { AgeCheck, SeenMessages } from './dedupe';
import type { EventSubFrame, NotificationFrame, ReconnectFrame } from './frame';
import { EventSubSocket, type SocketTiming, type SocketEnd } from './socket';
import type { EventSubTransport, TransportHandler, TransportState, TransportTarget } from './transport';

export interface SessionOptions {
  /** Address of a fresh connection. */
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Asked for in the address, 10 to 600 s; left to the server where it is not set (Twitch: 10). */
  readonly keepaliveSeconds?: number | undefined;
  /** Shared by all sessions of one user, so that a repeat is recognised whichever of them it comes by. */
  readonly seen?: SeenMessages | undefined;
  /**
   * Called before each fresh connection, never before a move: makes sure that a token is at hand, because Twitch
   * closes a session that has no subscription after 10 s.
   */
  readonly prepare?: (() => Promise<unknown>) | undefined;
  readonly timing?: Partial<SocketTiming> | undefined;
  /** Read no faster than the program keeps up; on by default. */
  readonly paced?: boolean | undefined;
}

/** A session on which nothing could be subscribed (4003) is not opened again before about 4 s, and later each time. */
const UNUSED_ATTEMPTS = 3;

/** Codes of errors that no second attempt would change. */
const HOPELESS: ReadonlySet<string> = new Set([
  'TWITCH_SIGN_IN_NEEDED',
  'TWITCH_SCOPE_MISSING',
  'TWITCH_NO_ACCOUNT',
  'TWITCH_CLIENT_SECRET_NEEDED',
  'TWITCH_INPUT_INVALID',
  'TWITCH_FORBIDDEN',
]);

/** Whether trying again later, with nothing changed, could help. */
export function isHopeless(error: TwitchError): boolean {
  return HOPELESS.has(error.code);
}

/**
 * The WebSocket transport: one session, which outlives its sockets.
 *
 * When Twitch asks to move, the new socket is opened beside the old one, which is read until the new welcome; nothing
 * is lost and no subscription is created again. Any other end of the socket is a loss: a fresh connection follows,
 * after a wait that grows until a connection has brought a subscription.
 */
export class EventSubSession implements EventSubTransport {
  readonly #options: SessionOptions;
  readonly #handler: TransportHandler;
  readonly #clock: Clock;
  readonly #backOff: BackOff;
  readonly #seen: SeenMessages;
  readonly #age = new AgeCheck();
  #state: TransportState = 'idle';
  /** The socket that subscriptions hang on. */
  #current: EventSubSocket | null = null;
  /** A socket without a welcome yet: of a fresh connection, or of a move. */
  #next: EventSubSocket | null = null;
  /** Sockets that were replaced and are still read until the server closes them. */
  readonly #retired = new Set<EventSubSocket>();
  /** While moving: when the old socket broke off by itself, so that events may be missing. */
  #brokenSince: number | null = null;
  #retryAt: number | null = null;
  #reason = '';
  #retryTimer: Timer;
  /** Counts attempts, so that a late answer of `prepare` is recognised as that of an earlier one. */
  #attempt = 0;

  constructor(options: SessionOptions, handler: TransportHandler) {
    this.#options = options;
    this.#handler = handler;
    this.#clock = options.clock;
    this.#backOff = new BackOff(connectionBackOff, options.random);
    this.#seen = options.seen ?? new SeenMessages();
  }

  get state(): TransportState {
    return this.#state;
  }

  get target(): TransportTarget | null {
    const sessionId = this.#state === 'connected' ? (this.#current?.sessionId ?? null) : null;
    return sessionId === null ? null : { method: 'websocket', session_id: sessionId };
  }

  get retryAt(): number | null {
    return this.#retryAt;
  }

  get reason(): string | null {
    return this.#state === 'waiting' ? this.#reason : null;
  }

  get skewMs(): number {
    return this.#current?.skewMs ?? 0;
  }

  /** Number of sockets that are open or being opened or closed. */
  get sockets(): number {
    return this.#retired.size + (this.#current ? 1 : 0) + (this.#next ? 1 : 0);
  }

  open(): void {
    if (this.#state === 'idle') void this.#connect();
  }

  confirm(): void {
    this.#backOff.reset();
  }

  async close(): Promise<void> {
    this.#attempt += 1;
    this.#clearRetry();
    const next = this.#next;
    this.#next = null;
    next?.terminate(1000, 'closed');
    if (this.#current) this.#retire(this.#current);
    this.#current = null;
    this.#setState('idle');
    await Promise.all([...this.#retired].map((socket) => socket.ended));
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#clearRetry();
    this.#setState('connecting');
    try {
      await this.#options.prepare?.();
    } catch (error) {
      if (attempt === this.#attempt) this.#onNotPrepared(toTwitchError(error));
      return;
    }
    if (attempt === this.#attempt) this.#openNext(this.#freshUrl());
  }

  #onNotPrepared(error: TwitchError): void {
    if (!isHopeless(error)) {
      this.#scheduleRetry(error.message);
      return;
    }
    this.#setState('idle');
    this.#handler.onRefused(error);
  }

  #freshUrl(): string {
    const { url, keepaliveSeconds } = this.#options;
    if (keepaliveSeconds === undefined || !URL.canParse(url)) return url;
    const address = new URL(url);
    address.searchParams.set('keepalive_timeout_seconds', String(keepaliveSeconds));
    return address.href;
  }

  #openNext(url: string): void {
    try {
      this.#next = new EventSubSocket(
        { url, clock: this.#clock, timing: this.#options.timing, paced: this.#options.paced },
        {
          onFrame: (socket, frame) => this.#onFrame(socket, frame),
          onEnd: (socket, end) => this.#onEnd(socket, end),
        },
      );
    } catch {
      // `ws` throws for what is no WebSocket address.
      this.#onNextFailed({ code: 1006, reason: 'not a WebSocket address' });
    }
  }

  #onFrame(socket: EventSubSocket, frame: EventSubFrame): void {
    switch (frame.kind) {
      case 'notification':
        this.#onNotification(socket, frame);
        return;
      case 'welcome':
        if (socket === this.#next) this.#onWelcome(socket);
        return;
      case 'reconnect':
        if (!this.#retired.has(socket)) this.#onMoveAsked(frame);
        return;
      case 'revocation':
        if (this.#seen.isNew(frame.messageId, this.#clock.now())) this.#handler.onRevocation(frame);
        return;
      case 'unknown':
        this.#handler.onDebug(`ignored a frame of unknown type ${frame.messageType}`);
        return;
      case 'malformed':
        this.#handler.onDebug(`ignored a frame: ${frame.reason}`);
        return;
      case 'keepalive':
    }
  }

  #onNotification(socket: EventSubSocket, frame: NotificationFrame): void {
    // When this frame came: asking for the time again would cost as much as looking up the id.
    const now = socket.lastSignAt;
    if (!this.#seen.isNew(frame.messageId, now)) return;
    if (this.#age.isStale(frame.sentAt, now, socket.skewMs)) {
      this.#handler.onDebug(`dropped a ${frame.subscription.type} of ${frame.sentAt}: older than 10 minutes`);
      return;
    }
    this.#handler.onNotification(frame);
  }

  #onWelcome(socket: EventSubSocket): void {
    const fresh = this.#state !== 'moving';
    if (this.#current) this.#retire(this.#current);
    this.#current = socket;
    this.#next = null;
    this.#setState('connected');
    const brokenSince = this.#brokenSince;
    this.#brokenSince = null;
    if (!fresh && brokenSince !== null) {
      this.#handler.onInterrupted(brokenSince, 'The old connection broke off while Twitch moved it');
    }
    this.#handler.onReady(fresh);
  }

  /** Also during a move or before a welcome: the newest address counts, the socket to the one before is given up. */
  #onMoveAsked(frame: ReconnectFrame): void {
    const { url } = frame;
    if (!this.#seen.isNew(frame.messageId, this.#clock.now()) || url === this.#next?.url) return;
    if (url === null) {
      this.#handler.onDebug('ignored a request to move without an address');
      return;
    }
    const given = this.#next;
    this.#next = null;
    given?.terminate(1000, 'replaced');
    if (this.#current) {
      this.#current.expectMove();
      this.#setState('moving');
    }
    this.#openNext(url);
  }

  #onEnd(socket: EventSubSocket, end: SocketEnd): void {
    if (this.#retired.delete(socket)) return;
    if (socket === this.#next) this.#onNextFailed(end);
    else if (socket === this.#current) this.#onCurrentEnded(socket, end);
  }

  #onNextFailed(end: SocketEnd): void {
    this.#next = null;
    if (this.#state !== 'moving') {
      const { sentence, policy } = explainClose(end);
      this.#scheduleRetry(sentence, policy);
      return;
    }
    // The move failed. The old socket has at most seconds to live and its subscriptions die with it, so it is given
    // up at once: two sessions at the same time would bring every event twice, under different message ids.
    const old = this.#current;
    const since = this.#brokenSince ?? old?.lastSignAt ?? this.#clock.now();
    this.#current = null;
    old?.terminate(1000, 'move failed');
    this.#lose(since, end);
  }

  #onCurrentEnded(socket: EventSubSocket, end: SocketEnd): void {
    this.#current = null;
    if (this.#state === 'moving' && this.#next) {
      if (!explainClose(end).isOrderlyInMove) this.#brokenSince = socket.lastSignAt;
      return;
    }
    this.#lose(socket.lastSignAt, end);
  }

  #lose(since: number, end: SocketEnd): void {
    this.#brokenSince = null;
    const { sentence, policy } = explainClose(end);
    this.#handler.onLost({ since, reason: sentence, code: end.code });
    // The owner may have closed in answer.
    if (this.#state !== 'idle') this.#scheduleRetry(sentence, policy);
  }

  #scheduleRetry(reason: string, policy: ClosePolicy = 'back-off'): void {
    const waitMs = this.#backOff.next(policy === 'check' ? UNUSED_ATTEMPTS : 0);
    this.#clearRetry();
    this.#reason = reason;
    this.#retryAt = this.#clock.now() + waitMs;
    this.#retryTimer = this.#clock.setTimeout(() => void this.#connect(), waitMs);
    this.#handler.onDebug(`${reason}; next attempt in ${waitMs} ms`);
    this.#setState('waiting');
  }

  #clearRetry(): void {
    this.#clock.clearTimeout(this.#retryTimer);
    this.#retryAt = null;
  }

  #retire(socket: EventSubSocket): void {
    this.#retired.add(socket);
    socket.retire();
  }

  #setState(state: TransportState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#handler.onState(state);
  }
}
