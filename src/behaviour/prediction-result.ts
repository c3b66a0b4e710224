import { counted, duration, listed, percent } from './words';
import { closed } from './poll-result';
import type { EventReader } from './event-reader';
import type { Json } from './message';

/** `active`: bets are open; `locked`: bets are closed, the outcome is open */
export type PredictionStatus = 'active' | 'locked' | 'resolved' | 'canceled';

/** What a prediction node puts into the payload, and the payload of the prediction events. */
export interface PredictionPayload {
  readonly [key: string]: Json;
  readonly id: string;
  readonly question: string;
  readonly status: PredictionStatus;
  /** Title of the outcome that was right; null until it is resolved. */
  readonly winner: string | null;
  /** How many people bet on the winner. */
  readonly winnerUsers: number;
  /** Share of all points that was bet on the winner, in percent. */
  readonly share: number;
  readonly totalUsers: number;
  readonly totalPoints: number;
  readonly outcomes: readonly {
    readonly title: string;
    readonly users: number;
    readonly points: number;
    readonly share: number;
  }[];
  readonly startedAt: string | null;
  /** When bets closed, or will. */
  readonly locksAt: string | null;
  readonly endedAt: string | null;
}

const statuses: readonly PredictionStatus[] = ['active', 'locked', 'resolved', 'canceled'];

/** @param prediction a prediction of Helix, or the event of channel.prediction.begin, .progress, .lock or .end */
export function predictionPayload(
  prediction: EventReader,
  assumed: PredictionStatus = 'active',
): PredictionPayload {
  const said = prediction.text('status')?.toLowerCase();
  const status = statuses.find((known) => known === said) ?? assumed;
  const raw = prediction.items('outcomes').map((outcome) => ({
    id: outcome.text('id'),
    title: outcome.text('title') ?? '',
    users: outcome.number('users') ?? 0,
    points: outcome.number('channel_points') ?? 0,
  }));
  const totalPoints = raw.reduce((sum, outcome) => sum + outcome.points, 0);
  const winningId = prediction.text('winning_outcome_id');
  const winner = status === 'resolved' ? raw.find((outcome) => outcome.id === winningId) : undefined;
  return {
    id: prediction.text('id') ?? '',
    question: prediction.text('title') ?? '',
    status,
    winner: winner?.title ?? null,
    winnerUsers: winner?.users ?? 0,
    share: winner === undefined ? 0 : percent(winner.points, totalPoints),
    totalUsers: raw.reduce((sum, outcome) => sum + outcome.users, 0),
    totalPoints,
    outcomes: raw.map(({ title, users, points }) => ({
      title,
      users,
      points,
      share: percent(points, totalPoints),
    })),
    startedAt: prediction.text('started_at') ?? prediction.text('created_at'),
    locksAt: prediction.text('locked_at') ?? prediction.text('locks_at') ?? lockFromWindow(prediction),
    endedAt: prediction.text('ended_at'),
  };
}

function lockFromWindow(prediction: EventReader): string | null {
  const createdAt = prediction.text('created_at');
  const seconds = prediction.number('prediction_window');
  if (createdAt === null || seconds === null) return null;
  const ms = Date.parse(createdAt) + seconds * 1000;
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

/** `Yes was right: 5 of 11 viewers share 6600 points.` */
export function predictionSummary(prediction: PredictionPayload): string {
  switch (prediction.status) {
    case 'active':
      return predictionOpened(prediction);
    case 'locked':
      return `Bets are closed: ${prediction.question}`;
    case 'canceled':
      return 'The prediction was called off, everybody gets the points back.';
    case 'resolved':
    default:
      return predictionOutcome(prediction);
  }
}

function predictionOutcome({ winner, winnerUsers, totalUsers, totalPoints }: PredictionPayload): string {
  if (winner === null) return 'The prediction is over.';
  if (totalUsers === 0) return `${winner} was right. Nobody had bet.`;
  if (winnerUsers === 0) return `${winner} was right, and nobody had bet on it.`;
  const share = winnerUsers === 1 ? 'gets' : 'share';
  return `${winner} was right: ${winnerUsers} of ${counted(totalUsers, 'viewer')} ${share} ${counted(totalPoints, 'point')}.`;
}

/** `Prediction: Win this run? Yes or No. Bets are open for 2 minutes.` */
export function predictionOpened(prediction: PredictionPayload, seconds: number | null = null): string {
  const outcomes = listed(
    prediction.outcomes.map((outcome) => outcome.title),
    'or',
  );
  const time = seconds === null ? '' : ` Bets are open for ${duration(seconds)}.`;
  return `Prediction: ${closed(prediction.question)} ${outcomes}.${time}`;
}
