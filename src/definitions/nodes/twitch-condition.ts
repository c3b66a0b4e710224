import type { NodeDefinition } from '../definition';
import { anyNumber, anyText, channelField, whoOptions } from './fields';

const [, ...someRole] = whoOptions;

export const twitchCondition = {
  type: 'twitch-condition',
  kind: 'action',
  version: 1,
  outputs: ['yes', 'no'],
  operations: {
    live: {
      id: 'live',
      calls: ['get-streams'],
      events: [],
      as: 'channel',
      fields: ['channel'],
    },
    category: {
      id: 'category',
      calls: ['get-channel-information'],
      events: [],
      as: 'channel',
      fields: ['category', 'channel'],
    },
    viewers: {
      id: 'viewers',
      calls: ['get-streams'],
      events: [],
      as: 'channel',
      fields: ['viewers', 'channel'],
    },
    role: { id: 'role', calls: [], events: [], as: 'none', fields: ['role', 'people'] },
    follower: {
      id: 'follower',
      calls: ['get-channel-followers'],
      alsoNeeds: ['moderator:read:followers'],
      events: [],
      as: 'channel',
      fields: ['days', 'whom'],
    },
    subscriber: {
      id: 'subscriber',
      calls: ['get-broadcaster-subscriptions'],
      events: [],
      as: 'channel',
      fields: ['tier', 'whom'],
    },
    cooldown: { id: 'cooldown', calls: [], events: [], as: 'none', fields: ['wait', 'waitFor'] },
  },
  defaultOperation: null,
  saved: 'params',
  fields: [
    { name: 'category', control: 'lines', typed: [], default: '', required: true },
    { name: 'viewers', control: 'number', typed: anyNumber, default: 10, min: 0, max: 10_000_000 },
    { name: 'role', control: 'select', typed: [], default: 'subscribers', options: [...someRole, 'named'] },
    {
      name: 'people',
      control: 'text',
      typed: [],
      default: '',
      required: true,
      showWhen: { field: 'role', in: ['named'] },
    },
    { name: 'days', control: 'number', typed: anyNumber, default: 0, min: 0, max: 10_000 },
    { name: 'tier', control: 'select', typed: [], default: '1', options: ['1', '2', '3'] },
    {
      name: 'wait',
      control: 'duration',
      typed: anyNumber,
      default: 30,
      min: 0,
      max: 2_592_000,
      unit: 'seconds',
    },
    { name: 'waitFor', control: 'select', typed: [], default: 'all', options: ['all', 'person'] },
    {
      name: 'whom',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'doer',
      placeholders: true,
      folded: true,
    },
    channelField,
  ],
} as const satisfies NodeDefinition;
