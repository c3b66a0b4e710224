import { editorList } from './look-ups.js';
import { drawDuration } from './duration-control.js';
import { choiceList } from './choice-list.js';
import { callFields } from './call-fields.js';
import { drawReward } from './reward-field.js';
import { sampleLine } from './sample-line.js';
import type { Choice, EditorField, SavedValue } from './shapes.js';
import { commonText, nodeText } from './texts.js';
import { typedText } from './typed-text.js';
import { textOf } from './text-of.js';

export interface FieldContext {
  readonly type: string;
  readonly field: EditorField;
  readonly value: SavedValue;
  /** Values of the other fields, as they are in the form now. */
  readonly others: (name: string) => unknown;
  readonly onChange: (value: SavedValue) => void;
}

type Draw = (host: JQuery, context: FieldContext) => void;

/** The type that a plain control saves. */
function plainType(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'num';
  return 'str';
}

function placeholder({ field }: FieldContext): string {
  return field.restsOn ? commonText(`rule.${field.restsOn}`) : '';
}

const drawTyped: Draw = (host, context) => {
  const input = $('<input type="text" class="twitch-typed">').appendTo(host);
  input.toggleClass('twitch-with-unit', context.field.unit !== undefined);
  input.attr('placeholder', placeholder(context));
  input.typedInput({ types: [...context.field.typed], default: context.value.t });
  input.typedInput('type', context.value.t);
  input.typedInput('value', textOf(context.value.v));
  const report = (): void => {
    const type = input.typedInput('type');
    const text = input.typedInput('value');
    const number = type === 'num' && text.trim() !== '' && Number.isFinite(Number(text));
    context.onChange({ t: type, v: number ? Number(text) : text });
  };
  input.on('change', report);
  // Its own event comes only when the field is left: what is wrong is said while somebody types.
  host.on('input', '.red-ui-typedInput-input', report);
};

const drawText: Draw = (host, context) => {
  if (context.field.typed.length > 0) {
    drawTyped(host, context);
    return;
  }
  const input = $('<input type="text">').val(textOf(context.value.v)).appendTo(host);
  input.attr('placeholder', placeholder(context));
  input.on('input', () => context.onChange({ t: 'str', v: textOf(input.val()) }));
};

const drawArea =
  (rows: number): Draw =>
  (host, context) => {
    if (context.field.typed.length > 0) {
      typedText(
        host,
        context.field.typed,
        context.value,
        { rows, placeholder: placeholder(context) },
        context.onChange,
      );
      return;
    }
    const area = $('<textarea class="twitch-area"></textarea>').attr('rows', rows).appendTo(host);
    area.val(textOf(context.value.v)).attr('placeholder', placeholder(context));
    area.on('input', () => context.onChange({ t: 'str', v: textOf(area.val()) }));
  };

const drawNumber: Draw = (host, context) => {
  if (context.field.typed.length > 0) drawTyped(host, context);
  else {
    const input = $('<input type="number">').val(textOf(context.value.v)).appendTo(host);
    if (context.field.min !== undefined) input.attr('min', context.field.min);
    if (context.field.max !== undefined) input.attr('max', context.field.max);
    input.attr('placeholder', placeholder(context));
    input.on('input', () => {
      const text = textOf(input.val());
      context.onChange(text === '' ? { t: 'num', v: '' } : { t: 'num', v: Number(text) });
    });
  }
  if (context.field.unit)
    $('<span class="twitch-unit"></span>').text(commonText(context.field.unit)).appendTo(host);
};

const drawSelect: Draw = (host, context) => {
  const { field, type } = context;
  const select = $('<select></select>').appendTo(host);
  for (const option of field.options ?? []) {
    $('<option>')
      .attr('value', option)
      .text(nodeText(type, `option.${field.name}.${option}`, option))
      .appendTo(select);
  }
  select.val(textOf(context.value.v));
  select.on('change', () => context.onChange({ t: 'str', v: textOf(select.val()) }));
};

const drawCheckbox: Draw = (host, context) => {
  const id = `twitch-field-${context.field.name}`;
  const box = $('<input type="checkbox" class="twitch-check">').attr('id', id).appendTo(host);
  box.prop('checked', context.value.v === true);
  $('<label class="twitch-check-label"></label>')
    .attr('for', id)
    .text(nodeText(context.type, `field.${context.field.name}`, context.field.name))
    .appendTo(host);
  box.on('change', () => context.onChange({ t: 'bool', v: box.prop('checked') === true }));
};

const drawSeveral: Draw = (host, context) => {
  const { field, type, value } = context;
  const chosen = new Set(Array.isArray(value.v) ? value.v.map(textOf) : []);
  for (const option of field.options ?? []) {
    const id = `twitch-field-${field.name}-${option}`;
    const row = $('<div class="twitch-several"></div>').appendTo(host);
    const box = $('<input type="checkbox" class="twitch-check">').attr({ id, value: option }).appendTo(row);
    box.prop('checked', chosen.has(option));
    $('<label class="twitch-check-label"></label>')
      .attr('for', id)
      .text(nodeText(type, `option.${field.name}.${option}`, option))
      .appendTo(row);
    box.on('change', () => {
      if (box.prop('checked') === true) chosen.add(option);
      else chosen.delete(option);
      context.onChange({ t: 'json', v: field.options?.filter((one) => chosen.has(one)) ?? [] });
    });
  }
};

const drawJson: Draw = (host, context) => {
  const types = context.field.typed.length > 0 ? context.field.typed : ['json'];
  const input = $('<input type="text" class="twitch-typed">').appendTo(host);
  input.typedInput({ types: [...types], default: context.value.t });
  const text = typeof context.value.v === 'string' ? context.value.v : JSON.stringify(context.value.v ?? {});
  input.typedInput('type', types.includes(context.value.t) ? context.value.t : 'json');
  input.typedInput('value', text);
  const report = (): void => context.onChange({ t: input.typedInput('type'), v: input.typedInput('value') });
  input.on('change', report);
  host.on('input', '.red-ui-typedInput-input', report);
};

/**
 * What the table does not have is called by its path, or heard by its type; its fields show for this value (`OTHER_CALL` and
 * `OTHER_EVENT` of the definitions).
 */
function otherChoice(type: string): Choice {
  return {
    value: 'other',
    label: nodeText(type, 'other'),
    group: nodeText(type, 'otherGroup'),
    words: '',
    always: true,
  };
}

const drawChoices =
  (name: 'events' | 'calls'): Draw =>
  (host, context) => {
    const texts = {
      label: nodeText(context.type, `field.${context.field.name}`, context.field.name),
      search: nodeText(context.type, 'search'),
      none: nodeText(context.type, 'none'),
    };
    editorList<Choice[]>(name).then(
      (choices) => {
        choiceList(host, [...choices, otherChoice(context.type)], textOf(context.value.v), texts, (value) =>
          context.onChange({ t: 'str', v: value }),
        );
      },
      (error: Error) => void $('<div class="form-tips"></div>').text(error.message).appendTo(host),
    );
  };

const drawSample: Draw = (host, context) => {
  sampleLine(host, textOf(context.value.v), context.others, (line) =>
    context.onChange({ t: 'str', v: line }),
  );
};

const controls: Readonly<Record<string, Draw>> = {
  text: drawText,
  textarea: drawArea(3),
  lines: drawArea(4),
  number: drawNumber,
  duration: (host, context) => (context.field.typed.length > 0 ? drawNumber : drawDuration)(host, context),
  select: drawSelect,
  checkbox: drawCheckbox,
  several: drawSeveral,
  json: drawJson,
  event: drawChoices('events'),
  call: drawChoices('calls'),
  callFields,
  reward: drawReward,
  sample: drawSample,
};

/** Draws the control of a field into its row. */
export function drawControl(host: JQuery, context: FieldContext): void {
  (controls[context.field.control] ?? drawText)(host, context);
}

/** A field's value where nothing is saved. */
export function defaultValue(field: EditorField): SavedValue {
  if (['callFields', 'json', 'several'].includes(field.control)) return { t: 'json', v: field.default };
  return { t: field.typed[0] ?? plainType(field.default), v: field.default };
}
