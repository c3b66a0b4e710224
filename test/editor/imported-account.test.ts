import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { NodeRedProcess, type FlowNode } from '../support/node-red-process';
import { savedAccount } from '../support/saved-account';
import { params } from '../support/twitch-flow';

const TAB = 'f0000000000000f1';
const MINE = 'a0000000000000a1';
const BROUGHT = '5774636870726163';

function node(id: string, type: string, account: string, y: number, operation?: string): FlowNode {
  const place = { z: TAB, x: 200, y, wires: [[]] };
  return {
    id,
    type,
    name: '',
    account,
    version: 1,
    params: params({}),
    ...place,
    ...(operation && { operation }),
  };
}

describe('an import that brings an account of its own', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let notice: Locator;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({
      settings: { twitchAccountPractice: { script: 'none' } },
      flows: [
        { id: TAB, type: 'tab', label: 'Show' },
        savedAccount(MINE, { name: 'My channel', use: 'channel' }),
        node('b000000000000001', 'twitch-chat', MINE, 60),
      ],
    });
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
    notice = editor.page.locator('.red-ui-notification', { has: editor.page.locator('.twitch-imported') });
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
  });

  const importNodes = (nodes: readonly FlowNode[]): Promise<void> =>
    editor.page.evaluate((list) => {
      (
        globalThis as unknown as { RED: { nodes: { import(nodes: readonly object[]): void } } }
      ).RED.nodes.import(list);
    }, nodes);
  const accounts = (): Promise<string[]> =>
    editor.page.evaluate(() => {
      const ids: string[] = [];
      const { RED } = globalThis as unknown as {
        RED: { nodes: { eachConfig(callback: (node: { id: string; type: string }) => void): void } };
      };
      RED.nodes.eachConfig((config) => {
        if (config.type === 'twitch-account') ids.push(config.id);
      });
      return ids;
    });
  const accountOf = async (id: string): Promise<unknown> => (await editor.node(id))['account'];
  const recipe = (): FlowNode[] => [
    savedAccount(BROUGHT, { name: 'Recipe' }),
    node('c000000000000001', 'twitch-poll', BROUGHT, 160, 'run'),
    node('c000000000000002', 'twitch-clip', BROUGHT, 240, 'clip'),
  ];

  it("moves the imported nodes to one's own account with one click, and leaves nothing behind", async () => {
    await importNodes(recipe());
    await notice.waitFor();
    assert.match(
      await notice.innerText(),
      /The 2 imported nodes came with an account of their own: "Recipe"/,
    );
    assert.deepEqual(await notice.locator('button').allInnerTexts(), [
      'Keep it',
      'Use "My channel" everywhere',
    ]);
    await editor.screenshot('import-offer');
    await notice.locator('button', { hasText: 'My channel' }).click();
    await notice.waitFor({ state: 'detached' });
    assert.equal(await accountOf('c000000000000001'), MINE);
    assert.equal(await accountOf('c000000000000002'), MINE);
    assert.equal((await editor.node('c000000000000001'))['valid'], true);
    assert.deepEqual(await accounts(), [MINE]);
  });

  it('takes it back with Undo', async () => {
    await editor.page.evaluate(() => {
      (globalThis as unknown as { RED: { history: { pop(): void } } }).RED.history.pop();
    });
    assert.equal(await accountOf('c000000000000001'), BROUGHT);
    assert.deepEqual((await accounts()).toSorted(), [BROUGHT, MINE].toSorted());
    const users = await editor.page.evaluate((id) => {
      const { RED } = globalThis as unknown as {
        RED: { nodes: { node(id: string): { users: { id: string }[] } } };
      };
      return RED.nodes.node(id).users.map((user) => user.id);
    }, BROUGHT);
    assert.deepEqual(users.toSorted(), ['c000000000000001', 'c000000000000002']);
  });

  it('says nothing where the imported nodes use an account that is there', async () => {
    await importNodes([node('c000000000000003', 'twitch-poll', MINE, 320, 'run')]);
    await editor.page.waitForFunction(
      (id) =>
        (globalThis as unknown as { RED: { nodes: { node(id: string): unknown } } }).RED.nodes.node(id) !==
        null,
      'c000000000000003',
    );
    assert.equal(await notice.count(), 0);
  });

  it('has caused no error in the page', () => {
    assert.deepEqual(
      editor.errors.filter((text) => !/ 404 /.test(text)),
      [],
    );
  });
});
