import { allEndpoints, type EndpointId } from '../../tables/endpoints';
import type { Handler, HandlerMap } from './call';
import { bitsHandlers } from './handlers/bits';
import { broadcastHandlers } from './handlers/broadcast';
import { browseHandlers } from './handlers/browse';
import { channelHandlers } from './handlers/channels';
import { chatHandlers } from './handlers/chat';
import { chatLooksHandlers } from './handlers/chat-looks';
import { clipHandlers } from './handlers/clips';
import { conduitHandlers } from './handlers/conduits';
import { communityHandlers } from './handlers/community';
import { extensionHandlers } from './handlers/extensions';
import { moderationHandlers } from './handlers/moderation';
import { pollHandlers } from './handlers/polls';
import { reviewHandlers } from './handlers/review';
import { rewardHandlers } from './handlers/rewards';
import { streamHandlers } from './handlers/streams';
import { subscriptionHandlers } from './handlers/subscriptions';
import { userHandlers } from './handlers/users';

/** The endpoints that somebody wrote by hand: they know the world. All others answer from the table. */
const handlers: HandlerMap = {
  ...bitsHandlers,
  ...broadcastHandlers,
  ...browseHandlers,
  ...channelHandlers,
  ...chatHandlers,
  ...chatLooksHandlers,
  ...clipHandlers,
  ...communityHandlers,
  ...conduitHandlers,
  ...extensionHandlers,
  ...moderationHandlers,
  ...pollHandlers,
  ...reviewHandlers,
  ...rewardHandlers,
  ...streamHandlers,
  ...subscriptionHandlers,
  ...userHandlers,
};

/** The handler of an endpoint; undefined for one that answers from the table. */
export function handlerOf(id: string): Handler<EndpointId> | undefined {
  // The row and its handler have the same id, so the handler gets what it expects; the compiler cannot follow that.
  return (handlers as Readonly<Record<string, Handler<EndpointId>>>)[id];
}

/** Which endpoints are written by hand and which answer from the table. Removed ones answer 410 and are in neither. */
export function coverage(): { readonly handWritten: readonly string[]; readonly generic: readonly string[] } {
  const live = allEndpoints().filter((row) => row.status !== 'removed');
  return {
    handWritten: live.filter((row) => handlerOf(row.id)).map((row) => row.id),
    generic: live.filter((row) => !handlerOf(row.id)).map((row) => row.id),
  };
}
