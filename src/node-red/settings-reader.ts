/**
 * Reads a trigger's settings out of its evaluated fields. A flow file may be written by hand or by another version, so what
 * does not fit reads as the default of the definition.
 */
export class SettingsReader {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  /** As it was saved: for fields that hold more than a text. */
  raw(name: string): unknown {
    return this.#values[name];
  }

  text(name: string): string {
    const value = this.#values[name];
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' ? value : '';
  }

  /** Not negative. */
  number(name: string, otherwise: number): number {
    const value = Number(this.#values[name]);
    return Number.isFinite(value) && value >= 0 && this.#values[name] !== '' ? value : otherwise;
  }

  flag(name: string): boolean {
    return this.#values[name] === true || this.#values[name] === 'true';
  }

  /** One of a few words; anything else reads as the first. */
  choice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
    return choices.find((choice) => choice === this.#values[name]) ?? choices[0];
  }

  /** Any number of a few words, in their order; all of them where nothing fits the field at all. */
  several<Choice extends string>(name: string, choices: readonly Choice[]): readonly Choice[] {
    const value = this.#values[name];
    return Array.isArray(value) ? choices.filter((choice) => value.includes(choice)) : choices;
  }

  /** An object of texts; other values in it are left out. */
  texts(name: string): Readonly<Record<string, string>> {
    const value = this.#values[name];
    const texts: Record<string, string> = {};
    if (typeof value !== 'object' || value === null) return texts;
    for (const [key, text] of Object.entries(value)) {
      if (typeof text === 'string' || typeof text === 'number') texts[key] = String(text);
    }
    return texts;
  }
}
