import { counted, duration } from './words';
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
  /** Who gets the gift; no target of the message, so that what is said about a gift goes to the giver. */
  readonly receiver: TargetRef | null;
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

/** One chat-ready sentence, null where there is none: for what somebody wrote, and for kinds that are not known. */
export function noticeSummary(facts: NoticeFacts, user: string): string | null {
  const { payload } = facts;
  const to = facts.receiver?.name ?? null;
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

/** `10 minutes` of a timeout, `for good` of a ban. */
export function banWords(name: string, seconds: number | null): string {
  return seconds === null ? `${name} was banned.` : `${name} was timed out for ${duration(seconds)}.`;
}
