import { rfc3339Nano } from '../clock';
import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf, named } from './shapes';
import type { ChannelState, UserState } from './state';
import type { GoalState, GoalType, HypeTrainState } from './broadcast-state';

/** Points that each level needs; later ones need the last. */
const LEVEL_GOALS = [1600, 1800, 2100, 2300, 2600] as const;
/** Contributions within this time start a train. */
const START_WINDOW_MS = 5 * 60_000;
const START_CONTRIBUTIONS = 3;
const START_PEOPLE = 2;
const SMALLEST_BITS = 100;
const LEVEL_TIME_MS = 5 * 60_000;
const COOLDOWN_MS = 60 * 60_000;

interface Contribution {
  readonly user: UserState;
  readonly type: 'bits' | 'subscription';
  readonly points: number;
  readonly at: number;
}

/** What a community reaches together: hype trains and goals. */
export class Milestones {
  readonly #core: WorldCore;
  readonly #recent = new Map<string, Contribution[]>();
  readonly #trainTimers = new Map<string, () => void>();

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** Somebody gave bits or a subscription: moves the train, or starts one when enough came together. */
  contribute(channel: ChannelState, user: UserState, type: 'bits' | 'subscription', points: number): void {
    if (channel.broadcasterType === '') return;
    if (channel.hypeTrain) {
      this.#move(channel, channel.hypeTrain, { user, type, points });
      return;
    }
    const now = this.#core.now();
    if (now < channel.hypeTrainCooldownEndsAt || (type === 'bits' && points < SMALLEST_BITS)) return;
    const recent = (this.#recent.get(channel.id) ?? []).filter((each) => each.at > now - START_WINDOW_MS);
    recent.push({ user, type, points, at: now });
    this.#recent.set(channel.id, recent);
    const people = new Set(recent.map((each) => each.user.id));
    if (recent.length >= START_CONTRIBUTIONS && people.size >= START_PEOPLE)
      this.startHypeTrain(channel.id, recent);
  }

  /** @throws WorldRefusal 400 while one runs */
  startHypeTrain(
    channelId: string,
    contributions: readonly Pick<Contribution, 'user' | 'type' | 'points'>[] = [],
    options: { readonly kind?: HypeTrainState['kind']; readonly sharedWith?: readonly string[] } = {},
  ): HypeTrainState {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    if (channel.hypeTrain) throw new WorldRefusal(400, 'A Hype Train is already running.');
    const train: HypeTrainState = {
      id: core.uuid(),
      channelId: channel.id,
      level: 1,
      total: 0,
      progress: 0,
      goal: LEVEL_GOALS[0],
      contributions: new Map(),
      startedAt: core.now(),
      expiresAt: core.now() + LEVEL_TIME_MS,
      kind: options.kind ?? 'regular',
      sharedWith: (options.sharedWith ?? []).map((other) => core.channelOf(other).id),
    };
    channel.hypeTrain = train;
    // Twitch tells each contribution that set it off, before the begin (notes of the begin event).
    for (const each of contributions) {
      addTo(train, each);
      this.#tellProgress(channel, train);
    }
    this.#recent.delete(channel.id);
    const record = channel.hypeTrainRecord;
    core.notify(
      'channel.hype_train.begin',
      aboutChannel(channel),
      {
        ...this.#event(channel, train),
        progress: train.progress,
        goal: train.goal,
        all_time_high_level: record?.level ?? 0,
        all_time_high_total: record?.total ?? 0,
        expires_at: rfc3339Nano(train.expiresAt),
      },
      '2',
    );
    this.#armEnd(channel, train);
    return train;
  }

  endHypeTrain(channelId: string): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const train = channel.hypeTrain;
    if (!train) return;
    this.#trainTimers.get(channel.id)?.();
    this.#trainTimers.delete(channel.id);
    channel.hypeTrain = null;
    channel.hypeTrainCooldownEndsAt = core.now() + COOLDOWN_MS;
    if (train.total > (channel.hypeTrainRecord?.total ?? 0)) {
      channel.hypeTrainRecord = { level: train.level, total: train.total, achievedAt: core.now() };
    }
    core.notify(
      'channel.hype_train.end',
      aboutChannel(channel),
      {
        ...this.#event(channel, train),
        ended_at: rfc3339Nano(core.now()),
        cooldown_ends_at: rfc3339Nano(channel.hypeTrainCooldownEndsAt),
      },
      '2',
    );
  }

  /** Ends the goal before, as a streamer does on the dashboard, and begins another. */
  startGoal(channelId: string, type: GoalType, description: string, target: number, current = 0): GoalState {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    if (channel.goal) this.endGoal(channel.id);
    const goal: GoalState = { id: core.token(26), type, description, current, target, createdAt: core.now() };
    channel.goal = goal;
    core.notify('channel.goal.begin', aboutChannel(channel), goalEvent(channel, goal));
    return goal;
  }

  endGoal(channelId: string): void {
    const channel = this.#core.channelOf(channelId);
    const { goal } = channel;
    if (!goal) return;
    channel.goal = null;
    this.#core.notify('channel.goal.end', aboutChannel(channel), {
      ...goalEvent(channel, goal),
      is_achieved: goal.current >= goal.target,
      ended_at: rfc3339Nano(this.#core.now()),
    });
  }

  /** A follow or subscription came (1) or went (-1). */
  countGoal(channel: ChannelState, kind: 'follower' | 'subscription', change: 1 | -1): void {
    const { goal } = channel;
    if (!goal || (kind === 'follower') !== (goal.type === 'follower')) return;
    if (change < 0 && goal.type.startsWith('new_')) return;
    goal.current += change;
    this.#core.notify('channel.goal.progress', aboutChannel(channel), goalEvent(channel, goal));
    if (goal.current >= goal.target) this.endGoal(channel.id);
  }

  #move(
    channel: ChannelState,
    train: HypeTrainState,
    contribution: Pick<Contribution, 'user' | 'type' | 'points'>,
  ): void {
    const levelBefore = train.level;
    addTo(train, contribution);
    if (train.level > levelBefore) {
      train.expiresAt = this.#core.now() + LEVEL_TIME_MS;
      this.#armEnd(channel, train);
    }
    this.#tellProgress(channel, train);
  }

  #tellProgress(channel: ChannelState, train: HypeTrainState): void {
    this.#core.notify(
      'channel.hype_train.progress',
      aboutChannel(channel),
      {
        ...this.#event(channel, train),
        progress: train.progress,
        goal: train.goal,
        expires_at: rfc3339Nano(train.expiresAt),
      },
      '2',
    );
  }

  #armEnd(channel: ChannelState, train: HypeTrainState): void {
    this.#trainTimers.get(channel.id)?.();
    const ms = train.expiresAt - this.#core.now();
    this.#trainTimers.set(
      channel.id,
      this.#core.timers.after(ms, () => this.endHypeTrain(channel.id)),
    );
  }

  #event(channel: ChannelState, train: HypeTrainState): Record<string, unknown> {
    return {
      id: train.id,
      ...broadcasterOf(channel),
      total: train.total,
      top_contributions: topContributions(train).map((each) => ({
        ...named('user', this.#core.user(each.userId)),
        type: each.type,
        total: each.total,
      })),
      level: train.level,
      shared_train_participants:
        train.sharedWith.length === 0
          ? null
          : [channel.id, ...train.sharedWith].map((id) => broadcasterOf(this.#core.channelOf(id))),
      started_at: rfc3339Nano(train.startedAt),
      type: train.kind,
      is_shared_train: train.sharedWith.length > 0,
    };
  }
}

/** The largest contribution of each kind. */
export function topContributions(
  train: HypeTrainState,
): { userId: string; type: 'bits' | 'subscription'; total: number }[] {
  const all = [...train.contributions.values()].toSorted((a, b) => b.total - a.total);
  return (['bits', 'subscription'] as const).flatMap((type) => all.find((each) => each.type === type) ?? []);
}

function addTo(
  train: HypeTrainState,
  { user, type, points }: Pick<Contribution, 'user' | 'type' | 'points'>,
): void {
  const key = `${user.id} ${type}`;
  const own = train.contributions.get(key);
  if (own) own.total += points;
  else train.contributions.set(key, { userId: user.id, type, total: points });
  train.total += points;
  train.progress += points;
  while (train.progress >= train.goal) {
    train.progress -= train.goal;
    train.level++;
    train.goal = LEVEL_GOALS[train.level - 1] ?? LEVEL_GOALS[LEVEL_GOALS.length - 1] ?? train.goal;
  }
}

function goalEvent(channel: ChannelState, goal: GoalState): Record<string, unknown> {
  return {
    id: goal.id,
    ...broadcasterOf(channel),
    // Helix and EventSub call the same kind by different names.
    type: goal.type === 'follower' ? 'follow' : goal.type,
    description: goal.description,
    current_amount: goal.current,
    target_amount: goal.target,
    started_at: rfc3339Nano(goal.createdAt),
  };
}
