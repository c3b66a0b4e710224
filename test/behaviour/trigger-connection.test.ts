import assert from 'node:assert/strict';
import { MemoryState } from '../../src/behaviour/trigger';
import { createConnectionBehaviour, type ConnectionSettings } from '../../src/behaviour/trigger-connection';
import { MOST_KEYS, type TwitchMessage } from '../../src/behaviour/message';
import { troubleKinds, type Problem } from '../../src/behaviour/trouble';
import { clockTime } from '../../src/behaviour/trouble-words';
import { FakeClock, settle } from '../support/fake-clock';
import { streamer, triggerContext } from './support/world';

const chatDown: Problem = {
  kind: 'chat',
  key: 'chat',
  what: '',
  reason: 'The server closed it.',
  remedy: 'nothing',
};
const eventsDown: Problem = { kind: 'events', key: 'events', what: '', reason: '', remedy: 'nothing' };
const signedOut: Problem = {
  kind: 'signIn',
  key: 'signIn channel',
  what: streamer.name,
  reason: 'the password was changed',
  remedy: 'sign-in',
};

async function stage(
  settings: Partial<ConnectionSettings> = {},
  { state = new MemoryState(), clock = new FakeClock() } = {},
) {
  const context = triggerContext({ state, clock });
  const world = {
    clock,
    problems: [] as Problem[],
    told: [] as { output: string; msg: TwitchMessage }[],
    get lines(): string[] {
      return world.told.map(({ output, msg }) => `${output} ${(msg.payload as { kind: string }).kind}`);
    },
    get summaries(): unknown[] {
      return world.told.map(({ msg }) => msg.twitch.summary);
    },
  };
  const behaviour = createConnectionBehaviour({ which: troubleKinds, after: 30, ...settings }, context, {
    problems: () => world.problems,
    emit: ({ output, msg }) => void world.told.push({ output, msg }),
  });
  await settle();
  const set = (...problems: Problem[]): void => {
    world.problems = problems;
    behaviour.look();
  };
  return Object.assign(world, { behaviour, set });
}

describe('twitch-connection-status', () => {
  it('tells a trouble once, after the time that is set, and once that it is over', async () => {
    const made = await stage();
    await made.clock.tick(20_000);
    made.set(chatDown);
    await made.clock.tick(29_000);
    assert.deepEqual(made.lines, []);
    await made.clock.tick(1_000);
    assert.deepEqual(made.lines, ['trouble chat']);
    await made.clock.tick(600_000);
    made.set();
    await made.clock.tick(4_000);
    assert.deepEqual(made.lines, ['trouble chat', 'well chat']);
    assert.deepEqual(made.summaries, [
      'Twitch chat has been gone for 30 seconds: The server closed it. Nothing to press: it is tried again by itself. If it lasts, check the internet connection.',
      'Twitch chat is back after 11 minutes.',
    ]);
    assert.deepEqual(
      made.told.map(({ msg }) => msg.topic),
      ['connection.trouble', 'connection.well'],
    );
    const keys = made.told.map(({ msg }) => Object.keys(msg.payload as object));
    assert.deepEqual(keys[0], keys[1]);
    assert.ok((keys[0]?.length ?? 0) <= MOST_KEYS);
    made.behaviour.stop();
    assert.equal(made.clock.pending, 0);
  });

  it('says nothing of what mends itself before', async () => {
    const made = await stage();
    for (let i = 0; i < 5; i++) {
      made.set(chatDown);
      await made.clock.tick(25_000);
      made.set();
      await made.clock.tick(10_000);
    }
    assert.deepEqual(made.lines, []);
    made.behaviour.stop();
  });

  it('trap: a connection that comes and goes is one trouble', async () => {
    const made = await stage();
    await made.clock.tick(20_000);
    made.set(chatDown);
    await made.clock.tick(31_000);
    for (let i = 0; i < 5; i++) {
      made.set();
      await made.clock.tick(1_000);
      made.set(chatDown);
      await made.clock.tick(20_000);
    }
    assert.deepEqual(made.lines, ['trouble chat']);
    made.behaviour.stop();
  });

  it('tells at once what only a person can mend, and says what to press', async () => {
    const made = await stage();
    made.set(signedOut);
    assert.deepEqual(made.summaries, [
      'Ana_Plays is no longer signed in to Twitch: the password was changed. In Node-RED open the account "my account" and press "Sign in again".',
    ]);
    assert.equal((made.told[0]?.msg.payload as { remedy: string } | undefined)?.remedy, 'sign-in');
    await made.clock.tick(60_000);
    made.set();
    await made.clock.tick(4_000);
    assert.equal(made.summaries[1], 'Ana_Plays is signed in to Twitch again.');
    made.behaviour.stop();
  });

  it('has a sentence for each kind of trouble that names no word of machines', async () => {
    const made = await stage();
    const refused = (key: string, what: string, remedy: Problem['remedy']): Problem => ({
      kind: 'events',
      key,
      what,
      reason: 'Somebody lacks a permission.',
      remedy,
    });
    made.set(
      { ...signedOut, what: '', key: 'signIn bot', reason: '' },
      { kind: 'chat', key: 'chat ana', what: 'ana', reason: 'You are banned.', remedy: 'role' },
      refused('event channel.follow', 'New follower', 'sign-in'),
      refused('event channel.raid', 'Raid', 'node'),
      { kind: 'calls', key: 'calls', what: '', reason: 'no answer came', remedy: 'nothing' },
      eventsDown,
    );
    await made.clock.tick(31_000);
    assert.equal(made.told.length, 6);
    for (const summary of made.summaries) {
      assert.match(String(summary), /press|Nothing to press/);
      assert.doesNotMatch(String(summary), /scope|token|helix|eventsub|irc\b|undefined|null/i);
    }
    made.behaviour.stop();
  });

  it('watches only what it is told to', async () => {
    const made = await stage({ which: ['signIn'] });
    made.set(chatDown, eventsDown, signedOut);
    made.behaviour.onGap({ from: 0, to: 1000, types: ['channel.follow'] });
    await made.clock.tick(60_000);
    assert.deepEqual(made.lines, ['trouble signIn']);
    made.behaviour.stop();
  });

  describe('a time without events', () => {
    it('is told with the end of the trouble: from when to when, which types, and what was read again', async () => {
      const made = await stage();
      await made.clock.tick(20_000);
      const from = made.clock.now();
      made.set(eventsDown);
      await made.clock.tick(45_000);
      const to = made.clock.now();
      made.set();
      made.behaviour.onGap({ from, to, types: ['channel.follow', 'channel.raid', 'stream.online'] });
      made.behaviour.onRecovered({ from, to }, ['stream.online']);
      await made.clock.tick(10_000);
      assert.deepEqual(made.lines, ['trouble events', 'well events']);
      const payload = made.told[1]?.msg.payload as Record<string, unknown>;
      assert.deepEqual(
        [payload['gapFrom'], payload['gapTo'], payload['missed'], payload['recovered']],
        [
          new Date(from).toISOString(),
          new Date(to).toISOString(),
          ['channel.follow', 'channel.raid'],
          ['stream.online'],
        ],
      );
      assert.match(
        String(made.summaries[1]),
        new RegExp(
          `back after \\d+ seconds. What happened from ${clockTime(from)} to ${clockTime(to)} may be missing: .+ and .+\\.$`,
        ),
      );
      made.behaviour.stop();
    });

    it('is told even if it was short: nothing is lost in silence', async () => {
      const made = await stage();
      const from = made.clock.now();
      made.set(eventsDown);
      await made.clock.tick(2_000);
      made.set();
      made.behaviour.onGap({ from, to: made.clock.now(), types: ['channel.follow'] });
      await made.clock.tick(10_000);
      assert.deepEqual(made.lines, ['well events']);
      assert.match(String(made.summaries[0]), /^Events from Twitch were interrupted\. What happened from /);
      made.behaviour.stop();
      assert.equal(made.clock.pending, 0);
    });

    it('of which all was read again says so', async () => {
      const made = await stage();
      made.behaviour.onGap({ from: 0, to: 1000, types: ['stream.online'] });
      made.behaviour.onRecovered({ from: 0, to: 1000 }, ['stream.online']);
      await made.clock.tick(10_000);
      assert.match(String(made.summaries[0]), /Nothing was missed from .* all of it was read again\.$/);
      made.behaviour.stop();
    });
  });

  describe('over a restart', () => {
    it('a trouble that goes on is not told again, and its end is told', async () => {
      const state = new MemoryState();
      const clock = new FakeClock();
      const before = await stage({}, { state, clock });
      before.set(signedOut);
      assert.deepEqual(before.lines, ['trouble signIn']);
      before.behaviour.stop();

      const after = await stage({}, { state, clock });
      after.set(signedOut);
      await clock.tick(60_000);
      assert.deepEqual(after.lines, []);
      after.set();
      await clock.tick(4_000);
      assert.deepEqual(after.lines, ['well signIn']);
      assert.equal(await state.get('troubles'), undefined);
      after.behaviour.stop();
    });

    it('a trouble of before is over only when things have had time to connect', async () => {
      const state = new MemoryState();
      const clock = new FakeClock();
      const before = await stage({ after: 0 }, { state, clock });
      before.set(chatDown);
      before.behaviour.stop();
      const after = await stage({ after: 0 }, { state, clock });
      await clock.tick(5_000);
      after.set(chatDown);
      await clock.tick(30_000);
      assert.deepEqual(after.lines, []);
      after.behaviour.stop();
    });
  });

  it('its test button plays a trouble and its end for each kind that is watched', async () => {
    const made = await stage({ which: ['events', 'signIn'] });
    const press = (): string => {
      const outcome = made.behaviour.test();
      assert.ok('output' in outcome);
      assert.deepEqual([outcome.msg.twitch.test, outcome.msg.twitch.id.startsWith('test-')], [true, true]);
      return `${outcome.output} ${(outcome.msg.payload as { kind: string }).kind}`;
    };
    assert.deepEqual(
      [press(), press(), press(), press(), press()],
      ['trouble events', 'well events', 'trouble signIn', 'well signIn', 'trouble events'],
    );
    assert.deepEqual(made.told, []);
    made.behaviour.stop();
  });
});
