import type { Locator } from 'playwright-core';
import type { Step } from '../data/every-node';
import type { EditorPage } from './editor-browser';

/** Where the words of a field go: its big box, its typed input, or its plain one. */
const BOXES = ['textarea', '.red-ui-typedInput-input', 'input[type=text]', 'input[type=number]'];

/** Does in the open dialog what a person would, with clicks and keys. */
export async function fillDialog(editor: EditorPage, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await take(editor, step);
}

async function take(editor: EditorPage, step: Step): Promise<void> {
  if ('do' in step) {
    await editor.page.locator('#node-input-operation').selectOption(step.do);
    return;
  }
  const row = editor.page.locator(`#dialog-form [data-field="${step.field}"]`);
  await row.waitFor();
  if ('type' in step) await type(await boxOf(row), step.type);
  if ('search' in step) await type(row.locator('.twitch-search'), step.search);
  if ('choose' in step) await row.locator('select').last().selectOption(step.choose);
  if ('tick' in step) {
    const value = step.box === undefined ? '' : `[value="${step.box}"]`;
    await row.locator(`input[type=checkbox]${value}`).setChecked(step.tick);
  }
}

async function boxOf(row: Locator): Promise<Locator> {
  for (const kind of BOXES) {
    const box = row.locator(`${kind}:visible`).first();
    if ((await box.count()) > 0) return box;
  }
  throw new Error(`nothing can be typed into ${String(row)}`);
}

async function type(box: Locator, words: string): Promise<void> {
  await box.click();
  await box.press('Control+A');
  await box.pressSequentially(words);
}
