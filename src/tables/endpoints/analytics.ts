import type { EndpointSpecs } from '../endpoint-row';
import { first, pagination, text, time } from './common';

export const endpoints = {
  'get-extension-analytics': {
    name: 'Get Extension Analytics',
    method: 'GET',
    path: '/analytics/extensions',
    summary: 'Returns links to CSV usage reports of extensions that belong to the user.',
    tokens: ['user'],
    scopes: ['analytics:read:extensions'],
    owner: 'token-owner',
    ownerNote: 'The answer holds only extensions of the user who signed in.',
    query: {
      extension_id: text,
      type: { type: 'string', enum: ['overview_v2'] },
      started_at: time,
      ended_at: time,
      first: first(100, 20),
      after: text,
    },
    checks: [{ together: ['started_at', 'ended_at'] }],
    answer: {
      container: 'data[]',
      fields: {
        extension_id: 'string',
        URL: 'string',
        type: 'string',
        date_range: { started_at: 'rfc3339', ended_at: 'rfc3339' },
      },
      beside: { pagination: pagination },
    },
    errors: [400, 401, 404],
    rules: [
      'Give both dates or none.',
      'With extension_id there is one report and after has no effect.',
      'A page carries 20 reports at most, whatever first says.',
    ],
  },
  'get-game-analytics': {
    name: 'Get Game Analytics',
    method: 'GET',
    path: '/analytics/games',
    summary: 'Returns links to CSV usage reports of games that belong to the user.',
    tokens: ['user'],
    scopes: ['analytics:read:games'],
    owner: 'token-owner',
    ownerNote: 'The answer holds only games of the user who signed in.',
    query: {
      game_id: text,
      type: { type: 'string', enum: ['overview_v2'] },
      started_at: time,
      ended_at: time,
      first: first(100, 20),
      after: text,
    },
    checks: [{ together: ['started_at', 'ended_at'] }],
    answer: {
      container: 'data[]',
      fields: {
        game_id: 'string',
        URL: 'string',
        type: 'string',
        date_range: { started_at: 'rfc3339', ended_at: 'rfc3339' },
      },
      beside: { pagination: pagination },
    },
    errors: [400, 401, 404],
    rules: [
      'Give both dates or none.',
      'With game_id there is one report and after has no effect.',
      'A page carries 20 reports at most, whatever first says.',
    ],
  },
} as const satisfies EndpointSpecs;
