import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { limits } from '../../tables/limits';
import { loginFailure, type LoginFailureRow } from '../../tables/irc';
import type { Clock, Timer } from '../clock';
import { FrameSplitter, type Skim } from './frame-splitter';
import { parseIrcMessage, type IrcMessage } from './parse';

/** Deadlines of one connection, in milliseconds. */
export const connectionTiming = {
  /** From the call to the open socket, and again from the open socket to the welcome. */
  loginMs: 15_000,
  /** Between two PINGs of ours. */
  heartbeatMs: 30_000,
  /** From our PING to any line at all. */
  answerMs: limits.chat.clientPingAnswer.value * 1_000,
  /** A timer that fires this much too late means that we were busy or asleep, not that the server was silent. */
  lateMs: 2_000,
  /** How long a polite close may take. */
  closeMs: 2_000,
} as const;

/** Largest WebSocket message that is taken, in bytes. */
const largestFrameBytes = 1_048_576;

export type Capability = 'tags' | 'commands' | 'membership';

/** Who logs in. Without a token: anonymous, which can read everywhere and say nothing. */
export interface ConnectionLogin {
  readonly nick: string;
  readonly accessToken: string | null;
}

/** Why a connection is over. */
export interface ConnectionEnd {
  /** `closed`: by the server or the network; `silent`: it did not answer; `refused`: the login; `left`: we closed it. */
  readonly cause: 'closed' | 'silent' | 'refused' | 'left';
  /** WebSocket close code; 1006 where the connection just broke. */
  readonly code: number;
  /** In words, for a log or an error. */
  readonly reason: string;
  /** For `refused`: what to do about it. */
  readonly failure: LoginFailureRow | null;
}

export interface ConnectionHandlers {
  /** Logged in. @param nick as the server calls us */
  onReady(connection: ChatConnection, nick: string): void;
  /** Each line, also those that the connection answers itself. */
  onLine(connection: ChatConnection, line: IrcMessage): void;
  /** A line that is no message. */
  onMalformed(connection: ChatConnection, raw: string): void;
  /** The server will close this connection soon. */
  onReconnect(connection: ChatConnection): void;
  /** Once, whatever happened. Nothing comes afterwards. */
  onEnd(connection: ChatConnection, end: ConnectionEnd): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly login: ConnectionLogin;
  readonly capabilities: readonly Capability[];
  readonly clock: Clock;
  readonly timing?: Partial<Record<keyof typeof connectionTiming, number>> | undefined;
  /** Read no faster than the program keeps up: the socket rests after each chunk until the next turn of the event loop. */
  readonly paced: boolean;
}

/**
 * One chat connection over a WebSocket, from opening to its end. It logs in, answers PING, sends its own, and notices
 * when the other side is gone. It does not come back: that is the shard's business.
 *
 * The token goes out in one line and is kept nowhere: no event, error or property holds it.
 */
export class ChatConnection {
  readonly #clock: Clock;
  readonly #timing: Record<keyof typeof connectionTiming, number>;
  readonly #handlers: ConnectionHandlers;
  readonly #paced: boolean;
  readonly #splitter: FrameSplitter;
  #ws: WebSocket | null = null;
  /** What the WebSocket writes to. */
  #socket: Duplex | null = null;
  #nick: string | null = null;
  #timer: Timer;
  #heard = false;
  #resting = false;
  #failure: LoginFailureRow | null = null;
  #errorText = '';
  #leaving = false;
  #over = false;

  /** @param skim deals with lines before they are parsed */
  constructor(options: ConnectionOptions, handlers: ConnectionHandlers, skim: Skim | null = null) {
    this.#clock = options.clock;
    this.#timing = { ...connectionTiming, ...options.timing };
    this.#handlers = handlers;
    this.#paced = options.paced;
    this.#splitter = new FrameSplitter(
      (line) => this.#onLine(line),
      skim && {
        isOn: () => !this.#over && skim.isOn(),
        line: (text, start) => (this.#over ? start : skim.line(text, start)),
      },
    );
    this.#open(options);
  }

  /** Our name, null before the login is accepted. */
  get nick(): string | null {
    return this.#nick;
  }

  get isReady(): boolean {
    return this.#nick !== null && !this.#over && !this.#leaving;
  }

  /**
   * Sends lines, each in a message of its own, but all of them at once: a server that is woken by each line makes
   * writing them many times as dear. False when the connection is not there any more.
   *
   * @param lines without their line ends
   */
  send(...lines: readonly string[]): boolean {
    const ws = this.#ws;
    if (this.#over || ws === null || ws.readyState !== ws.OPEN) return false;
    this.#socket?.cork();
    for (const line of lines) ws.send(`${line}\r\n`);
    this.#socket?.uncork();
    return true;
  }

  /** Closes politely. `onEnd` follows with cause `left`. */
  leave(): void {
    if (this.#over || this.#leaving) return;
    this.#leaving = true;
    this.#ws?.close(1000);
    this.#after(this.#timing.closeMs, () => this.#ws?.terminate());
  }

  /** Drops the connection at once. `onEnd` follows before this returns. */
  drop(): void {
    this.#leaving = true;
    this.#end('left', 1000, 'closed by this program');
  }

  #open({ url, login, capabilities }: ConnectionOptions): void {
    // Loaded here: a program that uses only Helix never needs it.
    const { WebSocket: Socket } = require('ws') as typeof import('ws');
    let ws: WebSocket;
    try {
      ws = new Socket(url, {
        perMessageDeflate: false,
        maxPayload: largestFrameBytes,
        skipUTF8Validation: true,
      });
    } catch {
      // The message of `ws` repeats the address, which may hold a password.
      this.#after(0, () => this.#end('closed', 1006, 'the address of the chat server is not valid'));
      return;
    }
    this.#ws = ws;
    const names = capabilities.map((name) => `twitch.tv/${name}`).join(' ');
    const greeting = [`CAP REQ :${names}`];
    if (login.accessToken !== null) greeting.push(`PASS oauth:${login.accessToken}`);
    greeting.push(`NICK ${login.nick}`);
    ws.on('upgrade', ({ socket }) => (this.#socket = socket));
    ws.on('open', () => {
      this.send(...greeting.splice(0));
      this.#after(this.#timing.loginMs, () => this.#fallSilent('no answer to the login'));
    });
    ws.on('message', (data) => this.#onMessage(data));
    // Without a listener `ws` throws. The close event that always follows is what ends the connection.
    ws.on('error', (error) => (this.#errorText = error.message));
    ws.on('close', (code, reason) => this.#onClose(code, reason.toString()));
    this.#after(this.#timing.loginMs, () => this.#fallSilent('no connection'));
  }

  #onMessage(data: RawData): void {
    if (this.#over) return;
    this.#heard = true;
    if (this.#paced && !this.#resting) this.#rest();
    if (Buffer.isBuffer(data)) this.#splitter.push(data);
  }

  /**
   * Node-RED queues what a node sends. A socket that is read as fast as the network delivers fills that queue and
   * the heap with it; resting for one turn lets the flow work off what has come, and costs nothing when little comes.
   */
  #rest(): void {
    this.#resting = true;
    this.#ws?.pause();
    setImmediate(() => {
      this.#resting = false;
      this.#ws?.resume();
    });
  }

  #onLine(raw: string): void {
    if (this.#over) return;
    const line = parseIrcMessage(raw);
    if (line === null) {
      this.#handlers.onMalformed(this, raw);
      return;
    }
    if (line.command !== 'PRIVMSG') this.#answer(line);
    if (!this.#over) this.#handlers.onLine(this, line);
  }

  #answer(line: IrcMessage): void {
    switch (line.command) {
      case 'PING':
        this.send(`PONG :${line.params.at(-1) ?? 'tmi.twitch.tv'}`);
        break;
      case '001':
        if (this.#nick === null) this.#welcome(line.params[0] ?? '');
        break;
      case 'NOTICE':
        if (this.#nick === null && line.channel === null) this.#onLoginNotice(line.trailing);
        break;
      case 'RECONNECT':
        this.#handlers.onReconnect(this);
        break;
      default:
    }
  }

  #welcome(nick: string): void {
    this.#nick = nick;
    this.#scheduleHeartbeat();
    this.#handlers.onReady(this, nick);
  }

  /** The server says why and then closes, or leaves the connection idle. */
  #onLoginNotice(text: string): void {
    const failure = loginFailure(text);
    if (failure === undefined) return;
    this.#failure = failure;
    this.#ws?.close(1000);
    this.#end('refused', 1000, failure.text);
  }

  #scheduleHeartbeat(): void {
    this.#after(this.#timing.heartbeatMs, () => {
      this.#heard = false;
      this.send('PING :heartbeat');
      this.#after(this.#timing.answerMs, () => {
        if (this.#heard) this.#scheduleHeartbeat();
        else this.#fallSilent('no answer to PING');
      });
    });
  }

  #fallSilent(reason: string): void {
    this.#end('silent', 1006, reason);
  }

  #onClose(code: number, reason: string): void {
    if (this.#leaving) this.#end('left', code, reason);
    else this.#end('closed', code, reason || this.#errorText || 'closed by the server');
  }

  #end(cause: ConnectionEnd['cause'], code: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#clock.clearTimeout(this.#timer);
    if (cause !== 'closed') this.#ws?.terminate();
    this.#handlers.onEnd(this, { cause, code, reason, failure: this.#failure });
  }

  /** The one timer of the connection: starting it replaces the one before. */
  #after(ms: number, callback: () => void): void {
    this.#clock.clearTimeout(this.#timer);
    const dueAt = this.#clock.now() + ms;
    this.#timer = this.#clock.setTimeout(() => {
      const isLate = this.#clock.now() - dueAt > this.#timing.lateMs;
      // Lines that came while we were busy or asleep are read after this timer: look once more, a moment later.
      if (isLate) this.#timer = this.#clock.setTimeout(callback, this.#timing.lateMs);
      else callback();
    }, ms);
  }
}
