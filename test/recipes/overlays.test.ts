import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { probed, Recipe } from '../support/recipe';
import { Page } from '../support/page-socket';

describe('the recipe', function () {
  this.timeout(60_000);
  let recipe: Recipe;
  const pages: Page[] = [];

  afterEach(async () => {
    for (const page of pages.splice(0)) page.close();
    await recipe.remove();
  });

  /** Opens what OBS opens: the page, and the socket that its script opens. */
  async function open(name: string): Promise<Page> {
    const page = await Page.open(recipe.nodeRed.url, name);
    pages.push(page);
    return page;
  }

  describe('Hype train overlay', () => {
    const file = '3 - Alerts and events/Hype train overlay';

    it('shows each level once, takes the bar away at the end, and tells a page what it missed', async () => {
      recipe = await Recipe.start(file);
      const { broadcaster } = await recipe.cast();
      const page = await open('hype-train');
      assert.match(page.html, /<title>Hype train<\/title>/);
      page.send('now?');
      assert.deepEqual(await page.next(), { over: true });
      await recipe.world('milestones.startHypeTrain', broadcaster.id);
      assert.equal((await page.next())['level'], 1);
      await recipe.world('cheer', { login: 'tofu_knight', bits: 2000 });
      assert.equal((await page.next())['level'], 2);
      const late = await open('hype-train');
      late.send('now?');
      assert.equal((await late.next())['level'], 2, 'opened in the middle');
      late.close();
      await recipe.world('milestones.endHypeTrain', broadcaster.id);
      assert.deepEqual(await page.next(), { over: true });
      const reloaded = await open('hype-train');
      reloaded.send('now?');
      assert.deepEqual(await reloaded.next(), { over: true }, 'it ended while the page was away');
      assert.equal(page.heard, 4);
      await recipe.said(/is over, it reached level 2/);
      assert.equal(await recipe.count('said', /has reached level 2/), 1);
    });

    it('shows a train that several channels share, and goes on after a power cut', async () => {
      recipe = await Recipe.start(file);
      await recipe.restart();
      const page = await open('hype-train');
      const { broadcaster } = await recipe.cast();
      const shared = { kind: 'regular', sharedWith: [broadcaster.id, 'driftwood_den'] };
      await recipe.world('milestones.startHypeTrain', broadcaster.id, [], shared);
      const train = await page.next();
      assert.equal(train['level'], 1);
      assert.equal(train['shared'], true);
    });
  });

  describe('Alert page for OBS', () => {
    it('sends follows, support and raids to the page, each once, also after a power cut', async () => {
      recipe = await Recipe.start('3 - Alerts and events/Alert page for OBS');
      const page = await open('alerts');
      assert.match(page.html, /<title>Alerts<\/title>/);
      await recipe.world('addUser', { id: '785000001', login: 'new_face', name: 'New_Face' });
      await recipe.world('follow', { login: 'new_face' });
      const follow = await page.next();
      assert.equal(follow['kind'], 'follow');
      assert.match(String(follow['text']), /New_Face/);
      await recipe.world('cheer', { login: 'tofu_knight', bits: 300 });
      assert.match(String((await page.next())['text']), /Tofu_Knight .*300 bits/);
      await recipe.world('gift', { from: 'mira_bakes', recipients: ['driftwood_den', 'moss_and_moor'] });
      assert.match(
        String((await page.next())['text']),
        /Mira_Bakes gifted 2 /,
        'several gifts are one alert',
      );
      await recipe.world('raid', { from: 'driftwood_den', viewers: 12 });
      assert.deepEqual(await page.next(), { kind: 'raid', text: 'Driftwood_Den raided with 12 viewers.' });
      await recipe.restart();
      const again = await open('alerts');
      await recipe.press('twitch-subscription');
      assert.equal((await again.next())['kind'], 'support');
      assert.equal(page.heard, 4);
    });
  });

  describe('Goal as a text for OBS', () => {
    it('keeps the line of the goal as it is, from the start, also after a power cut', async () => {
      recipe = await Recipe.start('3 - Alerts and events/Goal as a text for OBS', { edit: probed });
      const { broadcaster } = await recipe.cast();
      const line = (): string => readFileSync(path.join(recipe.nodeRed.userDir, 'goal.txt'), 'utf8');
      assert.match(
        String((await recipe.reached('goal', 1))[0]?.['payload']),
        /^A bigger harbour: \d+ \/ 50$/,
      );
      await recipe.world('milestones.startGoal', broadcaster.id, 'subscription', '', 10, 4);
      await recipe.reached('goal', 3);
      assert.equal(line(), 'Subs: 4 / 10');
      await recipe.world('subscribe', { login: 'tofu_knight' });
      await recipe.reached('goal', 4);
      assert.equal(line(), 'Subs: 5 / 10');
      await recipe.restart();
      await recipe.reached('goal', 5);
      assert.match(line(), /^A bigger harbour: \d+ \/ 50$/);
    });
  });
});
