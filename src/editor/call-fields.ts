import type { FieldContext } from './field-controls.js';
import { editorList } from './look-ups.js';
import type { SavedValue } from './shapes.js';
import { nodeText } from './texts.js';
import { textOf } from './text-of.js';

/** One parameter of a call, as the build writes it. */
export interface CallParameter {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly enum?: readonly string[];
  readonly hint?: string;
  /** What is taken when it is left out: the own channel, whoever acts. */
  readonly fallback?: string;
}

export interface CallShape {
  readonly value: string;
  readonly label: string;
  readonly group: string;
  readonly words: string;
  readonly summary: string;
  readonly parameters: readonly CallParameter[];
}

/** Node-RED's sources of a value, the literal type that fits the parameter first. */
function sources(parameter: CallParameter): string[] {
  const others = ['msg', 'flow', 'global', 'env', 'jsonata'];
  if (parameter.type === 'integer' || parameter.type === 'number') return ['num', ...others];
  if (parameter.type === 'boolean') return ['bool', ...others];
  if (parameter.type === 'object' || parameter.type === 'object[]' || parameter.type === 'map') {
    return ['json', ...others];
  }
  if (parameter.type.endsWith('[]')) return ['str', 'json', ...others];
  return ['str', ...others];
}

/** The form of the chosen call: needed fields first, the others behind a fold. */
export function callFields(host: JQuery, context: FieldContext): void {
  const values = { ...(context.value.v as Record<string, SavedValue> | null) };
  const call = textOf(context.others('call'));
  editorList<CallShape[]>('calls').then(
    (calls) => {
      const shape = calls.find((candidate) => candidate.value === call);
      if (!shape) return;
      $('<div class="form-tips twitch-hint"></div>').text(shape.summary).appendTo(host);
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
    const row = $('<div class="form-row twitch-row"></div>').appendTo(target);
    const id = `twitch-call-${parameter.name.replaceAll('.', '-')}`;
    $('<label></label>').attr('for', id).text(parameter.name).appendTo(row);
    const input = $('<input type="text" class="twitch-typed">').attr('id', id).appendTo(row);
    input.attr(
      'placeholder',
      parameter.fallback ?? parameter.enum?.join(' | ') ?? nodeText(context.type, 'blank'),
    );
    const types = sources(parameter);
    const saved = values[parameter.name];
    input.typedInput({ types, default: saved?.t ?? types[0] });
    input.typedInput('type', saved?.t ?? types[0]);
    input.typedInput('value', saved ? textOf(saved.v) : '');
    input.on('change', () => {
      const type = input.typedInput('type');
      const text = input.typedInput('value');
      if (text === '') delete values[parameter.name];
      else values[parameter.name] = { t: type, v: text };
      context.onChange({ t: 'json', v: { ...values } });
    });
    if (parameter.hint) $('<div class="form-tips twitch-hint"></div>').text(parameter.hint).appendTo(row);
  }
}
