import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TokenManager } from '../../../src/core/auth/token-manager';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import { HelixClient } from '../../../src/core/helix/helix-client';
import { HttpClient } from '../../../src/core/http';
import { FakeClock } from '../../support/fake-clock';
import { TestServer, until, watch, type Reply } from '../../support/http-server';
import { OAuthServer, refused } from '../../support/oauth-server';

const CANARY = 'CANARY';
const ana = { userId: '100', login: 'ana', scopes: ['channel:manage:polls'] };

/** Everything that can be seen of a value: message, stack, cause, own properties, hidden ones too. */
function visible(value: unknown): string {
  const text = inspect(value, { depth: 10, showHidden: true, getters: false });
  return value instanceof Error
    ? `${text} ${value.message} ${value.stack} ${inspect(value.cause)} ${JSON.stringify(value)}`
    : text;
}

describe('Tokens, secrets and codes', () => {
  let oauth: OAuthServer;
  let api: TestServer;
  let clock: FakeClock;
  let http: HttpClient;
  let manager: TokenManager;
  let helix: HelixClient;
  let outside: unknown[];

  beforeEach(async () => {
    oauth = await OAuthServer.start();
    oauth.prefix = CANARY;
    api = await TestServer.start();
    clock = new FakeClock();
    http = new HttpClient({ timeoutMs: 100 });
    manager = new TokenManager({
      clientId: oauth.clientId,
      clientSecret: `${CANARY}-secret`,
      urls: { id: oauth.url },
      store: new MemoryTokenStore(),
      clock,
      random: () => 0,
      http,
    });
    helix = new HelixClient({
      urls: { helix: `${api.origin}/helix` },
      tokens: manager,
      clock,
      random: () => 0,
      http,
    });
    outside = [];
    for (const event of [
      'change',
      'signedIn',
      'refreshed',
      'signInNeeded',
      'storeFailed',
      'debug',
    ] as const) {
      manager.on(event, (...args: unknown[]) => outside.push(event, ...args));
    }
    helix.on('call', (call) => outside.push(call));
    helix.on('limits', (limits) => outside.push(limits));
    await manager.addToken(oauth.issue(ana));
  });
  afterEach(async () => {
    await helix.close();
    await manager.close();
    await http.close();
    await api.close();
    await oauth.close();
  });

  async function through(call: PromiseLike<unknown>): Promise<void> {
    const watched = Promise.resolve(call).then(
      (value) => {
        // What was asked for may be shown, unless it is a token.
        if (value !== null && typeof value === 'object' && !('accessToken' in value)) outside.push(value);
      },
      (error: unknown) => {
        outside.push(error);
      },
    );
    const state = watch(watched);
    for (let step = 0; step < 200 && !state.isOver; step++) {
      await until(() => state.isOver || clock.pending > 2, 2000).catch(() => undefined);
      if (!state.isOver) await clock.tick(500);
    }
    await watched;
  }

  it('never appear in an error, an event or debug output of any flow or failure', async () => {
    const faults: (number | Reply)[] = [
      400,
      401,
      403,
      404,
      429,
      500,
      { fault: 'drop' },
      { fault: 'cut' },
      { text: `no JSON ${CANARY}` },
    ];
    for (const fault of faults) {
      // A server that says in its refusal what it was sent.
      api.handle(({ headers }) =>
        typeof fault === 'number'
          ? { status: fault, json: { message: `refused: ${headers.authorization}` } }
          : fault,
      );
      await through(helix.call('get-users'));
      await through(
        helix.call('create-poll', {
          body: {
            broadcaster_id: '100',
            title: 'x',
            choices: [{ title: 'a' }, { title: 'b' }],
            duration: 60,
          },
        }),
      );
      await through(helix.request({ method: 'POST', path: '/x', body: { a: 1 } }));
    }
    api.script({ fault: 'hang' });
    await through(helix.request({ method: 'POST', path: '/x', body: { a: 1 } }));
    await through(manager.validate());
    for (const reply of [refused(503, CANARY), { fault: 'drop' } as Reply]) {
      oauth.next['/validate'] = [reply];
      await through(manager.validate());
    }
    await through(manager.getClientToken());
    await through(manager.addToken({ accessToken: `${CANARY} with a space` }));
    await through(manager.addToken({ accessToken: `${CANARY}-unknown` }));
    const used = await manager.getUserToken('ana');
    for (const reply of [
      { status: 500, text: CANARY },
      { status: 400, json: { message: `${CANARY}-secret ${CANARY}-refresh-1` } },
    ]) {
      oauth.next['/token'] = [reply];
      await through(manager.refresh('100', used.accessToken));
    }
    const device = manager.deviceSignIn();
    oauth.next['/device'] = [refused(400, 'invalid client')];
    await through(device.start({ scopes: [] }));
    oauth.next['/device'] = [
      {
        json: {
          device_code: `${CANARY}-device`,
          user_code: 'ABCD',
          verification_uri: 'https://x',
          expires_in: 60,
          interval: 5,
        },
      },
    ];
    const session = await device.start({ scopes: [] });
    outside.push({ ...session, result: null });
    oauth.next['/token'] = [refused(403, `invalid client secret ${CANARY}-device`)];
    await through(session.result);
    outside.push(manager.users(), manager, helix, http);
    await through(manager.signOut('100'));

    assert.ok(outside.length > 50, `${outside.length} things were looked at`);
    for (const thing of outside) {
      const text = visible(thing);
      assert.equal(text.includes(CANARY), false, `leaked: ${text.slice(0, 500)}`);
    }
  });
});
