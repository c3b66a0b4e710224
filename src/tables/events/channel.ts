import type { EventSamples, EventSpecs } from '../event-row';
import { broadcaster, user } from './common';

export const events = {
  'channel.update@2': {
    label: 'Title or category changed',
    condition: ['broadcaster_user_id'],
    owner: 'anyone',
    cost: 1,
    fields: {
      ...broadcaster,
      title: 'string',
      language: 'string',
      category_id: 'string',
      category_name: 'string',
      content_classification_labels: 'string[]',
    },
  },
  'channel.follow@2': {
    label: 'New follower',
    condition: ['broadcaster_user_id', 'moderator_user_id'],
    scopes: [['moderator:read:followers']],
    owner: 'moderator',
    fields: { ...user, ...broadcaster, followed_at: 'rfc3339' },
    notes: [
      'Version 1, which needed no permission, ended in 2023. Without a moderator, the broadcaster stands in both fields of the condition.',
    ],
  },
  'channel.ad_break.begin@1': {
    label: 'Ad break started',
    condition: ['broadcaster_user_id'],
    scopes: [['channel:read:ads']],
    owner: 'broadcaster',
    fields: {
      duration_seconds: 'integer',
      started_at: 'rfc3339',
      is_automatic: 'boolean',
      ...broadcaster,
      requester_user_id: 'string',
      requester_user_login: 'string',
      requester_user_name: 'string',
    },
    notes: [
      'Examples have texts in place of the number and the yes/no: convert. No event tells the end, so add the duration to the start. Automatic ads name the broadcaster as requester.',
      'The condition is broadcaster_user_id, whatever one table of the past said.',
    ],
  },
  'channel.raid@1': {
    label: 'Raid',
    condition: [],
    optional: ['from_broadcaster_user_id', 'to_broadcaster_user_id'],
    oneOf: ['from_broadcaster_user_id', 'to_broadcaster_user_id'],
    owner: 'anyone',
    cost: 1,
    fields: {
      from_broadcaster_user_id: 'string',
      from_broadcaster_user_login: 'string',
      from_broadcaster_user_name: 'string',
      to_broadcaster_user_id: 'string',
      to_broadcaster_user_login: 'string',
      to_broadcaster_user_name: 'string',
      viewers: 'integer',
    },
    notes: [
      'The condition names one direction, never both; two subscriptions see incoming and outgoing raids. Only raids that chat is told about.',
    ],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'channel.update@2': {
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    title: 'Speedrun practice',
    language: 'en',
    category_id: '509658',
    category_name: 'Just Chatting',
    content_classification_labels: ['ProfanityVulgarity'],
  },
  'channel.follow@2': {
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    followed_at: '2026-10-09T18:06:30.482913756Z',
  },
  'channel.ad_break.begin@1': {
    duration_seconds: 90,
    started_at: '2026-10-09T18:07:00.482913756Z',
    is_automatic: false,
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    requester_user_id: '700100422',
    requester_user_login: 'quiet_badger',
    requester_user_name: 'Quiet_Badger',
  },
  'channel.raid@1': {
    from_broadcaster_user_id: '700100533',
    from_broadcaster_user_login: 'tidewater_tv',
    from_broadcaster_user_name: 'Tidewater_TV',
    to_broadcaster_user_id: '700100200',
    to_broadcaster_user_login: 'lumen_forge',
    to_broadcaster_user_name: 'Lumen_Forge',
    viewers: 73,
  },
};
