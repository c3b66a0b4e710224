import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { NodeRedProcess, type Comms } from '../support/node-red-process';
import { channelAccount, ends, inject, node, probed, seedSignIn, serverOf } from '../support/twitch-flow';

describe('a sign-in in a real Node-RED', function () {
  this.timeout(90_000);
  let simulator: Simulator;
  let nodeRed: NodeRedProcess;

  beforeEach(async () => {
    simulator = await startSimulator({ viewers: 'none' });
  });

  afterEach(async () => {
    await nodeRed.remove();
    await simulator.close();
  });

  const flow = (): ReturnType<typeof probed> =>
    probed([
      channelAccount(simulator),
      node('event', 'twitch-event', { fields: { event: 'channel.raid' } }),
      node('api', 'twitch-api', { fields: { call: 'get-channel-information' } }),
      inject('in', 'api'),
      ...ends,
    ]);

  /** Starts with somebody signed in from before. */
  async function startSignedIn(): Promise<void> {
    nodeRed = new NodeRedProcess({ flows: flow() });
    await seedSignIn(nodeRed.userDir, simulator, { login: simulator.users.broadcaster.login });
    await nodeRed.start();
    await withComms((comms) => comms.waitForStatus('event', 'connected'));
  }

  async function signIn(login = simulator.users.broadcaster.login): Promise<void> {
    const { status, body } = await nodeRed.postJson('twitch/accounts/acc/sign-in', {
      slot: 'channel',
      use: 'channel',
      clientId: simulator.clientId,
      ...serverOf(simulator.urls),
      scopes: [],
    });
    assert.equal(status, 200, JSON.stringify(body));
    simulator.approveDevice(String(dig(body, 'userCode')), login);
    for (;;) {
      const { body: view } = await nodeRed.getJson(`twitch/sign-in/${String(dig(body, 'session'))}`);
      if (dig(view, 'state') === 'done') return;
      assert.equal(dig(view, 'state'), 'pending', JSON.stringify(view));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** A call goes through with the stored sign-in. */
  async function works(): Promise<void> {
    const before = nodeRed.probed.length;
    await nodeRed.inject('in', {});
    await nodeRed.waitForProbe('out', () => nodeRed.probed.length > before);
  }

  async function withComms<T>(use: (comms: Comms) => Promise<T>): Promise<T> {
    const comms = await nodeRed.openComms();
    try {
      return await use(comms);
    } finally {
      comms.close();
    }
  }

  const state = async (): Promise<unknown> =>
    dig((await nodeRed.getJson('twitch/accounts/acc')).body, 'channel.state');

  it('is made by device code, needs no deploy, and survives restart, each deploy and SIGKILL', async () => {
    nodeRed = await NodeRedProcess.start({ flows: flow() });
    await withComms((comms) => comms.waitForStatus('event', 'sign-in'));
    await signIn();
    await withComms((comms) => comms.waitForStatus('event', 'connected'));
    await works();

    await nodeRed.stop();
    await nodeRed.start();
    await withComms((comms) => comms.waitForStatus('event', 'connected'));
    await works();

    for (const type of ['nodes', 'flows', 'full', 'reload'] as const) {
      await nodeRed.deploy(flow(), type);
      await withComms((comms) => comms.waitForStatus('event', 'connected'));
      await works();
    }

    await nodeRed.kill();
    await nodeRed.start();
    await withComms((comms) => comms.waitForStatus('event', 'connected'));
    await works();
    assert.equal(await state(), 'ok');
    assert.doesNotMatch(nodeRed.output, /\[error\]/);
  });

  it('survives a disabled account, and an export that is imported again, which carries no token', async () => {
    await startSignedIn();
    const disabled = flow().map((item) => (item.id === 'acc' ? { ...item, d: true } : item));
    await nodeRed.deploy(disabled, 'full');
    await withComms((comms) => comms.waitForStatus('event', 'no-account'));
    await nodeRed.deploy(flow(), 'full');
    await withComms((comms) => comms.waitForStatus('event', 'connected'));

    const exported = await (await nodeRed.fetch('flows')).text();
    const { broadcaster } = simulator.users;
    for (const secret of [broadcaster.id, broadcaster.login, 'oken'])
      assert(!exported.includes(secret), secret);
    await nodeRed.deploy([], 'full');
    await nodeRed.deploy(flow(), 'full');
    await withComms((comms) => comms.waitForStatus('event', 'connected'));
    await works();
  });

  it('survives refreshes that are killed right after them', async () => {
    await startSignedIn();
    for (let round = 0; round < 3; round++) {
      simulator.faults.unauthorized({ endpoint: 'get-channel-information' });
      await works();
      await nodeRed.kill();
      await nodeRed.start();
      await withComms((comms) => comms.waitForStatus('event', 'connected'));
      await works();
    }
    assert.deepEqual(
      readdirSync(nodeRed.userDir).filter((name) => /\.tmp$|unreadable/.test(name)),
      [],
    );
  });

  it('ends in one "sign in" when the process was killed between Twitch’s answer and the write', async () => {
    await startSignedIn();
    // The refresh token is used up at once; its successor never arrives.
    simulator.faults.unauthorized({ endpoint: 'get-channel-information' });
    simulator.faults.slow({ kind: 'oauth', path: '/token' }, 60_000);
    const rotated = new Promise<void>((resolve) => {
      simulator.on('transcript', (entry) => {
        if (entry.kind === 'call' && entry.status === 401) resolve();
      });
    });
    await nodeRed.inject('in', {});
    await rotated;
    await new Promise((resolve) => setTimeout(resolve, 300));
    await nodeRed.kill();
    await nodeRed.start();
    simulator.faults.unauthorized({ endpoint: 'get-channel-information' });
    await nodeRed.inject('in', {});
    await withComms((comms) => comms.waitForStatus('event', 'sign-in'));
    const told = nodeRed.probed.filter((probed) => dig(probed.msg, 'error.source.id') === 'acc');
    assert.equal(told.length, 1);
    assert.equal(await state(), 'sign-in');
    await signIn();
    await withComms((comms) => comms.waitForStatus('event', 'connected'));
    await works();
  });

  it('works in memory, visibly, where nothing may be written', async () => {
    nodeRed = await NodeRedProcess.start({ flows: flow(), settings: { readOnly: true } });
    await signIn();
    const status = await withComms((comms) => comms.waitForStatus('api', 'cannot-save'));
    assert.equal(status.fill, 'yellow');
    await works();
    assert.match(nodeRed.output, /\[warn\] Twitch: .*cannot be kept.*readOnly/);
    const { body } = await nodeRed.getJson('twitch/accounts/acc');
    assert.equal(dig(body, 'problems.0.key'), 'store-memory-only');
    assert(!readdirSync(nodeRed.userDir).some((name) => name.startsWith('twitch')));
  });

  it('keeps tokens out of log, flows, credentials and everything the editor is told', async () => {
    nodeRed = await NodeRedProcess.start({
      flows: flow(),
      settings: { logging: { console: { level: 'trace' } } },
    });
    const comms = await nodeRed.openComms();
    await signIn();
    await works();
    const files = readdirSync(nodeRed.userDir).filter((name) => /\.(json|key)$/.test(name));
    assert(files.includes('twitch-accounts.json') && files.includes('twitch-accounts.key'));
    const texts = [
      nodeRed.output,
      JSON.stringify(comms.messages),
      JSON.stringify(nodeRed.probed),
      ...files.map((name) => readFileSync(path.join(nodeRed.userDir, name), 'utf8')),
      JSON.stringify((await nodeRed.getJson('twitch/accounts/acc')).body),
    ].join('\n');
    comms.close();
    // Access tokens have 30 characters here, refresh tokens 50, device codes 40.
    const words = texts.match(/[A-Za-z0-9]{30,}/g) ?? [];
    assert.deepEqual(
      words.filter(
        (word) => word.length === 50 || word.length === 40 || simulator.tokens.find(word.slice(0, 30)),
      ),
      [],
    );
  });
});
