import type { TwitchError } from '../core/errors';
import type { Subscription } from '../core/eventsub/subscription';
import type { Account } from './account';
import type { WantedEvent } from '../behaviour/trigger-event';
import type { EventNotification } from '../behaviour/context';
import type { Standing } from './status';

/** How a trigger stands whose subscription was refused. @param passing it is tried again by itself */
export function standingOf(error: TwitchError, passing: boolean): Standing {
  if (error.code === 'TWITCH_SCOPE_MISSING') return 'permission-missing';
  if (error.code === 'TWITCH_SIGN_IN_NEEDED') return 'sign-in';
  if (error.code === 'TWITCH_INPUT_INVALID') return 'invalid-input';
  return passing || error.code === 'TWITCH_UNREACHABLE' || error.code === 'TWITCH_TIMEOUT'
    ? 'retrying'
    : 'event-refused';
}

/** Subscribes over the client of the user who carries it. @throws TwitchError when nobody is signed in */
export function subscribeAs(
  account: Account,
  wanted: WantedEvent,
  listener: (notification: EventNotification) => void,
): Subscription {
  const acting = (['channel', 'bot'] as const)
    .map((as) => account.acting(as))
    .find((candidate) => candidate?.user.userId === wanted.user);
  const { hub } = acting ?? account.mustAct('channel');
  return hub.client.eventSub.subscribe(wanted, listener);
}
