import assert from 'node:assert/strict';
import { GuardedPattern } from '../../src/behaviour/guarded-pattern';
import { isCheapPattern } from '../../src/behaviour/pattern-cost';
import { FakeClock } from '../support/fake-clock';

/** Patterns that streamers write. */
const usual = [
  'hello',
  '^!?(gg|wp|ggwp)\\b',
  'where (is|are) (the )?(discord|socials)',
  '^[a-z0-9_]{3,25}$',
  '\\bbuy .* followers\\b',
  '^give (?<user>\\w+) (?<amount>\\d+)$',
  '(?:https?:\\/\\/)?discord\\.gg',
  '\\p{Emoji}',
];

/** Patterns that can search for years. */
const traps = [
  '(a+)+$',
  '(a|aa)+$',
  '(x+x+)+y',
  '(a*)*b',
  '([a-z]+)*\\d',
  '(.*)(.*)(.*)(.*)(.*)x',
  'a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaaa',
  '(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)$',
  '(?:(?:(?:){1000}){1000}){1000}',
  '(\\w+\\s?)*$',
  '(?=(a+)+$)',
];

describe('a guarded pattern', () => {
  it('runs as it is when its shape keeps it cheap', () => {
    for (const source of usual) assert.ok(isCheapPattern(source), source);
    for (const source of traps) assert.ok(!isCheapPattern(source), source);
  });

  it('finds what a plain one finds, cheap or not, with its groups', () => {
    const clock = new FakeClock();
    for (const source of [...usual, '^(\\w+ )+ok$', '(?<first>[a-z]+ ?)+(?<rest>.*)']) {
      const pattern = new GuardedPattern(source, clock, () => assert.fail('too slow'));
      for (const text of ['hello there', 'give Ana 5', 'all is ok', 'join discord.gg/x', 'GG 🎉', '']) {
        const plain = new RegExp(source, 'iu').exec(text);
        const found = pattern.exec(text);
        assert.equal(found?.[0], plain?.[0]);
        assert.equal(found?.index, plain?.index);
        assert.deepEqual({ ...found?.groups }, { ...plain?.groups });
      }
    }
  });

  it('costs no trap more than twice 20 milliseconds a minute', async () => {
    for (const source of traps) {
      const clock = new FakeClock();
      let slow = 0;
      const pattern = new GuardedPattern(source, clock, () => slow++);
      const lines = [`${'a'.repeat(400)}!`, 'x'.repeat(500), `${'ab '.repeat(160)}!`];
      const began = performance.now();
      for (let i = 0; i < 20; i++) for (const text of lines) pattern.exec(text);
      // A stop takes 20 ms; the rest is room for a busy machine.
      assert.ok(performance.now() - began < 10_000, source);
      assert.ok(slow <= 1, source);
      await clock.tick(60_000);
    }
  });

  it('looks at no more than a line of chat can hold', () => {
    const pattern = new GuardedPattern('b$', new FakeClock(), () => {});
    assert.equal(pattern.exec(`${'a'.repeat(5_000)}b`), null);
  });

  it('cannot be made of what is no regular expression', () => {
    assert.throws(() => new GuardedPattern('(', new FakeClock(), () => {}), SyntaxError);
  });
});
