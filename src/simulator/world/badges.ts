import type { Badge, SubscriptionState } from './state';

/** Months at which the subscriber badge changes (default set of a channel). */
const SUBSCRIBER_STEPS = [60, 48, 36, 24, 12, 6, 3, 2, 0] as const;
const BITS_STEPS = [100_000, 10_000, 1000, 100, 1] as const;
/** Badge versions of higher tiers start there (irc-notes §5). */
const TIER_OFFSET = { '1000': 0, '2000': 2000, '3000': 3000 } as const;

/** The badges of a chatter, most important first. */
export function badgesOf(who: {
  readonly broadcaster: boolean;
  readonly moderator: boolean;
  readonly vip: boolean;
  readonly subscription: SubscriptionState | null;
  /** Cheered in this channel, in all. */
  readonly bits: number;
}): Badge[] {
  const badges: Badge[] = [];
  if (who.broadcaster) badges.push({ set_id: 'broadcaster', id: '1', info: '' });
  else if (who.moderator) badges.push({ set_id: 'moderator', id: '1', info: '' });
  if (who.vip) badges.push({ set_id: 'vip', id: '1', info: '' });
  if (who.subscription) {
    const { months, tier, isPrime } = who.subscription;
    const step = SUBSCRIBER_STEPS.find((atLeast) => months >= atLeast) ?? 0;
    badges.push({ set_id: 'subscriber', id: String(TIER_OFFSET[tier] + step), info: String(months) });
    if (isPrime) badges.push({ set_id: 'premium', id: '1', info: '' });
  }
  const bits = BITS_STEPS.find((atLeast) => who.bits >= atLeast);
  if (bits !== undefined) badges.push({ set_id: 'bits', id: String(bits), info: '' });
  return badges;
}
