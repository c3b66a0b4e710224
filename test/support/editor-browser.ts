import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { projectRoot } from './node-red-process';

/** What the functions that run in the page use of it: the tests are compiled for Node alone. */
interface PageElement {
  getAnimations(): unknown[];
}
declare const document: {
  querySelector(selector: string): unknown;
  querySelectorAll(selector: string): Iterable<PageElement>;
};
declare function getComputedStyle(element: PageElement): { readonly right: string };

/** Where Debian puts it; `CHROMIUM` names another one. */
const CANDIDATES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const WIDTH = 1400;
const HEIGHT = 1000;

/** @throws if there is no Chromium: an editor test without a browser would prove nothing */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = CANDIDATES.find((candidate) => candidate !== undefined && existsSync(candidate));
  if (!executablePath) {
    throw new Error(
      'No Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.',
    );
  }
  return await chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface OpenOptions {
  /** Of a Node-RED that wants one. */
  readonly login?: { readonly username: string; readonly password: string };
  /** What the browser asks for: the editor follows it. Default `en-US`. */
  readonly language?: string;
}

/** An editor that is loaded to its end, with everything that went wrong in the page in `errors`. */
export class EditorPage {
  readonly page: Page;
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/favicon|net::ERR_/.test(message.text()))
        this.errors.push(message.text());
    });
  }

  static async open(
    browser: Browser,
    url: string,
    { login, language = 'en-US' }: OpenOptions = {},
  ): Promise<EditorPage> {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, locale: language });
    const editor = new EditorPage(page);
    // The editor asks for its catalogue of nodes and for news: nothing but loopback is reached from here.
    await page.route(
      (address) => address.hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    await page.goto(url);
    if (login) {
      await page.locator('#node-dialog-login-username').fill(login.username);
      await page.locator('#node-dialog-login-password').fill(login.password);
      await page.locator('#node-dialog-login-submit').click();
    }
    await page.waitForFunction(() => {
      const red = (globalThis as unknown as { RED?: { nodes?: { eachNode?: unknown } } }).RED;
      return (
        red?.nodes?.eachNode !== undefined && document.querySelector('#red-ui-palette-container') !== null
      );
    });
    await page.locator('.red-ui-palette-node[data-palette-type="twitch-api"]').waitFor({ state: 'attached' });
    await page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
    return editor;
  }

  /** A picture for human eyes, in `screenshots/`, which git ignores. */
  async screenshot(name: string): Promise<void> {
    const folder = path.join(projectRoot(), 'screenshots');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`) });
  }

  /** Types into the palette's search field, and returns which nodes of this package are left, in order of their names. */
  async searchPalette(words: string): Promise<string[]> {
    const search = this.page.locator('#red-ui-palette-search input');
    await search.fill('');
    await search.pressSequentially(words);
    // The editor searches a moment after the last key, and then notes what was searched.
    await this.page.waitForFunction((wanted) => {
      const { settings } = (globalThis as unknown as EditorGlobals).RED;
      const noted = JSON.parse(settings.getLocal('palette-state') || '{}') as { filter?: string };
      return noted.filter === wanted;
    }, words);
    const left = this.page.locator('.red-ui-palette-node[data-palette-type^="twitch-"]:visible');
    const types = await left.evaluateAll((nodes) =>
      nodes.map((node) => (node as unknown as { dataset: { paletteType: string } }).dataset.paletteType),
    );
    return types.toSorted();
  }

  /** Adds a node as a drop from the palette does, and returns its id. */
  async drop(type: string, x = 200, y = 100): Promise<string> {
    const element = this.page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
    const before = await this.nodeIds();
    const box = await this.page.locator('#red-ui-workspace-chart').boundingBox();
    if (!box) throw new Error('there is no workspace');
    await element.hover();
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + x, box.y + y, { steps: 12 });
    await this.page.mouse.up();
    await this.page.waitForFunction((count) => {
      let nodes = 0;
      (globalThis as unknown as EditorGlobals).RED.nodes.eachNode(() => void (nodes += 1));
      return nodes > count;
    }, before.length);
    const added = (await this.nodeIds()).find((id) => !before.includes(id));
    if (!added) throw new Error(`${type} was not dropped`);
    return added;
  }

  nodeIds(): Promise<string[]> {
    return this.page.evaluate(() => {
      const ids: string[] = [];
      (globalThis as unknown as EditorGlobals).RED.nodes.eachNode((node) => void ids.push(node.id));
      return ids;
    });
  }

  /** A node's properties as plain data. */
  async node(id: string): Promise<Record<string, unknown>> {
    return await this.page.evaluate((wanted) => {
      const node = (globalThis as unknown as EditorGlobals).RED.nodes.node(wanted) as Record<string, unknown>;
      const names = [
        'id',
        'type',
        'name',
        'account',
        'operation',
        'params',
        'changed',
        'valid',
        'use',
        'validationErrors',
      ];
      return JSON.parse(
        JSON.stringify(Object.fromEntries(names.map((name) => [name, node[name]]))),
      ) as Record<string, unknown>;
    }, id);
  }

  async openDialog(id: string): Promise<void> {
    await this.page.evaluate((wanted) => {
      const { RED } = globalThis as unknown as EditorGlobals;
      const node = RED.nodes.node(wanted) as { type: string; _def: { category: string } };
      if (node._def.category === 'config') RED.editor.editConfig('', node.type, wanted);
      else RED.editor.edit(node);
    }, id);
    await this.settleDialog();
  }

  /** Waits until the dialog that is being opened can be worked with: it lies outside for a moment, then slides in. */
  async settleDialog(): Promise<void> {
    await this.page.locator('.red-ui-tray').last().waitFor();
    await this.page.waitForFunction(() => {
      const tray = [...document.querySelectorAll('.red-ui-tray')].at(-1);
      return (
        tray !== undefined && getComputedStyle(tray).right === '0px' && tray.getAnimations().length === 0
      );
    });
    await this.page.locator('#node-dialog-ok, #node-config-dialog-ok').last().waitFor({ state: 'visible' });
  }

  async closeDialog(how: 'ok' | 'cancel'): Promise<void> {
    const button = this.page.locator(`#node-dialog-${how}, #node-config-dialog-${how}`).last();
    const tray = await this.page.locator('.red-ui-tray').last().elementHandle();
    await button.click();
    await tray?.waitForElementState('hidden');
  }

  /** Leaves every dialog that is still open, the uppermost first. */
  async closeDialogs(): Promise<void> {
    while ((await this.page.locator('.red-ui-tray').count()) > 0) await this.closeDialog('cancel');
  }

  /** Deploys and waits until the runtime has confirmed. */
  async deploy(): Promise<void> {
    const answered = this.page.waitForResponse(
      (response) => response.url().endsWith('/flows') && response.request().method() === 'POST',
    );
    await this.page.locator('#red-ui-header-button-deploy').click();
    const confirm = this.page.locator(
      '#node-dialog-confirm-deploy-deploy, .red-ui-notification button.primary',
    );
    await Promise.race([answered, confirm.first().waitFor()]);
    if (await confirm.first().isVisible()) await confirm.first().click();
    await answered;
    await this.page.waitForFunction(
      () => document.querySelector('#red-ui-header-button-deploy.disabled') !== null,
    );
    // The editor covers palette and header for a moment, longer than the runtime takes.
    for (const part of ['header', 'palette', 'editor', 'sidebar'])
      await this.page.locator(`#red-ui-${part}-shade`).waitFor({ state: 'hidden' });
  }
}

interface EditorGlobals {
  readonly RED: {
    readonly nodes: {
      eachNode(callback: (node: { id: string }) => void): void;
      eachConfig(callback: (node: { id: string; type: string }) => void): void;
      node(id: string): unknown;
    };
    readonly settings: { getLocal(key: string): string | null };
    readonly editor: {
      edit(node: unknown): void;
      editConfig(name: string, type: string, id: string): void;
    };
  };
}
