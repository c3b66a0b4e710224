import type { NodeDefinition } from '../definition';
import { anyNumber, anyText } from './fields';

export const twitchModeratorRole = {
  type: 'twitch-moderator-role',
  kind: 'action',
  version: 1,
  outputs: ['person'],
  operations: {
    moderator: {
      id: 'moderator',
      // A role for a while has to be taken back.
      calls: ['add-channel-moderator', 'remove-channel-moderator'],
      events: [],
      as: 'channel',
      fields: ['whom', 'for'],
    },
    removeModerator: {
      id: 'removeModerator',
      calls: ['remove-channel-moderator'],
      events: [],
      as: 'channel',
      fields: ['whom'],
    },
    vip: {
      id: 'vip',
      calls: ['add-channel-vip', 'remove-channel-vip'],
      events: [],
      as: 'channel',
      fields: ['whom', 'for'],
    },
    removeVip: {
      id: 'removeVip',
      calls: ['remove-channel-vip'],
      events: [],
      as: 'channel',
      fields: ['whom'],
    },
  },
  defaultOperation: null,
  saved: 'params',
  fields: [
    {
      name: 'whom',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'named-person',
      suggest: { removeModerator: 'moderators', removeVip: 'vips' },
      placeholders: true,
    },
    { name: 'for', control: 'duration', typed: anyNumber, default: '', min: 1, unit: 'seconds' },
  ],
} as const satisfies NodeDefinition;
