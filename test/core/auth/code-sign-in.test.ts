import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { finishCodeSignIn, startCodeSignIn } from '../../../src/core/auth/code-sign-in';
import { OAuthClient } from '../../../src/core/auth/oauth-client';
import { TwitchError } from '../../../src/core/errors';
import { HttpClient } from '../../../src/core/http';
import { FakeClock } from '../../support/fake-clock';
import { TestServer } from '../../support/http-server';

describe('Sign-in by authorization code', () => {
  let server: TestServer;
  let http: HttpClient;
  let oauth: OAuthClient;

  beforeEach(async () => {
    server = await TestServer.start(({ path }) =>
      path === '/oauth2/validate'
        ? { json: { client_id: 'id', login: 'ana', user_id: '1', scopes: ['chat:read'], expires_in: 100 } }
        : { json: { access_token: 'a', refresh_token: 'r', expires_in: 100 } },
    );
    http = new HttpClient();
    oauth = new OAuthClient({
      server: `${server.origin}/oauth2`,
      clientId: 'id',
      clientSecret: 'secret',
      http,
      clock: new FakeClock(),
    });
  });
  afterEach(async () => {
    await http.close();
    await server.close();
  });

  const begin = () =>
    startCodeSignIn(oauth, { scopes: ['chat:read', 'chat:edit'], redirectUri: 'http://localhost:3000/x' });

  it('sends the browser to the consent page with a state that nobody can guess', () => {
    const begun = begin();
    const url = new URL(begun.url);
    assert.equal(url.pathname, '/oauth2/authorize');
    assert.equal(url.searchParams.get('scope'), 'chat:read chat:edit');
    assert.equal(url.searchParams.get('redirect_uri'), 'http://localhost:3000/x');
    assert.equal(url.searchParams.has('force_verify'), false);
    assert.ok(begun.state.length >= 43);
    assert.notEqual(begun.state, begin().state);
    const again = startCodeSignIn(oauth, { scopes: [], redirectUri: 'x', forceVerify: true });
    assert.equal(new URL(again.url).searchParams.get('force_verify'), 'true');
  });

  it('exchanges the code that came back with the same redirect address', async () => {
    const begun = begin();
    const grant = await finishCodeSignIn(
      oauth,
      begun,
      new URLSearchParams({ code: 'c', state: begun.state }),
    );
    assert.equal(grant.login, 'ana');
    const { form } = server.seen[0]!;
    assert.equal(form.get('code'), 'c');
    assert.equal(form.get('client_secret'), 'secret');
    assert.equal(form.get('redirect_uri'), 'http://localhost:3000/x');
  });

  it('refuses a foreign state and a declined consent without asking Twitch', async () => {
    const begun = begin();
    await assert.rejects(
      finishCodeSignIn(oauth, begun, new URLSearchParams({ code: 'c', state: 'foreign' })),
      (error: unknown) => error instanceof TwitchError && error.cause.parameter === 'state',
    );
    await assert.rejects(
      finishCodeSignIn(oauth, begun, new URLSearchParams({ error: 'access_denied', state: begun.state })),
      (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_SIGN_IN_NEEDED',
    );
    assert.equal(server.seen.length, 0);
  });
});
