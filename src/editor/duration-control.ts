import type { FieldContext } from './field-controls.js';
import { commonText } from './texts.js';
import { textOf } from './text-of.js';

/** Units of a duration and their seconds, the smallest first. */
const units = [
  ['seconds', 1],
  ['minutes', 60],
  ['hours', 3600],
  ['days', 86_400],
] as const;

/** A number of seconds, drawn in the largest unit that says it in a whole number. */
export function drawDuration(host: JQuery, context: FieldContext): void {
  const { field, value } = context;
  const input = $('<input type="number" min="0" step="any">').appendTo(host);
  if (field.restsOn) input.attr('placeholder', commonText(`rule.${field.restsOn}`));
  const select = $('<select class="twitch-duration-unit"></select>').appendTo(host);
  for (const [unit, seconds] of units) {
    if (field.max !== undefined && seconds > field.max) continue;
    $('<option>').attr('value', seconds).text(commonText(unit)).appendTo(select);
  }
  const seconds = value.v === '' || value.v === null ? Number.NaN : Number(value.v);
  const whole = (factor: number): boolean =>
    seconds > 0 && seconds % factor === 0 && (field.max === undefined || factor <= field.max);
  const factor = units.findLast(([, each]) => whole(each))?.[1] ?? 1;
  select.val(String(factor)).attr('aria-label', commonText('unit'));
  if (Number.isFinite(seconds)) input.val(String(seconds / factor));
  const save = (): void => {
    const text = textOf(input.val());
    const number = Math.round(Number(text) * Number(select.val()));
    context.onChange({ t: 'num', v: text === '' || !Number.isFinite(number) ? '' : number });
  };
  input.on('input', save);
  select.on('change', save);
}
