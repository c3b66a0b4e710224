import type { EndpointRow, FieldCheck } from '../../tables/endpoint-row';
import { argument, isRecord, type RequestArgs } from './request-args';

/** Lists of a body that may be sent in portions. (A poll with more than 5 choices may not.) */
const splitBodies: Readonly<Record<string, string>> = {
  'check-automod-status': 'data',
  'update-drops-entitlements': 'entitlement_ids',
  'update-conduit-shards': 'shards',
};

/** Deletes all of its list or nothing, which several calls could not promise. */
const neverSplit: ReadonlySet<string> = new Set(['delete-videos']);

/**
 * The calls that a request with a list above the endpoint's maximum becomes; null when it is one call as it is. Values
 * that occur twice are asked for once. Requests with several lists that are too long stay as they are, and are
 * then refused by the check.
 */
export function splitRequest(row: EndpointRow, args: RequestArgs): readonly RequestArgs[] | null {
  if (!hasList(args.query) && !hasList(args.body)) return null;
  if (neverSplit.has(row.id)) return null;
  const total = row.checks.find(
    (check): check is Extract<FieldCheck, { totalMax: number }> => 'totalMax' in check,
  );
  if (total) return splitTogether(args, total.of, total.totalMax);
  const tooLong = Object.keys(args.query ?? {}).filter((name) => {
    const spec = row.query[name];
    const value = args.query?.[name];
    return (
      Array.isArray(value) &&
      spec?.repeatable &&
      !spec.enum &&
      spec.max !== undefined &&
      value.length > spec.max
    );
  });
  const [name] = tooLong;
  if (name !== undefined && tooLong.length === 1) {
    const portions = portionsOf(args.query?.[name], row.query[name]?.max ?? 1);
    return portions.map((portion) => ({ ...args, query: { ...args.query, [name]: portion } }));
  }
  return splitBody(row, args);
}

/** Most calls have none: they are told apart at once. */
function hasList(fields: RequestArgs['query']): boolean {
  for (const name in fields) {
    if (Array.isArray(fields[name])) return true;
  }
  return false;
}

/** Several lists that share one maximum: filled up one after the other, in the order in which they are answered. */
function splitTogether(
  args: RequestArgs,
  names: readonly string[],
  max: number,
): readonly RequestArgs[] | null {
  const values = names.flatMap((name) => {
    const value = argument(args, name);
    const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return [...new Set(list)].map((item) => ({ name, item }));
  });
  if (values.length <= max) return null;
  return portionsOf(values, max).map((portion) => {
    const query: Record<string, unknown> = { ...args.query };
    for (const name of names) {
      const items = (portion as typeof values)
        .filter((value) => value.name === name)
        .map((value) => value.item);
      query[name] = items.length > 0 ? items : undefined;
    }
    return { ...args, query };
  });
}

function splitBody(row: EndpointRow, args: RequestArgs): readonly RequestArgs[] | null {
  const name = splitBodies[row.id];
  if (name === undefined) return null;
  const list = args.body?.[name];
  const max = row.body?.[name]?.max;
  if (!Array.isArray(list) || max === undefined || list.length <= max) return null;
  return portionsOf(list, max).map((portion) => ({ ...args, body: { ...args.body, [name]: portion } }));
}

function portionsOf(list: unknown, size: number): readonly (readonly unknown[])[] {
  const values = Array.isArray(list) ? [...new Set<unknown>(list)] : [];
  const portions: unknown[][] = [];
  for (let start = 0; start < values.length; start += size) portions.push(values.slice(start, start + size));
  return portions;
}

/**
 * One answer made of those of all portions, in order: `data` joined, elements with the same id once, what stands beside
 * it from the last portion, lists beside it (`errors`) joined too.
 */
export function joinAnswers(answers: readonly unknown[]): unknown {
  const parts = answers.filter(isRecord);
  if (parts.length === 0) return null;
  const joined: Record<string, unknown> = {};
  for (const part of parts) {
    for (const key in part) {
      const value = part[key];
      const before = joined[key];
      joined[key] =
        Array.isArray(value) && Array.isArray(before) ? [...before, ...(value as unknown[])] : value;
    }
  }
  if (Array.isArray(joined['data'])) joined['data'] = withoutDoubles(joined['data']);
  // A cursor belongs to one portion only.
  if ('pagination' in joined) joined['pagination'] = {};
  return joined;
}

function withoutDoubles(items: readonly unknown[]): readonly unknown[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    if (!isRecord(item) || typeof item['id'] !== 'string') return true;
    if (seen.has(item['id'])) return false;
    seen.add(item['id']);
    return true;
  });
}
