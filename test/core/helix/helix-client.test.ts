import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TokenManager } from '../../../src/core/auth/token-manager';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import { TwitchError } from '../../../src/core/errors';
import { HelixClient } from '../../../src/core/helix/helix-client';
import type { HelixCall } from '../../../src/core/helix/sender';
import { FakeClock } from '../../support/fake-clock';
import { TestServer, until, watch, type Reply } from '../../support/http-server';
import { OAuthServer } from '../../support/oauth-server';
import { FixedTokens } from '../../support/token-source';

const streamer = {
  userId: '100',
  login: 'streamer',
  scopes: ['channel:manage:polls', 'channel:manage:raids'],
};
const bot = {
  userId: '200',
  login: 'helper_bot',
  scopes: [
    'moderator:manage:banned_users',
    'moderator:manage:shield_mode',
    'user:write:chat',
    'moderator:read:followers',
  ],
};
const poll = { broadcaster_id: '100', title: 'Q', choices: [{ title: 'a' }, { title: 'b' }], duration: 60 };
const ban = { query: { broadcaster_id: '100', moderator_id: '200' }, body: { data: { user_id: '300' } } };

function error(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return { status, json: { error: 'x', status, message }, headers };
}

function failsWith(
  code: string,
  cause: Readonly<Record<string, unknown>> = {},
  words?: RegExp,
): (error: unknown) => boolean {
  return (caught) => {
    assert.ok(caught instanceof TwitchError, String(caught));
    assert.equal(caught.code, code, caught.message);
    for (const [key, value] of Object.entries(cause)) assert.deepEqual(caught.cause[key], value, key);
    if (words) assert.match(caught.message, words);
    return true;
  };
}

describe('HelixClient', () => {
  let server: TestServer;
  let clock: FakeClock;
  let tokens: FixedTokens;
  let helix: HelixClient;
  let calls: HelixCall[];

  beforeEach(async () => {
    server = await TestServer.start(() => ({ json: { data: [] } }));
    clock = new FakeClock();
    tokens = new FixedTokens(streamer, bot);
    helix = new HelixClient({ urls: { helix: `${server.origin}/helix/` }, tokens, clock, random: () => 0 });
    calls = [];
    helix.on('call', (call) => calls.push(call));
  });
  afterEach(async () => {
    await helix.close();
    await server.close();
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  /** Turns the clock whenever the call waits, until it has ended. */
  async function through<T>(call: Promise<T>): Promise<T> {
    const state = watch(call);
    for (let step = 0; step < 500 && !state.isOver; step++) {
      await until(() => state.isOver || clock.pending > 0);
      if (!state.isOver) await clock.tick(250);
    }
    return await call;
  }

  describe('a request', () => {
    it('carries the token of the right user, the client id, and nothing more than needed', async () => {
      await helix.call('create-poll', { body: poll });
      const [seen] = server.seen;
      assert.equal(seen!.method, 'POST');
      assert.equal(seen!.path, '/helix/polls');
      assert.equal(seen!.headers.authorization, 'Bearer token-100-0');
      assert.equal(seen!.headers['client-id'], 'client-1');
      assert.equal(seen!.headers['content-type'], 'application/json');
      assert.deepEqual(JSON.parse(seen!.body), poll);
    });

    it('repeats keys, encodes what needs it, leaves out what is undefined, and sends an empty text', async () => {
      await helix.call('get-users', { query: { id: ['1', '2'], login: 'a' } });
      await helix.callAny(
        'update-user-chat-color',
        { query: { user_id: '100', color: '#9146FF' } },
        { unchecked: true, user: '100' },
      );
      await helix.callAny('search-categories', { query: { query: 'a+b c&d', after: undefined } });
      await helix.callAny('update-user', { query: { description: '' } }, { unchecked: true });
      assert.deepEqual(server.seen[0]!.query.getAll('id'), ['1', '2']);
      assert.equal(server.seen[1]!.query.get('color'), '#9146FF');
      assert.equal(server.seen[2]!.query.get('query'), 'a+b c&d');
      assert.equal(server.seen[2]!.query.has('after'), false);
      assert.equal(server.seen[3]!.query.get('description'), '');
      assert.equal(server.seen[0]!.headers['content-type'], undefined);
    });

    it('goes out with its odd wrapping and both of query and body', async () => {
      await helix.call('ban-user', ban);
      const [seen] = server.seen;
      assert.equal(seen!.query.get('moderator_id'), '200');
      assert.deepEqual(JSON.parse(seen!.body), { data: { user_id: '300' } });
    });

    it('is refused before anything is sent, and before anybody is asked for a token', async () => {
      await assert.rejects(
        helix.call('create-poll', { body: { ...poll, duration: 5 } }),
        failsWith('TWITCH_INPUT_INVALID', { endpoint: 'create-poll', parameter: 'duration' }),
      );
      assert.equal(server.seen.length, 0);
      assert.deepEqual(tokens.asked, []);
    });

    it('goes past the checks with "unchecked"', async () => {
      await helix.callAny(
        'create-poll',
        { body: { ...poll, duration: 5, new_field: 1 } },
        { unchecked: true },
      );
      assert.equal((JSON.parse(server.seen[0]!.body) as { new_field: number }).new_field, 1);
    });

    it('of an id that nobody knows, or that Twitch removed, fails at once and says what to do', async () => {
      await assert.rejects(
        helix.callAny('no-such-call'),
        failsWith('TWITCH_INPUT_INVALID', { endpoint: 'no-such-call' }),
      );
      for (const id of ['get-all-stream-tags', 'get-stream-tags'] as const) {
        await assert.rejects(helix.callAny(id), failsWith('TWITCH_GONE', { endpoint: id }, /instead/));
      }
      assert.equal(server.seen.length, 0);
    });
  });

  describe('an answer', () => {
    it('is the parsed body; null for 204; a text for a calendar; an empty list for an empty body', async () => {
      server.script(
        { json: { data: [{ id: '1' }], total: 3 } },
        { status: 204 },
        { text: 'BEGIN:VCALENDAR', headers: { 'content-type': 'text/calendar' } },
        { status: 200, text: '' },
        { json: { data: null } },
      );
      assert.deepEqual(await helix.callAny('get-users'), { data: [{ id: '1' }], total: 3 });
      assert.equal(
        await helix.callAny('block-user', { query: { target_user_id: '1' } }, { unchecked: true }),
        null,
      );
      assert.equal(
        await helix.call('get-channel-icalendar', { query: { broadcaster_id: '1' } }),
        'BEGIN:VCALENDAR',
      );
      assert.deepEqual(await helix.call('get-users'), { data: [] });
      assert.deepEqual(await helix.call('get-channel-teams', { query: { broadcaster_id: '1' } }), {
        data: [],
      });
    });

    it('keeps ids as texts', async () => {
      server.script({ json: { data: [{ id: '90071992547409931234' }] } });
      const { data } = await helix.call('get-users');
      assert.equal(data[0]!.id, '90071992547409931234');
    });
  });

  describe('the token', () => {
    it('is the one of the user whom the owner field names, with a permission of the row', async () => {
      await helix.call('ban-user', ban);
      assert.equal(server.seen[0]!.headers.authorization, 'Bearer token-200-0');
      assert.deepEqual(tokens.asked, ['200 moderator:manage:banned_users']);
    });

    it('is the one the caller chose, by id or login', async () => {
      await helix.call('get-users', {}, { user: 'helper_bot' });
      await helix.call('get-users', {}, { user: '100' });
      assert.equal(server.seen[0]!.headers.authorization, 'Bearer token-200-0');
      assert.equal(server.seen[1]!.headers.authorization, 'Bearer token-100-0');
    });

    it('cannot be one of somebody else than the owner field names', async () => {
      await assert.rejects(
        helix.call(
          'ban-user',
          { ...ban, query: { broadcaster_id: '100', moderator_id: '100' } },
          { user: 'helper_bot' },
        ),
        failsWith('TWITCH_INPUT_INVALID', { parameter: 'moderator_id' }, /200/),
      );
      assert.equal(server.seen.length, 0);
    });

    it('is anybody’s with the permission where nobody is named, and a moderator’s where that will do', async () => {
      await helix.call('get-channel-followers', { query: { broadcaster_id: '999' } });
      assert.equal(server.seen[0]!.headers.authorization, 'Bearer token-100-0');
      await helix.call('get-streams', { query: { user_login: 'x' } });
      assert.equal(server.seen[1]!.headers.authorization, 'Bearer token-100-0');
    });

    it('is the application’s where nobody is signed in, and where only that works', async () => {
      const nobody = new FixedTokens();
      nobody.clientSecret = 'secret';
      const app = new HelixClient({ urls: { helix: `${server.origin}/helix` }, tokens: nobody, clock });
      await app.call('get-streams', { query: { user_login: 'x' } });
      await app.call('get-conduits');
      await app.call('get-streams', { query: { user_login: 'x' } }, { token: 'app' });
      assert.deepEqual(
        server.seen.map((seen) => seen.headers.authorization),
        Array(3).fill('Bearer token-app-0'),
      );
      await app.close();
    });

    it('needs a secret where only an app token works, and says so', async () => {
      await assert.rejects(helix.call('get-conduits'), failsWith('TWITCH_CLIENT_SECRET_NEEDED'));
    });

    it('that nobody holds is named: whose, and which permission', async () => {
      await assert.rejects(
        helix.call('create-poll', { body: { ...poll, broadcaster_id: '777' } }),
        failsWith(
          'TWITCH_SIGN_IN_NEEDED',
          { endpoint: 'create-poll', user: '777' },
          /user 777 with the permission channel:manage:polls/,
        ),
      );
      await assert.rejects(
        helix.call('start-commercial', { body: { broadcaster_id: '100', length: 30 } }),
        failsWith('TWITCH_SCOPE_MISSING', { missingScopes: ['channel:edit:commercial'] }),
      );
      assert.equal(server.seen.length, 0);
    });

    it('is not sent at all to a calendar', async () => {
      await helix.call('get-channel-icalendar', { query: { broadcaster_id: '1' } });
      assert.equal(server.seen[0]!.headers.authorization, undefined);
      assert.equal(server.seen[0]!.headers['client-id'], undefined);
    });

    it('of an extension comes from the caller, with the extension’s client id', async () => {
      const args = { query: { extension_id: 'ext', extension_version: '1' } };
      await assert.rejects(
        helix.callAny('get-extensions', args),
        failsWith('TWITCH_INPUT_INVALID', { parameter: 'jwt' }),
      );
      await helix.callAny('get-extensions', args, { jwt: 'signed' });
      assert.equal(server.seen[0]!.headers.authorization, 'Bearer signed');
      assert.equal(server.seen[0]!.headers['client-id'], 'ext');
    });

    it('is not sent to a server that is neither encrypted nor on this machine', async () => {
      for (const address of ['http://example.org/helix', 'no address', '']) {
        const away = new HelixClient({ urls: { helix: address }, tokens, clock });
        await assert.rejects(
          away.call('get-users'),
          failsWith('TWITCH_INPUT_INVALID', { parameter: 'helix' }),
        );
        await away.close();
      }
      assert.deepEqual(tokens.asked, []);
    });
  });

  describe('a 401', () => {
    const invalid = error(401, 'Invalid OAuth token', {
      'WWW-Authenticate': "OAuth realm='TwitchTV', error='invalid_token'",
    });

    it('of an invalid token is answered with one fresh token and one repetition', async () => {
      server.script(invalid, { json: { data: [{ id: 'p' }] } });
      await helix.call('create-poll', { body: poll });
      assert.deepEqual(
        server.seen.map((seen) => seen.headers.authorization),
        ['Bearer token-100-0', 'Bearer token-100-1'],
      );
    });

    it('of no known meaning is answered with one fresh token, and is no matter of signing in when that is refused too', async () => {
      server.script(error(401, 'The user may delete only own videos.'));
      await assert.rejects(
        helix.call('get-users'),
        failsWith('TWITCH_FORBIDDEN', { status: 401 }, /only own videos\. Use/),
      );
      assert.equal(server.seen.length, 2);
    });

    it('that comes again is not answered with another', async () => {
      server.script(invalid);
      await assert.rejects(helix.call('get-users'), failsWith('TWITCH_SIGN_IN_NEEDED', { status: 401 }));
      assert.equal(server.seen.length, 2);
    });

    it('ends in the token source’s words when no fresh token is to be had', async () => {
      tokens.isOver = true;
      server.script(invalid);
      await assert.rejects(
        helix.call('get-users'),
        failsWith('TWITCH_SIGN_IN_NEEDED', {}, /no longer signed in/),
      );
      assert.equal(server.seen.length, 1);
    });

    it('of the app token makes a new one', async () => {
      tokens.clientSecret = 'secret';
      server.script(invalid, { json: { data: [] } });
      await helix.call('get-users', { query: { id: '1' } }, { token: 'app' });
      assert.equal(server.seen[1]!.headers.authorization, 'Bearer token-app-1');
    });

    for (const [what, message, code, cause] of [
      [
        'a missing scope',
        'Missing scope: channel:manage:polls',
        'TWITCH_SCOPE_MISSING',
        { missingScopes: ['channel:manage:polls'] },
      ],
      [
        'a foreign id',
        "The ID in broadcaster_id must match the user ID found in the request's OAuth token.",
        'TWITCH_FORBIDDEN',
        { parameter: 'broadcaster_id' },
      ],
      ['a wrong user', 'incorrect user authorization', 'TWITCH_FORBIDDEN', {}],
      ['a foreign client id', 'Client ID and OAuth token do not match', 'TWITCH_SIGN_IN_NEEDED', {}],
      ['a missing token', 'OAuth token is missing', 'TWITCH_SIGN_IN_NEEDED', {}],
    ] as const) {
      it(`because of ${what} is not answered with a refresh`, async () => {
        server.script(error(401, message));
        await assert.rejects(
          helix.call('create-poll', { body: poll }),
          failsWith(code, { status: 401, ...cause }),
        );
        assert.equal(server.seen.length, 1);
        assert.equal(
          tokens.asked.some((asked) => asked.startsWith('expired')),
          false,
        );
      });
    }
  });

  it('asks for one fresh token when 100 calls meet the expired one', async () => {
    const oauth = await OAuthServer.start();
    const person = { userId: '100', login: 'ana', scopes: [] };
    const store = new MemoryTokenStore();
    const manager = new TokenManager({ clientId: oauth.clientId, urls: { id: oauth.url }, store, clock });
    const issued = oauth.issue(person);
    await manager.addToken(issued);
    oauth.expire(issued.accessToken);
    server.handle(({ headers }) =>
      oauth.isValid((headers.authorization ?? '').replace('Bearer ', ''))
        ? { json: { data: [] } }
        : error(401, 'Invalid OAuth token'),
    );
    const client = new HelixClient({ urls: { helix: `${server.origin}/helix` }, tokens: manager, clock });
    await Promise.all(Array.from({ length: 100 }, () => client.call('get-users')));
    assert.equal(oauth.refreshes, 1);
    await client.close();
    await manager.close();
    await oauth.close();
  });

  describe('a refusal', () => {
    for (const [status, code] of [
      [400, 'TWITCH_REQUEST_FAILED'],
      [403, 'TWITCH_FORBIDDEN'],
      [404, 'TWITCH_REQUEST_FAILED'],
      [409, 'TWITCH_REQUEST_FAILED'],
      [410, 'TWITCH_GONE'],
      [418, 'TWITCH_REQUEST_FAILED'],
      [422, 'TWITCH_REQUEST_FAILED'],
      [425, 'TWITCH_REQUEST_FAILED'],
    ] as const) {
      it(`with ${status} is ${code} with Twitch's words, and is not repeated`, async () => {
        server.script(error(status, 'Twitch says why'));
        await assert.rejects(
          helix.call('get-users'),
          failsWith(code, { status, reason: 'Twitch says why', endpoint: 'get-users' }, /^Get Users: /),
        );
        assert.equal(server.seen.length, 1);
      });
    }

    it('without a readable body still has a clear error', async () => {
      server.script({ status: 400, text: '<html>proxy</html>' });
      await assert.rejects(
        helix.call('get-users'),
        failsWith('TWITCH_REQUEST_FAILED', { status: 400 }, /status 400/),
      );
    });

    it('with a redirect is not followed', async () => {
      server.script({ status: 301, headers: { location: `${server.origin}/elsewhere` } });
      await assert.rejects(helix.call('get-users'), failsWith('TWITCH_REQUEST_FAILED', { status: 301 }));
      assert.equal(server.seen.length, 1);
    });
  });

  describe('a 429', () => {
    it('with no points left waits for the reset and is sent again, before all that came later', async () => {
      const resetAt = Math.ceil(clock.now() / 1000) + 20;
      const empty = {
        'Ratelimit-Limit': '60',
        'Ratelimit-Remaining': '0',
        'Ratelimit-Reset': String(resetAt),
      };
      server.handle((request, index) =>
        index === 0
          ? error(429, 'Too Many Requests', empty)
          : { json: { data: [{ id: request.query.get('id') }] } },
      );
      const first = helix.call('get-users', { query: { id: '1' } });
      await until(() => clock.pending > 0 || server.seen.length > 1);
      const second = helix.call('get-users', { query: { id: '2' } });
      await clock.tick(resetAt * 1000 - clock.now() - 1);
      assert.equal(server.seen.length, 1);
      await clock.tick(1);
      await through(Promise.all([first, second]));
      assert.deepEqual(
        server.seen.map((seen) => seen.query.get('id')),
        ['1', '1', '2'],
      );
    });

    it('with points left is the endpoint’s own limit: reported, not repeated', async () => {
      server.script(
        error(429, 'cooldown', {
          'Ratelimit-Remaining': '700',
          'Ratelimit-Limit': '800',
          'Retry-After': '30',
        }),
      );
      await assert.rejects(
        helix.call('start-a-raid', { query: { from_broadcaster_id: '100', to_broadcaster_id: '5' } }),
        failsWith(
          'TWITCH_RATE_LIMITED',
          { status: 429, retryAt: clock.now() + 30_000 },
          /10 calls in 10 minutes/,
        ),
      );
      assert.equal(server.seen.length, 1);
    });

    it('without headers counts as the endpoint’s own', async () => {
      server.script(error(429, 'slow'));
      await assert.rejects(helix.call('get-users'), failsWith('TWITCH_RATE_LIMITED'));
      assert.equal(server.seen.length, 1);
    });

    it('never comes for calls above the limit: they wait, in order, and say so', async () => {
      const limits: boolean[] = [];
      helix.on('limits', (state) => limits.push(state.waiting > 0));
      let points = 6;
      let at = clock.now();
      server.handle((request) => {
        points = Math.min(6, points + (clock.now() - at) / 10_000);
        at = clock.now();
        const isAllowed = points >= 1;
        if (isAllowed) points--;
        const headers = { 'Ratelimit-Limit': '6', 'Ratelimit-Remaining': String(Math.floor(points)) };
        return isAllowed
          ? { json: { data: [{ id: request.query.get('id') }] }, headers }
          : error(429, 'full', headers);
      });
      await helix.call('get-users', { query: { id: 'first' } });
      const all = Promise.all(
        Array.from({ length: 12 }, (_, number) => helix.call('get-users', { query: { id: String(number) } })),
      );
      const answers = await through(all);
      assert.deepEqual(
        answers.map(({ data }) => data[0]!.id),
        Array.from({ length: 12 }, (_, number) => String(number)),
      );
      assert.equal(server.seen.length, 13, 'something was sent twice');
      // Within one burst the sockets may overtake each other; what had to wait keeps its order.
      assert.deepEqual(
        server.seen.slice(6).map((seen) => seen.query.get('id')),
        ['5', '6', '7', '8', '9', '10', '11'],
      );
      assert.deepEqual(limits, [true, false]);
      assert.equal(helix.limits('100')?.limit, 6);
    });

    it('of one user does not stop another', async () => {
      const headers = { 'Ratelimit-Limit': '6', 'Ratelimit-Remaining': '0', 'Ratelimit-Reset': '9999999999' };
      server.handle((request) =>
        request.headers.authorization === 'Bearer token-100-0'
          ? error(429, 'full', headers)
          : { json: { data: [] } },
      );
      const controller = new AbortController();
      const stuck = helix.call('get-users', {}, { user: '100', signal: controller.signal });
      await until(() => clock.pending > 0);
      await helix.call('get-users', {}, { user: '200' });
      controller.abort();
      await assert.rejects(stuck, failsWith('TWITCH_ABORTED'));
    });
  });

  describe('a fault', () => {
    const ok: Reply = { json: { data: [{ id: '1' }] } };
    const faults: readonly [string, Reply, string][] = [
      ['500', error(500, 'oops'), 'TWITCH_UNAVAILABLE'],
      ['502', error(502, 'oops'), 'TWITCH_UNAVAILABLE'],
      ['503', error(503, 'oops'), 'TWITCH_UNAVAILABLE'],
      ['504', error(504, 'oops'), 'TWITCH_UNAVAILABLE'],
      ['a dropped connection', { fault: 'drop' }, 'TWITCH_UNREACHABLE'],
      ['a cut body', { fault: 'cut' }, 'TWITCH_BAD_ANSWER'],
      ['wrong JSON', { text: '{"data":[' }, 'TWITCH_BAD_ANSWER'],
    ];
    for (const [what, reply, code] of faults) {
      it(`(${what}) repeats a GET twice at most`, async () => {
        server.script(reply, reply, ok);
        assert.deepEqual(await through(helix.call('get-users')), { data: [{ id: '1' }] });
        assert.equal(server.seen.length, 3);
        server.script(reply);
        await assert.rejects(through(helix.call('get-users')), failsWith(code, { endpoint: 'get-users' }));
        assert.equal(server.seen.length, 6);
      });

      it(`(${what}) never doubles a write`, async () => {
        server.script(reply);
        await assert.rejects(through(helix.call('create-poll', { body: poll })), failsWith(code));
        await assert.rejects(
          through(helix.call('end-poll', { body: { broadcaster_id: '100', id: 'p', status: 'TERMINATED' } })),
          failsWith(code),
        );
        assert.equal(server.seen.length, 2);
      });
    }

    it('repeats a harmless write', async () => {
      server.script(error(503, 'oops'), { json: { data: [] } });
      const args = { query: { broadcaster_id: '100', moderator_id: '200' }, body: { is_active: true } };
      await through(helix.call('update-shield-mode-status', args));
      assert.deepEqual(
        server.seen.map((seen) => seen.method),
        ['PUT', 'PUT'],
      );
    });

    it('says of a write that it may have been carried out', async () => {
      server.script({ fault: 'drop' });
      await assert.rejects(
        helix.call('create-poll', { body: poll }),
        failsWith('TWITCH_UNREACHABLE', { sent: true }, /may have been carried out/),
      );
    });

    it('of a closed port is repeated for any call, since nothing was sent', async () => {
      const origin = server.origin;
      await server.close();
      const away = new HelixClient({ urls: { helix: `${origin}/helix` }, tokens, clock, random: () => 0 });
      const attempts: (number | null)[] = [];
      away.on('call', (call) => attempts.push(call.status));
      await assert.rejects(
        through(away.call('create-poll', { body: poll })),
        failsWith('TWITCH_UNREACHABLE', { sent: false }),
      );
      assert.deepEqual(attempts, [null, null, null]);
      await away.close();
      server = await TestServer.start();
    });

    it('(409 while somebody else changes the same user) repeats a ban', async () => {
      server.script(error(409, 'conflict'), { json: { data: [] } });
      await through(helix.call('ban-user', ban));
      assert.equal(server.seen.length, 2);
    });

    it('of a slow answer ends in a time-out', async () => {
      server.script({ fault: 'hang' });
      await assert.rejects(
        helix.call('create-poll', { body: poll }, { timeoutMs: 50 }),
        failsWith('TWITCH_TIMEOUT', { endpoint: 'create-poll' }),
      );
      assert.equal(server.seen.length, 1);
    });
  });

  describe('giving up', () => {
    it('works during the request, during a pause, and before anything', async () => {
      server.script({ fault: 'hang' });
      const during = new AbortController();
      const hanging = helix.call('get-users', {}, { signal: during.signal });
      await until(() => server.seen.length === 1);
      during.abort();
      await assert.rejects(hanging, failsWith('TWITCH_ABORTED'));

      server.script(error(500, 'oops'));
      const pause = new AbortController();
      const pausing = helix.call('get-users', {}, { signal: pause.signal });
      await until(() => clock.pending > 0);
      pause.abort();
      await assert.rejects(pausing, failsWith('TWITCH_ABORTED'));

      await assert.rejects(
        helix.call('get-users', {}, { signal: AbortSignal.abort() }),
        failsWith('TWITCH_ABORTED'),
      );
      assert.equal(server.seen.length, 2);
    });

    it('takes one signal for any number of calls without a warning of Node', async () => {
      const warnings: Error[] = [];
      const onWarning = (warning: Error): unknown => warnings.push(warning);
      process.on('warning', onWarning);
      const { signal } = new AbortController();
      await Promise.all(Array.from({ length: 40 }, () => helix.call('get-users', {}, { signal })));
      await new Promise((resolve) => setImmediate(resolve));
      process.off('warning', onWarning);
      assert.deepEqual(warnings, []);
    });

    it('comes to all calls when the client is closed', async () => {
      server.script({ fault: 'hang' });
      const calling = assert.rejects(helix.call('get-users'), failsWith('TWITCH_ABORTED'));
      await until(() => server.seen.length === 1);
      await helix.close();
      await calling;
      await assert.rejects(helix.call('get-users'), failsWith('TWITCH_ABORTED'));
      await assert.rejects(helix.users.find('ana'), failsWith('TWITCH_ABORTED'));
    });
  });

  describe('a list that is too long for one call', () => {
    it('of 250 ids is split into 3 requests whose answers are joined in order', async () => {
      const ids = Array.from({ length: 250 }, (_, number) => String(number));
      server.handle((request) => ({ json: { data: request.query.getAll('id').map((id) => ({ id })) } }));
      const { data } = await helix.call('get-users', { query: { id: ids } });
      assert.deepEqual(
        data.map((user) => user.id),
        ids,
      );
      assert.deepEqual(
        server.seen.map((seen) => seen.query.getAll('id').length),
        [100, 100, 50],
      );
    });

    it('fills shared portions with ids and logins together, and asks for doubles once', async () => {
      const ids = Array.from({ length: 80 }, (_, number) => String(number));
      const logins = Array.from({ length: 80 }, (_, number) => `u${number}`);
      server.handle((request) => ({ json: { data: request.query.getAll('id').map((id) => ({ id })) } }));
      await helix.call('get-users', { query: { id: [...ids, '0'], login: logins } });
      assert.deepEqual(
        server.seen.map((seen) => [seen.query.getAll('id').length, seen.query.getAll('login').length]),
        [
          [80, 20],
          [0, 60],
        ],
      );
    });

    it('of a write is sent one portion after the other, and stops at the first refusal', async () => {
      const id = Array.from({ length: 120 }, (_, number) => String(number));
      const redeem = new FixedTokens({
        userId: '100',
        login: 'streamer',
        scopes: ['channel:manage:redemptions'],
      });
      const client = new HelixClient({ urls: { helix: `${server.origin}/helix` }, tokens: redeem, clock });
      const args = {
        query: { broadcaster_id: '100', reward_id: 'r', id },
        body: { status: 'FULFILLED' as const },
      };
      server.handle((request) => ({
        json: { data: request.query.getAll('id').map((one) => ({ id: one })) },
      }));
      const { data } = await client.call('update-redemption-status', args);
      assert.equal(data.length, 120);
      assert.equal(server.seen.length, 3);
      server.script({ json: { data: [] } }, error(403, 'not yours'));
      await assert.rejects(client.call('update-redemption-status', args), failsWith('TWITCH_FORBIDDEN'));
      assert.equal(server.seen.length, 5);
      await client.close();
    });

    it('treats a portion that Twitch does not find as empty, unless that is all of them', async () => {
      const ids = Array.from({ length: 200 }, (_, number) => String(number));
      server.handle((request) =>
        request.query.getAll('id').includes('0')
          ? error(404, 'none')
          : { json: { data: request.query.getAll('id').map((id) => ({ id })) } },
      );
      assert.equal((await helix.call('get-users', { query: { id: ids } })).data.length, 100);
      server.script(error(404, 'none'));
      await assert.rejects(
        helix.call('get-users', { query: { id: ids } }),
        failsWith('TWITCH_REQUEST_FAILED', { status: 404 }),
      );
    });

    it('splits a body that may be split and no other', async () => {
      const texts = Array.from({ length: 150 }, (_, number) => ({ msg_id: String(number), msg_text: 'x' }));
      const moderator = new FixedTokens({
        userId: '100',
        login: 'streamer',
        scopes: ['moderation:read', 'channel:manage:polls'],
      });
      const client = new HelixClient({ urls: { helix: `${server.origin}/helix` }, tokens: moderator, clock });
      await client.call('check-automod-status', { query: { broadcaster_id: '100' }, body: { data: texts } });
      assert.deepEqual(
        server.seen.map((seen) => (JSON.parse(seen.body) as { data: unknown[] }).data.length),
        [100, 50],
      );
      await assert.rejects(
        client.call('create-poll', {
          body: { ...poll, choices: Array.from({ length: 6 }, () => ({ title: 'a' })) },
        }),
        failsWith('TWITCH_INPUT_INVALID', { parameter: 'choices' }),
      );
      await client.close();
    });
  });

  describe('an unchecked request', () => {
    it('uses the same token, client id and bucket', async () => {
      server.script({
        json: { data: [] },
        headers: { 'Ratelimit-Limit': '800', 'Ratelimit-Remaining': '42' },
      });
      await helix.request(
        { method: 'PATCH', path: '/new/thing?a=1', query: { b: ['2', '3'] }, body: { c: 4 } },
        { user: 'helper_bot' },
      );
      const [seen] = server.seen;
      assert.equal(seen!.path, '/helix/new/thing');
      assert.equal(seen!.query.get('a'), '1');
      assert.deepEqual(seen!.query.getAll('b'), ['2', '3']);
      assert.deepEqual(JSON.parse(seen!.body), { c: 4 });
      assert.equal(seen!.headers.authorization, 'Bearer token-200-0');
      assert.equal(helix.limits('200')?.remaining, 42);
      assert.equal(calls[0]!.endpoint, null);
      assert.equal(calls[0]!.path, '/new/thing');
    });

    it('stays below the server address', async () => {
      for (const path of [
        'users',
        '//evil.test/x',
        'https://evil.test',
        '/../oauth2/token',
        '/a b',
        '/\\evil',
      ]) {
        await assert.rejects(
          helix.request({ method: 'GET', path }),
          failsWith('TWITCH_INPUT_INVALID', { parameter: 'path' }),
        );
      }
      assert.equal(server.seen.length, 0);
    });

    it('is repeated after a fault only if it is a GET', async () => {
      server.script(error(500, 'oops'));
      await assert.rejects(
        through(helix.request({ method: 'PUT', path: '/x' })),
        failsWith('TWITCH_UNAVAILABLE'),
      );
      assert.equal(server.seen.length, 1);
      await assert.rejects(
        through(helix.request({ method: 'GET', path: '/x' })),
        failsWith('TWITCH_UNAVAILABLE'),
      );
      assert.equal(server.seen.length, 4);
    });
  });

  it('tells of each attempt, without secrets', async () => {
    server.script(error(500, 'oops'), { json: { data: [] } });
    await through(helix.call('get-users', { query: { login: 'x' } }));
    assert.deepEqual(
      calls.map(({ ms, ...call }) => ({ ...call, isTimed: ms >= 0 })),
      [
        {
          endpoint: 'get-users',
          method: 'GET',
          path: '/users',
          status: 500,
          user: '100',
          attempt: 1,
          isTimed: true,
        },
        {
          endpoint: 'get-users',
          method: 'GET',
          path: '/users',
          status: 200,
          user: '100',
          attempt: 2,
          isTimed: true,
        },
      ],
    );
  });
});
