import type { NodeDefinition } from '../definition';
import { anyNumber, anyText, channelField } from './fields';

export const twitchClip = {
  type: 'twitch-clip',
  kind: 'action',
  version: 1,
  outputs: ['ready', 'notYet'],
  operations: {
    clip: {
      id: 'clip',
      calls: ['create-clip', 'get-clips'],
      events: [],
      as: 'channel',
      fields: ['title', 'length', 'channel'],
    },
    marker: {
      id: 'marker',
      calls: ['create-stream-marker'],
      events: [],
      as: 'channel',
      fields: ['note', 'channel'],
    },
    fromVideo: {
      id: 'fromVideo',
      calls: ['create-clip-from-vod', 'get-videos', 'get-clips'],
      events: [],
      as: 'channel',
      fields: ['title', 'length', 'endsAt', 'video', 'channel'],
    },
    lookUp: { id: 'lookUp', calls: ['get-clips'], events: [], as: 'none', fields: ['clip', 'channel'] },
  },
  defaultOperation: 'clip',
  saved: 'params',
  fields: [
    {
      name: 'title',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'clip-title',
      placeholders: true,
    },
    {
      name: 'note',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'value',
      limits: { endpoint: 'create-stream-marker', param: 'description' },
      placeholders: true,
    },
    { name: 'clip', control: 'text', typed: anyText, default: '', restsOn: 'clip-id', placeholders: true },
    {
      name: 'length',
      control: 'duration',
      typed: anyNumber,
      default: 30,
      limits: { endpoint: 'create-clip', param: 'duration' },
      unit: 'seconds',
    },
    { name: 'endsAt', control: 'text', typed: anyText, default: '', required: true, syntax: 'position' },
    { name: 'video', control: 'text', typed: anyText, default: '', restsOn: 'video', folded: true },
    channelField,
  ],
} as const satisfies NodeDefinition;
