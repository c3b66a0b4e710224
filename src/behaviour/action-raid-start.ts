import { TwitchError } from '../core/errors';
import { limit } from '../tables/limits';
import { textParam } from './action-params';
import type { Action, ActionParams, Person } from './context';
import { introduced, introduction } from './introduction';
import type { ChannelRef } from './message';
import { inputRefusal, refusal } from './refusal';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';

const deeds = {
  start: { operation: 'start', as: 'channel', calls: ['start-a-raid'], writes: true },
  cancel: { operation: 'cancel', as: 'channel', calls: ['cancel-a-raid'], writes: true },
} as const satisfies Record<string, Deed>;

/** The node twitch-raid-start. */
export function createRaidStartAction(): Action {
  return {
    run(msg, operation, params, context) {
      switch (operation) {
        case 'start':
          return act(msg, deeds.start, context, (run) => start(run, params));
        case 'cancel':
          return act(msg, deeds.cancel, context, cancel);
        default:
          return Promise.reject(unknownOperation(operation));
      }
    },
  };
}

async function start(run: Run, params: ActionParams): Promise<Outcome> {
  const { context } = run;
  const channel = await run.ownChannel('Raids');
  const target = await run.person(textParam(params, 'whom'), { onlyTarget: true });
  if (target.id === channel.id && !run.pretending) {
    throw inputRefusal(
      'A channel cannot raid itself.',
      `${target.name} is your own channel: a raid goes to somebody else.`,
      { parameter: 'whom' },
    );
  }
  if (context.live.isLive(channel.id) === false) throw notLive(channel);
  try {
    await context.helix.call(
      'start-a-raid',
      { query: { from_broadcaster_id: channel.id, to_broadcaster_id: target.id } },
      callAs(run.actor(), context),
    );
  } catch (error) {
    throw explained(error, channel, target);
  }
  const about = await introduction(context, target);
  const seconds = limit('raid.countdown').value;
  return {
    payload: { raiding: true, person: target.name, login: target.login, ...about, inSeconds: seconds },
    summary: `We raid ${introduced(target, about)}: ${about.link}`,
    topic: 'raid.started',
  };
}

async function cancel(run: Run): Promise<Outcome> {
  const { context } = run;
  const channel = await run.ownChannel('Raids');
  try {
    await context.helix.call(
      'cancel-a-raid',
      { query: { broadcaster_id: channel.id } },
      callAs(run.actor(), context),
    );
  } catch (error) {
    if (!(error instanceof TwitchError) || error.cause.status !== 404) throw error;
    throw refusal(
      error.code,
      'No raid is being prepared.',
      'No raid is being prepared: it was never started, was called off, or is under way already.',
      { ...error.cause },
    );
  }
  return { payload: { raiding: false }, summary: 'The raid was called off.', topic: 'raid.canceled' };
}

function notLive(channel: ChannelRef): TwitchError {
  return refusal(
    'TWITCH_REQUEST_FAILED',
    `A raid can be started only while ${channel.name} is live.`,
    `${channel.name} is not live: Twitch starts raids only from a channel that is.`,
    { channel: channel.login },
  );
}

function explained(error: unknown, channel: ChannelRef, target: Person): unknown {
  if (!(error instanceof TwitchError)) return error;
  const details = { ...error.cause };
  switch (error.cause.status ?? 0) {
    case 400:
      return refusal(
        error.code,
        `${target.name} cannot be raided now.`,
        `${target.name} cannot be raided: ${channel.name} has to be live, and ${target.name} may have closed the channel to raids. Twitch says: ${error.message}`,
        details,
      );
    case 404:
      return refusal(error.code, `${target.name} cannot be raided.`, error.message, details);
    case 409:
      return refusal(
        error.code,
        'A raid is being prepared already.',
        'A raid is being prepared already. Call it off before another one is started.',
        details,
      );
    case 429:
      return refusal(
        error.code,
        'Too many raids were started: wait some minutes.',
        `Twitch allows ${limit('raid.calls').value} raids to be started or called off in ten minutes.`,
        details,
      );
    default:
      return error;
  }
}
