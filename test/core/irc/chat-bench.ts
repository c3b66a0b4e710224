import { seededRandom } from '../../../src/core/clock';
import { ChatClient } from '../../../src/core/irc/chat-client';
import type { ChatClientOptions } from '../../../src/core/irc/chat-client-options';
import type { ChatLogin } from '../../../src/core/irc/login';
import { FakeClock } from '../../support/fake-clock';
import { IrcServer } from '../../support/irc-server';

/** A server and clients at it, on a clock that the test turns. */
export class ChatBench {
  readonly clock = new FakeClock();
  readonly server: IrcServer;
  readonly #clients: ChatClient[] = [];

  static async open(): Promise<ChatBench> {
    return new ChatBench(await IrcServer.start());
  }

  private constructor(server: IrcServer) {
    this.server = server;
  }

  client(options: Partial<ChatClientOptions> = {}): ChatClient {
    const client = new ChatClient({
      url: this.server.url,
      clock: this.clock,
      random: seededRandom(3),
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  /** Waits for something that needs the network, but no time. */
  async until(isTrue: () => boolean): Promise<void> {
    for (let turn = 0; turn < 20_000; turn++) {
      if (isTrue()) return;
      await this.clock.tick(0);
    }
    throw new Error('did not come true');
  }

  /** Moves on by `ms` in steps, letting the network work in between. */
  async pass(ms: number, stepMs = 500): Promise<void> {
    for (let done = 0; done < ms; done += stepMs) {
      await this.clock.tick(Math.min(stepMs, ms - done));
      await this.network();
    }
  }

  /** Lets everything that was sent arrive, there and back. */
  async network(): Promise<void> {
    for (const { socket } of this.server.open) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          socket.off('pong', done).off('close', done);
          resolve();
        };
        socket.on('pong', done).on('close', done);
        socket.ping();
      });
    }
    for (let turn = 0; turn < 20; turn++) await this.clock.tick(0);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) await client.close();
    await this.server.close();
  }
}

/** Tokens for chat that a test controls: the next ones in turn. */
export class TestLogin implements ChatLogin {
  readonly refused: string[] = [];
  asked = 0;
  token = 'secret-1';
  /** What `tokenExpired` does: the next token, or an error. */
  refresh: () => string = () => {
    throw new Error('no refresh in this test');
  };

  getToken(): Promise<{ accessToken: string; userId: string; login: string; scopes: string[] }> {
    this.asked++;
    return Promise.resolve({
      accessToken: this.token,
      userId: '700',
      login: 'OwlBot',
      scopes: ['chat:read', 'chat:edit'],
    });
  }

  async tokenExpired(used: { accessToken: string }): ReturnType<TestLogin['getToken']> {
    this.refused.push(used.accessToken);
    this.token = this.refresh();
    return this.getToken();
  }
}
