import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { dig } from '../support/dig';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { NodeRedProcess } from '../support/node-red-process';
import { node, params } from '../support/twitch-flow';

const POINTS = 'b000000000000001';
const IMPORTED = 'b000000000000002';
const FINISH = 'b000000000000003';
const EVENT = 'b000000000000004';
const SIGNED_OUT = 'b000000000000005';

describe('dialogs of rewards and events', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({
      flows: [
        { id: 'tab', type: 'tab', label: 'Rewards' },
        { id: 'acc', type: 'twitch-account', name: '', version: 1, use: 'practice' },
        {
          id: 'out',
          type: 'twitch-account',
          name: 'Read',
          version: 1,
          use: 'read',
          channel: 'somebody',
        },
        node(POINTS, 'twitch-reward-redemption', { wires: [[]] }),
        node(IMPORTED, 'twitch-reward-redemption', {
          wires: [[]],
          params: { reward: { v: { id: 'of-another-channel', title: 'lamp colour' }, t: 'json' } },
        }),
        node(FINISH, 'twitch-redemption-finish', {
          operation: 'auto',
          wires: [[]],
          params: params({ which: 'newest', reward: 'Lamp colour' }),
        }),
        node(EVENT, 'twitch-event', { fields: { event: 'channel.follow' }, wires: [[]] }),
        node(SIGNED_OUT, 'twitch-reward-redemption', { account: 'out', wires: [[]] }),
      ],
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
    // A dialog that a failure left open would fail all that follow.
    if (this.currentTest?.isFailed()) {
      await editor.screenshot('failed-reward');
      await editor.closeDialogs();
    }
  });

  const select = () => editor.page.locator('.twitch-rewards > select');
  const labels = () => select().locator('option').allTextContents();

  it('list the rewards of the channel and say which were made elsewhere, with a way out', async () => {
    await editor.openDialog(POINTS);
    await select().waitFor();
    assert.deepEqual(await labels(), [
      'every reward',
      'Hydrate! (300) (made elsewhere)',
      'Lamp colour (500)',
    ]);
    await select().selectOption({ index: 1 });
    await editor.page.getByText('Twitch lets only its maker fulfill or refund it').waitFor();
    await editor.page.getByRole('button', { name: 'Make a copy we manage' }).click();
    const title = editor.page.locator('.twitch-reward-maker input[type="text"]').first();
    assert.equal(await title.inputValue(), 'Hydrate! 2');
    await editor.screenshot('reward-copy');
    await editor.page.getByRole('button', { name: 'Cancel' }).last().click();
    await select().selectOption({ index: 2 });
    await editor.closeDialog('ok');
    const saved = await editor.node(POINTS);
    assert.equal(dig(saved, 'params.reward.v.title'), 'Lamp colour');
    assert.equal(saved['valid'], true);
  });

  it('make a reward at the press of a button, not at Deploy, and choose it', async () => {
    await editor.openDialog(POINTS);
    await select().waitFor();
    await editor.page.getByRole('button', { name: 'Make a reward' }).click();
    const fields = editor.page.locator('.twitch-reward-maker input');
    await fields.nth(0).fill('Dance');
    await fields.nth(1).fill('750');
    await fields.nth(3).check();
    await editor.screenshot('reward-make');
    await editor.page.getByRole('button', { name: 'Make it now' }).click();
    await editor.page
      .locator('.twitch-rewards option', { hasText: 'Dance (750)' })
      .waitFor({ state: 'attached' });
    assert.match((await select().locator('option:checked').textContent()) ?? '', /Dance \(750\)/);
    await editor.page.getByRole('button', { name: 'Make a reward' }).click();
    await fields.nth(0).fill('dance');
    await editor.page.getByRole('button', { name: 'Make it now' }).click();
    await editor.page.locator('.twitch-reward-maker .twitch-problem', { hasText: 'already' }).waitFor();
    await editor.closeDialog('cancel');
  });

  it('find the reward of an imported flow by its title, and leave the node unchanged', async () => {
    await editor.openDialog(IMPORTED);
    await select().waitFor();
    assert.equal(await select().locator('option:checked').textContent(), 'Lamp colour (500)');
    await editor.closeDialog('ok');
    assert.notEqual((await editor.node(IMPORTED))['changed'], true);
  });

  it('take a title by hand where nobody is signed in', async () => {
    await editor.openDialog(SIGNED_OUT);
    const input = editor.page.locator('.twitch-rewards > input');
    await input.waitFor();
    await editor.page.getByText('The list cannot be read').waitFor();
    await input.fill('Posture check');
    await editor.screenshot('reward-by-hand');
    await editor.closeDialog('ok');
    assert.deepEqual(dig(await editor.node(SIGNED_OUT), 'params.reward.v'), {
      id: '',
      title: 'Posture check',
    });
  });

  it('of finishing show the reward only where it counts', async () => {
    await editor.openDialog(FINISH);
    await select().waitFor();
    assert.equal(await select().locator('option:checked').textContent(), 'Lamp colour (500)');
    await editor.page.locator('[data-field="which"] select').selectOption('this');
    await select().waitFor({ state: 'hidden' });
    await editor.screenshot('redemption-finish');
    await editor.closeDialog('cancel');
  });

  it('of events say what an event for servers needs, and what can be narrowed down', async () => {
    await editor.openDialog(EVENT);
    const list = editor.page.locator('.twitch-choices');
    await list.waitFor();
    await list.selectOption('drop.entitlement.grant');
    await editor.page.getByText('only to a server that it can call').waitFor();
    await list.selectOption('channel.channel_points_custom_reward_redemption.add');
    await editor.page.locator('.twitch-event-note', { hasText: 'reward_id' }).waitFor();
    assert.equal(await editor.page.getByText('only to a server that it can call').count(), 0);
    await editor.screenshot('event-note');
    await editor.closeDialog('cancel');
  });

  it('of events take one by hand, and say that a version is gone', async () => {
    await editor.openDialog(EVENT);
    const list = editor.page.locator('.twitch-choices');
    await list.waitFor();
    await list.selectOption('channel.follow');
    await editor.page.locator('.twitch-fold > summary').first().click();
    // A text that its own key ends with is a text all the same.
    await editor.page.locator('[data-field="eventVersion"] > label', { hasText: /^Version$/ }).waitFor();
    await editor.page.locator('[data-field="eventVersion"] input').fill('1');
    await editor.page.getByText('version 2 is used instead').waitFor();
    await list.selectOption('other');
    await editor.page.locator('[data-field="typeByHand"] input').fill('channel.something.begin');
    await editor.screenshot('event-by-hand');
    await editor.closeDialog('ok');
    const saved = await editor.node(EVENT);
    assert.equal(dig(saved, 'params.typeByHand.v'), 'channel.something.begin');
    assert.equal(saved['valid'], true);
  });

  it('have shown no error in the page', () => {
    // The two refusals that the dialogs show as sentences stand in the browser's console, too.
    assert.deepEqual(
      editor.errors.filter((text) => !/status of 502/.test(text)),
      [],
    );
  });
});
