import { rfc3339 } from '../../clock';
import { WorldRefusal } from '../../world/refusal';
import { type HandlerMap, list } from '../call';
import { channelIn, userIn, usersIn } from '../lookup';
import { paged } from '../paging';
import { broadcasterFields, moderatorFields, userFields } from '../shapes';

/** What happens to people and lines, and the roles that broadcasters give. */
export const moderationHandlers = {
  'ban-user': (call) => {
    const { user_id: userId, duration, reason } = call.body.data;
    const ban = call.world.moderation.ban({
      channel: call.query.broadcaster_id,
      moderator: call.actorId,
      user: userId,
      ...(duration === undefined ? {} : { durationS: duration }),
      ...(reason === undefined ? {} : { reason }),
    });
    return {
      data: [
        {
          broadcaster_id: call.query.broadcaster_id,
          moderator_id: call.actorId,
          user_id: ban.userId,
          created_at: rfc3339(ban.createdAt),
          end_time: ban.endsAt === null ? null : rfc3339(ban.endsAt),
        },
      ],
    };
  },
  'unban-user': (call) => {
    call.world.moderation.unban(call.query.broadcaster_id, call.query.user_id, call.actorId);
    return null;
  },
  'get-banned-users': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const only = list(call.query.user_id);
    const bans = [...channel.bans.keys()]
      .flatMap((id) => call.world.moderation.banOf(channel, id) ?? [])
      .filter((ban) => only.length === 0 || only.includes(ban.userId));
    const page = paged(call, bans);
    return {
      data: page.items.map((ban) => ({
        ...userFields(userIn(call.world, ban.userId)),
        expires_at: ban.endsAt === null ? '' : rfc3339(ban.endsAt),
        created_at: rfc3339(ban.createdAt),
        reason: ban.reason,
        ...moderatorFields(call.world.user(ban.moderatorId)),
      })),
      pagination: page.pagination,
    };
  },
  'delete-chat-messages': (call) => {
    const { broadcaster_id: channelId, message_id: messageId } = call.query;
    if (messageId === undefined) call.world.moderation.clear(channelId, call.actorId);
    else call.world.moderation.deleteLine(channelId, messageId, call.actorId);
    return null;
  },
  'warn-chat-user': (call) => {
    const { user_id: userId, reason } = call.body.data;
    call.world.moderation.warn(call.query.broadcaster_id, userId, reason, call.actorId);
    return {
      data: [
        { broadcaster_id: call.query.broadcaster_id, user_id: userId, moderator_id: call.actorId, reason },
      ],
    };
  },
  'get-moderated-channels': (call) => {
    const moderated = [...call.world.channels()].filter((channel) =>
      channel.moderators.has(call.query.user_id),
    );
    const page = paged(call, moderated);
    return { data: page.items.map(broadcasterFields), pagination: page.pagination };
  },
  'get-moderators': (call) => {
    const { moderators } = channelIn(call.world, call.query.broadcaster_id);
    const page = paged(call, usersIn(call.world, narrowed(moderators, list(call.query.user_id))));
    return { data: page.items.map(userFields), pagination: page.pagination };
  },
  'add-channel-moderator': (call) => {
    call.world.roleBook.addModerator(call.query.broadcaster_id, call.query.user_id);
    return null;
  },
  'remove-channel-moderator': (call) => {
    call.world.roleBook.removeModerator(call.query.broadcaster_id, call.query.user_id);
    return null;
  },
  'get-vips': (call) => {
    const { vips } = channelIn(call.world, call.query.broadcaster_id);
    const page = paged(call, usersIn(call.world, narrowed(vips, list(call.query.user_id))));
    return { data: page.items.map(userFields), pagination: page.pagination };
  },
  'add-channel-vip': (call) => {
    call.world.roleBook.addVip(call.query.broadcaster_id, call.query.user_id);
    return null;
  },
  'remove-channel-vip': (call) => {
    call.world.roleBook.removeVip(call.query.broadcaster_id, call.query.user_id);
    return null;
  },
  'add-suspicious-status-to-chat-user': (call) => {
    const { user_id: userId, status } = call.body;
    call.world.review.setSuspicious(call.query.broadcaster_id, call.actorId, userId, status);
    return { data: [suspicion(call, userId, status)] };
  },
  'remove-suspicious-status-from-chat-user': (call) => {
    const { broadcaster_id: channelId, user_id: userId } = call.query;
    if (!channelIn(call.world, channelId).suspicious.has(userId)) {
      throw new WorldRefusal(400, 'The user has no suspicious status.');
    }
    call.world.review.setSuspicious(channelId, call.actorId, userId, null);
    return { data: [suspicion(call, userId, 'NO_TREATMENT')] };
  },
} satisfies HandlerMap;

function narrowed(all: ReadonlySet<string>, only: readonly string[]): string[] {
  return [...all].filter((id) => only.length === 0 || only.includes(id));
}

function suspicion(
  call: {
    readonly actorId: string;
    readonly query: { readonly broadcaster_id: string };
    readonly clock: { now(): number };
  },
  userId: string,
  status: string,
) {
  return {
    user_id: userId,
    broadcaster_id: call.query.broadcaster_id,
    moderator_id: call.actorId,
    updated_at: rfc3339(call.clock.now()),
    status,
    types: status === 'NO_TREATMENT' ? [] : ['MANUALLY_ADDED'],
  };
}
