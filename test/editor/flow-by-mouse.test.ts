import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { EditorMouse } from '../support/editor-mouse';
import { fillDialog } from '../support/fill-dialog';
import { NodeRedProcess } from '../support/node-red-process';

const QUESTION = 'Best snack?';
const WINNER = /(Chips|Fruit) won\b/;

/** One test after the other builds on: what a newcomer does in the first five minutes, with mouse and keys alone. */
describe('a flow from command to poll to send, built from nothing by dragging and wiring', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let mouse: EditorMouse;
  let command: string;
  let poll: string;
  let send: string;
  let sidebar: Locator;

  before(async function () {
    this.timeout(60_000);
    // Viewers who vote, in a world that runs faster.
    nodeRed = await NodeRedProcess.start({
      settings: { twitchAccountPractice: { script: 'demo', seed: 1, speed: 5 } },
    });
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
    mouse = new EditorMouse(editor);
    sidebar = editor.page.locator('.twitch-sidebar');
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
  });

  const transcript = (words: string | RegExp): Locator =>
    sidebar.locator('.twitch-entry[data-kind="chat"]', { hasText: words });

  it('begins with an empty workspace', async () => {
    assert.deepEqual(await editor.nodeIds(), []);
  });

  it('has its three nodes found by a word and dragged out of the palette', async () => {
    command = await mouse.take('command', 'twitch-command', { x: 160, y: 160 });
    poll = await mouse.take('poll', 'twitch-poll', { x: 380, y: 160 });
    send = await mouse.take('send', 'twitch-send-message', { x: 600, y: 160 });
    const accounts = await Promise.all(
      [command, poll, send].map(async (id) => (await editor.node(id))['account']),
    );
    assert.ok(accounts[0]);
    assert.deepEqual(new Set(accounts).size, 1);
  });

  it('gets its wires by dragging from port to port', async () => {
    await mouse.wire(command, poll);
    await mouse.wire(poll, send);
  });

  it('gets a command of one’s own, and a poll that is not too long; nothing else has to be filled in', async () => {
    await mouse.open(command);
    await fillDialog(editor, [
      { field: 'command', type: 'ask' },
      { field: 'who', choose: 'moderators' },
    ]);
    await editor.closeDialog('ok');
    await mouse.open(poll);
    await fillDialog(editor, [{ field: 'for', type: '30' }]);
    await editor.closeDialog('ok');
    for (const id of [command, poll, send]) {
      const { valid, validationErrors } = await editor.node(id);
      assert.notEqual(valid, false, JSON.stringify(validationErrors));
    }
  });

  it('is deployed, with a debug node that shows what was sent', async () => {
    const debug = await mouse.take('debug', 'debug', { x: 760, y: 260 });
    await mouse.wire(send, debug);
    await editor.deploy();
    await editor.screenshot('flow-by-mouse');
  });

  it('is set off by a moderator’s line in the practice chat', async () => {
    await mouse.openSidebar('twitch');
    await sidebar.locator('.twitch-say select').selectOption('moderator');
    await sidebar.locator('.twitch-say input').click();
    await editor.page.keyboard.type(`!ask ${QUESTION} | Chips | Fruit`);
    await sidebar.locator('.twitch-say button').click();
    await transcript(`!ask ${QUESTION} | Chips | Fruit`).waitFor();
  });

  it('answers in chat with the winner once the viewers have voted', async function () {
    this.timeout(60_000);
    await transcript(WINNER).waitFor({ timeout: 45_000 });
    assert.match((await transcript(WINNER).getAttribute('class')) ?? '', /twitch-own/);
    await editor.screenshot('flow-by-mouse-answer');
  });

  it('shows what it sent in the debug sidebar', async () => {
    await mouse.openSidebar('debug');
    const message = editor.page.locator('.red-ui-debug-msg').first();
    await message.waitFor();
    assert.match(await message.locator('.red-ui-debug-msg-topic').innerText(), /^chat\.command : /);
    assert.match(await message.locator('.red-ui-debug-msg-payload').innerText(), /sent: true/);
    assert.equal(await editor.page.locator('.red-ui-debug-msg').count(), 1, 'one command, one answer');
  });

  it('has caused no error in the page', () => {
    // Of the account that is not deployed yet nothing can be asked: the browser notes that by itself.
    assert.deepEqual(
      editor.errors.filter((text) => !/status of 404/.test(text)),
      [],
    );
  });
});
