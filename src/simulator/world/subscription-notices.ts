import { announceNotice } from './chat-event';
import type { WorldCore } from './core';
import { named } from './shapes';
import type { ChannelState, SubscriptionState, Tier, UserState } from './state';

const TIER_NAMES = { '1000': 'Tier 1', '2000': 'Tier 2', '3000': 'Tier 3' } as const;

/** A subscription or resubscription in chat. */
export function noticeSub(
  core: WorldCore,
  channel: ChannelState,
  user: UserState,
  subscription: SubscriptionState,
  text: string,
): void {
  const { tier, months, streakMonths, isPrime } = subscription;
  const isNew = months <= 1;
  const plan = isPrime ? 'Prime' : TIER_NAMES[tier];
  const how = isPrime ? 'with Prime' : `at ${plan}`;
  announceNotice(core, {
    channel,
    from: user,
    noticeId: isNew ? 'sub' : 'resub',
    type: isNew ? 'sub' : 'resub',
    params: {
      'cumulative-months': String(months),
      months: '0',
      'multimonth-duration': '1',
      'multimonth-tenure': '0',
      'should-share-streak': streakMonths === null ? '0' : '1',
      ...(streakMonths === null ? {} : { 'streak-months': String(streakMonths) }),
      'sub-plan': isPrime ? 'Prime' : tier,
      'sub-plan-name': `Channel Subscription (${channel.owner.login})`,
      'was-gifted': 'false',
    },
    detail: isNew
      ? { sub_tier: tier, is_prime: isPrime, duration_months: 1 }
      : {
          cumulative_months: months,
          duration_months: 1,
          streak_months: streakMonths,
          sub_tier: tier,
          is_prime: isPrime,
          is_gift: false,
          gifter_is_anonymous: null,
          gifter_user_id: null,
          gifter_user_login: null,
          gifter_user_name: null,
        },
    systemMessage: isNew
      ? `${user.name} subscribed ${how}.`
      : `${user.name} subscribed ${how}. They have subscribed for ${months} months!`,
    text,
  });
}

/** The announcement of a gift bomb. */
export function noticeBomb(
  core: WorldCore,
  channel: ChannelState,
  sender: UserState,
  isAnonymous: boolean,
  bomb: { readonly id: string; readonly count: number; readonly tier: Tier; readonly total: number | null },
): void {
  const plan = TIER_NAMES[bomb.tier];
  announceNotice(core, {
    channel,
    from: sender,
    isAnonymous,
    noticeId: 'submysterygift',
    type: 'community_sub_gift',
    params: {
      'community-gift-id': bomb.id,
      'mass-gift-count': String(bomb.count),
      'origin-id': bomb.id,
      ...(bomb.total === null ? {} : { 'sender-count': String(bomb.total) }),
      'sub-plan': bomb.tier,
    },
    detail: { id: bomb.id, total: bomb.count, sub_tier: bomb.tier, cumulative_total: bomb.total },
    systemMessage: isAnonymous
      ? `An anonymous user is gifting ${bomb.count} ${plan} Subs to ${channel.owner.name}'s community!`
      : `${sender.name} is gifting ${bomb.count} ${plan} Subs to ${channel.owner.name}'s community!`,
  });
}

/** One gift, alone or as part of a bomb. */
export function noticeGift(
  core: WorldCore,
  channel: ChannelState,
  sender: UserState,
  isAnonymous: boolean,
  recipient: UserState,
  gift: { readonly bombId: string | null; readonly tier: Tier; readonly total: number | null },
): void {
  const plan = TIER_NAMES[gift.tier];
  const isPart = gift.bombId !== null;
  announceNotice(core, {
    channel,
    from: sender,
    isAnonymous,
    noticeId: 'subgift',
    type: 'sub_gift',
    params: {
      months: String(channel.subscribers.get(recipient.id)?.months ?? 1),
      'recipient-id': recipient.id,
      'recipient-user-name': recipient.login,
      'recipient-display-name': recipient.name,
      'sub-plan': gift.tier,
      'sub-plan-name': `Channel Subscription (${channel.owner.login})`,
      'gift-months': '1',
      'origin-id': gift.bombId ?? core.numericId(),
      ...(gift.bombId === null ? {} : { 'community-gift-id': gift.bombId }),
      'sender-count': isPart || gift.total === null ? '0' : String(gift.total),
    },
    detail: {
      duration_months: 1,
      cumulative_total: isPart ? null : gift.total,
      ...named('recipient_user', recipient),
      sub_tier: gift.tier,
      community_gift_id: gift.bombId,
    },
    systemMessage: isAnonymous
      ? `An anonymous user gifted a ${plan} sub to ${recipient.name}!`
      : `${sender.name} gifted a ${plan} sub to ${recipient.name}!`,
  });
}

/** A Prime subscription that becomes a paid one. */
export function noticePrimeUpgrade(
  core: WorldCore,
  channel: ChannelState,
  user: UserState,
  tier: Tier,
): void {
  announceNotice(core, {
    channel,
    from: user,
    noticeId: 'primepaidupgrade',
    type: 'prime_paid_upgrade',
    params: { 'sub-plan': tier },
    detail: { sub_tier: tier },
    systemMessage: `${user.name} converted from a Prime sub to a ${TIER_NAMES[tier]} sub!`,
  });
}

/** A gifted subscription that its owner goes on to pay for. @param gifter null is anonymous */
export function noticeGiftUpgrade(
  core: WorldCore,
  channel: ChannelState,
  user: UserState,
  gifter: UserState | null,
): void {
  announceNotice(core, {
    channel,
    from: user,
    noticeId: gifter ? 'giftpaidupgrade' : 'anongiftpaidupgrade',
    type: 'gift_paid_upgrade',
    params: gifter ? { 'sender-login': gifter.login, 'sender-name': gifter.name } : {},
    detail: gifterDetail(gifter),
    systemMessage: `${user.name} is continuing the Gift Sub they got from ${gifter?.name ?? 'an anonymous user'}!`,
  });
}

/** Somebody who got a gift gives one in turn. @param gifter who had given before; null is anonymous */
export function noticePayForward(
  core: WorldCore,
  channel: ChannelState,
  user: UserState,
  to: UserState,
  gifter: UserState | null,
): void {
  announceNotice(core, {
    channel,
    from: user,
    noticeId: 'standardpayforward',
    type: 'pay_it_forward',
    params: {
      'prior-gifter-anonymous': String(gifter === null),
      ...(gifter && {
        'prior-gifter-id': gifter.id,
        'prior-gifter-user-name': gifter.login,
        'prior-gifter-display-name': gifter.name,
      }),
      'recipient-id': to.id,
      'recipient-user-name': to.login,
      'recipient-display-name': to.name,
    },
    // The recipient stands only in the notice on IRC and in the sentence.
    detail: gifterDetail(gifter),
    systemMessage: `${user.name} is paying forward the Gift they got from ${gifter?.name ?? 'an anonymous user'} to ${to.name}!`,
  });
}

function gifterDetail(gifter: UserState | null): Readonly<Record<string, unknown>> {
  return {
    gifter_is_anonymous: gifter === null,
    gifter_user_id: gifter?.id ?? null,
    gifter_user_login: gifter?.login ?? null,
    gifter_user_name: gifter?.name ?? null,
  };
}
