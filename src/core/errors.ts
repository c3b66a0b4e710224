import type { ErrorCode } from '../tables/error-codes';

/** Details of a TwitchError: plain data, safe to log and to hand to a Catch node. Never holds a token or secret. */
export interface ErrorDetails {
  /** HTTP status of the answer. */
  readonly status?: number;
  /** Id of the endpoint in the table, or the path of an unchecked request. */
  readonly endpoint?: string;
  /** The parameter, field or condition that is at fault. */
  readonly parameter?: string;
  /** Twitch's own words or code for the reason. */
  readonly reason?: string;
  /** The permissions of which one would be enough. */
  readonly missingScopes?: readonly string[];
  /** When it may be tried again, milliseconds since 1970. */
  readonly retryAt?: number;
  readonly channel?: string;
  readonly [key: string]: unknown;
}

/**
 * Base of all errors of this package. Compare `code`, not the class.
 *
 * `name`, `code` and `cause` are own properties because a Node-RED Catch node copies own properties only, and
 * `cause` repeats the code because Node-RED 4.0 copies message, stack and cause and nothing else.
 */
export class TwitchError extends Error {
  override readonly name: string;
  readonly code: ErrorCode;
  override readonly cause: ErrorDetails & { readonly code: ErrorCode };

  /** @param message what failed, why, and what to do, in that order */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, name = 'TwitchError') {
    super(message);
    this.name = name;
    this.code = code;
    this.cause = { ...details, code };
  }
}

/** Twitch answered, and the answer was no. */
export class TwitchRequestError extends TwitchError {
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details, 'TwitchRequestError');
  }
}

/** A limit of Twitch was reached; `cause.retryAt` says until when, where that is known. */
export class TwitchRateLimitError extends TwitchError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('TWITCH_RATE_LIMITED', message, details, 'TwitchRateLimitError');
  }
}

/** Nobody is signed in, or Twitch no longer accepts the sign-in. */
export class TwitchAuthError extends TwitchError {
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details, 'TwitchAuthError');
  }
}

/** The sign-in lacks a permission; `cause.missingScopes` lists the ones of which one is enough. */
export class TwitchScopeError extends TwitchError {
  constructor(message: string, details: ErrorDetails & { readonly missingScopes: readonly string[] }) {
    super('TWITCH_SCOPE_MISSING', message, details, 'TwitchScopeError');
  }
}

/** The network or a socket failed. */
export class TwitchSocketError extends TwitchError {
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details, 'TwitchSocketError');
  }
}

/** A value was refused before anything was sent. */
export class TwitchInputError extends TwitchError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('TWITCH_INPUT_INVALID', message, details, 'TwitchInputError');
  }
}

/** The TwitchError inside `error`, or one made of it: nothing else leaves the package. */
export function toTwitchError(error: unknown, code: ErrorCode = 'TWITCH_REQUEST_FAILED'): TwitchError {
  if (error instanceof TwitchError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new TwitchError(code, text, { reason: text });
}

/** The error of a call that was given up: the TwitchError the signal was aborted with, or one made for it. */
export function abortedError(signal?: AbortSignal): TwitchError {
  const reason: unknown = signal?.reason;
  if (reason instanceof TwitchError) return reason;
  return new TwitchSocketError(
    'TWITCH_ABORTED',
    'The call was given up before it was answered. Send it again if it is still wanted.',
  );
}
