import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';

const WAIT_MS = 15_000;

/** A page that a flow serves, and the socket that the page opens to `<page>/live`. */
export class Page {
  readonly html: string;
  readonly #socket: WebSocket;
  readonly #messages: Record<string, unknown>[] = [];
  #read = 0;

  private constructor(html: string, socket: WebSocket) {
    this.html = html;
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      this.#messages.push(JSON.parse(data.toString()) as Record<string, unknown>);
      socket.emit('read');
    });
  }

  /** @param url of Node-RED, with a slash at its end @param name path of the page */
  static async open(url: string, name: string): Promise<Page> {
    const response = await fetch(url + name);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
    const page = new Page(await response.text(), new WebSocket(`${url.replace(/^http/, 'ws')}${name}/live`));
    await once(page.#socket, 'open');
    return page;
  }

  /** How many messages came so far. */
  get heard(): number {
    return this.#messages.length;
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** The next message, as JSON. */
  async next(): Promise<Record<string, unknown>> {
    const signal = AbortSignal.timeout(WAIT_MS);
    for (;;) {
      const message = this.#messages[this.#read];
      if (message) {
        this.#read++;
        return message;
      }
      await once(this.#socket, 'read', { signal });
    }
  }

  close(): void {
    this.#socket.terminate();
  }
}
