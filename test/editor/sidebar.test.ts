import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { DarkTheme, worstContrast } from '../support/dark-theme';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { unreadable } from '../support/layout-check';
import { NodeRedProcess, type FlowNode } from '../support/node-red-process';
import { savedAccount } from '../support/saved-account';
import { params, seedSignIn, serverOf } from '../support/twitch-flow';

const TAB = 'f0000000000000f1';
const PRACTICE = 'a0000000000000a1';
const CHANNEL = 'a0000000000000a2';

function node(
  id: string,
  type: string,
  account: string,
  y: number,
  fields: object = {},
  more: object = {},
): FlowNode {
  const place = { z: TAB, x: 200, y, wires: [[]] };
  return { id, type, name: '', account, version: 1, params: params({ ...fields }), ...more, ...place };
}

describe('the Twitch sidebar', () => {
  let twitch: Simulator;
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let sidebar: Locator;

  before(async function () {
    this.timeout(60_000);
    twitch = await startSimulator({ viewers: 'none' });
    const { broadcaster, bot } = twitch.users;
    nodeRed = new NodeRedProcess({
      settings: { twitchAccountPractice: { script: 'none' } },
      flows: [
        { id: TAB, type: 'tab', label: 'Show' },
        savedAccount(PRACTICE, { name: 'Practice' }),
        savedAccount(CHANNEL, {
          name: 'Mine',
          use: 'channel',
          clientId: twitch.clientId,
          ...serverOf(twitch.urls),
        }),
        node('b000000000000001', 'twitch-chat', PRACTICE, 60),
        node('b000000000000002', 'twitch-event', PRACTICE, 120, { event: 'channel.raid' }),
        node('b000000000000003', 'twitch-event', CHANNEL, 180, { event: 'channel.raid' }),
        node(
          'b000000000000004',
          'twitch-poll',
          CHANNEL,
          240,
          { channel: broadcaster.login },
          { operation: 'run' },
        ),
        {
          ...node('b000000000000005', 'twitch-send-message', CHANNEL, 300, {
            text: `Follow ${broadcaster.name}!`,
          }),
          operation: 'send',
        },
      ],
    });
    await seedSignIn(nodeRed.userDir, twitch, {
      login: broadcaster.login,
      account: CHANNEL,
      scopes: ['chat:read', 'moderation:read', 'user:write:chat', 'chat:edit'],
    });
    await seedSignIn(nodeRed.userDir, twitch, { login: bot.login, slot: 'bot', account: CHANNEL });
    await nodeRed.start();
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
    sidebar = editor.page.locator('.twitch-sidebar');
    await editor.page.evaluate(() => {
      (globalThis as unknown as { RED: { sidebar: { show(id: string): void } } }).RED.sidebar.show('twitch');
    });
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
    await twitch?.close();
  });

  const view = (name: string): Promise<void> => sidebar.locator(`[data-view="${name}"]`).click();
  const card = (id: string): Locator => sidebar.locator(`[data-account="${id}"]`);

  it('opens with the accounts where a real one is among them: who is signed in and how it stands', async () => {
    await card(CHANNEL).waitFor();
    const text = await card(CHANNEL).innerText();
    assert.match(text, new RegExp(`Channel: ${twitch.users.broadcaster.name}`));
    assert.match(text, new RegExp(`Bot: ${twitch.users.bot.name}`));
    assert.match(await card(PRACTICE).innerText(), /practice/);
  });

  it('tells each problem in one sentence with one button', async () => {
    const problem = card(CHANNEL).locator('.twitch-problem-list li').first();
    await problem.filter({ hasText: 'run polls' }).waitFor();
    assert.deepEqual(await problem.locator('button').allInnerTexts(), ['Allow it']);
    await problem.locator('button').click();
    await editor.page.locator('[data-slot="channel"] .twitch-signed-in').waitFor();
    await editor.closeDialog('cancel');
  });

  it('lists channels, events and the calls that are left', async () => {
    await card(CHANNEL).locator('summary').click();
    await card(CHANNEL).locator('.twitch-connections li[data-state="well"]', { hasText: 'raid' }).waitFor();
    assert.match(await card(CHANNEL).locator('.twitch-points').innerText(), /\d+ of 800 calls left/);
    await editor.screenshot('sidebar-accounts');
  });

  it('checks before the show, and says what is not ready', async () => {
    await card(CHANNEL).locator('[data-action="check"]').click();
    const outcome = (key: string, result: string): Promise<void> =>
      card(CHANNEL).locator(`[data-check="${key}"][data-outcome="${result}"]`).waitFor();
    await outcome('practice', 'yes');
    await outcome('signedIn', 'yes');
    await outcome('moderator', 'yes');
    await outcome('permissions', 'no');
    await card(PRACTICE).locator('[data-action="check"]').click();
    await card(PRACTICE).locator('[data-check="practice"][data-outcome="no"]').waitFor();
    await editor.screenshot('sidebar-check');
  });

  it('lets things happen in the practice world', async () => {
    await view('practice');
    await sidebar.locator('.twitch-world summary').click();
    const deed = (name: string): Locator => sidebar.locator(`[data-deed="${name}"]`);
    await deed('chat').locator('input').fill('4');
    await deed('chat').locator('button').click();
    await sidebar.locator('.twitch-entry[data-kind="chat"]').nth(3).waitFor();
    await deed('raid').locator('input').fill('77');
    await deed('raid').locator('button').click();
    const before = await deed('stream').innerText();
    await deed('stream').locator('button').click();
    await deed('stream')
      .getByText(before === 'Start the stream' ? 'Stop the stream' : 'Start the stream')
      .waitFor();
    await deed('redeem').locator('button').click();
    await deed('fault').locator('select').selectOption('dropChat');
    await deed('fault').locator('button').click();
    assert.equal(await sidebar.locator('.twitch-failure:visible').count(), 0);
    await editor.screenshot('sidebar-practice');
    await deed('raid').locator('input').fill('0');
    await deed('raid').locator('button').click();
    await sidebar.locator('.twitch-failure', { hasText: 'whole number' }).waitFor();
  });

  it('shows the last events with the nodes that got them', async () => {
    await view('events');
    const raid = sidebar.locator('.twitch-logged[data-type="channel.raid"]').first();
    await raid.filter({ hasText: '77' }).waitFor();
    assert.equal(await raid.locator('button.twitch-show-node').count(), 1);
    assert((await sidebar.locator('.twitch-logged[data-chat]').count()) >= 4);
    await sidebar.locator('.twitch-events input[type="checkbox"]').uncheck();
    assert.equal(await sidebar.locator('.twitch-logged[data-chat]:visible').count(), 0);
    await editor.screenshot('sidebar-events');
  });

  it('sends a test event with fields of one’s own', async () => {
    await view('test');
    await sidebar.locator('.twitch-test > select').selectOption('b000000000000002');
    await sidebar.locator('[data-field="viewers"] input').fill('4321');
    await editor.screenshot('sidebar-test');
    await sidebar.locator('.twitch-test button[type="submit"]').click();
    await sidebar.getByText('Sent.').waitFor();
    await view('events');
    await sidebar.locator('.twitch-logged', { hasText: '4321' }).locator('.twitch-logged-test').waitFor();
  });

  it('copies the flow as a recipe without account, logins and ids', async () => {
    await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await sidebar.locator('[data-action="recipe"]').click();
    await editor.page.locator('.red-ui-notification', { hasText: 'Copied.' }).waitFor();
    const text = await editor.page.evaluate(() =>
      (
        globalThis as unknown as { navigator: { clipboard: { readText(): Promise<string> } } }
      ).navigator.clipboard.readText(),
    );
    const recipe = JSON.parse(text) as FlowNode[];
    const accounts = recipe.filter((item) => item.type === 'twitch-account');
    assert.deepEqual(
      accounts.map((item) => [item.id, item['use']]),
      [['5774636870726163', 'practice']],
    );
    assert(
      recipe.filter((item) => 'account' in item).every((item) => item['account'] === '5774636870726163'),
    );
    assert.equal(recipe.length, 7);
    const { broadcaster, bot } = twitch.users;
    for (const name of [
      broadcaster.login,
      broadcaster.name,
      broadcaster.id,
      bot.login,
      twitch.clientId,
      CHANNEL,
    ])
      assert(!text.toLowerCase().includes(name.toLowerCase()), `${name} is in it`);
    assert.match(text, /Follow your_channel!/);
  });

  it('holds no untranslated key, can be read whole, and has caused no error in the page', async () => {
    const dark = await DarkTheme.install(editor.page);
    for (const name of ['accounts', 'events', 'test', 'practice']) {
      await view(name);
      assert.doesNotMatch(
        await sidebar.innerText(),
        /@streamwire|common\.|sidebar\.|undefined|\[object/,
        name,
      );
      assert.deepEqual(await unreadable(editor.page, '.twitch-sidebar'), [], name);
      for (const isDark of [false, true]) {
        await dark.turn(isDark);
        assert.deepEqual(await worstContrast(editor.page, '.twitch-sidebar'), [], `${name}, dark: ${isDark}`);
      }
      await editor.screenshot(`sidebar-dark-${name}`);
    }
    assert.deepEqual(
      editor.errors.filter((text) => !/40[049]/.test(text)),
      [],
    );
  });
});
