import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { channelAccount, ends, node, practiceAccount, seedSignIn } from '../support/twitch-flow';

describe('twitch-first-chatter', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  const isLive = (): Promise<true> =>
    bench.until(() => {
      const { hub } = bench.account('acc');
      const id = bench.account('acc').identities().channel?.id ?? '';
      return hub.live.isLive(id) === true && hub.live.startedAt(id) !== null ? true : undefined;
    }, 'the stream and its start are known');

  it('welcomes each viewer once in a stream, over a deploy, and again in the next stream', async () => {
    const flow = [practiceAccount, node('first', 'twitch-first-chatter'), ...ends];
    await bench.load(flow);
    await bench.waitForStatus('first', 'practice');
    await isLive();
    const world = await bench.world();
    world.say('viewer', 'hello all');
    const msg = await bench.waitFor('out');
    assert.equal(msg['payload'], 'hello all');
    assert.equal(msg['topic'], 'chat.first');
    assert.match(String(dig(msg, 'twitch.summary')), /^Welcome, /);
    world.say('viewer', 'me again');
    world.say('me', 'and me, at home');
    await bench.deploy(flow, 'full');
    await bench.waitForStatus('first', 'practice');
    await isLive();
    world.say('viewer', 'still me');
    world.say('vip', 'hello');
    await bench.waitFor('out', (each) => each['payload'] === 'hello');
    assert.equal(bench.messages('out').length, 2);
  });

  it('welcomes with what send says by itself, and makes the VIP entrance', async () => {
    await bench.load([
      practiceAccount,
      node('first', 'twitch-first-chatter', { wires: [['vip', 'say']] }),
      node('vip', 'twitch-condition', {
        operation: 'role',
        fields: { role: 'vips' },
        wires: [['out'], ['out2']],
      }),
      node('say', 'twitch-send-message', { wires: [[]] }),
      ...ends,
    ]);
    await bench.waitForStatus('first', 'practice');
    await isLive();
    const world = await bench.world();
    world.say('viewer', 'hello');
    world.say('vip', 'good evening');
    const vip = await bench.waitFor('out');
    assert.equal(vip['payload'], 'good evening');
    const viewer = await bench.waitFor('out2');
    assert.equal(dig(viewer, 'twitch.refused.reason'), 'not-allowed');
    await bench.until(
      () =>
        world.transcript.after(0).filter(({ text }) => text.includes('Welcome, ')).length >= 2
          ? true
          : undefined,
      'both were welcomed in chat',
    );
  });

  it('remembers in the middle of a stream when Node-RED was restarted', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    try {
      const { broadcaster, viewers } = simulator.users;
      await seedSignIn(bench.userDir, simulator, { login: broadcaster.login });
      const flow = [channelAccount(simulator), node('first', 'twitch-first-chatter'), ...ends];
      const say = (viewer: number, text: string): void =>
        void simulator.world.say({
          login: viewers[viewer]?.login ?? '',
          channel: broadcaster.login,
          text,
        });
      await bench.load(flow);
      await bench.waitForStatus('first', 'connected');
      await isLive();
      say(0, 'hello');
      await bench.waitFor('out');
      await bench.unload();
      await bench.load(flow);
      await bench.waitForStatus('first', 'connected');
      await isLive();
      say(0, 'hello again');
      say(1, 'me too');
      const msg = await bench.waitFor('out');
      assert.equal(msg['payload'], 'me too');
      assert.equal(bench.messages('out').length, 1);
    } finally {
      await bench.unload();
      await simulator.close();
    }
  });

  it('can be tested again and again', async () => {
    await bench.load([practiceAccount, node('first', 'twitch-first-chatter'), ...ends]);
    await bench.waitForStatus('first', 'practice');
    for (const round of [1, 2]) {
      const answer = await bench.admin.post('/twitch/nodes/first/test').send({});
      assert.equal(answer.status, 204, `round ${round}: ${answer.text}`);
    }
    await bench.until(() => (bench.messages('out').length === 2 ? true : undefined), 'two test messages');
  });
});
