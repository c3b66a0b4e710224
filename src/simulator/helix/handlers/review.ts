import type { EndpointItem } from '../../../tables/endpoints';
import { rfc3339 } from '../../clock';
import { automodLevels } from '../../world/chat-modes';
import type { ChannelState } from '../../world/state';
import type { BlockedTerm, UnbanRequestState } from '../../world/review-state';
import type { World } from '../../world/world';
import type { HandlerMap, HelixCall } from '../call';
import { channelIn, userIn } from '../lookup';
import { paged } from '../paging';
import { broadcasterFields, moderatorFields, userFields } from '../shapes';

/** What AutoMod, blocked terms, shield mode and unban requests are about. */
export const reviewHandlers = {
  'check-automod-status': (call) => {
    const { blockedTerms } = channelIn(call.world, call.query.broadcaster_id);
    return {
      data: call.body.data.map(({ msg_id: id, msg_text: text }) => ({
        msg_id: id,
        is_permitted: !blockedTerms.some((term) => text.toLowerCase().includes(term.text.toLowerCase())),
      })),
    };
  },
  'manage-held-automod-messages': (call) => {
    const { user_id: moderatorId, msg_id: messageId, action } = call.body;
    call.world.review.decideHeld(moderatorId, messageId, action === 'ALLOW');
    return null;
  },
  'get-automod-settings': (call) => ({ data: [automodAnswer(call)] }),
  'update-automod-settings': (call) => {
    const levels = Object.fromEntries(Object.entries(call.body).filter(([, level]) => level !== undefined));
    call.world.modes.setAutomod(call.query.broadcaster_id, call.actorId, levels as Record<string, number>);
    return { data: [automodAnswer(call)] };
  },
  'get-blocked-terms': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const page = paged(call, channel.blockedTerms);
    return { data: page.items.map((term) => termAnswer(channel, term)), pagination: page.pagination };
  },
  'add-blocked-term': (call) => {
    const term = call.world.modes.addTerm(call.query.broadcaster_id, call.actorId, call.body.text);
    return { data: [termAnswer(channelIn(call.world, call.query.broadcaster_id), term)] };
  },
  'remove-blocked-term': (call) => {
    call.world.modes.removeTerm(call.query.broadcaster_id, call.actorId, call.query.id);
    return null;
  },
  'get-unban-requests': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const { status, user_id: only } = call.query;
    const requests = channel.unbanRequests.filter(
      (each) => each.status === status && each.userId === (only ?? each.userId),
    );
    const page = paged(call, requests);
    return {
      data: page.items.map((each) => unbanAnswer(call.world, channel, each)),
      pagination: page.pagination,
    };
  },
  'resolve-unban-requests': (call) => {
    const { broadcaster_id: channelId, unban_request_id: id, status, resolution_text: text } = call.query;
    const request = call.world.review.resolveUnban(channelId, call.actorId, id, status, text ?? '');
    return { data: [unbanAnswer(call.world, channelIn(call.world, channelId), request)] };
  },
  'get-shield-mode-status': (call) => ({ data: [shieldAnswer(call)] }),
  'update-shield-mode-status': (call) => {
    call.world.modes.setShield(call.query.broadcaster_id, call.actorId, call.body.is_active);
    return { data: [shieldAnswer(call)] };
  },
} satisfies HandlerMap;

function automodAnswer(
  call: HelixCall<'get-automod-settings'> | HelixCall<'update-automod-settings'>,
): EndpointItem<'get-automod-settings'> {
  const channel = channelIn(call.world, call.query.broadcaster_id);
  return { broadcaster_id: channel.id, moderator_id: call.actorId, ...automodLevels(channel) };
}

function shieldAnswer(
  call: HelixCall<'get-shield-mode-status'> | HelixCall<'update-shield-mode-status'>,
): EndpointItem<'get-shield-mode-status'> {
  const { shield } = channelIn(call.world, call.query.broadcaster_id);
  return {
    is_active: shield.isActive,
    ...moderatorFields(shield.moderatorId === null ? undefined : call.world.user(shield.moderatorId)),
    last_activated_at: shield.lastActivatedAt === null ? '' : rfc3339(shield.lastActivatedAt),
  };
}

function termAnswer(channel: ChannelState, term: BlockedTerm): EndpointItem<'get-blocked-terms'> {
  return {
    broadcaster_id: channel.id,
    moderator_id: term.moderatorId,
    id: term.id,
    text: term.text,
    created_at: rfc3339(term.createdAt),
    updated_at: rfc3339(term.createdAt),
    expires_at: null,
  };
}

function unbanAnswer(
  world: World,
  channel: ChannelState,
  request: UnbanRequestState,
): EndpointItem<'get-unban-requests'> {
  return {
    id: request.id,
    ...broadcasterFields(channel),
    ...moderatorFields(request.moderatorId === null ? undefined : world.user(request.moderatorId)),
    ...userFields(userIn(world, request.userId)),
    text: request.text,
    status: request.status,
    created_at: rfc3339(request.createdAt),
    resolved_at: request.resolvedAt === null ? '' : rfc3339(request.resolvedAt),
    resolution_text: request.resolutionText,
  };
}
