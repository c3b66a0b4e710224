import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { HttpProxy } from '../support/http-proxy';
import { FlowBench } from '../support/flow-bench';
import { SignInSteps } from '../support/sign-in-steps';
import { channelAccount, ends, node, practiceAccount, seedSignIn, serverOf } from '../support/twitch-flow';

describe('what the account’s dialog asks and is told', () => {
  let bench: FlowBench;
  let simulator: Simulator;
  let steps: SignInSteps;

  beforeEach(async () => {
    bench = new FlowBench();
    simulator = await startSimulator({ viewers: 'none', devicePollSeconds: 1 });
    steps = new SignInSteps(simulator, {
      get: async (path) => await bench.admin.get(`/${path}`),
      post: async (path, body) => await bench.admin.post(`/${path}`).send(body),
    });
  });

  afterEach(async () => {
    await bench.close();
    await simulator.close();
  });

  const view = async (id = 'acc'): Promise<unknown> => (await bench.admin.get(`/twitch/accounts/${id}`)).body;
  const moderator = async (): Promise<unknown> =>
    (await bench.admin.get('/twitch/accounts/acc/bot-moderator')).body;
  const startedWith = async (changes: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    await bench.load([
      channelAccount(simulator, changes),
      node('api', 'twitch-api', { fields: { call: 'get-channel-information' } }),
      ...ends,
    ]);
    await bench.until(() => bench.account('acc').isStarted || undefined, 'the account is started');
  };

  it('whether the bot is moderator, and makes it one', async () => {
    const { broadcaster, viewers } = simulator.users;
    await seedSignIn(bench.userDir, simulator, { login: broadcaster.login });
    await startedWith();
    assert.deepEqual(await moderator(), { isModerator: null, canMake: false });
    await seedAnother(viewers[0]!.login, 'bot');
    assert.deepEqual(await moderator(), { isModerator: false, canMake: true });
    const made = await bench.admin.post('/twitch/accounts/acc/bot-moderator').send({});
    assert.deepEqual(made.body, { isModerator: true, canMake: true });
    assert(simulator.world.channel(broadcaster.login)!.moderators.has(viewers[0]!.id));
  });

  it('whether the bot is moderator: not known without the permission to ask, and a sentence instead of making it one', async () => {
    const { broadcaster, bot } = simulator.users;
    await seedSignIn(bench.userDir, simulator, { login: broadcaster.login, scopes: ['chat:read'] });
    await startedWith();
    await seedAnother(bot.login, 'bot');
    assert.deepEqual(await moderator(), { isModerator: null, canMake: false });
    const refused = await bench.admin.post('/twitch/accounts/acc/bot-moderator').send({});
    assert.equal(refused.status, 502);
    assert.equal(dig(refused.body, 'code'), 'TWITCH_SCOPE_MISSING');
  });

  it('which rewards only the present client id may refund', async () => {
    const { broadcaster } = simulator.users;
    await seedSignIn(bench.userDir, simulator, { login: broadcaster.login });
    await startedWith();
    const own = async (): Promise<unknown> =>
      (await bench.admin.get('/twitch/accounts/acc/own-rewards')).body;
    const before = dig(await own(), 'rewards') as readonly unknown[];
    simulator.world.rewards.create(broadcaster.id, simulator.clientId, { title: 'Lamp', cost: 50 });
    simulator.world.rewards.create(broadcaster.id, 'another-client', { title: 'Not ours', cost: 60 });
    const after = await own();
    assert.equal(dig(after, 'clientId'), simulator.clientId);
    const labels = (dig(after, 'rewards') as readonly { label: string }[]).map(({ label }) => label);
    assert.equal(labels.length, before.length + 1);
    assert(labels.includes('Lamp (50)'));
    assert(!labels.some((label) => label.startsWith('Not ours')));
  });

  it('with which client id somebody is signed in, and that another one signs nobody out at Twitch but asks to sign in', async () => {
    const { broadcaster } = simulator.users;
    await seedSignIn(bench.userDir, simulator, { login: broadcaster.login });
    await startedWith();
    assert.equal(dig(await view(), 'channel.clientId'), simulator.clientId);
    assert.equal(dig(await view(), 'clientId'), simulator.clientId);
    const other = simulator.registerClient({ type: 'public' });
    await bench.deploy([channelAccount(simulator, { clientId: other.clientId }), ...ends]);
    await bench.until(() => bench.account('acc').isStarted || undefined, 'started again');
    const changed = await view();
    assert.equal(dig(changed, 'channel'), null);
    assert.equal(dig(changed, 'problems.0.key'), 'other-client-id');
    await bench.deploy([channelAccount(simulator), ...ends]);
    await bench.until(() => bench.account('acc').signedInUser('channel') ?? undefined, 'signed in as before');
  });

  it('that an application is confidential and its secret is missing or wrong, before anybody signs in', async () => {
    await bench.load([practiceAccount, ...ends]);
    const { clientId, clientSecret } = simulator.confidential;
    const check = async (body: Readonly<Record<string, string>>): Promise<unknown> =>
      (await bench.admin.post('/twitch/client-id/check').send({ idUrl: simulator.urls.id, ...body })).body;
    assert.deepEqual(await check({ clientId }), { known: true, secret: 'missing' });
    assert.deepEqual(await check({ clientId, clientSecret: 'wrong' }), { known: true, secret: 'wrong' });
    assert.deepEqual(await check({ clientId, clientSecret }), { known: true });
  });

  it('that a confidential application without its secret cannot sign anybody in, at once and in words', async () => {
    const { clientId } = simulator.confidential;
    await startedWith({ clientId });
    const view = await steps.signIn({ login: simulator.users.broadcaster.login, clientId });
    assert.equal(dig(view, 'state'), 'failed');
    assert.match(String(dig(view, 'sentence')), /type Confidential, and its client secret is missing/);
  });

  it('that a removed secret is not sent any more, without a restart', async () => {
    const { broadcaster } = simulator.users;
    await seedSignIn(bench.userDir, simulator, { login: broadcaster.login });
    const flow = [channelAccount(simulator), ...ends];
    // A public application must not send a secret, so with one typed in nothing can be renewed.
    await bench.load(flow, { acc: { clientSecret: 'typed by mistake' } });
    const signedIn = await bench.until(
      () => bench.account('acc').signedIn('channel') ?? undefined,
      'somebody is signed in',
    );
    const { tokens } = signedIn.hub;
    const used = await tokens.getUserToken(broadcaster.id);
    await assert.rejects(tokens.tokenExpired(used), { code: 'TWITCH_INPUT_INVALID' });
    assert.equal(bench.account('acc').standing, 'sign-in');
    await bench.deploy([channelAccount(simulator, { credentials: { clientSecret: '' } }), ...ends]);
    await bench.until(() => (bench.account('acc').standing === 'connected' ? true : undefined), 'mended');
    const { hub } = bench.account('acc').signedIn('channel')!;
    assert.equal(hub.tokens, tokens, 'the same token manager');
    assert.equal(dig(await tokens.getClientCredentials(), 'clientSecret'), undefined);
  });

  it('that a sign-in which waits for its deploy is revoked when it is signed out or replaced', async () => {
    await bench.load([...ends]);
    const { broadcaster, moderator: other } = simulator.users;
    assert.equal(dig(await steps.signIn({ login: broadcaster.login }), 'state'), 'done');
    const first = steps.grantOf(broadcaster.login);
    assert.equal(simulator.tokens.find(first)?.valid, true);
    assert.equal(dig(await steps.signIn({ login: other.login, confirm: true }), 'state'), 'done');
    assert.equal(simulator.tokens.find(first)?.valid, false);
    const second = steps.grantOf(other.login);
    await bench.admin.post('/twitch/accounts/acc/sign-out').send({ slot: 'channel' });
    assert.equal(simulator.tokens.find(second)?.valid, false);
    assert.equal((await bench.admin.get('/twitch/accounts/acc')).status, 404);
  });

  it('that a person who was declined is revoked, although nothing else uses the application', async () => {
    await bench.load([...ends]);
    const { broadcaster, moderator: other } = simulator.users;
    assert.equal(dig(await steps.signIn({ login: broadcaster.login }), 'state'), 'done');
    const known = new Set(simulator.tokens.valid());
    const { body } = await bench.admin.post('/twitch/accounts/acc/sign-in').send({
      slot: 'channel',
      use: 'channel',
      clientId: simulator.clientId,
      ...serverOf(simulator.urls),
      scopes: [],
    });
    simulator.approveDevice(String(dig(body, 'userCode')), other.login);
    const session = `/twitch/sign-in/${String(dig(body, 'session'))}`;
    const state = async (): Promise<unknown> => dig((await bench.admin.get(session)).body, 'state');
    while ((await state()) === 'pending') await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(await state(), 'confirm');
    const fresh = simulator.tokens.valid().filter((token) => !known.has(token));
    assert(fresh.length > 0);
    await bench.admin.delete(session);
    const stillValid = (): boolean => simulator.tokens.valid().some((token) => fresh.at(-1) === token);
    await bench.until(() => (stillValid() ? undefined : true), 'revoked');
  });

  it('that a client secret which was typed in for one server is not sent to another', async () => {
    const { clientId, clientSecret } = simulator.confidential;
    const another = await startSimulator({ viewers: 'none', devicePollSeconds: 1 });
    const proxy = await HttpProxy.start({ target: `http://127.0.0.1:${another.port}` });
    try {
      await bench.load([channelAccount(simulator, { clientId }), ...ends], { acc: { clientSecret } });
      await bench.until(() => bench.account('acc').isStarted || undefined, 'the account is started');
      const elsewhere = new SignInSteps(another, steps.routes, {
        ...another.urls,
        id: `${proxy.origin}/oauth2`,
      });
      await elsewhere.signIn({ login: another.users.broadcaster.login, clientId: another.clientId });
      await elsewhere
        .signIn({ login: another.users.broadcaster.login, clientId: another.confidential.clientId })
        .catch(() => undefined);
      assert.equal(another.confidential.clientId, clientId, 'the same id at both, else this shows nothing');
      assert(proxy.passed.length > 2);
      for (const { body } of proxy.passed) assert(!body.includes(clientSecret), body);
    } finally {
      await proxy.close();
      await another.close();
    }
  });

  it('that a person who was replaced is signed out, unless another account needs the sign-in', async () => {
    const { broadcaster, moderator: other } = simulator.users;
    await seedSignIn(bench.userDir, simulator, { login: broadcaster.login });
    await startedWith();
    const { hub } = bench.account('acc');
    const { accessToken } = await hub.tokens.getUserToken(broadcaster.id);
    assert.equal(dig(await steps.signIn({ login: other.login, confirm: true }), 'state'), 'done');
    assert.equal(simulator.tokens.find(accessToken)?.valid, false);
    assert.deepEqual(
      hub.tokens.users().map((user) => user.login),
      [other.login],
    );
  });

  it('that in practice nobody signed in by hand, and that the practice streamer as bot is the streamer', async () => {
    await bench.load([practiceAccount, node('chat', 'twitch-chat'), ...ends]);
    await bench.waitForStatus('chat', 'practice');
    assert.equal(dig(await view(), 'channel.usual'), true);
    const { simulator: practice } = await bench.world();
    const inPractice = new SignInSteps(practice, steps.routes);
    const asked = await inPractice.signIn({
      login: practice.users.broadcaster.login,
      slot: 'bot',
      use: 'practice',
    });
    assert.deepEqual([dig(asked, 'state'), dig(asked, 'sameAs')], ['confirm', 'channel']);
    const done = await inPractice.signIn({ login: practice.users.vip.login, slot: 'bot', use: 'practice' });
    assert.equal(dig(done, 'state'), 'done');
    assert.equal(dig(await view(), 'bot.usual'), undefined);
  });

  async function seedAnother(login: string, slot: 'bot'): Promise<void> {
    assert.equal(dig(await steps.signIn({ login, slot }), 'state'), 'done');
    await bench.until(() => bench.account('acc').signedInUser(slot) ?? undefined, 'the bot is signed in');
  }
});
