import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { ProcessWatch } from '../support/process-watch';
import { eveningFlow } from '../support/evening-flow';
import { channelAccount, ends, inject, node, probed, seedSignIn } from '../support/twitch-flow';

/**
 * JavaScript of this package in a Node-RED that uses a real account, in bytes without comments, as it is packed. What is not
 * needed every day is required where it is used: tables of texts, samples, practice, sign-in, conduits.
 */
const BUDGET = 750_000;

const tab = { id: 'tab', type: 'tab', label: 'Evening' };

describe('what a small computer has to load', function () {
  this.timeout(180_000);
  let simulator: Simulator;
  let watch: ProcessWatch;

  beforeEach(async () => {
    simulator = await startSimulator({ viewers: 'none' });
  });

  afterEach(async () => {
    await watch.nodeRed.remove();
    await simulator.close();
  });

  it('stays within the budget for chat, a command, a poll and a message on a real account', async () => {
    watch = new ProcessWatch({
      flows: probed([
        channelAccount(simulator),
        node('chat', 'twitch-chat'),
        node('cmd', 'twitch-command', { fields: { command: 'vote' }, wires: [['poll']] }),
        node('poll', 'twitch-poll', {
          operation: 'run',
          fields: { question: 'Best?', choices: 'A\nB', for: 15 },
          wires: [['send'], []],
        }),
        node('send', 'twitch-send-message', { fields: { text: 'Vote now!' } }),
        inject('in', 'send'),
        ...ends,
      ]),
    });
    const { nodeRed } = watch;
    const { broadcaster } = simulator.users;
    await seedSignIn(nodeRed.userDir, simulator, { login: broadcaster.login });
    await nodeRed.start();
    const comms = await nodeRed.openComms();
    await comms.waitForStatus('cmd', 'connected');
    simulator.world.say({ login: broadcaster.login, channel: broadcaster.login, text: '!vote' });
    await nodeRed.inject('in', { payload: 'now' });
    await comms.waitForStatus('poll', 'waiting');
    await nodeRed.waitForProbe('out');
    comms.close();
    const files = await watch.ourFiles();
    const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
    assert.ok(bytes < BUDGET, `${bytes} bytes in ${files.size} files`);
  });
});

/** Work that begins so is over soon, or begins anew all the time: it is asked for so often before the process counts as resting. */
const SAMPLES = 10;

describe('a flow of 200 nodes on one account', function () {
  this.timeout(180_000);
  let simulator: Simulator;
  let watch: ProcessWatch;

  beforeEach(async () => {
    simulator = await startSimulator({ viewers: 'none' });
  });

  afterEach(async () => {
    await watch.nodeRed.remove();
    await simulator.close();
  });

  async function start(options: ConstructorParameters<typeof ProcessWatch>[0]): Promise<void> {
    watch = new ProcessWatch(options);
    await seedSignIn(watch.nodeRed.userDir, simulator, { login: simulator.users.broadcaster.login });
    await watch.nodeRed.start();
  }

  it('opens one chat connection and one event connection, and starts no timer below 10 s while it rests', async () => {
    const { nodes, triggers } = eveningFlow();
    assert.equal(nodes.length, 200);
    await start({ timers: true, flows: [channelAccount(simulator), tab, ...nodes] });
    const comms = await watch.nodeRed.openComms();
    for (const id of triggers) await comms.waitForStatus(id, 'connected', 60_000);
    comms.close();
    assert.equal(simulator.irc.sessions.size, 1);
    assert.equal(simulator.eventSub.sessions.size, 1);
    assert.ok((await watch.ourTimers()).length > 0, 'timers are seen');
    const deadline = Date.now() + 75_000;
    for (let quiet = 0; quiet < SAMPLES;) {
      const short = (await watch.ourTimers()).filter(({ ms }) => ms < 10_000);
      quiet = short.length === 0 ? quiet + 1 : 0;
      assert.ok(
        Date.now() < deadline,
        `still runs: ${short.map(({ ms, stack }) => `${ms} ms ${stack}`).join()}`,
      );
      await delay(50);
    }
  });
});
