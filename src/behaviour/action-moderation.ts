import { TwitchError } from '../core/errors';
import { limit } from '../tables/limits';
import { choiceParam, numberParam, textParam } from './action-params';
import type { Action, ActionParams, Identity, Person } from './context';
import { contextOf, part, textOf } from './incoming';
import { TEST_ID_PREFIX, type ChannelRef, type FlowMessage } from './message';
import { explained } from './moderation-refusal';
import { inputRefusal } from './refusal';
import { lineFor } from './rules';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { duration, lengthOf } from './words';

const calls = {
  timeout: ['ban-user'],
  ban: ['ban-user'],
  unban: ['unban-user'],
  warn: ['warn-chat-user'],
  delete: ['delete-chat-messages'],
  approve: ['resolve-unban-requests', 'manage-held-automod-messages'],
  deny: ['resolve-unban-requests', 'manage-held-automod-messages'],
} as const;

type Operation = keyof typeof calls;

const work: Readonly<Record<Operation, (run: Run, params: ActionParams) => Promise<Outcome>>> = {
  timeout: (run, params) => ban(run, params, secondsOf(params)),
  ban: (run, params) => ban(run, params, null),
  unban,
  warn,
  delete: deleteLine,
  approve: (run, params) => answer(run, params, true),
  deny: (run, params) => answer(run, params, false),
};

/** The node twitch-moderation. */
export function createModerationAction(): Action {
  return {
    run(msg, operation, params, context) {
      if (!Object.hasOwn(work, operation)) return Promise.reject(unknownOperation(operation));
      const chosen = operation as Operation;
      const as = choiceParam<Identity>(params, 'as', ['channel', 'bot']);
      const deed: Deed = { operation, as, calls: calls[chosen], writes: true };
      return act(msg, deed, context, (run) => work[chosen](run, params));
    },
  };
}

/** In whose name, where, and with which options of the call. */
interface Post {
  readonly channel: ChannelRef;
  readonly query: { readonly broadcaster_id: string; readonly moderator_id: string };
  readonly options: ReturnType<typeof callAs>;
}

async function postOf(run: Run, params: ActionParams): Promise<Post> {
  const channel = await run.channel(textParam(params, 'channel'));
  const actor = run.actor();
  return {
    channel,
    query: { broadcaster_id: channel.id, moderator_id: actor.id },
    options: callAs(actor, run.context),
  };
}

/** After a command only the one who was named: never whoever typed it. */
async function whomOf(run: Run, params: ActionParams, { channel }: Post): Promise<Person> {
  const person = await run.person(textParam(params, 'whom'), { namedOnly: true });
  if (person.id !== channel.id || run.pretending) return person;
  const sentence = `${person.name} is the streamer.`;
  throw inputRefusal(sentence, `${sentence} Nobody can moderate them in their own channel.`, {
    parameter: 'whom',
  });
}

async function ban(run: Run, params: ActionParams, seconds: number | null): Promise<Outcome> {
  const { context } = run;
  const reason = reasonOf(params, 'reason');
  const post = await postOf(run, params);
  const person = await whomOf(run, params, post);
  const data = {
    user_id: person.id,
    ...(seconds === null ? {} : { duration: seconds }),
    ...(reason === null ? {} : { reason }),
  };
  try {
    await context.helix.call('ban-user', { query: post.query, body: { data } }, post.options);
  } catch (error) {
    throw explained(error, seconds === null ? 'ban' : 'timeout', person.name, post.channel);
  }
  const until = seconds === null ? null : context.clock.now() + seconds * 1000;
  return {
    payload: { ...named(person), banned: true, seconds, until, reason },
    summary:
      seconds === null
        ? `${person.name} was banned.`
        : `${person.name} cannot write for ${duration(seconds)}.`,
    topic: seconds === null ? 'moderation.banned' : 'moderation.timedOut',
  };
}

async function unban(run: Run, params: ActionParams): Promise<Outcome> {
  const post = await postOf(run, params);
  const person = await whomOf(run, params, post);
  try {
    await run.context.helix.call(
      'unban-user',
      { query: { ...post.query, user_id: person.id } },
      post.options,
    );
  } catch (error) {
    throw explained(error, 'unban', person.name, post.channel);
  }
  return {
    payload: { ...named(person), banned: false },
    summary: `${person.name} may write again.`,
    topic: 'moderation.unbanned',
  };
}

async function warn(run: Run, params: ActionParams): Promise<Outcome> {
  const reason = reasonOf(params, 'warning');
  if (reason === null) {
    throw inputRefusal('A warning needs a text.', 'The text of the warning is empty: Twitch wants one.', {
      parameter: 'warning',
    });
  }
  const post = await postOf(run, params);
  const person = await whomOf(run, params, post);
  try {
    await run.context.helix.call(
      'warn-chat-user',
      { query: post.query, body: { data: { user_id: person.id, reason } } },
      post.options,
    );
  } catch (error) {
    throw explained(error, 'warn', person.name, post.channel);
  }
  return {
    payload: { ...named(person), warned: true, reason },
    summary: `${person.name} was warned.`,
    topic: 'moderation.warned',
  };
}

async function deleteLine(run: Run, params: ActionParams): Promise<Outcome> {
  const { context, msg } = run;
  const messageId = lineFor(textParam(params, 'message'), msg);
  const post = await postOf(run, params);
  const outcome: Outcome = {
    payload: { deleted: true, messageId },
    summary: 'The message was deleted.',
    topic: 'moderation.deleted',
  };
  if (isMadeUp(messageId)) return { ...outcome, notSent: true };
  try {
    await context.helix.call(
      'delete-chat-messages',
      { query: { ...post.query, message_id: messageId } },
      post.options,
    );
  } catch (error) {
    if (isUnknownToPractice(run, error)) return outcome;
    throw explained(error, 'delete', '', post.channel);
  }
  return outcome;
}

/** What is meant: chosen in the node, else whichever comes in, else the open unban request of the person named. */
async function answer(run: Run, params: ActionParams, approved: boolean): Promise<Outcome> {
  const about = choiceParam(params, 'about', ['incoming', 'unbanRequest', 'heldMessage']);
  const given = about === 'incoming' ? null : textParam(params, 'request');
  const held = partId(run.msg, 'held', 'messageId');
  if (about === 'heldMessage' || (about === 'incoming' && held !== null)) {
    return await decideHeld(run, given ?? held, approved);
  }
  const request = given ?? partId(run.msg, 'unbanRequest', 'id');
  return await resolveUnbanRequest(run, params, request, approved);
}

async function resolveUnbanRequest(
  run: Run,
  params: ActionParams,
  asked: string | null,
  approved: boolean,
): Promise<Outcome> {
  const { context } = run;
  const note = textParam(params, 'note');
  const post = await postOf(run, params);
  const outcome: Outcome = {
    payload: { approved, requestId: asked, note },
    summary: `The unban request was ${approved ? 'approved' : 'denied'}.`,
    topic: 'moderation.unbanRequest',
  };
  if (asked !== null && isMadeUp(asked)) return { ...outcome, notSent: true };
  const request = asked ?? (await pendingRequest(run, params, post));
  try {
    const { data } = await context.helix.call(
      'resolve-unban-requests',
      {
        query: {
          ...post.query,
          unban_request_id: request,
          status: approved ? 'approved' : 'denied',
          ...(note === null ? {} : { resolution_text: note }),
        },
      },
      post.options,
    );
    const [resolved] = data;
    const name = resolved?.user_name ?? null;
    return {
      ...outcome,
      payload: { approved, requestId: request, note, person: name, login: resolved?.user_login ?? null },
      ...(name === null
        ? {}
        : { summary: `The unban request of ${name} was ${approved ? 'approved' : 'denied'}.` }),
    };
  } catch (error) {
    if (isUnknownToPractice(run, error)) return outcome;
    throw explained(error, 'unbanRequest', '', post.channel);
  }
}

/** Of the person named: Twitch lets everybody have one open request. */
async function pendingRequest(run: Run, params: ActionParams, post: Post): Promise<string> {
  const person = await run.person(textParam(params, 'whom'), { namedOnly: true });
  const { data } = await run.context.helix.call(
    'get-unban-requests',
    { query: { ...post.query, status: 'pending', user_id: person.id } },
    post.options,
  );
  const [request] = data;
  if (request) return request.id;
  throw inputRefusal(
    `${person.name} has no open unban request.`,
    `${person.name} has no open unban request in ${post.channel.name}: it was never made, or somebody has answered it.`,
    { parameter: 'whom' },
  );
}

async function decideHeld(run: Run, messageId: string | null, approved: boolean): Promise<Outcome> {
  const { context } = run;
  if (messageId === null) {
    throw inputRefusal(
      'There is no held message to decide on.',
      'There is no held message. Wire this node behind the event "message held by AutoMod".',
      { parameter: 'request' },
    );
  }
  const outcome: Outcome = {
    payload: { approved, messageId },
    summary: `The held message was ${approved ? 'let through' : 'refused'}.`,
    topic: 'moderation.heldMessage',
  };
  if (isMadeUp(messageId)) return { ...outcome, notSent: true };
  const actor = run.actor();
  try {
    await context.helix.call(
      'manage-held-automod-messages',
      { body: { user_id: actor.id, msg_id: messageId, action: approved ? 'ALLOW' : 'DENY' } },
      callAs(actor, context),
    );
  } catch (error) {
    if (isUnknownToPractice(run, error)) return outcome;
    throw explained(error, 'heldMessage', '', await run.channel(null));
  }
  return outcome;
}

function named({ name, login }: Person): { readonly person: string; readonly login: string } {
  return { person: name, login };
}

function partId(msg: FlowMessage, name: string, field: string): string | null {
  return textOf(part(contextOf(msg), name)?.[field]);
}

/** What a test button made up does not exist at Twitch, nor in the practice world. */
function isMadeUp(id: string): boolean {
  return id.startsWith(TEST_ID_PREFIX);
}

/** A test on a real account speaks of things that the practice world does not have. */
function isUnknownToPractice(run: Run, error: unknown): boolean {
  return run.pretending && error instanceof TwitchError && error.code === 'TWITCH_REQUEST_FAILED';
}

function secondsOf(params: ActionParams): number {
  const seconds = Math.round(numberParam(params, 'for') ?? 600);
  const least = limit('moderation.timeoutMin').value;
  const most = limit('moderation.timeoutMax').value;
  if (seconds >= least && seconds <= most) return seconds;
  const sentence = `A timeout lasts from ${duration(least)} to ${duration(most)}.`;
  throw inputRefusal(sentence, `${sentence} "For" is ${seconds} seconds.`, { parameter: 'for' });
}

/** Twitch refuses longer ones; people read the beginning. */
function reasonOf(params: ActionParams, name: string): string | null {
  const reason = textParam(params, name)?.trim() ?? null;
  const most = limit('moderation.reason').value;
  if (reason === null || lengthOf(reason) <= most) return reason;
  return `${Array.from(reason)
    .slice(0, most - 1)
    .join('')}…`;
}
