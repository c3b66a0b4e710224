import type { Clock, Timer } from '../core/clock';
import type { TwitchError } from '../core/errors';
import { ChatDispatch, type ChatInterest, type ChatListener } from '../core/irc/dispatch';
import type { ChatClient } from '../core/irc/chat-client';
import type { ChatEventType } from '../core/irc/chat-event';
import { joinError } from '../core/irc/rooms';

/** Rooms are left this long after the last node has let go of them: a deploy comes back sooner. */
const LINGER_MS = 5_000;

/** How a room stands. */
export type RoomStanding =
  | { readonly state: 'connecting' | 'joined' }
  /** The room itself refuses us; it is tried again by itself. */
  | { readonly state: 'refused'; readonly error: TwitchError }
  /** The connection is down; it is tried again by itself. */
  | { readonly state: 'retrying'; readonly error: TwitchError | null };

/** Reading over one chat connection for any number of nodes: one dispatch index, rooms joined as long as somebody wants them. */
export class ChatReader {
  readonly chat: ChatClient;
  readonly #clock: Clock;
  readonly #dispatch: ChatDispatch;
  readonly #onIdle: () => void;
  readonly #rooms = new Map<string, { wants: number; timer: Timer }>();
  readonly #watchers = new Set<() => void>();
  #isClosed = false;

  /** @param onIdle nobody wants any room any more */
  constructor(options: {
    chat: ChatClient;
    clock: Clock;
    onIdle: () => void;
    onListenerError: (error: unknown) => void;
  }) {
    this.chat = options.chat;
    this.#clock = options.clock;
    this.#onIdle = options.onIdle;
    this.#dispatch = new ChatDispatch(options.onListenerError);
    this.chat.feed(this.#dispatch);
    const tell = (): void => {
      for (const watcher of this.#watchers) watcher();
    };
    this.chat.on('state', tell);
    this.chat.on('join', (event) => {
      if (event.own) tell();
    });
    this.chat.on('joinFailed', tell);
    this.chat.on('lost', tell);
  }

  /** Hears events of one kind in a room. Returns the function that ends it; wanting the room is another matter. */
  hear<Type extends ChatEventType>(interest: ChatInterest<Type>, listener: ChatListener<Type>): () => void {
    if (interest.type === 'join' || interest.type === 'part') this.chat.hearMembership();
    return this.#dispatch.add(interest, listener);
  }

  /** Is in a room until the returned function is called, and a little longer. */
  want(channel: string): () => void {
    const room = this.#rooms.get(channel) ?? { wants: 0, timer: undefined };
    this.#rooms.set(channel, room);
    room.wants++;
    this.#clock.clearTimeout(room.timer);
    if (room.wants === 1) void this.chat.join(channel).catch(() => {});
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      room.wants--;
      if (room.wants > 0 || this.#isClosed) return;
      room.timer = this.#clock.setTimeout(() => this.#leave(channel), LINGER_MS);
    };
  }

  /** Called back whenever a room or the connection may stand differently. Returns the function that ends it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** The rooms that somebody wants, or wanted a moment ago. */
  get rooms(): readonly string[] {
    return [...this.#rooms.keys()];
  }

  standing(channel: string): RoomStanding {
    const room = this.chat.getChannel(channel);
    if (room?.isJoined) return { state: 'joined' };
    if (room?.failure) return { state: 'refused', error: joinError(channel, room.failure) };
    const { error, retryAt } = this.chat.state;
    return error !== null || retryAt !== null ? { state: 'retrying', error } : { state: 'connecting' };
  }

  close(): void {
    this.#isClosed = true;
    for (const room of this.#rooms.values()) this.#clock.clearTimeout(room.timer);
    this.#rooms.clear();
    this.#watchers.clear();
  }

  #leave(channel: string): void {
    const room = this.#rooms.get(channel);
    if (!room || room.wants > 0) return;
    this.#rooms.delete(channel);
    this.chat.part(channel);
    if (this.#rooms.size === 0) this.#onIdle();
  }
}
