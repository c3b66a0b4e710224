import { toTwitchError, TwitchError } from '../core/errors';
import { readSlash } from '../core/irc/slash-commands';
import { limit } from '../tables/limits';
import { choiceParam, flagParam, numberParam, textParam } from './action-params';
import { within } from './choice-line';
import type { Action, ActionContext, ActionParams, Identity, Person, StateStore } from './context';
import { isTest, messageIdOf } from './incoming';
import { TEST_ID_PREFIX } from './message';
import { inputRefusal, refusal } from './refusal';
import { lineFor, replyFor, textToSay } from './rules';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { orWaiting, say } from './say';
import { nextTurn } from './turns';
import { lengthOf } from './words';

/** The node twitch-send-message. */
export function createSendAction(): Action {
  const turns = new Turns();
  return {
    run(msg, operation, params, context) {
      const as = choiceParam<Identity>(params, 'as', ['bot', 'channel']);
      switch (operation) {
        case 'send':
          return act(msg, deed('send', as, ['send-chat-message']), context, (run) =>
            send(run, params, turns),
          );
        case 'announce':
          return act(msg, deed('announce', as, ['send-chat-announcement']), context, (run) =>
            announce(run, params, turns),
          );
        case 'pin':
          return act(msg, deed('pin', as, pinCalls(params)), context, (run) => pin(run, params));
        case 'unpin':
          return act(msg, deed('unpin', as, ['unpin-chat-message']), context, (run) => unpin(run, params));
        case 'whisper':
          return act(msg, deed('whisper', as, ['send-whisper']), context, (run) =>
            whisper(run, params, turns),
          );
        default:
          return Promise.reject(unknownOperation(operation));
      }
    },
  };
}

function deed(operation: string, as: Identity, calls: Deed['calls']): Deed {
  return { operation, as, calls, writes: true };
}

function pinCalls(params: ActionParams): Deed['calls'] {
  const own = textParam(params, 'pinText') !== null;
  return own ? ['send-chat-message', 'pin-chat-message'] : ['pin-chat-message'];
}

/** Which line was last: a line picked at random is not picked twice in a row. */
class Turns {
  #last: number | null = null;

  async next(pick: 'random' | 'turn', count: number, { state, random }: ActionContext): Promise<number> {
    this.#last ??= await lastTurn(state);
    this.#last = nextTurn(pick, this.#last, count, random());
    const index = this.#last;
    // Where it cannot be saved, the store says so; the next restart begins anew.
    await state.set('turn', index).catch(() => undefined);
    return index;
  }
}

async function lastTurn(state: StateStore): Promise<number> {
  const saved = await state.get('turn').catch(() => undefined);
  return typeof saved === 'number' && Number.isInteger(saved) && saved >= 0 ? saved : -1;
}

/** What to say: the field, one of its lines, or what the rule of the text brings. */
async function textOf(run: Run, params: ActionParams, turns: Turns): Promise<string> {
  const pick = choiceParam(params, 'pick', ['whole', 'random', 'turn']);
  const value = params['text'];
  // A list is always one of several.
  const lines = Array.isArray(value)
    ? value.filter((line): line is string => typeof line === 'string')
    : (textParam(params, 'text') ?? '').split('\n');
  const said = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (said.length === 0) return sayable(textToSay(null, run.msg));
  if (pick === 'whole' && !Array.isArray(value)) return sayable(said.join(' '));
  const index =
    said.length === 1 ? 0 : await turns.next(pick === 'turn' ? 'turn' : 'random', said.length, run.context);
  return sayable(said[index] ?? '');
}

/**
 * One line that can be said. Twitch takes no commands as text any more, and what begins like one may have come from a
 * viewer: `/me` is all that is left.
 */
function sayable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- line ends and NUL would begin a new command on a chat connection
  const line = text.replaceAll(/[\r\n\0]+/g, ' ').trim();
  try {
    readSlash(line);
    return line;
  } catch (error) {
    const word = /^[/.]([a-z]+)/i.exec(line)?.[1]?.toLowerCase() ?? '';
    const here = Object.hasOwn(doneHere, word) ? doneHere[word] : undefined;
    const message =
      here === undefined
        ? toTwitchError(error).message
        : `"/${word}" was not sent: chat takes no commands. Choose "${here}" in this node.`;
    throw inputRefusal('That is a command, not a line of chat.', message, { parameter: 'text' });
  }
}

/** Commands that this node has a choice for. */
const doneHere: Readonly<Record<string, string>> = {
  announce: 'announce',
  announceblue: 'announce',
  announcegreen: 'announce',
  announceorange: 'announce',
  announcepurple: 'announce',
  pin: 'pin',
  unpin: 'unpin',
  w: 'whisper',
};

async function send(run: Run, params: ActionParams, turns: Turns): Promise<Outcome> {
  const { msg } = run;
  const channel = await run.channel(textParam(params, 'channel'));
  const text = await textOf(run, params, turns);
  const replyTo = flagParam(params, 'answer', true) && !run.pretending ? replyFor(msg) : null;
  const as = run.actor().login;
  const sending = say(run, channel, text, replyTo);
  const sent = await orWaiting(sending, run);
  const topic = 'message.sent';
  if (sent !== 'waiting') {
    const { messageId: id, parts } = sent;
    return { payload: { sent: true, id, text, as, parts, replyTo }, topic };
  }
  return {
    payload: { sent: false, waiting: true, id: null, text, as, parts: null, replyTo },
    topic,
    later: sending.then(() => undefined),
  };
}

async function announce(run: Run, params: ActionParams, turns: Turns): Promise<Outcome> {
  const { context } = run;
  const channel = await run.channel(textParam(params, 'channel'));
  const text = atMost(await textOf(run, params, turns), limit('chat.announcement').value, 'An announcement');
  const color = choiceParam(params, 'color', ['primary', 'blue', 'green', 'orange', 'purple']);
  const actor = run.actor();
  await context.helix.call(
    'send-chat-announcement',
    { query: { broadcaster_id: channel.id, moderator_id: actor.id }, body: { message: text, color } },
    callAs(actor, context),
  );
  return {
    payload: { sent: true, id: null, text, as: actor.login, parts: 1, replyTo: null },
    topic: 'message.announced',
  };
}

function atMost(text: string, most: number, what: string): string {
  const length = lengthOf(text);
  if (length <= most) return text;
  throw inputRefusal(
    `The text has ${length} characters, at most ${most} are allowed.`,
    `${what} takes at most ${most} characters, and the text has ${length}. Shorten it.`,
    { parameter: 'text' },
  );
}

async function pin(run: Run, params: ActionParams): Promise<Outcome> {
  const { context } = run;
  const channel = await run.channel(textParam(params, 'channel'));
  const seconds = pinSeconds(params);
  const own = textParam(params, 'pinText');
  const id =
    own === null ? lineOfMessage(run, params) : (await say(run, channel, sayable(own), null)).messageId;
  const actor = run.actor();
  if (id === null) {
    throw new TwitchError(
      'TWITCH_BAD_ANSWER',
      'The line was sent, but Twitch did not say which it is: it could not be pinned.',
    );
  }
  if (!isMadeUp(run, id)) {
    await context.helix.call(
      'pin-chat-message',
      {
        query: {
          broadcaster_id: channel.id,
          moderator_id: actor.id,
          message_id: id,
          ...(seconds === null ? {} : { duration_seconds: seconds }),
        },
      },
      callAs(actor, context),
    );
  }
  return { payload: { pinned: true, id, seconds, as: actor.login }, topic: 'message.pinned' };
}

/** The line to pin; without one nothing is guessed. */
function lineOfMessage({ msg }: Run, params: ActionParams): string {
  return lineFor(textParam(params, 'message'), msg);
}

/** A line that a test made up is not at Twitch, and not in the practice world either. */
function isMadeUp({ msg, pretending }: Run, id: string): boolean {
  return isTest(msg) && (id.startsWith(TEST_ID_PREFIX) || (pretending && id === messageIdOf(msg)));
}

function pinSeconds(params: ActionParams): number | null {
  const wanted = numberParam(params, 'for');
  if (wanted === null || wanted === 0) return null;
  return within('for', wanted, limit('pin.durationMin').value, limit('pin.durationMax').value, 'seconds');
}

async function unpin(run: Run, params: ActionParams): Promise<Outcome> {
  const { context } = run;
  const channel = await run.channel(textParam(params, 'channel'));
  const actor = run.actor();
  const where = { broadcaster_id: channel.id, moderator_id: actor.id };
  const id = textParam(params, 'pinned') ?? (await pinnedLine(where, actor, context));
  if (id === null) {
    throw refusal(
      'TWITCH_REQUEST_FAILED',
      'Nothing is pinned.',
      `Nothing is pinned in the chat of ${channel.name}.`,
    );
  }
  await context.helix.call(
    'unpin-chat-message',
    { query: { ...where, message_id: id } },
    callAs(actor, context),
  );
  return { payload: { pinned: false, id, as: actor.login }, topic: 'message.unpinned' };
}

async function pinnedLine(
  where: { readonly broadcaster_id: string; readonly moderator_id: string },
  actor: Person,
  context: ActionContext,
): Promise<string | null> {
  const { data } = await context.helix.call(
    'get-pinned-chat-message',
    { query: where },
    callAs(actor, context),
  );
  return data[0]?.message_id ?? null;
}

async function whisper(run: Run, params: ActionParams, turns: Turns): Promise<Outcome> {
  const { context } = run;
  const person = await run.person(textParam(params, 'whom'));
  const text = atMost(await textOf(run, params, turns), limit('whisper.text').value, 'A whisper');
  const actor = run.actor();
  if (actor.id === person.id) {
    throw inputRefusal(
      'Nobody can whisper to themselves.',
      `${actor.name} cannot whisper to themselves: say whom else.`,
      {
        parameter: 'whom',
      },
    );
  }
  await context.helix.call(
    'send-whisper',
    { query: { from_user_id: actor.id, to_user_id: person.id }, body: { message: text } },
    callAs(actor, context),
  );
  return {
    payload: { sent: true, id: null, text, as: actor.login, to: person.name },
    topic: 'message.whispered',
  };
}
