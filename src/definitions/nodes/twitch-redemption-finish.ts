import type { NodeDefinition } from '../definition';

const calls = ['update-redemption-status', 'get-custom-reward-redemption', 'get-custom-reward'] as const;
const fields = ['which', 'reward'] as const;

export const twitchRedemptionFinish = {
  type: 'twitch-redemption-finish',
  kind: 'action',
  version: 1,
  outputs: ['result'],
  operations: {
    auto: { id: 'auto', calls, events: [], as: 'channel', fields },
    fulfill: { id: 'fulfill', calls, events: [], as: 'channel', fields },
    refund: { id: 'refund', calls, events: [], as: 'channel', fields },
  },
  defaultOperation: 'auto',
  saved: 'params',
  fields: [
    { name: 'which', control: 'select', typed: [], default: 'this', options: ['this', 'newest'] },
    {
      name: 'reward',
      control: 'reward',
      typed: [],
      default: '',
      required: true,
      showWhen: { field: 'which', in: ['newest'] },
    },
  ],
} as const satisfies NodeDefinition;
