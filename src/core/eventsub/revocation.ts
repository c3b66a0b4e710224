import type { RevocationRow } from '../../tables/close-codes';
import { TwitchAuthError, TwitchError, TwitchRequestError } from '../errors';

export interface RevocationMeaning {
  readonly error: TwitchError;
  /** When it is worth trying again without a person, in milliseconds; null: never. */
  readonly retryMs: number | null;
}

/** A beta type under maintenance is tried again this much later. */
const MAINTENANCE_MS = 600_000;

/** Why Twitch ended a subscription, and whether to try again. */
export function explainRevocation(status: string, type: string): RevocationMeaning {
  // Loaded here: it seldom happens.
  const { revocationReason } =
    require('../../tables/close-codes') as typeof import('../../tables/close-codes');
  const row = revocationReason(status);
  return { error: errorOf(row, type), retryMs: row.policy === 'later' ? MAINTENANCE_MS : null };
}

function errorOf({ reason, policy, sentence }: RevocationRow, type: string): TwitchError {
  const text = `Twitch ended the event ${type}. ${sentence}`;
  const details = { reason, eventType: type };
  if (policy === 'sign-in') return new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', text, details);
  if (policy === 'role') return new TwitchRequestError('TWITCH_FORBIDDEN', text, details);
  if (reason === 'version_removed') return new TwitchRequestError('TWITCH_GONE', text, details);
  return new TwitchError('TWITCH_SUBSCRIPTION_FAILED', text, details);
}
