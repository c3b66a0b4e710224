import { OTHER_EVENT } from '../../behaviour/event-version';
import type { NodeDefinition } from '../definition';
import { asChannelField } from './fields';

export const twitchEvent = {
  type: 'twitch-event',
  kind: 'trigger',
  version: 1,
  outputs: ['event'],
  operations: {},
  defaultOperation: null,
  saved: 'params',
  fields: [
    { name: 'event', control: 'event', typed: [], default: '', required: true },
    {
      name: 'typeByHand',
      control: 'text',
      typed: [],
      default: '',
      required: true,
      showWhen: { field: 'event', in: [OTHER_EVENT] },
    },
    { name: 'about', control: 'text', typed: [], default: '', restsOn: 'own-channel', suggest: 'channels' },
    { name: 'filter', control: 'text', typed: [], default: '', syntax: 'filter', restsOn: 'anything' },
    { ...asChannelField },
    { name: 'eventVersion', control: 'text', typed: [], default: '', restsOn: 'newest', folded: true },
    { name: 'condition', control: 'json', typed: [], default: '{}', folded: true },
    { name: 'sharedChat', control: 'checkbox', typed: [], default: false, folded: true },
  ],
} as const satisfies NodeDefinition;
