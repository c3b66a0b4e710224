import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TokenManager } from '../../../src/core/auth/token-manager';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import { TwitchError } from '../../../src/core/errors';
import { HelixClient } from '../../../src/core/helix/helix-client';
import { startSimulator, type Simulator } from '../../../src/simulator';
import type { Faults } from '../../../src/simulator/faults/faults';
import { allScopes } from '../../../src/tables/scopes';
import { FakeClock, settle } from '../../support/fake-clock';
import { watch } from '../../support/http-server';

type Filter = Parameters<Faults['serverError']>[0];

/** A call of each kind that the retry table tells apart, and what it leaves in the world. */
interface Deed {
  readonly endpoint: string;
  readonly run: () => Promise<unknown>;
  /** How often it has happened. */
  readonly done: () => number;
}

describe('Calls of Helix while Twitch fails', function () {
  this.timeout(20_000);
  let clock: FakeClock;
  let simulator: Simulator;
  let manager: TokenManager;
  let helix: HelixClient;
  let id: string;
  let polls: number;
  let updates: number;

  beforeEach(async () => {
    clock = new FakeClock();
    simulator = await startSimulator({ clock });
    const { clientId, urls, users } = simulator;
    id = users.broadcaster.id;
    manager = new TokenManager({ clientId, urls, clock, store: new MemoryTokenStore() });
    const scopes = allScopes().map((row) => row.scope);
    await manager.addToken(simulator.issueToken({ login: users.broadcaster.login, scopes }));
    helix = new HelixClient({ urls, tokens: manager, clock });
    polls = 0;
    updates = 0;
    simulator.world.on('notification', ({ type }) => {
      if (type === 'channel.poll.begin') polls += 1;
      if (type === 'channel.update') updates += 1;
    });
  });
  afterEach(async () => {
    await helix.close();
    await manager.close();
    await simulator.close();
  });

  const reads = (): Deed => ({
    endpoint: 'get-users',
    run: () => helix.call('get-users', { query: { id } }),
    done: () => 0,
  });
  const setsTitle = (): Deed => ({
    endpoint: 'modify-channel-information',
    run: () =>
      helix.call('modify-channel-information', {
        query: { broadcaster_id: id },
        body: { title: 'The same title' },
      }),
    done: () => updates,
  });
  const opensPoll = (): Deed => ({
    endpoint: 'create-poll',
    run: () =>
      helix.call('create-poll', {
        body: { broadcaster_id: id, title: 'Q', choices: [{ title: 'a' }, { title: 'b' }], duration: 60 },
      }),
    done: () => polls,
  });

  /** Runs it to its end, letting time pass for its pauses. Tells how often Twitch was asked, and how it ended. */
  async function outcome({
    endpoint,
    run,
  }: Deed): Promise<{ attempts: number; code: string; status: number | null }> {
    let attempts = 0;
    helix.on('call', (call) => {
      if (call.endpoint === endpoint) attempts += 1;
    });
    const running = run();
    const state = watch(running);
    for (let turn = 0; turn < 400 && !state.isOver; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      await clock.tick(500);
    }
    assert.ok(state.isOver, 'did not end');
    return await running.then(
      () => ({ attempts, code: 'ok', status: 200 }),
      (error: unknown) => {
        assert.ok(error instanceof TwitchError, String(error));
        return { attempts, code: error.code, status: error.cause.status ?? null };
      },
    );
  }

  const transient: readonly [string, (faults: Faults, filter: Filter) => void][] = [
    ...[500, 502, 503, 504].map((status): [string, (faults: Faults, filter: Filter) => void] => [
      `a ${status}`,
      (faults, filter) => void faults.serverError(filter, status),
    ]),
    ['a cut body', (faults, filter) => void faults.cutBody(filter)],
    ['a body that is no JSON', (faults, filter) => void faults.wrongJson(filter)],
    ['a connection that ends without an answer', (faults, filter) => void faults.lostAnswer(filter)],
    ['a connection that ends before anything was done', (faults, filter) => void faults.refused(filter)],
  ];
  for (const [what, arm] of transient) {
    it(`${what}: a read is repeated`, async () => {
      const deed = reads();
      arm(simulator.faults, { endpoint: deed.endpoint });
      const { attempts, code } = await outcome(deed);
      assert.deepEqual([attempts, code], [2, 'ok']);
    });

    it(`${what}: a harmless write is repeated, and has happened at most once more`, async () => {
      const deed = setsTitle();
      arm(simulator.faults, { endpoint: deed.endpoint });
      const { attempts, code } = await outcome(deed);
      // Nobody reads the body of an answer that has none: a broken one is no failure.
      assert.ok(attempts <= 2 && code === 'ok', `${attempts} ${code}`);
      assert.ok(deed.done() >= 1 && deed.done() <= attempts);
    });

    it(`${what}: a poll is asked for once, and never opened twice`, async () => {
      const deed = opensPoll();
      arm(simulator.faults, { endpoint: deed.endpoint });
      const { attempts, code } = await outcome(deed);
      assert.equal(attempts, 1);
      assert.notEqual(code, 'ok');
      assert.ok(deed.done() <= 1);
    });

    it(`${what} that does not end: a read gives up after three attempts`, async () => {
      const deed = reads();
      for (let time = 0; time < 10; time++) arm(simulator.faults, { endpoint: deed.endpoint });
      const { attempts, code } = await outcome(deed);
      assert.equal(attempts, 3);
      assert.notEqual(code, 'ok');
    });
  }

  it('an empty bucket: everything waits for its reset and happens once', async () => {
    for (const deed of [reads(), setsTitle(), opensPoll()]) {
      simulator.faults.bucketEmpty({ endpoint: deed.endpoint }, clock.now() + 20_000);
      const begun = clock.now();
      const { attempts, code } = await outcome(deed);
      assert.deepEqual([attempts, code], [2, 'ok'], deed.endpoint);
      assert.ok(clock.now() - begun >= 20_000, deed.endpoint);
    }
    assert.deepEqual([polls, updates], [1, 1]);
  });

  it("the endpoint's own limit: reported at once with the bucket untouched, and not repeated", async () => {
    for (const deed of [reads(), setsTitle(), opensPoll()]) {
      simulator.faults.endpointLimited({ endpoint: deed.endpoint }, clock.now() + 20_000);
      const { attempts, code, status } = await outcome(deed);
      assert.deepEqual([attempts, status], [1, 429], deed.endpoint);
      assert.match(code, /LIMIT/);
    }
    assert.deepEqual([polls, updates], [0, 0]);
  });

  it('a 401 in the middle of a list: one fresh token, the list goes on where it was', async () => {
    const before = (await manager.getUserToken(id)).accessToken;
    const seen: string[] = [];
    let pages = 0;
    const list = helix.pages('get-channel-followers', { query: { broadcaster_id: id, first: 5 } });
    for await (const { items } of list.byPage()) {
      pages += 1;
      seen.push(...items.map(({ user_id }) => user_id));
      if (pages === 2) simulator.faults.unauthorized({ endpoint: 'get-channel-followers' });
    }
    const { followers } = simulator.world.channel(id)!;
    assert.equal(seen.length, followers.size);
    assert.equal(new Set(seen).size, followers.size);
    assert.notEqual((await manager.getUserToken(id)).accessToken, before);
  });

  it('an answer that comes too late: a read is repeated, a poll is not', async () => {
    const impatient = new HelixClient({ urls: simulator.urls, tokens: manager, clock, timeoutMs: 100 });
    const poll = {
      body: { broadcaster_id: id, title: 'Q', choices: [{ title: 'a' }, { title: 'b' }], duration: 60 },
    };
    simulator.faults.slow({ endpoint: 'create-poll' }, 3_600_000);
    await assert.rejects(impatient.call('create-poll', poll), { code: 'TWITCH_TIMEOUT' });
    assert.equal(polls, 1);
    simulator.faults.slow({ endpoint: 'get-users' }, 3_600_000);
    const reading = impatient.call('get-users', { query: { id } });
    const state = watch(reading);
    while (!state.isOver) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await clock.tick(500);
    }
    assert.equal((await reading).data[0]?.id, id);
    await impatient.close();
  });

  it('a socket that was closed while it was idle: the next call takes another, and is sent once', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.method ?? '');
      request.resume().on('end', () => response.end('{"data":[{"id":"1"}]}'));
    });
    let sockets = 0;
    server.on('connection', () => (sockets += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const client = new HelixClient({
      urls: { helix: `http://127.0.0.1:${port}` },
      tokens: manager,
      clock,
    });
    const poll = {
      body: { broadcaster_id: id, title: 'Q', choices: [{ title: 'a' }, { title: 'b' }], duration: 60 },
    };
    await client.call('get-users', { query: { id } });
    const open = (): Promise<number> =>
      new Promise((resolve) => {
        server.getConnections((_, count) => resolve(count));
      });
    assert.equal(await open(), 1);
    server.closeIdleConnections();
    while ((await open()) > 0) await settle();
    await settle();
    await client.call('create-poll', poll);
    assert.deepEqual([seen, sockets], [['GET', 'POST'], 2]);
    await client.close();
    await new Promise((resolve) => server.close(resolve));
  });
});
