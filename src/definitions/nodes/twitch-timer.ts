import type { NodeDefinition } from '../definition';
import { gateFields } from './fields';

export const twitchTimer = {
  type: 'twitch-timer',
  kind: 'trigger',
  version: 1,
  outputs: ['due'],
  operations: {},
  defaultOperation: null,
  saved: 'params',
  fields: [
    {
      name: 'lines',
      control: 'lines',
      typed: [],
      default: '',
      required: true,
      placeholders: ['channel'],
      emotes: true,
    },
    { name: 'every', control: 'number', typed: [], default: 15, min: 1, max: 1_440, unit: 'minutes' },
    { name: 'onlyLive', control: 'checkbox', typed: [], default: true },
    { name: 'afterLines', control: 'number', typed: [], default: 5, min: 0, max: 1_000 },
    {
      name: 'order',
      control: 'select',
      typed: [],
      default: 'turn',
      options: ['turn', 'random'],
      folded: true,
    },
    ...gateFields,
    {
      name: 'channel',
      control: 'text',
      typed: [],
      default: '',
      restsOn: 'own-channel',
      suggest: 'channels',
      folded: true,
    },
  ],
} as const satisfies NodeDefinition;
