import type { EndpointRow, FieldSpec, FieldSpecs } from '../../src/tables/endpoint-row';
import { fullRequest, valueOf, type SampleRequest } from './sample-request';

/** A request with one thing wrong. */
export interface BrokenRequest {
  /** For a reader. */
  readonly what: string;
  /** Field of query or body that is wrong, or that holds what is wrong. */
  readonly parameter: string;
  readonly where: 'query' | 'body';
  readonly request: SampleRequest;
}

/**
 * A full request with each required field missing, and with each limit of a field crossed by one; inside objects and
 * lists of the body too.
 *
 * @param make a request that the row accepts
 */
export function brokenRequests(
  row: EndpointRow,
  make: (row: EndpointRow) => SampleRequest = fullRequest,
): readonly BrokenRequest[] {
  const found: BrokenRequest[] = [];
  const add = (where: 'query' | 'body', steps: readonly (string | number)[], value: unknown): void => {
    const request = make(row);
    let holder: unknown = request[where];
    for (const step of steps.slice(0, -1)) holder = (holder as Record<string, unknown> | undefined)?.[step];
    // A rule over several fields has dropped what holds this one.
    if (typeof holder !== 'object' || holder === null) return;
    const name = steps.at(-1)!;
    if (value === undefined) delete (holder as Record<string, unknown>)[name];
    else (holder as Record<string, unknown>)[name] = value;
    const what = value === undefined ? 'missing' : `= ${JSON.stringify(value).slice(0, 40)}`;
    found.push({ what: `${steps.join('.')} ${what}`, parameter: String(steps[0]), where, request });
  };
  const walk = (where: 'query' | 'body', specs: FieldSpecs, above: readonly (string | number)[]): void => {
    for (const [name, spec] of Object.entries(specs)) {
      if (spec.appTokenOnly) continue;
      const steps = [...above, name];
      if (spec.required) add(where, steps, undefined);
      for (const wrong of valuesOutside(spec)) add(where, steps, wrong);
      if (!spec.fields) continue;
      const inner = { 'object[]': [0], map: ['1'] }[spec.type as string] ?? [];
      walk(where, spec.fields, [...steps, ...inner]);
    }
  };
  walk('query', row.query, []);
  if (row.body) walk('body', row.body, []);
  return found;
}

/** Values that cross each limit of a field by one. */
export function valuesOutside(spec: FieldSpec): unknown[] {
  const wrong: unknown[] = [];
  const list = (length: number): unknown[] => {
    const [one] =
      spec.repeatable || spec.type.endsWith('[]') ? (valueOf({ ...spec, min: 1 }, true) as unknown[]) : [];
    // Different ones where that can be: doubles are asked for once.
    return Array.from({ length }, (_, index) => (one === '123' ? String(1000 + index) : one));
  };
  if (spec.repeatable || spec.type.endsWith('[]')) {
    if (spec.max !== undefined) wrong.push(list(spec.max + 1));
    if (spec.min !== undefined && spec.type.endsWith('[]')) wrong.push(list(spec.min - 1));
  } else if (spec.type === 'integer' || spec.type === 'number' || spec.unit !== undefined) {
    const asValue = (value: number): unknown => (spec.type === 'string' ? String(value) : value);
    if (spec.max !== undefined) wrong.push(asValue(spec.max + 1));
    if (spec.min !== undefined) wrong.push(asValue(spec.min - 1));
  }
  if (spec.maxLength !== undefined) wrong.push('x'.repeat(spec.maxLength + 1));
  if (spec.minLength !== undefined) wrong.push('x'.repeat(spec.minLength - 1));
  if (spec.itemMaxLength !== undefined) wrong.push(['x'.repeat(spec.itemMaxLength + 1)]);
  if (spec.enum && !spec.type.endsWith('[]'))
    wrong.push(typeof spec.enum[0] === 'number' ? 999_999 : 'no such value');
  return wrong;
}
