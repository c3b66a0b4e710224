import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createClock, seededRandom, sleep } from '../../src/core/clock';
import { FakeClock } from '../support/fake-clock';

describe('Clock', () => {
  it('runs as fast as it is told', async () => {
    const fast = createClock(1000);
    const begun = fast.now();
    const realBegun = Date.now();
    await sleep(fast, 20_000);
    assert.ok(fast.now() - begun >= 19_000, 'the hands stood still');
    assert.ok(Date.now() - realBegun < 5000, 'it waited in real time');
  });

  it('keeps a timer longer than Node can, and forgets one that is cleared', () => {
    const clock = createClock();
    let fired = false;
    const timer = clock.setTimeout(() => (fired = true), 60 * 24 * 3_600_000);
    clock.clearTimeout(timer);
    clock.clearTimeout(undefined);
    assert.equal(fired, false);
  });

  it('ends a sleep at once when it is given up, and leaves no timer', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const sleeping = sleep(clock, 1000, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(sleeping, /enough/);
    await assert.rejects(sleep(clock, 1000, controller.signal), /enough/);
    assert.equal(clock.pending, 0);
    const other = sleep(clock, 1000);
    await clock.tick(1000);
    await other;
  });

  it('has a repeatable source of chance', () => {
    const [a, b, c] = [seededRandom(7), seededRandom(7), seededRandom(8)];
    const first = Array.from({ length: 100 }, a);
    assert.deepEqual(first, Array.from({ length: 100 }, b));
    assert.notDeepEqual(first, Array.from({ length: 100 }, c));
    assert.ok(first.every((number) => number >= 0 && number < 1));
  });
});
