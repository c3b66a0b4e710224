import type { EndpointSpecs } from '../endpoint-row';
import { first, pagination, requiredText, text, texts } from './common';

const tag = {
  tag_id: 'string',
  is_auto: 'boolean',
  localization_names: { '*': 'string' },
  localization_descriptions: { '*': 'string' },
} as const;

export const endpoints = {
  'get-all-stream-tags': {
    name: 'Get All Stream Tags',
    method: 'GET',
    path: '/tags/streams',
    summary: 'Removed. Listed the tags that Twitch had defined.',
    tokens: ['user', 'app'],
    query: { tag_id: texts(100), first: first(100, 20), after: text },
    answer: { container: 'data[]', fields: tag, beside: { pagination: pagination } },
    errors: [400, 401, 410],
    rules: ['Nothing but 410 since July 2023.'],
    status: 'removed',
    goneSince: '2023-07-13',
    replacement: 'Tags are free texts now: read them with get-channel-information or get-streams.',
  },
  'get-stream-tags': {
    name: 'Get Stream Tags',
    method: 'GET',
    path: '/streams/tags',
    summary: 'Removed. Listed the tags of a channel.',
    tokens: ['user', 'app'],
    query: { broadcaster_id: requiredText },
    answer: { container: 'data[]', fields: tag },
    errors: [400, 401, 410],
    rules: ['Nothing but 410 since July 2023.'],
    status: 'removed',
    goneSince: '2023-07-13',
    replacement: 'The field tags of get-channel-information or get-streams.',
  },
} as const satisfies EndpointSpecs;
