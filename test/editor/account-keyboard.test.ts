import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { AccountDialog } from '../support/account-dialog';
import { DarkTheme, worstContrast } from '../support/dark-theme';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { NodeRedProcess } from '../support/node-red-process';
import { savedAccount } from '../support/saved-account';
import { params, serverOf } from '../support/twitch-flow';

const TAB = 'f0000000000000f1';
const ACCOUNT = 'a0000000000000a1';

describe('the account dialog by keyboard and in the dark', () => {
  let twitch: Simulator;
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let dialog: AccountDialog;

  before(async function () {
    this.timeout(60_000);
    twitch = await startSimulator({ viewers: 'none', devicePollSeconds: 1 });
    nodeRed = await NodeRedProcess.start({
      flows: [
        { id: TAB, type: 'tab', label: 'Show' },
        savedAccount(ACCOUNT, { use: 'channel', clientId: twitch.clientId, ...serverOf(twitch.urls) }),
        ...['twitch-poll', 'twitch-clip'].map((type, index) => ({
          id: `b00000000000000${index}`,
          type,
          z: TAB,
          name: '',
          account: ACCOUNT,
          version: 1,
          operation: type === 'twitch-poll' ? 'run' : 'clip',
          params: params({}),
          x: 200,
          y: 100 + index * 80,
          wires: [],
        })),
      ],
    });
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
    dialog = new AccountDialog(editor);
    await editor.openDialog(ACCOUNT);
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
    await twitch?.close();
  });

  /** What has the keyboard now: its action, id, or words. */
  const focused = (): Promise<string> =>
    editor.page.evaluate(() => {
      const { activeElement } = (
        globalThis as unknown as {
          document: {
            activeElement: { id: string; textContent: string; getAttribute(name: string): string | null };
          };
        }
      ).document;
      return (
        activeElement.getAttribute('data-action') ?? (activeElement.id || activeElement.textContent.trim())
      );
    });

  it('is walked through with Tab from top to bottom', async () => {
    await dialog.button('channel', 'signIn.button').waitFor();
    await editor.page.locator('#node-config-input-use').focus();
    const order: string[] = [];
    for (let press = 0; press < 8; press++) {
      await editor.page.keyboard.press('Tab');
      order.push(await focused());
    }
    const places = ['signIn.button', 'node-config-input-name', 'node-config-input-forNewNodes'].map((name) =>
      order.indexOf(name),
    );
    assert(!places.includes(-1), order.join(' → '));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
      order.join(' → '),
    );
  });

  it('starts the sign-in with Enter, puts the keyboard on the link, and gives up with Escape', async () => {
    await dialog.button('channel', 'signIn.button').focus();
    await editor.page.keyboard.press('Enter');
    await dialog.code('channel');
    assert.match(await focused(), /Open Twitch/);
    await editor.page.keyboard.press('Escape');
    await dialog.button('channel', 'signIn.button').waitFor();
    assert.equal(await focused(), 'signIn.button');
    assert.equal(await editor.page.locator('.red-ui-tray').count(), 1, 'the dialog is still open');
  });

  it('is legible in a dark theme, missing permissions, code and links included', async function () {
    this.timeout(20_000);
    const theme = await DarkTheme.install(editor.page);
    await theme.turn(true);
    await dialog.button('channel', 'signIn.button').click();
    const code = await dialog.code('channel');
    await editor.screenshot('account-dark-code');
    assert.deepEqual(await worstContrast(editor.page, '#node-config-dialog-edit-form'), []);
    twitch.approveDevice(code, twitch.users.broadcaster.login);
    await dialog.signedIn('channel', twitch.users.broadcaster.name);
    await editor.screenshot('account-dark');
    assert.deepEqual(await worstContrast(editor.page, '#node-config-dialog-edit-form'), []);
    await editor.closeDialog('cancel');
    await editor.page.evaluate(() => {
      (globalThis as unknown as { RED: { sidebar: { show(id: string): void } } }).RED.sidebar.show('twitch');
    });
    await editor.page.locator('.twitch-card').waitFor();
    await editor.page.locator('[data-action="check"]').click();
    await editor.page.locator('[data-check="permissions"]').waitFor();
    await editor.screenshot('sidebar-dark');
    assert.deepEqual(await worstContrast(editor.page, '.twitch-sidebar'), []);
  });
});
