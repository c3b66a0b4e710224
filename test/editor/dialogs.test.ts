import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { DialogLook } from '../support/dialog-look';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { EVERY_ACCOUNT, everyId, everyNode, everyType, operationsOf } from '../support/every-dialog';
import { NodeRedProcess } from '../support/node-red-process';

describe('every dialog', () => {
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
    editor = await EditorPage.open(browser, nodeRed.url);
    look = await DialogLook.open(editor);
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
  });

  // A dialog that a failure left open would fail all that follow.
  afterEach(() => editor.closeDialogs());

  for (const type of everyType) {
    it(`of ${type} opens, and Done without a change leaves the node unchanged`, async () => {
      await editor.openDialog(everyId(type));
      const rows = editor.page.locator('#dialog-form .twitch-row');
      assert.ok((await rows.count()) > 0, 'no field is drawn');
      assert.deepEqual([...(await look.layout()), ...(await look.themes(type))], []);
      await editor.closeDialog('ok');
      const node = await editor.node(everyId(type));
      assert.ok(!node['changed'], 'the node is marked as changed');
      assert.notEqual(node['valid'], false, JSON.stringify(node['validationErrors']));
    });

    const operations = operationsOf(type);
    if (operations.length === 0) continue;
    it(`of ${type} draws ${operations.join(', ')}, each to be read whole in both themes, and keeps the last`, async function () {
      this.timeout(60_000);
      await editor.openDialog(everyId(type));
      for (const operation of operations) {
        await editor.page.locator('#node-input-operation').selectOption(operation);
        const name = `${type}-${operation}`;
        assert.deepEqual([...(await look.layout()), ...(await look.themes(name))], [], operation);
      }
      await editor.closeDialog('ok');
      assert.equal((await editor.node(everyId(type)))['operation'], operations.at(-1));
    });
  }

  it('of the account can be read whole in both themes', async () => {
    await editor.openDialog(EVERY_ACCOUNT);
    await editor.page.locator('[data-slot="channel"] .twitch-signed-in').waitFor();
    const form = '#node-config-dialog-edit-form';
    assert.deepEqual([...(await look.layout(form)), ...(await look.themes('twitch-account', form))], []);
    await editor.closeDialog('cancel');
  });

  it('keeps what was typed, as a typed value', async () => {
    const poll = everyId('twitch-poll');
    await editor.openDialog(poll);
    await editor.page.locator('#node-input-operation').selectOption('run');
    await editor.page.locator('[data-field="question"] .red-ui-typedInput-input').fill('Best snack?');
    await editor.page.locator('[data-field="choices"] textarea').fill('Chips\nFruit');
    await editor.page.locator('[data-field="for"] .red-ui-typedInput-input').fill('30');
    await editor.closeDialog('ok');
    const node = await editor.node(poll);
    assert.deepEqual(node['params'], {
      question: { t: 'str', v: 'Best snack?' },
      choices: { t: 'str', v: 'Chips\nFruit' },
      for: { t: 'num', v: 30 },
    });
    assert.equal(node['changed'], true);
  });

  it('draws a duration in its largest unit, boxes for several choices, and keeps seconds and a list', async () => {
    const stream = everyId('twitch-stream-online');
    await editor.openDialog(stream);
    const duration = editor.page.locator('[data-field="offlineAfter"]');
    assert.equal(await duration.locator('input').inputValue(), '3');
    assert.equal(await duration.locator('select').inputValue(), '60');
    await duration.locator('input').fill('5');
    const boxes = editor.page.locator('[data-field="changesIn"] input[type=checkbox]');
    assert.deepEqual(
      await boxes.evaluateAll((all) => all.map((box) => (box as { checked?: boolean }).checked)),
      [true, true, false, false],
    );
    await boxes.nth(3).check();
    await boxes.nth(0).uncheck();
    await editor.closeDialog('ok');
    const { params: saved } = await editor.node(stream);
    assert.deepEqual(saved, {
      offlineAfter: { t: 'num', v: 300 },
      changesIn: { t: 'json', v: ['category', 'labels'] },
    });
  });

  it('says in a sentence what is wrong, and marks the node', async () => {
    const command = everyId('twitch-command');
    await editor.openDialog(command);
    await editor.page.locator('[data-field="command"] input').fill('');
    await editor.closeDialog('ok');
    const node = await editor.node(command);
    assert.equal(node['valid'], false);
    assert.match(JSON.stringify(node['validationErrors']), /Command.*is empty/);
  });

  it('shows a preview of a text with placeholders', async () => {
    await editor.openDialog(everyId('twitch-send-message'));
    await editor.page.locator('#node-input-operation').selectOption('send');
    await editor.page.locator('[data-field="text"] textarea').fill('Hello {user}, bye {nobody}');
    assert.match(
      await editor.page.locator('[data-field="text"] .twitch-preview').innerText(),
      /Hello Ana, bye \{nobody\}/,
    );
    await editor.closeDialog('cancel');
  });

  it('finds an event by a word and keeps it', async () => {
    const event = everyId('twitch-event');
    await editor.openDialog(event);
    await editor.page.locator('[data-field="event"] .twitch-search').fill('hype train begin');
    await editor.page.locator('[data-field="event"] select').selectOption('channel.hype_train.begin');
    await editor.screenshot('dialog-twitch-event-search');
    await editor.closeDialog('ok');
    const { params } = await editor.node(event);
    assert.deepEqual((params as Record<string, unknown>)['event'], {
      t: 'str',
      v: 'channel.hype_train.begin',
    });
  });

  it('draws the fields of the chosen call', async () => {
    const api = everyId('twitch-api');
    await editor.openDialog(api);
    await editor.page.locator('[data-field="call"] .twitch-search').fill('search categories');
    await editor.page.locator('[data-field="call"] select').selectOption('search-categories');
    await editor.page.locator('label[for="twitch-call-query"]').waitFor();
    await editor.screenshot('dialog-twitch-api-call');
    await editor.closeDialog('cancel');
  });

  it('has caused no error in the page', () => {
    assert.deepEqual(editor.errors, []);
  });
});
