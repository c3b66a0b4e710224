import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import type { NodeType } from '../../src/definitions/definition';
import { beyondLimits, type BeyondLimit } from '../support/beyond-limits';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { definitionOf, everyId, everyNode, everyType } from '../support/every-dialog';
import { NodeRedProcess } from '../support/node-red-process';

/** Of a limit that several operations share, one is tried. */
function casesOf(type: NodeType): readonly BeyondLimit[] {
  const seen = new Set<string>();
  return beyondLimits(definitionOf(type)).filter(({ field, key }) => {
    const isNew = !seen.has(`${field} ${key}`);
    seen.add(`${field} ${key}`);
    return isNew;
  });
}

/** The limit as the sentence shows it: of a duration in its largest whole unit. */
function shown({ control, says }: BeyondLimit): string {
  if (control !== 'duration') return says;
  const seconds = Number(says);
  const units = { day: 86_400, hour: 3600, minute: 60, second: 1 };
  const [unit = 'second', each = 1] =
    Object.entries(units).find(([, size]) => seconds !== 0 && seconds % size === 0) ?? [];
  return `${seconds / each} ${unit}`;
}

describe('while somebody types', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start({
      flows: everyNode(),
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

  const row = (field: string): Locator => editor.page.locator(`#dialog-form [data-field="${field}"]`);
  const problem = (field: string): Locator => row(field).locator(':scope > .twitch-problem');
  const saysNothing = (field: string): Promise<void> =>
    problem(field).filter({ hasText: /^$/ }).waitFor({ state: 'attached' });

  /** What is typed into: the text area, the field of a typedInput, or a plain one. */
  async function control(field: string): Promise<Locator> {
    const area = row(field).locator('textarea:visible');
    if ((await area.count()) > 0) return area;
    const typed = row(field).locator('.red-ui-typedInput-input:visible');
    return (await typed.count()) > 0
      ? typed
      : row(field).locator('.twitch-control input:not(.twitch-check):visible').first();
  }

  async function choose(type: NodeType, { operation, others }: BeyondLimit): Promise<void> {
    const operations = editor.page.locator('#node-input-operation');
    if (definitionOf(type).kind === 'action' && (await operations.count()) > 0)
      await operations.selectOption(operation);
    for (const [name, value] of Object.entries(others)) {
      if (typeof value === 'boolean') await row(name).locator('input').setChecked(value);
      else if (definitionOf(type).fields.find((field) => field.name === name)?.control === 'select')
        await row(name).locator('select').first().selectOption(value);
    }
    await editor.page
      .locator('#dialog-form .twitch-fold')
      .evaluateAll((folds) => folds.forEach((fold) => fold.setAttribute('open', '')));
  }

  for (const type of everyType.filter((candidate) => casesOf(candidate).length > 0)) {
    it(`${type} says in a sentence what would be right, and takes it back`, async function () {
      this.timeout(40_000);
      await editor.openDialog(everyId(type));
      for (const found of casesOf(type)) {
        await choose(type, found);
        const input = await control(found.field);
        const unit = row(found.field).locator('.twitch-duration-unit');
        if ((await unit.count()) > 0) await unit.selectOption('1');
        await input.fill(String(found.value));
        await problem(found.field)
          .filter({ hasText: shown(found) })
          .waitFor();
        assert.equal(await input.getAttribute('aria-invalid'), 'true');
        const described = (await input.getAttribute('aria-describedby')) ?? '';
        assert.equal(await problem(found.field).getAttribute('id'), described);
        await input.fill(String(found.fits));
        await saysNothing(found.field);
        assert.equal(await input.getAttribute('aria-invalid'), null);
      }
      await editor.closeDialog('cancel');
    });
  }

  it('an empty field is told of only when somebody was in it', async () => {
    await editor.openDialog(everyId('twitch-command'));
    await saysNothing('command');
    const input = await control('command');
    await input.fill('');
    await problem('command').filter({ hasText: 'is empty' }).waitFor();
    await editor.screenshot('limits-empty');
    await editor.closeDialog('cancel');
  });

  it('a poll is shown as viewers will see it, whole line or not, and what to type for the rest', async () => {
    await editor.openDialog(everyId('twitch-poll'));
    await editor.page.locator('#node-input-operation').selectOption('run');
    const preview = row('choices').locator('.twitch-choices-preview');
    const shows = (text: RegExp): Promise<void> => preview.filter({ hasText: text }).waitFor();
    await shows(/Best snack\?\s*A\s*B\s*For this somebody types: !poll Best snack\? \| A \| B/);
    await (await control('question')).fill('Which game, {user}?');
    await shows(/Which game, Ana\?\s*A\s*B\s*For this somebody types: !poll A \| B/);
    await (await control('choices')).fill('Chess\nGo');
    await shows(/Which game, Ana\?\s*Chess\s*Go\s*$/);
    await (await control('choices')).fill('');
    await (await control('question')).fill('Tea or coffee? | Tea | Coffee | Both');
    await shows(/Tea or coffee\?\s*Tea\s*Coffee\s*Both\s*$/);
    await (await control('question')).fill('Tea? | A choice of more than 25 characters | No');
    await problem('question').filter({ hasText: 'at most 25' }).waitFor();
    await editor.screenshot('poll-preview');
    await editor.closeDialog('cancel');
  });

  it('a text that speaks of the result is shown with a result', async () => {
    await editor.openDialog(everyId('twitch-shoutout'));
    await row('say').locator('input').check();
    await row('text')
      .locator('.twitch-preview', { hasText: 'Go and see Ben, last seen with Chess' })
      .waitFor();
    await editor.closeDialog('cancel');
  });

  it('a reward that is made has its limits, too', async () => {
    await editor.openDialog(everyId('twitch-reward-redemption'));
    await editor.page.getByRole('button', { name: 'Make a reward' }).click();
    const maker = editor.page.locator('.twitch-reward-maker');
    const inputs = maker.locator('input');
    await inputs.nth(0).fill('x'.repeat(46));
    await maker.getByText('"Title" has 46 characters, at most 45 are allowed.').waitFor();
    await inputs.nth(0).fill('x'.repeat(45));
    await maker.getByText('at most 45').waitFor({ state: 'detached' });
    await inputs.nth(1).fill('0');
    await maker.getByText('"Costs" is 0, the least is 1.').waitFor();
    await editor.closeDialog('cancel');
  });

  it('nothing has gone wrong in the page', () => {
    assert.deepEqual(editor.errors, []);
  });
});
