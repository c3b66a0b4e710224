import type { EndpointRow, FieldSpec, FieldSpecs } from '../../tables/endpoint-row';
import { characters } from '../world/text';
import { refuse } from '../world/refusal';

export interface Parameters {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** Names that the endpoint does not know. Twitch ignores them. */
  readonly ignored: readonly string[];
}

/** Where Twitch cuts or clamps a value instead of refusing it, or answers with another status: the handler looks at these. */
const LEFT_TO_HANDLERS: ReadonlySet<string> = new Set([
  'send-chat-message.message',
  'send-chat-announcement.message',
  'send-whisper.message',
  'start-commercial.length',
  // Clients send 0 beside a flag that is off, and Twitch takes it.
  'create-poll.channel_points_per_vote',
  ...['create-custom-rewards', 'update-custom-reward'].flatMap((id) =>
    ['max_per_stream', 'max_per_user_per_stream', 'global_cooldown_seconds'].map((name) => `${id}.${name}`),
  ),
]);

/** Ids of users are numbers; a login in their place is refused, not looked up. */
const USER_ID_FIELDS =
  /(?:^|\.)(?:(?:(?:from|to)_)?broadcaster_id|(?:(?:from|to|target)_)?user_id|moderator_id|sender_id|editor_id|guest_id)$/;

/** Ids that Twitch also takes from the query although they belong into the body: some clients send them so. */
const ALSO_IN_QUERY: Readonly<Record<string, readonly string[]>> = {
  'send-chat-message': ['broadcaster_id', 'sender_id'],
};

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads query and body by the row. @throws WorldRefusal 400 for what is missing, malformed or out of range */
export function readParameters(row: EndpointRow, sentQuery: URLSearchParams, sentBody: unknown): Parameters {
  const ignored: string[] = [];
  const query: Record<string, unknown> = {};
  for (const name of new Set(sentQuery.keys())) {
    const spec = row.query[name];
    if (spec) query[name] = readQueryValue(row, name, spec, sentQuery.getAll(name));
    else ignored.push(name);
  }
  for (const [name, spec] of Object.entries(row.query)) {
    const value = query[name];
    const isMissing =
      value === undefined || value === '' || (Array.isArray(value) && value.every((each) => each === ''));
    if (spec.required && isMissing) refuse(`Missing required parameter "${name}"`);
  }
  const body = row.body && readBody(row, row.body, sentQuery, sentBody, ignored);
  return { query, body: body ?? undefined, ignored };
}

function readBody(
  row: EndpointRow,
  fields: FieldSpecs,
  sentQuery: URLSearchParams,
  sent: unknown,
  ignored: string[],
): Record<string, unknown> {
  const fromQuery: Record<string, unknown> = {};
  for (const name of ALSO_IN_QUERY[row.id] ?? []) {
    const value = sentQuery.get(name);
    if (value === null) continue;
    fromQuery[name] = value;
    ignored.splice(ignored.indexOf(name), 1);
  }
  if (sent === undefined && Object.values(fields).every((spec) => !spec.required)) return {};
  if (!isObject(sent)) refuse('The request body must be a JSON object.');
  return readObject(row, '', fields, { ...fromQuery, ...sent }, ignored);
}

function readQueryValue(row: EndpointRow, name: string, spec: FieldSpec, sent: readonly string[]): unknown {
  if (spec.repeatable) {
    if (spec.max !== undefined && sent.length > spec.max) {
      refuse(`The parameter "${name}" may be given at most ${spec.max} times.`);
    }
    return sent.map((text) => readText(row, name, spec, text));
  }
  // Twitch takes the last one of a key that may be there once.
  return readText(row, name, spec, sent.at(-1) ?? '');
}

function readText(row: EndpointRow, name: string, spec: FieldSpec, text: string): unknown {
  if (spec.type === 'integer' || spec.type === 'number') {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value))
      refuse(`The parameter "${name}" was malformed: ${text}`);
    return checkValue(row, name, spec, value);
  }
  if (spec.type === 'boolean') {
    if (text !== 'true' && text !== 'false') {
      refuse(`The parameter "${name}" was malformed: the value must be true or false`);
    }
    return text === 'true';
  }
  return checkValue(row, name, spec, text);
}

function readObject(
  row: EndpointRow,
  path: string,
  fields: FieldSpecs,
  sent: Readonly<Record<string, unknown>>,
  ignored: string[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(sent)) if (!fields[name]) ignored.push(path + name);
  for (const [name, spec] of Object.entries(fields)) {
    const value = sent[name];
    if (value === undefined || value === null) {
      if (spec.required) refuse(`Missing required parameter "${path}${name}"`);
      continue;
    }
    if (spec.required && value === '') refuse(`Missing required parameter "${path}${name}"`);
    result[name] = readValue(row, path + name, spec, value, ignored);
  }
  return result;
}

function readValue(
  row: EndpointRow,
  path: string,
  spec: FieldSpec,
  value: unknown,
  ignored: string[],
): unknown {
  const inner = spec.fields ?? {};
  const asObject = (each: unknown, at: string): Record<string, unknown> => {
    if (!isObject(each)) refuse(`The parameter "${at}" must be an object.`);
    return spec.fields ? readObject(row, `${at}.`, inner, each, ignored) : each;
  };
  if (spec.type === 'object') return asObject(value, path);
  if (spec.type === 'object[]') {
    return readList(path, spec, value).map((each, index) => asObject(each, `${path}[${index}]`));
  }
  if (spec.type === 'map') {
    if (!isObject(value)) refuse(`The parameter "${path}" must be an object.`);
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, asObject(each, `${path}.${key}`)]),
    );
  }
  if (spec.type === 'string[]' || spec.type === 'integer[]') {
    return readList(path, spec, value).map((each) => readListItem(path, spec, each));
  }
  // A number of minutes is documented as text, and Twitch takes the number as well.
  const given = spec.type === 'string' && spec.unit && typeof value === 'number' ? String(value) : value;
  checkType(path, spec, given);
  return checkValue(row, path, spec, given);
}

function readList(path: string, spec: FieldSpec, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) refuse(`The parameter "${path}" must be a list.`);
  if (spec.min !== undefined && value.length < spec.min) {
    refuse(`The parameter "${path}" must have at least ${spec.min} values.`);
  }
  if (spec.max !== undefined && value.length > spec.max) {
    refuse(`The parameter "${path}" must have at most ${spec.max} values.`);
  }
  return value;
}

function readListItem(path: string, spec: FieldSpec, value: unknown): unknown {
  if (spec.type === 'integer[]') {
    if (!Number.isInteger(value)) refuse(`The parameter "${path}" must be a list of whole numbers.`);
    return value;
  }
  if (typeof value !== 'string') refuse(`The parameter "${path}" must be a list of strings.`);
  const length = characters(value);
  if (spec.itemMinLength !== undefined && length < spec.itemMinLength)
    refuse(`A value of "${path}" is too short.`);
  if (spec.itemMaxLength !== undefined && length > spec.itemMaxLength)
    refuse(`A value of "${path}" is too long.`);
  return value;
}

function checkType(path: string, spec: FieldSpec, value: unknown): void {
  const isRight =
    spec.type === 'integer'
      ? Number.isInteger(value)
      : spec.type === 'number'
        ? typeof value === 'number'
        : spec.type === 'boolean'
          ? typeof value === 'boolean'
          : typeof value === 'string';
  if (!isRight) refuse(`The parameter "${path}" was malformed: it must be of type ${spec.type}`);
}

function checkValue(row: EndpointRow, path: string, spec: FieldSpec, value: unknown): unknown {
  if (LEFT_TO_HANDLERS.has(`${row.id}.${path}`)) return value;
  if (typeof value === 'number') {
    if (spec.type === 'integer' && !Number.isInteger(value))
      refuse(`The parameter "${path}" must be a whole number.`);
    checkRange(path, spec, value);
  }
  if (typeof value === 'string') {
    if (USER_ID_FIELDS.test(path) && value !== '' && !/^\d+$/.test(value)) {
      refuse(`The parameter "${path}" was malformed: the value must be numeric`);
    }
    const length = characters(value);
    if (spec.unit !== undefined) checkRange(path, spec, Number(value));
    if (spec.maxLength !== undefined && length > spec.maxLength) {
      refuse(`The parameter "${path}" must not be longer than ${spec.maxLength} characters.`);
    }
    if (spec.minLength !== undefined && length < spec.minLength) {
      refuse(`The parameter "${path}" must not be shorter than ${spec.minLength} characters.`);
    }
    if (
      spec.type === 'rfc3339' &&
      value !== '' &&
      !(RFC3339.test(value) && !Number.isNaN(Date.parse(value)))
    ) {
      refuse(`The parameter "${path}" was malformed: it must be a RFC 3339 date`);
    }
  }
  const isKnown = spec.enum === undefined || spec.enum.includes(value as string | number);
  const fits =
    spec.pattern !== undefined && typeof value === 'string' && new RegExp(spec.pattern).test(value);
  if (
    (spec.enum !== undefined || spec.pattern !== undefined) &&
    !fits &&
    (spec.enum === undefined || !isKnown)
  ) {
    refuse(`The parameter "${path}" was malformed: the value ${String(value)} is not valid`);
  }
  return value;
}

function checkRange(path: string, spec: FieldSpec, value: number): void {
  const isIn = value >= (spec.min ?? -Infinity) && value <= (spec.max ?? Infinity);
  if (!isIn) {
    const range = spec.max === undefined ? `at least ${spec.min}` : `from ${spec.min ?? 0} to ${spec.max}`;
    refuse(`The parameter "${path}" was malformed: the value must be ${range}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
