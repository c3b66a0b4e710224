import type { NodeDefinition } from '../definition';
import { hears } from './fields';

export const twitchRaidReceived = {
  type: 'twitch-raid-received',
  kind: 'trigger',
  version: 1,
  outputs: ['raid'],
  ...hears(['channel.raid']),
  saved: 'params',
  fields: [
    { name: 'atLeast', control: 'number', typed: [], default: 1, min: 0, max: 1_000_000, unit: 'viewers' },
    { name: 'outgoing', control: 'checkbox', typed: [], default: false },
  ],
} as const satisfies NodeDefinition;
