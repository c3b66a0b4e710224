import { counted, duration, listed, tierNumber } from '../words';
import { ANONYMOUS_NAME, ANONYMOUS_VIEWER } from '../chat-to-message';
import { doneByBroadcaster, doneByUser, nameOf, type EventShapes } from '../event-shape';
import type { EventReader } from '../event-reader';

const tierOf = (event: EventReader): number | null => tierNumber(event.text('tier'));

function isOutgoingRaid(event: EventReader): boolean {
  return event.text('from_broadcaster_user_id') === event.own.id;
}

/** Followers, subscriptions, cheers, raids, ads, shoutouts, stream and channel. */
export const channelShapes: EventShapes = {
  'channel.follow': {
    payload: (event) => ({ user: nameOf(event), followedAt: event.text('followed_at') }),
    user: doneByUser,
    summary: (event) => `${nameOf(event)} is now following.`,
  },
  'channel.subscribe': {
    payload: (event) => ({ user: nameOf(event), tier: tierOf(event), gifted: event.flag('is_gift') }),
    user: doneByUser,
    summary: (event) =>
      event.flag('is_gift')
        ? `${nameOf(event)} received a gifted subscription.`
        : `${nameOf(event)} subscribed${atTier(event)}.`,
  },
  'channel.subscription.end': {
    payload: (event) => ({ user: nameOf(event), tier: tierOf(event), gifted: event.flag('is_gift') }),
    user: doneByUser,
    summary: (event) => `The subscription of ${nameOf(event)} has ended.`,
  },
  'channel.subscription.gift': {
    payload: (event) => ({
      user: event.flag('is_anonymous') ? ANONYMOUS_NAME : nameOf(event),
      count: event.number('total') ?? 1,
      tier: tierOf(event),
      total: event.number('cumulative_total'),
      anonymous: event.flag('is_anonymous'),
    }),
    user: (event) => event.maybeAnonymous('user', 'is_anonymous'),
    summary: (event) =>
      `${giverName(event)} gifted ${counted(event.number('total') ?? 1, 'subscription')}${atTier(event)}.`,
  },
  'channel.subscription.message': {
    payload: (event) => ({
      user: nameOf(event),
      months: event.number('cumulative_months'),
      streak: event.number('streak_months'),
      tier: tierOf(event),
      length: event.number('duration_months'),
      text: event.text('message.text'),
    }),
    user: doneByUser,
    text: (event) => event.text('message.text'),
    summary: (event) =>
      `${nameOf(event)} subscribed for ${counted(event.number('cumulative_months') ?? 1, 'month')}${atTier(event)}.`,
  },
  'channel.cheer': {
    payload: (event) => ({
      user: event.flag('is_anonymous') ? ANONYMOUS_NAME : nameOf(event),
      bits: event.number('bits') ?? 0,
      text: event.text('message'),
      anonymous: event.flag('is_anonymous'),
    }),
    user: (event) => event.maybeAnonymous('user', 'is_anonymous'),
    text: (event) => event.text('message'),
    summary: (event) => `${giverName(event)} cheered ${counted(event.number('bits') ?? 0, 'bit')}.`,
  },
  'channel.bits.use': {
    payload: (event) => ({
      user: nameOf(event),
      bits: event.number('bits') ?? 0,
      type: event.text('type'),
      powerUp: event.text('custom_power_up.title') ?? event.text('power_up.type'),
      text: event.text('message.text'),
    }),
    user: doneByUser,
    text: (event) => event.text('message.text'),
    summary: (event) => {
      const bits = counted(event.number('bits') ?? 0, 'bit');
      return event.text('type') === 'cheer'
        ? `${nameOf(event)} cheered ${bits}.`
        : `${nameOf(event)} used a Power-up for ${bits}.`;
    },
  },
  'channel.raid': {
    payload: (event) => ({
      from: nameOf(event, 'from_broadcaster_user'),
      to: nameOf(event, 'to_broadcaster_user'),
      viewers: event.number('viewers') ?? 0,
      outgoing: isOutgoingRaid(event),
    }),
    user: (event) => event.doer('from_broadcaster_user'),
    target: (event) => (isOutgoingRaid(event) ? event.person('to_broadcaster_user') : null),
    summary: (event) => {
      const viewers = counted(event.number('viewers') ?? 0, 'viewer');
      return isOutgoingRaid(event)
        ? `We raided ${nameOf(event, 'to_broadcaster_user')} with ${viewers}.`
        : `${nameOf(event, 'from_broadcaster_user')} raided with ${viewers}.`;
    },
  },
  'channel.update': {
    payload: (event) => ({
      title: event.text('title'),
      category: event.text('category_name'),
      categoryId: event.text('category_id'),
      language: event.text('language'),
      labels: event.texts('content_classification_labels'),
    }),
    summary: (event) => {
      const category = event.text('category_name');
      return `Now: ${event.text('title') ?? 'no title'}${category === null ? '' : ` (${category})`}`;
    },
  },
  'channel.ad_break.begin': {
    payload: (event) => ({
      seconds: event.number('duration_seconds') ?? 0,
      automatic: event.flag('is_automatic'),
      requester: event.name('requester_user'),
      startedAt: event.text('started_at'),
    }),
    user: (event) => event.doer('requester_user'),
    summary: (event) => `An ad break of ${duration(event.number('duration_seconds') ?? 0)} has started.`,
  },
  'channel.shoutout.create': {
    payload: (event) => ({
      to: nameOf(event, 'to_broadcaster_user'),
      moderator: event.name('moderator_user'),
      viewers: event.number('viewer_count'),
      startedAt: event.text('started_at'),
      nextAt: event.text('cooldown_ends_at'),
    }),
    user: (event) => event.doer('moderator_user'),
    target: (event) => event.person('to_broadcaster_user'),
    summary: (event) => {
      const to = event.person('to_broadcaster_user');
      return to === null ? null : `Go and see ${to.name}: https://twitch.tv/${to.login}`;
    },
  },
  'channel.shoutout.receive': {
    payload: (event) => ({
      from: nameOf(event, 'from_broadcaster_user'),
      viewers: event.number('viewer_count'),
      startedAt: event.text('started_at'),
    }),
    user: (event) => event.doer('from_broadcaster_user'),
    summary: (event) => `${nameOf(event, 'from_broadcaster_user')} gave us a shoutout.`,
  },
  'stream.online': {
    payload: (event) => ({ type: event.text('type'), startedAt: event.text('started_at') }),
    user: doneByBroadcaster,
    summary: (event) => `${event.channel().name} is live.`,
  },
  'stream.offline': {
    payload: () => ({}),
    user: doneByBroadcaster,
    summary: (event) => `${event.channel().name} has ended the stream.`,
  },
  'channel.shared_chat.begin': sharedChat('Shared chat has started', true),
  'channel.shared_chat.update': sharedChat('Shared chat goes on', true),
  'channel.shared_chat.end': sharedChat('Shared chat has ended', false),
};

function sharedChat(what: string, withWhom: boolean): EventShapes[string] {
  return {
    payload: (event) => ({ host: nameOf(event, 'host_broadcaster_user'), with: otherParticipants(event) }),
    user: (event) => event.doer('host_broadcaster_user'),
    summary: (event) => {
      const names = otherParticipants(event);
      return withWhom && names.length > 0 ? `${what} with ${listed(names, 'and')}.` : `${what}.`;
    },
  };
}

/** The channels that share the chat, without the one that was asked about. */
function otherParticipants(event: EventReader): string[] {
  return event
    .items('participants')
    .map((participant) => participant.person('broadcaster_user'))
    .filter((person) => person !== null && person.id !== event.channel().id)
    .map((person) => person?.name ?? '');
}

function atTier(event: EventReader): string {
  const tier = tierOf(event);
  return tier === null || tier === 1 ? '' : ` at tier ${tier}`;
}

function giverName(event: EventReader): string {
  return event.flag('is_anonymous') ? ANONYMOUS_VIEWER : nameOf(event);
}
