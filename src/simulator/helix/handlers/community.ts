import type { EndpointItem } from '../../../tables/endpoints';
import { rfc3339 } from '../../clock';
import { topContributions } from '../../world/milestones';
import { WorldRefusal } from '../../world/refusal';
import type { ChannelState, SubscriptionState, Tier } from '../../world/state';
import type { HypeTrainState } from '../../world/broadcast-state';
import type { World } from '../../world/world';
import { type HandlerMap, list } from '../call';
import { channelIn, userIn } from '../lookup';
import { paged } from '../paging';
import { broadcasterFields, userFields } from '../shapes';

/** Points of a subscription towards the channel's emote slots. */
const TIER_POINTS = { '1000': 1, '2000': 2, '3000': 6 } as const satisfies Record<Tier, number>;
const TIER_NAMES = { '1000': 'Tier 1', '2000': 'Tier 2', '3000': 'Tier 3' } as const satisfies Record<
  Tier,
  string
>;

/** Who supports a channel, and what they reach together. */
export const communityHandlers = {
  'get-broadcaster-subscriptions': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const only = list(call.query.user_id);
    const wanted = [...channel.subscribers].filter(([id]) => only.length === 0 || only.includes(id));
    const page = paged(call, wanted);
    return {
      data: page.items.map(([id, subscription]) => ({
        ...broadcasterFields(channel),
        ...gifterFields(call.world, subscription),
        is_gift: subscription.gifterId !== null,
        plan_name: `Channel Subscription (${channel.owner.login}): ${TIER_NAMES[subscription.tier]}`,
        tier: subscription.tier,
        ...userFields(userIn(call.world, id)),
      })),
      pagination: page.pagination,
      total: channel.subscribers.size,
      points: [...channel.subscribers.values()].reduce((sum, { tier }) => sum + TIER_POINTS[tier], 0),
    };
  },
  'check-user-subscription': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const subscription = channel.subscribers.get(call.query.user_id);
    if (!subscription) {
      throw new WorldRefusal(
        404,
        `${call.token?.login ?? 'The user'} has no subscription to ${channel.owner.login}.`,
      );
    }
    return {
      data: [
        {
          ...broadcasterFields(channel),
          ...gifterFields(call.world, subscription),
          is_gift: subscription.gifterId !== null,
          tier: subscription.tier,
        },
      ],
    };
  },
  'get-hype-train-status': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const { hypeTrain, hypeTrainRecord: record } = channel;
    return {
      data: [
        {
          current: hypeTrain && trainAnswer(call.world, channel, hypeTrain),
          all_time_high: record && {
            level: record.level,
            total: record.total,
            achieved_at: rfc3339(record.achievedAt),
          },
          shared_all_time_high: null,
        },
      ],
    };
  },
  'get-creator-goals': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const { goal } = channel;
    if (!goal) return { data: [] };
    return {
      data: [
        {
          id: goal.id,
          ...broadcasterFields(channel),
          type: goal.type,
          description: goal.description,
          current_amount: goal.current,
          target_amount: goal.target,
          created_at: rfc3339(goal.createdAt),
        },
      ],
    };
  },
  'get-charity-campaign': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const { charity } = channel;
    if (!charity) return { data: [] };
    return {
      data: [
        {
          id: charity.id,
          ...broadcasterFields(channel),
          charity_name: charity.name,
          charity_description: charity.description,
          charity_logo: charity.logo,
          charity_website: charity.website,
          current_amount: money(charity.current, charity.currency),
          target_amount: money(charity.target, charity.currency),
        },
      ],
    };
  },
  'get-charity-campaign-donations': (call) => {
    const { charity } = channelIn(call.world, call.query.broadcaster_id);
    if (!charity) return { data: [], pagination: {} };
    const page = paged(call, charity.donations);
    return {
      data: page.items.map((donation) => ({
        id: donation.id,
        campaign_id: charity.id,
        ...userFields(userIn(call.world, donation.userId)),
        amount: money(donation.value, charity.currency),
      })),
      pagination: page.pagination,
    };
  },
} satisfies HandlerMap;

function gifterFields(world: World, { gifterId }: SubscriptionState) {
  const gifter = gifterId === null ? undefined : world.user(gifterId);
  return { gifter_id: gifter?.id ?? '', gifter_login: gifter?.login ?? '', gifter_name: gifter?.name ?? '' };
}

function money(value: number, currency: string): { value: number; decimal_places: number; currency: string } {
  return { value, decimal_places: 2, currency };
}

type TrainAnswer = NonNullable<EndpointItem<'get-hype-train-status'>['current']>;

function trainAnswer(world: World, channel: ChannelState, train: HypeTrainState): TrainAnswer {
  return {
    id: train.id,
    broadcaster_user_id: channel.id,
    broadcaster_user_login: channel.owner.login,
    broadcaster_user_name: channel.owner.name,
    level: train.level,
    total: train.total,
    progress: train.progress,
    goal: train.goal,
    top_contributions: topContributions(train).map((each) => ({
      ...userFields(userIn(world, each.userId)),
      type: each.type,
      total: each.total,
    })),
    shared_train_participants:
      train.sharedWith.length === 0
        ? []
        : [channel.id, ...train.sharedWith].map((id) => {
            const { login, name } = userIn(world, id);
            return {
              broadcaster_user_id: id,
              broadcaster_user_login: login,
              broadcaster_user_name: name,
            };
          }),
    started_at: rfc3339(train.startedAt),
    expires_at: rfc3339(train.expiresAt),
    type: train.kind,
    is_shared_train: train.sharedWith.length > 0,
  };
}
