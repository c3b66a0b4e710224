import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { RateBucket, type BucketState, type RateHeaders, type Slot } from '../../../src/core/helix/bucket';
import { TwitchError, TwitchSocketError } from '../../../src/core/errors';
import { FakeClock } from '../../support/fake-clock';

const MINUTE = 60_000;
const nothing: RateHeaders = { limit: null, remaining: null, resetAt: null };

function headers(limit: number, remaining: number, resetAt: number | null = null): RateHeaders {
  return { limit, remaining, resetAt };
}

describe('RateBucket', () => {
  let clock: FakeClock;
  let bucket: RateBucket;
  let told: BucketState[];

  beforeEach(() => {
    clock = new FakeClock();
    told = [];
    bucket = new RateBucket(clock, (state) => told.push(state));
  });
  afterEach(() => {
    bucket.close(new TwitchSocketError('TWITCH_ABORTED', 'closed'));
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  /** Takes a point that must be free. */
  function take(): Slot {
    const slot = bucket.take();
    assert.ok(!(slot instanceof Promise), 'no point is free');
    return slot;
  }

  /** Sets the bucket to `limit` points a minute with `remaining` left. */
  function set(limit: number, remaining: number): void {
    bucket.answered(take(), headers(limit, remaining));
  }

  it('gives points at once while there are some, and counts them down without any header', () => {
    const slots = Array.from({ length: 50 }, take);
    assert.equal(bucket.state.remaining, 750);
    for (const slot of slots) bucket.answered(slot, nothing);
    assert.equal(bucket.state.remaining, 750);
    assert.equal(bucket.state.inFlight, 0);
  });

  it('makes the others wait, in order, and lets them go as points come back', async () => {
    set(60, 2);
    take();
    take();
    const order: number[] = [];
    for (let number = 0; number < 5; number++)
      void Promise.resolve(bucket.take()).then(() => order.push(number));
    await clock.tick(999);
    assert.deepEqual(order, []);
    await clock.tick(1);
    assert.deepEqual(order, [0]);
    await clock.tick(4000);
    assert.deepEqual(order, [0, 1, 2, 3, 4]);
  });

  it('lets nobody overtake those who wait, even when a point is free', async () => {
    set(60, 1);
    take();
    const order: string[] = [];
    void Promise.resolve(bucket.take()).then(() => order.push('first'));
    void Promise.resolve(bucket.take()).then(() => order.push('second'));
    await clock.tick(2000);
    assert.deepEqual(order, ['first', 'second']);
  });

  it('believes a header that is lower, counted with what left since', () => {
    const early = take();
    take();
    take();
    bucket.answered(early, headers(800, 10));
    // Two left after that one: Twitch has 8 for the rest.
    assert.equal(bucket.state.remaining, 8);
  });

  it('is not fooled by an old answer that arrives late', () => {
    const first = take();
    const second = take();
    bucket.answered(second, headers(800, 5));
    bucket.answered(first, headers(800, 6));
    assert.equal(bucket.state.remaining, 5);
  });

  it('believes a header that is much higher: the points came back sooner than it thought', () => {
    set(800, 0);
    const waiting = bucket.take();
    assert.ok(waiting instanceof Promise);
    bucket.close(new TwitchSocketError('TWITCH_ABORTED', 'closed'));
    void waiting.catch(() => undefined);
    const other = new RateBucket(clock);
    const slot = other.take() as Slot;
    other.answered(slot, headers(1200, 1199));
    assert.equal(other.state.limit, 1200);
    assert.equal(other.state.remaining, 1199);
  });

  it('sends nothing after a refusal until the reset, and the refused request first', async () => {
    set(60, 10);
    const refused = take();
    bucket.answered(refused, headers(60, 0, clock.now() + 30_000));
    bucket.refused(clock.now() + 30_000);
    const order: string[] = [];
    void Promise.resolve(bucket.take()).then(() => order.push('later'));
    void Promise.resolve(bucket.take(undefined, refused)).then(() => order.push('again'));
    assert.equal(bucket.state.blockedUntil, clock.now() + 30_000);
    await clock.tick(29_999);
    assert.deepEqual(order, []);
    await clock.tick(1);
    assert.deepEqual(order, ['again', 'later']);
  });

  it('waits for one point after a refusal that does not say until when', async () => {
    set(60, 10);
    const refused = take();
    bucket.answered(refused, nothing);
    bucket.refused(null);
    let went = false;
    void Promise.resolve(bucket.take(undefined, refused)).then(() => (went = true));
    await clock.tick(999);
    assert.equal(went, false);
    await clock.tick(2);
    assert.equal(went, true);
  });

  it('drops a request from the queue when it is given up, and goes on with the next', async () => {
    set(60, 1);
    take();
    const controller = new AbortController();
    const given = assert.rejects(
      Promise.resolve(bucket.take(controller.signal)),
      (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_ABORTED',
    );
    let went = false;
    void Promise.resolve(bucket.take()).then(() => (went = true));
    controller.abort();
    await given;
    await clock.tick(1000);
    assert.equal(went, true);
    await assert.rejects(Promise.resolve(bucket.take(controller.signal)));
  });

  it('keeps at most 64 requests under way, so that the rest can still be called back', async () => {
    const slots = Array.from({ length: 64 }, take);
    const waiting = bucket.take();
    assert.ok(waiting instanceof Promise);
    bucket.answered(slots[0]!, nothing);
    await waiting;
  });

  it('tells once when requests begin to wait, and once when none does any more', async () => {
    set(60, 1);
    take();
    const all = [bucket.take(), bucket.take(), bucket.take()];
    await clock.tick(3000);
    await Promise.all(all.map((place) => Promise.resolve(place)));
    assert.deepEqual(
      told.map((state) => state.waiting > 0),
      [true, false],
    );
  });

  it('counts a request without an answer as spent', () => {
    set(800, 100);
    take();
    bucket.forgotten();
    assert.equal(bucket.state.remaining, 99);
    assert.equal(bucket.state.inFlight, 0);
  });

  it('brings 2,000 requests through a bucket of 800 refilled at 800 a minute: none refused, in order, within 95 s', async () => {
    const begun = clock.now();
    const server = { points: 800, at: clock.now(), refused: 0 };
    const order: number[] = [];
    const done: number[] = [];
    const work = async (number: number): Promise<void> => {
      const slot = await bucket.take();
      order.push(number);
      // The answer takes 20 ms each way; the server counts when the request arrives.
      await new Promise<void>((resolve) => clock.setTimeout(resolve, 20));
      const now = clock.now();
      server.points = Math.min(800, server.points + ((now - server.at) * 800) / MINUTE);
      server.at = now;
      if (server.points < 1) server.refused++;
      else server.points--;
      const remaining = Math.floor(server.points);
      await new Promise<void>((resolve) => clock.setTimeout(resolve, 20));
      bucket.answered(slot, headers(800, remaining));
      done.push(number);
    };
    for (let number = 0; number < 2000; number++) void work(number);
    while (done.length < 2000 && clock.now() - begun < 200_000) await clock.tick(500);
    assert.equal(done.length, 2000);
    assert.equal(server.refused, 0);
    assert.deepEqual(
      order,
      Array.from({ length: 2000 }, (_, number) => number),
    );
    assert.ok(clock.now() - begun <= 95_000, `took ${(clock.now() - begun) / 1000} s`);
  });
});
