import { counted, duration, money, tierNumber } from './words';
import type { TargetRef } from './message';

/**
 * A notice in chat (sub, gift, raid, streak, ...) as plain facts, wherever it came from: IRC and EventSub name and
 * shape the same things differently.
 */
export interface NoticeFacts {
  /** Which sentence fits; `other` for kinds that are not known. */
  readonly kind: NoticeKind;
  /** For people and filters: small and flat. */
  readonly payload: Readonly<Record<string, string | number | boolean | null>>;
  readonly target: TargetRef | null;
}

export type NoticeKind =
  | 'sub'
  | 'resub'
  | 'gift'
  | 'giftBomb'
  | 'giftUpgrade'
  | 'primeUpgrade'
  | 'payItForward'
  | 'extendSub'
  | 'rewardGift'
  | 'raid'
  | 'unraid'
  | 'announcement'
  | 'bitsBadge'
  | 'charity'
  | 'watchStreak'
  | 'modiversary'
  | 'socialBadge'
  | 'newChatter'
  | 'oneTap'
  | 'giftedDrops'
  | 'other';

type Values = Readonly<Record<string, unknown>>;

/** One chat-ready sentence, null where there is none: for what somebody wrote, and for kinds that are not known. */
export function noticeSummary(facts: NoticeFacts, user: string): string | null {
  const { payload } = facts;
  const to = facts.target?.name ?? null;
  switch (facts.kind) {
    case 'sub':
      return payload['prime'] === true
        ? `${user} subscribed with Prime.`
        : `${user} subscribed${atTier(payload)}.`;
    case 'resub':
      return `${user} subscribed for ${counted(number(payload, 'months') ?? 1, 'month')}${atTier(payload)}.`;
    case 'gift':
      return `${user} gifted a subscription to ${to ?? 'somebody'}.`;
    case 'giftBomb':
      return `${user} gifted ${counted(number(payload, 'count') ?? 1, 'subscription')} to the community.`;
    case 'giftUpgrade':
      return `${user} continues the subscription that was a gift.`;
    case 'primeUpgrade':
      return `${user} went from Prime to a paid subscription.`;
    case 'payItForward':
      return to === null
        ? `${user} passes a gifted subscription on to the community.`
        : `${user} passes a gifted subscription on to ${to}.`;
    case 'extendSub':
      return `${user} extended the subscription${atTier(payload)}.`;
    case 'rewardGift':
      return `${user} shared rewards with ${counted(number(payload, 'count') ?? 1, 'viewer')}.`;
    case 'raid':
      return `${user} raided with ${counted(number(payload, 'viewers') ?? 0, 'viewer')}.`;
    case 'unraid':
      return 'The raid was called off.';
    case 'bitsBadge':
      return `${user} earned the badge for ${counted(number(payload, 'bits') ?? 0, 'bit')}.`;
    case 'charity':
      return `${user} donated ${String(payload['donation'] ?? '')} to ${String(payload['charity'] ?? 'charity')}.`;
    case 'watchStreak':
      return `${user} watched ${counted(number(payload, 'streak') ?? 0, 'stream')} in a row.`;
    case 'modiversary':
      return `${user} has been a moderator for ${counted(number(payload, 'months') ?? 0, 'month')}.`;
    case 'newChatter':
      return `${user} is new here.`;
    case 'oneTap':
      return `${user} sent a gift for ${counted(number(payload, 'bits') ?? 0, 'bit')}.`;
    case 'giftedDrops':
      return `${user} shared drops with ${counted(number(payload, 'count') ?? 1, 'viewer')}.`;
    case 'announcement':
    case 'socialBadge':
    case 'other':
    default:
      return null;
  }
}

function atTier(payload: NoticeFacts['payload']): string {
  const tier = number(payload, 'tier');
  return tier === null || tier === 1 ? '' : ` at tier ${tier}`;
}

function number(payload: NoticeFacts['payload'], name: string): number | null {
  const value = payload[name];
  return typeof value === 'number' ? value : null;
}

/** A count out of a tag; null where it is none. Ids never come through here: some exceed 2^53. */
function count(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) return null;
  return Number(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function person(id: unknown, login: unknown, name: unknown): TargetRef | null {
  const shownLogin = text(login);
  const shownName = text(name) ?? shownLogin;
  if (shownName === null) return null;
  const knownId = text(id);
  return {
    ...(knownId === null ? {} : { id: knownId }),
    login: shownLogin ?? shownName.toLowerCase(),
    name: shownName,
  };
}

function subPlan(plan: unknown): { readonly tier: number | null; readonly prime: boolean } {
  return { tier: tierNumber(plan), prime: plan === 'Prime' };
}

/** @param kind Twitch's `msg-id`, @param params its `msg-param-*` tags */
export function noticeFromIrc(kind: string, params: Readonly<Record<string, string>>): NoticeFacts {
  const recipient = person(
    params['recipient-id'],
    params['recipient-user-name'],
    params['recipient-display-name'],
  );
  const plan = subPlan(params['sub-plan']);
  switch (kind) {
    case 'sub':
    case 'resub':
      return {
        kind,
        target: null,
        payload: {
          ...plan,
          months: count(params['cumulative-months']) ?? 1,
          streak: count(params['streak-months']),
          gifted: params['was-gifted'] === 'true',
        },
      };
    case 'subgift':
    case 'anonsubgift':
      return {
        kind: 'gift',
        target: recipient,
        payload: {
          ...plan,
          recipient: recipient?.name ?? null,
          length: count(params['gift-months']) ?? 1,
          total: count(params['sender-count']),
          bomb: text(params['community-gift-id']),
        },
      };
    case 'submysterygift':
    case 'anonsubmysterygift':
      return {
        kind: 'giftBomb',
        target: null,
        payload: {
          ...plan,
          count: count(params['mass-gift-count']) ?? 1,
          total: count(params['sender-count']),
          bomb: text(params['community-gift-id']) ?? text(params['origin-id']),
        },
      };
    case 'giftpaidupgrade':
    case 'anongiftpaidupgrade':
      return {
        kind: 'giftUpgrade',
        target: null,
        payload: { gifter: text(params['sender-name']) },
      };
    case 'primepaidupgrade':
      return { kind: 'primeUpgrade', target: null, payload: { tier: plan.tier } };
    case 'standardpayforward':
    case 'communitypayforward':
      return {
        kind: 'payItForward',
        target: recipient,
        payload: {
          recipient: recipient?.name ?? null,
          gifter: text(params['prior-gifter-display-name']) ?? text(params['prior-gifter-user-name']),
        },
      };
    case 'extendsub':
      return {
        kind: 'extendSub',
        target: null,
        payload: { tier: plan.tier, months: count(params['cumulative-months']) },
      };
    case 'rewardgift':
      return { kind: 'rewardGift', target: null, payload: { count: count(params['selected-count']) } };
    case 'raid':
      return { kind: 'raid', target: null, payload: { viewers: count(params['viewerCount']) } };
    case 'unraid':
      return { kind: 'unraid', target: null, payload: {} };
    case 'announcement':
      return {
        kind: 'announcement',
        target: null,
        payload: { color: text(params['color'])?.toLowerCase() ?? null },
      };
    case 'bitsbadgetier':
      return { kind: 'bitsBadge', target: null, payload: { bits: count(params['threshold']) } };
    case 'charitydonation': {
      const decimals = count(params['exponent']) ?? 0;
      const amount = count(params['donation-amount']) ?? 0;
      const currency = params['donation-currency'] ?? '';
      return charity(text(params['charity-name']), amount, decimals, currency);
    }
    case 'viewermilestone':
      return params['category'] === 'watch-streak'
        ? {
            kind: 'watchStreak',
            target: null,
            payload: { streak: count(params['value']), points: count(params['copoReward']) },
          }
        : {
            kind: 'other',
            target: null,
            payload: { category: text(params['category']), value: count(params['value']) },
          };
    case 'modiversary':
      return { kind: 'modiversary', target: null, payload: { months: count(params['months']) } };
    case 'socialsharingbadge':
      return { kind: 'socialBadge', target: null, payload: { level: count(params['current-badge-level']) } };
    case 'ritual':
      return {
        kind: params['ritual-name'] === 'new_chatter' ? 'newChatter' : 'other',
        target: null,
        payload: { ritual: text(params['ritual-name']) },
      };
    case 'onetapgiftredeemed':
      return { kind: 'oneTap', target: null, payload: { bits: count(params['bits-spent']) } };
    default:
      return { kind: 'other', target: null, payload: someOf(params) };
  }
}

function charity(name: string | null, amount: number, decimals: number, currency: string): NoticeFacts {
  return {
    kind: 'charity',
    target: null,
    payload: {
      charity: name,
      amount: amount / 10 ** decimals,
      currency,
      donation: money(amount, decimals, currency),
    },
  };
}

/** What an unknown kind brings, as far as it fits into a small object. */
function someOf(params: Readonly<Record<string, string>>): NoticeFacts['payload'] {
  return Object.fromEntries(
    Object.entries(params)
      .slice(0, 12)
      .map(([name, value]) => [
        name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
  );
}

/**
 * @param type `notice_type` of channel.chat.notification, @param event the whole event
 */
export function noticeFromEvent(type: string, event: Values): NoticeFacts {
  const base = type.replace(/^shared_chat_/, '');
  const details = event[type];
  const data: Values = typeof details === 'object' && details !== null ? (details as Values) : {};
  // Published examples say sub_plan where live events say sub_tier.
  const plan = { tier: tierNumber(data['sub_tier'] ?? data['sub_plan']), prime: data['is_prime'] === true };
  const recipient = person(
    data['recipient_user_id'],
    data['recipient_user_login'],
    data['recipient_user_name'],
  );
  switch (base) {
    case 'sub':
      return { kind: 'sub', target: null, payload: { ...plan, months: 1, streak: null, gifted: false } };
    case 'resub':
      return {
        kind: 'resub',
        target: null,
        payload: {
          ...plan,
          months: count(data['cumulative_months']) ?? 1,
          streak: count(data['streak_months']),
          gifted: data['is_gift'] === true,
        },
      };
    case 'sub_gift':
      return {
        kind: 'gift',
        target: recipient,
        payload: {
          ...plan,
          recipient: recipient?.name ?? null,
          length: count(data['duration_months']) ?? 1,
          total: count(data['cumulative_total']),
          bomb: text(data['community_gift_id']),
        },
      };
    case 'community_sub_gift':
      return {
        kind: 'giftBomb',
        target: null,
        payload: {
          ...plan,
          count: count(data['total']) ?? 1,
          total: count(data['cumulative_total']),
          bomb: text(data['id']),
        },
      };
    case 'gift_paid_upgrade':
      return { kind: 'giftUpgrade', target: null, payload: { gifter: text(data['gifter_user_name']) } };
    case 'prime_paid_upgrade':
      return { kind: 'primeUpgrade', target: null, payload: { tier: plan.tier } };
    case 'pay_it_forward':
      return {
        kind: 'payItForward',
        target: recipient,
        payload: { recipient: recipient?.name ?? null, gifter: text(data['gifter_user_name']) },
      };
    case 'raid':
      return { kind: 'raid', target: null, payload: { viewers: count(data['viewer_count']) } };
    case 'unraid':
      return { kind: 'unraid', target: null, payload: {} };
    case 'announcement':
      return {
        kind: 'announcement',
        target: null,
        payload: { color: text(data['color'])?.toLowerCase() ?? null },
      };
    case 'bits_badge_tier':
      return { kind: 'bitsBadge', target: null, payload: { bits: count(data['tier']) } };
    case 'charity_donation': {
      const amount = (data['amount'] ?? {}) as Values;
      return charity(
        text(data['charity_name']),
        count(amount['value']) ?? 0,
        // Twitch spells this one without s, unlike everywhere else.
        count(amount['decimal_place']) ?? count(amount['decimal_places']) ?? 0,
        text(amount['currency']) ?? '',
      );
    }
    case 'watch_streak':
      return {
        kind: 'watchStreak',
        target: null,
        payload: {
          streak: count(data['streak_count']),
          points: count(data['channel_points_awarded']),
        },
      };
    case 'modiversary':
      return { kind: 'modiversary', target: null, payload: { months: count(data['months']) } };
    case 'gifted_drops_summary':
      return { kind: 'giftedDrops', target: null, payload: { count: count(data['recipient_count']) } };
    default:
      return { kind: 'other', target: null, payload: {} };
  }
}

/** `10 minutes` of a timeout, `for good` of a ban. */
export function banWords(name: string, seconds: number | null): string {
  return seconds === null ? `${name} was banned.` : `${name} was timed out for ${duration(seconds)}.`;
}
