import type { EndpointId } from '../../tables/endpoints';
import type { NodeDefinition, OperationDefinition } from '../definition';
import { anyNumber, anyText } from './fields';

/** What a reward is made of; all of it may stay as it is. */
const settings = ['cost', 'prompt', 'input', 'queue', 'color', 'perStream', 'perUser', 'cooldown'] as const;

function onRewards<Id extends string>(id: Id, call: EndpointId): OperationDefinition & { readonly id: Id } {
  return { id, calls: [call, 'get-custom-reward'], events: [], as: 'channel', fields: ['rewards'] };
}

export const twitchPointsReward = {
  type: 'twitch-points-reward',
  kind: 'action',
  version: 1,
  outputs: ['reward'],
  operations: {
    create: {
      id: 'create',
      calls: ['create-custom-rewards', 'update-custom-reward', 'get-custom-reward'],
      events: [],
      as: 'channel',
      fields: ['title', ...settings],
    },
    change: {
      id: 'change',
      calls: ['update-custom-reward', 'get-custom-reward'],
      events: [],
      as: 'channel',
      fields: ['rewards', ...settings, 'newTitle'],
    },
    show: onRewards('show', 'update-custom-reward'),
    hide: onRewards('hide', 'update-custom-reward'),
    pause: onRewards('pause', 'update-custom-reward'),
    resume: onRewards('resume', 'update-custom-reward'),
    delete: onRewards('delete', 'delete-custom-reward'),
    lookUp: {
      id: 'lookUp',
      calls: ['get-custom-reward'],
      events: [],
      as: 'channel',
      fields: ['listed'],
    },
  },
  defaultOperation: null,
  saved: 'params',
  fields: [
    {
      name: 'title',
      control: 'text',
      typed: anyText,
      default: '',
      required: true,
      limits: { endpoint: 'create-custom-rewards', param: 'title' },
      placeholders: true,
    },
    {
      name: 'rewards',
      control: 'lines',
      typed: anyText,
      default: '',
      restsOn: 'redeemed-reward',
      suggest: 'rewards',
      placeholders: true,
    },
    {
      name: 'listed',
      control: 'lines',
      typed: anyText,
      default: '',
      restsOn: 'all-rewards',
      suggest: 'rewards',
      placeholders: true,
    },
    {
      name: 'cost',
      control: 'number',
      typed: anyNumber,
      default: '',
      limits: { endpoint: 'create-custom-rewards', param: 'cost' },
      unit: 'points',
    },
    {
      name: 'prompt',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'as-it-is',
      limits: { endpoint: 'create-custom-rewards', param: 'prompt' },
      placeholders: true,
    },
    { name: 'input', control: 'select', typed: [], default: 'asIs', options: ['asIs', 'yes', 'no'] },
    {
      name: 'queue',
      control: 'select',
      typed: [],
      default: 'asIs',
      options: ['asIs', 'ask', 'skip'],
      folded: true,
    },
    {
      name: 'color',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'as-it-is',
      syntax: 'color',
      folded: true,
    },
    { name: 'perStream', control: 'number', typed: anyNumber, default: '', min: 0, folded: true },
    { name: 'perUser', control: 'number', typed: anyNumber, default: '', min: 0, folded: true },
    {
      name: 'cooldown',
      control: 'duration',
      typed: anyNumber,
      default: '',
      min: 0,
      max: 604_800,
      unit: 'seconds',
      folded: true,
    },
    {
      name: 'newTitle',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'as-it-is',
      limits: { endpoint: 'create-custom-rewards', param: 'title' },
      folded: true,
      placeholders: true,
    },
  ],
} as const satisfies NodeDefinition;
