import type { Person, TriggerContext } from './context';
import { refusal } from './refusal';
import type { WantedEvent } from './trigger-event';

/**
 * The streamer, for events of the own channel.
 *
 * @throws TwitchError TWITCH_SIGN_IN_NEEDED
 */
export function signedInChannel({ identities }: Pick<TriggerContext, 'identities'>): Person {
  const { channel } = identities().signedIn;
  if (channel !== null) return channel;
  throw refusal(
    'TWITCH_SIGN_IN_NEEDED',
    'The Twitch account is not signed in.',
    'What happens in a channel is told only to its streamer. Open the account and sign in.',
  );
}

/**
 * Events about the own channel that need nothing but the channel, as the streamer hears them.
 *
 * @throws TwitchError TWITCH_SIGN_IN_NEEDED
 */
export function ownEvents(
  types: readonly string[],
  context: Pick<TriggerContext, 'identities'>,
): readonly WantedEvent[] {
  const { id } = signedInChannel(context);
  return types.map((type) => ({ type, condition: { broadcaster_user_id: id }, user: id }));
}
