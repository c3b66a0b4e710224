import { TwitchError, type ErrorDetails } from '../core/errors';
import type { ErrorCode } from '../tables/error-codes';

/**
 * An action that does not happen, for a reason that also belongs in chat: `cause.summary` is that sentence, and
 * {@link noteRefusal} puts it where a send node behind a Catch node finds it.
 *
 * @param summary for chat: short, no word about nodes or settings
 * @param message for the streamer: what failed, why, what to do
 */
export function refusal(
  code: ErrorCode,
  summary: string,
  message: string,
  details: ErrorDetails = {},
): TwitchError {
  return new TwitchError(code, message, { ...details, summary });
}

/** A refusal because of what was typed or filled in. */
export function inputRefusal(summary: string, message = summary, details: ErrorDetails = {}): TwitchError {
  return new TwitchError('TWITCH_INPUT_INVALID', message, { ...details, summary }, 'TwitchInputError');
}

/** The sentence for chat inside an error, null if it has none. */
export function refusalSummary(error: unknown): string | null {
  if (!(error instanceof TwitchError)) return null;
  const { summary } = error.cause;
  return typeof summary === 'string' ? summary : null;
}
