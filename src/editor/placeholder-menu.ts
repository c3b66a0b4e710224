import { fillPlaceholders } from '../behaviour/placeholders.js';
import { suggestionsOf } from './suggestions.js';
import { commonText } from './texts.js';
import { textOf } from './text-of.js';

/** What the menu offers: the name as it is inserted, and the key of its explanation. */
const OFFERED: readonly (readonly [string, string])[] = [
  ['{user}', 'user'],
  ['{target}', 'target'],
  ['{channel}', 'channel'],
  ['{text}', 'text'],
  ['{args.NAME}', 'args'],
  ['{uses}', 'uses'],
  ['{seconds}', 'seconds'],
  ['{payload.X}', 'payload'],
  ['{summary}', 'summary'],
];

/** The message that the preview is made of: a command, so that as many placeholders as possible mean something. */
const SAMPLE = {
  payload: 'hello there',
  twitch: {
    channel: { id: '1', login: 'yourchannel', name: 'YourChannel' },
    user: { id: '2', login: 'ana', name: 'Ana', roles: [], anonymous: false },
    target: { login: 'ben', name: 'Ben' },
    text: '!hug @Ben hello there',
    command: { name: '!hug', args: {}, list: ['@Ben', 'hello', 'there'], text: '@Ben hello there', uses: 12 },
    refused: { reason: 'wait', seconds: 5 },
    summary: 'Chips won with 12 of 20 votes (60%).',
  },
};

/** Of a text that is filled when the action is done: it speaks of the result. */
const RESULT = {
  ...SAMPLE,
  payload: {
    person: 'Ben',
    login: 'ben',
    category: 'Chess',
    live: false,
    link: 'https://www.twitch.tv/ben',
  },
  twitch: { ...SAMPLE.twitch, summary: 'Go and see Ben, last seen with Chess: https://www.twitch.tv/ben' },
};

/** Of a field that no message fills: what it says comes from nobody. */
const CHANNEL_ONLY = { twitch: { channel: SAMPLE.twitch.channel } };

export interface PlaceholderTools {
  /** Those that mean something in this field; true: all. */
  readonly names: readonly string[] | true;
  /** They speak of the action's result. */
  readonly late?: boolean;
  /** The channel's own emotes are offered, too. */
  readonly emotes?: boolean;
}

/** A text as the message of the preview fills it. */
export function previewText(text: string): string {
  return fillPlaceholders(text, SAMPLE).text;
}

/**
 * A menu that inserts a placeholder, and a line that shows what the text will look like.
 *
 */
export function drawPlaceholders(row: JQuery, host: JQuery, { names, late, emotes }: PlaceholderTools): void {
  const message = names === true ? (late ? RESULT : SAMPLE) : CHANNEL_ONLY;
  const tools = $('<div class="twitch-placeholders"></div>').appendTo(row);
  const menu = insertMenu(commonText('insert'), insert).appendTo(tools);
  for (const [text, key] of OFFERED.filter(([, name]) => names === true || names.includes(name))) {
    $('<option>')
      .attr('value', text)
      .text(`${text}  ${commonText(`placeholder.${key}`)}`)
      .appendTo(menu);
  }
  const preview = $('<span class="twitch-preview"></span>').appendTo(tools);

  const field = (): JQuery => {
    const area = host.find('textarea:visible');
    if (area.length > 0) return area;
    const typed = host.find('input.red-ui-typedInput-input:visible').first();
    return typed.length > 0 ? typed : host.find('input[type="text"]:visible').first();
  };
  function show(): void {
    const text = textOf(field().val());
    preview.text(
      text.includes('{') ? `${commonText('preview')}: ${fillPlaceholders(text, message).text}` : '',
    );
  }
  function insert(text: string): void {
    const target = field();
    const element = target[0];
    if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) || !text) return;
    element.setRangeText(text, element.selectionStart ?? 0, element.selectionEnd ?? 0, 'end');
    target.trigger('input').trigger('change').trigger('focus');
    show();
  }
  if (emotes) drawEmotes(menu, (name) => insert(`${name} `));
  host.on('input change keyup', show);
  show();
}

/** A drop-down that puts what is chosen into the text, and goes back to its title. */
function insertMenu(title: string, insert: (text: string) => void): JQuery {
  const menu = $('<select class="twitch-insert"></select>').attr('aria-label', title);
  $('<option value="">').text(title).appendTo(menu);
  menu.on('change', () => {
    const text = textOf(menu.val());
    menu.val('');
    if (text !== '') insert(text);
  });
  // With the keyboard a closed drop-down would choose at every arrow: it is opened instead.
  return menu.on('keydown', (event) => {
    const element = menu[0];
    if (event.altKey || !/^Arrow(Up|Down)$/.test(event.key) || !(element instanceof HTMLSelectElement))
      return;
    event.preventDefault();
    element.showPicker();
  });
}

/** The channel's own emotes by name; without a sign-in there is no menu, and they are typed. */
function drawEmotes(menu: JQuery, insert: (name: string) => void): void {
  const emotes = insertMenu(commonText('emotes'), insert).addClass('twitch-emotes').hide().insertAfter(menu);
  const load = (): void => {
    suggestionsOf('emotes').then(
      (found) => {
        emotes
          .toggle(found.length > 0)
          .children()
          .slice(1)
          .remove();
        for (const { value, label } of found) $('<option>').attr('value', value).text(label).appendTo(emotes);
      },
      () => void emotes.hide(),
    );
  };
  $('#node-input-account').on('change', load);
  load();
}
