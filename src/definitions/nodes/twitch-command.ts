import type { NodeDefinition } from '../definition';
import { hearingFields, whoOptions } from './fields';

export const twitchCommand = {
  type: 'twitch-command',
  kind: 'trigger',
  version: 1,
  outputs: ['ran', 'refused'],
  operations: {},
  defaultOperation: null,
  saved: 'params',
  fields: [
    { name: 'command', control: 'text', typed: [], default: '', required: true, maxLength: 100 },
    { name: 'who', control: 'select', typed: [], default: 'everyone', options: whoOptions },
    { name: 'wait', control: 'duration', typed: [], default: 5, min: 0, max: 86_400, unit: 'seconds' },
    {
      name: 'waitPerUser',
      control: 'duration',
      typed: [],
      default: 0,
      min: 0,
      max: 2_592_000,
      unit: 'seconds',
      folded: true,
    },
    {
      name: 'arguments',
      control: 'text',
      typed: [],
      default: '',
      syntax: 'arguments',
      restsOn: 'free-words',
      folded: true,
    },
    { name: 'aliases', control: 'text', typed: [], default: '', folded: true },
    { name: 'alsoPeople', control: 'text', typed: [], default: '', restsOn: 'nobody', folded: true },
    { name: 'notPeople', control: 'text', typed: [], default: '', restsOn: 'nobody', folded: true },
    { name: 'onlyLive', control: 'checkbox', typed: [], default: false, folded: true },
    { name: 'prefix', control: 'text', typed: [], default: '!', maxLength: 10, folded: true },
    ...hearingFields,
  ],
} as const satisfies NodeDefinition;
