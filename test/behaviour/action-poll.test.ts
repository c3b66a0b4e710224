import assert from 'node:assert/strict';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import { createPollAction } from '../../src/behaviour/action-poll';
import type { ActionContext, ActionResult } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import { MemoryState } from '../../src/behaviour/trigger';
import { settle } from '../support/fake-clock';
import {
  actionContext,
  commandMsg,
  identities,
  other,
  streamer,
  twitchOf,
  type TestContext,
} from './support/world';

const line = 'Best snack? | Chips | Fruit | Cake';

function poll(votes: readonly number[] = [0, 0, 0], status = 'ACTIVE'): Record<string, unknown> {
  return {
    id: 'p1',
    broadcaster_id: streamer.id,
    title: 'Best snack?',
    choices: ['Chips', 'Fruit', 'Cake'].map((title, index) => ({
      id: `c${index}`,
      title,
      votes: votes[index],
    })),
    status,
    duration: 60,
    started_at: '2026-11-23T12:00:00Z',
    ended_at: null,
  };
}

function ended(votes: readonly number[], status = 'completed'): Record<string, unknown> {
  return { ...poll(votes, status), status, ended_at: '2026-11-23T12:01:00Z' };
}

/** A channel in which polls can be made and looked up. */
function world(overrides: Partial<ActionContext> = {}, polls: Record<string, unknown>[] = []): TestContext {
  const context = actionContext(overrides);
  context.helix.answers['create-poll'] = () => ({ data: [poll()] });
  context.helix.answers['get-polls'] = () => ({ data: polls });
  context.helix.answers['get-users'] = () => ({
    data: [{ id: streamer.id, broadcaster_type: 'affiliate', display_name: 'Ana_Plays' }],
  });
  return context;
}

function run(
  context: TestContext,
  msg: FlowMessage = commandMsg(line),
  params: Record<string, unknown> = { for: 60 },
): Promise<ActionResult> {
  return createPollAction().run(msg, 'run', params, context);
}

describe('twitch-poll, run and wait', () => {
  it('makes the poll of the command and goes on with the winner', async () => {
    const context = world();
    const running = run(context);
    await settle();
    assert.deepEqual(context.helix.calls[0]?.body, {
      broadcaster_id: streamer.id,
      title: 'Best snack?',
      choices: [{ title: 'Chips' }, { title: 'Fruit' }, { title: 'Cake' }],
      duration: 60,
    });
    assert.deepEqual(context.events.wanted, [
      { type: 'channel.poll.end', condition: { broadcaster_user_id: streamer.id }, user: streamer.id },
    ]);
    context.events.emit('channel.poll.end', ended([12, 5, 3]));
    const { outputs } = await running;
    const msg = outputs[0] as FlowMessage;
    assert.deepEqual(msg['payload'], {
      id: 'p1',
      question: 'Best snack?',
      status: 'completed',
      winner: 'Chips',
      winners: ['Chips'],
      votes: 12,
      totalVotes: 20,
      share: 60,
      tie: false,
      choices: [
        { title: 'Chips', votes: 12, share: 60 },
        { title: 'Fruit', votes: 5, share: 25 },
        { title: 'Cake', votes: 3, share: 15 },
      ],
      startedAt: '2026-11-23T12:00:00Z',
      endsAt: '2026-11-23T12:01:00Z',
    });
    assert.equal(twitchOf(msg)['summary'], 'Chips won with 12 of 20 votes (60%).');
    assert.equal((twitchOf(msg)['user'] as { name: string }).name, 'Pixel_Heron');
    assert.equal(context.clock.pending, 0, 'no timer is left');
    assert.equal(context.events.listening, 0, 'nobody listens any more');
    assert.equal(await context.state.get('waiting'), undefined, 'nothing waits any more');
  });

  it('says a tie', async () => {
    const context = world();
    const running = run(context);
    await settle();
    context.events.emit('channel.poll.end', ended([8, 8, 1]));
    const msg = (await running).outputs[0] as FlowMessage;
    const { winner, winners, tie } = msg['payload'] as Record<string, unknown>;
    assert.deepEqual({ winner, winners, tie }, { winner: null, winners: ['Chips', 'Fruit'], tie: true });
    assert.equal(twitchOf(msg)['summary'], 'It is a tie: Chips and Fruit with 8 votes each.');
  });

  it('says that nobody voted', async () => {
    const context = world();
    const running = run(context);
    await settle();
    context.events.emit('channel.poll.end', ended([0, 0, 0]));
    const msg = (await running).outputs[0] as FlowMessage;
    assert.equal((msg['payload'] as { winner: unknown }).winner, null);
    assert.equal(twitchOf(msg)['summary'], 'Nobody voted: Best snack?');
  });

  it('goes on when somebody ends the poll by hand, or Twitch takes it down', async () => {
    const context = world();
    const running = run(context);
    await settle();
    context.events.emit('channel.poll.end', ended([3, 0, 0], 'terminated'));
    assert.equal(
      ((await running).outputs[0] as FlowMessage & { payload: { winner: string } }).payload.winner,
      'Chips',
    );
    const moderated = world();
    const other = run(moderated);
    await settle();
    moderated.events.emit('channel.poll.end', ended([3, 0, 0], 'moderated'));
    const msg = (await other).outputs[0] as FlowMessage;
    assert.equal((msg['payload'] as { winner: unknown }).winner, null);
    assert.equal(twitchOf(msg)['summary'], 'The poll was taken down by Twitch.');
  });

  it('does not mistake another poll for its own', async () => {
    const context = world();
    const running = run(context);
    await settle();
    context.events.emit('channel.poll.end', { ...ended([9, 9, 9]), id: 'other' });
    await settle();
    context.events.emit('channel.poll.end', ended([1, 0, 0]));
    assert.equal(((await running).outputs[0] as FlowMessage & { payload: { id: string } }).payload.id, 'p1');
  });

  it('hears an end that comes before the answer', async () => {
    const context = world();
    context.helix.answers['create-poll'] = () => {
      context.events.emit('channel.poll.end', ended([1, 0, 0]));
      return { data: [poll()] };
    };
    assert.equal(
      ((await run(context)).outputs[0] as FlowMessage & { payload: { winner: string } }).payload.winner,
      'Chips',
    );
    assert.equal(context.clock.pending, 0);
  });

  it('asks when the event does not come', async () => {
    const polls = [poll([1, 2, 0])];
    const context = world({}, polls);
    const running = run(context);
    await context.clock.tick(62_000);
    assert.deepEqual(context.helix.made, ['create-poll'], 'not before the end');
    polls[0] = poll([1, 2, 0], 'COMPLETED');
    await context.clock.tick(2000);
    assert.equal(
      ((await running).outputs[0] as FlowMessage & { payload: { winner: string } }).payload.winner,
      'Fruit',
    );
    assert.equal(context.clock.pending, 0);
    assert.equal(context.events.listening, 0);
  });

  it('asks now and then from the start when events are refused', async () => {
    const polls = [poll()];
    const context = world({}, polls);
    context.events.refuse = new Error('no permission for events');
    const running = run(context);
    await context.clock.tick(10_000);
    assert.deepEqual(context.helix.made, ['create-poll', 'get-polls']);
    polls[0] = poll([0, 0, 4], 'TERMINATED');
    await context.clock.tick(10_000);
    assert.equal(
      ((await running).outputs[0] as FlowMessage & { payload: { winner: string } }).payload.winner,
      'Cake',
    );
  });

  it('bears with Twitch being away for a while', async () => {
    const context = world();
    const running = run(context);
    await settle();
    let asked = 0;
    context.helix.answers['get-polls'] = () => {
      if (asked++ < 2) throw new TwitchError('TWITCH_UNAVAILABLE', 'down');
      return { data: [poll([5, 0, 0], 'COMPLETED')] };
    };
    await context.clock.tick(90_000);
    assert.equal(
      ((await running).outputs[0] as FlowMessage & { payload: { winner: string } }).payload.winner,
      'Chips',
    );
  });

  it('gives up long after the end', async () => {
    const context = world({}, [poll()]);
    const running = run(context);
    const failed = assert.rejects(running, { code: 'TWITCH_TIMEOUT' });
    await context.clock.tick(200_000);
    await failed;
    assert.equal(context.clock.pending, 0);
    assert.equal(await context.state.get('waiting'), undefined);
  });

  it('lets points buy votes, if so wished', async () => {
    const context = world();
    const running = run(context, commandMsg(line), { for: 60, pointsPerVote: 100 });
    await settle();
    assert.equal(context.helix.calls[0]?.body['channel_points_voting_enabled'], true);
    assert.equal(context.helix.calls[0]?.body['channel_points_per_vote'], 100);
    context.events.emit('channel.poll.end', ended([1, 0, 0]));
    await running;
  });

  it('lasts 15 to 1800 seconds', async () => {
    await assert.rejects(run(world(), commandMsg(line), { for: 5 }), /15 to 1800 seconds/);
  });
});

async function stopped(state: MemoryState): Promise<void> {
  const context = world({ state });
  const running = run(context);
  await settle();
  context.closing.abort(new TwitchError('TWITCH_ABORTED', 'deployed'));
  await assert.rejects(
    running,
    (error) =>
      error instanceof TwitchError && error.code === 'TWITCH_ABORTED' && error.cause['kept'] === true,
  );
  assert.equal(context.clock.pending, 0);
  assert.equal(context.events.listening, 0);
}

function resume(context: TestContext): { results: ActionResult[]; errors: unknown[]; over: Promise<void> } {
  const results: ActionResult[] = [];
  const errors: unknown[] = [];
  const action = createPollAction();
  const over =
    action.resume?.(context, {
      result: (result) => void results.push(result),
      error: (error) => void errors.push(error),
    }) ?? Promise.reject(new Error('nothing to resume'));
  return { results, errors, over };
}

describe('twitch-poll over a restart', () => {
  it('goes on with the message when the poll is over meanwhile', async () => {
    const state = new MemoryState();
    await stopped(state);
    const { results, over } = resume(world({ state }, [poll([2, 7, 1], 'COMPLETED')]));
    await over;
    const msg = results[0]?.outputs[0] as FlowMessage;
    assert.equal((msg['payload'] as { winner: string }).winner, 'Fruit');
    assert.equal((twitchOf(msg)['user'] as { name: string }).name, 'Pixel_Heron');
    assert.equal(await state.get('waiting'), undefined);
  });

  it('waits on when it still runs', async () => {
    const state = new MemoryState();
    await stopped(state);
    const context = world({ state }, [poll()]);
    const { results, over } = resume(context);
    await settle();
    assert.equal(results.length, 0);
    context.events.emit('channel.poll.end', ended([1, 0, 0]));
    await over;
    assert.equal(results.length, 1);
  });

  it('stays kept when it is stopped once more', async () => {
    const state = new MemoryState();
    await stopped(state);
    const context = world({ state }, [poll()]);
    const { errors, over } = resume(context);
    await settle();
    context.closing.abort(new TwitchError('TWITCH_ABORTED', 'again'));
    await over;
    assert.deepEqual(errors, []);
    assert.equal(((await state.get('waiting')) as unknown[]).length, 1);
  });

  it('reports what went wrong to the message it was for', async () => {
    const state = new MemoryState();
    await stopped(state);
    const context = world({ state });
    context.helix.answers['get-polls'] = () => {
      throw new TwitchRequestError('TWITCH_REQUEST_FAILED', 'no such poll', { status: 404 });
    };
    const { errors, over } = resume(context);
    await over;
    assert.equal((errors[0] as TwitchError).code, 'TWITCH_REQUEST_FAILED');
    assert.equal(await state.get('waiting'), undefined);
  });

  it('keeps two waits of one node apart, although each run brings its own way to the store', async () => {
    const state = new MemoryState();
    const action = createPollAction();
    const contexts = ['p1', 'p2'].map((id) => {
      const context = world({
        state: { get: (key) => state.get(key), set: (key, value) => state.set(key, value) },
      });
      context.helix.answers['create-poll'] = () => ({ data: [{ ...poll(), id }] });
      return context;
    });
    const runs = contexts.map((context) => action.run(commandMsg(line), 'run', { for: 60 }, context));
    await settle();
    assert.equal(((await state.get('waiting')) as unknown[]).length, 2);
    contexts[0]?.events.emit('channel.poll.end', ended([1, 0, 0]));
    await runs[0];
    assert.deepEqual(
      ((await state.get('waiting')) as { id: string }[]).map(({ id }) => id),
      ['p2'],
    );
    contexts[1]?.events.emit('channel.poll.end', { ...ended([1, 0, 0]), id: 'p2' });
    await runs[1];
    assert.equal(await state.get('waiting'), undefined);
  });

  it('does not overwrite what waits from before when a message comes before it is taken up', async () => {
    const state = new MemoryState();
    await stopped(state);
    const context = world({ state });
    context.helix.answers['create-poll'] = () => ({ data: [{ ...poll(), id: 'p2' }] });
    const running = run(context);
    await settle();
    assert.deepEqual(
      ((await state.get('waiting')) as { id: string }[]).map(({ id }) => id),
      ['p1', 'p2'],
    );
    context.events.emit('channel.poll.end', { ...ended([1, 0, 0]), id: 'p2' });
    await running;
    assert.deepEqual(
      ((await state.get('waiting')) as { id: string }[]).map(({ id }) => id),
      ['p1'],
    );
  });

  it('keeps messages that cannot be saved whole', async () => {
    const state = new MemoryState();
    const context = world({ state });
    const msg = commandMsg(line);
    msg['req'] = { socket: {} };
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    msg['loop'] = loop;
    const running = run(context, msg);
    await settle();
    const [entry] = (await state.get('waiting')) as { msg: FlowMessage }[];
    assert.ok(entry && !('req' in entry.msg) && !('loop' in entry.msg) && 'twitch' in entry.msg);
    context.events.emit('channel.poll.end', ended([1, 0, 0]));
    assert.equal(((await running).outputs[0] as FlowMessage)['loop'], loop, 'the message itself stays whole');
  });
});

const refused = (): never => {
  throw new TwitchRequestError('TWITCH_REQUEST_FAILED', 'bad request', { status: 400 });
};

describe('twitch-poll, refused', () => {
  it('says that a poll is running, for Catch and for chat', async () => {
    const context = world({}, [poll()]);
    context.helix.answers['create-poll'] = refused;
    const msg = commandMsg(line);
    await assert.rejects(run(context, msg), /already running \("Best snack\?"\)/);
    assert.equal(twitchOf(msg)['summary'], 'A poll is already running: Best snack?');
    assert.equal(context.clock.pending, 0);
    assert.equal(context.events.listening, 0);
  });

  it('says that polls are for affiliates', async () => {
    const context = world();
    context.helix.answers['create-poll'] = refused;
    context.helix.answers['get-users'] = () => ({
      data: [{ id: streamer.id, broadcaster_type: '', display_name: 'Ana_Plays' }],
    });
    const msg = commandMsg(line);
    await assert.rejects(run(context, msg), { code: 'TWITCH_FORBIDDEN' });
    assert.equal(twitchOf(msg)['summary'], 'Polls are only for affiliates and partners of Twitch.');
  });

  it('says what Twitch says when it is none of these', async () => {
    const context = world();
    context.helix.answers['create-poll'] = refused;
    await assert.rejects(run(context), /bad request/);
  });

  it('says how to type it, in chat', async () => {
    const msg = commandMsg('Best snack?');
    await assert.rejects(run(world(), msg), { code: 'TWITCH_INPUT_INVALID' });
    assert.equal(
      twitchOf(msg)['summary'],
      'A poll takes 2 to 5 choices, and there are 0. Type: !poll Question | A | B',
    );
  });

  it('is possible only in the own channel', async () => {
    const msg = commandMsg(line);
    Object.assign(msg['twitch'] as object, { channel: other });
    await assert.rejects(run(world(), msg), { code: 'TWITCH_FORBIDDEN' });
  });

  it('wants a sign-in', async () => {
    const nobody = { ...identities, signedIn: { channel: null, bot: null } };
    await assert.rejects(run(world({ identities: () => nobody })), { code: 'TWITCH_SIGN_IN_NEEDED' });
  });

  it('cannot do what it does not know', async () => {
    await assert.rejects(createPollAction().run({}, 'dance', {}, world()), /cannot do "dance"/);
  });
});

describe('twitch-poll, the other operations', () => {
  it('opens a poll and goes on at once', async () => {
    const context = world();
    const msg = (await createPollAction().run(commandMsg(line), 'open', { for: 90 }, context))
      .outputs[0] as FlowMessage;
    assert.equal((msg['payload'] as { status: string }).status, 'active');
    assert.equal(twitchOf(msg)['summary'], 'Poll: Best snack? Chips, Fruit or Cake. You have 90 seconds.');
    assert.deepEqual(context.events.wanted, []);
  });

  it('ends the running poll, visible or hidden', async () => {
    for (const [afterwards, status] of [
      ['visible', 'TERMINATED'],
      ['hidden', 'ARCHIVED'],
    ] as const) {
      const context = world({}, [poll([4, 1, 0], 'COMPLETED'), { ...poll([4, 1, 0]), id: 'p2' }]);
      context.helix.answers['end-poll'] = ({ body }) => ({
        data: [{ ...poll([4, 1, 0], String(body['status'])), id: 'p2' }],
      });
      const msg = (await createPollAction().run(commandMsg(''), 'end', { afterwards }, context))
        .outputs[0] as FlowMessage;
      assert.deepEqual(context.helix.calls.at(-1)?.body, { broadcaster_id: streamer.id, id: 'p2', status });
      assert.equal(twitchOf(msg)['summary'], 'Chips won with 4 of 5 votes (80%).');
    }
  });

  it('says so when there is nothing to end', async () => {
    const msg = commandMsg('');
    await assert.rejects(
      createPollAction().run(msg, 'end', {}, world({}, [poll([], 'COMPLETED')])),
      /no poll is running/,
    );
    assert.equal(twitchOf(msg)['summary'], 'No poll is running.');
  });

  it('looks up the newest poll', async () => {
    const context = world({}, [poll([1, 3, 0])]);
    const msg = (await createPollAction().run(commandMsg(''), 'lookUp', {}, context))
      .outputs[0] as FlowMessage;
    assert.equal(twitchOf(msg)['summary'], 'Fruit leads with 3 of 4 votes.');
  });
});

function testMsg(): FlowMessage {
  const msg = commandMsg(line);
  Object.assign(msg['twitch'] as object, { test: true });
  return msg;
}

describe('twitch-poll behind a test button', () => {
  it('acts in the practice world and marks the answer', async () => {
    const practiceStreamer = { id: '900', login: 'practice', name: 'Practice' };
    const practice = world({
      practice: true,
      identities: () => ({ channel: practiceStreamer, signedIn: { channel: practiceStreamer, bot: null } }),
      findUsers: () => Promise.resolve([practiceStreamer]),
    });
    practice.helix.answers['end-poll'] = () => ({ data: [poll([], 'ARCHIVED')] });
    practice.helix.answers['get-polls'] = () => ({ data: [{ ...poll(), id: 'demo' }] });
    const real = world({ granted: () => ['channel:manage:polls'], pretend: () => Promise.resolve(practice) });
    const running = run(real, testMsg());
    await settle();
    assert.deepEqual(real.helix.made, [], 'nothing reaches the real channel');
    assert.deepEqual(
      practice.helix.made,
      ['get-polls', 'end-poll', 'create-poll'],
      'a practice poll makes way',
    );
    assert.equal(practice.helix.calls.at(-1)?.body['broadcaster_id'], '900');
    assert.equal(practice.helix.calls.at(-1)?.body['duration'], 15);
    practice.events.emit('channel.poll.end', ended([1, 0, 0]));
    const { outputs, notes } = await running;
    assert.deepEqual(notes, ['test-not-sent']);
    assert.equal(twitchOf(outputs[0])['practice'], true);
    assert.equal(await real.state.get('waiting'), undefined);
  });

  it('checks the permission of the real account', async () => {
    const real = world({ granted: () => [], pretend: () => Promise.reject(new Error('not reached')) });
    await assert.rejects(run(real, testMsg()), { code: 'TWITCH_SCOPE_MISSING' });
  });

  it('acts where the account lets tests act, and in practice mode', async () => {
    const context = world();
    const running = run(context, testMsg());
    await settle();
    assert.deepEqual(context.helix.made, ['create-poll']);
    context.events.emit('channel.poll.end', ended([1, 0, 0]));
    assert.deepEqual((await running).notes, []);
  });

  it('does not pretend for messages that are no test', async () => {
    const context = world({ pretend: () => Promise.reject(new Error('not reached')) });
    const running = run(context);
    await settle();
    context.events.emit('channel.poll.end', ended([1, 0, 0]));
    assert.deepEqual((await running).notes, []);
  });
});
