import type { NodeDefinition } from '../definition';
import { anyNumber, anyText } from './fields';

export const twitchCommercial = {
  type: 'twitch-commercial',
  kind: 'action',
  version: 1,
  outputs: ['ad'],
  operations: {
    snooze: {
      id: 'snooze',
      calls: ['snooze-next-ad', 'get-ad-schedule'],
      events: [],
      as: 'channel',
      fields: ['dueWithin'],
    },
    run: { id: 'run', calls: ['start-commercial'], events: [], as: 'channel', fields: ['length'] },
    runIfDue: {
      id: 'runIfDue',
      calls: ['start-commercial', 'get-ad-schedule'],
      events: [],
      as: 'channel',
      fields: ['dueWithin', 'length'],
    },
    lookUp: { id: 'lookUp', calls: ['get-ad-schedule'], events: [], as: 'channel', fields: [] },
  },
  defaultOperation: 'snooze',
  saved: 'params',
  fields: [
    { name: 'dueWithin', control: 'duration', typed: anyNumber, default: 90, min: 1, unit: 'seconds' },
    {
      name: 'length',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'ad-length',
      oneOf: ['30', '60', '90', '120', '150', '180'],
      placeholders: true,
    },
  ],
} as const satisfies NodeDefinition;
