/** A value that is not an object or a list. `rfc3339` is a point in time as text, `object` has keys nobody described. */
export type ScalarType = 'string' | 'integer' | 'number' | 'boolean' | 'rfc3339' | 'object';

/**
 * What a JSON value from Twitch looks like, written as the value itself would be.
 *
 * - `'string'`, `'integer|null'`, `'string[]'`: a plain value, one that may be null, a list of plain values
 * - `{ id: 'string', 'email?': 'string' }`: an object; a key that ends in `?` may be absent
 * - `[shape]`: a list; `{ orNull: shape }`: an object or a list that may be null
 * - `{ oneOf: ['a', 'b'] }`: text of which these values are known (Twitch adds new ones without notice)
 * - `{ '*': shape }`: an object with free keys
 */
export type Shape =
  | ScalarType
  | `${ScalarType}|null`
  | `${ScalarType}[]`
  | readonly [Shape]
  | { readonly orNull: Shape }
  | { readonly oneOf: readonly string[] }
  | { readonly '*': Shape }
  | { readonly [field: string]: Shape };

interface Scalars {
  string: string;
  integer: number;
  number: number;
  boolean: boolean;
  rfc3339: string;
  object: Readonly<Record<string, unknown>>;
}

type FromText<S> = S extends `${infer T}|null`
  ? FromText<T> | null
  : S extends `${infer T}[]`
    ? readonly FromText<T>[]
    : S extends keyof Scalars
      ? Scalars[S]
      : never;

type FromObject<S> = {
  readonly [K in keyof S as K extends `${string}?` ? never : K]: FromShape<S[K]>;
} & {
  readonly [K in keyof S as K extends `${infer Name}?` ? Name : never]?: FromShape<S[K]>;
};

/** The TypeScript type of a value that has the shape `S`. Known values of `oneOf` are offered, others are allowed. */
export type FromShape<S> = S extends string
  ? FromText<S>
  : S extends readonly [infer Item]
    ? readonly FromShape<Item>[]
    : S extends { readonly orNull: infer Inner }
      ? FromShape<Inner> | null
      : S extends { readonly oneOf: readonly (infer Value)[] }
        ? Value | (string & {})
        : S extends { readonly '*': infer Value }
          ? Readonly<Record<string, FromShape<Value>>>
          : FromObject<S>;

/** One field of a shape, as a list or a table shows it. */
export interface ShapeField {
  /** Dotted path; `[]` after the name of a list, `*` for a free key: `choices[].title`. */
  readonly path: string;
  readonly type: ScalarType | `${ScalarType}[]` | 'object[]';
  readonly nullable: boolean;
  readonly optional: boolean;
  /** Known values of a text. */
  readonly values?: readonly string[];
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function describe(shape: Shape): Pick<ShapeField, 'type' | 'nullable' | 'values'> & { inner?: Shape } {
  if (typeof shape === 'string') {
    const nullable = shape.endsWith('|null');
    return { type: (nullable ? shape.slice(0, -'|null'.length) : shape) as ScalarType, nullable };
  }
  if (isList(shape)) return { type: 'object[]', nullable: false, inner: shape[0] };
  if ('orNull' in shape) return { ...describe(shape.orNull), nullable: true };
  if ('oneOf' in shape) {
    return { type: 'string', nullable: false, values: shape.oneOf as readonly string[] };
  }
  return { type: 'object', nullable: false, inner: shape };
}

/** All fields of a shape in order, each before the fields inside it. */
export function shapeFields(shape: Shape, below = ''): ShapeField[] {
  if (typeof shape === 'string') return [];
  if (isList(shape)) return shapeFields(shape[0], below);
  if ('orNull' in shape) return shapeFields(shape.orNull, below);
  if ('oneOf' in shape) return [];
  const fields: ShapeField[] = [];
  for (const [key, value] of Object.entries(shape)) {
    const optional = key.endsWith('?');
    const path = below + (optional ? key.slice(0, -1) : key);
    const { inner, ...rest } = describe(value);
    fields.push({ path, optional, ...rest });
    if (inner !== undefined)
      fields.push(...shapeFields(inner, `${path}${rest.type === 'object[]' ? '[]' : ''}.`));
  }
  return fields;
}
