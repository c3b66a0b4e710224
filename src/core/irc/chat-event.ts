import type { ChatMessage } from './chat-message';
import type { ChatRole } from './roles';
import type { IrcTags } from './parse';

/** A room. `id` is empty where the line carries none. */
export interface ChatChannel {
  readonly id: string;
  /** The name in the channel's address, lower case. */
  readonly login: string;
}

/** A person in chat. `id` is empty where the line carries none. */
export interface ChatUser {
  readonly id: string;
  readonly login: string;
  /** The display name, without the space that some old ones end in; the login where there is none. */
  readonly name: string;
}

/** Sub, gift, raid, announcement, watch streak and the like (USERNOTICE). Plain data. */
export interface UserNotice {
  readonly type: 'usernotice';
  readonly id: string;
  /** Milliseconds since 1970; the time of arrival where the line has none. */
  readonly sentAt: number;
  readonly channel: ChatChannel;
  /** Who caused it. */
  readonly user: ChatUser;
  /** True for gifts whose giver Twitch does not name. */
  readonly anonymous: boolean;
  readonly roles: readonly ChatRole[];
  /** Twitch's `msg-id`; for a notice of another room that shares this chat the id it has there. */
  readonly kind: string;
  /** What the person wrote with it, empty if nothing. */
  readonly text: string;
  /** Twitch's own English sentence. */
  readonly systemText: string;
  /** The `msg-param-*` tags without that prefix, spelled as Twitch does, unconverted: some ids exceed 2^53. */
  readonly params: Readonly<Record<string, string>>;
  /** User id of the room it comes from when another room shares its chat with this one, else null. */
  readonly sharedFrom: string | null;
  readonly tags: IrcTags;
}

/** Somebody's lines were removed, or everybody's (CLEARCHAT). */
export interface ClearChat {
  readonly type: 'clearchat';
  /** `user`: a timeout or ban; `all`: the whole chat was cleared. */
  readonly what: 'user' | 'all';
  readonly at: number;
  readonly channel: ChatChannel;
  readonly user: { readonly id: string | null; readonly login: string } | null;
  /** Length of a timeout in seconds; null for a ban and for `all`. */
  readonly seconds: number | null;
  readonly messageId: null;
  readonly text: null;
}

/** One line was removed (CLEARMSG). */
export interface ClearMsg {
  readonly type: 'clearmsg';
  readonly what: 'message';
  readonly at: number;
  readonly channel: ChatChannel;
  readonly user: { readonly id: null; readonly login: string };
  readonly seconds: null;
  readonly messageId: string;
  /** The removed text. */
  readonly text: string;
}

/** What a room asks of its chatters. */
export interface RoomSettings {
  readonly emoteOnly: boolean;
  /** Minutes one must have followed, 0 for any follower; null when the mode is off. */
  readonly followersOnlyMinutes: number | null;
  readonly uniqueChat: boolean;
  /** Seconds between two lines of one person; 0 when the mode is off. */
  readonly slowSeconds: number;
  readonly subscribersOnly: boolean;
}

/** A room's settings: all of them after a join, later the whole state with what changed (ROOMSTATE). */
export interface RoomState {
  readonly type: 'roomstate';
  readonly channel: ChatChannel;
  readonly settings: RoomSettings;
  /** Names of the settings that this line brought. */
  readonly changed: readonly (keyof RoomSettings)[];
}

/** Who we are in a room (USERSTATE): after a join and after each own line. */
export interface UserState {
  readonly type: 'userstate';
  readonly channel: ChatChannel;
  readonly name: string;
  readonly color: string | null;
  readonly badges: Readonly<Record<string, string>>;
  readonly roles: readonly ChatRole[];
  /** True for broadcaster, moderator and VIP: Twitch's wider message limits hold here. */
  readonly privileged: boolean;
  readonly emoteSets: readonly string[];
  /** Id of the own line this follows, null after a join. */
  readonly messageId: string | null;
  /** The nonce the own line was sent with. */
  readonly nonce: string | null;
}

/** Who we are (GLOBALUSERSTATE): once after each login. */
export interface GlobalUserState {
  readonly type: 'globaluserstate';
  readonly userId: string;
  readonly name: string;
  readonly color: string | null;
  readonly badges: Readonly<Record<string, string>>;
  readonly emoteSets: readonly string[];
}

/** Twitch says something about a room or about what we did (NOTICE). */
export interface ChatNotice {
  readonly type: 'notice';
  /** Null when it is about the login. */
  readonly channel: ChatChannel | null;
  /** Twitch's `msg-id`; switch on this, the text may change. Null where there is none. */
  readonly id: string | null;
  readonly text: string;
}

/** A whisper to us. */
export interface Whisper {
  readonly type: 'whisper';
  /** A counter of its thread, not unique beyond it. */
  readonly messageId: string;
  readonly threadId: string;
  readonly user: ChatUser;
  /** Login of the receiver: us. */
  readonly to: string;
  readonly text: string;
  readonly badges: Readonly<Record<string, string>>;
  readonly color: string | null;
}

/** Somebody came or left; of others only when they are asked for (`membership`, `hearMembership`), late, and not in big rooms. */
export interface Membership {
  readonly type: 'join' | 'part';
  readonly channel: ChatChannel;
  readonly login: string;
  /** True when it is we who came or left. */
  readonly own: boolean;
}

/** Everything that a source of chat tells. */
export type ChatEvent =
  | ChatMessage
  | UserNotice
  | ClearChat
  | ClearMsg
  | RoomState
  | UserState
  | GlobalUserState
  | ChatNotice
  | Whisper
  | Membership;

export type ChatEventType = ChatEvent['type'];
