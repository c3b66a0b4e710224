import type { NodeDefinition } from '../definition';
import { hears } from './fields';

export const twitchStreamOnline = {
  type: 'twitch-stream-online',
  kind: 'trigger',
  version: 1,
  outputs: ['live', 'offline', 'changed'],
  ...hears(['stream.online', 'stream.offline', 'channel.update'], ['get-streams', 'get-channel-information']),
  saved: 'params',
  fields: [
    {
      name: 'offlineAfter',
      control: 'duration',
      typed: [],
      default: 180,
      min: 0,
      max: 3600,
      unit: 'seconds',
    },
    {
      name: 'changesIn',
      control: 'several',
      typed: [],
      default: ['title', 'category'],
      options: ['title', 'category', 'language', 'labels'],
    },
  ],
} as const satisfies NodeDefinition;
