import type { EndpointSpecs } from '../endpoint-row';
import { requiredText } from './common';

export const endpoints = {
  'send-whisper': {
    name: 'Send Whisper',
    method: 'POST',
    path: '/whispers',
    summary: 'Sends somebody a private message.',
    tokens: ['user'],
    scopes: ['user:manage:whispers'],
    owner: { param: 'from_user_id', in: 'query' },
    query: { from_user_id: requiredText, to_user_id: requiredText },
    body: { message: { type: 'string', required: true, minLength: 1, maxLength: 10000 } },
    checks: [{ different: ['from_user_id', 'to_user_id'] }],
    answer: { container: 'none' },
    errors: [400, 401, 403, 404, 429],
    rate: '3 a second, 100 a minute, 40 new receivers a day.',
    rules: [
      'The sender must have confirmed a phone number.',
      'Nobody can whisper to themselves.',
      'Also 204 does not prove delivery.',
      'To strangers 500 characters arrive, to those who answered once 10000; the rest is cut off.',
    ],
  },
} as const satisfies EndpointSpecs;
