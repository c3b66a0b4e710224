import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { stories, type NodeStory } from '../data/every-node';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { EditorMouse } from '../support/editor-mouse';
import { fillDialog } from '../support/fill-dialog';
import { NodeRedProcess } from '../support/node-red-process';

/** What the debug node shows of a message: the sentence, then the payload. */
const SHOWN = 'twitch.summary & " " & $string(payload)';
const MIDDLE = { x: 400, y: 200 };

describe('every node, by hand, in a real editor', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let mouse: EditorMouse;
  let inject: string;
  let debug: string;
  const added: string[] = [];

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({
      settings: { twitchAccountPractice: { script: 'none', speed: 20 } },
    });
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
    mouse = new EditorMouse(editor);
    inject = await mouse.take('inject', 'inject', { x: 140, y: 200 });
    debug = await mouse.take('debug', 'debug', { x: 700, y: 200 });
    await mouse.open(debug);
    await showSentenceAndPayload();
    await editor.closeDialog('ok');
    await mouse.openSidebar('debug');
    // The first node of ours brings the account, which the lists in dialogs know once it is deployed.
    const first = await mouse.take('chat message', 'twitch-chat', MIDDLE);
    await editor.deploy();
    await mouse.remove(first);
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
  });

  afterEach(async function () {
    this.timeout(60_000);
    if (this.currentTest?.isFailed()) {
      await editor.screenshot('failed-every-node');
      await editor.closeDialogs();
    }
    for (const id of added.splice(0)) await mouse.remove(id);
  });

  /** Chooses "expression" as the debug node's output, and types it. */
  async function showSentenceAndPayload(): Promise<void> {
    const dialog = editor.page.locator('#dialog-form');
    await dialog.locator('.red-ui-typedInput-type-select').first().click();
    await editor.page.locator('.red-ui-typedInput-options:visible a[value="jsonata"]').click();
    await dialog.locator('.red-ui-typedInput-input:visible').first().click();
    await editor.page.keyboard.press('Control+A');
    await editor.page.keyboard.type(SHOWN);
  }

  async function take(words: string, type: string, place: { x: number; y: number }): Promise<string> {
    const id = await mouse.take(words, type, place);
    added.push(id);
    return id;
  }

  /** The node whose button sets the story off, wired to the node. */
  async function starter(node: string, { behind, topic }: NodeStory): Promise<string> {
    const isTrigger = !(await mouse.hasInput(node));
    if (isTrigger) return node;
    const from = behind ? await take('redeemed', behind, { x: 240, y: 340 }) : inject;
    await mouse.wire(from, node);
    assert.ok(topic, 'an action gives the message of an inject node a topic');
    return from;
  }

  for (const [type, story] of Object.entries(stories)) {
    it(`${type}: "${story.found}" finds it, it is dropped, filled, wired, deployed, set off by a button, and its message is read`, async function () {
      this.timeout(60_000);
      const node = await take(story.found, type, MIDDLE);
      await mouse.open(node);
      await fillDialog(editor, story.filled);
      await editor.closeDialog('ok');
      const { valid, validationErrors } = await editor.node(node);
      assert.notEqual(valid, false, JSON.stringify(validationErrors));
      await mouse.wire(node, debug);
      const button = await starter(node, story);
      await editor.deploy();
      await editor.page.locator('#red-ui-sidebar-debug-clear').click();
      await mouse.press(button);
      const message = editor.page.locator('.red-ui-debug-msg').first();
      await message.waitFor();
      assert.equal(
        (await message.locator('.red-ui-debug-msg-topic').innerText()).split(' : ')[0],
        story.topic,
      );
      assert.match(await message.locator('.red-ui-debug-msg-payload').innerText(), story.says);
      await editor.screenshot(`every-node-${type}`);
    });
  }

  it('has caused no error in the page', () => {
    // Of the account that is not deployed yet nothing can be asked: the browser notes that by itself.
    assert.deepEqual(
      editor.errors.filter((text) => !/status of 404/.test(text)),
      [],
    );
  });
});
