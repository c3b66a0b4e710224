import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { DeviceSession } from '../../../src/core/auth/device-sign-in';
import { TokenManager } from '../../../src/core/auth/token-manager';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import { TwitchError } from '../../../src/core/errors';
import { HelixClient } from '../../../src/core/helix/helix-client';
import { startSimulator, type Simulator } from '../../../src/simulator';
import { FakeClock } from '../../support/fake-clock';
import { until, watch } from '../../support/http-server';

const HOUR = 3_600_000;

describe('Sign-in against the simulator', () => {
  let simulator: Simulator;
  let clock: FakeClock;
  let store: MemoryTokenStore;
  let manager: TokenManager;

  beforeEach(async () => {
    clock = new FakeClock();
    simulator = await startSimulator({ clock });
    store = new MemoryTokenStore();
    manager = create(simulator.clientId);
    await manager.load();
  });
  afterEach(async () => {
    await manager.close();
    await simulator.close();
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  function create(clientId: string, clientSecret?: string): TokenManager {
    return new TokenManager({ clientId, clientSecret, urls: simulator.urls, store, clock, random: () => 0 });
  }

  /** Turns the clock until the sign-in has ended. */
  async function finish(session: DeviceSession): Promise<void> {
    const result = watch(session.result);
    for (let step = 0; step < 60 && !result.isOver; step++) {
      await clock.tick(1000);
      await until(() => result.isOver, 300).catch(() => undefined);
    }
  }

  it('by device code makes a grant that works, is refreshed with rotation, and can be withdrawn', async () => {
    const session = await manager.deviceSignIn().start({ scopes: ['channel:manage:polls', 'chat:read'] });
    assert.match(session.verificationUri, /^http:\/\/127\.0\.0\.1:\d+\//);
    simulator.approveDevice(session.userCode, simulator.users.broadcaster.login);
    await finish(session);
    const user = await manager.add(await session.result);
    assert.equal(user.userId, simulator.users.broadcaster.id);

    const helix = new HelixClient({ urls: simulator.urls, tokens: manager, clock });
    const body = {
      broadcaster_id: user.userId,
      title: 'Q',
      choices: [{ title: 'a' }, { title: 'b' }],
      duration: 60,
    };
    assert.equal((await helix.call('create-poll', { body })).data[0]!.status, 'ACTIVE');

    const used = await manager.getUserToken(user.userId);
    const all = await Promise.all(Array.from({ length: 100 }, () => manager.tokenExpired(used)));
    assert.equal(new Set(all.map((token) => token.accessToken)).size, 1);
    assert.equal((await store.list())[0]!.rotation, 1);

    simulator.revokeGrant(simulator.clientId, user.login);
    await assert.rejects(
      helix.call('get-polls', { query: { broadcaster_id: user.userId } }),
      (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_SIGN_IN_NEEDED',
    );
    assert.equal(manager.users()[0]!.state, 'sign-in');
    await helix.close();
  });

  it('with a confidential application and no secret fails at once, not after four hours', async () => {
    const confidential = create(simulator.confidential.clientId);
    const session = await confidential.deviceSignIn().start({ scopes: ['chat:read'] });
    simulator.approveDevice(session.userCode, simulator.users.bot.login);
    await finish(session);
    await assert.rejects(
      session.result,
      (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_CLIENT_SECRET_NEEDED',
    );
    await confidential.close();
  });

  it('survives 29 idle days, and no more than 30', async () => {
    const { clientId } = simulator;
    for (const [days, works] of [
      [29, true],
      [31, false],
    ] as const) {
      const issued = simulator.issueToken({ login: simulator.users.bot.login, scopes: ['chat:edit'] });
      await store.save({
        server: simulator.urls.id,
        clientId,
        userId: issued.userId,
        login: issued.login,
        accessToken: issued.accessToken,
        refreshToken: issued.refreshToken,
        expiresAt: clock.now() + issued.expiresIn * 1000,
        scopes: issued.scopes,
        obtainedAt: clock.now(),
        rotation: 0,
      });
      await clock.tick(days * 24 * HOUR);
      const later = create(clientId);
      await later.load();
      const token = later.getIrcToken(issued.login);
      if (works) assert.equal((await token).login, issued.login);
      else
        await assert.rejects(
          token,
          (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_SIGN_IN_NEEDED',
        );
      await later.close();
    }
  });

  it('ends in one "sign in" when the answer to a refresh is lost after the rotation', async () => {
    const issued = simulator.issueToken({ login: simulator.users.bot.login, scopes: ['chat:edit'] });
    await manager.addToken(issued);
    const ended: string[] = [];
    manager.on('signInNeeded', ({ login }) => ended.push(login));
    simulator.faults.lostAnswer();
    const before = clock.pending;
    const refreshing = assert.rejects(manager.refresh(issued.userId, issued.accessToken));
    await until(() => clock.pending > before);
    await clock.tick(2000);
    await refreshing;
    await assert.rejects(manager.refresh(issued.userId, issued.accessToken));
    assert.deepEqual(ended, [issued.login]);
  });

  it('makes app tokens for a confidential application', async () => {
    const { clientId, clientSecret } = simulator.confidential;
    const confidential = create(clientId, clientSecret);
    const helix = new HelixClient({ urls: simulator.urls, tokens: confidential, clock });
    const { login, id } = simulator.users.broadcaster;
    assert.equal((await helix.call('get-users', { query: { login } })).data[0]!.id, id);
    assert.ok(Array.isArray((await helix.call('get-conduits')).data));
    assert.deepEqual(
      (await helix.users.resolve([login, '@nobody_of_that_name'])).map((user) => user?.id ?? null),
      [id, null],
    );
    await helix.close();
    await confidential.close();
  });
});
