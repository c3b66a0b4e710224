/**
 * The message contract: what a node of this package puts into a Node-RED message. Frozen by
 * `test/behaviour/message.test.ts`, told to readers in `docs/messages.md`.
 *
 * Everything is plain JSON (null instead of undefined, milliseconds instead of dates), and no object but Twitch's own
 * `event` has more than 16 keys: beyond that, cloning costs twice as much.
 */

/** What a message may hold: it has to survive JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Most keys that an object of ours may have. */
export const MOST_KEYS = 16;

/** What is known of a person's standing in the channel where it happened. */
export type Role =
  'broadcaster' | 'leadModerator' | 'moderator' | 'vip' | 'artist' | 'founder' | 'subscriber' | 'staff';

export interface ChannelRef {
  /** User id of the channel; empty where only the name is known (read without sign-in). */
  readonly id: string;
  /** The name in the address of the channel, lower case. */
  readonly login: string;
  /** The name as its owner writes it. */
  readonly name: string;
}

/** Somebody something was aimed at. The id is missing when only a name was typed. */
export interface TargetRef {
  readonly id?: string;
  readonly login: string;
  readonly name: string;
}

/** Who did it. An anonymous gifter or cheerer has neither id nor login. */
export interface UserRef {
  readonly id: string | null;
  readonly login: string | null;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly anonymous: boolean;
}

export interface ReplyRef {
  readonly id: string;
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly text: string;
}

/**
 * The chat line, where one exists. The first five are always there; the others only where they say something, because
 * every wire but the last copies all of it.
 */
export interface MessagePart {
  /** What a reply, a deletion or a pin needs. */
  readonly id: string;
  readonly text: string;
  readonly replyTo: ReplyRef | null;
  readonly bits: number;
  /** The first line this person ever wrote in this channel. */
  readonly firstEver: boolean;
  /** Written with /me. */
  readonly action?: true;
  /** Twitch rates this person as coming back after a while. */
  readonly returning?: true;
  /** Twitch's word for a paid or marked line (`highlighted-message`, `gigantified-emote-message`, ...). */
  readonly mark?: string;
  /** The channel-points reward that this line belongs to. */
  readonly rewardId?: string;
  /** User id of the channel where it was written, if another one shares its chat with us. */
  readonly sharedFrom?: string;
}

export interface CommandPart {
  /** The command as configured, with its prefix, also when an alias was typed. */
  readonly name: string;
  /** Named arguments; numbers are numbers, one that was not given is null. */
  readonly args: { readonly [name: string]: string | number | null };
  /** The words after the name, quoted ones in one piece. */
  readonly list: readonly string[];
  /** Everything after the name. */
  readonly text: string;
  /** How often the command ran, this time included. */
  readonly uses: number;
}

export type RefusalReason =
  'wait' | 'not-allowed' | 'not-live' | 'wrong-use' | 'other-category' | 'too-few-viewers';

export interface RefusedPart {
  readonly reason: RefusalReason;
  /** Seconds that are left, for `wait`; else null. */
  readonly seconds: number | null;
}

export interface RedemptionPart {
  readonly id: string;
  readonly rewardId: string;
  readonly title: string;
  /** Channel points, or bits for a power-up. */
  readonly cost: number;
  /** What the viewer typed, empty if nothing. */
  readonly input: string;
  /** Whether it can be fulfilled or refunded from here: only rewards that this application made; null = not known. */
  readonly canFinish: boolean | null;
}

export interface ActionPart {
  /** Id of the operation (`run`, `open`, ...). */
  readonly operation: string;
  /** Login of the account that acted, null if no sign-in was needed. */
  readonly as: string | null;
  /** How many calls Twitch still takes this minute and when it takes all again; null where not known. */
  readonly limits: { readonly remaining: number; readonly resetAt: number | null } | null;
}

/** `msg.twitch`. */
export interface TwitchContext {
  /** Twitch's id of the line or notification; starts with `test-` for a test. */
  id: string;
  /** `chat.message`, `chat.command`, `channel.follow`, `poll.ended`, ...; the same as `msg.topic` */
  type: string;
  /** When it happened, milliseconds since 1970. */
  at: number;
  /** Name of the account node, or its id. */
  account: string;
  /** The test button made it. */
  test?: true;
  /** It comes from the simulated channel, or was answered there. */
  practice?: true;
  /** It was found again after a gap or a restart. */
  recovered?: true;
  channel: ChannelRef;
  user: UserRef | null;
  target: TargetRef | null;
  /** What the person typed. */
  text?: string;
  message?: MessagePart;
  command?: CommandPart;
  refused?: RefusedPart;
  redemption?: RedemptionPart;
  held?: { readonly messageId: string };
  unbanRequest?: { readonly id: string };
  /** One sentence that can be said in chat as it is; null for chat and accepted commands. */
  summary: string | null;
  /** Twitch's own object, untouched; for chat what the kind has beyond the above, or null. */
  event: unknown;
  action?: ActionPart;
}

/** What a trigger sends. */
export interface TwitchMessage {
  payload: unknown;
  topic: string;
  twitch: TwitchContext;
}

/** What an action receives: anything that a flow can hold. Actions change `payload` and `twitch`, nothing else. */
export interface FlowMessage {
  [key: string]: unknown;
}

/** Starts the id of everything that a test button made: there is no such line or event at Twitch. */
export const TEST_ID_PREFIX = 'test-';
