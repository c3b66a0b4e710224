import type { EndpointId } from './endpoints';

/**
 * How a Helix call failed.
 *
 * - `not-sent`: no connection, so nothing reached Twitch
 * - `lost`: the connection broke, or the time ran out, after the request had begun to leave: it may have been carried out
 * - `bad-answer`: an answer came, cut off or not JSON: it was probably carried out
 * - `bucket-empty`: 429 with no points left; refused, so not carried out
 * - a number: the status of the answer
 */
export type RetryFailure = 'not-sent' | 'lost' | 'bad-answer' | 'bucket-empty' | number;

/**
 * Which calls a row is for. `harmless`: GET, and those PUT, PATCH and DELETE that may happen twice without anybody
 * noticing, which leaves out the ids of `neverTwice`; of unchecked calls only GET.
 */
export type RetryCalls = 'all' | 'harmless' | readonly EndpointId[];

export interface RetryRow {
  readonly failures: readonly RetryFailure[];
  readonly calls: RetryCalls;
  /** How often a call is repeated at most for these failures. */
  readonly times: number;
  /** Before the first repetition, milliseconds; doubled each time, with up to a half of chance added. 0: when the bucket lets it. */
  readonly pauseMs: number;
}

/**
 * The first row whose failures and calls fit decides; without one the call fails at once. A 429 of an endpoint's own
 * limit, and every refusal that is not listed, is never repeated.
 *
 * Sources: Twitch asks to repeat a 503 once; peers pause up to 3 s; two moderators changing the same user get 409.
 */
export const helixRetry = [
  { failures: ['not-sent'], calls: 'all', times: 2, pauseMs: 500 },
  { failures: ['bucket-empty'], calls: 'all', times: 8, pauseMs: 0 },
  { failures: ['lost', 'bad-answer'], calls: 'harmless', times: 2, pauseMs: 300 },
  { failures: [500, 502, 503, 504], calls: 'harmless', times: 2, pauseMs: 1_000 },
  { failures: [409], calls: ['ban-user', 'unban-user'], times: 2, pauseMs: 1_000 },
] as const satisfies readonly RetryRow[];

/**
 * Writes by PUT, PATCH or DELETE whose second run would do something else than the first, or be refused and so hide
 * that the first one worked. POST is never harmless.
 */
export const neverTwice = [
  'update-redemption-status',
  'pin-chat-message',
  'update-pinned-chat-message',
  'unpin-chat-message',
  'delete-chat-messages',
  'unban-user',
  'resolve-unban-requests',
  'end-poll',
  'end-prediction',
  'cancel-a-raid',
  'end-guest-star-session',
  'delete-videos',
  'delete-custom-reward',
  'delete-conduit',
  'remove-channel-moderator',
  'remove-channel-vip',
] as const satisfies readonly EndpointId[];

/** What helps against a 401, told by what its message says. First match wins. */
export interface UnauthorizedRow {
  readonly says: RegExp;
  /** `refresh`: a fresh token helps; the rest needs a person: another permission, another user, another application. */
  readonly means: 'refresh' | 'scope' | 'user' | 'client' | 'no-token';
}

/**
 * Twitch's wording is not stable. With a message that fits no row a fresh token is tried once, and if that is refused as well,
 * the user may not do it.
 */
export const unauthorizedRows = [
  { says: /scope/i, means: 'scope' },
  { says: /client.?id/i, means: 'client' },
  { says: /invalid (oauth |access )?token|token (is invalid|has expired|expired)/i, means: 'refresh' },
  { says: /token is missing|must provide|no oauth token/i, means: 'no-token' },
  { says: /incorrect user|\bids?\b.*\b(must|match)|must match/i, means: 'user' },
] as const satisfies readonly UnauthorizedRow[];
