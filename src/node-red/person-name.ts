import type { Grant } from '../core/auth/grant';
import { TwitchClient } from '../core/client';
import type { Urls } from '../core/urls';

/** A dialog waits for it; the login will do as well. */
const TIMEOUT_MS = 5_000;

/**
 * The grant with the name as the person writes it, asked with the grant itself: it is stored nowhere yet. Without an answer the
 * grant as it was.
 */
export async function withDisplayName(grant: Grant, urls: Urls): Promise<Grant> {
  if (grant.displayName !== undefined) return grant;
  const { clientId, accessToken, userId } = grant;
  const client = new TwitchClient({ clientId, urls, tokens: { accessToken }, chat: false });
  try {
    const { data } = await client.helix.call(
      'get-users',
      { query: { id: [userId] } },
      { user: userId, signal: AbortSignal.timeout(TIMEOUT_MS) },
    );
    const displayName = data[0]?.display_name?.trim();
    return displayName ? { ...grant, displayName } : grant;
  } catch {
    return grant;
  } finally {
    await client.close();
  }
}
