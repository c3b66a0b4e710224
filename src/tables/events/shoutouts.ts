import type { EventSamples, EventSpecs } from '../event-row';
import { broadcaster, moderator } from './common';

export const events = {
  'channel.shoutout.create@1': {
    label: 'Shoutout given',
    condition: ['broadcaster_user_id', 'moderator_user_id'],
    scopes: [['moderator:read:shoutouts', 'moderator:manage:shoutouts']],
    owner: 'moderator',
    fields: {
      ...broadcaster,
      ...moderator,
      to_broadcaster_user_id: 'string',
      to_broadcaster_user_login: 'string',
      to_broadcaster_user_name: 'string',
      viewer_count: 'integer',
      started_at: 'rfc3339',
      cooldown_ends_at: 'rfc3339',
      target_cooldown_ends_at: 'rfc3339',
    },
    notes: [
      'Until cooldown_ends_at (2 minutes) no further shoutout is possible, until target_cooldown_ends_at (60 minutes) none to this channel.',
    ],
  },
  'channel.shoutout.receive@1': {
    label: 'Shoutout received',
    condition: ['broadcaster_user_id', 'moderator_user_id'],
    scopes: [['moderator:read:shoutouts', 'moderator:manage:shoutouts']],
    owner: 'moderator',
    fields: {
      ...broadcaster,
      from_broadcaster_user_id: 'string',
      from_broadcaster_user_login: 'string',
      from_broadcaster_user_name: 'string',
      viewer_count: 'integer',
      started_at: 'rfc3339',
    },
    notes: ['Comes only if Twitch shows the shoutout in the activity feed of the receiver.'],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'channel.shoutout.create@1': {
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    moderator_user_id: '700100422',
    moderator_user_login: 'quiet_badger',
    moderator_user_name: 'Quiet_Badger',
    to_broadcaster_user_id: '700100533',
    to_broadcaster_user_login: 'tidewater_tv',
    to_broadcaster_user_name: 'Tidewater_TV',
    viewer_count: 412,
    started_at: '2026-10-09T18:13:00.482913756Z',
    cooldown_ends_at: '2026-10-09T18:15:00.482913756Z',
    target_cooldown_ends_at: '2026-10-09T19:13:00.482913756Z',
  },
  'channel.shoutout.receive@1': {
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    from_broadcaster_user_id: '700100533',
    from_broadcaster_user_login: 'tidewater_tv',
    from_broadcaster_user_name: 'Tidewater_TV',
    viewer_count: 90,
    started_at: '2026-10-09T18:13:30.482913756Z',
  },
};
