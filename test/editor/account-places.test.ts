import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { AccountDialog } from '../support/account-dialog';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { NodeRedProcess, type Comms, type FlowNode } from '../support/node-red-process';
import { savedAccount } from '../support/saved-account';
import { params, seedSignIn, serverOf } from '../support/twitch-flow';

const TAB = 'f0000000000000f1';
const SUB = '5000000000000051';
const ACCOUNT = 'a0000000000000a1';

function poll(id: string, z: string): FlowNode {
  const place = { z, x: 200, y: 100, wires: [[]] };
  return {
    id,
    type: 'twitch-poll',
    name: '',
    account: ACCOUNT,
    version: 1,
    operation: 'run',
    params: params({}),
    ...place,
  };
}

describe('an account in a subflow', () => {
  let twitch: Simulator;
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let dialog: AccountDialog;
  let comms: Comms;

  before(async function () {
    this.timeout(60_000);
    twitch = await startSimulator({ viewers: 'none', devicePollSeconds: 1 });
    const account = savedAccount(ACCOUNT, {
      use: 'channel',
      clientId: twitch.clientId,
      ...serverOf(twitch.urls),
    });
    nodeRed = await NodeRedProcess.start({
      flows: [
        { id: TAB, type: 'tab', label: 'Show' },
        {
          id: SUB,
          type: 'subflow',
          name: 'Twitch inside',
          in: [],
          out: [],
          status: { x: 400, y: 150, wires: [{ id: 'c000000000000001', port: 0 }] },
        },
        { ...account, z: SUB },
        poll('b000000000000001', SUB),
        { id: 'c000000000000001', type: 'status', z: SUB, x: 100, y: 200, scope: null, wires: [[]] },
        { id: 'd000000000000001', type: `subflow:${SUB}`, z: TAB, x: 200, y: 100, wires: [] },
      ],
    });
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
    dialog = new AccountDialog(editor);
    comms = await nodeRed.openComms();
  });

  after(async function () {
    this.timeout(30_000);
    comms?.close();
    await browser?.close();
    await nodeRed?.remove();
    await twitch?.close();
  });

  it('says so in the one notice when nobody was ever signed in', async () => {
    const notice = editor.page.locator('.red-ui-notification .twitch-signed-out');
    await notice.filter({ hasText: 'Nobody is signed in to Twitch yet' }).waitFor();
    // It never lies over the buttons of a dialog.
    await editor.openDialog('b000000000000001');
    await notice.waitFor({ state: 'detached' });
    await editor.closeDialog('cancel');
    await notice.filter({ hasText: 'Nobody is signed in to Twitch yet' }).waitFor();
    await editor.page.locator('.red-ui-notification button', { hasText: 'Later' }).click();
    await notice.waitFor({ state: 'detached' });
  });

  it('is signed in from its dialog, without a deploy, for every instance', async function () {
    this.timeout(20_000);
    await comms.waitForStatus('d000000000000001', 'sign-in');
    await editor.openDialog(ACCOUNT);
    assert.match(await dialog.slot('channel').locator('.twitch-wanted li').innerText(), /run polls/);
    await dialog.allow('channel', 'signIn.button', twitch, twitch.users.broadcaster.login);
    await dialog.signedIn('channel', twitch.users.broadcaster.name);
    await comms.waitForStatus('d000000000000001', 'connected');
    await editor.closeDialog('cancel');
  });
});

const adminAuth = `
settings.adminAuth = {
  type: 'credentials',
  users: async (username) => ({ reader: { username, permissions: 'read' } })[username] ?? null,
  authenticate: async (username, password) => (password === 'pass-reader' ? { username, permissions: 'read' } : null),
};`;

describe('somebody who may only look', () => {
  let twitch: Simulator;
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    twitch = await startSimulator({ viewers: 'none' });
    nodeRed = new NodeRedProcess({
      settingsCode: adminAuth,
      flows: [
        { id: TAB, type: 'tab', label: 'Show' },
        savedAccount(ACCOUNT, { use: 'channel', clientId: twitch.clientId, ...serverOf(twitch.urls) }),
        savedAccount('a0000000000000a2', {
          name: 'Empty',
          use: 'channel',
          clientId: twitch.clientId,
          ...serverOf(twitch.urls),
        }),
        poll('b000000000000001', TAB),
        { ...poll('b000000000000002', TAB), account: 'a0000000000000a2' },
      ],
    });
    await seedSignIn(nodeRed.userDir, twitch, {
      login: twitch.users.broadcaster.login,
      account: ACCOUNT,
      scopes: [],
    });
    await nodeRed.start();
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url, {
      login: { username: 'reader', password: 'pass-reader' },
    });
    // The editor itself asks before it knows who is there.
    editor.errors.length = 0;
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
    await twitch?.close();
  });

  it('sees who is signed in and what is missing, and no button that does nothing', async () => {
    await editor.openDialog(ACCOUNT);
    const slot = editor.page.locator('[data-slot="channel"]');
    await slot.locator('.twitch-signed-in').waitFor();
    assert.match(await slot.innerText(), /run polls/);
    for (const name of ['channel', 'bot'])
      assert.equal(await editor.page.locator(`[data-slot="${name}"] button`).count(), 0, name);
    assert.match(await slot.innerText(), /You may look, but not sign in or out/);
    await editor.screenshot('account-read-only');
    await editor.closeDialog('cancel');
  });

  it('is not told that others have to sign in', async () => {
    await editor.page.evaluate(() => {
      (globalThis as unknown as { RED: { sidebar: { show(id: string): void } } }).RED.sidebar.show('twitch');
    });
    const sidebar = editor.page.locator('.twitch-sidebar');
    await sidebar.locator('[data-account="a0000000000000a2"]').waitFor();
    assert.equal(await editor.page.locator('.twitch-signed-out').count(), 0);
    assert.equal(await editor.page.locator('.twitch-badge').count(), 0);
    const words = await sidebar.locator('button').allInnerTexts();
    for (const text of words) assert.doesNotMatch(text, /Sign in|Allow|Try again/);
    assert.equal(await sidebar.locator('[data-view="test"]').count(), 0);
  });

  it('has caused no error in the page', () => {
    assert.deepEqual(editor.errors, []);
  });
});
