import type { EndpointSpecs } from '../endpoint-row';
import { first, pagination, requiredText, text, texts } from './common';

const poll = {
  id: 'string',
  broadcaster_id: 'string',
  broadcaster_name: 'string',
  broadcaster_login: 'string',
  title: 'string',
  choices: [
    {
      id: 'string',
      title: 'string',
      votes: 'integer',
      channel_points_votes: 'integer',
      bits_votes: 'integer',
    },
  ],
  bits_voting_enabled: 'boolean',
  bits_per_vote: 'integer',
  channel_points_voting_enabled: 'boolean',
  channel_points_per_vote: 'integer',
  status: 'string',
  duration: 'integer',
  started_at: 'rfc3339',
  ended_at: 'rfc3339|null',
} as const;

export const endpoints = {
  'get-polls': {
    name: 'Get Polls',
    method: 'GET',
    path: '/polls',
    summary: 'Lists polls of the last 90 days with their votes.',
    tokens: ['user'],
    scopes: ['channel:read:polls', 'channel:manage:polls'],
    owner: { param: 'broadcaster_id', in: 'query' },
    query: { broadcaster_id: requiredText, id: texts(20), first: first(20, 20), after: text },
    answer: { container: 'data[]', fields: poll, beside: { pagination: pagination } },
    errors: [400, 401, 404],
    rules: [
      'Newest at the top, or as the ids were given.',
      '404 if not one of the ids is known.',
      'Older than 90 days: deleted.',
    ],
  },
  'create-poll': {
    name: 'Create Poll',
    method: 'POST',
    path: '/polls',
    summary: 'Starts a poll.',
    tokens: ['user'],
    scopes: ['channel:manage:polls'],
    owner: { param: 'broadcaster_id', in: 'body' },
    body: {
      broadcaster_id: requiredText,
      title: { type: 'string', required: true, maxLength: 60 },
      choices: {
        type: 'object[]',
        required: true,
        min: 2,
        max: 5,
        fields: { title: { type: 'string', required: true, maxLength: 25 } },
      },
      duration: { type: 'integer', required: true, min: 15, max: 1800, unit: 'seconds' },
      channel_points_voting_enabled: { type: 'boolean', default: false },
      channel_points_per_vote: { type: 'integer', min: 1, max: 1000000 },
    },
    checks: [
      { when: 'channel_points_per_vote', needs: ['channel_points_voting_enabled'] },
      { when: 'channel_points_voting_enabled', is: [false], excludes: ['channel_points_per_vote'] },
    ],
    answer: { container: 'data[]', fields: poll },
    errors: [400, 401],
    rules: [
      'A channel runs one poll at a time.',
      'A price per vote goes with channel_points_voting_enabled.',
      'Voting with Bits ended in 2022.',
    ],
  },
  'end-poll': {
    name: 'End Poll',
    method: 'PATCH',
    path: '/polls',
    summary: 'Ends a poll early.',
    tokens: ['user'],
    scopes: ['channel:manage:polls'],
    owner: { param: 'broadcaster_id', in: 'body' },
    body: {
      broadcaster_id: requiredText,
      id: requiredText,
      status: { type: 'string', required: true, enum: ['TERMINATED', 'ARCHIVED'] },
    },
    answer: { container: 'data[]', fields: poll },
    errors: [400, 401],
    rules: [
      'The poll has to be ACTIVE.',
      'After TERMINATED viewers still see the result, after ARCHIVED they do not.',
    ],
  },
} as const satisfies EndpointSpecs;
