import assert from 'node:assert/strict';
import type { EventNotification } from '../../src/behaviour/context';
import { MOST_KEYS } from '../../src/behaviour/message';
import { MemoryState, type TriggerOutput } from '../../src/behaviour/trigger';
import {
  createHypeTrainBehaviour,
  type HypeTrainOutput,
  type HypeTrainSettings,
} from '../../src/behaviour/trigger-hype-train';
import { settle, type FakeClock } from '../support/fake-clock';
import { other, streamer, triggerContext, viewer } from './support/world';

interface Stage {
  readonly clock: FakeClock;
  readonly told: TriggerOutput<HypeTrainOutput>[];
  readonly behaviour: ReturnType<typeof createHypeTrainBehaviour>;
  /** `output level topic` of everything that was told. */
  readonly lines: () => Promise<string[]>;
  /** What Get Hype Train Status answers; undefined: it fails. */
  answer: unknown;
  asked: number;
}

function stage(settings: Partial<HypeTrainSettings> = {}, state = new MemoryState()): Stage {
  const context = triggerContext({ state });
  const told: TriggerOutput<HypeTrainOutput>[] = [];
  const made: Stage = {
    clock: context.clock,
    told,
    answer: { current: null, all_time_high: null },
    asked: 0,
    behaviour: createHypeTrainBehaviour({ fromLevel: 1, progressToo: false, ...settings }, context, {
      ask: () => {
        made.asked++;
        return made.answer === undefined
          ? Promise.reject(new Error('no answer'))
          : Promise.resolve(made.answer);
      },
      emit: (output) => void told.push(output),
      tell: (error) => assert.fail(error),
    }),
    lines: async () => {
      await settle();
      return told.map(
        ({ output, msg }) =>
          `${output} ${(msg.payload as { level: number }).level}${msg.twitch.recovered ? ' recovered' : ''}`,
      );
    },
  };
  return made;
}

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString();

function train(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'train-1',
    broadcaster_user_id: streamer.id,
    broadcaster_user_login: streamer.login,
    broadcaster_user_name: streamer.name,
    level: 1,
    total: 500,
    progress: 500,
    goal: 1600,
    top_contributions: [
      { user_id: other.id, user_login: other.login, user_name: other.name, type: 'bits', total: 100 },
      {
        user_id: viewer.id,
        user_login: viewer.login,
        user_name: viewer.name,
        type: 'subscription',
        total: 400,
      },
    ],
    shared_train_participants: null,
    started_at: at(0),
    expires_at: at(5),
    type: 'regular',
    is_shared_train: false,
    ...changes,
  };
}

function told(kind: 'begin' | 'progress' | 'end', changes: Record<string, unknown> = {}): EventNotification {
  return {
    id: `n-${kind}`,
    type: `channel.hype_train.${kind}`,
    version: '2',
    at: at(0),
    event: train(changes),
  };
}

describe('twitch-hype-train', () => {
  it('tells the start, each level once, and the end', async () => {
    const { behaviour, lines } = stage();
    behaviour.onEvent(told('begin'));
    behaviour.onEvent(told('progress', { total: 900 }));
    behaviour.onEvent(told('progress', { total: 1700, level: 2 }));
    behaviour.onEvent(told('progress', { total: 1800, level: 2 }));
    behaviour.onEvent(told('end', { total: 1800, level: 2, ended_at: at(6) }));
    assert.deepEqual(await lines(), ['start 1', 'level 2', 'end 2']);
    behaviour.stop();
  });

  it('trap: progress comes before the begin, one for each contribution that set it off; it starts once', async () => {
    const { behaviour, lines } = stage();
    behaviour.onEvent(told('progress', { total: 100 }));
    behaviour.onEvent(told('progress', { total: 300 }));
    behaviour.onEvent(told('begin', { total: 300 }));
    assert.deepEqual(await lines(), ['start 1']);
    behaviour.stop();
  });

  it('trap: progress comes after the end of the same train, and nothing is told any more', async () => {
    const { behaviour, lines } = stage({ progressToo: true });
    behaviour.onEvent(told('begin'));
    behaviour.onEvent(told('end', { ended_at: at(6) }));
    behaviour.onEvent(told('progress', { total: 9000, level: 4 }));
    behaviour.onEvent(told('end', { ended_at: at(6) }));
    assert.deepEqual(await lines(), ['start 1', 'end 1']);
  });

  it('trap: progress out of order never takes a level or points back', async () => {
    const { behaviour, lines, told: out } = stage({ progressToo: true });
    behaviour.onEvent(told('begin'));
    behaviour.onEvent(told('progress', { total: 1700, level: 2, progress: 100 }));
    behaviour.onEvent(told('progress', { total: 900, level: 1, progress: 900 }));
    behaviour.onEvent(told('progress', { total: 1900, level: 2, progress: 300 }));
    assert.deepEqual(await lines(), ['start 1', 'level 2', 'level 2']);
    assert.deepEqual(
      out.map(({ msg }) => [msg.topic, (msg.payload as { total: number }).total]),
      [
        ['channel.hype_train.begin', 500],
        ['channel.hype_train.level', 1700],
        ['channel.hype_train.progress', 1900],
      ],
    );
    behaviour.stop();
  });

  it('tells every level when one gift lifts the train over several', async () => {
    const { behaviour, lines, told: out } = stage();
    behaviour.onEvent(told('begin'));
    behaviour.onEvent(told('progress', { total: 6000, level: 4, progress: 500, goal: 2300 }));
    assert.deepEqual(await lines(), ['start 1', 'level 2', 'level 3', 'level 4']);
    assert.equal(
      (out[1]?.msg.payload as { progress: unknown } | undefined)?.progress,
      null,
      'a level passed through',
    );
    assert.equal((out[3]?.msg.payload as { percent: unknown } | undefined)?.percent, 22);
    behaviour.stop();
  });

  it('tells nothing of a train below the level that is set, and then all of it', async () => {
    const { behaviour, lines } = stage({ fromLevel: 3 });
    behaviour.onEvent(told('begin'));
    behaviour.onEvent(told('progress', { total: 1700, level: 2 }));
    behaviour.onEvent(told('end', { total: 1700, level: 2, ended_at: at(6) }));
    assert.deepEqual(await lines(), []);
    behaviour.onEvent(told('begin', { id: 'train-2', started_at: at(20), level: 2 }));
    behaviour.onEvent(told('progress', { id: 'train-2', started_at: at(20), total: 4000, level: 3 }));
    behaviour.onEvent(told('progress', { id: 'train-2', started_at: at(20), total: 7000, level: 4 }));
    behaviour.onEvent(told('end', { id: 'train-2', started_at: at(20), total: 7000, level: 4 }));
    assert.deepEqual(await lines(), ['start 3', 'level 4', 'end 4']);
  });

  it('has the same few fields at every moment, also when a version of the event lacks some', async () => {
    const { behaviour, told: out, lines } = stage({ progressToo: true });
    behaviour.onEvent(told('begin', { all_time_high_level: 3 }));
    behaviour.onEvent(told('progress', { total: 1700, level: 2 }));
    const { type: _type, expires_at: _expires, is_shared_train: _shared, ...old } = train({ total: 2000 });
    behaviour.onEvent({ ...told('progress'), version: '1', event: old });
    behaviour.onEvent(told('end', { total: 9000, level: 5, ended_at: at(6), cooldown_ends_at: at(59) }));
    await lines();
    const keys = out.map(({ msg }) => Object.keys(msg.payload as object));
    for (const each of keys) assert.deepEqual(each, keys[0]);
    assert.ok((keys[0]?.length ?? 0) <= MOST_KEYS);
    const end = out.at(-1)?.msg;
    const payload = end?.payload as Record<string, unknown>;
    assert.deepEqual(
      [payload['recordLevel'], payload['topContributor'], payload['kind'], payload['nextAt']],
      [3, viewer.name, 'regular', at(59)],
    );
    assert.equal(end?.twitch.summary, 'The hype train is over, it reached level 5, a new record.');
  });

  it('names the channels of a shared train', async () => {
    const { behaviour, told: out, lines } = stage();
    const participant = (person: typeof other): object => ({
      broadcaster_user_id: person.id,
      broadcaster_user_login: person.login,
      broadcaster_user_name: person.name,
    });
    behaviour.onEvent(
      told('begin', {
        is_shared_train: true,
        type: 'golden_kappa',
        shared_train_participants: [participant(streamer), participant(other)],
      }),
    );
    await lines();
    const payload = out.at(0)?.msg.payload as Record<string, unknown>;
    assert.deepEqual(
      [payload['shared'], payload['sharedWith'], payload['kind']],
      [true, [other.name], 'golden_kappa'],
    );
    assert.equal(out[0]?.msg.twitch.summary, 'A golden Kappa train has started together with Tidewater.');
    behaviour.stop();
  });

  describe('after a restart or a gap', () => {
    it('in the middle of a train repeats nothing, and goes on', async () => {
      const state = new MemoryState();
      const before = stage({}, state);
      before.behaviour.onEvent(told('begin', { level: 2 }));
      assert.deepEqual(await before.lines(), ['start 2']);
      before.behaviour.stop();

      const after = stage({}, state);
      after.answer = {
        current: train({ level: 2 }),
        all_time_high: { level: 4, total: 1, achieved_at: at(0) },
      };
      after.behaviour.onLive();
      after.behaviour.onEvent(told('progress', { total: 4000, level: 3 }));
      assert.deepEqual(await after.lines(), ['level 3']);
      after.behaviour.stop();
    });

    it('tells what was missed, marked as found again: levels, and the end', async () => {
      const state = new MemoryState();
      const before = stage({}, state);
      before.behaviour.onEvent(told('begin'));
      await before.lines();
      before.behaviour.stop();

      const after = stage({}, state);
      after.answer = { current: train({ total: 4000, level: 3 }), all_time_high: null };
      after.behaviour.onLive();
      assert.deepEqual(await after.lines(), ['level 2 recovered', 'level 3 recovered']);
      after.answer = { current: null, all_time_high: null };
      after.behaviour.onLive();
      assert.deepEqual((await after.lines()).slice(2), ['end 3 recovered']);
      after.behaviour.onEvent(told('end', { total: 4000, level: 3, ended_at: at(6) }));
      assert.equal((await after.lines()).length, 3, 'the end that comes late is not told again');
    });

    it('a train that was running when the flow was made starts for it, marked as found', async () => {
      const made = stage();
      made.answer = { current: train({ level: 2 }), all_time_high: null };
      made.behaviour.onLive();
      made.behaviour.onLive();
      assert.deepEqual(await made.lines(), ['start 2 recovered']);
      made.behaviour.stop();
    });

    it('a new train while another is known: the end of the first was missed', async () => {
      const { behaviour, lines } = stage();
      behaviour.onEvent(told('begin'));
      behaviour.onEvent(told('begin', { id: 'train-2', started_at: at(70) }));
      assert.deepEqual(await lines(), ['start 1', 'end 1 recovered', 'start 1']);
      behaviour.stop();
    });

    it('the end is asked for when it does not come, and an unanswered question is put again', async () => {
      const made = stage();
      made.answer = undefined;
      made.behaviour.onEvent(
        told('begin', { expires_at: new Date(made.clock.now() + 300_000).toISOString() }),
      );
      await made.lines();
      await made.clock.tick(314_000);
      assert.equal(made.asked, 0);
      await made.clock.tick(2_000);
      assert.equal(made.asked, 1);
      made.answer = { current: null, all_time_high: null };
      await made.clock.tick(61_000);
      assert.equal(made.asked, 2);
      assert.deepEqual(await made.lines(), ['start 1', 'end 1 recovered']);
      assert.equal(made.clock.pending, 0);
    });

    it('an answer that an event has overtaken ends no train', async () => {
      const made = stage();
      made.behaviour.onLive();
      made.behaviour.onEvent(told('begin'));
      assert.deepEqual(await made.lines(), ['start 1']);
      made.behaviour.stop();
    });

    it('a memory that cannot be read is no memory', async () => {
      const state = new MemoryState();
      await state.set('train', { train: 'nonsense', over: [7] });
      const { behaviour, lines } = stage({}, state);
      behaviour.onEvent(told('begin'));
      assert.deepEqual(await lines(), ['start 1']);
      behaviour.stop();
    });
  });

  describe('its test button', () => {
    it('plays a train, one moment a press, marked, again and again', () => {
      const { behaviour, told: out, clock } = stage();
      const press = (): string => {
        const outcome = behaviour.test({});
        assert.ok('output' in outcome);
        assert.equal(outcome.msg.twitch.test, true);
        assert.match(outcome.msg.twitch.id, /^test-/);
        return `${outcome.output} ${(outcome.msg.payload as { level: number }).level}`;
      };
      assert.deepEqual([press(), press(), press(), press()], ['start 1', 'level 2', 'level 3', 'end 3']);
      assert.equal(press(), 'start 1');
      assert.deepEqual([out.length, clock.pending], [0, 0], 'nothing of the node itself is touched');
    });

    it('passes the level that is set, and plays contributions where they are told', () => {
      const { behaviour } = stage({ fromLevel: 4, progressToo: true });
      const topics = Array.from({ length: 5 }, () => {
        const outcome = behaviour.test({});
        assert.ok('output' in outcome);
        return outcome.msg.topic.split('.').at(-1);
      });
      assert.deepEqual(topics, ['begin', 'progress', 'level', 'level', 'end']);
    });
  });
});
