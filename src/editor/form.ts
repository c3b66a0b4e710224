import { nameControls } from './accessible-names.js';
import { drawChoicesPreview } from './choices-preview.js';
import { drawEventNote } from './event-note.js';
import { defaultValue, drawControl, type FieldContext } from './field-controls.js';
import { FieldProblems } from './field-problems.js';
import { nodeShapes } from './node-shapes.js';
import { drawPermissions, permissionsBesides } from './permissions.js';
import { drawPlaceholders } from './placeholder-menu.js';
import { FORM_CHANGED } from './sample-line.js';
import type { EditorField, EditorNodeShape, SavedValue } from './shapes.js';
import { drawSuggestions } from './suggestions.js';
import { commonText, nodeText } from './texts.js';
import { textOf } from './text-of.js';

/** The dialog that is open. There is one at a time: Node-RED stacks only the account's on top of it. */
interface OpenForm {
  readonly node: EditorNode;
  readonly shape: EditorNodeShape;
  readonly values: Map<string, SavedValue>;
  readonly host: JQuery;
  readonly problems: FieldProblems;
}

let current: OpenForm | null = null;

export function openForm(node: EditorNode): void {
  const shape = nodeShapes[node.type];
  if (!shape) return;
  const values = new Map<string, SavedValue>();
  for (const field of shape.fields) values.set(field.name, node.params?.[field.name] ?? defaultValue(field));
  const host = $('#dialog-form').addClass('twitch-dialog').find('.twitch-fields');
  current = { node, shape, values, host, problems: new FieldProblems(node.type, shape) };

  const operation = $('#node-input-operation');
  for (const id of Object.keys(shape.operations)) {
    $('<option>')
      .attr('value', id)
      .text(nodeText(node.type, `operation.${id}`, id))
      .appendTo(operation);
  }
  if (shape.kind === 'action' && shape.defaultOperation === null) {
    $('<option value="">').text(commonText('choose')).prependTo(operation);
  }
  operation.val(node.operation ?? shape.defaultOperation ?? '');
  operation.on('change', draw);
  $('#node-input-account').on('change', drawNeeds);
  draw();
}

/** Keeps what differs from the defaults, so that a dialog that was only looked at leaves the node unchanged. */
export function saveForm(node: EditorNode): void {
  if (!current) return;
  const params: Record<string, SavedValue> = { ...node.params };
  for (const field of current.shape.fields) {
    const value = current.values.get(field.name);
    if (!value) continue;
    const standard = JSON.stringify(value) === JSON.stringify(defaultValue(field));
    if (standard && !node.params?.[field.name]) continue;
    params[field.name] = value;
  }
  if (JSON.stringify(params) !== JSON.stringify(node.params ?? {})) node.params = params;
  closeForm();
}

export function closeForm(): void {
  current = null;
}

function operationOf(form: OpenForm): string {
  return form.shape.kind === 'action'
    ? textOf($('#node-input-operation').val() ?? form.shape.defaultOperation)
    : (form.shape.defaultOperation ?? '');
}

function shownFields(form: OpenForm): readonly EditorField[] {
  if (form.shape.kind !== 'action') return form.shape.fields;
  const names = form.shape.operations[operationOf(form) || (form.shape.defaultOperation ?? '')]?.fields ?? [];
  return names.flatMap((name) => form.shape.fields.find((field) => field.name === name) ?? []);
}

function draw(): void {
  const form = current;
  if (!form) return;
  form.host.off(FORM_CHANGED).empty();
  const fields = shownFields(form);
  for (const field of fields.filter((candidate) => !candidate.folded)) drawRow(form, form.host, field);
  const folded = fields.filter((field) => field.folded);
  if (folded.length > 0) {
    const fold = $('<details class="twitch-fold"></details>').appendTo(form.host);
    $('<summary></summary>').text(commonText('more')).appendTo(fold);
    for (const field of folded) drawRow(form, fold, field);
    fold.prop(
      'open',
      folded.some(
        (field) => JSON.stringify(form.values.get(field.name)) !== JSON.stringify(defaultValue(field)),
      ),
    );
  }
  $('<div class="twitch-event-note"></div>').insertAfter(form.host.find('[data-field="event"]'));
  $('<div class="twitch-needs"></div>').appendTo(form.host);
  showAndHide(form);
  form.problems.show(form.host, operationOf(form), form.values);
  drawNeeds();
}

function drawRow(form: OpenForm, target: JQuery, field: EditorField): void {
  const row = $('<div class="form-row twitch-row"></div>').attr('data-field', field.name).appendTo(target);
  const label = nodeText(form.node.type, `field.${field.name}`, field.name);
  if (field.control === 'checkbox') $('<label></label>').appendTo(row);
  else if (field.control !== 'callFields') $('<label></label>').text(label).appendTo(row);
  const host = $('<div class="twitch-control"></div>').appendTo(row);
  const context: FieldContext = {
    type: form.node.type,
    field,
    value: valueOf(form, field),
    others: (name) => form.values.get(name)?.v,
    onChange: (value) => {
      form.values.set(field.name, value);
      changed(form, field);
    },
  };
  drawControl(host, context);
  drawSuggestions(host, label, context, operationOf(form) || (form.shape.defaultOperation ?? ''));
  form.problems.draw(row, field.name);
  const hint = nodeText(form.node.type, `hint.${field.name}`);
  if (hint) $('<div class="form-tips twitch-hint"></div>').text(hint).appendTo(row);
  const { placeholders } = field;
  if (placeholders) drawPlaceholders(row, host, { names: placeholders, ...field });
  if (field.control === 'several') host.attr({ role: 'group', 'aria-label': label });
  else nameControls(row, host, label);
  const question = form.shape.fields.find(({ choicesIn }) => choicesIn === field.name);
  if (question)
    drawChoicesPreview(
      row,
      () => valueOf(form, question),
      () => valueOf(form, field),
    );
}

function valueOf(form: OpenForm, field: EditorField): SavedValue {
  return form.values.get(field.name) ?? defaultValue(field);
}

function changed(form: OpenForm, field: EditorField): void {
  form.problems.touch(field.name);
  if (field.control === 'call') {
    // Another call has other fields: those of the one before would be refused.
    form.values.set('fields', { t: 'json', v: {} });
    draw();
    return;
  }
  showAndHide(form);
  form.problems.show(form.host, operationOf(form), form.values);
  form.host.trigger(FORM_CHANGED);
  if (field.name === 'eventVersion') drawNeeds();
  if (field.control === 'event' || field.name === 'as' || form.shape.permissions) drawNeeds();
}

/** Rows that depend on another field's value; by display, so that what was typed is not lost. */
function showAndHide(form: OpenForm): void {
  for (const field of shownFields(form)) {
    if (!field.showWhen) continue;
    const value = form.values.get(field.showWhen.field)?.v;
    form.host
      .find(`[data-field="${field.name}"]`)
      .toggle(field.showWhen.in.some((candidate) => candidate === value));
  }
}

function drawNeeds(): void {
  const form = current;
  if (!form) return;
  const chosen = form.values.get('event')?.v ?? form.values.get('call')?.v;
  if (form.values.has('event')) {
    drawEventNote(
      form.host.find('.twitch-event-note'),
      textOf(chosen),
      textOf(form.values.get('eventVersion')?.v),
    );
  }
  drawPermissions(form.host.find('.twitch-needs'), {
    account: textOf($('#node-input-account').val()),
    fixed: [
      ...(form.shape.operations[operationOf(form)]?.permissions ?? []),
      ...permissionsBesides(form.shape, (name) => form.values.get(name)?.v),
    ],
    list: form.values.has('event') ? 'events' : form.values.has('call') ? 'calls' : null,
    chosen: typeof chosen === 'string' ? chosen : '',
    as: textOf(form.values.get('as')?.v ?? 'channel'),
  });
}
