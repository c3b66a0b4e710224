/** What a code of a TwitchError means. `docs/errors.md` is made from these rows. */
export interface ErrorCodeRow {
  /** What happened, for a reader who knows Twitch's words. */
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Key of the short status text (at most 20 characters) below a node. */
  readonly status: string;
}

/** Every code that an error of this package can carry. Codes are stable: flows compare them in `error.cause.code`. */
export const errorCodes = {
  TWITCH_INPUT_INVALID: {
    cause: 'A value that was given to a call or a field is missing, malformed, too long or out of range.',
    remedy: 'Correct the value that the message names.',
    status: 'invalid-input',
  },
  TWITCH_REQUEST_FAILED: {
    cause: 'Twitch refused the call (400, 404, 409, 422 and similar).',
    remedy: 'Read the reason in the message; the status of the answer is in cause.status.',
    status: 'refused',
  },
  TWITCH_FORBIDDEN: {
    cause:
      'The sign-in is fine, but this person may not do that (403): not a moderator, not an affiliate, or a thing made by another application.',
    remedy: 'Use an account that may, or make the account a moderator.',
    status: 'not-allowed',
  },
  TWITCH_SCOPE_MISSING: {
    cause: 'The sign-in does not include the permission that the call needs.',
    remedy: 'Open the account and sign in again: the missing permission is asked for.',
    status: 'permission-missing',
  },
  TWITCH_SIGN_IN_NEEDED: {
    cause: 'There is no sign-in for this account, or Twitch no longer accepts it.',
    remedy: 'Open the account and sign in.',
    status: 'sign-in',
  },
  TWITCH_NO_ACCOUNT: {
    cause: 'The node has no account, or its account is disabled.',
    remedy: 'Choose an account in the node.',
    status: 'no-account',
  },
  TWITCH_CLIENT_SECRET_NEEDED: {
    cause: 'The call works only with an app token, and an app token needs a client secret.',
    remedy: 'Give the account an application of type Confidential with its secret, or use another call.',
    status: 'secret-needed',
  },
  TWITCH_RATE_LIMITED: {
    cause:
      'Twitch allows this only so often (429); cause.retryAt says when it may be tried again, where known.',
    remedy: 'Wait, or do it less often.',
    status: 'rate-limited',
  },
  TWITCH_UNAVAILABLE: {
    cause: 'Twitch answered with a server error (5xx) and trying again did not help.',
    remedy: 'Try again later; look at the status page of Twitch.',
    status: 'twitch-unavailable',
  },
  TWITCH_UNREACHABLE: {
    cause: 'No connection to the server: name not found, port closed, network down.',
    remedy: 'Check the network and the server address of the account.',
    status: 'unreachable',
  },
  TWITCH_TIMEOUT: {
    cause: 'No answer came within the time allowed.',
    remedy: 'Try again; check the network if it happens often.',
    status: 'timed-out',
  },
  TWITCH_ABORTED: {
    cause: 'The call was given up because the flow was stopped or deployed.',
    remedy: 'Nothing to do: send the message again if it is still wanted.',
    status: 'stopped',
  },
  TWITCH_BAD_ANSWER: {
    cause: 'The answer could not be read: cut off, or not JSON.',
    remedy: 'Try again; check proxies between this machine and Twitch.',
    status: 'bad-answer',
  },
  TWITCH_GONE: {
    cause: 'Twitch has removed this function.',
    remedy: 'Use the replacement that the message names.',
    status: 'removed',
  },
  TWITCH_MESSAGE_DROPPED: {
    cause: 'Twitch accepted the chat message and then did not show it; cause.reason is the drop code.',
    remedy: 'Depends on the reason in the message: slow mode, duplicate, AutoMod, banned, ...',
    status: 'not-sent',
  },
  TWITCH_SOCKET_CLOSED: {
    cause: 'A chat or event connection was closed and the operation that needed it could not finish.',
    remedy: 'It reconnects by itself; try again.',
    status: 'reconnecting',
  },
  TWITCH_JOIN_FAILED: {
    cause:
      'The chat room could not be joined: it does not exist, is suspended, or the account is banned there.',
    remedy: 'Check the name of the channel.',
    status: 'cannot-join',
  },
  TWITCH_SUBSCRIPTION_FAILED: {
    cause: 'Twitch did not accept an event subscription.',
    remedy: 'Read the reason in the message.',
    status: 'event-refused',
  },
  TWITCH_STORE_FAILED: {
    cause: 'A file of the sign-in store or the state store could not be read or written.',
    remedy: 'Check free space and permissions of the Node-RED user directory.',
    status: 'cannot-save',
  },
} as const satisfies Record<string, ErrorCodeRow>;

export type ErrorCode = keyof typeof errorCodes;
