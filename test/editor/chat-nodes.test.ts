import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { NodeRedProcess, type FlowNode } from '../support/node-red-process';
import { params } from '../support/twitch-flow';

const ACCOUNT = 'a0000000000000a1';

function nodeOf(id: string, type: string, y: number, rest: Record<string, unknown>): FlowNode {
  return {
    id,
    type,
    z: 'f0000000000000f1',
    name: '',
    account: ACCOUNT,
    version: 1,
    x: 200,
    y,
    wires: [],
    ...rest,
  };
}

const flow: FlowNode[] = [
  { id: 'f0000000000000f1', type: 'tab', label: 'Chat' },
  { id: ACCOUNT, type: 'twitch-account', name: '', version: 1, use: 'practice' },
  nodeOf('b000000000000001', 'twitch-command', 60, { params: params({ command: 'give' }) }),
  nodeOf('b000000000000002', 'twitch-timer', 120, { params: params({ lines: 'One' }) }),
  nodeOf('b000000000000003', 'twitch-condition', 180, { operation: '', params: {} }),
  nodeOf('b000000000000004', 'twitch-first-chatter', 240, { params: {} }),
  nodeOf('b000000000000005', 'twitch-chat', 300, { params: {} }),
  nodeOf('b000000000000006', 'twitch-send-message', 360, { operation: 'send', params: {} }),
];

describe('the dialogs of the chat nodes', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({
      flows: flow,
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

  const row = (field: string) => editor.page.locator(`#dialog-form [data-field="${field}"]`);
  const outcome = () => row('sample').locator('.twitch-outcome');
  const unfold = () => editor.page.locator('#dialog-form .twitch-fold > summary').click();
  const shows = (pattern: RegExp) => outcome().filter({ hasText: pattern }).waitFor();

  it('show what a line would do while it is typed, and while the command changes', async () => {
    await editor.openDialog('b000000000000001');
    await shows(/It runs\./);
    await unfold();
    await row('arguments').locator('input').fill('<user> <amount:number> [reason...]');
    await shows(/Arguments: user = Ben, amount = 5, reason = a few words/);
    assert.equal(
      await row('sample').locator('input').getAttribute('placeholder'),
      '!give @Ben 5 a few words',
    );
    await row('sample').locator('input').fill('!give @Ana lots');
    await shows(/refused: use it like this: !give <user> <amount> \[reason\]/);
    await row('usage').locator('input').fill('Say !give, a name and a number.');
    await shows(/refused: Say !give, a name and a number\./);
    await row('sample').locator('input').fill('hello');
    await shows(/Nothing happens/);
    await row('aliases').locator('input').fill('hello');
    await row('prefix').locator('input').fill('');
    await row('sample').locator('input').fill('hello @Ana 7');
    await shows(/Aimed at: Ana/);
    await editor.screenshot('dialog-twitch-command-sample');
    await editor.closeDialog('ok');
    const node = await editor.node('b000000000000001');
    const saved = node['params'] as Record<string, { v: unknown }>;
    assert.equal(saved['sample']?.v, 'hello @Ana 7');
  });

  it('try a pattern at once, and neither hang nor lie about one that takes too long', async () => {
    await editor.openDialog('b000000000000001');
    await row('match').locator('select').selectOption('pattern');
    await row('command').locator('input').fill('^gg (?<user>\\w+)');
    await row('arguments').locator('input').fill('');
    await row('sample').locator('input').fill('GG Tidewater well played');
    await shows(/It runs\.\s*Words: well played\s*Arguments: user = Tidewater\s*Aimed at: Tidewater/);
    await row('command').locator('input').fill('^(a+)+$');
    await row('sample')
      .locator('input')
      .fill(`${'a'.repeat(60)}!`);
    await shows(/takes too long at this line/);
    await row('sample').locator('input').fill('aaaa');
    await shows(/It runs/);
    await row('command').locator('input').fill('(');
    await shows(/cannot be tried yet/);
    await editor.screenshot('dialog-twitch-command-pattern');
    await editor.closeDialog('ok');
    const node = await editor.node('b000000000000001');
    assert.equal(node['valid'], false);
    assert.match(JSON.stringify(node['validationErrors']), /no valid pattern/);
  });

  it('ask for the switch only where one is wanted', async () => {
    for (const id of ['b000000000000005', 'b000000000000004', 'b000000000000002']) {
      await editor.openDialog(id);
      await unfold();
      assert.equal(await row('gateValue').isVisible(), false);
      await row('gate').locator('select').selectOption('unless');
      assert.equal(await row('gateValue').isVisible(), true);
      await row('gateValue').locator('.red-ui-typedInput-input').fill('quiet');
      await editor.screenshot(`dialog-gate-${id.at(-1)}`);
      await editor.closeDialog('ok');
      const { params: saved, valid } = await editor.node(id);
      assert.deepEqual(saved, {
        ...(id === 'b000000000000002' ? { lines: { t: 'str', v: 'One' } } : {}),
        gate: { t: 'str', v: 'unless' },
        gateValue: { t: 'flow', v: 'quiet' },
      });
      assert.notEqual(valid, false);
    }
  });

  it('offer placeholders for the lines of a timer, with a preview', async () => {
    await editor.openDialog('b000000000000002');
    await row('lines').locator('textarea').fill('');
    await row('lines').getByLabel('Insert: Lines').selectOption('{channel}');
    assert.match(await row('lines').locator('.twitch-preview').innerText(), /YourChannel/);
    await editor.closeDialog('cancel');
  });

  it('have a box and its words in one line, and a text with room to write', async () => {
    await editor.openDialog('b000000000000002');
    const box = await row('onlyLive').locator('input').boundingBox();
    const words = await row('onlyLive').locator('.twitch-check-label').boundingBox();
    assert.ok(box && words && box.width < 30 && words.x - (box.x + box.width) < 20 && words.height < 30);
    await editor.closeDialog('cancel');
    await editor.openDialog('b000000000000006');
    const area = await row('text').locator('textarea').boundingBox();
    assert.ok(area && area.width > 200, `the text is ${area?.width} wide`);
    await editor.closeDialog('cancel');
  });

  it('leave a condition invalid until it is chosen what it looks at', async () => {
    await editor.openDialog('b000000000000003');
    await editor.screenshot('dialog-twitch-condition-none');
    await editor.closeDialog('ok');
    assert.equal((await editor.node('b000000000000003'))['valid'], false);
    await editor.openDialog('b000000000000003');
    await editor.page.locator('#node-input-operation').selectOption('cooldown');
    await editor.screenshot('dialog-twitch-condition-cooldown');
    await editor.closeDialog('ok');
    assert.notEqual((await editor.node('b000000000000003'))['valid'], false);
  });

  it('have caused no error in the page', () => {
    assert.deepEqual(editor.errors, []);
  });
});
