import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nodeDefinitions } from '../../src/definitions/nodes';
import { startSimulator, type Simulator } from '../../src/simulator/index';
import { SampleRunner, samplesOf } from '../support/code-sample';
import { projectRoot } from '../support/node-red-process';

const readme = readFileSync(path.join(projectRoot(), 'README.md'), 'utf8');
const samples = samplesOf(readme);
const scopes = ['channel:manage:polls', 'chat:read', 'chat:edit', 'user:write:chat'];

describe('the code in README', () => {
  let twitch: Simulator;
  let runner: SampleRunner;

  before(async () => {
    twitch = await startSimulator({ seed: 1 });
    runner = new SampleRunner(twitch);
  });

  after(async () => {
    await runner.close();
    await twitch.close();
  });

  it('has a sample for the client and one for the simulator', () => {
    assert.equal(samples.length, 2);
  });

  it('of the client starts a poll', async () => {
    const calls: string[] = [];
    twitch.on('transcript', (entry) => {
      if (entry.kind === 'call') calls.push(`${entry.endpoint} ${entry.status}`);
    });
    await runner.run(samples.find((sample) => sample.includes('/core')) ?? '', scopes);
    assert.ok(calls.includes('create-poll 200'), calls.join(', '));
  });

  it('of the simulator prints its addresses', async () => {
    await runner.run(samples.find((sample) => sample.includes('/simulator')) ?? '', scopes);
    assert.deepEqual(Object.keys(runner.printed.at(-1)?.[0] as object), ['id', 'helix', 'irc', 'eventSub']);
  });
});

describe('what README and docs say of settings.js', () => {
  const inCode = ['account-config.ts', 'node-base.ts', 'practice.ts', 'stores.ts'].flatMap((file) =>
    Array.from(
      readFileSync(path.join(projectRoot(), 'src', 'node-red', file), 'utf8').matchAll(
        /(?:textSetting\([\w.#]+, |settings\[)'(twitch[A-Za-z]+)'/g,
      ),
      ([, name]) => name ?? '',
    ),
  );

  it('is every entry that is read, and no other', () => {
    const inReadme = Array.from(readme.matchAll(/^\| `(twitch[A-Za-z]+)`/gm), ([, name]) => name ?? '');
    assert.deepEqual(inReadme.toSorted(), [...new Set(inCode)].toSorted());
  });
});

describe('the table of blocks in README', () => {
  it('names every block as the palette does, and no other', () => {
    const root = projectRoot();
    const named = [...readme.matchAll(/^\| \*\*(.+?)\*\*/gm)].map(([, name = '']) => name);
    const palette = Object.keys(nodeDefinitions)
      .filter((type) => type !== 'twitch-account')
      .map((type) => {
        const file = path.join(root, 'nodes', 'locales', 'en-US', `${type}.json`);
        const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { palette: string }>;
        return texts[type]?.palette ?? '';
      });
    assert.deepEqual(named.toSorted(), palette.toSorted());
  });
});
