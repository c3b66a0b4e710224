import { toTwitchError, TwitchInputError } from '../errors';
import type { EventRow } from '../../tables/event-row';
import { conditionUserIdField } from '../../tables/user-id-fields';
import type { WireObject } from './frame';

/** What a subscription is about: ids by name of field, all strings, none empty. */
export type Condition = Readonly<Record<string, string>>;

/**
 * A condition without its empty fields, its names in order. Twitch returns unused optional fields as `''`, so `''`
 * and absent mean the same. Values that are not text are left out: what came over the wire has not been checked.
 */
export function normalCondition(condition: WireObject): Condition {
  const fields: [string, string][] = [];
  for (const [name, value] of Object.entries(condition)) {
    if (typeof value === 'string' && value !== '') fields.push([name, value]);
  }
  return Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Same text for what Twitch takes for the same subscription: type, version and the fields that are filled in. */
export function subscriptionKey(type: string, version: string, condition: WireObject): string {
  return JSON.stringify([type, version, Object.entries(normalCondition(condition))]);
}

/**
 * Checks a condition against the event's row and returns it in normal form.
 *
 * @param row undefined for a type by hand, which the table does not know: then only the values are looked at
 * @param takesLogins whether names are looked up later (`withIds`); else they are refused
 * @throws {TwitchInputError} when a field is missing, unknown, not text, or a name where an id belongs
 */
export function checkCondition(
  row: EventRow | undefined,
  type: string,
  condition: WireObject,
  takesLogins = false,
): Condition {
  for (const [name, value] of Object.entries(condition)) {
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') {
      throw invalid(type, name, `must be text, not a ${typeof value}: ids are strings at Twitch`);
    }
    if (!takesLogins && isLogin(name, value)) {
      throw invalid(type, name, `must be a user id, and "${value}" is a name; look the id up first`);
    }
  }
  const normal = normalCondition(condition);
  if (row) checkFields(row, normal);
  return normal;
}

/** Finds the id of a login. @throws {TwitchInputError} when nobody has it */
export type FindId = (login: string) => Promise<string>;

/** Whether somebody is named by login where Twitch wants an id. */
export function hasLogins(condition: Condition): boolean {
  return Object.entries(condition).some(([name, value]) => isLogin(name, value));
}

/**
 * The same condition with ids in the place of logins, so that both spellings are one subscription.
 *
 * @throws {TwitchInputError} naming the field, for a login that nobody has or can have
 */
export async function withIds(type: string, condition: Condition, find: FindId): Promise<Condition> {
  const fields = Object.entries(condition).map(async ([name, value]) => {
    if (!isLogin(name, value)) return [name, value] as const;
    try {
      return [name, await find(value)] as const;
    } catch (caught) {
      const error = toTwitchError(caught);
      if (error.code !== 'TWITCH_INPUT_INVALID') throw error;
      throw new TwitchInputError(
        `The event ${type} cannot be subscribed to: ${name} "${value}": ${error.message}`,
        { ...error.cause, parameter: name, eventType: type },
      );
    }
  });
  return Object.fromEntries(await Promise.all(fields));
}

/** Ids of users consist of digits. */
function isLogin(name: string, value: string): boolean {
  return value !== '' && conditionUserIdField.test(name) && !/^\d+$/.test(value);
}

function checkFields(row: EventRow, condition: Condition): void {
  const known = new Set([...row.condition, ...row.optionalCondition]);
  for (const name of Object.keys(condition)) {
    if (!known.has(name)) {
      throw invalid(row.type, name, `is not a field of this event; it has ${[...known].join(', ')}`);
    }
  }
  for (const name of row.condition) {
    if (condition[name] === undefined) throw invalid(row.type, name, 'is missing');
  }
  const choice = row.oneOf;
  if (choice.length > 0 && choice.filter((name) => condition[name] !== undefined).length !== 1) {
    throw invalid(row.type, choice.join(' or '), 'must be given, exactly one of them');
  }
}

function invalid(type: string, field: string, what: string): TwitchInputError {
  return new TwitchInputError(`The event ${type} cannot be subscribed to: ${field} ${what}.`, {
    parameter: field,
    reason: what,
    eventType: type,
  });
}
