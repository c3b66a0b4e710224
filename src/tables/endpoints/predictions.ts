import type { EndpointSpecs } from '../endpoint-row';
import { first, pagination, requiredText, text, texts } from './common';

const prediction = {
  id: 'string',
  broadcaster_id: 'string',
  broadcaster_name: 'string',
  broadcaster_login: 'string',
  title: 'string',
  winning_outcome_id: 'string|null',
  outcomes: [
    {
      id: 'string',
      title: 'string',
      users: 'integer',
      channel_points: 'integer',
      top_predictors: {
        orNull: [
          {
            user_id: 'string',
            user_name: 'string',
            user_login: 'string',
            channel_points_used: 'integer',
            channel_points_won: 'integer',
          },
        ],
      },
      color: 'string',
    },
  ],
  prediction_window: 'integer',
  status: 'string',
  created_at: 'rfc3339',
  ended_at: 'rfc3339|null',
  locked_at: 'rfc3339|null',
} as const;

export const endpoints = {
  'get-predictions': {
    name: 'Get Predictions',
    method: 'GET',
    path: '/predictions',
    summary: 'Lists predictions with their outcomes.',
    tokens: ['user'],
    scopes: ['channel:read:predictions', 'channel:manage:predictions'],
    owner: { param: 'broadcaster_id', in: 'query' },
    query: { broadcaster_id: requiredText, id: texts(25), first: first(25, 20), after: text },
    answer: { container: 'data[]', fields: prediction, beside: { pagination: pagination } },
    errors: [400, 401],
    rules: ['Newest at the top.'],
  },
  'create-prediction': {
    name: 'Create Prediction',
    method: 'POST',
    path: '/predictions',
    summary: 'Starts a prediction.',
    tokens: ['user'],
    scopes: ['channel:manage:predictions'],
    owner: { param: 'broadcaster_id', in: 'body' },
    body: {
      broadcaster_id: requiredText,
      title: { type: 'string', required: true, maxLength: 45 },
      outcomes: {
        type: 'object[]',
        required: true,
        min: 2,
        max: 10,
        fields: { title: { type: 'string', required: true, maxLength: 25 } },
      },
      prediction_window: { type: 'integer', required: true, min: 30, max: 1800, unit: 'seconds' },
    },
    answer: { container: 'data[]', fields: prediction },
    errors: [400, 401, 429],
    rate: 'Answers 429 at a number Twitch does not tell.',
    rules: ['A channel runs one prediction at a time.'],
  },
  'end-prediction': {
    name: 'End Prediction',
    method: 'PATCH',
    path: '/predictions',
    summary: 'Closes the betting of a prediction, pays it out or cancels it.',
    tokens: ['user'],
    scopes: ['channel:manage:predictions'],
    owner: { param: 'broadcaster_id', in: 'body' },
    body: {
      broadcaster_id: requiredText,
      id: requiredText,
      status: { type: 'string', required: true, enum: ['RESOLVED', 'CANCELED', 'LOCKED'] },
      winning_outcome_id: text,
    },
    checks: [{ when: 'status', is: ['RESOLVED'], needs: ['winning_outcome_id'] }],
    answer: { container: 'data[]', fields: prediction },
    errors: [400, 401, 404],
    rules: [
      'To resolve it, name the outcome that won.',
      'Only an ACTIVE one can be LOCKED; both ACTIVE and LOCKED can be resolved or cancelled.',
      '24 hours after betting closed Twitch gives all points back.',
    ],
  },
} as const satisfies EndpointSpecs;
