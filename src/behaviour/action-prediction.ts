import { TwitchError } from '../core/errors';
import { limit } from '../tables/limits';
import { linesParam, numberParam, textParam } from './action-params';
import { createWaiter, type Waiter } from './await-outcome';
import { readQuestion, within, type ChoiceLimits } from './choice-line';
import type { Action, ActionContext, ActionParams, Person } from './context';
import { EventReader } from './event-reader';
import {
  predictionOpened,
  predictionPayload,
  predictionSummary,
  type PredictionPayload,
} from './prediction-result';
import { clearTheWay, decided, explained, openRaw, predictions } from './prediction-calls';
import { winnerIn } from './prediction-winner';
import { refusal } from './refusal';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { resumeWaiting, whileWaiting, OwnWaitingList, type WaitingEntry, type WaitingList } from './waiting';

const deeds = {
  open: { operation: 'open', as: 'channel', calls: ['create-prediction'], writes: true },
  openAndWait: { operation: 'openAndWait', as: 'channel', calls: ['create-prediction'], writes: true },
  lock: { operation: 'lock', as: 'channel', calls: ['end-prediction'], writes: true },
  resolve: { operation: 'resolve', as: 'channel', calls: ['end-prediction'], writes: true },
  cancel: { operation: 'cancel', as: 'channel', calls: ['end-prediction'], writes: true },
  lookUp: { operation: 'lookUp', as: 'channel', calls: [], writes: false },
} as const satisfies Record<string, Deed>;

/** A streamer may take a whole day to resolve: asked for now and then, in case the event was lost in a gap. */
const ASK_EVERY_MS = 300_000;
const PATIENCE_MS = 300_000;

/** The node twitch-prediction. */
export function createPredictionAction(): Action {
  const waiting = new OwnWaitingList();
  return {
    run(msg, operation, params, context) {
      switch (operation) {
        case 'open':
          return act(msg, deeds.open, context, (run) => openPrediction(run, params));
        case 'openAndWait':
          return act(msg, deeds.openAndWait, context, (run) =>
            openAndWait(run, params, waiting.of(context.state)),
          );
        case 'lock':
          return act(msg, deeds.lock, context, (run) => end(run, 'LOCKED'));
        case 'resolve':
          return act(msg, deeds.resolve, context, (run) => resolve(run, params));
        case 'cancel':
          return act(msg, deeds.cancel, context, (run) => end(run, 'CANCELED'));
        case 'lookUp':
          return act(msg, deeds.lookUp, context, lookUp);
        default:
          return Promise.reject(unknownOperation(operation));
      }
    },
    resume: (context, on) =>
      resumeWaiting(waiting.of(context.state), context, on, () => deeds.openAndWait, resumePrediction),
  };
}

function choiceLimits(): ChoiceLimits {
  return {
    what: 'prediction',
    each: 'outcome',
    questionLength: limit('prediction.title').value,
    choiceLength: limit('prediction.outcome').value,
    fewest: limit('prediction.outcomesMin').value,
    most: limit('prediction.outcomesMax').value,
  };
}

interface OpenedPrediction {
  readonly prediction: PredictionPayload;
  readonly seconds: number;
}

async function createPrediction(run: Run, params: ActionParams): Promise<OpenedPrediction> {
  const { context, msg } = run;
  const channel = await run.ownChannel('Predictions');
  const { question, choices } = readQuestion(
    { question: textParam(params, 'question'), choices: linesParam(params, 'outcomes') },
    msg,
    choiceLimits(),
  );
  const seconds = within(
    'for',
    numberParam(params, 'for') ?? 120,
    limit('prediction.windowMin').value,
    limit('prediction.windowMax').value,
    'seconds',
  );
  if (run.pretending) await clearTheWay(context, run.actor());
  try {
    const answer = await context.helix.call(
      'create-prediction',
      {
        body: {
          broadcaster_id: channel.id,
          title: question,
          outcomes: choices.map((title) => ({ title })),
          prediction_window: seconds,
        },
      },
      callAs(run.actor(), context),
    );
    return { prediction: predictionPayload(new EventReader(answer.data[0], channel)), seconds };
  } catch (error) {
    throw await explained(error, run.actor(), context);
  }
}

async function openPrediction(run: Run, params: ActionParams): Promise<Outcome> {
  const { prediction, seconds } = await createPrediction(run, params);
  return { payload: prediction, summary: predictionOpened(prediction, seconds), topic: 'prediction.opened' };
}

async function openAndWait(run: Run, params: ActionParams, list: WaitingList): Promise<Outcome> {
  const { context, msg } = run;
  const actor = run.actor();
  // A test does not wait for a streamer who does not know of it: the practice prediction is decided at once.
  if (run.pretending) return decideAtOnce(run, params);
  const heard = listen(context, actor);
  try {
    const { prediction, seconds } = await createPrediction(run, params);
    const since = context.clock.now();
    const locksAt = since + seconds * 1000;
    const entry = { id: prediction.id, operation: 'openAndWait', since, data: { locksAt }, msg };
    return await whileWaiting(list, entry, () => untilEnd(heard, prediction.id, locksAt, actor, context));
  } finally {
    heard.stop();
  }
}

async function decideAtOnce(run: Run, params: ActionParams): Promise<Outcome> {
  const { context } = run;
  const actor = run.actor();
  await createPrediction(run, params);
  const found = await openRaw(context, actor);
  const outcomeId = found?.outcomes[Math.floor(context.random() * found.outcomes.length)]?.id;
  if (found === null || outcomeId === undefined) return lookUp(run);
  return endOne(run, found.id, 'RESOLVED', outcomeId);
}

interface Listening {
  readonly waiter: Waiter<PredictionPayload>;
  readonly id: { value: string | null; early: PredictionPayload[] };
  stop(): void;
}

function listen(context: ActionContext, actor: Person): Listening {
  const id: Listening['id'] = { value: null, early: [] };
  const waiter = createWaiter<PredictionPayload>(context, {
    type: 'channel.prediction.end',
    condition: { broadcaster_user_id: actor.id },
    user: actor.id,
    read: (event) => {
      const prediction = predictionPayload(new EventReader(event, actor), 'resolved');
      if (id.value === null) id.early.push(prediction);
      return prediction.id === id.value ? prediction : null;
    },
  });
  return { waiter, id, stop: () => waiter.stop() };
}

async function untilEnd(
  { waiter, id }: Listening,
  predictionId: string,
  locksAt: number,
  actor: Person,
  context: ActionContext,
  lookNow = false,
): Promise<Outcome> {
  id.value = predictionId;
  const early = id.early.find((prediction) => prediction.id === predictionId);
  if (early === undefined) {
    waiter.begin(
      {
        look: () => decided(context, predictionId, actor),
        lookAt: context.clock.now() + ASK_EVERY_MS,
        everyMs: ASK_EVERY_MS,
        giveUpAt: locksAt + limit('prediction.resolveWithin').value * 1000 + PATIENCE_MS,
        givenUp: () =>
          new TwitchError(
            'TWITCH_TIMEOUT',
            'The prediction should be decided by now, but Twitch has told no result. Look it up later.',
            { prediction: predictionId },
          ),
      },
      { lookNow },
    );
  }
  const prediction = early ?? (await waiter.result);
  return { payload: prediction, summary: predictionSummary(prediction), topic: 'prediction.ended' };
}

function resumePrediction(run: Run, { id, data, since }: WaitingEntry): Promise<Outcome> {
  const actor = run.actor();
  const locksAt = typeof data['locksAt'] === 'number' ? data['locksAt'] : since;
  return untilEnd(listen(run.context, actor), id, locksAt, actor, run.context, true);
}

async function resolve(run: Run, params: ActionParams): Promise<Outcome> {
  const { context, msg } = run;
  await run.ownChannel('Predictions');
  const running = await openRaw(context, run.actor());
  if (running === null) throw noneRunning('decide');
  const index = winnerIn(
    running.outcomes.map((outcome) => outcome.title),
    textParam(params, 'winner'),
    msg,
  );
  const outcome = running.outcomes[index];
  return endOne(run, running.id, 'RESOLVED', outcome?.id);
}

async function end(run: Run, status: 'LOCKED' | 'CANCELED'): Promise<Outcome> {
  await run.ownChannel('Predictions');
  const running = await openRaw(run.context, run.actor());
  if (running === null) throw noneRunning(status === 'LOCKED' ? 'close' : 'cancel');
  if (status === 'LOCKED' && running.status === 'LOCKED') {
    throw refusal(
      'TWITCH_REQUEST_FAILED',
      'Bets are closed already.',
      'There is nothing to lock: bets on the prediction are closed already.',
    );
  }
  return endOne(run, running.id, status);
}

async function endOne(
  run: Run,
  id: string,
  status: 'LOCKED' | 'CANCELED' | 'RESOLVED',
  winner?: string,
): Promise<Outcome> {
  const { context } = run;
  const actor = run.actor();
  const answer = await context.helix.call(
    'end-prediction',
    {
      body: {
        broadcaster_id: actor.id,
        id,
        status,
        ...(winner === undefined ? {} : { winning_outcome_id: winner }),
      },
    },
    callAs(actor, context),
  );
  const prediction = predictionPayload(new EventReader(answer.data[0], actor));
  return {
    payload: prediction,
    summary: predictionSummary(prediction),
    topic: status === 'LOCKED' ? 'prediction.locked' : 'prediction.ended',
  };
}

async function lookUp(run: Run): Promise<Outcome> {
  const { context } = run;
  const channel = await run.ownChannel('Predictions');
  const [newest] = await predictions(context, run.actor());
  if (newest === undefined)
    return { payload: null, summary: 'There was no prediction yet.', topic: 'prediction' };
  const prediction = predictionPayload(new EventReader(newest, channel));
  return { payload: prediction, summary: predictionSummary(prediction), topic: 'prediction' };
}

function noneRunning(what: string): Error {
  return refusal(
    'TWITCH_REQUEST_FAILED',
    'No prediction is running.',
    `There is nothing to ${what}: no prediction is running.`,
  );
}
