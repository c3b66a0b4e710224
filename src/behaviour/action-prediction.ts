import { TwitchError } from '../core/errors';
import { limit } from '../tables/limits';
import { linesParam, numberParam, textParam } from './action-params';
import { notAffiliate } from './affiliate';
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
import { inputRefusal, refusal } from './refusal';
import { valueFor } from './rules';
import { act, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { resumeWaiting, whileWaiting, OwnWaitingList, type WaitingEntry, type WaitingList } from './waiting';
import { listed } from './words';

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
      callOptions(run.actor(), context),
    );
    return { prediction: predictionPayload(new EventReader(answer.data[0], channel)), seconds };
  } catch (error) {
    throw await explained(error, run.actor(), context);
  }
}

async function explained(error: unknown, actor: Person, context: ActionContext): Promise<unknown> {
  if (!(error instanceof TwitchError)) return error;
  if (error.code !== 'TWITCH_REQUEST_FAILED' && error.code !== 'TWITCH_FORBIDDEN') return error;
  try {
    const running = await openOne(context, actor);
    if (running !== null) {
      return refusal(
        'TWITCH_REQUEST_FAILED',
        `A prediction is already running: ${running.question}`,
        `A prediction is already running ("${running.question}"). Resolve or cancel it first.`,
        { ...error.cause },
      );
    }
    return (await notAffiliate(context, actor.id, 'Predictions', error)) ?? error;
  } catch {
    return error;
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

async function decided(context: ActionContext, id: string, actor: Person): Promise<PredictionPayload | null> {
  const answer = await context.helix.call(
    'get-predictions',
    { query: { broadcaster_id: actor.id, id } },
    callOptions(actor, context),
  );
  const [found] = answer.data;
  if (found === undefined) return null;
  const prediction = predictionPayload(new EventReader(found, actor));
  return prediction.status === 'resolved' || prediction.status === 'canceled' ? prediction : null;
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
  const titles = running.outcomes.map((outcome) => outcome.title);
  const said = valueFor(textParam(params, 'winner'), msg);
  if (said === null) {
    const sentence = `Which outcome won? ${listed(numbered(titles), 'or')}`;
    throw inputRefusal(sentence, `${sentence} Fill in the winner, or type its number after the command.`, {
      parameter: 'winner',
    });
  }
  const index = findOutcome(titles, said);
  const outcome = index === null ? undefined : running.outcomes[index];
  if (outcome === undefined) {
    throw inputRefusal(
      `There is no outcome "${said}": ${listed(numbered(titles), 'or')}.`,
      `There is no outcome "${said}". Say the number or the title: ${listed(numbered(titles), 'or')}.`,
      { parameter: 'winner' },
    );
  }
  return endOne(run, running.id, 'RESOLVED', outcome.id);
}

function numbered(titles: readonly string[]): readonly string[] {
  return titles.map((title, index) => `${index + 1} ${title}`);
}

/** By title, else by number, else by the beginning of just one title. */
export function findOutcome(titles: readonly string[], said: string): number | null {
  const wanted = said.trim().toLowerCase();
  const lower = titles.map((title) => title.trim().toLowerCase());
  const exact = lower.indexOf(wanted);
  if (exact !== -1) return exact;
  const number = /^#?(\d{1,2})\.?$/.exec(wanted)?.[1];
  if (number !== undefined) {
    const index = Number(number) - 1;
    return index >= 0 && index < titles.length ? index : null;
  }
  const starting = lower.flatMap((title, index) =>
    wanted !== '' && title.startsWith(wanted) ? [index] : [],
  );
  return starting.length === 1 ? (starting[0] ?? null) : null;
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
    callOptions(actor, context),
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

function callOptions(actor: Person, context: ActionContext): { user: string; signal: AbortSignal } {
  return { user: actor.id, signal: context.signal };
}

async function predictions(context: ActionContext, actor: Person) {
  const answer = await context.helix.call(
    'get-predictions',
    { query: { broadcaster_id: actor.id } },
    callOptions(actor, context),
  );
  return answer.data;
}

/** The one whose bets are open or closed, but which is not decided. */
async function openRaw(context: ActionContext, actor: Person) {
  const all = await predictions(context, actor);
  return all.find(({ status }) => status === 'ACTIVE' || status === 'LOCKED') ?? null;
}

async function openOne(context: ActionContext, actor: Person): Promise<PredictionPayload | null> {
  const found = await openRaw(context, actor);
  return found === null ? null : predictionPayload(new EventReader(found, actor));
}

async function clearTheWay(context: ActionContext, actor: Person): Promise<void> {
  const running = await openRaw(context, actor);
  if (running === null) return;
  await context.helix.call(
    'end-prediction',
    { body: { broadcaster_id: actor.id, id: running.id, status: 'CANCELED' } },
    callOptions(actor, context),
  );
}
