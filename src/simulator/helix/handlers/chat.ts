import { rfc3339 } from '../../clock';
import { WorldRefusal } from '../../world/refusal';
import { messageOf } from '../../world/shapes';
import type { ChannelState, ChatSettings } from '../../world/state';
import { characters } from '../../world/text';
import type { HandlerMap } from '../call';
import { channelIn, userIn, usersIn } from '../lookup';
import { paged } from '../paging';
import { userFields } from '../shapes';

const MAX_MESSAGE_CHARACTERS = 500;
/** `pin: true` of Send Chat Message (helix-notes, Chat over Helix). */
const PIN_WITH_MESSAGE_S = 20 * 60;
const DEFAULT_SLOW_S = 30;

export const chatHandlers = {
  'get-chatters': (call) => {
    const { present } = channelIn(call.world, call.query.broadcaster_id);
    const page = paged(call, usersIn(call.world, present.keys()));
    return { data: page.items.map(userFields), pagination: page.pagination, total: present.size };
  },
  'send-chat-message': (call) => {
    const { body, world } = call;
    if (characters(body.message) > MAX_MESSAGE_CHARACTERS) {
      throw new WorldRefusal(422, 'The message is too large.');
    }
    const channel = channelIn(world, body.broadcaster_id);
    if (body.pin) checkMayPin(call.token?.scopes ?? [], world.mayModerate(channel, call.actorId));
    const result = world.chat.send({
      from: call.actorId,
      channel: body.broadcaster_id,
      text: body.message,
      ...(body.reply_parent_message_id === undefined ? {} : { replyTo: body.reply_parent_message_id }),
    });
    if (!result.sent) {
      const { code, message } = result;
      return { data: [{ message_id: '', is_sent: false, drop_reason: { code, message } }] };
    }
    if (body.pin) world.spotlight.pin(channel.id, call.actorId, result.line.id, PIN_WITH_MESSAGE_S);
    return { data: [{ message_id: result.line.id, is_sent: true }] };
  },
  'send-chat-announcement': (call) => {
    const { broadcaster_id: channelId, moderator_id: moderatorId } = call.query;
    call.world.spotlight.announce(channelId, moderatorId, call.body.message, call.body.color);
    return null;
  },
  'send-a-shoutout': (call) => {
    const { from_broadcaster_id: from, to_broadcaster_id: to, moderator_id: moderatorId } = call.query;
    call.world.spotlight.shoutout(from, to, moderatorId);
    return null;
  },
  'get-chat-settings': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const maySeeDelay = call.query.moderator_id !== undefined && mayReadSettings(call.token?.scopes);
    return {
      data: [
        {
          ...settingsAnswer(channel),
          ...(maySeeDelay ? { moderator_id: call.actorId, ...delayAnswer(channel) } : {}),
        },
      ],
    };
  },
  'update-chat-settings': (call) => {
    const { body } = call;
    const { settings } = channelIn(call.world, call.query.broadcaster_id);
    const wanted: Partial<ChatSettings> = {
      ...(body.emote_mode === undefined ? {} : { emoteMode: body.emote_mode }),
      ...(body.subscriber_mode === undefined ? {} : { subscriberMode: body.subscriber_mode }),
      ...(body.unique_chat_mode === undefined ? {} : { uniqueChatMode: body.unique_chat_mode }),
      ...(body.slow_mode === undefined
        ? {}
        : {
            slowModeSeconds: body.slow_mode
              ? (body.slow_mode_wait_time ?? settings.slowModeSeconds ?? DEFAULT_SLOW_S)
              : null,
          }),
      ...(body.follower_mode === undefined
        ? {}
        : {
            followerModeMinutes: body.follower_mode
              ? (body.follower_mode_duration ?? settings.followerModeMinutes ?? 0)
              : null,
          }),
      ...(body.non_moderator_chat_delay === undefined
        ? {}
        : {
            chatDelaySeconds: body.non_moderator_chat_delay
              ? (body.non_moderator_chat_delay_duration ?? settings.chatDelaySeconds ?? 2)
              : null,
          }),
    };
    const channel = call.world.modes.update(call.query.broadcaster_id, call.actorId, wanted);
    return { data: [{ ...settingsAnswer(channel), moderator_id: call.actorId, ...delayAnswer(channel) }] };
  },
  'get-shared-chat-session': () => ({ data: [] }),
  'get-pinned-chat-message': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const pin = call.world.spotlight.pinned(channel);
    if (!pin) return { data: [] };
    const { from } = pin.line;
    const pinner = userIn(call.world, pin.pinnedById);
    return {
      data: [
        {
          message_id: pin.line.id,
          broadcaster_id: channel.id,
          sender_user_id: from.id,
          sender_user_login: from.login,
          sender_user_name: from.name,
          pinned_by_user_id: pinner.id,
          pinned_by_user_login: pinner.login,
          pinned_by_user_name: pinner.name,
          message: messageOf(pin.line, (login) => call.world.user(login)),
          starts_at: rfc3339(pin.startsAt),
          ends_at: pin.endsAt === null ? null : rfc3339(pin.endsAt),
          updated_at: rfc3339(pin.updatedAt),
        },
      ],
    };
  },
  'pin-chat-message': (call) => {
    const { broadcaster_id: channelId, message_id: messageId, duration_seconds: durationS } = call.query;
    call.world.spotlight.pin(channelId, call.actorId, messageId, durationS ?? null);
    return null;
  },
  'update-pinned-chat-message': (call) => {
    const { broadcaster_id: channelId, message_id: messageId, duration_seconds: durationS } = call.query;
    call.world.spotlight.updatePin(channelId, messageId, durationS ?? null);
    return null;
  },
  'unpin-chat-message': (call) => {
    call.world.spotlight.unpin(call.query.broadcaster_id, call.query.message_id);
    return null;
  },
} satisfies HandlerMap;

function checkMayPin(scopes: readonly string[], isModerator: boolean): void {
  if (!scopes.includes('moderator:manage:chat_messages')) {
    throw new WorldRefusal(401, 'Missing scope: moderator:manage:chat_messages');
  }
  if (!isModerator) throw new WorldRefusal(403, 'The sender is not a moderator of the channel.');
}

function mayReadSettings(scopes: readonly string[] = []): boolean {
  return scopes.includes('moderator:read:chat_settings') || scopes.includes('moderator:manage:chat_settings');
}

function settingsAnswer({ id, settings }: ChannelState): {
  broadcaster_id: string;
  emote_mode: boolean;
  follower_mode: boolean;
  follower_mode_duration: number | null;
  slow_mode: boolean;
  slow_mode_wait_time: number | null;
  subscriber_mode: boolean;
  unique_chat_mode: boolean;
} {
  return {
    broadcaster_id: id,
    emote_mode: settings.emoteMode,
    follower_mode: settings.followerModeMinutes !== null,
    follower_mode_duration: settings.followerModeMinutes,
    slow_mode: settings.slowModeSeconds !== null,
    slow_mode_wait_time: settings.slowModeSeconds,
    subscriber_mode: settings.subscriberMode,
    unique_chat_mode: settings.uniqueChatMode,
  };
}

function delayAnswer({ settings }: ChannelState): {
  non_moderator_chat_delay: boolean;
  non_moderator_chat_delay_duration: number | null;
} {
  return {
    non_moderator_chat_delay: settings.chatDelaySeconds !== null,
    non_moderator_chat_delay_duration: settings.chatDelaySeconds,
  };
}
