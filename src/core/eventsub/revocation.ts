import { TwitchAuthError, TwitchError, TwitchRequestError } from '../errors';

export interface RevocationMeaning {
  readonly error: TwitchError;
  /** When it is worth trying again by itself, in milliseconds; null: only a person can change anything. */
  readonly retryMs: number | null;
}

export function explainRevocation(status: string, type: string): RevocationMeaning {
  return { error: new TwitchError('TWITCH_SUBSCRIPTION_FAILED', `${type} ${status}`), retryMs: null };
}
