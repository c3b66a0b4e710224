import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TwitchError } from '../../src/core/errors';
import { HttpClient, parseJson } from '../../src/core/http';
import { TestServer, until } from '../support/http-server';

function withCode(code: string, sent?: boolean): (error: unknown) => boolean {
  return (error) =>
    error instanceof TwitchError &&
    error.code === code &&
    (sent === undefined || error.cause['sent'] === sent);
}

describe('HttpClient', () => {
  let server: TestServer;
  let http: HttpClient;

  beforeEach(async () => {
    server = await TestServer.start();
    http = new HttpClient({ timeoutMs: 200, maxBodyBytes: 1000 });
  });
  afterEach(async () => {
    await http.close();
    await server.close();
  });

  const get = (path = '/x', signal?: AbortSignal) =>
    http.request({ origin: server.origin, path, method: 'GET', ...(signal && { signal }) });

  it('sends method, path, headers and body, and answers status, headers and text', async () => {
    server.script({ status: 201, headers: { 'X-Name': 'value' }, json: { ok: 'ü' } });
    const answer = await http.request({
      origin: server.origin,
      path: '/a?b=%20c',
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      body: '{"x":1}',
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.headers['x-name'], 'value');
    assert.deepEqual(parseJson(answer, server.origin), { ok: 'ü' });
    const [seen] = server.seen;
    assert.equal(seen?.method, 'POST');
    assert.equal(seen?.query.get('b'), ' c');
    assert.equal(seen?.headers.authorization, 'Bearer t');
    assert.equal(seen?.body, '{"x":1}');
  });

  it('keeps sockets open for requests that follow each other', async () => {
    for (let count = 0; count < 10; count++) await get();
    // undici counts a socket as busy until just after the answer, so two take turns.
    assert.ok(server.sockets <= 2, `${server.sockets} sockets`);
  });

  it('does not load undici before the first request', () => {
    const loaded = Object.keys(require.cache).some((path) => path.includes('undici'));
    // Another test file of this process may have made requests already; then there is nothing to see here.
    if (loaded) return;
    const idle = new HttpClient();
    assert.equal(idle instanceof HttpClient, true);
    assert.equal(
      Object.keys(require.cache).some((path) => path.includes('undici')),
      false,
    );
  });

  it('never follows a redirect', async () => {
    server.script({ status: 302, headers: { location: `${server.origin}/elsewhere` } });
    assert.equal((await get()).status, 302);
    assert.equal(server.seen.length, 1);
  });

  it('reports a closed port as unreachable, with nothing sent', async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    await assert.rejects(
      http.request({ origin: `http://127.0.0.1:${port}`, path: '/', method: 'GET' }),
      withCode('TWITCH_UNREACHABLE', false),
    );
  });

  it('reports a connection dropped before the answer as unreachable, with something sent', async () => {
    server.script({ fault: 'drop' });
    await assert.rejects(get(), withCode('TWITCH_UNREACHABLE', true));
  });

  it('reports a cut body, a body that is too long and a body that is not JSON as a bad answer', async () => {
    server.script({ fault: 'cut' }, { text: 'x'.repeat(2000) }, { text: '<html>' });
    await assert.rejects(get(), withCode('TWITCH_BAD_ANSWER'));
    await assert.rejects(get(), withCode('TWITCH_BAD_ANSWER'));
    const answer = await get();
    assert.throws(() => parseJson(answer, server.origin), withCode('TWITCH_BAD_ANSWER'));
  });

  it('gives up when no answer comes in time, and when the answer drips for ever', async () => {
    server.script({ fault: 'hang' }, { fault: 'drip' });
    await assert.rejects(get(), withCode('TWITCH_TIMEOUT', true));
    await assert.rejects(get(), withCode('TWITCH_TIMEOUT'));
  });

  it('is given up by its signal, before and during the request', async () => {
    server.script({ fault: 'hang' });
    const controller = new AbortController();
    const request = get('/x', controller.signal);
    await until(() => server.seen.length === 1);
    controller.abort();
    await assert.rejects(request, withCode('TWITCH_ABORTED'));
    await assert.rejects(get('/x', controller.signal), withCode('TWITCH_ABORTED'));
    assert.equal(server.seen.length, 1);
  });

  it('does not send what was given up while it waited for a socket', async () => {
    const narrow = new HttpClient({ connections: 1, timeoutMs: 1000 });
    server.script({ fault: 'hang' });
    const controller = new AbortController();
    const ask = (signal: AbortSignal) =>
      narrow.request({ origin: server.origin, path: '/x', method: 'POST', body: '{}', signal });
    const first = ask(controller.signal);
    await until(() => server.seen.length === 1);
    const second = ask(controller.signal);
    controller.abort();
    await assert.rejects(first, withCode('TWITCH_ABORTED'));
    await assert.rejects(second, withCode('TWITCH_ABORTED'));
    server.script({ json: {} });
    await narrow.request({ origin: server.origin, path: '/y', method: 'GET' });
    assert.deepEqual(
      server.seen.map((seen) => seen.path),
      ['/x', '/y'],
    );
    await narrow.close();
  });

  it('fails what is under way when it is closed, and everything after that', async () => {
    server.script({ fault: 'hang' });
    const request = get();
    await until(() => server.seen.length === 1);
    const failed = assert.rejects(request, withCode('TWITCH_ABORTED'));
    await http.close();
    await failed;
    await assert.rejects(get(), withCode('TWITCH_ABORTED'));
  });

  it('keeps headers and bodies out of its errors', async () => {
    server.script({ fault: 'drop' }, { text: 'CANARY in the body' });
    const secret = { authorization: 'Bearer CANARY' };
    const ask = () =>
      http.request({
        origin: server.origin,
        path: '/x',
        method: 'POST',
        headers: secret,
        body: 'secret=CANARY',
      });
    await assert.rejects(
      ask(),
      (error: Error) => !`${error.stack}${JSON.stringify(error.cause)}`.includes('CANARY'),
    );
    const answer = await ask();
    assert.throws(
      () => parseJson(answer, server.origin),
      (error: Error) => !`${error.stack}${JSON.stringify(error.cause)}`.includes('CANARY'),
    );
    const bad = { authorization: 'Bearer CANARY\nX: y' };
    await assert.rejects(
      http.request({ origin: server.origin, path: '/x', method: 'GET', headers: bad }),
      (error: Error) =>
        withCode('TWITCH_INPUT_INVALID')(error) &&
        !`${error.stack}${JSON.stringify(error.cause)}`.includes('CANARY'),
    );
  });
});
