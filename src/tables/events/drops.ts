import type { EventSamples, EventSpecs } from '../event-row';
import { user } from './common';

export const events = {
  'drop.entitlement.grant@1': {
    label: 'Drop granted',
    condition: ['organization_id'],
    optional: ['category_id', 'campaign_id'],
    owner: 'app',
    websocket: false,
    batching: true,
    fields: {
      id: 'string',
      data: {
        organization_id: 'string',
        category_id: 'string',
        category_name: 'string',
        campaign_id: 'string',
        ...user,
        entitlement_id: 'string',
        benefit_id: 'string',
        created_at: 'rfc3339',
      },
    },
    notes: [
      'By webhook or conduit alone. Has to be asked for with is_batching_enabled; brings a list named events.',
    ],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'drop.entitlement.grant@1': {
    id: 'evt-1',
    data: {
      organization_id: '9001',
      category_id: '9002',
      category_name: 'Example Quest',
      campaign_id: '9003',
      user_id: '700100311',
      user_login: 'pixel_heron',
      user_name: 'Pixel_Heron',
      entitlement_id: 'ent-55',
      benefit_id: 'ben-1',
      created_at: '2026-10-09T18:03:00.482913756Z',
    },
  },
};
