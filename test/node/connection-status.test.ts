import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import type { FlowNode } from '../support/node-red-process';
import { channelAccount, ends, node, practiceAccount, seedSignIn } from '../support/twitch-flow';

const watchdog = (fields: Record<string, unknown> = {}): FlowNode =>
  node('watch', 'twitch-connection-status', { fields, wires: [['out'], ['out2']] });

describe('twitch-connection-status in a flow', () => {
  let bench: FlowBench;
  let simulator: Simulator;

  beforeEach(async () => {
    bench = new FlowBench();
    simulator = await startSimulator({ viewers: 'none' });
  });

  afterEach(async () => {
    await bench.unload();
    await simulator.close();
    await bench.close();
  });

  it('says that the sign-in has ended and what to press, and that it is there again', async () => {
    const { login, name } = simulator.users.broadcaster;
    await seedSignIn(bench.userDir, simulator, { login });
    await bench.load([
      channelAccount(simulator),
      watchdog(),
      node('send', 'twitch-send-message', { fields: { text: 'hi' }, wires: [[]] }),
      ...ends,
    ]);
    await bench.waitForStatus('watch', 'connected');
    simulator.revokeGrant(simulator.clientId, login);
    bench.inject('send', {});
    const trouble = await bench.waitFor('out');
    assert.equal(dig(trouble, 'payload.kind'), 'signIn');
    assert.match(
      String(dig(trouble, 'twitch.summary')),
      new RegExp(
        `^${name} is no longer signed in.*open the account "My channel" and press "Sign in again"\\.$`,
      ),
    );
    assert.equal(bench.messages('out').length, 1);
    const { id, helix, irc, eventSub } = simulator.urls;
    const started = await bench.admin.post('/twitch/accounts/acc/sign-in').send({
      slot: 'channel',
      use: 'channel',
      clientId: simulator.clientId,
      server: 'custom',
      idUrl: id,
      helixUrl: helix,
      ircUrl: irc,
      eventSubUrl: eventSub,
      scopes: [],
    });
    assert.equal(started.status, 200, started.text);
    simulator.approveDevice(String(dig(started.body, 'userCode')), login);
    const well = await bench.waitFor('out2');
    assert.equal(dig(well, 'twitch.summary'), `${name} is signed in to Twitch again.`);
  }).timeout(30_000);

  it('says that chat and events are gone when nothing can be reached', async () => {
    const { login } = simulator.users.broadcaster;
    await seedSignIn(bench.userDir, simulator, { login });
    await bench.load([
      channelAccount(simulator),
      watchdog({ after: 1 }),
      node('chat', 'twitch-chat', { wires: [[]] }),
      node('event', 'twitch-event', { fields: { event: 'channel.follow' }, wires: [[]] }),
      ...ends,
    ]);
    await bench.waitForStatus('chat', 'connected');
    await bench.waitForStatus('event', 'connected');
    await simulator.close();
    for (const kind of ['chat', 'events']) {
      const trouble = await bench.waitFor('out', (msg) => dig(msg, 'payload.kind') === kind);
      assert.match(
        String(dig(trouble, 'twitch.summary')),
        /gone for \d+ seconds?.*it is tried again by itself/,
      );
    }
  });

  it('says that an event is refused, and which permission is missing', async () => {
    const { login } = simulator.users.broadcaster;
    await seedSignIn(bench.userDir, simulator, { login, scopes: ['chat:read'] });
    await bench.load([
      channelAccount(simulator),
      watchdog(),
      node('event', 'twitch-event', { fields: { event: 'channel.follow' }, wires: [[]] }),
      ...ends,
    ]);
    const trouble = await bench.waitFor('out');
    assert.deepEqual([dig(trouble, 'payload.kind'), dig(trouble, 'payload.remedy')], ['events', 'sign-in']);
    assert.notEqual(dig(trouble, 'payload.what'), '');
  });

  it('says from when to when events may be missing after the connection was lost', async () => {
    await bench.load([
      practiceAccount,
      watchdog({ after: 600 }),
      node('event', 'twitch-event', { fields: { event: 'channel.follow' }, wires: [[]] }),
      ...ends,
    ]);
    await bench.waitForStatus('event', 'practice');
    const { faults } = (await bench.world()).simulator;
    faults.eventSub.drop();
    const well = await bench.waitFor('out2');
    assert.deepEqual(
      [dig(well, 'payload.kind'), dig(well, 'payload.missed')],
      ['events', ['channel.follow']],
    );
    assert.ok(
      Date.parse(String(dig(well, 'payload.gapFrom'))) <= Date.parse(String(dig(well, 'payload.gapTo'))),
    );
    assert.deepEqual(bench.messages('out'), []);
  });

  it('says that Twitch does not answer, asks by itself, and says when it does again', async () => {
    await bench.load([
      practiceAccount,
      watchdog({ after: 1 }),
      node('poll', 'twitch-poll', { operation: 'lookUp', wires: [[]] }),
      ...ends,
    ]);
    await bench.waitForStatus('watch', 'practice');
    const { faults } = (await bench.world()).simulator;
    const stop = faults.serverError({ kind: 'helix' }, 503, 1000);
    bench.inject('poll', {});
    const trouble = await bench.waitFor('out');
    assert.equal(dig(trouble, 'payload.kind'), 'calls');
    stop();
    const well = await bench.waitFor('out2');
    assert.match(String(dig(well, 'twitch.summary')), /^Twitch answers again after /);
  });

  it('sends a trouble and its end at the test button', async () => {
    await bench.load([practiceAccount, watchdog(), ...ends]);
    await bench.waitForStatus('watch', 'practice');
    for (const end of ['out', 'out2']) {
      const answer = await bench.admin.post('/twitch/nodes/watch/test').send({});
      assert.equal(answer.status, 204, answer.text);
      assert.equal(dig(await bench.waitFor(end), 'twitch.test'), true);
    }
  });
});
