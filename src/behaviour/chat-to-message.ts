import type { ChatChannel, ClearChat, ClearMsg, UserNotice } from '../core/irc/chat-event';
import type { ChatLine } from './chat-line';
import type { Identities } from './context';
import type { ChannelRef, TwitchContext, TwitchMessage, UserRef } from './message';
import { messagePart } from './message-part';
import { banWords, noticeSummary } from './notice';

/** What a message needs that a chat line does not tell. */
export interface MessageSource {
  /** Name of the account node, or its id. */
  readonly account: string;
  readonly practice: boolean;
  readonly identities: () => Identities;
  /** Also bring all tags, fragments, badges and colour, in `msg.twitch.event`. */
  readonly details?: boolean;
}

/** How an anonymous gifter or cheerer is called. */
export const ANONYMOUS_NAME = 'Anonymous';
/** The same as the subject of a sentence. */
export const ANONYMOUS_VIEWER = 'An anonymous viewer';

/** The channel with the name as its owner writes it, where that is known. */
export function channelRef(channel: ChatChannel, identities: Identities): ChannelRef {
  const own = identities.channel;
  if (own !== null && (own.login === channel.login || (own.id !== '' && own.id === channel.id))) {
    return { id: channel.id || own.id, login: own.login, name: own.name };
  }
  return { id: channel.id, login: channel.login, name: channel.login };
}

/** The parts that every message of a trigger has. Build literals: spreading a big object costs more than making it. */
export function baseContext(
  source: MessageSource,
  own: Pick<TwitchContext, 'id' | 'type' | 'at' | 'channel' | 'user' | 'target' | 'summary' | 'event'>,
): TwitchContext {
  const context: TwitchContext = {
    id: own.id,
    type: own.type,
    at: own.at,
    account: source.account,
    channel: own.channel,
    user: own.user,
    target: own.target,
    summary: own.summary,
    event: own.event,
  };
  if (source.practice) context.practice = true;
  return context;
}

/** `msg` of a chat line: the payload is the line. */
export function lineToMessage(line: ChatLine, source: MessageSource): TwitchMessage {
  const text = line.text;
  const context = baseContext(source, {
    id: line.id,
    type: 'chat.message',
    at: line.sentAt,
    channel: channelRef(line.channel, source.identities()),
    user: userOfLine(line),
    target: null,
    summary: null,
    event: source.details === true ? lineDetails(line) : null,
  });
  context.text = text;
  context.message = messagePart(line);
  return { payload: text, topic: 'chat.message', twitch: context };
}

function userOfLine(line: ChatLine): UserRef {
  const { id, login, name } = line.user;
  return { id, login, name, roles: [...line.roles], anonymous: false };
}

function lineDetails(line: ChatLine): unknown {
  return {
    color: line.color,
    badges: { ...line.badges },
    badgeInfo: { ...line.badgeInfo },
    fragments: line.fragments.map((fragment) => ({ ...fragment })),
    tags: { ...line.tags },
  };
}

/** `msg` of a notice (sub, gift, raid, announcement, streak, ...): the topic is `chat.` and Twitch's word for it. */
export function noticeToMessage(notice: UserNotice, source: MessageSource): TwitchMessage {
  // Loaded here: lines come all the time, notices now and then.
  const { noticeFromIrc } = require('./notice-from-irc') as typeof import('./notice-from-irc');
  const facts = noticeFromIrc(notice.kind, notice.params);
  const type = `chat.${notice.kind}`;
  const user: UserRef = notice.anonymous
    ? { id: null, login: null, name: ANONYMOUS_NAME, roles: [], anonymous: true }
    : { ...notice.user, roles: [...notice.roles], anonymous: false };
  const said = notice.text === '' ? null : notice.text;
  const context = baseContext(source, {
    id: notice.id,
    type,
    at: notice.sentAt,
    channel: channelRef(notice.channel, source.identities()),
    user,
    target: null,
    summary: noticeSummary(facts, user.anonymous ? ANONYMOUS_VIEWER : user.name),
    event: {
      kind: notice.kind,
      systemText: notice.systemText,
      params: { ...notice.params },
      ...(source.details === true ? { tags: { ...notice.tags } } : {}),
    },
  });
  if (said !== null) {
    context.text = said;
    // An announcement is a line like others: it can be replied to, deleted and pinned.
    context.message = messagePart({ id: notice.id, text: said, sharedFrom: notice.sharedFrom });
  }
  return { payload: { user: user.name, ...facts.payload, text: said }, topic: type, twitch: context };
}

/** `msg` of removed lines: `chat.deleted` (one line), `chat.timeout`, `chat.ban`, `chat.cleared` (everything). */
export function removalToMessage(removal: ClearChat | ClearMsg, source: MessageSource): TwitchMessage {
  const { user, seconds } = removal;
  const target =
    user === null
      ? null
      : { ...(user.id === null ? {} : { id: user.id }), login: user.login, name: user.login };
  const type = `chat.${removalKind(removal)}`;
  const context = baseContext(source, {
    id: removal.messageId ?? `${type}-${removal.channel.login}-${removal.at}`,
    type,
    at: removal.at,
    channel: channelRef(removal.channel, source.identities()),
    user: null,
    target,
    summary: removalSummary(removal),
    event: null,
  });
  return {
    payload: { target: target?.name ?? null, seconds, text: removal.text },
    topic: type,
    twitch: context,
  };
}

function removalKind(removal: ClearChat | ClearMsg): 'deleted' | 'timeout' | 'ban' | 'cleared' {
  if (removal.what === 'message') return 'deleted';
  if (removal.what === 'all') return 'cleared';
  return removal.seconds === null ? 'ban' : 'timeout';
}

function removalSummary(removal: ClearChat | ClearMsg): string {
  if (removal.what === 'message') return `A line of ${removal.user.login} was removed.`;
  if (removal.what === 'all' || removal.user === null) return 'The chat was cleared.';
  return banWords(removal.user.login, removal.seconds);
}
