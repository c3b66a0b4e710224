import type { EventSamples, EventSpecs } from '../event-row';
import { broadcaster, user } from './common';

const outcome = {
  id: 'string',
  title: 'string',
  color: { oneOf: ['blue', 'pink'] },
  users: 'integer',
  channel_points: 'integer',
  top_predictors: [{ ...user, channel_points_won: 'integer|null', channel_points_used: 'integer' }],
} as const;

export const events = {
  'channel.prediction.begin@1': {
    label: 'Prediction begins',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:predictions', 'channel:manage:predictions']],
    owner: 'broadcaster',
    fields: {
      id: 'string',
      ...broadcaster,
      title: 'string',
      outcomes: [{ id: 'string', title: 'string', color: { oneOf: ['blue', 'pink'] } }],
      started_at: 'rfc3339',
      locks_at: 'rfc3339',
    },
  },
  'channel.prediction.progress@1': {
    label: 'Prediction: new bets',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:predictions', 'channel:manage:predictions']],
    owner: 'broadcaster',
    fields: {
      id: 'string',
      ...broadcaster,
      title: 'string',
      outcomes: [outcome],
      started_at: 'rfc3339',
      locks_at: 'rfc3339',
    },
    notes: ['Nobody has won yet, so channel_points_won is null. Up to 10 top_predictors.'],
  },
  'channel.prediction.lock@1': {
    label: 'Prediction closed for bets',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:predictions', 'channel:manage:predictions']],
    owner: 'broadcaster',
    fields: {
      id: 'string',
      ...broadcaster,
      title: 'string',
      outcomes: [outcome],
      started_at: 'rfc3339',
      locked_at: 'rfc3339',
    },
  },
  'channel.prediction.end@1': {
    label: 'Prediction is over',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:predictions', 'channel:manage:predictions']],
    owner: 'broadcaster',
    fields: {
      id: 'string',
      ...broadcaster,
      title: 'string',
      outcomes: [outcome],
      winning_outcome_id: 'string|null',
      status: { oneOf: ['resolved', 'canceled'] },
      started_at: 'rfc3339',
      ended_at: 'rfc3339',
    },
    notes: ['A cancelled one has no winner: null or an empty text.'],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'channel.prediction.begin@1': {
    id: '2b7c9f10-4d5e-4a6b-8c7d-e8f901234567',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    title: 'Win this run?',
    outcomes: [
      { id: 'oc-1', title: 'Yes', color: 'blue' },
      { id: 'oc-2', title: 'No', color: 'pink' },
    ],
    started_at: '2026-10-09T18:30:00.482913756Z',
    locks_at: '2026-10-09T18:32:00.482913756Z',
  },
  'channel.prediction.progress@1': {
    id: '2b7c9f10-4d5e-4a6b-8c7d-e8f901234567',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    title: 'Win this run?',
    outcomes: [
      {
        id: 'oc-1',
        title: 'Yes',
        color: 'blue',
        users: 5,
        channel_points: 2200,
        top_predictors: [
          {
            user_id: '700100311',
            user_login: 'pixel_heron',
            user_name: 'Pixel_Heron',
            channel_points_won: null,
            channel_points_used: 1500,
          },
        ],
      },
      {
        id: 'oc-2',
        title: 'No',
        color: 'pink',
        users: 6,
        channel_points: 4400,
        top_predictors: [
          {
            user_id: '700100347',
            user_login: 'mossy_anvil',
            user_name: 'Mossy_Anvil',
            channel_points_won: null,
            channel_points_used: 1500,
          },
        ],
      },
    ],
    started_at: '2026-10-09T18:30:00.482913756Z',
    locks_at: '2026-10-09T18:32:00.482913756Z',
  },
  'channel.prediction.lock@1': {
    id: '2b7c9f10-4d5e-4a6b-8c7d-e8f901234567',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    title: 'Win this run?',
    outcomes: [
      {
        id: 'oc-1',
        title: 'Yes',
        color: 'blue',
        users: 5,
        channel_points: 2200,
        top_predictors: [
          {
            user_id: '700100311',
            user_login: 'pixel_heron',
            user_name: 'Pixel_Heron',
            channel_points_won: null,
            channel_points_used: 1500,
          },
        ],
      },
      {
        id: 'oc-2',
        title: 'No',
        color: 'pink',
        users: 6,
        channel_points: 4400,
        top_predictors: [
          {
            user_id: '700100347',
            user_login: 'mossy_anvil',
            user_name: 'Mossy_Anvil',
            channel_points_won: null,
            channel_points_used: 1500,
          },
        ],
      },
    ],
    started_at: '2026-10-09T18:30:00.482913756Z',
    locked_at: '2026-10-09T18:32:01.482913756Z',
  },
  'channel.prediction.end@1': {
    id: '2b7c9f10-4d5e-4a6b-8c7d-e8f901234567',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    title: 'Win this run?',
    outcomes: [
      {
        id: 'oc-1',
        title: 'Yes',
        color: 'blue',
        users: 5,
        channel_points: 2200,
        top_predictors: [
          {
            user_id: '700100311',
            user_login: 'pixel_heron',
            user_name: 'Pixel_Heron',
            channel_points_won: 6600,
            channel_points_used: 1500,
          },
        ],
      },
      {
        id: 'oc-2',
        title: 'No',
        color: 'pink',
        users: 6,
        channel_points: 4400,
        top_predictors: [
          {
            user_id: '700100347',
            user_login: 'mossy_anvil',
            user_name: 'Mossy_Anvil',
            channel_points_won: null,
            channel_points_used: 1500,
          },
        ],
      },
    ],
    started_at: '2026-10-09T18:30:00.482913756Z',
    winning_outcome_id: 'oc-1',
    status: 'resolved',
    ended_at: '2026-10-09T18:45:00.482913756Z',
  },
};
