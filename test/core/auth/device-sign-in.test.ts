import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { DeviceSignIn, type DeviceSession } from '../../../src/core/auth/device-sign-in';
import { OAuthClient } from '../../../src/core/auth/oauth-client';
import { TwitchError } from '../../../src/core/errors';
import { HttpClient } from '../../../src/core/http';
import { FakeClock } from '../../support/fake-clock';
import { TestServer, until, watch, type Reply, type SeenRequest } from '../../support/http-server';
import { refused } from '../../support/oauth-server';

const person = {
  client_id: 'id',
  login: 'ana',
  user_id: '700100200',
  scopes: ['chat:read'],
  expires_in: 14_400,
};

function tokens(number: number): Reply {
  return {
    json: {
      access_token: `access-${number}`,
      refresh_token: `refresh-${number}`,
      expires_in: 14_400,
      scope: ['chat:read'],
    },
  };
}

function hasCode(code: string, words?: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof TwitchError && error.code === code && (!words || words.test(error.message));
}

describe('DeviceSignIn', () => {
  let server: TestServer;
  let http: HttpClient;
  let clock: FakeClock;
  let polls: Reply[];
  let refreshes: Reply[];
  let pollTimes: number[];

  beforeEach(async () => {
    clock = new FakeClock();
    http = new HttpClient();
    polls = [];
    refreshes = [];
    pollTimes = [];
    server = await TestServer.start((request) => answer(request));
  });
  afterEach(async () => {
    await http.close();
    await server.close();
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  function answer({ path, form }: SeenRequest): Reply {
    if (path === '/oauth2/device') {
      return {
        json: {
          device_code: 'dev',
          expires_in: 1800,
          interval: 5,
          user_code: 'ABCDEFGH',
          verification_uri: 'https://t/a',
        },
      };
    }
    if (path === '/oauth2/validate') return { json: person };
    if (form.get('grant_type') === 'refresh_token') return refreshes.shift() ?? tokens(2);
    pollTimes.push(clock.now());
    return polls.shift() ?? refused(400, 'authorization_pending');
  }

  function start(signal?: AbortSignal): Promise<DeviceSession> {
    const oauth = new OAuthClient({ server: `${server.origin}/oauth2`, clientId: 'id', http, clock });
    return new DeviceSignIn({ oauth, clock, random: () => 0 }).start({
      scopes: ['chat:read'],
      ...(signal && { signal }),
    });
  }

  /** Turns the clock second by second, letting each answer arrive, until the sign-in has ended. */
  async function run(session: DeviceSession): Promise<void> {
    const result = watch(session.result);
    for (let step = 0; step < 4000 && !result.isOver; step++) {
      await until(() => result.isOver || clock.pending > 0);
      await clock.tick(1000);
    }
    await until(() => result.isOver);
  }

  it('shows code, link and time, asks at the interval, and ends in a grant of the person who approved', async () => {
    polls = [refused(400, 'authorization_pending'), refused(400, 'authorization_pending'), tokens(1)];
    const begun = clock.now();
    const session = await start();
    assert.equal(session.userCode, 'ABCDEFGH');
    assert.equal(session.verificationUri, 'https://t/a');
    assert.equal(session.expiresAt, begun + 1_800_000);
    await run(session);
    const grant = await session.result;
    assert.deepEqual(
      pollTimes.map((time) => time - begun),
      [5000, 10_000, 15_000],
    );
    assert.equal(grant.login, 'ana');
    assert.equal(grant.userId, '700100200');
    assert.equal(grant.clientId, 'id');
    assert.equal(grant.server, `${server.origin}/oauth2`);
    assert.deepEqual(grant.scopes, ['chat:read']);
  });

  it('proves the refresh at once and hands out the rotated tokens', async () => {
    polls = [tokens(1)];
    const session = await start();
    await run(session);
    const grant = await session.result;
    assert.equal(grant.accessToken, 'access-2');
    assert.equal(grant.refreshToken, 'refresh-2');
  });

  it('recognises a confidential application without secret at once', async () => {
    polls = [tokens(1)];
    refreshes = [refused(400, 'missing client secret')];
    const session = await start();
    await run(session);
    await assert.rejects(session.result, hasCode('TWITCH_CLIENT_SECRET_NEEDED', /Public/));
  });

  it('asks less often when told to slow down', async () => {
    polls = [refused(400, 'slow_down'), refused(400, 'authorization_pending'), tokens(1)];
    const begun = clock.now();
    const session = await start();
    await run(session);
    assert.deepEqual(
      pollTimes.map((time) => time - begun),
      [5000, 15_000, 25_000],
    );
  });

  it('does not believe "invalid device code" until it was said three times in a row', async () => {
    const invalid = refused(400, 'invalid device code');
    polls = [invalid, invalid, refused(400, 'authorization_pending'), invalid, tokens(1)];
    const session = await start();
    await run(session);
    assert.equal((await session.result).login, 'ana');

    polls = [invalid, invalid, invalid];
    const other = await start();
    await run(other);
    await assert.rejects(other.result, hasCode('TWITCH_SIGN_IN_NEEDED', /no longer valid/));
  });

  it('goes on with longer pauses while the server cannot be reached', async () => {
    polls = [{ fault: 'drop' }, { status: 502, text: '' }, tokens(1)];
    const begun = clock.now();
    const session = await start();
    await run(session);
    assert.equal((await session.result).login, 'ana');
    assert.deepEqual(
      pollTimes.map((time) => time - begun),
      [5000, 15_000, 35_000],
    );
  });

  it('says that the answer was lost when it was dropped after the approval', async () => {
    const invalid = refused(400, 'invalid device code');
    polls = [{ fault: 'drop' }, invalid, invalid, invalid];
    const session = await start();
    await run(session);
    await assert.rejects(session.result, hasCode('TWITCH_UNREACHABLE', /lost/));
  });

  it('stops when the code runs out', async () => {
    const session = await start();
    await run(session);
    await assert.rejects(session.result, hasCode('TWITCH_SIGN_IN_NEEDED', /ran out/));
    assert.ok(pollTimes.every((time) => time < session.expiresAt));
  });

  it('stops at once when it is cancelled, by itself or by its signal', async () => {
    const session = await start();
    session.cancel();
    await assert.rejects(session.result, hasCode('TWITCH_ABORTED'));

    const controller = new AbortController();
    const other = await start(controller.signal);
    controller.abort();
    await assert.rejects(other.result, hasCode('TWITCH_ABORTED'));
    assert.equal(pollTimes.length, 0);
  });

  it('ends in "start again" when the answer to the proving refresh is lost', async () => {
    polls = [tokens(1)];
    refreshes = [{ fault: 'drop' }, refused(400, 'Invalid refresh token')];
    const session = await start();
    await run(session);
    await assert.rejects(session.result, hasCode('TWITCH_UNREACHABLE', /lost/));
  });

  it('fails at its start when Twitch does not know the client id', async () => {
    server.handle(() => refused(400, 'invalid client'));
    await assert.rejects(start(), hasCode('TWITCH_INPUT_INVALID', /client id/));
  });
});
