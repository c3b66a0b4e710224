import assert from 'node:assert/strict';
import type { Grant } from '../../src/core/auth/grant';
import { MemoryTokenStore } from '../../src/core/auth/token-store';
import { systemClock, systemRandom } from '../../src/core/clock';
import { TokenPool, type TokenRequest } from '../../src/node-red/token-pool';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';

/** Writes slowly, and remembers in which order it was asked. */
class SlowStore extends MemoryTokenStore {
  readonly order: string[] = [];

  override async list(): Promise<Grant[]> {
    this.order.push('list');
    return super.list();
  }

  override async save(grant: Grant): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 150));
    await super.save(grant);
    this.order.push(`saved ${grant.rotation}`);
  }
}

describe('the pool of token managers', () => {
  let simulator: Simulator;
  let pool: TokenPool;
  let store: SlowStore;

  beforeEach(async () => {
    simulator = await startSimulator({ viewers: 'none' });
    pool = new TokenPool();
    store = new SlowStore();
  });

  afterEach(async () => {
    await simulator.close();
  });

  const request = (changes: Partial<TokenRequest> = {}): TokenRequest => ({
    urls: simulator.urls,
    clientId: simulator.clientId,
    clientSecret: undefined,
    store,
    clock: systemClock,
    random: systemRandom,
    ...changes,
  });

  it('gives clients that differ in other addresses the same one', async () => {
    const first = pool.take(request());
    const second = pool.take(request({ urls: { ...simulator.urls, helix: 'http://127.0.0.1:1/helix' } }));
    assert.equal(first.manager, second.manager);
    const other = pool.take(request({ clientId: 'another' }));
    assert.notEqual(other.manager, first.manager);
    await first.release();
    await first.release();
    assert.deepEqual(second.manager.users(), []);
    await Promise.all([second.release(), other.release()]);
  });

  it('lets a successor read the store only when the last refresh of its predecessor is written', async () => {
    const first = pool.take(request());
    await first.ready;
    const { broadcaster } = simulator.users;
    await first.manager.addToken(simulator.issueToken({ login: broadcaster.login, scopes: [] }));
    const { accessToken } = await first.manager.getUserToken(broadcaster.id);
    const refreshing = first.manager.refresh(broadcaster.id, accessToken);
    const released = first.release();
    const second = pool.take(request());
    assert.notEqual(second.manager, first.manager);
    await Promise.all([refreshing, released, second.ready]);
    assert.deepEqual(store.order.slice(-2), ['saved 1', 'list']);
    const fresh = await second.manager.getUserToken(broadcaster.id);
    assert.notEqual(fresh.accessToken, accessToken);
    await second.manager.refresh(broadcaster.id, fresh.accessToken);
    await second.release();
  });
});
