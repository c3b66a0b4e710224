import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { UuidSet } from '../../../src/core/eventsub/uuid-set';

function uuid(number: number): string {
  const hex = createHash('md5').update(String(number)).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

describe('A set of message ids', () => {
  it('knows each of 20,000 UUIDs and no other, while it grows and after it was cleared', () => {
    const set = new UuidSet();
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 20_000; n += 1) assert.equal(set.add(uuid(n)), true);
      for (let n = 0; n < 20_000; n += 1) assert.equal(set.add(uuid(n)), false);
      for (let n = 20_000; n < 25_000; n += 1) assert.equal(set.has(uuid(n)), false);
      assert.equal(set.size, 20_000);
      set.clear();
      assert.equal(set.has(uuid(1)), false);
      assert.equal(set.size, 0);
    }
  });

  it('tells ids apart that differ in one digit, wherever it stands', () => {
    const set = new UuidSet();
    const id = uuid(1);
    set.add(id);
    for (let at = 0; at < id.length; at += 1) {
      if (id[at] === '-') continue;
      const other = `${id.slice(0, at)}${id[at] === '0' ? '1' : '0'}${id.slice(at + 1)}`;
      assert.equal(set.has(other), false, other);
    }
  });

  it('keeps ids that are no UUIDs as they are', () => {
    const set = new UuidSet();
    const id = uuid(2);
    const odd = [
      '',
      'a',
      id.toUpperCase(),
      `${id} `,
      id.replaceAll('-', '_'),
      `{${id.slice(1)}`,
      'é'.repeat(36),
    ];
    for (const one of odd) assert.equal(set.add(one), true);
    for (const one of odd) assert.equal(set.has(one), true);
    assert.equal(set.has(id), false);
    assert.equal(set.size, odd.length);
  });
});
