import type { EndpointId } from '../../tables/endpoints';
import type { NodeDefinition, OperationDefinition } from '../definition';
import { anyNumber, asChannelField, channelField } from './fields';

function mode(id: string, fields: readonly string[] = []): OperationDefinition {
  const calls: readonly EndpointId[] =
    id === 'shield'
      ? ['update-shield-mode-status', 'get-shield-mode-status']
      : ['update-chat-settings', 'get-chat-settings'];
  return {
    id,
    calls,
    events: [],
    as: 'choice',
    fields: ['turn', ...fields, 'after', 'as', 'channel'],
  };
}

export const twitchChatMode = {
  type: 'twitch-chat-mode',
  kind: 'action',
  version: 1,
  outputs: ['mode'],
  operations: {
    slow: mode('slow', ['seconds']),
    followersOnly: mode('followersOnly', ['minutes']),
    emoteOnly: mode('emoteOnly'),
    subOnly: mode('subOnly'),
    unique: mode('unique'),
    shield: mode('shield'),
    clear: {
      id: 'clear',
      calls: ['delete-chat-messages'],
      events: [],
      as: 'choice',
      fields: ['as', 'channel'],
    },
    putBack: {
      id: 'putBack',
      calls: ['update-chat-settings', 'update-shield-mode-status'],
      events: [],
      as: 'choice',
      fields: ['as', 'channel'],
    },
  },
  defaultOperation: null,
  saved: 'params',
  fields: [
    { name: 'turn', control: 'select', typed: [], default: 'on', options: ['on', 'off', 'toggle'] },
    {
      name: 'seconds',
      control: 'number',
      typed: anyNumber,
      default: 30,
      limits: { endpoint: 'update-chat-settings', param: 'slow_mode_wait_time' },
      unit: 'seconds',
      showWhen: { field: 'turn', in: ['on', 'toggle'] },
    },
    {
      name: 'minutes',
      control: 'number',
      typed: anyNumber,
      default: 0,
      limits: { endpoint: 'update-chat-settings', param: 'follower_mode_duration' },
      unit: 'minutes',
      showWhen: { field: 'turn', in: ['on', 'toggle'] },
    },
    { name: 'after', control: 'duration', typed: anyNumber, default: '', min: 1, unit: 'seconds' },
    asChannelField,
    channelField,
  ],
} as const satisfies NodeDefinition;
