import type { WebSocket } from 'ws';
import { endSocket, textOf } from '../sockets';
import type { TokenInfo } from '../oauth/token-registry';
import type { ChannelState, UserState } from '../world/state';
import { formatLine, linesOf, parseClientLine, type ClientLine, type ServerLine } from './irc-line';

export const CAPABILITIES = ['twitch.tv/tags', 'twitch.tv/commands', 'twitch.tv/membership'] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Lines that only a client gets that asked for `twitch.tv/commands` (irc-notes §2). */
const NEEDS_COMMANDS: ReadonlySet<string> = new Set([
  'CLEARCHAT',
  'CLEARMSG',
  'GLOBALUSERSTATE',
  'HOSTTARGET',
  'NOTICE',
  'RECONNECT',
  'ROOMSTATE',
  'USERNOTICE',
  'USERSTATE',
  'WHISPER',
]);

/** Who is logged in on a connection. */
export interface IrcLogin {
  readonly nick: string;
  /** Null for an anonymous reader. */
  readonly account: { readonly user: UserState; readonly token: TokenInfo } | null;
}

export interface IrcSessionOptions {
  readonly onLine: (session: IrcSession, line: ClientLine) => void;
  /** A line too long, without a command, or a binary frame. */
  readonly onGarbage: (session: IrcSession) => void;
  readonly onClose: (session: IrcSession) => void;
}

/** A line of a client, tags apart, that is longer is cut off by IRC servers; tags may be 4094 bytes (irc-notes §11). */
const MAX_LINE_BYTES = 4096 + 4094;

/** One chat connection: its socket, what it asked for, who it is, and in which rooms. */
export class IrcSession {
  readonly capabilities = new Set<Capability>();
  readonly rooms = new Map<string, ChannelState>();
  /** PASS as sent, until the login is over. */
  password: string | null = null;
  /** NICK as sent, until the login is over. */
  wantedNick: string | null = null;
  login: IrcLogin | null = null;
  /** A PING of ours is unanswered. */
  isPongDue = false;
  /** Ends the wait for the next PING. */
  cancelPing: () => void = () => {};
  readonly #socket: WebSocket;
  #isFrozen = false;

  constructor(socket: WebSocket, options: IrcSessionOptions) {
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      if (this.#isFrozen) return;
      if (isBinary) {
        options.onGarbage(this);
        return;
      }
      for (const line of linesOf(textOf(data))) {
        const parsed = Buffer.byteLength(line) <= MAX_LINE_BYTES ? parseClientLine(line) : null;
        if (parsed) options.onLine(this, parsed);
        else options.onGarbage(this);
      }
    });
    socket.on('close', () => options.onClose(this));
    // A broken socket always closes as well; 'close' is what is acted on.
    socket.on('error', () => {});
  }

  get nick(): string {
    return this.login?.nick ?? '*';
  }

  get userId(): string | null {
    return this.login?.account?.user.id ?? null;
  }

  /** Sends the lines that this client's capabilities cover, all in one frame. */
  send(...lines: readonly ServerLine[]): void {
    this.sendWire(lines.flatMap((line) => (this.understands(line) ? [this.format(line)] : [])));
  }

  /** Sends lines that are not subject to capabilities, such as the notice of a failed login. */
  sendAlways(line: ServerLine): void {
    this.sendWire([this.format(line)]);
  }

  /** Sends ready-made lines in one frame. */
  sendWire(lines: readonly string[]): void {
    if (lines.length === 0 || this.#isFrozen || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(`${lines.join('\r\n')}\r\n`);
  }

  understands(line: ServerLine): boolean {
    return !NEEDS_COMMANDS.has(line.command) || this.capabilities.has('twitch.tv/commands');
  }

  format(line: ServerLine): string {
    return formatLine(line, this.capabilities.has('twitch.tv/tags'));
  }

  close(): void {
    this.#socket.close();
  }

  /** Ends the connection without a close frame. */
  drop(): void {
    this.#socket.terminate();
  }

  /** Closes, and resolves when the socket is gone: after `waitMs` real milliseconds it is cut. */
  end(waitMs: number): Promise<void> {
    return endSocket(this.#socket, waitMs);
  }

  /** From now on nothing is read and nothing is sent, while the socket stays open. */
  freeze(): void {
    this.#isFrozen = true;
    this.#socket.pause();
  }
}
