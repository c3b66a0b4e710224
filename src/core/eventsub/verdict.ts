import { TwitchError, TwitchRequestError, TwitchScopeError } from '../errors';
import type { EventRow } from '../../tables/event-row';

/** What follows from a failed request for a subscription. */
export type Verdict =
  /** It exists already on this session (409), which is what was wanted. */
  | { readonly kind: 'live'; readonly id: string | null }
  /** The session is dead or dying; the transport will bring another. */
  | { readonly kind: 'session-gone'; readonly error: TwitchError }
  /** It may pass: try again, not before `notBefore` where that is known. */
  | { readonly kind: 'retry'; readonly error: TwitchError; readonly notBefore: number | null }
  /** A limit of connections, costs or equal subscriptions, not of requests: passes only when something else ends. */
  | { readonly kind: 'limit'; readonly error: TwitchError }
  /** The token was refused. For good only if it is refused for everything. */
  | { readonly kind: 'sign-in'; readonly error: TwitchError }
  | { readonly kind: 'refused'; readonly error: TwitchError };

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/**
 * Decides what a failed request means. Goes by status and code; wording only where Twitch gives nothing else, because
 * it is not stable.
 *
 * @param scopes those of the token, to name what is missing
 */
export function judge(
  error: TwitchError,
  row: EventRow | undefined,
  type: string,
  scopes: readonly string[],
): Verdict {
  const status = error.cause.status ?? 0;
  const reason = error.cause.reason ?? error.message;
  if (status === 409) return { kind: 'live', id: UUID.exec(reason)?.[0] ?? null };
  if (status === 429 || error.code === 'TWITCH_RATE_LIMITED') return judgeTooMany(error, type, reason);
  if (status === 401 || error.code === 'TWITCH_SIGN_IN_NEEDED') return { kind: 'sign-in', error };
  if (status === 403 || error.code === 'TWITCH_SCOPE_MISSING' || error.code === 'TWITCH_FORBIDDEN') {
    return { kind: 'refused', error: forbidden(error, row, type, scopes) };
  }
  if (status === 410) return { kind: 'refused', error: gone(type, reason) };
  if (status === 400) {
    // The session can close between its welcome and the request, or while Twitch moves it.
    return /session|transport|conduit/i.test(reason) && !/different users/i.test(reason)
      ? { kind: 'session-gone', error }
      : { kind: 'refused', error: refused(type, reason, status) };
  }
  if (status >= 500 || passing.has(error.code)) return { kind: 'retry', error, notBefore: null };
  return { kind: 'refused', error };
}

const passing: ReadonlySet<string> = new Set([
  'TWITCH_UNAVAILABLE',
  'TWITCH_UNREACHABLE',
  'TWITCH_TIMEOUT',
  'TWITCH_BAD_ANSWER',
  'TWITCH_SOCKET_CLOSED',
  'TWITCH_ABORTED',
  'TWITCH_STORE_FAILED',
]);

function judgeTooMany(error: TwitchError, type: string, reason: string): Verdict {
  if (/different users/i.test(reason)) return { kind: 'refused', error: refused(type, reason, 429) };
  if (/transports|cost|maximum subscriptions|limit exceeded/i.test(reason)) return { kind: 'limit', error };
  const notBefore = error.cause.retryAt ?? null;
  return notBefore === null ? { kind: 'limit', error } : { kind: 'retry', error, notBefore };
}

/**
 * The permissions that a sign-in lacks for an event, those of the first group that none is held of.
 * Empty when nothing is missing, or when nothing is known about the token.
 */
export function missingScopes(row: EventRow | undefined, scopes: readonly string[]): readonly string[] {
  if (scopes.length === 0) return [];
  return row?.scopeGroups.find((group) => !group.some((scope) => scopes.includes(scope))) ?? [];
}

export function scopeMissing(type: string, missing: readonly string[]): TwitchScopeError {
  return new TwitchScopeError(
    `The sign-in does not include the permission for the event ${type} (${missing.join(' or ')}). Sign in again: it is then asked for.`,
    { missingScopes: missing, eventType: type },
  );
}

function forbidden(
  error: TwitchError,
  row: EventRow | undefined,
  type: string,
  scopes: readonly string[],
): TwitchError {
  if (error instanceof TwitchScopeError && error.cause.missingScopes?.length) return error;
  const missing = missingScopes(row, scopes);
  if (missing.length > 0) return scopeMissing(type, missing);
  const needed = row?.scopeGroups.map((group) => group.join(' or ')).join(', and ') ?? '';
  return new TwitchRequestError(
    'TWITCH_FORBIDDEN',
    `Twitch does not let this account see the event ${type}. ` +
      `It must be the broadcaster or a moderator of that channel${needed ? `, with the permission ${needed}` : ''}.`,
    { status: 403, reason: error.cause.reason ?? error.message, eventType: type },
  );
}

function refused(type: string, reason: string, status: number): TwitchError {
  return new TwitchRequestError(
    'TWITCH_SUBSCRIPTION_FAILED',
    `Twitch did not accept the subscription to ${type}: ${reason}. Check the event, its version and what it is about.`,
    { status, reason, eventType: type },
  );
}

function gone(type: string, reason: string): TwitchError {
  return new TwitchRequestError(
    'TWITCH_GONE',
    `Twitch has withdrawn this version of the event ${type}. Update this package, or choose another version.`,
    { status: 410, reason, eventType: type },
  );
}
