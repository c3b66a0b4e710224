import { problemsOf } from '../definitions/validate.js';
import type { EditorNodeShape, SavedValue } from './shapes.js';
import { problemSentence } from './validate.js';

/** What can be typed into or chosen from in a row: also the field inside a typedInput, not the hidden one beside it. */
const CONTROLS =
  'input.red-ui-typedInput-input, input:not(.twitch-typed):not(.twitch-check):not([type=hidden]), textarea, select';

/**
 * The sentences below the fields of an open form: what is wrong and what would be right, anew at every key. An empty field is
 * told of only after somebody was in it; a new node is not full of red.
 */
export class FieldProblems {
  readonly #type: string;
  readonly #shape: EditorNodeShape;
  readonly #touched = new Set<string>();

  constructor(type: string, shape: EditorNodeShape) {
    this.#type = type;
    this.#shape = shape;
  }

  /** The place of a field's sentence, below its control. */
  draw(row: JQuery, field: string): void {
    $('<div class="twitch-problem" aria-live="polite"></div>').attr('id', idOf(field)).appendTo(row);
  }

  touch(field: string): void {
    this.#touched.add(field);
  }

  show(host: JQuery, operation: string, values: ReadonlyMap<string, SavedValue>): void {
    const params = Object.fromEntries(values);
    const found = new Map(
      problemsOf(this.#shape, { operation, params })
        .toReversed()
        .map((problem) => [problem.field, problem]),
    );
    for (const { name, control: kind } of this.#shape.fields) {
      // The fields of a call look after themselves.
      if (kind === 'callFields') continue;
      const row = host.find(`[data-field="${name}"]`);
      const problem = found.get(name);
      const isTold = problem !== undefined && (!isOfEmptiness(problem.key) || this.#touched.has(name));
      const text = isTold ? problemSentence(this.#type, problem) : '';
      const place = row.children('.twitch-problem');
      // What has not changed is not said again by a screen reader.
      if (place.text() !== text) place.text(text);
      row.toggleClass('twitch-wrong', isTold);
      const control = row.children('.twitch-control');
      control.find('.red-ui-typedInput-container').toggleClass('input-error', isTold);
      const inputs = control.find(CONTROLS);
      inputs.toggleClass('input-error', isTold);
      if (isTold) inputs.attr({ 'aria-invalid': 'true', 'aria-describedby': idOf(name) });
      else inputs.removeAttr('aria-invalid aria-describedby');
    }
  }
}

function isOfEmptiness(key: string): boolean {
  return key === 'required' || key === 'choose';
}

function idOf(field: string): string {
  return `twitch-problem-${field}`;
}
