import { isNested, type CallParameter } from './call-parameter.js';
import { textOf } from './text-of.js';
import { nodeText } from './texts.js';

type Values = Record<string, unknown>;

/**
 * A list of objects, a map of them, one object, or free names with values, edited by filling in fields: nobody has to write
 * JSON, however deep the objects lie in each other.
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
  const isFree = parameter.keys !== undefined;
  const hasKeys = isFree || parameter.type === 'map';
  const fields: readonly CallParameter[] = isFree ? [FREE_VALUE] : (parameter.fields ?? []);
  const isSingle = parameter.type === 'object' && !isFree;
  const rows = readRows(parameter, text);
  const least = isSingle ? 1 : Math.min(parameter.min ?? 1, 5);
  const key = (index: number): string => (isFree ? '' : String(index + 1));
  while (rows.length < least) rows.push({ key: key(rows.length), values: {} });
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
        rows.push({ key: key(rows.length), values: {} });
        draw();
      });
  }

  function drawRow(row: Row, index: number): void {
    const line = $('<div class="twitch-object"></div>').appendTo(box);
    if (hasKeys) drawKey(line, row);
    for (const field of fields) drawField(line, row, field);
    if (isSingle) return;
    $('<button type="button" class="red-ui-button red-ui-button-small"><i class="fa fa-remove"></i></button>')
      .attr({
        title: nodeText('twitch-api', 'remove'),
        'aria-label': nodeText('twitch-api', 'remove'),
      })
      .appendTo(line)
      .on('click', () => {
        rows.splice(index, 1);
        report();
        draw();
      });
  }

  /** The place of an element of a map, or a name of free choice: a list offers those that Twitch has. */
  function drawKey(line: JQuery, row: Row): void {
    const holder = isFree
      ? $('<label></label>').text(nodeText('twitch-api', 'freeName')).appendTo(line)
      : line;
    const input = $('<input type="text" class="twitch-key">').val(row.key).appendTo(holder);
    if (isFree) {
      const listId = `twitch-keys-${parameter.name.replaceAll('.', '-')}`;
      input.removeClass('twitch-key').attr({ list: listId, 'data-inner-field': 'name' });
      const list = $('<datalist></datalist>').attr('id', listId).appendTo(holder);
      for (const name of parameter.keys ?? []) $('<option>').attr('value', name).appendTo(list);
    } else input.attr('aria-label', parameter.name);
    input.on('input change', () => {
      row.key = textOf(input.val()).trim();
      report();
    });
  }

  function drawField(line: JQuery, row: Row, field: CallParameter): void {
    if (isNested(field)) {
      drawInner(line, row, field);
      return;
    }
    const name = field === FREE_VALUE ? nodeText('twitch-api', 'freeValue') : field.name;
    const label = $('<label></label>').text(name).appendTo(line);
    const choices = field.type === 'boolean' ? ['true', 'false'] : field.open ? undefined : field.enum;
    const current = row.values[field.name];
    const input = choices
      ? $('<select></select>').append(
          ['', ...choices].map((choice) => $('<option>').attr('value', choice).text(choice)),
        )
      : $('<input type="text">');
    input
      .attr({ 'data-inner-field': field.name, title: field.hint ?? '' })
      .val(typeof current === 'object' ? JSON.stringify(current) : textOf(current))
      .appendTo(label);
    input.on('input change', () => put(row, field, typed(field, textOf(input.val()))));
  }

  /** Objects inside this object: the same once more, framed and with their name above. */
  function drawInner(line: JQuery, row: Row, field: CallParameter): void {
    const frame = $('<div class="twitch-inner" role="group"></div>').appendTo(line);
    frame.attr({ 'data-inner': field.name, 'aria-label': field.name });
    $('<div class="twitch-inner-name"></div>').text(field.name).appendTo(frame);
    const current = row.values[field.name];
    objectsEditor(frame, field, current === undefined ? '' : JSON.stringify(current), (inner) =>
      put(row, field, inner === '' ? undefined : read(inner)),
    );
  }

  function put(row: Row, field: CallParameter, value: unknown): void {
    if (value === undefined) delete row.values[field.name];
    else row.values[field.name] = value;
    report();
  }

  function report(): void {
    const filled = rows.filter(
      ({ key: name, values }) => Object.keys(values).length > 0 && (!isFree || name !== ''),
    );
    if (filled.length === 0) onChange('');
    else if (isSingle) onChange(JSON.stringify(filled[0]?.values));
    else if (hasKeys) {
      const value = (values: Values): unknown => (isFree ? values[FREE_VALUE.name] : values);
      onChange(JSON.stringify(Object.fromEntries(filled.map((row) => [row.key, value(row.values)]))));
    } else onChange(JSON.stringify(filled.map(({ values }) => values)));
  }
}

/** The value beside a name of free choice. */
const FREE_VALUE: CallParameter = { name: 'value', type: 'string', required: false };

interface Row {
  key: string;
  readonly values: Values;
}

function readRows({ type, keys }: CallParameter, text: string): Row[] {
  const value = read(text);
  if (Array.isArray(value)) {
    return value.filter(isObject).map((values, index) => ({ key: String(index + 1), values: { ...values } }));
  }
  if (!isObject(value)) return [];
  if (keys !== undefined) {
    return Object.entries(value).map(([key, inner]) => ({ key, values: { [FREE_VALUE.name]: inner } }));
  }
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
