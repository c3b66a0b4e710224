import { rfc3339Nano } from '../clock';
import type { Chat } from './chat';
import type { WorldCore } from './core';
import { refuse, WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf, named, plainMessageOf } from './shapes';
import type { ChannelState, RedemptionState, RedemptionStatus, RewardState } from './state';
import { characters } from './text';

/** What can be set on a reward. */
export type RewardSettings = Partial<
  Pick<
    RewardState,
    | 'title'
    | 'prompt'
    | 'cost'
    | 'backgroundColor'
    | 'isEnabled'
    | 'isPaused'
    | 'isInputRequired'
    | 'skipsQueue'
    | 'maxPerStream'
    | 'maxPerUserPerStream'
    | 'cooldownS'
  >
>;

const AUTOMATIC = 'channel.channel_points_automatic_reward_redemption.add';
const HIGHLIGHT_COST = 100;
const MAX_REWARDS = 50;
/** Closed ones are kept only a while on Twitch too. */
const REDEMPTIONS_KEPT = 1000;
const MAX_COOLDOWN_S = 604_800;

/** Channel points: rewards and what viewers redeem. */
export class Rewards {
  readonly #core: WorldCore;
  readonly #chat: Chat;

  constructor(core: WorldCore, chat: Chat) {
    this.#core = core;
    this.#chat = chat;
  }

  /**
   * @param clientId the application that makes it; null for the dashboard
   * @throws WorldRefusal 403 for a channel without channel points, 400 for bad values, a used title, or the 51st
   */
  create(
    channelId: string,
    clientId: string | null,
    settings: RewardSettings & { readonly title: string; readonly cost: number },
  ): RewardState {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    requirePoints(channel);
    if (channel.rewards.length >= MAX_REWARDS) {
      throw new WorldRefusal(400, 'The channel already has the maximum of 50 custom rewards.');
    }
    checkReward(channel, settings);
    const reward: RewardState = {
      id: core.uuid(),
      channelId: channel.id,
      clientId,
      prompt: '',
      backgroundColor: '#2F6F4E',
      isEnabled: true,
      isPaused: false,
      isInputRequired: false,
      skipsQueue: false,
      maxPerStream: null,
      maxPerUserPerStream: null,
      cooldownS: null,
      cooldownEndsAt: null,
      redeemedThisStream: 0,
      ...settings,
    };
    channel.rewards.push(reward);
    this.#tell(channel, reward, 'add');
    return reward;
  }

  /** @throws WorldRefusal 404 unknown, 403 made by another application, 400 for bad values */
  update(channelId: string, clientId: string, rewardId: string, settings: RewardSettings): RewardState {
    const channel = this.#core.channelOf(channelId);
    const reward = this.manageable(channel, clientId, rewardId);
    checkReward(channel, settings, reward);
    Object.assign(reward, settings);
    this.#tell(channel, reward, 'update');
    return reward;
  }

  /** Open redemptions become fulfilled. @throws WorldRefusal 404 unknown, 403 made by another application */
  remove(channelId: string, clientId: string, rewardId: string): void {
    const channel = this.#core.channelOf(channelId);
    const reward = this.manageable(channel, clientId, rewardId);
    for (const redemption of channel.redemptions) {
      if (redemption.reward === reward && redemption.status === 'UNFULFILLED') {
        this.#setStatus(channel, redemption, 'FULFILLED');
      }
    }
    channel.rewards.splice(channel.rewards.indexOf(reward), 1);
    this.#tell(channel, reward, 'remove');
  }

  /** @throws WorldRefusal 404 unknown, 403 made by another application */
  manageable(channel: ChannelState, clientId: string, rewardId: string): RewardState {
    requirePoints(channel);
    const reward = channel.rewards.find((each) => each.id === rewardId);
    if (!reward) throw new WorldRefusal(404, 'The custom reward was not found.');
    if (reward.clientId !== clientId) {
      throw new WorldRefusal(403, 'The custom reward was created by a different client_id.');
    }
    return reward;
  }

  /**
   * A viewer redeems. A reward that asks for a text puts it into chat.
   *
   * @param reward id or title
   * @throws WorldRefusal 400 when the reward cannot be had now
   */
  redeem(input: {
    readonly user: string;
    readonly channel: string;
    readonly reward: string;
    readonly text?: string;
  }): RedemptionState {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    const user = core.userOf(input.user);
    const reward = channel.rewards.find((each) => each.id === input.reward || each.title === input.reward);
    if (!reward) throw new WorldRefusal(400, 'The channel has no such reward.');
    const text = input.text ?? '';
    this.#checkAvailable(channel, reward, user.id, text);
    reward.redeemedThisStream++;
    if (reward.cooldownS !== null) reward.cooldownEndsAt = core.now() + reward.cooldownS * 1000;
    const redemption: RedemptionState = {
      id: core.uuid(),
      channelId: channel.id,
      reward,
      title: reward.title,
      cost: reward.cost,
      prompt: reward.prompt,
      userId: user.id,
      input: text,
      redeemedAt: core.now(),
      status: reward.skipsQueue ? 'FULFILLED' : 'UNFULFILLED',
    };
    channel.redemptions.unshift(redemption);
    channel.redemptions.splice(REDEMPTIONS_KEPT);
    if (reward.isInputRequired) {
      this.#chat.send({ from: user.id, channel: channel.id, text, rewardId: reward.id, unpaced: true });
    }
    this.#tellRedemption(channel, redemption, 'add');
    this.#tell(channel, reward, 'update');
    return redemption;
  }

  /** Highlight My Message: one of the rewards that every channel with points has. @throws WorldRefusal 400 */
  highlight(userId: string, channelId: string, text: string): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const user = core.userOf(userId);
    requirePoints(channel);
    const result = this.#chat.send({
      from: user.id,
      channel: channel.id,
      text,
      isHighlighted: true,
      unpaced: true,
    });
    if (!result.sent) refuse(result.message);
    const base = {
      ...broadcasterOf(channel),
      ...named('user', user),
      id: core.uuid(),
      redeemed_at: rfc3339Nano(core.now()),
    };
    const type = 'send_highlighted_message';
    const emotes = result.line.emotes.map(({ id, start, end }) => ({ id, begin: start, end }));
    core.notify(AUTOMATIC, aboutChannel(channel), {
      ...base,
      reward: { type, cost: HIGHLIGHT_COST, unlocked_emote: null },
      message: { text, emotes },
      user_input: text,
    });
    const fragments = plainMessageOf({ text, bits: 0 }).fragments.map((fragment) => ({
      type: fragment.type,
      text: fragment.text,
      emote: fragment.emote && { id: fragment.emote.id },
    }));
    core.notify(
      AUTOMATIC,
      aboutChannel(channel),
      {
        ...base,
        reward: { type, channel_points: HIGHLIGHT_COST, emote: null },
        message: { text, fragments },
      },
      '2',
    );
  }

  /**
   * @throws WorldRefusal 404 when an id is unknown, 400 when one is not open any more, 403 for a foreign reward
   */
  finish(
    channelId: string,
    clientId: string,
    rewardId: string,
    redemptionIds: readonly string[],
    status: 'FULFILLED' | 'CANCELED',
  ): RedemptionState[] {
    const channel = this.#core.channelOf(channelId);
    const reward = this.manageable(channel, clientId, rewardId);
    const found = channel.redemptions.filter(
      (each) => each.reward === reward && redemptionIds.includes(each.id),
    );
    if (found.length < new Set(redemptionIds).size)
      throw new WorldRefusal(404, 'The redemption was not found.');
    if (found.some((each) => each.status !== 'UNFULFILLED')) {
      throw new WorldRefusal(400, 'Only redemptions that are UNFULFILLED can be updated.');
    }
    for (const each of found) this.#setStatus(channel, each, status);
    return found;
  }

  #checkAvailable(channel: ChannelState, reward: RewardState, userId: string, text: string): void {
    const now = this.#core.now();
    const mine = channel.redemptions.filter(
      (each) =>
        each.reward === reward &&
        each.userId === userId &&
        each.redeemedAt >= (channel.stream?.startedAt ?? now),
    );
    if (!reward.isEnabled || reward.isPaused) throw new WorldRefusal(400, 'The reward is not available.');
    if (reward.cooldownEndsAt !== null && reward.cooldownEndsAt > now) {
      throw new WorldRefusal(400, 'The reward is on cooldown.');
    }
    if (reward.maxPerStream !== null && reward.redeemedThisStream >= reward.maxPerStream) {
      throw new WorldRefusal(400, 'The reward is out of stock for this stream.');
    }
    if (reward.maxPerUserPerStream !== null && mine.length >= reward.maxPerUserPerStream) {
      throw new WorldRefusal(400, 'The viewer has redeemed this reward as often as allowed.');
    }
    if (reward.isInputRequired && text === '') throw new WorldRefusal(400, 'The reward needs a text.');
  }

  #setStatus(channel: ChannelState, redemption: RedemptionState, status: RedemptionStatus): void {
    redemption.status = status;
    this.#tellRedemption(channel, redemption, 'update');
  }

  #tellRedemption(channel: ChannelState, redemption: RedemptionState, what: 'add' | 'update'): void {
    const core = this.#core;
    core.notify(
      `channel.channel_points_custom_reward_redemption.${what}`,
      { ...aboutChannel(channel), reward_id: redemption.reward.id },
      {
        id: redemption.id,
        ...broadcasterOf(channel),
        ...named('user', core.user(redemption.userId)),
        user_input: redemption.input,
        status: redemption.status.toLowerCase(),
        reward: {
          id: redemption.reward.id,
          title: redemption.title,
          cost: redemption.cost,
          prompt: redemption.prompt,
        },
        redeemed_at: rfc3339Nano(redemption.redeemedAt),
      },
    );
  }

  #tell(channel: ChannelState, reward: RewardState, what: 'add' | 'update' | 'remove'): void {
    this.#core.notify(
      `channel.channel_points_custom_reward.${what}`,
      { ...aboutChannel(channel), ...(what === 'add' ? {} : { reward_id: reward.id }) },
      {
        id: reward.id,
        ...broadcasterOf(channel),
        is_enabled: reward.isEnabled,
        is_paused: reward.isPaused,
        is_in_stock: isInStock(reward),
        title: reward.title,
        cost: reward.cost,
        prompt: reward.prompt,
        is_user_input_required: reward.isInputRequired,
        should_redemptions_skip_request_queue: reward.skipsQueue,
        max_per_stream: { is_enabled: reward.maxPerStream !== null, value: reward.maxPerStream ?? 0 },
        max_per_user_per_stream: {
          is_enabled: reward.maxPerUserPerStream !== null,
          value: reward.maxPerUserPerStream ?? 0,
        },
        background_color: reward.backgroundColor,
        image: null,
        default_image: rewardImages,
        global_cooldown: { is_enabled: reward.cooldownS !== null, seconds: reward.cooldownS ?? 0 },
        cooldown_expires_at: reward.cooldownEndsAt === null ? null : rfc3339Nano(reward.cooldownEndsAt),
        redemptions_redeemed_current_stream: channel.stream ? reward.redeemedThisStream : null,
      },
    );
  }
}

export const rewardImages = {
  url_1x: 'https://static.example.test/reward/1.png',
  url_2x: 'https://static.example.test/reward/2.png',
  url_4x: 'https://static.example.test/reward/4.png',
} as const;

export function isInStock(reward: RewardState): boolean {
  return reward.maxPerStream === null || reward.redeemedThisStream < reward.maxPerStream;
}

function requirePoints(channel: ChannelState): void {
  if (channel.broadcasterType === '') {
    throw new WorldRefusal(403, 'Channel Points are not available for the broadcaster.');
  }
}

/** The limits of a reward (helix-notes, "Other rules worth coding"). */
function checkReward(channel: ChannelState, settings: RewardSettings, self?: RewardState): void {
  const { title, prompt, cost, backgroundColor, cooldownS } = settings;
  if (title !== undefined) {
    if (title === '' || characters(title) > 45) refuse('The title must contain 1 to 45 characters.');
    if (channel.rewards.some((each) => each !== self && each.title.toLowerCase() === title.toLowerCase())) {
      refuse('The channel already has a custom reward with this title.');
    }
  }
  if (prompt !== undefined && characters(prompt) > 200)
    refuse('The prompt must not be longer than 200 characters.');
  if (cost !== undefined && !(Number.isInteger(cost) && cost >= 1)) refuse('The cost must be at least 1.');
  if (backgroundColor !== undefined && !/^#[0-9A-Fa-f]{6}$/.test(backgroundColor)) {
    refuse('The background color must be a hex color such as #9147FF.');
  }
  if (typeof cooldownS === 'number' && !(cooldownS >= 1 && cooldownS <= MAX_COOLDOWN_S)) {
    refuse('The global cooldown must be from 1 to 604800 seconds.');
  }
  for (const limit of [settings.maxPerStream, settings.maxPerUserPerStream]) {
    if (typeof limit === 'number' && limit < 1) refuse('The maximum of redemptions must be at least 1.');
  }
}
