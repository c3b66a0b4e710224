import assert from 'node:assert/strict';
import { routes } from '../../src/node-red/admin-route-table';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { channelAccount, ends, practiceAccount, seedSignIn } from '../support/twitch-flow';

const lists = ['categories', 'channels', 'moderators', 'vips', 'people', 'emotes'] as const;

describe('what the fields of dialogs suggest', () => {
  let bench: FlowBench;
  let simulator: Simulator;

  beforeEach(async () => {
    bench = new FlowBench();
    simulator = await startSimulator({ viewers: 'none' });
  });

  afterEach(async () => {
    await bench.close();
    await simulator.close();
  });

  const ask = async (list: string, query = ''): Promise<{ status: number; body: unknown }> => {
    const search = query === '' ? '' : `?q=${encodeURIComponent(query)}`;
    return await bench.admin.get(`/twitch/accounts/acc/${list}${search}`);
  };
  const values = async (list: string, query = ''): Promise<string[]> => {
    const { status, body } = await ask(list, query);
    assert.equal(status, 200, JSON.stringify(body));
    assert.ok(Array.isArray(body));
    return body.map((row: unknown) => String(dig(row, 'value')));
  };
  const signedIn = async (scopes: readonly string[], changes: object = {}): Promise<void> => {
    await seedSignIn(bench.userDir, simulator, { login: simulator.users.broadcaster.login, scopes });
    await bench.load([channelAccount(simulator, { ...changes }), ...ends]);
    await bench.until(() => bench.account('acc').signedInUser('channel') ?? undefined, 'signed in');
  };

  it('comes from the practice world in practice mode, every list', async () => {
    await bench.load([practiceAccount, ...ends]);
    await bench.account('acc').start();
    const { users } = (await bench.world()).simulator;
    assert.deepEqual(await values('categories', 'snail'), ['Turbo Snails']);
    assert.equal((await values('categories'))[0], 'Just Chatting');
    assert.equal((await values('channels'))[0], users.broadcaster.login);
    const moderators = await values('moderators');
    assert.ok(moderators.includes(users.moderator.login));
    assert.deepEqual(await values('vips'), [users.vip.login]);
    assert.deepEqual(new Set(await values('people')), new Set([...moderators, users.vip.login]));
    assert.deepEqual(await values('emotes'), [`${users.broadcaster.login.slice(0, 6)}Wave`]);
  });

  it('finds categories by a word in their name, and a channel of Twitch by its beginning', async () => {
    await signedIn([]);
    assert.deepEqual(await values('categories', 'ING'), [
      'Just Chatting',
      'Paper Kingdoms',
      'Cooking & Baking',
    ]);
    assert.deepEqual(await values('categories', 'no such game'), []);
    const { login } = simulator.users.broadcaster;
    assert.ok((await values('channels', `@${login.slice(0, 4)}`)).includes(login));
  });

  it('names followed and moderated channels only where that was allowed anyway', async () => {
    const { broadcaster } = simulator.users;
    const streamers = [...simulator.world.channels()].filter(({ id }) => id !== broadcaster.id);
    const [followed, moderated] = streamers;
    assert.ok(followed && moderated);
    followed.followers.set(broadcaster.id, Date.now());
    moderated.moderators.add(broadcaster.id);
    await signedIn([], { moreChannels: 'third_channel' });
    assert.deepEqual(await values('channels'), [broadcaster.login, 'third_channel']);
    await bench.unload();
    await signedIn(['user:read:follows', 'user:read:moderated_channels']);
    const known = await values('channels');
    assert.ok(known.includes(followed.owner.login) && known.includes(moderated.owner.login), known.join());
  });

  it('says so where a list may not be seen, asks for no permission, and shows the half that may', async () => {
    await signedIn(['channel:read:vips']);
    const { status, body } = await ask('moderators');
    assert.equal(status, 409);
    assert.equal(dig(body, 'sentence'), 'Your channel has not allowed to see its moderators.');
    assert.deepEqual(await values('people'), [simulator.users.vip.login]);
    assert.equal(simulator.users.vip.login, (await values('vips'))[0]);
  });

  it('says so where nobody is signed in, and of an account that is not deployed', async () => {
    await bench.load([channelAccount(simulator), ...ends]);
    for (const list of lists.filter((name) => name !== 'channels')) {
      const { status, body } = await ask(list, 'x');
      assert.equal(status, 502, list);
      assert.match(String(dig(body, 'sentence')), /signed in/, list);
    }
    assert.deepEqual(await values('channels', 'x'), []);
    assert.equal((await bench.admin.get('/twitch/accounts/nope/categories?q=x')).status, 404);
  });

  it('takes no search text that is none or too long, and answers with few', async () => {
    await bench.load([practiceAccount, ...ends]);
    await bench.account('acc').start();
    for (const query of [`q=${'x'.repeat(101)}`, 'q=a&q=b', 'q[a]=b']) {
      for (const list of ['categories', 'channels']) {
        const { status, body } = await bench.admin.get(`/twitch/accounts/acc/${list}?${query}`);
        assert.equal(status, 400, query);
        assert.match(String(dig(body, 'sentence')), /"q" must be a text/);
      }
    }
    assert.equal((await values('categories', '<script> & "quotes" %')).length, 0);
    assert.ok((await values('channels', 'a')).length <= 25);
  });

  it('never holds a token, and every list is one that may only be read', async () => {
    await signedIn(['moderation:read', 'channel:read:vips', 'user:read:follows']);
    const answers = await Promise.all(lists.map(async (list) => JSON.stringify((await ask(list, 'a')).body)));
    for (const token of simulator.tokens.valid())
      for (const answer of answers) assert.ok(!answer.includes(token));
    for (const list of lists)
      assert.deepEqual([routes[list].method, routes[list].permission], ['get', 'read']);
  });
});
