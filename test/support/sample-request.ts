import type { EndpointRow, FieldCheck, FieldSpec, FieldSpecs } from '../../src/tables/endpoint-row';

export interface SampleRequest {
  query: Record<string, unknown>;
  body: Record<string, unknown> | undefined;
}

/** A request that a row accepts, with as many of its fields as its rules let stand side by side. */
export function fullRequest(row: EndpointRow): SampleRequest {
  const request: SampleRequest = {
    query: values(row.query, true),
    body: row.body ? values(row.body, true) : undefined,
  };
  for (const check of row.checks) settle(request, check);
  return request;
}

/** A value that the field accepts. */
export function valueOf(spec: FieldSpec, full: boolean): unknown {
  const one = oneValue(spec, full);
  return spec.repeatable ? [one] : one;
}

function values(specs: FieldSpecs, full: boolean): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    if (spec.appTokenOnly || (!full && !spec.required)) continue;
    result[name] = distinct(valueOf(spec, full), name);
  }
  return result;
}

/** Plain ids differ by the name of their field, since some must not be the same. */
function distinct(value: unknown, name: string): unknown {
  if (value !== '123') return value;
  return String(
    1000 + (Array.from(name).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 9_000_000),
  );
}

function oneValue(spec: FieldSpec, full: boolean): unknown {
  if (spec.type === 'string') return textValue(spec);
  if (spec.type === 'rfc3339') return '2026-11-23T20:15:00Z';
  if (spec.type === 'boolean') return true;
  if (spec.type === 'integer' || spec.type === 'number') {
    return spec.enum?.[0] ?? (spec.repeatable ? 1 : (spec.min ?? 1));
  }
  if (spec.type === 'string[]') return [spec.enum?.[0] ?? 'x'.repeat(spec.itemMinLength ?? 1)];
  if (spec.type === 'integer[]') return [1];
  const object = (): Record<string, unknown> => values(spec.fields ?? {}, full);
  if (spec.type === 'object[]') return Array.from({ length: Math.max(1, spec.min ?? 1) }, object);
  return spec.type === 'map' ? { 1: object() } : object();
}

function textValue(spec: FieldSpec): unknown {
  if (spec.enum?.[0] !== undefined) return spec.enum[0];
  if (spec.unit !== undefined) return String(spec.min ?? 1);
  if (spec.pattern !== undefined) return '#9146FF';
  return spec.minLength !== undefined ? 'x'.repeat(spec.minLength) : '123';
}

function settle(request: SampleRequest, check: FieldCheck): void {
  const drop = (name: string): void => {
    delete request.query[name];
    if (request.body) delete request.body[name];
  };
  const has = (name: string): boolean =>
    name.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], {
      ...request.query,
      ...request.body,
    }) !== undefined;
  if ('exactlyOne' in check) check.exactlyOne.slice(1).forEach(drop);
  else if ('atMostOne' in check) check.atMostOne.slice(1).forEach(drop);
  else if ('when' in check) {
    const value = check.when
      .split('.')
      .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], {
        ...request.query,
        ...request.body,
      });
    if (value === undefined || (check.is && !check.is.some((known) => known === value))) return;
    check.excludes?.forEach(drop);
    if (check.needs?.some((name) => !has(name))) drop(check.when);
  } else if ('notLess' in check) {
    const [high, low] = check.notLess;
    const part = high in request.query ? request.query : (request.body ?? {});
    part[high] = part[low];
  }
}
