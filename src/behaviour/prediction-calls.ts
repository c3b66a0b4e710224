import { TwitchError } from '../core/errors';
import { notAffiliate } from './affiliate';
import type { ActionContext, Person } from './context';
import { EventReader } from './event-reader';
import { predictionPayload, type PredictionPayload } from './prediction-result';
import { refusal } from './refusal';
import { callAs } from './run';

/** Predictions of the own channel, the newest first. */
export async function predictions(context: ActionContext, actor: Person) {
  const answer = await context.helix.call(
    'get-predictions',
    { query: { broadcaster_id: actor.id } },
    callAs(actor, context),
  );
  return answer.data;
}

/** The one whose bets are open or closed, but which is not decided. */
export async function openRaw(context: ActionContext, actor: Person) {
  const all = await predictions(context, actor);
  return all.find(({ status }) => status === 'ACTIVE' || status === 'LOCKED') ?? null;
}

async function openOne(context: ActionContext, actor: Person): Promise<PredictionPayload | null> {
  const found = await openRaw(context, actor);
  return found === null ? null : predictionPayload(new EventReader(found, actor));
}

/** Before a pretended one: the practice channel may have one running, which is none of the streamer's business. */
export async function clearTheWay(context: ActionContext, actor: Person): Promise<void> {
  const running = await openRaw(context, actor);
  if (running === null) return;
  await context.helix.call(
    'end-prediction',
    { body: { broadcaster_id: actor.id, id: running.id, status: 'CANCELED' } },
    callAs(actor, context),
  );
}

/** The prediction once it is decided or called off, else null. */
export async function decided(
  context: ActionContext,
  id: string,
  actor: Person,
): Promise<PredictionPayload | null> {
  const answer = await context.helix.call(
    'get-predictions',
    { query: { broadcaster_id: actor.id, id } },
    callAs(actor, context),
  );
  const [found] = answer.data;
  if (found === undefined) return null;
  const prediction = predictionPayload(new EventReader(found, actor));
  return prediction.status === 'resolved' || prediction.status === 'canceled' ? prediction : null;
}

/** Why Twitch did not take a prediction: asked for only when it did not, and by facts rather than by its words. */
export async function explained(error: unknown, actor: Person, context: ActionContext): Promise<unknown> {
  if (!(error instanceof TwitchError)) return error;
  if (error.code !== 'TWITCH_REQUEST_FAILED' && error.code !== 'TWITCH_FORBIDDEN') return error;
  try {
    const running = await openOne(context, actor);
    if (running !== null) {
      return refusal(
        'TWITCH_REQUEST_FAILED',
        `A prediction is already running: ${running.question}`,
        `A prediction is already running ("${running.question}"). Resolve or cancel it first.`,
        { ...error.cause },
      );
    }
    return (await notAffiliate(context, actor.id, 'Predictions', error)) ?? error;
  } catch {
    return error;
  }
}
