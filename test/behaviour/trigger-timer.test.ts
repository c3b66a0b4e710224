import assert from 'node:assert/strict';
import { createTimerBehaviour, type TimerSettings } from '../../src/behaviour/trigger-timer';
import type { TriggerNote, TriggerOutput } from '../../src/behaviour/trigger';
import { MemoryState } from '../../src/behaviour/trigger';
import { FakeClock } from '../support/fake-clock';
import { bot, line, streamer, triggerContext } from './support/world';

const MINUTE = 60_000;

const defaults: TimerSettings = {
  lines: 'Join us at {channel}!\n\nDrink water.\nBe kind.',
  every: 15,
  onlyLive: true,
  afterLines: 5,
  order: 'turn',
};

async function scene(
  settings: Partial<TimerSettings> = {},
  options: { state?: MemoryState; clock?: FakeClock } = {},
) {
  const stream: { live: boolean | null } = { live: true };
  const gate = { open: true };
  const out: (TriggerOutput<'due'> | TriggerNote)[] = [];
  const context = triggerContext({
    ...options,
    live: { isLive: () => stream.live },
  });
  const timer = createTimerBehaviour({ ...defaults, ...settings }, context, {
    channel: () => streamer,
    mayFire: () => Promise.resolve(gate.open),
    emit: (output) => out.push(output),
  });
  await timer.start();
  const said = (): unknown[] => out.map((each) => ('note' in each ? each.note : each.msg.payload));
  const chat = (count: number): void => {
    for (let i = 0; i < count; i++) timer.onChat(line('hi'));
  };
  return { clock: context.clock, context, timer, stream, gate, out, said, chat };
}

describe('twitch-timer', () => {
  it('sends one line after the other, every 15 minutes, with the line as payload and summary', async () => {
    const { clock, timer, out, said, chat } = await scene();
    for (let round = 0; round < 4; round++) {
      chat(5);
      await clock.tick(15 * MINUTE);
    }
    assert.deepEqual(said(), ['Join us at Ana_Plays!', 'Drink water.', 'Be kind.', 'Join us at Ana_Plays!']);
    const [first] = out;
    assert.ok(first && 'msg' in first);
    assert.equal(first.msg.topic, 'timer.line');
    assert.equal(first.msg.twitch.summary, 'Join us at Ana_Plays!');
    assert.deepEqual(first.msg.twitch.channel, streamer);
    timer.stop();
    assert.equal(clock.pending, 0);
  });

  it('waits for lines of others, and comes with the one that makes the number full', async () => {
    const { clock, timer, said, chat } = await scene();
    chat(4);
    timer.onChat(line('I am the bot', { user: bot }));
    timer.onChat(line('elsewhere', { channel: { id: '7', login: 'other_channel' } }));
    await clock.tick(20 * MINUTE);
    assert.deepEqual(said(), []);
    chat(1);
    await clock.tick(0);
    assert.deepEqual(said(), ['Join us at Ana_Plays!']);
    chat(5);
    await clock.tick(14 * MINUTE);
    assert.equal(said().length, 1, 'the time runs from then');
    await clock.tick(MINUTE);
    assert.equal(said().length, 2);
    timer.stop();
  });

  it('leaves out what falls while the channel is offline', async () => {
    const { clock, timer, stream, said, chat } = await scene();
    stream.live = false;
    chat(50);
    await clock.tick(60 * MINUTE);
    assert.deepEqual(said(), []);
    stream.live = true;
    await clock.tick(15 * MINUTE);
    assert.deepEqual(said(), ['Join us at Ana_Plays!']);
    timer.stop();
  });

  it('says that it cannot tell whether the channel is live, and looks again', async () => {
    const { clock, timer, stream, said, chat } = await scene();
    stream.live = null;
    chat(5);
    await clock.tick(15 * MINUTE);
    assert.deepEqual(said(), ['live-unknown']);
    stream.live = true;
    await clock.tick(30_000);
    assert.deepEqual(said(), ['live-unknown', 'Join us at Ana_Plays!']);
    timer.stop();
  });

  it('speaks into an empty and offline room only if told so', async () => {
    const { clock, timer, stream, said } = await scene({ onlyLive: false, afterLines: 0, every: 1 });
    stream.live = false;
    await clock.tick(3 * MINUTE);
    assert.equal(said().length, 3);
    timer.stop();
  });

  it('is silent while the gate is closed, and loses no turn', async () => {
    const { clock, timer, gate, said, chat } = await scene();
    gate.open = false;
    chat(5);
    await clock.tick(30 * MINUTE);
    assert.deepEqual(said(), []);
    gate.open = true;
    await clock.tick(15 * MINUTE);
    assert.deepEqual(said(), ['Join us at Ana_Plays!']);
    timer.stop();
  });

  it('never says the same line twice in a row at random, and says them all', async () => {
    const { clock, timer, said } = await scene({ order: 'random', afterLines: 0, every: 1 });
    await clock.tick(60 * MINUTE);
    const lines = said();
    assert.equal(new Set(lines).size, 3);
    assert.ok(lines.every((each, index) => each !== lines[index - 1]));
    timer.stop();
  });

  describe('after a restart', () => {
    it('goes on with the next line when its time comes', async () => {
      const state = new MemoryState();
      const first = await scene({}, { state });
      first.chat(5);
      await first.clock.tick(20 * MINUTE);
      first.timer.stop();
      const { clock } = first;
      const second = await scene({}, { state, clock });
      second.chat(5);
      await clock.tick(10 * MINUTE - 1);
      assert.deepEqual(second.said(), []);
      await clock.tick(1);
      assert.deepEqual(second.said(), ['Drink water.']);
      second.timer.stop();
    });

    it('does not speak at once although its time has passed meanwhile', async () => {
      const state = new MemoryState();
      const first = await scene({ afterLines: 0 }, { state });
      first.timer.stop();
      const clock = new FakeClock(first.clock.now() + 10 * 60 * MINUTE);
      const second = await scene({ afterLines: 0 }, { state, clock });
      await clock.tick(MINUTE - 1);
      assert.deepEqual(second.said(), []);
      await clock.tick(1);
      assert.deepEqual(second.said(), ['Join us at Ana_Plays!']);
      second.timer.stop();
    });

    it('has not forgotten how many lines it heard before', async () => {
      const state = new MemoryState();
      const first = await scene({}, { state });
      first.chat(3);
      first.timer.stop();
      const { clock } = first;
      const second = await scene({}, { state, clock });
      second.chat(1);
      await clock.tick(20 * MINUTE);
      assert.deepEqual(second.said(), []);
      second.chat(1);
      await clock.tick(0);
      assert.deepEqual(second.said(), ['Join us at Ana_Plays!']);
      second.timer.stop();
      const third = await scene({}, { state, clock });
      third.chat(4);
      await clock.tick(20 * MINUTE);
      assert.deepEqual(third.said(), [], 'a line that was said begins a new count');
      third.timer.stop();
    });

    it('takes a shorter time at once, and what cannot be read as nothing', async () => {
      const state = new MemoryState();
      const first = await scene({ every: 600 }, { state });
      first.timer.stop();
      const second = await scene({ every: 1, afterLines: 0 }, { state, clock: first.clock });
      await second.clock.tick(MINUTE);
      assert.equal(second.said().length, 1);
      second.timer.stop();
      await state.set('timer', { dueAt: 'soon', turn: 'x' });
      const third = await scene({ every: 1, afterLines: 0 }, { state });
      await third.clock.tick(MINUTE);
      assert.deepEqual(third.said(), ['Join us at Ana_Plays!']);
      third.timer.stop();
    });
  });

  it('tests with one line after the other, without moving its own', async () => {
    const { clock, timer, stream, said, chat } = await scene();
    stream.live = false;
    const tested = [1, 2, 3, 4].map(() => {
      const outcome = timer.test({});
      assert.ok('output' in outcome && outcome.msg.twitch.test && outcome.msg.twitch.id.startsWith('test-'));
      return outcome.msg.payload;
    });
    assert.deepEqual(tested, ['Join us at Ana_Plays!', 'Drink water.', 'Be kind.', 'Join us at Ana_Plays!']);
    stream.live = true;
    chat(5);
    await clock.tick(15 * MINUTE);
    assert.deepEqual(said(), ['Join us at Ana_Plays!']);
    timer.stop();
    const empty = await scene({ lines: ' \n ' });
    assert.deepEqual(empty.timer.test({}), { stoppedBy: 'lines' });
    empty.timer.stop();
  });
});
