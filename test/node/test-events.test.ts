import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { channelAccount, ends, node, seedSignIn } from '../support/twitch-flow';

describe('a test button on a real account', () => {
  let bench: FlowBench;
  let simulator: Simulator;

  beforeEach(async () => {
    bench = new FlowBench();
    simulator = await startSimulator({ viewers: 'none' });
    await seedSignIn(bench.userDir, simulator, { login: simulator.users.broadcaster.login });
  });

  afterEach(async () => {
    await bench.close();
    await simulator.close();
  });

  const load = (changes: Record<string, unknown> = {}): Promise<void> =>
    bench.load([
      channelAccount(simulator, changes),
      node('cmd', 'twitch-command', { fields: { command: 'hello' }, wires: [['send'], []] }),
      node('send', 'twitch-send-message', { operation: 'send', fields: { text: 'Hi {user}' } }),
      ...ends,
    ]);

  const said = (): readonly string[] => {
    const { broadcaster } = simulator.users;
    return (simulator.world.channel(broadcaster.login)?.lines ?? []).map((line) => line.text);
  };

  it('lets actions pretend: checked, answered from the practice world, nothing happens at Twitch', async () => {
    await load();
    await bench.waitForStatus('cmd', 'connected');
    assert.equal((await bench.admin.post('/twitch/nodes/cmd/test').send({})).status, 204);
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'twitch.test'), true);
    assert.equal(dig(msg, 'payload.sent'), true);
    assert.equal((await bench.waitForStatus('send', 'test-not-sent')).fill, 'blue');
    assert.deepEqual(said(), []);
    const practice = (await bench.world()).transcript.after(0).filter((line) => line.kind === 'chat');
    assert.equal(practice.length, 1);
  });

  it('lets actions act when the account allows it', async () => {
    await load({ testsMayAct: true });
    await bench.waitForStatus('cmd', 'connected');
    await bench.admin.post('/twitch/nodes/cmd/test').send({});
    await bench.waitFor('out');
    assert.equal(said().length, 1);
  });

  it('works before anybody is signed in, up to the action, which says what is missing', async () => {
    await load({ idUrl: `${simulator.urls.id}/other` });
    await bench.waitForStatus('cmd', 'sign-in');
    assert.equal((await bench.admin.post('/twitch/nodes/cmd/test').send({})).status, 204);
    const caught = await bench.waitFor('caught');
    assert.equal(dig(caught, 'error.cause.code'), 'TWITCH_SIGN_IN_NEEDED');
  });
});
