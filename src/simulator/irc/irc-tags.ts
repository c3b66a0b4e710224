import type { ChannelState, ChatLine, ChatSettings, EmoteUse, Roles, UserState } from '../world/state';
import { isEmotesOnly } from '../world/text';
import type { Tags } from './irc-line';

/** Emote sets of every user here: the global one (irc-notes §2). */
const EMOTE_SETS = '0';

type ShownSettings = Pick<
  ChatSettings,
  'emoteMode' | 'followerModeMinutes' | 'slowModeSeconds' | 'subscriberMode' | 'uniqueChatMode'
>;

/** What every line of a user in a room tells about that user. */
function personTags(user: UserState, roles: Roles): Tags {
  const badges = roles.badges;
  return {
    'badge-info': badges
      .filter((badge) => badge.info !== '')
      .map((badge) => `${badge.set_id}/${badge.info}`)
      .join(','),
    badges: badges.map((badge) => `${badge.set_id}/${badge.id}`).join(','),
    color: user.color,
    'display-name': user.name,
    // Twitch sends 0 for the broadcaster.
    mod: flag(roles.moderator && !roles.broadcaster),
    subscriber: flag(roles.subscription !== null),
    'user-type': roles.moderator && !roles.broadcaster ? 'mod' : '',
  };
}

export function privmsgTags(channel: ChannelState, line: ChatLine, nonce: string | undefined): Tags {
  return {
    ...personTags(line.from, line.roles),
    bits: line.bits > 0 ? String(line.bits) : undefined,
    'client-nonce': nonce,
    'custom-reward-id': line.rewardId ?? undefined,
    'emote-only': line.emotes.length > 0 && isEmotesOnly(line.text) ? '1' : undefined,
    emotes: emotesTag(line.emotes),
    'first-msg': flag(line.isFirstEver),
    flags: '',
    id: line.id,
    'msg-id': line.isHighlighted ? 'highlighted-message' : undefined,
    ...replyTags(line),
    'returning-chatter': '0',
    'room-id': channel.id,
    'tmi-sent-ts': String(line.at),
    turbo: flag(line.from.turbo),
    'user-id': line.from.id,
    vip: line.roles.vip ? '1' : undefined,
  };
}

export interface UsernoticeContent {
  readonly channel: ChannelState;
  readonly from: UserState;
  readonly roles: Roles;
  readonly id: string;
  readonly at: number;
  readonly noticeId: string;
  readonly params: Readonly<Record<string, string>>;
  readonly systemMessage: string;
  readonly emotes: readonly EmoteUse[];
}

export function usernoticeTags(notice: UsernoticeContent): Tags {
  const params = Object.entries(notice.params).map(([key, value]) => [`msg-param-${key}`, value]);
  return {
    ...personTags(notice.from, notice.roles),
    emotes: emotesTag(notice.emotes),
    flags: '',
    id: notice.id,
    login: notice.from.login,
    'msg-id': notice.noticeId,
    ...Object.fromEntries(params),
    'room-id': notice.channel.id,
    'system-msg': notice.systemMessage,
    'tmi-sent-ts': String(notice.at),
    'user-id': notice.from.id,
    vip: notice.roles.vip ? '1' : undefined,
  };
}

/** @param sent id and nonce of the line that this answers; undefined after a JOIN */
export function userstateTags(
  user: UserState,
  roles: Roles,
  sent?: { readonly id: string; readonly nonce: string | undefined },
): Tags {
  return { ...personTags(user, roles), 'client-nonce': sent?.nonce, 'emote-sets': EMOTE_SETS, id: sent?.id };
}

export function globalUserstateTags(user: UserState): Tags {
  return {
    'badge-info': '',
    badges: '',
    color: user.color,
    'display-name': user.name,
    'emote-sets': EMOTE_SETS,
    'user-id': user.id,
    'user-type': '',
  };
}

/** Only the given settings are told, with the room id. */
export function roomstateTags(channel: ChannelState, settings: Partial<ShownSettings>): Tags {
  const { followerModeMinutes: followers, slowModeSeconds: slow } = settings;
  return {
    'emote-only': optionalFlag(settings.emoteMode),
    'followers-only': followers === undefined ? undefined : String(followers ?? -1),
    r9k: optionalFlag(settings.uniqueChatMode),
    'room-id': channel.id,
    slow: slow === undefined ? undefined : String(slow ?? 0),
    'subs-only': optionalFlag(settings.subscriberMode),
  };
}

export function whisperTags(
  from: UserState,
  messageId: string,
  threadId: string,
  emotes: readonly EmoteUse[],
): Tags {
  return {
    badges: '',
    color: from.color,
    'display-name': from.name,
    emotes: emotesTag(emotes),
    'message-id': messageId,
    'thread-id': threadId,
    turbo: flag(from.turbo),
    'user-id': from.id,
    'user-type': '',
  };
}

function replyTags({ reply }: ChatLine): Tags {
  if (!reply) return {};
  const { parent, thread } = reply;
  return {
    'reply-parent-display-name': parent.from.name,
    'reply-parent-msg-body': parent.text,
    'reply-parent-msg-id': parent.id,
    'reply-parent-user-id': parent.from.id,
    'reply-parent-user-login': parent.from.login,
    'reply-thread-parent-display-name': thread.from.name,
    'reply-thread-parent-msg-id': thread.id,
    'reply-thread-parent-user-id': thread.from.id,
    'reply-thread-parent-user-login': thread.from.login,
  };
}

/** `id:start-end,start-end/id:…`, in code points (irc-notes §6). */
function emotesTag(emotes: readonly EmoteUse[]): string {
  const ranges = new Map<string, string[]>();
  for (const { id, start, end } of emotes) {
    const known = ranges.get(id);
    if (known) known.push(`${start}-${end}`);
    else ranges.set(id, [`${start}-${end}`]);
  }
  return [...ranges].map(([id, list]) => `${id}:${list.join(',')}`).join('/');
}

function flag(value: boolean): string {
  return value ? '1' : '0';
}

function optionalFlag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : flag(value);
}
