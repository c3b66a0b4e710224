import { type Clock, TimerGroup } from '../clock';
import type { ChannelState } from '../world/state';
import { userPrefix } from './irc-line';
import type { IrcSession } from './irc-session';

interface Movement {
  readonly command: 'JOIN' | 'PART';
  readonly channel: ChannelState;
  readonly login: string;
}

/** Comings and goings of others are told in batches every few tens of seconds (irc-notes §4). */
const MEMBERSHIP_EVERY_MS = 10_000;

/** Which connection is in which room, and the batched news about that. */
export class IrcRooms {
  readonly #timers: TimerGroup;
  readonly #byChannel = new Map<string, Set<IrcSession>>();
  /** User id to channel id to the number of that user's connections there. */
  readonly #byUser = new Map<string, Map<string, { readonly channel: ChannelState; connections: number }>>();
  readonly #movements: Movement[] = [];
  #isBatchWaiting = false;

  constructor(clock: Clock) {
    this.#timers = new TimerGroup(clock);
  }

  in(channelId: string): ReadonlySet<IrcSession> {
    return this.#byChannel.get(channelId) ?? new Set();
  }

  /** Rooms in which this account has a connection. */
  *roomsOf(userId: string): Generator<ChannelState> {
    for (const { channel } of this.#byUser.get(userId)?.values() ?? []) yield channel;
  }

  enter(session: IrcSession, channel: ChannelState): void {
    const sessions = this.#byChannel.get(channel.id);
    if (sessions) sessions.add(session);
    else this.#byChannel.set(channel.id, new Set([session]));
    session.rooms.set(channel.id, channel);
    if (session.userId === null) return;
    this.#count(session.userId, channel, 1);
    this.tell('JOIN', channel, session.nick);
  }

  leave(session: IrcSession, channel: ChannelState): void {
    const sessions = this.#byChannel.get(channel.id);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#byChannel.delete(channel.id);
    session.rooms.delete(channel.id);
    if (session.userId === null) return;
    this.#count(session.userId, channel, -1);
    this.tell('PART', channel, session.nick);
  }

  /** Tells the members of the room, with the next batch, that somebody came or went. */
  tell(command: 'JOIN' | 'PART', channel: ChannelState, login: string): void {
    this.#movements.push({ command, channel, login });
    if (this.#isBatchWaiting) return;
    this.#isBatchWaiting = true;
    this.#timers.after(MEMBERSHIP_EVERY_MS, () => this.#sendBatch());
  }

  close(): void {
    this.#timers.close();
  }

  #count(userId: string, channel: ChannelState, change: 1 | -1): void {
    const rooms =
      this.#byUser.get(userId) ?? new Map<string, { channel: ChannelState; connections: number }>();
    const connections = (rooms.get(channel.id)?.connections ?? 0) + change;
    if (connections > 0) rooms.set(channel.id, { channel, connections });
    else rooms.delete(channel.id);
    if (rooms.size > 0) this.#byUser.set(userId, rooms);
    else this.#byUser.delete(userId);
  }

  #sendBatch(): void {
    this.#isBatchWaiting = false;
    const wire = new Map<IrcSession, string[]>();
    for (const { command, channel, login } of this.#movements.splice(0)) {
      const line = `:${userPrefix(login)} ${command} #${channel.owner.login}`;
      for (const session of this.in(channel.id)) {
        if (session.nick === login || !session.capabilities.has('twitch.tv/membership')) continue;
        const lines = wire.get(session);
        if (lines) lines.push(line);
        else wire.set(session, [line]);
      }
    }
    for (const [session, lines] of wire) session.sendWire(lines);
  }
}
