import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { NodeRedProcess, type FlowNode } from '../support/node-red-process';
import { savedAccount } from '../support/saved-account';

const ACCOUNT = 'a0000000000000a1';
const flows: FlowNode[] = [
  { id: 'f0000000000000f1', type: 'tab', label: 'Account' },
  savedAccount(ACCOUNT),
  {
    id: 'b000000000000001',
    type: 'twitch-poll',
    z: 'f0000000000000f1',
    name: '',
    account: ACCOUNT,
    version: 1,
    operation: 'run',
    params: {},
    x: 200,
    y: 100,
    wires: [[]],
  },
];

describe('the account dialog', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({ flows, settings: { twitchAccountPractice: { script: 'none' } } });
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
  });

  it('in practice mode says who is signed in without anybody having done anything', async () => {
    await editor.openDialog(ACCOUNT);
    await editor.page.locator('[data-slot="channel"] .twitch-signed-in').waitFor();
    await editor.page.locator('[data-slot="bot"] .twitch-signed-in').waitFor();
    await editor.screenshot('account-practice');
    await editor.closeDialog('ok');
    assert.ok(!(await editor.node(ACCOUNT))['changed'], 'the account is marked as changed');
  });

  it('in practice mode goes through a code and the Allow button to "Signed in as"', async () => {
    await editor.openDialog(ACCOUNT);
    const slot = editor.page.locator('[data-slot="channel"]');
    await slot.locator('.twitch-signed-in').waitFor();
    await slot.locator('[data-action="signIn.switch"]').click();
    const link = slot.locator('a.twitch-open');
    await link.waitFor();
    assert.match(await slot.locator('.twitch-code').innerText(), /^[A-Z0-9-]{6,}$/);
    await editor.screenshot('account-code');
    const popup = editor.page.waitForEvent('popup');
    await link.click();
    const page = await popup;
    await page.getByRole('button', { name: /allow/i }).first().click();
    await page.close();
    await slot.locator('.twitch-signed-in').waitFor();
    await editor.screenshot('account-signed-in');
    await editor.closeDialog('ok');
  });

  it('shows the fields of each use, and where no client id is known the way to one', async () => {
    await editor.openDialog(ACCOUNT);
    const use = editor.page.locator('#node-config-input-use');
    await use.selectOption('read');
    await editor.page.locator('#node-config-input-channel').waitFor({ state: 'visible' });
    await editor.screenshot('account-read');
    await use.selectOption('channel');
    await editor.page.locator('.twitch-register ol').waitFor({ state: 'visible' });
    const text = await editor.page.locator('#node-config-dialog-edit-form').innerText();
    assert.doesNotMatch(
      text,
      /@streamwire|twitch-[a-z]+\.|undefined|\[object/,
      'an untranslated key is shown',
    );
    assert.match(text, /Public/);
    await editor.screenshot('account-channel');
    await editor.closeDialog('cancel');
  });

  it('says what is wrong with a channel name', async () => {
    await editor.openDialog(ACCOUNT);
    await editor.page.locator('#node-config-input-use').selectOption('read');
    const channel = editor.page.locator('#node-config-input-channel');
    const told = editor.page.locator('#twitch-problem-channel');
    // While it is typed, and in the dialog itself.
    await channel.fill('two words');
    await told.filter({ hasText: '"two words" cannot be a channel name: 3 to 25 letters' }).waitFor();
    assert.equal(await channel.getAttribute('aria-describedby'), 'twitch-problem-channel');
    await channel.fill('ana_plays');
    await told.filter({ hasText: /^$/ }).waitFor({ state: 'attached' });
    await editor.page.locator('#node-config-input-moreChannels').evaluate((area) => {
      const field = area as unknown as { value: string };
      field.value = 'ben_plays\nno name at all';
    });
    await editor.page.locator('#node-config-input-moreChannels').dispatchEvent('input');
    await editor.page
      .locator('#twitch-problem-moreChannels', { hasText: '"no name at all" cannot be' })
      .waitFor({ state: 'attached' });
    await channel.fill('two words');
    await editor.closeDialog('ok');
    assert.match(
      JSON.stringify((await editor.node(ACCOUNT))['validationErrors'] ?? ''),
      /cannot be a channel name/,
    );
  });

  it('has caused no error in the page', () => {
    // An account that is not deployed yet has no state to ask for.
    assert.deepEqual(
      editor.errors.filter((text) => !text.includes('404')),
      [],
    );
  });
});
