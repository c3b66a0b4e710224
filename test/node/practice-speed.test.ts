import assert from 'node:assert/strict';
import { FlowBench } from '../support/flow-bench';
import { ends, node, practiceAccount } from '../support/twitch-flow';

describe('a practice world at a hundred times the speed', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench({ twitchAccountPractice: { script: 'none', speed: 100, seed: 1 } });
  });

  afterEach(async () => {
    await bench.close();
  });

  it('takes a pause of a moment for no lost connection, in events and in chat', async () => {
    await bench.load([
      practiceAccount,
      node('follow', 'twitch-follow'),
      node('chat', 'twitch-chat', { wires: [[]] }),
      ...ends,
    ]);
    await bench.waitForStatus('follow', 'practice');
    await bench.waitForStatus('chat', 'practice');
    const { simulator } = await bench.world();
    const { client, clock } = bench.account('acc').hub;
    const left: string[] = [];
    client.eventSub.on('state', ({ state }) => left.push(state));
    client.chat.on('lost', ({ reason }) => left.push(reason));
    // As far as the client can tell, the machine stands still for 0.3 s: 30 s in this world.
    simulator.faults.eventSub.silenceKeepalives(30_000);
    await new Promise<void>((resolve) => clock.setTimeout(resolve, 60_000));
    assert.deepEqual(left, []);
    simulator.world.addUser({ id: '770000001', login: 'newcomer', name: 'Newcomer' });
    simulator.world.follow({ login: 'newcomer' });
    await bench.waitFor('out');
  });

  it('still finds out that a server has fallen silent', async () => {
    await bench.load([practiceAccount, node('follow', 'twitch-follow'), ...ends]);
    await bench.waitForStatus('follow', 'practice');
    const { simulator } = await bench.world();
    simulator.faults.eventSub.silenceKeepalives(600_000);
    await bench.waitForStatus('follow', 'connecting');
  });
});
