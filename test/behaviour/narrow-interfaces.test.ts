import assert from 'node:assert/strict';
import type { HelixClient } from '../../src/core/helix/helix-client';
import type { EventSubClient } from '../../src/core/eventsub/eventsub-client';
import type { ChatMessage } from '../../src/core/irc/chat-message';
import type { ChatRole } from '../../src/core/irc/roles';
import type { ChatLine } from '../../src/behaviour/chat-line';
import type { EventSource, HelixCaller } from '../../src/behaviour/context';
import type { Role } from '../../src/behaviour/message';

/** Fails to compile when a class of the core no longer fits what the behaviours ask for. */
function fits<Wanted>(): <Given extends Wanted>() => Given | undefined {
  return () => undefined;
}

describe('what the behaviours ask of the core', () => {
  it('is what its classes are', () => {
    assert.equal(fits<EventSource>()<EventSubClient>(), undefined);
    assert.equal(fits<ChatLine>()<ChatMessage>(), undefined);
    assert.equal(fits<Role>()<ChatRole>(), undefined);
    assert.equal(fits<ChatRole>()<Role>(), undefined);
    assert.equal(fits<Pick<HelixCaller, 'callAny' | 'pagesAny' | 'request'>>()<HelixClient>(), undefined);
  });
});
