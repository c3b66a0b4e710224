import { label as accountLabel } from './account.js';
import { label } from './label.js';
import { get, post } from './look-ups.js';
import { nodeShapes } from './node-shapes.js';
import { Failure, sidebarText } from './sidebar-parts.js';
import { textOf } from './text-of.js';

interface SampleField {
  readonly name: string;
  readonly value: string | number | boolean;
  readonly type: 'text' | 'number' | 'flag' | 'role';
}

const ROLES = ['', 'subscriber', 'vip', 'moderator', 'broadcaster'] as const;

/** Sends the test event of any trigger of the flow, with fields of one's own. */
export class TestView {
  readonly host = $('<form class="twitch-test"></form>');
  readonly #node = $('<select></select>').attr('aria-label', sidebarText('test.node'));
  readonly #fields = $('<div class="twitch-test-fields"></div>');
  readonly #send = $('<button type="submit" class="red-ui-button"></button>').text(sidebarText('test.send'));
  readonly #failure = new Failure();
  readonly #done = $('<div class="form-tips" role="status"></div>').hide();
  #shown = '';

  constructor() {
    const tip = $('<div class="form-tips"></div>').text(sidebarText('test.tip'));
    this.host.append(tip, this.#node, this.#fields, this.#send, this.#done);
    this.#failure.appendTo(this.host);
    this.#node.on('change', () => void this.#load());
    this.host.on('submit', (event) => {
      event.preventDefault();
      void this.#press();
    });
  }

  /** Looks which triggers there are. */
  show(): void {
    const nodes: EditorNode[] = [];
    RED.nodes.eachNode((node) => {
      if (nodeShapes[node.type]?.kind === 'trigger' && node.d !== true) nodes.push(node);
    });
    const text = JSON.stringify(nodes.map((node) => [node.id, label(node)]));
    if (text === this.#shown) return;
    this.#shown = text;
    const chosen = textOf(this.#node.val());
    this.#node.empty();
    const words = nodes.map(label);
    for (const [index, node] of nodes.entries()) {
      const text = words[index] ?? '';
      // Of two that are called the same the account tells which is which.
      const isOne = words.filter((other) => other === text).length === 1;
      const account = node.account === undefined ? null : RED.nodes.node(node.account);
      $('<option>')
        .attr('value', node.id)
        .text(isOne || !account ? text : `${text} (${accountLabel(account)})`)
        .appendTo(this.#node);
    }
    if (nodes.some((node) => node.id === chosen)) this.#node.val(chosen);
    this.#send.prop('disabled', nodes.length === 0);
    if (textOf(this.#node.val()) !== chosen) void this.#load();
  }

  async #load(): Promise<void> {
    const id = textOf(this.#node.val());
    this.#fields.empty();
    this.#done.hide();
    if (!id) return;
    const answer = await this.#failure.watch(
      get<{ fields: readonly SampleField[] }>(`twitch/nodes/${encodeURIComponent(id)}/test`),
    );
    if (!answer || textOf(this.#node.val()) !== id) return;
    for (const field of answer.fields) this.#drawField(field);
  }

  #drawField(field: SampleField): void {
    const row = $('<label></label>').attr('data-field', field.name).appendTo(this.#fields);
    $('<span></span>').text(wordsOf(field.name)).appendTo(row);
    const control = controlOf(field).data('before', field.value).appendTo(row);
    control.data('read', () => valueOf(field, control));
  }

  async #press(): Promise<void> {
    const fields: Record<string, unknown> = {};
    this.#fields.find('label').each((_, element) => {
      const row = $(element);
      const control = row.find('input, select');
      const value = (control.data('read') as () => unknown)();
      // What nobody has touched stays as the sample makes it: new people and ids each time.
      if (value !== undefined && value !== control.data('before'))
        fields[row.attr('data-field') ?? ''] = value;
    });
    const id = textOf(this.#node.val());
    this.#done.hide();
    const sent = await this.#failure.watch(
      post(`twitch/nodes/${encodeURIComponent(id)}/test`, fields).then(() => true),
    );
    if (sent) this.#done.text(sidebarText('test.sent')).show();
  }
}

function controlOf({ type, value }: SampleField): JQuery {
  if (type === 'flag')
    return $('<input type="checkbox" class="twitch-check">').prop('checked', value === true);
  if (type === 'number') return $('<input type="number" step="any">').val(Number(value));
  if (type === 'text') return $('<input type="text" autocomplete="off">').val(String(value));
  const select = $('<select></select>');
  for (const role of ROLES)
    $('<option>')
      .attr('value', role)
      .text(sidebarText(`role.${role || 'any'}`))
      .appendTo(select);
  return select;
}

/** undefined: nothing is filled in. */
function valueOf({ type }: SampleField, control: JQuery): unknown {
  if (type === 'flag') return control.prop('checked') === true;
  const text = textOf(control.val());
  if (type !== 'number') return text;
  return text === '' ? undefined : Number(text);
}

/** `from_broadcaster_user_name` as somebody reads it. */
function wordsOf(name: string): string {
  const known: Readonly<Record<string, string>> = {
    user: sidebarText('test.user'),
    text: sidebarText('test.text'),
    role: sidebarText('test.role'),
  };
  return known[name] ?? name.replaceAll(/[._]/g, ' ');
}
