import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Clock, TimerGroup } from '../clock';
import type { HelixServer } from '../helix/helix-server';
import type { OAuthServer } from '../oauth/oauth-server';
import type { HttpFault, HttpFaults, UpgradeServer } from '../parts';
import type { TranscriptEntry } from '../simulator';
import { errorReply, type HttpRequest, readBody, type Reply } from './message';

export interface FrontParts {
  readonly helix: HelixServer;
  readonly oauth: OAuthServer;
  readonly irc: UpgradeServer;
  readonly eventSub: UpgradeServer;
  readonly faults: HttpFaults;
  readonly clock: Clock;
  readonly onCall: (entry: TranscriptEntry & { readonly kind: 'call' }) => void;
}

/** What a proxy in between may put in the place of an answer. */
const NO_JSON = { status: 200, body: '<html><body>Bad gateway', contentType: 'text/html' } as const;

interface Mount {
  readonly prefix: string;
  readonly kind: 'helix' | 'oauth';
}

/**
 * Our own paths, and those of foreign clients' mock settings: the layout of Twitch's command line tool. The subscriptions' path
 * stands outside of /mock there.
 */
const MOUNTS: readonly Mount[] = [
  { prefix: '/helix', kind: 'helix' },
  { prefix: '/mock', kind: 'helix' },
  { prefix: '/oauth2', kind: 'oauth' },
  { prefix: '/auth', kind: 'oauth' },
];
const SUBSCRIPTIONS_PATH = '/eventsub/subscriptions';

/** Longer than any client keeps an idle connection, so that the client closes it and no request meets a closing socket. */
const KEEP_ALIVE_MS = 60_000;

/** The one port: HTTP to Helix and OAuth, WebSocket to IRC and EventSub. */
export class Front {
  readonly port: number;
  readonly #parts: FrontParts;
  readonly #server: Server;
  readonly #timers: TimerGroup;

  /** @param server listens already */
  constructor(server: Server, parts: FrontParts) {
    this.port = portOf(server);
    this.#parts = parts;
    this.#timers = new TimerGroup(parts.clock);
    this.#server = server;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch((error: unknown) => {
        // A bug of the simulator: seen by the caller as what it is, and never the end of the process.
        const message = error instanceof Error ? error.message : String(error);
        if (!response.headersSent) write(response, errorReply(500, `Simulator: ${message}`));
        else response.destroy();
      });
    });
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    server.on('clientError', (_error, socket) => socket.destroy());
  }

  async close(): Promise<void> {
    this.#timers.close();
    await Promise.all([this.#parts.irc.close(), this.#parts.eventSub.close()]);
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/ws') this.#parts.eventSub.handleUpgrade(request, socket, head);
    else if (path === '/irc' || path === '/') this.#parts.irc.handleUpgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const found = mountOf(url.pathname);
    const body = await readBody(incoming);
    if (body === undefined) {
      response.destroy();
      return;
    }
    if (!found) {
      write(response, errorReply(404, ''));
      return;
    }
    const request: HttpRequest = {
      method: incoming.method ?? 'GET',
      path: found.path,
      query: url.searchParams,
      headers: incoming.headers,
      body,
      origin: `http://${incoming.headers.host ?? '127.0.0.1'}`,
    };
    if (found.kind === 'helix') this.#serveHelix(request, url.search, response);
    else this.#serveOAuth(request, response);
  }

  #serveHelix(request: HttpRequest, search: string, response: ServerResponse): void {
    const { helix, faults, clock, onCall } = this.#parts;
    const endpoint = helix.rowOf(request)?.id ?? null;
    const login = helix.loginOf(request);
    const { method, path } = request;
    const fault = faults.nextHttp({ kind: 'helix', method, path, endpoint, login });
    const at = clock.now();
    let ignored: readonly string[] = [];
    const status = this.#reply(response, fault, () => {
      const outcome = helix.handle(request);
      ignored = outcome.ignored;
      return outcome.reply;
    });
    onCall({
      kind: 'call',
      at,
      method,
      path: `${path}${search}`,
      endpoint,
      status,
      login,
      ...(ignored.length > 0 ? { ignored } : {}),
    });
  }

  #serveOAuth(request: HttpRequest, response: ServerResponse): void {
    const { method, path } = request;
    const fault = this.#parts.faults.nextHttp({ kind: 'oauth', method, path, endpoint: null, login: null });
    this.#reply(response, fault, () => this.#parts.oauth.handle(request));
  }

  /** Does the work and writes the answer, or what the fault makes of it. @returns the status, 0 where none was sent */
  #reply(response: ServerResponse, fault: HttpFault | undefined, work: () => Reply): number {
    if (fault?.kind === 'answer') {
      write(response, errorReply(fault.status, fault.message ?? '', fault.headers));
      return fault.status;
    }
    if (fault?.kind === 'drop' && fault.when === 'before') {
      response.destroy();
      return 0;
    }
    const reply = work();
    if (fault?.kind === 'slow') this.#timers.after(fault.ms, () => write(response, reply));
    else if (fault?.kind === 'cut') writeHalf(response, reply);
    else if (fault?.kind === 'drop') response.destroy();
    else write(response, fault ? { ...reply, ...NO_JSON } : reply);
    return fault?.kind === 'drop' ? 0 : reply.status;
  }
}

/** A server that listens on 127.0.0.1 and answers nothing yet. Rejects when the port is taken. @param port 0 for any free one */
export function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function mountOf(pathname: string): { kind: Mount['kind']; path: string } | undefined {
  if (pathname === SUBSCRIPTIONS_PATH) return { kind: 'helix', path: pathname };
  const mount = MOUNTS.find(({ prefix }) => pathname.startsWith(`${prefix}/`));
  return mount && { kind: mount.kind, path: pathname.slice(mount.prefix.length) };
}

function payloadOf(reply: Reply): { text: string; type: string } | undefined {
  if (reply.body === undefined) return undefined;
  return typeof reply.body === 'string'
    ? { text: reply.body, type: reply.contentType ?? 'text/plain; charset=utf-8' }
    : { text: JSON.stringify(reply.body), type: 'application/json; charset=utf-8' };
}

function write(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  const payload = payloadOf(reply);
  if (!payload) {
    // 200 with an empty body needs its length told; 204 must not have one.
    response.writeHead(reply.status, {
      ...reply.headers,
      ...(reply.status === 204 ? {} : { 'Content-Length': '0' }),
    });
    response.end();
    return;
  }
  const bytes = Buffer.from(payload.text);
  response.writeHead(reply.status, {
    ...reply.headers,
    'Content-Type': payload.type,
    'Content-Length': String(bytes.length),
  });
  response.end(bytes);
}

/** Announces the whole length, sends half of it, and cuts the connection. */
function writeHalf(response: ServerResponse, reply: Reply): void {
  const bytes = Buffer.from(payloadOf(reply)?.text ?? '{}');
  response.writeHead(reply.status, {
    ...reply.headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(bytes.length),
  });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
