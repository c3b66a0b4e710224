import type { EndpointRow } from '../../tables/endpoint-row';
import { WorldRefusal } from '../world/refusal';

export interface Page<T> {
  readonly items: readonly T[];
  /** `{}` on the last page. */
  readonly pagination: { readonly cursor?: string };
}

interface Cursor {
  /** What was asked: a cursor belongs to the same filters. */
  readonly of: string;
  readonly at: number;
}

/** Which part of a list is wanted. */
export interface PageRequest {
  /** Endpoint and filters, as one text. */
  readonly of: string;
  readonly size: number;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** One page of a list. @throws WorldRefusal 400 for a cursor that is not from this call */
export function pageOf<T>(all: readonly T[], request: PageRequest): Page<T> {
  const { size, of } = request;
  let start = 0;
  if (request.after !== undefined && request.after !== '') start = readCursor(request.after, of);
  else if (request.before !== undefined && request.before !== '') {
    start = Math.max(0, readCursor(request.before, of) - 2 * size);
  }
  const items = all.slice(start, start + size);
  const end = start + items.length;
  return { items, pagination: end < all.length ? { cursor: writeCursor({ of, at: end }) } : {} };
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: string, of: string): number {
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Partial<Cursor>;
    if (cursor.of === of && typeof cursor.at === 'number') return cursor.at;
  } catch {
    // Not one of ours: refused below.
  }
  throw new WorldRefusal(400, 'The cursor is not valid.');
}

/** Page size where neither the call nor the table says one. */
const USUAL_PAGE = 20;

/** The page that a call asks for. */
export function paged<T>(
  call: { readonly row: EndpointRow; readonly query: Readonly<Record<string, unknown>> },
  all: readonly T[],
): Page<T> {
  const { first, after, before, ...filters } = call.query;
  return pageOf(all, {
    of: `${call.row.id} ${JSON.stringify(filters)}`,
    size: typeof first === 'number' ? first : (call.row.paging?.default ?? USUAL_PAGE),
    after: typeof after === 'string' ? after : undefined,
    before: typeof before === 'string' ? before : undefined,
  });
}
