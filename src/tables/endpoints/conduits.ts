import type { EndpointSpecs } from '../endpoint-row';
import { pagination, requiredText, requiredWhole, text } from './common';

const conduit = { id: 'string', shard_count: 'integer' } as const;

const shard = {
  id: 'string',
  status: 'string',
  transport: {
    method: 'string',
    'callback?': 'string',
    'session_id?': 'string',
    'connected_at?': 'rfc3339',
    'disconnected_at?': 'rfc3339',
  },
} as const;

export const endpoints = {
  'get-conduits': {
    name: 'Get Conduits',
    method: 'GET',
    path: '/eventsub/conduits',
    summary: 'Lists the conduits of the application.',
    tokens: ['app'],
    answer: { container: 'data[]', fields: conduit },
    errors: [401],
    since: '2024-01-25',
  },
  'create-conduits': {
    name: 'Create Conduits',
    method: 'POST',
    path: '/eventsub/conduits',
    summary: 'Creates a conduit with the given number of shards.',
    tokens: ['app'],
    body: { shard_count: requiredWhole },
    answer: { container: 'data[]', fields: conduit },
    errors: [400, 401, 429],
    rate: 'An application has few conduits; at the limit comes 429.',
    since: '2024-01-25',
  },
  'update-conduits': {
    name: 'Update Conduits',
    method: 'PATCH',
    path: '/eventsub/conduits',
    summary: 'Changes how many shards a conduit has.',
    tokens: ['app'],
    body: { id: requiredText, shard_count: requiredWhole },
    answer: { container: 'data[]', fields: conduit },
    errors: [400, 401, 404],
    since: '2024-01-25',
  },
  'delete-conduit': {
    name: 'Delete Conduit',
    method: 'DELETE',
    path: '/eventsub/conduits',
    summary: 'Deletes a conduit.',
    tokens: ['app'],
    query: { id: requiredText },
    answer: { container: 'none' },
    errors: [400, 401, 404],
    since: '2024-01-25',
  },
  'get-conduit-shards': {
    name: 'Get Conduit Shards',
    method: 'GET',
    path: '/eventsub/conduits/shards',
    summary: 'Lists the shards of a conduit with their state.',
    tokens: ['app'],
    query: { conduit_id: requiredText, status: text, after: text },
    answer: { container: 'data[]', fields: shard, beside: { pagination: pagination } },
    errors: [400, 401, 404],
    since: '2024-01-25',
  },
  'update-conduit-shards': {
    name: 'Update Conduit Shards',
    method: 'PATCH',
    path: '/eventsub/conduits/shards',
    summary: 'Connects shards of a conduit to sockets or callbacks.',
    tokens: ['app'],
    body: {
      conduit_id: requiredText,
      shards: {
        type: 'object[]',
        required: true,
        max: 100,
        fields: {
          id: requiredText,
          transport: {
            type: 'object',
            required: true,
            fields: {
              method: { type: 'string', enum: ['webhook', 'websocket'] },
              callback: text,
              secret: { type: 'string', minLength: 10, maxLength: 100 },
              session_id: text,
            },
          },
        },
      },
    },
    answer: {
      container: 'data[]',
      fields: shard,
      beside: { errors: [{ id: 'string', message: 'string', code: 'string' }] },
    },
    success: 202,
    errors: [400, 401, 404],
    rules: ['No more than 100 shards at once.', 'Also 202 can carry failures: they are in errors.'],
    since: '2024-01-25',
  },
} as const satisfies EndpointSpecs;
