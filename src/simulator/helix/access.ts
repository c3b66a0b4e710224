import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EndpointRow } from '../../tables/endpoint-row';
import type { HttpRequest } from '../http/message';
import type { TokenInfo, TokenLookup } from '../oauth/token-registry';
import { WorldRefusal } from '../world/refusal';
import type { World } from '../world/world';
import type { ExtensionKey } from './call';
import type { Parameters } from './parameters';

/** Who calls. */
export interface Caller {
  readonly clientId: string;
  readonly type: 'user' | 'app' | 'jwt';
  readonly token: TokenInfo | null;
}

/** Header of a 401 that a refresh may cure (oauth-notes §9). */
export const INVALID_TOKEN_HEADERS = {
  'WWW-Authenticate': "OAuth realm='TwitchTV', error='invalid_token'",
} as const;

/** Token missing, unknown or expired, or of another client. */
export class TokenRefusal extends WorldRefusal {
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, headers: Readonly<Record<string, string>> = {}) {
    super(401, message);
    this.headers = headers;
  }
}

/** Looks at the two headers. @throws TokenRefusal */
export function authenticate(
  request: HttpRequest,
  row: EndpointRow,
  tokens: TokenLookup,
  extension: ExtensionKey,
): Caller {
  const { authorization } = request.headers;
  const bearer = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (authorization === undefined || authorization === '') throw new TokenRefusal('OAuth token is missing');
  if (bearer === undefined) throw new TokenRefusal('Invalid OAuth token', INVALID_TOKEN_HEADERS);
  const sent = request.headers['client-id'];
  const clientId = typeof sent === 'string' ? sent : '';
  if (clientId === '') throw new TokenRefusal('Client ID is missing');
  if (row.tokens.includes('jwt') && isSigned(bearer, extension)) {
    if (clientId !== extension.clientId) throw new TokenRefusal('Client ID and JWT token do not match');
    return { clientId, type: 'jwt', token: null };
  }
  const token = tokens.find(bearer);
  if (!token?.valid) throw new TokenRefusal('Invalid OAuth token', INVALID_TOKEN_HEADERS);
  if (token.clientId !== clientId) throw new TokenRefusal('Client ID and OAuth token do not match');
  return { clientId, type: token.userId === null ? 'app' : 'user', token };
}

/** Type and scopes of the token. @throws WorldRefusal 401 */
export function checkToken(row: EndpointRow, caller: Caller): void {
  if (!row.tokens.includes(caller.type)) {
    if (row.tokens.includes('jwt')) throw new WorldRefusal(401, 'JWT token is missing');
    const message = row.tokens.includes('user')
      ? 'Missing User OAUTH Token'
      : 'The call needs an app access token';
    throw new WorldRefusal(401, message);
  }
  if (caller.type !== 'user' || row.scopes.length === 0) return;
  const has = row.scopes.some((scope) => caller.token?.scopes.includes(scope));
  if (!has) throw new WorldRefusal(401, `Missing scope: ${row.scopes.join(' or ')}`);
}

/**
 * Whether this user may do this here: the id in the owner's parameter, the moderator's role, and with an app token what the users
 * granted before. Returns who acts, '' for nobody.
 *
 * @throws WorldRefusal 401 for a foreign id or a missing grant, 403 for who is no moderator, 400 for an unknown channel
 */
export function checkOwner(
  row: EndpointRow,
  caller: Caller,
  parameters: Parameters,
  world: World,
  tokens: TokenLookup,
): string {
  const userId = caller.token?.userId ?? '';
  const { owner } = row;
  if (owner === null || owner === 'token-owner' || caller.type === 'jwt') return userId;
  const named = valueIn(parameters, owner.in, owner.param);
  const actorId = caller.type === 'app' ? (named ?? '') : userId;
  if (
    caller.type === 'user' &&
    named !== undefined &&
    named !== userId &&
    !mayInstead(row, parameters, world, userId)
  ) {
    throw new WorldRefusal(
      401,
      `The ID in ${owner.param} must match the user ID found in the request's OAuth token.`,
    );
  }
  if (caller.type === 'app' && actorId !== '')
    checkGrants(row, caller.clientId, actorId, parameters, world, tokens);
  if (owner.param === 'moderator_id' && named !== undefined) checkModerator(parameters, world, actorId);
  return actorId;
}

function mayInstead(row: EndpointRow, parameters: Parameters, world: World, userId: string): boolean {
  return row.ownerAlso.some((also) => {
    if (also.role === 'anyone') return true;
    const of =
      also.of === undefined
        ? undefined
        : (valueIn(parameters, 'query', also.of) ?? valueIn(parameters, 'body', also.of));
    if (also.role === 'user') return of === userId;
    const channel = of === undefined ? undefined : world.channel(of);
    if (!channel) return false;
    return also.role === 'moderator' ? world.mayModerate(channel, userId) : channel.editors.has(userId);
  });
}

function checkModerator(parameters: Parameters, world: World, actorId: string): void {
  const channelId =
    valueIn(parameters, 'query', 'broadcaster_id') ?? valueIn(parameters, 'query', 'from_broadcaster_id');
  if (channelId === undefined) return;
  const channel = world.channel(channelId);
  if (!channel || channel.id !== channelId)
    throw new WorldRefusal(400, 'The ID in broadcaster_id was not found.');
  if (!world.mayModerate(channel, actorId)) {
    throw new WorldRefusal(403, "The user in moderator_id is not one of the broadcaster's moderators.");
  }
}

function checkGrants(
  row: EndpointRow,
  clientId: string,
  actorId: string,
  parameters: Parameters,
  world: World,
  tokens: TokenLookup,
): void {
  for (const grant of row.appGrants ?? []) {
    const from = valueIn(parameters, 'query', grant.from) ?? valueIn(parameters, 'body', grant.from) ?? '';
    const granted = tokens.grantedScopes(clientId, from) ?? [];
    const hasAll = (grant.allOf ?? []).every((scope) => granted.includes(scope));
    const hasAny = grant.anyOf === undefined || grant.anyOf.some((scope) => granted.includes(scope));
    const channel = grant.or === undefined ? undefined : world.channel(from);
    const isExcused = channel !== undefined && world.mayModerate(channel, actorId);
    if ((!hasAll || !hasAny) && !isExcused) {
      const needed = [...(grant.allOf ?? []), ...(grant.anyOf ?? [])].join(', ');
      throw new WorldRefusal(401, `The user in ${grant.from} has not granted this client: ${needed}`);
    }
  }
}

function valueIn(parameters: Parameters, where: 'query' | 'body', name: string): string | undefined {
  const values = parameters[where];
  const value =
    typeof values === 'object' && values !== null ? (values as Record<string, unknown>)[name] : undefined;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : undefined;
}

/** Whether a token is a JWT that the extension's backend signed (HS256) and that still holds. */
function isSigned(token: string, extension: ExtensionKey): boolean {
  const [header, payload, signature] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined) return false;
  const expected = createHmac('sha256', Buffer.from(extension.secret, 'base64'))
    .update(`${header}.${payload}`)
    .digest();
  const given = Buffer.from(signature, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
