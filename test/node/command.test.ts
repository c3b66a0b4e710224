import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { channelAccount, ends, node, practiceAccount } from '../support/twitch-flow';

describe('twitch-command', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  /** The command node `cmd`: accepted calls go to `out`, refused ones to `out2`. */
  const load = (fields: Record<string, unknown>): Promise<void> =>
    bench.load([
      practiceAccount,
      node('cmd', 'twitch-command', { fields, wires: [['out'], ['out2']] }),
      ...ends,
    ]);

  it('sends the words after the command, and who typed it', async () => {
    await load({ command: 'poll' });
    const status = await bench.waitForStatus('cmd', 'practice');
    assert.deepEqual([status.fill, status.shape], ['blue', 'ring']);
    const world = await bench.world();
    world.say('moderator', '!poll Best snack? | Chips | Fruit');
    const msg = await bench.waitFor('out');
    assert.equal(msg['payload'], 'Best snack? | Chips | Fruit');
    assert.equal(msg['topic'], 'chat.command');
    assert.equal(dig(msg, 'twitch.user.login'), world.simulator.users.moderator.login);
    assert.equal(dig(msg, 'twitch.command.name'), '!poll');
    assert.equal(dig(msg, 'twitch.practice'), true);
    assert.equal(dig(msg, 'twitch.account'), 'Practice');
  });

  it('refuses within the wait, once, with the seconds that are left', async () => {
    await load({ command: 'hug', wait: 60 });
    await bench.waitForStatus('cmd', 'practice');
    const world = await bench.world();
    world.say('viewer', '!hug');
    await bench.waitFor('out');
    world.say('subscriber', '!hug me');
    const refused = await bench.waitFor('out2');
    assert.equal(dig(refused, 'twitch.refused.reason'), 'wait');
    const seconds = Number(dig(refused, 'twitch.refused.seconds'));
    assert(seconds > 0 && seconds <= 60, String(seconds));
    assert.match(String(dig(refused, 'twitch.summary')), /can be used again/);
    assert.equal(bench.messages('out').length, 1);
  });

  it('refuses whom it is not for', async () => {
    await load({ command: 'ban', who: 'moderators' });
    await bench.waitForStatus('cmd', 'practice');
    (await bench.world()).say('viewer', '!ban everyone');
    const refused = await bench.waitFor('out2');
    assert.equal(dig(refused, 'twitch.refused.reason'), 'not-allowed');
  });

  it('works only while live when told so: it asks, and hears of changes', async () => {
    await load({ command: 'clip', onlyLive: true, wait: 0 });
    await bench.waitForStatus('cmd', 'practice');
    const world = await bench.world();
    const { broadcaster } = world.simulator.users;
    const isLive = (): boolean | null => bench.account('acc').hub.live.isLive(broadcaster.id);
    await bench.until(() => (isLive() === true ? true : undefined), 'the stream is known to be live');
    world.say('viewer', '!clip');
    await bench.waitFor('out');
    world.simulator.world.stopStream();
    await bench.until(() => (isLive() === false ? true : undefined), 'the stream is known to be over');
    world.say('subscriber', '!clip');
    const refused = await bench.waitFor('out2');
    assert.equal(dig(refused, 'twitch.refused.reason'), 'not-live');
  });

  it('says so and does not fire where nobody can tell whether the stream is live', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    try {
      const { broadcaster, moderator } = simulator.users;
      await bench.load([
        channelAccount(simulator, { use: 'read', channel: broadcaster.login }),
        node('cmd', 'twitch-command', {
          fields: { command: 'clip', onlyLive: true },
          wires: [['out'], ['out2']],
        }),
        node('chat', 'twitch-chat', { wires: [['heard']] }),
        { id: 'heard', type: 'helper', z: 'tab', x: 300, y: 300 },
        ...ends,
      ]);
      await bench.waitForStatus('chat', 'connected');
      const status = await bench.waitForStatus('cmd', 'not-live');
      assert.deepEqual([status.fill, status.shape], ['yellow', 'dot']);
      simulator.world.say({ login: moderator.login, channel: broadcaster.login, text: '!clip' });
      await bench.waitFor('heard');
      assert.deepEqual([bench.messages('out'), bench.messages('out2')], [[], []]);
    } finally {
      await bench.unload();
      await simulator.close();
    }
  });

  it('counts on over a deploy', async () => {
    const flow = [
      practiceAccount,
      node('cmd', 'twitch-command', { fields: { command: 'hug', wait: 0 } }),
      ...ends,
    ];
    await bench.load(flow);
    await bench.waitForStatus('cmd', 'practice');
    const world = await bench.world();
    world.say('viewer', '!hug');
    await bench.waitFor('out');
    await bench.deploy(flow, 'full');
    await bench.waitForStatus('cmd', 'practice');
    world.say('subscriber', '!hug');
    await bench.waitFor('out', (msg) => dig(msg, 'twitch.command.uses') === 2);
  });

  it('can be tested from the editor without touching its wait', async () => {
    await load({ command: 'hug', wait: 600 });
    await bench.waitForStatus('cmd', 'practice');
    for (const round of [1, 2]) {
      const answer = await bench.admin.post('/twitch/nodes/cmd/test').send({});
      assert.equal(answer.status, 204, `round ${round}: ${answer.text}`);
    }
    await bench.until(() => (bench.messages('out').length === 2 ? true : undefined), 'two test messages');
    assert.equal(dig(bench.messages('out')[0], 'twitch.test'), true);
    (await bench.world()).say('viewer', '!hug');
    const msg = await bench.waitFor('out', (message) => dig(message, 'twitch.test') === undefined);
    assert.equal(dig(msg, 'twitch.command.uses'), 1);
  });

  it('says which filter stopped a test', async () => {
    await load({ command: 'hug' });
    await bench.waitForStatus('cmd', 'practice');
    const answer = await bench.admin.post('/twitch/nodes/cmd/test').send({ text: 'no command' });
    assert.equal(answer.status, 409);
    assert.match(String(dig(answer.body, 'sentence')), /"Command" stopped it/);
    assert.equal((await bench.waitForStatus('cmd', 'test-filtered')).fill, 'yellow');
  });
});
