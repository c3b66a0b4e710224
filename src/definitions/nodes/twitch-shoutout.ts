import type { NodeDefinition } from '../definition';
import { anyText, asChannelField, channelField } from './fields';

export const twitchShoutout = {
  type: 'twitch-shoutout',
  kind: 'action',
  version: 1,
  outputs: ['given'],
  operations: {
    shoutout: {
      id: 'shoutout',
      calls: ['send-a-shoutout', 'get-channel-information', 'get-streams'],
      events: [],
      as: 'choice',
      fields: ['whom', 'say', 'text', 'queue', 'as', 'channel'],
    },
  },
  needsBesides: [{ as: 'bot', calls: ['send-chat-message'], when: { field: 'say', in: [true] } }],
  defaultOperation: 'shoutout',
  saved: 'params',
  fields: [
    {
      name: 'whom',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'named-person',
      suggest: 'channels',
      placeholders: true,
    },
    { name: 'say', control: 'checkbox', typed: [], default: false },
    {
      name: 'text',
      control: 'textarea',
      typed: anyText,
      default: '{summary}',
      emotes: true,
      showWhen: { field: 'say', in: [true] },
      placeholders: true,
      late: true,
    },
    { name: 'queue', control: 'checkbox', typed: [], default: true },
    asChannelField,
    channelField,
  ],
} as const satisfies NodeDefinition;
