import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Rig } from '../support/rig';

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('access to the simulated Helix', () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await Rig.start();
  });
  afterEach(() => rig.close());

  const home = () => rig.sim.users.broadcaster.id;
  const polls = () => ({ query: { broadcaster_id: home() } });

  it('needs a token, and says so without rate-limit headers', async () => {
    const answer = await rig.call('GET /users', { token: null });
    assert.equal(answer.status, 401);
    assert.deepEqual(answer.body, { error: 'Unauthorized', status: 401, message: 'OAuth token is missing' });
    assert.equal(answer.headers.get('ratelimit-limit'), null);
  });

  it('refuses tokens that it did not issue, expired and revoked ones, with the header that says so', async () => {
    const { accessToken, expiresIn } = rig.sim.issueToken({ login: rig.sim.users.bot.login, scopes: [] });
    const unknown = await rig.call('GET /users', { token: 'x'.repeat(30) });
    assert.equal(unknown.body.message, 'Invalid OAuth token');
    assert.equal(unknown.headers.get('www-authenticate'), "OAuth realm='TwitchTV', error='invalid_token'");
    assert.equal((await rig.call('GET /users', { token: accessToken })).status, 200);
    await rig.clock.tick(expiresIn * 1000);
    assert.equal((await rig.call('GET /users', { token: accessToken })).body.message, 'Invalid OAuth token');
  });

  it('needs the client id of the token', async () => {
    await rig.refused('GET /users', { clientId: null }, 401, /Client ID is missing/);
    const other = rig.sim.registerClient({ type: 'public' }).clientId;
    await rig.refused('GET /users', { clientId: other }, 401, /Client ID and OAuth token do not match/);
  });

  it('names the missing scope', async () => {
    const token = rig.token(rig.sim.users.broadcaster.login, ['chat:read']);
    await rig.refused(
      'GET /polls',
      { ...polls(), token },
      401,
      /^Missing scope: channel:read:polls or channel:manage:polls$/,
    );
    const manage = rig.token(rig.sim.users.broadcaster.login, ['channel:manage:polls']);
    await rig.ok('GET /polls', { ...polls(), token: manage });
  });

  it('needs the id of the token user where the endpoint says so, in query and body', async () => {
    const token = rig.token(rig.sim.users.moderator.login);
    const message = /The ID in broadcaster_id must match the user ID found in the request's OAuth token/;
    await rig.refused('GET /polls', { ...polls(), token }, 401, message);
    const body = {
      broadcaster_id: home(),
      title: 'x',
      choices: [{ title: 'a' }, { title: 'b' }],
      duration: 15,
    };
    await rig.refused('POST /polls', { body, token }, 401, message);
  });

  it('lets only moderators of the channel moderate', async () => {
    const { vip, moderator } = rig.sim.users;
    const query = (id: string) => ({ broadcaster_id: home(), moderator_id: id });
    await rig.refused(
      'GET /chat/chatters',
      { query: query(vip.id), token: rig.token(vip.login) },
      403,
      /moderator/,
    );
    await rig.ok('GET /chat/chatters', { query: query(moderator.id), token: rig.token(moderator.login) });
    await rig.ok('GET /chat/chatters', { query: query(home()) });
  });

  it('lets editors set markers, and a VIP give up the role', async () => {
    const { moderator, vip } = rig.sim.users;
    await rig.ok('POST /streams/markers', { body: { user_id: home() }, token: rig.token(moderator.login) });
    await rig.refused(
      'POST /streams/markers',
      { body: { user_id: home() }, token: rig.token(vip.login) },
      401,
      /user_id/,
    );
    const query = { broadcaster_id: home(), user_id: vip.id };
    await rig.ok('DELETE /channels/vips', { query, token: rig.token(vip.login) }, 204);
  });

  it('takes app tokens only where they work', async () => {
    const { accessToken: token } = rig.sim.issueAppToken();
    const { clientId } = rig.sim.confidential;
    await rig.ok('GET /users', { query: { login: rig.sim.users.bot.login }, token, clientId });
    await rig.refused('GET /users', { token, clientId }, 400, /"id", "login"/);
    await rig.refused('GET /polls', { ...polls(), token, clientId }, 401, /Missing User OAUTH Token/);
    await rig.refused('GET /eventsub/conduits', {}, 401, /app access token/);
    await rig.ok('GET /eventsub/conduits', { token, clientId });
  });

  it('lets an app token act for users who granted it before', async () => {
    const { accessToken: token } = rig.sim.issueAppToken();
    const { clientId } = rig.sim.confidential;
    const { bot } = rig.sim.users;
    const body = { broadcaster_id: home(), sender_id: bot.id, message: 'hi' };
    await rig.refused('POST /chat/messages', { body, token, clientId }, 401, /sender_id has not granted/);
    rig.sim.issueToken({ login: bot.login, scopes: ['user:write:chat', 'user:bot'], clientId });
    const { data } = await rig.ok('POST /chat/messages', { body, token, clientId });
    assert.equal(data[0].is_sent, true);
    const elsewhere = { ...body, broadcaster_id: rig.sim.users.vip.id };
    await rig.refused('POST /chat/messages', { body: elsewhere, token, clientId }, 401, /channel:bot/);
    await rig.ok('POST /chat/messages', { body: { ...body, for_source_only: true }, token, clientId });
    const asUser = { body: { ...body, for_source_only: true }, token: rig.token(bot.login) };
    await rig.refused('POST /chat/messages', asUser, 400, /for_source_only/);
  });

  it('takes tokens that an extension signed, and no others, for endpoints of extensions', async () => {
    const { clientId, secret } = rig.sim.extension;
    const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ user_id: home(), role: 'external' })}`;
    const sign = (key: string): string =>
      `${head}.${createHmac('sha256', Buffer.from(key, 'base64')).update(head).digest('base64url')}`;
    const query = { extension_id: clientId };
    await rig.ok('GET /extensions', { query, token: sign(secret), clientId });
    await rig.refused(
      'GET /extensions',
      { query, token: sign('b3RoZXI='), clientId },
      401,
      /Invalid OAuth token/,
    );
    await rig.refused('GET /extensions', { query }, 401, /JWT/);
  });

  it('answers unknown paths and methods with 404 and an empty message', async () => {
    for (const what of ['GET /nothing', 'DELETE /users']) {
      const answer = await rig.call(what);
      assert.deepEqual(answer.body, { error: 'Not Found', status: 404, message: '' });
    }
  });

  it('answers removed endpoints with 410', async () => {
    await rig.refused('GET /tags/streams', {}, 410, /not available/);
    await rig.refused('GET /streams/tags', polls(), 410, /not available/);
  });

  it('serves the same under the mock path of foreign clients', async () => {
    const mount = `http://127.0.0.1:${rig.sim.port}/mock`;
    const { data } = await rig.ok('GET /users', { mount });
    assert.equal(data[0].id, home());
    const bare = `http://127.0.0.1:${rig.sim.port}`;
    await rig.ok('GET /eventsub/subscriptions', { mount: bare });
  });

  it('has 800 points a minute per client and user, told in headers and given back steadily', async () => {
    const token = rig.token(rig.sim.users.vip.login);
    const first = await rig.call('GET /users', { token });
    assert.equal(first.headers.get('ratelimit-limit'), '800');
    assert.equal(first.headers.get('ratelimit-remaining'), '799');
    for (let i = 0; i < 79; i++) {
      await Promise.all(Array.from({ length: 10 }, () => rig.call('GET /users', { token })));
    }
    for (let i = 0; i < 9; i++) await rig.call('GET /users', { token });
    const empty = await rig.call('GET /users', { token });
    assert.equal(empty.status, 429);
    assert.equal(empty.headers.get('ratelimit-remaining'), '0');
    assert.equal(Number(empty.headers.get('ratelimit-reset')), rig.clock.now() / 1000 + 60);
    assert.equal((await rig.call('GET /users')).status, 200, 'another user has an own bucket');
    await rig.clock.tick(7500);
    for (let i = 0; i < 100; i++) assert.equal((await rig.call('GET /users', { token })).status, 200);
    assert.equal((await rig.call('GET /users', { token })).status, 429);
  });

  it('tells the limit of a single endpoint apart: 429 with points left', async () => {
    const { viewers } = rig.sim.users;
    for (const viewer of viewers.slice(0, 10)) {
      await rig.ok(
        'POST /moderation/moderators',
        { query: { broadcaster_id: home(), user_id: viewer.id } },
        204,
      );
    }
    const answer = await rig.call('POST /moderation/moderators', {
      query: { broadcaster_id: home(), user_id: viewers[11]!.id },
    });
    assert.equal(answer.status, 429);
    assert.ok(Number(answer.headers.get('ratelimit-remaining')) > 700);
    await rig.clock.tick(10_000);
    await rig.ok(
      'POST /moderation/moderators',
      { query: { broadcaster_id: home(), user_id: viewers[11]!.id } },
      204,
    );
  });

  it('writes a transcript of calls without tokens, with parameters that Twitch ignores', async () => {
    const told: unknown[] = [];
    rig.sim.on('transcript', (entry) => told.push(entry));
    await rig.call('GET /users', { query: { login: 'nobody_here', colour: 'red' } });
    await rig.call('GET /polls', { token: 'wrong', query: { broadcaster_id: home() } });
    assert.deepEqual(told, [
      {
        kind: 'call',
        at: rig.clock.now(),
        method: 'GET',
        path: '/users?login=nobody_here&colour=red',
        endpoint: 'get-users',
        status: 200,
        login: rig.sim.users.broadcaster.login,
        ignored: ['colour'],
      },
      {
        kind: 'call',
        at: rig.clock.now(),
        method: 'GET',
        path: `/polls?broadcaster_id=${home()}`,
        endpoint: 'get-polls',
        status: 401,
        login: null,
      },
    ]);
  });

  it('plays the faults that were asked for', async () => {
    const { faults } = rig.sim;
    faults.serverError({ endpoint: 'get-users' });
    assert.equal((await rig.call('GET /users')).status, 503);
    assert.equal((await rig.call('GET /users')).status, 200);
    faults.wrongJson({ endpoint: 'get-users' });
    assert.equal(typeof (await rig.call('GET /users')).body, 'string');
    faults.cutBody({ endpoint: 'get-users' });
    await assert.rejects(rig.call('GET /users'));
    faults.refused({ endpoint: 'create-poll' });
    const body = {
      broadcaster_id: home(),
      title: 'x',
      choices: [{ title: 'a' }, { title: 'b' }],
      duration: 15,
    };
    await assert.rejects(rig.call('POST /polls', { body }));
    assert.equal(rig.sim.world.channel(home())!.polls.length, 0, 'nothing was done');
    faults.lostAnswer({ endpoint: 'create-poll' });
    await assert.rejects(rig.call('POST /polls', { body }));
    assert.equal(rig.sim.world.channel(home())!.polls.length, 1, 'it was done');
    faults.slow({ endpoint: 'get-users' }, 5000);
    let isDone = false;
    const slow = rig.call('GET /users').then((answer) => {
      isDone = true;
      return answer.status;
    });
    await rig.call('GET /polls', polls());
    assert.equal(isDone, false);
    await rig.clock.tick(5000);
    assert.equal(await slow, 200);
  });
});
