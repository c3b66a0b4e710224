import type { ChannelState, ChatLine, ChatSettings, EmoteUse, Roles, UserState } from './state';

/** Somebody wrote in chat. Goes to everyone in the room except `origin`, which gets a USERSTATE instead. */
export interface PrivmsgLine {
  readonly kind: 'privmsg';
  readonly channel: ChannelState;
  readonly line: ChatLine;
  /** The IRC connection that sent it, as given to `chat.send`; undefined for Helix and simulated viewers. */
  readonly origin?: unknown;
  /** Tag `client-nonce` of the sender. */
  readonly nonce?: string;
}

/** A USERNOTICE: sub, resub, subgift, submysterygift, raid, announcement, ... (irc-notes §8). */
export interface UsernoticeLine {
  readonly kind: 'usernotice';
  readonly channel: ChannelState;
  readonly from: UserState;
  readonly roles: Roles;
  readonly id: string;
  readonly at: number;
  /** Tag `msg-id`. */
  readonly noticeId: string;
  /** Tags `msg-param-*`, without that prefix. */
  readonly params: Readonly<Record<string, string>>;
  readonly systemMessage: string;
  /** What the user typed; null when nothing. */
  readonly text: string | null;
  readonly emotes: readonly EmoteUse[];
}

/** The whole chat was cleared (`target` null), or all lines of one user because of a ban or timeout. */
export interface ClearchatLine {
  readonly kind: 'clearchat';
  readonly channel: ChannelState;
  readonly target: UserState | null;
  /** Null for a ban without end. */
  readonly durationS: number | null;
  readonly at: number;
}

export interface ClearmsgLine {
  readonly kind: 'clearmsg';
  readonly channel: ChannelState;
  readonly line: ChatLine;
  readonly at: number;
}

/** Chat settings changed: a ROOMSTATE with the changed tags only. The matching NOTICE follows as a line of its own. */
export interface RoomstateLine {
  readonly kind: 'roomstate';
  readonly channel: ChannelState;
  readonly changed: Partial<
    Pick<
      ChatSettings,
      'emoteMode' | 'followerModeMinutes' | 'slowModeSeconds' | 'subscriberMode' | 'uniqueChatMode'
    >
  >;
}

/** A NOTICE with msg-id, for the whole room. Refusals of one sender are not lines: `chat.send` returns them. */
export interface NoticeLine {
  readonly kind: 'notice';
  readonly channel: ChannelState;
  readonly noticeId: string;
  readonly text: string;
}

/** The roles of a user in a room changed: connections of that user get a USERSTATE with the next line they send. */
export interface UserstateLine {
  readonly kind: 'userstate';
  readonly channel: ChannelState;
  readonly user: UserState;
  readonly roles: Roles;
}

/** A simulated viewer came or went. Comings and goings over IRC are the IRC server's own. */
export interface PresenceLine {
  readonly kind: 'join' | 'part';
  readonly channel: ChannelState;
  readonly user: UserState;
}

export interface WhisperLine {
  readonly kind: 'whisper';
  readonly from: UserState;
  readonly to: UserState;
  readonly text: string;
  /** Tag `message-id`: a counter of the thread. */
  readonly messageId: string;
  /** Tag `thread-id`: both ids, the smaller first. */
  readonly threadId: string;
}

/** What IRC clients get to see. The IRC server turns it into wire lines. */
export type WorldLine =
  | PrivmsgLine
  | UsernoticeLine
  | ClearchatLine
  | ClearmsgLine
  | RoomstateLine
  | NoticeLine
  | UserstateLine
  | PresenceLine
  | WhisperLine;

/**
 * Something happened that EventSub tells about. Types with two live versions come as two notifications.
 *
 * Delivered to every enabled subscription of that type and version for which each key of `about` that the condition names with
 * a non-empty value is equal. Condition fields that `about` does not have (`moderator_user_id`, the reading `user_id`)
 * only say who listens and are not compared.
 */
export interface WorldNotification {
  readonly type: string;
  readonly version: string;
  readonly about: Readonly<Record<string, string>>;
  /** The event object in the documented shape: plain JSON, made for this notification, not shared. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** A chat session came into a room or left it. */
export interface Presence {
  readonly channel: ChannelState;
  /** Null for an anonymous session. */
  readonly user: UserState | null;
  readonly isHere: boolean;
}

export interface WorldEvents {
  irc: [line: WorldLine];
  notification: [notification: WorldNotification];
  presence: [presence: Presence];
}
