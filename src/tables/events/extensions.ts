import type { EventSamples, EventSpecs } from '../event-row';
import { broadcaster, user } from './common';

export const events = {
  'extension.bits_transaction.create@1': {
    label: 'Bought in an extension',
    condition: ['extension_client_id'],
    owner: 'app',
    websocket: false,
    fields: {
      extension_client_id: 'string',
      id: 'string',
      ...broadcaster,
      ...user,
      product: { name: 'string', bits: 'integer', sku: 'string', in_development: 'boolean' },
    },
    notes: ['By webhook or conduit alone.'],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'extension.bits_transaction.create@1': {
    extension_client_id: 'exampleextension0000000000000',
    id: 'bits-tx-1',
    broadcaster_user_id: '700100200',
    broadcaster_user_login: 'lumen_forge',
    broadcaster_user_name: 'Lumen_Forge',
    user_id: '700100311',
    user_login: 'pixel_heron',
    user_name: 'Pixel_Heron',
    product: { name: 'Confetti', bits: 50, sku: 'confetti_50', in_development: false },
  },
};
