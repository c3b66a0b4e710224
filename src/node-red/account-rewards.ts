import { readRewards, type KnownReward } from '../behaviour/rewards';
import type { Account } from './account';

/** The rewards of an account's own channel. @throws TwitchError when nobody is signed in, or Twitch does not answer */
export async function rewardsOf(account: Account): Promise<readonly KnownReward[]> {
  const { user } = account.mustAct('channel');
  return await readRewards(account.helix, user.userId, { user: user.userId });
}
