import type { NodeDefinition } from '../definition';
import { hears } from './fields';

export const twitchFollow = {
  type: 'twitch-follow',
  kind: 'trigger',
  version: 1,
  outputs: ['follow'],
  ...hears(['channel.follow']),
  saved: 'params',
  fields: [
    { name: 'once', control: 'checkbox', typed: [], default: true },
    { name: 'waves', control: 'checkbox', typed: [], default: true },
  ],
} as const satisfies NodeDefinition;
