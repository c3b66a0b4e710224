import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEventSubServer, type EventSubServer } from '../../../src/simulator/eventsub/eventsub-server';
import { Faults } from '../../../src/simulator/faults/faults';
import { createIrcServer, type IrcServer } from '../../../src/simulator/irc/irc-server';
import type {
  TokenInfo,
  TokenLookup,
  TokenRegistryEvents,
} from '../../../src/simulator/oauth/token-registry';
import { seededRandom } from '../../../src/simulator/random';
import { World } from '../../../src/simulator/world/world';
import { FakeClock } from '../../support/fake-clock';

export const CLIENT_ID = 'teststand0000000000000000000000';

/** Tokens that a test hands out by itself. */
export class TestTokens extends EventEmitter<TokenRegistryEvents> implements TokenLookup {
  readonly #tokens = new Map<string, TokenInfo>();

  add(accessToken: string, token: Partial<TokenInfo>): string {
    this.#tokens.set(accessToken, {
      clientId: CLIENT_ID,
      userId: null,
      login: null,
      scopes: [],
      expiresAt: Number.MAX_SAFE_INTEGER,
      valid: true,
      ...token,
    });
    return accessToken;
  }

  find(accessToken: string): TokenInfo | undefined {
    return this.#tokens.get(accessToken);
  }

  grantedScopes(clientId: string, userId: string): readonly string[] | null {
    const granted = [...this.#tokens.values()].filter(
      (token) => token.clientId === clientId && token.userId === userId,
    );
    return granted.length > 0 ? granted.flatMap((token) => token.scopes) : null;
  }
}

/** The two socket servers on one port, over a world and a clock that the test moves. */
export class Stand {
  readonly clock = new FakeClock();
  readonly tokens = new TestTokens();
  readonly faults = new Faults();
  readonly world: World;
  readonly irc: IrcServer;
  readonly eventSub: EventSubServer;
  readonly url: string;
  readonly #http: Server;

  private constructor(http: Server) {
    this.#http = http;
    this.url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const { clock, tokens, faults } = this;
    const random = seededRandom(7);
    const world = new World({ clock, random, clientId: CLIENT_ID });
    this.world = world;
    this.irc = createIrcServer({ world, tokens, clock, faults });
    this.eventSub = createEventSubServer({ world, tokens, clock, random, faults, url: `${this.url}/ws` });
    http.on('upgrade', (request, socket, head) => {
      const server = request.url?.startsWith('/ws') ? this.eventSub : this.irc;
      server.handleUpgrade(request, socket, head);
    });
  }

  static async start(): Promise<Stand> {
    const http = createServer();
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return new Stand(http);
  }

  /** A token of somebody of the cast, or of anybody else by login. */
  token(login: string, scopes: readonly string[]): string {
    const user = this.world.user(login);
    if (!user) throw new Error(`nobody is called ${login}`);
    return this.tokens.add(`token-of-${login}-${scopes.join('+')}`, { userId: user.id, login, scopes });
  }

  async close(): Promise<void> {
    await this.irc.close();
    await this.eventSub.close();
    this.world.close();
    this.#http.close();
  }
}
