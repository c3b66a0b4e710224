import { rfc3339Nano } from '../clock';
import type { WorldCore } from './core';
import { refuse, WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf, named } from './shapes';
import type { ChannelState, Prediction, PredictionOutcome, PredictionState } from './state';
import { characters } from './text';

export interface PredictionInput {
  /** Id or login. */
  readonly channel: string;
  readonly title: string;
  readonly outcomes: readonly string[];
  /** Seconds in which viewers may predict, 30 to 1800. */
  readonly windowS: number;
}

export interface PredictInput {
  /** Id or login. */
  readonly user: string;
  /** Id or login. */
  readonly channel: string;
  /** Title of the outcome, its id, or its number from 1. */
  readonly outcome: string | number;
  readonly points: number;
}

const PROGRESS_EVERY_MS = 1000;
const TOP_PREDICTORS = 10;
/** Not resolved this long after the window closed: cancelled and refunded. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/** One prediction at a time per channel, from start to resolution. */
export class Predictions {
  readonly #core: WorldCore;
  readonly #timers = new Map<string, () => void>();
  readonly #progressTimers = new Map<string, () => void>();

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** @throws WorldRefusal 403 for a channel that is neither affiliate nor partner, 400 for bad values or a running one */
  create(input: PredictionInput): PredictionState {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    if (channel.broadcasterType === '') {
      throw new WorldRefusal(403, 'The broadcaster must be a Twitch affiliate or partner.');
    }
    checkPrediction(input);
    if (channel.predictions.some((each) => each.status === 'ACTIVE' || each.status === 'LOCKED')) {
      throw new WorldRefusal(400, 'The broadcaster already has a running prediction.');
    }
    const prediction: PredictionState = {
      id: core.uuid(),
      channelId: channel.id,
      title: input.title,
      outcomes: input.outcomes.map((title, index) => ({
        id: core.uuid(),
        title,
        color: input.outcomes.length === 2 && index === 1 ? 'PINK' : 'BLUE',
        predictions: new Map(),
      })),
      windowS: input.windowS,
      createdAt: core.now(),
      status: 'ACTIVE',
      lockedAt: null,
      endedAt: null,
      winningOutcomeId: null,
    };
    channel.predictions.unshift(prediction);
    core.notify('channel.prediction.begin', aboutChannel(channel), {
      ...this.#base(channel, prediction),
      outcomes: prediction.outcomes.map(({ id, title, color }) => ({
        id,
        title,
        color: color.toLowerCase(),
      })),
      locks_at: rfc3339Nano(prediction.createdAt + prediction.windowS * 1000),
    });
    this.#arm(prediction, prediction.windowS * 1000, () => this.#lock(channel, prediction));
    return prediction;
  }

  /** A viewer puts points on an outcome; more points for the same one add up. @throws WorldRefusal 400 */
  predict(input: PredictInput): PredictionState {
    const core = this.#core;
    const user = core.userOf(input.user);
    const channel = core.channelOf(input.channel);
    const prediction = channel.predictions.find((each) => each.status === 'ACTIVE');
    if (!prediction) throw new WorldRefusal(400, 'No prediction is open.');
    const outcome = findOutcome(prediction, input.outcome);
    if (!outcome) throw new WorldRefusal(400, 'The prediction has no such outcome.');
    if (prediction.outcomes.some((each) => each !== outcome && each.predictions.has(user.id))) {
      throw new WorldRefusal(400, 'This viewer already predicted another outcome.');
    }
    const own = outcome.predictions.get(user.id);
    if (own) own.points += input.points;
    else outcome.predictions.set(user.id, { userId: user.id, points: input.points, won: null });
    this.#progressSoon(channel, prediction);
    return prediction;
  }

  /**
   * Locks, resolves or cancels. LOCKED only from ACTIVE, the others from ACTIVE or LOCKED.
   *
   * @throws WorldRefusal 404 without such a prediction, 400 in the wrong state or without a winner
   */
  end(
    channelId: string,
    predictionId: string,
    status: 'LOCKED' | 'RESOLVED' | 'CANCELED',
    winningOutcomeId?: string,
  ): PredictionState {
    const channel = this.#core.channelOf(channelId);
    const prediction = channel.predictions.find((each) => each.id === predictionId);
    if (!prediction) throw new WorldRefusal(404, 'The prediction was not found.');
    const isOpen = prediction.status === 'ACTIVE' || (prediction.status === 'LOCKED' && status !== 'LOCKED');
    if (!isOpen) {
      throw new WorldRefusal(400, `A prediction that is ${prediction.status} cannot become ${status}.`);
    }
    if (status === 'LOCKED') {
      this.#lock(channel, prediction);
      return prediction;
    }
    if (status === 'CANCELED') {
      this.#finish(channel, prediction, null);
      return prediction;
    }
    const winner = prediction.outcomes.find((outcome) => outcome.id === winningOutcomeId);
    if (!winner) {
      throw new WorldRefusal(
        400,
        'winning_outcome_id must name an outcome of the prediction when it is resolved.',
      );
    }
    this.#finish(channel, prediction, winner);
    return prediction;
  }

  #lock(channel: ChannelState, prediction: PredictionState): void {
    this.#stopProgress(prediction);
    prediction.status = 'LOCKED';
    prediction.lockedAt = this.#core.now();
    this.#core.notify('channel.prediction.lock', aboutChannel(channel), {
      ...this.#base(channel, prediction),
      outcomes: this.#countedOutcomes(prediction),
      locked_at: rfc3339Nano(prediction.lockedAt),
    });
    this.#arm(prediction, GIVE_UP_AFTER_MS, () => this.#finish(channel, prediction, null));
  }

  #finish(channel: ChannelState, prediction: PredictionState, winner: PredictionOutcome | null): void {
    this.#stopProgress(prediction);
    this.#timers.get(prediction.id)?.();
    this.#timers.delete(prediction.id);
    prediction.status = winner ? 'RESOLVED' : 'CANCELED';
    prediction.endedAt = this.#core.now();
    prediction.winningOutcomeId = winner?.id ?? null;
    if (winner) shareOut(prediction, winner);
    this.#core.notify('channel.prediction.end', aboutChannel(channel), {
      ...this.#base(channel, prediction),
      outcomes: this.#countedOutcomes(prediction),
      winning_outcome_id: prediction.winningOutcomeId,
      status: prediction.status.toLowerCase(),
      ended_at: rfc3339Nano(prediction.endedAt),
    });
  }

  #arm(prediction: PredictionState, ms: number, callback: () => void): void {
    this.#timers.get(prediction.id)?.();
    this.#timers.set(prediction.id, this.#core.timers.after(ms, callback));
  }

  #stopProgress(prediction: PredictionState): void {
    this.#progressTimers.get(prediction.id)?.();
    this.#progressTimers.delete(prediction.id);
  }

  #progressSoon(channel: ChannelState, prediction: PredictionState): void {
    if (this.#progressTimers.has(prediction.id)) return;
    const cancel = this.#core.timers.after(PROGRESS_EVERY_MS, () => {
      this.#progressTimers.delete(prediction.id);
      this.#core.notify('channel.prediction.progress', aboutChannel(channel), {
        ...this.#base(channel, prediction),
        outcomes: this.#countedOutcomes(prediction),
        locks_at: rfc3339Nano(prediction.createdAt + prediction.windowS * 1000),
      });
    });
    this.#progressTimers.set(prediction.id, cancel);
  }

  #base(channel: ChannelState, prediction: PredictionState): Record<string, unknown> {
    return {
      id: prediction.id,
      ...broadcasterOf(channel),
      title: prediction.title,
      started_at: rfc3339Nano(prediction.createdAt),
    };
  }

  #countedOutcomes(prediction: PredictionState): Record<string, unknown>[] {
    return prediction.outcomes.map((outcome) => ({
      id: outcome.id,
      title: outcome.title,
      color: outcome.color.toLowerCase(),
      users: outcome.predictions.size,
      channel_points: pointsOf(outcome),
      top_predictors: topPredictors(outcome).map((each) => ({
        ...named('user', this.#core.user(each.userId)),
        channel_points_won: each.won,
        channel_points_used: each.points,
      })),
    }));
  }
}

/** Points on an outcome in all. */
export function pointsOf(outcome: PredictionOutcome): number {
  let sum = 0;
  for (const each of outcome.predictions.values()) sum += each.points;
  return sum;
}

/** At most ten, most points first. */
export function topPredictors(outcome: PredictionOutcome): Prediction[] {
  return [...outcome.predictions.values()].toSorted((a, b) => b.points - a.points).slice(0, TOP_PREDICTORS);
}

/** Everything that was put in goes to those who were right, by their share. */
function shareOut(prediction: PredictionState, winner: PredictionOutcome): void {
  const pot = prediction.outcomes.reduce((sum, outcome) => sum + pointsOf(outcome), 0);
  const won = pointsOf(winner);
  for (const each of winner.predictions.values()) each.won = Math.floor((pot * each.points) / won);
}

function findOutcome(prediction: PredictionState, wanted: string | number): PredictionOutcome | undefined {
  if (typeof wanted === 'number') return prediction.outcomes[wanted - 1];
  const title = wanted.trim().toLowerCase();
  return prediction.outcomes.find(
    (outcome) => outcome.id === wanted || outcome.title.toLowerCase() === title,
  );
}

/** The limits of a prediction (helix-notes, "Polls and predictions"). */
function checkPrediction(input: PredictionInput): void {
  if (input.title === '') refuse('The title must not be empty.');
  if (characters(input.title) > 45) refuse('The title must not be longer than 45 characters.');
  if (input.outcomes.length < 2) refuse('A prediction must have at least 2 outcomes.');
  if (input.outcomes.length > 10) refuse('A prediction must not have more than 10 outcomes.');
  for (const outcome of input.outcomes) {
    if (outcome === '') refuse('The title of an outcome must not be empty.');
    if (characters(outcome) > 25) refuse('The title of an outcome must not be longer than 25 characters.');
  }
  if (!Number.isInteger(input.windowS) || input.windowS < 30 || input.windowS > 1800) {
    refuse('The prediction window must be from 30 to 1800 seconds.');
  }
}
