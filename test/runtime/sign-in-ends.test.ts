import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { dig } from '../support/dig';
import type { Comms } from '../support/node-red-process';
import { row } from '../support/outcome-rows';
import { SignInBench } from '../support/sign-in-bench';
import { inject, node } from '../support/twitch-flow';

const MANY = 20;
const many = Array.from({ length: MANY }, (_, index) => `api${index + 1}`);
const nodes = [
  ...many.map((id) =>
    node(id, 'twitch-api', { fields: { call: 'get-channel-information' }, wires: [['out2']] }),
  ),
  inject('all', ...many),
  node('chat', 'twitch-chat', { wires: [['out']] }),
  node('poll', 'twitch-poll', {
    operation: 'run',
    fields: { question: 'Best?', choices: 'A\nB', for: 60 },
    wires: [['out2']],
  }),
  inject('ask', 'poll'),
];

describe('a sign-in that many nodes share', function () {
  this.timeout(60_000);
  let bench: SignInBench;

  afterEach(async () => {
    await bench.close();
  });

  const arrived = (id: string, word?: string): number =>
    bench.nodeRed.probed.filter(
      (entry) => entry.id === id && (word === undefined || dig(entry.msg, 'round') === word),
    ).length;

  /** Every node gets the message; waits until all of them have answered, one way or the other. */
  async function all(id: 'out2' | 'caught', round: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time++) await bench.nodeRed.inject('all', { round });
    await bench.nodeRed.waitForProbe(id, () => arrived(id, round) >= MANY * times, 30_000);
  }

  async function redEverywhere(comms: Comms): Promise<void> {
    for (const id of ['event', 'api', 'chat', 'poll', ...many]) {
      const status = await comms.waitForStatus(id, 'sign-in');
      assert.deepEqual([status.fill, status.shape], ['red', 'ring'], id);
    }
  }

  it('is renewed once for 100 messages that meet one expired token', async () => {
    bench = await SignInBench.signedIn({ nodes });
    await bench.expire();
    await all('out2', 'many', 5);
    assert.equal(bench.refreshes.length, 1);
    assert.equal((await bench.stored()).rotation, 1);
    assert.equal(arrived('caught'), 0);
  });

  row(
    'Twitch ends the sign-in',
    'all nodes red, one message says why; what still works stays up',
    async () => {
      bench = await SignInBench.signedIn({ nodes });
      const { simulator } = bench;
      const comms = await bench.nodeRed.openComms();
      await comms.waitForStatus('chat', 'connected');
      const chat = [...simulator.irc.sessions];
      bench.disconnect();
      await all('caught', 'first');
      await redEverywhere(comms);
      assert.equal(bench.refreshes.length, 1, 'more than the one refusal');
      assert.equal(bench.told.length, 1);
      assert.match(
        String(dig(bench.told[0], 'error.message')),
        /no longer signed in to Twitch: .* sign in again/,
      );
      const news = comms.messages.filter(({ topic }) => topic === 'twitch/account/acc').at(-1);
      assert.deepEqual(dig(news?.data, 'signedOut'), [
        { slot: 'channel', name: simulator.users.broadcaster.name, reason: 'Invalid refresh token' },
      ]);

      // A flow that tries again and again costs nothing, and is told the same each time.
      for (const round of ['second', 'third', 'fourth']) await all('caught', round);
      assert.equal(bench.refreshes.length, 1);
      assert.equal(bench.told.length, 1);
      const calls = bench.passed.length;
      await all('caught', 'fifth');
      assert.equal(bench.passed.length, calls, 'the sign-in server is asked');

      // The chat connection has logged in long ago, and Twitch leaves it open.
      assert.deepEqual([...simulator.irc.sessions], chat);
      const { broadcaster, moderator } = simulator.users;
      simulator.world.say({ login: moderator.login, channel: broadcaster.login, text: 'still here' });
      await bench.nodeRed.waitForProbe('out', (msg) => msg['payload'] === 'still here');
      comms.close();
    },
  );

  row('Somebody signs in again', 'chat, events and waiting actions go on without a deploy', async () => {
    bench = await SignInBench.signedIn({ nodes });
    const { simulator } = bench;
    const { broadcaster, moderator } = simulator.users;
    const comms = await bench.nodeRed.openComms();
    await comms.waitForStatus('chat', 'connected');
    await bench.nodeRed.inject('ask', { mine: 'kept' });
    await comms.waitForStatus('poll', 'waiting');
    bench.disconnect();
    await all('caught', 'first');
    await redEverywhere(comms);

    // The connections break while nobody is signed in.
    assert(simulator.faults.irc.drop() > 0);
    // Chat can be read without a sign-in, so it is.
    const anonymous = (): boolean =>
      [...simulator.irc.sessions].some(({ nick }) => nick.startsWith('justinfan'));
    while (!anonymous()) await new Promise((resolve) => setTimeout(resolve, 20));
    while (bench.nodeRed.probed.every(({ msg }) => msg['payload'] !== 'while away')) {
      simulator.world.say({ login: moderator.login, channel: broadcaster.login, text: 'while away' });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await bench.signIn();
    for (const id of ['event', 'api', 'chat', ...many]) await comms.waitForStatus(id, 'connected');
    simulator.world.say({ login: moderator.login, channel: broadcaster.login, text: 'back again' });
    await bench.nodeRed.waitForProbe('out', (msg) => msg['payload'] === 'back again');
    simulator.world.raid({ from: moderator.login, viewers: 7 });
    await bench.nodeRed.waitForProbe('out', (msg) => msg['topic'] === 'channel.raid');
    const poll = simulator.world.channel(broadcaster.login)?.polls[0];
    assert.equal(poll?.status, 'ACTIVE');
    simulator.world.polls.end(broadcaster.id, poll.id, 'TERMINATED');
    const result = await bench.nodeRed.waitForProbe('out2', (msg) => msg['mine'] === 'kept');
    assert.equal(result['topic'], 'poll.ended');
    await all('out2', 'again');
    comms.close();
  });

  row('Somebody signs out in the account', 'the tokens are revoked and forgotten; “sign in”', async () => {
    bench = await SignInBench.signedIn();
    const { accessToken } = await bench.stored();
    const { status } = await bench.nodeRed.postJson('twitch/accounts/acc/sign-out', { slot: 'channel' });
    assert.equal(status, 204);
    await bench.shows('sign-in');
    assert.equal(bench.simulator.tokens.find(accessToken)?.valid, false);
    await assert.rejects(bench.stored(), /nothing is stored/);
    await bench.restart('sign-in');
  });

  row('Somebody signs out while the disk is full', '“sign in”; forgotten once there is room', async () => {
    bench = await SignInBench.signedIn();
    bench.arm({ steps: ['write'], with: 'ENOSPC' });
    const { status } = await bench.nodeRed.postJson('twitch/accounts/acc/sign-out', { slot: 'channel' });
    assert.equal(status, 204);
    await bench.shows('sign-in');
    await bench.stored();
    assert.match(bench.nodeRed.output, /\[warn\] Twitch: .*\(ENOSPC\)/);
    bench.disarm();
    await bench.restart('sign-in');
    await assert.rejects(bench.stored(), /nothing is stored/);
  });
});
