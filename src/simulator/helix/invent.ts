import type { EndpointRow } from '../../tables/endpoint-row';
import type { Shape } from '../../tables/shape';
import { rfc3339 } from '../clock';
import { seededRandom, uuid } from '../random';
import type { UserState } from '../world/state';
import { paged } from './paging';
import type { Parameters } from './parameters';

/** Items in an invented list: more than two usual pages, so that paging can be tried. */
const ITEMS_OF_PAGED_LIST = 45;
const ITEMS_OF_LIST = 2;
/** Invented times are whole days before this one: 2026-01-01. */
const EPOCH_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

interface Context {
  readonly row: EndpointRow;
  readonly parameters: Parameters;
  readonly people: readonly UserState[];
  readonly total: number;
}

/**
 * An answer for an endpoint that nobody wrote by hand: made from the shape in the table, the same for the same call, with what was sent
 * where a field has the name of a parameter.
 */
export function inventAnswer(
  row: EndpointRow,
  parameters: Parameters,
  people: readonly UserState[],
): unknown {
  const { answer, paging } = row;
  if (answer.container === 'none') return undefined;
  if (answer.container === 'text/calendar') return 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
  const shape: Shape = answer.fields ?? {};
  const context: Context = { row, parameters, people, total: paging ? ITEMS_OF_PAGED_LIST : ITEMS_OF_LIST };
  if (answer.container === 'root') return inventObject(shape, context, 0);
  if (answer.container !== 'data[]') {
    return { data: invent(shape, 'data', context, 0), ...inventBeside(row, context, {}) };
  }
  const count = row.method === 'GET' ? context.total : 1;
  const all = Array.from({ length: count }, (_, index) => index);
  const page = paging ? paged({ row, query: parameters.query }, all) : { items: all, pagination: {} };
  const data = page.items.map((index) => invent(shape, 'data', context, index));
  return { data, ...inventBeside(row, context, page.pagination) };
}

function inventBeside(row: EndpointRow, context: Context, pagination: object): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries(row.answer.beside ?? {})) {
    if (name === 'pagination') result[name] = typeof shape === 'string' ? '' : pagination;
    else if (name === 'errors') result[name] = [];
    else if (name === 'total') result[name] = context.total;
    else result[name] = invent(shape, name, context, 0);
  }
  return result;
}

function invent(shape: Shape, name: string, context: Context, index: number): unknown {
  if (typeof shape === 'string') {
    if (shape.endsWith('[]')) return [inventScalar(shape.slice(0, -2), name, context, index)];
    const type = shape.endsWith('|null') ? shape.slice(0, -'|null'.length) : shape;
    return inventScalar(type, name, context, index);
  }
  if (isList(shape)) return [invent(shape[0], name, context, index)];
  if ('orNull' in shape) return invent(shape.orNull, name, context, index);
  if ('oneOf' in shape) return (shape.oneOf as readonly string[])[0] ?? '';
  if ('*' in shape) return { '1': invent(shape['*'], name, context, index) };
  return inventObject(shape, context, index);
}

function inventObject(shape: Shape, context: Context, index: number): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(shape as Record<string, Shape>)) {
    const name = key.endsWith('?') ? key.slice(0, -1) : key;
    result[name] = invent(inner, name, context, index);
  }
  return result;
}

function inventScalar(type: string, name: string, context: Context, index: number): unknown {
  const sent = sentValue(context, name);
  switch (type) {
    case 'boolean':
      return typeof sent === 'boolean' ? sent : index % 2 === 0;
    case 'integer':
    case 'number':
      return typeof sent === 'number' ? sent : index + 1;
    case 'rfc3339':
      return typeof sent === 'string' && sent !== '' ? sent : rfc3339(EPOCH_MS - index * DAY_MS);
    case 'object':
      return typeof sent === 'object' && sent !== null ? sent : {};
    default:
      return typeof sent === 'string' ? sent : inventText(name, context, index);
  }
}

function inventText(name: string, context: Context, index: number): string {
  const person = context.people[index % context.people.length];
  if (person) {
    if (/(?:user|broadcaster|moderator|creator|gifter|host|guest)_id$/.test(name)) return person.id;
    if (/(?:^|_)login$/.test(name)) return person.login;
    if (/(?:user|broadcaster|moderator|creator|gifter|display)_name$/.test(name)) return person.name;
  }
  const random = seededRandom(hash(`${context.row.id} ${name} ${index}`));
  if (name === 'id' || name.endsWith('_id')) return uuid(random);
  if (name === 'template' || /url|image|callback|logo|website/.test(name)) {
    return `https://static.example.test/${context.row.id}/${name}/${index + 1}`;
  }
  return `${name.replaceAll('_', ' ')} ${index + 1}`;
}

function sentValue({ parameters }: Context, name: string): unknown {
  const inQuery = parameters.query[name];
  if (inQuery !== undefined) return Array.isArray(inQuery) ? inQuery[0] : inQuery;
  const { body } = parameters;
  if (typeof body !== 'object' || body === null) return undefined;
  const outer = body as Record<string, unknown>;
  return outer[name] ?? (isPlain(outer['data']) ? outer['data'][name] : undefined);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function hash(text: string): number {
  let value = 2_166_136_261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619);
  return value >>> 0;
}
