import assert from 'node:assert/strict';
import { TwitchClient } from '../../src/core/client';
import { startSimulator } from '../../src/simulator/index';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { textKey } from '../support/node-red-process';
import { channelAccount, ends, node, practiceAccount, seedSignIn } from '../support/twitch-flow';

describe('twitch-chat', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  it('sends every line of a viewer with who wrote it', async () => {
    await bench.load([practiceAccount, node('chat', 'twitch-chat'), ...ends]);
    await bench.waitForStatus('chat', 'practice');
    const world = await bench.world();
    world.say('viewer', 'hello there');
    const msg = await bench.waitFor('out');
    assert.equal(msg['payload'], 'hello there');
    assert.equal(msg['topic'], 'chat.message');
    assert.equal(dig(msg, 'twitch.user.login'), world.puppet('viewer').login);
    assert.equal(dig(msg, 'twitch.summary'), null);
    assert.deepEqual(structuredClone(msg), msg);
  });

  it('leaves out what this package said, also when the line overtakes the answer of the call', async () => {
    await bench.load([
      practiceAccount,
      node('chat', 'twitch-chat'),
      node('send', 'twitch-send-message', {
        fields: { text: 'from the flow', as: 'channel' },
        wires: [['out2']],
      }),
      ...ends,
    ]);
    await bench.waitForStatus('chat', 'practice');
    const world = await bench.world();
    world.simulator.faults.slow({ path: '/chat/messages' }, 2_000);
    bench.inject('send', {});
    await bench.waitFor('out2');
    world.say('viewer', 'after it');
    await bench.waitFor('out', (msg) => msg['payload'] === 'after it');
    assert.deepEqual(
      bench.messages('out').map((msg) => msg['payload']),
      ['after it'],
    );
  });

  it('tells who comes and leaves, on the connection that is open already', async () => {
    await bench.load([practiceAccount, node('chat', 'twitch-chat', { wires: [['out2']] }), ...ends]);
    await bench.waitForStatus('chat', 'practice');
    await bench.deploy(
      [practiceAccount, node('chat', 'twitch-chat', { fields: { kind: 'people' } }), ...ends],
      'full',
    );
    await bench.waitForStatus('chat', 'practice');
    const { simulator } = await bench.world();
    const { urls, users, clientId } = simulator;
    const [viewer] = users.viewers;
    assert(viewer);
    const { accessToken } = simulator.issueToken({ login: viewer.login, scopes: ['chat:read'] });
    const visitor = new TwitchClient({ clientId, urls, tokens: { accessToken } });
    try {
      await visitor.start();
      await visitor.chat.join(users.broadcaster.login);
      const came = await bench.waitFor('out', (msg) => msg['topic'] === 'chat.joined');
      assert.equal(dig(came, 'twitch.user.login'), viewer.login);
      visitor.chat.part(users.broadcaster.login);
      const left = await bench.waitFor('out', (msg) => msg['topic'] === 'chat.left');
      assert.equal(dig(left, 'payload.user'), viewer.login);
    } finally {
      await visitor.close();
    }
  });

  it('counts what the streamer types by hand', async () => {
    await bench.load([practiceAccount, node('chat', 'twitch-chat'), ...ends]);
    await bench.waitForStatus('chat', 'practice');
    (await bench.world()).say('me', 'I say so');
    const msg = await bench.waitFor('out');
    assert.deepEqual(dig(msg, 'twitch.user.roles.0'), 'broadcaster');
  });

  it('filters by words and by standing', async () => {
    await bench.load([
      practiceAccount,
      node('chat', 'twitch-chat', { fields: { from: 'moderators', contains: 'cake' } }),
      ...ends,
    ]);
    await bench.waitForStatus('chat', 'practice');
    const world = await bench.world();
    world.say('viewer', 'I want cake');
    world.say('moderator', 'no bread');
    world.say('moderator', 'Cake for all');
    const msg = await bench.waitFor('out');
    assert.equal(msg['payload'], 'Cake for all');
    assert.equal(bench.messages('out').length, 1);
  });

  it('reads the chat of a channel without any sign-in, and learns its id', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    try {
      const { broadcaster, moderator } = simulator.users;
      await bench.load([
        channelAccount(simulator, { use: 'read', channel: `@${broadcaster.login.toUpperCase()}` }),
        node('chat', 'twitch-chat'),
        ...ends,
      ]);
      const status = await bench.waitForStatus('chat', 'connected');
      assert.deepEqual([status.fill, status.shape], ['green', 'dot']);
      simulator.world.say({ login: moderator.login, channel: broadcaster.login, text: 'anonymous works' });
      const msg = await bench.waitFor('out');
      assert.equal(dig(msg, 'twitch.channel.id'), broadcaster.id);
      assert.equal(dig(msg, 'twitch.practice'), undefined);
    } finally {
      await bench.unload();
      await simulator.close();
    }
  });

  it('knows a reward by the title in its field, although lines carry only the id', async () => {
    const fields = { only: 'reward', reward: { id: 'of-another-channel', title: 'Pick a song' } };
    await bench.load([practiceAccount, node('chat', 'twitch-chat', { fields }), ...ends]);
    await bench.waitForStatus('chat', 'practice');
    const { world } = (await bench.world()).simulator;
    const { broadcaster, vip } = world.cast;
    for (const title of ['Pick a colour', 'pick a SONG'])
      world.rewards.create(broadcaster.id, null, { title, cost: 10, isInputRequired: true });
    const redeem = (reward: string, text: string): void =>
      void world.redeem({ login: vip.login, reward, text });
    redeem('Pick a colour', 'green');
    redeem('pick a SONG', 'Sailing');
    const msg = await bench.waitFor('out');
    assert.equal(msg['payload'], 'Sailing');
    redeem('pick a SONG', 'Rowing');
    await bench.waitFor('out', (next) => next['payload'] === 'Rowing');
    assert.equal(bench.messages('out').length, 2);
    assert.deepEqual(bench.messages('caught'), []);
  });

  it('says so when a room cannot be joined, once, and keeps its status red', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    try {
      const other = simulator.world.cast.streamers[0];
      const channel = simulator.world.channel(other?.login ?? '');
      assert(other && channel);
      channel.suspended = true;
      await bench.load([
        channelAccount(simulator, { use: 'read', channel: other.login }),
        node('chat', 'twitch-chat'),
        ...ends,
      ]);
      const status = await bench.waitForStatus('chat', 'cannot-join');
      assert.deepEqual([status.fill, status.shape], ['red', 'dot']);
      const caught = await bench.waitFor('caught');
      assert.equal(dig(caught, 'error.cause.code'), 'TWITCH_JOIN_FAILED');
    } finally {
      await bench.unload();
      await simulator.close();
    }
  });

  it('listens to a named channel instead of the own one, and refuses what is no name', async () => {
    await bench.load([
      practiceAccount,
      node('chat', 'twitch-chat', { fields: { channel: 'not a name!' } }),
      ...ends,
    ]);
    const status = await bench.waitForStatus('chat', 'invalid-input');
    assert.equal(status.fill, 'red');
    const caught = await bench.waitFor('caught');
    assert.equal(dig(caught, 'error.cause.code'), 'TWITCH_INPUT_INVALID');
  });

  it('reconnects after a lost connection, with the status to match, and fires nothing twice', async () => {
    await bench.load([practiceAccount, node('chat', 'twitch-chat'), ...ends]);
    await bench.waitForStatus('chat', 'practice');
    const world = await bench.world();
    const before = bench.statuses('chat').length;
    world.simulator.faults.irc.drop();
    await bench.until(
      () =>
        bench
          .statuses('chat')
          .slice(before)
          .find((status) => textKey(status) === 'practice'),
      'the status after reconnecting',
    );
    const between = bench.statuses('chat').slice(before).map(textKey);
    assert(between.includes('retrying'), between.join(' '));
    world.say('viewer', 'back again');
    await bench.waitFor('out');
    assert.equal(bench.messages('out').length, 1);
  });

  it('uses one connection for any number of nodes and accounts of the same person', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    try {
      await seedSignIn(bench.userDir, simulator, { login: simulator.users.broadcaster.login });
      await seedSignIn(bench.userDir, simulator, {
        login: simulator.users.broadcaster.login,
        account: 'acc2',
      });
      await bench.load([
        channelAccount(simulator),
        channelAccount(simulator, { id: 'acc2', name: 'Again' }),
        node('a', 'twitch-chat'),
        node('b', 'twitch-chat'),
        node('c', 'twitch-command', { account: 'acc2', fields: { command: 'x' } }),
        ...ends,
      ]);
      for (const id of ['a', 'b', 'c']) await bench.waitForStatus(id, 'connected');
      assert.equal(simulator.faults.irc.drop(), 1);
    } finally {
      await bench.unload();
      await simulator.close();
    }
  });
});
