import assert from 'node:assert/strict';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import type { FlowNode } from '../support/node-red-process';
import { ends, node, practiceAccount } from '../support/twitch-flow';

/** Node-RED's own change node is not among ours: a switch is set through the context of a node. */
const unlessQuiet = { gate: 'unless', gateValue: { v: 'quiet', t: 'flow' } };

describe('"only when"', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  const load = (...nodes: FlowNode[]): Promise<void> => bench.load([practiceAccount, ...nodes, ...ends]);

  it('silences a command without counting it or making anybody wait', async () => {
    await load(
      node('cmd', 'twitch-command', {
        fields: { command: 'hug', wait: 600, ...unlessQuiet },
        wires: [['out'], ['out2']],
      }),
      node('chat', 'twitch-chat', { wires: [['heard']] }),
      { id: 'heard', type: 'helper', z: 'tab', x: 300, y: 300 },
    );
    await bench.waitForStatus('cmd', 'practice');
    await bench.waitForStatus('chat', 'practice');
    const world = await bench.world();
    bench.setFlow('cmd', 'quiet', true);
    world.say('viewer', '!hug');
    await bench.waitFor('heard');
    bench.setFlow('cmd', 'quiet', false);
    world.say('subscriber', '!hug');
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'twitch.command.uses'), 1);
    assert.deepEqual(bench.messages('out2'), []);
  });

  it('silences chat and first chat, and opens for an expression about the line, in order', async () => {
    const fields = { gate: 'when', gateValue: { v: '$contains(payload, "yes")', t: 'jsonata' } };
    await load(
      node('chat', 'twitch-chat', { fields }),
      node('first', 'twitch-first-chatter', { fields, wires: [['out2']] }),
    );
    await bench.waitForStatus('chat', 'practice');
    await bench.waitForStatus('first', 'practice');
    const world = await bench.world();
    world.say('viewer', 'no');
    for (let i = 0; i < 5; i++) world.say('viewer', `yes ${i}`);
    await bench.waitFor('out', (msg) => msg['payload'] === 'yes 4');
    assert.deepEqual(
      bench.messages('out').map((msg) => msg['payload']),
      [0, 1, 2, 3, 4].map((i) => `yes ${i}`),
    );
    assert.equal((await bench.waitFor('out2'))['payload'], 'yes 0');
  });

  it('takes "false" and "off" of an environment variable for off', async () => {
    process.env['TWITCH_TEST_GATE'] = 'off';
    try {
      await load(
        node('chat', 'twitch-chat', {
          fields: { gate: 'when', gateValue: { v: 'TWITCH_TEST_GATE', t: 'env' } },
        }),
        node('all', 'twitch-chat', { wires: [['out2']] }),
      );
      await bench.waitForStatus('chat', 'practice');
      await bench.waitForStatus('all', 'practice');
      const world = await bench.world();
      world.say('viewer', 'one');
      await bench.waitFor('out2');
      process.env['TWITCH_TEST_GATE'] = 'on';
      world.say('viewer', 'two');
      assert.equal((await bench.waitFor('out'))['payload'], 'two');
    } finally {
      delete process.env['TWITCH_TEST_GATE'];
    }
  });

  it('stops a test, and says so', async () => {
    await load(node('cmd', 'twitch-command', { fields: { command: 'hug', ...unlessQuiet } }));
    await bench.waitForStatus('cmd', 'practice');
    bench.setFlow('cmd', 'quiet', true);
    const answer = await bench.admin.post('/twitch/nodes/cmd/test').send({});
    assert.equal(answer.status, 409);
    assert.match(answer.text, /Only when/);
    bench.setFlow('cmd', 'quiet', false);
    assert.equal((await bench.admin.post('/twitch/nodes/cmd/test').send({})).status, 204);
  });

  it('tells Catch once of an expression that cannot be worked out, and stays silent', async () => {
    await load(
      node('chat', 'twitch-chat', { fields: { gate: 'when', gateValue: { v: '$nothing(', t: 'jsonata' } } }),
      node('all', 'twitch-chat', { wires: [['out2']] }),
    );
    await bench.waitForStatus('chat', 'practice');
    await bench.waitForStatus('all', 'practice');
    const world = await bench.world();
    for (const text of ['one', 'two']) world.say('viewer', text);
    await bench.waitFor('out2', (msg) => msg['payload'] === 'two');
    const caught = await bench.waitFor('caught');
    assert.match(String(dig(caught, 'error.message')), /"Only when" could not be worked out/);
    assert.equal(bench.messages('caught').length, 1);
    assert.deepEqual(bench.messages('out'), []);
  });

  it('shows a pattern that takes too long, tells Catch once, and goes on with the rest', async () => {
    await load(
      node('slow', 'twitch-chat', { fields: { contains: '^(a+)+$', match: 'pattern' } }),
      node('all', 'twitch-chat', { wires: [['out2']] }),
    );
    await bench.waitForStatus('slow', 'practice');
    await bench.waitForStatus('all', 'practice');
    const world = await bench.world();
    for (let i = 0; i < 5; i++) world.say('viewer', `${'a'.repeat(300)}! ${i}`);
    await bench.until(() => (bench.messages('out2').length === 5 ? true : undefined), 'all lines');
    assert.equal((await bench.waitForStatus('slow', 'pattern-slow')).fill, 'yellow');
    assert.match(String(dig(await bench.waitFor('caught'), 'error.message')), /takes too long/);
    assert.equal(bench.messages('caught').length, 1);
  });
});
