import type { EndpointSpecs } from '../endpoint-row';
import { requiredText } from './common';

export const endpoints = {
  'get-hype-train-status': {
    name: 'Get Hype Train Status',
    method: 'GET',
    path: '/hypetrain/status',
    summary: 'Tells about the hype train in progress and the records of the channel.',
    tokens: ['user'],
    scopes: ['channel:read:hype_train'],
    owner: { param: 'broadcaster_id', in: 'query' },
    query: { broadcaster_id: requiredText },
    answer: {
      container: 'data[]',
      fields: {
        current: {
          orNull: {
            id: 'string',
            broadcaster_user_id: 'string',
            broadcaster_user_login: 'string',
            broadcaster_user_name: 'string',
            level: 'integer',
            total: 'integer',
            progress: 'integer',
            goal: 'integer',
            top_contributions: [
              {
                user_id: 'string',
                user_login: 'string',
                user_name: 'string',
                type: 'string',
                total: 'integer',
              },
            ],
            shared_train_participants: [
              {
                broadcaster_user_id: 'string',
                broadcaster_user_login: 'string',
                broadcaster_user_name: 'string',
              },
            ],
            started_at: 'rfc3339',
            expires_at: 'rfc3339',
            type: 'string',
            is_shared_train: 'boolean',
          },
        },
        all_time_high: { orNull: { level: 'integer', total: 'integer', achieved_at: 'rfc3339' } },
        shared_all_time_high: { orNull: { level: 'integer', total: 'integer', achieved_at: 'rfc3339' } },
      },
    },
    errors: [400, 401, 500],
    rules: ['No train: current is null.'],
    since: '2025-07-31',
  },
} as const satisfies EndpointSpecs;
