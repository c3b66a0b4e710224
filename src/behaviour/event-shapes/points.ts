import { counted, spaced } from '../words';
import { doneByBroadcaster, doneByUser, nameOf, type EventShape, type EventShapes } from '../event-shape';
import type { EventReader } from '../event-reader';
import type { Json, RedemptionPart } from '../message';

/** How Twitch's own rewards are called where viewers see them. */
const automaticRewards: Readonly<Record<string, string>> = {
  send_highlighted_message: 'Highlight My Message',
  single_message_bypass_sub_mode: 'Send a Message in Sub-Only Mode',
  random_sub_emote_unlock: 'Unlock a Random Sub Emote',
  chosen_sub_emote_unlock: 'Choose an Emote to Unlock',
  chosen_modified_sub_emote_unlock: 'Modify a Single Emote',
  message_effect: 'Message Effects',
  gigantify_an_emote: 'Gigantify an Emote',
  celebration: 'On-Screen Celebration',
};

function customRedemption(event: EventReader): RedemptionPart | null {
  const id = event.text('id');
  const rewardId = event.text('reward.id');
  if (id === null || rewardId === null) return null;
  return {
    id,
    rewardId,
    title: event.text('reward.title') ?? '',
    cost: event.number('reward.cost') ?? 0,
    input: event.text('user_input') ?? '',
    // Finished ones stay finished; whether an open one is ours, Twitch tells only when asked.
    canFinish: event.text('status') === 'unfulfilled' ? null : false,
  };
}

/** The name of one of Twitch's own rewards and power-ups, as viewers see it. */
export function automaticTitle(type: string): string {
  return automaticRewards[type] ?? spaced(type);
}

function automaticRedemption(event: EventReader): RedemptionPart | null {
  const id = event.text('id');
  if (id === null) return null;
  return {
    id,
    rewardId: event.text('reward.type') ?? '',
    title: automaticTitle(event.text('reward.type') ?? 'reward'),
    cost: event.number('reward.channel_points') ?? event.number('reward.cost') ?? 0,
    input: event.text('user_input') ?? event.text('message.text') ?? '',
    canFinish: false,
  };
}

function powerUpRedemption(event: EventReader): RedemptionPart | null {
  const id = event.text('id');
  const rewardId = event.text('custom_power_up.id');
  if (id === null || rewardId === null) return null;
  return {
    id,
    rewardId,
    title: event.text('custom_power_up.title') ?? '',
    cost: event.number('custom_power_up.bits') ?? 0,
    input: event.text('user_input') ?? '',
    canFinish: false,
  };
}

function redemptionPayload(
  read: (event: EventReader) => RedemptionPart | null,
): (event: EventReader) => Record<string, Json> {
  return (event) => {
    const redemption = read(event);
    return {
      user: nameOf(event),
      reward: redemption?.title ?? '',
      cost: redemption?.cost ?? 0,
      input: redemption?.input ?? '',
      status: event.text('status'),
      redeemedAt: event.text('redeemed_at'),
    };
  };
}

function redemption(
  read: (event: EventReader) => RedemptionPart | null,
  currency: 'points' | 'bits',
): EventShape {
  return {
    payload: redemptionPayload(read),
    user: doneByUser,
    text: (event) => read(event)?.input || null,
    redemption: read,
    summary: (event) => {
      const part = read(event);
      if (part === null) return null;
      const cost = currency === 'bits' ? ` for ${counted(part.cost, 'bit')}` : '';
      return `${nameOf(event)} redeemed ${part.title}${cost}.`;
    },
  };
}

function reward(what: string): EventShape {
  return {
    payload: (event) => ({
      rewardId: event.text('id'),
      title: event.text('title'),
      cost: event.number('cost'),
      prompt: event.text('prompt'),
      enabled: event.flag('is_enabled'),
      paused: event.flag('is_paused'),
      inStock: event.flag('is_in_stock'),
      inputRequired: event.flag('is_user_input_required'),
      skipsQueue: event.flag('should_redemptions_skip_request_queue'),
      color: event.text('background_color'),
      cooldownEndsAt: event.text('cooldown_expires_at'),
      redeemedThisStream: event.number('redemptions_redeemed_current_stream'),
    }),
    user: doneByBroadcaster,
    summary: (event) => `The reward ${event.text('title') ?? ''} ${what}.`,
  };
}

/** Channel points and Power-ups. */
export const pointsShapes: EventShapes = {
  'channel.channel_points_custom_reward_redemption.add': redemption(customRedemption, 'points'),
  'channel.channel_points_custom_reward_redemption.update': {
    ...redemption(customRedemption, 'points'),
    summary: (event) => {
      const title = event.text('reward.title') ?? 'The reward';
      return event.text('status') === 'canceled'
        ? `${nameOf(event)} got the points for ${title} back.`
        : `${title} of ${nameOf(event)} is done.`;
    },
  },
  'channel.channel_points_automatic_reward_redemption.add': redemption(automaticRedemption, 'points'),
  'channel.custom_power_up_redemption.add': redemption(powerUpRedemption, 'bits'),
  'channel.channel_points_custom_reward.add': reward('is new'),
  'channel.channel_points_custom_reward.update': reward('has changed'),
  'channel.channel_points_custom_reward.remove': reward('is gone'),
};
