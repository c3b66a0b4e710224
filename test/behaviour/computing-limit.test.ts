import assert from 'node:assert/strict';
import { withinComputing } from '../../src/behaviour/computing-limit';

describe('a limit of computing time', () => {
  /** Attempts that each take so much computing and are then stopped, but for the last. */
  function attempts(computed: readonly number[]): {
    run: () => 'done' | 'too-long';
    computedMs: () => number;
  } {
    let count = 0;
    let ms = 1_000;
    return {
      run: () => {
        ms += computed[count] ?? 0;
        count++;
        return count > computed.length ? 'done' : 'too-long';
      },
      computedMs: () => ms,
    };
  }

  it('does not count the time that other programs took', () => {
    const { run, computedMs } = attempts([1, 0, 2]);
    assert.equal(withinComputing(run, 20, computedMs), 'done');
  });

  it('is not reached by one stop alone', () => {
    const { run, computedMs } = attempts([40]);
    assert.equal(withinComputing(run, 20, computedMs), 'done');
  });

  it('is reached by what computes all the time, however it is cut into pieces', () => {
    for (const computed of [[19, 19], [1, 19], [7, 7, 7], Array.from({ length: 50 }, () => 0)]) {
      const { run, computedMs } = attempts(computed);
      assert.equal(withinComputing(run, 20, computedMs), 'too-long');
    }
  });
});
