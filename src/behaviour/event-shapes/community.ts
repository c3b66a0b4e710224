import { counted, money, spaced } from '../words';
import { pollPayload, pollSummary } from '../poll-result';
import { predictionPayload, predictionSummary } from '../prediction-result';
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

function automaticTitle(event: EventReader): string {
  const type = event.text('reward.type') ?? 'reward';
  return automaticRewards[type] ?? spaced(type);
}

function automaticRedemption(event: EventReader): RedemptionPart | null {
  const id = event.text('id');
  if (id === null) return null;
  return {
    id,
    rewardId: event.text('reward.type') ?? '',
    title: automaticTitle(event),
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

function hypeTrain(summary: (event: EventReader) => string): EventShape {
  return {
    payload: (event) => ({
      id: event.text('id'),
      level: event.number('level') ?? 1,
      total: event.number('total') ?? 0,
      progress: event.number('progress'),
      goal: event.number('goal'),
      kind: event.text('type') ?? 'regular',
      shared: event.flag('is_shared_train'),
      topContributor: event.items('top_contributions')[0]?.person('user')?.name ?? null,
      recordLevel: event.number('all_time_high_level'),
      startedAt: event.text('started_at'),
      expiresAt: event.text('expires_at'),
      endedAt: event.text('ended_at'),
      nextAt: event.text('cooldown_ends_at'),
    }),
    summary,
  };
}

interface Amount {
  readonly value: number;
  readonly shown: string;
  readonly currency: string;
}

function amount(event: EventReader, path: string): Amount | null {
  const value = event.number(`${path}.value`);
  if (value === null) return null;
  const decimals = event.number(`${path}.decimal_places`) ?? event.number(`${path}.decimal_place`) ?? 0;
  const currency = event.text(`${path}.currency`) ?? '';
  return { value: value / 10 ** decimals, shown: money(value, decimals, currency), currency };
}

function campaign(summary: (event: EventReader, raised: string, charity: string) => string): EventShape {
  return {
    payload: (event) => ({
      charity: event.text('charity_name'),
      raised: amount(event, 'current_amount')?.value ?? 0,
      target: amount(event, 'target_amount')?.value ?? null,
      currency: amount(event, 'current_amount')?.currency ?? null,
      website: event.text('charity_website'),
      startedAt: event.text('started_at'),
      stoppedAt: event.text('stopped_at'),
    }),
    summary: (event) =>
      summary(event, amount(event, 'current_amount')?.shown ?? '0', event.text('charity_name') ?? 'charity'),
  };
}

function goal(summary: (event: EventReader, title: string, standing: string) => string): EventShape {
  return {
    payload: (event) => ({
      id: event.text('id'),
      type: event.text('type'),
      description: event.text('description'),
      current: event.number('current_amount') ?? 0,
      target: event.number('target_amount') ?? 0,
      achieved: event.flag('is_achieved'),
      startedAt: event.text('started_at'),
      endedAt: event.text('ended_at'),
    }),
    summary: (event) => {
      const title = event.text('description') ?? `${spaced(event.text('type') ?? 'channel')} goal`;
      const standing = `${event.number('current_amount') ?? 0} of ${event.number('target_amount') ?? 0}`;
      return summary(event, title, standing);
    },
  };
}

/** Channel points, polls, predictions, hype trains, charity, goals, and what is about the account itself. */
export const communityShapes: EventShapes = {
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
  'channel.poll.begin': poll('active'),
  'channel.poll.progress': poll('active'),
  'channel.poll.end': poll('completed'),
  'channel.prediction.begin': prediction('active'),
  'channel.prediction.progress': prediction('active'),
  'channel.prediction.lock': prediction('locked'),
  'channel.prediction.end': prediction('resolved'),
  'channel.hype_train.begin': hypeTrain(
    (event) => `A hype train has started at level ${event.number('level') ?? 1}.`,
  ),
  'channel.hype_train.progress': hypeTrain(
    (event) =>
      `Hype train: level ${event.number('level') ?? 1}, ${event.number('progress') ?? 0} of ${event.number('goal') ?? 0} points.`,
  ),
  'channel.hype_train.end': hypeTrain(
    (event) => `The hype train reached level ${event.number('level') ?? 1}.`,
  ),
  'channel.charity_campaign.donate': {
    payload: (event) => ({
      user: nameOf(event),
      amount: amount(event, 'amount')?.value ?? 0,
      currency: amount(event, 'amount')?.currency ?? null,
      donation: amount(event, 'amount')?.shown ?? null,
      charity: event.text('charity_name'),
      website: event.text('charity_website'),
    }),
    user: doneByUser,
    summary: (event) =>
      `${nameOf(event)} donated ${amount(event, 'amount')?.shown ?? ''} to ${event.text('charity_name') ?? 'charity'}.`,
  },
  'channel.charity_campaign.start': campaign((_, __, charity) => `We are raising money for ${charity}.`),
  'channel.charity_campaign.progress': campaign(
    (_, raised, charity) => `${raised} raised for ${charity} so far.`,
  ),
  'channel.charity_campaign.stop': campaign(
    (_, raised, charity) => `${raised} raised for ${charity}. Thank you.`,
  ),
  'channel.goal.begin': goal((_, title, standing) => `New goal: ${title} (${standing}).`),
  'channel.goal.progress': goal((_, title, standing) => `${title}: ${standing}.`),
  'channel.goal.end': goal((event, title, standing) =>
    event.flag('is_achieved') ? `Goal reached: ${title}.` : `The goal ${title} ended at ${standing}.`,
  ),
  'user.update': {
    payload: (event) => ({ user: nameOf(event), description: event.text('description') }),
    user: doneByUser,
  },
  // A whisper is between two people: no sentence for chat.
  'user.whisper.message': {
    payload: (event) => ({ user: nameOf(event, 'from_user'), text: event.text('whisper.text') }),
    user: (event) => event.doer('from_user'),
    target: (event) => event.person('to_user'),
    text: (event) => event.text('whisper.text'),
  },
  'user.authorization.grant': { payload: (event) => ({ user: nameOf(event) }), user: doneByUser },
  'user.authorization.revoke': { payload: (event) => ({ user: nameOf(event) }), user: doneByUser },
  'drop.entitlement.grant': {
    payload: (event) => ({
      user: nameOf(event.inner('data')),
      category: event.text('data.category_name'),
      campaignId: event.text('data.campaign_id'),
      entitlementId: event.text('data.entitlement_id'),
      benefitId: event.text('data.benefit_id'),
      createdAt: event.text('data.created_at'),
    }),
    user: (event) => event.inner('data').doer('user'),
    summary: (event) =>
      `${nameOf(event.inner('data'))} earned a drop in ${event.text('data.category_name') ?? 'the game'}.`,
  },
  'extension.bits_transaction.create': {
    payload: (event) => ({
      user: nameOf(event),
      product: event.text('product.name'),
      bits: event.number('product.bits') ?? 0,
      sku: event.text('product.sku'),
      inDevelopment: event.flag('product.in_development'),
    }),
    user: doneByUser,
    summary: (event) =>
      `${nameOf(event)} got ${event.text('product.name') ?? 'something'} for ${counted(event.number('product.bits') ?? 0, 'bit')}.`,
  },
  'conduit.shard.disabled': {
    payload: (event) => ({
      conduitId: event.text('conduit_id'),
      shardId: event.text('shard_id'),
      status: event.text('status'),
    }),
  },
};

function poll(assumed: 'active' | 'completed'): EventShape {
  return {
    payload: (event) => ({ ...pollPayload(event, assumed) }),
    user: doneByBroadcaster,
    summary: (event) => pollSummary(pollPayload(event, assumed)),
  };
}

function prediction(assumed: 'active' | 'locked' | 'resolved'): EventShape {
  return {
    payload: (event) => ({ ...predictionPayload(event, assumed) }),
    user: doneByBroadcaster,
    summary: (event) => predictionSummary(predictionPayload(event, assumed)),
  };
}
