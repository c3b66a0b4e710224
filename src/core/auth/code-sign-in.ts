import { randomBytes, timingSafeEqual } from 'node:crypto';
import { TwitchAuthError, TwitchInputError } from '../errors';
import type { Grant } from './grant';
import type { OAuthClient } from './oauth-client';

/** Twitch wants at least 128 bits that nobody can guess; this is twice that. */
const STATE_BYTES = 32;

/** A sign-in through the browser that has been begun: keep it where only this browser's session finds it. */
export interface CodeSignIn {
  /** Send the browser there. */
  readonly url: string;
  /** One-time value that must come back. Secret until then. */
  readonly state: string;
  readonly redirectUri: string;
}

/**
 * Begins a sign-in by authorization code, for programs that embed the core and have an own web address and a
 * client secret.
 *
 * @param options.redirectUri must equal a registered one character by character
 * @param options.forceVerify shows the consent page again ("switch account")
 */
export function startCodeSignIn(
  oauth: OAuthClient,
  options: {
    readonly scopes: readonly string[];
    readonly redirectUri: string;
    readonly forceVerify?: boolean;
  },
): CodeSignIn {
  const state = randomBytes(STATE_BYTES).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: oauth.clientId,
    redirect_uri: options.redirectUri,
    scope: options.scopes.join(' '),
    state,
    ...(options.forceVerify && { force_verify: 'true' }),
  });
  return { url: `${oauth.server}/authorize?${query.toString()}`, state, redirectUri: options.redirectUri };
}

/**
 * Finishes it with what the browser brought back.
 *
 * @param returned the query of the return address: `code` and `state`, or `error`
 * @throws {TwitchInputError} when the state is not ours
 * @throws {TwitchAuthError} when the person declined, or Twitch refused the code
 */
export async function finishCodeSignIn(
  oauth: OAuthClient,
  begun: CodeSignIn,
  returned: URLSearchParams,
  signal?: AbortSignal,
): Promise<Grant> {
  if (!sameText(returned.get('state') ?? '', begun.state)) {
    throw new TwitchInputError(
      'This sign-in was not begun here: its state is not ours. Start the sign-in again.',
      {
        parameter: 'state',
      },
    );
  }
  const code = returned.get('code');
  if (returned.has('error') || code === null || code === '') {
    throw new TwitchAuthError(
      'TWITCH_SIGN_IN_NEEDED',
      'The sign-in was declined. Start it again and allow it.',
      {
        reason: 'access_denied',
      },
    );
  }
  const tokens = await oauth.exchangeCode(code, begun.redirectUri, signal);
  if (!tokens.ok) throw tokens.error;
  const grant = await oauth.grantOf(tokens.value, signal);
  if (!grant.ok) throw grant.error;
  return grant.value;
}

function sameText(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
