import { label } from './label.js';
import { commonText } from './texts.js';

/** A text of the sidebar. */
export function sidebarText(key: string, values: Readonly<Record<string, unknown>> = {}): string {
  return commonText(`sidebar.${key}`, values);
}

export function smallButton(text: string, press: () => void): JQuery {
  return $('<button type="button" class="red-ui-button red-ui-button-small"></button>')
    .text(text)
    .on('click', press);
}

/** A button with a node's name that shows the node; null where the editor has no such node. */
export function nodeButton(id: string): JQuery | null {
  const node = RED.nodes.node(id);
  if (!node) return null;
  return smallButton(label(node), () => showNode(id))
    .addClass('twitch-show-node')
    .attr('title', sidebarText('do.show'));
}

export function showNode(id: string): void {
  RED.view.reveal(id);
}

/** Turns a part into one that says what has failed, until it works again. */
export class Failure {
  readonly #line = $('<div class="form-tips twitch-failure" role="alert"></div>').hide();

  appendTo(host: JQuery): this {
    this.#line.appendTo(host);
    return this;
  }

  /** Waits for a request and says what is wrong with it. */
  async watch<T>(request: Promise<T>): Promise<T | undefined> {
    try {
      const answer = await request;
      this.#line.hide();
      return answer;
    } catch (error) {
      this.#line.text(error instanceof Error ? error.message : String(error)).show();
      return undefined;
    }
  }
}
