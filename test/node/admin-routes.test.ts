import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { scopeRow } from '../../src/tables/scopes';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { FlowBench, type AdminCall } from '../support/flow-bench';
import { channelAccount, ends, node, practiceAccount, seedSignIn, serverOf } from '../support/twitch-flow';

describe('admin routes', () => {
  let bench: FlowBench;
  let simulator: Simulator;

  beforeEach(async () => {
    bench = new FlowBench();
    simulator = await startSimulator({ viewers: 'none', devicePollSeconds: 1 });
  });

  afterEach(async () => {
    await bench.close();
    await simulator.close();
  });

  const signInBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
    slot: 'channel',
    use: 'channel',
    clientId: simulator.clientId,
    ...serverOf(simulator.urls),
    scopes: [],
    ...changes,
  });
  const startSignIn = (account = 'acc', changes: Record<string, unknown> = {}): AdminCall =>
    bench.admin.post(`/twitch/accounts/${account}/sign-in`).send(signInBody(changes));
  const account = async (id = 'acc'): Promise<unknown> =>
    (await bench.admin.get(`/twitch/accounts/${id}`)).body;

  /** Waits until a sign-in is no longer pending. */
  async function outcome(session: unknown): Promise<unknown> {
    for (;;) {
      const { body } = await bench.admin.get(`/twitch/sign-in/${String(session)}`);
      if (dig(body, 'state') !== 'pending') return body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** From the button to the end, as `login`. */
  async function signIn(login: string, changes: Record<string, unknown> = {}, id = 'acc'): Promise<unknown> {
    const started = await startSignIn(id, changes);
    assert.equal(started.status, 200, started.text);
    simulator.approveDevice(String(dig(started.body, 'userCode')), login);
    return outcome(dig(started.body, 'session'));
  }

  describe('of accounts', () => {
    it('tell how a practice account stands', async () => {
      await bench.load([practiceAccount, node('chat', 'twitch-chat'), ...ends]);
      await bench.waitForStatus('chat', 'practice');
      const { broadcaster, bot } = (await bench.world()).simulator.users;
      const state = await account();
      assert.equal(dig(state, 'state'), 'practice');
      assert.equal(dig(state, 'practice'), true);
      assert.equal(dig(state, 'channel.login'), broadcaster.login);
      assert.equal(dig(state, 'bot.name'), bot.name);
      assert.deepEqual(dig(state, 'problems'), []);
    });

    it('answer 404 for an account that is not deployed, and 400 for what is no id', async () => {
      await bench.load([practiceAccount, ...ends]);
      assert.equal((await bench.admin.get('/twitch/accounts/nope')).status, 404);
      assert.equal((await bench.admin.get('/twitch/accounts/%3Cscript%3E')).status, 400);
    });

    it('name in plain words what the nodes need and the sign-in lacks', async () => {
      const { login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, { login, scopes: ['chat:read'] });
      await bench.load([
        channelAccount(simulator),
        node('poll', 'twitch-poll'),
        node('send', 'twitch-send-message'),
        ...ends,
      ]);
      await bench.waitForStatus('poll', 'permission-missing');
      const state = await account();
      assert.deepEqual(dig(state, 'missing.bot'), []);
      const missing = dig(state, 'missing.channel') as string[];
      assert(missing.includes('run polls'), missing.join());
      assert(missing.length >= 2, missing.join());
      assert.deepEqual(dig(state, 'channel.permissions'), [scopeRow('chat:read')?.permission]);
    });

    it('say that a client id is missing', async () => {
      await bench.load([channelAccount(simulator, { clientId: '' }), node('chat', 'twitch-chat'), ...ends]);
      await bench.waitForStatus('chat', 'sign-in');
      assert.equal(dig(await account(), 'problems.0.key'), 'no-client-id');
      assert.deepEqual((await bench.admin.get('/twitch/defaults')).body, { clientId: false });
    });

    it('list channels and rewards for drop-downs', async () => {
      await bench.load([practiceAccount, ...ends]);
      await bench.until(() => bench.account('acc').isStarted || undefined, 'the account is started');
      const { broadcaster } = (await bench.world()).simulator.users;
      const channels = await bench.admin.get('/twitch/accounts/acc/channels');
      assert.equal(channels.status, 200, channels.text);
      assert.equal(dig(channels.body, '0.value'), broadcaster.login);
      const rewards = await bench.admin.get('/twitch/accounts/acc/rewards');
      assert.equal(rewards.status, 200, rewards.text);
      assert(Array.isArray(rewards.body));
      assert.equal(typeof dig(rewards.body, '0.label'), 'string');
    });

    it('answer a look-up that nobody may make with a sentence', async () => {
      await bench.load([channelAccount(simulator), ...ends]);
      const rewards = await bench.admin.get('/twitch/accounts/acc/rewards');
      assert.equal(rewards.status, 502);
      assert.match(String(dig(rewards.body, 'sentence')), /sign in/);
    });
  });

  describe('of signing in', () => {
    it('sign a deployed account in at once, without a deploy, and ask for what its nodes need', async () => {
      await bench.load([channelAccount(simulator), node('poll', 'twitch-poll'), ...ends]);
      await bench.waitForStatus('poll', 'sign-in');
      const started = await startSignIn('acc', { scopes: ['moderator:read:followers', 'not:a:scope'] });
      assert.deepEqual(Object.keys(started.body as object).toSorted(), [
        'expiresAt',
        'interval',
        'link',
        'session',
        'userCode',
      ]);
      const session = dig(started.body, 'session');
      assert.deepEqual((await bench.admin.get(`/twitch/sign-in/${String(session)}`)).body, {
        state: 'pending',
      });
      const { broadcaster } = simulator.users;
      simulator.approveDevice(String(dig(started.body, 'userCode')), broadcaster.login);
      assert.deepEqual(await outcome(session), {
        state: 'done',
        login: broadcaster.login,
        name: broadcaster.name,
      });
      assert.equal((await bench.waitForStatus('poll', 'connected')).fill, 'green');
      assert.deepEqual(dig(await account(), 'channel.scopes'), [
        'channel:manage:polls',
        'moderator:read:followers',
      ]);
    });

    it('ask for old permissions again together with new ones', async () => {
      const { login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, { login, scopes: ['bits:read'] });
      await bench.load([channelAccount(simulator), node('poll', 'twitch-poll'), ...ends]);
      await bench.waitForStatus('poll', 'permission-missing');
      assert.equal(dig(await signIn(login), 'state'), 'done');
      await bench.waitForStatus('poll', 'connected');
      assert.deepEqual(dig(await account(), 'channel.scopes'), ['bits:read', 'channel:manage:polls']);
    });

    it('keep the sign-in of an account that is not deployed yet until it is', async () => {
      await bench.load([...ends]);
      const { broadcaster } = simulator.users;
      assert.equal(dig(await signIn(broadcaster.login), 'state'), 'done');
      const waiting = await account();
      assert.equal(dig(waiting, 'deployed'), false);
      assert.equal(dig(waiting, 'channel.login'), broadcaster.login);
      assert.equal(dig(waiting, 'channel.name'), broadcaster.name);
      await bench.deploy([
        channelAccount(simulator),
        node('event', 'twitch-event', { fields: { event: 'channel.raid' } }),
        ...ends,
      ]);
      await bench.waitForStatus('event', 'connected');
      assert.equal(dig(await account(), 'channel.login'), broadcaster.login);
    });

    it('sign a bot in beside the channel, and ask when it is the streamer again', async () => {
      await seedSignIn(bench.userDir, simulator, { login: simulator.users.broadcaster.login });
      await bench.load([
        channelAccount(simulator),
        node('send', 'twitch-send-message', { fields: { text: 'hi' } }),
        ...ends,
      ]);
      const { broadcaster, bot } = simulator.users;
      const [same, other] = await Promise.all([
        signIn(broadcaster.login, { slot: 'bot' }),
        signIn(bot.login, { slot: 'bot' }),
      ]);
      assert.deepEqual([dig(same, 'state'), dig(same, 'sameAs')], ['confirm', 'channel']);
      assert.equal(dig(other, 'state'), 'done');
      assert.equal(dig(await account(), 'bot.login'), bot.login);
      bench.inject('send', {});
      assert.equal(dig(await bench.waitFor('out'), 'twitch.action.as'), bot.login);
    });

    it('store another person than before only after a yes', async () => {
      const { broadcaster, moderator } = simulator.users;
      await seedSignIn(bench.userDir, simulator, { login: broadcaster.login });
      await bench.load([channelAccount(simulator), ...ends]);
      const started = await startSignIn();
      simulator.approveDevice(String(dig(started.body, 'userCode')), moderator.login);
      const session = String(dig(started.body, 'session'));
      assert.deepEqual(await outcome(session), {
        state: 'confirm',
        login: moderator.login,
        name: moderator.name,
        before: broadcaster.login,
      });
      assert.equal(dig(await account(), 'channel.login'), broadcaster.login);
      assert.equal((await bench.admin.post(`/twitch/sign-in/${session}/confirm`).send({})).status, 204);
      assert.equal(dig(await outcome(session), 'state'), 'done');
      assert.equal(dig(await account(), 'channel.login'), moderator.login);
    });

    it('cancel when the dialog is closed', async () => {
      await bench.load([channelAccount(simulator), ...ends]);
      const started = await startSignIn();
      const session = String(dig(started.body, 'session'));
      assert.equal((await bench.admin.delete(`/twitch/sign-in/${session}`)).status, 204);
      assert.equal((await bench.admin.get(`/twitch/sign-in/${session}`)).status, 404);
    });

    it('let only a few sign-ins of an account wait', async () => {
      await bench.load([channelAccount(simulator), ...ends]);
      for (let open = 0; open < 3; open++) assert.equal((await startSignIn()).status, 200);
      const refused = await startSignIn();
      assert.equal(refused.status, 400);
      assert.match(String(dig(refused.body, 'sentence')), /Too many/);
    });

    it('sign out and revoke, unless another account uses the same sign-in', async () => {
      const { login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, { login });
      await seedSignIn(bench.userDir, simulator, { login, account: 'acc2' });
      await bench.load([channelAccount(simulator), channelAccount(simulator, { id: 'acc2' }), ...ends]);
      await bench.until(() => bench.account('acc2').signedInUser('channel') ?? undefined, 'signed in');
      const out = (id: string): AdminCall =>
        bench.admin.post(`/twitch/accounts/${id}/sign-out`).send({ slot: 'channel' });
      const hub = bench.account('acc').hub;
      const token = await hub.tokens.getUserToken(login);
      assert.equal((await out('acc')).status, 204);
      assert.equal(dig(await account(), 'channel'), null);
      assert.equal(dig(await account('acc2'), 'channel.login'), login);
      assert.equal(simulator.tokens.find(token.accessToken)?.valid, true);
      assert.equal((await out('acc2')).status, 204);
      assert.equal(simulator.tokens.find(token.accessToken)?.valid, false);
      assert.equal(dig(await account('acc2'), 'state'), 'sign-in');
    });

    it('work in practice mode as well, with a page of its own', async () => {
      await bench.load([practiceAccount, node('chat', 'twitch-chat'), ...ends]);
      await bench.waitForStatus('chat', 'practice');
      const { simulator: practice } = await bench.world();
      const started = await startSignIn('acc', { use: 'practice', slot: 'bot' });
      assert.equal(started.status, 200, started.text);
      assert.match(String(dig(started.body, 'link')), /^http:\/\/127\.0\.0\.1:/);
      practice.approveDevice(String(dig(started.body, 'userCode')), practice.users.vip.login);
      assert.equal(dig(await outcome(dig(started.body, 'session')), 'login'), practice.users.vip.login);
      assert.equal(dig(await account(), 'bot.login'), practice.users.vip.login);
      await bench.admin.post('/twitch/accounts/acc/sign-out').send({ slot: 'bot' });
      assert.equal(dig(await account(), 'bot.login'), practice.users.bot.login);
    });

    it('tell what is wrong in sentences', async () => {
      await bench.load([channelAccount(simulator), ...ends]);
      for (const [changes, status, sentence] of [
        [{ slot: 'third' }, 400, /"slot" must be one of/],
        [{ use: 'read' }, 400, /needs no sign-in/],
        [{ clientId: 'no spaces allowed' }, 400, /cannot be a client ID/],
        [{ clientId: '' }, 400, /Fill in the client ID/],
        [{ clientId: 'unknownclientid000000000000000' }, 400, /\w/],
        [{ idUrl: 'http://example.com/oauth2' }, 400, /neither encrypted nor on this machine/],
        [{ helixUrl: '' }, 400, /"helix" is missing/],
        [{ scopes: 'all' }, 400, /must be a list/],
      ] as const) {
        const answer = await startSignIn('acc', changes);
        assert.equal(answer.status, status, `${JSON.stringify(changes)}: ${answer.text}`);
        assert.match(String(dig(answer.body, 'sentence')), sentence);
      }
    });

    it('check a client id at the server', async () => {
      await bench.load([practiceAccount, ...ends]);
      const check = async (clientId: string): Promise<unknown> =>
        (await bench.admin.post('/twitch/client-id/check').send({ clientId, idUrl: simulator.urls.id })).body;
      assert.deepEqual(await check(simulator.clientId), { known: true });
      assert.deepEqual(await check('unknownclientid000000000000000'), { known: false });
      assert.deepEqual(await check('no client id'), { known: false });
    });

    it('take nothing but JSON', async () => {
      await bench.load([channelAccount(simulator), ...ends]);
      const form = await bench.admin
        .post('/twitch/accounts/acc/sign-out')
        .set('Content-Type', 'application/x-www-form-urlencoded')
        .send('slot=channel');
      assert.equal(form.status, 415);
    });

    it('never hand out a token, a device code or a secret, and keep them out of logs and flows', async () => {
      const { login } = simulator.users.broadcaster;
      await bench.load([channelAccount(simulator), node('poll', 'twitch-poll'), ...ends]);
      const answers: string[] = [];
      const started = await startSignIn();
      answers.push(started.text);
      simulator.approveDevice(String(dig(started.body, 'userCode')), login);
      answers.push(JSON.stringify(await outcome(dig(started.body, 'session'))));
      answers.push(JSON.stringify(await account()), bench.logged().join('\n'));
      const { accessToken } = await bench.account('acc').hub.tokens.getUserToken(login);
      const store = readFileSync(path.join(bench.userDir, 'twitch-accounts.json'), 'utf8');
      for (const text of [...answers, store]) assert(!text.includes(accessToken));
      const deviceCode = new URL(String(dig(started.body, 'link'))).searchParams.get('device-code');
      assert(deviceCode === null || deviceCode === dig(started.body, 'userCode'));
    });
  });

  describe('of the practice world', () => {
    it('show the transcript and let a person speak', async () => {
      await bench.load([practiceAccount, node('chat', 'twitch-chat'), ...ends]);
      await bench.waitForStatus('chat', 'practice');
      for (const as of ['viewer', 'subscriber', 'vip', 'moderator', 'me']) {
        const said = await bench.admin.post('/twitch/practice/say').send({ as, text: `I am ${as}` });
        assert.equal(said.status, 204, said.text);
      }
      await bench.waitFor('out', (msg) => msg['payload'] === 'I am me');
      const { body } = await bench.admin.get('/twitch/practice/transcript?after=0');
      assert.equal(dig(body, 'running'), true);
      const lines = (
        dig(body, 'entries') as { n: number; kind: string; text: string; own: boolean }[]
      ).filter((entry) => entry.kind === 'chat');
      assert.equal(lines.length, 5);
      assert(lines.every((line) => !line.own));
      const last = lines.at(-1)?.n ?? 0;
      const later = await bench.admin.get(`/twitch/practice/transcript?after=${last}`);
      assert.deepEqual(
        (dig(later.body, 'entries') as { kind: string }[]).filter((entry) => entry.kind === 'chat'),
        [],
      );
    });

    it('say what a person did wrong', async () => {
      await bench.load([practiceAccount, node('chat', 'twitch-chat'), ...ends]);
      await bench.waitForStatus('chat', 'practice');
      const say = async (body: object): Promise<number> =>
        (await bench.admin.post('/twitch/practice/say').send(body)).status;
      assert.equal(await say({ as: 'king', text: 'hi' }), 400);
      assert.equal(await say({ as: 'viewer', text: '  ' }), 400);
      assert.equal(await say({ as: 'viewer', text: 'x'.repeat(501) }), 400);
    });

    it('say that no practice account is in use', async () => {
      await bench.load([channelAccount(simulator), ...ends]);
      assert.equal(
        (await bench.admin.post('/twitch/practice/say').send({ as: 'me', text: 'hi' })).status,
        409,
      );
      const { body } = await bench.admin.get('/twitch/practice/transcript');
      assert.deepEqual(body, { running: false, entries: [] });
    });

    it('tell that a trigger has to be deployed before it can be tested', async () => {
      await bench.load([practiceAccount, ...ends]);
      const answer = await bench.admin.post('/twitch/nodes/new/test').send({});
      assert.equal(answer.status, 404);
      assert.match(String(dig(answer.body, 'sentence')), /Deploy the flow first/);
    });
  });
});
