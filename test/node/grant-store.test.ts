import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Grant } from '../../src/core/auth/grant';
import { fileDocument, settingsDocument, type Document } from '../../src/node-red/document';
import { authLimits } from '../../src/core/auth/auth-limits';
import { SealedGrantStore, type GrantStoreOptions, type StoreProblem } from '../../src/node-red/grant-store';
import { FakeClock } from '../support/fake-clock';

const grant = (userId: string, changes: Partial<Grant> = {}): Grant => ({
  server: 'https://id.twitch.tv/oauth2',
  clientId: 'client1',
  userId,
  login: `login${userId}`,
  accessToken: `secret-access-${userId}`,
  refreshToken: `secret-refresh-${userId}`,
  expiresAt: 1_800_000_000_000,
  scopes: ['chat:read'],
  obtainedAt: 1_700_000_000_000,
  rotation: 0,
  ...changes,
});

describe('the sealed grant store', () => {
  let folder: string;
  let problems: StoreProblem[];
  let clock: FakeClock;

  const open = (changes: Partial<GrantStoreOptions> = {}): SealedGrantStore =>
    new SealedGrantStore({
      document: fileDocument(path.join(folder, 'grants.json')),
      keyDocument: fileDocument(path.join(folder, 'grants.key')),
      onProblem: (problem) => problems.push(problem),
      clock,
      ...changes,
    });
  const files = (): string[] => readdirSync(folder).toSorted();
  const content = (): string => readFileSync(path.join(folder, 'grants.json'), 'utf8');
  const asideFiles = (): string[] => files().filter((name) => name.endsWith('.unreadable'));

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'grants-'));
    problems = [];
    clock = new FakeClock();
  });

  afterEach(() => {
    assert.equal(clock.pending, 0, 'a timer is left');
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes no file before there is something to keep', async () => {
    assert.deepEqual(await open().list(), []);
    assert.deepEqual(files(), []);
  });

  it('gives a grant back after a restart', async () => {
    await open().save(grant('1'));
    const reopened = open();
    assert.deepEqual(await reopened.list(), [grant('1')]);
    assert.deepEqual(await reopened.load(grant('1')), grant('1'));
    assert.equal(await reopened.load(grant('2')), null);
  });

  it('writes file and key for the owner alone, and neither token nor login in the open', async () => {
    await open().save(grant('1'));
    assert.deepEqual(files(), ['grants.json', 'grants.key']);
    if (process.platform !== 'win32') {
      for (const name of files()) assert.equal(statSync(path.join(folder, name)).mode & 0o777, 0o600);
    }
    assert.doesNotMatch(content(), /secret|login1|chat:read/);
  });

  it('replaces a grant with the same server, client and user and keeps all others', async () => {
    const store = open();
    await Promise.all([
      store.save(grant('1')),
      store.save(grant('2')),
      store.save(grant('1', { rotation: 1 })),
    ]);
    assert.deepEqual(
      (await open().list()).map((kept) => [kept.userId, kept.rotation]),
      [
        ['1', 1],
        ['2', 0],
      ],
    );
  });

  it('remembers for which account and slot a grant was given, one per server', async () => {
    const store = open();
    await store.assign(grant('1'), 'account1', 'channel');
    await store.assign(grant('2'), 'account1', 'bot');
    await store.assign(grant('3', { server: 'http://127.0.0.1:1/oauth2' }), 'account1', 'channel');
    await store.assign(grant('4'), 'account1', 'channel');
    await store.unassign('account1', 'bot', grant('2').server);
    const reopened = open();
    assert.deepEqual(
      (await reopened.assignments()).map(({ account, slot, userId }) => [account, slot, userId]),
      [
        ['account1', 'channel', '4'],
        ['account1', 'channel', '3'],
      ],
    );
    assert.equal((await reopened.list()).length, 4);
  });

  it('forgets what is removed', async () => {
    const store = open();
    await store.save(grant('1'));
    await store.remove(grant('1'));
    await store.remove(grant('7'));
    assert.deepEqual(await open().list(), []);
  });

  it('does not open a grant that was moved to another server, client or user', async () => {
    await open().save(grant('1'));
    for (const [name, value] of [
      ['server', 'https://evil.example/oauth2'],
      ['clientId', 'client2'],
      ['userId', '9'],
    ] as const) {
      const data = JSON.parse(content()) as { grants: Record<string, string>[] };
      const [entry] = data.grants;
      assert(entry);
      entry[name] = value;
      const moved = path.join(folder, `moved-${name}.json`);
      writeFileSync(moved, JSON.stringify(data));
      const store = open({ document: fileDocument(moved) });
      assert.deepEqual(await store.list(), []);
      assert.equal(problems.at(-1)?.code, 'wrong-key');
    }
  });

  it('keeps the readable grants of a file in which one was damaged, and keeps the damaged file', async () => {
    const store = open();
    await store.save(grant('1'));
    await store.save(grant('2'));
    const data = JSON.parse(content()) as { grants: { data: string }[] };
    const [entry] = data.grants;
    assert(entry);
    entry.data = `AAAA${entry.data.slice(4)}`;
    writeFileSync(path.join(folder, 'grants.json'), JSON.stringify(data));
    assert.deepEqual(
      (await open().list()).map((kept) => kept.userId),
      ['2'],
    );
    assert.equal(asideFiles().length, 1);
    assert.deepEqual(
      (await open().list()).map((kept) => kept.userId),
      ['2'],
    );
  });

  for (const [name, damage] of [
    ['truncated', (text: string) => text.slice(0, text.length / 2)],
    ['emptied', () => ''],
    ['foreign', () => '{"flows":[]}'],
    ['binary', () => '\u0000\u0001\u0002'],
    ['written by a later version', (text: string) => text.replace('"format": 1', '"format": 2')],
  ] as const) {
    it(`sets a ${name} file aside, starts empty, says so once, and works on`, async () => {
      await open().save(grant('1'));
      const original = damage(content());
      writeFileSync(path.join(folder, 'grants.json'), original);
      const store = open();
      assert.deepEqual(await store.list(), []);
      assert.deepEqual(
        problems.map((problem) => problem.code),
        ['damaged'],
      );
      assert.deepEqual(
        asideFiles().map((file) => readFileSync(path.join(folder, file), 'utf8')),
        [original],
      );
      await store.save(grant('2'));
      assert.deepEqual(
        (await open().list()).map((kept) => kept.userId),
        ['2'],
      );
      assert.equal(problems.length, 1);
    });
  }

  it('sets the file aside when the key is another or gone, and makes a new key where there is none', async () => {
    await open().save(grant('1'));
    rmSync(path.join(folder, 'grants.key'));
    const store = open();
    assert.deepEqual(await store.list(), []);
    assert.deepEqual(
      problems.map((problem) => problem.code),
      ['wrong-key'],
    );
    assert.equal(asideFiles().length, 1);
    await store.save(grant('2'));
    assert.equal((await open().list()).length, 1);
  });

  it('keeps a damaged key file aside too', async () => {
    writeFileSync(path.join(folder, 'grants.key'), 'no key');
    await open().save(grant('1'));
    assert.equal(asideFiles().length, 1);
    assert.equal((await open().list()).length, 1);
  });

  it('uses the key of settings.js instead of a file', async () => {
    await open({ passphrase: 'from settings' }).save(grant('1'));
    assert.deepEqual(files(), ['grants.json']);
    assert.equal((await open({ passphrase: 'from settings' }).list()).length, 1);
    assert.deepEqual(await open({ passphrase: 'another' }).list(), []);
    assert.equal(asideFiles().length, 1);
  });

  it('works in memory and says so where nothing can be kept', async () => {
    const store = open({ unwritable: () => Promise.resolve('readOnly is set') });
    await store.save(grant('1'));
    assert.deepEqual(await store.list(), [grant('1')]);
    assert.deepEqual(
      problems.map((problem) => problem.code),
      ['memory-only'],
    );
    assert.match(problems[0]?.text ?? '', /readOnly is set/);
    assert.deepEqual(files(), []);
  });

  it('still reads the sign-ins of a folder that became read-only', async () => {
    await open().save(grant('1'));
    const store = open({ unwritable: () => Promise.resolve('EROFS') });
    assert.equal((await store.list()).length, 1);
    await store.save(grant('1', { rotation: 1 }));
    assert.equal((await store.list())[0]?.rotation, 1);
    assert.equal((await open().list())[0]?.rotation, 0);
  });

  it('fails a save with a code when the disk is full, remembers the grant, and recovers with the next save', async () => {
    const { document, disk } = limited();
    disk.isFull = true;
    const store = open({ document });
    await assert.rejects(store.save(grant('1')), { code: 'TWITCH_STORE_FAILED' });
    assert.deepEqual(
      store.problems().map((problem) => problem.code),
      ['write-failed'],
    );
    assert.match(problems[0]?.text ?? '', /ENOSPC/);
    assert.equal((await store.list()).length, 1);
    disk.isFull = false;
    await store.save(grant('2'));
    assert.deepEqual(store.problems(), []);
    assert.equal((await open().list()).length, 2);
  });

  it('writes a removal that a full disk refused again by itself, and tells when it is done', async () => {
    const { document, disk } = limited();
    let recovered = 0;
    const store = open({ document, onRecovered: () => recovered++ });
    await store.assign(grant('1'), 'account1', 'channel');
    await store.save(grant('2'));
    disk.isFull = true;
    await assert.rejects(store.unassign('account1', 'channel', grant('1').server), {
      code: 'TWITCH_STORE_FAILED',
    });
    await assert.rejects(store.remove(grant('1')), { code: 'TWITCH_STORE_FAILED' });
    assert.equal((await open().list()).length, 2);
    await clock.tick(authLimits.saveAgainMs);
    await store.settled();
    assert.deepEqual([recovered, store.isSafe, clock.pending], [0, false, 1]);
    disk.isFull = false;
    await clock.tick(authLimits.saveAgainMs);
    await store.settled();
    assert.deepEqual([recovered, store.isSafe], [1, true]);
    assert.deepEqual(
      (await open().list()).map((kept) => kept.userId),
      ['2'],
    );
    assert.deepEqual(await open().assignments(), []);
    assert.equal(problems.length, 1, 'told once');
  });

  it('tries once more what could not be written when everything ends', async () => {
    const { document, disk } = limited();
    const store = open({ document });
    await store.save(grant('1'));
    disk.isFull = true;
    await assert.rejects(store.remove(grant('1')));
    await store.settled();
    assert.equal((await open().list()).length, 1);
    disk.isFull = false;
    await store.settled();
    assert.deepEqual(await open().list(), []);
    disk.isFull = true;
    await assert.rejects(store.save(grant('3')));
    await store.close();
  });

  /** A document on a disk that can be full. */
  function limited(): { document: Document; disk: { isFull: boolean } } {
    const real = fileDocument(path.join(folder, 'grants.json'));
    const disk = { isFull: false };
    const write = (text: string): Promise<void> =>
      disk.isFull
        ? Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
        : real.write(text);
    return { document: { ...real, write }, disk };
  }

  it('removes temporary files that a kill left, and nothing else', async () => {
    await open().save(grant('1'));
    writeFileSync(path.join(folder, 'grants.json.0123456789ab.tmp'), 'half');
    writeFileSync(path.join(folder, 'grants.json.mine'), 'mine');
    assert.equal((await open().list()).length, 1);
    assert.deepEqual(files(), ['grants.json', 'grants.json.mine', 'grants.key']);
  });

  it('works on the settings of a hosted Node-RED', async () => {
    const kept: Record<string, unknown> = {};
    const settings = {
      get: (key: string) => kept[key],
      set: (key: string, value: unknown) => {
        kept[key] = value;
        return Promise.resolve();
      },
    };
    const hosted = (): SealedGrantStore =>
      open({
        document: settingsDocument(settings, 'twitchAccountGrants'),
        keyDocument: settingsDocument(settings, 'twitchAccountGrantsKey'),
      });
    await hosted().save(grant('1'));
    assert.deepEqual(await hosted().list(), [grant('1')]);
    kept['twitchAccountGrants'] = 'damaged';
    assert.deepEqual(await hosted().list(), []);
    assert.equal(
      Object.entries(kept).filter(([key, value]) => key.includes('Unreadable') && value === 'damaged').length,
      1,
    );
  });
});
