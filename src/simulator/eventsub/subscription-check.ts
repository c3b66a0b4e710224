import { eventRow, eventVersions } from '../../tables/events';
import type { EventRow } from '../../tables/event-row';
import type { ApiAnswer } from '../parts';
import type { TokenLookup } from '../oauth/token-registry';
import type { World } from '../world/world';

/** What somebody wants to subscribe to, not checked yet. */
export interface WantedSubscription {
  readonly clientId: string;
  /** Null with an app token, for a conduit. */
  readonly userId: string | null;
  readonly scopes: readonly string[];
  readonly type: string;
  readonly version: string;
  readonly condition: Readonly<Record<string, unknown>>;
}

const ERROR_NAMES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
};

/** A refusal in Helix' error shape. */
export function refusal(status: number, message: string): ApiAnswer {
  return { status, body: { error: ERROR_NAMES[status] ?? 'Error', status, message } };
}

/** The row of what is wanted, with the condition complete: unused fields are ''. Or why it is refused. */
export function checkWanted(
  wanted: WantedSubscription,
  world: World,
  tokens: TokenLookup,
): { readonly row: EventRow; readonly condition: Record<string, string> } | { readonly refused: ApiAnswer } {
  const row = eventRow(wanted.type, wanted.version);
  if (!row) {
    const versions = eventVersions(wanted.type);
    const hint =
      versions.length > 0 ? `the versions of ${wanted.type} are ${versions.join(', ')}` : 'unknown type';
    return { refused: refusal(400, `invalid subscription type and version: ${hint}`) };
  }
  if (!row.websocket && wanted.userId !== null)
    return { refused: refusal(400, `${row.type} is not available over websockets`) };

  const condition = completeCondition(row, wanted.condition);
  if (typeof condition === 'string') return { refused: refusal(400, condition) };
  const forbidden =
    wanted.userId === null
      ? whyNotGranted(row, condition, wanted.clientId, world, tokens)
      : whyForbidden(row, condition, { ...wanted, userId: wanted.userId }, world);
  return forbidden === null ? { row, condition } : { refused: refusal(403, forbidden) };
}

/** All condition fields of the type; a sentence when the given ones do not fit. */
function completeCondition(
  row: EventRow,
  given: Readonly<Record<string, unknown>>,
): Record<string, string> | string {
  const known = [...row.condition, ...row.optionalCondition];
  const complete: Record<string, string> = {};
  for (const field of known) {
    const value = given[field] ?? '';
    if (typeof value !== 'string') return `condition field ${field} must be a string`;
    if (value === '' && row.condition.includes(field)) return `missing condition field ${field}`;
    complete[field] = value;
  }
  const unknown = Object.keys(given).find((field) => !known.includes(field));
  if (unknown !== undefined) return `unexpected condition field ${unknown}`;
  if (row.oneOf.length > 0 && row.oneOf.filter((field) => complete[field] !== '').length !== 1) {
    return `exactly one of the condition fields ${row.oneOf.join(', ')} is needed`;
  }
  return complete;
}

/** Twitch says the same for every lack of permission; the reason is added for people. */
function because(reason: string): string {
  return `subscription missing proper authorization: ${reason}`;
}

/** Null when the subscription is allowed. */
function whyForbidden(
  row: EventRow,
  condition: Readonly<Record<string, string>>,
  { userId, scopes }: { readonly userId: string; readonly scopes: readonly string[] },
  world: World,
): string | null {
  if (row.owner !== null && condition[row.owner] !== userId) {
    return because(`${row.owner} must be the user of the token`);
  }
  const missing = row.scopeGroups.find((group) => !group.some((scope) => scopes.includes(scope)));
  if (missing) return because(`scope ${missing.join(' or ')} is needed`);
  const channel = world.channel(condition['broadcaster_user_id'] ?? '');
  if (!channel) return null;
  if (row.ownerRole === 'moderator' && !world.mayModerate(channel, userId)) {
    return because('the user is not a moderator of the channel');
  }
  if (row.ownerRole === 'chatter' && channel.bans.get(userId)?.endsAt === null) {
    return because('the user is banned from the channel');
  }
  return null;
}

/** An app token: the users in the condition must have allowed the application what the type needs, at some time before. */
function whyNotGranted(
  row: EventRow,
  condition: Readonly<Record<string, string>>,
  clientId: string,
  world: World,
  tokens: TokenLookup,
): string | null {
  if (condition['client_id'] !== undefined && condition['client_id'] !== clientId) {
    return because('client_id must be that of the token');
  }
  const granted = (field: string): readonly string[] =>
    tokens.grantedScopes(clientId, condition[field] ?? '') ?? [];
  if (row.owner !== null) {
    const scopes = granted(row.owner);
    const missing = row.scopeGroups.find((group) => !group.some((scope) => scopes.includes(scope)));
    if (missing) return because(`the user in ${row.owner} has to grant ${missing.join(' or ')}`);
  }
  const channel = world.channel(condition['broadcaster_user_id'] ?? '');
  for (const { from, allOf, unless } of row.appGrants) {
    const scopes = granted(from);
    const isInstead =
      unless !== undefined && channel && world.mayModerate(channel, condition['user_id'] ?? '');
    if (!isInstead && !allOf.every((scope) => scopes.includes(scope))) {
      return because(`the user in ${from} has to grant ${allOf.join(' and ')}`);
    }
  }
  return null;
}

/** The user whose authorisation decides about the cost of a subscription. */
export function costUser(condition: Readonly<Record<string, string>>): string {
  return (
    condition['broadcaster_user_id'] ||
    condition['to_broadcaster_user_id'] ||
    condition['from_broadcaster_user_id'] ||
    condition['user_id'] ||
    ''
  );
}
