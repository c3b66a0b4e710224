import type { NoticeFacts } from './notice';
import { charity, count, person, subPlan, text } from './notice-values';
import { camelCase } from './words';

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
        receiver: null,
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
        receiver: recipient,
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
        receiver: null,
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
        receiver: null,
        payload: { gifter: text(params['sender-name']) },
      };
    case 'primepaidupgrade':
      return { kind: 'primeUpgrade', receiver: null, payload: { tier: plan.tier } };
    case 'standardpayforward':
    case 'communitypayforward':
      return {
        kind: 'payItForward',
        receiver: recipient,
        payload: {
          recipient: recipient?.name ?? null,
          gifter: text(params['prior-gifter-display-name']) ?? text(params['prior-gifter-user-name']),
        },
      };
    case 'extendsub':
      return {
        kind: 'extendSub',
        receiver: null,
        payload: { tier: plan.tier, months: count(params['cumulative-months']) },
      };
    case 'rewardgift':
      return { kind: 'rewardGift', receiver: null, payload: { count: count(params['selected-count']) } };
    case 'raid':
      return { kind: 'raid', receiver: null, payload: { viewers: count(params['viewerCount']) } };
    case 'unraid':
      return { kind: 'unraid', receiver: null, payload: {} };
    case 'announcement':
      return {
        kind: 'announcement',
        receiver: null,
        payload: { color: text(params['color'])?.toLowerCase() ?? null },
      };
    case 'bitsbadgetier':
      return { kind: 'bitsBadge', receiver: null, payload: { bits: count(params['threshold']) } };
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
            receiver: null,
            payload: { streak: count(params['value']), points: count(params['copoReward']) },
          }
        : {
            kind: 'other',
            receiver: null,
            payload: { category: text(params['category']), value: count(params['value']) },
          };
    case 'modiversary':
      return { kind: 'modiversary', receiver: null, payload: { months: count(params['months']) } };
    case 'socialsharingbadge':
      return {
        kind: 'socialBadge',
        receiver: null,
        payload: { level: count(params['current-badge-level']) },
      };
    case 'ritual':
      return {
        kind: params['ritual-name'] === 'new_chatter' ? 'newChatter' : 'other',
        receiver: null,
        payload: { ritual: text(params['ritual-name']) },
      };
    case 'onetapgiftredeemed':
      return { kind: 'oneTap', receiver: null, payload: { bits: count(params['bits-spent']) } };
    default:
      return { kind: 'other', receiver: null, payload: someOf(params) };
  }
}

/** What an unknown kind brings, as far as it fits into a small object. */
function someOf(params: Readonly<Record<string, string>>): NoticeFacts['payload'] {
  const some = Object.entries(params).slice(0, 12);
  return Object.fromEntries(some.map(([name, value]) => [camelCase(name), value]));
}
