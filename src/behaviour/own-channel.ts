import type { Person, TriggerContext } from './context';
import { refusal } from './refusal';

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
