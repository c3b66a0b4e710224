import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type Clock, TimerGroup } from '../clock';
import type { Faults } from '../faults/faults';
import type { IrcFaultTarget, IrcFilter } from '../faults/irc-faults';
import type { TokenLookup } from '../oauth/token-registry';
import type { UpgradeServer } from '../parts';
import type { WorldLine } from '../world/lines';
import type { ChannelState } from '../world/state';
import type { World } from '../world/world';
import { obey, type IrcContext } from './irc-commands';
import { roomLine, whisperLine, type RoomLine } from './irc-delivery';
import { IrcLimits } from './irc-limits';
import { formatLine } from './irc-line';
import { IrcRooms } from './irc-rooms';
import { IrcSession } from './irc-session';

export interface IrcServerOptions {
  readonly world: World;
  readonly tokens: TokenLookup;
  readonly clock: Clock;
  readonly faults: Faults;
}

export interface IrcServerEvents {
  login: [session: IrcSession];
  join: [session: IrcSession, channel: ChannelState];
  part: [session: IrcSession, channel: ChannelState];
}

/** About how often the server asks whether the client is still there (irc-notes §3). */
const PING_EVERY_MS = 300_000;
/** A shutting-down server waits this long for closing handshakes; real time, since sockets do not run on the clock. */
const CLOSE_WAIT_MS = 500;

/** Chat over WebSocket, as irc-ws.chat.twitch.tv speaks it. */
export class IrcServer extends EventEmitter<IrcServerEvents> implements UpgradeServer {
  /** What clients did too fast or too often. */
  readonly limits: IrcLimits;
  readonly #world: World;
  readonly #rooms: IrcRooms;
  readonly #timers: TimerGroup;
  readonly #sessions = new Set<IrcSession>();
  readonly #context: IrcContext;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #onWorldLine = (line: WorldLine): void => this.#deliver(line);

  constructor({ world, tokens, clock, faults }: IrcServerOptions) {
    super();
    this.#world = world;
    this.#rooms = new IrcRooms(clock);
    this.#timers = new TimerGroup(clock);
    this.limits = new IrcLimits(clock);
    this.#context = {
      world,
      tokens,
      limits: this.limits,
      faults: faults.irc,
      rooms: this.#rooms,
      onLogin: (session) => this.emit('login', session),
      onJoin: (session, channel) => this.#entered(session, channel),
      onPart: (session, channel) => this.#left(session, channel),
    };
    world.on('irc', this.#onWorldLine);
    faults.irc.attach(this.#faultTarget());
  }

  /** The connections that are open, logged in or not. */
  get sessions(): ReadonlySet<IrcSession> {
    return this.#sessions;
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = new IrcSession(webSocket, {
        onLine: (from, line) => obey(from, line, this.#context),
        onGarbage: (from) => this.limits.report('line-length', from.nick),
        onClose: (from) => this.#closed(from),
      });
      this.#sessions.add(session);
      this.#pingLater(session);
    });
  }

  async close(): Promise<void> {
    this.#world.off('irc', this.#onWorldLine);
    this.#timers.close();
    this.#rooms.close();
    const gone = [...this.#sessions].map((session) => session.end(CLOSE_WAIT_MS));
    await Promise.all(gone);
    this.#sockets.close();
  }

  #entered(session: IrcSession, channel: ChannelState): void {
    this.#world.chat.enter(channel, session.login?.account?.user ?? null);
    this.emit('join', session, channel);
  }

  #left(session: IrcSession, channel: ChannelState): void {
    this.#world.chat.leave(channel, session.login?.account?.user ?? null);
    this.emit('part', session, channel);
  }

  #closed(session: IrcSession): void {
    this.#sessions.delete(session);
    session.cancelPing();
    for (const channel of session.rooms.values()) {
      this.#rooms.leave(session, channel);
      this.#left(session, channel);
    }
  }

  #pingLater(session: IrcSession): void {
    session.cancelPing = this.#timers.after(PING_EVERY_MS, () => {
      if (session.isPongDue) {
        session.drop();
        return;
      }
      session.isPongDue = true;
      session.send({ from: null, command: 'PING', text: 'tmi.twitch.tv' });
      this.#pingLater(session);
    });
  }

  #deliver(line: WorldLine): void {
    switch (line.kind) {
      case 'whisper':
        this.#deliverWhisper(line);
        return;
      case 'join':
      case 'part':
        this.#rooms.tell(line.kind === 'join' ? 'JOIN' : 'PART', line.channel, line.user.login);
        return;
      case 'userstate':
        // Roles are told with the next line that the user sends.
        return;
      case 'privmsg':
      case 'usernotice':
      case 'clearchat':
      case 'clearmsg':
      case 'roomstate':
      case 'notice':
        this.#deliverToRoom(line);
    }
  }

  #deliverToRoom(line: RoomLine): void {
    const message = roomLine(line);
    // Written once for all who get tags and once for those who do not, however many are in the room.
    const wire = { tagged: '', plain: '' };
    for (const session of this.#rooms.in(line.channel.id)) {
      if (line.kind === 'privmsg' && line.origin === session) continue;
      if (!session.understands(message)) continue;
      const form = session.capabilities.has('twitch.tv/tags') ? 'tagged' : 'plain';
      wire[form] ||= formatLine(message, form === 'tagged');
      session.sendWire([wire[form]]);
    }
  }

  #deliverWhisper(line: Extract<WorldLine, { kind: 'whisper' }>): void {
    const message = whisperLine(line);
    for (const session of this.#sessions) {
      const account = session.login?.account;
      if (account?.user.id === line.to.id && account.token.scopes.includes('whispers:read'))
        session.send(message);
    }
  }

  #faultTarget(): IrcFaultTarget {
    const each = (filter: IrcFilter, act: (session: IrcSession) => void): number => {
      const hit = [...this.#sessions]
        .filter(({ nick }) => filter.login === undefined || filter.login === nick)
        .slice(0, filter.most);
      for (const session of hit) act(session);
      return hit.length;
    };
    return {
      drop: (filter) => each(filter, (session) => session.drop()),
      freeze: (filter) => each(filter, (session) => session.freeze()),
      sendRaw: (filter, line) => each(filter, (session) => session.sendWire([line])),
      reconnect: (filter, closeAfterMs) =>
        each(filter, (session) => {
          session.send({ command: 'RECONNECT' });
          this.#timers.after(closeAfterMs, () => session.close());
        }),
    };
  }
}

export function createIrcServer(options: IrcServerOptions): IrcServer {
  return new IrcServer(options);
}
