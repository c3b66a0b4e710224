import assert from 'node:assert/strict';
import type { HelixClient } from '../../src/core/helix/helix-client';
import type { EventSubClient } from '../../src/core/eventsub/eventsub-client';
import type { ChatMessage } from '../../src/core/irc/chat-message';
import type { ChatRole } from '../../src/core/irc/roles';
import type { ChatLine } from '../../src/behaviour/chat-line';
import type { EventSource, HelixCaller } from '../../src/behaviour/context';
import type { Role } from '../../src/behaviour/message';

type Fits<Given, Wanted> = [Given] extends [Wanted] ? true : false;

/** Fails to compile when a class of the core no longer fits what the behaviours ask for. */
const fitting: readonly true[] = [
  true satisfies Fits<EventSubClient, EventSource>,
  true satisfies Fits<ChatMessage, ChatLine>,
  true satisfies Fits<ChatRole, Role>,
  true satisfies Fits<Role, ChatRole>,
  true satisfies Fits<HelixClient, Pick<HelixCaller, 'callAny' | 'pagesAny' | 'request'>>,
];

describe('what the behaviours ask of the core', () => {
  it('is what its classes are', () => assert.ok(fitting.every(Boolean)));
});
