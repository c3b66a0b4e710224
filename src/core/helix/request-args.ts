/** What a call sends, as it comes from a caller whose types nobody checked. */
export interface RequestArgs {
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a query or body field; `outer.inner` reads inside an object of the body. */
export function argument(args: RequestArgs, name: string): unknown {
  const dot = name.indexOf('.');
  if (dot < 0) return args.query?.[name] ?? args.body?.[name];
  const outer = args.body?.[name.slice(0, dot)];
  return isRecord(outer) ? outer[name.slice(dot + 1)] : undefined;
}

/** Path and query of a call. Lists repeat their key; what is undefined is left out; an empty text is sent. */
export function pathWithQuery(path: string, query: RequestArgs['query']): string {
  if (!query) return path;
  let text = '';
  for (const name in query) {
    const value = query[name];
    if (value === undefined) continue;
    if (Array.isArray(value)) {
      for (const item of value) text += pair(name, item);
    } else {
      text += pair(name, value);
    }
  }
  return text === '' ? path : `${path}?${text.slice(1)}`;
}

function pair(name: string, value: unknown): string {
  return `&${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`;
}
