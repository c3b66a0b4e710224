import { between } from '../random';
import type { Cast } from './cast';
import type { WorldCore } from './core';
import type { Milestones } from './milestones';
import type { PowerUps } from './power-ups';
import type { Rewards } from './rewards';
import type { Schedules } from './schedules';
import type { SubscriptionState } from './state';
import type { Streams } from './streams';

const DAY_MS = 86_400_000;
const LIVE_SINCE_MS = 47 * 60_000;

export interface OpeningTopics {
  readonly streams: Streams;
  readonly rewards: Rewards;
  readonly powerUps: PowerUps;
  readonly milestones: Milestones;
  readonly schedules: Schedules;
}

/** Sets the scene: an affiliate who is live with a small, friendly room. */
export function openScene(core: WorldCore, cast: Cast, topics: OpeningTopics, clientId: string): void {
  const channel = core.channelOf(cast.broadcaster.id);
  const now = core.now();
  channel.broadcasterType = 'affiliate';
  channel.title = 'Rainy day, cosy harbour building';
  channel.categoryId = '600005';
  channel.tags = ['English', 'Cosy', 'Practice'];
  channel.moderators.add(cast.moderator.id).add(cast.bot.id);
  channel.vips.add(cast.vip.id);
  channel.editors.set(cast.moderator.id, now - 200 * DAY_MS);

  const regulars = [cast.moderator, cast.bot, cast.subscriber, cast.vip, ...cast.viewers];
  for (const [index, user] of regulars.entries()) {
    // The last viewers are new: they neither follow nor have they ever written.
    const isNew = index >= regulars.length - 4;
    if (!isNew) {
      channel.followers.set(user.id, now - (400 - 13 * index) * DAY_MS);
      channel.knownChatters.add(user.id);
    }
    channel.points.set(user.id, between(core.random, 500, 20_000));
    if (user !== cast.bot && user !== cast.moderator) channel.present.set(user.id, 1);
  }
  channel.knownChatters.add(cast.broadcaster.id);
  channel.followers.set(cast.streamers[0]?.id ?? '', now - 90 * DAY_MS);
  const subscription = (months: number, extra: Partial<SubscriptionState> = {}): SubscriptionState => ({
    tier: '1000',
    months,
    streakMonths: null,
    isPrime: false,
    gifterId: null,
    since: now - months * 30 * DAY_MS,
    ...extra,
  });
  channel.subscribers.set(cast.subscriber.id, subscription(14));
  channel.subscribers.set(cast.moderator.id, subscription(26, { tier: '2000' }));
  const [first, second] = cast.viewers;
  if (first) channel.subscribers.set(first.id, subscription(3, { isPrime: true }));
  if (second) channel.subscribers.set(second.id, subscription(1, { gifterId: cast.subscriber.id }));
  channel.giftTotals.set(cast.subscriber.id, 5);
  channel.bitsTotals.set(cast.vip.id, 1200);

  topics.rewards.create(channel.id, null, { title: 'Hydrate!', cost: 300, prompt: 'Take a sip of water.' });
  topics.rewards.create(channel.id, clientId, {
    title: 'Lamp colour',
    cost: 500,
    isInputRequired: true,
    prompt: 'Which colour?',
  });
  topics.powerUps.create(channel.id, {
    title: 'Foghorn',
    bits: 300,
    prompt: 'One long, one short?',
    isInputRequired: false,
  });
  topics.milestones.startGoal(channel.id, 'follower', 'A bigger harbour', 50, channel.followers.size);
  topics.schedules.add(
    channel.id,
    {
      startAt: now + DAY_MS - (now % DAY_MS) + 18 * 3_600_000,
      durationMinutes: 180,
      timezone: 'Europe/Berlin',
      title: 'Evening harbour',
      categoryId: '600005',
    },
    true,
  );
  topics.streams.start(channel.id, { viewers: 38, startedAt: now - LIVE_SINCE_MS });

  for (const [index, streamer] of cast.streamers.entries()) {
    const other = core.channelOf(streamer.id);
    other.broadcasterType = 'affiliate';
    other.title = index === 0 ? 'Carving driftwood and chatting' : 'Painting the moor';
    other.categoryId = index === 0 ? '509658' : '600007';
    other.moderators.add(cast.bot.id);
    if (index === 0) topics.streams.start(other.id, { viewers: 112, startedAt: now - 2 * LIVE_SINCE_MS });
  }
}
