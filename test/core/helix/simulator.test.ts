import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { TokenManager } from '../../../src/core/auth/token-manager';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import { TwitchError } from '../../../src/core/errors';
import { HelixClient } from '../../../src/core/helix/helix-client';
import { startSimulator, type Simulator, type TranscriptEntry } from '../../../src/simulator';
import { allEndpoints } from '../../../src/tables/endpoints';
import { allScopes } from '../../../src/tables/scopes';
import { FakeClock } from '../../support/fake-clock';
import { until } from '../../support/http-server';
import { fullRequest } from '../../support/sample-request';
import { optionsFor, requestFor } from '../../support/simulator-request';

type CallEntry = Extract<TranscriptEntry, { kind: 'call' }>;

/** A manager of the confidential application with these people signed in, each with these scopes. */
async function signIn(
  simulator: Simulator,
  people: readonly string[],
  scopes: readonly string[],
  clock?: FakeClock,
): Promise<TokenManager> {
  const { clientId, clientSecret } = simulator.confidential;
  const store = new MemoryTokenStore();
  const manager = new TokenManager({
    clientId,
    clientSecret,
    urls: simulator.urls,
    store,
    ...(clock && { clock }),
  });
  for (const login of people) await manager.addToken(simulator.issueToken({ login, scopes, clientId }));
  return manager;
}

describe('Every row of the table, called over HTTP against the simulator', function () {
  this.timeout(20_000);
  let simulator: Simulator;
  let all: { manager: TokenManager; helix: HelixClient };
  let none: { manager: TokenManager; helix: HelixClient };
  let calls: CallEntry[];

  before(async () => {
    simulator = await startSimulator();
    simulator.on('transcript', (entry) => {
      if (entry.kind === 'call') calls.push(entry);
    });
    const { broadcaster, moderator, bot } = simulator.users;
    const people = [broadcaster.login, moderator.login, bot.login];
    const scopes = allScopes().map((row) => row.scope);
    const withAll = await signIn(simulator, people, scopes);
    const withNone = await signIn(simulator, people, []);
    all = { manager: withAll, helix: new HelixClient({ urls: simulator.urls, tokens: withAll }) };
    none = { manager: withNone, helix: new HelixClient({ urls: simulator.urls, tokens: withNone }) };
  });
  beforeEach(() => {
    calls = [];
  });
  after(async () => {
    for (const { helix, manager } of [all, none]) {
      await helix.close();
      await manager.close();
    }
    await simulator.close();
  });

  for (const row of allEndpoints()) {
    if (row.status === 'removed') {
      it(`${row.id}: fails at once and names the replacement`, async () => {
        await assert.rejects(
          all.helix.callAny(row.id, fullRequest(row)),
          (error: unknown) =>
            error instanceof TwitchError &&
            error.code === 'TWITCH_GONE' &&
            error.message.includes(row.replacement!),
        );
        assert.equal(calls.length, 0);
      });
      continue;
    }

    it(`${row.id}: a full request arrives as the endpoint it is for, and is answered as documented`, async () => {
      const status = await all.helix
        .callAny(row.id, requestFor(row, simulator), optionsFor(row, simulator))
        .then(
          () => row.success,
          (error: unknown) => {
            assert.ok(error instanceof TwitchError, String(error));
            assert.ok(error.cause.status, error.message);
            return error.cause.status;
          },
        );
      const last = calls.at(-1);
      assert.ok(last, 'nothing was sent');
      assert.equal(last.endpoint, row.id);
      assert.deepEqual(last.ignored ?? [], [], 'fields that Twitch does not know');
      assert.equal(last.status, status);
      // What is asked about may not exist; but nobody may say that the request or its token is wrong.
      // Twitch answers 401 for videos that are not one's own, and for sales of an extension that is not one's own.
      if (row.id !== 'delete-videos' && row.id !== 'get-extension-transactions') assert.notEqual(status, 401);
      assert.ok(status < 300 || status === 404 || row.errors.includes(status), `answered ${status}`);
    });

    if (row.scopes.length > 0 && row.tokens.includes('user')) {
      it(`${row.id}: without the permission nothing is sent; sent all the same, Twitch's refusal names it`, async () => {
        const user = simulator.users.broadcaster.id;
        const lacks = (error: unknown): boolean =>
          error instanceof TwitchError &&
          error.code === 'TWITCH_SCOPE_MISSING' &&
          (error.cause.missingScopes ?? []).some((scope) =>
            (row.scopes as readonly string[]).includes(scope),
          );
        await assert.rejects(none.helix.callAny(row.id, requestFor(row, simulator), { user }), lacks);
        assert.equal(calls.length, 0);
        await assert.rejects(
          none.helix.callAny(row.id, requestFor(row, simulator), { user, unchecked: true }),
          lacks,
        );
        assert.equal(calls.length, 1);
      });
    }

    if (
      row.owner !== null &&
      row.owner !== 'token-owner' &&
      row.ownerAlso.length === 0 &&
      row.tokens.includes('user')
    ) {
      it(`${row.id}: with somebody else's token nothing is sent; sent all the same, it is refused without a refresh`, async () => {
        const user = simulator.users.bot.id;
        await assert.rejects(
          all.helix.callAny(row.id, requestFor(row, simulator), { user }),
          (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_INPUT_INVALID',
        );
        assert.equal(calls.length, 0);
        const rotation = (await all.manager.getUserToken(user)).accessToken;
        await assert.rejects(
          all.helix.callAny(row.id, requestFor(row, simulator), { user, unchecked: true }),
          TwitchError,
        );
        assert.equal((await all.manager.getUserToken(user)).accessToken, rotation);
      });
    }
  }
});

describe('A storm of 2,000 calls on one shared clock', function () {
  this.timeout(60_000);

  it('is answered whole, in order, with nothing refused or sent twice, within 95 seconds', async () => {
    const clock = new FakeClock();
    const simulator = await startSimulator({ clock });
    const { broadcaster } = simulator.users;
    const manager = await signIn(simulator, [broadcaster.login], [], clock);
    const helix = new HelixClient({ urls: simulator.urls, tokens: manager, clock });
    const statuses = new Map<number, number>();
    const arrived: number[] = [];
    simulator.on('transcript', (entry) => {
      if (entry.kind !== 'call') return;
      statuses.set(entry.status, (statuses.get(entry.status) ?? 0) + 1);
      arrived.push(Number(/login=storm(\d+)/.exec(entry.path)?.[1]));
    });
    const begun = clock.now();
    const order: number[] = [];
    const failures: unknown[] = [];
    for (let number = 0; number < 2000; number++) {
      const query = { login: `storm${number}` };
      helix.call('get-users', { query }, { user: broadcaster.id }).then(
        () => order.push(number),
        (error: unknown) => failures.push(error),
      );
    }
    await until(() => helix.limits(broadcaster.id) !== null);
    while (order.length < 2000 && failures.length === 0 && clock.now() - begun < 200_000) {
      await until(() => helix.limits(broadcaster.id)!.inFlight === 0);
      await clock.tick(250);
    }
    assert.deepEqual(failures, []);
    assert.deepEqual([...statuses], [[200, 2000]]);
    assert.ok(clock.now() - begun <= 95_000, `took ${(clock.now() - begun) / 1000} s`);
    assert.equal(new Set(arrived).size, 2000, 'each call was sent once');
    // Sockets may overtake each other by a few; the order of sending is kept.
    for (const numbers of [arrived, order]) {
      numbers.forEach((number, index) =>
        assert.ok(Math.abs(number - index) < 64, `${number} came at ${index}`),
      );
    }
    await helix.close();
    await manager.close();
    await simulator.close();
  });
});
