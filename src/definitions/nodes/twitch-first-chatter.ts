import type { NodeDefinition } from '../definition';
import { gateFields, hearingFields, whoOptions } from './fields';

export const twitchFirstChatter = {
  type: 'twitch-first-chatter',
  kind: 'trigger',
  version: 1,
  outputs: ['first'],
  operations: {},
  defaultOperation: null,
  saved: 'params',
  fields: [
    { name: 'when', control: 'select', typed: [], default: 'stream', options: ['stream', 'ever', 'days'] },
    {
      name: 'days',
      control: 'number',
      typed: [],
      default: 30,
      min: 1,
      max: 365,
      showWhen: { field: 'when', in: ['days'] },
    },
    { name: 'who', control: 'select', typed: [], default: 'everyone', options: [...whoOptions, 'named'] },
    {
      name: 'people',
      control: 'text',
      typed: [],
      default: '',
      required: true,
      suggest: 'people',
      listed: true,
      showWhen: { field: 'who', in: ['named'] },
    },
    {
      name: 'notPeople',
      control: 'text',
      typed: [],
      default: '',
      restsOn: 'known-bots',
      suggest: 'people',
      listed: true,
    },
    ...gateFields,
    ...hearingFields,
  ],
} as const satisfies NodeDefinition;
