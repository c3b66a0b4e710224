import assert from 'node:assert/strict';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { ends, node, practiceAccount } from '../support/twitch-flow';

describe('twitch-condition', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  const load = (operation: string, fields: Record<string, unknown> = {}): Promise<void> =>
    bench.load([
      practiceAccount,
      node('chat', 'twitch-chat', { wires: [['if']] }),
      node('if', 'twitch-condition', { operation, fields, wires: [['out'], ['out2']] }),
      ...ends,
    ]);

  it('lets a message of any node through while the channel is live, and stops it when it is not', async () => {
    await load('live');
    await bench.waitForStatus('chat', 'practice');
    const { world } = (await bench.world()).simulator;
    bench.inject('if', { payload: { any: 'thing' }, first: true });
    const live = await bench.waitFor('out');
    assert.deepEqual(live['payload'], { any: 'thing' });
    world.stopStream();
    const offline = await bench.until(() => {
      const last = bench.messages('out2').at(-1);
      if (!last) bench.inject('if', { payload: 'second' });
      return last;
    }, 'a message leaves by no');
    assert.equal(offline['payload'], 'second');
    assert.equal(dig(offline, 'twitch.refused.reason'), 'not-live');
  });

  it('asks the practice Twitch who follows and who subscribes', async () => {
    for (const operation of ['follower', 'subscriber']) {
      await load(operation);
      await bench.waitForStatus('chat', 'practice');
      const world = await bench.world();
      const { broadcaster, subscriber, viewers } = world.simulator.users;
      const [viewer] = viewers;
      assert(viewer);
      world.simulator.world.follow({ login: subscriber.login });
      bench.inject('if', { twitch: { user: { ...subscriber, roles: [] } } });
      await bench.waitFor('out');
      const stranger = world.simulator.world.addUser({
        id: '777000777',
        login: 'somebody_new',
        name: 'Somebody_New',
      });
      bench.inject('if', {
        twitch: { user: { id: stranger.id, login: stranger.login, name: stranger.name } },
      });
      const refused = await bench.waitFor('out2');
      assert.match(String(dig(refused, 'twitch.summary')), /^Somebody_New, this is for /);
      bench.inject('if', { own: true, twitch: { user: { ...broadcaster, roles: [] } } });
      await bench.waitFor('out', (msg) => msg['own'] === true);
      assert.deepEqual(bench.messages('caught'), []);
      await bench.unload();
    }
  });

  it('knows roles of chat lines, and tells Catch where nobody told them', async () => {
    await load('role', { role: 'moderators' });
    await bench.waitForStatus('chat', 'practice');
    const world = await bench.world();
    world.say('moderator', 'I am one');
    assert.equal((await bench.waitFor('out'))['payload'], 'I am one');
    world.say('viewer', 'I am not');
    assert.equal((await bench.waitFor('out2'))['payload'], 'I am not');
    bench.inject('if', { twitch: { user: { id: '1', login: 'x', name: 'X' } } });
    const caught = await bench.waitFor('caught');
    assert.equal(dig(caught, 'error.cause.code'), 'TWITCH_INPUT_INVALID');
  });

  it('holds a flow for a while, over a deploy', async () => {
    const flow = [
      practiceAccount,
      node('if', 'twitch-condition', {
        operation: 'cooldown',
        fields: { wait: 600 },
        wires: [['out'], ['out2']],
      }),
      ...ends,
    ];
    await bench.load(flow);
    bench.inject('if', { payload: 1 });
    await bench.waitFor('out');
    await bench.deploy(flow, 'full');
    bench.inject('if', { payload: 2 });
    const refused = await bench.waitFor('out2');
    assert.equal(refused['payload'], 2);
    assert(Number(dig(refused, 'twitch.refused.seconds')) > 0);
  });

  it('does nothing before it is chosen what it looks at', async () => {
    await bench.load([
      practiceAccount,
      node('if', 'twitch-condition', { wires: [['out'], ['out2']] }),
      ...ends,
    ]);
    bench.inject('if', {});
    assert.match(
      String(dig(await bench.waitFor('caught'), 'error.message')),
      /not chosen what this node does/,
    );
  });
});
