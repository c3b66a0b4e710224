import { TwitchError } from '../core/errors';
import { numberParam, textParam } from './action-params';
import type { Action, ActionContext, ActionParams, Person } from './context';
import { textOf } from './incoming';
import { LaterTasks, type LaterTask } from './later';
import type { ChannelRef } from './message';
import { inputRefusal, refusal } from './refusal';
import { act, actorOf, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { duration } from './words';

type RoleName = 'moderator' | 'vip';

interface RoleDeed extends Deed {
  readonly role: RoleName;
  readonly gives: boolean;
}

const roleCalls = {
  moderator: { add: 'add-channel-moderator', remove: 'remove-channel-moderator' },
  vip: { add: 'add-channel-vip', remove: 'remove-channel-vip' },
} as const;

/** As people say it. */
const roleWords: Readonly<Record<RoleName, string>> = { moderator: 'moderator', vip: 'VIP' };

function deed(operation: string, role: RoleName, gives: boolean): RoleDeed {
  const { add, remove } = roleCalls[role];
  return { operation, as: 'channel', calls: [gives ? add : remove], writes: true, role, gives };
}

const deeds: Readonly<Record<string, RoleDeed>> = {
  moderator: deed('moderator', 'moderator', true),
  removeModerator: deed('removeModerator', 'moderator', false),
  vip: deed('vip', 'vip', true),
  removeVip: deed('removeVip', 'vip', false),
};

/** The node twitch-moderator-role. Roles that were given for a while are taken back by itself, also after a restart. */
export function createModeratorRoleAction(): Action {
  const later = new LaterTasks(takeBack);
  return {
    run(msg, operation, params, context) {
      const chosen = Object.hasOwn(deeds, operation) ? deeds[operation] : undefined;
      if (chosen === undefined) return Promise.reject(unknownOperation(operation));
      return act(msg, chosen, context, (run) => change(run, params, chosen, later));
    },
    resume: (context, on) => later.resume(context, on.error),
  };
}

async function change(
  run: Run,
  params: ActionParams,
  { role, gives }: RoleDeed,
  later: LaterTasks,
): Promise<Outcome> {
  const { context } = run;
  const seconds = gives ? whileOf(params) : null;
  const channel = await run.ownChannel('Roles');
  const person = await run.person(textParam(params, 'whom'), { namedOnly: true });
  const actor = run.actor();
  const args = { query: { broadcaster_id: channel.id, user_id: person.id } };
  const id = `${role}:${channel.id}:${person.id}`;
  const planned = await later.find(context, id);
  try {
    await context.helix.call(roleCalls[role][gives ? 'add' : 'remove'], args, callAs(actor, context));
  } catch (error) {
    // Given for a while by this node before: then only the time changes.
    if (!(gives && planned !== undefined && isNoChange(error))) {
      throw explained(error, { ...person, isStreamer: person.id === channel.id }, role, gives);
    }
  }
  const until = seconds === null ? null : context.clock.now() + seconds * 1000;
  if (!run.pretending) await plan(run, later, { id, channel, person, role, until });
  const word = roleWords[role];
  return {
    payload: { person: person.name, login: person.login, role, has: gives, until },
    summary: gives
      ? `${person.name} is now a ${word}${seconds === null ? '' : ` for ${duration(seconds)}`}.`
      : `${person.name} is no longer a ${word}.`,
    topic: gives ? 'role.given' : 'role.taken',
  };
}

function whileOf(params: ActionParams): number | null {
  const seconds = numberParam(params, 'for');
  if (seconds === null || seconds > 0) return seconds;
  throw inputRefusal(
    'That is no time.',
    `The field "for" is ${seconds} seconds: it has to be more than 0, or empty.`,
    {
      parameter: 'for',
    },
  );
}

interface Given {
  readonly id: string;
  readonly channel: ChannelRef;
  readonly person: Person;
  readonly role: RoleName;
  /** null: for good. */
  readonly until: number | null;
}

/** What was planned before about the same person and role holds no longer, whatever is done now. */
async function plan(run: Run, later: LaterTasks, { id, channel, person, role, until }: Given): Promise<void> {
  if (until === null) {
    await later.cancel(run.context, id);
    return;
  }
  const data = { role, channelId: channel.id, userId: person.id, login: person.login, name: person.name };
  await later.plan(run.context, { id, at: until, data, msg: run.msg });
}

/** Twitch says with these statuses that somebody has the role already, or has it not. */
function isNoChange(error: unknown): boolean {
  return error instanceof TwitchError && [400, 404, 422].includes(error.cause.status ?? 0);
}

async function takeBack({ data }: LaterTask, context: ActionContext): Promise<void> {
  const role: RoleName = data['role'] === 'vip' ? 'vip' : 'moderator';
  const query = { broadcaster_id: textOf(data['channelId']) ?? '', user_id: textOf(data['userId']) ?? '' };
  const actor = actorOf(context, 'channel');
  try {
    await context.helix.call(roleCalls[role].remove, { query }, callAs(actor, context));
  } catch (error) {
    // Somebody has taken it by hand before: that is what was wanted.
    if (!isNoChange(error)) throw error;
  }
}

/** Twitch's status says why; see the rules of these calls in the table. */
function explained(
  error: unknown,
  { name, isStreamer }: Person & { readonly isStreamer: boolean },
  role: RoleName,
  gives: boolean,
): unknown {
  if (!(error instanceof TwitchError)) return error;
  if (gives && isStreamer && isNoChange(error)) {
    const sentence = `${name} is the streamer and needs no role.`;
    return refusal(error.code, sentence, sentence, { ...error.cause });
  }
  const sentence =
    gives || !isNoChange(error)
      ? reason(error.cause.status, name, role)
      : `${name} is no ${roleWords[role]}.`;
  return sentence === null ? error : refusal(error.code, sentence, sentence, { ...error.cause });
}

/** Why a role cannot be given. */
function reason(status: number | undefined, name: string, role: RoleName): string | null {
  if (role === 'moderator') {
    if (status === 422) return `${name} is a VIP: take that role away first.`;
    return status === 400 ? `${name} is a moderator already, or cannot be one.` : null;
  }
  if (status === 409) return 'All VIP places of the channel are taken.';
  if (status === 422) return `${name} is a VIP or a moderator already.`;
  return status === 425 ? 'The channel cannot have VIPs yet.' : null;
}
