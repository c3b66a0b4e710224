import type { EventSamples, EventSpecs } from '../event-row';
import { broadcaster, cheermote, emote, user } from './common';

export const events = {
  'channel.bits.use@1': {
    label: 'Bits used',
    condition: ['broadcaster_user_id'],
    scopes: [['bits:read']],
    owner: 'broadcaster',
    fields: {
      ...broadcaster,
      ...user,
      bits: 'integer',
      type: { oneOf: ['cheer', 'power_up', 'combo', 'custom_power_up'] },
      message: {
        orNull: {
          text: 'string',
          fragments: [
            {
              type: { oneOf: ['text', 'cheermote', 'emote'] },
              text: 'string',
              emote: { orNull: emote },
              cheermote: { orNull: cheermote },
            },
          ],
        },
      },
      power_up: {
        orNull: {
          type: { oneOf: ['message_effect', 'celebration', 'gigantify_an_emote'] },
          emote: { orNull: { id: 'string', name: 'string' } },
          message_effect_id: 'string|null',
        },
      },
      'custom_power_up?': { orNull: { title: 'string', reward_id: 'string' } },
    },
    notes: [
      'Cheers, Power-ups and combos are in it; Bits spent in extensions are not, nor a Power-up that streamers give themselves for free. The type combo is from older texts, custom_power_up from newer ones.',
      'A cheer arrives here and as channel.cheer: listen to one of them, or drop doubles.',
    ],
  },
  'channel.cheer@1': {
    label: 'Cheer',
    condition: ['broadcaster_user_id'],
    scopes: [['bits:read']],
    owner: 'broadcaster',
    fields: {
      is_anonymous: 'boolean',
      user_id: 'string|null',
      user_login: 'string|null',
      user_name: 'string|null',
      ...broadcaster,
      message: 'string',
      bits: 'integer',
    },
    notes: ['An anonymous cheer has null for the user.'],
  },
  'channel.custom_power_up_redemption.add@1': {
    label: 'Custom Power-up redeemed',
    status: 'open beta',
    condition: ['broadcaster_user_id'],
    optional: ['reward_id'],
    scopes: [['bits:read']],
    owner: 'broadcaster',
    fields: {
      id: 'string',
      ...broadcaster,
      ...user,
      user_input: 'string',
      status: { oneOf: ['unknown', 'unfulfilled', 'fulfilled', 'canceled'] },
      custom_power_up: { id: 'string', title: 'string', bits: 'integer', prompt: 'string' },
      redeemed_at: 'rfc3339',
    },
    notes: [
      'In open beta since spring 2026, so fields may still change. With reward_id only that one Power-up is reported.',
    ],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'channel.bits.use@1': {
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
    bits: 100,
    type: 'cheer',
    message: {
      text: 'cheer100 great run',
      fragments: [
        {
          type: 'cheermote',
          text: 'cheer100',
          cheermote: { prefix: 'cheer', bits: 100, tier: 100 },
          emote: null,
        },
        { type: 'text', text: ' great run', cheermote: null, emote: null },
      ],
    },
    power_up: null,
    custom_power_up: null,
  },
  'channel.cheer@1': {
    is_anonymous: false,
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    message: 'cheer50 nice',
    bits: 50,
  },
  'channel.custom_power_up_redemption.add@1': {
    id: 'b7e2f0c4-3d1a-4f6e-8a9b-0c1d2e3f4a5b',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
    user_input: 'left lane please',
    status: 'unfulfilled',
    custom_power_up: {
      id: 'd2c1b0a9-8877-4665-9544-332211009988',
      title: 'Pick the lane',
      bits: 300,
      prompt: 'Which lane?',
    },
    redeemed_at: '2026-10-09T18:05:00.482913756Z',
  },
};
