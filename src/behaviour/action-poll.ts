import { TwitchError } from '../core/errors';
import { limit } from '../tables/limits';
import { linesParam, choiceParam, numberParam, textParam } from './action-params';
import { createWaiter, type Waiter } from './await-outcome';
import { readQuestion, within, type ChoiceLimits } from './choice-line';
import type { Action, ActionContext, ActionParams, Person } from './context';
import { EventReader } from './event-reader';
import { pollOpened, pollPayload, pollSummary, type PollPayload } from './poll-result';
import { refusal } from './refusal';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { notAffiliate } from './affiliate';
import { resumeWaiting, whileWaiting, OwnWaitingList, type WaitingEntry, type WaitingList } from './waiting';

const deeds = {
  run: { operation: 'run', as: 'channel', calls: ['create-poll'], writes: true },
  open: { operation: 'open', as: 'channel', calls: ['create-poll'], writes: true },
  end: { operation: 'end', as: 'channel', calls: ['end-poll'], writes: true },
  lookUp: { operation: 'lookUp', as: 'channel', calls: [], writes: false },
} as const satisfies Record<string, Deed>;

/** Twitch needs a moment after the end until the votes are final. */
const AFTER_END_MS = 3000;
const ASK_EVERY_MS = 10_000;
/** A poll that is still not over this long after its end is given up. */
const PATIENCE_MS = 120_000;
/** A test on a real account waits for no longer poll than the shortest. */
const PRETENDED_SECONDS = limit('poll.durationMin').value;

/** The node twitch-poll. */
export function createPollAction(): Action {
  const waiting = new OwnWaitingList();
  return {
    run(msg, operation, params, context) {
      switch (operation) {
        case 'run':
          return act(msg, deeds.run, context, (run) => runPoll(run, params, waiting.of(context.state)));
        case 'open':
          return act(msg, deeds.open, context, (run) => openPoll(run, params));
        case 'end':
          return act(msg, deeds.end, context, (run) => endPoll(run, params));
        case 'lookUp':
          return act(msg, deeds.lookUp, context, lookUpPoll);
        default:
          return Promise.reject(unknownOperation(operation));
      }
    },
    resume: (context, on) =>
      resumeWaiting(waiting.of(context.state), context, on, () => deeds.run, resumePoll),
  };
}

function choiceLimits(): ChoiceLimits {
  return {
    what: 'poll',
    each: 'choice',
    questionLength: limit('poll.title').value,
    choiceLength: limit('poll.choice').value,
    fewest: limit('poll.choicesMin').value,
    most: limit('poll.choicesMax').value,
  };
}

interface OpenedPoll {
  readonly poll: PollPayload;
  readonly seconds: number;
}

async function createPoll(run: Run, params: ActionParams): Promise<OpenedPoll> {
  const { context, msg } = run;
  const channel = await run.ownChannel('Polls');
  const { question, choices } = readQuestion(
    { question: textParam(params, 'question'), choices: linesParam(params, 'choices') },
    msg,
    choiceLimits(),
  );
  const wanted = within(
    'for',
    numberParam(params, 'for') ?? 60,
    limit('poll.durationMin').value,
    limit('poll.durationMax').value,
    'seconds',
  );
  const points = numberParam(params, 'pointsPerVote');
  const seconds = run.pretending ? PRETENDED_SECONDS : wanted;
  if (run.pretending) await clearTheWay(context, channel.id);
  const body = {
    broadcaster_id: channel.id,
    title: question,
    choices: choices.map((title) => ({ title })),
    duration: seconds,
    ...(points !== null && points > 0
      ? {
          channel_points_voting_enabled: true,
          channel_points_per_vote: within(
            'pointsPerVote',
            points,
            limit('poll.pointsPerVoteMin').value,
            limit('poll.pointsPerVoteMax').value,
            'points',
          ),
        }
      : {}),
  };
  try {
    const answer = await context.helix.call('create-poll', { body }, callAs(run.actor(), context));
    return { poll: pollPayload(new EventReader(answer.data[0], channel)), seconds };
  } catch (error) {
    throw await explained(error, channel.id, run.actor(), context);
  }
}

/** Why Twitch did not take the poll: asked for only when it did not, and by facts rather than by its words. */
async function explained(
  error: unknown,
  channelId: string,
  actor: Person,
  context: ActionContext,
): Promise<unknown> {
  if (!(error instanceof TwitchError)) return error;
  if (error.code !== 'TWITCH_REQUEST_FAILED' && error.code !== 'TWITCH_FORBIDDEN') return error;
  try {
    const running = await activePoll(context, channelId, actor);
    if (running !== null) {
      return refusal(
        'TWITCH_REQUEST_FAILED',
        `A poll is already running: ${running.question}`,
        `A poll is already running ("${running.question}"). End it first, or wait until it is over.`,
        { ...error.cause },
      );
    }
    return (await notAffiliate(context, channelId, 'Polls', error)) ?? error;
  } catch {
    return error;
  }
}

async function openPoll(run: Run, params: ActionParams): Promise<Outcome> {
  const { poll, seconds } = await createPoll(run, params);
  return { payload: poll, summary: pollOpened(poll, seconds), topic: 'poll.opened' };
}

async function runPoll(run: Run, params: ActionParams, list: WaitingList): Promise<Outcome> {
  const { context, msg } = run;
  const actor = run.actor();
  // Listening begins before the poll: somebody could end it at once.
  const heard = listen(context, actor);
  try {
    const { poll, seconds } = await createPoll(run, params);
    const since = context.clock.now();
    const endsAt = since + seconds * 1000;
    const entry = run.pretending ? null : { id: poll.id, operation: 'run', since, data: { endsAt }, msg };
    return await whileWaiting(list, entry, () => untilEnd(heard, poll.id, endsAt, actor, context));
  } finally {
    heard.stop();
  }
}

interface Listening {
  readonly waiter: Waiter<PollPayload>;
  readonly id: { value: string | null; early: PollPayload[] };
  stop(): void;
}

/** Hears polls end; the one that is waited for is known only once Twitch has answered. */
function listen(context: ActionContext, actor: Person): Listening {
  const id: Listening['id'] = { value: null, early: [] };
  const waiter = createWaiter<PollPayload>(context, {
    type: 'channel.poll.end',
    condition: { broadcaster_user_id: actor.id },
    user: actor.id,
    read: (event) => {
      const poll = pollPayload(new EventReader(event, actor), 'completed');
      if (id.value === null) id.early.push(poll);
      return poll.id === id.value ? poll : null;
    },
  });
  return { waiter, id, stop: () => waiter.stop() };
}

async function untilEnd(
  { waiter, id }: Listening,
  pollId: string,
  endsAt: number,
  actor: Person,
  context: ActionContext,
  lookNow = false,
): Promise<Outcome> {
  id.value = pollId;
  const early = id.early.find((poll) => poll.id === pollId);
  if (early !== undefined) waiter.stop();
  else {
    waiter.begin(
      {
        look: async () => {
          const poll = await pollById(context, pollId, actor);
          return poll === null || poll.status === 'active' ? null : poll;
        },
        lookAt: endsAt + AFTER_END_MS,
        everyMs: ASK_EVERY_MS,
        giveUpAt: Math.max(endsAt, context.clock.now()) + PATIENCE_MS,
        givenUp: () =>
          new TwitchError(
            'TWITCH_TIMEOUT',
            'The poll should be over, but Twitch has told no result. Look it up later.',
            {
              poll: pollId,
            },
          ),
      },
      { lookNow },
    );
  }
  const poll = early ?? (await waiter.result);
  return { payload: poll, summary: pollSummary(poll), topic: 'poll.ended' };
}

/** A poll may be over long since: it is looked at first. */
function resumePoll(run: Run, { id, data, since }: WaitingEntry): Promise<Outcome> {
  const actor = run.actor();
  const endsAt = typeof data['endsAt'] === 'number' ? data['endsAt'] : since;
  return untilEnd(listen(run.context, actor), id, endsAt, actor, run.context, true);
}

async function endPoll(run: Run, params: ActionParams): Promise<Outcome> {
  const { context } = run;
  const channel = await run.ownChannel('Polls');
  const running = await activePoll(context, channel.id, run.actor());
  if (running === null)
    throw refusal(
      'TWITCH_REQUEST_FAILED',
      'No poll is running.',
      'There is nothing to end: no poll is running.',
    );
  const status =
    choiceParam(params, 'afterwards', ['visible', 'hidden']) === 'hidden' ? 'ARCHIVED' : 'TERMINATED';
  const answer = await context.helix.call(
    'end-poll',
    { body: { broadcaster_id: channel.id, id: running.id, status } },
    callAs(run.actor(), context),
  );
  const poll = pollPayload(new EventReader(answer.data[0], channel), 'terminated');
  return { payload: poll, summary: pollSummary(poll), topic: 'poll.ended' };
}

async function lookUpPoll(run: Run): Promise<Outcome> {
  const { context } = run;
  const channel = await run.ownChannel('Polls');
  const [newest] = await polls(context, channel.id, run.actor());
  return newest === undefined
    ? { payload: null, summary: 'There was no poll in the last 90 days.', topic: 'poll' }
    : { payload: newest, summary: pollSummary(newest), topic: 'poll' };
}

async function polls(
  context: ActionContext,
  channelId: string,
  actor: Person,
): Promise<readonly PollPayload[]> {
  const answer = await context.helix.call(
    'get-polls',
    { query: { broadcaster_id: channelId } },
    callAs(actor, context),
  );
  return answer.data.map((poll) => pollPayload(new EventReader(poll, actor)));
}

async function activePoll(
  context: ActionContext,
  channelId: string,
  actor: Person,
): Promise<PollPayload | null> {
  return (await polls(context, channelId, actor)).find((poll) => poll.status === 'active') ?? null;
}

async function pollById(context: ActionContext, id: string, actor: Person): Promise<PollPayload | null> {
  const answer = await context.helix.call(
    'get-polls',
    { query: { broadcaster_id: actor.id, id } },
    callAs(actor, context),
  );
  const [poll] = answer.data;
  return poll === undefined ? null : pollPayload(new EventReader(poll, actor));
}

/** Before a pretended poll: the practice channel may have one running, which is none of the streamer's business. */
async function clearTheWay(context: ActionContext, channelId: string): Promise<void> {
  const [actor] = await context.findUsers([channelId]);
  if (actor === undefined) return;
  const running = await activePoll(context, channelId, actor);
  if (running === null) return;
  await context.helix.call(
    'end-poll',
    { body: { broadcaster_id: channelId, id: running.id, status: 'ARCHIVED' } },
    callAs(actor, context),
  );
}
