import type { NodeDefinition } from '../definition';
import { anyJson, anyText } from './fields';

/** Value of the field `call` for a call that the table does not have. */
export const OTHER_CALL = 'other';

export const twitchApi = {
  type: 'twitch-api',
  kind: 'action',
  version: 1,
  outputs: ['answer'],
  operations: {
    call: {
      id: 'call',
      calls: [],
      events: [],
      as: 'choice',
      fields: [
        'call',
        'fields',
        'method',
        'path',
        'query',
        'body',
        'pages',
        'most',
        'as',
        'perItem',
        'whole',
        'sendAnyway',
      ],
    },
  },
  defaultOperation: 'call',
  saved: 'params',
  fields: [
    { name: 'call', control: 'call', typed: [], default: '', required: true },
    { name: 'fields', control: 'callFields', typed: [], default: {} },
    {
      name: 'method',
      control: 'select',
      typed: [],
      default: 'GET',
      options: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      showWhen: { field: 'call', in: [OTHER_CALL] },
    },
    {
      name: 'path',
      control: 'text',
      typed: anyText,
      default: '',
      required: true,
      showWhen: { field: 'call', in: [OTHER_CALL] },
      placeholders: true,
    },
    {
      name: 'query',
      control: 'json',
      typed: anyJson,
      default: '{}',
      showWhen: { field: 'call', in: [OTHER_CALL] },
    },
    {
      name: 'body',
      control: 'json',
      typed: anyJson,
      default: '',
      showWhen: { field: 'call', in: [OTHER_CALL] },
    },
    { name: 'pages', control: 'select', typed: [], default: 'one', options: ['one', 'all', 'each'] },
    {
      name: 'most',
      control: 'number',
      typed: [],
      default: 1000,
      min: 1,
      max: 10_000,
      showWhen: { field: 'pages', in: ['all', 'each'] },
    },
    {
      name: 'as',
      control: 'select',
      typed: [],
      default: 'channel',
      options: ['channel', 'bot', 'app'],
      folded: true,
    },
    { name: 'perItem', control: 'checkbox', typed: [], default: false, folded: true },
    { name: 'whole', control: 'checkbox', typed: [], default: false, folded: true },
    { name: 'sendAnyway', control: 'checkbox', typed: [], default: false, folded: true },
  ],
} as const satisfies NodeDefinition;
