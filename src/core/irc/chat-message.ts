import type { Clock } from '../clock';
import { commandText } from './command-text';
import type { ChatChannel, ChatUser } from './chat-event';
import { readCount, readSharedFrom, readTime, readUser } from './line-parts';
import { parseEmotes, type EmoteUse } from './emotes';
import { cutFragments, type ChatFragment } from './fragments';
import type { IrcMessage, IrcTags } from './parse';
import { parseBadges, rolesOf, type Badges, type ChatRole } from './roles';

/** The line that a reply answers, and the line that began the thread. */
export interface ChatReply {
  /** Id of the line that is answered. */
  readonly id: string;
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  /** Text of the line that is answered. */
  readonly text: string;
  /** First line of the thread; null where the line does not say. */
  readonly thread: {
    readonly id: string;
    readonly userId: string;
    readonly login: string;
    readonly name: string;
  } | null;
}

/** Where a line of a shared chat was written. Exists only while rooms share their chat, for own lines too. */
export interface ChatMessageSource {
  readonly channelId: string;
  /** The line's id in the room where it was written: equal in all rooms that share it. */
  readonly messageId: string;
  /** Badges of the writer over there. Permissions here follow {@link ChatMessage.roles}, never these. */
  readonly badges: Badges;
  readonly badgeInfo: Badges;
  /** True when the line is not shared with the other rooms. */
  readonly only: boolean;
}

/** A paid, pinned line ("Hype Chat", ended in 2024; old logs hold it). The price is `amount / 10 ** exponent`. */
export interface PaidChat {
  readonly amount: number;
  readonly exponent: number;
  readonly currency: string;
  /** `ONE` to `TEN`. */
  readonly level: string;
  /** True when the text is Twitch's and not the payer's. */
  readonly isSystemMessage: boolean;
}

/** One chat line of a person, wherever it comes from. Every part is made when first read and must not be changed. */
export interface ChatMessage {
  readonly type: 'message';
  /** Needed to reply to the line and to delete it; local to this room. Empty when the line carries none. */
  readonly id: string;
  /** Milliseconds since 1970; the time of first reading where the line has none. */
  readonly sentAt: number;
  readonly channel: ChatChannel;
  readonly user: ChatUser;
  /** What was written, without the wrapper of `/me`, with the `@name` that Twitch puts before a reply. */
  readonly text: string;
  /** {@link text} as commands and filters should see it: no reply prefix, no invisible characters at the ends. */
  readonly commandText: string;
  /** True for `/me`. */
  readonly isAction: boolean;
  /** `#RRGGBB`, null for somebody who never chose one. */
  readonly color: string | null;
  readonly badges: Badges;
  /** More about badges: `subscriber` holds the true number of months. */
  readonly badgeInfo: Badges;
  readonly roles: readonly ChatRole[];
  /** Bits cheered with this line, 0 for none. */
  readonly bits: number;
  readonly emotes: readonly EmoteUse[];
  readonly fragments: readonly ChatFragment[];
  /** True when the text is nothing but emotes. */
  readonly emoteOnly: boolean;
  readonly replyTo: ChatReply | null;
  /** The channel-point reward this text was typed for. */
  readonly rewardId: string | null;
  /** True for somebody's first line ever in this room. */
  readonly firstEver: boolean;
  /** True for somebody whom Twitch rates as a returning viewer. */
  readonly returning: boolean;
  /** Twitch's word for a paid or marked line: `highlighted-message`, `skip-subs-mode-message`, `gigantified-emote-message`, `animated-message`; else null. */
  readonly mark: string | null;
  readonly paid: PaidChat | null;
  readonly source: ChatMessageSource | null;
  /** User id of the other room when the line was written there and only shared with this one, else null. */
  readonly sharedFrom: string | null;
  /** What the sender's program marked the line with. */
  readonly nonce: string | null;
  /** True when this process sent the line, known by id or nonce. */
  readonly isOwn: boolean;
  readonly tags: IrcTags;
}

const actionStart = '\u0001ACTION ';

/**
 * Parts that are not cheap to make, kept once made. One object, so that a line nobody reads carries no empty slots; all
 * slots at once, because one that grows is made several times.
 */
class MadeParts {
  arrivedAt: number | undefined = undefined;
  channel: ChatChannel | undefined = undefined;
  user: ChatUser | undefined = undefined;
  commandText: string | undefined = undefined;
  roles: readonly ChatRole[] | undefined = undefined;
  badges: Badges | undefined = undefined;
  badgeInfo: Badges | undefined = undefined;
  emotes: readonly EmoteUse[] | undefined = undefined;
  fragments: readonly ChatFragment[] | undefined = undefined;
  replyTo: ChatReply | null | undefined = undefined;
  source: ChatMessageSource | null | undefined = undefined;
}

/** A {@link ChatMessage} over a PRIVMSG line. */
export class IrcChatMessage implements ChatMessage {
  readonly type = 'message';
  /** The line below. */
  readonly line: IrcMessage;
  readonly #clock: Clock;
  #text: string | undefined;
  #isOwn: boolean;
  #parts: MadeParts | undefined;

  /** @param line a PRIVMSG to a room; of anything else the parts are empty */
  constructor(line: IrcMessage, clock: Clock) {
    this.line = line;
    this.#clock = clock;
    this.#text = undefined;
    this.#isOwn = false;
    this.#parts = undefined;
  }

  get id(): string {
    return this.line.tag('id') ?? '';
  }

  get sentAt(): number {
    return readTime(this.line) ?? (this.#made().arrivedAt ??= this.#clock.now());
  }

  get channel(): ChatChannel {
    return (this.#made().channel ??= { id: this.line.tag('room-id') ?? '', login: this.line.channel ?? '' });
  }

  get user(): ChatUser {
    return (this.#made().user ??= readUser(this.line, this.line.nick ?? ''));
  }

  get text(): string {
    return (this.#text ??= unwrapAction(this.line.trailing));
  }

  get commandText(): string {
    // Only a line that starts with @ can be a reply: the tags of the others need not be looked into.
    return (this.#made().commandText ??= commandText(
      this.text,
      this.text.startsWith('@') ? (this.line.tag('reply-parent-display-name') ?? null) : null,
    ));
  }

  get isAction(): boolean {
    return this.line.trailing.startsWith(actionStart);
  }

  get color(): string | null {
    return this.line.tag('color') || null;
  }

  get badges(): Badges {
    return (this.#made().badges ??= parseBadges(this.line.tag('badges')));
  }

  get badgeInfo(): Badges {
    return (this.#made().badgeInfo ??= parseBadges(this.line.tag('badge-info')));
  }

  get roles(): readonly ChatRole[] {
    return (this.#made().roles ??= rolesOf(this.line));
  }

  get bits(): number {
    return readCount(this.line.tag('bits'));
  }

  get emotes(): readonly EmoteUse[] {
    return (this.#made().emotes ??= parseEmotes(this.line.tag('emotes'), this.text));
  }

  get fragments(): readonly ChatFragment[] {
    return (this.#made().fragments ??= cutFragments(this.text, this.emotes, this.bits));
  }

  get emoteOnly(): boolean {
    return this.line.tag('emote-only') === '1';
  }

  get replyTo(): ChatReply | null {
    const parts = this.#made();
    if (parts.replyTo === undefined) parts.replyTo = readReply(this.line);
    return parts.replyTo;
  }

  get rewardId(): string | null {
    return this.line.tag('custom-reward-id') || null;
  }

  get firstEver(): boolean {
    return this.line.tag('first-msg') === '1';
  }

  get returning(): boolean {
    return this.line.tag('returning-chatter') === '1';
  }

  get mark(): string | null {
    return this.line.tag('msg-id') || null;
  }

  get paid(): PaidChat | null {
    const { line } = this;
    const amount = line.tag('pinned-chat-paid-amount');
    if (amount === undefined) return null;
    return {
      amount: readCount(amount),
      exponent: readCount(line.tag('pinned-chat-paid-exponent')),
      currency: line.tag('pinned-chat-paid-currency') ?? '',
      level: line.tag('pinned-chat-paid-level') ?? '',
      isSystemMessage: line.tag('pinned-chat-paid-is-system-message') === '1',
    };
  }

  get source(): ChatMessageSource | null {
    const parts = this.#made();
    if (parts.source === undefined) parts.source = readSource(this.line);
    return parts.source;
  }

  get sharedFrom(): string | null {
    return readSharedFrom(this.line);
  }

  get nonce(): string | null {
    return this.line.tag('client-nonce') || null;
  }

  get isOwn(): boolean {
    return this.#isOwn;
  }

  get tags(): IrcTags {
    return this.line.tags;
  }

  /** For the source of the line, before anybody else sees it. */
  markOwn(): void {
    this.#isOwn = true;
  }

  #made(): MadeParts {
    return (this.#parts ??= new MadeParts());
  }
}

/** The text inside `/me`; the closing mark can be missing. Other text unchanged. */
function unwrapAction(text: string): string {
  if (!text.startsWith(actionStart)) return text;
  return text.slice(actionStart.length, text.endsWith('\u0001') ? -1 : undefined);
}

function readReply(line: IrcMessage): ChatReply | null {
  const id = line.tag('reply-parent-msg-id');
  if (!id) return null;
  const login = line.tag('reply-parent-user-login') ?? '';
  const threadId = line.tag('reply-thread-parent-msg-id');
  const threadLogin = line.tag('reply-thread-parent-user-login') ?? '';
  return {
    id,
    userId: line.tag('reply-parent-user-id') ?? '',
    login,
    name: line.tag('reply-parent-display-name')?.trim() || login,
    text: line.tag('reply-parent-msg-body') ?? '',
    thread: threadId
      ? {
          id: threadId,
          userId: line.tag('reply-thread-parent-user-id') ?? '',
          login: threadLogin,
          name: line.tag('reply-thread-parent-display-name')?.trim() || threadLogin,
        }
      : null,
  };
}

function readSource(line: IrcMessage): ChatMessageSource | null {
  const channelId = line.tag('source-room-id');
  if (!channelId) return null;
  return {
    channelId,
    messageId: line.tag('source-id') ?? '',
    badges: parseBadges(line.tag('source-badges')),
    badgeInfo: parseBadges(line.tag('source-badge-info')),
    only: line.tag('source-only') === '1',
  };
}
