import type { ActionParams } from '../behaviour/context';
import type { FlowMessage } from '../behaviour/message';
import { fillPlaceholders, type PlaceholderSource } from '../behaviour/placeholders';
import { TwitchInputError } from '../core/errors';
import type { FieldDefinition, NodeDefinition, SavedValue } from '../definitions/definition';
import { isRecord } from './json';
import { evaluateProperty, type RED, type RuntimeNode } from './red';

/** Types whose value stands in the flow itself. The others are looked up when a message comes. */
const literals: ReadonlySet<string> = new Set(['str', 'num', 'bool', 'json']);

export interface EvaluatedFields {
  readonly params: ActionParams;
  /** Some text had a placeholder that nothing stands behind. */
  readonly hasUnknownPlaceholder: boolean;
}

export interface FieldSource {
  readonly red: Pick<RED, 'util'>;
  readonly node: RuntimeNode;
  readonly placeholders: PlaceholderSource;
}

/** The saved fields of a node: `params` of its configuration, whatever else may stand there. */
export function savedParams(config: Readonly<Record<string, unknown>>): Readonly<Record<string, SavedValue>> {
  const { params } = config;
  const saved: Record<string, SavedValue> = {};
  if (!isRecord(params)) return saved;
  for (const [name, value] of Object.entries(params)) {
    if (isRecord(value) && typeof value['t'] === 'string') saved[name] = { v: value['v'], t: value['t'] };
  }
  return saved;
}

/** The fields of an operation, or all of a node without operations. */
export function fieldsOf(definition: NodeDefinition, operation: string | null): readonly FieldDefinition[] {
  const wanted = operation === null ? undefined : definition.operations[operation]?.fields;
  if (!wanted) return definition.fields;
  return definition.fields.filter((field) => wanted.includes(field.name));
}

/**
 * Works the fields out for one message: looks up what a field takes from elsewhere, fills placeholders into texts. Blank ones
 * are left out, so that their rule takes over.
 *
 * @throws {TwitchInputError} naming the field
 */
export async function evaluateFields(
  fields: readonly FieldDefinition[],
  saved: Readonly<Record<string, SavedValue>>,
  msg: FlowMessage,
  source: FieldSource,
): Promise<EvaluatedFields> {
  const params: Record<string, unknown> = {};
  let hasUnknownPlaceholder = false;
  for (const field of fields) {
    let value = await fieldValue(field, saved[field.name], msg, source);
    if (field.placeholders && !field.late && typeof value === 'string' && saved[field.name]?.t === 'str') {
      const filled = fillPlaceholders(value, msg, source.placeholders);
      hasUnknownPlaceholder ||= filled.unknown.length > 0;
      value = filled.text;
    }
    if (!isBlank(value)) params[field.name] = value;
  }
  for (const field of fields) {
    if (field.required && params[field.name] === undefined && isShown(field, params)) throw isEmpty(field);
  }
  return { params, hasUnknownPlaceholder };
}

/**
 * The fields of a node that does not wait for a message: what stands in the flow, else the default.
 * @throws {TwitchInputError} when JSON in a field cannot be read
 */
export function literalFields(
  fields: readonly FieldDefinition[],
  saved: Readonly<Record<string, SavedValue>>,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const value = saved[field.name];
    values[field.name] = value === undefined ? field.default : literalValue(field, value);
  }
  return values;
}

async function fieldValue(
  field: FieldDefinition,
  saved: SavedValue | undefined,
  msg: FlowMessage,
  source: FieldSource,
): Promise<unknown> {
  if (saved === undefined) return field.default;
  if (field.control === 'callFields' && isRecord(saved.v)) return await mapValue(field, saved.v, msg, source);
  if (literals.has(saved.t)) return literalValue(field, saved);
  return await lookedUp(field.name, saved, msg, source);
}

/** A map of typed values: the parameters of a call. Blank ones are left out. */
async function mapValue(
  field: FieldDefinition,
  map: Readonly<Record<string, unknown>>,
  msg: FlowMessage,
  source: FieldSource,
): Promise<Readonly<Record<string, unknown>>> {
  const values: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(map)) {
    if (!isRecord(entry) || typeof entry['t'] !== 'string') continue;
    const saved = { v: entry['v'], t: entry['t'] };
    const value = literals.has(saved.t)
      ? literalValue({ ...field, name, control: 'text' }, saved)
      : await lookedUp(name, saved, msg, source);
    if (isBlank(value)) continue;
    values[name] =
      saved.t === 'str' && typeof value === 'string'
        ? fillPlaceholders(value, msg, source.placeholders).text
        : value;
  }
  return values;
}

async function lookedUp(
  name: string,
  { v, t }: SavedValue,
  msg: FlowMessage,
  { red, node }: FieldSource,
): Promise<unknown> {
  try {
    return await evaluateProperty(red, v, t, node, msg);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TwitchInputError(
      `The field "${name}" could not be worked out: ${reason}. Correct ${t === 'jsonata' ? 'the expression' : 'the field'}.`,
      { parameter: name, reason },
    );
  }
}

function literalValue(field: FieldDefinition, { v, t }: SavedValue): unknown {
  if (t === 'num') return v === '' || v === null || v === undefined ? undefined : Number(v);
  if (t === 'bool') return v === true || v === 'true';
  if (t === 'json' && typeof v === 'string') {
    if (v.trim() === '') return undefined;
    try {
      return JSON.parse(v) as unknown;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TwitchInputError(`The field "${field.name}" is not JSON: ${reason}.`, {
        parameter: field.name,
        reason,
      });
    }
  }
  return v;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function isShown({ showWhen }: FieldDefinition, params: ActionParams): boolean {
  if (!showWhen) return true;
  const value = params[showWhen.field];
  return (typeof value === 'string' || typeof value === 'boolean') && showWhen.in.includes(value);
}

function isEmpty(field: FieldDefinition): TwitchInputError {
  return new TwitchInputError(`The field "${field.name}" is empty. Open the node and fill it in.`, {
    parameter: field.name,
    reason: 'empty',
  });
}
