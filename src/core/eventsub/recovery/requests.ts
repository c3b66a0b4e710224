import { objectIn, textIn, type WireObject } from '../frame';
import {
  broadcasterOf,
  byId,
  happenedIn,
  type About,
  type EventKind,
  type Recovery,
  type StateReader,
} from './kind';

/** Redemptions of one reward that are read at once, the most that Twitch gives. */
const A_PAGE = 50;

function redemptionEvent(item: WireObject): WireObject {
  return {
    id: item['id'],
    ...broadcasterOf(item),
    user_id: item['user_id'],
    user_login: item['user_login'],
    user_name: item['user_name'],
    user_input: item['user_input'],
    status: textIn(item, 'status').toLowerCase(),
    reward: item['reward'],
    redeemed_at: item['redeemed_at'],
  };
}

/** Twitch lists the redemptions of rewards only that this application made. */
async function readRedemptions(read: StateReader, { condition }: About): Promise<readonly WireObject[]> {
  const { broadcaster_user_id: broadcaster_id, reward_id } = condition;
  const rewards = await read('get-custom-reward', {
    broadcaster_id,
    only_manageable_rewards: true,
    ...(reward_id !== undefined && { id: [reward_id] }),
  });
  const found: WireObject[] = [];
  for (const reward of rewards) {
    // What waits, and what never waits; the rest was dealt with by a person meanwhile.
    const status = reward['should_redemptions_skip_request_queue'] === true ? 'FULFILLED' : 'UNFULFILLED';
    const query = { broadcaster_id, reward_id: reward['id'], status, sort: 'NEWEST', first: A_PAGE };
    found.push(...(await read('get-custom-reward-redemption', query)));
  }
  return found;
}

/** Looks at those that waited before the gap. */
async function readOpen(read: StateReader, { condition, open }: About): Promise<readonly WireObject[]> {
  const idsByReward = new Map<string, string[]>();
  for (const event of open) {
    const rewardId = textIn(objectIn(event, 'reward') ?? {}, 'id');
    if (condition['reward_id'] !== undefined && condition['reward_id'] !== rewardId) continue;
    idsByReward.set(rewardId, [...(idsByReward.get(rewardId) ?? []), textIn(event, 'id')]);
  }
  const found: WireObject[] = [];
  for (const [reward_id, ids] of idsByReward) {
    const query = { broadcaster_id: condition['broadcaster_user_id'], reward_id, id: ids.slice(-A_PAGE) };
    // Those of rewards that somebody else made are not to be had.
    found.push(...(await read('get-custom-reward-redemption', query).catch(() => [])));
  }
  return found;
}

function statusOf(event: WireObject): string | null {
  const id = byId(event);
  return id && `${id} ${textIn(event, 'status')}`;
}

function readUnbanRequests(...statuses: readonly string[]): Recovery['read'] {
  return async (read, { condition }) => {
    const { broadcaster_user_id: broadcaster_id, moderator_user_id: moderator_id } = condition;
    const found: WireObject[] = [];
    for (const status of statuses)
      found.push(...(await read('get-unban-requests', { broadcaster_id, moderator_id, status })));
    return found;
  };
}

function unbanRequest(item: WireObject): WireObject {
  return {
    id: item['id'],
    ...broadcasterOf(item),
    user_id: item['user_id'],
    user_login: item['user_login'],
    user_name: item['user_name'],
  };
}

/** Redemptions and requests to be unbanned. */
export const requestKinds: Readonly<Record<string, EventKind>> = {
  'channel.channel_points_custom_reward_redemption.add': {
    family: 'redemption',
    identity: byId,
    doubles: true,
    effect: 'open',
    isOpen: (event) => event['status'] === 'unfulfilled',
    recovery: {
      read: readRedemptions,
      missed: (state, about) =>
        state.filter((item) => happenedIn(item, 'redeemed_at', about)).map(redemptionEvent),
    },
  },
  'channel.channel_points_custom_reward_redemption.update': {
    family: 'redemption',
    identity: statusOf,
    doubles: true,
    effect: 'end',
    recovery: {
      read: readOpen,
      missed: (state) => state.filter(({ status }) => status !== 'UNFULFILLED').map(redemptionEvent),
    },
  },
  'channel.channel_points_automatic_reward_redemption.add': {
    family: 'automatic redemption',
    identity: byId,
    doubles: true,
  },
  'channel.custom_power_up_redemption.add': { family: 'power-up', identity: byId, doubles: true },
  'channel.unban_request.create': {
    family: 'unban request',
    identity: byId,
    recovery: {
      read: readUnbanRequests('pending'),
      missed: (state, about) =>
        state
          .filter((item) => happenedIn(item, 'created_at', about))
          .map((item) => ({ ...unbanRequest(item), text: item['text'], created_at: item['created_at'] })),
    },
  },
  'channel.unban_request.resolve': {
    family: 'unban request',
    identity: byId,
    recovery: {
      read: readUnbanRequests('approved', 'denied', 'canceled'),
      missed: (state, about) =>
        state
          .filter((item) => happenedIn(item, 'resolved_at', about))
          .map((item) => ({
            ...unbanRequest(item),
            moderator_user_id: item['moderator_id'] ?? null,
            moderator_user_login: item['moderator_login'] ?? null,
            moderator_user_name: item['moderator_name'] ?? null,
            resolution_text: item['resolution_text'] ?? null,
            status: item['status'],
          })),
    },
  },
};
