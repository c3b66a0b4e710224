import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator, TranscriptEntry } from '../../src/simulator/simulator';
import { FlowBench } from '../support/flow-bench';
import { channelAccount, ends, node, seedSignIn } from '../support/twitch-flow';

describe('two accounts that are signed in as the same person', () => {
  let bench: FlowBench;
  let simulator: Simulator;
  let seen: TranscriptEntry[];

  beforeEach(async () => {
    bench = new FlowBench();
    simulator = await startSimulator({ viewers: 'none' });
    seen = [];
    simulator.on('transcript', (entry) => seen.push(entry));
    const { login } = simulator.users.broadcaster;
    await seedSignIn(bench.userDir, simulator, { login });
    await seedSignIn(bench.userDir, simulator, { login, account: 'acc2' });
    await bench.load([
      channelAccount(simulator, { sendVia: 'helix' }),
      channelAccount(simulator, { id: 'acc2', name: 'Other', sendVia: 'irc', limits: 'verified' }),
      node('chat', 'twitch-chat', { wires: [] }),
      node('chat2', 'twitch-chat', { account: 'acc2', wires: [] }),
      node('send', 'twitch-send-message', { fields: { text: 'over the one' } }),
      node('send2', 'twitch-send-message', {
        account: 'acc2',
        fields: { text: 'over the other' },
      }),
      ...ends,
    ]);
    await bench.waitForStatus('chat', 'connected');
    await bench.waitForStatus('chat2', 'connected');
  });

  afterEach(async () => {
    await bench.close();
    await simulator.close();
  });

  const calls = (): number =>
    seen.filter((entry) => entry.kind === 'call' && entry.endpoint === 'send-chat-message').length;
  const said = (text: string): Promise<unknown> =>
    bench.until(
      () => seen.find((entry) => entry.kind === 'chat' && entry.text === text),
      `"${text}" was said`,
    );

  it('share one client, one sign-in and one chat connection', () => {
    const [one, other] = [bench.account('acc'), bench.account('acc2')];
    assert.equal(one.hub, other.hub);
    assert.equal(one.hub.tokens.users().length, 1);
    assert.equal(simulator.irc.sessions.size, 1);
  });

  it('send each as it is set up, whichever came first', async () => {
    bench.inject('send2', {});
    await said('over the other');
    assert.equal(calls(), 0);
    bench.inject('send', {});
    await said('over the one');
    assert.equal(calls(), 1);
    assert.equal(simulator.irc.sessions.size, 1);
  });
});
