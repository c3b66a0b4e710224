import type { Scope } from './scopes';
import type { FromShape, Shape } from './shape';

export type FieldType =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'rfc3339'
  | 'string[]'
  | 'integer[]'
  | 'object'
  | 'object[]'
  /** An object with free keys, each with a value described by `fields`. */
  | 'map';

/** What a call may send under one name, in the query or in the body. */
export interface FieldSpec {
  readonly type: FieldType;
  readonly required?: true;
  /** Query only: the key is sent once per value; `max` is then the largest number of values. */
  readonly repeatable?: true;
  readonly enum?: readonly (string | number)[];
  /** A regular expression of texts that are allowed, besides those in `enum` where there is one. */
  readonly pattern?: string;
  /** Numbers: the smallest value. Lists: the smallest count. Texts that hold a number (`unit`): its smallest value. */
  readonly min?: number;
  readonly max?: number;
  /** Texts, in characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Lists of texts, in characters of one text. */
  readonly itemMinLength?: number;
  readonly itemMaxLength?: number;
  /** What Twitch takes when the field is left out. */
  readonly default?: string | number | boolean;
  readonly unit?: 'seconds' | 'minutes' | 'hours';
  /** What to know about the value, for a reader. */
  readonly hint?: string;
  /** Fields of an object, of each object of a list, or of each value of a map. */
  readonly fields?: FieldSpecs;
  /** Twitch accepts it with an app token only and answers 400 otherwise. */
  readonly appTokenOnly?: true;
  /** Twitch accepts the field and does nothing with it. */
  readonly ignored?: true;
  /** Day the field appeared. */
  readonly since?: string;
}

export interface FieldSpecs {
  readonly [name: string]: FieldSpec;
}

type Value = string | number | boolean;

/**
 * A rule over several fields. Names are those of query or body fields (no row uses one name in both), with a dot for a field
 * inside an object. A field counts as given when it is not undefined.
 */
export type FieldCheck =
  | { readonly exactlyOne: readonly string[] }
  | { readonly atMostOne: readonly string[] }
  /** With `token`: only when the call is made with such a token. */
  | { readonly atLeastOne: readonly string[]; readonly token?: TokenType }
  /** All or none of them. */
  | { readonly together: readonly string[] }
  /** When `when` is given (with `is`: and has one of these values), all of `needs` must and none of `excludes` may be given. */
  | {
      readonly when: string;
      readonly is?: readonly Value[];
      readonly needs?: readonly string[];
      readonly excludes?: readonly string[];
    }
  /** So many values at most over all these repeatable fields. */
  | { readonly totalMax: number; readonly of: readonly string[] }
  | { readonly different: readonly [string, string] }
  /** The first number must not be smaller than the second (its default counts). */
  | { readonly notLess: readonly [string, string] };

/** `jwt` is a token signed by an extension's own backend, which this package does not make. */
export type TokenType = 'user' | 'app' | 'jwt';

/** The user of the token must be the one whose id is in this field. */
export interface OwnerField {
  readonly param: string;
  readonly in: 'query' | 'body';
}

/** Whose tokens work besides the owner's: a call with such a token must not be refused beforehand. */
export interface OwnerAlso {
  readonly role: 'moderator' | 'editor' | 'anyone' | 'user';
  /** The field with the channel, or for `user` with the id of the token's user. */
  readonly of?: string;
  readonly note?: string;
}

/** With an app token: the user named by `from` must have granted these scopes to the same client id before. */
export interface AppGrant {
  readonly from: string;
  /** One of them is enough. */
  readonly anyOf?: readonly Scope[];
  readonly allOf?: readonly Scope[];
  /** What replaces the grant. */
  readonly or?: string;
}

/**
 * - `data[]`: `{ data: [item, ...] }`, the usual case; `data{}`: `{ data: item }`; `data`: `{ data: fields }` as it stands
 * - `root`: the item itself; `text/calendar`: a file; `none`: no body
 */
export type AnswerContainer = 'data[]' | 'data{}' | 'data' | 'root' | 'text/calendar' | 'none';

export interface AnswerSpec {
  readonly container: AnswerContainer;
  readonly fields?: Shape;
  /** What stands next to `data`. */
  readonly beside?: { readonly [field: string]: Shape };
}

/** A row as it is written in `endpoints/<category>.ts`; what is left out has the value given here. */
export interface EndpointSpec {
  /** Twitch's name of the endpoint. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address of Helix. */
  readonly path: string;
  readonly summary: string;
  /** Token types that work; empty: no token at all. */
  readonly tokens: readonly TokenType[];
  readonly tokenNote?: string;
  /** One of them is enough for a user token. Default: none needed. */
  readonly scopes?: readonly Scope[];
  /** Scopes the call works without, and what each adds. */
  readonly optionalScopes?: { readonly [S in Scope]?: string };
  /** Who the token's user must be. `token-owner`: the call is about that user and names nobody. Default: it does not matter. */
  readonly owner?: OwnerField | 'token-owner';
  readonly ownerAlso?: readonly OwnerAlso[];
  readonly ownerNote?: string;
  /** Only where app tokens work. Default: nothing to grant. */
  readonly appGrants?: readonly AppGrant[];
  readonly appGrantsNote?: string;
  readonly query?: FieldSpecs;
  readonly body?: FieldSpecs;
  readonly checks?: readonly FieldCheck[];
  /** Where the list and the cursor are, if not at `data` and `pagination.cursor`. */
  readonly paging?: { readonly items?: string; readonly cursor: string };
  readonly answer: AnswerSpec;
  /** Default: 204 without an answer, else 200. */
  readonly success?: 200 | 202 | 204;
  readonly errors: readonly number[];
  /** Limits of this endpoint alone, for a reader. Those with numbers are in `limits.ts`. */
  readonly rate?: string;
  readonly rules?: readonly string[];
  /** Default `ga`. */
  readonly status?: 'ga' | 'beta' | 'removed';
  /** Day it appeared, for the younger ones. */
  readonly since?: string;
  readonly goneSince?: string;
  /** Removed endpoints: what to use instead. */
  readonly replacement?: string;
}

export interface EndpointSpecs {
  readonly [id: string]: EndpointSpec;
}

/** How a list is read in pages. */
export interface Paging {
  /** Largest `first`; null where Twitch publishes none or there is no `first`. */
  readonly max: number | null;
  /** Page size without `first`; null where not published. */
  readonly default: number | null;
  readonly cursors: readonly ('after' | 'before')[];
  /** Path of the list in the answer. */
  readonly items: string;
  /** Path of the next cursor in the answer; missing or empty on the last page. */
  readonly cursor: string;
}

/** One endpoint of Helix with everything filled in. */
export interface EndpointRow {
  readonly id: string;
  readonly category: string;
  readonly name: string;
  readonly method: EndpointSpec['method'];
  readonly path: string;
  readonly summary: string;
  readonly tokens: readonly TokenType[];
  readonly tokenNote: string | null;
  /** One of them is enough; empty: none needed. */
  readonly scopes: readonly Scope[];
  readonly optionalScopes: { readonly [S in Scope]?: string };
  readonly owner: OwnerField | 'token-owner' | null;
  readonly ownerAlso: readonly OwnerAlso[];
  readonly ownerNote: string | null;
  /** Null where app tokens do not work. */
  readonly appGrants: readonly AppGrant[] | null;
  readonly appGrantsNote: string | null;
  readonly query: FieldSpecs;
  /** Null: the call has no body. */
  readonly body: FieldSpecs | null;
  readonly checks: readonly FieldCheck[];
  /** Null: the answer has no pages. */
  readonly paging: Paging | null;
  readonly answer: AnswerSpec;
  readonly success: 200 | 202 | 204;
  /** Error statuses that Twitch documents for it; 401, 429 and 5xx can always come. */
  readonly errors: readonly number[];
  readonly rate: string | null;
  readonly rules: readonly string[];
  readonly status: 'ga' | 'beta' | 'removed';
  readonly since: string | null;
  readonly goneSince: string | null;
  readonly replacement: string | null;
}

interface FieldValues {
  string: string;
  rfc3339: string;
  integer: number;
  number: number;
  boolean: boolean;
  'string[]': readonly string[];
  'integer[]': readonly number[];
}

type ObjectValue<F> = F extends { readonly fields: infer Inner }
  ? FieldsValue<Inner>
  : Readonly<Record<string, unknown>>;

/** Texts that fit a pattern cannot be listed, so the values of `enum` are then only offered. */
type EnumValue<F, E> = F extends { readonly pattern: string } ? E | (string & {}) : E;

type OneValue<F> = F extends { readonly type: 'string[]'; readonly enum: readonly (infer E)[] }
  ? readonly EnumValue<F, E>[]
  : F extends { readonly enum: readonly (infer E)[] }
    ? EnumValue<F, E>
    : F extends { readonly type: infer T }
      ? T extends 'object'
        ? ObjectValue<F>
        : T extends 'object[]'
          ? readonly ObjectValue<F>[]
          : T extends 'map'
            ? Readonly<Record<string, ObjectValue<F>>>
            : T extends keyof FieldValues
              ? FieldValues[T]
              : never
      : never;

type FieldValue<F> = F extends { readonly repeatable: true }
  ? OneValue<F> | readonly OneValue<F>[]
  : OneValue<F>;

/** The object that a call sends for these fields: required ones required, enums as unions, repeatable ones also as lists. */
export type FieldsValue<Fields> = {
  readonly [N in keyof Fields as Fields[N] extends { readonly required: true } ? N : never]: FieldValue<
    Fields[N]
  >;
} & {
  readonly [N in keyof Fields as Fields[N] extends { readonly required: true } ? never : N]?:
    FieldValue<Fields[N]> | undefined;
};

type BesideOf<A> = A extends { readonly beside: infer B } ? FromShape<B> : unknown;
type FieldsOf<A> = A extends { readonly fields: infer F } ? FromShape<F> : never;

/** The parsed body of an answer: null where there is none, the text itself for a calendar. */
export type AnswerValue<A> = A extends { readonly container: infer C }
  ? C extends 'none'
    ? null
    : C extends 'text/calendar'
      ? string
      : C extends 'root'
        ? FieldsOf<A>
        : C extends 'data[]'
          ? { readonly data: readonly FieldsOf<A>[] } & BesideOf<A>
          : { readonly data: FieldsOf<A> } & BesideOf<A>
  : never;

/** One element of the list that an answer carries, or the one object it carries. */
export type AnswerItem<A> = A extends { readonly container: 'data' }
  ? FieldsOf<A> extends readonly (infer Item)[]
    ? Item
    : never
  : FieldsOf<A>;
