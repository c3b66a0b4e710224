import type { EndpointSpecs } from '../endpoint-row';
import { first, pagination, requiredText, text } from './common';

export const endpoints = {
  'get-charity-campaign': {
    name: 'Get Charity Campaign',
    method: 'GET',
    path: '/charity/campaigns',
    summary: 'Tells about the charity campaign that is running: name, goal, sum.',
    tokens: ['user'],
    scopes: ['channel:read:charity'],
    owner: { param: 'broadcaster_id', in: 'query' },
    query: { broadcaster_id: requiredText },
    answer: {
      container: 'data[]',
      fields: {
        id: 'string',
        broadcaster_id: 'string',
        broadcaster_login: 'string',
        broadcaster_name: 'string',
        charity_name: 'string',
        charity_description: 'string',
        charity_logo: 'string',
        charity_website: 'string',
        current_amount: { value: 'integer', decimal_places: 'integer', currency: 'string' },
        target_amount: { orNull: { value: 'integer', decimal_places: 'integer', currency: 'string' } },
      },
    },
    errors: [400, 401, 403],
    rules: ['No campaign: an empty list.'],
  },
  'get-charity-campaign-donations': {
    name: 'Get Charity Campaign Donations',
    method: 'GET',
    path: '/charity/donations',
    summary: 'Lists who gave how much to the running charity campaign.',
    tokens: ['user'],
    scopes: ['channel:read:charity'],
    owner: { param: 'broadcaster_id', in: 'query' },
    query: { broadcaster_id: requiredText, first: first(100, 20), after: text },
    answer: {
      container: 'data[]',
      fields: {
        id: 'string',
        campaign_id: 'string',
        user_id: 'string',
        user_login: 'string',
        user_name: 'string',
        amount: { value: 'integer', decimal_places: 'integer', currency: 'string' },
      },
      beside: { pagination: pagination },
    },
    errors: [400, 401, 403],
  },
} as const satisfies EndpointSpecs;
