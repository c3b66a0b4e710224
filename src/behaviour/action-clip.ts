import { TwitchError } from '../core/errors';
import { limit } from '../tables/limits';
import { numberParam, textParam } from './action-params';
import { createWaiter } from './await-outcome';
import { within } from './choice-line';
import { clipIdIn, clipPayload, made, pendingClip, type ClipPayload, type MadeClip } from './clip-payload';
import { explained, findVideo, readEnd } from './clip-source';
import type { Action, ActionContext, ActionParams } from './context';
import { EventReader } from './event-reader';
import { textOf } from './incoming';
import { inputRefusal } from './refusal';
import { valueFor } from './rules';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { resumeWaiting, whileWaiting, OwnWaitingList, type WaitingEntry, type WaitingList } from './waiting';
import { lengthOf, position } from './words';

const deeds = {
  clip: { operation: 'clip', as: 'channel', calls: ['create-clip'], writes: true },
  marker: { operation: 'marker', as: 'channel', calls: ['create-stream-marker'], writes: true },
  fromVideo: { operation: 'fromVideo', as: 'channel', calls: ['create-clip-from-vod'], writes: true },
  lookUp: { operation: 'lookUp', as: null, calls: [], writes: false },
} as const satisfies Record<string, Deed>;

const READY = 0;
const NOT_YET = 1;

const ASK_EVERY_MS = 2000;

/** The node twitch-clip: leaves by `ready`, or by `notYet` when Twitch takes longer than a minute. */
export function createClipAction(): Action {
  const waiting = new OwnWaitingList();
  return {
    run(msg, operation, params, context) {
      switch (operation) {
        case 'clip':
          return act(msg, deeds.clip, context, (run) => makeClip(run, params, waiting.of(context.state)));
        case 'marker':
          return act(msg, deeds.marker, context, (run) => setMarker(run, params));
        case 'fromVideo':
          return act(msg, deeds.fromVideo, context, (run) =>
            clipFromVideo(run, params, waiting.of(context.state)),
          );
        case 'lookUp':
          return act(msg, deeds.lookUp, context, (run) => lookUpClip(run, params));
        default:
          return Promise.reject(unknownOperation(operation));
      }
    },
    resume: (context, on) =>
      resumeWaiting(
        waiting.of(context.state),
        context,
        on,
        (operation) => (operation === 'fromVideo' ? deeds.fromVideo : deeds.clip),
        resumeClip,
      ),
  };
}

function clipLength(params: ActionParams): number {
  return within(
    'length',
    numberParam(params, 'length') ?? limit('clip.durationDefault').value,
    limit('clip.durationMin').value,
    limit('clip.durationMax').value,
    'seconds',
  );
}

async function makeClip(run: Run, params: ActionParams, list: WaitingList): Promise<Outcome> {
  const { context, msg } = run;
  const channel = await run.channel(textParam(params, 'channel'));
  const title = valueFor(textParam(params, 'title'), msg);
  const actor = run.actor();
  try {
    const { data } = await context.helix.call(
      'create-clip',
      {
        query: {
          broadcaster_id: channel.id,
          duration: clipLength(params),
          ...(title === null ? {} : { title }),
        },
      },
      callAs(actor, context),
    );
    return await waitForClip(run, list, made(data[0]));
  } catch (error) {
    throw explained(error, channel, 'Clips');
  }
}

async function waitForClip(run: Run, list: WaitingList, clip: MadeClip): Promise<Outcome> {
  const { context, msg, deed } = run;
  const since = context.clock.now();
  const data = { editUrl: clip.editUrl };
  const entry = run.pretending ? null : { id: clip.id, operation: deed.operation, since, data, msg };
  return whileWaiting(list, entry, () => untilThere(run, clip, since));
}

function resumeClip(run: Run, { id, data, since }: WaitingEntry): Promise<Outcome> {
  return untilThere(run, { id, editUrl: textOf(data['editUrl']) }, since);
}

/** Looks every two seconds, for a minute from `since`; after that the clip may still come, and the message says so. */
async function untilThere(run: Run, clip: MadeClip, since: number): Promise<Outcome> {
  const { context } = run;
  const waiter = createWaiter<ClipPayload>(context, null);
  const notYet = new TwitchError('TWITCH_TIMEOUT', 'The clip is not there yet.');
  waiter.begin({
    look: () => readClip(context, clip),
    lookAt: context.clock.now() + ASK_EVERY_MS,
    everyMs: ASK_EVERY_MS,
    giveUpAt: Math.max(since + limit('clip.appearsWithin').value * 1000, context.clock.now() + ASK_EVERY_MS),
    givenUp: () => notYet,
  });
  try {
    const payload = await waiter.result;
    return { payload, summary: `Here is the clip: ${payload.url}`, topic: 'clip.ready', output: READY };
  } catch (error) {
    if (!isPassing(error, notYet)) throw error;
    const payload = pendingClip(clip);
    return {
      payload,
      summary: `The clip is not ready yet, it should soon be here: ${payload.url}`,
      topic: 'clip.notYet',
      output: NOT_YET,
    };
  }
}

/** The clip was made: if it cannot be looked at just now, it is not ready as far as anybody can tell. */
function isPassing(error: unknown, notYet: TwitchError): boolean {
  return error === notYet || (error instanceof TwitchError && error.code !== 'TWITCH_ABORTED');
}

async function readClip(context: ActionContext, clip: MadeClip): Promise<ClipPayload | null> {
  const { data } = await context.helix.call(
    'get-clips',
    { query: { id: clip.id } },
    { signal: context.signal },
  );
  const [found] = data;
  return found === undefined ? null : clipPayload(new EventReader(found), clip.editUrl);
}

async function setMarker(run: Run, params: ActionParams): Promise<Outcome> {
  const { context, msg } = run;
  const channel = await run.channel(textParam(params, 'channel'));
  const note = valueFor(textParam(params, 'note'), msg);
  const longest = limit('marker.description').value;
  if (note !== null && lengthOf(note) > longest) {
    throw inputRefusal(
      `The note has ${lengthOf(note)} characters, at most ${longest} are allowed.`,
      `The note of the marker has ${lengthOf(note)} characters, at most ${longest} are allowed. Shorten it.`,
      { parameter: 'note' },
    );
  }
  try {
    const { data } = await context.helix.call(
      'create-stream-marker',
      { body: { user_id: channel.id, ...(note === null ? {} : { description: note }) } },
      callAs(run.actor(), context),
    );
    const seconds = data[0]?.position_seconds ?? 0;
    return {
      payload: {
        id: data[0]?.id ?? '',
        seconds,
        position: position(seconds),
        note: note ?? '',
        createdAt: data[0]?.created_at ?? null,
      },
      summary: `Marker set at ${position(seconds)}.`,
      topic: 'marker.set',
    };
  } catch (error) {
    throw explained(error, channel, 'Markers');
  }
}

async function clipFromVideo(run: Run, params: ActionParams, list: WaitingList): Promise<Outcome> {
  const { context, msg } = run;
  const channel = await run.channel(textParam(params, 'channel'));
  const actor = run.actor();
  const length = clipLength(params);
  const endsAt = readEnd(textParam(params, 'endsAt'), length);
  const video = await findVideo(textParam(params, 'video'), channel, context);
  const title = valueFor(textParam(params, 'title'), msg) ?? video.title ?? `Clip of ${channel.name}`;
  try {
    const { data } = await context.helix.call(
      'create-clip-from-vod',
      {
        query: {
          editor_id: actor.id,
          broadcaster_id: channel.id,
          vod_id: video.id,
          vod_offset: endsAt,
          duration: length,
          title,
        },
      },
      callAs(actor, context),
    );
    return await waitForClip(run, list, made(data[0]));
  } catch (error) {
    throw explained(error, channel, 'Clips');
  }
}

async function lookUpClip(run: Run, params: ActionParams): Promise<Outcome> {
  const { context, msg } = run;
  const id = clipIdIn(textParam(params, 'clip'), msg);
  const found = id === null ? await newestClip(run, params) : await readClip(context, { id, editUrl: null });
  if (found === null) {
    return { payload: null, summary: 'There is no such clip.', topic: 'clip.notYet', output: NOT_YET };
  }
  return { payload: found, summary: `Here is the clip: ${found.url}`, topic: 'clip', output: READY };
}

const WEEK_MS = 7 * 86_400_000;

/** The newest clip of the last week. */
async function newestClip(run: Run, params: ActionParams): Promise<ClipPayload | null> {
  const { context } = run;
  const channel = await run.channel(textParam(params, 'channel'));
  const now = context.clock.now();
  const { data } = await context.helix.call(
    'get-clips',
    {
      query: {
        broadcaster_id: channel.id,
        started_at: new Date(now - WEEK_MS).toISOString(),
        ended_at: new Date(now).toISOString(),
        first: 100,
      },
    },
    { signal: context.signal },
  );
  const [newest] = data.toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
  return newest === undefined ? null : clipPayload(new EventReader(newest), null);
}
