import assert from 'node:assert/strict';
import {
  camelCase,
  counted,
  duration,
  lengthOf,
  listed,
  money,
  percent,
  position,
  readPosition,
  tierNumber,
} from '../../src/behaviour/words';

describe('words', () => {
  it('lists with a word before the last', () => {
    assert.equal(listed([], 'or'), '');
    assert.equal(listed(['A'], 'or'), 'A');
    assert.equal(listed(['A', 'B'], 'or'), 'A or B');
    assert.equal(listed(['A', 'B', 'C'], 'and'), 'A, B and C');
  });

  it('counts in the singular and in the plural', () => {
    assert.equal(counted(1, 'vote'), '1 vote');
    assert.equal(counted(0, 'vote'), '0 votes');
    assert.equal(counted(2, 'entry', 'entries'), '2 entries');
  });

  it('says how long something lasts in the unit that fits', () => {
    assert.equal(duration(1), '1 second');
    assert.equal(duration(45), '45 seconds');
    assert.equal(duration(60), '1 minute');
    assert.equal(duration(90), '90 seconds');
    assert.equal(duration(650), '11 minutes');
    assert.equal(duration(3600), '1 hour');
    assert.equal(duration(86_400), '1 day');
    assert.equal(duration(0), '0 seconds');
  });

  it('writes and reads places in a video', () => {
    assert.equal(position(63), '1:03');
    assert.equal(position(3723), '1:02:03');
    assert.equal(readPosition('1:02:03'), 3723);
    assert.equal(readPosition('1h2m3s'), 3723);
    assert.equal(readPosition('2m'), 120);
    assert.equal(readPosition('90'), 90);
    assert.equal(readPosition('soon'), null);
    assert.equal(readPosition(''), null);
  });

  it('counts characters as people do', () => {
    assert.equal(lengthOf('abc'), 3);
    assert.equal(lengthOf('🎉🎉'), 2);
  });

  it('knows money, percent, tiers and camels', () => {
    assert.equal(money(1050, 2, 'EUR'), '10.50 EUR');
    assert.equal(money(500, 0, 'JPY'), '500 JPY');
    assert.equal(percent(12, 20), 60);
    assert.equal(percent(0, 0), 0);
    assert.equal(tierNumber('2000'), 2);
    assert.equal(tierNumber('Prime'), 1);
    assert.equal(tierNumber('gold'), null);
    assert.equal(camelCase('channel_points_voting'), 'channelPointsVoting');
  });
});
