import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import { DarkTheme, worstContrast } from '../support/dark-theme';
import { dig } from '../support/dig';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { EVERY_ACCOUNT, everyId, everyNode } from '../support/every-dialog';
import { NodeRedProcess, type FlowNode } from '../support/node-red-process';
import { params } from '../support/twitch-flow';

const OUT = 'a0000000000000a2';
const SIGNED_OUT = 'c0000000000000c1';

/** A node of an account that nobody is signed in to. */
const signedOut: readonly FlowNode[] = [
  { id: OUT, type: 'twitch-account', name: 'Out', version: 1, use: 'channel', clientId: 'abc' },
  {
    id: SIGNED_OUT,
    type: 'twitch-stream-info',
    z: 'f0000000000000f1',
    name: '',
    account: OUT,
    version: 1,
    operation: 'category',
    params: params({}),
    x: 500,
    y: 60,
    wires: [],
  },
];

describe('names that dialogs suggest', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({
      flows: [...everyNode(), ...signedOut],
      settings: { twitchAccountPractice: { script: 'none', seed: 1 } },
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
    if (this.currentTest?.isFailed()) {
      await editor.screenshot('failed-suggestions');
      await editor.closeDialog('cancel').catch(() => undefined);
    }
  });

  const row = (field: string): Locator => editor.page.locator(`#dialog-form [data-field="${field}"]`);
  const box = (field: string): Locator => row(field).locator('.twitch-control').getByRole('combobox');
  const list = (field: string): Locator => row(field).getByRole('listbox');
  const option = (field: string, name: string | RegExp): Locator => list(field).getByRole('option', { name });
  const names = async (route: string): Promise<string[]> => {
    const { body } = await nodeRed.getJson(`twitch/accounts/${EVERY_ACCOUNT}/${route}`);
    return (body as { value: string }[]).map(({ value }) => value);
  };

  async function open(type: Parameters<typeof everyId>[0], operation?: string): Promise<void> {
    await editor.openDialog(everyId(type));
    if (operation) await editor.page.locator('#node-input-operation').selectOption(operation);
    await editor.page
      .locator('#dialog-form .twitch-fold')
      .evaluateAll((folds) => folds.forEach((fold) => fold.setAttribute('open', '')));
  }

  it('are categories that Twitch finds for the typed words, taken with the keyboard alone', async () => {
    await open('twitch-stream-info', 'category');
    const input = box('category');
    await input.focus();
    await input.pressSequentially('snail');
    await option('category', 'Turbo Snails').waitFor();
    assert.equal(await input.getAttribute('aria-expanded'), 'true');
    assert.equal(await input.getAttribute('aria-controls'), await list('category').getAttribute('id'));
    await row('category')
      .getByRole('status')
      .filter({ hasText: 'Suggestions: 1' })
      .waitFor({ state: 'attached' });
    assert.equal(await input.getAttribute('aria-activedescendant'), null, 'nothing is chosen unasked');
    await editor.page.keyboard.press('ArrowDown');
    const active = (await input.getAttribute('aria-activedescendant')) ?? '';
    assert.equal(await editor.page.locator(`#${active}`).innerText(), 'Turbo Snails');
    assert.equal(await editor.page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
    await editor.screenshot('suggestions-category');
    await editor.page.keyboard.press('Enter');
    await list('category').waitFor({ state: 'hidden' });
    assert.equal(await input.inputValue(), 'Turbo Snails');
    assert.equal(await input.getAttribute('aria-expanded'), 'false');
    assert.equal(await editor.page.locator('.red-ui-tray').count(), 1, 'the dialog is still open');
    await editor.closeDialog('ok');
    assert.deepEqual(dig(await editor.node(everyId('twitch-stream-info')), 'params.category'), {
      t: 'str',
      v: 'Turbo Snails',
    });
  });

  it('open with arrow down, close with Escape and nothing else, and leave what was typed', async () => {
    await open('twitch-stream-info', 'category');
    const input = box('category');
    await input.fill('');
    await input.press('ArrowDown');
    await option('category', 'Just Chatting').waitFor();
    await input.press('ArrowUp');
    assert.equal(await list('category').locator('[aria-selected="true"]').innerText(), 'Music');
    await input.press('Escape');
    await list('category').waitFor({ state: 'hidden' });
    assert.equal(await editor.page.locator('.red-ui-tray').count(), 1, 'the dialog is still open');
    await input.fill('A game nobody knows');
    await row('category')
      .getByRole('status')
      .filter({ hasText: 'Nothing to suggest' })
      .waitFor({ state: 'attached' });
    await input.press('Enter');
    await input.press('Tab');
    await editor.closeDialog('ok');
    assert.equal(
      dig(await editor.node(everyId('twitch-stream-info')), 'params.category.v'),
      'A game nobody knows',
    );
  });

  it('fill one line of several, with the mouse', async () => {
    await open('twitch-condition', 'category');
    const area = box('category');
    await area.fill('Just Chatting\nlant\nMusic');
    await area.evaluate((element) => {
      const field = element as unknown as { setSelectionRange(from: number, to: number): void };
      field.setSelectionRange(18, 18);
    });
    await area.press('ArrowLeft');
    await area.dispatchEvent('input');
    await option('category', 'Lantern Keep').click();
    assert.equal(await area.inputValue(), 'Just Chatting\nLantern Keep\nMusic');
    await editor.closeDialog('cancel');
  });

  it('are the moderators where a moderator loses the role, the VIPs where a VIP does, nobody where one is made', async () => {
    const [moderators, vips] = [await names('moderators'), await names('vips')];
    assert.ok(moderators.length > 0 && vips.length > 0);
    for (const [operation, expected] of [
      ['removeModerator', moderators],
      ['removeVip', vips],
    ] as const) {
      await open('twitch-moderator-role', operation);
      await box('whom').press('ArrowDown');
      await list('whom')
        .getByRole('option')
        .nth(expected.length - 1)
        .waitFor();
      assert.equal(await list('whom').getByRole('option').count(), expected.length);
      await box('whom').press('ArrowDown');
      await box('whom').press('Enter');
      assert.equal(await box('whom').inputValue(), expected[0]);
      await editor.closeDialog('cancel');
    }
    await open('twitch-moderator-role', 'moderator');
    assert.equal(await box('whom').count(), 0);
    await editor.closeDialog('cancel');
  });

  it('are people with a role in a list of names, each at its place', async () => {
    const [moderator = ''] = await names('moderators');
    await open('twitch-command');
    await box('alsoPeople').fill('ana, ');
    await box('alsoPeople').pressSequentially(moderator.slice(0, 4));
    await option('alsoPeople', new RegExp(moderator, 'i')).first().waitFor();
    await box('alsoPeople').press('ArrowDown');
    await box('alsoPeople').press('Enter');
    assert.equal(await box('alsoPeople').inputValue(), `ana, ${moderator}`);
    await editor.closeDialog('cancel');
  });

  it('are channels: the own one at once, all others by the beginning of their name', async () => {
    const [own = ''] = await names('channels');
    await open('twitch-event');
    await box('about').press('ArrowDown');
    await option('about', new RegExp(own, 'i')).waitFor();
    await box('about').press('Escape');
    const found = (await names('channels?q=a')).find((login) => login !== own) ?? own;
    await box('about').fill(found.slice(0, 3));
    await option('about', new RegExp(found, 'i')).first().click();
    assert.equal(await box('about').inputValue(), found);
    await editor.closeDialog('cancel');
  });

  it('are rewards by their titles, one a line', async () => {
    await open('twitch-points-reward', 'show');
    await box('rewards').fill('Posture check\nlamp');
    await option('rewards', 'Lamp colour (500)').click();
    assert.equal(await box('rewards').inputValue(), 'Posture check\nLamp colour');
    await editor.closeDialog('cancel');
  });

  it('are the few values of a field that takes no others', async () => {
    await open('twitch-commercial', 'run');
    await box('length').press('ArrowDown');
    assert.deepEqual(await list('length').getByRole('option').allInnerTexts(), [
      '30',
      '60',
      '90',
      '120',
      '150',
      '180',
    ]);
    await option('length', '90').click();
    assert.equal(await box('length').inputValue(), '90');
    await editor.closeDialog('cancel');
  });

  it('do not come for a placeholder, nor for a value from the message', async () => {
    await open('twitch-stream-info', 'category');
    await box('category').fill('{payload.game}');
    await row('category')
      .getByRole('status')
      .filter({ hasText: 'Nothing to suggest' })
      .waitFor({ state: 'attached' });
    await row('category').locator('.red-ui-typedInput-type-select').click();
    await editor.page.locator('.red-ui-typedInput-options:visible a', { hasText: 'msg.' }).click();
    await box('category').press('ArrowDown');
    assert.equal(await list('category').isVisible(), false);
    await editor.closeDialog('cancel');
  });

  it('of emotes stand in a menu beside the text, and go in where the cursor is', async () => {
    const [emote = ''] = await names('emotes');
    await open('twitch-send-message', 'send');
    const area = row('text').locator('textarea');
    await area.fill('Hello ');
    await row('text').locator('.twitch-emotes option', { hasText: emote }).waitFor({ state: 'attached' });
    await row('text').getByRole('combobox', { name: 'Emotes' }).selectOption(emote);
    assert.equal(await area.inputValue(), `Hello ${emote} `);
    await editor.screenshot('suggestions-emotes');
    await editor.closeDialog('cancel');
    await open('twitch-timer');
    await row('lines').locator('.twitch-emotes option', { hasText: emote }).waitFor({ state: 'attached' });
    await editor.closeDialog('cancel');
  });

  it('are missing where nobody is signed in, the reason is said, and the name is typed', async () => {
    await editor.openDialog(SIGNED_OUT);
    await box('category').fill('Chess');
    await row('category').getByText('No suggestions: Nobody is signed in').waitFor();
    await editor.screenshot('suggestions-signed-out');
    await editor.closeDialog('ok');
    const saved = await editor.node(SIGNED_OUT);
    assert.deepEqual(dig(saved, 'params.category'), { t: 'str', v: 'Chess' });
    assert.equal(saved['valid'], true);
  });

  it('are legible in a dark theme, with one chosen, and so is a sentence that something is wrong', async () => {
    const theme = await DarkTheme.install(editor.page);
    await theme.turn(true);
    await open('twitch-points-reward', 'change');
    await box('rewards').fill('lamp');
    await option('rewards', 'Lamp colour (500)').waitFor();
    await box('rewards').press('ArrowDown');
    assert.deepEqual(await worstContrast(editor.page, '#dialog-form'), []);
    await editor.screenshot('suggestions-dark');
    await box('rewards').press('Escape');
    await row('color').locator('.red-ui-typedInput-input').fill('purple');
    await row('color').getByText('"Color" is no color').waitFor();
    assert.deepEqual(await worstContrast(editor.page, '#dialog-form'), []);
    await editor.closeDialog('cancel');
  });

  it('have caused no error in the page', () => {
    // The refusal that the dialog shows as a sentence stands in the browser's console, too.
    assert.deepEqual(
      editor.errors.filter((text) => !/status of 502/.test(text)),
      [],
    );
  });
});
