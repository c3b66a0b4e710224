import { TwitchError } from '../core/errors';
import { choiceParam, flagParam, textParam } from './action-params';
import type { Action, ActionParams, Identity, Person } from './context';
import { textOf } from './incoming';
import { introduced, introduction } from './introduction';
import type { ChannelRef, FlowMessage, Json } from './message';
import { fillPlaceholders } from './placeholders';
import { inputRefusal, refusal } from './refusal';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { ShoutoutQueue } from './shoutout-queue';
import { OwnWaitingList, resumeWaiting, whileWaiting, type WaitingEntry, type WaitingList } from './waiting';

/** Everything that is needed to give a shoutout, now or after a restart. */
interface Plan {
  readonly channel: ChannelRef;
  readonly target: Person;
  /** Said besides; null: nothing. Placeholders are filled in when it is said. */
  readonly text: string | null;
  /** Wait in line instead of being refused. */
  readonly queue: boolean;
  readonly since: number;
}

/** The node twitch-shoutout. */
export function createShoutoutAction(): Action {
  const waiting = new OwnWaitingList();
  const queue = new ShoutoutQueue();
  return {
    run(msg, operation, params, context) {
      if (operation !== 'shoutout') return Promise.reject(unknownOperation(operation));
      const deed = deedOf(choiceParam<Identity>(params, 'as', ['channel', 'bot']));
      return act(msg, deed, context, async (run) =>
        inTurn(run, await planOf(run, params), queue, waiting.of(context.state)),
      );
    },
    resume: (context, on) =>
      resumeWaiting(waiting.of(context.state), context, on, deedSaved, (run, entry) =>
        give(run, planSaved(entry), queue),
      ),
  };
}

function deedOf(as: Identity): Deed {
  return { operation: 'shoutout', as, calls: ['send-a-shoutout'], writes: true };
}

/** The operation of a waiting entry also says who acts. */
function deedSaved(operation: string): Deed {
  return deedOf(operation === 'shoutout:bot' ? 'bot' : 'channel');
}

async function planOf(run: Run, params: ActionParams): Promise<Plan> {
  const { context } = run;
  const channel = await run.channel(textParam(params, 'channel'));
  const target = await run.person(textParam(params, 'whom'), { namedOnly: true });
  if (target.id === channel.id && !run.pretending) {
    throw inputRefusal(
      'Nobody can give themselves a shoutout.',
      `${target.name} is the channel itself: a shoutout is for somebody else.`,
      { parameter: 'whom' },
    );
  }
  if (context.live.isLive(channel.id) === false) throw notLive(channel);
  return {
    channel,
    target,
    text: flagParam(params, 'say', false) ? (textParam(params, 'text') ?? '{summary}') : null,
    queue: flagParam(params, 'queue', true),
    since: context.clock.now(),
  };
}

/** Kept while it waits, so that a restart does not lose it. A pretended one does not wait. */
async function inTurn(run: Run, plan: Plan, queue: ShoutoutQueue, list: WaitingList): Promise<Outcome> {
  const { context, msg, deed } = run;
  if (run.pretending) return await outcome(run, plan, await pretended(run, plan));
  if (!plan.queue) return await give(run, plan, queue);
  const entry: WaitingEntry = {
    id: `${plan.target.id}:${plan.since}:${Math.floor(context.random() * 1e9)}`,
    operation: deed.as === 'bot' ? 'shoutout:bot' : 'shoutout',
    since: plan.since,
    data: {
      channel: { ...plan.channel },
      target: { ...plan.target },
      text: plan.text,
    } satisfies Record<string, Json>,
    msg,
  };
  return await whileWaiting(list, entry, () => give(run, plan, queue));
}

function planSaved({ data, since }: WaitingEntry): Plan {
  return {
    channel: personIn(data['channel']),
    target: personIn(data['target']),
    text: textOf(data['text']),
    queue: true,
    since,
  };
}

function personIn(saved: Json | undefined): Person {
  const person = typeof saved === 'object' && saved !== null && !Array.isArray(saved) ? saved : {};
  const login = textOf((person as Record<string, unknown>)['login']) ?? '';
  const { id, name } = person as Record<string, unknown>;
  return { id: textOf(id) ?? '', login, name: textOf(name) ?? login };
}

async function give(run: Run, plan: Plan, queue: ShoutoutQueue): Promise<Outcome> {
  const { context } = run;
  const { channel, target, since } = plan;
  const wanted = { channelId: channel.id, targetId: target.id, since };
  const deed = (): Promise<void> => callTwitch(run, plan);
  try {
    const { shared } = await (plan.queue
      ? queue.wait(context, wanted, deed)
      : queue.now(context, wanted, deed));
    return await outcome(run, plan, shared);
  } catch (error) {
    throw explained(error, channel);
  }
}

async function callTwitch(run: Run, { channel, target }: Plan): Promise<void> {
  const { context } = run;
  const actor = run.actor();
  await context.helix.call(
    'send-a-shoutout',
    {
      query: {
        from_broadcaster_id: channel.id,
        to_broadcaster_id: target.id,
        moderator_id: actor.id,
      },
    },
    callAs(actor, context),
  );
}

/** The practice world has the same limits; a test is about the flow behind, so they do not stop it. */
async function pretended(run: Run, plan: Plan): Promise<boolean> {
  try {
    await callTwitch(run, plan);
  } catch (error) {
    if (!(error instanceof TwitchError) || error.cause.status === undefined) throw error;
  }
  return false;
}

async function outcome(run: Run, plan: Plan, shared: boolean): Promise<Outcome> {
  const { context } = run;
  const { target, since } = plan;
  const about = await introduction(context, target);
  const summary = `Go and see ${introduced(target, about)}: ${about.link}`;
  const payload: Record<string, unknown> = {
    person: target.name,
    login: target.login,
    ...about,
    waited: Math.round((context.clock.now() - since) / 1000),
  };
  const said = plan.text === null || shared ? null : await say(run, plan, { payload, summary });
  if (said !== null) payload['said'] = said;
  return { payload, summary, topic: 'shoutout.given' };
}

/** Whether Twitch showed the line: the shoutout is given in any case. */
async function say(
  run: Run,
  { channel, text }: Plan,
  result: { readonly payload: unknown; readonly summary: string },
): Promise<boolean> {
  const { context, msg } = run;
  const twitch = { ...(msg['twitch'] as Record<string, unknown> | undefined), summary: result.summary };
  const about: FlowMessage = { ...msg, payload: result.payload, twitch };
  const filled = fillPlaceholders(text ?? '', about, { channelName: channel.name });
  try {
    const { sent } = await context.chat.send(
      { channel, text: filled.text, as: 'bot' },
      { signal: context.signal },
    );
    return sent;
  } catch {
    return false;
  }
}

function notLive(channel: ChannelRef): TwitchError {
  return refusal(
    'TWITCH_REQUEST_FAILED',
    `Shoutouts can be given only while ${channel.name} is live.`,
    `${channel.name} is not live: Twitch takes shoutouts only while the channel is live and somebody watches.`,
    { channel: channel.login },
  );
}

function explained(error: unknown, channel: ChannelRef): unknown {
  if (!(error instanceof TwitchError) || error.cause['summary'] !== undefined) return error;
  const { status } = error.cause;
  if (status === 400) return notLive(channel);
  if (status === 403) {
    return refusal(
      error.code,
      'Only moderators can give a shoutout.',
      `Twitch lets only moderators of ${channel.name} give shoutouts, and some people cannot get one. Twitch says: ${error.message}`,
      { ...error.cause },
    );
  }
  return error;
}
