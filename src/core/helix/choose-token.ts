import type { EndpointRow } from '../../tables/endpoint-row';
import type { TokenSource, UserToken } from '../auth/token-handler';
import {
  TwitchAuthError,
  TwitchInputError,
  TwitchScopeError,
  toTwitchError,
  type TwitchError,
} from '../errors';
import { argument, type RequestArgs } from './request-args';

/** What a call is made with. */
export type CallToken =
  | { readonly kind: 'user'; readonly accessToken: string; readonly user: UserToken }
  | { readonly kind: 'app'; readonly accessToken: string }
  | { readonly kind: 'jwt'; readonly accessToken: string; readonly clientId: string | null }
  | { readonly kind: 'none' };

/** The caller's say in it. */
export interface TokenChoice {
  /** Id or login of who acts. */
  readonly user?: string | undefined;
  readonly token?: 'user' | 'app' | undefined;
  /** A token signed by an extension's backend, for the calls that take nothing else. */
  readonly jwt?: string | undefined;
  /** The client id that `jwt` belongs to. Default: the call's `extension_id`, else the application's own. */
  readonly clientId?: string | undefined;
  /** A token without the permission will do: the table may be older than Twitch. */
  readonly unchecked?: boolean | undefined;
}

/**
 * Finds the token of a call: the caller's explicit choice first; else the user whom the row's owner field names, then
 * whoever may do it besides, then the application itself where the endpoint lets it; else anybody signed in who has the
 * permission.
 *
 * @param row null for an unchecked path: the caller's choice, else anybody, else the application
 * @throws {TwitchError} saying whose sign-in and which permission the call would need
 */
export async function chooseToken(
  row: EndpointRow | null,
  args: RequestArgs,
  choice: TokenChoice,
  tokens: TokenSource,
): Promise<CallToken> {
  if (choice.jwt !== undefined) return jwtToken(row, args, choice.jwt, choice.clientId);
  if (row?.tokens.length === 0) return { kind: 'none' };
  if (row?.tokens.every((kind) => kind === 'jwt')) throw needsJwt(row);
  if (choice.token === 'app') {
    if (row && !row.tokens.includes('app')) throw wrongKind(row, 'a user’s sign-in');
    return await appToken(tokens);
  }
  if (choice.user !== undefined || choice.token === 'user') {
    if (row && !row.tokens.includes('user')) throw wrongKind(row, 'an app token');
  }
  if (choice.user !== undefined) {
    return await userToken(tokens, row, choice.user, choice.unchecked);
  }
  if (row && !row.tokens.includes('user')) return await appToken(tokens);

  const owner = ownerIn(row, args);
  try {
    return await userToken(tokens, row, owner, choice.unchecked);
  } catch (error) {
    const other = await otherToken(tokens, row, args, choice, owner);
    if (other) return other;
    throw error;
  }
}

/**
 * Refuses a call that Twitch would refuse: made by somebody else than the owner whom the row wants.
 * Rows that name others besides the owner are left to Twitch, which alone knows who is a moderator.
 *
 * @throws {TwitchInputError}
 */
export function checkOwner(row: EndpointRow, args: RequestArgs, token: CallToken): void {
  if (token.kind !== 'user' || row.ownerAlso.length > 0) return;
  const owner = ownerIn(row, args);
  if (owner === null || owner === token.user.userId) return;
  const parameter = row.owner !== null && row.owner !== 'token-owner' ? row.owner.param : '';
  throw new TwitchInputError(
    `${row.name}: "${parameter}" must be the id of who acts (${token.user.login}, ${token.user.userId}). Give that id, or let the user in "${parameter}" act.`,
    { endpoint: row.id, parameter, reason: 'not who acts' },
  );
}

/** The user id that the row's owner field names; null when the row has none or the call leaves it out. */
function ownerIn(row: EndpointRow | null, args: RequestArgs): string | null {
  if (!row || row.owner === null || row.owner === 'token-owner') return null;
  const value = argument(args, row.owner.param);
  return typeof value === 'string' ? value : null;
}

async function userToken(
  tokens: TokenSource,
  row: EndpointRow | null,
  user: string | null,
  withoutScope = false,
): Promise<CallToken> {
  try {
    const token = await tokens.getUserToken(user, row?.scopes ?? []);
    return { kind: 'user', accessToken: token.accessToken, user: token };
  } catch (caught) {
    const error = toTwitchError(caught, 'TWITCH_SIGN_IN_NEEDED');
    if (!row) throw error;
    if (!withoutScope || error.code !== 'TWITCH_SCOPE_MISSING') throw needed(row, user, error);
    const token = await tokens.getUserToken(user);
    return { kind: 'user', accessToken: token.accessToken, user: token };
  }
}

async function appToken(tokens: TokenSource): Promise<CallToken> {
  return { kind: 'app', accessToken: await tokens.getClientToken() };
}

/** When the owner's token is not to be had: others who may, then the application. null: nobody. */
async function otherToken(
  tokens: TokenSource,
  row: EndpointRow | null,
  args: RequestArgs,
  choice: TokenChoice,
  owner: string | null,
): Promise<CallToken | null> {
  const scopes = row?.scopes ?? [];
  for (const also of row?.ownerAlso ?? []) {
    const user = also.role === 'user' && also.of !== undefined ? argument(args, also.of) : null;
    if (owner === null || (user !== null && typeof user !== 'string')) continue;
    const token = await tokens.getUserToken(user, scopes).catch(() => null);
    if (token) return { kind: 'user', accessToken: token.accessToken, user: token };
  }
  if (choice.token === 'user' || (row && !row.tokens.includes('app'))) return null;
  const { clientSecret } = await tokens.getClientCredentials().catch(() => ({ clientSecret: undefined }));
  return clientSecret === undefined ? null : await appToken(tokens);
}

function jwtToken(
  row: EndpointRow | null,
  args: RequestArgs,
  jwt: string,
  clientId: string | undefined,
): CallToken {
  if (row && !row.tokens.includes('jwt')) throw wrongKind(row, 'a token of Twitch');
  const extension = clientId ?? argument(args, 'extension_id');
  return { kind: 'jwt', accessToken: jwt, clientId: typeof extension === 'string' ? extension : null };
}

function needed(row: EndpointRow, user: string | null, error: TwitchError): TwitchError {
  const permission = row.scopes.length > 0 ? ` with the permission ${row.scopes.join(' or ')}` : '';
  const whose = user === null ? 'a sign-in' : `the sign-in of user ${user}`;
  const text = `${row.name}: this call needs ${whose}${permission}. ${error.message}`;
  const details = { ...error.cause, endpoint: row.id, ...(user !== null && { user }) };
  if (error.code === 'TWITCH_SCOPE_MISSING') {
    return new TwitchScopeError(text, { ...details, missingScopes: row.scopes });
  }
  if (error.code !== 'TWITCH_SIGN_IN_NEEDED') return error;
  return new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', text, {
    ...details,
    ...(row.scopes.length > 0 && { neededScopes: row.scopes }),
  });
}

function needsJwt(row: EndpointRow): TwitchError {
  return new TwitchInputError(
    `${row.name}: "jwt" is missing. This call takes only a token signed by the extension's own backend: pass it.`,
    { endpoint: row.id, parameter: 'jwt', reason: 'missing' },
  );
}

function wrongKind(row: EndpointRow, takes: string): TwitchError {
  return new TwitchInputError(
    `${row.name}: this call does not work with the token chosen. It takes ${takes}.`,
    {
      endpoint: row.id,
      parameter: 'token',
      reason: 'wrong kind of token',
    },
  );
}
