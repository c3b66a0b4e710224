import { anonymousGifter } from '../../tables/irc';
import type { Clock } from '../clock';
import type {
  ChatNotice,
  ClearChat,
  ClearMsg,
  GlobalUserState,
  Membership,
  RoomSettings,
  RoomState,
  UserNotice,
  UserState,
  Whisper,
} from './chat-event';
import { readChannel, readCount, readSharedFrom, readTime, readUser } from './line-parts';
import type { IrcMessage } from './parse';
import { parseBadges, rolesOf, type ChatRole } from './roles';

/** Builders of plain data from the lines that are not PRIVMSG. None of them throws; what a line lacks is empty. */

const paramPrefix = 'msg-param-';

/** USERNOTICE of any kind, known or not: all its parameters are passed on as they are. */
export function readUserNotice(line: IrcMessage, clock: Clock): UserNotice {
  const { tags } = line;
  const sharedFrom = readSharedFrom(line);
  const kind = tags['msg-id'] ?? '';
  const login = tags['login'] ?? '';
  const params: Record<string, string> = {};
  for (const name in tags) {
    // A plain object would take `__proto__` for something else.
    if (name.startsWith(paramPrefix) && name !== 'msg-param-__proto__') {
      params[name.slice(paramPrefix.length)] = tags[name] ?? '';
    }
  }
  return {
    type: 'usernotice',
    id: tags['id'] ?? '',
    sentAt: readTime(line) ?? clock.now(),
    channel: readChannel(line),
    user: readUser(line, login),
    anonymous:
      tags['user-id'] === anonymousGifter.id || login === anonymousGifter.login || kind.startsWith('anonsub'),
    roles: rolesOf(line),
    kind: kind === 'sharedchatnotice' ? tags['source-msg-id'] || kind : kind,
    text: line.trailing,
    systemText: tags['system-msg'] ?? '',
    params,
    sharedFrom,
    tags,
  };
}

export function readClearChat(line: IrcMessage, clock: Clock): ClearChat {
  const login = line.trailing;
  const duration = line.tag('ban-duration');
  return {
    type: 'clearchat',
    what: login === '' ? 'all' : 'user',
    at: readTime(line) ?? clock.now(),
    channel: readChannel(line),
    user: login === '' ? null : { id: line.tag('target-user-id') || null, login },
    seconds: login === '' || !duration ? null : readCount(duration),
    messageId: null,
    text: null,
  };
}

export function readClearMsg(line: IrcMessage, clock: Clock): ClearMsg {
  return {
    type: 'clearmsg',
    what: 'message',
    at: readTime(line) ?? clock.now(),
    channel: readChannel(line),
    user: { id: null, login: line.tag('login') ?? '' },
    seconds: null,
    messageId: line.tag('target-msg-id') ?? '',
    text: line.trailing,
  };
}

/** A room before anything is known of it: nothing asked. */
export const openRoom: RoomSettings = {
  emoteOnly: false,
  followersOnlyMinutes: null,
  uniqueChat: false,
  slowSeconds: 0,
  subscribersOnly: false,
};

/**
 * ROOMSTATE: all settings after a join, later only what changed.
 *
 * @param known the settings so far, into which the line is merged
 */
export function readRoomState(line: IrcMessage, known: RoomSettings = openRoom): RoomState {
  const brought: Partial<{ -readonly [K in keyof RoomSettings]: RoomSettings[K] }> = {};
  const emoteOnly = line.tag('emote-only');
  const followersOnly = line.tag('followers-only');
  const unique = line.tag('r9k');
  const slow = line.tag('slow');
  const subscribersOnly = line.tag('subs-only');
  if (emoteOnly !== undefined) brought.emoteOnly = emoteOnly === '1';
  if (followersOnly !== undefined) {
    brought.followersOnlyMinutes = /^\d+$/.test(followersOnly) ? readCount(followersOnly) : null;
  }
  if (unique !== undefined) brought.uniqueChat = unique === '1';
  if (slow !== undefined) brought.slowSeconds = readCount(slow);
  if (subscribersOnly !== undefined) brought.subscribersOnly = subscribersOnly === '1';
  return {
    type: 'roomstate',
    channel: readChannel(line),
    settings: { ...known, ...brought },
    changed: Object.keys(brought) as (keyof RoomSettings)[],
  };
}

/** Roles with Twitch's wider message limits. VIPs are not in the documentation; they were seen to have them too. */
const privilegedRoles: ReadonlySet<ChatRole> = new Set(['broadcaster', 'moderator', 'vip']);

export function readUserState(line: IrcMessage): UserState {
  const badges = parseBadges(line.tag('badges'));
  const roles = rolesOf(line);
  return {
    type: 'userstate',
    channel: readChannel(line),
    name: line.tag('display-name')?.trim() ?? '',
    color: line.tag('color') || null,
    badges,
    roles,
    privileged: roles.some((role) => privilegedRoles.has(role)),
    emoteSets: readList(line.tag('emote-sets')),
    messageId: line.tag('id') || null,
    nonce: line.tag('client-nonce') || null,
  };
}

export function readGlobalUserState(line: IrcMessage): GlobalUserState {
  return {
    type: 'globaluserstate',
    userId: line.tag('user-id') ?? '',
    name: line.tag('display-name')?.trim() ?? '',
    color: line.tag('color') || null,
    badges: parseBadges(line.tag('badges')),
    emoteSets: readList(line.tag('emote-sets')),
  };
}

export function readNotice(line: IrcMessage): ChatNotice {
  return {
    type: 'notice',
    channel: line.channel === null ? null : readChannel(line),
    id: line.tag('msg-id') || null,
    text: line.trailing,
  };
}

export function readWhisper(line: IrcMessage): Whisper {
  return {
    type: 'whisper',
    messageId: line.tag('message-id') ?? '',
    threadId: line.tag('thread-id') ?? '',
    user: readUser(line, line.nick ?? ''),
    to: line.params[0] ?? '',
    text: line.trailing,
    badges: parseBadges(line.tag('badges')),
    color: line.tag('color') || null,
  };
}

/** @param own login of the connection that got the line */
export function readMembership(line: IrcMessage, own: string): Membership {
  const login = line.nick ?? '';
  return {
    type: line.command === 'PART' ? 'part' : 'join',
    channel: readChannel(line),
    login,
    own: login === own,
  };
}

function readList(tag: string | undefined): readonly string[] {
  return tag ? tag.split(',') : [];
}
