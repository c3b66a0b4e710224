import type { WebSocket } from 'ws';
import { type Clock, TimerGroup } from '../clock';
import { endSocket } from '../sockets';

export interface EventSubSocketOptions {
  readonly clock: Clock;
  /** Written when nothing else was sent for the keepalive period. */
  readonly keepalive: () => string;
  /** The client sent something: anything but a pong. */
  readonly onInbound: (socket: EventSubSocket) => void;
  /** A ping stayed unanswered. */
  readonly onPongMissing: (socket: EventSubSocket) => void;
  readonly onClose: (socket: EventSubSocket) => void;
}

/** How often the server pings; Twitch does not document it. A missing pong is noticed at the next ping. */
const PING_EVERY_MS = 60_000;

/** One socket of a session: sending, keepalives, pings. A session that moves has two of them for a while. */
export class EventSubSocket {
  readonly #socket: WebSocket;
  readonly #options: EventSubSocketOptions;
  readonly #timers: TimerGroup;
  #keepaliveMs: number | null = null;
  #cancelKeepalive: () => void = () => {};
  #silentUntil = 0;
  #isPongDue = false;
  #isFrozen = false;

  constructor(socket: WebSocket, options: EventSubSocketOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#timers = new TimerGroup(options.clock);
    socket.on('message', () => options.onInbound(this));
    socket.on('ping', () => options.onInbound(this));
    socket.on('pong', () => {
      this.#isPongDue = false;
    });
    // A broken socket always closes as well; 'close' is what is acted on.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#timers.close();
      options.onClose(this);
    });
    this.#pingLater();
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && !this.#isFrozen;
  }

  /** Sends a text frame, or a binary one for a Buffer. */
  send(frame: string | Buffer): void {
    if (!this.isOpen) return;
    this.#socket.send(frame);
    this.#keepaliveLater();
  }

  /** From now on keepalives fill every pause of this length. */
  startKeepalives(periodMs: number): void {
    this.#keepaliveMs = periodMs;
    this.#keepaliveLater();
  }

  stopKeepalives(): void {
    this.#keepaliveMs = null;
    this.#cancelKeepalive();
  }

  /** No keepalives for `forMs`; everything else goes on. */
  silence(forMs: number): void {
    this.#silentUntil = this.#options.clock.now() + forMs;
  }

  /** A ping that has to be answered within `deadlineMs`. */
  ping(payload: string, deadlineMs: number): void {
    if (!this.isOpen) return;
    this.#isPongDue = true;
    this.#socket.ping(payload);
    this.#timers.after(deadlineMs, () => {
      if (this.#isPongDue) this.#options.onPongMissing(this);
    });
  }

  /** Closes with a code; a frozen socket is cut. */
  close(code: number): void {
    this.#timers.close();
    if (this.#isFrozen) this.#socket.terminate();
    else this.#socket.close(code);
  }

  /** Ends the connection without a close frame. */
  drop(): void {
    this.#socket.terminate();
  }

  /** From now on nothing is read and nothing is sent, while the socket stays open. */
  freeze(): void {
    this.#isFrozen = true;
    this.#socket.pause();
  }

  /** Closes, and resolves when the socket is gone. */
  end(waitMs: number): Promise<void> {
    this.#timers.close();
    return endSocket(this.#socket, waitMs);
  }

  #keepaliveLater(): void {
    this.#cancelKeepalive();
    if (this.#keepaliveMs === null) return;
    this.#cancelKeepalive = this.#timers.after(this.#keepaliveMs, () => {
      if (this.#options.clock.now() < this.#silentUntil) this.#keepaliveLater();
      else this.send(this.#options.keepalive());
    });
  }

  #pingLater(): void {
    this.#timers.after(PING_EVERY_MS, () => {
      if (this.#isPongDue) {
        this.#options.onPongMissing(this);
        return;
      }
      this.#isPongDue = true;
      if (this.isOpen) this.#socket.ping();
      this.#pingLater();
    });
  }
}
