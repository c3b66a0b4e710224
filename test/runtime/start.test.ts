import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { nodeDefinitions } from '../../src/definitions/nodes';
import { dig } from '../support/dig';
import { NodeRedProcess } from '../support/node-red-process';
import { ends, inject, node, practiceAccount, probed } from '../support/twitch-flow';

const types = Object.keys(nodeDefinitions);

/** What Node-RED itself warns of in these settings. */
const usualWarnings = /Projects disabled|Encrypted credentials not found/;

describe('starting in a real Node-RED', function () {
  this.timeout(60_000);
  let nodeRed: NodeRedProcess;

  afterEach(async () => {
    await nodeRed.remove();
  });

  it('loads every node set without a warning, and touches neither network nor disk', async () => {
    nodeRed = await NodeRedProcess.start();
    const { body } = await nodeRed.getJson('nodes');
    const ours = (body as { module: string; types: string[]; err?: string; enabled: boolean }[]).filter(
      (set) => set.module === '@streamwire/node-red-twitch',
    );
    assert.deepEqual(ours.flatMap((set) => set.types).toSorted(), types.toSorted());
    assert(ours.every((set) => set.enabled && set.err === undefined));
    const warnings = nodeRed.output
      .split('\n')
      .filter((line) => /\[(warn|error)\]|Warning:/.test(line) && !usualWarnings.test(line));
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      readdirSync(nodeRed.userDir).filter((name) => name.startsWith('twitch')),
      [],
    );
  });

  it('survives errors in flows: statuses and Catch tell, the process goes on', async () => {
    nodeRed = await NodeRedProcess.start({
      settings: { twitchAccountPractice: { script: 'none', speed: 10 } },
      flows: probed([
        practiceAccount,
        node('broken', 'twitch-command', { fields: { command: 'x', arguments: '<' } }),
        node('noAccount', 'twitch-poll', { account: 'gone' }),
        { ...node('weird', 'twitch-send-message'), params: 17, operation: { a: 1 } },
        inject('in', 'noAccount', 'weird'),
        ...ends,
      ]),
    });
    await nodeRed.waitForProbe('caught', (msg) => dig(msg, 'error.source.id') === 'broken');
    await nodeRed.inject('in', { payload: 1 });
    const none = await nodeRed.waitForProbe('caught', (msg) => dig(msg, 'error.source.id') === 'noAccount');
    assert.equal(dig(none, 'error.cause.code'), 'TWITCH_NO_ACCOUNT');
    const weird = await nodeRed.waitForProbe('caught', (msg) => dig(msg, 'error.source.id') === 'weird');
    assert.equal(dig(weird, 'error.cause.code'), 'TWITCH_INPUT_INVALID');
    assert(nodeRed.running);
  });

  it('ends within Node-RED’s patience when it is stopped in the middle of work', async () => {
    nodeRed = await NodeRedProcess.start({
      settings: { twitchAccountPractice: { script: 'chatter', speed: 5 } },
      flows: probed([
        practiceAccount,
        node('chat', 'twitch-chat'),
        node('poll', 'twitch-poll', {
          operation: 'run',
          fields: { question: 'A?', choices: 'b\nc', for: 600 },
        }),
        inject('in', 'poll'),
        ...ends,
      ]),
    });
    const comms = await nodeRed.openComms();
    await comms.waitForStatus('chat', 'practice');
    await nodeRed.inject('in', {});
    await comms.waitForStatus('poll', 'waiting');
    comms.close();
    const startedAt = Date.now();
    await nodeRed.stop();
    assert(Date.now() - startedAt < 6_000, `${Date.now() - startedAt} ms`);
    assert.doesNotMatch(nodeRed.output, /Error stopping node|unhandled/i);
  });
});
