import assert from 'node:assert/strict';
import { LiveState, type LiveStateOptions } from '../../src/node-red/live-state';
import { FakeClock, settle } from '../support/fake-clock';

describe('the live state', () => {
  let clock: FakeClock;
  let asked: string[][];
  let live: string[];
  let signedIn: boolean;
  let down: boolean;
  let changes: [string, boolean | null][];
  let state: LiveState;

  beforeEach(() => {
    clock = new FakeClock();
    asked = [];
    live = [];
    signedIn = true;
    down = false;
    changes = [];
    const ask: LiveStateOptions['ask'] = (ids) => {
      asked.push([...ids]);
      return down
        ? Promise.reject(new Error('down'))
        : Promise.resolve(live.map((channelId) => ({ channelId, startedAt: 1_000 })));
    };
    state = new LiveState({
      ask,
      canAsk: () => signedIn,
      clock,
      onChange: (id, isLive) => changes.push([id, isLive]),
    });
  });

  afterEach(() => {
    state.close();
    assert.equal(clock.pending, 0);
  });

  it('asks nothing while nobody wants to know', async () => {
    await clock.tick(600_000);
    assert.deepEqual(asked, []);
    assert.equal(state.isLive('1'), null);
  });

  it('asks at once, then every minute, for all channels in one call, and tells changes', async () => {
    live = ['1'];
    state.watch('1');
    await settle();
    assert.equal(state.isLive('1'), true);
    state.watch('2');
    await settle();
    assert.equal(state.isLive('2'), false);
    live = [];
    await clock.tick(60_000);
    assert.deepEqual(asked.at(-1), ['1', '2']);
    assert.deepEqual(changes, [
      ['1', true],
      ['2', false],
      ['1', false],
    ]);
  });

  it('stops asking when the last one has let go', async () => {
    const stop = state.watch('1');
    const stopToo = state.watch('1');
    await settle();
    stop();
    stop();
    await clock.tick(60_000);
    assert.equal(asked.length, 2);
    stopToo();
    await clock.tick(600_000);
    assert.equal(asked.length, 2);
    assert.equal(state.isLive('1'), null);
  });

  it('knows nothing without sign-in, and everything as soon as somebody has signed in', async () => {
    signedIn = false;
    live = ['1'];
    state.watch('1');
    await clock.tick(120_000);
    assert.equal(state.isLive('1'), null);
    assert.deepEqual(asked, []);
    signedIn = true;
    state.askNow();
    await settle();
    assert.equal(state.isLive('1'), true);
  });

  it('believes an event more than an answer that lags behind', async () => {
    live = ['1'];
    state.watch('1');
    await settle();
    state.told('1', false);
    assert.equal(state.isLive('1'), false);
    await clock.tick(60_000);
    assert.equal(state.isLive('1'), false);
    await clock.tick(180_000);
    assert.equal(state.isLive('1'), true);
  });

  it('keeps what it knows while Twitch does not answer, and asks on', async () => {
    live = ['1'];
    state.watch('1');
    await settle();
    down = true;
    await clock.tick(60_000);
    assert.equal(state.isLive('1'), true);
    down = false;
    live = [];
    await clock.tick(60_000);
    assert.equal(state.isLive('1'), false);
  });
});
