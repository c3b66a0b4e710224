import { grantKey, type Grant, type GrantKey } from '../core/auth/grant';
import { isRecord } from './json';
import { seal, unseal, type Sealed } from './seal';

/** Raised when an older version of this package could misread the file. */
const FORMAT = 1;

/** One account has up to two sign-ins. */
export type Slot = 'channel' | 'bot';

/** Who is signed in where. The account node itself saves nobody's id, so that an export carries none. */
export interface Assignment extends GrantKey {
  /** Id of the account node; in a subflow that of the template's node. */
  readonly account: string;
  readonly slot: Slot;
}

/** What was found in a grant document. */
export interface OpenedGrants {
  readonly grants: readonly Grant[];
  readonly assignments: readonly Assignment[];
  /** Entries that this key does not open, or that are no sign-ins. */
  readonly unreadable: number;
}

/** The whole document: server, client id and user id in the open (they are the additional data), all else sealed. */
export function formatGrants(
  grants: Iterable<Grant>,
  assignments: Iterable<Assignment>,
  key: Buffer,
): string {
  const entries = [...grants].map((grant) => ({
    server: grant.server,
    clientId: grant.clientId,
    userId: grant.userId,
    ...seal(key, grantKey(grant), JSON.stringify(grant)),
  }));
  return `${JSON.stringify({ format: FORMAT, grants: entries, assignments: [...assignments] }, null, 1)}\n`;
}

/** null when the text is no grant document of this format: damaged, emptied, foreign, or of a later version. */
export function parseGrants(text: string, key: Buffer): OpenedGrants | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(data) || data['format'] !== FORMAT || !Array.isArray(data['grants'])) return null;
  const grants: Grant[] = [];
  let unreadable = 0;
  for (const entry of data['grants'] as readonly unknown[]) {
    const grant = openEntry(entry, key);
    if (grant) grants.push(grant);
    else unreadable++;
  }
  const listed: readonly unknown[] = Array.isArray(data['assignments']) ? data['assignments'] : [];
  return { grants, assignments: listed.filter(isAssignment), unreadable };
}

function openEntry(entry: unknown, key: Buffer): Grant | null {
  if (!isSealedEntry(entry)) return null;
  const text = unseal(key, grantKey(entry), entry);
  if (text === null) return null;
  let grant: unknown;
  try {
    grant = JSON.parse(text);
  } catch {
    return null;
  }
  return isGrant(grant) ? grant : null;
}

function isSealedEntry(entry: unknown): entry is GrantKey & Sealed {
  if (!isRecord(entry)) return false;
  return ['server', 'clientId', 'userId', 'iv', 'tag', 'data'].every(
    (name) => typeof entry[name] === 'string',
  );
}

function isAssignment(value: unknown): value is Assignment {
  if (!isRecord(value) || (value['slot'] !== 'channel' && value['slot'] !== 'bot')) return false;
  return ['account', 'server', 'clientId', 'userId'].every((name) => typeof value[name] === 'string');
}

function isGrant(value: unknown): value is Grant {
  if (!isRecord(value)) return false;
  const texts = ['server', 'clientId', 'userId', 'login', 'accessToken'];
  const textOrNull = value['refreshToken'] === null || typeof value['refreshToken'] === 'string';
  const numberOrNull = value['expiresAt'] === null || typeof value['expiresAt'] === 'number';
  const scopes = value['scopes'];
  return (
    texts.every((name) => typeof value[name] === 'string') &&
    textOrNull &&
    numberOrNull &&
    Array.isArray(scopes) &&
    scopes.every((scope) => typeof scope === 'string') &&
    typeof value['obtainedAt'] === 'number' &&
    typeof value['rotation'] === 'number'
  );
}
