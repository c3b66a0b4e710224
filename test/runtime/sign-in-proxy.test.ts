import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { WebSocket } from 'ws';
import { once } from 'node:events';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { HttpProxy } from '../support/http-proxy';
import { Comms, NodeRedProcess } from '../support/node-red-process';
import { SignInSteps } from '../support/sign-in-steps';
import { channelAccount, ends, node, probed, serverOf } from '../support/twitch-flow';

/** Two people: one may do everything, one may only look. */
const adminAuth = `
settings.adminAuth = {
  type: 'credentials',
  users: async (username) => ({ admin: { username, permissions: '*' }, reader: { username, permissions: 'read' } })[username] ?? null,
  authenticate: async (username, password) =>
    password === 'pass-' + username ? { username, permissions: username === 'admin' ? '*' : 'read' } : null,
};`;

const OUTSIDE = '/house/lights';

describe('signing in through a reverse proxy under a path of its own, with logins', function () {
  this.timeout(60_000);
  let simulator: Simulator;
  let nodeRed: NodeRedProcess;
  let proxy: HttpProxy;

  before(async () => {
    simulator = await startSimulator({ viewers: 'none', devicePollSeconds: 1 });
    nodeRed = await NodeRedProcess.start({
      settings: { httpAdminRoot: '/red' },
      settingsCode: adminAuth,
      flows: probed([
        channelAccount(simulator),
        node('event', 'twitch-event', { fields: { event: 'channel.raid' } }),
        ...ends,
      ]),
    });
    const { origin, pathname } = new URL(nodeRed.url);
    assert.equal(pathname, '/red/');
    proxy = await HttpProxy.start({ target: origin, prefix: { from: OUTSIDE, to: '/red' } });
  });

  after(async () => {
    await proxy.close();
    await nodeRed.remove();
    await simulator.close();
  });

  const outside = (route: string): string => `${proxy.origin}${OUTSIDE}/${route}`;

  async function logIn(username: string): Promise<string> {
    const answer = await fetch(outside('auth/token'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        client_id: 'node-red-admin',
        grant_type: 'password',
        scope: username === 'admin' ? '*' : 'read',
        username,
        password: `pass-${username}`,
      }),
    });
    return String(dig(await answer.json(), 'access_token'));
  }

  /** The account's dialog as this person; asks only what the editor asks, and through the proxy. */
  function dialogOf(token: string): SignInSteps {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const read = async (answer: Response): Promise<{ status: number; body: unknown }> => {
      const text = await answer.text();
      return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
    };
    return new SignInSteps(simulator, {
      get: async (route) => read(await fetch(outside(route), { headers })),
      post: async (route, body) =>
        read(await fetch(outside(route), { method: 'POST', headers, body: JSON.stringify(body) })),
    });
  }

  const wish = () => ({
    slot: 'channel',
    use: 'channel',
    clientId: simulator.clientId,
    ...serverOf(simulator.urls),
  });

  it('is refused to somebody who may only look, and to nobody at all', async () => {
    for (const token of [await logIn('reader'), 'nobody']) {
      const { routes } = dialogOf(token);
      assert.equal((await routes.post('twitch/accounts/acc/sign-in', wish())).status, 401);
      assert.equal((await routes.post('twitch/accounts/acc/sign-out', { slot: 'channel' })).status, 401);
    }
    const { routes } = dialogOf(await logIn('reader'));
    assert.equal(dig((await routes.get('twitch/accounts/acc')).body, 'state'), 'sign-in');
  });

  it('works for somebody who may write: from the button to connected nodes, statuses included', async () => {
    const token = await logIn('admin');
    const socket = new WebSocket(outside('comms').replace(/^http/, 'ws'));
    const comms = new Comms(socket);
    await once(socket, 'open');
    socket.send(JSON.stringify({ auth: token }));
    await once(socket, 'message');
    for (const topic of ['status/#', 'twitch/#']) socket.send(JSON.stringify({ subscribe: topic }));
    await comms.waitForStatus('event', 'sign-in');
    const dialog = dialogOf(token);
    const { broadcaster } = simulator.users;
    const done = await dialog.signIn({ login: broadcaster.login });
    assert.deepEqual(done, { state: 'done', login: broadcaster.login, name: broadcaster.name });
    await comms.waitForStatus('event', 'connected');
    const news = comms.messages.filter(({ topic }) => topic === 'twitch/account/acc');
    assert.deepEqual(dig(news[0]?.data, 'signedOut.0.slot'), 'channel');
    assert.deepEqual(dig(news.at(-1)?.data, 'signedOut'), []);
    comms.close();
  });

  it('finds the editor’s own code below the same path', async () => {
    const main = outside('resources/@streamwire/node-red-twitch/editor/main.js');
    const answer = await fetch(main);
    assert.equal(answer.status, 200);
    const imported = /from '(\.\/[^']+)'/.exec(await answer.text())?.[1];
    assert(imported);
    assert.equal((await fetch(new URL(imported, main))).status, 200);
  });
});
