import { textIn, type WireObject } from '../frame';
import {
  broadcasterOf,
  byId,
  happenedIn,
  listIn,
  numberIn,
  timeIn,
  type About,
  type EventKind,
  type Recovery,
} from './kind';

const readPolls: Recovery['read'] = (read, { condition }) =>
  read('get-polls', { broadcaster_id: condition['broadcaster_user_id'], first: 20 });

/** As in an event: votes only once there can be some. */
function pollEvent(poll: WireObject, withVotes: boolean): WireObject {
  return {
    id: poll['id'],
    ...broadcasterOf(poll),
    title: poll['title'],
    choices: listIn(poll, 'choices').map(({ id, title, bits_votes, channel_points_votes, votes }) =>
      withVotes ? { id, title, bits_votes, channel_points_votes, votes } : { id, title },
    ),
    bits_voting: { is_enabled: poll['bits_voting_enabled'], amount_per_vote: poll['bits_per_vote'] },
    channel_points_voting: {
      is_enabled: poll['channel_points_voting_enabled'],
      amount_per_vote: poll['channel_points_per_vote'],
    },
    started_at: poll['started_at'],
  };
}

function pollEndsAt(poll: WireObject): string {
  return new Date(timeIn(poll, 'started_at') + numberIn(poll, 'duration') * 1_000).toISOString();
}

const pollEndings: Readonly<Record<string, string>> = { COMPLETED: 'completed', ARCHIVED: 'archived' };

function votesOf(event: WireObject): string | null {
  const id = byId(event);
  return (
    id &&
    `${id} ${listIn(event, 'choices')
      .map((choice) => numberIn(choice, 'votes'))
      .join()}`
  );
}

const readPredictions: Recovery['read'] = (read, { condition }) =>
  read('get-predictions', { broadcaster_id: condition['broadcaster_user_id'], first: 20 });

function predictionEvent(prediction: WireObject, withBets: boolean): WireObject {
  return {
    id: prediction['id'],
    ...broadcasterOf(prediction),
    title: prediction['title'],
    outcomes: listIn(prediction, 'outcomes').map((outcome) => {
      const { id, title, users, channel_points } = outcome;
      const color = textIn(outcome, 'color').toLowerCase();
      if (!withBets) return { id, title, color };
      return { id, title, color, users, channel_points, top_predictors: outcome['top_predictors'] ?? [] };
    }),
    started_at: prediction['created_at'],
  };
}

function locksAt(prediction: WireObject): string {
  return new Date(
    timeIn(prediction, 'created_at') + numberIn(prediction, 'prediction_window') * 1_000,
  ).toISOString();
}

function betsOf(event: WireObject): string | null {
  const id = byId(event);
  return (
    id &&
    `${id} ${listIn(event, 'outcomes')
      .map((one) => numberIn(one, 'channel_points'))
      .join()}`
  );
}

const isActive = (item: WireObject): boolean => item['status'] === 'ACTIVE';

function only(
  fits: (item: WireObject, about: About) => boolean,
  form: (item: WireObject) => WireObject,
): Recovery['missed'] {
  return (state, about) => state.filter((item) => fits(item, about)).map(form);
}

/** Polls and predictions. */
export const voteKinds: Readonly<Record<string, EventKind>> = {
  'channel.poll.begin': {
    family: 'poll',
    identity: byId,
    recovery: {
      read: readPolls,
      missed: only(
        (poll, about) => happenedIn(poll, 'started_at', about),
        (poll) => ({ ...pollEvent(poll, false), ends_at: pollEndsAt(poll) }),
      ),
    },
  },
  'channel.poll.progress': {
    family: 'poll',
    identity: votesOf,
    recovery: {
      read: readPolls,
      missed: only(isActive, (poll) => ({ ...pollEvent(poll, true), ends_at: pollEndsAt(poll) })),
    },
  },
  'channel.poll.end': {
    family: 'poll',
    identity: byId,
    // Archiving a poll that has ended brings a second event.
    doubles: true,
    recovery: {
      read: readPolls,
      missed: only(
        (poll, about) => !isActive(poll) && happenedIn(poll, 'ended_at', about),
        (poll) => ({
          ...pollEvent(poll, true),
          status: pollEndings[textIn(poll, 'status')] ?? 'terminated',
          ended_at: poll['ended_at'],
        }),
      ),
    },
  },
  'channel.prediction.begin': {
    family: 'prediction',
    identity: byId,
    recovery: {
      read: readPredictions,
      missed: only(
        (one, about) => happenedIn(one, 'created_at', about),
        (one) => ({ ...predictionEvent(one, false), locks_at: locksAt(one) }),
      ),
    },
  },
  'channel.prediction.progress': {
    family: 'prediction',
    identity: betsOf,
    recovery: {
      read: readPredictions,
      missed: only(isActive, (one) => ({ ...predictionEvent(one, true), locks_at: locksAt(one) })),
    },
  },
  'channel.prediction.lock': {
    family: 'prediction',
    identity: byId,
    recovery: {
      read: readPredictions,
      missed: only(
        (one, about) => happenedIn(one, 'locked_at', about),
        (one) => ({ ...predictionEvent(one, true), locked_at: one['locked_at'] }),
      ),
    },
  },
  'channel.prediction.end': {
    family: 'prediction',
    identity: byId,
    recovery: {
      read: readPredictions,
      missed: only(
        (one, about) =>
          (one['status'] === 'RESOLVED' || one['status'] === 'CANCELED') &&
          happenedIn(one, 'ended_at', about),
        (one) => ({
          ...predictionEvent(one, true),
          winning_outcome_id: one['winning_outcome_id'] ?? null,
          status: textIn(one, 'status').toLowerCase(),
          ended_at: one['ended_at'],
        }),
      ),
    },
  },
};
