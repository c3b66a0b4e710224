import type { TwitchError } from '../core/errors';
import type { ActionContext } from './context';
import { refusal } from './refusal';

/**
 * The refusal of something that only affiliates and partners have; null if the channel is one of them.
 *
 * @param what in the plural, as a sentence begins: `Polls`
 */
export async function notAffiliate(
  context: Pick<ActionContext, 'helix' | 'signal'>,
  channelId: string,
  what: string,
  error: TwitchError,
): Promise<TwitchError | null> {
  const answer = await context.helix.call(
    'get-users',
    { query: { id: channelId } },
    { signal: context.signal },
  );
  const [user] = answer.data;
  if (user === undefined || user.broadcaster_type !== '') return null;
  return refusal(
    'TWITCH_FORBIDDEN',
    `${what} are only for affiliates and partners of Twitch.`,
    `${what} are only for affiliates and partners of Twitch, and ${user.display_name} is neither yet.`,
    { ...error.cause },
  );
}
