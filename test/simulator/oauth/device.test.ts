import assert from 'node:assert/strict';
import { Rig } from '../support/rig';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const SCOPES = 'chat:read chat:edit';

describe('device code sign-in', () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await Rig.start();
  });
  afterEach(() => rig.close());

  const ask = async (clientId = rig.sim.clientId) => {
    const answer = await rig.form('/device', { client_id: clientId, scopes: SCOPES });
    assert.equal(answer.status, 200);
    return answer.body;
  };
  const poll = (deviceCode: string, extra: Record<string, string> = {}) =>
    rig.form('/token', {
      client_id: rig.sim.clientId,
      scopes: SCOPES,
      device_code: deviceCode,
      grant_type: GRANT,
      ...extra,
    });

  it('gives a code, its page, and how often to ask', async () => {
    const device = await ask();
    assert.match(device.device_code, /^\w{40}$/);
    assert.match(device.user_code, /^[A-Z]{8}$/);
    assert.equal(device.expires_in, 1800);
    assert.equal(device.interval, 5);
    assert.ok(device.verification_uri.endsWith(`/oauth2/activate?device-code=${device.user_code}`));
  });

  it('is pending until the user allows it, then gives tokens once', async () => {
    const device = await ask();
    const pending = await poll(device.device_code);
    assert.equal(pending.status, 400);
    assert.deepEqual(pending.body, { status: 400, message: 'authorization_pending' });

    rig.sim.approveDevice(device.user_code, rig.sim.users.bot.login);
    const done = await poll(device.device_code);
    assert.equal(done.status, 200);
    assert.deepEqual(done.body.scope, ['chat:edit', 'chat:read']);
    assert.equal(done.body.token_type, 'bearer');
    assert.ok(done.body.expires_in > 12_000 && done.body.expires_in < 16_000, 'about four hours');
    assert.equal(rig.sim.tokens.find(done.body.access_token)?.login, rig.sim.users.bot.login);

    const again = await poll(device.device_code);
    assert.deepEqual(again.body, { status: 400, message: 'invalid device code' });
  });

  it('refuses an unknown code, another client, other scopes, and an expired code', async () => {
    const device = await ask();
    const other = rig.sim.registerClient({ type: 'public' }).clientId;
    assert.equal((await poll('nonsense')).body.message, 'invalid device code');
    assert.equal((await poll(device.device_code, { client_id: other })).body.message, 'invalid device code');
    assert.equal((await poll(device.device_code, { scopes: 'chat:read' })).body.message, 'invalid scopes');
    await rig.clock.tick(1_800_000);
    assert.equal((await poll(device.device_code)).body.message, 'invalid device code');
    assert.throws(() => rig.sim.approveDevice(device.user_code, rig.sim.users.bot.login), RangeError);
  });

  it('works without a secret for a confidential client, whose refresh then needs it', async () => {
    const { clientId, clientSecret } = rig.sim.confidential;
    const device = await ask(clientId);
    rig.sim.approveDevice(device.user_code, rig.sim.users.broadcaster.login);
    const done = await poll(device.device_code, { client_id: clientId });
    assert.equal(done.status, 200);
    const refresh = {
      client_id: clientId,
      grant_type: 'refresh_token',
      refresh_token: done.body.refresh_token,
    };
    const without = await rig.form('/token', refresh);
    assert.deepEqual([without.status, without.body.message], [400, 'missing client secret']);
    const wrong = await rig.form('/token', { ...refresh, client_secret: 'no' });
    assert.deepEqual([wrong.status, wrong.body.message], [403, 'invalid client secret']);
    assert.equal((await rig.form('/token', { ...refresh, client_secret: clientSecret })).status, 200);
  });

  it('refuses an unknown client and a scope that does not exist', async () => {
    const client = await rig.form('/device', { client_id: 'nobody', scopes: SCOPES });
    assert.deepEqual([client.status, client.body.message], [400, 'invalid client']);
    const scope = await rig.form('/device', { client_id: rig.sim.clientId, scopes: 'fly:away' });
    assert.equal(scope.status, 400);
    assert.match(scope.body.message, /invalid scope/);
  });

  it('has a page with the code filled in and an Allow button that works', async () => {
    const device = await ask();
    const page = await (await fetch(device.verification_uri)).text();
    assert.ok(page.includes(`value="${device.user_code}"`));
    assert.match(page, /<button[^>]*>Allow<\/button>/);
    assert.ok(page.includes(rig.sim.users.broadcaster.name));
    assert.match(page, /write in chat|read chat/i);

    const wrong = await rig.form('/activate', { code: 'WRONGONE', login: rig.sim.users.bot.login });
    assert.equal(wrong.status, 400);
    const allowed = await rig.form('/activate', { code: device.user_code, login: rig.sim.users.bot.login });
    assert.equal(allowed.status, 200);
    assert.match(allowed.body, /Connected as LanternBot/);
    assert.equal((await poll(device.device_code)).status, 200);
  });

  it('escapes what comes from outside into its page', async () => {
    const page = await fetch(`${rig.sim.urls.id}/activate?device-code=${encodeURIComponent('"><script>x')}`);
    assert.ok(!(await page.text()).includes('<script'));
  });
});
