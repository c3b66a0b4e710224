import type { Locator, Page } from 'playwright-core';
import type { Simulator } from '../../src/simulator/simulator';
import type { EditorPage } from './editor-browser';

/** An account's dialog, worked as a streamer works it. */
export class AccountDialog {
  readonly #editor: EditorPage;

  constructor(editor: EditorPage) {
    this.#editor = editor;
  }

  get page(): Page {
    return this.#editor.page;
  }

  slot(name: 'channel' | 'bot'): Locator {
    return this.page.locator(`[data-slot="${name}"]`);
  }

  button(slot: 'channel' | 'bot', action: string): Locator {
    return this.slot(slot).locator(`[data-action="${action}"]`);
  }

  /** Waits for the code that is shown. */
  async code(slot: 'channel' | 'bot'): Promise<string> {
    return (await this.slot(slot).locator('.twitch-code').innerText()).trim();
  }

  /** Presses a button, then Allow at Twitch as this person. */
  async allow(slot: 'channel' | 'bot', action: string, twitch: Simulator, login: string): Promise<void> {
    await this.button(slot, action).click();
    twitch.approveDevice(await this.code(slot), login);
  }

  async signedIn(slot: 'channel' | 'bot', name: string): Promise<void> {
    await this.slot(slot).locator('.twitch-signed-in', { hasText: name }).waitFor();
  }

  /** Fills in a server of one's own, as a developer does. */
  async useServer(urls: Simulator['urls']): Promise<void> {
    const { page } = this;
    const more = page.locator('details[data-fold="more"]');
    if ((await more.getAttribute('open')) === null) await more.locator('summary').click();
    await page.locator('#node-config-input-server').selectOption('custom');
    await page.locator('#node-config-input-idUrl').fill(urls.id);
    await page.locator('#node-config-input-helixUrl').fill(urls.helix);
    await page.locator('#node-config-input-ircUrl').fill(urls.irc);
    await page.locator('#node-config-input-eventSubUrl').fill(urls.eventSub);
    await more.locator('summary').click();
  }
}
