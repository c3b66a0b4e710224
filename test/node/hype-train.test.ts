import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { channelAccount, ends, node, practiceAccount, seedSignIn } from '../support/twitch-flow';

const wires = [['out'], ['out2'], ['out3']];
const flow = (fields: Record<string, unknown> = {}) => [
  practiceAccount,
  node('train', 'twitch-hype-train', { fields, wires }),
  ...ends,
  { id: 'out3', type: 'helper', z: 'tab', x: 300, y: 100 },
];

describe('twitch-hype-train in a flow', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  it('follows a train of the practice channel from its start to its end, each moment at its own output', async () => {
    await bench.load(flow());
    await bench.waitForStatus('train', 'practice');
    const { world } = (await bench.world()).simulator;
    const [first, second] = world.cast.viewers;
    assert(first && second);
    // Three gifts of two people set it off, as at Twitch.
    for (const { login } of [first, second, first]) world.cheer({ login, bits: 300 });
    const start = await bench.waitFor('out');
    assert.equal(start['topic'], 'channel.hype_train.begin');
    assert.equal(dig(start, 'payload.level'), 1);
    assert.equal(dig(start, 'twitch.practice'), true);
    world.cheer({ login: second.login, bits: 3400 });
    const top = await bench.waitFor('out2', (msg) => dig(msg, 'payload.level') === 3);
    assert.deepEqual(
      bench.messages('out2').map((msg) => dig(msg, 'payload.level')),
      [2, 3],
    );
    assert.equal(dig(top, 'payload.topContributor'), second.name);
    world.milestones.endHypeTrain(world.cast.broadcaster.id);
    const end = await bench.waitFor('out3');
    assert.equal(dig(end, 'payload.level'), 3);
    assert.equal(bench.messages('out').length, 1);
  });

  it('a deploy in the middle of a train repeats nothing', async () => {
    await bench.load(flow());
    await bench.waitForStatus('train', 'practice');
    const { world } = (await bench.world()).simulator;
    world.milestones.startHypeTrain(world.cast.broadcaster.id);
    await bench.waitFor('out');
    await bench.deploy(flow({ progressToo: true }));
    await bench.waitForStatus('train', 'practice');
    const [fan] = world.cast.viewers;
    assert(fan);
    world.cheer({ login: fan.login, bits: 2000 });
    await bench.waitFor('out2', (msg) => msg['topic'] === 'channel.hype_train.level');
    assert.equal(bench.messages('out').length, 1);
  });

  it('sends the moments of a train one by one at its test button', async () => {
    await bench.load(flow());
    await bench.waitForStatus('train', 'practice');
    for (const end of ['out', 'out2', 'out2', 'out3']) {
      const answer = await bench.admin.post('/twitch/nodes/train/test').send({});
      assert.equal(answer.status, 204, answer.text);
      assert.equal(dig(await bench.waitFor(end), 'twitch.test'), true);
    }
  });

  it('says which permission is missing', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    try {
      const { login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, { login, scopes: ['chat:read'] });
      await bench.load([
        channelAccount(simulator),
        node('train', 'twitch-hype-train', { wires }),
        ...ends,
        { id: 'out3', type: 'helper', z: 'tab', x: 300, y: 100 },
      ]);
      await bench.waitForStatus('train', 'permission-missing');
      const caught = await bench.waitFor('caught');
      assert.equal(dig(caught, 'error.cause.missingScopes.0'), 'channel:read:hype_train');
      await bench.unload();
    } finally {
      await simulator.close();
    }
  });
});
