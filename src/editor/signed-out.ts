import { mayChange } from './dialog-parts.js';
import { accountText } from './texts.js';

/** What the runtime tells of an account, under `twitch/account/<id>`. */
interface AccountNews {
  readonly id: string;
  readonly name?: string;
  readonly state: string;
  readonly signedOut: readonly {
    readonly slot: 'channel' | 'bot';
    /** null: nobody was ever signed in there, or it cannot be read who. */
    readonly name: string | null;
    /** null with a name of null: nobody was ever signed in there. */
    readonly reason: string | null;
  }[];
}

/** Words of the one notice. */
const NOTICE = 'twitch-signed-out';

/** Accounts in which somebody has to sign in. */
const waiting = new Map<string, AccountNews>();
const listeners = new Set<(count: number) => void>();
let notice: { close(): void } | null = null;
/** What the open notice says, so that the same news do not draw it anew. */
let said = '';
/** What somebody has put off: told again only when it is something else. */
let putOff = '';
/** Dialogs that are open and show the same better. */
let held = 0;

/**
 * Listens to how the accounts stand. While somebody has to sign in, one notice stays until it is done, here or in
 * another editor; who may not sign in is not told.
 */
export function watchSignedOut(): void {
  // It lies where a dialog has its buttons: while one is open it waits, and the badge of the sidebar tells.
  let release: (() => void) | null = null;
  RED.events.on('editor:open', () => {
    release ??= holdNotice();
  });
  RED.events.on('editor:close', () => {
    release?.();
    release = null;
  });
  RED.comms.subscribe('twitch/account/#', (_topic, news: AccountNews) => {
    if (news.state === 'gone' || news.signedOut.length === 0) waiting.delete(news.id);
    else waiting.set(news.id, news);
    look();
  });
}

/** Calls back with the number of accounts in which somebody has to sign in: now, and whenever it changes. */
export function onSignedOut(listener: (count: number) => void): void {
  listeners.add(listener);
  listener(mayChange() ? waiting.size : 0);
}

/** No notice while a dialog shows the same; call what is returned when it is closed. */
export function holdNotice(): () => void {
  held++;
  look();
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    held--;
    look();
  };
}

/** Opens the dialog of an account; for a node of a subflow too. */
export function openAccount(id: string): void {
  RED.editor.editConfig('', 'twitch-account', id);
}

function look(): void {
  if (!mayChange()) return;
  // An account that was deleted in the meantime, or while the runtime was away, is nobody's worry any more.
  for (const id of waiting.keys()) if (RED.nodes.node(id) === null) waiting.delete(id);
  for (const listener of listeners) listener(waiting.size);
  const accounts = [...waiting.values()].toSorted((a, b) => a.id.localeCompare(b.id));
  const words = accounts.map(sentence);
  const text = words.join('\n');
  if (text === '') putOff = '';
  if (text === '' || text === putOff || held > 0) {
    notice?.close();
    notice = null;
    said = '';
    return;
  }
  if (notice && text === said) return;
  notice?.close();
  said = text;
  notice = show(accounts, words, text);
}

function show(accounts: readonly AccountNews[], words: readonly string[], text: string): { close(): void } {
  const message = $(`<div class="${NOTICE}" role="status"></div>`);
  for (const sentence of words) $('<p></p>').text(sentence).appendTo(message);
  const first = accounts[0];
  return RED.notify(message, {
    fixed: true,
    type: 'warning',
    buttons: [
      {
        text: accountText('signedOut.later'),
        click: () => {
          putOff = text;
          look();
        },
      },
      { text: accountText('signedOut.open'), class: 'primary', click: () => first && openAccount(first.id) },
    ],
  });
}

function sentence({ name, signedOut }: AccountNews): string {
  const account = name || accountText('label');
  const ended = signedOut.filter((slot) => slot.name !== null || slot.reason !== null);
  if (ended.length === 0) return accountText('signedOut.never', { account });
  const people = ended.flatMap((slot) => slot.name ?? []).join(', ');
  return people
    ? accountText('signedOut.ended', { people, account })
    : accountText('signedOut.lost', { account });
}
