import type { EventSamples, EventSpecs } from '../event-row';
import { user } from './common';

export const events = {
  'user.update@1': {
    label: 'Account changed',
    condition: ['user_id'],
    optionalScopes: ['user:read:email'],
    owner: 'anyone',
    cost: 1,
    fields: { ...user, 'email?': 'string', 'email_verified?': 'boolean', description: 'string' },
    notes: ['Without user:read:email the address is an empty text.'],
  },
  'user.whisper.message@1': {
    label: 'Whisper received',
    condition: ['user_id'],
    scopes: [['user:read:whispers', 'user:manage:whispers']],
    owner: 'user',
    fields: {
      from_user_id: 'string',
      from_user_login: 'string',
      from_user_name: 'string',
      to_user_id: 'string',
      to_user_login: 'string',
      to_user_name: 'string',
      whisper_id: 'string',
      whisper: { text: 'string' },
    },
  },
  'user.authorization.grant@1': {
    label: 'Somebody permitted the application',
    condition: ['client_id'],
    owner: 'app',
    websocket: false,
    fields: { client_id: 'string', ...user },
    notes: ['By webhook or conduit alone. client_id is that of the app token.'],
  },
  'user.authorization.revoke@1': {
    label: 'Somebody removed the application',
    condition: ['client_id'],
    owner: 'app',
    websocket: false,
    fields: { client_id: 'string', user_id: 'string', user_login: 'string|null', user_name: 'string|null' },
    notes: ['By webhook or conduit alone. Of a deleted account only the id is left.'],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'user.update@1': {
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
    email: '',
    email_verified: false,
    description: 'night owl',
  },
  'user.whisper.message@1': {
    from_user_id: '700100311',
    from_user_login: 'pixel_heron',
    from_user_name: 'Pixel_Heron',
    to_user_id: '700100777',
    to_user_login: 'lumenbot',
    to_user_name: 'LumenBot',
    whisper_id: '700100311_700100777_7f0c',
    whisper: { text: 'psst' },
  },
  'user.authorization.grant@1': {
    client_id: 'exampleclientid00000000000000',
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
  },
  'user.authorization.revoke@1': {
    client_id: 'exampleclientid00000000000000',
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
  },
};
