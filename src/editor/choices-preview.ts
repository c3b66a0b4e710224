import { splitLine } from '../behaviour/split-line.js';
import { previewText } from './placeholder-menu.js';
import { FORM_CHANGED } from './sample-line.js';
import type { SavedValue } from './shapes.js';
import { commonText } from './texts.js';
import { textOf } from './text-of.js';

/** A question as viewers would see it, and what somebody has to type for that where the fields leave it open. */
interface Shown {
  readonly question: string;
  readonly choices: readonly string[];
  readonly command: string | null;
}

/** Stands for what comes with the message. */
const UNKNOWN = '…';

/** Shows a poll or a prediction as viewers will see it, anew with every key. */
export function drawChoicesPreview(row: JQuery, question: () => SavedValue, choices: () => SavedValue): void {
  const place = $('<div class="twitch-choices-preview" aria-live="polite"></div>').appendTo(row);
  const show = (): void => {
    const shown = shownAs(literal(question()), literal(choices()));
    place.empty();
    const first = $('<div></div>')
      .text(`${commonText('preview')}: `)
      .appendTo(place);
    $('<b></b>').text(shown.question).appendTo(first);
    const list = $('<ol></ol>').appendTo(place);
    for (const choice of shown.choices) $('<li></li>').text(choice).appendTo(list);
    if (shown.command !== null)
      $('<div></div>')
        .text(commonText('choices.command', { command: shown.command }))
        .appendTo(place);
  };
  row.closest('.twitch-fields').on(FORM_CHANGED, show);
  show();
}

/** The text as the message of the preview fills it; null for a value that comes with the message. */
function literal({ t, v }: SavedValue): string | null {
  return t === 'str' ? previewText(textOf(v)).trim() : null;
}

/**
 * As the action reads the fields: the question may hold the whole line, and what no field holds are the words after the
 * command, of which an example is shown.
 */
function shownAs(question: string | null, choices: string | null): Shown {
  const example = commonText('choices.question');
  const own = choices === null ? [UNKNOWN] : choices.split('\n').filter((line) => line.trim() !== '');
  if (question === null) return { question: UNKNOWN, choices: own, command: null };
  if (own.length > 0)
    return { question: question || example, choices: own, command: question ? null : `!poll ${example}` };
  const [first = '', ...inLine] = splitLine(question);
  if (inLine.length > 0) return { question: first, choices: inLine, command: null };
  const words = ['A', 'B'];
  const command = ['!poll', ...(first === '' ? [example, '|'] : []), words.join(' | ')].join(' ');
  return { question: first || example, choices: words, command };
}
