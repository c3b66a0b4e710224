import { fillPlaceholders } from '../behaviour/placeholders.js';
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

/** A text as the message of the preview fills it. */
export function previewText(text: string): string {
  return fillPlaceholders(text, SAMPLE).text;
}

/**
 * A menu that inserts a placeholder, and a line that shows what the text will look like.
 *
 * @param names those that mean something in this field; true: all
 * @param late they speak of the action's result
 */
export function drawPlaceholders(
  row: JQuery,
  host: JQuery,
  names: readonly string[] | true,
  late: boolean,
): void {
  const message = names === true ? (late ? RESULT : SAMPLE) : CHANNEL_ONLY;
  const tools = $('<div class="twitch-placeholders"></div>').appendTo(row);
  const menu = $('<select class="twitch-insert"></select>')
    .attr('aria-label', commonText('insert'))
    .appendTo(tools);
  $('<option value="">').text(commonText('insert')).appendTo(menu);
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
  menu.on('change', () => {
    const target = field();
    const element = target[0];
    const text = textOf(menu.val());
    menu.val('');
    if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) || !text) return;
    element.setRangeText(text, element.selectionStart ?? 0, element.selectionEnd ?? 0, 'end');
    target.trigger('input').trigger('change').trigger('focus');
    show();
  });
  host.on('input change keyup', show);
  show();
}
