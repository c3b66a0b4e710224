import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { NodeType } from '../../src/definitions/definition';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { everyId, everyNode, everyType, operationsOf } from '../support/every-dialog';
import { NodeRedProcess } from '../support/node-red-process';

/** What the functions that run in the page use of it: the tests are compiled for Node alone. */
interface PageElement {
  readonly tagName: string;
  readonly id: string;
  readonly className: string;
  readonly tabIndex: number;
  readonly offsetParent: unknown;
  readonly disabled?: boolean;
  readonly dataset: Record<string, string>;
  closest(selector: string): PageElement | null;
}

declare const document: {
  readonly activeElement: PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
};

const FOCUSABLE = 'input, select, textarea, button, a[href], summary, [tabindex]';
/** What can be used and has no name, as a line of the accessibility tree. */
const NAMELESS =
  /^\s*- (textbox|combobox|listbox|spinbutton|checkbox|radio|button|link|switch|searchbox)(?! ")/;

describe('every dialog by keyboard and for a screen reader', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({
      flows: everyNode(),
      settings: { twitchAccountPractice: { script: 'none' } },
    });
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed()) {
      await editor.screenshot('failed-keyboard');
      await editor.closeDialog('cancel').catch(() => undefined);
    }
  });

  const unfold = (): Promise<void> =>
    editor.page
      .locator('#dialog-form details')
      .evaluateAll((folds) => folds.forEach((fold) => fold.setAttribute('open', '')));

  /** Lists that come from the runtime are there. */
  async function loaded(type: NodeType): Promise<void> {
    const { page } = editor;
    const attached = { state: 'attached' } as const;
    if (type === 'twitch-event' || type === 'twitch-api')
      await page.locator('#dialog-form .twitch-choices option').first().waitFor(attached);
    if (type === 'twitch-api') await page.locator('[data-parameter]').first().waitFor(attached);
    if ((await page.locator('#dialog-form .twitch-rewards').count()) > 0)
      await page.locator('#dialog-form .twitch-rewards select').waitFor(attached);
    if ((await page.locator('#dialog-form .twitch-emotes').count()) > 0)
      await page.locator('#dialog-form .twitch-emotes option').nth(1).waitFor(attached);
  }

  async function unnamed(): Promise<readonly string[]> {
    // Node-RED's own traps for password managers stand out of sight in every dialog.
    await editor.page
      .locator('#dialog-form [id^="red-ui-trap-"]')
      .evaluateAll((traps) => traps.forEach((trap) => trap.setAttribute('aria-hidden', 'true')));
    const tree = await editor.page.locator('#dialog-form').ariaSnapshot();
    assert.match(tree, /- (textbox|combobox|checkbox|spinbutton)/);
    return tree.split('\n').filter((line) => NAMELESS.test(line));
  }

  /** Marks everything in the dialog that can be reached, in its order. */
  const reachable = (): Promise<readonly string[]> =>
    editor.page.evaluate(
      (selector) =>
        [...document.querySelectorAll(`#dialog-form :is(${selector})`)]
          .filter((element) => element.offsetParent !== null && !element.disabled && element.tabIndex >= 0)
          .map((element, index) => {
            const field = element.closest('[data-field]')?.dataset['field'] ?? '';
            const mark = `${index} ${element.tagName} ${element.id || element.className} ${field}`;
            element.dataset['walk'] = mark;
            return mark;
          }),
      FOCUSABLE,
    );

  /** Goes through the dialog with Tab from its first control until the keyboard has left it. */
  async function walk(most: number): Promise<readonly string[]> {
    await editor.page.locator('#dialog-form [data-walk]').first().focus();
    const seen: string[] = [];
    for (let press = 0; press <= most; press += 1) {
      const at = await editor.page.evaluate(() =>
        document.activeElement.closest('#dialog-form')
          ? (document.activeElement.dataset['walk'] ?? 'not marked')
          : null,
      );
      if (at === null) return seen;
      seen.push(at);
      await editor.page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard is caught at ${seen.slice(-4).join(' → ')}`);
  }

  for (const type of everyType) {
    it(`${type}: Tab reaches everything in its order and leaves again, and every control has a name`, async function () {
      this.timeout(40_000);
      await editor.openDialog(everyId(type));
      await loaded(type);
      const folds = editor.page.locator('#dialog-form .twitch-fold:not([open]) > summary');
      for (let left = await folds.count(); left > 0; left -= 1) {
        await folds.first().press('Enter');
        await editor.page.waitForFunction(
          (count) => [...document.querySelectorAll('#dialog-form .twitch-fold:not([open])')].length < count,
          left,
        );
      }
      const all = await reachable();
      assert.ok(all.length >= 3, all.join());
      assert.deepEqual(await walk(all.length + 2), all);
      assert.deepEqual(await unnamed(), []);
      for (const operation of operationsOf(type)) {
        await editor.page.locator('#node-input-operation').selectOption(operation);
        await unfold();
        assert.deepEqual(await unnamed(), [], operation);
      }
      await editor.closeDialog('cancel');
    });
  }

  it('Enter and Escape in a field neither send nor close; with Ctrl they finish and cancel', async () => {
    const id = everyId('twitch-poll');
    const { page } = editor;
    const question = page.locator('[data-field="question"] .red-ui-typedInput-input');
    await editor.openDialog(id);
    const address = page.url();
    await question.fill('Best snack?');
    for (const key of ['Enter', 'Escape']) {
      await question.press(key);
      assert.equal(await page.locator('.red-ui-tray').count(), 1, key);
      assert.equal(await question.inputValue(), 'Best snack?', key);
    }
    assert.equal(page.url(), address);
    await question.press('Control+Escape');
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    assert.deepEqual((await editor.node(id))['params'], {});
    await editor.openDialog(id);
    await question.fill('Best snack?');
    await question.press('Control+Enter');
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    assert.deepEqual((await editor.node(id))['params'], { question: { t: 'str', v: 'Best snack?' } });
  });

  it('an arrow on the insert menu puts nothing into the text', async () => {
    await editor.openDialog(everyId('twitch-send-message'));
    const area = editor.page.locator('[data-field="text"] textarea');
    await area.fill('Hi');
    await editor.page.locator('[data-field="text"] .twitch-insert').first().focus();
    await editor.page.keyboard.press('ArrowDown');
    assert.equal(await area.inputValue(), 'Hi');
    await editor.page.keyboard.press('Escape');
    await editor.closeDialog('cancel');
  });

  it('nothing has gone wrong in the page', () => {
    assert.deepEqual(editor.errors, []);
  });
});
