import type { EventSamples, EventSpecs } from '../event-row';
import { broadcaster } from './common';

const goalType = {
  oneOf: [
    'follow',
    'subscription',
    'subscription_count',
    'new_subscription',
    'new_subscription_count',
    'new_bit',
    'new_cheerer',
  ],
} as const;

const goal = {
  id: 'string',
  ...broadcaster,
  type: goalType,
  description: 'string',
  current_amount: 'integer',
  target_amount: 'integer',
  started_at: 'rfc3339',
} as const;

export const events = {
  'channel.goal.begin@1': {
    label: 'Goal begins',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:goals']],
    owner: 'broadcaster',
    fields: goal,
    notes: ['Progress can arrive earlier.'],
  },
  'channel.goal.progress@1': {
    label: 'Goal goes on',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:goals']],
    owner: 'broadcaster',
    fields: goal,
    notes: ['The number can fall: somebody unfollowed or did not renew.'],
  },
  'channel.goal.end@1': {
    label: 'Goal is over',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:goals']],
    owner: 'broadcaster',
    fields: {
      id: 'string',
      ...broadcaster,
      type: goalType,
      description: 'string',
      current_amount: 'integer',
      target_amount: 'integer',
      started_at: 'rfc3339',
      is_achieved: 'boolean',
      ended_at: 'rfc3339',
    },
    notes: ['current_amount has been seen as text; convert.'],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'channel.goal.begin@1': {
    id: 'g-94a1',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    type: 'follow',
    description: 'Road to 2k',
    current_amount: 1893,
    target_amount: 2000,
    started_at: '2026-10-09T18:00:00.482913756Z',
  },
  'channel.goal.progress@1': {
    id: 'g-94a1',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    type: 'follow',
    description: 'Road to 2k',
    current_amount: 1894,
    target_amount: 2000,
    started_at: '2026-10-09T18:00:00.482913756Z',
  },
  'channel.goal.end@1': {
    id: 'g-94a1',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    type: 'follow',
    description: 'Road to 2k',
    current_amount: 2000,
    target_amount: 2000,
    started_at: '2026-10-09T18:00:00.482913756Z',
    is_achieved: true,
    ended_at: '2026-10-09T18:59:00.482913756Z',
  },
};
