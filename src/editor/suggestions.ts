import { Combobox, type Suggestion } from './combobox.js';
import type { FieldContext } from './field-controls.js';
import { get } from './look-ups.js';
import type { EditorField } from './shapes.js';
import { textOf } from './text-of.js';

/** A suggestion as the runtime lists it; a reward has a title besides its id. */
interface Row extends Suggestion {
  readonly title?: string;
}

/** Most that are shown: who wants another one types more. */
const MOST = 25;

/** What is known of an account's channel does not change while somebody works in the editor for a minute. */
const KEPT_MS = 60_000;
const kept = new Map<string, { readonly until: number; readonly answer: Promise<readonly Suggestion[]> }>();

/** Lists of which Twitch searches all there are; the others are read once and looked through here. */
const searched: ReadonlySet<string> = new Set(['categories', 'channels']);

/** Which list a field suggests from while the node does this; null: none. */
export function suggestsFrom({ suggest }: EditorField, operation: string): string | null {
  if (suggest === undefined || typeof suggest === 'string') return suggest ?? null;
  return suggest[operation] ?? null;
}

/**
 * Suggestions for a text field: a list of the account that is chosen in the dialog, or the few values that the field takes. Where
 * nobody is signed in, the account is not deployed or Twitch does not answer, the field is a plain one.
 */
export function drawSuggestions(host: JQuery, label: string, context: FieldContext, operation: string): void {
  const { field } = context;
  const list = suggestsFrom(field, operation);
  if (list === null && field.oneOf === undefined) return;
  const typed = host.find('.red-ui-typedInput-input');
  const area = host.find('textarea');
  const input = (area.length > 0 ? area : typed.length > 0 ? typed : host.find('input[type="text"]'))[0];
  if (!(input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement)) return;
  const source = host.find('.twitch-typed');
  void new Combobox(input, host.addClass('twitch-suggesting'), {
    label,
    isOn: () => source.length === 0 || source.typedInput('type') === 'str',
    find: (text) => (list === null ? Promise.resolve(fitting(fixed(field), '')) : find(list, text)),
    separator: separatorOf(field),
    onPick: () => void $(input).trigger('input').trigger('change'),
  });
}

function separatorOf({ control, listed }: EditorField): ',' | '\n' | null {
  return control === 'lines' ? '\n' : listed ? ',' : null;
}

function fixed({ oneOf }: EditorField): readonly Suggestion[] {
  return (oneOf ?? []).map((value) => ({ value, label: value }));
}

/** A whole list of the account that is chosen in the dialog; empty for one that is not made yet. */
export async function suggestionsOf(list: string, query = ''): Promise<readonly Suggestion[]> {
  const account = textOf($('#node-input-account').val());
  if (account === '' || account === '_ADD_') return [];
  const search = query === '' ? '' : `?q=${encodeURIComponent(query)}`;
  return await once(`twitch/accounts/${encodeURIComponent(account)}/${list}${search}`);
}

async function find(list: string, text: string): Promise<readonly Suggestion[]> {
  // A placeholder is no name.
  if (text.includes('{')) return [];
  const plain = text.replace(/^[@#]/, '');
  const found = plain !== '' && searched.has(list) ? suggestionsOf(list, plain) : Promise.resolve([]);
  const [known, more] = await Promise.all([suggestionsOf(list), found]);
  const own = fitting(known, plain);
  const names = new Set(own.map(({ value }) => value));
  return [...own, ...more.filter(({ value }) => !names.has(value))].slice(0, MOST);
}

function fitting(all: readonly Suggestion[], text: string): readonly Suggestion[] {
  const wanted = text.toLowerCase();
  return all.filter(({ value, label }) => `${value}\n${label}`.toLowerCase().includes(wanted)).slice(0, MOST);
}

/** An answer that is kept for a while; a failure is not. */
function once(url: string): Promise<readonly Suggestion[]> {
  const now = Date.now();
  for (const [key, { until }] of kept) if (until < now) kept.delete(key);
  const before = kept.get(url);
  if (before) return before.answer;
  const answer = get<readonly Row[]>(url).then((rows) =>
    // A reward goes by its title: its id means nothing in another channel.
    rows.map(({ value, label, title }) => ({ value: title ?? value, label })),
  );
  kept.set(url, { until: now + KEPT_MS, answer });
  answer.catch(() => kept.delete(url));
  return answer;
}
