import type { UserToken } from '../auth/token-handler';
import type { Timer } from '../clock';
import { toTwitchError, TwitchAuthError, TwitchSocketError, type TwitchError } from '../errors';
import { BackOff, connectionBackOff } from '../back-off';
import { ChatConnection, type ConnectionEnd } from './connection';
import { anonymousNick, assertMayLogIn, needsPerson, signInError } from './login';
import type { OverlapFilter } from './overlap-filter';
import type { IrcMessage } from './parse';
import { linkSlots, stages, type JoinFailure, type Room } from './room';
import { RoomJoins } from './room-joins';
import { RoomLines } from './room-lines';
import type { ShardHandlers, ShardOptions, ShardPhase } from './shard-options';

/** After a move, in milliseconds: how long the old connection still drains, and how long late lines of it are recognised. */
const moveTiming = { drainMs: 3_000, rememberMs: 20_000 } as const;

/** A connection that lasted this long was a good one: the next attempts begin with short waits again. */
const goodAfterMs = 30_000;

/** One connection with its rooms. */
interface Link {
  readonly connection: ChatConnection;
  readonly joins: RoomJoins;
  readonly lines: RoomLines;
  readonly token: UserToken | null;
  /** Its number for the overlap filter; which of the stages of a room is its own while it lives. */
  readonly side: number;
  readonly slot: number;
  readyAt: number;
}

/**
 * Keeps one connection alive and its rooms joined: comes back after losses, asks for a fresh token once, and when
 * Twitch asks to reconnect it joins everything on a new connection before it leaves the old one.
 */
export class Shard {
  readonly number: number;
  readonly #options: ShardOptions;
  readonly #handlers: ShardHandlers;
  readonly #backOff: BackOff;
  readonly #rooms: Room[] = [];
  #phase: ShardPhase = 'idle';
  #error: TwitchError | null = null;
  #retryAt: number | null = null;
  #current: Link | null = null;
  /** Being opened; takes over when it is ready and joined. */
  #next: Link | null = null;
  /** Was taken over from; drains. */
  #old: Link | null = null;
  #filter: OverlapFilter | null = null;
  #sides = 0;
  #attempt = 0;
  /** Asking for a token. */
  #opening = false;
  #refreshed = false;
  /** Set when only a person can help. */
  #blocked: 'sign-in' | 'refused' | null = null;
  #retryTimer: Timer;
  #drainTimer: Timer;
  #filterTimer: Timer;

  constructor(number: number, options: ShardOptions, handlers: ShardHandlers) {
    this.number = number;
    this.#options = options;
    this.#handlers = handlers;
    this.#backOff = new BackOff(connectionBackOff, options.random);
  }

  /** Rooms that belong here, joined or not. */
  get rooms(): readonly Room[] {
    return this.#rooms;
  }

  get phase(): ShardPhase {
    return this.#phase;
  }

  /** Why it is not connected. */
  get error(): TwitchError | null {
    return this.#error;
  }

  /** When the next attempt is made, milliseconds since 1970; null when none is planned. */
  get retryAt(): number | null {
    return this.#retryAt;
  }

  /** The name the server knows us by. */
  get nick(): string | null {
    return this.#current?.connection.nick ?? null;
  }

  start(): void {
    if (this.#phase === 'idle') this.#open();
  }

  /** Tries again now: after a new sign-in, or because somebody does not want to wait. */
  retry(): void {
    if (this.#blocked === null && this.#phase !== 'waiting') return;
    this.#blocked = null;
    this.#refreshed = false;
    this.#open();
  }

  /** Takes a room that belongs to no other shard. */
  add(room: Room): void {
    room.shard = this.number;
    this.#rooms.push(room);
    this.#joining()?.joins.request(room);
  }

  /** Asks again for a room that failed before. */
  rejoin(room: Room): void {
    if (room.shard === this.number) this.#joining()?.joins.request(room);
  }

  remove(room: Room): void {
    const index = this.#rooms.indexOf(room);
    if (index === -1) return;
    this.#rooms.splice(index, 1);
    for (const link of [this.#current, this.#next, this.#old]) link?.joins.leave(room);
  }

  /** False when there is no connection. */
  send(line: string): boolean {
    return this.#current?.connection.send(line) ?? false;
  }

  close(): void {
    if (this.#phase === 'closed') return;
    this.#attempt++;
    for (const timer of [this.#retryTimer, this.#drainTimer, this.#filterTimer])
      this.#options.clock.clearTimeout(timer);
    const links = [this.#current, this.#next, this.#old];
    this.#current = this.#next = this.#old = null;
    for (const link of links) {
      link?.joins.close();
      link?.connection.drop();
    }
    for (const room of this.#rooms) room.clearStages();
    this.#setPhase('closed');
  }

  /** Where new rooms are to be joined. */
  #joining(): Link | null {
    return this.#next?.connection.isReady ? this.#next : this.#current;
  }

  #setPhase(phase: ShardPhase, error: TwitchError | null = null, retryAt: number | null = null): void {
    this.#phase = phase;
    this.#error = error;
    this.#retryAt = retryAt;
    this.#handlers.onPhase(this);
  }

  /** Begins a new connection, beside the current one if there is one. */
  #open(): void {
    if (this.#opening || this.#next !== null) return;
    const attempt = ++this.#attempt;
    this.#opening = true;
    this.#options.clock.clearTimeout(this.#retryTimer);
    this.#setPhase(this.#current === null ? 'connecting' : 'moving');
    this.#getToken().then(
      (token) => {
        if (attempt !== this.#attempt) return;
        this.#opening = false;
        this.#connect(token);
      },
      (error: unknown) => {
        if (attempt !== this.#attempt) return;
        this.#opening = false;
        this.#onLoginError(error);
      },
    );
  }

  async #getToken(): Promise<UserToken | null> {
    await this.#options.gate.pass();
    if (this.#options.login === null) return null;
    const token = await this.#options.login.getToken();
    assertMayLogIn(token);
    return token;
  }

  #connect(token: UserToken | null): void {
    const { url, capabilities, clock, timing, paced, random } = this.#options;
    const login = {
      nick: token?.login.toLowerCase() ?? anonymousNick(random),
      accessToken: token?.accessToken ?? null,
    };
    const connection = new ChatConnection(
      { url, login, capabilities, clock, timing, paced },
      {
        onReady: () => this.#onReady(link),
        onLine: (_, line) => this.#onLine(link, line),
        onMalformed: (_, raw) => this.#handlers.onMalformed(raw),
        onReconnect: () => this.#onReconnectAsked(link),
        onEnd: (_, end) => this.#onEnd(link, end),
      },
      { isOn: () => lines.isOn(), line: (text, start) => lines.line(text, start) },
    );
    const slot = this.#freeSlot();
    const joins = new RoomJoins({
      clock,
      slot,
      queue: this.#options.queue,
      timeoutMs: this.#options.joinTimeoutMs,
      attempts: 2,
      send: (...sent) => connection.send(...sent),
      onJoined: (room) => this.#onJoined(link, room),
      onFailed: (room, reason) => this.#onJoinFailed(link, room, reason),
    });
    const { rooms, states } = this.#options;
    const lines: RoomLines = new RoomLines({
      shard: this.number,
      connection,
      joins,
      rooms,
      states,
      rejoin: (room) => this.rejoin(room),
      onAlikeState: (room) => this.#handlers.onAlikeState(this, room),
    });
    const link: Link = { connection, joins, lines, token, side: this.#sides++, slot, readyAt: 0 };
    this.#next = link;
    // Loaded here: it is needed only while two connections are open.
    if (this.#current !== null && this.#filter === null) {
      const { OverlapFilter: Filter } = require('./overlap-filter') as typeof import('./overlap-filter');
      this.#filter = new Filter();
    }
  }

  #freeSlot(): number {
    const taken = [this.#current, this.#next, this.#old].map((link) => link?.slot);
    for (let slot = 0; slot < linkSlots; slot++) if (!taken.includes(slot)) return slot;
    throw new Error('a shard has at most three connections');
  }

  #onReady(link: Link): void {
    link.readyAt = this.#options.clock.now();
    this.#refreshed = false;
    if (this.#current === null) {
      this.#current = link;
      this.#next = null;
      this.#setPhase('connected');
    }
    for (const room of this.#rooms) link.joins.request(room);
    this.#handlers.onReady(this);
    this.#finishMove();
  }

  #onLine(link: Link, line: IrcMessage): void {
    let room: Room | undefined;
    if (line.command !== 'PRIVMSG' && line.channel !== null) {
      room = this.#options.rooms.get(line.channel);
      if (link.lines.follow(line, room)) return;
    }
    if (this.#filter === null || this.#filter.passes(line, link.side))
      this.#handlers.onLine(this, line, room);
  }

  #onJoined(link: Link, room: Room): void {
    if (!room.isIn(link.slot)) this.#handlers.onJoined(this, room);
    this.#finishMove();
  }

  #onJoinFailed(link: Link, room: Room, reason: JoinFailure): void {
    if (link === this.#next || link === this.#current) this.#handlers.onJoinFailed(this, room, reason);
    this.#finishMove();
  }

  #onReconnectAsked(link: Link): void {
    if (link === this.#current && this.#next === null) this.#open();
  }

  /** The new connection has all rooms: it becomes the current one, and the old one drains. */
  #finishMove(): void {
    const next = this.#next;
    if (next === null || this.#current === null || !next.connection.isReady || next.joins.pending > 0) return;
    const old = this.#current;
    this.#old?.connection.drop();
    this.#promote(next);
    this.#old = old;
    this.#drainTimer = this.#options.clock.setTimeout(() => old.connection.leave(), moveTiming.drainMs);
  }

  #promote(next: Link): void {
    const { clock } = this.#options;
    this.#current = next;
    this.#next = null;
    this.#setPhase('connected');
    clock.clearTimeout(this.#filterTimer);
    this.#filterTimer = clock.setTimeout(() => {
      if (this.#next === null) this.#filter = null;
    }, moveTiming.rememberMs);
  }

  #onEnd(link: Link, end: ConnectionEnd): void {
    link.joins.close();
    const left = this.#takeRooms(link);
    const { clock } = this.#options;
    if (link.readyAt > 0 && clock.now() - link.readyAt >= goodAfterMs) this.#backOff.reset();
    if (link === this.#old) {
      this.#old = null;
      clock.clearTimeout(this.#drainTimer);
      this.#tellLost(left, end);
      return;
    }
    if (link === this.#next) {
      this.#next = null;
      if (end.failure === null) this.#waitAndOpen(socketError(end));
      else this.#onRefused(link, end);
      return;
    }
    if (link !== this.#current) return;
    this.#current = null;
    const next = this.#next;
    if (next?.connection.isReady) this.#promote(next);
    this.#tellLost(left, end);
    if (this.#current !== null) return;
    if (this.#next !== null || this.#opening) this.#setPhase('connecting');
    else if (this.#blocked !== null) this.#setPhase(this.#blocked, this.#error);
    else this.#waitAndOpen(socketError(end));
  }

  /** The rooms that a connection was in: it is in none any more. */
  #takeRooms({ joins, slot }: Link): Room[] {
    const left = this.#rooms.filter((room) => joins.has(room));
    for (const room of this.#rooms) room.setStage(slot, stages.none);
    return left;
  }

  #tellLost(left: readonly Room[], end: ConnectionEnd): void {
    const lost = left.filter((room) => !room.isIn());
    if (lost.length > 0 || this.#current === null) this.#handlers.onLost(this, lost, end);
  }

  #onRefused(link: Link, end: ConnectionEnd): void {
    const { failure } = end;
    const name = link.token?.login ?? 'an anonymous reader';
    if (failure?.reaction === 'stop') {
      this.#block(
        'refused',
        new TwitchAuthError('TWITCH_INPUT_INVALID', `Chat refused the login of ${name}: ${failure.cause}`, {
          reason: failure.text,
        }),
      );
      return;
    }
    const { login } = this.#options;
    if (failure?.reaction !== 'refresh-once' || link.token === null || login === null) {
      this.#waitAndOpen(socketError(end));
      return;
    }
    if (this.#refreshed) {
      this.#block('sign-in', signInError(name));
      return;
    }
    this.#refreshed = true;
    const attempt = this.#attempt;
    login.tokenExpired(link.token).then(
      () => {
        if (attempt === this.#attempt) this.#open();
      },
      (error: unknown) => {
        if (attempt === this.#attempt) this.#onLoginError(error);
      },
    );
  }

  #onLoginError(error: unknown): void {
    if (needsPerson(error)) this.#block('sign-in', error);
    else this.#waitAndOpen(toTwitchError(error));
  }

  /** Only a person can help. A connection that still lives is used as long as it does. */
  #block(phase: 'sign-in' | 'refused', error: TwitchError): void {
    this.#blocked = phase;
    this.#setPhase(this.#current === null ? phase : 'connected', error);
  }

  #waitAndOpen(error: TwitchError): void {
    const { clock } = this.#options;
    const ms = this.#backOff.next();
    clock.clearTimeout(this.#retryTimer);
    this.#retryTimer = clock.setTimeout(() => this.#open(), ms);
    this.#setPhase(this.#current === null ? 'waiting' : 'moving', error, clock.now() + ms);
  }
}

function socketError(end: ConnectionEnd): TwitchError {
  const code = end.cause === 'silent' ? 'TWITCH_TIMEOUT' : 'TWITCH_SOCKET_CLOSED';
  return new TwitchSocketError(
    code,
    `The chat connection is gone (${end.reason}). It comes back by itself.`,
    {
      reason: end.reason,
      status: end.code,
    },
  );
}
