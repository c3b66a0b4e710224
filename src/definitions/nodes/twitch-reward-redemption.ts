import type { NodeDefinition } from '../definition';
import { hears } from './fields';

export const twitchRewardRedemption = {
  type: 'twitch-reward-redemption',
  kind: 'trigger',
  version: 1,
  outputs: ['redemption'],
  ...hears(
    [
      'channel.channel_points_custom_reward_redemption.add',
      'channel.channel_points_custom_reward_redemption.update',
      'channel.channel_points_automatic_reward_redemption.add',
    ],
    ['get-custom-reward'],
  ),
  needsBesides: [
    {
      as: 'channel',
      events: ['channel.custom_power_up_redemption.add', 'channel.bits.use'],
      when: { field: 'reward', in: [''] },
    },
    {
      as: 'channel',
      calls: ['update-redemption-status'],
      when: { field: 'unfinished', in: ['fulfill', 'refund'] },
    },
  ],
  saved: 'params',
  fields: [
    { name: 'reward', control: 'reward', typed: [], default: '', restsOn: 'any-reward' },
    {
      name: 'when',
      control: 'select',
      typed: [],
      default: 'redeemed',
      options: ['redeemed', 'updated', 'both'],
    },
    {
      name: 'unfinished',
      control: 'select',
      typed: [],
      default: 'leave',
      options: ['leave', 'fulfill', 'refund'],
    },
    {
      name: 'after',
      control: 'duration',
      typed: [],
      default: 300,
      min: 1,
      max: 604_800,
      unit: 'seconds',
      showWhen: { field: 'unfinished', in: ['fulfill', 'refund'] },
    },
  ],
} as const satisfies NodeDefinition;
