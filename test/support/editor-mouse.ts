import type { Locator, Page } from 'playwright-core';
import type { EditorPage } from './editor-browser';

/** On the workspace, in pixels from its upper left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Between two tries of a double click: the editor takes two clicks for one only if they come within 650 ms. */
const TRY_AGAIN_MS = 2_000;
const DRAG_STEPS = 8;

/** What a person does with mouse and keys on workspace and palette; nothing here calls into the editor. */
export class EditorMouse {
  readonly #editor: EditorPage;
  readonly #page: Page;

  constructor(editor: EditorPage) {
    this.#editor = editor;
    this.#page = editor.page;
  }

  /** Searches the palette, drags the node onto the workspace, and returns its id. */
  async take(words: string, type: string, place: Place): Promise<string> {
    await this.#editor.searchPalette(words);
    const before = await this.#editor.nodeIds();
    const from = this.#page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
    const chart = await boxOf(this.#page.locator('#red-ui-workspace-chart'));
    await this.#drag(from, { x: chart.x + place.x, y: chart.y + place.y });
    await this.#page.waitForFunction(
      ({ known, wanted }) => {
        let found = false;
        (globalThis as unknown as EditorGlobals).RED.nodes.eachNode((node) => {
          found ||= node.type === wanted && !known.includes(node.id);
        });
        return found;
      },
      { known: before, wanted: type },
    );
    const added = (await this.#editor.nodeIds()).find((id) => !before.includes(id));
    if (!added) throw new Error(`${type} was not dropped`);
    await this.#body(added).waitFor({ state: 'visible' });
    return added;
  }

  /** Opens the dialog of a node by a double click. */
  async open(id: string): Promise<void> {
    const tray = this.#page.locator('.red-ui-tray');
    for (;;) {
      await this.#body(id).hover();
      const { x, y } = middle(await boxOf(this.#body(id)));
      // A pause between the clicks as of a hand: two in the same millisecond are not taken for a double click.
      await this.#page.mouse.dblclick(x, y, { delay: 20 });
      const opened = await tray.waitFor({ timeout: TRY_AGAIN_MS }).then(
        () => true,
        () => false,
      );
      if (opened) break;
    }
    await this.#editor.settleDialog();
  }

  /** Draws a wire from an output to the input of another node. */
  async wire(from: string, to: string, output = 0): Promise<void> {
    const start = this.#node(from).locator('.red-ui-flow-port-output .red-ui-flow-port').nth(output);
    const end = this.#node(to).locator('.red-ui-flow-port-input .red-ui-flow-port');
    await this.#drag(start, middle(await boxOf(end)));
    await this.#page.waitForFunction(
      ({ source, target, port }) => {
        let found = false;
        (globalThis as unknown as EditorGlobals).RED.nodes.eachLink((link) => {
          found ||= link.source.id === source && link.target.id === target && link.sourcePort === port;
        });
        return found;
      },
      { source: from, target: to, port: output },
    );
  }

  /** Presses the button that a trigger or an inject node has at its side. */
  async press(id: string): Promise<void> {
    await this.#node(id).locator('.red-ui-flow-node-button-button').click();
  }

  /** Opens a tab of the sidebar: by its button, or from the menu of all tabs where there is no room for one. */
  async openSidebar(tab: string): Promise<void> {
    const button = this.#page.locator(`#red-ui-tab-${tab}-link-button, button[data-tab-id="${tab}"]`).first();
    if (await button.isVisible()) {
      await button.click();
      return;
    }
    await this.#page.locator('#red-ui-sidebar .red-ui-tab-link-button-menu').click();
    await this.#page.locator(`#red-ui-tabs-menu-option-${tab}:visible`).click();
  }

  /** Whether something can be wired to it. */
  async hasInput(id: string): Promise<boolean> {
    return (await this.#node(id).locator('.red-ui-flow-port-input').count()) > 0;
  }

  /** Takes a node off the workspace with the Delete key. */
  async remove(id: string): Promise<void> {
    await this.#body(id).click();
    await this.#page.keyboard.press('Delete');
    await this.#node(id).waitFor({ state: 'detached' });
  }

  #node(id: string): Locator {
    return this.#page.locator(`[id="${id}"]`);
  }

  /** Its coloured box with what is written on it. */
  #body(id: string): Locator {
    return this.#node(id).locator('.red-ui-flow-node').first();
  }

  /** From where it is once it has come to rest and nothing lies over it. */
  async #drag(from: Locator, to: Place): Promise<void> {
    const { mouse } = this.#page;
    await from.hover();
    await mouse.down();
    await mouse.move(to.x, to.y, { steps: DRAG_STEPS });
    await mouse.up();
  }
}

interface Box extends Place {
  readonly width: number;
  readonly height: number;
}

async function boxOf(locator: Locator): Promise<Box> {
  await locator.waitFor({ state: 'visible' });
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${String(locator)} has no place on the page`);
  return box;
}

function middle({ x, y, width, height }: Box): Place {
  return { x: x + width / 2, y: y + height / 2 };
}

interface EditorGlobals {
  readonly RED: {
    readonly nodes: {
      eachNode(callback: (node: { id: string; type: string }) => void): void;
      eachLink(
        callback: (link: { source: { id: string }; target: { id: string }; sourcePort: number }) => void,
      ): void;
    };
  };
}
