import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { DialogLook } from '../support/dialog-look';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { EVERY_ACCOUNT, everyId, everyNode, everyType, operationsOf } from '../support/every-dialog';
import { NodeRedProcess } from '../support/node-red-process';

const LANGUAGE = 'de';

/** The language with the longest words: what fits here fits elsewhere. */
describe('every dialog in German', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let look: DialogLook;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({
      flows: everyNode(),
      settings: { twitchAccountPractice: { script: 'none' } },
    });
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url, { language: LANGUAGE });
    look = await DialogLook.open(editor, LANGUAGE);
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
  });

  // A dialog that a failure left open would fail all that follow.
  afterEach(() => editor.closeDialogs());

  for (const type of everyType) {
    it(`of ${type} has nothing cut off or covered, whatever is chosen`, async function () {
      this.timeout(60_000);
      await editor.openDialog(everyId(type));
      const found = await look.layout();
      for (const operation of operationsOf(type)) {
        await editor.page.locator('#node-input-operation').selectOption(operation);
        found.push(...(await look.layout()).map((text) => `${operation}: ${text}`));
      }
      assert.deepEqual(found, []);
      await editor.screenshot(`dialog-${LANGUAGE}-${type}`);
      await editor.closeDialog('cancel');
    });
  }

  it('of the account has nothing cut off or covered', async () => {
    await editor.openDialog(EVERY_ACCOUNT);
    await editor.page.locator('[data-slot="channel"] .twitch-signed-in').waitFor();
    assert.deepEqual(await look.layout('#node-config-dialog-edit-form'), []);
    await editor.screenshot(`dialog-${LANGUAGE}-twitch-account`);
    await editor.closeDialog('cancel');
  });

  it('has caused no error in the page', () => {
    assert.deepEqual(editor.errors, []);
  });
});
