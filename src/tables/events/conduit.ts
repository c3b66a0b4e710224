import type { EventSamples, EventSpecs } from '../event-row';

export const events = {
  'conduit.shard.disabled@1': {
    label: 'Shard of a conduit lost',
    condition: ['client_id'],
    optional: ['conduit_id'],
    owner: 'app',
    websocket: false,
    fields: {
      conduit_id: 'string',
      shard_id: 'string',
      status: {
        oneOf: [
          'websocket_disconnected',
          'websocket_failed_ping_pong',
          'websocket_received_inbound_traffic',
          'websocket_internal_error',
          'websocket_network_timeout',
          'websocket_network_error',
          'websocket_failed_to_reconnect',
          'webhook_callback_verification_failed',
          'notification_failures_exceeded',
        ],
      },
      transport: {
        method: { oneOf: ['websocket', 'webhook'] },
        'callback?': 'string|null',
        'session_id?': 'string|null',
        'connected_at?': 'rfc3339|null',
        'disconnected_at?': 'rfc3339|null',
      },
    },
    notes: ['Takes an app token and so cannot come by WebSocket; a conduit or a webhook brings it.'],
  },
} as const satisfies EventSpecs;

export const samples: EventSamples = {
  'conduit.shard.disabled@1': {
    conduit_id: 'bfcfc993-26b1-4876-84d9-afe75a379dac',
    shard_id: '4',
    status: 'websocket_disconnected',
    transport: {
      method: 'websocket',
      session_id: 'AgoQexampleSessionId',
      connected_at: '2026-10-09T18:00:10.482913756Z',
      disconnected_at: '2026-10-09T18:44:00.482913756Z',
    },
  },
};
