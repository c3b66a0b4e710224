import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import type { World } from '../../src/simulator/world/world';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { channelAccount, ends, node, practiceAccount, seedSignIn } from '../support/twitch-flow';

/** So many who were never here. */
function strangers(world: World, count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `stranger_${from + index}`;
    world.addUser({ id: String(780_000_000 + from + index), login: name, name });
    return name;
  });
}

describe('twitch-follow', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  async function practice(fields: Record<string, unknown> = {}): Promise<World> {
    await bench.load([practiceAccount, node('follow', 'twitch-follow', { fields }), ...ends]);
    await bench.waitForStatus('follow', 'practice');
    return (await bench.world()).simulator.world;
  }

  it('tells a follower', async () => {
    const world = await practice();
    const [login = ''] = strangers(world, 1);
    world.follow({ login });
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'twitch.user.login'), login);
    assert.equal(dig(msg, 'twitch.summary'), `${login} is now following.`);
  });

  it('tells a wave of bots as one message', async () => {
    const world = await practice();
    for (const login of strangers(world, 300)) world.follow({ login });
    const msg = await bench.waitFor('out');
    assert.deepEqual([dig(msg, 'payload.count'), dig(msg, 'payload.wave')], [300, true]);
    assert.equal(bench.messages('out').length, 1);
  });

  it('has a test button', async () => {
    await practice();
    assert.equal((await bench.admin.post('/twitch/nodes/follow/test').send({})).status, 204);
    assert.equal(dig(await bench.waitFor('out'), 'twitch.test'), true);
  });

  it('knows a follower after a restart of Node-RED', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    try {
      const { world } = simulator;
      await seedSignIn(bench.userDir, simulator, { login: simulator.users.broadcaster.login });
      const start = async (): Promise<void> => {
        const follow = node('follow', 'twitch-follow', { fields: { waves: false } });
        await bench.load([channelAccount(simulator), follow, ...ends]);
        await bench.waitForStatus('follow', 'connected');
      };
      const [first = '', second = ''] = strangers(world, 2);
      await start();
      world.follow({ login: first });
      await bench.waitFor('out');
      await bench.unload();
      await start();
      world.supporters.unfollow(first, world.cast.broadcaster.id);
      world.follow({ login: first });
      world.follow({ login: second });
      assert.equal(dig(await bench.waitFor('out'), 'twitch.user.login'), second);
      assert.equal(bench.messages('out').length, 1);
      await bench.unload();
    } finally {
      await simulator.close();
    }
  });

  it('says which permission is missing', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    try {
      const { login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, { login, scopes: ['chat:read'] });
      await bench.load([channelAccount(simulator), node('follow', 'twitch-follow'), ...ends]);
      await bench.waitForStatus('follow', 'permission-missing');
      const caught = await bench.waitFor('caught');
      assert.equal(dig(caught, 'error.cause.missingScopes.0'), 'moderator:read:followers');
      await bench.unload();
    } finally {
      await simulator.close();
    }
  });
});
