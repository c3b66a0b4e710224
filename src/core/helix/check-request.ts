import type { EndpointRow, FieldCheck, FieldSpec, FieldSpecs, TokenType } from '../../tables/endpoint-row';
import { TwitchInputError } from '../errors';
import { argument, isRecord, type RequestArgs } from './request-args';

/**
 * Checks a request against its row before anything is sent: required and unknown names, types, lists of values, limits,
 * lengths, counts, fields inside fields, and the row's rules over several fields. Ids are texts, never numbers.
 *
 * @throws {TwitchInputError} naming endpoint, parameter, reason and remedy; the first fault found
 */
export function checkRequest(row: EndpointRow, args: RequestArgs): void {
  if (args.query !== undefined && !isRecord(args.query))
    refuse(row, 'query', 'must be an object', 'Pass field names and values.');
  checkFields(row, row.query, args.query ?? {}, '', 'query');
  if (row.body) {
    if (args.body !== undefined && !isRecord(args.body))
      refuse(row, 'body', 'must be an object', 'Pass field names and values.');
    checkFields(row, row.body, args.body ?? {}, '', 'body');
  } else if (args.body !== undefined && Object.keys(args.body).length > 0) {
    refuse(row, 'body', 'is not taken by this call', 'Put the fields into the query.');
  }
  for (const check of row.checks) {
    if (!isTokenCheck(check)) checkRule(row, check, args);
  }
}

/**
 * The rest of the checks, once it is known with which kind of token the call is made: some fields go with one kind only.
 * @throws {TwitchInputError}
 */
export function checkForToken(row: EndpointRow, args: RequestArgs, token: TokenType): void {
  for (const check of row.checks) {
    if (isTokenCheck(check) && check.token === token) checkRule(row, check, args);
  }
  if (token !== 'app') checkAppOnly(row, args);
}

function isTokenCheck(check: FieldCheck): check is Extract<FieldCheck, { atLeastOne: unknown }> {
  return 'atLeastOne' in check && check.token !== undefined;
}

function checkFields(
  row: EndpointRow,
  specs: FieldSpecs,
  values: Readonly<Record<string, unknown>>,
  below: string,
  where: 'query' | 'body' | 'field',
): void {
  for (const name in values) {
    const value = values[name];
    if (value === undefined) continue;
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (!spec) refuseUnknown(row, specs, below + name, where);
    else checkField(row, spec, value, below + name);
  }
  for (const name of requiredOf(specs)) {
    const value = values[name];
    if (value === undefined || value === '') refuse(row, below + name, 'is missing', 'Give it a value.');
  }
}

const requiredNames = new WeakMap<FieldSpecs, readonly string[]>();

function requiredOf(specs: FieldSpecs): readonly string[] {
  let names = requiredNames.get(specs);
  if (!names) {
    names = Object.keys(specs).filter((name) => specs[name]?.required);
    requiredNames.set(specs, names);
  }
  return names;
}

function checkField(row: EndpointRow, spec: FieldSpec, value: unknown, name: string): void {
  if (value === null) refuse(row, name, 'is null', 'Leave it out instead.');
  if (!spec.repeatable) {
    checkValue(row, spec, value, name);
    return;
  }
  if (!Array.isArray(value)) {
    checkOne(row, spec, value, name);
    return;
  }
  checkCount(row, { min: 1, ...(spec.max !== undefined && { max: spec.max }) }, value.length, name);
  for (const item of value) checkOne(row, spec, item, name);
}

/** One value of a repeatable key: `min` and `max` of the row count values there. */
function checkOne(row: EndpointRow, spec: FieldSpec, value: unknown, name: string): void {
  let one = oneValueSpecs.get(spec);
  if (!one) {
    const { min: _min, max: _max, ...rest } = spec;
    one = rest;
    oneValueSpecs.set(spec, one);
  }
  if (value === '') refuse(row, name, 'holds an empty text', 'Leave that value out.');
  checkValue(row, one, value, name);
}

const oneValueSpecs = new WeakMap<FieldSpec, FieldSpec>();

function checkValue(row: EndpointRow, spec: FieldSpec, value: unknown, name: string): void {
  switch (spec.type) {
    case 'string':
      checkText(row, spec, value, name);
      return;
    case 'rfc3339':
      if (typeof value !== 'string' || !isTime(value)) {
        refuse(row, name, 'is not a point in time', 'Write it like 2026-11-23T20:15:00Z.');
      }
      return;
    case 'integer':
    case 'number':
      checkNumber(row, spec, value, name);
      return;
    case 'boolean':
      if (typeof value !== 'boolean')
        refuse(row, name, 'must be true or false', 'Give one of the two, not a text.');
      return;
    case 'string[]':
    case 'integer[]':
      checkList(row, spec, value, name);
      return;
    case 'object[]':
      if (!Array.isArray(value)) refuse(row, name, 'must be a list', 'Give a list of objects.');
      checkCount(row, spec, value.length, name);
      value.forEach((item: unknown, index) => checkObject(row, spec, item, `${name}[${index}]`));
      return;
    case 'object':
      checkObject(row, spec, value, name);
      return;
    case 'map':
      if (!isRecord(value)) refuse(row, name, 'must be an object', 'Give keys and values.');
      for (const key in value) checkObject(row, spec, value[key], `${name}.${key}`);
  }
}

function checkText(row: EndpointRow, spec: FieldSpec, value: unknown, name: string): void {
  if (typeof value !== 'string') {
    if (typeof value === 'number')
      refuse(row, name, 'is a number', 'Give it as text: ids are never numbers.');
    refuse(row, name, 'must be a text', 'Give it as text.');
  }
  checkKnown(row, spec, value, name);
  const { min, max } = spec;
  if (min === undefined && max === undefined) {
    checkLength(row, spec.minLength, spec.maxLength, value, name);
    return;
  }
  if (!/^\d+$/.test(value)) refuse(row, name, 'must be a whole number, written as text', 'Give digits only.');
  checkRange(row, spec, Number(value), name);
}

function checkKnown(row: EndpointRow, spec: FieldSpec, value: string | number, name: string): void {
  const known = spec.enum;
  if (known?.includes(value)) return;
  if (spec.pattern !== undefined) {
    if (typeof value === 'string' && patternOf(spec.pattern).test(value)) return;
    refuse(
      row,
      name,
      'has a form that Twitch does not take',
      spec.hint ?? (known ? oneOf(known) : 'Correct it.'),
    );
  }
  if (known) refuse(row, name, 'has a value that Twitch does not know', oneOf(known));
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (!pattern) {
    pattern = new RegExp(`^(?:${source})$`);
    patterns.set(source, pattern);
  }
  return pattern;
}

function checkNumber(row: EndpointRow, spec: FieldSpec, value: unknown, name: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value))
    refuse(row, name, 'must be a number', 'Give it as a number, not as text.');
  if (spec.type === 'integer' && !Number.isInteger(value))
    refuse(row, name, 'must be a whole number', 'Round it.');
  checkKnown(row, spec, value, name);
  checkRange(row, spec, value, name);
}

function checkRange(row: EndpointRow, { min, max, unit }: FieldSpec, value: number, name: string): void {
  const unitText = unit ? ` ${unit}` : '';
  if (min !== undefined && value < min)
    refuse(row, name, `is below ${min}${unitText}`, rangeText(min, max, unitText));
  if (max !== undefined && value > max)
    refuse(row, name, `is above ${max}${unitText}`, rangeText(min, max, unitText));
}

function rangeText(min: number | undefined, max: number | undefined, unitText: string): string {
  if (min === undefined) return `At most ${max}${unitText} are allowed.`;
  if (max === undefined) return `At least ${min}${unitText} are needed.`;
  return `${min} to ${max}${unitText} are allowed.`;
}

function checkList(row: EndpointRow, spec: FieldSpec, value: unknown, name: string): void {
  if (!Array.isArray(value)) refuse(row, name, 'must be a list', 'Give a list, even of one value.');
  checkCount(row, spec, value.length, name);
  const itemType = spec.type === 'string[]' ? 'string' : 'number';
  value.forEach((item: unknown, index) => {
    const path = `${name}[${index}]`;
    if (typeof item !== itemType)
      refuse(row, path, `must be a ${itemType === 'string' ? 'text' : 'number'}`, 'Correct it.');
    if (typeof item === 'string' || typeof item === 'number') checkKnown(row, spec, item, path);
    if (typeof item === 'string') checkLength(row, spec.itemMinLength, spec.itemMaxLength, item, path);
  });
}

function checkCount(
  row: EndpointRow,
  limits: Pick<FieldSpec, 'min' | 'max'>,
  count: number,
  name: string,
): void {
  const { min, max } = limits;
  if (min !== undefined && count < min) {
    refuse(row, name, count === 0 ? 'is an empty list' : `has ${count} values`, `Give at least ${min}.`);
  }
  if (max !== undefined && count > max) refuse(row, name, `has ${count} values`, `Give at most ${max}.`);
}

function checkLength(
  row: EndpointRow,
  min: number | undefined,
  max: number | undefined,
  value: string,
  name: string,
): void {
  // Characters, not UTF-16 units: counted only when the cheap number is in doubt.
  if (max !== undefined && value.length > max && [...value].length > max) {
    refuse(row, name, `is longer than ${max} characters`, 'Shorten it.');
  }
  if (min !== undefined && [...value].length < min) {
    refuse(
      row,
      name,
      value === '' ? 'is empty' : `is shorter than ${min} characters`,
      `Give at least ${min}.`,
    );
  }
}

function checkObject(row: EndpointRow, spec: FieldSpec, value: unknown, name: string): void {
  if (!isRecord(value)) refuse(row, name, 'must be an object', 'Give field names and values.');
  if (spec.fields) checkFields(row, spec.fields, value, `${name}.`, 'field');
}

function checkRule(row: EndpointRow, check: FieldCheck, args: RequestArgs): void {
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

function checkAppOnly(row: EndpointRow, args: RequestArgs): void {
  for (const specs of [row.query, row.body ?? {}]) {
    for (const name in specs) {
      if (!specs[name]?.appTokenOnly || argument(args, name) === undefined) continue;
      refuse(row, name, 'works with an app token only', 'Leave it out, or make the call with an app token.');
    }
  }
}

function countOf(value: unknown): number {
  if (value === undefined) return 0;
  return Array.isArray(value) ? value.length : 1;
}

function isTime(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

function oneOf(known: readonly (string | number)[]): string {
  const shown = known.slice(0, 20).join(', ');
  return `Give one of: ${shown}${known.length > 20 ? ', …' : ''}.`;
}

function refuseUnknown(
  row: EndpointRow,
  specs: FieldSpecs,
  name: string,
  where: 'query' | 'body' | 'field',
): never {
  const plain = name.slice(name.lastIndexOf('.') + 1);
  if (where === 'query' && row.body && Object.hasOwn(row.body, plain)) {
    refuse(row, name, 'belongs into the body', 'Move it from the query to the body.');
  }
  if (where === 'body' && Object.hasOwn(row.query, plain)) {
    refuse(row, name, 'belongs into the query', 'Move it from the body to the query.');
  }
  const names = Object.keys(specs);
  refuse(
    row,
    name,
    'is not known to this call',
    names.length > 0 ? `It takes: ${names.join(', ')}.` : 'It takes none.',
  );
}

function refuseGroup(row: EndpointRow, names: readonly string[], reason: string, remedy: string): never {
  throw new TwitchInputError(
    `${row.name}: ${names.map((name) => `"${name}"`).join(', ')}: ${reason}. ${remedy}`,
    {
      endpoint: row.id,
      parameter: names[0] ?? '',
      reason,
    },
  );
}

function refuse(row: EndpointRow, parameter: string, reason: string, remedy: string): never {
  throw new TwitchInputError(`${row.name}: "${parameter}" ${reason}. ${remedy}`, {
    endpoint: row.id,
    parameter,
    reason,
  });
}
