import type { CallParameter } from './call-parameter.js';
import { textOf } from './text-of.js';
import { nodeText } from './texts.js';

type Values = Record<string, unknown>;

/**
 * A list of objects, a map of them, or one object, edited by filling in fields: nobody has to write JSON. Objects
 * inside of these are written as JSON after all; Twitch has one such call.
 *
 * @param text the value as JSON; what cannot be read is left alone until something is changed
 * @param onChange gets the value as JSON; an empty text when nothing is left
 */
export function objectsEditor(
  host: JQuery,
  parameter: CallParameter,
  text: string,
  onChange: (text: string) => void,
): void {
  const fields = parameter.fields ?? [];
  const isSingle = parameter.type === 'object';
  const rows = readRows(parameter, text);
  const least = isSingle ? 1 : Math.min(parameter.min ?? 1, 5);
  while (rows.length < least) rows.push({ key: String(rows.length + 1), values: {} });
  const box = $('<div class="twitch-objects"></div>').appendTo(host);
  draw();

  function draw(): void {
    box.empty();
    rows.forEach((row, index) => drawRow(row, index));
    if (isSingle) return;
    $('<button type="button" class="red-ui-button red-ui-button-small twitch-add"></button>')
      .text(nodeText('twitch-api', 'add'))
      .appendTo(box)
      .on('click', () => {
        rows.push({ key: String(rows.length + 1), values: {} });
        draw();
      });
  }

  function drawRow(row: Row, index: number): void {
    const line = $('<div class="twitch-object"></div>').appendTo(box);
    if (parameter.type === 'map') {
      const key = $('<input type="text" class="twitch-key">').val(row.key).appendTo(line);
      key.on('input', () => {
        row.key = textOf(key.val());
        report();
      });
    }
    for (const field of fields) drawField(line, row, field);
    if (isSingle) return;
    $('<button type="button" class="red-ui-button red-ui-button-small"><i class="fa fa-remove"></i></button>')
      .attr('title', nodeText('twitch-api', 'remove'))
      .appendTo(line)
      .on('click', () => {
        rows.splice(index, 1);
        report();
        draw();
      });
  }

  function drawField(line: JQuery, row: Row, field: CallParameter): void {
    const label = $('<label></label>').text(field.name).appendTo(line);
    const choices = field.type === 'boolean' ? ['true', 'false'] : field.open ? undefined : field.enum;
    const current = row.values[field.name];
    const shown = typeof current === 'object' ? JSON.stringify(current) : textOf(current);
    const input = choices
      ? $('<select></select>').append(
          ['', ...choices].map((choice) => $('<option>').attr('value', choice).text(choice)),
        )
      : $('<input type="text">');
    input
      .attr({ 'data-field': field.name, title: field.hint ?? '' })
      .val(shown)
      .appendTo(label);
    input.on('input change', () => {
      const value = typed(field, textOf(input.val()));
      if (value === undefined) delete row.values[field.name];
      else row.values[field.name] = value;
      report();
    });
  }

  function report(): void {
    const filled = rows.filter(({ values }) => Object.keys(values).length > 0);
    if (filled.length === 0) onChange('');
    else if (isSingle) onChange(JSON.stringify(filled[0]?.values));
    else if (parameter.type === 'map') {
      onChange(JSON.stringify(Object.fromEntries(filled.map(({ key, values }) => [key, values]))));
    } else onChange(JSON.stringify(filled.map(({ values }) => values)));
  }
}

interface Row {
  key: string;
  readonly values: Values;
}

function readRows({ type }: CallParameter, text: string): Row[] {
  const value = read(text);
  if (Array.isArray(value)) {
    return value.filter(isObject).map((values, index) => ({ key: String(index + 1), values: { ...values } }));
  }
  if (!isObject(value)) return [];
  if (type === 'object') return [{ key: '1', values: { ...value } }];
  return Object.entries(value).flatMap(([key, values]) =>
    isObject(values) ? [{ key, values: { ...values } }] : [],
  );
}

/** The value of a field as its type wants it; undefined for a blank one. */
function typed(field: CallParameter, text: string): unknown {
  if (text === '') return undefined;
  if (field.type === 'boolean') return text === 'true';
  if (field.type === 'integer' || field.type === 'number') {
    return Number.isFinite(Number(text)) ? Number(text) : text;
  }
  return field.type === 'string' || field.type === 'rfc3339' ? text : (read(text) ?? text);
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
