import {
  TwitchAuthError,
  TwitchError,
  TwitchInputError,
  TwitchRateLimitError,
  TwitchRequestError,
} from '../errors';

/** The calls of the OAuth server. */
export type OAuthCall = 'device' | 'device-token' | 'code' | 'refresh' | 'app-token' | 'validate' | 'revoke';

/**
 * What a refusal means for the caller: go on asking (`pending`, `slow-down`), start anew (`device-code`), sign in again
 * (`ended`), edit the account (`secret-missing`, `configuration`), or try again later (`temporary`).
 */
export type OAuthFailureKind =
  'pending' | 'slow-down' | 'device-code' | 'ended' | 'secret-missing' | 'configuration' | 'temporary';

interface FailureRow {
  readonly kind: OAuthFailureKind;
  /** Calls it applies to; none given: all. */
  readonly calls?: readonly OAuthCall[];
  /** Statuses it applies to; none given: all. */
  readonly statuses?: readonly number[];
  /** What the message must contain. Twitch puts the machine-readable word into `message`. */
  readonly says?: RegExp;
}

/** First match wins. Source: the error tables of the project's OAuth notes; wording at Twitch is not stable. */
const failureRows: readonly FailureRow[] = [
  { kind: 'pending', calls: ['device-token'], says: /authorization_pending/i },
  { kind: 'slow-down', calls: ['device-token'], says: /slow_down/i },
  { kind: 'secret-missing', says: /missing client secret/i },
  { kind: 'configuration', says: /invalid client|client does not exist|invalid client secret/i },
  { kind: 'configuration', calls: ['code'], says: /redirect_uri/i },
  { kind: 'device-code', calls: ['device-token'], statuses: [400] },
  { kind: 'ended', calls: ['refresh', 'code', 'validate', 'revoke'], statuses: [400, 401, 403] },
  { kind: 'configuration', statuses: [400, 401, 403, 404] },
];

/** Why a call of the OAuth server failed. */
export interface OAuthFailure {
  readonly ok: false;
  readonly kind: OAuthFailureKind;
  readonly error: TwitchError;
  /** True when the answer was lost or useless although the request may have been carried out. */
  readonly answerLost: boolean;
}

export interface OAuthSuccess<T> {
  readonly ok: true;
  readonly value: T;
}

export type OAuthResult<T> = OAuthSuccess<T> | OAuthFailure;

/**
 * Sorts an answer that is not a success.
 *
 * @param said the server's words as they came: they decide, and go nowhere
 * @param message the same without secrets, for the error
 */
export function failureOf(call: OAuthCall, status: number, said: string, message: string): OAuthFailure {
  if (status >= 500 || status === 429) return temporary(status, message);
  const row = failureRows.find(
    ({ calls, statuses, says }) =>
      (!calls || calls.includes(call)) &&
      (!statuses || statuses.includes(status)) &&
      (!says || says.test(said)),
  );
  const kind = row?.kind ?? 'temporary';
  if (kind === 'temporary') return temporary(status, message);
  return { ok: false, kind, error: refusal(kind, status, message), answerLost: false };
}

/** Sorts an error of the network: always temporary. */
export function failureOfNetwork(error: TwitchError): OAuthFailure {
  return { ok: false, kind: 'temporary', error, answerLost: error.cause['sent'] !== false };
}

function temporary(status: number, message: string): OAuthFailure {
  const details = { status, reason: message };
  const error =
    status === 429
      ? new TwitchRateLimitError(
          'The sign-in server is asked too often (429). Wait a little and try again.',
          details,
        )
      : new TwitchError(
          'TWITCH_UNAVAILABLE',
          `The sign-in server has a fault (${status}). It is tried again by itself.`,
          details,
        );
  // A server that fails after it has used up a single-use refresh token answers 5xx as well.
  return { ok: false, kind: 'temporary', error, answerLost: status >= 500 };
}

function refusal(kind: OAuthFailureKind, status: number, message: string): TwitchError {
  const details = { status, reason: message };
  if (kind === 'secret-missing') {
    return new TwitchAuthError(
      'TWITCH_CLIENT_SECRET_NEEDED',
      'This application is of type Confidential, and its client secret is missing. ' +
        "Change its type to Public in Twitch's developer console, or give the account the secret.",
      { ...details, parameter: 'clientSecret' },
    );
  }
  if (kind === 'configuration') {
    return new TwitchInputError(
      `Twitch does not accept this application: ${message || `status ${status}`}. Check the client id and, if there is one, the client secret of the account.`,
      { ...details, parameter: 'clientId' },
    );
  }
  if (kind === 'device-code') {
    return new TwitchAuthError(
      'TWITCH_SIGN_IN_NEEDED',
      'The sign-in code is no longer valid: it was used already, or it ran out. Start the sign-in again.',
      details,
    );
  }
  if (kind === 'ended') {
    return new TwitchAuthError(
      'TWITCH_SIGN_IN_NEEDED',
      `Twitch no longer accepts the sign-in: ${message || `status ${status}`}. Sign in again.`,
      details,
    );
  }
  return new TwitchRequestError(
    'TWITCH_REQUEST_FAILED',
    `The sign-in is not finished yet: ${message}.`,
    details,
  );
}
