import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { dig } from '../support/dig';
import { row } from '../support/outcome-rows';
import { SignInBench } from '../support/sign-in-bench';

const ACCOUNTS = 'twitch-accounts.json';
const KEY = 'twitch-accounts.key';

describe('a sign-in whose store', function () {
  this.timeout(60_000);
  let bench: SignInBench;

  afterEach(async () => {
    await bench.close();
  });

  /** Somebody is signed in, Node-RED is stopped. */
  async function stopped(): Promise<void> {
    bench = await SignInBench.make();
    await bench.seed();
  }

  async function problems(): Promise<readonly string[]> {
    const found = dig(await bench.view(), 'problems');
    assert(Array.isArray(found));
    return found.map((problem) => String(dig(problem, 'key')));
  }

  async function signInAgain(): Promise<void> {
    await bench.signIn();
    await bench.shows('connected');
    await bench.works();
    await bench.restart();
    await bench.works();
  }

  /** What cannot be read lies beside, whole; nothing was thrown. */
  async function keptAside(content: string | Buffer, problem: string): Promise<void> {
    await bench.start('sign-in');
    const [aside, ...more] = bench.files(/\.unreadable$/);
    assert.deepEqual(more, []);
    assert(aside);
    assert.deepEqual(readFileSync(bench.file(aside)), Buffer.from(content));
    assert((await problems()).includes(problem), String(await problems()));
    assert.match(bench.nodeRed.output, /\[warn\] Twitch: .*Sign in again/);
    assert.doesNotMatch(bench.nodeRed.output, /Uncaught|\[error\]/);
  }

  row('The store file is truncated', '“sign in”; the file is kept aside', async () => {
    await stopped();
    truncateSync(bench.file(ACCOUNTS), 100);
    await keptAside(readFileSync(bench.file(ACCOUNTS)), 'store-damaged');
    await signInAgain();
  });

  row('The store file is emptied', '“sign in”; the file is kept aside', async () => {
    await stopped();
    writeFileSync(bench.file(ACCOUNTS), '');
    await keptAside('', 'store-damaged');
  });

  row('The store file is something else', '“sign in”; the file is kept aside', async () => {
    await stopped();
    const foreign = '{"flows":[{"id":"1"}]}';
    writeFileSync(bench.file(ACCOUNTS), foreign);
    await keptAside(foreign, 'store-damaged');
  });

  row('The store file comes from a later version', '“sign in”; the file is kept aside', async () => {
    await stopped();
    const written = readFileSync(bench.file(ACCOUNTS), 'utf8');
    const future = written.replace('"format": 1', '"format": 2');
    assert.notEqual(future, written);
    writeFileSync(bench.file(ACCOUNTS), future);
    await keptAside(future, 'store-damaged');
  });

  row('The store file belongs to another key', '“sign in”; the file is kept aside', async () => {
    await stopped();
    writeFileSync(bench.file(KEY), randomBytes(32).toString('base64'));
    await keptAside(readFileSync(bench.file(ACCOUNTS)), 'store-wrong-key');
  });

  row(
    'The key file is lost while Node-RED is stopped',
    '“sign in”; the store file is kept aside',
    async () => {
      await stopped();
      rmSync(bench.file(KEY));
      await keptAside(readFileSync(bench.file(ACCOUNTS)), 'store-wrong-key');
    },
  );

  row('The key file is lost while Node-RED runs', 'still signed in after the next renewal', async () => {
    await stopped();
    await bench.start();
    rmSync(bench.file(KEY));
    bench.simulator.faults.unauthorized({ endpoint: 'get-channel-information' });
    await bench.works();
    assert(bench.exists(KEY));
    await bench.restart();
    await bench.works();
  });

  row('The store file is deleted', '“sign in”', async () => {
    await stopped();
    rmSync(bench.file(ACCOUNTS));
    await bench.start('sign-in');
    assert.deepEqual(await problems(), []);
  });

  async function leftAlone(step: 'read' | 'readKey'): Promise<void> {
    await stopped();
    const before = readFileSync(bench.file(ACCOUNTS), 'utf8');
    bench.arm({ steps: [step], with: 'EACCES' });
    await bench.start('sign-in');
    assert((await problems()).includes('store-memory-only'));
    await bench.nodeRed.stop();
    assert.equal(readFileSync(bench.file(ACCOUNTS), 'utf8'), before);
    assert.deepEqual(bench.files(/unreadable$/), []);
    bench.disarm();
    await bench.start();
    await bench.works();
  }

  row('The store file cannot be read for lack of rights', '“sign in” until it can be read again', () =>
    leftAlone('read'),
  );

  row('The key file cannot be read for lack of rights', '“sign in” until it can be read again', () =>
    leftAlone('readKey'),
  );

  row(
    'The disk is full during a renewal',
    'works on, yellow “cannot save”; written once there is room',
    async () => {
      await stopped();
      await bench.start();
      bench.arm({ steps: ['write'], with: 'ENOSPC' });
      await bench.expire();
      await bench.works();
      await bench.shows('cannot-save', 'api');
      assert((await problems()).includes('store-write-failed'));
      assert.match(bench.nodeRed.output, /\[warn\] Twitch: .*\(ENOSPC\)/);
      await bench.noneLeft(/\.tmp$/);
      bench.disarm();
      await bench.restart();
      await bench.works();
      assert.deepEqual(bench.told, []);
    },
  );

  row(
    'The disk is full during a renewal and until Node-RED ends',
    'one “sign in” at the next start',
    async () => {
      await stopped();
      await bench.start();
      bench.arm({ steps: ['write'], with: 'ENOSPC' });
      await bench.expire();
      await bench.works();
      await bench.nodeRed.kill();
      bench.disarm();
      await bench.start('sign-in');
      assert.equal(bench.told.length, 1);
    },
  );

  row('The folder is read-only', 'works on in memory, yellow “cannot save”', async () => {
    await stopped();
    bench.arm({ steps: ['probe', 'open'], with: 'EROFS' });
    await bench.nodeRed.start();
    await bench.shows('cannot-save', 'api');
    await bench.works();
    assert((await problems()).includes('store-memory-only'));
    assert.match(bench.nodeRed.output, /\[warn\] Twitch: .*cannot be kept \(EROFS\)/);
    await bench.nodeRed.stop();
    await bench.nodeRed.start();
    await bench.shows('cannot-save', 'api');
    await bench.works();
  });

  row('The folder is read-only and tokens were renewed', 'one “sign in” after the next start', async () => {
    await stopped();
    bench.arm({ steps: ['probe', 'open'], with: 'EROFS' });
    await bench.nodeRed.start();
    await bench.shows('cannot-save', 'api');
    await bench.expire();
    await bench.works();
    await bench.nodeRed.stop();
    await bench.start('sign-in');
    assert.equal(bench.told.length, 1);
  });

  row(
    '`readOnly` is set in settings.js',
    'works in memory, yellow “cannot save”; no file is made',
    async () => {
      bench = await SignInBench.make({ settings: { readOnly: true } });
      await bench.start('sign-in');
      await bench.signIn();
      await bench.shows('cannot-save', 'api');
      await bench.works();
      assert.match(bench.nodeRed.output, /\[warn\] Twitch: .*cannot be kept.*readOnly/);
      assert.deepEqual(bench.files(/^/), []);
    },
  );

  describe('is Node-RED’s own settings', () => {
    let place: string;

    afterEach(() => {
      rmSync(place, { recursive: true, force: true });
    });

    row('A hosted Node-RED is restarted on an empty disk', 'still signed in', async () => {
      place = mkdtempSync(path.join(os.tmpdir(), 'node-red-hosted-'));
      bench = await SignInBench.make({ settingsCode: hostedStorage(path.join(place, 'all.json')) });
      await bench.start('sign-in');
      await bench.signIn();
      await bench.shows('connected');
      await bench.works();
      assert.deepEqual(bench.files(/^/), [], 'the user directory does not last there');
      const kept = JSON.parse(readFileSync(path.join(place, 'all.json'), 'utf8')) as unknown;
      assert.equal(typeof dig(kept, 'settings.twitchAccountGrants'), 'string');
      assert.equal(typeof dig(kept, 'settings.twitchAccountGrantsKey'), 'string');
      await bench.nodeRed.kill();
      await bench.start();
      await bench.works();
      bench.simulator.faults.unauthorized({ endpoint: 'get-channel-information' });
      await bench.works();
      await bench.nodeRed.kill();
      await bench.start();
      await bench.works();
      assert.deepEqual(bench.told, []);
      // What the editor is told of the settings holds none of it.
      const told = await (await bench.nodeRed.fetch('settings')).text();
      assert.doesNotMatch(told, /twitchAccountGrants/);
    });
  });

  it('is sealed with what settings.js says opens with that and with nothing else', async () => {
    bench = await SignInBench.make({ settings: { twitchAccountStoreKey: 'an operator’s own words' } });
    await bench.start('sign-in');
    await bench.signIn();
    await bench.works();
    assert(!bench.exists(KEY));
    await bench.restart();
    await bench.works();
    await assert.rejects(bench.stored(), 'it opens without the key');
  });
});

/**
 * A storage of a hosting service: everything in one file that is not in the user directory. The flows are those of the user
 * directory at the first start.
 */
function hostedStorage(file: string): string {
  return `
const fs = require('node:fs');
const file = ${JSON.stringify(file)};
const read = () => { try { return JSON.parse(fs.readFileSync(file, 'utf8')); } catch { return {}; } };
const get = (name, other) => async () => read()[name] ?? other;
const save = (name) => async (value) => fs.writeFileSync(file, JSON.stringify({ ...read(), [name]: value }));
settings.storageModule = {
  init: async () => {},
  getFlows: get('flows', JSON.parse(fs.readFileSync(__dirname + '/flows.json', 'utf8'))), saveFlows: save('flows'),
  getCredentials: get('credentials', {}), saveCredentials: save('credentials'),
  getSettings: get('settings', {}), saveSettings: save('settings'),
  getSessions: get('sessions', {}), saveSessions: save('sessions'),
  getLibraryEntry: async () => [], saveLibraryEntry: async () => {},
};`;
}
