/**
 * The filter of twitch-event: `viewers >= 10`, `type = follow and current > 100`. Written by hand, so it is forgiving:
 * letter case does not matter, texts need no quotation marks.
 */

export type Comparison = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'contains';

export interface Condition {
  /** A name out of the payload, or a dotted path into Twitch's own object. */
  readonly field: string;
  readonly comparison: Comparison;
  readonly value: string;
}

/** Why a filter cannot be read; `at` is the part at fault. */
export class FilterProblem extends Error {
  readonly at: string;

  constructor(at: string) {
    super(`"${at}" is no condition: write something like viewers >= 10`);
    this.at = at;
  }
}

const conditionPattern = /^([\w.]+)\s*(>=|<=|!=|<>|==|=|>|<|\bcontains\b|\bis\b)\s*(.*)$/is;

const comparisons: Readonly<Record<string, Comparison>> = { '==': '=', is: '=', '<>': '!=' };

/**
 * @param text conditions joined by `and` or on lines of their own; all have to hold. Blank: none.
 * @throws FilterProblem
 */
export function readFilter(text: string): readonly Condition[] {
  return text
    .split(/\n|\band\b(?=(?:[^"]*"[^"]*")*[^"]*$)/i)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, field = '', sign = '', given = ''] = conditionPattern.exec(part) ?? [];
      const value = unquoted(given.trim());
      if (field === '' || value === '') throw new FilterProblem(part);
      const lower = sign.toLowerCase();
      return { field, comparison: comparisons[lower] ?? (lower as Comparison), value };
    });
}

function unquoted(value: string): string {
  return /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value;
}

/** The first condition that does not hold, null if all do. A field that is not there meets no condition but `!=`. */
export function failing(
  conditions: readonly Condition[],
  payload: unknown,
  event: unknown,
): Condition | null {
  return conditions.find((condition) => !holds(condition, valueOf(condition.field, payload, event))) ?? null;
}

function valueOf(field: string, payload: unknown, event: unknown): unknown {
  const own = dig(payload, field);
  return own === undefined ? dig(event, field) : own;
}

function dig(source: unknown, path: string): unknown {
  let value = source;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = Object.keys(value).find((name) => name.toLowerCase() === step.toLowerCase());
    value = key === undefined ? undefined : (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function holds({ comparison, value }: Condition, found: unknown): boolean {
  if (Array.isArray(found)) {
    const some = found.some((item) => equal(item, value));
    return comparison === '!=' ? !some : (comparison === '=' || comparison === 'contains') && some;
  }
  if (comparison === '=') return equal(found, value);
  if (comparison === '!=') return !equal(found, value);
  if (found === null || found === undefined) return false;
  if (comparison === 'contains') return shown(found).includes(value.toLowerCase());
  const [left, right] = [Number(found), Number(value)];
  if (!Number.isFinite(left) || !Number.isFinite(right)) return false;
  if (comparison === '>') return left > right;
  if (comparison === '>=') return left >= right;
  return comparison === '<' ? left < right : left <= right;
}

function equal(found: unknown, value: string): boolean {
  if (found === null || found === undefined) return ['null', 'none', 'nobody'].includes(value.toLowerCase());
  if (typeof found === 'number') return found === Number(value);
  return shown(found) === value.toLowerCase();
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase();
}

/** A value that makes the condition hold, for a test event; undefined where none can be told. */
export function passingValue({ comparison, value }: Condition, found: unknown): unknown {
  if (comparison === '!=') return undefined;
  if (typeof found === 'boolean') return value.toLowerCase() === 'true';
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (comparison === '>') return number + 1;
  if (comparison === '<') return number - 1;
  return typeof found === 'string' && comparison !== '>=' && comparison !== '<=' ? value : number;
}
