import { TwitchError, type ErrorDetails } from '../core/errors';
import type { ActionContext } from './context';
import type { ChannelRef } from './message';
import { inputRefusal, refusal } from './refusal';
import { position, readPosition } from './words';

/**
 * Where in the video the clip ends, in seconds.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID
 */
export function readEnd(text: string | null, length: number): number {
  const seconds = text === null ? null : readPosition(text);
  if (seconds === null) {
    throw inputRefusal(
      'Where in the video does the clip end?',
      'Where in the video does the clip end? Fill it in like 1:02:03, 1h2m3s or as seconds.',
      { parameter: 'endsAt' },
    );
  }
  if (seconds >= length) return seconds;
  throw inputRefusal(
    'The clip would begin before the video does.',
    `The clip would begin before the video does: it is ${length} seconds long and ends at ${position(seconds)}.`,
    { parameter: 'endsAt' },
  );
}

/** The video that is named, else the newest of the channel. */
export async function findVideo(
  field: string | null,
  channel: ChannelRef,
  context: ActionContext,
): Promise<{ readonly id: string; readonly title: string | null }> {
  if (field !== null) {
    const id = /(\d{5,})(?:\D*)$/.exec(field.trim().replace(/[?#].*$/, ''))?.[1];
    if (id !== undefined) return { id, title: null };
    throw inputRefusal('That is no video.', `"${field}" is no video: give its number or its link.`, {
      parameter: 'video',
    });
  }
  const { data } = await context.helix.call(
    'get-videos',
    { query: { user_id: channel.id, type: 'archive', first: 1 } },
    { signal: context.signal },
  );
  const [newest] = data;
  if (newest !== undefined) return { id: newest.id, title: newest.title };
  throw refusal(
    'TWITCH_REQUEST_FAILED',
    `${channel.name} has no video to cut from.`,
    `${channel.name} has no video to cut from. Past broadcasts have to be stored at Twitch for that.`,
  );
}

/** Twitch's status says it: 404 is not live, 403 is that the channel does not let everybody. */
export function explained(error: unknown, channel: ChannelRef, what: 'Clips' | 'Markers'): unknown {
  if (!(error instanceof TwitchError) || error.cause['summary'] !== undefined) return error;
  const details: ErrorDetails = { ...error.cause, channel: channel.login };
  if (error.cause.status === 404) {
    return refusal(
      error.code,
      `${channel.name} is not live.`,
      `${what} need a live stream, and ${channel.name} is not live.`,
      details,
    );
  }
  if (error.cause.status === 403) {
    return refusal(
      error.code,
      `${channel.name} does not allow that.`,
      what === 'Clips'
        ? `${channel.name} does not let this account make clips (only followers or subscribers may, or nobody).`
        : `Markers need a live stream whose video is stored, in a channel of one's own or where one is an editor: ${channel.name} does not allow it.`,
      details,
    );
  }
  return error;
}
