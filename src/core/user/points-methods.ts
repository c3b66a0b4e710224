import type { EndpointBody, EndpointQuery } from '../../tables/endpoints';
import type { ActOptions, ListOptions, UserHandle } from './user-handle';

type RedemptionFilter = Omit<
  EndpointQuery<'get-custom-reward-redemption'>,
  'broadcaster_id' | 'reward_id' | 'first' | 'after'
>;

/** Channel points: rewards, and what viewers redeem. Only the application that made a reward can change it. */
export const pointsMethods = {
  /** Rewards, all or those that this application may change, or given ones. `force` is accepted: nothing is cached. */
  fetchCustomRewards(
    this: UserHandle,
    filter: { only_manageable?: boolean; ids?: readonly string[]; force?: boolean } = {},
    options: ListOptions = {},
  ) {
    return this.at('get-custom-reward').list(
      ({ self }) => ({
        query: { broadcaster_id: self, id: filter.ids, only_manageable_rewards: filter.only_manageable },
      }),
      options,
    );
  },

  createCustomReward(
    this: UserHandle,
    reward: EndpointBody<'create-custom-rewards'>,
    options: ActOptions = {},
  ) {
    return this.at('create-custom-rewards').one(
      ({ self }) => ({ query: { broadcaster_id: self }, body: reward }),
      options,
    );
  },

  updateCustomReward(
    this: UserHandle,
    rewardId: string,
    changes: EndpointBody<'update-custom-reward'>,
    options: ActOptions = {},
  ) {
    return this.at('update-custom-reward').one(
      ({ self }) => ({ query: { broadcaster_id: self, id: rewardId }, body: changes }),
      options,
    );
  },

  deleteCustomReward(this: UserHandle, rewardId: string, options: ActOptions = {}) {
    return this.at('delete-custom-reward').act(
      ({ self }) => ({ query: { broadcaster_id: self, id: rewardId } }),
      options,
    );
  },

  /** What was redeemed of one reward: in one state, or given ones. */
  fetchRedemptions(this: UserHandle, rewardId: string, filter: RedemptionFilter, options: ListOptions = {}) {
    return this.at('get-custom-reward-redemption').list(
      ({ self }) => ({ query: { ...filter, broadcaster_id: self, reward_id: rewardId } }),
      options,
    );
  },

  /** Fulfills what was redeemed, or gives the points back. */
  updateRedemptions(
    this: UserHandle,
    rewardId: string,
    redemptionIds: readonly string[],
    status: 'FULFILLED' | 'CANCELED',
    options: ActOptions = {},
  ) {
    return this.at('update-redemption-status').list(
      ({ self }) => ({
        query: { broadcaster_id: self, reward_id: rewardId, id: redemptionIds },
        body: { status },
      }),
      options,
    );
  },

  /** Power-ups of the channel. */
  fetchCustomPowerUps(this: UserHandle, filter: { ids?: readonly string[] } = {}, options: ListOptions = {}) {
    return this.at('get-custom-power-up').list(
      ({ self }) => ({ query: { broadcaster_id: self, id: filter.ids } }),
      options,
    );
  },
} as const;
