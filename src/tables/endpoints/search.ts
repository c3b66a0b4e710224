import type { EndpointSpecs } from '../endpoint-row';
import { first, pagination, requiredText, text } from './common';

export const endpoints = {
  'search-categories': {
    name: 'Search Categories',
    method: 'GET',
    path: '/search/categories',
    summary: 'Finds categories by words.',
    tokens: ['user', 'app'],
    query: { query: requiredText, first: first(100, 20), after: text },
    answer: {
      container: 'data[]',
      fields: { box_art_url: 'string', name: 'string', id: 'string' },
      beside: { pagination: pagination },
    },
    errors: [400, 401],
    rules: ['A category is found if its name contains all the words.'],
  },
  'search-channels': {
    name: 'Search Channels',
    method: 'GET',
    path: '/search/channels',
    summary: 'Finds channels that were live within the last six months.',
    tokens: ['user', 'app'],
    query: {
      query: requiredText,
      live_only: { type: 'boolean', default: false },
      first: first(100, 20),
      after: text,
    },
    answer: {
      container: 'data[]',
      fields: {
        broadcaster_language: 'string',
        broadcaster_login: 'string',
        display_name: 'string',
        game_id: 'string',
        game_name: 'string',
        id: 'string',
        is_live: 'boolean',
        tag_ids: 'string[]',
        tags: 'string[]',
        thumbnail_url: 'string',
        title: 'string',
        started_at: 'rfc3339',
      },
      beside: { pagination: pagination },
    },
    errors: [400, 401],
    rules: [
      'Looks at the login; with live_only at the name and the category instead.',
      'The text has to be where the name starts.',
    ],
  },
} as const satisfies EndpointSpecs;
