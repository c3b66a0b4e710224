/** Keeps the entries that were set last, up to a number; the oldest goes first. */
export class BoundedCache<Value> {
  readonly #limit: number;
  readonly #entries = new Map<string, Value>();

  /** @param limit 0 keeps nothing */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  /** Sets it as the youngest entry. */
  set(key: string, value: Value): void {
    this.#entries.delete(key);
    if (this.#limit < 1) return;
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  values(): IterableIterator<Value> {
    return this.#entries.values();
  }
}

/** The last things that came by, without a key: putting one in costs next to nothing, finding one is a search. */
export class LastSeen<Value> {
  readonly #ring: Value[] = [];
  readonly #limit: number;
  #next = 0;

  /** @param limit 0 keeps nothing */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#ring.length;
  }

  add(value: Value): void {
    if (this.#limit < 1) return;
    this.#ring[this.#next] = value;
    this.#next = (this.#next + 1) % this.#limit;
  }

  /** The youngest that fits. */
  find(fits: (value: Value) => boolean): Value | undefined {
    const { length } = this.#ring;
    for (let back = 1; back <= length; back += 1) {
      const value = this.#ring[(this.#next - back + length) % length];
      if (value !== undefined && fits(value)) return value;
    }
    return undefined;
  }

  clear(): void {
    this.#ring.length = 0;
    this.#next = 0;
  }
}
