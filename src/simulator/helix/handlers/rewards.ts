import type { EndpointItem } from '../../../tables/endpoints';
import { rfc3339 } from '../../clock';
import { WorldRefusal } from '../../world/refusal';
import { isInStock, rewardImages, type RewardSettings } from '../../world/rewards';
import type { ChannelState, RedemptionState, RewardState } from '../../world/state';
import type { World } from '../../world/world';
import { type HandlerMap, type HelixCall, list } from '../call';
import { channelIn, userIn } from '../lookup';
import { paged } from '../paging';
import { broadcasterFields, userFields } from '../shapes';

export const rewardHandlers = {
  'create-custom-rewards': (call) => {
    const { title, cost } = call.body;
    const settings = { ...settingsFrom(call), title, cost };
    const reward = call.world.rewards.create(call.query.broadcaster_id, call.clientId, settings);
    return { data: [rewardAnswer(channelIn(call.world, call.query.broadcaster_id), reward)] };
  },
  'update-custom-reward': (call) => {
    const { broadcaster_id: channelId, id } = call.query;
    const isPaused = call.body.is_paused;
    const settings = { ...settingsFrom(call), ...(isPaused === undefined ? {} : { isPaused }) };
    const reward = call.world.rewards.update(channelId, call.clientId, id, settings);
    return { data: [rewardAnswer(channelIn(call.world, channelId), reward)] };
  },
  'delete-custom-reward': (call) => {
    call.world.rewards.remove(call.query.broadcaster_id, call.clientId, call.query.id);
    return null;
  },
  'get-custom-reward': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    requirePoints(channel);
    const ids = list(call.query.id);
    const found = channel.rewards.filter((each) => ids.length === 0 || ids.includes(each.id));
    if (ids.length > 0 && found.length === 0)
      throw new WorldRefusal(404, 'The custom rewards were not found.');
    const wanted = call.query.only_manageable_rewards
      ? found.filter((each) => each.clientId === call.clientId)
      : found;
    return { data: wanted.map((each) => rewardAnswer(channel, each)) };
  },
  'get-custom-reward-redemption': (call) => {
    const { query, world } = call;
    const channel = channelIn(world, query.broadcaster_id);
    const reward = world.rewards.manageable(channel, call.clientId, query.reward_id);
    const ids = list(query.id);
    const found = channel.redemptions.filter(
      (each) =>
        each.reward === reward && (ids.length > 0 ? ids.includes(each.id) : each.status === query.status),
    );
    if (ids.length > 0 && found.length === 0) throw new WorldRefusal(404, 'The redemptions were not found.');
    const page = paged(call, query.sort === 'NEWEST' ? found : found.toReversed());
    return {
      data: page.items.map((each) => redemptionAnswer(world, channel, each)),
      pagination: page.pagination,
    };
  },
  'update-redemption-status': (call) => {
    const { broadcaster_id: channelId, reward_id: rewardId } = call.query;
    const ids = list(call.query.id);
    const found = call.world.rewards.finish(channelId, call.clientId, rewardId, ids, call.body.status);
    const channel = channelIn(call.world, channelId);
    return { data: found.map((each) => redemptionAnswer(call.world, channel, each)) };
  },
} satisfies HandlerMap;

function requirePoints(channel: ChannelState): void {
  if (channel.broadcasterType === '') {
    throw new WorldRefusal(403, 'Channel Points are not available for the broadcaster.');
  }
}

function settingsFrom({
  body,
}: HelixCall<'create-custom-rewards'> | HelixCall<'update-custom-reward'>): RewardSettings {
  return {
    ...(body.title === undefined ? {} : { title: body.title }),
    ...(body.cost === undefined ? {} : { cost: body.cost }),
    ...(body.prompt === undefined ? {} : { prompt: body.prompt }),
    ...(body.background_color === undefined ? {} : { backgroundColor: body.background_color }),
    ...(body.is_enabled === undefined ? {} : { isEnabled: body.is_enabled }),
    ...(body.is_user_input_required === undefined ? {} : { isInputRequired: body.is_user_input_required }),
    ...(body.should_redemptions_skip_request_queue === undefined
      ? {}
      : { skipsQueue: body.should_redemptions_skip_request_queue }),
    ...limit('maxPerStream', body.is_max_per_stream_enabled, body.max_per_stream),
    ...limit('maxPerUserPerStream', body.is_max_per_user_per_stream_enabled, body.max_per_user_per_stream),
    ...limit('cooldownS', body.is_global_cooldown_enabled, body.global_cooldown_seconds),
  };
}

/** A limit is a flag and a value on the wire; here it is a number or null. */
function limit<K extends string>(
  key: K,
  isOn: boolean | undefined,
  value: number | undefined,
): { [P in K]?: number | null } {
  const result: { [P in K]?: number | null } = {};
  if (isOn === false) result[key] = null;
  else if (isOn === true) result[key] = value ?? null;
  return result;
}

function rewardAnswer(channel: ChannelState, reward: RewardState): EndpointItem<'get-custom-reward'> {
  return {
    ...broadcasterFields(channel),
    id: reward.id,
    title: reward.title,
    prompt: reward.prompt,
    cost: reward.cost,
    image: null,
    default_image: rewardImages,
    background_color: reward.backgroundColor,
    is_enabled: reward.isEnabled,
    is_user_input_required: reward.isInputRequired,
    max_per_stream_setting: {
      is_enabled: reward.maxPerStream !== null,
      max_per_stream: reward.maxPerStream ?? 0,
    },
    max_per_user_per_stream_setting: {
      is_enabled: reward.maxPerUserPerStream !== null,
      max_per_user_per_stream: reward.maxPerUserPerStream ?? 0,
    },
    global_cooldown_setting: {
      is_enabled: reward.cooldownS !== null,
      global_cooldown_seconds: reward.cooldownS ?? 0,
    },
    is_paused: reward.isPaused,
    is_in_stock: isInStock(reward),
    should_redemptions_skip_request_queue: reward.skipsQueue,
    redemptions_redeemed_current_stream: channel.stream ? reward.redeemedThisStream : null,
    cooldown_expires_at: reward.cooldownEndsAt === null ? null : rfc3339(reward.cooldownEndsAt),
  };
}

function redemptionAnswer(
  world: World,
  channel: ChannelState,
  redemption: RedemptionState,
): EndpointItem<'get-custom-reward-redemption'> {
  return {
    ...broadcasterFields(channel),
    id: redemption.id,
    ...userFields(userIn(world, redemption.userId)),
    reward: {
      id: redemption.reward.id,
      title: redemption.title,
      prompt: redemption.prompt,
      cost: redemption.cost,
    },
    user_input: redemption.input,
    status: redemption.status,
    redeemed_at: rfc3339(redemption.redeemedAt),
  };
}
