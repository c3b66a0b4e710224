import { TwitchError } from '../core/errors';
import { limit } from '../tables/limits';
import { numberParam, textParam } from './action-params';
import { adSchedule, readAdSchedule, type AdSchedule } from './ad-schedule';
import { notAffiliate } from './affiliate';
import type { Action, ActionContext, ActionParams } from './context';
import type { ChannelRef, FlowMessage } from './message';
import { inputRefusal, refusal } from './refusal';
import { valueFor } from './rules';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { counted, duration, listed, span } from './words';

const deeds = {
  snooze: {
    operation: 'snooze',
    as: 'channel',
    calls: ['snooze-next-ad', 'get-ad-schedule'],
    writes: true,
  },
  run: { operation: 'run', as: 'channel', calls: ['start-commercial'], writes: true },
  runIfDue: {
    operation: 'runIfDue',
    as: 'channel',
    calls: ['start-commercial', 'get-ad-schedule'],
    writes: true,
  },
  lookUp: { operation: 'lookUp', as: 'channel', calls: ['get-ad-schedule'], writes: false },
} as const satisfies Record<string, Deed>;

/** Seconds. */
const USUAL_LENGTH = 60;

/** The node twitch-commercial. */
export function createCommercialAction(): Action {
  return {
    run(msg, operation, params, context) {
      switch (operation) {
        case 'snooze':
          return act(msg, deeds.snooze, context, (run) => snooze(run, params));
        case 'run':
          return act(msg, deeds.run, context, (run) => runAd(run, params, false));
        case 'runIfDue':
          return act(msg, deeds.runIfDue, context, (run) => runAd(run, params, true));
        case 'lookUp':
          return act(msg, deeds.lookUp, context, lookUp);
        default:
          return Promise.reject(unknownOperation(operation));
      }
    },
  };
}

async function snooze(run: Run, params: ActionParams): Promise<Outcome> {
  const { context } = run;
  const channel = await run.ownChannel('Ads');
  const actor = run.actor();
  try {
    const schedule = await assertDue(context, channel, dueWithin(params));
    if (schedule.snoozesLeft === 0) throw noSnoozes(schedule, context.clock.now());
    const { data } = await context.helix.call(
      'snooze-next-ad',
      { query: { broadcaster_id: channel.id } },
      callAs(actor, context),
    );
    const after = adSchedule(data[0]);
    const left = counted(after.snoozesLeft, 'snooze is', 'snoozes are');
    return {
      payload: {
        snoozed: true,
        snoozesLeft: after.snoozesLeft,
        snoozeRefreshAt: after.snoozeRefreshAt,
        nextAdAt: after.nextAt,
        inSeconds: secondsUntil(after.nextAt, context.clock.now()),
      },
      summary: `The next ad was put off by ${duration(limit('ad.snooze').value)}, ${left} left.`,
      topic: 'ad.snoozed',
    };
  } catch (error) {
    throw await explained(context, channel, error);
  }
}

async function runAd(run: Run, params: ActionParams, onlyIfDue: boolean): Promise<Outcome> {
  const { context } = run;
  const length = adLength(textParam(params, 'length'), run.msg);
  const channel = await run.ownChannel('Ads');
  const actor = run.actor();
  try {
    if (onlyIfDue) await assertDue(context, channel, dueWithin(params));
    const { data } = await context.helix.call(
      'start-commercial',
      { body: { broadcaster_id: channel.id, length } },
      callAs(actor, context),
    );
    const [begun] = data;
    const shown = begun?.length ?? length;
    return {
      payload: { running: true, length: shown, nextAllowedIn: begun?.retry_after ?? null },
      summary: `An ad break of ${duration(shown)} has begun.`,
      topic: 'ad.started',
    };
  } catch (error) {
    throw await explained(context, channel, error);
  }
}

async function lookUp(run: Run): Promise<Outcome> {
  const { context } = run;
  const channel = await run.ownChannel('Ads');
  const schedule = await readAdSchedule(context, channel.id);
  const inSeconds = secondsUntil(schedule.nextAt, context.clock.now());
  return {
    payload: {
      nextAdAt: schedule.nextAt,
      inSeconds,
      length: schedule.length,
      lastAdAt: schedule.lastAt,
      snoozesLeft: schedule.snoozesLeft,
      snoozeRefreshAt: schedule.snoozeRefreshAt,
      prerollFreeSeconds: schedule.prerollFree,
    },
    summary:
      inSeconds === null
        ? 'No ad is planned.'
        : `The next ad comes in ${span(inSeconds)}${schedule.length === null ? '' : ` and lasts ${duration(schedule.length)}`}.`,
    topic: 'ad',
  };
}

/** Seconds; blank: whenever the next one comes. */
function dueWithin(params: ActionParams): number {
  return numberParam(params, 'dueWithin') ?? Infinity;
}

/** @throws TwitchError TWITCH_REQUEST_FAILED when no ad comes within so many seconds */
async function assertDue(
  context: ActionContext,
  channel: ChannelRef,
  withinSeconds: number,
): Promise<AdSchedule> {
  const schedule = await readAdSchedule(context, channel.id);
  const inSeconds = secondsUntil(schedule.nextAt, context.clock.now());
  if (inSeconds === null) {
    const none = refusal(
      'TWITCH_REQUEST_FAILED',
      'No ad is planned.',
      `Twitch plans no ad for ${channel.name} just now: the channel is offline, or its automatic ads are off.`,
      { channel: channel.login },
    );
    // A channel that can have no ads is answered with an empty plan as well.
    throw (await notAffiliate(context, channel.id, 'Ads', none).catch(() => null)) ?? none;
  }
  if (inSeconds > withinSeconds) {
    throw refusal(
      'TWITCH_REQUEST_FAILED',
      `No ad is due: the next one comes in ${span(inSeconds)}.`,
      `The next ad comes in ${span(inSeconds)}, and this node acts only if one is due within ${span(withinSeconds)}. Nothing was done.`,
      { channel: channel.login },
    );
  }
  return schedule;
}

function noSnoozes(schedule: AdSchedule, now: number): Error {
  const back = secondsUntil(schedule.snoozeRefreshAt, now);
  const when = back === null ? '' : ` One comes back in ${span(back)}.`;
  const sentence = `No snoozes are left.${when}`;
  const retryAt = schedule.snoozeRefreshAt;
  return refusal('TWITCH_RATE_LIMITED', sentence, sentence, retryAt === null ? {} : { retryAt });
}

function secondsUntil(at: number | null, now: number): number | null {
  return at === null || at < now ? null : Math.round((at - now) / 1000);
}

/** Lengths that Twitch shows, in seconds. */
function lengths(): readonly number[] {
  const step = limit('ad.lengthMin').value;
  return Array.from({ length: limit('ad.lengthMax').value / step }, (_, index) => (index + 1) * step);
}

function adLength(field: string | null, msg: FlowMessage): number {
  const wanted = valueFor(field, msg)?.trim();
  if (!wanted) return USUAL_LENGTH;
  const seconds = Number(/^(\d+)\s*(?:s|sec|seconds?)?$/i.exec(wanted)?.[1] ?? Number.NaN);
  const allowed = lengths();
  if (allowed.includes(seconds)) return seconds;
  const sentence = `An ad break lasts ${listed(allowed.map(String), 'or')} seconds.`;
  throw inputRefusal(sentence, `${sentence} Write one of these numbers.`, { parameter: 'length' });
}

async function explained(context: ActionContext, channel: ChannelRef, error: unknown): Promise<unknown> {
  if (!(error instanceof TwitchError) || error.cause['summary'] !== undefined) return error;
  const { status } = error.cause;
  if (status === 429) {
    return refusal(
      error.code,
      'It is too early for another ad.',
      `It is too early for another ad: Twitch wants ${duration(limit('ad.between').value)} between two, and has only few snoozes.`,
      { ...error.cause },
    );
  }
  if (status !== 400 && status !== 403 && status !== 404) return error;
  const refused = await notAffiliate(context, channel.id, 'Ads', error);
  if (refused !== null) return refused;
  if (context.live.isLive(channel.id) !== false && status !== 400) return error;
  return refusal(
    error.code,
    `${channel.name} is not live, or no ad can run now.`,
    `Ads run only while ${channel.name} is live. Twitch says: ${error.message}`,
    { ...error.cause },
  );
}
