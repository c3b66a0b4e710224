import assert from 'node:assert/strict';
import { EventMemory } from '../../../src/core/eventsub/recovery/event-memory';
import { eventKinds } from '../../../src/core/eventsub/recovery/kinds';
import { Wanted } from '../../../src/core/eventsub/wanted';
import { allEvents, eventRow } from '../../../src/tables/events';

describe('Events that tell the same thing twice', () => {
  const now = Date.UTC(2026, 10, 23);

  function wanted(type: string, condition: Record<string, string> = { broadcaster_user_id: '1' }): Wanted {
    return new Wanted({ type, version: '1', condition }, '1', eventRow(type), () => undefined);
  }

  /** What of these events is told. */
  function told(type: string, ...events: Record<string, unknown>[]): unknown[] {
    const memory = new EventMemory();
    const one = wanted(type);
    const { kind } = one;
    assert.ok(kind);
    return events.filter((event) => memory.isNews(one, kind, event, now));
  }

  it('are of types that exist', () => {
    const types = new Set(allEvents().map(({ type }) => type));
    for (const type of Object.keys(eventKinds())) assert.ok(types.has(type), type);
  });

  for (const type of [
    'channel.channel_points_custom_reward_redemption.add',
    'channel.channel_points_automatic_reward_redemption.add',
    'channel.custom_power_up_redemption.add',
    'channel.poll.end',
  ]) {
    it(`are told once: ${type}`, () => {
      const [first, again, other] = [{ id: 'a' }, { id: 'a', status: 'archived' }, { id: 'b' }];
      assert.deepEqual(told(type, first, again, other, again), [first, other]);
    });
  }

  it('are told once for each state of a redemption', () => {
    const type = 'channel.channel_points_custom_reward_redemption.update';
    const [fulfilled, canceled] = [
      { id: 'a', status: 'fulfilled' },
      { id: 'a', status: 'canceled' },
    ];
    assert.deepEqual(told(type, fulfilled, fulfilled, canceled), [fulfilled, canceled]);
  });

  it('are told each time where a type is not known to double', () => {
    const vote = { id: 'a', choices: [{ votes: 1 }] };
    assert.equal(told('channel.poll.progress', vote, vote).length, 2);
    assert.equal(told('stream.online', { id: 'a' }, { id: 'a' }).length, 2);
  });

  it('are told where nothing says what they are about', () => {
    assert.equal(told('channel.poll.end', {}, {}).length, 2);
  });

  it('are told to each subscription that wants them', () => {
    const memory = new EventMemory();
    const type = 'channel.channel_points_custom_reward_redemption.add';
    const all = wanted(type);
    const some = wanted(type, { broadcaster_user_id: '1', reward_id: 'r' });
    for (const one of [all, some]) {
      assert.ok(one.kind);
      assert.equal(memory.isNews(one, one.kind, { id: 'a' }, now), true);
    }
  });

  it('are forgotten after a thousand others, so that memory is bounded', () => {
    const memory = new EventMemory();
    const one = wanted('channel.channel_points_custom_reward_redemption.add');
    const { kind } = one;
    assert.ok(kind);
    for (let n = 0; n < 5_000; n += 1) memory.isNews(one, kind, { id: `r${n}`, status: 'unfulfilled' }, now);
    assert.equal(memory.isNews(one, kind, { id: 'r4999' }, now), false);
    assert.equal(memory.isNews(one, kind, { id: 'r1' }, now), true);
    assert.ok(memory.open(one, kind).length <= 501);
  });

  it('are told again after a stream that was interrupted comes back', () => {
    const memory = new EventMemory();
    const [online, offline] = [wanted('stream.online'), wanted('stream.offline')];
    assert.ok(online.kind && offline.kind);
    assert.equal(memory.isNews(online, online.kind, { id: 'a' }, now), true);
    assert.equal(memory.isMissed(offline, offline.kind, { id: 'a' }, now), true);
    assert.equal(memory.isNews(offline, offline.kind, { id: 'a' }, now), false, 'arrived after all');
    assert.equal(memory.isNews(online, online.kind, { id: 'a' }, now), true);
    assert.equal(memory.isMissed(online, online.kind, { id: 'a' }, now), false);
    assert.equal(memory.isMissed(offline, offline.kind, { id: 'a' }, now), true);
  });
});
