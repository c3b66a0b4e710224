import type { EndpointId } from '../../tables/endpoints';
import type { NodeDefinition } from '../definition';
import { anyText } from './fields';

const reads = ['get-channel-information', 'get-streams'] as const satisfies readonly EndpointId[];

/** Every change reads what was there before. */
const change = {
  calls: ['modify-channel-information', ...reads],
  events: [],
  as: 'channel',
} as const;

export const twitchStreamInfo = {
  type: 'twitch-stream-info',
  kind: 'action',
  version: 1,
  outputs: ['stream'],
  operations: {
    lookUp: { id: 'lookUp', calls: reads, events: [], as: 'none', fields: ['channel'] },
    title: { id: 'title', ...change, fields: ['title'] },
    category: {
      id: 'category',
      ...change,
      calls: [...change.calls, 'get-games', 'search-categories'],
      fields: ['category'],
    },
    tags: { id: 'tags', ...change, fields: ['how', 'tags'] },
    language: { id: 'language', ...change, fields: ['language'] },
    label: { id: 'label', ...change, fields: ['label', 'switch'] },
  },
  defaultOperation: 'lookUp',
  saved: 'params',
  fields: [
    { name: 'title', control: 'text', typed: anyText, default: '', restsOn: 'value', placeholders: true },
    {
      name: 'category',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'value',
      suggest: 'categories',
      placeholders: true,
    },
    { name: 'how', control: 'select', typed: [], default: 'set', options: ['set', 'add', 'remove'] },
    {
      name: 'tags',
      control: 'lines',
      typed: anyText,
      default: '',
      restsOn: 'value',
      limits: { endpoint: 'modify-channel-information', param: 'tags' },
      itemLimits: { endpoint: 'modify-channel-information', param: 'tags' },
      placeholders: true,
    },
    { name: 'language', control: 'text', typed: anyText, default: '', restsOn: 'value', placeholders: true },
    {
      name: 'label',
      control: 'select',
      typed: [],
      default: 'Gambling',
      options: [
        'DebatedSocialIssuesAndPolitics',
        'DrugsIntoxication',
        'SexualThemes',
        'ViolentGraphic',
        'Gambling',
        'ProfanityVulgarity',
      ],
    },
    { name: 'switch', control: 'select', typed: [], default: 'on', options: ['on', 'off'] },
    {
      name: 'channel',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'channel',
      suggest: 'channels',
      placeholders: true,
    },
  ],
} as const satisfies NodeDefinition;
