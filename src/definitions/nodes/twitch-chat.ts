import type { NodeDefinition } from '../definition';
import { hearingFields, whoOptions } from './fields';

export const twitchChat = {
  type: 'twitch-chat',
  kind: 'trigger',
  version: 1,
  outputs: ['message'],
  operations: {},
  defaultOperation: null,
  saved: 'params',
  fields: [
    { name: 'from', control: 'select', typed: [], default: 'everyone', options: [...whoOptions, 'named'] },
    {
      name: 'people',
      control: 'text',
      typed: [],
      default: '',
      required: true,
      showWhen: { field: 'from', in: ['named'] },
    },
    {
      name: 'contains',
      control: 'text',
      typed: [],
      default: '',
      syntax: 'pattern',
      syntaxWhen: { field: 'match', in: ['pattern'] },
      restsOn: 'anything',
    },
    {
      name: 'kind',
      control: 'select',
      typed: [],
      default: 'messages',
      options: ['messages', 'announcements', 'notices', 'removals', 'all'],
    },
    {
      name: 'match',
      control: 'select',
      typed: [],
      default: 'contains',
      options: ['contains', 'starts', 'equals', 'pattern'],
      folded: true,
    },
    ...hearingFields,
  ],
} as const satisfies NodeDefinition;
