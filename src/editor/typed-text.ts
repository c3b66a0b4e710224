import type { SavedValue } from './shapes';
import { textOf } from './text-of.js';

/**
 * A text of several lines that may also come from somewhere else: Node-RED's typedInput has one line only, so the
 * literal text gets a text area, and every other source a typedInput.
 */
export function typedText(
  host: JQuery,
  types: readonly string[],
  value: SavedValue,
  options: { readonly rows: number; readonly placeholder: string },
  onChange: (value: SavedValue) => void,
): void {
  const input = $('<input type="text" class="twitch-typed">').appendTo(host);
  const area = $('<textarea class="twitch-area"></textarea>')
    .attr('rows', options.rows)
    .attr('placeholder', options.placeholder)
    .appendTo(host);
  input.typedInput({ types: [...types], default: value.t });
  input.typedInput('type', value.t);
  if (value.t === 'str') area.val(textOf(value.v));
  else input.typedInput('value', textOf(value.v));

  function show(): void {
    const literal = input.typedInput('type') === 'str';
    area.toggle(literal);
    // While the area holds the text, only the choice of type is left of the typedInput.
    host.toggleClass('twitch-literal', literal);
  }
  function report(): void {
    const type = input.typedInput('type');
    onChange({ t: type, v: type === 'str' ? textOf(area.val()) : input.typedInput('value') });
  }
  input.on('change', () => {
    show();
    report();
  });
  area.on('input', report);
  host.on('input', '.red-ui-typedInput-input', report);
  show();
}
