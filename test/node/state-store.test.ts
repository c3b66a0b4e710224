import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileDocument, type Document } from '../../src/node-red/document';
import { contextDrawer, DocumentStateStore, stateLimits } from '../../src/node-red/state-store';
import { FakeClock } from '../support/fake-clock';

describe('the state store', () => {
  let folder: string;
  let file: string;
  let problems: string[];
  let clock: FakeClock;

  const open = (document: Document = fileDocument(file)): DocumentStateStore =>
    new DocumentStateStore({ document, clock, onProblem: (text) => problems.push(text) });

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'state-'));
    file = path.join(folder, 'state.json');
    problems = [];
    clock = new FakeClock();
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives every node a drawer of its own that survives a restart', async () => {
    const store = open();
    await store.drawer('a').set('uses', 3);
    await store.drawer('b').set('uses', { list: [1, null, 'x'] });
    await store.flush();
    const reopened = open();
    assert.equal(await reopened.drawer('a').get('uses'), 3);
    assert.deepEqual(await reopened.drawer('b').get('uses'), { list: [1, null, 'x'] });
    assert.equal(await reopened.drawer('c').get('uses'), undefined);
  });

  it('gathers changes into one write', async () => {
    let writes = 0;
    const real = fileDocument(file);
    const store = open({
      ...real,
      write: (text) => {
        writes++;
        return real.write(text);
      },
    });
    for (let value = 0; value < 50; value++) await store.drawer('a').set('n', value);
    assert.equal(writes, 0);
    await clock.tick(stateLimits.writeDelayMs);
    await store.flush();
    assert.equal(writes, 1);
    assert.equal(clock.pending, 0);
  });

  it('forgets a key that is set to undefined', async () => {
    const store = open();
    await store.drawer('a').set('x', 1);
    await store.drawer('a').set('x', undefined);
    await store.flush();
    assert.equal(await open().drawer('a').get('x'), undefined);
    assert.doesNotMatch(readFileSync(file, 'utf8'), /"a"/);
  });

  it('does not share objects with those who wrote or read them', async () => {
    const store = open();
    const value = { n: 1 };
    await store.drawer('a').set('x', value);
    value.n = 2;
    const read = (await store.drawer('a').get('x')) as { n: number };
    assert.equal(read.n, 1);
    read.n = 3;
    assert.deepEqual(await store.drawer('a').get('x'), { n: 1 });
  });

  it('sets a damaged file aside, says so, and starts empty', async () => {
    writeFileSync(file, '{"format":1,"drawers":');
    const store = open();
    assert.equal(await store.drawer('a').get('x'), undefined);
    assert.equal(problems.length, 1);
    assert.equal(readdirSync(folder).filter((name) => name.endsWith('.unreadable')).length, 1);
    await store.drawer('a').set('x', 1);
    await store.flush();
    assert.equal(await open().drawer('a').get('x'), 1);
  });

  it('remembers in memory while the disk is full, complains once, and writes when there is room again', async () => {
    const real = fileDocument(file);
    let full = true;
    const store = open({
      ...real,
      write: (text) => (full ? Promise.reject(new Error('full')) : real.write(text)),
    });
    await store.drawer('a').set('x', 1);
    await clock.tick(stateLimits.writeDelayMs);
    await store.drawer('a').set('x', 2);
    await clock.tick(stateLimits.writeDelayMs);
    assert.equal(problems.length, 1);
    assert.equal(await store.drawer('a').get('x'), 2);
    full = false;
    await clock.tick(stateLimits.retryDelayMs);
    await store.flush();
    assert.equal(await open().drawer('a').get('x'), 2);
  });

  it('refuses what is beyond its bounds instead of cutting it', async () => {
    const drawer = open().drawer('a');
    await assert.rejects(drawer.set('x', 'y'.repeat(stateLimits.valueLength + 1)), {
      code: 'TWITCH_STORE_FAILED',
    });
    for (let key = 0; key < stateLimits.keys; key++) await drawer.set(`k${key}`, key);
    await assert.rejects(drawer.set('one more', 1), { code: 'TWITCH_STORE_FAILED' });
    await drawer.set('k0', 'still changes');
  });

  it('forgets drawers that nobody has used for more than a year', async () => {
    const store = open();
    await store.drawer('old').set('x', 1);
    await store.flush();
    await clock.tick(stateLimits.forgetAfterMs + 1);
    assert.equal(await open().drawer('old').get('x'), undefined);
  });

  it('keeps drawers that are only read', async () => {
    let store = open();
    await store.drawer('counter').set('x', 1);
    for (let part = 0; part < 3; part++) {
      await clock.tick(stateLimits.forgetAfterMs / 2);
      assert.equal(await store.drawer('counter').get('x'), 1);
      await store.flush();
      store = open();
    }
    assert.equal(await store.drawer('counter').get('x'), 1);
    await store.flush();
    assert.equal(clock.pending, 0);
  });

  it('can keep a node memory in a Node-RED context store instead', async () => {
    const kept = new Map<string, unknown>();
    const store = {
      get: (
        key: string,
        name: string | undefined,
        callback: (error: Error | null, value?: unknown) => void,
      ) => callback(name === 'redis' ? null : new Error('no such store'), kept.get(key)),
      set: (
        key: string,
        value: unknown,
        name: string | undefined,
        callback: (error: Error | null | undefined) => void,
      ) => {
        kept.set(key, value);
        callback(name === 'redis' ? null : new Error('no such store'));
      },
    };
    const drawer = contextDrawer({ ...store, flow: store, global: store }, 'redis');
    await drawer.set('last: run', 7);
    assert.equal(await drawer.get('last: run'), 7);
    assert.deepEqual([...kept.keys()], ['twitch_last__run']);
    await assert.rejects(contextDrawer({ ...store, flow: store, global: store }, 'gone').get('x'));
  });
});
