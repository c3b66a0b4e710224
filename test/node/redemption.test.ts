import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import type { World } from '../../src/simulator/world/world';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import type { FlowNode } from '../support/node-red-process';
import { channelAccount, ends, node, practiceAccount, seedSignIn } from '../support/twitch-flow';

const LAMP = 'Lamp colour';

/** Points → a block that works → finish. Or one that fails, whose error comes round through Catch → the same finish. */
const lampFlow = (lampWorks: boolean): FlowNode[] => [
  practiceAccount,
  node('points', 'twitch-reward-redemption', {
    fields: { reward: { v: { id: '', title: LAMP }, t: 'json' } },
    wires: [['lamp', 'out']],
  }),
  // A poll without a question fails; looking one up does not.
  node('lamp', 'twitch-poll', { operation: lampWorks ? 'lookUp' : 'run', wires: [['finish']] }),
  { id: 'onError', type: 'catch', z: 'tab', scope: null, wires: [['finish']] },
  node('finish', 'twitch-redemption-finish', { operation: 'auto', wires: [['out2']] }),
  ...ends.filter(({ id }) => id !== 'catch' && id !== 'caught'),
];

describe('channel points in a flow', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  const statuses = (world: World): string[] =>
    world.channel(world.cast.broadcaster.id)?.redemptions.map(({ status }) => status) ?? [];

  for (const [works, status] of [
    [true, 'fulfilled'],
    [false, 'canceled'],
  ] as const) {
    it(`what ${works ? 'works' : 'fails'} on the way is ${status} at Twitch, once`, async () => {
      await bench.load(lampFlow(works));
      await bench.waitForStatus('points', 'practice');
      const { world } = (await bench.world()).simulator;
      const [fan] = world.cast.viewers;
      assert(fan);
      world.redeem({ login: fan.login, reward: LAMP, text: 'teal' });
      const msg = await bench.waitFor('out2');
      assert.deepEqual([dig(msg, 'payload.status'), dig(msg, 'payload.done')], [status, true]);
      assert.equal(dig(msg, 'twitch.user.login'), fan.login);
      assert.deepEqual(statuses(world), [status.toUpperCase()]);
      assert.equal(bench.messages('out2').length, 1);
    });
  }

  it('a reward of another application is told with one error, and no loop', async () => {
    await bench.load([
      practiceAccount,
      node('points', 'twitch-reward-redemption', { wires: [['finish']] }),
      { id: 'onError', type: 'catch', z: 'tab', scope: null, wires: [['finish', 'caught']] },
      node('finish', 'twitch-redemption-finish', { operation: 'auto', wires: [['out']] }),
      ...ends.filter(({ id }) => id !== 'catch'),
    ]);
    await bench.waitForStatus('points', 'practice');
    const { world } = (await bench.world()).simulator;
    const [fan] = world.cast.viewers;
    assert(fan);
    world.redeem({ login: fan.login, reward: 'Hydrate!' });
    const caught = await bench.waitFor('caught');
    assert.match(String(dig(caught, 'error.message')), /"Hydrate!" was not made by this package/);
    await bench.waitForStatus('finish', 'not-allowed');
    world.redeem({ login: fan.login, reward: LAMP, text: 'teal' });
    await bench.waitFor('out');
    assert.equal(bench.messages('caught').length, 1);
  });

  it('tells highlighted lines and power-ups, which cannot be finished', async () => {
    await bench.load([practiceAccount, node('points', 'twitch-reward-redemption'), ...ends]);
    await bench.waitForStatus('points', 'practice');
    const { world } = (await bench.world()).simulator;
    const [fan] = world.cast.viewers;
    assert(fan);
    const home = world.cast.broadcaster.id;
    world.rewards.highlight(fan.id, home, 'look here');
    world.powerUps.redeem({ user: fan.id, channel: home, powerUp: 'Foghorn' });
    const highlight = await bench.waitFor('out', (msg) => dig(msg, 'payload.kind') === 'automatic');
    assert.equal(dig(highlight, 'payload.input'), 'look here');
    const powerUp = await bench.waitFor('out', (msg) => dig(msg, 'payload.kind') === 'powerUp');
    assert.equal(dig(powerUp, 'twitch.redemption.canFinish'), false);
    assert.equal(bench.messages('out').length, 2);
  });

  it('what nobody finishes is refunded by itself, also when a deploy came in between', async () => {
    const flow = (name: string): FlowNode[] => [
      practiceAccount,
      node('points', 'twitch-reward-redemption', { name, fields: { unfinished: 'refund', after: 20 } }),
      ...ends,
    ];
    await bench.load(flow('one'));
    await bench.waitForStatus('points', 'practice');
    const { world } = (await bench.world()).simulator;
    const [fan] = world.cast.viewers;
    assert(fan);
    world.redeem({ login: fan.login, reward: LAMP, text: 'teal' });
    await bench.waitFor('out');
    await bench.deploy(flow('two'));
    await bench.until(() => statuses(world)[0] === 'CANCELED' || undefined, 'it is refunded');
  });

  it('its test button sends a redemption that the finish block takes without a call', async () => {
    await bench.load(lampFlow(true));
    await bench.waitForStatus('points', 'practice');
    const { world } = (await bench.world()).simulator;
    const before = statuses(world).length;
    const answer = await bench.admin.post('/twitch/nodes/points/test').send({ user_input: 'teal' });
    assert.equal(answer.status, 204, answer.text);
    const msg = await bench.waitFor('out2');
    assert.deepEqual([dig(msg, 'twitch.test'), dig(msg, 'payload.status')], [true, 'fulfilled']);
    assert.equal(statuses(world).length, before);
  });

  describe('the routes of its dialog', () => {
    it('list the rewards and whose they are, and make one when asked', async () => {
      await bench.load([practiceAccount, ...ends]);
      await bench.until(() => bench.account('acc').isStarted || undefined, 'the account is started');
      const url = '/twitch/accounts/acc/rewards';
      const list = await bench.admin.get(url);
      const all = list.body as { title: string; ours: boolean }[];
      assert.deepEqual(
        all.map(({ title, ours }) => [title, ours]),
        [
          ['Hydrate!', false],
          [LAMP, true],
        ],
      );
      const made = await bench.admin
        .post(url)
        .send({ title: 'Dance', cost: 700, input: true, prompt: 'How?' });
      assert.equal(made.status, 200, made.text);
      const { world } = (await bench.world()).simulator;
      const reward = world.channel(world.cast.broadcaster.id)?.rewards.at(-1);
      assert.deepEqual([reward?.title, reward?.cost, reward?.isInputRequired], ['Dance', 700, true]);
      const twice = await bench.admin.post(url).send({ title: 'dance', cost: 700 });
      assert.equal(twice.status, 502);
      assert.match(String(dig(twice.body, 'sentence')), /already/);
      for (const bad of [
        { title: '', cost: 5 },
        { title: 'x' },
        { title: 'x', cost: 0.5 },
        { title: 'x'.repeat(46), cost: 1 },
      ]) {
        const refused = await bench.admin.post(url).send(bad);
        assert.equal(refused.status, 400, JSON.stringify(bad));
      }
    });

    it('say that channel points are for affiliates and partners', async () => {
      const simulator = await startSimulator({ viewers: 'none' });
      try {
        const { login, id } = simulator.users.broadcaster;
        const channel = simulator.world.channel(id);
        assert(channel);
        channel.broadcasterType = '';
        await seedSignIn(bench.userDir, simulator, { login });
        await bench.load([channelAccount(simulator), ...ends]);
        await bench.until(() => bench.account('acc').isStarted || undefined, 'the account is started');
        const list = await bench.admin.get('/twitch/accounts/acc/rewards');
        assert.match(String(dig(list.body, 'sentence')), /only for affiliates and partners/);
        await bench.unload();
      } finally {
        await simulator.close();
      }
    });
  });
});
