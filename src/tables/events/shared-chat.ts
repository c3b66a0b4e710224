import type { EventSamples, EventSpecs } from '../event-row';
import { broadcaster } from './common';

const session = {
  session_id: 'string',
  ...broadcaster,
  host_broadcaster_user_id: 'string',
  host_broadcaster_user_login: 'string',
  host_broadcaster_user_name: 'string',
  participants: [broadcaster],
} as const;

export const events = {
  'channel.shared_chat.begin@1': {
    label: 'Shared chat begins',
    condition: ['broadcaster_user_id'],
    owner: 'anyone',
    cost: 1,
    fields: session,
  },
  'channel.shared_chat.update@1': {
    label: 'Shared chat: channels came or left',
    condition: ['broadcaster_user_id'],
    owner: 'anyone',
    cost: 1,
    fields: session,
  },
  'channel.shared_chat.end@1': {
    label: 'Shared chat is over',
    condition: ['broadcaster_user_id'],
    owner: 'anyone',
    cost: 1,
    fields: {
      session_id: 'string',
      ...broadcaster,
      host_broadcaster_user_id: 'string',
      host_broadcaster_user_login: 'string',
      host_broadcaster_user_name: 'string',
    },
    notes: ['Does not list the participants.'],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'channel.shared_chat.begin@1': {
    session_id: '2b64a92a-dbb8-424e-b1c3-304423ba1b6f',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    host_broadcaster_user_id: '700100200',
    host_broadcaster_user_login: 'lumen_forge',
    host_broadcaster_user_name: 'Lumen_Forge',
    participants: [
      {
        broadcaster_user_id: '700100200',
        broadcaster_user_login: 'lumen_forge',
        broadcaster_user_name: 'Lumen_Forge',
      },
      {
        broadcaster_user_id: '700100533',
        broadcaster_user_login: 'tidewater_tv',
        broadcaster_user_name: 'Tidewater_TV',
      },
    ],
  },
  'channel.shared_chat.update@1': {
    session_id: '2b64a92a-dbb8-424e-b1c3-304423ba1b6f',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    host_broadcaster_user_id: '700100200',
    host_broadcaster_user_login: 'lumen_forge',
    host_broadcaster_user_name: 'Lumen_Forge',
    participants: [
      {
        broadcaster_user_id: '700100200',
        broadcaster_user_login: 'lumen_forge',
        broadcaster_user_name: 'Lumen_Forge',
      },
      {
        broadcaster_user_id: '700100533',
        broadcaster_user_login: 'tidewater_tv',
        broadcaster_user_name: 'Tidewater_TV',
      },
    ],
  },
  'channel.shared_chat.end@1': {
    session_id: '2b64a92a-dbb8-424e-b1c3-304423ba1b6f',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    host_broadcaster_user_id: '700100200',
    host_broadcaster_user_login: 'lumen_forge',
    host_broadcaster_user_name: 'Lumen_Forge',
  },
};
