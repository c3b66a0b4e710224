import type { Pair } from './witness.test';

const me = '100';
const hook = { method: 'webhook', callback: 'https://example.com/hook', secret: 'a long secret' } as const;

/** Twitch's reference puts the fields of these calls into the body. */
function inQuery(body: Readonly<Record<string, unknown>>): NonNullable<Pair['differs']> {
  return {
    because: 'the witness sends the fields in the query, and the reference has them in the body',
    ours: (theirs) => ({ ...theirs, query: [], body }),
  };
}

/** Calls for applications, extensions and operators of many channels. */
export const appPairs: Readonly<Record<string, Pair>> = {
  'get-conduits': {
    theirs: (api) => api.eventSub.getConduits(),
    ours: (helix) => helix.call('get-conduits'),
  },
  'create-conduits': {
    theirs: (api) => api.eventSub.createConduit(3),
    ours: (helix) => helix.call('create-conduits', { body: { shard_count: 3 } }),
    differs: inQuery({ shard_count: 3 }),
  },
  'update-conduits': {
    theirs: (api) => api.eventSub.updateConduit('c1', 4),
    ours: (helix) => helix.call('update-conduits', { body: { id: 'c1', shard_count: 4 } }),
    differs: inQuery({ id: 'c1', shard_count: 4 }),
  },
  'delete-conduit': {
    theirs: (api) => api.eventSub.deleteConduit('c1'),
    ours: (helix) => helix.call('delete-conduit', { query: { id: 'c1' } }),
  },
  'get-conduit-shards': {
    theirs: (api) => api.eventSub.getConduitShards('c1', 'enabled', { after: 'c' }),
    ours: (helix) =>
      helix.call('get-conduit-shards', { query: { conduit_id: 'c1', status: 'enabled', after: 'c' } }),
  },
  'update-conduit-shards': {
    theirs: (api) => api.eventSub.updateConduitShards('c1', [{ id: '0', transport: hook }]),
    ours: (helix) =>
      helix.call('update-conduit-shards', {
        body: { conduit_id: 'c1', shards: [{ id: '0', transport: hook }] },
      }),
  },
  'create-eventsub-subscription': {
    theirs: (api) => api.eventSub.subscribeToChannelUpdateEvents(me, hook),
    ours: (helix) =>
      helix.call(
        'create-eventsub-subscription',
        {
          body: {
            type: 'channel.update',
            version: '2',
            condition: { broadcaster_user_id: me },
            transport: hook,
          },
        },
        { token: 'app' },
      ),
  },
  'delete-eventsub-subscription': {
    theirs: (api) => api.eventSub.deleteSubscription('s1'),
    ours: (helix) => helix.call('delete-eventsub-subscription', { query: { id: 's1' } }),
  },
  'get-eventsub-subscriptions': {
    theirs: (api) => api.eventSub.getSubscriptionsForUser(me, { after: 'c' }),
    ours: (helix) => helix.call('get-eventsub-subscriptions', { query: { user_id: me, after: 'c' } }),
  },
  'get-drops-entitlements': {
    theirs: (api) =>
      api.entitlements.getDropsEntitlements(
        { user: me, gameId: '9', fulfillmentStatus: 'CLAIMED', limit: 5 },
        true,
      ),
    ours: (helix) =>
      helix.call(
        'get-drops-entitlements',
        { query: { user_id: me, game_id: '9', fulfillment_status: 'CLAIMED', first: 5 } },
        { token: 'app' },
      ),
  },
  'update-drops-entitlements': {
    theirs: (api) => api.entitlements.updateDropsEntitlements(['d1', 'd2'], 'FULFILLED'),
    ours: (helix) =>
      helix.call('update-drops-entitlements', {
        body: { entitlement_ids: ['d1', 'd2'], fulfillment_status: 'FULFILLED' },
      }),
  },
  'get-extension-live-channels': {
    theirs: (api) => api.extensions.getLiveChannelsWithExtension('x1', { limit: 5, after: 'c' }),
    ours: (helix) =>
      helix.call('get-extension-live-channels', { query: { extension_id: 'x1', first: 5, after: 'c' } }),
  },
  'get-released-extensions': {
    theirs: (api) => api.extensions.getReleasedExtension('x1', '1.0.0'),
    ours: (helix) =>
      helix.call('get-released-extensions', { query: { extension_id: 'x1', extension_version: '1.0.0' } }),
  },
  'get-extension-bits-products': {
    theirs: (api) => api.extensions.getExtensionBitsProducts(true),
    ours: (helix) => helix.call('get-extension-bits-products', { query: { should_include_all: true } }),
  },
  'update-extension-bits-product': {
    theirs: (api) =>
      api.extensions.putExtensionBitsProduct({
        sku: 'confetti',
        cost: 50,
        displayName: 'Confetti',
        inDevelopment: true,
        broadcast: false,
      }),
    ours: (helix) =>
      helix.call('update-extension-bits-product', {
        body: {
          sku: 'confetti',
          cost: { amount: 50, type: 'bits' },
          display_name: 'Confetti',
          in_development: true,
          is_broadcast: false,
        },
      }),
  },
  'get-extension-transactions': {
    theirs: (api) =>
      api.extensions.getExtensionTransactions('x1', { transactionIds: ['t1', 't2'], limit: 5 }),
    ours: (helix) =>
      helix.call('get-extension-transactions', { query: { extension_id: 'x1', id: ['t1', 't2'], first: 5 } }),
  },
  'create-clip-from-vod': {
    theirs: (api) =>
      api.clips.createClipFromVod({ channel: me, title: 'T', duration: 30, vodId: 'v1', vodOffset: 90 }),
    ours: (helix) =>
      helix.call('create-clip-from-vod', {
        query: { broadcaster_id: me, editor_id: me, title: 'T', duration: 30, vod_id: 'v1', vod_offset: 90 },
      }),
    differs: {
      because: 'the witness writes 30 as 30.0',
      ours: (theirs) => ({
        ...theirs,
        query: theirs.query.map((pair) => (pair === 'duration=30.0' ? 'duration=30' : pair)),
      }),
    },
  },
  'get-channel-icalendar': {
    theirs: (api) => api.schedule.getScheduleAsIcal(me),
    ours: (helix) => helix.call('get-channel-icalendar', { query: { broadcaster_id: me } }),
  },
};
