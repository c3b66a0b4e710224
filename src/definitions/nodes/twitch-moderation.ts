import type { NodeDefinition, OperationDefinition } from '../definition';
import { anyNumber, anyText, asChannelField, channelField } from './fields';

/** An unban request or a held message. */
function answer(id: string): OperationDefinition {
  return {
    id,
    calls: ['get-unban-requests', 'resolve-unban-requests', 'manage-held-automod-messages'],
    events: [],
    as: 'choice',
    fields: ['about', 'request', 'whom', 'note', 'as', 'channel'],
  };
}

export const twitchModeration = {
  type: 'twitch-moderation',
  kind: 'action',
  version: 1,
  outputs: ['done'],
  operations: {
    timeout: {
      id: 'timeout',
      calls: ['ban-user'],
      events: [],
      as: 'choice',
      fields: ['whom', 'for', 'reason', 'as', 'channel'],
    },
    ban: {
      id: 'ban',
      calls: ['ban-user'],
      events: [],
      as: 'choice',
      fields: ['whom', 'reason', 'as', 'channel'],
    },
    unban: {
      id: 'unban',
      calls: ['unban-user'],
      events: [],
      as: 'choice',
      fields: ['whom', 'as', 'channel'],
    },
    warn: {
      id: 'warn',
      calls: ['warn-chat-user'],
      events: [],
      as: 'choice',
      fields: ['whom', 'warning', 'as', 'channel'],
    },
    delete: {
      id: 'delete',
      calls: ['delete-chat-messages'],
      events: [],
      as: 'choice',
      fields: ['message', 'as', 'channel'],
    },
    approve: answer('approve'),
    deny: answer('deny'),
  },
  defaultOperation: null,
  saved: 'params',
  fields: [
    {
      name: 'about',
      control: 'select',
      typed: [],
      default: 'incoming',
      options: ['incoming', 'unbanRequest', 'heldMessage'],
    },
    {
      name: 'request',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'request',
      showWhen: { field: 'about', in: ['unbanRequest', 'heldMessage'] },
      placeholders: true,
    },
    {
      name: 'whom',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'named-person',
      placeholders: true,
    },
    {
      name: 'for',
      control: 'duration',
      typed: anyNumber,
      default: 600,
      limits: { endpoint: 'ban-user', param: 'data.duration' },
      unit: 'seconds',
    },
    {
      name: 'reason',
      control: 'text',
      typed: anyText,
      default: '',
      limits: { endpoint: 'ban-user', param: 'data.reason' },
      restsOn: 'nothing',
      placeholders: true,
    },
    {
      name: 'warning',
      control: 'textarea',
      typed: anyText,
      default: '',
      limits: { endpoint: 'warn-chat-user', param: 'data.reason' },
      required: true,
      placeholders: true,
    },
    {
      name: 'message',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'message',
      placeholders: true,
    },
    {
      name: 'note',
      control: 'text',
      typed: anyText,
      default: '',
      limits: { endpoint: 'resolve-unban-requests', param: 'resolution_text' },
      restsOn: 'nothing',
      showWhen: { field: 'about', in: ['incoming', 'unbanRequest'] },
      placeholders: true,
    },
    asChannelField,
    channelField,
  ],
} as const satisfies NodeDefinition;
