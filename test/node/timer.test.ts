import assert from 'node:assert/strict';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { ends, node, practiceAccount } from '../support/twitch-flow';

describe('twitch-timer', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench({ twitchAccountPractice: { script: 'none', speed: 100, seed: 1 } });
  });

  afterEach(async () => {
    await bench.close();
  });

  const timer = (fields: Record<string, unknown> = {}) =>
    node('timer', 'twitch-timer', { fields: { lines: 'One\nTwo', every: 1, afterLines: 1, ...fields } });

  it('sends its lines in turn, once somebody has written', async () => {
    await bench.load([practiceAccount, timer(), ...ends]);
    await bench.waitForStatus('timer', 'practice');
    const world = await bench.world();
    world.say('viewer', 'hello');
    const first = await bench.waitFor('out');
    assert.equal(first['payload'], 'One');
    assert.equal(first['topic'], 'timer.line');
    assert.equal(dig(first, 'twitch.channel.login'), world.simulator.users.broadcaster.login);
    world.say('subscriber', 'and I');
    await bench.waitFor('out', (msg) => msg['payload'] === 'Two');
  });

  it('goes on with the next line after a deploy', async () => {
    const flow = [practiceAccount, timer({ afterLines: 0 }), ...ends];
    await bench.load(flow);
    await bench.waitFor('out');
    await bench.deploy(flow, 'full');
    await bench.waitFor('out', (msg) => msg['payload'] === 'Two');
    const payloads = bench.messages('out').map((msg) => msg['payload']);
    assert.deepEqual(payloads.slice(0, 2), ['One', 'Two']);
  });

  it('needs no chat when it counts no lines', async () => {
    await bench.load([practiceAccount, timer({ afterLines: 0, onlyLive: false }), ...ends]);
    await bench.waitForStatus('timer', 'practice');
    await bench.waitFor('out');
  });

  it('says that it cannot tell whether the channel is live where nobody is signed in', async () => {
    await bench.load([
      {
        id: 'acc',
        type: 'twitch-account',
        name: 'Read',
        version: 1,
        use: 'read',
        channel: 'somebody',
        ...nowhere,
      },
      timer({ afterLines: 0 }),
      ...ends,
    ]);
    await bench.waitForStatus('timer', 'not-live');
  });

  it('can be tested, line by line', async () => {
    await bench.load([practiceAccount, timer({ every: 1_000 }), ...ends]);
    await bench.waitForStatus('timer', 'practice');
    for (const _ of [1, 2])
      assert.equal((await bench.admin.post('/twitch/nodes/timer/test').send({})).status, 204);
    await bench.until(() => (bench.messages('out').length === 2 ? true : undefined), 'two test messages');
    assert.deepEqual(
      bench.messages('out').map((msg) => [msg['payload'], dig(msg, 'twitch.test')]),
      [
        ['One', true],
        ['Two', true],
      ],
    );
  });
});

/** A server that nobody runs: nothing leaves this machine. */
const nowhere = {
  server: 'custom',
  idUrl: 'http://127.0.0.1:9',
  helixUrl: 'http://127.0.0.1:9',
  ircUrl: 'ws://127.0.0.1:9',
  eventSubUrl: 'ws://127.0.0.1:9',
};
