import { counted, money, spaced } from '../words';
import { pollPayload, pollSummary } from '../poll-result';
import { predictionPayload, predictionSummary } from '../prediction-result';
import { doneByBroadcaster, doneByUser, nameOf, type EventShape, type EventShapes } from '../event-shape';
import type { EventReader } from '../event-reader';

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
      topContributor: event.items('top_contributions')[0]?.name('user') ?? null,
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
  const sum = event.inner(path);
  const value = sum.number('value');
  if (value === null) return null;
  const decimals = sum.number('decimal_places') ?? sum.number('decimal_place') ?? 0;
  const currency = sum.text('currency') ?? '';
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

/** Polls, predictions, hype trains, charity, goals, and what is about the account itself. */
export const communityShapes: EventShapes = {
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
    payload: (event) => pollPayload(event, assumed),
    user: doneByBroadcaster,
    summary: (event) => pollSummary(pollPayload(event, assumed)),
  };
}

function prediction(assumed: 'active' | 'locked' | 'resolved'): EventShape {
  return {
    payload: (event) => predictionPayload(event, assumed),
    user: doneByBroadcaster,
    summary: (event) => predictionSummary(predictionPayload(event, assumed)),
  };
}
