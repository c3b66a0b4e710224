import { once } from 'node:events';
import { WebSocket, type RawData } from 'ws';

/** How long a test waits for something that has to come, in real milliseconds. */
const PATIENCE_MS = 3000;

/** A bare WebSocket client that remembers what came and lets a test wait for it. */
export class SocketClient {
  readonly socket: WebSocket;
  /** Everything that came, in order: frames, or single lines when `splitAt` was given. */
  readonly received: string[] = [];
  readonly closed: Promise<number>;
  readonly #splitAt: string | null;
  #waiting: (() => void)[] = [];

  constructor(url: string, { splitAt = null }: { splitAt?: string | null } = {}) {
    this.socket = new WebSocket(url);
    this.#splitAt = splitAt;
    this.socket.on('message', (data) => this.#take(data));
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.socket.on('close', (code) => resolve(code)));
  }

  async opened(): Promise<this> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    return this;
  }

  /** The first thing received from `from` on that fits; waits for it if it has not come. */
  async find(fits: (text: string) => boolean, what = String(fits), from = 0): Promise<string> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.received.slice(from).find(fits);
      if (found !== undefined) return found;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${what} did not come; came: ${this.received.join(' | ')}`);
      await this.#next(left);
    }
  }

  close(): void {
    this.socket.terminate();
  }

  #take(data: RawData): void {
    const text = (data as Buffer).toString();
    this.received.push(...(this.#splitAt === null ? [text] : text.split(this.#splitAt).filter(Boolean)));
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  #next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** A chat client of a few lines. */
export class IrcClient extends SocketClient {
  #echoes = 0;

  constructor(url: string) {
    super(url, { splitAt: '\r\n' });
  }

  send(...lines: string[]): this {
    for (const line of lines) this.socket.send(`${line}\r\n`);
    return this;
  }

  /** The first line that holds all of these. */
  line(...parts: string[]): Promise<string> {
    return this.find((line) => parts.every((part) => line.includes(part)), parts.join(' … '));
  }

  /** Resolves when the server has dealt with everything sent so far. */
  async settled(): Promise<void> {
    const echo = `settled-${++this.#echoes}`;
    this.send(`PING :${echo}`);
    await this.line('PONG', echo);
  }

  /** Lines that hold all of these, of those that have come. */
  lines(...parts: string[]): string[] {
    return this.received.filter((line) => parts.every((part) => line.includes(part)));
  }
}

/** The tags of a line, unescaped. */
export function tagsOf(line: string): Record<string, string> {
  if (!line.startsWith('@')) return {};
  const escapes: Record<string, string> = { ':': ';', s: ' ', r: '\r', n: '\n' };
  return Object.fromEntries(
    line
      .slice(1, line.indexOf(' '))
      .split(';')
      .map((pair) => {
        const at = pair.indexOf('=');
        const value = pair.slice(at + 1).replaceAll(/\\(.)/g, (_, char: string) => escapes[char] ?? char);
        return [pair.slice(0, at), value];
      }),
  );
}
