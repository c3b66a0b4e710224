import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { NodeRedProcess } from '../support/node-red-process';

describe('a newcomer in an empty editor', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({
      settings: { twitchAccountPractice: { script: 'chatter', seed: 1 } },
    });
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
  });

  it('drops a node and gets a practice account with it', async () => {
    const chat = await editor.drop('twitch-chat');
    const { account, valid } = await editor.node(chat);
    assert.equal(typeof account, 'string');
    assert.notEqual(valid, false);
    assert.equal((await editor.node(account as string))['use'], 'practice');
  });

  it('drops another node and both share the account', async () => {
    const ids = await editor.nodeIds();
    const send = await editor.drop('twitch-send-message', 200, 220);
    assert.equal((await editor.node(send))['account'], (await editor.node(ids[0] ?? ''))['account']);
  });

  it('imports a node without an account, which takes the one there is', async () => {
    const [first = ''] = await editor.nodeIds();
    const { account } = await editor.node(first);
    const imported = 'c0000000000000c1';
    await editor.page.evaluate((id) => {
      const { RED } = globalThis as unknown as {
        RED: { nodes: { import(nodes: object[]): void }; workspaces: { active(): string } };
      };
      const place = { z: RED.workspaces.active(), x: 200, y: 300, wires: [[]] };
      RED.nodes.import([
        {
          id,
          type: 'twitch-poll',
          name: '',
          account: '',
          version: 1,
          operation: 'run',
          params: {},
          ...place,
        },
      ]);
    }, imported);
    await editor.page.waitForFunction(
      ([id, wanted]) => {
        const { RED } = globalThis as unknown as {
          RED: { nodes: { node(id: unknown): { account: unknown } } };
        };
        return RED.nodes.node(id).account === wanted;
      },
      [imported, account],
    );
    assert.notEqual((await editor.node(imported)).valid, false);
  });

  it('deploys and sees the simulated viewers chat in the sidebar', async () => {
    await editor.deploy();
    await editor.page.evaluate(() => {
      (globalThis as unknown as { RED: { sidebar: { show(id: string): void } } }).RED.sidebar.show('twitch');
    });
    await editor.page.locator('.twitch-sidebar .twitch-entry[data-kind="chat"]').first().waitFor();
    await editor.screenshot('sidebar');
  });

  it('says something as a moderator and reads it in the transcript', async () => {
    await editor.page.locator('.twitch-say select').selectOption('moderator');
    await editor.page.locator('.twitch-say input').fill('a good evening to all of you');
    await editor.page.locator('.twitch-say button').click();
    await editor.page.locator('.twitch-entry', { hasText: 'a good evening to all of you' }).waitFor();
  });

  it('presses the test button of a trigger without an error', async () => {
    const [chat = ''] = await editor.nodeIds();
    const answered = editor.page.waitForResponse((response) =>
      response.url().includes(`/twitch/nodes/${chat}/test`),
    );
    await editor.page.evaluate((id) => {
      const { RED } = globalThis as unknown as {
        RED: { nodes: { node(id: string): { _def: { button: { onclick(): void } } } } };
      };
      const node = RED.nodes.node(id);
      node._def.button.onclick.call(node);
    }, chat);
    assert.ok((await answered).ok());
  });

  it('has caused no error in the page', () => {
    assert.deepEqual(editor.errors, []);
  });
});
