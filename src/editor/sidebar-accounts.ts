import { label } from './account.js';
import { mayChange } from './dialog-parts.js';
import { get, post } from './look-ups.js';
import type { AccountSlot, AccountState } from './permissions.js';
import { openAccount } from './signed-out.js';
import { nodeButton, sidebarText, smallButton } from './sidebar-parts.js';
import { commonText } from './texts.js';

interface Connection {
  readonly label: string;
  readonly state: 'well' | 'connecting' | 'retrying' | 'refused';
  readonly sentence?: string;
}

/** How one account's connections stand, as the runtime tells it. */
export interface AccountOverview {
  readonly id: string;
  readonly use: string;
  readonly state: string;
  readonly points: readonly { readonly who: string; readonly left: number; readonly of: number }[];
  readonly channels: readonly Connection[];
  readonly events: readonly Connection[];
  readonly troubles: readonly { readonly node: string; readonly code: string; readonly sentence: string }[];
}

interface CheckItem {
  readonly key: string;
  readonly ok: boolean | null;
  readonly list: string;
}

/** One sentence and what a person can press about it. */
interface Problem {
  readonly sentence: string;
  readonly button?: JQuery | null;
}

const ICONS: Readonly<Record<Connection['state'], string>> = {
  well: 'fa-check',
  connecting: 'fa-circle-o-notch',
  retrying: 'fa-refresh',
  refused: 'fa-times',
};

/** The accounts: who is signed in, what is connected, what is wrong and what to press. */
export class AccountsView {
  readonly host = $('<div class="twitch-accounts"></div>');
  /** What is drawn for each account, so that nothing is drawn anew under somebody's mouse. */
  readonly #drawn = new Map<string, { readonly text: string; readonly card: JQuery }>();
  readonly #checks = new Map<string, readonly CheckItem[]>();
  readonly #open = new Set<string>();

  async show(accounts: readonly AccountOverview[]): Promise<void> {
    const states = await Promise.all(
      accounts.map(({ id }) =>
        get<AccountState>(`twitch/accounts/${encodeURIComponent(id)}`).catch((): AccountState | null => null),
      ),
    );
    const known = new Set(accounts.map(({ id }) => id));
    for (const [id, { card }] of this.#drawn) {
      if (known.has(id)) continue;
      card.remove();
      this.#drawn.delete(id);
    }
    for (const [index, overview] of accounts.entries()) this.#showOne(overview, states[index] ?? null);
    this.host.children('.twitch-none').remove();
    if (accounts.length === 0)
      $('<div class="form-tips twitch-none"></div>').text(sidebarText('noAccounts')).appendTo(this.host);
  }

  #showOne(overview: AccountOverview, state: AccountState | null): void {
    const { id, points: _points, ...rest } = overview;
    const checks = this.#checks.get(id) ?? null;
    const node = RED.nodes.node(id);
    const text = JSON.stringify([rest, state, checks, node && label(node), mayChange()]);
    const before = this.#drawn.get(id);
    if (before?.text === text) {
      drawPoints(before.card.find('.twitch-points').empty(), overview);
      return;
    }
    const card = this.#card(overview, state, node);
    if (before) before.card.replaceWith(card);
    else card.appendTo(this.host);
    this.#drawn.set(id, { text, card });
  }

  #card(overview: AccountOverview, state: AccountState | null, node: EditorNode | null): JQuery {
    const { id } = overview;
    const card = $('<section class="twitch-card"></section>').attr('data-account', id);
    const head = $('<div class="twitch-card-head"></div>').appendTo(card);
    $('<h4></h4>')
      .text(node ? label(node) : commonText('account'))
      .appendTo(head);
    $('<span class="twitch-state"></span>')
      .text(commonText(`status.${overview.state}`))
      .appendTo(head);
    for (const slot of ['channel', 'bot'] as const) drawPerson(card, slot, state?.[slot] ?? null);
    const problems = problemsOf(overview, state);
    const list = $('<ul class="twitch-problem-list"></ul>').appendTo(card);
    for (const { sentence, button } of problems) {
      const row = $('<li></li>').appendTo(list);
      $('<span class="twitch-missing"></span>').text(sentence).appendTo(row);
      if (button) row.append(' ', button);
    }
    this.#drawConnections(card, overview);
    const buttons = $('<div class="twitch-buttons"></div>').appendTo(card);
    smallButton(sidebarText('check.button'), () => void this.#check(overview, state))
      .attr('data-action', 'check')
      .appendTo(buttons);
    if (node) smallButton(sidebarText('do.open'), () => openAccount(id)).appendTo(buttons);
    this.#drawChecks(card, id);
    return card;
  }

  #drawConnections(card: JQuery, overview: AccountOverview): void {
    const { id, channels, events } = overview;
    const fold = $('<details></details>').prop('open', this.#open.has(id)).appendTo(card);
    fold.on('toggle', () => {
      if (fold.prop('open') === true) this.#open.add(id);
      else this.#open.delete(id);
    });
    $('<summary></summary>')
      .text(sidebarText('connections', { channels: channels.length, events: events.length }))
      .appendTo(fold);
    drawList(fold, sidebarText('channels'), channels);
    drawList(fold, sidebarText('events'), events);
    drawPoints($('<div class="twitch-points"></div>').appendTo(fold), overview);
  }

  async #check(overview: AccountOverview, state: AccountState | null): Promise<void> {
    const url = `twitch/accounts/${encodeURIComponent(overview.id)}/check`;
    const answer = await get<{ items: readonly CheckItem[] }>(url).catch((error: Error) => ({
      items: [{ key: 'failed', ok: false, list: error.message }],
    }));
    this.#checks.set(overview.id, answer.items);
    this.#showOne(overview, state);
  }

  #drawChecks(card: JQuery, id: string): void {
    const items = this.#checks.get(id);
    if (!items) return;
    const good = items.every((item) => item.ok !== false);
    $('<div class="twitch-check-sum"></div>')
      .text(sidebarText(good ? 'check.good' : 'check.bad'))
      .appendTo(card);
    const list = $('<ul class="twitch-checks"></ul>').appendTo(card);
    for (const { key, ok, list: what } of items) {
      const outcome = ok === null ? 'unknown' : ok ? 'yes' : 'no';
      const row = $('<li></li>').attr('data-check', key).attr('data-outcome', outcome).appendTo(list);
      $('<i class="fa" aria-hidden="true"></i>')
        .addClass(ok === null ? 'fa-question' : ok ? 'fa-check' : 'fa-times')
        .appendTo(row);
      $('<span></span>')
        .text(` ${sidebarText(`check.${key}.${outcome}`, { list: what })}`)
        .toggleClass('twitch-missing', ok === false)
        .appendTo(row);
      if (ok === false && (key === 'events' || key === 'saved')) row.append(' ', retryButton(id) ?? '');
      else if (ok === false) row.append(' ', accountButton(id, sidebarText('do.open')) ?? '');
    }
  }
}

function drawPerson(card: JQuery, slot: 'channel' | 'bot', who: AccountSlot | null): void {
  if (!who) return;
  const row = $('<div class="twitch-person"></div>').appendTo(card);
  const count = who.permissions?.length ?? 0;
  row.text(sidebarText(slot === 'bot' ? 'bot' : 'channel', { name: who.name || who.login, count }));
}

function drawList(host: JQuery, title: string, connections: readonly Connection[]): void {
  if (connections.length === 0) return;
  $('<div class="twitch-list-title"></div>').text(title).appendTo(host);
  const list = $('<ul class="twitch-connections"></ul>').appendTo(host);
  for (const connection of connections) {
    const row = $('<li></li>').attr('data-state', connection.state).appendTo(list);
    $('<i class="fa" aria-hidden="true"></i>').addClass(ICONS[connection.state]).appendTo(row);
    $('<span></span>')
      .text(
        ` ${connection.label}${connection.state === 'well' ? '' : `: ${sidebarText(`connection.${connection.state}`)}`}`,
      )
      .appendTo(row);
  }
}

function drawPoints(host: JQuery, { points }: AccountOverview): void {
  for (const { who, left, of } of points)
    $('<div></div>').text(sidebarText('points', { who, left, of })).appendTo(host);
}

/** Each with one sentence and one button. What two places tell is told once. */
function problemsOf(overview: AccountOverview, state: AccountState | null): readonly Problem[] {
  const { id } = overview;
  const problems: Problem[] = [];
  for (const { sentence, action } of state?.problems ?? [])
    problems.push({
      sentence,
      button: action === 'none' ? null : accountButton(id, actionText(action)),
    });
  const signedOut = (state?.problems ?? []).some(({ action }) => action !== 'none');
  if (overview.use === 'channel' && state && !state.channel && !signedOut)
    problems.push({ sentence: sidebarText('nobody'), button: accountButton(id, sidebarText('do.signIn')) });
  const missing = [...(state?.missing?.channel ?? []), ...(state?.missing?.bot ?? [])];
  if (missing.length > 0)
    problems.push({
      sentence: sidebarText('missing', { list: [...new Set(missing)].join(', ') }),
      button: accountButton(id, sidebarText('do.allow')),
    });
  const told = new Set(problems.map(({ sentence }) => sentence));
  const tell = (sentence: string, button: JQuery | null): void => {
    if (told.has(sentence)) return;
    told.add(sentence);
    problems.push({ sentence, button });
  };
  for (const { node, code, sentence } of overview.troubles) {
    if (code === 'TWITCH_SCOPE_MISSING' && missing.length > 0) told.add(sentence);
    else tell(sentence, nodeButton(node));
  }
  for (const { sentence, state: standing } of [...overview.channels, ...overview.events])
    if (sentence && standing !== 'well') tell(sentence, retryButton(id));
  return problems;
}

function actionText(action: string): string {
  return sidebarText(action.startsWith('sign-in') ? 'do.signIn' : 'do.open');
}

function accountButton(id: string, text: string): JQuery | null {
  return mayChange() ? smallButton(text, () => openAccount(id)) : null;
}

function retryButton(id: string): JQuery | null {
  if (!mayChange()) return null;
  return smallButton(sidebarText('do.retry'), () => {
    post(`twitch/accounts/${encodeURIComponent(id)}/retry`, {}).catch(() => undefined);
  });
}
