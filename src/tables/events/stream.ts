import type { EventSamples, EventSpecs } from '../event-row';
import { broadcaster } from './common';

export const events = {
  'stream.online@1': {
    label: 'Went live',
    condition: ['broadcaster_user_id'],
    owner: 'anyone',
    cost: 1,
    fields: {
      id: 'string',
      ...broadcaster,
      type: { oneOf: ['live', 'playlist', 'watch_party', 'premiere', 'rerun'] },
      started_at: 'rfc3339',
    },
    notes: [
      'Without title and category: get-streams or get-channel-information has them some seconds later.',
    ],
  },
  'stream.offline@1': {
    label: 'Went offline',
    condition: ['broadcaster_user_id'],
    owner: 'anyone',
    cost: 1,
    fields: { 'id?': 'string', ...broadcaster },
    notes: ['The id is there since June 2026.'],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'stream.online@1': {
    id: '9001200300',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    type: 'live',
    started_at: '2026-10-09T18:00:00.482913756Z',
  },
  'stream.offline@1': {
    id: '9001200300',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
  },
};
