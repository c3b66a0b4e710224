// Used by the editor too: what is imported here must be free of Node and of tables, and named with `.js`.
import { ArgumentsProblem, readArguments } from '../behaviour/command-match.js';
import { FilterProblem, readFilter } from '../behaviour/event-filter.js';
import { splitLine } from '../behaviour/split-line.js';
import { lengthOf, readPosition } from '../behaviour/words.js';

/** What the check needs of a field, with its limits as numbers: see `limits.ts`. */
export interface CheckedField {
  readonly name: string;
  readonly control: string;
  readonly typed: readonly string[];
  readonly default: unknown;
  readonly options?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
  readonly itemMaxLength?: number;
  readonly maxLengthFor?: Readonly<Record<string, number>>;
  readonly linesWhen?: { readonly field: string; readonly in: readonly string[] };
  readonly choicesIn?: string;
  readonly oneOf?: readonly string[];
  readonly required?: boolean;
  readonly showWhen?: { readonly field: string; readonly in: readonly (string | boolean)[] };
  readonly placeholders?: boolean | readonly string[];
  readonly syntax?: 'filter' | 'arguments' | 'pattern' | 'color' | 'position';
  readonly syntaxWhen?: { readonly field: string; readonly in: readonly string[] };
}

export interface CheckedNode {
  readonly kind: 'trigger' | 'action' | 'config';
  readonly operations: Readonly<Record<string, { readonly fields: readonly string[] }>>;
  readonly defaultOperation: string | null;
  readonly fields: readonly CheckedField[];
}

export interface CheckedConfig {
  readonly operation?: string | null | undefined;
  readonly params?: Readonly<Record<string, { readonly v: unknown; readonly t: string }>> | undefined;
}

/** One thing that is wrong: the key of its sentence below `common.problem`, and what is put into it. */
export interface Problem {
  readonly field: string;
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/**
 * What is wrong with a saved node, in the order of its form. A value that comes from a message or from elsewhere is
 * known only when the message comes, so it is not judged here; the same holds for texts with placeholders, whose
 * length is not known, and for `${ENV}`.
 */
export function problemsOf(node: CheckedNode, config: CheckedConfig): readonly Problem[] {
  const fields = shownFields(node, config);
  if (fields === null) return [{ field: 'operation', key: 'choose', values: {} }];
  return fields.flatMap((field) => {
    const saved = config.params?.[field.name];
    if (saved && !isLiteral(field, saved.t)) return blankSource(field, saved);
    const value = saved ? saved.v : field.default;
    const problems = literalProblems(asItIs(node, config, field), value);
    if (problems.length > 0) return problems;
    const inLine = choicesProblem(node, field, value);
    return inLine.length > 0 ? inLine : syntaxProblem(node, config, field, value);
  });
}

/** The field with the limits that hold for what the node does. */
function asItIs(node: CheckedNode, config: CheckedConfig, field: CheckedField): CheckedField {
  const { maxLengthFor, linesWhen } = field;
  const most = maxLengthFor?.[config.operation || (node.defaultOperation ?? '')];
  if (most === undefined) return field;
  const ofLines = linesWhen?.in.some((wanted) => wanted === valueIn(node, config, linesWhen.field)) === true;
  return ofLines ? { ...field, control: 'lines', itemMaxLength: most } : { ...field, maxLength: most };
}

/** What is wrong with the choices of a whole line: `Question | A | B`. */
function choicesProblem(node: CheckedNode, field: CheckedField, value: unknown): readonly Problem[] {
  const choices = node.fields.find(({ name }) => name === field.choicesIn);
  if (!choices || typeof value !== 'string' || value.includes('{')) return [];
  const lines = splitLine(value).slice(1);
  if (lines.length === 0) return [];
  return literalProblems(choices, lines.join('\n')).map((problem) => ({ ...problem, field: field.name }));
}

function syntaxProblem(
  node: CheckedNode,
  config: CheckedConfig,
  field: CheckedField,
  value: unknown,
): readonly Problem[] {
  const { syntax, syntaxWhen } = field;
  if (!syntax || typeof value !== 'string' || value.trim() === '') return [];
  if (field.placeholders && value.includes('{')) return [];
  if (syntaxWhen && !syntaxWhen.in.some((wanted) => wanted === valueIn(node, config, syntaxWhen.field)))
    return [];
  try {
    syntaxReaders[syntax](value);
    return [];
  } catch (error) {
    const at = error instanceof FilterProblem || error instanceof ArgumentsProblem ? error.at : value;
    const reason = error instanceof Error ? error.message : '';
    return [{ field: field.name, key: `bad-${syntax}`, values: { value: at, reason } }];
  }
}

const syntaxReaders: Readonly<Record<NonNullable<CheckedField['syntax']>, (text: string) => unknown>> = {
  filter: readFilter,
  arguments: readArguments,
  pattern: (text) => new RegExp(text, 'iu'),
  color: (text) => ofKind(/^#?[0-9a-f]{6}$/i.test(text.trim())),
  position: (text) => ofKind(readPosition(text) !== null),
};

/** @throws {Error} without a reason: the sentence itself says how it is written */
function ofKind(isOne: boolean): void {
  if (!isOne) throw new Error('');
}

function valueIn(node: CheckedNode, config: CheckedConfig, name: string): unknown {
  return config.params?.[name]?.v ?? node.fields.find((field) => field.name === name)?.default;
}

function shownFields(node: CheckedNode, config: CheckedConfig): readonly CheckedField[] | null {
  let { fields } = node;
  if (node.kind === 'action') {
    const operation = node.operations[config.operation || (node.defaultOperation ?? '')];
    if (!operation) return null;
    fields = fields.filter((field) => operation.fields.includes(field.name));
  }
  return fields.filter(
    ({ showWhen }) =>
      !showWhen || showWhen.in.some((candidate) => candidate === valueIn(node, config, showWhen.field)),
  );
}

function isLiteral(field: CheckedField, type: string): boolean {
  return field.typed.length === 0 || type === 'str' || type === 'num' || type === 'bool' || type === 'json';
}

/** "From msg." with nothing behind it would never find anything. */
function blankSource(field: CheckedField, saved: { readonly v: unknown }): readonly Problem[] {
  return isBlank(saved.v) ? [{ field: field.name, key: 'required', values: {} }] : [];
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** What is wrong with a value that stands in a field itself. */
export function literalProblems(field: CheckedField, value: unknown): readonly Problem[] {
  const problem = (key: string, values: Problem['values'] = {}): readonly Problem[] => [
    { field: field.name, key, values },
  ];
  if (isBlank(value)) {
    const key = field.control === 'event' || field.control === 'call' ? 'choose' : 'required';
    return field.required ? problem(key) : [];
  }
  if (typeof value === 'string' && value.includes('${')) return [];
  switch (field.control) {
    case 'number':
    case 'duration':
      return numberProblem(field, value, problem);
    case 'select':
      return field.options && !field.options.includes(String(value))
        ? problem('unknown-option', { value: String(value) })
        : [];
    case 'several':
      return severalProblem(field, value, problem);
    case 'json':
      return jsonProblem(value, problem);
    case 'lines':
      return linesProblem(field, String(value), problem);
    default:
      return typeof value === 'string' ? textProblem(field, value, problem) : [];
  }
}

type MakeProblem = (key: string, values?: Problem['values']) => readonly Problem[];

function numberProblem(field: CheckedField, value: unknown, problem: MakeProblem): readonly Problem[] {
  const number = typeof value === 'number' ? value : Number(value);
  if (!Number.isFinite(number)) return problem('not-a-number', { value: String(value) });
  if (field.min !== undefined && number < field.min) {
    return problem('too-small', { value: number, min: field.min });
  }
  if (field.max !== undefined && number > field.max) {
    return problem('too-large', { value: number, max: field.max });
  }
  return [];
}

function severalProblem(field: CheckedField, value: unknown, problem: MakeProblem): readonly Problem[] {
  const chosen = (Array.isArray(value) ? value : [value]).map(String);
  if (field.required && chosen.length === 0) return problem('choose');
  const unknown = chosen.find((one) => !field.options?.includes(one));
  return unknown === undefined ? [] : problem('unknown-option', { value: unknown });
}

function jsonProblem(value: unknown, problem: MakeProblem): readonly Problem[] {
  if (typeof value !== 'string') return [];
  try {
    JSON.parse(value);
    return [];
  } catch (error) {
    return problem('not-json', { reason: error instanceof Error ? error.message : '' });
  }
}

function textProblem(field: CheckedField, value: string, problem: MakeProblem): readonly Problem[] {
  if (field.placeholders && value.includes('{')) return [];
  // "60 seconds" is 60.
  if (field.oneOf && !field.oneOf.includes(value.trim().replace(/\s*(s|sec|seconds?)$/i, ''))) {
    return problem('not-one-of', { value: value.trim(), list: field.oneOf.join(', ') });
  }
  if (field.maxLength === undefined) return [];
  const length = lengthOf(field.choicesIn === undefined ? value : (splitLine(value)[0] ?? ''));
  return length > field.maxLength ? problem('too-long', { length, max: field.maxLength }) : [];
}

function linesProblem(field: CheckedField, value: string, problem: MakeProblem): readonly Problem[] {
  const lines = value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const count = lines.length;
  if (field.min !== undefined && count < field.min) return problem('too-few', { count, min: field.min });
  if (field.max !== undefined && count > field.max) return problem('too-many', { count, max: field.max });
  const limit = field.itemMaxLength;
  if (limit === undefined) return [];
  const long = lines.find((line) => !(field.placeholders && line.includes('{')) && lengthOf(line) > limit);
  return long === undefined
    ? []
    : problem('line-too-long', { value: long, length: lengthOf(long), max: limit });
}
