import type { EndpointRow, FieldSpec, FieldSpecs } from '../../tables/endpoint-row';
import { refuse } from './input-refusal';
import { isRecord } from './request-args';

/**
 * Checks the fields of a query, a body or an object inside a body against their specifications.
 * @throws {TwitchInputError} for the first fault found
 */
export function checkFields(
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
      spec.hint ?? (known ? oneOf(known) : `It must fit ${spec.pattern}.`),
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
  if (max !== undefined && value.length > max && characters(value) > max) {
    refuse(row, name, `is longer than ${max} characters`, 'Shorten it.');
  }
  if (min !== undefined && characters(value) < min) {
    refuse(
      row,
      name,
      value === '' ? 'is empty' : `is shorter than ${min} characters`,
      `Give at least ${min}.`,
    );
  }
}

/** Code points: what a reader would count, but for joined emoji. */
function characters(text: string): number {
  return Array.from(text).length;
}

function checkObject(row: EndpointRow, spec: FieldSpec, value: unknown, name: string): void {
  if (!isRecord(value)) refuse(row, name, 'must be an object', 'Give field names and values.');
  if (spec.fields) checkFields(row, spec.fields, value, `${name}.`, 'field');
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
