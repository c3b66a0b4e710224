import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { OAuthClient } from '../../../src/core/auth/oauth-client';
import type { OAuthFailureKind } from '../../../src/core/auth/oauth-failure';
import { HttpClient } from '../../../src/core/http';
import { FakeClock } from '../../support/fake-clock';
import { TestServer, type Reply } from '../../support/http-server';
import { refused } from '../../support/oauth-server';

function tokens(more: object): Reply {
  return { json: { access_token: 'a', refresh_token: 'r', expires_in: 100, token_type: 'bearer', ...more } };
}

type Call = (oauth: OAuthClient) => Promise<{ ok: boolean; kind?: OAuthFailureKind; answerLost?: boolean }>;
const refresh: Call = (client) => client.refresh('r');
const poll: Call = (client) => client.pollDevice('d', []);

describe('OAuthClient', () => {
  let server: TestServer;
  let http: HttpClient;
  let clock: FakeClock;
  let oauth: OAuthClient;

  beforeEach(async () => {
    server = await TestServer.start();
    http = new HttpClient();
    clock = new FakeClock();
    oauth = new OAuthClient({ server: `${server.origin}/oauth2`, clientId: 'id', http, clock });
  });
  afterEach(async () => {
    await http.close();
    await server.close();
  });

  it('takes the scopes of an answer as a list, as a text, or missing', async () => {
    for (const [scope, scopes] of [
      [
        ['chat:read', 'chat:edit'],
        ['chat:read', 'chat:edit'],
      ],
      ['chat:read chat:edit', ['chat:read', 'chat:edit']],
      [undefined, null],
      [[], []],
    ]) {
      server.script(tokens({ scope }));
      const result = await oauth.refresh('old');
      assert.ok(result.ok);
      assert.deepEqual(result.value.scopes, scopes);
    }
  });

  it('counts the expiry from the moment of receipt, and 0 or nothing as "does not expire"', async () => {
    for (const [expiresIn, expiresAt] of [
      [100, clock.now() + 100_000],
      [0, null],
      [undefined, null],
    ]) {
      server.script(tokens({ expires_in: expiresIn }));
      const result = await oauth.refresh('old');
      assert.ok(result.ok);
      assert.equal(result.value.expiresAt, expiresAt);
    }
  });

  it('sends no secret without one, and encodes what needs it', async () => {
    server.script(tokens({}));
    await oauth.refresh('a+b/c d&e=f');
    const { form, headers } = server.seen[0]!;
    assert.equal(form.has('client_secret'), false);
    assert.equal(form.get('refresh_token'), 'a+b/c d&e=f');
    assert.equal(form.get('client_id'), 'id');
    assert.match(headers['content-type'] ?? '', /x-www-form-urlencoded/);
    const empty = new OAuthClient({ server: oauth.server, clientId: 'id', clientSecret: '', http, clock });
    await empty.refresh('r');
    assert.equal(server.seen[1]!.form.has('client_secret'), false);
  });

  it('sends the secret of a confidential client with a refresh, and never when it polls a device code', async () => {
    const confidential = new OAuthClient({
      server: oauth.server,
      clientId: 'id',
      clientSecret: 's',
      http,
      clock,
    });
    server.script(tokens({}));
    await confidential.refresh('r');
    await confidential.pollDevice('d', ['chat:read', 'chat:edit']);
    assert.equal(server.seen[0]!.form.get('client_secret'), 's');
    assert.equal(server.seen[1]!.form.has('client_secret'), false);
    assert.equal(server.seen[1]!.form.get('scopes'), 'chat:read chat:edit');
  });

  it('asks for a device code with "scopes" and reads what there is to show', async () => {
    server.script({
      json: {
        device_code: 'd',
        expires_in: 1800,
        interval: 5,
        user_code: 'ABCDEFGH',
        verification_uri: 'https://t/a',
      },
    });
    const result = await oauth.startDevice(['chat:read', 'bits:read']);
    assert.ok(result.ok);
    assert.deepEqual(result.value, {
      deviceCode: 'd',
      userCode: 'ABCDEFGH',
      verificationUri: 'https://t/a',
      expiresAt: clock.now() + 1_800_000,
      intervalMs: 5000,
    });
    assert.equal(server.seen[0]!.form.get('scopes'), 'chat:read bits:read');
  });

  it('validates with the scheme OAuth; an app token has nobody, and scopes may be null', async () => {
    server.script({ json: { client_id: 'id', scopes: null, expires_in: 5_000_000 } });
    const result = await oauth.validate('token');
    assert.ok(result.ok);
    assert.equal(server.seen[0]!.headers.authorization, 'OAuth token');
    assert.equal(result.value.userId, null);
    assert.deepEqual(result.value.scopes, []);
  });

  it('makes no request for an app token without a secret', async () => {
    const result = await oauth.clientCredentials();
    assert.ok(!result.ok);
    assert.equal(result.error.code, 'TWITCH_CLIENT_SECRET_NEEDED');
    assert.equal(server.seen.length, 0);
  });

  it('does not make a grant of a token of another application or without a person', async () => {
    const answer = { accessToken: 'a', refreshToken: null, expiresAt: null, scopes: null };
    server.script({ json: { client_id: 'other', login: 'ana', user_id: '1', scopes: [] } });
    const foreign = await oauth.grantOf(answer);
    assert.ok(!foreign.ok);
    assert.equal(foreign.kind, 'configuration');
    server.script({ json: { client_id: 'id', scopes: [] } });
    const nobody = await oauth.grantOf(answer);
    assert.ok(!nobody.ok);
    assert.match(nobody.error.message, /not to a person/);
  });

  const cases: readonly [string, Call, Reply, OAuthFailureKind, boolean][] = [
    ['a pending device code', poll, refused(400, 'authorization_pending'), 'pending', false],
    ['a server that asks to slow down', poll, refused(400, 'slow_down'), 'slow-down', false],
    ['a device code that is not valid', poll, refused(400, 'invalid device code'), 'device-code', false],
    [
      'an unknown client',
      (client) => client.startDevice([]),
      refused(400, 'invalid client'),
      'configuration',
      false,
    ],
    ['a used refresh token', refresh, refused(400, 'Invalid refresh token'), 'ended', false],
    ['a withdrawn consent', refresh, refused(401, 'whatever'), 'ended', false],
    ['a missing secret', refresh, refused(400, 'missing client secret'), 'secret-missing', false],
    ['a wrong secret', refresh, refused(403, 'invalid client secret'), 'configuration', false],
    [
      'a used authorization code',
      (client) => client.exchangeCode('c', 'http://localhost'),
      refused(400, 'Invalid authorization code'),
      'ended',
      false,
    ],
    [
      'a foreign redirect address',
      (client) => client.exchangeCode('c', 'x'),
      refused(400, 'Parameter redirect_uri does not match registered URI'),
      'configuration',
      false,
    ],
    [
      'an invalid token',
      (client) => client.validate('t'),
      refused(401, 'invalid access token'),
      'ended',
      false,
    ],
    [
      'an unknown client at revoke',
      (client) => client.revoke('t'),
      refused(404, 'client does not exist'),
      'configuration',
      false,
    ],
    ['a server fault', refresh, { status: 503, text: '<html>' }, 'temporary', true],
    ['too many requests', refresh, refused(429, 'slow'), 'temporary', false],
    ['a dropped connection', refresh, { fault: 'drop' }, 'temporary', true],
    ['an answer that is not JSON', refresh, { text: 'hello' }, 'temporary', true],
    ['an answer without a token', refresh, { json: { expires_in: 1 } }, 'temporary', true],
  ];
  for (const [what, call, reply, kind, answerLost] of cases) {
    it(`sorts ${what} as ${kind}`, async () => {
      server.script(reply);
      const result = await call(oauth);
      assert.equal(result.ok, false);
      assert.equal(result.kind, kind);
      assert.equal(result.answerLost, answerLost);
    });
  }

  it('sends nothing to an address that is neither encrypted nor on this machine', async () => {
    const elsewhere = new OAuthClient({ server: 'http://example.org/oauth2', clientId: 'id', http, clock });
    const result = await elsewhere.refresh('r');
    assert.ok(!result.ok);
    assert.equal(result.kind, 'configuration');
    assert.equal(result.error.cause.parameter, 'id');
  });

  it('hides tokens that a server repeats in its refusal', async () => {
    server.script(refused(400, 'bad token CANARY-1 and CANARY%2F2'));
    const result = await oauth.refresh('CANARY-1');
    const other = await oauth.refresh('CANARY/2');
    assert.ok(!result.ok && !other.ok);
    assert.equal(`${result.error.stack}`.includes('CANARY-1'), false);
    assert.equal(JSON.stringify(result.error.cause).includes('CANARY-1'), false);
    assert.equal(JSON.stringify(other.error.cause).includes('CANARY%2F2'), false);
  });
});
