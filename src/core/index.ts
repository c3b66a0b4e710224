import type { EndpointRow } from '../tables/endpoint-row';
import { allEndpoints } from '../tables/endpoints';
import type { EventRow } from '../tables/event-row';
import { allEvents } from '../tables/events';
import { allScopes, type ScopeRow } from '../tables/scopes';

export { TwitchClient } from './client';
export type { TwitchClientEvents, TwitchClientOptions } from './client/options';
export { PartialUser } from './user';
export type { ActOptions, ListOptions, UserRef } from './user/user-handle';
export { UserList } from './user/user-list';

export { TokenManager } from './auth/token-manager';
export type { TokenManagerEvents, TokenManagerOptions } from './auth/token-manager';
export { MemoryTokenStore } from './auth/token-store';
export type { TokenStore } from './auth/token-store';
export type { Grant, GrantKey } from './auth/grant';
export type {
  ClientCredentials,
  GivenToken,
  SignedInUser,
  TokenHandler,
  TokenSource,
  UserToken,
} from './auth/token-handler';

export { HelixClient } from './helix/helix-client';
export type { CallOptions, HelixOptions, PageOptions, UncheckedRequest } from './helix/helix-client';
export { Pages } from './helix/pages';

export { EventSubClient } from './eventsub/eventsub-client';
export type {
  EventSubEvents,
  EventSubOptions,
  Refusal,
  Revocation,
  SessionState,
  SubscribeRequest,
} from './eventsub/eventsub-options';
export type { EventSubGap } from './eventsub/gap-log';
export type { EventSubRecovery } from './eventsub/recovery/recovery';
export type { ConduitOptions } from './eventsub/conduit/conduit-options';
export type { ShardState } from './eventsub/conduit/shard';
export { Subscription } from './eventsub/subscription';
export type { EventSubListener, EventSubNotification, SubscriptionState } from './eventsub/subscription';

export { ChatClient } from './irc/chat-client';
export type { ChatMessage } from './irc/chat-message';
export type { ChatEvent, UserNotice } from './irc/chat-event';
export { parseIrcMessage } from './irc/parse';
export type { IrcMessage } from './irc/parse';

export { createClock, seededRandom, systemClock, systemRandom } from './clock';
export type { Clock, Random } from './clock';
export { completeUrls, twitchUrls } from './urls';
export type { Urls } from './urls';
export {
  TwitchAuthError,
  TwitchError,
  TwitchInputError,
  TwitchRateLimitError,
  TwitchRequestError,
  TwitchScopeError,
  TwitchSocketError,
} from './errors';
export type { ErrorDetails } from './errors';
export type { ErrorCode } from '../tables/error-codes';
export type {
  EndpointAnswer,
  EndpointBody,
  EndpointId,
  EndpointItem,
  EndpointQuery,
} from '../tables/endpoints';
export type { EventCondition, EventPayload, EventType } from '../tables/events';
export type { Scope, ScopeRow } from '../tables/scopes';
export type { EndpointRow, EventRow };

/** Every endpoint of Helix, one row each. */
export declare const helixEndpoints: readonly EndpointRow[];

/** Every EventSub type in every version that can be subscribed to, one row each. */
export declare const eventSubTypes: readonly EventRow[];

/** Every scope, one row each. */
export const scopes: readonly ScopeRow[] = allScopes();

let endpointRows: readonly EndpointRow[] | undefined;
let eventRows: readonly EventRow[] | undefined;

/** The rows fill thirty files, which are read when somebody looks at one of the tables as a whole. */
const lazy = {
  get helixEndpoints(): readonly EndpointRow[] {
    endpointRows ??= allEndpoints();
    return endpointRows;
  },
  get eventSubTypes(): readonly EventRow[] {
    eventRows ??= allEvents();
    return eventRows;
  },
};

// Written out in this form because Node's loader of ES modules finds the names of exports by it.
Object.defineProperty(exports, 'helixEndpoints', {
  enumerable: true,
  get: function () {
    return lazy.helixEndpoints;
  },
});
Object.defineProperty(exports, 'eventSubTypes', {
  enumerable: true,
  get: function () {
    return lazy.eventSubTypes;
  },
});
