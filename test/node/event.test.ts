import assert from 'node:assert/strict';
import { once } from 'node:events';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import type { UserState } from '../../src/simulator/world/state';
import type { World } from '../../src/simulator/world/world';
import { allEvents } from '../../src/tables/events';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { channelAccount, ends, node, practiceAccount, seedSignIn } from '../support/twitch-flow';

describe('twitch-event', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  const load = (fields: Record<string, unknown>): Promise<void> =>
    bench.load([practiceAccount, node('event', 'twitch-event', { fields }), ...ends]);

  it('sends an event with a small payload and one sentence', async () => {
    await load({ event: 'channel.follow' });
    await bench.waitForStatus('event', 'practice');
    const { world } = (await bench.world()).simulator;
    const fan = newFollower(world);
    const msg = await bench.waitFor('out');
    assert.equal(msg['topic'], 'channel.follow');
    assert.equal(dig(msg, 'twitch.user.login'), fan.login);
    assert.match(String(dig(msg, 'twitch.summary')), new RegExp(fan.name));
    assert.equal(dig(msg, 'twitch.event.user_id'), fan.id);
  });

  it('passes only what its filter lets through', async () => {
    await load({ event: 'channel.raid', filter: 'viewers >= 10' });
    await bench.waitForStatus('event', 'practice');
    const { world } = (await bench.world()).simulator;
    const [first, second] = world.cast.streamers;
    assert(first && second);
    world.raid({ from: first.login, viewers: 3 });
    world.raid({ from: second.login, viewers: 42 });
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'payload.viewers'), 42);
    assert.equal(bench.messages('out').length, 1);
  });

  it('hears notices in chat as well', async () => {
    await load({ event: 'chat.raid' });
    await bench.waitForStatus('event', 'practice');
    const { world } = (await bench.world()).simulator;
    const [streamer] = world.cast.streamers;
    assert(streamer);
    world.raid({ from: streamer.login, viewers: 5 });
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'twitch.user.login'), streamer.login);
  });

  it('sends a realistic test event', async () => {
    await load({ event: 'channel.cheer', filter: 'bits > 500' });
    await bench.waitForStatus('event', 'practice');
    const answer = await bench.admin.post('/twitch/nodes/event/test').send({});
    assert.equal(answer.status, 204, answer.text);
    const msg = await bench.waitFor('out');
    assert(Number(dig(msg, 'payload.bits')) > 500);
    assert.equal(dig(msg, 'twitch.test'), true);
    assert.match(String(dig(msg, 'twitch.id')), /^test-/);
  });

  it('hands on the sample of every type unchanged, also after a trip through JSON', async () => {
    const rows = allEvents();
    const nodes = rows.map(({ type, version }) =>
      node(`${type}@${version}`, 'twitch-event', {
        fields: { event: type, eventVersion: version, sharedChat: true },
      }),
    );
    await bench.load([practiceAccount, ...nodes, ...ends]);
    const { simulator } = await bench.world();
    for (const { type, version, websocket } of rows) {
      await bench.waitForStatus(`${type}@${version}`, websocket ? 'practice' : 'invalid-input');
    }
    let sent = 0;
    for (const { type, version, websocket, sample } of rows) {
      if (!websocket) continue;
      simulator.world.emit('notification', { type, version, about: {}, event: sample });
      sent += 1;
      const msg = await bench.until(
        () => bench.messages('out')[sent - 1],
        `nothing came for ${type} version ${version}`,
      );
      assert.equal(msg['topic'], type);
      assert.deepEqual(dig(msg, 'twitch.event'), sample);
      assert.deepEqual(JSON.parse(JSON.stringify(msg)), msg);
    }
    assert.equal(sent, 78);
    assert.equal(rows.length, 83);
  });

  it('says that no event was chosen', async () => {
    await load({});
    assert.equal((await bench.waitForStatus('event', 'invalid-input')).fill, 'red');
    assert.equal(dig(await bench.waitFor('caught'), 'error.cause.code'), 'TWITCH_INPUT_INVALID');
  });

  describe('with a signed-in channel', () => {
    let simulator: Simulator;

    beforeEach(async () => {
      simulator = await startSimulator({ viewers: 'none' });
    });

    afterEach(async () => {
      await bench.unload();
      await simulator.close();
    });

    const loadReal = (fields: Record<string, unknown>): Promise<void> =>
      bench.load([channelAccount(simulator), node('event', 'twitch-event', { fields }), ...ends]);

    it('waits red for a missing permission, says which once, and works after signing in, without a deploy', async () => {
      const { login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, { login, scopes: ['chat:read'] });
      await loadReal({ event: 'channel.follow' });
      const status = await bench.waitForStatus('event', 'permission-missing');
      assert.deepEqual([status.fill, status.shape], ['red', 'ring']);
      const caught = await bench.waitFor('caught');
      assert.equal(dig(caught, 'error.cause.code'), 'TWITCH_SCOPE_MISSING');
      assert.equal(dig(caught, 'error.cause.missingScopes.0'), 'moderator:read:followers');

      const started = await bench.admin.post('/twitch/accounts/acc/sign-in').send({
        slot: 'channel',
        use: 'channel',
        clientId: simulator.clientId,
        server: 'custom',
        ...urlFields(simulator),
        scopes: [],
      });
      assert.equal(started.status, 200, started.text);
      simulator.approveDevice(String(dig(started.body, 'userCode')), login);
      await bench.waitForStatus('event', 'connected');
      const fan = newFollower(simulator.world);
      assert.equal(dig(await bench.waitFor('out'), 'twitch.user.login'), fan.login);
      assert.equal(bench.messages('caught').length, 1);
    });

    it('sends what happened while the connection was lost, marked as recovered, and only once', async () => {
      const { id, login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, {
        login,
        scopes: ['channel:read:polls', 'channel:manage:polls'],
      });
      await loadReal({ event: 'channel.poll.begin' });
      await bench.waitForStatus('event', 'connected');
      const { eventSub } = bench.account('acc').hub.client;
      const recovered = once(eventSub, 'recovered');
      simulator.faults.eventSub.drop();
      while (eventSub.sessions[0]?.state !== 'waiting') await once(eventSub, 'state');
      const options = { title: 'Best map?', choices: ['a', 'b'], durationS: 600, pointsPerVote: 0 };
      simulator.world.polls.create({ channel: id, ...options });
      await recovered;
      const msg = await bench.waitFor('out');
      assert.equal(dig(msg, 'twitch.recovered'), true);
      assert.equal(dig(msg, 'twitch.event.title'), 'Best map?');
      assert.match(String(dig(msg, 'twitch.summary')), /Best map/);
      assert.equal(bench.messages('out').length, 1);
    });

    it('shows that nobody is signed in', async () => {
      await loadReal({ event: 'channel.follow' });
      const status = await bench.waitForStatus('event', 'sign-in');
      assert.deepEqual([status.fill, status.shape], ['red', 'ring']);
    });

    it('goes red, with one message for all nodes, when the person disconnects the application', async () => {
      const { login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, { login });
      await bench.load([
        channelAccount(simulator),
        node('event', 'twitch-event', { fields: { event: 'channel.follow' } }),
        node('send', 'twitch-send-message', { fields: { text: 'hi' } }),
        ...ends,
      ]);
      await bench.waitForStatus('event', 'connected');
      simulator.revokeGrant(simulator.clientId, login);
      bench.inject('send', {});
      await bench.waitForStatus('send', 'sign-in');
      assert.deepEqual((await bench.waitForStatus('event', 'sign-in')).fill, 'red');
      const told = await bench.waitFor('caught', (msg) => dig(msg, 'error.source.id') === 'acc');
      assert.match(String(dig(told, 'error.message')), /no longer signed in.*My channel.*sign in again/);
    });
  });
});

function urlFields(simulator: Simulator): Record<string, string> {
  const { id, helix, irc, eventSub } = simulator.urls;
  return { idUrl: id, helixUrl: helix, ircUrl: irc, eventSubUrl: eventSub };
}

/** Somebody follows who did not follow a moment ago. */
function newFollower(world: World): UserState {
  const [fan] = world.cast.viewers;
  assert(fan);
  world.supporters.unfollow(fan.id, world.cast.broadcaster.id);
  world.follow({ login: fan.login });
  return fan;
}
