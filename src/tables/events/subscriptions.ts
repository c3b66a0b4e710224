import type { EventSamples, EventSpecs } from '../event-row';
import { broadcaster, tier, user } from './common';

const subscription = { ...user, ...broadcaster, tier: tier, is_gift: 'boolean' } as const;

export const events = {
  'channel.subscribe@1': {
    label: 'New subscriber',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:subscriptions']],
    owner: 'broadcaster',
    fields: subscription,
    notes: [
      'First subscriptions and received gifts, one event for each receiver with is_gift true. Renewals that a viewer shares come as channel.subscription.message.',
    ],
  },
  'channel.subscription.end@1': {
    label: 'Subscription ran out',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:subscriptions']],
    owner: 'broadcaster',
    fields: subscription,
  },
  'channel.subscription.gift@1': {
    label: 'Gifted subs',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:subscriptions']],
    owner: 'broadcaster',
    fields: {
      user_id: 'string|null',
      user_login: 'string|null',
      user_name: 'string|null',
      ...broadcaster,
      total: 'integer',
      tier: tier,
      cumulative_total: 'integer|null',
      is_anonymous: 'boolean',
    },
    notes: [
      'One event for all gifts given at once, counted in total. From anonymous givers the user and cumulative_total are null; the latter also when it is kept private.',
    ],
  },
  'channel.subscription.message@1': {
    label: 'Resub with message',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:subscriptions']],
    owner: 'broadcaster',
    fields: {
      ...user,
      ...broadcaster,
      tier: tier,
      message: { text: 'string', emotes: { orNull: [{ begin: 'integer', end: 'integer', id: 'string' }] } },
      cumulative_months: 'integer',
      streak_months: 'integer|null',
      duration_months: 'integer',
    },
    notes: [
      'emotes can be null; begin and end count code points and belong to the emote. streak_months is null if the viewer keeps it private.',
    ],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'channel.subscribe@1': {
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    tier: '1000',
    is_gift: false,
  },
  'channel.subscription.end@1': {
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    tier: '1000',
    is_gift: true,
  },
  'channel.subscription.gift@1': {
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    total: 5,
    tier: '1000',
    cumulative_total: 20,
    is_anonymous: false,
  },
  'channel.subscription.message@1': {
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    tier: '2000',
    message: { text: 'love this FevziGG', emotes: [{ begin: 10, end: 16, id: '302976485' }] },
    cumulative_months: 15,
    streak_months: null,
    duration_months: 6,
  },
};
