import type { EditorPage } from './editor-browser';
import { DarkTheme, worstContrast } from './dark-theme';
import { unreadable } from './layout-check';

const TRAY = '.red-ui-tray-body';
const KEY = /@streamwire|twitch-[a-z]+\.|undefined|\[object/;

/** Looks at the open dialog as a person does: is all of it there, can all of it be read, in a light and in a dark theme? */
export class DialogLook {
  readonly #editor: EditorPage;
  readonly #dark: DarkTheme;
  readonly #language: string;

  private constructor(editor: EditorPage, dark: DarkTheme, language: string) {
    this.#editor = editor;
    this.#dark = dark;
    this.#language = language;
  }

  /** @param language names the pictures */
  static async open(editor: EditorPage, language = 'en-US'): Promise<DialogLook> {
    return new DialogLook(editor, await DarkTheme.install(editor.page), language);
  }

  /** Opens what is folded; what is cut off, covered, without a translation: one sentence each. */
  async layout(form = '#dialog-form'): Promise<string[]> {
    const { page } = this.#editor;
    const folded = page.locator('.twitch-fold:not([open]) > summary:visible');
    while ((await folded.count()) > 0) await folded.first().click();
    const found = await unreadable(page, TRAY);
    const key = KEY.exec(await page.locator(form).innerText());
    return key ? [...found, `the key ${key[0]} is shown untranslated`] : found;
  }

  /** Words that do not stand out from what is behind them, in both themes, with a picture of each in `screenshots/`. */
  async themes(name: string, form = '#dialog-form'): Promise<string[]> {
    const found: string[] = [];
    for (const theme of ['light', 'dark'] as const) {
      await this.#dark.turn(theme === 'dark');
      const pale = await worstContrast(this.#editor.page, form);
      found.push(...pale.map((text) => `in the ${theme} theme too pale: ${text}`));
      await this.#editor.screenshot(`dialog-${this.#language}-${theme}-${name}`);
    }
    await this.#dark.turn(false);
    return found;
  }
}
