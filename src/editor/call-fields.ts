import { nameControls } from './accessible-names.js';
import { objectsEditor } from './call-objects.js';
import { isList, isNested, parameterProblem, type CallParameter } from './call-parameter.js';
import type { FieldContext } from './field-controls.js';
import { editorList } from './look-ups.js';
import type { SavedValue } from './shapes.js';
import { nodeText } from './texts.js';
import { textOf } from './text-of.js';

export interface CallShape {
  readonly value: string;
  readonly label: string;
  readonly group: string;
  readonly words: string;
  readonly summary: string;
  /** Whose sign-in it takes: key of a text below `whose`. */
  readonly whose: string;
  readonly parameters: readonly CallParameter[];
}

const OTHER_SOURCES = ['msg', 'flow', 'global', 'env', 'jsonata'];

/** Node-RED's sources of a value, the literal type that fits the parameter first; a drop-down where the values are known. */
function sources(parameter: CallParameter): (string | object)[] {
  const { type } = parameter;
  if (type === 'boolean') return ['bool', ...OTHER_SOURCES];
  if (parameter.enum && !parameter.open && !isList(parameter)) {
    const options = ['', ...parameter.enum].map((value) => ({
      value,
      label: value === '' ? nodeText('twitch-api', 'blank') : value,
    }));
    const literal = type === 'integer' || type === 'number' ? 'num' : 'str';
    return [{ value: literal, label: '', options }, ...OTHER_SOURCES];
  }
  if (type === 'integer' || type === 'number') return ['num', ...OTHER_SOURCES];
  if (type === 'object' || type === 'object[]' || type === 'map') return ['json', ...OTHER_SOURCES];
  return isList(parameter) ? ['str', 'json', ...OTHER_SOURCES] : ['str', ...OTHER_SOURCES];
}

/** The form of the chosen call: needed fields first, the others behind a fold. */
export function callFields(host: JQuery, context: FieldContext): void {
  const values = { ...(context.value.v as Record<string, SavedValue> | null) };
  const call = textOf(context.others('call'));
  editorList<CallShape[]>('calls').then(
    (calls) => {
      const shape = calls.find((candidate) => candidate.value === call);
      if (!shape) return;
      $('<div class="form-tips twitch-hint"></div>')
        .text(`${shape.summary} ${nodeText(context.type, `whose.${shape.whose}`)}`)
        .appendTo(host);
      const needed = shape.parameters.filter((parameter) => parameter.required && !parameter.fallback);
      const free = shape.parameters.filter((parameter) => !needed.includes(parameter));
      for (const parameter of needed) drawParameter(host, parameter);
      if (free.length === 0) return;
      const fold = $('<details class="twitch-fold"></details>').appendTo(host);
      $('<summary></summary>').text(nodeText(context.type, 'optional')).appendTo(fold);
      for (const parameter of free) {
        drawParameter(fold, parameter);
        if (values[parameter.name]) fold.prop('open', true);
      }
    },
    (error: Error) => void $('<div class="form-tips"></div>').text(error.message).appendTo(host),
  );

  function drawParameter(target: JQuery, parameter: CallParameter): void {
    const row = $('<div class="form-row twitch-row twitch-parameter"></div>').appendTo(target);
    row.attr('data-parameter', parameter.name);
    const id = `twitch-call-${parameter.name.replaceAll('.', '-')}`;
    $('<label></label>').attr('for', id).text(parameter.name).appendTo(row);
    const input = $('<input type="text" class="twitch-typed">').attr('id', id).appendTo(row);
    const person = parameter.person ? nodeText(context.type, 'person') : undefined;
    input.attr('placeholder', parameter.fallback ?? person ?? nodeText(context.type, 'blank'));
    const types = sources(parameter);
    const literal = typeof types[0] === 'string' ? types[0] : (types[0] as { value: string }).value;
    const saved = values[parameter.name];
    input.typedInput({ types, default: saved?.t ?? literal });
    input.typedInput('type', saved?.t ?? literal);
    input.typedInput('value', saved ? textOf(saved.v) : '');
    nameControls(row, row, parameter.name);
    const objects = $('<div class="twitch-nested"></div>').appendTo(row);
    const warning = $('<div class="twitch-problem"></div>').appendTo(row);
    if (parameter.hint) $('<div class="form-tips twitch-hint"></div>').text(parameter.hint).appendTo(row);
    if (isNested(parameter)) {
      objectsEditor(objects, parameter, input.typedInput('value'), (text) => {
        input.typedInput('value', text);
      });
    }
    input.on('change', () => {
      const type = input.typedInput('type');
      const text = input.typedInput('value');
      if (text === '' || (type === 'bool' && text === '')) delete values[parameter.name];
      else values[parameter.name] = { t: type, v: text };
      context.onChange({ t: 'json', v: { ...values } });
      look();
    });
    // Its own event comes only when the field is left.
    row.find('.red-ui-typedInput-input').on('input', look);
    look();

    /** Shows what goes with the source of the value, and what is wrong with a literal one. */
    function look(): void {
      const type = input.typedInput('type');
      const isLiteral = type === literal;
      objects.toggle(isNested(parameter) && isLiteral);
      row.toggleClass('twitch-by-fields', isNested(parameter) && isLiteral);
      const found = isLiteral ? parameterProblem(parameter, input.typedInput('value')) : null;
      const text = found ? nodeText(context.type, `problem.${found.key}`) : '';
      warning.text(
        text.replace(/__(\w+?)__/g, (whole, name: string) => String(found?.values[name] ?? whole)),
      );
      row
        .find('.red-ui-typedInput-container')
        .first()
        .toggleClass('input-error', found !== null);
    }
  }
}
