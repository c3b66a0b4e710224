import type { FieldSpec } from '../tables/endpoint-row';
import { endpoint } from '../tables/endpoints';
import type { FieldDefinition, LimitSource } from './definition';

/** The limits of a field as numbers. Numbers: `min` and `max` are values; `lines`: counts of lines. */
export interface FieldLimits {
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
  /** Most characters of one line of a `lines` field. */
  readonly itemMaxLength?: number;
  /** Most characters while the node does this. */
  readonly maxLengthFor?: Readonly<Record<string, number>>;
}

/** What the table says of a field, with what the definition itself says going before. */
export function limitsOf(field: FieldDefinition): FieldLimits {
  const spec = field.limits ? specOf(field.limits) : undefined;
  const item = field.itemLimits ? specOf(field.itemLimits) : undefined;
  const min = field.min ?? spec?.min;
  const max = field.max ?? spec?.max;
  const maxLength = field.maxLength ?? spec?.maxLength;
  const itemMaxLength = item?.maxLength ?? spec?.itemMaxLength;
  const maxLengthFor = Object.entries(field.limitsFor ?? {}).flatMap(([operation, source]) => {
    const most = specOf(source).maxLength;
    return most === undefined ? [] : [[operation, most] as const];
  });
  return {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(maxLength !== undefined && { maxLength }),
    ...(itemMaxLength !== undefined && { itemMaxLength }),
    ...(maxLengthFor.length > 0 && { maxLengthFor: Object.fromEntries(maxLengthFor) }),
  };
}

/** @throws {Error} for a parameter that the endpoint does not have: a slip in a definition, found by its test */
function specOf(source: LimitSource): FieldSpec {
  const row = endpoint(source.endpoint);
  const [first = '', ...rest] = source.param.split('.');
  let spec = row.query[first] ?? row.body?.[first];
  for (const name of rest) spec = spec?.fields?.[name];
  if (!spec) throw new Error(`${source.endpoint} has no parameter ${source.param}`);
  return spec;
}
