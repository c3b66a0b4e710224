import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly body: unknown;
  readonly token: string;
  readonly clientId: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServedSubscription {
  readonly id: string;
  readonly type: string;
  readonly version: string;
  readonly condition: Record<string, string>;
  readonly sessionId: string;
}

/** One connection as the server sees it. Everything that is sent is said by the test, frame by frame. */
export class ServedConnection {
  readonly path: string;
  /** What the client sent, which must stay empty. */
  readonly received: string[] = [];
  readonly pongs: string[] = [];
  readonly closed: Promise<number>;
  sessionId = '';
  readonly #socket: WebSocket;
  readonly #now: () => number;

  constructor(socket: WebSocket, path: string, now: () => number) {
    this.path = path;
    this.#socket = socket;
    this.#now = now;
    socket.on('message', (data: Buffer) => this.received.push(data.toString()));
    socket.on('pong', (data) => this.pongs.push(data.toString()));
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.on('close', resolve));
  }

  welcome(options: { id?: string; keepaliveSeconds?: number | null; at?: number } = {}): void {
    this.sessionId = options.id ?? `session-${randomUUID()}`;
    const at = new Date(options.at ?? this.#now()).toISOString();
    this.frame('session_welcome', {
      payload: {
        session: {
          id: this.sessionId,
          status: 'connected',
          connected_at: at,
          keepalive_timeout_seconds: options.keepaliveSeconds === undefined ? 10 : options.keepaliveSeconds,
          reconnect_url: null,
          recovery_url: null,
        },
      },
      ...(options.at !== undefined && { at: options.at }),
    });
  }

  keepalive(): void {
    this.frame('session_keepalive', { payload: {} });
  }

  notification(
    subscription: Pick<ServedSubscription, 'id' | 'type' | 'version' | 'condition'>,
    event: object,
    options: { messageId?: string; at?: number } = {},
  ): void {
    const { type, version } = subscription;
    this.frame('notification', {
      payload: { subscription: this.#shown(subscription), event },
      type,
      version,
      ...options,
    });
  }

  revocation(subscription: ServedSubscription, status: string): void {
    const { type, version } = subscription;
    this.frame('revocation', { payload: { subscription: this.#shown(subscription, status) }, type, version });
  }

  reconnect(url: string, messageId?: string): void {
    this.frame('session_reconnect', {
      payload: {
        session: {
          id: this.sessionId,
          status: 'reconnecting',
          keepalive_timeout_seconds: null,
          reconnect_url: url,
        },
      },
      ...(messageId !== undefined && { messageId }),
    });
  }

  frame(
    messageType: string,
    options: { payload: object; messageId?: string; at?: number; type?: string; version?: string },
  ): void {
    this.text(
      JSON.stringify({
        metadata: {
          message_id: options.messageId ?? randomUUID(),
          message_type: messageType,
          // Nine decimals, as Twitch sends them.
          message_timestamp: new Date(options.at ?? this.#now()).toISOString().replace('Z', '000000Z'),
          ...(options.type !== undefined && {
            subscription_type: options.type,
            subscription_version: options.version,
          }),
        },
        payload: options.payload,
      }),
    );
  }

  text(text: string): void {
    this.#socket.send(text);
  }

  binary(data: Buffer): void {
    this.#socket.send(data, { binary: true });
  }

  ping(data = ''): void {
    this.#socket.ping(data);
  }

  close(code: number, reason = ''): void {
    this.#socket.close(code, reason);
  }

  /** Breaks the connection without a word. */
  destroy(): void {
    this.#socket.terminate();
  }

  #shown(
    subscription: Pick<ServedSubscription, 'id' | 'type' | 'version' | 'condition'>,
    status = 'enabled',
  ): object {
    const { id, type, version, condition } = subscription;
    const transport = { method: 'websocket', session_id: this.sessionId };
    return {
      id,
      status,
      type,
      version,
      condition,
      transport,
      cost: 0,
      created_at: new Date(this.#now()).toISOString(),
    };
  }
}

interface ServerEvents {
  connection: [connection: ServedConnection];
  request: [request: RecordedRequest];
}

/**
 * A server with a script: it says and answers nothing but what a test tells it. Independent of the simulator, so that
 * a mistake shared by simulator and core does not hide here.
 */
export class EventSubServer extends EventEmitter<ServerEvents> {
  readonly connections: ServedConnection[] = [];
  readonly requests: RecordedRequest[] = [];
  readonly subscriptions: ServedSubscription[] = [];
  /** What every new connection does first; a welcome by default. */
  onConnect: (connection: ServedConnection) => void = (connection) => connection.welcome();
  /** Answer to a request; undefined: as a server that has nothing against it. */
  onRequest: (request: RecordedRequest) => Answer | undefined | Promise<Answer | undefined> = () => undefined;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #now: () => number;

  private constructor(now: () => number) {
    super();
    this.#now = now;
    this.#http = createServer((request, response) => void this.#serve(request, response));
    this.#http.on('upgrade', (request, socket, head) => {
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const connection = new ServedConnection(webSocket, request.url ?? '', this.#now);
        this.connections.push(connection);
        this.onConnect(connection);
        this.emit('connection', connection);
      });
    });
  }

  static async start(now: () => number = Date.now): Promise<EventSubServer> {
    const server = new EventSubServer(now);
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  get #address(): string {
    return `127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get urls(): { id: string; helix: string; irc: string; eventSub: string } {
    const address = this.#address;
    return {
      id: `http://${address}/oauth2`,
      helix: `http://${address}/helix`,
      irc: `ws://${address}/irc`,
      eventSub: `ws://${address}/ws`,
    };
  }

  /** Waits for the connection with this number, counted from 0. */
  async connection(number: number): Promise<ServedConnection> {
    for (;;) {
      const connection = this.connections[number];
      if (connection) return connection;
      await once(this, 'connection');
    }
  }

  /** Waits until so many requests of a kind have come in; returns them. */
  async requested(count: number, method = 'POST'): Promise<RecordedRequest[]> {
    for (;;) {
      const found = this.requests.filter((request) => request.method === method);
      if (found.length >= count) return found;
      await once(this, 'request');
    }
  }

  subscription(type: string): ServedSubscription {
    const found = this.subscriptions.findLast((one) => one.type === type);
    if (!found) throw new Error(`nothing is subscribed to ${type}`);
    return found;
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.destroy();
    this.#sockets.close();
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '', 'http://localhost');
    const recorded: RecordedRequest = {
      method: request.method ?? '',
      path: url.pathname.replace(/^\/helix/, ''),
      query: Object.fromEntries(
        [...url.searchParams.keys()].map((key) => [key, url.searchParams.getAll(key)]),
      ),
      body: text === '' ? null : (JSON.parse(text) as unknown),
      token: (request.headers.authorization ?? '').replace(/^\w+ /, ''),
      clientId: String(request.headers['client-id'] ?? ''),
    };
    this.requests.push(recorded);
    const asked = this.onRequest(recorded);
    this.emit('request', recorded);
    const answer = (await asked) ?? this.#usual(recorded);
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  #usual(request: RecordedRequest): Answer {
    if (request.path !== '/eventsub/subscriptions') return { status: 404, body: refusal(404, 'not found') };
    if (request.method === 'POST') return this.#create(request);
    if (request.method === 'DELETE') {
      const at = this.subscriptions.findIndex(({ id }) => id === request.query['id']?.[0]);
      if (at < 0) return { status: 404, body: refusal(404, 'subscription not found') };
      this.subscriptions.splice(at, 1);
      return { status: 204 };
    }
    const data = this.subscriptions.map(({ sessionId, ...rest }) => ({
      ...rest,
      status: 'enabled',
      cost: 0,
      created_at: new Date(this.#now()).toISOString(),
      transport: { method: 'websocket', session_id: sessionId },
    }));
    return {
      status: 200,
      body: { data, total: data.length, total_cost: 0, max_total_cost: 10, pagination: {} },
    };
  }

  #create(request: RecordedRequest): Answer {
    const { type, version, condition, transport } = request.body as {
      type: string;
      version: string;
      condition: Record<string, string>;
      transport: { session_id: string };
    };
    const subscription = { id: randomUUID(), type, version, condition, sessionId: transport.session_id };
    this.subscriptions.push(subscription);
    const created = { id: subscription.id, status: 'enabled', type, version, condition, transport, cost: 0 };
    return { status: 202, body: { data: [created], total: 1, total_cost: 0, max_total_cost: 10 } };
  }
}

export function refusal(status: number, message: string): { error: string; status: number; message: string } {
  return { error: 'Refused', status, message };
}
