import type { EndpointId } from '../../tables/endpoints';
import type { FieldDefinition, NodeDefinition, TypedAs } from '../definition';

/** The types of typedInput, the literal one first. */
export const anyText = [
  'str',
  'msg',
  'flow',
  'global',
  'env',
  'jsonata',
] as const satisfies readonly TypedAs[];
export const anyNumber = [
  'num',
  'msg',
  'flow',
  'global',
  'env',
  'jsonata',
] as const satisfies readonly TypedAs[];
export const anyJson = ['json', 'msg', 'flow', 'global', 'jsonata'] as const satisfies readonly TypedAs[];

/** What a trigger listens to and reads, as the streamer: the permissions of the node are made of it. */
export function hears(
  events: readonly string[],
  calls: readonly EndpointId[] = [],
): Pick<NodeDefinition, 'operations' | 'defaultOperation'> {
  return {
    operations: { hear: { id: 'hear', calls, events, as: 'channel', fields: [] } },
    defaultOperation: 'hear',
  };
}

/** Who counts, by standing: each value includes those that stand higher. */
export const whoOptions = ['everyone', 'subscribers', 'vips', 'moderators', 'broadcaster'] as const;

export const asBotField = {
  name: 'as',
  control: 'select',
  typed: [],
  default: 'bot',
  options: ['bot', 'channel'],
} as const satisfies FieldDefinition;

export const asChannelField = {
  name: 'as',
  control: 'select',
  typed: [],
  default: 'channel',
  options: ['channel', 'bot'],
  folded: true,
} as const satisfies FieldDefinition;

/** The channel an action is about. */
export const channelField = {
  name: 'channel',
  control: 'text',
  typed: anyText,
  default: '',
  restsOn: 'channel',
  suggest: 'channels',
  folded: true,
  placeholders: true,
} as const satisfies FieldDefinition;

/** The folded fields that every node that hears chat has. */
export const hearingFields = [
  {
    name: 'channel',
    control: 'text',
    typed: [],
    default: '',
    restsOn: 'own-channel',
    suggest: 'channels',
    folded: true,
  },
  { name: 'ownLines', control: 'checkbox', typed: [], default: false, folded: true },
  { name: 'knownBots', control: 'checkbox', typed: [], default: false, folded: true },
  { name: 'sharedChat', control: 'checkbox', typed: [], default: false, folded: true },
  { name: 'details', control: 'checkbox', typed: [], default: false, folded: true },
] as const satisfies readonly FieldDefinition[];

/** "Only when": what keeps a trigger silent as long as a switch of the flow says so, such as a panic button. */
export const gateFields = [
  {
    name: 'gate',
    control: 'select',
    typed: [],
    default: 'always',
    options: ['always', 'when', 'unless'],
    folded: true,
  },
  {
    name: 'gateValue',
    control: 'text',
    typed: ['flow', 'global', 'env', 'jsonata'],
    default: '',
    required: true,
    showWhen: { field: 'gate', in: ['when', 'unless'] },
    folded: true,
  },
] as const satisfies readonly FieldDefinition[];
