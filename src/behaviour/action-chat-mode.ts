import { TwitchError } from '../core/errors';
import { choiceParam, numberParam, textParam } from './action-params';
import {
  chatModes,
  modeNames,
  modeSentence,
  readMode,
  sameState,
  writeMode,
  type ChatMode,
  type ModePost,
  type ModeState,
} from './chat-modes';
import type { Action, ActionContext, ActionParams, Identity } from './context';
import { textOf } from './incoming';
import { LaterTasks, type LaterTask } from './later';
import { ModeMemory, type Remembered } from './mode-memory';
import { inputRefusal, refusal } from './refusal';
import { act, actorOf, callAs, partsId, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { listed } from './words';

/** The node twitch-chat-mode. What it changes is remembered, can be put back, and is put back in time if so wished. */
export function createChatModeAction(): Action {
  const later = new LaterTasks(putBackInTime);
  return {
    run(msg, operation, params, context) {
      const as = choiceParam<Identity>(params, 'as', ['channel', 'bot']);
      const mode = chatModes.find((known) => known === operation);
      if (mode !== undefined) {
        const deed = modeDeed(mode, as);
        return act(msg, deed, context, (run) => change(run, params, mode, later));
      }
      if (operation === 'clear') {
        const deed: Deed = { operation, as, calls: ['delete-chat-messages'], writes: true };
        return act(msg, deed, context, (run) => clear(run, params));
      }
      if (operation !== 'putBack') return Promise.reject(unknownOperation(operation));
      const deed: Deed = {
        operation,
        as,
        calls: ['update-chat-settings', 'update-shield-mode-status'],
        writes: true,
      };
      return act(msg, deed, context, (run) => putBack(run, params));
    },
    resume: (context, on) => later.resume(context, on.error),
  };
}

function modeDeed(mode: ChatMode, as: Identity): Deed {
  const call = mode === 'shield' ? 'update-shield-mode-status' : 'update-chat-settings';
  return { operation: mode, as, calls: [call], writes: true };
}

async function postOf(run: Run, params: ActionParams): Promise<ModePost & { readonly channelName: string }> {
  const channel = await run.channel(textParam(params, 'channel'));
  return { channelId: channel.id, channelName: channel.name, actor: run.actor() };
}

async function change(run: Run, params: ActionParams, mode: ChatMode, later: LaterTasks): Promise<Outcome> {
  const { context } = run;
  const after = afterOf(params);
  const value = valueOf(params, mode);
  const post = await postOf(run, params);
  const memory = new ModeMemory(context.shared);
  const remembered = await memory.find(post.channelId, mode);
  try {
    const now = await readMode(context, post, mode);
    const wanted = wantedState(params, { now, value, before: remembered?.before ?? null });
    const isChange = !sameState(now, wanted);
    if (isChange) await writeMode(context, post, mode, wanted);
    const until = after === null || !isChange ? null : context.clock.now() + after * 1000;
    if (!run.pretending && isChange) {
      const kept: Remembered = { before: remembered?.before ?? now, stamp: partsId(context) };
      await remember(run, {
        memory,
        later,
        mode,
        post,
        kept,
        isAsBefore: sameState(kept.before, wanted),
        until,
      });
    }
    return {
      payload: { mode, ...wanted, changed: isChange, before: now, until },
      summary: modeSentence(mode, wanted, until === null ? null : after),
      topic: 'chat.mode',
    };
  } catch (error) {
    throw explained(error, `${modeNames[mode]} could not be changed`, post.channelName);
  }
}

/** Toggle turns off by going back to how it was before a node turned it on. */
function wantedState(
  params: ActionParams,
  { now, value, before }: { now: ModeState; value: number | null; before: ModeState | null },
): ModeState {
  const turn = choiceParam(params, 'turn', ['on', 'off', 'toggle']);
  const on: ModeState = { on: true, value };
  const off: ModeState = { on: false, value: null };
  if (turn === 'toggle') return now.on ? (before ?? off) : on;
  return turn === 'on' ? on : off;
}

async function remember(
  run: Run,
  change: {
    readonly memory: ModeMemory;
    readonly later: LaterTasks;
    readonly mode: ChatMode;
    readonly post: ModePost;
    readonly kept: Remembered;
    readonly isAsBefore: boolean;
    readonly until: number | null;
  },
): Promise<void> {
  const { memory, later, mode, post, kept, isAsBefore, until } = change;
  const { context, msg, deed } = run;
  const id = `${mode}:${post.channelId}`;
  if (isAsBefore) await memory.forget(post.channelId, mode);
  else await memory.keep(post.channelId, mode, kept);
  if (until === null || isAsBefore) {
    await later.cancel(context, id);
    return;
  }
  const data = { mode, channelId: post.channelId, as: deed.as ?? 'channel', stamp: kept.stamp };
  await later.plan(context, { id, at: until, data, msg });
}

/** Unless somebody has changed the mode meanwhile through a node, or has put it back. */
async function putBackInTime({ data }: LaterTask, context: ActionContext): Promise<void> {
  const mode = chatModes.find((known) => known === data['mode']);
  const channelId = textOf(data['channelId']);
  if (mode === undefined || channelId === null) return;
  const memory = new ModeMemory(context.shared);
  const remembered = await memory.find(channelId, mode);
  if (remembered === null || remembered.stamp !== data['stamp']) return;
  const actor = actorOf(context, data['as'] === 'bot' ? 'bot' : 'channel');
  await writeMode(context, { channelId, actor }, mode, remembered.before);
  await memory.forget(channelId, mode);
}

/** Every mode that any node of this account has changed. One that fails does not keep the others from it. */
async function putBack(run: Run, params: ActionParams): Promise<Outcome> {
  const { context } = run;
  const post = await postOf(run, params);
  const memory = new ModeMemory(context.shared);
  const restored: ChatMode[] = [];
  const failed: { readonly mode: ChatMode; readonly error: unknown }[] = [];
  for (const mode of chatModes) {
    const remembered = await memory.find(post.channelId, mode);
    if (remembered === null) continue;
    try {
      await writeMode(context, post, mode, remembered.before);
      await memory.forget(post.channelId, mode);
      restored.push(mode);
    } catch (error) {
      failed.push({ mode, error });
    }
  }
  const [first] = failed;
  if (first) {
    const names = listed(
      failed.map(({ mode }) => modeNames[mode]),
      'and',
    );
    throw explained(first.error, `${names} could not be put back`, post.channelName);
  }
  return {
    payload: { restored },
    summary: restored.length > 0 ? 'The chat is as it was before.' : 'Nothing had to be put back.',
    topic: 'chat.restored',
  };
}

async function clear(run: Run, params: ActionParams): Promise<Outcome> {
  const { context } = run;
  const { channelId, channelName, actor } = await postOf(run, params);
  try {
    await context.helix.call(
      'delete-chat-messages',
      { query: { broadcaster_id: channelId, moderator_id: actor.id } },
      callAs(actor, context),
    );
  } catch (error) {
    throw explained(error, 'The chat could not be cleared', channelName);
  }
  return { payload: { cleared: true }, summary: 'The chat was cleared.', topic: 'chat.cleared' };
}

/** Seconds; null: for good. */
function afterOf(params: ActionParams): number | null {
  const seconds = numberParam(params, 'after');
  if (seconds === null || seconds > 0) return seconds;
  throw inputRefusal(
    'That is no time.',
    `The field "after" is ${seconds} seconds: it has to be more than 0, or empty.`,
    { parameter: 'after' },
  );
}

function valueOf(params: ActionParams, mode: ChatMode): number | null {
  if (mode === 'slow') return Math.round(numberParam(params, 'seconds') ?? 30);
  return mode === 'followersOnly' ? Math.round(numberParam(params, 'minutes') ?? 0) : null;
}

/** Says in chat's words which step failed: several of these nodes stand in a row. */
function explained(error: unknown, what: string, channelName: string): unknown {
  if (!(error instanceof TwitchError) || error.cause['summary'] !== undefined) return error;
  if (error.code === 'TWITCH_ABORTED') return error;
  const why =
    error.cause.status === 403 ? `that takes a moderator of ${channelName}` : 'Twitch did not take it';
  return refusal(error.code, `${what}: ${why}.`, `${what}. ${error.message}`, { ...error.cause });
}
