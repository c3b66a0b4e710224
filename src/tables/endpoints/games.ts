import type { EndpointSpecs } from '../endpoint-row';
import { first, pagination, text, texts } from './common';

const game = { id: 'string', name: 'string', box_art_url: 'string', igdb_id: 'string' } as const;

export const endpoints = {
  'get-top-games': {
    name: 'Get Top Games',
    method: 'GET',
    path: '/games/top',
    summary: 'Lists the most watched categories.',
    tokens: ['user', 'app'],
    query: { first: first(100, 20), after: text, before: text },
    answer: { container: 'data[]', fields: game, beside: { pagination: pagination } },
    errors: [400, 401],
  },
  'get-games': {
    name: 'Get Games',
    method: 'GET',
    path: '/games',
    summary: 'Finds categories by id, IGDB id or full name.',
    tokens: ['user', 'app'],
    query: { id: texts(100), name: texts(100), igdb_id: texts(100) },
    checks: [{ atLeastOne: ['id', 'name', 'igdb_id'] }, { totalMax: 100, of: ['id', 'name', 'igdb_id'] }],
    answer: { container: 'data[]', fields: game },
    errors: [400, 401],
    rules: ['Give an id, a name or an IGDB id.', 'The three lists share a maximum of 100.'],
  },
} as const satisfies EndpointSpecs;
