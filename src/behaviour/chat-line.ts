import type {
  ChatNotice,
  ClearChat,
  ClearMsg,
  GlobalUserState,
  Membership,
  RoomState,
  UserNotice,
  UserState,
  Whisper,
} from '../core/irc/chat-event';
import type { ChatMessage } from '../core/irc/chat-message';

/**
 * What the behaviours read of a chat line: members of the core's `ChatMessage`. Narrow, so that the test button can
 * make lines by itself.
 */
export type ChatLine = Pick<
  ChatMessage,
  | 'type'
  | 'id'
  | 'sentAt'
  | 'channel'
  | 'user'
  | 'text'
  | 'commandText'
  | 'isAction'
  | 'roles'
  | 'bits'
  | 'firstEver'
  | 'returning'
  | 'mark'
  | 'rewardId'
  | 'replyTo'
  | 'sharedFrom'
  | 'isOwn'
  | 'color'
  | 'badges'
  | 'badgeInfo'
  | 'fragments'
  | 'tags'
>;

/** What twitch-chat can tell. */
export type ChatOccurrence =
  | ChatLine
  | UserNotice
  | ClearChat
  | ClearMsg
  | RoomState
  | UserState
  | GlobalUserState
  | ChatNotice
  | Whisper
  | Membership;

/** What is no line, notice or removal: the state of the room and of ourselves, whispers, who comes and leaves. */
export type RoomOccurrence = Exclude<ChatOccurrence, ChatLine | UserNotice | ClearChat | ClearMsg>;
