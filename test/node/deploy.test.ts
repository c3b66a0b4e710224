import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import { currentRegistry } from '../../src/node-red/account-registry';
import { dig } from '../support/dig';
import { settle } from '../support/fake-clock';
import { FlowBench } from '../support/flow-bench';
import { textKey, type FlowNode } from '../support/node-red-process';
import { channelAccount, ends, node, practiceAccount, seedSignIn } from '../support/twitch-flow';

describe('deploys', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  const poll = node('poll', 'twitch-poll', {
    operation: 'run',
    fields: { question: 'Best?', choices: 'A\nB', for: 60 },
  });

  it('keep a waiting poll: the message goes on after the deploy, once, and Catch hears nothing', async () => {
    const flow = [practiceAccount, poll, ...ends];
    await bench.load(flow);
    bench.inject('poll', { mine: 'kept' });
    await bench.waitForStatus('poll', 'waiting');
    const { world, users } = (await bench.world()).simulator;
    // From the moment on when it is written down, nothing can be lost.
    while ((await bench.account('acc').drawer('poll').get('waiting')) === undefined) await settle();
    await bench.deploy(flow, 'full');
    const [viewer] = users.viewers;
    assert(viewer);
    world.votePoll({ login: viewer.login, choice: 'B' });
    const msg = await bench.waitFor('out');
    assert.equal(msg['mine'], 'kept');
    assert.equal(dig(msg, 'payload.winner'), 'B');
    assert.deepEqual(bench.messages('caught'), []);
    assert.equal(bench.messages('out').length, 1);
  });

  it('erase what a deleted node remembered, its waiting message included, and nothing else', async () => {
    const hug = node('hug', 'twitch-command', { fields: { command: 'hug', wait: 600 } });
    const flow = [practiceAccount, poll, hug, ...ends];
    await bench.load(flow);
    await bench.waitForStatus('hug', 'practice');
    (await bench.world()).say('viewer', '!hug');
    bench.inject('poll', { mine: 'kept' });
    const memory = (id: string, key: string): Promise<unknown> => bench.account('acc').drawer(id).get(key);
    while ((await memory('poll', 'waiting')) === undefined || (await memory('hug', 'uses')) === undefined)
      await settle();
    // Deployed anew, changed, and disabled: all of that keeps it.
    await bench.deploy(flow, 'full');
    await bench.deploy([practiceAccount, { ...poll, name: 'x' }, hug, ...ends], 'nodes');
    await bench.deploy([practiceAccount, { ...poll, d: true }, hug, ...ends], 'flows');
    assert.notEqual(await memory('poll', 'waiting'), undefined);
    assert.equal(await memory('hug', 'uses'), 1);
    await bench.deploy([practiceAccount, poll, hug, ...ends], 'flows');
    await bench.deploy([practiceAccount, hug, ...ends], 'nodes');
    while ((await memory('poll', 'waiting')) !== undefined) await settle();
    assert.equal(await memory('hug', 'uses'), 1);
  });

  it('tell Catch of work that was given up and is not taken up again', async () => {
    const flow = [
      practiceAccount,
      node('send', 'twitch-send-message', { fields: { text: 'slow' } }),
      ...ends,
    ];
    await bench.load(flow);
    bench.inject('send', {});
    await bench.waitFor('out');
    (await bench.world()).simulator.faults.slow({ path: '/chat/messages' }, 60_000);
    bench.inject('send', { second: true });
    await bench.waitForStatus('send', 'waiting');
    await bench.deploy([practiceAccount, { ...flow[1], name: 'renamed' } as FlowNode, ...ends], 'nodes');
    const caught = await bench.waitFor('caught');
    assert.equal(dig(caught, 'error.cause.code'), 'TWITCH_ABORTED');
  });

  it('do not reconnect what stays the same', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    try {
      await seedSignIn(bench.userDir, simulator, { login: simulator.users.broadcaster.login });
      const flow = (name: string): FlowNode[] => [
        channelAccount(simulator),
        node('chat', 'twitch-chat', { name }),
        node('event', 'twitch-event', { fields: { event: 'channel.raid' } }),
        ...ends,
      ];
      await bench.load(flow('a'));
      await bench.waitForStatus('chat', 'connected');
      await bench.waitForStatus('event', 'connected');
      const logins: string[] = [];
      simulator.world.on('presence', ({ isHere }) => logins.push(isHere ? 'came' : 'left'));
      const calls: string[] = [];
      simulator.on('transcript', (entry) => {
        if (entry.kind === 'call' && entry.path.startsWith('/eventsub')) calls.push(entry.method);
      });
      for (const type of ['nodes', 'flows', 'full'] as const) {
        const before = bench.statuses('chat').length;
        await bench.deploy(flow(type), type);
        await bench.until(
          () =>
            bench
              .statuses('chat')
              .slice(before)
              .find((status) => textKey(status) === 'connected'),
          `connected after a deploy of ${type}`,
        );
        await bench.waitForStatus('event', 'connected');
      }
      assert.deepEqual(logins, []);
      assert.deepEqual(calls, []);
      simulator.world.say({
        login: simulator.users.moderator.login,
        channel: simulator.users.broadcaster.login,
        text: 'once only',
      });
      await bench.waitFor('out', (msg) => msg['payload'] === 'once only');
      assert.equal(bench.messages('out').length, 1);
    } finally {
      await bench.unload();
      await simulator.close();
    }
  });

  it('keep the practice world', async () => {
    const flow = [practiceAccount, node('chat', 'twitch-chat'), ...ends];
    await bench.load(flow);
    await bench.waitForStatus('chat', 'practice');
    const world = await bench.world();
    await bench.deploy(flow, 'full');
    assert.equal(await bench.world(), world);
  });

  it('leave the room and close the connection a little after the last node that listened is gone', async () => {
    await bench.load([practiceAccount, node('chat', 'twitch-chat'), ...ends]);
    await bench.waitForStatus('chat', 'practice');
    const { irc } = (await bench.world()).simulator;
    assert.equal(irc.sessions.size, 1);
    await bench.deploy([practiceAccount, ...ends], 'full');
    await bench.until(() => (irc.sessions.size === 0 ? true : undefined), 'nobody is in chat');
  });

  it('end the subscription of an event node that is gone', async () => {
    await bench.load([
      practiceAccount,
      node('event', 'twitch-event', { fields: { event: 'channel.raid' } }),
      ...ends,
    ]);
    await bench.waitForStatus('event', 'practice');
    const { eventSub } = (await bench.world()).simulator;
    assert.equal(eventSub.live().length, 1);
    await bench.deploy([practiceAccount, ...ends], 'full');
    await bench.until(() => (eventSub.live().length === 0 ? true : undefined), 'nothing is subscribed to');
  });

  it('leave no node, account or trigger behind', async () => {
    await bench.load([practiceAccount, node('chat', 'twitch-chat'), poll, ...ends]);
    await bench.waitForStatus('chat', 'practice');
    const registry = currentRegistry();
    const account = registry?.account('acc');
    assert.deepEqual(Object.keys(account?.users ?? {}).toSorted(), ['chat', 'poll']);
    await bench.deploy([practiceAccount, poll, ...ends], 'full');
    assert.deepEqual(Object.keys(registry?.account('acc')?.users ?? {}), ['poll']);
    assert.equal(registry?.triggers('chat').length, 0);
    assert.equal(account?.listenerCount('change'), 0);
    await bench.deploy([...ends], 'full');
    assert.equal(registry?.account('acc'), undefined);
  });
});
