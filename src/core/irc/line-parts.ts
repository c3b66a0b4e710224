import type { ChatChannel, ChatUser } from './chat-event';
import type { IrcMessage } from './parse';

/** Readers that several kinds of lines share. Missing and malformed values become the empty one of their type. */

export function readChannel(line: IrcMessage): ChatChannel {
  return { id: line.tag('room-id') ?? '', login: line.channel ?? '' };
}

/** @param login of the person; in USERNOTICE it is in a tag, else in the prefix */
export function readUser(line: IrcMessage, login: string): ChatUser {
  // Some old display names end in a space.
  return { id: line.tag('user-id') ?? '', login, name: line.tag('display-name')?.trim() || login };
}

/** When Twitch sent the line, milliseconds since 1970; null when it does not say. */
export function readTime(line: IrcMessage): number | null {
  const time = Number(line.tag('tmi-sent-ts') ?? Number.NaN);
  return Number.isFinite(time) && time > 0 ? time : null;
}

/** A whole number of 0 or more; 0 for anything else. */
export function readCount(value: string | undefined): number {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : 0;
}

/** User id of the room a shared line was written in, when that is not this room. */
export function readSharedFrom(line: IrcMessage): string | null {
  const from = line.tag('source-room-id');
  return from && from !== line.tag('room-id') ? from : null;
}
