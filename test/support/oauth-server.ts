import { TestServer, type Reply, type SeenRequest } from './http-server';

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

interface Person {
  readonly userId: string;
  readonly login: string;
  scopes: readonly string[];
}

/**
 * A small OAuth server for tests of the client side: public client, single-use refresh tokens. Says what a test queued in
 * `next` first.
 */
export class OAuthServer {
  readonly clientId = 'public-client';
  /** Seconds that new tokens live. */
  lifetime = 14_400;
  /** Replies that come before the server's own, by path. `'lost'`: carried out, but the answer is dropped. */
  readonly next: Record<string, (Reply | Promise<Reply> | 'lost')[]> = {};
  readonly #server: TestServer;
  readonly #access = new Map<string, Person>();
  readonly #refresh = new Map<string, Person>();
  #made = 0;
  /** Put in front of every token, so that leaks can be searched for. */
  prefix = 'tok';

  private constructor(server: TestServer) {
    this.#server = server;
  }

  static async start(): Promise<OAuthServer> {
    const server = await TestServer.start();
    const oauth = new OAuthServer(server);
    server.handle((request) => oauth.#serve(request));
    return oauth;
  }

  get url(): string {
    return `${this.#server.origin}/oauth2`;
  }

  get seen(): readonly SeenRequest[] {
    return this.#server.seen;
  }

  /** How often a path was asked, for `/token` counted by grant type. */
  count(path: string, grantType?: string): number {
    return this.seen.filter(
      (request) =>
        request.path === `/oauth2${path}` && (!grantType || request.form.get('grant_type') === grantType),
    ).length;
  }

  get refreshes(): number {
    return this.count('/token', 'refresh_token');
  }

  issue(person: Person): IssuedTokens {
    const number = ++this.#made;
    const tokens = {
      accessToken: `${this.prefix}-access-${number}`,
      refreshToken: `${this.prefix}-refresh-${number}`,
    };
    this.#access.set(tokens.accessToken, person);
    this.#refresh.set(tokens.refreshToken, person);
    return tokens;
  }

  /** The access token is no longer valid; its refresh token is. */
  expire(accessToken: string): void {
    this.#access.delete(accessToken);
  }

  isValid(accessToken: string): boolean {
    return this.#access.has(accessToken);
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #serve(request: SeenRequest): Reply | Promise<Reply> {
    const queued = this.next[request.path.slice('/oauth2'.length)]?.shift();
    if (queued === 'lost') {
      this.#own(request);
      return { fault: 'drop' };
    }
    return queued ?? this.#own(request);
  }

  #own({ path, headers, form }: SeenRequest): Reply {
    if (path === '/oauth2/validate') return this.#validate(headers.authorization ?? '');
    if (path === '/oauth2/revoke') {
      this.#access.delete(form.get('token') ?? '');
      return { status: 200 };
    }
    if (form.get('grant_type') === 'client_credentials') {
      const accessToken = `${this.prefix}-app-${++this.#made}`;
      return { json: { access_token: accessToken, expires_in: 5_000_000, token_type: 'bearer' } };
    }
    if (form.get('grant_type') !== 'refresh_token') return refused(400, 'unsupported grant');
    const old = form.get('refresh_token') ?? '';
    const person = this.#refresh.get(old);
    if (!person) return refused(400, 'Invalid refresh token');
    this.#refresh.delete(old);
    return { json: this.tokenBody(person) };
  }

  /** The body that a successful token call answers. */
  tokenBody(person: Person): object {
    const { accessToken, refreshToken } = this.issue(person);
    return {
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: this.lifetime,
      scope: person.scopes,
      token_type: 'bearer',
    };
  }

  #validate(authorization: string): Reply {
    const person = this.#access.get(authorization.replace(/^OAuth /, ''));
    if (!person) return refused(401, 'invalid access token');
    return {
      json: {
        client_id: this.clientId,
        login: person.login,
        user_id: person.userId,
        scopes: person.scopes,
        expires_in: this.lifetime,
      },
    };
  }
}

export function refused(status: number, message: string): Reply {
  return { status, json: { status, message } };
}
