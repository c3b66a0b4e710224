import assert from 'node:assert/strict';
import type { FlowNode } from '../support/node-red-process';
import { dig } from '../support/dig';
import { TestServer } from '../support/http-server';
import { posting } from '../support/flow-watch';
import { probed, Recipe } from '../support/recipe';

const live = '3 - Alerts and events/Go live - post and lamp';

/** A stream is over after 20 seconds: of the practice world, which runs ten times as fast as the wall clock. */
const soon = (nodes: FlowNode[]): FlowNode[] =>
  probed(nodes).map((node) =>
    node.type === 'twitch-stream-online' ? { ...node, params: { offlineAfter: { v: 20, t: 'num' } } } : node,
  );

describe('the recipe', function () {
  this.timeout(60_000);
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
  });

  const reached = async (name: string, count: number): Promise<readonly unknown[]> =>
    (await recipe.reached(name, count)).map(({ payload }) => payload);

  async function strangers(count: number): Promise<string[]> {
    const logins = Array.from({ length: count }, (_, index) => `stranger_${index}`);
    const users = logins.map((login, index) => [{ id: String(785_000_000 + index), login, name: login }]);
    await recipe.world('each', 'addUser', users);
    return logins;
  }

  it('Support alert in tiers: 50 gifts are one alert, a resub is not doubled, a giver may be anonymous, a power cut changes nothing', async () => {
    recipe = await Recipe.start('3 - Alerts and events/Support alert in tiers', { edit: probed });
    const recipients = await strangers(50);
    await recipe.world('gift', { from: 'mira_bakes', recipients });
    await recipe.called(/^POST \/chat\/announcements/);
    assert.deepEqual(await reached('colour of the lamp', 1), ['gold']);
    await recipe.world('subscribe', { login: 'anchor_ana', months: 4, text: 'four!' });
    await recipe.said(/Anchor_Ana subscribed for 4 months/);
    await recipe.world('gift', { from: null, recipients: ['ember_ivy'] });
    await recipe.said(/An anonymous viewer gifted a subscription to Ember_Ivy\. Thank you, Anonymous!/);
    await recipe.world('cheer', { login: 'tofu_knight', bits: 100 });
    assert.deepEqual(await reached('colour of the lamp', 4), ['gold', 'purple', 'purple', 'blue']);
    assert.equal(await recipe.count('called', /announcements/), 1);
    assert.equal(await recipe.count('said', /subscribed for 4 months/), 1);
    await recipe.restart();
    await recipe.world('cheer', { login: 'tofu_knight', bits: 5000 });
    await recipe.called(/^POST \/chat\/announcements.* → 204$/);
    assert.deepEqual((await reached('colour of the lamp', 5)).at(-1), 'gold');
  });

  it('Go live - post and lamp: one post with title and category, lamp on and off, also after a power cut', async () => {
    const discord = await TestServer.start(() => ({ status: 204 }));
    try {
      recipe = await Recipe.start(live, { edit: (nodes) => soon(posting(nodes, discord.origin)) });
      const { broadcaster } = await recipe.cast();
      await recipe.world('stopStream');
      assert.deepEqual(await reached('on-air lamp', 1), [false]);
      await recipe.world('streams.change', broadcaster.id, { title: 'Night harbour' });
      await recipe.said(/Now: Night harbour/);
      await recipe.world('startStream');
      assert.deepEqual(await reached('on-air lamp', 2), [false, true]);
      await recipe.until(() => discord.seen.length > 0, 'the post');
      assert.match(
        String(dig(JSON.parse(discord.seen[0]?.body ?? ''), 'content')),
        /^HarborLight_TV is live: Night harbour \(.+\) https:\/\//,
      );
      await recipe.restart();
      await recipe.world('streams.change', broadcaster.id, { title: 'Still here' });
      await recipe.said(/Now: Still here/);
      await recipe.world('stopStream');
      assert.deepEqual(await reached('on-air lamp', 3), [false, true, false]);
      assert.equal(discord.seen.length, 1);
    } finally {
      await discord.close();
    }
  });

  it('Go live - post and lamp: says below the block and in the sidebar that Discord did not take it', async () => {
    recipe = await Recipe.start(live, { edit: probed });
    await recipe.press('twitch-stream-online');
    const [caught] = await recipe.reached('Discord', 1);
    assert.match(String(dig(caught, 'error.message')), /url/i);
    assert.deepEqual(await reached('on-air lamp', 1), [true]);
  });

  it('New follower and follow bots: welcomes each once, and bots not at all, also after a power cut', async () => {
    recipe = await Recipe.start('3 - Alerts and events/New follower and follow bots', { edit: probed });
    const [first = '', ...bots] = await strangers(41);
    await recipe.world('follow', { login: first });
    await recipe.said(new RegExp(`Thank you for following, ${first}!`));
    await recipe.world('supporters.unfollow', first, '410000100');
    await recipe.world('follow', { login: first });
    await recipe.world(
      'each',
      'follow',
      bots.map((login) => [{ login }]),
    );
    assert.equal(dig((await reached('follow bots!', 1))[0], 'wave'), true);
    await recipe.press('twitch-follow');
    await recipe.times('said', /Thank you for following/, 2);
    assert.equal(await recipe.count('said', /Thank you for following/), 2);
    assert.equal(await recipe.count('said', new RegExp(`following, ${first}!`)), 1);
    await recipe.restart();
    await strangers(1);
    await recipe.world('follow', { login: first });
    await recipe.said(new RegExp(`Thank you for following, ${first}!`));
  });
});
