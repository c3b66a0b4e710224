import assert from 'node:assert/strict';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import { createPredictionAction } from '../../src/behaviour/action-prediction';
import { findOutcome } from '../../src/behaviour/prediction-winner';
import type { ActionContext, ActionResult } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import { MemoryState } from '../../src/behaviour/trigger';
import { settle } from '../support/fake-clock';
import { actionContext, commandMsg, streamer, twitchOf, type TestContext } from './support/world';

const line = 'Win this run? | Yes | No';

function prediction(status = 'ACTIVE', changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'd1',
    broadcaster_id: streamer.id,
    title: 'Win this run?',
    winning_outcome_id: null,
    outcomes: [
      { id: 'o1', title: 'Yes', users: 5, channel_points: 2200 },
      { id: 'o2', title: 'No', users: 6, channel_points: 4400 },
    ],
    prediction_window: 120,
    status,
    created_at: '2026-11-23T12:00:00Z',
    ended_at: null,
    locked_at: null,
    ...changes,
  };
}

function world(overrides: Partial<ActionContext> = {}, all: Record<string, unknown>[] = []): TestContext {
  const context = actionContext(overrides);
  context.helix.answers['create-prediction'] = () => ({ data: [prediction()] });
  context.helix.answers['get-predictions'] = () => ({ data: all });
  context.helix.answers['end-prediction'] = ({ body }) => ({
    data: [prediction(String(body['status']), { winning_outcome_id: body['winning_outcome_id'] ?? null })],
  });
  context.helix.answers['get-users'] = () => ({ data: [{ id: streamer.id, broadcaster_type: 'partner' }] });
  return context;
}

async function run(
  operation: string,
  msg: FlowMessage,
  params: Record<string, unknown>,
  context: TestContext,
): Promise<FlowMessage> {
  const { outputs } = await createPredictionAction().run(msg, operation, params, context);
  return outputs[0] as FlowMessage;
}

describe('twitch-prediction', () => {
  it('opens the prediction of the command', async () => {
    const context = world();
    const msg = await run('open', commandMsg(line, '!predict'), { for: 120 }, context);
    assert.deepEqual(context.helix.calls[0]?.body, {
      broadcaster_id: streamer.id,
      title: 'Win this run?',
      outcomes: [{ title: 'Yes' }, { title: 'No' }],
      prediction_window: 120,
    });
    assert.equal(
      twitchOf(msg)['summary'],
      'Prediction: Win this run? Yes or No. Bets are open for 2 minutes.',
    );
    assert.deepEqual(msg['payload'], {
      id: 'd1',
      question: 'Win this run?',
      status: 'active',
      winner: null,
      winnerUsers: 0,
      share: 0,
      totalUsers: 11,
      totalPoints: 6600,
      outcomes: [
        { title: 'Yes', users: 5, points: 2200, share: 33 },
        { title: 'No', users: 6, points: 4400, share: 67 },
      ],
      startedAt: '2026-11-23T12:00:00Z',
      locksAt: '2026-11-23T12:02:00.000Z',
      endedAt: null,
    });
  });

  it('takes 2 to 10 outcomes and 30 to 1800 seconds', async () => {
    await assert.rejects(run('open', commandMsg('Q | A', '!predict'), {}, world()), /2 to 10 outcomes/);
    await assert.rejects(run('open', commandMsg(line), { for: 10 }, world()), /30 to 1800 seconds/);
  });

  it('closes the bets', async () => {
    const context = world({}, [prediction()]);
    const msg = await run('lock', commandMsg('', '!lock'), {}, context);
    assert.deepEqual(context.helix.calls.at(-1)?.body, {
      broadcaster_id: streamer.id,
      id: 'd1',
      status: 'LOCKED',
    });
    assert.equal(twitchOf(msg)['summary'], 'Bets are closed: Win this run?');
  });

  it('does not close them twice', async () => {
    const msg = commandMsg('', '!lock');
    await assert.rejects(run('lock', msg, {}, world({}, [prediction('LOCKED')])), /closed already/);
    assert.equal(twitchOf(msg)['summary'], 'Bets are closed already.');
  });

  it('is decided by title, by number, or by the beginning of a title', async () => {
    for (const [said, id] of [
      ['Yes', 'o1'],
      ['no', 'o2'],
      ['1', 'o1'],
      ['#2', 'o2'],
      ['y', 'o1'],
    ] as const) {
      const context = world({}, [prediction('LOCKED')]);
      await run('resolve', commandMsg(said, '!win'), {}, context);
      assert.equal(context.helix.calls.at(-1)?.body['winning_outcome_id'], id, said);
    }
  });

  it('is decided by the field before the words', async () => {
    const context = world({}, [prediction()]);
    const msg = await run('resolve', commandMsg('yes', '!win'), { winner: 'No' }, context);
    assert.equal(context.helix.calls.at(-1)?.body['winning_outcome_id'], 'o2');
    assert.equal(twitchOf(msg)['summary'], 'No was right: 6 of 11 viewers share 6600 points.');
  });

  it('takes a title before a number', () => {
    assert.equal(findOutcome(['3', '2', '1'], '1'), 2);
    assert.equal(findOutcome(['red', 'blue', 'black'], 'b'), null);
    assert.equal(findOutcome(['red', 'blue'], '9'), null);
    assert.equal(findOutcome(['red', 'blue'], ''), null);
  });

  it('says which outcomes there are when it cannot tell', async () => {
    const msg = commandMsg('maybe', '!win');
    await assert.rejects(run('resolve', msg, {}, world({}, [prediction()])), {
      code: 'TWITCH_INPUT_INVALID',
    });
    assert.equal(twitchOf(msg)['summary'], 'There is no outcome "maybe": 1 Yes or 2 No.');
    const empty = commandMsg('', '!win');
    await assert.rejects(run('resolve', empty, {}, world({}, [prediction()])), /Which outcome won\?/);
  });

  it('is cancelled, and everybody gets the points back', async () => {
    const msg = await run('cancel', commandMsg('', '!cancel'), {}, world({}, [prediction('LOCKED')]));
    assert.equal(twitchOf(msg)['summary'], 'The prediction was called off, everybody gets the points back.');
  });

  it('says so when none is running', async () => {
    for (const operation of ['lock', 'resolve', 'cancel']) {
      const msg = commandMsg('1');
      await assert.rejects(
        run(operation, msg, {}, world({}, [prediction('RESOLVED')])),
        /no prediction is running/,
      );
      assert.equal(twitchOf(msg)['summary'], 'No prediction is running.');
    }
  });

  it('looks up the newest', async () => {
    const resolved = prediction('RESOLVED', { winning_outcome_id: 'o1' });
    const msg = await run('lookUp', commandMsg(''), {}, world({}, [resolved]));
    assert.equal(twitchOf(msg)['summary'], 'Yes was right: 5 of 11 viewers share 6600 points.');
    assert.equal((await run('lookUp', commandMsg(''), {}, world()))['payload'], null);
  });

  it('says that one is running already', async () => {
    const context = world({}, [prediction()]);
    context.helix.answers['create-prediction'] = () => {
      throw new TwitchRequestError('TWITCH_REQUEST_FAILED', 'bad request', { status: 400 });
    };
    const msg = commandMsg(line);
    await assert.rejects(run('open', msg, {}, context), /already running/);
    assert.equal(twitchOf(msg)['summary'], 'A prediction is already running: Win this run?');
  });
});

function end(status: string, winner: string | null): Record<string, unknown> {
  return { ...prediction(status), status, winning_outcome_id: winner, ended_at: '2026-11-23T12:30:00Z' };
}

describe('twitch-prediction, open and wait', () => {
  it('goes on when it is decided, however long that takes', async () => {
    const context = world({}, [prediction('LOCKED')]);
    const running = run('openAndWait', commandMsg(line), { for: 120 }, context);
    await context.clock.tick(20 * 3_600_000);
    context.events.emit('channel.prediction.end', end('resolved', 'o2'));
    const msg = await running;
    assert.equal((msg['payload'] as { winner: string }).winner, 'No');
    assert.equal(context.clock.pending, 0);
    assert.equal(context.events.listening, 0);
  });

  it('goes on when it is cancelled', async () => {
    const context = world();
    const running = run('openAndWait', commandMsg(line), {}, context);
    await settle();
    context.events.emit('channel.prediction.end', end('canceled', null));
    assert.equal(((await running)['payload'] as { status: string }).status, 'canceled');
  });

  it('goes on after a restart', async () => {
    const state = new MemoryState();
    const first = world({ state });
    const running = run('openAndWait', commandMsg(line), {}, first);
    await settle();
    first.closing.abort(new TwitchError('TWITCH_ABORTED', 'deployed'));
    await assert.rejects(running, (error) => (error as TwitchError).cause['kept'] === true);
    const second = world({ state }, [prediction('RESOLVED', { winning_outcome_id: 'o1' })]);
    const results: ActionResult[] = [];
    await createPredictionAction().resume?.(second, {
      result: (result) => void results.push(result),
      error: (error) => assert.fail(String(error)),
    });
    const msg = results[0]?.outputs[0] as FlowMessage | undefined;
    assert.equal((msg?.['payload'] as { winner: string } | undefined)?.winner, 'Yes');
  });

  it('is decided at once in the practice world when a test set it off', async () => {
    const practice = world({ practice: true }, [prediction()]);
    const real = world({
      granted: () => ['channel:manage:predictions'],
      pretend: () => Promise.resolve(practice),
    });
    const msg = commandMsg(line);
    Object.assign(msg['twitch'] as object, { test: true });
    const { outputs, notes } = await createPredictionAction().run(msg, 'openAndWait', {}, real);
    assert.deepEqual(notes, ['test-not-sent']);
    assert.equal(((outputs[0] as FlowMessage)['payload'] as { status: string }).status, 'resolved');
    assert.deepEqual(real.helix.made, []);
  });
});
