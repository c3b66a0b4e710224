import type { Clock } from '../clock';
import type { ChatEvent } from './chat-event';
import {
  readClearChat,
  readClearMsg,
  readGlobalUserState,
  readMembership,
  readNotice,
  readRoomState,
  readUserNotice,
  readUserState,
  readWhisper,
} from './messages';
import type { IrcMessage } from './parse';
import type { ChatRoom } from './room';

/** What a reader of lines has to know beside the line. */
export interface LineContext {
  readonly clock: Clock;
  /** Our login. */
  readonly login: string;
  /** The wanted room the line is about. */
  readonly room: Pick<ChatRoom, 'settings'> | undefined;
}

/** The event a line means; null for lines that are no event (and for PRIVMSG, which goes a shorter way). */
export function readLine(
  line: IrcMessage,
  { clock, login, room }: LineContext,
): Exclude<ChatEvent, { type: 'message' }> | null {
  switch (line.command) {
    case 'USERNOTICE':
      return readUserNotice(line, clock);
    case 'CLEARCHAT':
      return readClearChat(line, clock);
    case 'CLEARMSG':
      return readClearMsg(line, clock);
    case 'ROOMSTATE':
      return readRoomState(line, room?.settings ?? undefined);
    case 'USERSTATE':
      return readUserState(line);
    case 'GLOBALUSERSTATE':
      return readGlobalUserState(line);
    case 'NOTICE':
      return readNotice(line);
    case 'WHISPER':
      return readWhisper(line);
    case 'JOIN':
    case 'PART':
      return readMembership(line, login);
    default:
      return null;
  }
}
