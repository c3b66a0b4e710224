import { rfc3339Nano } from '../clock';
import { pick } from '../random';
import type { Chat } from './chat';
import type { WorldCore } from './core';
import type { Milestones } from './milestones';
import { WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf, named, personInChannel, plainMessageOf } from './shapes';
import type { ChannelState, ChatLine, SubscriptionState, Tier, UserState } from './state';
import {
  noticeBomb,
  noticeGift,
  noticeGiftUpgrade,
  noticePayForward,
  noticePrimeUpgrade,
  noticeSub,
} from './subscription-notices';
import { emotesIn } from './text';

export interface SubscribeInput {
  /** Id or login. */
  readonly user: string;
  readonly channel: string;
  /** Default '1000'. */
  readonly tier?: Tier;
  readonly isPrime?: boolean;
  /** Months in all; default one more than before. More than 1 makes it a shared resubscription. */
  readonly months?: number;
  /** Default: not shared. */
  readonly streakMonths?: number;
  /** What the viewer typed with it. */
  readonly text?: string;
  /** Whether chat shows it; default true. */
  readonly inChat?: boolean;
}

export interface GiftInput {
  /** Id or login of the giver; null is anonymous. */
  readonly from: string | null;
  readonly channel: string;
  /** Ids or logins; default `count` viewers who do not subscribe. */
  readonly recipients?: readonly string[];
  /** Default 1. */
  readonly count?: number;
  readonly tier?: Tier;
  /** When a bomb is announced in chat: before its gifts as usual, after them, or never. */
  readonly announced?: 'before' | 'after' | 'never';
  /** So many of the gifts are shown in chat; default all. */
  readonly shown?: number;
}

export interface UpgradeInput {
  /** Id or login. */
  readonly user: string;
  readonly channel: string;
  /** Id or login of who had given the subscription; null is anonymous; left out: it was a Prime subscription. */
  readonly gifter?: string | null;
  readonly tier?: Tier;
}

export interface PayForwardInput {
  /** Id or login. */
  readonly user: string;
  readonly channel: string;
  /** Id or login of who gets it. */
  readonly to: string;
  /** Id or login of who had given before; null is anonymous. */
  readonly gifter: string | null;
}

export interface CheerInput {
  /** Id or login. */
  readonly user: string;
  readonly channel: string;
  readonly bits: number;
  /** What is typed besides; the Cheermote is put in front. */
  readonly text?: string;
  readonly isAnonymous?: boolean;
}

/** Hype-train points of a subscription (bits count one each). */
const TIER_POINTS = { '1000': 500, '2000': 1000, '3000': 2500 } as const;
/** The account that stands in for an anonymous giver on IRC (irc-notes §8). */
const ANONYMOUS_GIFTER_ID = '274598607';

/** Follows, subscriptions, gifts and bits. */
export class Supporters {
  readonly #core: WorldCore;
  readonly #chat: Chat;
  readonly #milestones: Milestones;

  constructor(core: WorldCore, chat: Chat, milestones: Milestones) {
    this.#core = core;
    this.#chat = chat;
    this.#milestones = milestones;
  }

  /** A second follow changes nothing. */
  follow(userId: string, channelId: string): void {
    const core = this.#core;
    const user = core.userOf(userId);
    const channel = core.channelOf(channelId);
    if (channel.followers.has(user.id) || channel.id === user.id) return;
    channel.followers.set(user.id, core.now());
    core.notify(
      'channel.follow',
      aboutChannel(channel),
      {
        ...personInChannel(channel, user),
        followed_at: rfc3339Nano(core.now()),
      },
      '2',
    );
    this.#milestones.countGoal(channel, 'follower', 1);
  }

  unfollow(userId: string, channelId: string): void {
    const channel = this.#core.channelOf(channelId);
    if (channel.followers.delete(this.#core.userOf(userId).id))
      this.#milestones.countGoal(channel, 'follower', -1);
  }

  /** A new subscription, or with more than one month in all a resubscription that the viewer shares in chat. */
  subscribe(input: SubscribeInput): SubscriptionState {
    const core = this.#core;
    const user = core.userOf(input.user);
    const channel = core.channelOf(input.channel);
    const before = channel.subscribers.get(user.id);
    const subscription: SubscriptionState = {
      tier: input.tier ?? before?.tier ?? '1000',
      months: input.months ?? (before?.months ?? 0) + 1,
      streakMonths: input.streakMonths ?? null,
      isPrime: input.isPrime ?? false,
      gifterId: null,
      since: before?.since ?? core.now(),
    };
    channel.subscribers.set(user.id, subscription);
    const isNew = subscription.months <= 1;
    const text = isNew ? '' : (input.text ?? '');
    if (isNew) this.#tellSubscribe(channel, user, subscription.tier, false);
    else this.#tellResub(channel, user, subscription, text);
    if (input.inChat ?? true) noticeSub(core, channel, user, subscription, text);
    this.#milestones.contribute(channel, user, 'subscription', TIER_POINTS[subscription.tier]);
    return subscription;
  }

  endSubscription(userId: string, channelId: string): void {
    const core = this.#core;
    const user = core.userOf(userId);
    const channel = core.channelOf(channelId);
    const subscription = channel.subscribers.get(user.id);
    if (!subscription) return;
    channel.subscribers.delete(user.id);
    core.notify('channel.subscription.end', aboutChannel(channel), {
      ...personInChannel(channel, user),
      tier: subscription.tier,
      is_gift: subscription.gifterId !== null,
    });
    this.#milestones.countGoal(channel, 'subscription', -1);
  }

  /** One gift, or with more than one a bomb: the announcement and then one line per recipient. */
  gift(input: GiftInput): readonly UserState[] {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    const giver = input.from === null ? null : core.userOf(input.from);
    const recipients =
      input.recipients?.map((each) => core.userOf(each)) ?? this.#guests(channel, giver, input.count ?? 1);
    if (recipients.length === 0)
      throw new WorldRefusal(400, 'There is nobody left to give a subscription to.');
    const tier = input.tier ?? '1000';
    const total = giver ? (channel.giftTotals.get(giver.id) ?? 0) + recipients.length : null;
    if (giver && total !== null) channel.giftTotals.set(giver.id, total);
    const sender = giver ?? core.userOf(ANONYMOUS_GIFTER_ID);
    const bombId = recipients.length > 1 ? core.numericId() : null;

    core.notify('channel.subscription.gift', aboutChannel(channel), {
      ...personInChannel(channel, giver),
      total: recipients.length,
      tier,
      cumulative_total: total,
      is_anonymous: giver === null,
    });
    const announced = bombId === null ? 'never' : (input.announced ?? 'before');
    const announce = (): void => {
      if (bombId === null) return;
      const bomb = { id: bombId, count: recipients.length, tier, total };
      noticeBomb(core, channel, sender, giver === null, bomb);
    };
    if (announced === 'before') announce();
    for (const [index, recipient] of recipients.entries()) {
      channel.subscribers.set(recipient.id, {
        tier,
        months: (channel.subscribers.get(recipient.id)?.months ?? 0) + 1,
        streakMonths: null,
        isPrime: false,
        gifterId: giver?.id ?? '',
        since: core.now(),
      });
      this.#tellSubscribe(channel, recipient, tier, true);
      if (index < (input.shown ?? recipients.length))
        noticeGift(core, channel, sender, giver === null, recipient, { bombId, tier, total });
    }
    if (announced === 'after') announce();
    if (giver)
      this.#milestones.contribute(channel, giver, 'subscription', TIER_POINTS[tier] * recipients.length);
    return recipients;
  }

  /** A Prime or gifted subscription that its owner goes on to pay for. */
  upgrade(input: UpgradeInput): void {
    const core = this.#core;
    const user = core.userOf(input.user);
    const channel = core.channelOf(input.channel);
    const before = channel.subscribers.get(user.id);
    const tier = input.tier ?? before?.tier ?? '1000';
    channel.subscribers.set(user.id, {
      tier,
      months: before?.months ?? 1,
      streakMonths: before?.streakMonths ?? null,
      isPrime: false,
      gifterId: null,
      since: before?.since ?? core.now(),
    });
    if (input.gifter === undefined) noticePrimeUpgrade(core, channel, user, tier);
    else noticeGiftUpgrade(core, channel, user, input.gifter === null ? null : core.userOf(input.gifter));
  }

  /** Somebody who got a gift gives one in turn. */
  payForward(input: PayForwardInput): void {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    const [user, to] = [core.userOf(input.user), core.userOf(input.to)];
    core.notify('channel.subscription.gift', aboutChannel(channel), {
      ...personInChannel(channel, user),
      total: 1,
      tier: '1000',
      cumulative_total: null,
      is_anonymous: false,
    });
    this.#tellSubscribe(channel, to, '1000', true);
    noticePayForward(core, channel, user, to, input.gifter === null ? null : core.userOf(input.gifter));
  }

  /** Bits with a line in chat. @throws WorldRefusal 400 when the line is refused */
  cheer(input: CheerInput): ChatLine {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    const user = core.userOf(input.user);
    const words = input.text === undefined || input.text === '' ? '' : ` ${input.text}`;
    const text = `Cheer${input.bits}${words}`;
    const bitsBefore = channel.bitsTotals.get(user.id) ?? 0;
    channel.bitsTotals.set(user.id, bitsBefore + input.bits);
    const result = this.#chat.send({
      from: user.id,
      channel: channel.id,
      text,
      bits: input.bits,
      unpaced: true,
    });
    if (!result.sent) {
      channel.bitsTotals.set(user.id, bitsBefore);
      throw new WorldRefusal(400, result.message);
    }
    const shownAs = input.isAnonymous ? null : user;
    core.notify('channel.cheer', aboutChannel(channel), {
      is_anonymous: input.isAnonymous ?? false,
      ...personInChannel(channel, shownAs),
      message: text,
      bits: input.bits,
    });
    core.notify('channel.bits.use', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('user', user),
      bits: input.bits,
      type: 'cheer',
      message: plainMessageOf(result.line),
      power_up: null,
      custom_power_up: null,
    });
    this.#milestones.contribute(channel, user, 'bits', input.bits);
    return result.line;
  }

  #guests(channel: ChannelState, giver: UserState | null, count: number): UserState[] {
    const core = this.#core;
    const candidates = [...channel.present.keys()].filter(
      (id) => id !== giver?.id && id !== channel.id && !channel.subscribers.has(id),
    );
    const chosen: UserState[] = [];
    while (chosen.length < count && candidates.length > 0) {
      const id = pick(core.random, candidates);
      candidates.splice(candidates.indexOf(id), 1);
      chosen.push(core.userOf(id));
    }
    return chosen;
  }

  #tellSubscribe(channel: ChannelState, user: UserState, tier: Tier, isGift: boolean): void {
    this.#core.notify('channel.subscribe', aboutChannel(channel), {
      ...personInChannel(channel, user),
      tier,
      is_gift: isGift,
    });
    this.#milestones.countGoal(channel, 'subscription', 1);
  }

  #tellResub(channel: ChannelState, user: UserState, subscription: SubscriptionState, text: string): void {
    this.#core.notify('channel.subscription.message', aboutChannel(channel), {
      ...personInChannel(channel, user),
      tier: subscription.tier,
      message: { text, emotes: emotesIn(text).map(({ start, end, id }) => ({ begin: start, end, id })) },
      cumulative_months: subscription.months,
      streak_months: subscription.streakMonths,
      duration_months: 1,
    });
  }
}
