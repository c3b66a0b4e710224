import assert from 'node:assert/strict';
import { readSavedWaits, Waits } from '../../src/behaviour/waits';

describe('waits', () => {
  it('hold everybody for the time of all', () => {
    const waits = new Waits({ allMs: 5000, userMs: 0 });
    waits.start('a', 0);
    assert.equal(waits.check('b', 1000)?.seconds, 4);
    assert.equal(waits.check('b', 5000), null);
  });

  it('hold one person longer than the others', () => {
    const waits = new Waits({ allMs: 5000, userMs: 30_000 });
    waits.start('a', 0);
    assert.equal(waits.check('a', 6000)?.seconds, 24);
    assert.equal(waits.check('b', 6000), null);
  });

  it('round the seconds up: nobody is sent back too early', () => {
    const waits = new Waits({ allMs: 5000, userMs: 0 });
    waits.start('a', 0);
    assert.equal(waits.check('b', 4001)?.seconds, 1);
  });

  it('tell each person once, and again of the next wait', () => {
    const waits = new Waits({ allMs: 5000, userMs: 0 });
    waits.start('a', 0);
    assert.equal(waits.check('b', 1000)?.tell, true);
    assert.equal(waits.check('b', 2000)?.tell, false);
    assert.equal(waits.check('c', 2000)?.tell, true);
    waits.start('a', 6000);
    assert.equal(waits.check('b', 7000)?.tell, true);
  });

  it('survive being saved', () => {
    const waits = new Waits({ allMs: 60_000, userMs: 120_000 });
    waits.start('a', 0);
    const saved = readSavedWaits(JSON.parse(JSON.stringify(waits.save(1000))));
    assert.ok(saved);
    const later = new Waits({ allMs: 60_000, userMs: 120_000 });
    later.restore(saved);
    assert.equal(later.check('b', 10_000)?.seconds, 50);
    assert.equal(later.check('a', 10_000)?.seconds, 110);
  });

  it('save nothing when all is over', () => {
    const waits = new Waits({ allMs: 1000, userMs: 1000 });
    waits.start('a', 0);
    assert.equal(waits.save(2000), null);
  });

  it('do not trust what was saved', () => {
    for (const value of [null, 5, {}, { all: 'x', users: [] }, { all: 1 }])
      assert.equal(readSavedWaits(value), null);
    assert.deepEqual(readSavedWaits({ all: 1, users: [['a', 2], 'x', [3, 4]] }), {
      all: 1,
      users: [['a', 2]],
    });
  });

  it('forget thousands of people whose wait is over', () => {
    const waits = new Waits({ allMs: 0, userMs: 10 });
    for (let index = 0; index < 5000; index++) waits.start(`u${index}`, index * 10);
    assert.ok((waits.save(50_000 - 5)?.users.length ?? 0) <= 2);
  });
});
