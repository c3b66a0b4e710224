import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { channelAccount, ends, node, practiceAccount, seedSignIn, serverOf } from '../support/twitch-flow';

describe('twitch-raid-received', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  const load = (fields: Record<string, unknown> = {}): Promise<void> =>
    bench.load([practiceAccount, node('raid', 'twitch-raid-received', { fields }), ...ends]);

  it('tells a raid that is large enough', async () => {
    await load({ atLeast: 10 });
    await bench.waitForStatus('raid', 'practice');
    const { world } = (await bench.world()).simulator;
    const [first, second] = world.cast.streamers;
    assert(first && second);
    world.raid({ from: first.login, viewers: 3 });
    world.raid({ from: second.login, viewers: 42 });
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'payload.viewers'), 42);
    assert.equal(dig(msg, 'twitch.user.login'), second.login);
    assert.equal(bench.messages('out').length, 1);
  });

  it('tells raids that go out, when asked to', async () => {
    await load({ outgoing: true });
    await bench.waitForStatus('raid', 'practice');
    const { world } = (await bench.world()).simulator;
    const [to] = world.cast.streamers;
    assert(to);
    world.raid({ from: world.cast.broadcaster.login, to: to.login, viewers: 30 });
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'payload.outgoing'), true);
    assert.equal(dig(msg, 'twitch.target.login'), to.login);
  });

  it('has a test button', async () => {
    await load({ atLeast: 100 });
    await bench.waitForStatus('raid', 'practice');
    assert.equal((await bench.admin.post('/twitch/nodes/raid/test').send({})).status, 204);
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'twitch.test'), true);
    assert(Number(dig(msg, 'payload.viewers')) >= 100);
  });

  describe('on a real account', () => {
    let simulator: Simulator;

    beforeEach(async () => {
      simulator = await startSimulator({ viewers: 'none' });
    });

    afterEach(async () => {
      await bench.unload();
      await simulator.close();
    });

    const raided = (by = 0): void =>
      simulator.world.raid({ from: simulator.world.cast.streamers[by]?.login ?? '', viewers: 7 });

    it('hears chat where nobody ever signs in', async () => {
      const { login } = simulator.users.broadcaster;
      const account = {
        id: 'acc',
        type: 'twitch-account',
        name: '',
        version: 1,
        use: 'read',
        channel: login,
        ...serverOf(simulator.urls),
      };
      await bench.load([account, node('raid', 'twitch-raid-received'), ...ends]);
      await bench.waitForStatus('raid', 'connected');
      raided();
      const msg = await bench.waitFor('out');
      assert.deepEqual(dig(msg, 'payload.viewers'), 7);
      assert.equal(dig(msg, 'topic'), 'channel.raid');
    });

    it('goes on in chat when the sign-in ends', async () => {
      let anonymous = 0;
      simulator.world.on('presence', ({ user, isHere }) => {
        if (user === null && isHere) anonymous++;
      });
      const { login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, { login });
      await bench.load([
        channelAccount(simulator),
        node('raid', 'twitch-raid-received'),
        node('send', 'twitch-send-message', { fields: { text: 'hi' }, wires: [[]] }),
        ...ends,
      ]);
      await bench.waitForStatus('raid', 'connected');
      raided();
      const msg = await bench.waitFor('out');
      assert.equal(dig(msg, 'twitch.event.viewers'), 7, 'as an event');
      simulator.revokeGrant(simulator.clientId, login);
      bench.inject('send', {});
      await bench.waitForStatus('raid', 'sign-in');
      await bench.until(() => (anonymous > 0 ? true : undefined), 'nobody reads the chat');
      raided(1);
      const seen = await bench.waitFor('out', (next) => next !== msg);
      assert.equal(dig(seen, 'twitch.event.kind'), 'raid', 'as a notice in chat');
      assert.equal(bench.messages('out').length, 2);
    });
  });
});
