import type { FieldDefinition, NodeDefinition } from '../../src/definitions/definition';
import { limitsOf } from '../../src/definitions/limits';

/** A value beyond one limit of one field. */
export interface BeyondLimit {
  readonly field: string;
  readonly control: FieldDefinition['control'];
  /** What the node does; '' for a trigger. */
  readonly operation: string;
  /** Values of other fields, so that the field is shown. */
  readonly others: Readonly<Record<string, string | boolean>>;
  readonly value: string | number;
  /** Just within the limit. */
  readonly fits: string | number;
  /** Of the sentence, below `common.problem`. */
  readonly key: string;
  /** The limit as it stands in the sentence. */
  readonly says: string;
}

type Case = Pick<BeyondLimit, 'value' | 'fits' | 'key' | 'says'>;

/** For every field of a node a value beyond each of its limits, made from the limits themselves. */
export function beyondLimits(definition: NodeDefinition): readonly BeyondLimit[] {
  if (definition.saved === 'plain') return [];
  const places =
    definition.kind === 'action'
      ? Object.values(definition.operations).map(({ id, fields }) => ({ operation: id, fields }))
      : [{ operation: '', fields: definition.fields.map(({ name }) => name) }];
  return places.flatMap(({ operation, fields }) =>
    definition.fields
      .filter(({ name }) => fields.includes(name))
      .flatMap((field) => {
        const { name, control, showWhen, linesWhen } = field;
        const shown = showWhen ? { [showWhen.field]: showWhen.in[0] ?? '' } : {};
        const others = { ...shown, ...(linesWhen ? { [linesWhen.field]: 'whole' } : {}) };
        return casesOf(field, operation).map((found) => ({
          field: name,
          control,
          operation,
          others,
          ...found,
        }));
      }),
  );
}

function casesOf(field: FieldDefinition, operation: string): readonly Case[] {
  const { min, max, maxLength, itemMaxLength, maxLengthFor } = limitsOf(field);
  const [one] = field.oneOf ?? [];
  if (one !== undefined)
    return [{ value: '7', fits: one, key: 'not-one-of', says: field.oneOf?.join(', ') ?? '' }];
  if (field.control === 'lines') {
    const lines = (count: number): string =>
      Array.from({ length: count }, (_, index) => `a${index}`).join('\n');
    const enough = min ?? 1;
    const long = (length: number): string => `${lines(Math.max(enough - 1, 1))}\n${'x'.repeat(length)}`;
    return [
      ...(min === undefined ? [] : [beyond(lines(min - 1), lines(min), 'too-few', min)]),
      ...(max === undefined ? [] : [beyond(lines(max + 1), lines(max), 'too-many', max)]),
      ...(itemMaxLength === undefined
        ? []
        : [beyond(long(itemMaxLength + 1), long(itemMaxLength), 'line-too-long', itemMaxLength)]),
    ];
  }
  if (field.control === 'number' || field.control === 'duration') {
    return [
      ...(min === undefined ? [] : [beyond(min - 1, min, 'too-small', min)]),
      ...(max === undefined ? [] : [beyond(max + 1, max, 'too-large', max)]),
    ];
  }
  const most = maxLengthFor?.[operation] ?? maxLength;
  return most === undefined ? [] : [beyond('x'.repeat(most + 1), 'x'.repeat(most), 'too-long', most)];
}

function beyond(value: string | number, fits: string | number, key: string, limit: number): Case {
  return { value, fits, key, says: String(limit) };
}
