import { EventEmitter } from 'node:events';
import { systemClock, systemRandom, type Clock, type Random } from '../clock';
import { SeenMessages } from '../eventsub/dedupe';
import { toTwitchError } from '../errors';
import { assertMayCarryTokens } from '../urls';
import { AlikeStates } from './alike-states';
import { channelLogin } from './channel-name';
import {
  chatClientDefaults,
  type ChatClientEvents,
  type ChatClientOptions,
  type ChatState,
} from './chat-client-options';
import type { ChatChannel, ChatEvent } from './chat-event';
import { IrcChatMessage, type ChatMessage } from './chat-message';
import { ChatSender, type SendResult } from './chat-sender';
import type { ChatSink, ChatSource } from './chat-source';
import { echoLine } from './echo';
import { IrcTransport } from './irc-transport';
import { JoinQueue, joinRate } from './join-queue';
import { readLine } from './line-events';
import { LoginGate } from './login';
import { MessageCache } from './message-cache';
import { OwnMessages } from './own-messages';
import { parseIrcMessage, type IrcMessage } from './parse';
import type { ChatRoom, JoinFailure, Room } from './room';
import { joinError, Rooms } from './rooms';
import type { SendRole } from './send-pacing';
import { Shard } from './shard';
import { FillingShardManager } from './shard-manager';
import { Shards } from './shards';

/**
 * Chat of any number of rooms as one account, or anonymously. Rooms that are wanted are kept apart from rooms that are
 * joined: whatever breaks is built up again until everything wanted is joined.
 */
export class ChatClient extends EventEmitter<ChatClientEvents> implements ChatSource {
  /** What `say`, `reply` and `me` go through; all that this account says should. */
  readonly sender: ChatSender;
  readonly #options: ChatClientOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #queue: JoinQueue;
  readonly #gate: LoginGate;
  readonly #shards: Shards;
  readonly #rooms: Rooms;
  readonly #states = new AlikeStates();
  readonly #cache: MessageCache;
  readonly #own: OwnMessages;
  readonly #irc: IrcTransport;
  readonly #ownSeen = new SeenMessages({ messages: 200 });
  #sinks: readonly ChatSink[] = [];
  #started: Promise<void> | null = null;
  #isOpen = false;
  /** The start is over: a room is asked for without waiting for it. */
  #isReadyToJoin = false;
  #wasReady = false;
  #userId = '';

  /** @throws {TwitchInputError} when a token would travel unencrypted to another machine */
  constructor(options: ChatClientOptions) {
    super();
    if (options.login) assertMayCarryTokens(options.url, 'irc');
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#queue = new JoinQueue(this.#clock, options.joinRate ?? joinRate(options.verified ?? false));
    this.#gate = new LoginGate(this.#clock, options.verified ?? false);
    this.#shards = new Shards({
      clock: this.#clock,
      manager: options.shards ?? new FillingShardManager(options.shardLimit ?? chatClientDefaults.shardLimit),
      make: (number) => this.#makeShard(number),
    });
    if (options.membership) this.#shards.hearMembership();
    this.#rooms = new Rooms(this.#clock, (room) => this.#shards.get(room.shard)?.rejoin(room));
    this.#cache = new MessageCache(options.messageCache ?? chatClientDefaults.messageCache, this.#clock);
    this.#own = options.own ?? new OwnMessages(this.#clock);
    this.#irc = new IrcTransport({
      clock: this.#clock,
      write: (line, channel) => this.#write(line, channel),
      onSent: (line, state) => {
        const sender = { id: this.#userId, login: this.login ?? '' };
        const room = { id: this.#rooms.get(line.channelLogin)?.id ?? line.channelId };
        const echo = parseIrcMessage(echoLine(line, state, sender, room, this.#clock.now()));
        if (echo !== null) this.#deliver(new IrcChatMessage(echo, this.#clock), true);
      },
    });
    this.sender = new ChatSender({
      transport: options.sendOver === 'irc' ? this.#irc : (options.transport ?? this.#irc),
      transports: [this.#irc, ...(options.transport ? [options.transport] : [])],
      speaker: () => options.speaker?.() || this.login || '',
      role: ({ login }, verified) => this.roleIn(login, verified),
      slowSeconds: ({ login }) => this.#rooms.get(login)?.settings?.slowSeconds ?? 0,
      own: this.#own,
      clock: this.#clock,
      random: this.#random,
    });
  }

  /** Rooms that somebody wants, joined or not. */
  get wanted(): ReadonlySet<string> {
    return this.#rooms.wanted;
  }

  get joined(): ReadonlySet<string> {
    return this.#rooms.joined;
  }

  /** The name the server knows us by, null before the login. */
  get login(): string | null {
    return this.#shards.nick;
  }

  get state(): ChatState {
    return { login: this.login, ...this.#shards.state };
  }

  /** From now on also `join` and `part` of others: late, and not in big rooms. */
  hearMembership(): void {
    this.#shards.hearMembership();
  }

  /** A wanted room; undefined for others. */
  getChannel(channel: string): ChatRoom | undefined {
    return this.#rooms.get(channel.toLowerCase().replace(/^#/, ''));
  }

  /** One of the latest messages, read anew: equal to the one that was told, not the same object. */
  getMessage(id: string): ChatMessage | undefined {
    return this.#cache.get(id);
  }

  /** What we are in a room, as far as message limits go. Twitch tells it after the join. */
  roleIn(login: string, verified = this.#options.verified ?? false): SendRole {
    if (verified) return 'verified';
    return this.#rooms.get(login)?.userState?.privileged || login === this.login ? 'privileged' : 'viewer';
  }

  feed(sink: ChatSink): () => void {
    this.#sinks = [...this.#sinks, sink];
    return () => (this.#sinks = this.#sinks.filter((other) => other !== sink));
  }

  /**
   * Connects and joins. Resolves when the rooms to join at the start are asked for; `ready` and `join` tell the rest.
   * Called by the first `join` too.
   *
   * @throws what `setup` or `channels` throw
   */
  start(): Promise<void> {
    return (this.#started ??= harmless(this.#start()));
  }

  /** Tries to connect again now: after a new sign-in, or because somebody does not want to wait. */
  retry(): void {
    for (const shard of this.#shards) shard.retry();
  }

  /**
   * Wants a room from now on, whatever happens. Resolves when it is joined; when that fails it rejects, and is tried
   * again from time to time all the same, until `part`.
   *
   * @throws {TwitchInputError} for what cannot be a channel's name
   * @throws {TwitchError} TWITCH_JOIN_FAILED with `cause.reason`
   */
  join(channel: string): Promise<void> {
    try {
      // What cannot be a name is refused before anything is started.
      const login = channelLogin(channel);
      if (!this.#isReadyToJoin) return harmless(this.start().then(() => this.#join(login)));
      return this.#join(login);
    } catch (error) {
      return harmless(Promise.reject(toTwitchError(error)));
    }
  }

  /** Does not want a room any more. False when it was not wanted. */
  part(channel: string): boolean {
    const room = this.#rooms.remove(channelLogin(channel));
    if (room === undefined) return false;
    this.#shards.get(room.shard)?.remove(room);
    return true;
  }

  /** Says something in a room. See {@link ChatSender.send}. */
  async say(channel: string, text: string, options: { readonly replyTo?: string } = {}): Promise<SendResult> {
    return this.sender.send({ channel: await this.#channelRef(channel), text, ...options });
  }

  /** Answers a line. */
  reply(message: Pick<ChatMessage, 'id' | 'channel'>, text: string): Promise<SendResult> {
    return this.sender.send({ channel: message.channel, text, replyTo: message.id });
  }

  /** Says something as `/me`. */
  async me(channel: string, text: string): Promise<SendResult> {
    return this.sender.send({ channel: await this.#channelRef(channel), text, isAction: true });
  }

  /** Leaves everything. Nothing is emitted afterwards. What could not be said any more is told by `sender.close()`. */
  async close(): Promise<void> {
    this.#started ??= Promise.resolve();
    await this.sender.close();
    this.#isOpen = false;
    this.#queue.close();
    this.#gate.close();
    this.#rooms.clear();
    this.#shards.close();
    this.#irc.onLost(() => true);
    this.#cache.clear();
    this.#sinks = [];
  }

  async #start(): Promise<void> {
    this.#isOpen = true;
    await this.#options.setup?.();
    const { channels = [] } = this.#options;
    const logins = new Set(
      [...(typeof channels === 'function' ? await channels() : channels)].map(channelLogin),
    );
    if (!this.#isOpen) return;
    for (const login of logins) if (this.#rooms.get(login) === undefined) this.#want(login);
    if (this.#shards.size === 0) this.#shards.open();
    this.#isReadyToJoin = true;
  }

  #join(login: string): Promise<void> {
    if (!this.#isOpen) throw joinError(login, 'closed');
    const known = this.#rooms.get(login);
    if (known?.failure) this.#shards.get(known.shard)?.rejoin(known);
    return this.#rooms.whenJoined(known ?? this.#want(login));
  }

  #want(login: string): Room {
    const shard = this.#shards.place(login);
    const room = this.#rooms.add(login, shard.number);
    shard.add(room);
    return room;
  }

  #makeShard(number: number): Shard {
    const { url, login = null, timing, joinTimeoutMs, heartbeatMs, paced = true } = this.#options;
    const shard: Shard = new Shard(
      number,
      {
        url,
        login,
        gate: this.#gate,
        queue: this.#queue,
        rooms: this.#rooms,
        states: this.#states,
        capabilities: this.#shards.capabilities,
        clock: this.#clock,
        random: this.#random,
        timing: { heartbeatMs: heartbeatMs ?? chatClientDefaults.heartbeatMs, ...timing },
        joinTimeoutMs: joinTimeoutMs ?? chatClientDefaults.joinTimeoutMs,
        paced,
      },
      {
        onPhase: () => {
          this.#shards.onPhase(shard);
          this.#tell('state', this.state);
        },
        onReady: () => this.#onReady(shard),
        onLine: (_, line, room) => this.#onLine(line, room),
        onAlikeState: (_, room) => this.#onAlikeState(room),
        onMalformed: (raw) => this.#tell('rawData', raw),
        onJoined: (_, room) => this.#onJoined(room),
        onJoinFailed: (_, room, reason) => this.#onJoinFailed(room, reason),
        onLost: (_, rooms, end) => this.#onLost(shard, rooms, end.reason),
      },
    );
    return shard;
  }

  #onReady(shard: Shard): void {
    this.#tell('shardReady', shard.number);
    if (this.#wasReady || ![...this.#shards].every(({ nick }) => nick !== null)) return;
    this.#wasReady = true;
    this.#tell('ready');
  }

  #onLine(line: IrcMessage, room: Room | undefined): void {
    if (this.listenerCount('rawData') > 0) this.#tell('rawData', line.raw);
    if (this.listenerCount('rawPayload') > 0) this.#tell('rawPayload', line);
    if (line.command !== 'PRIVMSG') {
      this.#onOtherLine(line, room);
      return;
    }
    const message = new IrcChatMessage(line, this.#clock);
    if (!this.#own.mayBeOwn(line)) {
      this.#deliver(message, false);
      return;
    }
    const isOwn = this.#own.isOwn(message);
    if (typeof isOwn === 'boolean') this.#deliver(message, isOwn);
    else void isOwn.then((known) => this.#deliver(message, known));
  }

  #onOtherLine(line: IrcMessage, room: Room | undefined): void {
    const event = readLine(line, { clock: this.#clock, login: this.login ?? '', room });
    if (event === null) return;
    if (event.type === 'globaluserstate') this.#userId = event.userId;
    if (event.type === 'notice') this.#irc.onNotice(event);
    if (event.type === 'userstate') {
      if (room !== undefined) room.userState = event;
      this.#irc.onUserState(event);
    }
    if (event.type === 'roomstate' && room !== undefined) {
      this.#states.learn(line, event);
      if (event.channel.id !== '') room.id = event.channel.id;
      if (!room.learnSettings(this.#states.shared(event))) return;
    }
    this.#pass(event);
  }

  /** False when somebody wants the line itself. */
  #onAlikeState(room: Room): boolean {
    const { known } = this.#states;
    if (known === null || this.listenerCount('rawData') + this.listenerCount('rawPayload') > 0) return false;
    if (room.learnSettings(known) && this.#isWanted('roomstate')) {
      const { id, login } = room;
      this.#pass({ type: 'roomstate', channel: { id, login }, ...known });
    }
    return true;
  }

  #onJoined(room: Room): void {
    this.#rooms.onJoined(room);
    if (!this.#isWanted('join')) return;
    const { id, login } = room;
    this.#pass({ type: 'join', channel: { id, login }, login: this.login ?? '', own: true });
  }

  #onJoinFailed(room: Room, reason: JoinFailure): void {
    if (!this.#rooms.onFailed(room, reason)) return;
    const { login } = room;
    this.#tell('joinFailed', { channel: login, reason, error: joinError(login, reason) });
  }

  #onLost(shard: Shard, rooms: readonly Room[], reason: string): void {
    for (const room of rooms) room.isJoined = false;
    this.#irc.onLost((login) => this.#shardOf(login) === shard);
    const channels = rooms.map(({ login }) => login);
    this.#tell('lost', { shard: shard.number, channels, reason, at: this.#clock.now() });
  }

  #deliver(message: IrcChatMessage, isOwn: boolean): void {
    if (!this.#isOpen) return;
    if (isOwn) {
      // While two connections are open, the other one gets the line that is echoed here.
      if (!this.#ownSeen.isNew(message.id, this.#clock.now())) return;
      message.markOwn();
    }
    this.#cache.add(message);
    this.#pass(message);
  }

  #isWanted(type: ChatEvent['type']): boolean {
    return this.listenerCount(type) > 0 || this.#sinks.some((sink) => sink.wants(type));
  }

  #pass(event: ChatEvent): void {
    for (const sink of this.#sinks) if (sink.wants(event.type)) sink.accept(event);
    // The name of an event is its type, which the compiler cannot follow through the union.
    this.#tell(event.type as 'message', event as ChatMessage);
  }

  /** A listener that throws must not cost the lines behind it, let alone the process. */
  #tell<Name extends keyof ChatClientEvents>(name: Name, ...args: ChatClientEvents[Name]): void {
    try {
      // The tuple type of a generic name is more than the compiler matches.
      (this.emit as (name: string, ...args: unknown[]) => boolean).call(this, name, ...args);
    } catch (error) {
      if (name !== 'listenerError') this.#tell('listenerError', error);
    }
  }

  #write(line: string, channel: string): boolean {
    return this.#options.login ? (this.#shardOf(channel)?.send(line) ?? false) : false;
  }

  /** The connection over which a room is written to; one that is not joined can be written to as well. */
  #shardOf(channel: string): Shard | undefined {
    const room = this.#rooms.get(channel);
    return room === undefined ? this.#shards.any() : this.#shards.get(room.shard);
  }

  async #channelRef(channel: string): Promise<ChatChannel> {
    const login = channelLogin(channel);
    return { login, id: this.#rooms.get(login)?.id || (await this.#options.channelId?.(login)) || '' };
  }
}

/** A promise whose rejection harms nobody when nobody looks at it. */
function harmless<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
