import type { NodeDefinition } from '../definition';

const which = ['chat', 'events', 'signIn', 'calls'] as const;

export const twitchConnectionStatus = {
  type: 'twitch-connection-status',
  kind: 'trigger',
  version: 1,
  outputs: ['trouble', 'well'],
  operations: {},
  defaultOperation: null,
  saved: 'params',
  fields: [
    { name: 'which', control: 'several', typed: [], default: which, options: which, required: true },
    {
      name: 'after',
      control: 'duration',
      typed: [],
      default: 30,
      min: 0,
      max: 3600,
      unit: 'seconds',
    },
  ],
} as const satisfies NodeDefinition;
