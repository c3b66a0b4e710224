import { noticeSummary } from '../notice';
import { noticeFromEvent } from '../notice-from-event';
import { ANONYMOUS_NAME, ANONYMOUS_VIEWER } from '../chat-to-message';
import { nameOf, type EventShapes } from '../event-shape';
import { duration } from '../words';
import type { EventReader } from '../event-reader';
import type { MessagePart, Role, UserRef } from '../message';
import { messagePart } from '../message-part';

const roleOfBadge: Readonly<Record<string, readonly Role[]>> = {
  broadcaster: ['broadcaster'],
  lead_moderator: ['leadModerator', 'moderator'],
  moderator: ['moderator'],
  vip: ['vip'],
  'artist-badge': ['artist'],
  founder: ['founder', 'subscriber'],
  subscriber: ['subscriber'],
  staff: ['staff'],
};

function chatter(event: EventReader): UserRef | null {
  const user = event.maybeAnonymous('chatter_user', 'chatter_is_anonymous');
  if (user === null || user.anonymous) return user;
  const roles = [...user.roles];
  for (const badge of event.items('badges')) {
    for (const role of roleOfBadge[badge.text('set_id') ?? ''] ?? []) {
      if (!roles.includes(role)) roles.push(role);
    }
  }
  const { id, login, name } = user;
  return { id, login, name, roles, anonymous: false };
}

function chatMessage(event: EventReader): MessagePart | null {
  const id = event.text('message_id');
  const text = event.text('message.text');
  if (id === null || text === null) return null;
  const parent = event.text('reply.parent_message_id');
  return messagePart({
    id,
    text,
    replyTo:
      parent === null
        ? null
        : {
            id: parent,
            userId: event.text('reply.parent_user_id') ?? '',
            login: event.text('reply.parent_user_login') ?? '',
            name: event.text('reply.parent_user_name') ?? '',
            text: event.text('reply.parent_message_body') ?? '',
          },
    bits: event.number('cheer.bits') ?? 0,
    mark: markOf(event),
    rewardId: event.text('channel_points_custom_reward_id'),
    sharedFrom: sharedFrom(event),
  });
}

function markOf(event: EventReader): string | null {
  const type = event.text('message_type');
  return type === null || type === 'text' ? null : type;
}

function sharedFrom(event: EventReader): string | null {
  const source = event.text('source_broadcaster_user_id');
  return source === null || source === event.text('broadcaster_user_id') ? null : source;
}

/** Chat as EventSub tells it. What IRC tells besides is in `chat-to-message.ts`. */
export const chatShapes: EventShapes = {
  'channel.chat.message': {
    payload: (event) => ({
      user: nameOf(event, 'chatter_user'),
      text: event.text('message.text'),
      bits: event.number('cheer.bits') ?? 0,
    }),
    user: chatter,
    text: (event) => event.text('message.text'),
    message: chatMessage,
  },
  'channel.chat.notification': {
    payload: (event) => {
      const type = event.text('notice_type') ?? 'unknown';
      return {
        user: event.flag('chatter_is_anonymous') ? ANONYMOUS_NAME : nameOf(event, 'chatter_user'),
        notice: type,
        ...noticeFromEvent(type, event.raw).payload,
        text: event.text('message.text'),
      };
    },
    user: chatter,
    text: (event) => event.text('message.text'),
    message: chatMessage,
    summary: (event) =>
      noticeSummary(
        noticeFromEvent(event.text('notice_type') ?? '', event.raw),
        event.flag('chatter_is_anonymous') ? ANONYMOUS_VIEWER : nameOf(event, 'chatter_user'),
      ),
  },
  'channel.chat.clear': { payload: () => ({}), summary: () => 'The chat was cleared.' },
  'channel.chat.clear_user_messages': {
    payload: (event) => ({ target: nameOf(event, 'target_user') }),
    target: (event) => event.person('target_user'),
    summary: (event) => `The lines of ${nameOf(event, 'target_user')} were removed.`,
  },
  'channel.chat.message_delete': {
    payload: (event) => ({ target: nameOf(event, 'target_user'), messageId: event.text('message_id') }),
    target: (event) => event.person('target_user'),
    summary: (event) => `A line of ${nameOf(event, 'target_user')} was removed.`,
  },
  'channel.chat_settings.update': {
    payload: (event) => ({
      emoteOnly: event.flag('emote_mode'),
      followersOnly: event.flag('follower_mode'),
      followersMinutes: event.number('follower_mode_duration_minutes'),
      slow: event.flag('slow_mode'),
      slowSeconds: event.number('slow_mode_wait_time_seconds'),
      subscribersOnly: event.flag('subscriber_mode'),
      uniqueChat: event.flag('unique_chat_mode'),
    }),
    summary: (event) => `Chat is now: ${modes(event).join(', ') || 'open to everyone'}.`,
  },
  'channel.chat.user_message_hold': {
    payload: (event) => ({ user: nameOf(event), text: event.text('message.text') }),
    user: (event) => event.doer('user'),
    text: (event) => event.text('message.text'),
    held: heldLine,
  },
  'channel.chat.user_message_update': {
    payload: (event) => ({
      user: nameOf(event),
      text: event.text('message.text'),
      status: event.text('status'),
    }),
    user: (event) => event.doer('user'),
    text: (event) => event.text('message.text'),
    held: heldLine,
  },
};

function heldLine(event: EventReader): { readonly messageId: string } | null {
  const messageId = event.text('message_id');
  return messageId === null ? null : { messageId };
}

function modes(event: EventReader): string[] {
  const on: string[] = [];
  if (event.flag('emote_mode')) on.push('emotes only');
  if (event.flag('follower_mode')) {
    const minutes = event.number('follower_mode_duration_minutes') ?? 0;
    on.push(minutes > 0 ? `followers only (${duration(minutes * 60)})` : 'followers only');
  }
  if (event.flag('slow_mode'))
    on.push(`slow (${duration(event.number('slow_mode_wait_time_seconds') ?? 0)})`);
  if (event.flag('subscriber_mode')) on.push('subscribers only');
  if (event.flag('unique_chat_mode')) on.push('no repeated lines');
  return on;
}
