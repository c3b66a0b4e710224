import { isWireObject, textIn, type WireObject } from '../frame';
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

const readTrain: Recovery['read'] = (read, { condition }) =>
  read('get-hype-train-status', { broadcaster_id: condition['broadcaster_user_id'] });

const readGoals: Recovery['read'] = (read, { condition }) =>
  read('get-creator-goals', { broadcaster_id: condition['broadcaster_user_id'] });

/** The train under way, as its progress event would tell it. */
function trains(state: readonly WireObject[]): readonly WireObject[] {
  return state.flatMap(({ current }) => {
    if (!isWireObject(current)) return [];
    const participants = listIn(current, 'shared_train_participants');
    return [{ ...current, shared_train_participants: participants.length > 0 ? participants : null }];
  });
}

function trainProgress(event: WireObject): string | null {
  const id = byId(event);
  return id && `${id} ${numberIn(event, 'level')} ${numberIn(event, 'total')}`;
}

/** What Twitch no longer tells of: it ended, at the latest when it would have run out. */
function goneTrain(train: WireObject, { to }: About): WireObject {
  const expiresAt = timeIn(train, 'expires_at');
  return {
    id: train['id'],
    broadcaster_user_id: train['broadcaster_user_id'],
    broadcaster_user_login: train['broadcaster_user_login'],
    broadcaster_user_name: train['broadcaster_user_name'],
    total: train['total'],
    top_contributions: train['top_contributions'],
    level: train['level'],
    shared_train_participants: train['shared_train_participants'] ?? null,
    started_at: train['started_at'],
    ended_at: new Date(expiresAt < to ? expiresAt : to).toISOString(),
    type: train['type'],
    is_shared_train: train['is_shared_train'],
  };
}

function goalEvent(goal: WireObject): WireObject {
  return {
    id: goal['id'],
    ...broadcasterOf(goal),
    // Helix and events have different words for this one.
    type: goal['type'] === 'follower' ? 'follow' : goal['type'],
    description: goal['description'],
    current_amount: goal['current_amount'],
    target_amount: goal['target_amount'],
    started_at: goal['created_at'],
  };
}

const goals = (state: readonly WireObject[]): readonly WireObject[] => state.map(goalEvent);

function goalProgress(event: WireObject): string | null {
  const id = byId(event);
  return id && `${id} ${numberIn(event, 'current_amount')}`;
}

const gone = (open: readonly WireObject[], now: readonly WireObject[]): readonly WireObject[] =>
  open.filter((known) => !now.some((one) => one['id'] === known['id']));

/** Hype trains and goals. Helix tells only of those under way, so an end is what is not there any more. */
export const communityKinds: Readonly<Record<string, EventKind>> = {
  'channel.hype_train.begin': {
    family: 'hype train',
    identity: byId,
    effect: 'open',
    recovery: {
      read: readTrain,
      missed: (state, about) =>
        trains(state)
          .filter((train) => happenedIn(train, 'started_at', about))
          .map((train) => {
            const record = state[0]?.['all_time_high'];
            return {
              ...train,
              all_time_high_level: isWireObject(record) ? record['level'] : 0,
              all_time_high_total: isWireObject(record) ? record['total'] : 0,
            };
          }),
    },
  },
  'channel.hype_train.progress': {
    family: 'hype train',
    identity: trainProgress,
    effect: 'open',
    recovery: { read: readTrain, missed: (state) => trains(state) },
  },
  'channel.hype_train.end': {
    family: 'hype train',
    identity: byId,
    effect: 'end',
    recovery: {
      read: readTrain,
      baseline: trains,
      missed: (state, about) => gone(about.open, trains(state)).map((train) => goneTrain(train, about)),
    },
  },
  'channel.goal.begin': {
    family: 'goal',
    identity: byId,
    effect: 'open',
    recovery: {
      read: readGoals,
      missed: (state, about) => state.filter((one) => happenedIn(one, 'created_at', about)).map(goalEvent),
    },
  },
  'channel.goal.progress': {
    family: 'goal',
    identity: goalProgress,
    effect: 'open',
    recovery: {
      read: readGoals,
      baseline: goals,
      missed: (state, { open }) =>
        goals(state).filter((goal) =>
          open.some((known) => known['id'] === goal['id'] && goalProgress(known) !== goalProgress(goal)),
        ),
    },
  },
  'channel.goal.end': {
    family: 'goal',
    identity: byId,
    effect: 'end',
    recovery: {
      read: readGoals,
      baseline: goals,
      missed: (state, { open, to }) =>
        gone(open, state).map((goal) => ({
          ...goal,
          is_achieved: numberIn(goal, 'current_amount') >= numberIn(goal, 'target_amount'),
          started_at: textIn(goal, 'started_at'),
          ended_at: new Date(to).toISOString(),
        })),
    },
  },
};
