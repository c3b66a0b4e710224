import { get } from './look-ups.js';
import type { AccountState } from './permissions.js';
import { drawRegistration } from './register.js';
import { SignInPanel, type ServerFields } from './sign-in.js';
import { accountText } from './texts.js';
import { textOf } from './text-of.js';

const SLOTS = ['channel', 'bot'] as const;
const URL_STARTS: Readonly<Record<string, readonly string[]>> = {
  idUrl: ['https://', 'http://'],
  helixUrl: ['https://', 'http://'],
  ircUrl: ['wss://', 'ws://'],
  eventSubUrl: ['wss://', 'ws://'],
};
const SERVER_FIELDS = ['clientId', 'server', 'idUrl', 'helixUrl', 'ircUrl', 'eventSubUrl'] as const;

let panels: SignInPanel[] = [];

function input(name: string): JQuery {
  return $(`#node-config-input-${name}`);
}

function text(name: string): string {
  return textOf(input(name).val());
}

function readServer(): ServerFields {
  const fields = Object.fromEntries(SERVER_FIELDS.map((name) => [name, text(name)]));
  const secret = text('clientSecret');
  // Node-RED shows a saved secret as this word; only what was typed anew is sent.
  return {
    ...fields,
    use: text('use'),
    ...(secret && secret !== '__PWRD__' ? { clientSecret: secret } : {}),
  };
}

function open(node: EditorNode): void {
  const texts = { own: accountText('section.own'), more: accountText('section.more') };
  for (const [key, title] of Object.entries(texts))
    foldUp($(`#node-config-dialog-edit-form [data-fold="${key}"]`), title);
  knowSecret(node);
  panels = SLOTS.map(
    (slot) =>
      new SignInPanel(
        $(`#node-config-dialog-edit-form [data-slot="${slot}"]`),
        slot,
        node.id,
        readServer,
        refresh,
      ),
  );
  const registration = $('#node-config-dialog-edit-form .twitch-register');
  drawRegistration(registration, input('clientId'), readServer);
  input('use').on('change', show);
  input('server').on('change', show);
  show();
  refresh();

  function refresh(): void {
    get<AccountState>(`twitch/accounts/${encodeURIComponent(node.id)}`).then(
      (state) => panels.forEach((panel) => panel.showState(state)),
      // A new account has no state yet; the panels then say that nobody is signed in.
      () => panels.forEach((panel) => panel.showState(null)),
    );
  }
}

/**
 * The runtime says nothing about a secret that never was, and Node-RED then takes the empty field for a change: an
 * account that was only looked at would be deployed anew.
 */
function knowSecret(node: EditorNode): void {
  const credentials = (node['credentials'] ??= { _: {} });
  if (typeof credentials === 'object' && !('has_clientSecret' in credentials)) {
    Object.assign(credentials, { has_clientSecret: false });
  }
}

function show(): void {
  const use = text('use');
  const form = $('#node-config-dialog-edit-form');
  form.find('.twitch-use').hide();
  form.find(`.twitch-use-${use}`).show();
  form.find('.twitch-servers').toggle(text('server') === 'custom');
  form.find('[data-fold="own"]').toggle(use === 'channel');
  for (const panel of panels) panel.showUse(use);
}

/** Turns a part of the template into one that is folded until somebody opens it. */
function foldUp(part: JQuery, title: string): void {
  const details = $('<details class="twitch-fold"></details>').attr(
    'data-fold',
    part.attr('data-fold') ?? '',
  );
  $('<summary></summary>').text(title).appendTo(details);
  details.append(part.contents());
  part.replaceWith(details);
}

function close(): void {
  for (const panel of panels) panel.close();
  panels = [];
}

function label(node: EditorNode): string {
  if (node.name) return node.name;
  if (node['use'] === 'practice') return accountText('label-practice');
  if (node['use'] === 'read') return `${accountText('label-read')} ${textOf(node['channel'])}`.trim();
  return accountText('label');
}

/** Validator of the account's own fields: true, or one sentence. In the open dialog the form counts. */
function validate(
  node: EditorNode,
  name: string,
  value: unknown,
  opt: ValidatorOptions | undefined,
): string | boolean {
  const isOpen = input('use').length > 0 && panels.some((panel) => panel.belongsTo(node.id));
  const read = (property: string): string => (isOpen ? text(property) : textOf(node[property]));
  const problem = problemOf(name, textOf(value).trim(), read);
  if (!problem) return true;
  return opt ? problem : false;
}

function problemOf(name: string, value: string, read: (property: string) => string): string | null {
  if (value.startsWith('${')) return null;
  if (name === 'channel') {
    if (read('use') !== 'read') return null;
    if (!value) return accountText('problem.no-channel');
    return /^[#@]?\w{3,25}$/.test(value) ? null : accountText('problem.bad-login', { value });
  }
  if (read('use') === 'practice' || read('server') !== 'custom') return null;
  const starts = URL_STARTS[name] ?? [];
  return starts.some((start) => value.startsWith(start) && value.length > start.length)
    ? null
    : accountText('problem.bad-url', { value, begins: starts.join(' / ') });
}

export const account = { open, close, label, validate };
