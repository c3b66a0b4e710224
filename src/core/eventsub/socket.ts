import type { RawData, WebSocket } from 'ws';
import type { Clock, Timer } from '../clock';
import { clockSkewMs } from './dedupe';
import type { EventSubFrame } from './frame';
import { FrameReader } from './frame-reader';

/** Deadlines of one socket, in milliseconds. */
export const socketDefaults = {
  /** From the call to the open socket, and again from the open socket to its welcome. */
  welcomeMs: 10_000,
  /** Announced period of a server that does not announce one. */
  keepaliveMs: 10_000,
  /** Least addition to the announced period: the server sends at about that period, so both timers race. */
  leewayMs: 2_000,
  leewayShare: 0.2,
  /** How long Twitch keeps the old socket after it has asked to move. */
  moveMs: 30_000,
  /** How long a polite close may take before the socket is torn down. */
  closeMs: 5_000,
} as const;

export type SocketTiming = { readonly [Name in keyof typeof socketDefaults]: number };

/** Largest frame that is taken, in bytes. Twitch sends a few kilobytes; a megabyte is tolerated with room to spare. */
const MAX_FRAME_BYTES = 8 * 1_048_576;

/** Why a socket is gone. */
export interface SocketEnd {
  /** WebSocket close code; 1006 where the connection just broke. */
  readonly code: number;
  readonly reason: string;
}

export interface SocketEvents {
  /** Every frame, in order; the first `welcome` among them has been noted in `sessionId` already. */
  onFrame(socket: EventSubSocket, frame: EventSubFrame): void;
  /** Exactly once, whatever happened. Nothing comes afterwards. */
  onEnd(socket: EventSubSocket, end: SocketEnd): void;
}

export interface SocketOptions {
  /** Complete address, used as it is. */
  readonly url: string;
  readonly clock: Clock;
  readonly timing?: Partial<SocketTiming> | undefined;
  /** Read no faster than the program keeps up; on by default. */
  readonly paced?: boolean | undefined;
}

/**
 * One EventSub WebSocket: frames out, nothing in. It never sends anything (Twitch closes such a client with 4001);
 * `ws` answers pings by itself. It ends by itself when the welcome does not come or the server falls silent.
 */
export class EventSubSocket {
  readonly url: string;
  readonly #clock: Clock;
  readonly #timing: SocketTiming;
  readonly #events: SocketEvents;
  readonly #ws: WebSocket;
  readonly #reader = new FrameReader();
  readonly #paced: boolean;
  readonly #ended: Promise<void>;
  #resolveEnded: () => void = () => undefined;
  /** What `ws` said went wrong, to explain the close that follows. */
  #failure = '';
  #sessionId: string | null = null;
  #lastSignAt: number;
  #skewMs = 0;
  #deadline: { readonly name: string; readonly lengthMs: number; dueAt: number; extended: boolean } | null =
    null;
  #timer: Timer;
  #over = false;
  #retired = false;
  #resting = false;

  constructor(options: SocketOptions, events: SocketEvents) {
    this.url = options.url;
    this.#clock = options.clock;
    this.#timing = { ...socketDefaults, ...options.timing };
    this.#events = events;
    this.#paced = options.paced ?? true;
    this.#lastSignAt = this.#clock.now();
    this.#ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.#ws = openWebSocket(options.url);
    this.#ws.on('open', () => this.#watch('welcome', this.#timing.welcomeMs));
    this.#ws.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    // Without a listener `ws` would throw. The close event that always follows says all that is needed.
    this.#ws.on('error', (error) => (this.#failure = error.message));
    this.#ws.on('close', (code, reason) => this.#end(code, reason.toString() || this.#failure));
    this.#watch('connection', this.#timing.welcomeMs);
  }

  /** Id of the session, null before the welcome. */
  get sessionId(): string | null {
    return this.#sessionId;
  }

  /** Milliseconds since 1970 of the last frame (of the creation, before the first one). */
  get lastSignAt(): number {
    return this.#lastSignAt;
  }

  /** How far the server's clock is ahead of ours; known from the welcome on. */
  get skewMs(): number {
    return this.#skewMs;
  }

  /** Resolves when the socket is gone. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Twitch has asked to move: from now on it may be silent, but not for longer than it keeps this socket. */
  expectMove(): void {
    if (!this.#over && !this.#retired) this.#watch('move', this.#timing.moveMs + this.#timing.leewayMs);
  }

  /** Closes politely and goes on reading until the server has answered; what was on its way still arrives. */
  retire(): void {
    if (this.#over || this.#retired) return;
    this.#retired = true;
    this.#ws.close(1000);
    this.#watch('close', this.#timing.closeMs);
  }

  /** Tears the connection down: the other side may be gone and would never answer a polite close. */
  terminate(code: number, reason: string): void {
    if (this.#over) return;
    this.#ws.terminate();
    this.#end(code, reason);
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    if (this.#over) return;
    this.#lastSignAt = this.#clock.now();
    if (this.#paced && !this.#resting) this.#rest();
    const frame: EventSubFrame =
      !isBinary && data instanceof Buffer
        ? this.#reader.read(data)
        : { kind: 'malformed', reason: 'binary frame' };
    if (frame.kind === 'welcome' && this.#sessionId === null) {
      this.#sessionId = frame.sessionId;
      this.#skewMs = clockSkewMs(frame.sentAt, this.#lastSignAt);
      const periodMs = frame.keepaliveMs ?? this.#timing.keepaliveMs;
      const leewayMs = Math.max(this.#timing.leewayMs, periodMs * this.#timing.leewayShare);
      if (!this.#retired) this.#watch('keepalive', periodMs + leewayMs);
    }
    this.#events.onFrame(this, frame);
  }

  /**
   * Node-RED queues what a node sends: read as fast as the network delivers, a flood fills that queue and the heap.
   * Resting for one turn of the event loop lets the flow work off what has come, and costs nothing when little comes.
   */
  #rest(): void {
    this.#resting = true;
    this.#ws.pause();
    setImmediate(() => {
      this.#resting = false;
      this.#ws.resume();
    });
  }

  /**
   * Starts a deadline in place of the one before. Only `keepalive` is moved on by frames, and not by setting a timer
   * anew for each of them: the timer looks at the time of the last frame when it fires.
   */
  #watch(name: 'connection' | 'welcome' | 'keepalive' | 'move' | 'close', lengthMs: number): void {
    if (this.#over) return;
    this.#clock.clearTimeout(this.#timer);
    this.#deadline = { name, lengthMs, dueAt: this.#clock.now() + lengthMs, extended: false };
    this.#timer = this.#clock.setTimeout(() => this.#onTimer(), lengthMs);
  }

  #onTimer(): void {
    const deadline = this.#deadline;
    if (!deadline || this.#over) return;
    const now = this.#clock.now();
    const silentSince = deadline.name === 'keepalive' ? this.#lastSignAt : deadline.dueAt - deadline.lengthMs;
    const dueAt = silentSince + deadline.lengthMs;
    const leftMs = dueAt - now;
    if (leftMs > 0) {
      deadline.dueAt = dueAt;
      deadline.extended = false;
      this.#timer = this.#clock.setTimeout(() => this.#onTimer(), leftMs);
      return;
    }
    // A flow that blocked the event loop, or a machine that slept, delays this timer; frames that arrived meanwhile
    // are read only after it. Looking a moment later tells a late reader from a dead server.
    if (!deadline.extended && now - deadline.dueAt > this.#timing.leewayMs) {
      deadline.extended = true;
      this.#timer = this.#clock.setTimeout(() => this.#onTimer(), this.#timing.leewayMs);
      return;
    }
    this.terminate(1006, `no ${deadline.name} within ${Math.round(deadline.lengthMs / 1_000)} s`);
  }

  #end(code: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#clock.clearTimeout(this.#timer);
    this.#resolveEnded();
    this.#events.onEnd(this, { code, reason });
  }
}

function openWebSocket(url: string): WebSocket {
  // Loaded here and not at the top: most programs that load the core never open this socket.
  const ws = require('ws') as typeof import('ws');
  return new ws.WebSocket(url, {
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    // A broken character in one name must not cost the connection.
    skipUTF8Validation: true,
  });
}
