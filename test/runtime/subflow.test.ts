import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { NodeRedProcess, type FlowNode } from '../support/node-red-process';
import { channelAccount, inject, node, seedSignIn } from '../support/twitch-flow';

describe('nodes in a subflow with an account of its own', function () {
  this.timeout(60_000);
  let simulator: Simulator;
  let nodeRed: NodeRedProcess;

  before(async () => {
    simulator = await startSimulator({ viewers: 'none' });
  });

  after(async () => {
    await nodeRed.remove();
    await simulator.close();
  });

  const flow = (): FlowNode[] => [
    { id: 'tab', type: 'tab', label: 'Test' },
    {
      id: 'sub',
      type: 'subflow',
      name: 'Twitch inside',
      in: [{ x: 50, y: 50, wires: [{ id: 'send' }] }],
      out: [
        { x: 400, y: 50, wires: [{ id: 'send', port: 0 }] },
        { x: 400, y: 100, wires: [{ id: 'chat', port: 0 }] },
      ],
      status: { x: 400, y: 150, wires: [{ id: 'stat', port: 0 }] },
    },
    { ...channelAccount(simulator), z: 'sub' },
    node('send', 'twitch-send-message', { z: 'sub', fields: { text: 'from {payload}' }, wires: [[]] }),
    node('chat', 'twitch-chat', { z: 'sub', wires: [[]] }),
    { id: 'stat', type: 'status', z: 'sub', x: 100, y: 200, scope: ['chat'], wires: [[]] },
    { id: 'one', type: 'subflow:sub', z: 'tab', x: 200, y: 100, wires: [['sent'], ['heard']] },
    { id: 'two', type: 'subflow:sub', z: 'tab', x: 200, y: 200, wires: [['sent'], ['heard']] },
    { id: 'sent', type: 'test-probe', z: 'tab', x: 400, y: 100, wires: [] },
    { id: 'heard', type: 'test-probe', z: 'tab', x: 400, y: 200, wires: [] },
    inject('in', 'one', 'two'),
  ];

  it('share one connection and one sign-in over all instances', async () => {
    const { broadcaster, moderator } = simulator.users;
    nodeRed = new NodeRedProcess({ flows: flow() });
    await seedSignIn(nodeRed.userDir, simulator, { login: broadcaster.login });
    await nodeRed.start();
    const comms = await nodeRed.openComms();
    await comms.waitForStatus('one', 'connected');
    await comms.waitForStatus('two', 'connected');
    comms.close();

    simulator.world.say({ login: moderator.login, channel: broadcaster.login, text: 'hello subflow' });
    await nodeRed.waitForProbe('heard', (msg) => msg['payload'] === 'hello subflow');
    await nodeRed.inject('in', { payload: 'two instances' });
    await nodeRed.waitForProbe('sent');
    while (nodeRed.probed.filter((probed) => probed.id === 'sent').length < 2)
      await new Promise((resolve) => nodeRed.once('probe', resolve));
    assert.equal(nodeRed.probed.filter((probed) => probed.id === 'heard').length, 2);
    assert.equal(simulator.faults.irc.drop(), 1);
  });

  it('are found by the routes under the id that the editor knows', async () => {
    const { body, status } = await nodeRed.getJson('twitch/accounts/acc');
    assert.equal(status, 200);
    assert.equal(dig(body, 'channel.login'), simulator.users.broadcaster.login);
    const before = nodeRed.probed.length;
    const tested = await nodeRed.postJson('twitch/nodes/chat/test', {});
    assert.equal(tested.status, 204, JSON.stringify(tested.body));
    await nodeRed.waitForProbe(
      'heard',
      (msg) => dig(msg, 'twitch.test') === true && nodeRed.probed.length > before,
    );
  });

  it('keep their sign-in over a restart, although every instance gets new ids', async () => {
    await nodeRed.stop();
    await nodeRed.start();
    const comms = await nodeRed.openComms();
    await comms.waitForStatus('one', 'connected');
    comms.close();
  });
});
