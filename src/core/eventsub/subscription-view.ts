import type { TwitchError } from '../errors';
import type { Condition } from './condition';
import type { SubscriptionControl, SubscriptionState } from './subscription';
import type { Wanted } from './wanted';

/** One thing that is wanted, and how it stands. */
export interface SubscriptionView {
  /** Id of the Twitch user whose connection carries it; null where nobody was found yet. */
  readonly user: string | null;
  readonly type: string;
  readonly version: string;
  readonly condition: Condition;
  readonly state: SubscriptionState;
  /** Why it is not live. */
  readonly error: TwitchError | null;
}

/** Everything that is wanted; equal wishes once. */
export function subscriptionViews(
  placed: Iterable<Wanted>,
  unplaced: Iterable<{ readonly control: SubscriptionControl; readonly user: string | null }>,
): readonly SubscriptionView[] {
  const views: SubscriptionView[] = [];
  for (const { userId: user, type, version, condition, state, error } of placed)
    views.push({ user, type, version, condition, state, error });
  for (const { control, user } of unplaced) {
    const { type, version, condition, state, error } = control.subscription;
    views.push({ user, type, version, condition, state, error });
  }
  return views;
}
