import type { EndpointRow, FieldCheck } from '../../tables/endpoint-row';
import { refuse, refuseGroup } from './input-refusal';
import { argument, type RequestArgs } from './request-args';

/**
 * Checks one rule over several fields.
 * @throws {TwitchInputError}
 */
export function checkRule(row: EndpointRow, check: FieldCheck, args: RequestArgs): void {
  const given = (name: string): boolean => argument(args, name) !== undefined;
  if ('exactlyOne' in check) {
    const count = check.exactlyOne.filter(given).length;
    if (count !== 1)
      refuseGroup(
        row,
        check.exactlyOne,
        count === 0 ? 'none is given' : 'more than one is given',
        'Give exactly one of them.',
      );
  } else if ('atMostOne' in check) {
    if (check.atMostOne.filter(given).length > 1)
      refuseGroup(row, check.atMostOne, 'more than one is given', 'Give at most one of them.');
  } else if ('atLeastOne' in check) {
    if (!check.atLeastOne.some(given))
      refuseGroup(row, check.atLeastOne, 'none is given', 'Give at least one of them.');
  } else if ('together' in check) {
    const missing = check.together.filter((name) => !given(name));
    if (missing.length > 0 && missing.length < check.together.length) {
      refuse(row, missing[0] ?? '', 'is missing', `Give ${check.together.join(' and ')} together, or none.`);
    }
  } else if ('when' in check) {
    checkWhen(row, check, args);
  } else if ('totalMax' in check) {
    const total = check.of.reduce((sum, name) => sum + countOf(argument(args, name)), 0);
    if (total > check.totalMax) {
      refuseGroup(
        row,
        check.of,
        `${total} values in all`,
        `Give at most ${check.totalMax} over all of them.`,
      );
    }
  } else if ('different' in check) {
    const [left, right] = check.different;
    if (given(left) && argument(args, left) === argument(args, right)) {
      refuse(row, right, `is the same as ${left}`, 'They must be two different people.');
    }
  } else {
    checkNotLess(row, check.notLess, args);
  }
}

function checkWhen(row: EndpointRow, check: Extract<FieldCheck, { when: string }>, args: RequestArgs): void {
  const value = argument(args, check.when);
  if (value === undefined || (check.is && !check.is.some((known) => known === value))) return;
  const condition = check.is ? `${check.when} is ${check.is.join(' or ')}` : `${check.when} is given`;
  for (const name of check.needs ?? []) {
    if (argument(args, name) === undefined)
      refuse(row, name, `is missing, and ${condition}`, 'Give it as well.');
  }
  for (const name of check.excludes ?? []) {
    if (argument(args, name) !== undefined)
      refuse(row, name, `may not be given when ${condition}`, 'Leave one of the two out.');
  }
}

function checkNotLess(row: EndpointRow, [high, low]: readonly [string, string], args: RequestArgs): void {
  const valueOf = (name: string): unknown =>
    argument(args, name) ?? (row.query[name] ?? row.body?.[name])?.default;
  const [highValue, lowValue] = [valueOf(high), valueOf(low)];
  if (typeof highValue === 'number' && typeof lowValue === 'number' && highValue < lowValue) {
    refuse(row, high, `is below ${low} (${lowValue})`, `Give at least ${lowValue}.`);
  }
}

function countOf(value: unknown): number {
  if (value === undefined) return 0;
  return Array.isArray(value) ? value.length : 1;
}
