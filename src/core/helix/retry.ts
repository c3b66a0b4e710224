import type { EndpointRow } from '../../tables/endpoint-row';
import { helixRetry, neverTwice, type RetryFailure, type RetryRow } from '../../tables/helix-retry';
import type { Random } from '../clock';
import type { TwitchError } from '../errors';

const rows: readonly RetryRow[] = helixRetry;
const neverTwiceIds: ReadonlySet<string> = new Set(neverTwice);

/** What the retry table needs to know of a call. `row` is null for an unchecked path. */
export interface RetryCall {
  readonly method: string;
  readonly row: EndpointRow | null;
}

/** The kind of failure that a network error is, or null when repeating is out of the question (aborted, malformed). */
export function failureOfError(error: TwitchError): RetryFailure | null {
  if (error.code === 'TWITCH_BAD_ANSWER') return 'bad-answer';
  if (error.code !== 'TWITCH_UNREACHABLE' && error.code !== 'TWITCH_TIMEOUT') return null;
  return error.cause['sent'] === false ? 'not-sent' : 'lost';
}

/**
 * How long to wait before the call is repeated, in milliseconds; null: it is not repeated.
 *
 * @param repeated how often it was repeated already
 */
export function retryPauseMs(
  call: RetryCall,
  failure: RetryFailure,
  repeated: number,
  random: Random,
): number | null {
  const row = rows.find(({ failures, calls }) => failures.includes(failure) && isMeant(calls, call));
  if (!row || repeated >= row.times) return null;
  return row.pauseMs * 2 ** repeated * (1 + random() / 2);
}

function isMeant(calls: RetryRow['calls'], call: RetryCall): boolean {
  if (calls === 'all') return true;
  if (calls === 'harmless') return isHarmless(call);
  return call.row !== null && calls.some((id) => id === call.row?.id);
}

/** Whether a call may be carried out twice without anybody noticing. */
export function isHarmless({ method, row }: RetryCall): boolean {
  if (method === 'GET') return true;
  return method !== 'POST' && row !== null && !neverTwiceIds.has(row.id);
}
