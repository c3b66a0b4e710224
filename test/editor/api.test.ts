import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { NodeRedProcess } from '../support/node-red-process';

const ACCOUNT = 'a0000000000000a1';
const API = 'b0000000000000b1';

describe('the dialog of any Twitch call', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({
      flows: [
        { id: 'f0000000000000f1', type: 'tab', label: 'Calls' },
        { id: ACCOUNT, type: 'twitch-account', name: '', version: 1, use: 'practice' },
        {
          id: API,
          type: 'twitch-api',
          z: 'f0000000000000f1',
          name: '',
          account: ACCOUNT,
          version: 1,
          operation: 'call',
          params: { call: { v: 'get-users', t: 'str' } },
          x: 200,
          y: 60,
          wires: [],
        },
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

  async function choose(call: string, words: string): Promise<void> {
    await editor.openDialog(API);
    await editor.page.locator('[data-field="call"] .twitch-search').fill(words);
    await editor.page.locator('[data-field="call"] select').selectOption(call);
    await editor.page.locator('.twitch-parameter').first().waitFor({ state: 'attached' });
  }

  function parameter(name: string) {
    return editor.page.locator(`.twitch-parameter[data-parameter="${name}"]`);
  }

  async function savedFields(): Promise<Record<string, { v: unknown; t: string }>> {
    const { params } = await editor.node(API);
    return (params as { fields: { v: Record<string, { v: unknown; t: string }> } }).fields.v;
  }

  it('has what is needed first, and says of a limit while somebody types', async () => {
    await choose('create-poll', 'create poll');
    const names = await editor.page
      .locator('[data-field="fields"] > .twitch-control > .twitch-parameter > label')
      .allInnerTexts();
    assert.deepEqual(names, ['title', 'choices', 'duration']);
    const title = parameter('title');
    await title.locator('.red-ui-typedInput-input').fill('x'.repeat(61));
    assert.match(await title.locator('.twitch-problem').innerText(), /At most 60 characters; it has 61/);
    const duration = parameter('duration');
    await duration.locator('.red-ui-typedInput-input').fill('14');
    assert.match(await duration.locator('.twitch-problem').innerText(), /At least 15/);
    const choices = parameter('choices').locator('[data-inner-field="title"]');
    await choices.nth(0).fill('Chips');
    assert.match(await parameter('choices').locator('.twitch-problem').innerText(), /At least 2/);
    await choices.nth(1).fill('y'.repeat(26));
    assert.match(await parameter('choices').locator('.twitch-problem').innerText(), /At most 25 characters/);
    await editor.screenshot('api-limits');
    await title.locator('.red-ui-typedInput-input').fill('Best snack?');
    await duration.locator('.red-ui-typedInput-input').fill('60');
    assert.equal(await title.locator('.twitch-problem').innerText(), '');
    assert.equal(await duration.locator('.twitch-problem').innerText(), '');
    await editor.closeDialog('cancel');
  });

  it('makes a call that is not in the list by its path', async () => {
    await editor.openDialog(API);
    await editor.page.locator('[data-field="call"] .twitch-search').fill('brand new call');
    await editor.page.locator('[data-field="call"] select').selectOption('other');
    const row = (name: string) => editor.page.locator(`[data-field="${name}"]`);
    for (const name of ['method', 'path', 'query', 'body']) await row(name).waitFor({ state: 'visible' });
    assert.equal(await editor.page.locator('.twitch-parameter').count(), 0);
    await row('path').locator('.red-ui-typedInput-input, textarea').first().fill('/brand/new');
    await editor.closeDialog('ok');
    const { params } = (await editor.node(API)) as { params: Record<string, { v: unknown }> };
    assert.equal(params['call']?.v, 'other');
    assert.equal(params['path']?.v, '/brand/new');
  });

  it('has lists of objects to fill in, and keeps them without anybody writing JSON', async () => {
    await choose('check-automod-status', 'check automod');
    const data = parameter('data');
    await data.locator('[data-inner-field="msg_id"]').fill('1');
    await data.locator('[data-inner-field="msg_text"]').fill('hello there');
    await data.locator('.twitch-add').click();
    await data.locator('[data-inner-field="msg_id"]').nth(1).fill('2');
    await data.locator('[data-inner-field="msg_text"]').nth(1).fill('{payload}');
    await editor.screenshot('api-objects');
    await editor.closeDialog('ok');
    const { data: saved } = await savedFields();
    assert.deepEqual(JSON.parse(String(saved?.v)), [
      { msg_id: '1', msg_text: 'hello there' },
      { msg_id: '2', msg_text: '{payload}' },
    ]);
    assert.equal(saved?.t, 'json');
    await editor.openDialog(API);
    await parameter('data').locator('[data-inner-field="msg_id"]').nth(1).waitFor();
    assert.equal(
      await parameter('data').locator('[data-inner-field="msg_text"]').first().inputValue(),
      'hello there',
    );
    await editor.closeDialog('cancel');
  });

  it('has objects inside the objects of a list to fill in as well', async () => {
    await choose('update-conduit-shards', 'conduit shards');
    const shards = parameter('shards');
    await shards.locator('.twitch-object > label [data-inner-field="id"]').first().fill('0');
    const transport = shards.locator('[data-inner="transport"]');
    assert.equal(await transport.count(), 1);
    await transport.locator('select[data-inner-field="method"]').selectOption('webhook');
    await transport.locator('[data-inner-field="callback"]').fill('https://example.com/hook');
    await transport.locator('[data-inner-field="secret"]').fill('short');
    assert.match(await shards.locator('.twitch-problem').innerText(), /At least 10 characters/);
    await transport.locator('[data-inner-field="secret"]').fill('long-enough-secret');
    assert.equal(await shards.locator('.twitch-problem').innerText(), '');
    await shards.locator('.twitch-add').last().click();
    await shards.locator('[data-inner="transport"]').nth(1).waitFor();
    await editor.screenshot('api-nested-objects');
    await editor.closeDialog('ok');
    assert.deepEqual(JSON.parse(String((await savedFields())['shards']?.v)), [
      {
        id: '0',
        transport: { method: 'webhook', callback: 'https://example.com/hook', secret: 'long-enough-secret' },
      },
    ]);
    await editor.openDialog(API);
    await parameter('shards').locator('[data-inner="transport"]').waitFor();
    assert.equal(
      await parameter('shards').locator('[data-inner-field="callback"]').inputValue(),
      'https://example.com/hook',
    );
    await editor.closeDialog('cancel');
  });

  it('has names and values to fill in where the names depend on the event', async () => {
    await choose('create-eventsub-subscription', 'create eventsub');
    const condition = parameter('condition');
    await condition.locator('[data-inner-field="name"]').fill('to_broadcaster_user_id');
    await condition.locator('[data-inner-field="value"]').fill('lumen_forge');
    const offered = await condition
      .locator('datalist option')
      .evaluateAll((options) => options.map((option) => option.getAttribute('value')));
    assert.ok(offered.includes('to_broadcaster_user_id') && offered.includes('reward_id'));
    await editor.screenshot('api-free-names');
    await editor.closeDialog('ok');
    assert.deepEqual(JSON.parse(String((await savedFields())['condition']?.v)), {
      to_broadcaster_user_id: 'lumen_forge',
    });
  });

  it('has a drop-down where Twitch knows the values, and takes a name for a person', async () => {
    await choose('get-unban-requests', 'unban requests');
    const status = parameter('status');
    await status.locator('.red-ui-typedInput-option-trigger').click();
    await editor.page.locator('.red-ui-typedInput-options a[value="pending"]:visible').click();
    await editor.page.locator('[data-field="fields"] details > summary').click();
    assert.equal(
      await parameter('user_id').locator('.red-ui-typedInput-input').getAttribute('placeholder'),
      'a name, or an id',
    );
    await editor.screenshot('api-drop-down');
    await editor.closeDialog('ok');
    assert.deepEqual((await savedFields())['status'], { t: 'str', v: 'pending' });
  });

  it('shows the permission, and asks how many only where all pages are read', async () => {
    await choose('get-banned-users', 'banned users');
    assert.match(await editor.page.locator('.twitch-permission').innerText(), /ban/i);
    assert.match(await editor.page.locator('[data-field="fields"]').innerText(), /streamer's own sign-in/);
    const most = editor.page.locator('[data-field="most"]');
    assert.equal(await most.isVisible(), false);
    await editor.page.locator('[data-field="pages"] select').selectOption('each');
    await most.waitFor({ state: 'visible' });
    await editor.screenshot('api-pages');
    await editor.closeDialog('cancel');
  });

  it('has caused no error in the page', () => {
    assert.deepEqual(editor.errors, []);
  });
});
