import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import type { World } from '../../src/simulator/world/world';
import { dig } from '../support/dig';
import { settle } from '../support/fake-clock';
import { FlowBench } from '../support/flow-bench';
import { channelAccount, ends, node, practiceAccount, seedSignIn, serverOf } from '../support/twitch-flow';

const wires: readonly (readonly string[])[] = [['out'], ['out2'], ['changed']];
const changed = { id: 'changed', type: 'helper', z: 'tab', x: 300, y: 100 };

describe('twitch-stream-online', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  /** Waits until the node has looked at how things stand. */
  async function hasLooked(): Promise<void> {
    while ((await bench.account('acc').drawer('stream').get('stream')) === undefined) await settle();
  }

  async function practice(fields: Record<string, unknown> = {}): Promise<World> {
    const all = { offlineAfter: 10, ...fields };
    await bench.load([
      practiceAccount,
      node('stream', 'twitch-stream-online', { fields: all, wires }),
      changed,
      ...ends,
    ]);
    await bench.waitForStatus('stream', 'practice');
    await hasLooked();
    return (await bench.world()).simulator.world;
  }

  it('tells the end and the start of a stream, and nothing of the one that was running when it was dropped', async () => {
    const world = await practice();
    world.stopStream();
    const over = await bench.waitFor('out2');
    assert.equal(dig(over, 'payload.live'), false);
    world.streams.change(world.cast.broadcaster.id, { title: 'Night harbour' });
    world.startStream();
    const live = await bench.waitFor('out');
    assert.equal(dig(live, 'payload.title'), 'Night harbour');
    assert.equal(dig(live, 'payload.streamId'), dig(live, 'twitch.event.id'));
    assert.match(String(dig(live, 'twitch.summary')), /is live: Night harbour \(.+\) https:\/\/twitch\.tv\//);
    assert.equal(bench.messages('out').length, 1);
    assert.equal(bench.messages('changed').length, 1);
  });

  it('makes one post of up, down, up', async () => {
    const world = await practice({ offlineAfter: 60 });
    world.stopStream();
    world.startStream();
    world.streams.change(world.cast.broadcaster.id, { title: 'Back again' });
    const msg = await bench.waitFor('changed');
    assert.equal(dig(msg, 'payload.live'), true);
    assert.deepEqual([bench.messages('out').length, bench.messages('out2').length], [0, 0]);
  });

  it('tells what began while events could not arrive, as recovered', async () => {
    const world = await practice();
    world.stopStream();
    await bench.waitFor('out2');
    (await bench.world()).simulator.faults.eventSub.drop();
    world.startStream();
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'twitch.recovered'), true);
    assert.equal(dig(msg, 'payload.streamId'), world.channel(world.cast.broadcaster.id)?.stream?.id);
  });

  it('has a test button that sends the three moments', async () => {
    await practice();
    for (let press = 0; press < 3; press++)
      assert.equal((await bench.admin.post('/twitch/nodes/stream/test').send({})).status, 204);
    for (const output of ['out', 'changed', 'out2'])
      assert.equal(dig(await bench.waitFor(output), 'twitch.test'), true);
  });

  describe('over a restart of Node-RED', () => {
    let simulator: Simulator;

    beforeEach(async () => {
      simulator = await startSimulator({ viewers: 'none' });
      await seedSignIn(bench.userDir, simulator, { login: simulator.users.broadcaster.login });
    });

    afterEach(async () => {
      await bench.unload();
      await simulator.close();
    });

    const start = async (): Promise<void> => {
      await bench.load([
        channelAccount(simulator),
        node('stream', 'twitch-stream-online', { fields: { offlineAfter: 0 }, wires }),
        changed,
        ...ends,
      ]);
      await bench.waitForStatus('stream', 'connected');
      await hasLooked();
    };

    it('does not tell the same stream again, and tells what was missed', async () => {
      const { world } = simulator;
      const { id } = world.cast.broadcaster;
      await start();
      await bench.unload();
      world.streams.change(id, { title: 'Changed in between' });
      await start();
      const msg = await bench.waitFor('changed');
      assert.equal(dig(msg, 'payload.title'), 'Changed in between');
      assert.deepEqual([bench.messages('out').length, bench.messages('out2').length], [0, 0]);

      await bench.unload();
      world.stopStream();
      await start();
      assert.equal(dig(await bench.waitFor('out2'), 'twitch.recovered'), true);
      await bench.unload();
      world.startStream();
      await start();
      assert.equal(dig(await bench.waitFor('out'), 'twitch.recovered'), true);
    });

    it('says that it needs a sign-in where only chat is read', async () => {
      const { login } = simulator.users.broadcaster;
      const use = { name: '', version: 1, use: 'read', channel: login, ...serverOf(simulator.urls) };
      await bench.load([
        { id: 'acc', type: 'twitch-account', ...use },
        node('stream', 'twitch-stream-online', { wires }),
        changed,
        ...ends,
      ]);
      assert.equal((await bench.waitForStatus('stream', 'sign-in')).fill, 'red');
    });
  });
});
