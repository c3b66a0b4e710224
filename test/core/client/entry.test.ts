import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as core from '../../../src/core';

const entry = path.resolve(__dirname, '../../../src/core/index.js');

/** Runs a program in a process of its own and returns what it prints, as JSON. */
async function run(code: string, type: 'module' | 'commonjs'): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [`--input-type=${type}`, '-e', code]);
  return JSON.parse(stdout) as unknown;
}

describe('The entry point of the core', () => {
  it('has the names that programs rely on', () => {
    const expected = [
      'TwitchClient',
      'PartialUser',
      'TokenManager',
      'MemoryTokenStore',
      'parseIrcMessage',
      'helixEndpoints',
      'eventSubTypes',
      'scopes',
      'TwitchError',
      'TwitchRequestError',
      'TwitchRateLimitError',
      'TwitchAuthError',
      'TwitchScopeError',
      'TwitchSocketError',
      'TwitchInputError',
    ];
    assert.deepEqual(
      expected.filter((name) => !(name in core)),
      [],
    );
  });

  it('has all tables', () => {
    assert.deepEqual([core.helixEndpoints.length, core.eventSubTypes.length], [149, 83]);
    assert.equal(core.helixEndpoints, core.helixEndpoints);
    assert.ok(core.scopes.some(({ scope }) => scope === 'chat:read'));
  });

  it('reads a line of chat', () => {
    const line = core.parseIrcMessage('@id=1 :ana!ana@ana.tmi.twitch.tv PRIVMSG #bo :hi there');
    assert.deepEqual(line?.prefix, { nick: 'ana', user: 'ana', host: 'ana.tmi.twitch.tv' });
    assert.deepEqual([line?.command, line?.params, line?.tags['id']], ['PRIVMSG', ['#bo', 'hi there'], '1']);
    assert.equal(core.parseIrcMessage(''), null);
  });

  it('loads neither tables nor sockets nor HTTP before they are used', async () => {
    const loaded = await run(
      `const core = require(${JSON.stringify(entry)});
       const client = new core.TwitchClient({ clientId: 'x' });
       const heavy = () => Object.keys(require.cache).filter((file) => /node_modules.(ws|undici)|tables.(endpoints|events)[^.]/.test(file)).length;
       const before = heavy();
       core.helixEndpoints; core.eventSubTypes;
       client.close().then(() => console.log(JSON.stringify([before, heavy() > 40])));`,
      'commonjs',
    );
    assert.deepEqual(loaded, [0, true]);
  });

  it('can be imported by name from an ES module', async () => {
    const found = await run(
      `import { TwitchClient, helixEndpoints, eventSubTypes, scopes, parseIrcMessage } from ${JSON.stringify(entry)};
       console.log(JSON.stringify([typeof TwitchClient, helixEndpoints.length, eventSubTypes.length, scopes.length > 50, typeof parseIrcMessage]));`,
      'module',
    );
    assert.deepEqual(found, ['function', 149, 83, true, 'function']);
  });

  it('can be built upon: a class of a program may extend the client', async () => {
    class Bot extends core.TwitchClient {
      override async setup(): Promise<void> {
        await super.setup();
        this.isSetUp = true;
      }
      isSetUp = false;
    }
    const bot = new Bot({ clientId: 'x', chat: false });
    await bot.start();
    assert.equal(bot.isSetUp, true);
    await bot.close();
  });
});
