import assert from 'node:assert/strict';
import { AgeCheck, clockSkewMs, SeenMessages } from '../../../src/core/eventsub/dedupe';

const MINUTE_MS = 60_000;
const noon = Date.UTC(2026, 10, 23, 12, 0, 0);

describe('EventSub messages that come twice', () => {
  it('are new once', () => {
    const seen = new SeenMessages();
    assert.deepEqual(
      [seen.isNew('a', noon), seen.isNew('b', noon), seen.isNew('a', noon)],
      [true, true, false],
    );
  });

  it('are recognised 5,000 messages later, wherever the count of messages stands', () => {
    for (const before of [0, 1, 2_499, 4_999, 5_000, 7_777]) {
      const seen = new SeenMessages();
      for (let n = 0; n < before; n += 1) seen.isNew(`before-${n}`, noon);
      seen.isNew('repeated', noon);
      for (let n = 0; n < 5_000; n += 1) seen.isNew(`after-${n}`, noon);
      assert.equal(seen.isNew('repeated', noon), false, `after ${before} messages`);
    }
  });

  it('are recognised 10 minutes later', () => {
    for (const offset of [0, 5 * MINUTE_MS, 10 * MINUTE_MS]) {
      const seen = new SeenMessages();
      seen.isNew('first', noon);
      seen.isNew('repeated', noon + offset);
      seen.isNew('other', noon + offset + 9 * MINUTE_MS);
      assert.equal(seen.isNew('repeated', noon + offset + 10 * MINUTE_MS), false, `offset ${offset}`);
    }
  });

  it('need a bounded memory', () => {
    const seen = new SeenMessages();
    for (let n = 0; n < 100_000; n += 1) seen.isNew(`id-${n}`, noon + n);
    assert.ok(seen.size <= 10_000, `${seen.size} ids`);
  });

  it('cannot be told without an id, so each is new', () => {
    const seen = new SeenMessages();
    assert.deepEqual([seen.isNew('', noon), seen.isNew('', noon)], [true, true]);
  });
});

/** With nine decimals, as Twitch sends it. */
const sentAt = (ms: number): string => new Date(ms).toISOString().replace('Z', '000000Z');

const isStale = (sentAt: string, nowMs: number, skewMs: number): boolean =>
  new AgeCheck().isStale(sentAt, nowMs, skewMs);

describe('EventSub messages that come late', () => {
  it('are stale after more than 10 minutes', () => {
    assert.equal(isStale(sentAt(noon - 10 * MINUTE_MS), noon, 0), false);
    assert.equal(isStale(sentAt(noon - 10 * MINUTE_MS - 1), noon, 0), true);
  });

  it('are judged by the clock of the server, measured at its welcome', () => {
    const ourClock = noon + 3_600_000;
    const skewMs = clockSkewMs(sentAt(noon), ourClock);
    assert.equal(skewMs, -3_600_000);
    assert.equal(isStale(sentAt(noon + MINUTE_MS), ourClock + MINUTE_MS, skewMs), false);
    assert.equal(isStale(sentAt(noon - 11 * MINUTE_MS), ourClock, skewMs), true);
  });

  it('are judged each by its own time', () => {
    const age = new AgeCheck();
    const ages = [0, 700_000, 0, 700_000, 599_000, 601_000].map((ms) =>
      age.isStale(sentAt(noon - ms), noon, 0),
    );
    assert.deepEqual(ages, [false, true, false, true, false, true]);
    assert.equal(age.isStale(sentAt(noon - 601_000), noon + 1, 0), true);
    assert.equal(age.isStale(sentAt(noon), noon, 0), false);
    assert.equal(age.isStale(sentAt(noon), noon + 601_000, 0), true);
  });

  it('are taken when their time cannot be read', () => {
    assert.equal(isStale('yesterday', noon, 0), false);
    assert.equal(clockSkewMs('', noon), 0);
  });
});
