import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request after its body came in. */
export interface HttpRequest {
  readonly method: string;
  /** Below the mount point: `/polls`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `http://HOST` as the client wrote it, for links to pages of this server. */
  readonly origin: string;
}

/** An answer before it is written. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string goes out as it is, with `contentType`. Undefined: no body. */
  readonly body?: unknown;
  readonly contentType?: string;
}

/** No request of Helix is near this. */
const MAX_BODY_BYTES = 1_048_576;

/** @returns undefined when it is larger than 1 MB or was cut off */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      const bytes = chunk as Buffer;
      length += bytes.length;
      if (length > MAX_BODY_BYTES) return undefined;
      chunks.push(bytes);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function jsonReply(status: number, body: unknown, headers?: Readonly<Record<string, string>>): Reply {
  return headers ? { status, body, headers } : { status, body };
}

export function htmlReply(status: number, html: string): Reply {
  return {
    status,
    body: html,
    contentType: 'text/html; charset=utf-8',
    headers: {
      'Cache-Control': 'no-store',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' http: https:; frame-ancestors 'none'",
    },
  };
}

const STATUS_NAMES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  422: 'Unprocessable Entity',
  425: 'Too Early',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** An error as Helix writes it. */
export function errorReply(
  status: number,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Reply {
  return jsonReply(status, { error: STATUS_NAMES[status] ?? 'Error', status, message }, headers);
}
