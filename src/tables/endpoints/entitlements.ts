import type { EndpointSpecs } from '../endpoint-row';
import { first, pagination, text, texts } from './common';

export const endpoints = {
  'get-drops-entitlements': {
    name: 'Get Drops Entitlements',
    method: 'GET',
    path: '/entitlements/drops',
    summary: 'Lists the Drops that users got for games of the organisation.',
    tokens: ['user', 'app'],
    tokenNote: 'Only for applications of the organisation that owns the game.',
    query: {
      id: texts(100),
      user_id: { type: 'string', appTokenOnly: true },
      game_id: text,
      fulfillment_status: { type: 'string', enum: ['CLAIMED', 'FULFILLED'] },
      after: text,
      first: first(1000, 20),
    },
    answer: {
      container: 'data[]',
      fields: {
        id: 'string',
        benefit_id: 'string',
        timestamp: 'rfc3339',
        user_id: 'string',
        game_id: 'string',
        fulfillment_status: 'string',
        last_updated: 'rfc3339',
      },
      beside: { pagination: pagination },
    },
    errors: [400, 401, 403, 500],
    rules: [
      'The filters user_id and game_id mean other things with other tokens; user_id takes an app token.',
    ],
  },
  'update-drops-entitlements': {
    name: 'Update Drops Entitlements',
    method: 'PATCH',
    path: '/entitlements/drops',
    summary: 'Notes that Drops were claimed or handed out.',
    tokens: ['user', 'app'],
    tokenNote: 'Only for applications of the organisation that owns the game.',
    body: {
      entitlement_ids: { type: 'string[]', max: 100 },
      fulfillment_status: { type: 'string', enum: ['CLAIMED', 'FULFILLED'] },
    },
    answer: { container: 'data[]', fields: { status: 'string', ids: 'string[]' } },
    errors: [400, 401, 500],
  },
} as const satisfies EndpointSpecs;
