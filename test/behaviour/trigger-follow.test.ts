import assert from 'node:assert/strict';
import type { EventNotification, TriggerContext } from '../../src/behaviour/context';
import { FollowersKnown, knownLimits } from '../../src/behaviour/follow/followers-known';
import type { TwitchMessage } from '../../src/behaviour/message';
import { MemoryState } from '../../src/behaviour/trigger';
import {
  createFollowBehaviour,
  type FollowBehaviour,
  type FollowSettings,
} from '../../src/behaviour/trigger-follow';
import { settle, type FakeClock } from '../support/fake-clock';
import { streamer, triggerContext } from './support/world';

interface Payload {
  readonly user: string | null;
  readonly followedAt: string | null;
  readonly count: number;
  readonly names: readonly string[];
  readonly wave: boolean;
}

describe('twitch-follow', () => {
  let clock: FakeClock;
  let context: TriggerContext & { clock: FakeClock };
  let told: TwitchMessage[];
  let running: FollowBehaviour[];

  beforeEach(() => {
    context = triggerContext();
    clock = context.clock;
    told = [];
    running = [];
  });

  afterEach(() => {
    for (const behaviour of running) behaviour.stop();
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  function make(settings: Partial<FollowSettings> = {}, own: TriggerContext = context): FollowBehaviour {
    const behaviour = createFollowBehaviour({ once: true, waves: true, ...settings }, own, ({ msg }) =>
      told.push(msg),
    );
    running.push(behaviour);
    return behaviour;
  }

  async function start(settings: Partial<FollowSettings> = {}): Promise<FollowBehaviour> {
    const behaviour = make(settings);
    await behaviour.start();
    return behaviour;
  }

  function follow(id: number, followedAt = '2026-11-23T12:00:00.5Z'): EventNotification {
    return {
      id: `n${id}`,
      type: 'channel.follow',
      version: '2',
      at: '2026-11-23T12:00:00Z',
      event: {
        user_id: String(1000 + id),
        user_login: `fan_${id}`,
        user_name: `Fan_${id}`,
        broadcaster_user_id: streamer.id,
        broadcaster_user_login: streamer.login,
        broadcaster_user_name: streamer.name,
        followed_at: followedAt,
      },
    };
  }

  const payloads = (): Payload[] => told.map(({ payload }) => payload as Payload);

  it('wants the followers of the own channel, as the streamer who moderates there', () => {
    assert.deepEqual(make().wanted(), [
      {
        type: 'channel.follow',
        condition: { broadcaster_user_id: streamer.id, moderator_user_id: streamer.id },
        user: streamer.id,
      },
    ]);
  });

  it('tells a follower after three seconds', async () => {
    const behaviour = await start();
    behaviour.onEvent(follow(1));
    await clock.tick(2_999);
    assert.equal(told.length, 0);
    await clock.tick(1);
    assert.deepEqual(payloads(), [
      { user: 'Fan_1', followedAt: '2026-11-23T12:00:00.5Z', count: 1, names: ['Fan_1'], wave: false },
    ]);
    assert.equal(told[0]?.twitch.summary, 'Fan_1 is now following.');
    assert.equal(told[0]?.topic, 'channel.follow');
  });

  it('tells a few who come together one by one, in their order', async () => {
    const behaviour = await start();
    for (const id of [1, 2, 3, 4, 5]) behaviour.onEvent(follow(id));
    await clock.tick(3_000);
    assert.deepEqual(
      payloads().map(({ user }) => user),
      ['Fan_1', 'Fan_2', 'Fan_3', 'Fan_4', 'Fan_5'],
    );
  });

  it('tells everybody at once where waves are not wanted', async () => {
    const behaviour = await start({ waves: false });
    for (let id = 0; id < 100; id++) behaviour.onEvent(follow(id));
    assert.equal(told.length, 100);
  });

  it('tells a person once who leaves and comes back, over a restart too', async () => {
    const behaviour = await start();
    behaviour.onEvent(follow(1));
    await clock.tick(60_000);
    behaviour.onEvent(follow(1, '2026-11-24T12:00:00Z'));
    await clock.tick(60_000);
    behaviour.stop();
    const again = await start();
    again.onEvent(follow(1, '2026-11-25T12:00:00Z'));
    again.onEvent(follow(2));
    await clock.tick(60_000);
    assert.deepEqual(
      payloads().map(({ user }) => user),
      ['Fan_1', 'Fan_2'],
    );
  });

  it('tells a person each time where that is wanted, but the same follow once', async () => {
    const behaviour = await start({ once: false });
    behaviour.onEvent(follow(1));
    behaviour.onEvent({ ...follow(1), id: 'another' });
    behaviour.onEvent(follow(1, '2026-11-24T12:00:00Z'));
    await clock.tick(60_000);
    assert.equal(told.length, 2);
  });

  it('makes one message of a wave of 500, when it is over', async () => {
    const behaviour = await start();
    for (let id = 0; id < 500; id++) {
      behaviour.onEvent(follow(id));
      await clock.tick(50);
    }
    assert.equal(told.length, 0);
    await clock.tick(9_999);
    assert.equal(told.length, 1);
    const [payload] = payloads();
    assert.deepEqual([payload?.user, payload?.count, payload?.wave], [null, 500, true]);
    assert.equal(payload?.names.length, 20);
    assert.equal(told[0]?.twitch.user, null);
    assert.equal(told[0]?.twitch.event, null);
    assert.equal(told[0]?.twitch.summary, '500 people followed at once.');
    assert.ok(!/Fan_/.test(told[0]?.twitch.summary ?? ''), 'no name of a bot is said in chat');
    assert.equal(told[0]?.twitch.type, 'channel.follow');
  });

  it('tells one message a minute of a flood that does not end, and holds only a few of it', async () => {
    const behaviour = await start();
    let most = 0;
    for (let id = 0; id < 6_000; id++) {
      behaviour.onEvent(follow(id));
      await clock.tick(50);
      most = Math.max(most, (JSON.stringify(await context.state.get('held')) ?? '').length);
    }
    await clock.tick(60_000);
    assert.ok(most > 0 && most < 5_000, `${most} characters are held`);
    assert.ok(told.length <= 6, `${told.length} messages in five minutes`);
    assert.equal(
      payloads().reduce((sum, { count }) => sum + count, 0),
      6_000,
      'nobody is lost',
    );
  });

  it('knows a slow wave as well: more than fifteen in a minute', async () => {
    const behaviour = await start();
    for (let id = 0; id < 60; id++) {
      behaviour.onEvent(follow(id));
      await clock.tick(3_500);
    }
    await clock.tick(60_000);
    const single = payloads().filter(({ wave }) => !wave).length;
    assert.ok(single <= 15, `${single} one by one`);
    assert.equal(
      payloads().reduce((sum, { count }) => sum + count, 0),
      60,
    );
  });

  it('welcomes people one by one again after a wave', async () => {
    const behaviour = await start();
    for (let id = 0; id < 50; id++) behaviour.onEvent(follow(id));
    await clock.tick(120_000);
    behaviour.onEvent(follow(99));
    await clock.tick(3_000);
    assert.deepEqual(
      payloads().map(({ wave, count }) => [wave, count]),
      [
        [true, 50],
        [false, 1],
      ],
    );
  });

  it('tells after a restart whom it held before it, wave or not', async () => {
    const first = await start();
    first.onEvent(follow(1));
    await settle();
    first.stop();
    const second = await start();
    await clock.tick(3_000);
    assert.deepEqual(
      payloads().map(({ user }) => user),
      ['Fan_1'],
    );
    for (let id = 10; id < 40; id++) second.onEvent(follow(id));
    await settle();
    second.stop();
    await start();
    await clock.tick(60_000);
    assert.deepEqual([told.length, payloads()[1]?.count], [2, 30]);
    await start();
    await clock.tick(60_000);
    assert.equal(told.length, 2, 'once');
  });

  it('waits with those who come before its memory is read, and lives with one that cannot be', async () => {
    let fail: (error: Error) => void = () => undefined;
    const state = {
      get: (key: string) =>
        key === 'people' ? new Promise((_, reject) => (fail = reject)) : Promise.reject(new Error('no')),
      set: () => Promise.reject(new Error('full')),
    };
    const behaviour = make({}, { ...context, state });
    const started = behaviour.start();
    behaviour.onEvent(follow(1));
    behaviour.onEvent(follow(1));
    await clock.tick(10_000);
    assert.equal(told.length, 0);
    fail(new Error('no file'));
    await started;
    await clock.tick(3_000);
    assert.equal(told.length, 1);
  });

  it('makes a test of another viewer each press, and of a wave when asked to', async () => {
    const behaviour = await start();
    const names = [1, 2, 3].map(() => {
      const outcome = behaviour.test({});
      assert.ok('output' in outcome);
      assert.equal(outcome.msg.twitch.test, true);
      return (outcome.msg.payload as Payload).user;
    });
    assert.equal(new Set(names).size, 3);
    const wave = behaviour.test({ count: 80 });
    assert.ok('output' in wave);
    assert.equal(wave.msg.twitch.summary, '80 people followed at once.');
    await clock.tick(60_000);
    assert.equal(told.length, 0, 'no memory is touched');
  });

  describe('the memory of followers', () => {
    it('holds 20,000 people, the oldest make room, and is written in pieces', async () => {
      const state = new MemoryState();
      const known = new FollowersKnown(state);
      await known.load();
      for (let id = 1; id <= knownLimits.people + 1_500; id++) {
        known.add(String(id));
        if (id % 100 === 0) await settle();
      }
      await settle();
      assert.ok(known.size <= knownLimits.people);
      const again = new FollowersKnown(state);
      await again.load();
      assert.equal(again.size, known.size);
      assert.equal(again.add(String(knownLimits.people + 1_500)), false);
      assert.equal(again.add('1'), true, 'forgotten');
      const piece = await state.get('people.5');
      assert.ok(typeof piece === 'string' && piece.length < 10_000);
      assert.equal(await state.get('people.0'), undefined);
    });

    it('takes ids of any form, and is not confused by what else stands there', async () => {
      const state = new MemoryState();
      const known = new FollowersKnown(state);
      for (const id of ['12345678901234567890', 'abc', '007', '7']) assert.equal(known.add(id), true, id);
      await settle();
      const again = new FollowersKnown(state);
      await again.load();
      for (const id of ['12345678901234567890', 'abc', '007', '7']) assert.equal(again.add(id), false, id);
      await state.set('people', { first: 'x' });
      await new FollowersKnown(state).load();
    });
  });
});
