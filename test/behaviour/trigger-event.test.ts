import assert from 'node:assert/strict';
import { allEvents } from '../../src/tables/events';
import { FilterProblem, readFilter } from '../../src/behaviour/event-filter';
import { createEventBehaviour, type EventSettings } from '../../src/behaviour/trigger-event';
import type { EventNotification, TriggerContext } from '../../src/behaviour/context';
import { actionContext, bot, other, streamer, triggerContext } from './support/world';

const defaults: EventSettings = {
  event: 'channel.raid',
  about: '',
  filter: '',
  as: 'channel',
  version: '',
  condition: {},
  sharedChat: false,
};

function event(settings: Partial<EventSettings> = {}, context: TriggerContext = triggerContext()) {
  return createEventBehaviour({ ...defaults, ...settings }, context);
}

const { findUsers } = actionContext();

function raid(viewers: number): EventNotification {
  return {
    id: 'e1',
    type: 'channel.raid',
    version: '1',
    at: '2026-11-23T12:00:00.123456789Z',
    event: {
      from_broadcaster_user_id: other.id,
      from_broadcaster_user_login: other.login,
      from_broadcaster_user_name: other.name,
      to_broadcaster_user_id: streamer.id,
      to_broadcaster_user_login: streamer.login,
      to_broadcaster_user_name: streamer.name,
      viewers,
    },
  };
}

describe('twitch-event', () => {
  it('wants the event about the own channel, carried by the streamer', async () => {
    assert.deepEqual(await event({ event: 'channel.follow' }).wanted(findUsers), {
      type: 'channel.follow',
      condition: { broadcaster_user_id: streamer.id, moderator_user_id: streamer.id },
      user: streamer.id,
    });
  });

  it('wants it about another channel, by name or id, carried by the bot', async () => {
    const wanted = await event({ event: 'channel.follow', about: '@Tidewater', as: 'bot' }).wanted(findUsers);
    assert.deepEqual(wanted.condition, { broadcaster_user_id: other.id, moderator_user_id: bot.id });
    assert.equal(wanted.user, bot.id);
    assert.equal(
      (await event({ event: 'stream.online', about: '555' }).wanted(findUsers)).condition[
        'broadcaster_user_id'
      ],
      '555',
    );
  });

  it('wants raids that come in, unless the condition says otherwise', async () => {
    assert.deepEqual((await event().wanted(findUsers)).condition, { to_broadcaster_user_id: streamer.id });
    const condition = { from_broadcaster_user_id: streamer.id };
    assert.deepEqual((await event({ condition }).wanted(findUsers)).condition, condition);
  });

  it('takes types and versions that the table does not know', async () => {
    const wanted = await event({
      event: 'channel.brand_new',
      version: '3',
      condition: { reward_id: 'r' },
    }).wanted(findUsers);
    assert.deepEqual(wanted, {
      type: 'channel.brand_new',
      version: '3',
      condition: { broadcaster_user_id: streamer.id, reward_id: 'r' },
      user: streamer.id,
    });
  });

  it('fills every condition of every event that a socket can bring', async () => {
    for (const row of allEvents().filter(({ websocket }) => websocket)) {
      const { condition } = await event({ event: row.type, version: row.version }).wanted(findUsers);
      for (const field of row.condition) assert.ok(condition[field], `${row.type} ${field}`);
      if (row.oneOf.length > 0) assert.equal(row.oneOf.filter((field) => condition[field]).length, 1);
      if (row.owner !== null) assert.equal(condition[row.owner], streamer.id, row.type);
    }
  });

  it('says so when Twitch tells it only to web servers, nobody is signed in, or nobody bears the name', async () => {
    await assert.rejects(event({ event: 'drop.entitlement.grant' }).wanted(findUsers), /web servers/);
    const nobody = triggerContext({
      identities: () => ({ channel: streamer, signedIn: { channel: null, bot: null } }),
    });
    await assert.rejects(event({}, nobody).wanted(findUsers), { code: 'TWITCH_SIGN_IN_NEEDED' });
    await assert.rejects(event({ about: 'nobody_at_all' }).wanted(findUsers), /nobody named/);
  });

  it('sends the event with its sentence', () => {
    const msg = event().onEvent(raid(42))?.msg;
    assert.deepEqual(msg?.payload, { from: 'Tidewater', to: 'Ana_Plays', viewers: 42, outgoing: false });
    assert.equal(msg?.twitch.summary, 'Tidewater raided with 42 viewers.');
    assert.equal(msg?.twitch.user?.name, 'Tidewater');
    assert.deepEqual(msg?.twitch.channel, streamer);
    assert.equal(msg?.twitch.at, Date.parse('2026-11-23T12:00:00.123Z'));
  });

  it('sends only what passes the filter', () => {
    const big = event({ filter: 'viewers >= 10' });
    assert.equal(big.onEvent(raid(9)), null);
    assert.ok(big.onEvent(raid(10)));
  });

  it('hears notices in chat without any subscription', () => {
    const streak = event({ event: 'chat.viewermilestone' });
    assert.deepEqual(streak.interest, { kinds: ['usernotice'] });
    const outcome = streak.test({});
    assert.ok('output' in outcome);
    assert.equal(outcome.msg.topic, 'chat.viewermilestone');
    assert.match(outcome.msg.twitch.summary ?? '', /watched 10 streams in a row/);
  });

  it('cannot be made without an event or with a filter nobody can read', () => {
    assert.throws(() => event({ event: '' }), { code: 'TWITCH_INPUT_INVALID' });
    assert.throws(() => event({ filter: 'big ones' }), FilterProblem);
  });

  describe('its test button', () => {
    it('sends a realistic event of the own channel, now', () => {
      const context = triggerContext();
      const outcome = event({ event: 'channel.poll.begin' }, context).test({});
      assert.ok('output' in outcome);
      const { twitch, payload } = outcome.msg;
      assert.equal(twitch.test, true);
      assert.deepEqual(twitch.channel, streamer);
      assert.equal((payload as { startedAt: string }).startedAt, new Date(context.clock.now()).toISOString());
    });

    it('works for every event of the table', () => {
      for (const row of allEvents()) {
        const outcome = event({ event: row.type, version: row.version }).test({});
        assert.ok('output' in outcome, row.type);
        assert.match(outcome.msg.twitch.id, /^test-/);
      }
    });

    it('makes the event pass the filter', () => {
      for (const [type, filter] of [
        ['channel.raid', 'viewers >= 500'],
        ['channel.cheer', 'bits > 1000 and anonymous = false'],
        ['channel.goal.progress', 'type = subscription and current > 5000'],
        ['channel.hype_train.begin', 'level = 5'],
        ['chat.resub', 'months >= 24'],
      ] as const) {
        const outcome = event({ event: type, filter }).test({});
        assert.ok('output' in outcome, `${type}: ${filter}`);
      }
    });

    it('says when the filter stopped it', () => {
      assert.deepEqual(event({ filter: 'colour = blue' }).test({}), { stoppedBy: 'filter' });
    });

    it('takes fields of the dialog', () => {
      const outcome = event().test({ viewers: 7, user: 'somebody' });
      assert.ok('output' in outcome);
      assert.equal(outcome.msg.twitch.summary, 'somebody raided with 7 viewers.');
    });

    it('cannot be made to reach a prototype', () => {
      event().test(
        JSON.parse(
          '{"__proto__": {"polluted": true}, "constructor.prototype.polluted": true}',
        ) as object as Record<string, unknown>,
      );
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    });
  });
});

describe('a filter', () => {
  it('is read as people write it', () => {
    assert.deepEqual(readFilter('viewers >= 10 AND type is "hype and co"\nlevel<>1'), [
      { field: 'viewers', comparison: '>=', value: '10' },
      { field: 'type', comparison: '=', value: 'hype and co' },
      { field: 'level', comparison: '!=', value: '1' },
    ]);
    assert.deepEqual(readFilter(' '), []);
  });

  it('says which part cannot be read', () => {
    assert.throws(
      () => readFilter('viewers > 5 and nonsense'),
      (error) => error instanceof FilterProblem && error.at === 'nonsense',
    );
  });

  describe('by hand', () => {
    it('an unknown type is heard in the version and with the condition that are given, and nothing besides', async () => {
      const behaviour = event({
        event: 'channel.something.begin',
        version: '3',
        condition: { broadcaster_user_id: '4711', odd_field: 'x' },
      });
      assert.deepEqual(await behaviour.wanted(findUsers), {
        type: 'channel.something.begin',
        version: '3',
        condition: { broadcaster_user_id: '4711', odd_field: 'x' },
        user: streamer.id,
      });
    });

    it('without a condition it is about the own channel, without a version it is the first', async () => {
      const wanted = await event({ event: 'channel.something.begin' }).wanted(findUsers);
      assert.deepEqual([wanted.version, wanted.condition], ['1', { broadcaster_user_id: streamer.id }]);
    });

    it('has a test event with the channel and somebody', () => {
      const outcome = event({ event: 'channel.something.begin' }).test({ level: 3 });
      assert.ok('output' in outcome);
      assert.equal(outcome.msg.twitch.channel.id, streamer.id);
      assert.deepEqual((outcome.msg.payload as { level: number }).level, 3);
      assert.notEqual(outcome.msg.twitch.user, null);
    });

    it('a version that Twitch has withdrawn gives way to the newest, a newer one is taken as it is', async () => {
      const wanted = async (version: string) =>
        (await event({ event: 'channel.hype_train.begin', version }).wanted(findUsers)).version;
      assert.deepEqual([await wanted('1'), await wanted('2'), await wanted('3')], [undefined, '2', '3']);
    });

    it('people in a condition may be named', async () => {
      const wanted = await event({
        event: 'channel.raid',
        condition: { to_broadcaster_user_id: '', from_broadcaster_user_id: `@${other.name}` },
      }).wanted(findUsers);
      assert.equal(wanted.condition['from_broadcaster_user_id'], other.id);
      const nobody = event({
        event: 'channel.raid',
        condition: { from_broadcaster_user_id: 'nobody_at_all' },
      });
      await assert.rejects(nobody.wanted(findUsers), /nobody named nobody_at_all.*from_broadcaster_user_id/);
    });

    it('the five that come only to servers say so', async () => {
      const types = allEvents().filter(({ websocket }) => !websocket);
      assert.equal(types.length, 5);
      for (const { type, version } of types) {
        const refused = event({ event: type, version }).wanted(findUsers);
        await assert.rejects(refused, /only to web servers that it can call/, type);
      }
    });
  });
});
