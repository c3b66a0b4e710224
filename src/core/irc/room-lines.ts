import { notice } from '../../tables/irc';
import { isAt, type AlikeStates } from './alike-states';
import type { ChatConnection } from './connection';
import type { Skim } from './frame-splitter';
import type { IrcMessage } from './parse';
import type { Room } from './room';
import type { RoomJoins } from './room-joins';
import type { Rooms } from './rooms';

const carriageReturnCode = 13;
const lineFeedCode = 10;

export interface RoomLinesOptions {
  /** Number of the shard: rooms of others are not ours to follow. */
  readonly shard: number;
  readonly connection: ChatConnection;
  readonly joins: RoomJoins;
  readonly rooms: Rooms;
  readonly states: AlikeStates;
  /** A room was lost and is to be asked for again. */
  readonly rejoin: (room: Room) => void;
  /** A room's state is like the last one. False when somebody wants the line itself. */
  readonly onAlikeState: (room: Room) => boolean;
}

/** Follows which rooms a connection is in, from the lines it brings. */
export class RoomLines implements Skim {
  readonly #options: RoomLinesOptions;
  /** What our own JOINs begin with. */
  #echo = '';

  constructor(options: RoomLinesOptions) {
    this.#options = options;
  }

  /** True when the line is dealt with. @param room the wanted room it is about */
  follow(line: IrcMessage, room: Room | undefined): boolean {
    const { joins, shard } = this.#options;
    const { command } = line;
    if (command === 'ROOMSTATE') {
      if (room?.shard === shard) joins.confirm(room);
      return false;
    }
    if (command === 'NOTICE') {
      const id = line.tag('msg-id') ?? '';
      if (room !== undefined && notice(id)?.kinds.includes('join-refused')) joins.refuse(room, id);
      return false;
    }
    return (command === 'JOIN' || command === 'PART') && this.#followOwn(line, room);
  }

  #followOwn(line: IrcMessage, room: Room | undefined): boolean {
    const { connection, joins, rejoin, shard } = this.#options;
    if (!line.isFrom(connection.nick ?? '')) return false;
    if (line.command === 'JOIN') {
      if (room?.shard === shard) joins.confirm(room);
      // It was left before the server let us in.
      else connection.send(`PART #${line.channel}`);
      return true;
    }
    // Not asked for: the server let go of the room, so it is joined anew.
    if (room !== undefined && joins.drop(room)) rejoin(room);
    return false;
  }

  /** While answers to JOINs are to come. */
  isOn(): boolean {
    return this.#options.joins.pending > 0;
  }

  /**
   * Deals with the line at `start` if it is one of those that come by the thousand after a JOIN of many rooms: our own
   * JOIN, or a room's state like the one before. They look alike but for the room, and mostly come in the order in
   * which the rooms were asked for, so they are compared with what is expected instead of being cut and parsed.
   */
  line(text: string, start: number): number {
    const { joins, states } = this.#options;
    const isEcho = isAt(text, start, this.#ownJoin);
    const name = isEcho ? start + this.#echo.length : states.match(text, start);
    if (name === -1) return start;
    const room = this.#roomAt(text, name);
    if (room?.shard !== this.#options.shard) return start;
    const end = name + room.login.length;
    if (text.charCodeAt(end + 1) !== lineFeedCode) return start;
    if (!isEcho) {
      if (!joins.has(room)) return start;
      room.learnId(states.roomId);
      if (!this.#options.onAlikeState(room)) return start;
    } else if (!joins.confirm(room)) return start;
    return end + 2;
  }

  get #ownJoin(): string {
    const nick = this.#options.connection.nick ?? '';
    if (this.#echo === '') this.#echo = `:${nick}!${nick}@${nick}.tmi.twitch.tv JOIN #`;
    return this.#echo;
  }

  /** The wanted room whose name begins at `start`. */
  #roomAt(text: string, start: number): Room | undefined {
    const { joins, rooms } = this.#options;
    const { latest, expected } = joins;
    if (latest !== undefined && isNameAt(text, start, latest.login)) return latest;
    if (expected !== undefined && isNameAt(text, start, expected.login)) return expected;
    const end = text.indexOf('\r', start);
    return end === -1 ? undefined : rooms.get(text.slice(start, end));
  }
}

function isNameAt(text: string, start: number, name: string): boolean {
  return text.startsWith(name, start) && text.charCodeAt(start + name.length) === carriageReturnCode;
}
