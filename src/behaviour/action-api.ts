import { TwitchError } from '../core/errors';
import type { EndpointRow } from '../tables/endpoint-row';
import { findEndpoint, isEndpointId } from '../tables/endpoints';
import { choiceParam, flagParam, numberParam, textParam } from './action-params';
import { isPersonField, splitFields, type CallFields } from './call-fields';
import type { Action, ActionContext, ActionParams, AnyCallArgs, HelixCallOptions, Identity } from './context';
import { isPlain } from './incoming';
import { inputRefusal } from './refusal';
import { plainName } from './rules';
import { act, actorOf, finish, partsId, unknownOperation, type Deed, type Outcome, type Run } from './run';

/** Value of the field `call` for a call that the table does not have. */
export const OTHER_CALL = 'other';

/** More elements than this are not collected into one message. */
const MOST_ITEMS = 10_000;

type Acting = Identity | 'app';

/** The node twitch-api: any call of the table, checked, and any other. */
export function createApiAction(): Action {
  return {
    run(msg, operation, params, context) {
      if (operation !== 'call') return Promise.reject(unknownOperation(operation));
      const acting = choiceParam<Acting>(params, 'as', ['channel', 'bot', 'app']);
      const id = textParam(params, 'call')?.trim() ?? '';
      if (id === OTHER_CALL) {
        return act(msg, otherDeed(params, acting), context, (run) => otherCall(run, params, acting));
      }
      const row = isEndpointId(id) ? findEndpoint(id) : undefined;
      if (row === undefined) return Promise.reject(unknownCall(id));
      return act(msg, tableDeed(row, acting), context, (run) => tableCall(run, row, params, acting));
    },
  };
}

function tableDeed(row: EndpointRow, acting: Acting): Deed {
  const as = acting === 'app' || row.tokens.length === 0 ? null : acting;
  // The id was found in the table.
  const calls = isEndpointId(row.id) && as !== null ? [row.id] : [];
  return { operation: 'call', as, calls, writes: row.method !== 'GET' };
}

function otherDeed(params: ActionParams, acting: Acting): Deed {
  const writes = methodOf(params) !== 'GET';
  return { operation: 'call', as: acting === 'app' ? null : acting, calls: [], writes };
}

function unknownCall(id: string): Error {
  const sentence =
    id === ''
      ? 'No call is chosen. Open the node and choose one.'
      : `There is no call "${id}". Open the node and choose one, or choose "another call".`;
  return inputRefusal('Something is filled in wrongly.', sentence, { parameter: 'call' });
}

async function tableCall(run: Run, row: EndpointRow, params: ActionParams, acting: Acting): Promise<Outcome> {
  const { context } = run;
  const unchecked = flagParam(params, 'sendAnyway', false);
  const given = isPlain(params['fields']) ? params['fields'] : {};
  const fields = await withPeople(run, row, await withFallbacks(run, row, given, acting));
  const args = splitFields(row, fields, unchecked);
  const options = callOptions(context, acting, row, unchecked);
  const call = { query: args.query, ...(args.body === undefined ? {} : { body: args.body }) };
  const pages = row.paging === null ? 'one' : choiceParam(params, 'pages', ['one', 'all', 'each']);
  if (pages !== 'one') {
    const paged = { ...options, cap: mostItems(params) };
    if (pages === 'each') return await pageMessages(run, row, call, paged, params);
    return outcome([...(await context.helix.pagesAny(row.id, call, paged))], params);
  }
  try {
    return outcome(answered(row, await context.helix.callAny(row.id, call, options), params), params);
  } catch (error) {
    // A test on a real account speaks of things that the practice world does not have; the fields were checked.
    if (run.pretending && error instanceof TwitchError && error.code === 'TWITCH_REQUEST_FAILED') {
      return { payload: null, topic: 'api.answer' };
    }
    throw error;
  }
}

/** Elements of a list at most. */
function mostItems(params: ActionParams): number {
  const most = numberParam(params, 'most') ?? MOST_ITEMS;
  return Math.min(MOST_ITEMS, Math.max(1, Math.trunc(most)));
}

/**
 * One message for each page, sent as soon as Twitch has answered it; an empty list is one page without elements. How many
 * there are is known, and said, only by the last.
 */
async function pageMessages(
  run: Run,
  row: EndpointRow,
  call: AnyCallArgs,
  options: HelixCallOptions & { readonly cap: number },
  params: ActionParams,
): Promise<Outcome> {
  const isWhole = flagParam(params, 'whole', false);
  const id = partsId(run.context);
  let index = 0;
  for await (const { items, answer, isLast } of run.context.helix.pageByPage(row.id, call, options)) {
    const parts = { id, type: 'array', len: 1, index };
    const page = { payload: isWhole ? answer : items, topic: 'api.answer' };
    index++;
    if (isLast) return { ...page, parts: { ...parts, count: index } };
    run.context.emit(finish(run, { ...page, parts }));
  }
  return { payload: [], topic: 'api.answer' };
}

function callOptions(
  context: ActionContext,
  acting: Acting,
  row: EndpointRow,
  unchecked: boolean,
): HelixCallOptions {
  const { signal } = context;
  const checks = unchecked ? { unchecked: true } : {};
  if (acting === 'app') return { token: 'app', signal, ...checks };
  if (row.tokens.length === 0 || !row.tokens.includes('user')) return { signal, ...checks };
  return { user: actorOf(context, acting).id, signal, ...checks };
}

/** What is left blank and can be told: who acts, and the channel. */
async function withFallbacks(
  run: Run,
  row: EndpointRow,
  fields: CallFields,
  acting: Acting,
): Promise<CallFields> {
  const filled: Record<string, unknown> = { ...fields };
  const blank = (name: string): boolean =>
    filled[name] === undefined || filled[name] === null || filled[name] === '';
  const owner = row.owner !== null && typeof row.owner === 'object' ? row.owner.param : null;
  if (owner !== null && acting !== 'app' && blank(owner)) filled[owner] = actorOf(run.context, acting).id;
  const spec = row.query['broadcaster_id'] ?? row.body?.['broadcaster_id'];
  if (spec?.required && (blank('broadcaster_id') || run.pretending)) {
    filled['broadcaster_id'] = (await run.channel(null)).id;
  }
  return filled;
}

/** Names of people become ids, and for a pretended call the ids of people who exist there. */
async function withPeople(run: Run, row: EndpointRow, fields: CallFields): Promise<CallFields> {
  const filled: Record<string, unknown> = { ...fields };
  for (const [name, value] of Object.entries(fields)) {
    if (!isPersonField(name)) continue;
    if (Array.isArray(value))
      filled[name] = await Promise.all(value.map((item) => personId(run, row, name, item)));
    else filled[name] = await personId(run, row, name, value);
  }
  return filled;
}

async function personId(run: Run, row: EndpointRow, name: string, value: unknown): Promise<unknown> {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value.trim() === '' || /[,\s]/.test(value.trim())) return value;
  const isId = /^\d+$/.test(value.trim());
  if (isId && !run.pretending) return value.trim();
  const [found] = await run.context.findUsers([isId ? value.trim() : plainName(value)]);
  if (found !== undefined) return found.id;
  if (run.pretending) return actorOf(run.context, 'channel').id;
  throw inputRefusal(
    `There is nobody named ${value.trim()}.`,
    `${row.name}: there is nobody named ${value.trim()} at Twitch. Check the spelling.`,
    { endpoint: row.id, parameter: name },
  );
}

async function otherCall(run: Run, params: ActionParams, acting: Acting): Promise<Outcome> {
  const { context } = run;
  const path = textParam(params, 'path')?.trim() ?? null;
  if (path === null) {
    throw inputRefusal(
      'Something is filled in wrongly.',
      'The path of the call is empty: fill in something like /users.',
      {
        parameter: 'path',
      },
    );
  }
  // Nothing is known of such a call, so a test cannot pretend it anywhere.
  if (run.pretending) return { payload: null, topic: 'api.answer' };
  const query = objectParam(params, 'query');
  const body = jsonParam(params, 'body');
  const answer = await context.helix.request(
    {
      method: methodOf(params),
      path: path.startsWith('/') ? path : `/${path}`,
      ...(query === null ? {} : { query }),
      ...(body === undefined ? {} : { body }),
    },
    acting === 'app'
      ? { token: 'app', signal: context.signal }
      : { user: actorOf(context, acting).id, signal: context.signal },
  );
  const whole = flagParam(params, 'whole', false);
  return outcome(
    !whole && isPlain(answer) && 'data' in answer ? answer['data'] : (answer ?? { ok: true }),
    params,
  );
}

function methodOf(params: ActionParams): 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' {
  return choiceParam(params, 'method', ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
}

function jsonParam(params: ActionParams, name: string): unknown {
  const value = params[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw inputRefusal('Something is filled in wrongly.', `The field "${name}" is not JSON: ${reason}`, {
      parameter: name,
    });
  }
}

function objectParam(params: ActionParams, name: string): Readonly<Record<string, unknown>> | null {
  const value = jsonParam(params, name);
  if (value === undefined) return null;
  if (isPlain(value)) return value;
  throw inputRefusal(
    'Something is filled in wrongly.',
    `The field "${name}" wants an object like {"login": "ana"}.`,
    {
      parameter: name,
    },
  );
}

/** The list or object inside the answer, or the whole of it; a call that Twitch answers with nothing is `{ok: true}`. */
function answered(row: EndpointRow, answer: unknown, params: ActionParams): unknown {
  if (answer === null || answer === undefined) return { ok: true };
  if (flagParam(params, 'whole', false) || row.answer.container === 'root') return answer;
  return isPlain(answer) && 'data' in answer ? answer['data'] : answer;
}

function outcome(payload: unknown, params: ActionParams): Outcome {
  const perItem = flagParam(params, 'perItem', false) && Array.isArray(payload);
  return { payload, topic: 'api.answer', ...(perItem ? { items: payload } : {}) };
}
