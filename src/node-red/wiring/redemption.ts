import { finishRedemption, type FinishAs } from '../../behaviour/finish-redemption';
import { readChosen } from '../../behaviour/rewards';
import { createRedemptionBehaviour } from '../../behaviour/trigger-redemption';
import type { Unfinished } from '../../behaviour/unfinished';
import type { Account } from '../account';
import { rewardsOf } from '../account-rewards';
import { hearSeveral } from '../several-events';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-reward-redemption to its behaviour. */
export const startRedemption: StartTrigger = (parts) => {
  const { settings, account } = parts;
  const behaviour = createRedemptionBehaviour(
    {
      reward: readChosen(settings.raw('reward')),
      when: settings.choice('when', ['redeemed', 'updated', 'both']),
      unfinished: settings.choice('unfinished', ['leave', 'fulfill', 'refund']),
      after: settings.number('after', 300),
    },
    parts.context,
    {
      rewards: () => rewardsOf(account),
      finish: (redemption, as) => finish(account, redemption, as),
      emit: parts.emit,
      tell: parts.tell,
    },
  );
  const ear = hearSeveral(parts, behaviour);
  return {
    test: (fields) => behaviour.test(fields),
    refresh: () => ear.refresh(),
    stop: () => {
      ear.stop();
      behaviour.stop();
    },
  };
};

async function finish(account: Account, { id, rewardId, title }: Unfinished, as: FinishAs): Promise<unknown> {
  const { user } = account.mustAct('channel');
  const redemption = { channelId: user.userId, rewardId, id, title };
  return await finishRedemption(account.helix, redemption, as, { user: user.userId });
}
