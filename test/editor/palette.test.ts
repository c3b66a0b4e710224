import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { searchWords, unheldWords } from '../data/palette-words';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { NodeRedProcess, projectRoot } from '../support/node-red-process';

const manifest = JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as {
  'node-red': { nodes: Record<string, string> };
};
const types = Object.keys(manifest['node-red'].nodes).filter((type) => type !== 'twitch-account');

const LEAST_WORDS = 80;
const LEAST_WORDS_PER_NODE = 2;

describe('the palette', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start();
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
  });

  it('shows every node in one category with its own icon', async () => {
    const category = editor.page.locator('#red-ui-palette-container-Twitch');
    await editor.page.locator('#red-ui-palette-header-Twitch').scrollIntoViewIfNeeded();
    for (const type of types) {
      const node = category.locator(`[data-palette-type="${type}"]`);
      assert.equal(await node.count(), 1, type);
      const icon = await node
        .locator('.red-ui-palette-icon')
        .evaluate(
          (element) => (element as unknown as { style: { backgroundImage: string } }).style.backgroundImage,
        );
      assert.match(icon, new RegExp(`icons/@streamwire/node-red-twitch/${type}\\.svg`), type);
      assert.notEqual(((await node.locator('.red-ui-palette-label').textContent()) ?? '').trim(), '', type);
    }
    await editor.screenshot('palette');
  });

  it('is searched with at least two words for every node, eighty in all, none of them twice', () => {
    const typed = [...searchWords.map(([word]) => word), ...unheldWords.map((row) => row.typed)];
    assert.ok(searchWords.length >= LEAST_WORDS, `${searchWords.length} words`);
    assert.deepEqual(
      typed.filter((word, index) => typed.indexOf(word) !== index),
      [],
    );
    const poor = types.filter(
      (type) =>
        searchWords.filter(([, ...found]) => found.some((one) => one === type)).length < LEAST_WORDS_PER_NODE,
    );
    assert.deepEqual(poor, []);
  });

  for (const [typed, ...found] of searchWords) {
    it(`leaves ${found.join(', ')} for "${typed}"`, async () => {
      assert.deepEqual(await editor.searchPalette(typed), [...found].toSorted());
    });
  }

  for (const { typed, meant, reason } of unheldWords) {
    it(`leaves nothing of ours for "${typed}"${meant ? ` (${meant})` : ''}: ${reason}`, async () => {
      assert.deepEqual(await editor.searchPalette(typed), []);
    });
  }

  it('has loaded without an error in the page', () => {
    assert.deepEqual(editor.errors, []);
  });
});
