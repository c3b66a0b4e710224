import type { Shape } from '../../../src/tables/shape';

/** What is wrong with a value that should have this shape: missing and unknown keys, wrong types. Empty when nothing is. */
export function shapeProblems(value: unknown, shape: Shape, path = ''): string[] {
  const here = path === '' ? '(value)' : path;
  if (typeof shape === 'string') return scalarProblems(value, shape, here);
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${here} is no list`];
    return value.flatMap((each, index) => shapeProblems(each, shape[0], `${path}[${index}]`));
  }
  if ('orNull' in shape) return value === null ? [] : shapeProblems(value, shape.orNull, path);
  if ('oneOf' in shape) {
    const known = shape.oneOf as readonly string[];
    return known.includes(value as string)
      ? []
      : [`${here} is ${String(value)}, not one of ${known.join(', ')}`];
  }
  if (typeof value !== 'object' || value === null) return [`${here} is no object`];
  if ('*' in shape) {
    return Object.entries(value).flatMap(([key, each]) => shapeProblems(each, shape['*'], `${path}.${key}`));
  }
  return objectProblems(value as Record<string, unknown>, shape, path);
}

function objectProblems(value: Record<string, unknown>, shape: object, path: string): string[] {
  const problems: string[] = [];
  const known = new Set<string>();
  for (const [key, inner] of Object.entries(shape) as [string, Shape][]) {
    const isOptional = key.endsWith('?');
    const name = isOptional ? key.slice(0, -1) : key;
    known.add(name);
    const below = path === '' ? name : `${path}.${name}`;
    if (value[name] !== undefined) problems.push(...shapeProblems(value[name], inner, below));
    else if (!isOptional) problems.push(`${below} is missing`);
  }
  for (const key of Object.keys(value)) if (!known.has(key)) problems.push(`${path}.${key} is unknown`);
  return problems;
}

function scalarProblems(value: unknown, shape: string, here: string): string[] {
  if (shape.endsWith('|null')) return value === null ? [] : scalarProblems(value, shape.slice(0, -5), here);
  if (shape.endsWith('[]')) {
    if (!Array.isArray(value)) return [`${here} is no list`];
    return value.flatMap((each) => scalarProblems(each, shape.slice(0, -2), here));
  }
  const isRight =
    shape === 'integer'
      ? Number.isInteger(value)
      : shape === 'number' || shape === 'boolean' || shape === 'object'
        ? typeof value === shape && value !== null
        : shape === 'rfc3339'
          ? value === '' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)))
          : typeof value === 'string';
  return isRight ? [] : [`${here} is ${JSON.stringify(value)}, not ${shape}`];
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
