import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as a form. */
  readonly form: URLSearchParams;
}

/** What the server does with a request. */
export type Reply =
  | {
      readonly status?: number;
      readonly headers?: Record<string, string>;
      readonly json?: unknown;
      readonly text?: string;
    }
  /** Closes the socket without a byte. */
  | { readonly fault: 'drop' }
  /** Sends the headers and half of a body, then closes. */
  | { readonly fault: 'cut' }
  /** Answers nothing until the server is closed. */
  | { readonly fault: 'hang' }
  /** Sends a byte now and then for ever. */
  | { readonly fault: 'drip' };

export type Handler = (request: SeenRequest, index: number) => Reply | Promise<Reply>;

/** A real HTTP server on a free loopback port that does what the test says. */
export class TestServer {
  readonly seen: SeenRequest[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #intervals = new Set<NodeJS.Timeout>();
  #handler: Handler;

  private constructor(handler: Handler) {
    this.#handler = handler;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(handler: Handler = () => ({ json: {} })): Promise<TestServer> {
    const server = new TestServer(handler);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Sockets that are open now. */
  get sockets(): number {
    return this.#sockets.size;
  }

  /** What to do from now on. */
  handle(handler: Handler): void {
    this.#handler = handler;
  }

  /** Answers these in order, the last one for ever. */
  script(...replies: readonly Reply[]): void {
    let next = 0;
    this.#handler = () => replies[Math.min(next++, replies.length - 1)] ?? { json: {} };
  }

  async close(): Promise<void> {
    for (const interval of this.#intervals) clearInterval(interval);
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    try {
      for await (const chunk of request) body += String(chunk);
    } catch {
      return;
    }
    const url = new URL(request.url ?? '/', this.origin);
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
      form: new URLSearchParams(body),
    };
    this.seen.push(seen);
    const reply = await this.#handler(seen, this.seen.length - 1);
    if ('fault' in reply) this.#fail(reply.fault, request, response);
    else send(reply, response);
  }

  #fail(fault: 'drop' | 'cut' | 'hang' | 'drip', request: IncomingMessage, response: ServerResponse): void {
    if (fault === 'drop') request.socket.destroy();
    if (fault === 'drop' || fault === 'hang') return;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"data":[');
    if (fault === 'cut') setImmediate(() => request.socket.destroy());
    else this.#intervals.add(setInterval(() => response.write(' '), 10));
  }
}

function send(reply: Exclude<Reply, { fault: string }>, response: ServerResponse): void {
  const text = reply.text ?? (reply.json === undefined ? '' : JSON.stringify(reply.json));
  response.writeHead(reply.status ?? 200, {
    ...(reply.json !== undefined && { 'content-type': 'application/json' }),
    ...reply.headers,
  });
  response.end(text);
}

/** Waits, without sleeping, until something has come true: at most so many turns of the event loop. */
export async function until(isTrue: () => boolean, turns = 20_000): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    if (isTrue()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('did not come true');
}

/** Tells whether a promise has settled, either way. */
export function watch(promise: PromiseLike<unknown>): { readonly isOver: boolean } {
  const state = { isOver: false };
  const over = (): void => {
    state.isOver = true;
  };
  promise.then(over, over);
  return state;
}
