import { TwitchInputError } from '../errors';
import type { EventRow } from '../../tables/event-row';
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

/** Fields that hold the id of a user; their ids consist of digits. */
const USER_ID_FIELD = /user_id$/;

/**
 * Checks a condition against the event's row and returns it in normal form.
 *
 * @param row undefined for a type by hand, which the table does not know: then only the values are looked at
 * @throws {TwitchInputError} when a field is missing, unknown, not text, or a name where an id belongs
 */
export function checkCondition(row: EventRow | undefined, type: string, condition: WireObject): Condition {
  for (const [name, value] of Object.entries(condition)) {
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') {
      throw invalid(type, name, `must be text, not a ${typeof value}: ids are strings at Twitch`);
    }
    if (value !== '' && USER_ID_FIELD.test(name) && !/^\d+$/.test(value)) {
      throw invalid(type, name, `must be a user id, and "${value}" is a name; look the id up first`);
    }
  }
  const normal = normalCondition(condition);
  if (row) checkFields(row, normal);
  return normal;
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
