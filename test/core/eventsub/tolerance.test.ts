import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { helixSubscriptionApi } from '../../../src/core/eventsub/api';
import { EventSubClient } from '../../../src/core/eventsub/eventsub-client';
import type { EventSubNotification, Subscription } from '../../../src/core/eventsub/subscription';
import { HelixClient } from '../../../src/core/helix/helix-client';
import { EventSubServer, refusal } from '../../support/eventsub-server';
import { FakeClock, settle } from '../../support/fake-clock';
import { FixedTokens } from '../../support/fixed-tokens';

/** What servers other than Twitch's own do, all of it within the protocol. */
describe('EventSub at another server', () => {
  let clock: FakeClock;
  let server: EventSubServer;
  let helix: HelixClient;
  let client: EventSubClient;
  let heard: EventSubNotification[];

  beforeEach(async () => {
    clock = new FakeClock();
    server = await EventSubServer.start(() => clock.now());
    const tokens = new FixedTokens().set('1');
    helix = new HelixClient({ urls: server.urls, tokens, clock });
    client = new EventSubClient({
      url: server.urls.eventSub,
      tokens,
      api: helixSubscriptionApi(helix),
      clock,
    });
    heard = [];
  });

  afterEach(async () => {
    await client.close();
    await helix.close();
    for (const connection of server.connections) assert.deepEqual(connection.received, []);
    assert.equal(clock.pending, 0);
    await server.close();
  });

  const want = (type: string, more: Record<string, string> = {}): Subscription =>
    client.subscribe({ type, condition: { broadcaster_user_id: '1', ...more } }, (notification) => {
      heard.push(notification);
      client.emit('debug', 'heard');
    });

  const heardSoMany = async (count: number): Promise<void> => {
    while (heard.length < count) await once(client, 'debug');
  };

  it('goes on where the session has another id after a move, without asking for anything again', async () => {
    const cheer = want('channel.cheer');
    await cheer.ready;
    const old = await server.connection(0);
    server.onConnect = (connection) => connection.welcome({ id: 'quite_another' });
    old.reconnect(`${server.urls.eventSub}?challenge=1`);
    const fresh = await server.connection(1);
    await old.closed;
    fresh.notification(server.subscription('channel.cheer'), { bits: 1 });
    await heardSoMany(1);
    assert.equal(server.requests.length, 1);
    // What is wanted from now on goes to the new id.
    await want('channel.ban').ready;
    assert.equal(server.subscription('channel.ban').sessionId, 'quite_another');
  });

  for (const named of [true, false]) {
    it(`takes 409 by the type alone for success, and tells conditions apart by themselves${named ? ', though the answer names the id of another' : ''}`, async () => {
      const type = 'channel.channel_points_custom_reward_redemption.add';
      server.onRequest = ({ method, body }) => {
        const known = server.subscriptions.find((one) => one.type === (body as { type: string }).type);
        if (method !== 'POST' || !known) return undefined;
        return {
          status: 409,
          body: refusal(409, named ? `subscription already exists: ${known.id}` : 'exists'),
        };
      };
      const first = want(type, { reward_id: 'lamp' });
      await first.ready;
      const second = want(type, { reward_id: 'horn' });
      await second.ready;
      const connection = await server.connection(0);
      for (const reward_id of ['lamp', 'horn', 'lamp']) {
        const condition = { broadcaster_user_id: '1', reward_id };
        const id = reward_id === 'lamp' ? (first.id ?? '') : randomUUID();
        connection.notification({ id, type, version: '1', condition }, { id: randomUUID() });
      }
      await heardSoMany(3);
      assert.deepEqual(
        heard.map(({ condition }) => condition['reward_id']),
        ['lamp', 'horn', 'lamp'],
      );
    });
  }

  it('takes keepalives on a fixed beat, between notifications as well', async () => {
    await want('channel.cheer').ready;
    const connection = await server.connection(0);
    for (let beat = 0; beat < 30; beat += 1) {
      connection.notification(server.subscription('channel.cheer'), { beat });
      connection.keepalive();
      await heardSoMany(beat + 1);
      await settle();
      await clock.tick(10_000);
    }
    assert.equal(server.connections.length, 1);
  });

  it('matches by type and condition where ids in notifications are unknown or change each time', async () => {
    await Promise.all([want('channel.cheer').ready, want('channel.ban').ready]);
    const connection = await server.connection(0);
    for (const type of ['channel.cheer', 'channel.ban', 'channel.cheer', 'channel.cheer']) {
      const condition = { broadcaster_user_id: '1', moderator_user_id: '' };
      connection.notification({ id: randomUUID(), type, version: '1', condition }, {});
    }
    await heardSoMany(4);
    assert.deepEqual(
      heard.map(({ type }) => type),
      ['channel.cheer', 'channel.ban', 'channel.cheer', 'channel.cheer'],
    );
  });

  it('answers pings however often they come, and sends nothing else', async () => {
    await want('channel.cheer').ready;
    const connection = await server.connection(0);
    for (let n = 0; n < 200; n += 1) {
      connection.ping(n % 2 === 0 ? '' : `ping ${n}`);
      for (let turn = 0; turn < 1_000 && connection.pongs.length <= n; turn += 1) await settle();
    }
    assert.equal(connection.pongs.at(-1), 'ping 199', `${connection.pongs.length} pongs`);
    connection.notification(server.subscription('channel.cheer'), {});
    await heardSoMany(1);
  });

  it('ignores types of frames and fields that it does not know, and hands unknown fields of an event on', async () => {
    const cheer = want('channel.cheer');
    await cheer.ready;
    const connection = await server.connection(0);
    const { id, type, version, condition } = server.subscription('channel.cheer');
    connection.frame('session_advice', { payload: { session: { id: 'x' }, advice: 'rest' } });
    connection.text(
      JSON.stringify({
        version: 9,
        metadata: {
          message_id: randomUUID(),
          message_type: 'notification',
          message_timestamp: new Date(clock.now()).toISOString(),
          priority: 'high',
        },
        payload: {
          subscription: { id, type, version, condition, batching: { is_enabled: false }, cost: 0 },
          event: { bits: 5, new_field: { deep: [1] } },
          trace: ['a', 'b'],
        },
      }),
    );
    await heardSoMany(1);
    assert.deepEqual(heard[0]?.event, { bits: 5, new_field: { deep: [1] } });
    assert.equal(cheer.state, 'live');
  });

  it('takes a welcome without a keepalive period and with fields it does not know', async () => {
    server.onConnect = (connection) =>
      connection.frame('session_welcome', {
        payload: { session: { id: '4b1_9c', recovery_url: 'x', region: 'eu' }, more: true },
      });
    await want('channel.cheer').ready;
    assert.equal(client.sessions[0]?.state, 'connected');
  });
});
