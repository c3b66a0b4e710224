import type { HttpRequest, Reply } from '../http/message';
import { htmlReply, jsonReply } from '../http/message';
import { isScope } from '../../tables/scopes';
import type { World } from '../world/world';
import type { Client, ClientBook } from './clients';
import { type Consents, DEVICE_CODE_S, POLL_INTERVAL_S } from './consents';
import { activatePage, authorizePage, donePage } from './pages';
import type { IssuedGrant, TokenRegistry } from './token-registry';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export interface OAuthParts {
  readonly clients: ClientBook;
  readonly tokens: TokenRegistry;
  readonly consents: Consents;
  readonly world: World;
  readonly devicePollSeconds?: number | undefined;
  readonly now: () => number;
}

/** A refusal in the words of oauth-notes; the word that programs read is in `message`. */
class OAuthRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** id.twitch.tv: device code, authorization code, client credentials, refresh, validate, revoke, and the pages for people. */
export class OAuthServer {
  readonly #parts: OAuthParts;

  constructor(parts: OAuthParts) {
    this.#parts = parts;
  }

  handle(request: HttpRequest): Reply {
    try {
      return this.#route(request);
    } catch (error) {
      if (!(error instanceof OAuthRefusal)) throw error;
      return jsonReply(error.status, { status: error.status, message: error.message });
    }
  }

  /** Presses Allow for a device code as this user. @returns false when no such code waits or nobody has that name */
  approveDevice(userCode: string, idOrLogin: string): boolean {
    const request = this.#parts.consents.deviceByUserCode(userCode);
    const user = this.#parts.world.user(idOrLogin);
    if (!request || !user) return false;
    request.approvedBy = user.id;
    return true;
  }

  #route(request: HttpRequest): Reply {
    // The values may come as a form or in the query; some clients use the one, some the other.
    const form = new URLSearchParams(request.query);
    if (request.method === 'POST') {
      for (const [name, value] of new URLSearchParams(request.body)) form.set(name, value);
    }
    switch (`${request.method} ${request.path}`) {
      case 'POST /device':
        return this.#device(form, request.origin);
      case 'POST /token':
        return this.#token(form);
      case 'GET /validate':
        return this.#validate(request.headers.authorization);
      case 'POST /revoke':
        return this.#revoke(form);
      case 'GET /activate':
        return this.#showActivate(form);
      case 'POST /activate':
        return this.#activate(form);
      case 'GET /authorize':
        return this.#showAuthorize(form);
      case 'POST /authorize':
        return this.#authorize(form);
      default:
        return jsonReply(404, { status: 404, message: 'not found' });
    }
  }

  #client(form: URLSearchParams): Client {
    const id = form.get('client_id');
    if (id === null || id === '') throw new OAuthRefusal(400, 'missing client id');
    const client = this.#parts.clients.find(id);
    if (!client) throw new OAuthRefusal(400, 'invalid client');
    return client;
  }

  /** A confidential client must show its secret; a public one has none to show. */
  #authenticate(client: Client, form: URLSearchParams): void {
    const secret = form.get('client_secret');
    if (client.secret === null) {
      if (secret !== null && secret !== '') throw new OAuthRefusal(403, 'invalid client secret');
      return;
    }
    if (secret === null || secret === '') throw new OAuthRefusal(400, 'missing client secret');
    if (secret !== client.secret) throw new OAuthRefusal(403, 'invalid client secret');
  }

  #device(form: URLSearchParams, origin: string): Reply {
    const client = this.#client(form);
    const request = this.#parts.consents.askDevice(client.id, scopesOf(form.get('scopes')));
    return jsonReply(200, {
      device_code: request.deviceCode,
      expires_in: DEVICE_CODE_S,
      interval: this.#parts.devicePollSeconds ?? POLL_INTERVAL_S,
      user_code: request.userCode,
      verification_uri: `${origin}/oauth2/activate?device-code=${request.userCode}`,
    });
  }

  #token(form: URLSearchParams): Reply {
    const client = this.#client(form);
    switch (form.get('grant_type')) {
      case DEVICE_GRANT:
        return this.#deviceToken(client, form);
      case 'authorization_code':
        return this.#codeToken(client, form);
      case 'client_credentials':
        if (client.secret === null) throw new OAuthRefusal(400, 'missing client secret');
        this.#authenticate(client, form);
        return tokenReply(this.#parts.tokens.issueApp(client.id));
      case 'refresh_token':
        return this.#refreshToken(client, form);
      case null:
      case '':
        throw new OAuthRefusal(400, 'missing grant type');
      default:
        throw new OAuthRefusal(400, 'invalid grant type');
    }
  }

  #deviceToken(client: Client, form: URLSearchParams): Reply {
    const { consents, tokens } = this.#parts;
    const deviceCode = form.get('device_code') ?? '';
    const request = consents.device(deviceCode);
    if (!request || request.clientId !== client.id) throw new OAuthRefusal(400, 'invalid device code');
    // The list of scopes has to be sent again, as the reference says.
    const again = scopesOf(form.get('scopes'));
    if (again.toSorted().join(' ') !== request.scopes.toSorted().join(' ')) {
      throw new OAuthRefusal(400, 'invalid scopes');
    }
    if (request.approvedBy === null) throw new OAuthRefusal(400, 'authorization_pending');
    consents.useDevice(deviceCode);
    return tokenReply(tokens.issueUser(client, request.approvedBy, request.scopes));
  }

  #codeToken(client: Client, form: URLSearchParams): Reply {
    if (client.secret === null) throw new OAuthRefusal(400, 'missing client secret');
    this.#authenticate(client, form);
    const request = this.#parts.consents.takeCode(form.get('code') ?? '');
    if (!request || request.clientId !== client.id) throw new OAuthRefusal(400, 'Invalid authorization code');
    if (form.get('redirect_uri') !== request.redirectUri) {
      throw new OAuthRefusal(400, 'Parameter redirect_uri does not match registered URI');
    }
    return tokenReply(this.#parts.tokens.issueUser(client, request.userId, request.scopes));
  }

  #refreshToken(client: Client, form: URLSearchParams): Reply {
    this.#authenticate(client, form);
    const refreshToken = form.get('refresh_token');
    if (refreshToken === null || refreshToken === '') throw new OAuthRefusal(400, 'missing refresh token');
    const issued = this.#parts.tokens.refresh(client, refreshToken);
    if (!issued) throw new OAuthRefusal(400, 'Invalid refresh token');
    return tokenReply(issued);
  }

  #validate(authorization: string | undefined): Reply {
    const match = /^(?:OAuth|Bearer) +(\S+)$/i.exec(authorization ?? '');
    if (!match?.[1]) throw new OAuthRefusal(401, 'missing authorization token');
    const token = this.#parts.tokens.find(match[1]);
    if (!token?.valid) throw new OAuthRefusal(401, 'invalid access token');
    return jsonReply(200, {
      client_id: token.clientId,
      ...(token.userId === null ? {} : { login: token.login, user_id: token.userId }),
      scopes: token.scopes.length > 0 ? token.scopes : null,
      expires_in: Math.floor((token.expiresAt - this.#parts.now()) / 1000),
    });
  }

  #revoke(form: URLSearchParams): Reply {
    const id = form.get('client_id');
    if (id === null || id === '') throw new OAuthRefusal(400, 'missing client id');
    if (!this.#parts.clients.find(id)) throw new OAuthRefusal(404, 'client does not exist');
    const token = form.get('token');
    if (token === null || token === '') throw new OAuthRefusal(400, 'missing oauth token');
    if (!this.#parts.tokens.revoke(id, token)) throw new OAuthRefusal(400, 'Invalid token');
    return { status: 200 };
  }

  #showActivate(form: URLSearchParams): Reply {
    const userCode = form.get('device-code') ?? '';
    const request = this.#parts.consents.deviceByUserCode(userCode);
    const people = this.#people();
    return htmlReply(200, activatePage({ userCode, scopes: request?.scopes ?? null, people }));
  }

  #activate(form: URLSearchParams): Reply {
    const userCode = form.get('code') ?? '';
    const login = form.get('login') ?? '';
    if (this.approveDevice(userCode, login)) {
      return htmlReply(200, donePage(this.#parts.world.user(login)?.name ?? login));
    }
    const page = activatePage({ userCode, scopes: null, people: this.#people(), isWrong: true });
    return htmlReply(400, page);
  }

  #showAuthorize(form: URLSearchParams): Reply {
    const { client, scopes } = this.#authorizeRequest(form);
    return htmlReply(200, authorizePage({ clientId: client.id, form, scopes, people: this.#people() }));
  }

  #authorize(form: URLSearchParams): Reply {
    const { client, scopes, redirectUri } = this.#authorizeRequest(form);
    const target = new URL(redirectUri);
    const user = this.#parts.world.user(form.get('login') ?? '');
    if (form.get('allow') === null || !user) {
      target.searchParams.set('error', 'access_denied');
      target.searchParams.set('error_description', 'The user denied you access');
    } else {
      const consent = { clientId: client.id, userId: user.id, redirectUri, scopes };
      target.searchParams.set('code', this.#parts.consents.giveCode(consent));
      target.searchParams.set('scope', scopes.join(' '));
    }
    const state = form.get('state');
    if (state !== null) target.searchParams.set('state', state);
    return { status: 302, headers: { Location: target.href } };
  }

  #authorizeRequest(form: URLSearchParams): {
    client: Client;
    scopes: readonly string[];
    redirectUri: string;
  } {
    const client = this.#client(form);
    const redirectUri = form.get('redirect_uri') ?? '';
    if (!client.redirectUris.includes(redirectUri)) {
      throw new OAuthRefusal(400, 'Parameter redirect_uri does not match registered URI');
    }
    if (form.get('response_type') !== 'code') throw new OAuthRefusal(400, 'invalid response type');
    return { client, scopes: scopesOf(form.get('scope')), redirectUri };
  }

  /** Who can be signed in here, the likeliest first. */
  #people(): { login: string; name: string; role: string }[] {
    const { broadcaster, bot, moderator } = this.#parts.world.cast;
    return [
      { ...person(broadcaster), role: 'the streamer' },
      { ...person(bot), role: 'the bot' },
      { ...person(moderator), role: 'a moderator' },
    ];
  }
}

function person({ login, name }: { login: string; name: string }): { login: string; name: string } {
  return { login, name };
}

function scopesOf(list: string | null): readonly string[] {
  const scopes = [...new Set((list ?? '').split(' ').filter((scope) => scope !== ''))];
  const unknown = scopes.find((scope) => !isScope(scope));
  if (unknown !== undefined) throw new OAuthRefusal(400, `invalid scope requested: '${unknown}'`);
  return scopes;
}

function tokenReply(issued: IssuedGrant): Reply {
  return jsonReply(200, {
    access_token: issued.accessToken,
    expires_in: issued.expiresInS,
    ...(issued.refreshToken === null ? {} : { refresh_token: issued.refreshToken }),
    // Missing when no scope was asked for (oauth-notes §2).
    ...(issued.scopes.length > 0 ? { scope: issued.scopes } : {}),
    token_type: 'bearer',
  });
}
