import type { EndpointRow, FieldCheck } from '../../tables/endpoint-row';
import { WorldRefusal } from '../world/refusal';
import type { Parameters } from './parameters';

/** The rules of a row over several fields. @throws WorldRefusal 400 */
export function checkCombinations(
  row: EndpointRow,
  parameters: Parameters,
  tokenType: 'user' | 'app' | 'jwt',
): void {
  const valueOf = (name: string): unknown => {
    if (row.query[name]) return parameters.query[name];
    return name
      .split('.')
      .reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), parameters.body);
  };
  for (const check of row.checks) {
    const problem = problemOf(
      check,
      valueOf,
      (name) => row.query[name]?.default ?? row.body?.[name]?.default,
      tokenType,
    );
    if (problem !== undefined) throw new WorldRefusal(400, problem);
  }
  for (const [name, spec] of Object.entries(row.body ?? {})) {
    if (spec.appTokenOnly && tokenType !== 'app' && valueOf(name) !== undefined) {
      throw new WorldRefusal(400, `The parameter "${name}" may be used only with an app access token.`);
    }
  }
}

function problemOf(
  check: FieldCheck,
  valueOf: (name: string) => unknown,
  defaultOf: (name: string) => unknown,
  tokenType: string,
): string | undefined {
  const given = (names: readonly string[]): string[] => names.filter((name) => valueOf(name) !== undefined);
  if ('exactlyOne' in check) {
    return given(check.exactlyOne).length === 1
      ? undefined
      : `Specify exactly one of ${quoted(check.exactlyOne)}.`;
  }
  if ('atMostOne' in check) {
    return given(check.atMostOne).length <= 1
      ? undefined
      : `Specify at most one of ${quoted(check.atMostOne)}.`;
  }
  if ('atLeastOne' in check) {
    const applies = check.token === undefined || check.token === tokenType;
    return !applies || given(check.atLeastOne).length > 0
      ? undefined
      : `Specify at least one of ${quoted(check.atLeastOne)}.`;
  }
  if ('together' in check) {
    const count = given(check.together).length;
    return count === 0 || count === check.together.length
      ? undefined
      : `Specify all or none of ${quoted(check.together)}.`;
  }
  if ('totalMax' in check) {
    const total = check.of.reduce((sum, name) => sum + countOf(valueOf(name)), 0);
    return total <= check.totalMax
      ? undefined
      : `Specify at most ${check.totalMax} values over ${quoted(check.of)}.`;
  }
  if ('different' in check) {
    const [first, second] = check.different;
    return valueOf(first) === valueOf(second) ? `${quoted(check.different)} must be different.` : undefined;
  }
  if ('notLess' in check) {
    const [first, second] = check.notLess;
    const [a, b] = [valueOf(first) ?? defaultOf(first), valueOf(second) ?? defaultOf(second)];
    return Number(a) < Number(b) ? `"${first}" must not be less than "${second}".` : undefined;
  }
  const value = valueOf(check.when);
  if (value === undefined || (check.is && !check.is.includes(value as string | number | boolean)))
    return undefined;
  const missing = (check.needs ?? []).filter((name) => valueOf(name) === undefined);
  if (missing.length > 0) return `Missing required parameter ${quoted(missing)}`;
  // Clients send 0 beside a flag that is off, and Twitch takes it for nothing.
  const tooMany = given(check.excludes ?? []).filter((name) => value !== false || valueOf(name) !== 0);
  return tooMany.length > 0 ? `${quoted(tooMany)} may not be combined with "${check.when}".` : undefined;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : value === undefined ? 0 : 1;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
