/** The shapes that the build writes for the editor: see `src/definitions/editor-definitions.ts`. */

export interface SavedValue {
  v: unknown;
  t: string;
}

export interface EditorField {
  readonly name: string;
  readonly control: string;
  readonly typed: readonly string[];
  readonly default: unknown;
  readonly options?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
  readonly itemMaxLength?: number;
  readonly maxLengthFor?: Readonly<Record<string, number>>;
  readonly linesWhen?: { readonly field: string; readonly in: readonly string[] };
  readonly choicesIn?: string;
  readonly suggest?: string | Readonly<Record<string, string>>;
  readonly listed?: boolean;
  readonly emotes?: boolean;
  readonly oneOf?: readonly string[];
  readonly syntax?: 'filter' | 'arguments' | 'pattern' | 'color' | 'position';
  readonly syntaxWhen?: { readonly field: string; readonly in: readonly string[] };
  readonly unit?: string;
  readonly required?: boolean;
  readonly restsOn?: string;
  readonly showWhen?: { readonly field: string; readonly in: readonly (string | boolean)[] };
  readonly folded?: boolean;
  readonly placeholders?: boolean | readonly string[];
  readonly late?: boolean;
}

export interface NeededPermission {
  /** `channel`, `bot`, or `choice`: whoever the field `as` says. */
  readonly as: string;
  /** Scopes of which one is enough. */
  readonly anyOf: readonly string[];
  /** In plain words. */
  readonly permission: string;
}

export interface EditorOperation {
  readonly id: string;
  readonly fields: readonly string[];
  readonly permissions: readonly NeededPermission[];
}

export interface EditorNodeShape {
  readonly type: string;
  readonly kind: 'trigger' | 'action' | 'config';
  readonly version: number;
  readonly operations: Readonly<Record<string, EditorOperation>>;
  readonly defaultOperation: string | null;
  readonly fields: readonly EditorField[];
  /** Besides those of the operation, only while a field has one of these values. */
  readonly permissions?: readonly (NeededPermission & {
    readonly when: NonNullable<EditorField['showWhen']>;
  })[];
}

/** What a drop-down with a search shows. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly group: string;
  /** More words that find it. */
  readonly words: string;
  /** Of an event: its versions, the newest first. */
  readonly versions?: readonly string[];
  /** Of an event: it comes only to a server that Twitch can call. */
  readonly server?: true;
  /** Of an event: fields of its condition that are filled in by hand. */
  readonly more?: readonly string[];
  /** Shown whatever is searched for. */
  readonly always?: true;
}
