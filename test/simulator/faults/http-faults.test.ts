import assert from 'node:assert/strict';
import { EventSubClient } from '../support/eventsub-client';
import { Rig } from '../support/rig';

describe('simulator HTTP: faults on demand', () => {
  let rig: Rig;
  const users = (login = 'anchor_ana') => rig.call('GET /users', { query: { login } });
  const refresh = (token: string): Promise<Response> =>
    fetch(`${rig.sim.urls.id}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: rig.sim.clientId,
        grant_type: 'refresh_token',
        refresh_token: token,
      }),
    });

  beforeEach(async () => {
    rig = await Rig.start();
  });

  afterEach(() => rig.close());

  it('answers the next request with 401 although the token is good, and the one after as always', async () => {
    rig.sim.faults.unauthorized();
    assert.equal((await users()).status, 401);
    assert.equal((await users()).status, 200);
  });

  it('answers 429 with an empty bucket and the time when it is full again', async () => {
    rig.sim.faults.bucketEmpty({}, rig.clock.now() + 7500, 2);
    for (let i = 0; i < 2; i++) {
      const { status, headers } = await users();
      assert.equal(status, 429);
      assert.equal(headers.get('ratelimit-remaining'), '0');
      assert.equal(headers.get('ratelimit-reset'), String(Math.ceil((rig.clock.now() + 7500) / 1000)));
    }
    assert.equal((await users()).status, 200);
  });

  it('answers 429 with points left, as for a limit of the endpoint', async () => {
    rig.sim.faults.endpointLimited({ endpoint: 'get-users' }, rig.clock.now() + 60_000);
    const { status, headers } = await users();
    assert.equal(status, 429);
    assert.ok(Number(headers.get('ratelimit-remaining')) > 0);
  });

  it('answers with any 5xx without doing what was asked', async () => {
    rig.sim.faults.serverError({ method: 'POST', path: '/polls' }, 502);
    const body = {
      broadcaster_id: rig.sim.users.broadcaster.id,
      title: 'Tea?',
      choices: [{ title: 'Yes' }, { title: 'No' }],
      duration: 60,
    };
    assert.equal((await rig.call('POST /polls', { body })).status, 502);
    assert.equal(rig.sim.world.channel('harborlight_tv')?.polls.length, 0);
    assert.equal((await rig.call('POST /polls', { body })).status, 200);
  });

  it('hits only requests that fit the filter', async () => {
    const { faults } = rig.sim;
    faults.serverError({ endpoint: 'get-streams' });
    faults.serverError({ login: 'pine_marten' });
    faults.serverError({ kind: 'oauth' });
    assert.equal((await users()).status, 200);
    assert.equal((await rig.call('GET /users', { token: rig.token('pine_marten') })).status, 503);
    assert.equal((await rig.call('GET /streams')).status, 503);
    const validate = await fetch(`${rig.sim.urls.id}/validate`);
    assert.equal(validate.status, 503);
  });

  it('can be taken back, one by one and all together', async () => {
    const { faults } = rig.sim;
    const takeBack = faults.serverError({}, 500, 99);
    takeBack();
    assert.equal((await users()).status, 200);
    faults.serverError({}, 500, 99);
    faults.clear();
    assert.equal((await users()).status, 200);
  });

  it('does the work and breaks the connection in the middle of the body', async () => {
    rig.sim.faults.cutBody();
    const token = rig.token('harborlight_tv');
    const headers = { Authorization: `Bearer ${token}`, 'Client-Id': rig.sim.clientId };
    const answer = await fetch(`${rig.sim.urls.helix}/users`, { headers });
    assert.equal(answer.status, 200);
    await assert.rejects(answer.text());
  });

  it('answers with something that is no JSON', async () => {
    rig.sim.faults.wrongJson();
    const { status, body } = await users();
    assert.equal(status, 200);
    assert.equal(typeof body, 'string');
  });

  it('ends the connection before anything was done', async () => {
    rig.sim.faults.refused();
    await assert.rejects(users());
  });

  it('rotates a refresh token and loses the answer: the old token is used up', async () => {
    const { refreshToken } = rig.sim.issueToken({ login: 'harborlight_tv', scopes: [] });
    rig.sim.faults.lostAnswer();
    await assert.rejects(refresh(refreshToken));
    assert.equal((await refresh(refreshToken)).status, 400);
  });

  it('lets the events of a slow call arrive before its answer', async () => {
    const client = new EventSubClient(rig.sim.urls.eventSub);
    const session = await client.sessionId();
    rig.sim.faults.slow({ method: 'POST', path: '/eventsub/subscriptions' }, 5000);
    let isAnswered = false;
    const asked = rig
      .call('POST /eventsub/subscriptions', {
        body: {
          type: 'channel.update',
          version: '2',
          condition: { broadcaster_user_id: rig.sim.users.broadcaster.id },
          transport: { method: 'websocket', session_id: session },
        },
      })
      .finally(() => (isAnswered = true));
    while (rig.sim.eventSub.live().length === 0) await new Promise((resolve) => setImmediate(resolve));
    rig.sim.world.streams.change(rig.sim.users.broadcaster.id, { title: 'New title' });
    const { payload } = await client.frame('notification');
    assert.equal(isAnswered, false);
    await rig.clock.tick(5000);
    const { status, body } = await asked;
    assert.equal(status, 202);
    assert.equal(payload.subscription?.id, body.data[0].id);
    client.close();
  });
});
