import type { EventSamples, EventSpecs } from '../event-row';
import { broadcaster } from './common';

const choice = {
  id: 'string',
  title: 'string',
  bits_votes: 'integer',
  channel_points_votes: 'integer',
  votes: 'integer',
} as const;

const voting = { is_enabled: 'boolean', amount_per_vote: 'integer' } as const;

export const events = {
  'channel.poll.begin@1': {
    label: 'Poll begins',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:polls', 'channel:manage:polls']],
    owner: 'broadcaster',
    fields: {
      id: 'string',
      ...broadcaster,
      title: 'string',
      choices: [{ id: 'string', title: 'string' }],
      bits_voting: voting,
      channel_points_voting: voting,
      started_at: 'rfc3339',
      ends_at: 'rfc3339',
    },
    notes: ['There are no votes to count yet. bits_voting is a remainder: off and 0.'],
  },
  'channel.poll.progress@1': {
    label: 'Poll: new votes',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:polls', 'channel:manage:polls']],
    owner: 'broadcaster',
    fields: {
      id: 'string',
      ...broadcaster,
      title: 'string',
      choices: [choice],
      bits_voting: voting,
      channel_points_voting: voting,
      started_at: 'rfc3339',
      ends_at: 'rfc3339',
    },
  },
  'channel.poll.end@1': {
    label: 'Poll is over',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:polls', 'channel:manage:polls']],
    owner: 'broadcaster',
    fields: {
      id: 'string',
      ...broadcaster,
      title: 'string',
      choices: [choice],
      bits_voting: voting,
      channel_points_voting: voting,
      status: { oneOf: ['completed', 'archived', 'terminated'] },
      started_at: 'rfc3339',
      ended_at: 'rfc3339',
    },
    notes: ['Archiving a poll that was ended may cause a second event.'],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'channel.poll.begin@1': {
    id: '8d1f4a77-02c3-4f0e-9b5e-77a3d1c0e6aa',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    title: 'Next map?',
    choices: [
      { id: 'ch-1', title: 'Glacier' },
      { id: 'ch-2', title: 'Harbour' },
    ],
    bits_voting: { is_enabled: false, amount_per_vote: 0 },
    channel_points_voting: { is_enabled: true, amount_per_vote: 100 },
    started_at: '2026-10-09T18:20:00.482913756Z',
    ends_at: '2026-10-09T18:25:00.482913756Z',
  },
  'channel.poll.progress@1': {
    id: '8d1f4a77-02c3-4f0e-9b5e-77a3d1c0e6aa',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    title: 'Next map?',
    choices: [
      { id: 'ch-1', title: 'Glacier', bits_votes: 0, channel_points_votes: 40, votes: 90 },
      { id: 'ch-2', title: 'Harbour', bits_votes: 0, channel_points_votes: 80, votes: 180 },
    ],
    bits_voting: { is_enabled: false, amount_per_vote: 0 },
    channel_points_voting: { is_enabled: true, amount_per_vote: 100 },
    started_at: '2026-10-09T18:20:00.482913756Z',
    ends_at: '2026-10-09T18:25:00.482913756Z',
  },
  'channel.poll.end@1': {
    id: '8d1f4a77-02c3-4f0e-9b5e-77a3d1c0e6aa',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    title: 'Next map?',
    choices: [
      { id: 'ch-1', title: 'Glacier', bits_votes: 0, channel_points_votes: 40, votes: 90 },
      { id: 'ch-2', title: 'Harbour', bits_votes: 0, channel_points_votes: 80, votes: 180 },
    ],
    bits_voting: { is_enabled: false, amount_per_vote: 0 },
    channel_points_voting: { is_enabled: true, amount_per_vote: 100 },
    started_at: '2026-10-09T18:20:00.482913756Z',
    status: 'completed',
    ended_at: '2026-10-09T18:25:01.482913756Z',
  },
};
