import type { NodeDefinition } from '../definition';
import { hears } from './fields';

const kinds = ['sub', 'resub', 'gift', 'giftBomb', 'upgrade', 'payItForward', 'cheer'] as const;

export const twitchSubscription = {
  type: 'twitch-subscription',
  kind: 'trigger',
  version: 1,
  outputs: ['support'],
  ...hears([]),
  // Only what the chosen kinds need is asked for.
  needsBesides: [
    {
      as: 'channel',
      events: [
        'channel.chat.notification',
        'channel.subscribe',
        'channel.subscription.message',
        'channel.subscription.gift',
      ],
      when: { field: 'kinds', in: kinds.filter((kind) => kind !== 'cheer') },
    },
    { as: 'channel', events: ['channel.cheer'], when: { field: 'kinds', in: ['cheer'] } },
  ],
  saved: 'params',
  fields: [
    { name: 'kinds', control: 'several', typed: [], default: kinds, options: kinds, required: true },
    { name: 'atLeast', control: 'number', typed: [], default: 0, min: 0, max: 10_000_000 },
    { name: 'bombsAsOne', control: 'checkbox', typed: [], default: true },
  ],
} as const satisfies NodeDefinition;
