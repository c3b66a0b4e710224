import type { Role } from './message';

/**
 * What the behaviours read of a chat line. `ChatMessage` of `src/core/irc` has these members (as lazy getters); the
 * test button makes lines of this shape by itself.
 */
export interface ChatLine {
  /** Needed for replying and deleting; local to this room. */
  readonly id: string;
  /** Milliseconds since 1970, 0 if the line has no time. */
  readonly sentAt: number;
  readonly channel: { readonly id: string; readonly login: string };
  readonly user: { readonly id: string; readonly login: string; readonly name: string };
  /** The text without the ACTION wrapper. */
  readonly text: string;
  readonly isAction: boolean;
  readonly roles: readonly Role[];
  readonly bits: number;
  readonly firstEver: boolean;
  readonly returning: boolean;
  /** Twitch's word for a paid or marked line, else null. */
  readonly mark: string | null;
  readonly rewardId: string | null;
  readonly replyTo: {
    readonly id: string;
    readonly userId: string;
    readonly login: string;
    readonly name: string;
    readonly text: string;
  } | null;
  /** User id of the other channel that shares its chat with us, null if the line was written here. */
  readonly sharedFrom: string | null;
  /** All tags, unescaped; read only when a node asks for details. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A notice in chat (sub, gift, raid, announcement, watch streak, ...): a USERNOTICE. */
export interface ChatNotice {
  readonly id: string;
  readonly sentAt: number;
  readonly channel: { readonly id: string; readonly login: string };
  /** Who caused it; null where Twitch names nobody. */
  readonly user: { readonly id: string; readonly login: string; readonly name: string } | null;
  readonly roles: readonly Role[];
  /** Twitch's `msg-id`: `sub`, `resub`, `raid`, `announcement`, `viewermilestone`, ... */
  readonly kind: string;
  /** What the person wrote with it, empty if nothing. */
  readonly text: string;
  /** Twitch's own English sentence. */
  readonly systemText: string;
  /** The `msg-param-*` tags without that prefix, spelled as Twitch does. */
  readonly params: Readonly<Record<string, string>>;
  readonly sharedFrom: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** Lines were removed: one (`message`), all of one person (`user`), or the whole chat (`all`). */
export interface ChatRemoval {
  readonly what: 'message' | 'user' | 'all';
  readonly at: number;
  readonly channel: { readonly id: string; readonly login: string };
  readonly user: { readonly id: string | null; readonly login: string } | null;
  readonly messageId: string | null;
  readonly text: string | null;
  /** Length of a timeout in seconds; null for a ban, and for `message` and `all`. */
  readonly seconds: number | null;
}

export type ChatOccurrence =
  | { readonly is: 'line'; readonly line: ChatLine }
  | { readonly is: 'notice'; readonly notice: ChatNotice }
  | { readonly is: 'removal'; readonly removal: ChatRemoval };
