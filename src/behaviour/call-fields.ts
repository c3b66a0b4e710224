import type { EndpointRow, FieldSpec } from '../tables/endpoint-row';
import { userIdFields } from '../tables/user-id-fields';
import { isPlain } from './incoming';
import { inputRefusal } from './refusal';

/** Fields of a call as they are filled in: names of the table, with dots into an object of the body (`data.user_id`). */
export type CallFields = Readonly<Record<string, unknown>>;

export interface SplitFields {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** A field that holds the id of a person; a name is taken as well. */
export function isPersonField(name: string): boolean {
  return userIdFields.has(name.slice(name.lastIndexOf('.') + 1));
}

/** One field of a call as a form shows it. */
export interface CallFieldRow {
  readonly name: string;
  readonly in: 'query' | 'body';
  readonly spec: FieldSpec;
  readonly required: boolean;
}

/** All fields of a call; those inside an object of the body by their dotted names. */
export function callFieldRows(row: EndpointRow): readonly CallFieldRow[] {
  const rows: CallFieldRow[] = [];
  for (const [name, spec] of Object.entries(row.query)) {
    rows.push({ name, in: 'query', spec, required: spec.required === true });
  }
  for (const [name, spec] of Object.entries(row.body ?? {})) {
    if (spec.type !== 'object' || spec.fields === undefined || Object.keys(spec.fields).length === 0) {
      rows.push({ name, in: 'body', spec, required: spec.required === true });
      continue;
    }
    for (const [inner, innerSpec] of Object.entries(spec.fields)) {
      const required = spec.required === true && innerSpec.required === true;
      rows.push({ name: `${name}.${inner}`, in: 'body', spec: innerSpec, required });
    }
  }
  return rows;
}

/**
 * Puts the fields where the call wants them, with values of the types it wants: forms and messages bring texts.
 * Blank ones are left out. Names the table does not have go along unchanged only if `unchecked`.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID for an unknown name
 */
export function splitFields(row: EndpointRow, fields: CallFields, unchecked: boolean): SplitFields {
  const known = new Map(callFieldRows(row).map((field) => [field.name, field]));
  const query: Record<string, unknown> = {};
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (isBlank(value)) continue;
    const field = known.get(name);
    const wholeObject = field === undefined && row.body !== null && Object.hasOwn(row.body, name);
    if (field === undefined && !wholeObject && !unchecked) throw unknownField(row, name);
    const fits = field === undefined ? parsed(value) : fitting(field.spec, value);
    if (field?.in === 'query' || (field === undefined && row.body === null)) query[name] = fits;
    else put(body, name, fits);
  }
  return { query, body: row.body === null ? undefined : body };
}

function unknownField(row: EndpointRow, name: string): Error {
  return inputRefusal(
    'Something is filled in wrongly.',
    `${row.name} has no field "${name}". Correct it, or tick "send it anyway" if Twitch has added it since.`,
    { endpoint: row.id, parameter: name },
  );
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function put(body: Record<string, unknown>, name: string, value: unknown): void {
  const dot = name.indexOf('.');
  if (dot === -1) {
    body[name] = isPlain(body[name]) && isPlain(value) ? { ...value, ...body[name] } : value;
    return;
  }
  const outer = name.slice(0, dot);
  const inside = body[outer];
  body[outer] = { ...(isPlain(inside) ? inside : {}), [name.slice(dot + 1)]: value };
}

/** A value as the field wants it; what cannot be made to fit stays, and the check of the call says what is wrong. */
function fitting(spec: FieldSpec, value: unknown): unknown {
  switch (spec.type) {
    case 'integer':
    case 'number':
      return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
        ? Number(value)
        : value;
    case 'boolean':
      return value === 'true' || value === 'false' ? value === 'true' : value;
    case 'string[]':
    case 'integer[]': {
      const items = listOf(value);
      return spec.type === 'integer[]' ? items.map((item) => fitting({ type: 'integer' }, item)) : items;
    }
    case 'object':
    case 'map':
      return parsed(value);
    case 'object[]':
      return objectsOf(spec, value);
    case 'string':
    case 'rfc3339':
    default:
      if (spec.repeatable) {
        const items = listOf(value);
        return items.length === 1 ? items[0] : items;
      }
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  }
}

/** A list, or a text with items by comma or line. */
function listOf(value: unknown): readonly unknown[] {
  const read = parsed(value);
  if (Array.isArray(read)) return read;
  if (typeof value !== 'string') return [value];
  return value
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** A list of objects; of those with one field only, a list of texts does. */
function objectsOf(spec: FieldSpec, value: unknown): unknown {
  const [only, ...others] = Object.keys(spec.fields ?? {});
  const read = parsed(value);
  if (Array.isArray(read) && read.every(isPlain)) return read;
  if (only === undefined || others.length > 0) return read;
  return listOf(value).map((item) => ({ [only]: item }));
}

/** JSON typed as text, read; anything else as it is. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
