/**
 * - `reconnect`: a fresh connection at once (the pause grows only if that fails)
 * - `back-off`: a fresh connection after a pause
 * - `check`: find out why nothing could be subscribed before connecting again; going on would repeat the close every 10 seconds
 */
export type ClosePolicy = 'reconnect' | 'back-off' | 'check';

/** A close code of an EventSub socket. A fresh connection always goes to the base address, never to a reconnect address. */
export interface CloseCodeRow {
  readonly code: number;
  readonly meaning: string;
  readonly policy: ClosePolicy;
  /** True: this client made a mistake, which is worth an error in the log. */
  readonly ownFault: boolean;
}

/** The codes of Twitch's own. */
export const closeCodes = [
  { code: 4000, meaning: 'The server failed.', policy: 'back-off', ownFault: false },
  {
    code: 4001,
    meaning: 'The client sent something, which is not allowed.',
    policy: 'reconnect',
    ownFault: true,
  },
  {
    code: 4002,
    meaning: 'The client did not answer a ping: busy for too long, or a proxy in between.',
    policy: 'reconnect',
    ownFault: false,
  },
  { code: 4003, meaning: 'Nothing was subscribed within 10 seconds.', policy: 'check', ownFault: false },
  {
    code: 4004,
    meaning: 'The client was asked to move to another server and did not do so within 30 seconds.',
    policy: 'reconnect',
    ownFault: false,
  },
  {
    code: 4005,
    meaning: 'The server could not write to the socket in time.',
    policy: 'reconnect',
    ownFault: false,
  },
  { code: 4006, meaning: 'The network failed.', policy: 'reconnect', ownFault: false },
  {
    code: 4007,
    meaning: 'The reconnect address was wrong, used before, or too old.',
    policy: 'reconnect',
    ownFault: false,
  },
] as const satisfies readonly CloseCodeRow[];

/** The row of a close code; ordinary codes such as 1000, 1001, 1006 and 1012, and unknown ones, mean a pause and a fresh connection. */
export function closeCode(code: number): CloseCodeRow {
  return (
    closeCodes.find((row) => row.code === code) ?? {
      code,
      meaning: 'The connection was closed.',
      policy: 'back-off',
      ownFault: false,
    }
  );
}

/**
 * - `sign-in`: a person has to sign in or permit again
 * - `never`: it cannot work any more as it is
 * - `role`: when the account becomes moderator again, or a person asks for it
 * - `later`: after a long pause
 */
export type RevocationPolicy = 'sign-in' | 'never' | 'role' | 'later';

export interface RevocationRow {
  readonly reason: string;
  readonly policy: RevocationPolicy;
  /** What happened, for a streamer. */
  readonly sentence: string;
}

/** Why Twitch ended a subscription: the `status` in a revocation. */
export const revocationReasons = [
  {
    reason: 'authorization_revoked',
    policy: 'sign-in',
    sentence:
      'The permission is gone: the app was disconnected at Twitch, or the password was changed. Sign in again.',
  },
  {
    reason: 'user_removed',
    policy: 'never',
    sentence: 'An account this event is about was deleted or suspended.',
  },
  {
    reason: 'version_removed',
    policy: 'never',
    sentence: 'Twitch no longer offers this form of the event. Update the package.',
  },
  {
    reason: 'moderator_removed',
    policy: 'role',
    sentence: 'The account is not a moderator of the channel any more.',
  },
  {
    reason: 'chat_user_banned',
    policy: 'never',
    sentence: 'The account that reads the chat is banned there.',
  },
  {
    reason: 'beta_maintenance',
    policy: 'later',
    sentence: 'Twitch is changing this event, which is a beta. It is tried again later.',
  },
  {
    reason: 'conduit_deleted',
    policy: 'never',
    sentence: 'The conduit that delivered this event was deleted.',
  },
] as const satisfies readonly RevocationRow[];

/** The row of a revocation; an unknown reason counts as final, with its name in the sentence. */
export function revocationReason(reason: string): RevocationRow {
  return (
    revocationReasons.find((row) => row.reason === reason) ?? {
      reason,
      policy: 'never',
      sentence: `Twitch ended the event: ${reason}.`,
    }
  );
}

export interface SubscriptionStatusRow {
  readonly status: string;
  /** `any`: can be seen with every transport. */
  readonly transport: 'any' | 'websocket' | 'webhook' | 'conduit';
  /** Only these are delivered and count against limits. */
  readonly live: boolean;
}

/** What a list of subscriptions (get-eventsub-subscriptions) may say about one. */
export const subscriptionStatuses = [
  { status: 'enabled', transport: 'any', live: true },
  { status: 'authorization_revoked', transport: 'any', live: false },
  { status: 'moderator_removed', transport: 'any', live: false },
  { status: 'user_removed', transport: 'any', live: false },
  { status: 'chat_user_banned', transport: 'any', live: false },
  { status: 'version_removed', transport: 'any', live: false },
  { status: 'beta_maintenance', transport: 'any', live: false },
  { status: 'conduit_deleted', transport: 'conduit', live: false },
  { status: 'websocket_disconnected', transport: 'websocket', live: false },
  { status: 'websocket_failed_ping_pong', transport: 'websocket', live: false },
  { status: 'websocket_received_inbound_traffic', transport: 'websocket', live: false },
  { status: 'websocket_connection_unused', transport: 'websocket', live: false },
  { status: 'websocket_internal_error', transport: 'websocket', live: false },
  { status: 'websocket_network_timeout', transport: 'websocket', live: false },
  { status: 'websocket_network_error', transport: 'websocket', live: false },
  { status: 'websocket_failed_to_reconnect', transport: 'websocket', live: false },
  { status: 'webhook_callback_verification_pending', transport: 'webhook', live: false },
  { status: 'webhook_callback_verification_failed', transport: 'webhook', live: false },
  { status: 'notification_failures_exceeded', transport: 'webhook', live: false },
] as const satisfies readonly SubscriptionStatusRow[];
