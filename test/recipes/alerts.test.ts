import assert from 'node:assert/strict';
import type { FlowNode } from '../support/node-red-process';
import { dig } from '../support/dig';
import { probed, Recipe } from '../support/recipe';

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
    for (const [index, login] of logins.entries())
      await recipe.world('addUser', { id: String(785_000_000 + index), login, name: login });
    return logins;
  }

  it('Support alert in tiers: 50 gifts are one alert, a resub is not doubled, a giver may be anonymous', async () => {
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
  });

  it('Go live - post and lamp: one post for up, down, up; lamp off when it is over', async () => {
    recipe = await Recipe.start('3 - Alerts and events/Go live - post and lamp', {
      edit: soon,
    });
    await recipe.world('stopStream');
    assert.deepEqual(await reached('on-air lamp', 1), [false]);
    await recipe.world('streams.change', '410000100', { title: 'Night harbour' });
    await recipe.said(/Now: Night harbour/);
    await recipe.world('startStream');
    const [post] = await reached('Discord', 1);
    assert.match(String(dig(post, 'content')), /^HarborLight_TV is live: Night harbour \(.+\) https:\/\//);
    await recipe.world('stopStream');
    await recipe.world('startStream');
    await recipe.world('streams.change', '410000100', { title: 'Back again' });
    await recipe.said(/Now: Back again/);
    await recipe.world('stopStream');
    assert.deepEqual(await reached('on-air lamp', 3), [false, true, false]);
    assert.equal((await reached('Discord', 1)).length, 1);
  });

  it('New follower and follow bots: welcomes each once, and bots not at all', async () => {
    recipe = await Recipe.start('3 - Alerts and events/New follower and follow bots', {
      edit: probed,
    });
    const [first = '', ...bots] = await strangers(41);
    await recipe.world('follow', { login: first });
    await recipe.said(new RegExp(`Thank you for following, ${first}!`));
    await recipe.world('supporters.unfollow', first, '410000100');
    await recipe.world('follow', { login: first });
    await Promise.all(bots.map((login) => recipe.world('follow', { login })));
    assert.equal(dig((await reached('follow bots!', 1))[0], 'wave'), true);
    const from = await recipe.mark();
    await recipe.press('twitch-follow');
    await recipe.said(/Thank you for following/, from);
    const welcomed = await recipe.count('said', /Thank you for following/);
    assert.ok(welcomed <= 3, `${welcomed} welcomed`);
    assert.equal(await recipe.count('said', new RegExp(`following, ${first}!`)), 1);
  });
});
