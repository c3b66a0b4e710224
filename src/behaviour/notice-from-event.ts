import { isPlain } from './incoming';
import type { NoticeFacts } from './notice';
import { charity, count, person, text } from './notice-values';
import { tierNumber } from './words';

type Values = Readonly<Record<string, unknown>>;

/**
 * @param type `notice_type` of channel.chat.notification, @param event the whole event
 */
export function noticeFromEvent(type: string, event: Values): NoticeFacts {
  const base = type.replace(/^shared_chat_/, '');
  const details = event[type];
  const data: Values = isPlain(details) ? details : {};
  // Published examples say sub_plan where live events say sub_tier.
  const tier = tierNumber(data['sub_tier'] ?? data['sub_plan']);
  const prime = data['is_prime'] === true;
  const recipient = person(
    data['recipient_user_id'],
    data['recipient_user_login'],
    data['recipient_user_name'],
  );
  switch (base) {
    case 'sub':
      return {
        kind: 'sub',
        receiver: null,
        payload: { tier, prime, months: 1, streak: null, gifted: false },
      };
    case 'resub':
      return {
        kind: 'resub',
        receiver: null,
        payload: {
          tier,
          prime,
          months: count(data['cumulative_months']) ?? 1,
          streak: count(data['streak_months']),
          gifted: data['is_gift'] === true,
        },
      };
    case 'sub_gift':
      return {
        kind: 'gift',
        receiver: recipient,
        payload: {
          tier,
          prime,
          recipient: recipient?.name ?? null,
          length: count(data['duration_months']) ?? 1,
          total: count(data['cumulative_total']),
          bomb: text(data['community_gift_id']),
        },
      };
    case 'community_sub_gift':
      return {
        kind: 'giftBomb',
        receiver: null,
        payload: {
          tier,
          prime,
          count: count(data['total']) ?? 1,
          total: count(data['cumulative_total']),
          bomb: text(data['id']),
        },
      };
    case 'gift_paid_upgrade':
      return { kind: 'giftUpgrade', receiver: null, payload: { gifter: text(data['gifter_user_name']) } };
    case 'prime_paid_upgrade':
      return { kind: 'primeUpgrade', receiver: null, payload: { tier } };
    case 'pay_it_forward':
      return {
        kind: 'payItForward',
        receiver: recipient,
        payload: { recipient: recipient?.name ?? null, gifter: text(data['gifter_user_name']) },
      };
    case 'raid':
      return { kind: 'raid', receiver: null, payload: { viewers: count(data['viewer_count']) } };
    case 'unraid':
      return { kind: 'unraid', receiver: null, payload: {} };
    case 'announcement':
      return {
        kind: 'announcement',
        receiver: null,
        payload: { color: text(data['color'])?.toLowerCase() ?? null },
      };
    case 'bits_badge_tier':
      return { kind: 'bitsBadge', receiver: null, payload: { bits: count(data['tier']) } };
    case 'charity_donation': {
      const amount: Values = isPlain(data['amount']) ? data['amount'] : {};
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
        receiver: null,
        payload: {
          streak: count(data['streak_count']),
          points: count(data['channel_points_awarded']),
        },
      };
    case 'modiversary':
      return { kind: 'modiversary', receiver: null, payload: { months: count(data['months']) } };
    case 'gifted_drops_summary':
      return { kind: 'giftedDrops', receiver: null, payload: { count: count(data['recipient_count']) } };
    default:
      return { kind: 'other', receiver: null, payload: {} };
  }
}
