import type { EndpointSpecs } from '../endpoint-row';
import { requiredText } from './common';

export const endpoints = {
  'get-creator-goals': {
    name: 'Get Creator Goals',
    method: 'GET',
    path: '/goals',
    summary: 'Tells how far the goals of a channel are.',
    tokens: ['user'],
    scopes: ['channel:read:goals'],
    owner: { param: 'broadcaster_id', in: 'query' },
    query: { broadcaster_id: requiredText },
    answer: {
      container: 'data[]',
      fields: {
        id: 'string',
        broadcaster_id: 'string',
        broadcaster_name: 'string',
        broadcaster_login: 'string',
        type: 'string',
        description: 'string',
        current_amount: 'integer',
        target_amount: 'integer',
        created_at: 'rfc3339',
      },
    },
    errors: [400, 401],
    rules: ['No goal: an empty list.'],
  },
} as const satisfies EndpointSpecs;
