import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Grant } from '../../../src/core/auth/grant';
import { TokenManager, type TokenManagerOptions } from '../../../src/core/auth/token-manager';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import { TwitchError } from '../../../src/core/errors';
import { FakeClock } from '../../support/fake-clock';
import { until } from '../../support/http-server';
import { OAuthServer, refused } from '../../support/oauth-server';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const ana = { userId: '700100200', login: 'ana', scopes: ['chat:read', 'channel:manage:polls'] };
const bot = { userId: '700100201', login: 'helper_bot', scopes: ['chat:edit'] };

function hasCode(code: string, words?: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof TwitchError && error.code === code && (!words || words.test(error.message));
}

/** Remembers what was saved, and refuses when told to. */
class Store extends MemoryTokenStore {
  readonly saved: Grant[] = [];
  isFull = false;
  /** New tokens are held until the test lets go; the note that a refresh begins is not. */
  gate: Promise<void> = Promise.resolve();

  override async save(grant: Grant): Promise<void> {
    if (grant.renewing === undefined) await this.gate;
    if (this.isFull) throw Object.assign(new Error('no space left: SECRET'), { code: 'ENOSPC' });
    this.saved.push(grant);
    await super.save(grant);
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  const parts: { resolve?: () => void } = {};
  const promise = new Promise<void>((resolve) => {
    parts.resolve = resolve;
  });
  return { promise, resolve: () => parts.resolve?.() };
}

describe('TokenManager', () => {
  let server: OAuthServer;
  let clock: FakeClock;
  let store: Store;
  let managers: TokenManager[];

  beforeEach(async () => {
    server = await OAuthServer.start();
    clock = new FakeClock();
    store = new Store();
    managers = [];
  });
  afterEach(async () => {
    await Promise.all(managers.map((manager) => manager.close()));
    await server.close();
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  function create(options: Partial<TokenManagerOptions> = {}): TokenManager {
    const manager = new TokenManager({
      clientId: server.clientId,
      urls: { id: server.url },
      store,
      clock,
      random: () => 0.5,
      ...options,
    });
    managers.push(manager);
    return manager;
  }

  function grantOf(person: typeof ana, more: Partial<Grant> = {}): Grant {
    return {
      server: server.url,
      clientId: server.clientId,
      userId: person.userId,
      login: person.login,
      ...server.issue(person),
      expiresAt: clock.now() + 4 * HOUR,
      scopes: person.scopes,
      obtainedAt: clock.now(),
      rotation: 0,
      ...more,
    };
  }

  /** A manager with Ana signed in, whose first validation is over. */
  async function signedIn(more: Partial<Grant> = {}): Promise<{ manager: TokenManager; grant: Grant }> {
    const grant = grantOf(ana, more);
    await store.save(grant);
    const manager = create();
    await manager.load();
    await manager.validate();
    return { manager, grant };
  }

  describe('refresh', () => {
    it('is made once for 100 callers that meet one expired token', async () => {
      const { manager, grant } = await signedIn();
      server.expire(grant.accessToken);
      const tokens = await Promise.all(
        Array.from({ length: 100 }, () => manager.refresh(ana.userId, grant.accessToken)),
      );
      assert.equal(server.refreshes, 1);
      assert.equal(new Set(tokens.map((token) => token.accessToken)).size, 1);
      assert.ok(server.isValid(tokens[0]!.accessToken));
    });

    it('is not made for a caller whose token is older than the stored one', async () => {
      const { manager, grant } = await signedIn();
      const fresh = await manager.refresh(ana.userId, grant.accessToken);
      const again = await manager.refresh(ana.userId, grant.accessToken);
      assert.equal(again.accessToken, fresh.accessToken);
      assert.equal(server.refreshes, 1);
    });

    it('writes both new tokens in one step before anybody gets to use them', async () => {
      const { manager, grant } = await signedIn();
      const gate = deferred();
      store.gate = gate.promise;
      let used: string | null = null;
      const refreshing = manager
        .refresh(ana.userId, grant.accessToken)
        .then((token) => (used = token.accessToken));
      await until(() => server.refreshes === 1);
      const before = await manager.getUserToken('ana');
      assert.equal(before.accessToken, grant.accessToken, 'the new token is used before it is written');
      assert.equal(used, null);
      gate.resolve();
      await refreshing;
      const last = store.saved.at(-1)!;
      assert.equal(last.accessToken, used);
      assert.notEqual(last.refreshToken, grant.refreshToken);
      assert.equal(last.rotation, 1);
    });

    it('keeps the new tokens in memory when the store is full, says so once, and writes them later', async () => {
      const { manager, grant } = await signedIn();
      const failures: TwitchError[] = [];
      manager.on('storeFailed', (error) => failures.push(error));
      store.isFull = true;
      const fresh = await manager.refresh(ana.userId, grant.accessToken);
      assert.ok(server.isValid(fresh.accessToken));
      await manager.refresh(ana.userId, fresh.accessToken);
      assert.equal(failures.length, 1);
      assert.equal(failures[0]!.code, 'TWITCH_STORE_FAILED');
      assert.equal(failures[0]!.cause.reason, 'ENOSPC');
      assert.equal(`${failures[0]!.stack}`.includes('SECRET'), false);
      store.isFull = false;
      await clock.tick(MINUTE);
      assert.equal(store.saved.at(-1)!.rotation, 2);
    });

    for (const [status, message] of [
      [400, 'Invalid refresh token'],
      [401, 'user removed the connection'],
    ] as const) {
      it(`ends the sign-in at a ${status}, remembers that, and never asks again`, async () => {
        const { manager, grant } = await signedIn();
        const ended: string[] = [];
        manager.on('signInNeeded', (user) => ended.push(user.login));
        server.next['/token'] = [refused(status, message)];
        const refuse = () =>
          assert.rejects(
            manager.refresh(ana.userId, grant.accessToken),
            hasCode('TWITCH_SIGN_IN_NEEDED', /Open the account/),
          );
        await Promise.all(Array.from({ length: 20 }, refuse));
        for (let round = 0; round < 20; round++) await refuse();
        await assert.rejects(manager.getUserToken('ana'), hasCode('TWITCH_SIGN_IN_NEEDED'));
        await clock.tick(3 * HOUR);
        assert.equal(server.refreshes, 1);
        assert.deepEqual(ended, ['ana']);
        assert.equal(manager.users()[0]!.state, 'sign-in');
        assert.equal(manager.users()[0]!.reason, message);

        await manager.close();
        const restarted = create();
        await restarted.load();
        await assert.rejects(restarted.getUserToken('ana'), hasCode('TWITCH_SIGN_IN_NEEDED'));
        assert.equal(server.refreshes, 1);
      });
    }

    it('ends at a missing secret with the remedy, but asks again after the account was edited', async () => {
      const { manager, grant } = await signedIn();
      server.next['/token'] = [refused(400, 'missing client secret')];
      const ask = () => manager.refresh(ana.userId, grant.accessToken);
      await assert.rejects(ask(), hasCode('TWITCH_CLIENT_SECRET_NEEDED', /Public/));
      await assert.rejects(ask(), hasCode('TWITCH_CLIENT_SECRET_NEEDED'));
      assert.equal(server.refreshes, 1);
      await manager.close();
      const edited = create({ clientSecret: 'secret' });
      await edited.load();
      await edited.refresh(ana.userId, grant.accessToken);
      assert.equal(server.refreshes, 2);
    });

    it('goes on after the missing secret was typed in, without a restart', async () => {
      const { manager, grant } = await signedIn();
      server.next['/token'] = [refused(400, 'missing client secret')];
      await assert.rejects(manager.refresh(ana.userId, grant.accessToken));
      const told: string[] = [];
      manager.on('signedIn', (user) => told.push(user.state));
      manager.setClientSecret('secret');
      assert.deepEqual(told, ['ok']);
      await manager.refresh(ana.userId, grant.accessToken);
      assert.equal(server.seen.at(-1)!.form.get('client_secret'), 'secret');
      assert.deepEqual(await manager.getClientCredentials(), {
        clientId: server.clientId,
        clientSecret: 'secret',
      });
    });

    it('is tried a second time after a server fault', async () => {
      const { manager, grant } = await signedIn();
      server.next['/token'] = [{ status: 500, text: 'fault' }];
      const refreshing = manager.refresh(ana.userId, grant.accessToken);
      await until(() => server.refreshes === 1);
      const armed = clock.pending;
      await until(() => clock.pending > armed);
      await clock.tick(2000);
      assert.ok(server.isValid((await refreshing).accessToken));
      assert.equal(server.refreshes, 2);
    });

    it('ends the sign-in when the answer was lost and the token with it', async () => {
      const { manager, grant } = await signedIn();
      server.next['/token'] = ['lost'];
      const refreshing = assert.rejects(
        manager.refresh(ana.userId, grant.accessToken),
        hasCode('TWITCH_SIGN_IN_NEEDED'),
      );
      await until(() => server.refreshes === 1);
      const armed = clock.pending;
      await until(() => clock.pending > armed);
      await clock.tick(2000);
      await refreshing;
      assert.equal(server.refreshes, 2);
    });

    it('backs off after two faults: callers fail at once, and it is tried again later by itself', async () => {
      const { manager, grant } = await signedIn();
      server.next['/token'] = [
        { status: 502, text: '' },
        { status: 502, text: '' },
      ];
      const refreshing = assert.rejects(
        manager.refresh(ana.userId, grant.accessToken),
        (error: unknown) =>
          hasCode('TWITCH_UNAVAILABLE')(error) &&
          error instanceof TwitchError &&
          error.cause.retryAt! > clock.now(),
      );
      await until(() => server.refreshes === 1);
      const armed = clock.pending;
      await until(() => clock.pending > armed);
      await clock.tick(2000);
      await refreshing;
      await assert.rejects(manager.refresh(ana.userId, grant.accessToken), hasCode('TWITCH_UNAVAILABLE'));
      assert.equal(server.refreshes, 2);
      await clock.tick(10_000);
      await until(() => store.saved.at(-1)!.rotation === 1);
      assert.equal(server.refreshes, 3);
      assert.equal(manager.users()[0]!.state, 'ok');
    });

    it('comes five to six minutes before expiry by itself', async () => {
      server.lifetime = 3000;
      const { manager } = await signedIn({ expiresAt: clock.now() + 50 * MINUTE });
      await clock.tick(44 * MINUTE - 1);
      assert.equal(server.refreshes, 0);
      await clock.tick(MINUTE + 2);
      await until(() => store.saved.at(-1)!.rotation === 1);
      assert.equal(server.refreshes, 1);
      assert.equal((await manager.getUserToken('ana')).accessToken, store.saved.at(-1)!.accessToken);
    });

    it('comes before a token is handed out that has less than a minute left', async () => {
      const { manager } = await signedIn({ expiresAt: clock.now() + 4 * HOUR });
      await manager.close();
      await clock.tick(4 * HOUR - 30_000);
      const later = create();
      await later.load();
      const token = await later.getUserToken('ana');
      assert.equal(token.accessToken, store.saved.at(-1)!.accessToken);
      assert.equal(server.refreshes, 1);
    });

    it('does not run in a loop where tokens live for seconds only', async () => {
      server.lifetime = 20;
      const { manager, grant } = await signedIn();
      await manager.refresh(ana.userId, grant.accessToken);
      for (let second = 0; second < 20; second++) {
        await clock.tick(1000);
        await manager.getUserToken('ana');
      }
      assert.ok(server.refreshes <= 4, `${server.refreshes} refreshes in 20 seconds`);
    });

    it('is noted in the store before Twitch is asked, and the note goes with the new tokens', async () => {
      const { manager, grant } = await signedIn();
      store.saved.length = 0;
      await manager.refresh(ana.userId, grant.accessToken);
      const [note, done, ...more] = store.saved;
      assert.equal(note?.renewing, clock.now());
      assert.equal(note?.refreshToken, grant.refreshToken);
      assert.equal(done?.renewing, undefined);
      assert.notEqual(done?.refreshToken, grant.refreshToken);
      assert.deepEqual(more, []);
    });

    it('that a kill interrupted is made at the next start, long before the token runs out', async () => {
      const { manager, grant } = await signedIn({ renewing: clock.now() - 1000 });
      await manager.settle();
      assert.equal(server.refreshes, 1);
      assert.notEqual((await manager.getUserToken('ana')).accessToken, grant.accessToken);
      assert.equal((await store.list())[0]?.renewing, undefined);
    });

    it('that a kill interrupted after Twitch had answered ends the sign-in at the next start, in words', async () => {
      const used = server.issue(ana);
      await fetch(`${server.url}/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: used.refreshToken }),
      });
      const { manager } = await signedIn({ ...used, renewing: clock.now() - 1000 });
      await manager.settle();
      const [user] = manager.users();
      assert.equal(user?.state, 'sign-in');
      assert.equal(user.reason, 'the program was stopped in the middle of a renewal');
      assert.equal(server.refreshes, 2);
    });

    it('is not undone by a name that is learnt while its tokens are written', async () => {
      const { manager, grant } = await signedIn();
      const gate = deferred();
      store.gate = gate.promise;
      const refreshing = manager.refresh(ana.userId, grant.accessToken);
      await until(() => server.refreshes === 1);
      const learning = manager.setDisplayName(ana.userId, 'Ana!');
      gate.resolve();
      const fresh = await refreshing;
      await learning;
      const [stored] = await store.list();
      assert.equal(stored?.accessToken, fresh.accessToken);
      assert.equal(stored.displayName, 'Ana!');
      assert.equal(stored.rotation, 1);
    });

    it('is waited for, and what could not be written is tried once more, by settle', async () => {
      const { manager, grant } = await signedIn();
      store.isFull = true;
      const refreshing = manager.refresh(ana.userId, grant.accessToken);
      await manager.settle();
      const fresh = await refreshing;
      assert.equal((await store.list())[0]?.accessToken, grant.accessToken);
      store.isFull = false;
      await manager.settle();
      assert.equal((await store.list())[0]?.accessToken, fresh.accessToken);
    });

    it('finishes and is written when the manager is closed in the middle of it', async () => {
      const { manager, grant } = await signedIn();
      const refreshing = manager.refresh(ana.userId, grant.accessToken);
      await manager.close();
      const fresh = await refreshing;
      assert.equal(store.saved.at(-1)!.accessToken, fresh.accessToken);
      const next = create();
      await next.load();
      assert.equal((await next.getUserToken('ana')).accessToken, fresh.accessToken);
    });
  });

  describe('validation', () => {
    it('is made at start and then within every hour', async () => {
      await signedIn();
      const atStart = server.count('/validate');
      assert.ok(atStart >= 1);
      await clock.tick(HOUR);
      await until(() => server.count('/validate') === atStart + 1);
      await clock.tick(HOUR);
      await until(() => server.count('/validate') === atStart + 2);
    });

    it('needs no network to be ready, and a fault says nothing about the token', async () => {
      const grant = grantOf(ana);
      await store.save(grant);
      server.next['/validate'] = [{ fault: 'drop' }, { status: 503, text: '' }, refused(429, 'slow')];
      const manager = create();
      await manager.load();
      assert.equal((await manager.getUserToken('ana')).accessToken, grant.accessToken);
      await until(() => server.count('/validate') === 1);
      await manager.validate();
      await manager.validate();
      assert.equal(manager.users()[0]!.state, 'ok');
      assert.equal(server.refreshes, 0);
    });

    it('is tried again soon when Twitch could not be reached', async () => {
      await store.save(grantOf(ana));
      server.next['/validate'] = [{ fault: 'drop' }];
      const manager = create();
      await manager.load();
      await until(() => server.count('/validate') === 1 && clock.pending === 2);
      await clock.tick(10 * MINUTE);
      await until(() => server.count('/validate') === 2);
    });

    it('refreshes a token that Twitch calls invalid', async () => {
      const { manager, grant } = await signedIn();
      server.expire(grant.accessToken);
      assert.equal(await manager.validate(), true);
      assert.equal(server.refreshes, 1);
      assert.equal(manager.users()[0]!.state, 'ok');
    });

    it('says nothing about tokens that were replaced, or are being replaced, while its answer was on the way', async () => {
      const { manager, grant } = await signedIn();
      const old = {
        client_id: server.clientId,
        login: 'ana_of_before',
        user_id: ana.userId,
        scopes: [],
        expires_in: 60,
      };
      // The new tokens are there, but not yet written; then they are in use; and both with the worst answer, too.
      for (const reply of [{ json: old }, refused(401, 'invalid access token')]) {
        for (const isWritten of [false, true]) {
          const gate = deferred();
          if (!isWritten) store.gate = gate.promise;
          const answer = deferred();
          const asked = server.count('/validate');
          const refreshes = server.refreshes;
          server.next['/validate'] = [answer.promise.then(() => reply)];
          const validating = manager.validate();
          await until(() => server.count('/validate') > asked);
          const { accessToken } = await manager.getUserToken('ana');
          const refreshing = manager.refresh(ana.userId, accessToken);
          await until(() => server.refreshes > refreshes);
          if (isWritten) await refreshing;
          answer.resolve();
          // Only so that a failure does not wait for itself.
          const valve = setTimeout(gate.resolve, 500);
          assert.equal(await validating, true);
          clearTimeout(valve);
          gate.resolve();
          const fresh = await refreshing;
          await manager.settle();
          assert.equal(server.refreshes, refreshes + 1, 'refreshed for the sake of the token before');
          const [stored] = await store.list();
          assert.equal(stored?.accessToken, fresh.accessToken);
          assert.deepEqual([stored.login, stored.scopes], [ana.login, ana.scopes]);
          const [user] = manager.users();
          assert.deepEqual([user?.login, user?.state, user?.scopes], [ana.login, 'ok', ana.scopes]);
        }
      }
      assert.notEqual((await manager.getUserToken('ana')).accessToken, grant.accessToken);
    });

    it('is broken off when everything ends, however long Twitch takes', async () => {
      const { manager } = await signedIn();
      const asked = server.count('/validate');
      server.next['/validate'] = [{ fault: 'hang' }];
      await clock.tick(HOUR);
      await until(() => server.count('/validate') > asked);
      const begun = Date.now();
      await manager.close();
      assert(Date.now() - begun < 2_000, 'it waits for Twitch');
    });

    it('brings a changed login and fewer permissions up to date', async () => {
      const { manager, grant } = await signedIn();
      let changes = 0;
      manager.on('change', () => changes++);
      server.next['/validate'] = [
        {
          json: {
            client_id: server.clientId,
            login: 'ana_new',
            user_id: ana.userId,
            scopes: ['chat:read'],
            expires_in: 0,
          },
        },
      ];
      await manager.validate();
      assert.deepEqual(
        manager.users().map(({ login, scopes, expiresAt }) => ({ login, scopes, expiresAt })),
        [{ login: 'ana_new', scopes: ['chat:read'], expiresAt: null }],
      );
      assert.equal(changes, 1);
      assert.equal((await manager.getUserToken('ana_new')).accessToken, grant.accessToken);
      assert.equal(store.saved.at(-1)!.login, 'ana_new');
    });

    it('bears 29 idle days: the expired access token is refreshed at the start', async () => {
      const { manager } = await signedIn();
      await manager.close();
      await clock.tick(29 * 24 * HOUR);
      const later = create();
      await later.load();
      const token = await later.getUserToken('ana');
      assert.ok(server.isValid(token.accessToken));
      assert.equal(server.refreshes, 1);
    });

    it('keeps a timer for a token of 60 days', async () => {
      await signedIn({ expiresAt: clock.now() + 60 * 24 * HOUR });
      server.lifetime = 60 * 24 * 3600;
      await clock.tick(30 * MINUTE);
      assert.equal(server.refreshes, 0);
    });
  });

  describe('people', () => {
    it('are kept apart, and found by id, by login, or as anybody with a permission', async () => {
      const manager = create();
      await manager.load();
      const first = grantOf(ana);
      const second = grantOf(bot);
      await manager.add(first);
      await manager.add(second);
      assert.equal((await manager.getUserToken(ana.userId)).accessToken, first.accessToken);
      assert.equal((await manager.getUserToken('Helper_Bot')).accessToken, second.accessToken);
      assert.equal((await manager.getUserToken(null, ['chat:edit'])).accessToken, second.accessToken);
      assert.equal((await manager.getUserToken(null)).accessToken, first.accessToken);
      assert.equal((await manager.getIrcToken('ana')).accessToken, first.accessToken);
    });

    it('who are not signed in, or lack the permission, are named without asking Twitch', async () => {
      const { manager } = await signedIn();
      const asked = server.seen.length;
      await assert.rejects(manager.getUserToken('nobody'), hasCode('TWITCH_SIGN_IN_NEEDED', /nobody/));
      await assert.rejects(
        manager.getUserToken('ana', ['moderator:manage:banned_users']),
        (error: unknown) =>
          hasCode('TWITCH_SCOPE_MISSING', /ana/)(error) &&
          error instanceof TwitchError &&
          error.cause.missingScopes?.[0] === 'moderator:manage:banned_users',
      );
      assert.equal((await manager.getUserToken('ana', ['bits:read', 'chat:read'])).login, 'ana');
      await assert.rejects(create().getUserToken(null), hasCode('TWITCH_SIGN_IN_NEEDED', /Nobody/));
      assert.equal(server.seen.length, asked);
    });

    it('of another server or client id are never loaded or taken', async () => {
      await store.save(grantOf(ana, { clientId: 'other' }));
      await store.save(grantOf(bot, { server: 'https://id.twitch.tv/oauth2' }));
      const manager = create();
      await manager.load();
      assert.deepEqual(manager.users(), []);
      await assert.rejects(manager.add(grantOf(ana, { clientId: 'other' })), hasCode('TWITCH_INPUT_INVALID'));
    });

    it('sign in again: the ended sign-in works at once, and whoever waits is told', async () => {
      const { manager, grant } = await signedIn();
      server.next['/token'] = [refused(400, 'Invalid refresh token')];
      await assert.rejects(manager.refresh(ana.userId, grant.accessToken));
      const told: string[] = [];
      manager.on('signedIn', (user) => told.push(`${user.login} ${user.state}`));
      await manager.add(grantOf(ana));
      assert.deepEqual(told, ['ana ok']);
      assert.equal((await manager.getUserToken('ana')).userId, ana.userId);
      assert.equal(store.saved.at(-1)!.ended, undefined);
    });

    it('who sign in twice at the same moment leave one sign-in and one timer', async () => {
      const manager = create();
      await Promise.all([manager.add(grantOf(ana)), manager.add(grantOf(ana)), manager.add(grantOf(bot))]);
      assert.deepEqual(
        manager.users().map((user) => user.login),
        ['ana', 'helper_bot'],
      );
      // One for each person's refresh and one for the hourly validation.
      assert.equal(clock.pending, 3);
      await manager.close();
      await assert.rejects(manager.add(grantOf(ana)), hasCode('TWITCH_ABORTED'));
    });

    it('sign out: forgotten here and revoked at Twitch, even if that fails', async () => {
      const { manager, grant } = await signedIn();
      await manager.signOut(ana.userId);
      assert.equal(server.isValid(grant.accessToken), false);
      assert.deepEqual(manager.users(), []);
      assert.deepEqual(await store.list(), []);
      await manager.add(grantOf(bot));
      server.next['/revoke'] = [{ fault: 'drop' }];
      await manager.signOut(bot.userId);
      assert.deepEqual(await store.list(), []);
    });

    it('who sign out while a refresh is under way do not come back', async () => {
      const { manager, grant } = await signedIn();
      const refreshing = manager.refresh(ana.userId, grant.accessToken).catch(() => null);
      await manager.signOut(ana.userId);
      const fresh = await refreshing;
      assert.deepEqual(await store.list(), []);
      if (fresh) assert.equal(server.isValid(fresh.accessToken), false, 'the fresh token was not revoked');
    });

    it('keep the spelling of their name', async () => {
      const { manager } = await signedIn();
      await manager.setDisplayName(ana.userId, 'Ana');
      assert.equal(manager.users()[0]!.displayName, 'Ana');
      assert.equal(store.saved.at(-1)!.displayName, 'Ana');
    });
  });

  describe('a pasted token', () => {
    it('loses its prefix, is validated at once, and is stored', async () => {
      const manager = create();
      const { accessToken } = server.issue(ana);
      const user = await manager.addToken({ accessToken: `  oauth:${accessToken}\n` });
      assert.equal(user.login, 'ana');
      assert.equal((await manager.getUserToken('ana')).accessToken, accessToken);
      assert.equal(store.saved.at(-1)!.refreshToken, null);
    });

    it('is refused when Twitch does not know it, or when it is no token', async () => {
      const manager = create();
      await assert.rejects(manager.addToken({ accessToken: 'unknown' }), hasCode('TWITCH_SIGN_IN_NEEDED'));
      await assert.rejects(manager.addToken({ accessToken: 'oauth:' }), hasCode('TWITCH_INPUT_INVALID'));
      await assert.rejects(manager.addToken({ accessToken: 'two words' }), hasCode('TWITCH_INPUT_INVALID'));
      assert.deepEqual(manager.users(), []);
    });

    it('without a refresh token ends at its expiry', async () => {
      const manager = create();
      await manager.addToken({ accessToken: server.issue(ana).accessToken });
      const ended: string[] = [];
      manager.on('signInNeeded', (user) => ended.push(user.login));
      await clock.tick(server.lifetime * 1000 + 1);
      assert.deepEqual(ended, ['ana']);
      await assert.rejects(manager.getUserToken('ana'), hasCode('TWITCH_SIGN_IN_NEEDED', /expired/));
      assert.equal(server.refreshes, 0);
    });
  });

  describe('the app token', () => {
    it('is made once however many ask, and made anew when Twitch refuses it', async () => {
      const manager = create({ clientSecret: 'secret' });
      const tokens = await Promise.all(Array.from({ length: 20 }, () => manager.getClientToken()));
      assert.equal(server.count('/token', 'client_credentials'), 1);
      const fresh = await Promise.all(tokens.map((token) => manager.clientTokenExpired(token)));
      assert.equal(server.count('/token', 'client_credentials'), 2);
      assert.notEqual(fresh[0], tokens[0]);
      assert.equal(await manager.getClientToken(), fresh[0]);
    });

    it('is renewed before it ends', async () => {
      const manager = create({ clientSecret: 'secret' });
      const first = await manager.getClientToken();
      await clock.tick(5_000_000_000 - 30_000);
      assert.notEqual(await manager.getClientToken(), first);
    });

    it('is not asked for again with a secret that is wrong', async () => {
      const manager = create({ clientSecret: 'wrong' });
      server.next['/token'] = [refused(403, 'invalid client secret')];
      await assert.rejects(manager.getClientToken(), hasCode('TWITCH_INPUT_INVALID'));
      await assert.rejects(manager.getClientToken(), hasCode('TWITCH_INPUT_INVALID'));
      assert.equal(server.count('/token', 'client_credentials'), 1);
    });

    it('cannot be had without a secret', async () => {
      await assert.rejects(create().getClientToken(), hasCode('TWITCH_CLIENT_SECRET_NEEDED'));
    });
  });

  it('counts a store that cannot be read as empty, and says so', async () => {
    store.list = () => Promise.reject(Object.assign(new Error('broken: SECRET'), { code: 'EACCES' }));
    const manager = create();
    const failures: TwitchError[] = [];
    manager.on('storeFailed', (error) => failures.push(error));
    await manager.load();
    assert.deepEqual(manager.users(), []);
    assert.equal(failures[0]?.cause.reason, 'EACCES');
  });
});
