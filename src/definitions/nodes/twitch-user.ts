import type { EndpointId } from '../../tables/endpoints';
import type { NodeDefinition, OperationDefinition } from '../definition';
import { anyNumber, anyText, channelField } from './fields';

function list<Id extends string>(id: Id, call: EndpointId): OperationDefinition & { readonly id: Id } {
  return { id, calls: [call], events: [], as: 'channel', fields: ['most', 'channel'] };
}

export const twitchUser = {
  type: 'twitch-user',
  kind: 'action',
  version: 1,
  outputs: ['person'],
  operations: {
    about: {
      id: 'about',
      calls: ['get-users', 'get-user-chat-color', 'get-channel-followers', 'get-broadcaster-subscriptions'],
      events: [],
      as: 'channel',
      fields: ['whom', 'channel'],
    },
    randomChatter: {
      id: 'randomChatter',
      calls: ['get-chatters'],
      events: [],
      as: 'channel',
      fields: ['channel'],
    },
    followers: list('followers', 'get-channel-followers'),
    subscribers: list('subscribers', 'get-broadcaster-subscriptions'),
    chatters: list('chatters', 'get-chatters'),
    moderators: list('moderators', 'get-moderators'),
    vips: list('vips', 'get-vips'),
  },
  defaultOperation: 'about',
  saved: 'params',
  fields: [
    { name: 'whom', control: 'text', typed: anyText, default: '', restsOn: 'person', placeholders: true },
    { name: 'most', control: 'number', typed: anyNumber, default: 100, min: 1, max: 10_000 },
    channelField,
  ],
} as const satisfies NodeDefinition;
