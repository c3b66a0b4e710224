import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { finishCodeSignIn, startCodeSignIn } from '../../../src/core/auth/code-sign-in';
import { DeviceSignIn } from '../../../src/core/auth/device-sign-in';
import { OAuthClient } from '../../../src/core/auth/oauth-client';
import { TokenManager } from '../../../src/core/auth/token-manager';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import { HttpClient } from '../../../src/core/http';
import { FakeClock } from '../../support/fake-clock';
import { until, type Reply } from '../../support/http-server';
import { OAuthServer, refused } from '../../support/oauth-server';

const CANARY = 'CANARY';
const SECRET = `${CANARY}-client-secret`;
const ana = { userId: '1001', login: 'ana', scopes: ['chat:read'] };

/** As broken as a server or a proxy on the way can be, and each repeats what it was sent. */
const failures: readonly (Reply | 'lost')[] = [
  ...[400, 401, 403, 404, 429, 500, 503].map((status) =>
    refused(status, `no: ${CANARY}-given ${SECRET} ${CANARY}-state`),
  ),
  refused(400, `missing client secret ${SECRET}`),
  refused(400, `invalid device code ${CANARY}-given`),
  { json: { access_token: '', note: `${CANARY}-given` } },
  { json: [`${CANARY}-given`] },
  { text: `<html>${CANARY}-given</html>` },
  { fault: 'drop' },
  { fault: 'cut' },
  'lost',
];

/** Whatever the repeated words are, they are those that were sent. */
const given = `${CANARY}-given`;

describe('tokens, codes and secrets in the core', () => {
  let server: OAuthServer;
  let clock: FakeClock;
  let http: HttpClient;
  let shown: string[];

  beforeEach(async () => {
    server = await OAuthServer.start();
    server.prefix = CANARY;
    clock = new FakeClock();
    http = new HttpClient();
    shown = [];
  });

  afterEach(async () => {
    await http.close();
    await server.close();
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  /** All that somebody could print of it. */
  function show(...values: readonly unknown[]): void {
    for (const value of values) {
      shown.push(inspect(value, { depth: Infinity, showHidden: true, getters: true, maxStringLength: null }));
      if (value instanceof Error) shown.push(String(value), value.stack ?? '', JSON.stringify(value));
    }
  }

  function assertNothingShown(least: number): void {
    assert(shown.length >= least, `only ${shown.length} things were shown`);
    for (const text of shown) assert(!text.includes(CANARY), text);
  }

  const client = (clientSecret?: string): OAuthClient =>
    new OAuthClient({ server: server.url, clientId: server.clientId, clientSecret, http, clock });

  it('are in no failure of any call', async () => {
    const oauth = client(SECRET);
    const calls: Readonly<Record<string, () => Promise<unknown>>> = {
      '/device': () => oauth.startDevice(['chat:read']),
      '/token': () => oauth.refresh(given),
      '/validate': () => oauth.validate(given),
      '/revoke': () => oauth.revoke(given),
    };
    const more: readonly (() => Promise<unknown>)[] = [
      () => oauth.pollDevice(given, []),
      () => oauth.exchangeCode(given, 'http://localhost'),
      () => oauth.clientCredentials(),
    ];
    for (const failure of failures) {
      for (const [path, call] of Object.entries(calls)) {
        // What was not sent in a call cannot be known to it: here each repeats its own.
        (server.next[path] ??= []).push(ownOf(failure, path === '/device' ? [] : [given, SECRET]));
        show(await call());
      }
      for (const call of more) {
        (server.next['/token'] ??= []).push(ownOf(failure, call === more[2] ? [SECRET] : [given, SECRET]));
        show(await call());
      }
    }
    assertNothingShown(failures.length * 7);
  });

  it('are in no error of a sign-in by code or by device', async () => {
    const oauth = client(SECRET);
    const begun = startCodeSignIn(oauth, { scopes: [], redirectUri: 'http://localhost' });
    for (const query of [
      new URLSearchParams({ state: `${CANARY}-state`, code: given }),
      new URLSearchParams({ state: begun.state, error: 'access_denied' }),
    ]) {
      await finishCodeSignIn(oauth, begun, query).catch((error: unknown) => show(error));
    }
    (server.next['/token'] ??= []).push(ownOf(refused(400, 'x'), [given, SECRET]));
    const wrong = new URLSearchParams({ state: begun.state, code: given });
    await finishCodeSignIn(oauth, begun, wrong).catch((error: unknown) => show(error));

    (server.next['/device'] ??= []).push({
      json: {
        device_code: given,
        user_code: 'ABCD',
        verification_uri: 'https://example.com',
        expires_in: 60,
        interval: 5,
      },
    });
    for (let times = 0; times < 3; times++) server.next['/token'].push(ownOf(refused(400, 'x'), [given]));
    const session = await new DeviceSignIn({ oauth, clock, random: () => 0 }).start({ scopes: [] });
    show(session);
    const asked = server.count('/token');
    for (let times = 1; times <= 3; times++) {
      await clock.tick(5_000);
      await until(() => server.count('/token') >= asked + times);
    }
    await session.result.catch((error: unknown) => show(error));
    assertNothingShown(8);
  });

  it('are in no event, description or error of the token manager, whatever happens to a sign-in', async () => {
    const store = new MemoryTokenStore();
    const manager = new TokenManager({
      clientId: server.clientId,
      clientSecret: SECRET,
      urls: { id: server.url },
      store,
      clock,
      random: () => 0,
    });
    for (const event of ['change', 'signedIn', 'refreshed', 'signInNeeded', 'storeFailed', 'debug'] as const)
      manager.on(event, (...told: readonly unknown[]) => show(event, ...told));
    const issued = server.issue(ana);
    show(await manager.addToken(issued));
    const { accessToken } = await manager.getUserToken('ana');
    await manager.refresh(ana.userId, accessToken);
    store.save = () => Promise.reject(Object.assign(new Error(`cannot write ${given}`), { code: 'ENOSPC' }));
    const second = await manager.getUserToken('ana');
    await manager.refresh(ana.userId, second.accessToken);
    const third = await manager.getUserToken('ana');
    (server.next['/token'] ??= []).push(refused(400, `missing client secret ${SECRET}`));
    await manager.refresh(ana.userId, third.accessToken).catch((error: unknown) => show(error));
    await manager.getUserToken('ana').catch((error: unknown) => show(error));
    await manager.addToken({ accessToken: given }).catch((error: unknown) => show(error));
    await manager.addToken({ accessToken: `two ${given}` }).catch((error: unknown) => show(error));
    (server.next['/token'] ??= []).push(refused(403, `invalid client secret ${SECRET}`));
    await manager.getClientToken().catch((error: unknown) => show(error));
    show(manager.users(), manager, manager.oauth);
    await manager.close();
    assertNothingShown(15);
  });

  /** The failure in the words of a server that repeats exactly what it was sent. */
  function ownOf(failure: Reply | 'lost', sent: readonly string[]): Reply | 'lost' {
    if (failure === 'lost' || 'fault' in failure) return failure;
    if (
      'json' in failure &&
      typeof failure.json === 'object' &&
      failure.json !== null &&
      'message' in failure.json
    ) {
      const { status } = failure;
      return refused(status ?? 400, `no: ${sent.join(' ')} ${sent.map(encodeURIComponent).join(' ')}`);
    }
    return sent.length > 0 ? failure : refused(400, 'no');
  }
});
