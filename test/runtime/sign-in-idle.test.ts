import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Account } from '../../src/node-red/account';
import { readAccountConfig } from '../../src/node-red/account-config';
import { AccountRegistry } from '../../src/node-red/account-registry';
import type { RED, RuntimeNode } from '../../src/node-red/red';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { AtRest } from '../support/at-rest';
import { FakeClock } from '../support/fake-clock';
import { HttpProxy } from '../support/http-proxy';
import { row } from '../support/outcome-rows';
import { channelAccount, seedSignIn, serverOf } from '../support/twitch-flow';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Waits for files and sockets, which know nothing of the turned clock. */
async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isTrue()) {
    assert(Date.now() < deadline, 'it did not come true');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The whole runtime half (stores, registry, accounts) on a clock that the test turns, with Twitch on the same clock. */
describe('an account over days', () => {
  let clock: FakeClock;
  let simulator: Simulator;
  let proxy: HttpProxy;
  let userDir: string;
  let registry: AccountRegistry | undefined;
  let warnings: string[];
  let network: AtRest;

  beforeEach(async () => {
    clock = new FakeClock();
    network = new AtRest();
    simulator = await startSimulator({ clock, viewers: 'none' });
    proxy = await HttpProxy.start({ target: `http://127.0.0.1:${simulator.port}` });
    userDir = mkdtempSync(path.join(os.tmpdir(), 'node-red-twitch-idle-'));
    warnings = [];
    await seedSignIn(userDir, simulator, {
      login: simulator.users.broadcaster.login,
      server: `${proxy.origin}/oauth2`,
      now: clock.now(),
    });
  });

  afterEach(async () => {
    await stop();
    network.stop();
    await proxy.close();
    await simulator.close();
    rmSync(userDir, { recursive: true, force: true });
  });

  /** As Node-RED does it: the stores are read, the account opens. */
  async function start(): Promise<Account> {
    const quiet = (): void => undefined;
    const red = {
      settings: { userDir },
      log: { info: quiet, debug: quiet, warn: (text: string) => warnings.push(text), error: quiet },
      comms: { publish: quiet },
      nodes: { eachNode: quiet },
      events: { on: quiet, off: quiet, once: quiet },
    } as unknown as RED;
    registry = new AccountRegistry(red, { clock, random: () => 0.5 });
    const node = { id: 'acc', type: 'twitch-account' } as RuntimeNode;
    const config = channelAccount(simulator, serverOf({ ...simulator.urls, id: `${proxy.origin}/oauth2` }));
    const account = registry.openAccount(readAccountConfig(config, node, red.settings), node);
    await account.start();
    return account;
  }

  async function stop(): Promise<void> {
    await registry?.close();
    registry = undefined;
  }

  const asked = (what: string): number =>
    proxy.passed.filter(({ path: way, body }) => way.endsWith(what) || body.includes(what)).length;

  row('Node-RED is off for 29 days', 'still signed in', async () => {
    await start();
    await stop();
    await clock.tick(29 * DAY);
    const account = await start();
    await until(() => asked('grant_type=refresh_token') === 1);
    await until(() => account.signedInUser('channel')?.state === 'ok' && account.standing === 'connected');
    const { hub } = account.mustAct('channel');
    const { login } = await hub.tokens.getUserToken(simulator.users.broadcaster.id);
    assert.equal(login, simulator.users.broadcaster.login);
    assert.deepEqual(warnings, []);
    await stop();
    await clock.tick(29 * DAY);
    const later = await start();
    await until(() => asked('grant_type=refresh_token') === 2);
    assert.equal(later.standing, 'connected');
  });

  row('Node-RED is off for 31 days', 'one “sign in” at the next start', async () => {
    await clock.tick(31 * DAY);
    const account = await start();
    await until(() => account.standing === 'sign-in');
    assert.deepEqual(account.signedOut(), [
      { slot: 'channel', name: simulator.users.broadcaster.name, reason: 'Invalid refresh token' },
    ]);
  });

  it('is checked at the start and within every hour, and renewed before it runs out, while it runs', async () => {
    const account = await start();
    await until(() => asked('/validate') === 1);
    await network.wait();
    for (let hour = 1; hour <= 8; hour++) {
      const before = asked('/validate');
      // In steps, so that what goes over the network arrives at its time.
      for (let step = 0; step < 12; step++) {
        await clock.tick(HOUR / 12);
        await network.wait();
      }
      await until(() => asked('/validate') > before);
      assert.equal(account.standing, 'connected', `hour ${hour}`);
    }
    assert(asked('/validate') <= 11, `${asked('/validate')} validations in 8 hours`);
    // A token lives about four hours.
    await until(() => asked('grant_type=refresh_token') === 2);
    assert.deepEqual(warnings, []);
  });
});
