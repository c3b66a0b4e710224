import { get, post } from './look-ups.js';
import type { AccountState } from './permissions.js';
import type { ServerFields } from './sign-in.js';
import { accountText } from './texts.js';

interface Check {
  readonly known: boolean;
  /** The application is of type Confidential, and its secret is missing or wrong. */
  readonly secret?: 'missing' | 'wrong';
  readonly sentence?: string;
}

/** One sentence about a client id: Twitch knows it, or not, or it is of the type that needs a secret. */
export async function checkClientId(server: ServerFields): Promise<{ good: boolean; sentence: string }> {
  try {
    const answer = await post<Check>('twitch/client-id/check', server);
    if (answer.sentence) return { good: false, sentence: answer.sentence };
    if (!answer.known) return { good: false, sentence: accountText('register.bad') };
    if (answer.secret)
      return {
        good: false,
        sentence: accountText(
          answer.secret === 'missing' ? 'register.secret-missing' : 'register.secret-wrong',
        ),
      };
    return { good: true, sentence: accountText('register.good') };
  } catch (error) {
    return { good: false, sentence: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * What another client id changes: everybody signs in anew, and rewards that the present one made can no longer be
 * refunded or changed. Empty where nothing changes.
 */
export async function clientIdWarnings(
  account: string,
  clientId: string,
  state: AccountState | null,
): Promise<readonly string[]> {
  if (!state || state.use !== 'channel' || !state.channel || !clientId || clientId.startsWith('${'))
    return [];
  const present = state.channel.clientId ?? state.clientId;
  if (!present || present === clientId) return [];
  const warnings = [accountText('register.signInAnew')];
  try {
    const { rewards } = await get<{ rewards: readonly { label: string }[] }>(
      `twitch/accounts/${encodeURIComponent(account)}/own-rewards`,
    );
    if (rewards.length > 0) {
      const list = rewards.map((reward) => reward.label).join(', ');
      warnings.push(accountText('register.rewards', { list }));
    }
  } catch {
    warnings.push(accountText('register.rewardsUnknown'));
  }
  return warnings;
}
