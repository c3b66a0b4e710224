import assert from 'node:assert/strict';
import type { EventNotification } from '../../src/behaviour/context';
import { MemoryState } from '../../src/behaviour/trigger';
import { createAdsBehaviour, type AdsSettings } from '../../src/behaviour/trigger-ads';
import type { TwitchMessage } from '../../src/behaviour/message';
import { TwitchError } from '../../src/core/errors';
import { FakeClock, settle } from '../support/fake-clock';
import { streamer, triggerContext } from './support/world';

const START = Date.UTC(2026, 10, 23, 12, 0, 0);

interface Plan {
  readonly nextIn: number | null;
  readonly lastIn?: number;
  readonly length?: number;
}

function stage(
  settings: Partial<AdsSettings> = {},
  { state = new MemoryState(), clock = new FakeClock(START) } = {},
) {
  const context = triggerContext({ state, clock });
  const world = {
    clock,
    told: [] as { output: string; msg: TwitchMessage }[],
    errors: [] as string[],
    asked: 0,
    checked: 0,
    obstacle: null as TwitchError | null,
    /** Seconds from the start of the test. */
    plan: { nextIn: null } as Plan | TwitchError,
    /** `output payload.startsIn` of everything that was told, with R for what was found afterwards. */
    get lines(): string[] {
      return world.told.map(
        ({ output, msg }) =>
          `${output} ${(msg.payload as { startsIn: number }).startsIn}${msg.twitch.recovered ? ' R' : ''}`,
      );
    },
  };
  const behaviour = createAdsBehaviour({ warnBefore: 60, automaticOnly: false, ...settings }, context, {
    ask: () => {
      world.asked++;
      const { plan } = world;
      if (plan instanceof TwitchError) return Promise.reject(plan);
      const at = (seconds: number | null | undefined): number =>
        seconds === null || seconds === undefined ? 0 : START / 1000 + seconds;
      return Promise.resolve({
        snooze_count: 3,
        snooze_refresh_at: 0,
        next_ad_at: at(plan.nextIn),
        duration: plan.length ?? 90,
        last_ad_at: at(plan.lastIn),
        preroll_free_time: 0,
      });
    },
    obstacle: () => {
      world.checked++;
      return Promise.resolve(world.obstacle);
    },
    emit: ({ output, msg }) => void world.told.push({ output, msg }),
    tell: (error) => void world.errors.push(error.message),
  });
  return Object.assign(world, { behaviour });
}

function begun(atSeconds: number, changes: Record<string, unknown> = {}): EventNotification {
  const at = new Date(START + atSeconds * 1000).toISOString();
  return {
    id: `n-${atSeconds}`,
    type: 'channel.ad_break.begin',
    version: '1',
    at,
    event: {
      duration_seconds: 90,
      started_at: at,
      is_automatic: true,
      broadcaster_user_id: streamer.id,
      broadcaster_user_login: streamer.login,
      broadcaster_user_name: streamer.name,
      requester_user_id: streamer.id,
      requester_user_login: streamer.login,
      requester_user_name: streamer.name,
      ...changes,
    },
  };
}

describe('twitch-ads', () => {
  it('tells that an ad is coming, that it starts, and that it is over', async () => {
    const made = stage();
    made.plan = { nextIn: 600 };
    made.behaviour.onLive();
    await made.clock.tick(538_000);
    assert.deepEqual(made.lines, []);
    await made.clock.tick(4_000);
    assert.deepEqual(made.lines, ['coming 60']);
    await made.clock.tick(58_000);
    made.behaviour.onEvent(begun(600));
    made.plan = { nextIn: 4200, lastIn: 600 };
    await made.clock.tick(89_000);
    assert.deepEqual(made.lines, ['coming 60', 'start 0']);
    await made.clock.tick(2_000);
    assert.deepEqual(made.lines, ['coming 60', 'start 0', 'end 0']);
    assert.deepEqual(
      made.told.map(({ msg }) => [msg.topic, msg.twitch.summary]),
      [
        ['channel.ad_break.coming', 'An ad break of 90 seconds starts in 1 minute.'],
        ['channel.ad_break.begin', 'An ad break of 90 seconds has started.'],
        ['channel.ad_break.end', 'The ad break is over.'],
      ],
    );
    const keys = made.told.map(({ msg }) => Object.keys(msg.payload as object));
    for (const each of keys) assert.deepEqual(each, keys[0], 'the same fields at every output');
    assert.deepEqual(
      made.told.map(({ msg }) => (msg.payload as { snoozesLeft: number }).snoozesLeft),
      [3, 3, 3],
    );
    made.behaviour.stop();
    assert.equal(made.clock.pending, 0);
  });

  it('reads the plan at most once in a minute, and seldom while nothing is near', async () => {
    const made = stage();
    made.plan = { nextIn: 3600 };
    made.behaviour.onLive();
    await made.clock.tick(3_500_000);
    assert.ok(made.asked <= 13, `${made.asked} questions in 58 minutes`);
    made.plan = { nextIn: null };
    const before = made.asked;
    await made.clock.tick(3_600_000);
    assert.ok(made.asked - before <= 31, `${made.asked - before} questions in an hour without a plan`);
    made.behaviour.stop();
  });

  it('trap: an ad that was snoozed just before the warning is told at its new time, once', async () => {
    const made = stage();
    made.plan = { nextIn: 400 };
    made.behaviour.onLive();
    await made.clock.tick(339_000);
    made.plan = { nextIn: 700 };
    await made.clock.tick(290_000);
    assert.deepEqual(made.lines, []);
    await made.clock.tick(15_000);
    assert.deepEqual(made.lines, ['coming 60']);
    await made.clock.tick(50_000);
    assert.equal(made.told.length, 1);
    made.behaviour.stop();
  });

  it('an ad that is snoozed after its warning is told again', async () => {
    const made = stage();
    made.plan = { nextIn: 100 };
    made.behaviour.onLive();
    await made.clock.tick(45_000);
    made.plan = { nextIn: 400 };
    await made.clock.tick(300_000);
    assert.deepEqual(made.lines, ['coming 60', 'coming 60']);
    made.behaviour.stop();
  });

  it('one that is near already is told with the seconds that are left', async () => {
    const made = stage();
    made.plan = { nextIn: 20 };
    made.behaviour.onLive();
    await settle();
    assert.deepEqual(made.lines, ['coming 20']);
    made.behaviour.stop();
  });

  it('trap: figures and flags that come as texts', async () => {
    const made = stage({ automaticOnly: true });
    made.behaviour.onEvent(begun(0, { duration_seconds: '30', is_automatic: 'true' }));
    await made.clock.tick(29_000);
    assert.deepEqual(made.lines, ['start 0']);
    await made.clock.tick(2_000);
    assert.deepEqual(made.lines, ['start 0', 'end 0']);
    assert.equal((made.told[0]?.msg.payload as { automatic: unknown } | undefined)?.automatic, true);
    made.behaviour.stop();
  });

  it('leaves out what the streamer starts by hand, its end as well, where that is wanted', async () => {
    const made = stage({ automaticOnly: true });
    made.behaviour.onEvent(begun(0, { is_automatic: false }));
    made.plan = { nextIn: null, lastIn: 0 };
    made.behaviour.onLive();
    await made.clock.tick(60_000);
    made.behaviour.onLive();
    await made.clock.tick(60_000);
    assert.deepEqual(made.lines, []);
    made.behaviour.stop();
  });

  it('trap: the same break told twice is one', async () => {
    const made = stage();
    made.behaviour.onEvent(begun(0));
    made.behaviour.onEvent({ ...begun(1), id: 'again' });
    await made.clock.tick(200_000);
    assert.deepEqual(made.lines, ['start 0', 'end 0']);
    made.behaviour.stop();
  });

  it('a clock of this machine that is wrong does not move the end', async () => {
    const made = stage();
    made.behaviour.onEvent(begun(-7200));
    await made.clock.tick(89_000);
    assert.deepEqual(made.lines, ['start 0']);
    await made.clock.tick(2_000);
    assert.deepEqual(made.lines, ['start 0', 'end 0']);
    made.behaviour.stop();
  });

  describe('over a restart or a gap', () => {
    it('the end comes at its time, nothing is told twice', async () => {
      const state = new MemoryState();
      const clock = new FakeClock(START);
      const before = stage({}, { state, clock });
      before.plan = { nextIn: 30 };
      before.behaviour.onLive();
      await clock.tick(30_000);
      before.behaviour.onEvent(begun(30));
      await settle();
      assert.deepEqual(before.lines, ['coming 30', 'start 0']);
      before.behaviour.stop();
      await clock.tick(20_000);

      const after = stage({}, { state, clock });
      after.plan = { nextIn: 3630, lastIn: 30 };
      after.behaviour.onLive();
      await clock.tick(68_000);
      assert.deepEqual(after.lines, []);
      await clock.tick(5_000);
      assert.deepEqual(after.lines, ['end 0']);
      after.behaviour.stop();
    });

    it('an end while Node-RED was off is told afterwards, marked', async () => {
      const state = new MemoryState();
      const clock = new FakeClock(START);
      const before = stage({}, { state, clock });
      before.behaviour.onEvent(begun(0));
      await settle();
      before.behaviour.stop();
      await clock.tick(600_000);
      const after = stage({}, { state, clock });
      await clock.tick(1);
      assert.deepEqual(after.lines, ['end 0 R']);
      after.behaviour.stop();
    });

    it('a break that began in a gap is found in the plan', async () => {
      const made = stage({ automaticOnly: true });
      made.plan = { nextIn: 30 };
      made.behaviour.onLive();
      await made.clock.tick(60_000);
      made.plan = { nextIn: 3630, lastIn: 31 };
      made.behaviour.onLive();
      await settle();
      assert.deepEqual(made.lines, ['coming 30', 'start 0 R']);
      // The event, should it come after all.
      made.behaviour.onEvent(begun(31));
      await made.clock.tick(70_000);
      assert.deepEqual(made.lines, ['coming 30', 'start 0 R', 'end 0']);
      made.behaviour.stop();
    });
  });

  describe('where there can be no ads', () => {
    it('says once that ads are for affiliates and partners', async () => {
      const made = stage();
      made.obstacle = new TwitchError('TWITCH_FORBIDDEN', 'Ads are only for affiliates and partners.');
      made.behaviour.onLive();
      await made.clock.tick(600_000);
      assert.deepEqual(made.errors, ['Ads are only for affiliates and partners.']);
      assert.equal(made.checked, 1);
      made.behaviour.stop();
    });

    it('a refusal is told once and asked again seldom, a fault of Twitch soon and in silence', async () => {
      const made = stage();
      made.plan = new TwitchError('TWITCH_UNAVAILABLE', 'Twitch has a fault.');
      made.behaviour.onLive();
      await made.clock.tick(61_000);
      assert.deepEqual([made.asked, made.errors], [2, []]);
      made.plan = new TwitchError('TWITCH_REQUEST_FAILED', 'Twitch says no.');
      await made.clock.tick(3_000_000);
      assert.deepEqual([made.asked, made.errors], [3, ['Twitch says no.']]);
      made.behaviour.stop();
    });
  });

  it('its test button plays coming, start and end, without a memory', () => {
    const made = stage({ warnBefore: 45 });
    const press = (): string => {
      const outcome = made.behaviour.test({});
      assert.ok('output' in outcome);
      assert.equal(outcome.msg.twitch.test, true);
      assert.match(outcome.msg.twitch.id, /^test-/);
      return `${outcome.output} ${(outcome.msg.payload as { startsIn: number }).startsIn}`;
    };
    assert.deepEqual([press(), press(), press(), press()], ['coming 45', 'start 0', 'end 0', 'coming 45']);
    assert.deepEqual([made.told.length, made.clock.pending], [0, 0]);
  });
});
