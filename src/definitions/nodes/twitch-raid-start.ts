import type { NodeDefinition } from '../definition';
import { anyText } from './fields';

export const twitchRaidStart = {
  type: 'twitch-raid-start',
  kind: 'action',
  version: 1,
  outputs: ['raid'],
  operations: {
    start: {
      id: 'start',
      calls: ['start-a-raid', 'get-channel-information', 'get-streams'],
      events: [],
      as: 'channel',
      fields: ['whom'],
    },
    cancel: { id: 'cancel', calls: ['cancel-a-raid'], events: [], as: 'channel', fields: [] },
  },
  defaultOperation: null,
  saved: 'params',
  fields: [
    {
      name: 'whom',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'only-named',
      suggest: 'channels',
      placeholders: true,
    },
  ],
} as const satisfies NodeDefinition;
