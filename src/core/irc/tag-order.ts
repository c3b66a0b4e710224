/** The names of a line's tags in their order, made into a pattern that finds all values at once. */
export class TagOrder {
  readonly names: readonly string[];
  /** Matches from the @ to the space behind the tags; a group for each value. */
  readonly pattern: RegExp;
  readonly #places: ReadonlyMap<string, Place>;
  /** An object with exactly these names, to be copied. */
  readonly #template: Readonly<Record<string, string>>;
  /** What was asked for first the last time. */
  #firstAsked: Place | null = null;

  /** @param names without duplicates, none of them `__proto__` */
  constructor(names: readonly string[]) {
    this.names = names;
    // The engine compiles it to machine code that compares several characters of a name at once.
    this.pattern = new RegExp(`@${names.map((name) => `${literal(name)}=([^; ]*)`).join(';')} `, 'y');
    this.#places = new Map(names.map((name, index) => [name, { name, group: index + 1, next: null }]));
    this.#template = Object.fromEntries(names.map((name) => [name, '']));
  }

  /**
   * Where the value of a name is. Programs ask for the same tags in the same order, line after line, so the answer is
   * mostly known from the line before.
   *
   * @param before what was asked for before this in the same line
   */
  place(name: string, before: Place | null): Place | undefined {
    const likely = before === null ? this.#firstAsked : before.next;
    if (likely !== null && likely.name === name) return likely;
    const place = this.#places.get(name);
    if (place === undefined) return undefined;
    if (before === null) this.#firstAsked = place;
    else before.next = place;
    return place;
  }

  /**
   * An object without a prototype that has all names. A copied object with known names is several times as fast to fill as
   * one that begins without a prototype, which V8 keeps as a hash table.
   */
  makeTags(valueOf: (group: number) => string): Record<string, string> {
    const { names } = this;
    const tags = { ...this.#template };
    for (let index = 0; index < names.length; index++) tags[names[index] ?? ''] = valueOf(index + 1);
    return Object.setPrototypeOf(tags, null) as Record<string, string>;
  }
}

/** A tag in an order. */
export interface Place {
  readonly name: string;
  /** Its group in the pattern. */
  readonly group: number;
  /** What was asked for next the last time. */
  next: Place | null;
}

function literal(name: string): string {
  return name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
