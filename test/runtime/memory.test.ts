import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { NodeRedProcess } from '../support/node-red-process';
import { channelAccount, ends, inject, node, probed, seedSignIn } from '../support/twitch-flow';

describe('what nodes remember over a restart', function () {
  this.timeout(60_000);
  let simulator: Simulator;
  let nodeRed: NodeRedProcess;

  beforeEach(async () => {
    simulator = await startSimulator({ viewers: 'none' });
  });

  afterEach(async () => {
    await nodeRed.remove();
    await simulator.close();
  });

  async function start(settings: Record<string, unknown> = {}): Promise<void> {
    nodeRed = new NodeRedProcess({
      settings,
      flows: probed([
        channelAccount(simulator),
        node('cmd', 'twitch-command', { fields: { command: 'hug', wait: 0 } }),
        node('poll', 'twitch-poll', {
          operation: 'run',
          fields: { question: 'Best?', choices: 'A\nB', for: 15 },
          wires: [['out2']],
        }),
        inject('in', 'poll'),
        ...ends,
      ]),
    });
    await seedSignIn(nodeRed.userDir, simulator, { login: simulator.users.broadcaster.login });
    await nodeRed.start();
  }

  async function hug(uses: number): Promise<void> {
    const comms = await nodeRed.openComms();
    await comms.waitForStatus('cmd', 'connected');
    comms.close();
    const { moderator, broadcaster } = simulator.users;
    simulator.world.say({ login: moderator.login, channel: broadcaster.login, text: `!hug ${uses}` });
    await nodeRed.waitForProbe('out', (msg) => dig(msg, 'twitch.command.uses') === uses);
  }

  it('is kept in the user directory', async () => {
    await start();
    await hug(1);
    await nodeRed.stop();
    assert(existsSync(path.join(nodeRed.userDir, 'twitch-state.json')));
    await nodeRed.start();
    await hug(2);
  });

  it('is kept in a Node-RED context store where settings.js names one', async () => {
    await start({
      contextStorage: { default: { module: 'memory' }, disk: { module: 'localfilesystem' } },
      twitchAccountContextStore: 'disk',
    });
    await hug(1);
    await nodeRed.stop();
    assert(!existsSync(path.join(nodeRed.userDir, 'twitch-state.json')));
    await nodeRed.start();
    await hug(2);
  });

  it('includes a poll that waits, even through a power cut: its message goes on with the winner', async () => {
    await start();
    await nodeRed.inject('in', { mine: 'kept' });
    const { broadcaster, viewers } = simulator.users;
    const [viewer] = viewers;
    assert(viewer);
    while (!existsSync(path.join(nodeRed.userDir, 'twitch-state.json')))
      await new Promise((resolve) => setTimeout(resolve, 50));
    simulator.world.votePoll({ login: viewer.login, choice: 'B' });
    await nodeRed.kill();
    assert.equal(simulator.world.channel(broadcaster.login)?.polls[0]?.status, 'ACTIVE');
    await nodeRed.start();
    const msg = await nodeRed.waitForProbe('out2', () => true, 25_000);
    assert.equal(dig(msg, 'payload.winner'), 'B');
    assert.equal(msg['mine'], 'kept');
  });
});
