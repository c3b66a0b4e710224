import type { EndpointRow, FieldSpecs } from '../../tables/endpoint-row';
import { conditionUserIdField, userIdFields } from '../../tables/user-id-fields';
import { toTwitchError, TwitchInputError } from '../errors';
import { isRecord, type RequestArgs } from './request-args';

/** Finds the id of a login; the name is as the caller wrote it. */
export type FindId = (name: string) => Promise<string>;

type Values = Readonly<Record<string, unknown>>;

/** Which fields of a call hold user ids. */
interface UserFields {
  readonly query: readonly string[];
  readonly body: readonly string[];
  /** Objects of the body with such fields inside. */
  readonly inside: readonly (readonly [outer: string, inner: string])[];
  readonly hasCondition: boolean;
}

const known = new WeakMap<EndpointRow, UserFields>();

function namesIn(specs: FieldSpecs | undefined | null): string[] {
  return Object.keys(specs ?? {}).filter((name) => userIdFields.has(name));
}

function userFieldsOf(row: EndpointRow): UserFields {
  let fields = known.get(row);
  if (!fields) {
    fields = {
      query: namesIn(row.query),
      body: namesIn(row.body),
      inside: Object.entries(row.body ?? {}).flatMap(([outer, { fields: inner }]) =>
        namesIn(inner).map((name) => [outer, name] as const),
      ),
      hasCondition: row.body?.['condition'] !== undefined,
    };
    known.set(row, fields);
  }
  return fields;
}

/** Whether a call names somebody by login where it wants an id. Cheap: nearly all calls hold ids. */
export function hasLogins(row: EndpointRow, { query, body }: RequestArgs): boolean {
  const fields = userFieldsOf(row);
  if (query) {
    for (const name of fields.query) if (isLogin(query[name])) return true;
    if (row.id === 'get-users' && isLogin(query['id'])) return true;
  }
  if (!isRecord(body)) return false;
  for (const name of fields.body) if (isLogin(body[name])) return true;
  for (const [outer, inner] of fields.inside) {
    const value = body[outer];
    if (isRecord(value) && isLogin(value[inner])) return true;
  }
  return (
    fields.hasCondition &&
    isRecord(body['condition']) &&
    loginsOfCondition(body['condition']).some(([, value]) => isLogin(value))
  );
}

/**
 * The same call with ids in the place of logins; ids stay as they are. All look-ups are made at once, so that they go out
 * together.
 *
 * @throws {TwitchInputError} naming the field, for a login that nobody has or can have
 */
export async function withIds(row: EndpointRow, args: RequestArgs, find: FindId): Promise<RequestArgs> {
  const fields = userFieldsOf(row);
  if (row.id === 'get-users' && args.query) return { ...args, query: loginsApart(args.query) };
  const one = (name: string, value: unknown): unknown =>
    isLogin(value) ? idOf(row, name, value, find) : value;
  const [query, body, objects] = await Promise.all([
    replaced(args.query, fields.query, one),
    replaced(args.body, fields.body, one),
    Promise.all(
      objectsWithUsers(fields, args.body).map(
        async ([outer, value, names]) =>
          [outer, await replaced(value, names, (name, id) => one(`${outer}.${name}`, id))] as const,
      ),
    ),
  ]);
  return { query, body: objects.length > 0 ? { ...body, ...Object.fromEntries(objects) } : body };
}

function objectsWithUsers(
  { inside, hasCondition }: UserFields,
  body: Values | undefined,
): (readonly [outer: string, value: Values, names: readonly string[]])[] {
  return [...new Set([...inside.map(([outer]) => outer), ...(hasCondition ? ['condition'] : [])])].flatMap(
    (outer) => {
      const value = body?.[outer];
      if (!isRecord(value)) return [];
      const names =
        outer === 'condition'
          ? loginsOfCondition(value).map(([name]) => name)
          : inside.filter(([name]) => name === outer).map(([, name]) => name);
      return [[outer, value, names] as const];
    },
  );
}

async function replaced(
  values: Values | undefined,
  names: readonly string[],
  one: (name: string, value: unknown) => unknown,
): Promise<Values | undefined> {
  if (!values) return values;
  const entries = await Promise.all(
    names
      .filter((name) => isLogin(values[name]))
      .map(async (name) => {
        const value = values[name];
        const id: unknown = Array.isArray(value)
          ? await Promise.all(value.map((item: unknown) => one(name, item)))
          : await one(name, value);
        return [name, id] as const;
      }),
  );
  return entries.length === 0 ? values : { ...values, ...Object.fromEntries(entries) };
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** The one call that looks people up takes their logins under a name of its own. */
function loginsApart(query: Values): Values {
  const ids = listOf(query['id']);
  const logins = ids.filter(isLogin).map((login) => String(login).trim().replace(/^@/, '').toLowerCase());
  const left = ids.filter((id) => !isLogin(id));
  const { id: _id, ...rest } = query;
  return { ...rest, ...(left.length > 0 && { id: left }), login: [...listOf(query['login']), ...logins] };
}

function loginsOfCondition(condition: Values): readonly (readonly [string, unknown])[] {
  return Object.entries(condition).filter(([name]) => conditionUserIdField.test(name));
}

/** A text (or a list with one) that is no id. Blank ones and other kinds of values are left to the check of the call. */
function isLogin(value: unknown): boolean {
  if (typeof value === 'string') return value !== '' && !isDigits(value);
  return Array.isArray(value) && value.some(isLogin);
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

async function idOf(row: EndpointRow, name: string, value: unknown, find: FindId): Promise<string> {
  try {
    return await find(String(value));
  } catch (caught) {
    const error = toTwitchError(caught);
    if (error.code !== 'TWITCH_INPUT_INVALID') throw error;
    throw new TwitchInputError(`${row.name}: "${name}": ${error.message}`, {
      ...error.cause,
      endpoint: row.id,
      parameter: name,
    });
  }
}
