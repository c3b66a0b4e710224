import { rfc3339Nano } from '../clock';
import type { WorldCore } from './core';
import { aboutChannel, broadcasterOf, messageOf, named } from './shapes';
import type { ChannelState, ChatLine, Roles, UserState } from './state';
import { emotesIn } from './text';

/** Keys that are filled only while channels share a chat, which this Twitch does not do yet. */
const NOT_SHARED = {
  source_broadcaster_user_id: null,
  source_broadcaster_user_login: null,
  source_broadcaster_user_name: null,
  source_message_id: null,
  source_badges: null,
  is_source_only: null,
} as const;

const NOTICE_TYPES = [
  'sub',
  'resub',
  'sub_gift',
  'community_sub_gift',
  'gift_paid_upgrade',
  'prime_paid_upgrade',
  'pay_it_forward',
  'raid',
  'unraid',
  'announcement',
  'bits_badge_tier',
  'charity_donation',
  'watch_streak',
  'modiversary',
  'gifted_drops_summary',
] as const;
const NOT_IN_SHARED_CHAT: readonly string[] = ['watch_streak'];

export type NoticeType = (typeof NOTICE_TYPES)[number];

/** The event of `channel.chat.message`. */
export function chatEvent(core: WorldCore, channel: ChannelState, line: ChatLine): Record<string, unknown> {
  const message = messageOf(line, (login) => core.user(login));
  return {
    ...broadcasterOf(channel),
    ...named('chatter_user', line.from),
    message_id: line.id,
    message,
    message_type: line.isHighlighted ? 'channel_points_highlighted' : 'text',
    badges: line.roles.badges,
    cheer: line.bits > 0 ? { bits: line.bits } : null,
    color: line.from.color,
    reply: line.reply && {
      parent_message_id: line.reply.parent.id,
      parent_message_body: line.reply.parent.text,
      parent_user_id: line.reply.parent.from.id,
      parent_user_name: line.reply.parent.from.name,
      parent_user_login: line.reply.parent.from.login,
      thread_message_id: line.reply.thread.id,
      thread_user_id: line.reply.thread.from.id,
      thread_user_name: line.reply.thread.from.name,
      thread_user_login: line.reply.thread.from.login,
    },
    channel_points_custom_reward_id: line.rewardId,
    channel_points_animation_id: null,
    ...NOT_SHARED,
  };
}

export interface ChatNotice {
  readonly channel: ChannelState;
  readonly from: UserState;
  /** Shown as nobody in the event; on IRC the stand-in user is the sender. */
  readonly isAnonymous?: boolean;
  /** IRC's msg-id. */
  readonly noticeId: string;
  /** EventSub's notice_type. */
  readonly type: NoticeType;
  readonly params: Readonly<Record<string, string>>;
  /** The object of `channel.chat.notification` that `type` names. */
  readonly detail: Readonly<Record<string, unknown>>;
  readonly systemMessage: string;
  readonly text?: string;
}

const NOBODY: Roles = {
  broadcaster: false,
  moderator: false,
  vip: false,
  subscription: null,
  follower: false,
  badges: [],
};

/** Tells a room something that is more than a line: the USERNOTICE and `channel.chat.notification`. Returns its id. */
export function announceNotice(core: WorldCore, notice: ChatNotice): string {
  const { channel, from } = notice;
  const id = core.uuid();
  const roles = notice.isAnonymous ? NOBODY : core.roles(channel, from.id);
  const text = notice.text ?? '';
  core.line({
    kind: 'usernotice',
    channel,
    from,
    roles,
    id,
    at: core.now(),
    noticeId: notice.noticeId,
    params: notice.params,
    systemMessage: notice.systemMessage,
    text: text === '' ? null : text,
    emotes: emotesIn(text),
  });
  const details: Record<string, unknown> = {};
  for (const type of NOTICE_TYPES) details[type] = type === notice.type ? notice.detail : null;
  for (const type of NOTICE_TYPES) {
    if (!NOT_IN_SHARED_CHAT.includes(type)) details[`shared_chat_${type}`] = null;
  }
  core.notify('channel.chat.notification', aboutChannel(channel), {
    ...broadcasterOf(channel),
    ...named('chatter_user', from),
    chatter_is_anonymous: notice.isAnonymous ?? false,
    color: notice.isAnonymous ? '' : from.color,
    badges: roles.badges,
    system_message: notice.systemMessage,
    message_id: id,
    message: messageOf({ text, bits: 0 }, (login) => core.user(login)),
    notice_type: notice.type,
    ...details,
    ...NOT_SHARED,
  });
  return id;
}

/** Keys of `channel.moderate`; version 2 has the warning besides. */
const MODERATE_KEYS = [
  'followers',
  'slow',
  'vip',
  'unvip',
  'mod',
  'unmod',
  'ban',
  'unban',
  'timeout',
  'untimeout',
  'raid',
  'unraid',
  'delete',
  'automod_terms',
  'unban_request',
  'shared_chat_ban',
  'shared_chat_unban',
  'shared_chat_timeout',
  'shared_chat_untimeout',
  'shared_chat_delete',
] as const;

/** Tells moderators what a moderator did: `channel.moderate` in both versions (a warning only in the second). */
export function announceModeration(
  core: WorldCore,
  channel: ChannelState,
  moderator: UserState,
  action: string,
  detail?: {
    readonly key: (typeof MODERATE_KEYS)[number] | 'warn';
    readonly value: Readonly<Record<string, unknown>>;
  },
): void {
  const build = (withWarn: boolean): Record<string, unknown> => {
    const event: Record<string, unknown> = {
      ...broadcasterOf(channel),
      source_broadcaster_user_id: null,
      source_broadcaster_user_login: null,
      source_broadcaster_user_name: null,
      ...named('moderator_user', moderator),
      action,
    };
    for (const key of withWarn ? [...MODERATE_KEYS, 'warn' as const] : MODERATE_KEYS) {
      event[key] = detail?.key === key ? detail.value : null;
    }
    return event;
  };
  if (action !== 'warn') core.notify('channel.moderate', aboutChannel(channel), build(false), '1');
  core.notify('channel.moderate', aboutChannel(channel), build(true), '2');
}

/** The end of a timeout as events write it; null for a ban without end. */
export function eventTime(ms: number | null): string | null {
  return ms === null ? null : rfc3339Nano(ms);
}
