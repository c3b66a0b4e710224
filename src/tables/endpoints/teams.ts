import type { EndpointSpecs } from '../endpoint-row';
import { requiredText, text } from './common';

export const endpoints = {
  'get-channel-teams': {
    name: 'Get Channel Teams',
    method: 'GET',
    path: '/teams/channel',
    summary: 'Lists the teams of a channel.',
    tokens: ['user', 'app'],
    query: { broadcaster_id: requiredText },
    answer: {
      container: 'data[]',
      fields: {
        broadcaster_id: 'string',
        broadcaster_login: 'string',
        broadcaster_name: 'string',
        background_image_url: 'string|null',
        banner: 'string|null',
        created_at: 'rfc3339',
        updated_at: 'rfc3339',
        info: 'string',
        thumbnail_url: 'string',
        team_name: 'string',
        team_display_name: 'string',
        id: 'string',
      },
    },
    errors: [400, 401, 404],
    rules: ['Without a team the list is empty, and has been seen as null.', 'Either picture can be null.'],
  },
  'get-teams': {
    name: 'Get Teams',
    method: 'GET',
    path: '/teams',
    summary: 'Describes a team with its members.',
    tokens: ['user', 'app'],
    query: { name: text, id: text },
    checks: [{ exactlyOne: ['name', 'id'] }],
    answer: {
      container: 'data[]',
      fields: {
        users: [{ user_id: 'string', user_login: 'string', user_name: 'string' }],
        background_image_url: 'string|null',
        banner: 'string|null',
        created_at: 'rfc3339',
        updated_at: 'rfc3339',
        info: 'string',
        thumbnail_url: 'string',
        team_name: 'string',
        team_display_name: 'string',
        id: 'string',
      },
    },
    errors: [400, 401, 404],
    rules: ['Ask by name or by id.', 'Either picture can be null.'],
  },
} as const satisfies EndpointSpecs;
