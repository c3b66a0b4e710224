import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { AccountDialog } from '../support/account-dialog';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { dig } from '../support/dig';
import { NodeRedProcess, type Comms } from '../support/node-red-process';
import { serverOf } from '../support/twitch-flow';

describe('from an empty editor to signed in', () => {
  let twitch: Simulator;
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let dialog: AccountDialog;
  let comms: Comms;
  let poll = '';
  let account = '';

  before(async function () {
    this.timeout(60_000);
    twitch = await startSimulator({ viewers: 'none', devicePollSeconds: 1 });
    nodeRed = await NodeRedProcess.start({ settings: { twitchAccountPractice: { script: 'none' } } });
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

  it('leads through the registration and checks the client id at once', async () => {
    poll = await editor.drop('twitch-poll');
    account = String((await editor.node(poll))['account']);
    await editor.openDialog(account);
    await editor.page.locator('#node-config-input-use').selectOption('channel');
    await dialog.useServer(twitch.urls);
    const steps = editor.page.locator('.twitch-register');
    await steps.locator('ol').waitFor();
    assert.equal(
      await dialog.button('channel', 'signIn.button').count(),
      0,
      'a button that can only be refused',
    );
    assert.match(await dialog.slot('channel').innerText(), /Register your application first/);

    const field = editor.page.locator('#twitch-register-id');
    const result = editor.page.locator('.twitch-register .twitch-id-result');
    await field.fill('notknown0notknown0notknown0not');
    await field.press('Tab');
    await result.filter({ hasText: 'does not know' }).waitFor();
    await editor.screenshot('sign-in-register');
    await field.fill(twitch.clientId);
    await field.press('Tab');
    await result.filter({ hasText: 'Twitch knows this Client ID.' }).waitFor();
    assert.equal(await editor.page.locator('#node-config-input-clientId').inputValue(), twitch.clientId);
  });

  it('tells what Twitch will ask for and for which node, before anything is deployed', async () => {
    const row = dialog.slot('channel').locator('.twitch-wanted li');
    assert.match(await row.innerText(), /run polls \(run poll\)/);
  });

  it('signs the account in that is not deployed yet, at Twitch’s own page', async function () {
    this.timeout(20_000);
    await dialog.button('channel', 'signIn.button').click();
    const slot = dialog.slot('channel');
    assert.match(await dialog.code('channel'), /^[A-Z0-9-]{6,}$/);
    assert.match(await slot.locator('.twitch-left').innerText(), /\d+:\d\d minutes/);
    await editor.screenshot('sign-in-code');
    const opened = editor.page.waitForEvent('popup');
    await slot.locator('a.twitch-open').click();
    const page = await opened;
    // Nothing but what the flow needs.
    assert.deepEqual(await page.locator('li').allInnerTexts(), ['run polls']);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.close();
    await dialog.signedIn('channel', twitch.users.broadcaster.name);
    await slot.locator('.twitch-valid', { hasText: 'Valid until' }).waitFor();
    await editor.screenshot('sign-in-done');
    await editor.closeDialog('ok');
    await editor.deploy();
    await comms.waitForStatus(poll, 'connected');
  });

  it('asks again for one more permission, which repairs the node without a deploy', async function () {
    this.timeout(20_000);
    const clip = await editor.drop('twitch-clip', 200, 200);
    await editor.deploy();
    await comms.waitForStatus(clip, 'permission-missing');
    await editor.openDialog(account);
    const slot = dialog.slot('channel');
    const missing = slot.locator('.twitch-wanted li.twitch-missing').first();
    await missing.waitFor();
    assert.match(await slot.innerText(), /Some nodes cannot work yet/);
    const wanted = await slot.locator('.twitch-wanted li.twitch-missing').allInnerTexts();
    assert(
      wanted.some((text) => /make clip/.test(text)),
      wanted.join('\n'),
    );
    await editor.screenshot('sign-in-one-more');
    await dialog.allow('channel', 'signIn.again', twitch, twitch.users.broadcaster.login);
    await comms.waitForStatus(clip, 'connected');
    await slot.locator('summary', { hasText: /Permissions: (\d+) of \1 / }).waitFor();
    await editor.closeDialog('cancel');
    assert.equal(
      await editor.page.locator('#red-ui-header-button-deploy.disabled').count(),
      1,
      'nothing is left to deploy',
    );
  });

  it('shows another person than before and stores nothing until somebody says yes', async function () {
    this.timeout(20_000);
    const { broadcaster, moderator } = twitch.users;
    await editor.openDialog(account);
    await dialog.allow('channel', 'signIn.switch', twitch, moderator.login);
    const slot = dialog.slot('channel');
    await slot.locator('[data-action="signIn.keep"]').waitFor();
    assert.match(await slot.innerText(), new RegExp(`before it was ${broadcaster.login}`, 'i'));
    await editor.screenshot('sign-in-other-person');
    await slot.locator('[data-action="signIn.discard"]').click();
    await dialog.signedIn('channel', broadcaster.name);
    const { body } = await nodeRed.getJson(`twitch/accounts/${account}`);
    assert.match(JSON.stringify(body), new RegExp(broadcaster.login));
    assert.doesNotMatch(JSON.stringify(body), new RegExp(moderator.login));
  });

  it('asks whether the bot is meant when it is the channel’s own person', async function () {
    this.timeout(20_000);
    const { broadcaster, bot } = twitch.users;
    await dialog.allow('bot', 'signIn.button', twitch, broadcaster.login);
    const slot = dialog.slot('bot');
    await slot.getByText('is your streamer account').waitFor();
    await slot.locator('[data-action="signIn.other"]').click();
    await dialog.allow('bot', 'signIn.button', twitch, bot.login);
    await dialog.signedIn('bot', bot.name);
  });

  it('makes the bot a moderator, and asks the channel for that permission first', async function () {
    this.timeout(30_000);
    const { broadcaster, bot } = twitch.users;
    const channel = twitch.world.channel(broadcaster.login);
    assert(channel);
    twitch.world.roleBook.removeModerator(channel.id, bot.id);
    await editor.closeDialog('cancel');
    await editor.openDialog(account);
    const slot = dialog.slot('bot');
    await slot.locator('[data-action="moderator.allow"]').waitFor();
    await editor.screenshot('sign-in-moderator');
    await dialog.allow('bot', 'moderator.allow', twitch, broadcaster.login);
    await slot.locator('[data-action="moderator.make"]').click();
    await slot.locator('.twitch-is-moderator').waitFor();
    assert(twitch.world.mayModerate(channel, bot.id));
  });

  it('warns which rewards another client id would lose, by their names', async function () {
    this.timeout(20_000);
    const { broadcaster } = twitch.users;
    twitch.world.rewards.create(broadcaster.id, twitch.clientId, { title: 'Lamp in blue', cost: 50 });
    twitch.world.rewards.create(broadcaster.id, 'another-client', { title: 'Not made here', cost: 60 });
    // Rewards are only shown to whoever may see them.
    const asked = await nodeRed.postJson(`twitch/accounts/${account}/sign-in`, {
      slot: 'channel',
      use: 'channel',
      clientId: twitch.clientId,
      ...serverOf(twitch.urls),
      scopes: ['channel:manage:redemptions'],
    });
    twitch.approveDevice(String(dig(asked.body, 'userCode')), broadcaster.login);
    const session = `twitch/sign-in/${String(dig(asked.body, 'session'))}`;
    while (dig((await nodeRed.getJson(session)).body, 'state') !== 'done')
      await new Promise((resolve) => setTimeout(resolve, 50));
    const { clientId } = twitch.registerClient({ type: 'public' });
    await editor.page.locator('details[data-fold="own"] summary').click();
    const field = editor.page.locator('#node-config-input-clientId');
    await field.fill(clientId);
    await field.press('Tab');
    const result = editor.page.locator('details[data-fold="own"] .twitch-id-result');
    await result.filter({ hasText: 'everybody has to sign in again' }).waitFor();
    await editor.screenshot('sign-in-client-id');
    const warning = await result.innerText();
    assert.match(warning, /Lamp in blue/);
    assert.doesNotMatch(warning, /Not made here/);
  });

  it('recognises an application that needs a secret', async () => {
    const field = editor.page.locator('#node-config-input-clientId');
    await field.fill(twitch.confidential.clientId);
    await field.press('Tab');
    const result = editor.page.locator('details[data-fold="own"] .twitch-id-result');
    await result.filter({ hasText: 'of type Confidential' }).waitFor();
    await field.fill(twitch.clientId);
    await field.press('Tab');
    await editor.closeDialog('cancel');
  });

  it('tells in one lasting notice that somebody is signed out, and takes it away after the sign-in', async function () {
    this.timeout(40_000);
    const { broadcaster } = twitch.users;
    const notice = editor.page.locator('.red-ui-notification .twitch-signed-out');
    assert.equal(await notice.count(), 0);
    twitch.revokeGrant(twitch.clientId, broadcaster.login);
    // The next call finds out.
    await nodeRed.getJson(`twitch/accounts/${account}/bot-moderator`);
    await notice.waitFor();
    assert.equal(await notice.count(), 1);
    assert.match(await notice.innerText(), new RegExp(`${broadcaster.name} is no longer signed in`));
    await editor.page.locator('.twitch-badge:visible').first().waitFor();
    await editor.page.locator('.red-ui-notification button', { hasText: 'Sign in' }).hover();
    await editor.screenshot('sign-in-notice');
    await editor.page.locator('.red-ui-notification button', { hasText: 'Sign in' }).click();
    await dialog.slot('channel').getByText('no longer accepts').waitFor();
    await notice.waitFor({ state: 'detached' });
    await dialog.allow('channel', 'signIn.again', twitch, broadcaster.login);
    await dialog.slot('channel').locator('.twitch-valid', { hasText: 'Valid until' }).waitFor();
    await editor.closeDialog('cancel');
    await comms.waitForStatus(poll, 'connected');
    assert.equal(await notice.count(), 0);
    await editor.page.locator('.twitch-badge').first().waitFor({ state: 'detached' });
  });

  it('exports neither login nor user id nor client secret', async () => {
    const exported = await editor.page.evaluate(() => {
      const { RED } = globalThis as unknown as {
        RED: { nodes: { createCompleteNodeSet(options: object): unknown } };
      };
      return JSON.stringify(RED.nodes.createCompleteNodeSet({ credentials: false }));
    });
    assert.match(exported, /twitch-account/);
    for (const { id, login } of [twitch.users.broadcaster, twitch.users.bot])
      for (const secret of [id, login]) assert(!exported.includes(secret), secret);
    assert.doesNotMatch(exported, /secret|token|credentials/i);
  });

  it('signs out after one more question, and the nodes say so', async () => {
    await editor.openDialog(account);
    await dialog.button('channel', 'signIn.out').click();
    await dialog.button('channel', 'signIn.outNow').click();
    await dialog.slot('channel').getByText('Nobody is signed in.').waitFor();
    await comms.waitForStatus(poll, 'sign-in');
    await editor.closeDialog('cancel');
  });

  it('has caused no error in the page', () => {
    assert.deepEqual(
      editor.errors.filter((text) => !/ 404 | 502 /.test(text)),
      [],
    );
  });
});
