import type { EndpointSpecs } from '../endpoint-row';
import { requiredText } from './common';

export const endpoints = {
  'start-commercial': {
    name: 'Start Commercial',
    method: 'POST',
    path: '/channels/commercial',
    summary: 'Starts a commercial on a live channel.',
    tokens: ['user', 'app'],
    scopes: ['channel:edit:commercial'],
    owner: { param: 'broadcaster_id', in: 'body' },
    appGrants: [{ from: 'broadcaster_id', anyOf: ['channel:edit:commercial'] }],
    body: {
      broadcaster_id: requiredText,
      length: {
        type: 'integer',
        required: true,
        min: 30,
        max: 180,
        unit: 'seconds',
        hint: 'Twitch itself offers 30, 60, 90, 120, 150 and 180.',
      },
    },
    answer: { container: 'data[]', fields: { length: 'integer', message: 'string', retry_after: 'integer' } },
    errors: [400, 401, 404, 429],
    rate: 'After a commercial the channel waits 8 minutes; retry_after in the answer holds the seconds.',
    rules: [
      'The channel has to be live, and its owner affiliate or partner.',
      'Twitch shortens anything above 180 seconds to 180.',
    ],
  },
  'get-ad-schedule': {
    name: 'Get Ad Schedule',
    method: 'GET',
    path: '/channels/ads',
    summary: 'Tells when the last ad ran, when the next one comes and how many snoozes are left.',
    tokens: ['user', 'app'],
    scopes: ['channel:read:ads'],
    owner: { param: 'broadcaster_id', in: 'query' },
    appGrants: [{ from: 'broadcaster_id', anyOf: ['channel:read:ads'] }],
    query: { broadcaster_id: requiredText },
    answer: {
      container: 'data[]',
      fields: {
        snooze_count: 'integer',
        snooze_refresh_at: 'integer',
        next_ad_at: 'integer',
        duration: 'integer',
        last_ad_at: 'integer',
        preroll_free_time: 'integer',
      },
    },
    errors: [400, 500],
    rate: 'Reading costs nothing special; two ads are at least 8 minutes apart.',
    rules: ['The times are Unix seconds and 0 stands for none, whatever the documentation says.'],
  },
  'snooze-next-ad': {
    name: 'Snooze Next Ad',
    method: 'POST',
    path: '/channels/ads/schedule/snooze',
    summary: 'Pushes the next scheduled ad back by five minutes and spends a snooze.',
    tokens: ['user', 'app'],
    scopes: ['channel:manage:ads'],
    owner: { param: 'broadcaster_id', in: 'query' },
    appGrants: [{ from: 'broadcaster_id', anyOf: ['channel:manage:ads'] }],
    query: { broadcaster_id: requiredText },
    answer: {
      container: 'data[]',
      fields: { snooze_count: 'integer', snooze_refresh_at: 'integer', next_ad_at: 'integer' },
    },
    errors: [400, 429, 500],
    rate: 'A channel holds few snoozes at a time; with none left the answer is 429.',
    rules: [
      'Works while live and only if an ad is scheduled.',
      'The times are Unix seconds and 0 stands for none, whatever the documentation says.',
    ],
  },
} as const satisfies EndpointSpecs;
