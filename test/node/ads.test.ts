import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import type { FlowNode } from '../support/node-red-process';
import { channelAccount, ends, node, practiceAccount, seedSignIn } from '../support/twitch-flow';

const adsNode = (): FlowNode[] => [
  node('ads', 'twitch-ads', { wires: [['out'], ['out2'], ['out3']] }),
  ...ends,
  { id: 'out3', type: 'helper', z: 'tab', x: 300, y: 100 },
];

describe('twitch-ads in a flow', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench({ twitchAccountPractice: { script: 'none', speed: 60, seed: 1 } });
  });

  afterEach(async () => {
    await bench.close();
  });

  it('warns of an ad of the practice channel, tells its start, and counts its end', async () => {
    await bench.load([practiceAccount, ...ends]);
    await bench.until(() => bench.account('acc').isStarted || undefined, 'the account is started');
    const { world } = (await bench.world()).simulator;
    const home = world.channel(world.cast.broadcaster.id);
    assert(home);
    world.ads.planNext(home, 70_000);
    await bench.deploy([practiceAccount, ...adsNode()]);
    const coming = await bench.waitFor('out');
    const startsIn = Number(dig(coming, 'payload.startsIn'));
    assert.ok(startsIn > 0 && startsIn <= 62, String(startsIn));
    assert.match(String(dig(coming, 'twitch.summary')), /^An ad break of 90 seconds starts in /);
    const start = await bench.waitFor('out2');
    assert.deepEqual([dig(start, 'payload.automatic'), dig(start, 'payload.length')], [true, 90]);
    const end = await bench.waitFor('out3');
    assert.equal(end['topic'], 'channel.ad_break.end');
    assert.equal(bench.messages('out').length, 1);
  });

  it('says that ads are for affiliates and partners', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    try {
      const { login, id } = simulator.users.broadcaster;
      const channel = simulator.world.channel(id);
      assert(channel);
      channel.broadcasterType = '';
      simulator.world.ads.cancelPlanned(channel);
      await seedSignIn(bench.userDir, simulator, { login });
      await bench.load([channelAccount(simulator), ...adsNode()]);
      const caught = await bench.waitFor('caught');
      assert.match(String(dig(caught, 'error.message')), /Ads are only for affiliates and partners/);
      await bench.unload();
    } finally {
      await simulator.close();
    }
  });
});
