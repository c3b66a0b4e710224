import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as core from '../../src/core/index';
import { nodeDefinitions } from '../../src/definitions/nodes';
import { startSimulator, type Simulator } from '../../src/simulator/index';
import { projectRoot } from '../support/node-red-process';

const readme = readFileSync(path.join(projectRoot(), 'README.md'), 'utf8');
const samples = Array.from(readme.matchAll(/```js\n([\s\S]*?)```/g), ([, code]) => code ?? '');

describe('the code in README', () => {
  let twitch: Simulator;
  let printed: unknown[][];

  before(async () => {
    twitch = await startSimulator({ seed: 1 });
  });

  after(async () => {
    await twitch.close();
  });

  /** Runs a sample as it stands, with the practice Twitch in the place of Twitch. */
  async function run(sample: string): Promise<void> {
    const { login } = twitch.users.broadcaster;
    const scopes = ['channel:manage:polls', 'chat:read', 'chat:edit', 'user:write:chat'];
    const token = twitch.issueToken({ login, scopes });
    class TwitchClient extends core.TwitchClient {
      constructor(options: core.TwitchClientOptions) {
        super({ ...options, urls: twitch.urls });
      }
    }
    const modules: Record<string, unknown> = {
      '@streamwire/node-red-twitch/core': { ...core, TwitchClient },
      '@streamwire/node-red-twitch/simulator': { startSimulator },
    };
    const names = {
      require: (name: string) => {
        assert.ok(modules[name], `package.json exports ${name}`);
        return modules[name];
      },
      console: { log: (...values: unknown[]) => printed.push(values) },
      clientId: twitch.clientId,
      accessToken: token.accessToken,
      refreshToken: token.refreshToken,
    };
    printed = [];
    const body = `return (async () => {${sample.replaceAll('your_login', login)}})();`;
    const made: unknown = Reflect.construct(Function, [...Object.keys(names), body]);
    assert.ok(typeof made === 'function');
    await (Reflect.apply(made, undefined, Object.values(names)) as Promise<void>);
  }

  it('has a sample for the client and one for the simulator', () => {
    assert.equal(samples.length, 2);
  });

  it('of the client starts a poll', async () => {
    const calls: string[] = [];
    twitch.on('transcript', (entry) => {
      if (entry.kind === 'call') calls.push(`${entry.endpoint} ${entry.status}`);
    });
    await run(samples.find((sample) => sample.includes('/core')) ?? '');
    assert.ok(calls.includes('create-poll 200'), calls.join(', '));
  });

  it('of the simulator prints its addresses', async () => {
    await run(samples.find((sample) => sample.includes('/simulator')) ?? '');
    assert.deepEqual(Object.keys(printed[0]?.[0] as object), ['id', 'helix', 'irc', 'eventSub']);
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
