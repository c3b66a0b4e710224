/** Names that are remembered. Ours are a few hundred; those that come over the wire could be any number. */
const MOST_NAMES = 1_000;

/** What is worked out of a name, worked out once. */
export class NameMemory<Result extends object> {
  readonly #known = new Map<string, Result>();
  readonly #workOut: (name: string) => Result;

  constructor(workOut: (name: string) => Result) {
    this.#workOut = workOut;
  }

  of(name: string): Result {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const fresh = this.#workOut(name);
    if (this.#known.size < MOST_NAMES) this.#known.set(name, fresh);
    return fresh;
  }
}
