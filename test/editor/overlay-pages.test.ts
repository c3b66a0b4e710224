import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/editor-browser';
import { Recipe, type RecipeOptions } from '../support/recipe';

/** What the functions that run in the page use of it: the tests are compiled for Node alone. */
declare const document: { querySelector(selector: string): { readonly textContent: string } | null };
declare const MutationObserver: new (onChange: () => void) => {
  observe(element: unknown, what: { readonly childList: boolean }): void;
};

interface Shown {
  readonly shown: readonly string[];
}

/** The pages of recipes in a real browser, as OBS shows them. */
describe('pages for OBS', function () {
  this.timeout(60_000);
  let browser: Browser;
  let recipe: Recipe;
  let page: Page;

  before(async () => {
    browser = await launchBrowser();
  });

  after(async () => {
    await browser.close();
  });

  afterEach(async () => {
    await page.close();
    await recipe.remove();
  });

  async function show(file: string, name: string, edit?: RecipeOptions['edit']): Promise<void> {
    recipe = await Recipe.start(`3 - Alerts and events/${file}`, edit === undefined ? {} : { edit });
    page = await browser.newPage();
    const listens = page.waitForEvent('websocket');
    await page.goto(recipe.nodeRed.url + name);
    await listens;
  }

  it('Hype train overlay: the bar shows level and thanks, also after the page was loaded anew, and goes away', async () => {
    await show('Hype train overlay', 'hype-train');
    const { broadcaster } = await recipe.cast();
    const bar = page.locator('#train');
    await bar.waitFor({ state: 'hidden' });
    await recipe.world('milestones.startHypeTrain', broadcaster.id);
    await page.getByText('Hype train, level 1').waitFor();
    await recipe.world('cheer', { login: 'tofu_knight', bits: 2000 });
    await page.getByText('Hype train, level 2').waitFor();
    await page.getByText('thanks to Tofu_Knight').waitFor();
    await page.reload();
    await page.getByText('Hype train, level 2').waitFor();
    await recipe.world('milestones.endHypeTrain', broadcaster.id);
    await bar.waitFor({ state: 'hidden' });
  });

  it('Alert page for OBS: shows one alert after the other, words of viewers as words only', async () => {
    await show('Alert page for OBS', 'alerts', (nodes) =>
      nodes.map((node) =>
        node.type === 'template'
          ? { ...node, template: String(node['template']).replace('shownFor = 6000', 'shownFor = 300') }
          : node,
      ),
    );
    await page.evaluate(() => {
      const texts: string[] = [];
      const alert = document.querySelector('#alert');
      new MutationObserver(() => texts.push(alert?.textContent ?? '')).observe(alert, { childList: true });
      Object.assign(globalThis, { shown: texts });
    });
    const shown = async (count: number): Promise<readonly string[]> => {
      await page.waitForFunction((wanted) => (globalThis as unknown as Shown).shown.length >= wanted, count);
      return await page.evaluate(() => (globalThis as unknown as Shown).shown);
    };
    await recipe.world('each', 'raid', [
      [{ from: 'driftwood_den', viewers: 12 }],
      [{ from: 'moss_and_moor', viewers: 34 }],
    ]);
    assert.deepEqual(await shown(2), [
      'Driftwood_Den raided with 12 viewers.',
      'Moss_And_Moor raided with 34 viewers.',
    ]);
    await recipe.world('addUser', { id: '785000001', login: 'new_face', name: '<b>New</b>' });
    await recipe.world('follow', { login: 'new_face' });
    assert.match((await shown(3))[2] ?? '', /<b>New<\/b>/);
    assert.equal(await page.locator('#alert b').count(), 0);
  });
});
