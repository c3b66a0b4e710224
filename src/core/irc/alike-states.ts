import type { RoomSettings, RoomState } from './chat-event';
import type { IrcMessage } from './parse';

const zeroCode = 48;
/** Ids beyond that many digits are left to the parser: they are no exact numbers. */
const mostDigits = 15;

/**
 * Reads ROOMSTATEs that differ from the last whole one in their room only, which nearly all do that come after a join.
 * Those need not be parsed: the text before the id and the text between id and name are compared with what they were.
 */
export class AlikeStates {
  /** What the state says that the others are compared with; null before there was one. */
  known: Pick<RoomState, 'changed' | 'settings'> | null = null;
  /** User id of the room that {@link match} found. */
  roomId = 0;
  #head = '';
  #tail = '';

  /** Remembers a state that brought all settings; those which changed a single one are passed over. */
  learn(line: IrcMessage, { channel, changed, settings }: RoomState): void {
    const { raw } = line;
    const idStart = Math.max(raw.indexOf(';room-id='), raw.indexOf('@room-id=')) + ';room-id='.length;
    const idEnd = idStart + channel.id.length;
    const nameStart = raw.length - channel.login.length;
    const isWhole = changed.length === Object.keys(settings).length;
    if (!isWhole || channel.id === '' || !raw.startsWith(channel.id, idStart)) return;
    if (idEnd >= nameStart || raw.charAt(nameStart - 1) !== '#') return;
    this.#head = raw.slice(0, idStart);
    this.#tail = raw.slice(idEnd, nameStart);
    this.known = { changed, settings: share(this.known?.settings ?? null, settings) };
  }

  /** The same state, with the settings of the last one if they are equal: one object for all rooms that ask the same. */
  shared({ changed, settings }: RoomState): Pick<RoomState, 'changed' | 'settings'> {
    return { changed, settings: share(this.known?.settings ?? null, settings) };
  }

  /** Where the name of the room begins in a line that is alike and begins at `start`; -1 for any other line. */
  match(text: string, start: number): number {
    if (this.known === null || !isAt(text, start, this.#head)) return -1;
    const idStart = start + this.#head.length;
    let end = idStart;
    let id = 0;
    for (; end - idStart < mostDigits; end++) {
      const digit = text.charCodeAt(end) - zeroCode;
      if (!(digit >= 0 && digit <= 9)) break;
      id = id * 10 + digit;
    }
    // An id with a zero in front would not be the same text as a number.
    if (end === idStart || text.charCodeAt(idStart) === zeroCode || !text.startsWith(this.#tail, end))
      return -1;
    this.roomId = id;
    return end + this.#tail.length;
  }
}

function share(known: RoomSettings | null, settings: RoomSettings): RoomSettings {
  if (known === null) return settings;
  const names = Object.keys(known) as (keyof RoomSettings)[];
  return names.every((name) => known[name] === settings[name]) ? known : settings;
}

/** Whether `part` stands at `start`. For parts as long as these it is several times as fast as `startsWith`. */
export function isAt(text: string, start: number, part: string): boolean {
  return text.slice(start, start + part.length) === part;
}
