import type { EndpointSpecs } from '../endpoint-row';
import { requiredText } from './common';

export const endpoints = {
  'start-a-raid': {
    name: 'Start a raid',
    method: 'POST',
    path: '/raids',
    summary: 'Announces a raid; it leaves when the countdown ends.',
    tokens: ['user'],
    scopes: ['channel:manage:raids'],
    owner: { param: 'from_broadcaster_id', in: 'query' },
    query: { from_broadcaster_id: requiredText, to_broadcaster_id: requiredText },
    checks: [{ different: ['from_broadcaster_id', 'to_broadcaster_id'] }],
    answer: { container: 'data[]', fields: { created_at: 'rfc3339', is_mature: 'boolean' } },
    errors: [400, 401, 404, 409, 429],
    rate: '10 calls in 10 minutes.',
    rules: [
      'The answer means that the countdown of 90 seconds runs; the event channel.raid means that it happened.',
      '409: a raid is under way already.',
      'A channel cannot raid itself.',
    ],
  },
  'cancel-a-raid': {
    name: 'Cancel a raid',
    method: 'DELETE',
    path: '/raids',
    summary: 'Cancels a raid during its countdown.',
    tokens: ['user'],
    scopes: ['channel:manage:raids'],
    owner: { param: 'broadcaster_id', in: 'query' },
    query: { broadcaster_id: requiredText },
    answer: { container: 'none' },
    errors: [400, 401, 404, 429],
    rate: '10 calls in 10 minutes.',
    rules: ['404 if there is none.'],
  },
} as const satisfies EndpointSpecs;
