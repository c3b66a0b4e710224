import { problemOf, watchProblems } from './account-problems.js';
import { checkClientId, clientIdWarnings } from './client-id.js';
import { get } from './look-ups.js';
import { mayChange } from './dialog-parts.js';
import type { AccountState } from './permissions.js';
import { drawRegistration } from './register.js';
import { SignInPanel, type ServerFields } from './sign-in.js';
import { holdNotice } from './signed-out.js';
import { accountText } from './texts.js';
import { textOf } from './text-of.js';

const SLOTS = ['channel', 'bot'] as const;
const SERVER_FIELDS = ['clientId', 'server', 'idUrl', 'helixUrl', 'ircUrl', 'eventSubUrl'] as const;
const FORM = '#node-config-dialog-edit-form';
/** Problems that the sign-in panels show themselves. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['signed-out', 'no-client-id']);

let panels: SignInPanel[] = [];
let releaseNotice: () => void = () => undefined;
/** Counts what is asked about client ids: an answer that a newer question has overtaken is not shown. */
let asked = 0;

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
  for (const [key, title] of Object.entries(texts)) foldUp($(`${FORM} [data-fold="${key}"]`), title);
  knowSecret(node);
  releaseNotice = holdNotice();
  const before = text('clientId') + text('clientSecret');
  let state: AccountState | null = null;
  // Until the answer is there: a button too many is better than a registration that nobody needs.
  let hasDefault = true;
  const lacksClientId = (): boolean => text('use') === 'channel' && !hasDefault && text('clientId') === '';
  panels = SLOTS.map(
    (slot) =>
      new SignInPanel($(`${FORM} [data-slot="${slot}"]`), {
        slot,
        account: node.id,
        server: readServer,
        lacksClientId,
        onChange: refresh,
      }),
  );
  input('use').on('change', show);
  input('server').on('change', show);
  input('clientId').on('change', lookAtClientId);
  input('clientSecret').on('change', lookAtClientId);
  get<{ clientId: boolean }>('twitch/defaults').then(
    (defaults) => knowDefault(defaults.clientId),
    // Without an answer the steps are the safer thing to show.
    () => knowDefault(false),
  );
  watchProblems(input);
  show();
  refresh();

  function knowDefault(known: boolean): void {
    hasDefault = known;
    if (!known && mayChange())
      drawRegistration($(`${FORM} .twitch-register`), input('clientId'), text('clientId') === '');
    show();
  }

  function refresh(): void {
    get<AccountState>(`twitch/accounts/${encodeURIComponent(node.id)}`).then(
      (answer) => know(answer),
      // A new account has no state yet; the panels then say that nobody is signed in.
      () => know(null),
    );
  }

  function know(answer: AccountState | null): void {
    state = answer;
    const host = $(`${FORM} .twitch-problems`).empty();
    for (const { key, sentence } of answer?.problems ?? []) {
      if (!SHOWN_ELSEWHERE.has(key))
        $('<div class="form-tips twitch-missing"></div>').text(sentence).appendTo(host);
    }
    for (const panel of panels) panel.showState(answer);
  }

  function lookAtClientId(): void {
    const number = ++asked;
    const typed = text('clientId') + text('clientSecret');
    const result = $(`${FORM} .twitch-id-result`);
    const server = readServer();
    show();
    // Node-RED tells of a change, too, when it fills the fields in.
    if (typed === before || typed === '' || !mayChange()) {
      result.hide();
      return;
    }
    result.text(accountText('register.checking')).removeClass('twitch-missing').show();
    void Promise.all([
      server['clientId'] ? checkClientId(server) : null,
      clientIdWarnings(node.id, server['clientId'] ?? '', state),
    ]).then(([check, warnings]) => {
      if (number !== asked) return;
      result.empty().toggleClass('twitch-missing', check !== null && !check.good);
      for (const sentence of [...(check ? [check.sentence] : []), ...warnings])
        $('<div></div>').text(sentence).appendTo(result);
      result.toggle(result.children().length > 0);
    });
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
  const form = $(FORM);
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
  asked++;
  releaseNotice();
  releaseNotice = () => undefined;
}
/** What an account is called where its name is shown. */
export function label(node: EditorNode): string {
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

export const account = { open, close, label, validate };
