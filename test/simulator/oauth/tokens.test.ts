import assert from 'node:assert/strict';
import { Rig } from '../support/rig';

const REDIRECT = 'http://localhost';
const DAY = 86_400_000;

describe('tokens', () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await Rig.start();
  });
  afterEach(() => rig.close());

  const confidential = () => ({
    client_id: rig.sim.confidential.clientId,
    client_secret: rig.sim.confidential.clientSecret,
  });
  const validate = (token: string, scheme = 'OAuth') =>
    fetch(`${rig.sim.urls.id}/validate`, { headers: { Authorization: `${scheme} ${token}` } });
  const refresh = (refreshToken: string, client: Record<string, string> = { client_id: rig.sim.clientId }) =>
    rig.form('/token', { ...client, grant_type: 'refresh_token', refresh_token: refreshToken });
  const issue = () => rig.sim.issueToken({ login: rig.sim.users.bot.login, scopes: ['chat:read'] });

  const authorize = (extra: Record<string, string> = {}) =>
    rig.form('/authorize', {
      response_type: 'code',
      client_id: rig.sim.confidential.clientId,
      redirect_uri: REDIRECT,
      scope: 'chat:read',
      state: 'random123',
      login: rig.sim.users.broadcaster.login,
      ...extra,
    });
  const exchange = (code: string, extra: Record<string, string> = {}) =>
    rig.form('/token', {
      ...confidential(),
      code,
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT,
      ...extra,
    });
  const issueConfidential = () =>
    rig.sim.issueToken({
      login: rig.sim.users.bot.login,
      scopes: ['chat:read'],
      clientId: rig.sim.confidential.clientId,
    });

  const codeOf = async () => {
    const answer = await authorize({ allow: '1' });
    return new URL(answer.headers.get('location')!).searchParams.get('code')!;
  };

  describe('by authorization code', () => {
    it('go back to the redirect address with code and state, and the code works once', async () => {
      const answer = await authorize({ allow: '1' });
      assert.equal(answer.status, 302);
      const target = new URL(answer.headers.get('location')!);
      assert.equal(target.origin, REDIRECT);
      assert.equal(target.searchParams.get('state'), 'random123');
      const code = target.searchParams.get('code')!;
      const tokens = await exchange(code);
      assert.equal(tokens.status, 200);
      assert.deepEqual(tokens.body.scope, ['chat:read']);
      const again = await exchange(code);
      assert.deepEqual([again.status, again.body.message], [400, 'Invalid authorization code']);
    });

    it('tell a refusal by the user', async () => {
      const answer = await authorize({ deny: '1' });
      const target = new URL(answer.headers.get('location')!);
      assert.equal(target.searchParams.get('error'), 'access_denied');
      assert.ok(target.searchParams.get('error_description'));
      assert.equal(target.searchParams.get('state'), 'random123');
    });

    it('show a page that carries the request', async () => {
      const page = await fetch(
        `${rig.sim.urls.id}/authorize?response_type=code&client_id=${rig.sim.confidential.clientId}&redirect_uri=${REDIRECT}&scope=chat%3Aread&state=s1`,
      );
      const html = await page.text();
      assert.match(html, /name="state" value="s1"/);
      assert.match(html, />Authorize</);
    });

    it('refuse a redirect address that is not registered, letter by letter', async () => {
      const answer = await authorize({ allow: '1', redirect_uri: `${REDIRECT}/` });
      assert.equal(answer.status, 400);
      assert.equal(answer.body.message, 'Parameter redirect_uri does not match registered URI');
    });

    it('refuse wrong secrets, missing secrets, other addresses and public clients', async () => {
      const code = await codeOf();
      const wrong = await exchange(code, { client_secret: 'x' });
      assert.deepEqual([wrong.status, wrong.body.message], [403, 'invalid client secret']);
      const none = await exchange(code, { client_secret: '' });
      assert.deepEqual([none.status, none.body.message], [400, 'missing client secret']);
      assert.equal((await exchange(code, { client_id: 'who' })).body.message, 'invalid client');
      assert.equal((await exchange(code, { client_id: rig.sim.clientId })).status, 400);
      const elsewhere = await exchange(code, { redirect_uri: 'http://localhost/x' });
      assert.equal(elsewhere.body.message, 'Parameter redirect_uri does not match registered URI');
    });

    it('expire', async () => {
      const code = await codeOf();
      await rig.clock.tick(10 * 60_000);
      assert.equal((await exchange(code)).body.message, 'Invalid authorization code');
    });
  });

  describe('by client credentials', () => {
    it('belong to nobody and last about 60 days', async () => {
      const answer = await rig.form('/token', { ...confidential(), grant_type: 'client_credentials' });
      assert.equal(answer.status, 200);
      assert.equal(answer.body.expires_in, 5_011_271);
      assert.ok(!('refresh_token' in answer.body) && !('scope' in answer.body));
      const info = (await (await validate(answer.body.access_token)).json()) as object;
      assert.deepEqual(Object.keys(info).toSorted(), ['client_id', 'expires_in', 'scopes']);
    });

    it('need a secret', async () => {
      const answer = await rig.form('/token', {
        client_id: rig.sim.clientId,
        grant_type: 'client_credentials',
      });
      assert.deepEqual([answer.status, answer.body.message], [400, 'missing client secret']);
    });
  });

  it('refuse a request without client or with a grant type that does not exist', async () => {
    assert.equal((await rig.form('/token', {})).body.message, 'missing client id');
    assert.equal(
      (await rig.form('/token', { client_id: rig.sim.clientId })).body.message,
      'missing grant type',
    );
    const odd = await rig.form('/token', { client_id: rig.sim.clientId, grant_type: 'password' });
    assert.equal(odd.body.message, 'invalid grant type');
  });

  describe('of a public client', () => {
    it('are refreshed with a refresh token that works once and comes back as a new one', async () => {
      const first = issue();
      const second = await refresh(first.refreshToken);
      assert.equal(second.status, 200);
      assert.notEqual(second.body.refresh_token, first.refreshToken);
      assert.notEqual(second.body.access_token, first.accessToken);
      assert.deepEqual(second.body.scope, ['chat:read']);
      const reused = await refresh(first.refreshToken);
      assert.deepEqual(
        [reused.status, reused.body],
        [400, { status: 400, message: 'Invalid refresh token' }],
      );
      assert.equal((await refresh(second.body.refresh_token)).status, 200);
    });

    it('can be refreshed for 30 days', async () => {
      const [kept, idle] = [issue(), issue()];
      await rig.clock.tick(30 * DAY - 1000);
      assert.equal((await refresh(kept.refreshToken)).status, 200);
      await rig.clock.tick(1000);
      assert.equal((await refresh(idle.refreshToken)).body.message, 'Invalid refresh token');
    });

    it('must not come with a secret', async () => {
      const answer = await refresh(issue().refreshToken, { client_id: rig.sim.clientId, client_secret: 'x' });
      assert.deepEqual([answer.status, answer.body.message], [403, 'invalid client secret']);
    });
  });

  describe('of a confidential client', () => {
    it('are refreshed with the same refresh token as often as needed', async () => {
      const { refreshToken } = issueConfidential();
      for (let i = 0; i < 3; i++) {
        const answer = await refresh(refreshToken, confidential());
        assert.equal(answer.body.refresh_token, refreshToken);
      }
      await rig.clock.tick(90 * DAY);
      assert.equal((await refresh(refreshToken, confidential())).status, 200);
    });

    it('are 50 at most: the 51st ends the oldest', async () => {
      const first = issueConfidential();
      for (let i = 0; i < 49; i++) await refresh(first.refreshToken, confidential());
      assert.equal((await validate(first.accessToken)).status, 200);
      await refresh(first.refreshToken, confidential());
      assert.equal((await validate(first.accessToken)).status, 401);
    });
  });

  describe('validated', () => {
    it('tell client, user, scopes and seconds left, under both schemes', async () => {
      const { accessToken, userId, login, expiresIn } = issue();
      await rig.clock.tick(10_000);
      for (const scheme of ['OAuth', 'Bearer']) {
        const answer = await validate(accessToken, scheme);
        assert.deepEqual(await answer.json(), {
          client_id: rig.sim.clientId,
          login,
          scopes: ['chat:read'],
          user_id: userId,
          expires_in: expiresIn - 10,
        });
      }
    });

    it('are refused when unknown, expired or revoked', async () => {
      const refused = { status: 401, message: 'invalid access token' };
      const { accessToken, expiresIn } = issue();
      assert.deepEqual(await (await validate('unknown')).json(), refused);
      await rig.clock.tick(expiresIn * 1000);
      const expired = await validate(accessToken);
      assert.equal(expired.status, 401);
      assert.deepEqual(await expired.json(), refused);
      const missing = await fetch(`${rig.sim.urls.id}/validate`);
      assert.equal(missing.status, 401);
    });

    it('carry the login of today after a rename', async () => {
      const { accessToken, userId } = issue();
      rig.sim.world.profiles.rename(userId, 'otherbot', 'OtherBot');
      const { login } = (await (await validate(accessToken)).json()) as { login: string };
      assert.equal(login, 'otherbot');
    });
  });

  describe('revoked', () => {
    it('are dead, and a second time is refused', async () => {
      const { accessToken } = issue();
      const fields = { client_id: rig.sim.clientId, token: accessToken };
      const answer = await rig.form('/revoke', fields);
      assert.deepEqual([answer.status, answer.body], [200, undefined]);
      assert.equal((await validate(accessToken)).status, 401);
      assert.deepEqual((await rig.form('/revoke', fields)).body, { status: 400, message: 'Invalid token' });
    });

    it('need the client that they belong to', async () => {
      const { accessToken } = issue();
      const unknown = await rig.form('/revoke', { client_id: 'nobody', token: accessToken });
      assert.deepEqual(unknown.body, { status: 404, message: 'client does not exist' });
      const other = await rig.form('/revoke', {
        client_id: rig.sim.confidential.clientId,
        token: accessToken,
      });
      assert.equal(other.status, 400);
    });

    it('with the whole grant end refresh tokens too, and the servers are told', async () => {
      const token = issue();
      const told: unknown[] = [];
      rig.sim.tokens.on('grantRevoked', (grant) => told.push(grant));
      assert.deepEqual(rig.sim.tokens.grantedScopes(rig.sim.clientId, token.userId), ['chat:read']);
      rig.sim.revokeGrant(rig.sim.clientId, token.login);
      assert.deepEqual(told, [{ clientId: rig.sim.clientId, userId: token.userId }]);
      assert.equal((await validate(token.accessToken)).status, 401);
      assert.equal((await refresh(token.refreshToken)).status, 400);
      assert.equal(rig.sim.tokens.grantedScopes(rig.sim.clientId, token.userId), null);
    });
  });

  it('are served under the paths of foreign mock settings, with fields in the query', async () => {
    const fields = new URLSearchParams({ ...confidential(), grant_type: 'client_credentials' });
    const base = `http://127.0.0.1:${rig.sim.port}`;
    const answer = await fetch(`${base}/auth/token?${fields.toString()}`, { method: 'POST' });
    assert.equal(answer.status, 200);
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const valid = await fetch(`${base}/auth/validate`, { headers: { Authorization: `OAuth ${token}` } });
    assert.equal(valid.status, 200);
  });
});
