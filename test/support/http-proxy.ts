import http from 'node:http';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

/** One request that went through, with its answer. */
export interface Passed {
  readonly method: string;
  /** As the server behind it saw it. */
  readonly path: string;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

export interface ProxyOptions {
  /** Origin of the server behind it. */
  readonly target: string;
  /** What the address begins with here, and with what there: `{ from: '/house/red', to: '/red' }`. Other paths are not found. */
  readonly prefix?: { readonly from: string; readonly to: string };
}

/** A reverse proxy on loopback, for plain requests and for WebSockets, that remembers what went through. */
export class HttpProxy {
  readonly passed: Passed[] = [];
  readonly #options: ProxyOptions;
  readonly #server = http.createServer((request, response) => this.#pass(request, response));
  readonly #sockets = new Set<Socket>();

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#server.on('connection', (socket) => this.#keep(socket));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket as Socket, head));
  }

  static async start(options: ProxyOptions): Promise<HttpProxy> {
    const proxy = new HttpProxy(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }

  /** The path there; null for what does not lie below the prefix. */
  #inside(url: string): string | null {
    const { prefix } = this.#options;
    if (!prefix) return url;
    if (url !== prefix.from && !url.startsWith(`${prefix.from}/`)) return null;
    return `${prefix.to}${url.slice(prefix.from.length)}`;
  }

  #pass(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { method = 'GET', headers, url = '/' } = request;
    const path = this.#inside(url);
    if (path === null) {
      response.writeHead(404).end();
      return;
    }
    void (async () => {
      const body = await textOf(request);
      const forward = http.request(this.#options.target, { method, path, headers });
      forward.on('error', () => response.destroy());
      forward.end(body);
      const [answer] = (await once(forward, 'response')) as [http.IncomingMessage];
      const { statusCode: status = 500 } = answer;
      const text = await textOf(answer);
      this.passed.push({ method, path, body, status, answer: text });
      response.writeHead(status, answer.headers).end(text);
    })().catch(() => response.destroy());
  }

  #upgrade(request: http.IncomingMessage, socket: Socket, head: Buffer): void {
    const path = this.#inside(request.url ?? '/');
    const { hostname, port } = new URL(this.#options.target);
    if (path === null) {
      socket.destroy();
      return;
    }
    const behind = net.connect(Number(port), hostname, () => {
      const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`);
      behind.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      behind.write(head);
      socket.pipe(behind).pipe(socket);
    });
    this.#keep(behind);
    behind.on('close', () => socket.destroy());
    socket.on('close', () => behind.destroy());
  }
}

async function textOf(stream: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
