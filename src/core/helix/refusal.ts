import type { EndpointRow } from '../../tables/endpoint-row';
import { unauthorizedRows, type UnauthorizedRow } from '../../tables/helix-retry';
import { redact } from '../auth/redact';
import {
  TwitchAuthError,
  TwitchError,
  TwitchRateLimitError,
  TwitchRequestError,
  TwitchScopeError,
  type ErrorDetails,
} from '../errors';
import type { HttpAnswer } from '../http';

/** An answer that says no, read as far as its error needs. */
export interface Refusal {
  readonly status: number;
  /** Twitch's words, without secrets; '' when there are none. */
  readonly message: string;
  /** What a 401 means: a fresh token can help with `refresh` and `unknown` only. */
  readonly means: UnauthorizedRow['means'] | 'unknown';
  /** Scopes that Twitch named. */
  readonly scopes: readonly string[];
  /** When it may be tried again by `Retry-After` or the bucket's reset, milliseconds since 1970. */
  readonly retryAt: number | null;
}

/** Whom and what a refusal is about, for its error. */
export interface RefusedCall {
  readonly row: EndpointRow | null;
  readonly method: string;
  readonly path: string;
  /** Login of who acted; null: no user. */
  readonly login: string | null;
  /** How the message calls whom the token belongs to: the login, the application, the extension. */
  readonly who: string;
}

/** Reads Twitch's words out of an error's body, which should be JSON and need not be. */
export function readRefusal(answer: HttpAnswer, secret: string | null, retryAt: number | null): Refusal {
  let said = '';
  try {
    const body = JSON.parse(answer.text) as unknown;
    if (typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string') {
      said = body.message;
    }
  } catch {
    // A proxy's page: its text helps nobody.
  }
  return {
    status: answer.status,
    message: redact(said, [secret]),
    means: unauthorizedRows.find(({ says }) => says.test(said))?.means ?? 'unknown',
    scopes: said.match(/\b[a-z]+(?::[a-z_]+)+\b/g) ?? [],
    retryAt,
  };
}

const remedies: Readonly<Record<number, string>> = {
  400: 'Correct the request; the message of Twitch says what is wrong.',
  404: 'Check that it exists; some calls work only while the channel is live.',
  409: 'Something like it is under way or there already: look at the present state first.',
  422: 'It cannot be done as things are: change them first.',
  425: 'The channel has not unlocked this yet.',
};

/** The error of a refusal: what failed, why, what to do. */
export function refusalError(call: RefusedCall, refusal: Refusal): TwitchError {
  const { status, message } = refusal;
  const name = call.row?.name ?? `${call.method} ${call.path}`;
  const why = message.replace(/\.$/, '') || `status ${status}`;
  const details: ErrorDetails = {
    status,
    endpoint: call.row?.id ?? call.path,
    ...(message && { reason: message }),
    ...(call.login !== null && { login: call.login }),
  };
  if (status === 401) return unauthorized(call, refusal, name, why, details);
  if (status === 403) {
    const text = `${name}: ${call.who} may not do that (403): ${why}. Use an account that may.`;
    return new TwitchRequestError('TWITCH_FORBIDDEN', text, details);
  }
  if (status === 410) return goneError(call.row, name, details);
  if (status === 429) {
    const limit = call.row?.rate ? ` Its limit: ${call.row.rate}` : '';
    return new TwitchRateLimitError(
      `${name}: Twitch allows this only so often (429): ${why}.${limit} Wait, or do it less often.`,
      {
        ...details,
        ...(refusal.retryAt !== null && { retryAt: refusal.retryAt }),
      },
    );
  }
  if (status >= 500) {
    return new TwitchRequestError(
      'TWITCH_UNAVAILABLE',
      `${name}: Twitch has a fault (${status}): ${why}. Try again later.`,
      details,
    );
  }
  const remedy = remedies[status] ?? 'Read the reason, and check the request.';
  return new TwitchRequestError(
    'TWITCH_REQUEST_FAILED',
    `${name}: refused (${status}): ${why}. ${remedy}`,
    details,
  );
}

/** The error of an endpoint that Twitch has removed. */
export function goneError(row: EndpointRow | null, name: string, details: ErrorDetails): TwitchError {
  const since = row?.goneSince ? ` since ${row.goneSince}` : '';
  const instead = row?.replacement ? `Use instead: ${row.replacement}` : 'There is no replacement.';
  return new TwitchRequestError('TWITCH_GONE', `${name}: Twitch has removed this${since}. ${instead}`, {
    ...details,
    ...(row?.replacement && { replacement: row.replacement }),
  });
}

function unauthorized(
  call: RefusedCall,
  refusal: Refusal,
  name: string,
  why: string,
  details: ErrorDetails,
): TwitchError {
  const { means } = refusal;
  const { who } = call;
  if (means === 'scope') {
    const missing = refusal.scopes.length > 0 ? refusal.scopes : (call.row?.scopes ?? []);
    const permission = missing.join(' or ') || why;
    return new TwitchScopeError(
      `${name}: the sign-in of ${who} lacks a permission (${permission}). Open the account and sign in again: it is asked for then.`,
      { ...details, missingScopes: missing },
    );
  }
  if (means === 'user' || means === 'unknown') {
    const owner = call.row?.owner;
    const parameter = owner && owner !== 'token-owner' ? owner.param : undefined;
    return new TwitchRequestError(
      'TWITCH_FORBIDDEN',
      `${name}: ${who} may not do that (401): ${why}. Use the sign-in of the user ${parameter === undefined ? 'it is about' : `in "${parameter}"`}.`,
      { ...details, ...(parameter !== undefined && { parameter }) },
    );
  }
  const text =
    means === 'client'
      ? `${name}: the sign-in of ${who} belongs to another application (401).`
      : `${name}: Twitch does not accept the sign-in of ${who} (401): ${why}.`;
  return new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', `${text} Open the account and sign in again.`, details);
}
