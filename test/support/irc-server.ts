import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { until } from './http-server';

/** What the server does by itself; a test replaces what it wants to see differently. */
export interface IrcScript {
  /** Text of the NOTICE that refuses the login, `silent` for no answer, null to accept. */
  login(session: IrcSession): string | null;
  /** The `msg-id` that refuses a room, `silent` for no answer, null to let in. */
  join(channel: string, session: IrcSession): string | null;
  /** Lines in answer to a message; undefined for the USERSTATE that says it was shown. */
  message(channel: string, text: string, session: IrcSession): string[] | undefined;
  /** Whether PING is answered. */
  pong: boolean;
  /** Badges of the account in a room. */
  badges(channel: string): string;
}

/** One client of the server, as the server sees it. */
export class IrcSession {
  readonly socket: WebSocket;
  /** All lines the client sent, without line ends. */
  readonly lines: string[] = [];
  /** Rooms in the order of joining. */
  readonly rooms = new Set<string>();
  nick = '';
  pass: string | null = null;
  isClosed = false;

  constructor(socket: WebSocket) {
    this.socket = socket;
  }

  /** Sends lines, each in a WebSocket message of its own. */
  send(...lines: string[]): void {
    for (const line of lines) this.socket.send(`${line}\r\n`);
  }

  /** Sends one WebSocket message as it is. */
  sendFrame(frame: string): void {
    this.socket.send(frame);
  }

  received(start: string): string[] {
    return this.lines.filter((line) => line.startsWith(start));
  }
}

/** Chat as far as a client's connection needs it, on loopback. Scripted by each test; no relation to the simulator. */
export class IrcServer {
  readonly sessions: IrcSession[] = [];
  readonly script: IrcScript = {
    login: () => null,
    join: () => null,
    message: () => undefined,
    pong: true,
    badges: () => '',
  };
  #server: WebSocketServer | null = null;
  #messages = 0;

  static async start(): Promise<IrcServer> {
    const server = new IrcServer();
    server.#server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.#server.on('connection', (socket) => server.#serve(socket));
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    const { port } = this.#server!.address() as AddressInfo;
    return `ws://127.0.0.1:${port}/`;
  }

  /** The sessions that are still open. */
  get open(): IrcSession[] {
    return this.sessions.filter((session) => !session.isClosed);
  }

  /** The session with this number, when it has logged in. */
  async session(number = 0): Promise<IrcSession> {
    await until(() => (this.sessions[number]?.nick ?? '') !== '');
    return this.sessions[number]!;
  }

  async close(): Promise<void> {
    for (const { socket } of this.sessions) socket.terminate();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #serve(socket: WebSocket): void {
    const session = new IrcSession(socket);
    this.sessions.push(session);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => (session.isClosed = true));
    socket.on('message', (data) => {
      const text = Buffer.isBuffer(data) ? data.toString() : '';
      for (const line of text.split('\r\n')) if (line !== '') this.#onLine(session, line);
    });
  }

  #onLine(session: IrcSession, line: string): void {
    session.lines.push(line);
    const { nick } = session;
    const [, tags = '', command = '', rest = ''] = /^(?:@(\S+) )?(\S+) ?(.*)$/.exec(line) ?? [];
    switch (command) {
      case 'PASS':
        session.pass = rest;
        break;
      case 'NICK':
        session.nick = rest;
        this.#logIn(session);
        break;
      case 'PING':
        if (this.script.pong) session.send(`:tmi.twitch.tv PONG tmi.twitch.tv ${rest}`);
        break;
      case 'JOIN':
        for (const room of rest.split(',')) this.#join(session, room.slice(1));
        break;
      case 'PART':
        for (const room of rest.split(',')) {
          session.rooms.delete(room.slice(1));
          session.send(`:${nick}!${nick}@${nick}.tmi.twitch.tv PART ${room}`);
        }
        break;
      case 'PRIVMSG':
        this.#onMessage(session, tags, rest);
        break;
      default:
    }
  }

  #logIn(session: IrcSession): void {
    const refusal = this.script.login(session);
    if (refusal === 'silent') return;
    if (refusal !== null) {
      session.send(`:tmi.twitch.tv NOTICE * :${refusal}`);
      return;
    }
    session.send(
      ...['001', '002', '003', '004', '375', '372', '376'].map(
        (numeric) => `:tmi.twitch.tv ${numeric} ${session.nick} :-`,
      ),
    );
    if (session.pass !== null) {
      session.send(`@display-name=${session.nick};user-id=700 :tmi.twitch.tv GLOBALUSERSTATE`);
    }
  }

  #join(session: IrcSession, room: string): void {
    const answer = this.script.join(room, session);
    const { nick } = session;
    if (answer === 'silent') return;
    if (answer !== null) {
      session.send(`@msg-id=${answer} :tmi.twitch.tv NOTICE #${room} :You cannot join.`);
      return;
    }
    session.rooms.add(room);
    session.send(`:${nick}!${nick}@${nick}.tmi.twitch.tv JOIN #${room}`);
    if (session.pass !== null) session.send(this.userState(session, room));
    session.send(
      `@emote-only=0;followers-only=-1;r9k=0;room-id=9${room.length};slow=0;subs-only=0 :tmi.twitch.tv ROOMSTATE #${room}`,
    );
  }

  /** A USERSTATE line. @param more tags, without a semicolon at the start */
  userState(session: IrcSession, room: string, more = ''): string {
    const badges = this.script.badges(room);
    const tags = `badges=${badges};display-name=${session.nick};mod=${badges.startsWith('mod') ? 1 : 0}`;
    return `@${tags}${more && `;${more}`} :tmi.twitch.tv USERSTATE #${room}`;
  }

  #onMessage(session: IrcSession, tags: string, rest: string): void {
    const [, room = '', text = ''] = /^#(\S+) :(.*)$/.exec(rest) ?? [];
    const answer = this.script.message(room, text, session);
    if (answer !== undefined) {
      session.send(...answer);
      return;
    }
    const nonce = /client-nonce=([^;]*)/.exec(tags)?.[1] ?? '';
    session.send(this.userState(session, room, `client-nonce=${nonce};id=own-${++this.#messages}`));
  }
}

/** A message of somebody, as Twitch sends it. */
export function chatLine(
  text: string,
  { id = 'm1', room = 'blueacorn', login = 'kestrel77', tags = '' } = {},
): string {
  const all = `badges=;display-name=${login};id=${id};room-id=90;tmi-sent-ts=1777900000001;user-id=4${tags && `;${tags}`}`;
  return `@${all} :${login}!${login}@${login}.tmi.twitch.tv PRIVMSG #${room} :${text}`;
}
