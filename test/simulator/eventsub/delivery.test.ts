import assert from 'node:assert/strict';
import { EventSubClient, subscribe, type Wish } from '../support/eventsub-client';
import { CLIENT_ID, Stand } from '../support/stand';

const BROADCASTER = '410000100';
const REDEMPTION = 'channel.channel_points_custom_reward_redemption.add';

describe('simulator EventSub: delivery', () => {
  let stand: Stand;
  let client: EventSubClient;
  let session: string;

  const want = (wish: Omit<Wish, 'session'>): string => {
    const { status, body } = subscribe(stand, { ...wish, session });
    assert.equal(status, 202, body.message);
    return body.data[0]!.id;
  };

  const wantUpdates = (): string => want({ type: 'channel.update', version: '2' });
  const update = (title: string): void => void stand.world.streams.change(BROADCASTER, { title });
  const titles = (): unknown[] =>
    client.frames('notification').map(({ payload }) => payload.event?.['title']);

  beforeEach(async () => {
    stand = await Stand.start();
    client = new EventSubClient(`${stand.url}/ws`);
    session = await client.sessionId();
  });

  afterEach(async () => {
    client.close();
    await stand.close();
    assert.equal(stand.clock.pending, 0, 'the servers left a timer behind');
  });

  it('sends the event with its subscription', async () => {
    const id = want({
      type: 'channel.follow',
      version: '2',
      scopes: ['moderator:read:followers'],
      condition: { broadcaster_user_id: BROADCASTER, moderator_user_id: BROADCASTER },
    });
    stand.world.follow({ login: 'saltlamp_sue' });
    const { metadata, payload } = await client.frame('notification');
    assert.equal(metadata.subscription_type, 'channel.follow');
    assert.equal(metadata.subscription_version, '2');
    const { created_at: _, ...subscription } = payload.subscription!;
    assert.deepEqual(subscription, {
      id,
      status: 'enabled',
      type: 'channel.follow',
      version: '2',
      cost: 0,
      condition: { broadcaster_user_id: BROADCASTER, moderator_user_id: BROADCASTER },
      transport: { method: 'websocket', session_id: session },
    });
    assert.equal(payload.event?.['user_login'], 'saltlamp_sue');
  });

  it('delivers by condition: channel, direction of a raid, reward, whispered user', async () => {
    const scopes = ['channel:read:redemptions', 'user:read:whispers'];
    const rewards = stand.world.channel(BROADCASTER)!.rewards;
    const lamp = rewards.find(({ title }) => title === 'Lamp colour')!;
    const one = want({
      type: REDEMPTION,
      scopes,
      condition: { broadcaster_user_id: BROADCASTER, reward_id: lamp.id },
    });
    const all = want({ type: REDEMPTION, scopes });
    const raidIn = want({ type: 'channel.raid', condition: { to_broadcaster_user_id: BROADCASTER } });
    want({ type: 'channel.raid', condition: { from_broadcaster_user_id: BROADCASTER } });
    want({ type: 'channel.update', version: '2', condition: { broadcaster_user_id: '410000901' } });
    const whisper = want({ type: 'user.whisper.message', scopes, condition: { user_id: BROADCASTER } });
    update('not theirs');
    stand.world.redeem({ login: 'anchor_ana', reward: 'Hydrate!' });
    stand.world.redeem({ login: 'anchor_ana', reward: 'Lamp colour', text: 'teal' });
    stand.world.raid({ from: 'driftwood_den', viewers: 9 });
    stand.world.chat.whisper('410000301', '410000202', 'not for you');
    stand.world.chat.whisper('410000301', BROADCASTER, 'for you');
    await client.find((text) => text.includes('for you'), 'the whisper');
    const ids = client.frames('notification').map(({ payload }) => payload.subscription?.id);
    assert.deepEqual(new Set(ids.slice(1, 3)), new Set([all, one]));
    assert.deepEqual([ids[0], ...ids.slice(3)], [all, raidIn, whisper]);
  });

  it('delivers each version of a type to its own subscribers', async () => {
    const scopes = [
      'moderator:manage:blocked_terms',
      'moderator:manage:chat_settings',
      'moderator:manage:unban_requests',
      'moderator:manage:banned_users',
      'moderator:manage:chat_messages',
      'moderator:manage:warnings',
      'moderator:read:moderators',
      'moderator:read:vips',
    ];
    const condition = { broadcaster_user_id: BROADCASTER, moderator_user_id: BROADCASTER };
    const ids = ['1', '2'].map((version) => want({ type: 'channel.moderate', version, scopes, condition }));
    stand.world.moderation.ban({ channel: BROADCASTER, user: 'anchor_ana', durationS: 60 });
    await client.frame('notification', 1);
    const got = client.frames('notification');
    assert.deepEqual(new Set(got.map(({ payload }) => payload.subscription?.id)), new Set(ids));
    const shapes = got.map(({ metadata, payload }) => [
      metadata.subscription_version,
      'warn' in payload.event!,
    ]);
    assert.deepEqual(Object.fromEntries(shapes), { 1: false, 2: true });
  });

  it('stops delivering once a subscription is removed', async () => {
    const id = wantUpdates();
    stand.eventSub.subscriptions.remove({ clientId: CLIENT_ID, userId: BROADCASTER, id });
    want({ type: 'stream.offline' });
    update('nobody listens');
    stand.world.stopStream();
    await client.frame('notification');
    assert.deepEqual(
      client.frames('notification').map(({ metadata }) => metadata.subscription_type),
      ['stream.offline'],
    );
  });

  it('repeats a notification with the same message id, at once or later', async () => {
    wantUpdates();
    stand.faults.eventSub.duplicateNext({ copies: 2 });
    update('thrice');
    await client.frame('notification', 2);
    assert.equal(new Set(client.frames('notification').map(({ metadata }) => metadata.message_id)).size, 1);
    stand.faults.eventSub.duplicateNext({ afterMs: 5000, type: 'channel.update' });
    update('twice');
    update('once');
    await client.frame('notification', 4);
    await stand.clock.tick(5000);
    await client.frame('notification', 5);
    assert.deepEqual(titles(), ['thrice', 'thrice', 'thrice', 'twice', 'once', 'twice']);
  });

  it('sends a notification late, so that others overtake it', async () => {
    wantUpdates();
    stand.faults.eventSub.delayNext(3000);
    update('first');
    update('second');
    await client.frame('notification');
    await stand.clock.tick(3000);
    await client.frame('notification', 1);
    assert.deepEqual(titles(), ['second', 'first']);
    const [second, first] = client.frames('notification').map(({ metadata }) => metadata.message_timestamp);
    assert.equal(first, second);
  });

  it('sends a notification with a time stamp of eleven minutes ago', async () => {
    wantUpdates();
    stand.faults.eventSub.ageNext();
    update('old news');
    const { metadata } = await client.frame('notification');
    assert.equal(stand.clock.now() - Date.parse(metadata.message_timestamp), 660_000);
  });

  it('keeps a fault for its type', async () => {
    wantUpdates();
    want({ type: 'stream.offline' });
    stand.faults.eventSub.ageNext({ type: 'stream.offline' });
    update('fresh');
    stand.world.stopStream();
    await client.frame('notification', 1);
    const ages = client
      .frames('notification')
      .map(({ metadata }) => stand.clock.now() - Date.parse(metadata.message_timestamp));
    assert.deepEqual(ages, [0, 660_000]);
  });

  it('sends one notification on both sockets of a session that moves', async () => {
    wantUpdates();
    stand.faults.eventSub.reconnect();
    const url = (await client.frame('session_reconnect')).payload.session!.reconnect_url!;
    const next = new EventSubClient(url);
    await next.sessionId();
    stand.faults.eventSub.doubleNextWhileMoving();
    update('both');
    const [a, b] = await Promise.all([client.frame('notification'), next.frame('notification')]);
    assert.equal(a.metadata.message_id, b.metadata.message_id);
    next.close();
  });

  it('revokes one of three and leaves the others alive', async () => {
    const revoked = wantUpdates();
    want({ type: 'stream.offline' });
    want({ type: 'stream.online' });
    assert.equal(stand.faults.eventSub.revoke({ id: revoked }, 'version_removed'), 1);
    const { metadata, payload } = await client.frame('revocation');
    assert.equal(metadata.subscription_type, 'channel.update');
    assert.equal(metadata.subscription_version, '2');
    assert.equal(payload.subscription?.status, 'version_removed');
    assert.equal('event' in payload, false);
    update('nobody listens');
    stand.world.stopStream();
    await client.frame('notification');
    assert.deepEqual(titles(), [undefined]);
    await stand.clock.tick(9000);
    assert.equal(client.socket.readyState, client.socket.OPEN);
  });

  it('revokes everything of a user who disconnects the application', async () => {
    wantUpdates();
    want({ type: 'stream.offline' });
    stand.tokens.emit('grantRevoked', { clientId: 'another', userId: BROADCASTER });
    assert.equal(stand.eventSub.live().length, 2);
    stand.tokens.emit('grantRevoked', { clientId: CLIENT_ID, userId: BROADCASTER });
    await client.frame('revocation', 1);
    assert.deepEqual(
      client.frames('revocation').map(({ payload }) => payload.subscription?.status),
      ['authorization_revoked', 'authorization_revoked'],
    );
  });

  it('revokes what a moderator listened to when the role is taken away', async () => {
    const as = 'pine_marten';
    const scopes = ['moderator:read:followers', 'user:read:chat'];
    const follow = want({
      type: 'channel.follow',
      version: '2',
      as,
      scopes,
      condition: { broadcaster_user_id: BROADCASTER, moderator_user_id: '410000201' },
    });
    want({
      type: 'channel.chat.message',
      as,
      scopes,
      condition: { broadcaster_user_id: BROADCASTER, user_id: '410000201' },
    });
    stand.world.roleBook.removeModerator(BROADCASTER, '410000201');
    const { payload } = await client.frame('revocation');
    assert.equal(payload.subscription?.id, follow);
    assert.equal(payload.subscription?.status, 'moderator_removed');
    assert.equal(stand.eventSub.live().length, 1);
  });

  it('revokes the chat subscriptions of a user who is banned, but not for a timeout', async () => {
    const as = 'anchor_ana';
    const condition = { broadcaster_user_id: BROADCASTER, user_id: '410000301' };
    want({ type: 'channel.chat.message', as, scopes: ['user:read:chat'], condition });
    stand.world.moderation.ban({ channel: BROADCASTER, user: as, durationS: 1 });
    assert.equal(stand.eventSub.live().length, 1);
    await stand.clock.tick(2000);
    stand.world.moderation.ban({ channel: BROADCASTER, user: as });
    const { payload } = await client.frame('revocation');
    assert.equal(payload.subscription?.status, 'chat_user_banned');
  });
});
