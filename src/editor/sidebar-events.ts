import { eventLabels } from './node-shapes.js';
import { nodeButton, sidebarText } from './sidebar-parts.js';

/** One thing that happened, as the runtime tells it. */
export interface LogEntry {
  readonly n: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'event' | 'gap' | 'trouble';
  readonly type: string;
  readonly text: string;
  readonly test: boolean;
  readonly nodes: readonly string[];
}

const LINES = 200;

/** The last events with the nodes that got them, gaps and errors; the newest on top. */
export class EventsView {
  readonly host = $('<div class="twitch-events"></div>');
  readonly #list = $('<div class="twitch-event-list" role="log"></div>');
  readonly #none = $('<div class="form-tips"></div>').text(sidebarText('noEvents'));
  #chat = true;
  /** The number of the newest entry that is shown. */
  last = 0;

  constructor() {
    const filter = $('<div class="twitch-filter"></div>').appendTo(this.host);
    const box = $('<input type="checkbox" class="twitch-check">').prop('checked', true);
    $('<label></label>')
      .append(box, document.createTextNode(` ${sidebarText('withChat')}`))
      .appendTo(filter);
    box.on('change', () => {
      this.#chat = box.prop('checked') === true;
      this.#list.children('[data-chat]').toggle(this.#chat);
    });
    this.host.append(this.#none, this.#list);
  }

  add(entries: readonly LogEntry[]): void {
    const newest = entries.at(-1);
    if (!newest) return;
    // After a restart of Node-RED the count begins anew.
    if (newest.n <= this.last) this.#list.empty();
    this.last = newest.n;
    this.#none.hide();
    for (const entry of entries) this.#row(entry).prependTo(this.#list);
    this.#list.children().slice(LINES).remove();
  }

  #row(entry: LogEntry): JQuery {
    const row = $('<div class="twitch-logged"></div>')
      .attr('data-kind', entry.kind)
      .attr('data-type', entry.type);
    const isChat = entry.type === 'chat.message' || entry.type === 'chat.command';
    if (isChat) row.attr('data-chat', 'true').toggle(this.#chat);
    const head = $('<div class="twitch-logged-head"></div>').appendTo(row);
    $('<time></time>').text(new Date(entry.at).toLocaleTimeString()).appendTo(head);
    $('<span class="twitch-logged-type"></span>').text(titleOf(entry)).appendTo(head);
    if (entry.test) $('<span class="twitch-logged-test"></span>').text(sidebarText('isTest')).appendTo(head);
    for (const id of entry.nodes) head.append(nodeButton(id) ?? '');
    if (entry.text)
      $('<div></div>')
        .text(entry.text)
        .toggleClass('twitch-missing', entry.kind === 'trouble')
        .appendTo(row);
    return row;
  }
}

function titleOf({ kind, type }: LogEntry): string {
  if (kind !== 'event') return sidebarText(kind === 'gap' ? 'isGap' : 'isTrouble');
  return eventLabels[type] ?? type;
}
