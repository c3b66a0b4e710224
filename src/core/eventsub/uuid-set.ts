/** Slots of an empty set; always a power of two. */
const FIRST_SLOTS = 64;
const WORDS = 4;
const HEX_DIGITS_OF_A_WORD = 8;
const UUID_LENGTH = 36;
const DASH = 0x2d;

/**
 * A set of ids that are UUIDs, each kept as its 128 bits in one flat array: a text for each would be what lives longest
 * in a flood, and what the garbage collector moves most. Other ids are kept as they are.
 */
export class UuidSet {
  #slots = FIRST_SLOTS;
  /** Number of the entry in each slot, counted from 1; 0: free. */
  #index = new Int32Array(FIRST_SLOTS);
  #words = new Uint32Array((FIRST_SLOTS / 2) * WORDS);
  #entries = 0;
  readonly #others = new Set<string>();
  /** The id that is looked for. */
  readonly #key = new Uint32Array(WORDS);

  get size(): number {
    return this.#entries + this.#others.size;
  }

  has(id: string): boolean {
    if (!readUuid(id, this.#key)) return this.#others.has(id);
    return this.#index[this.#slotOf(this.#key)] !== 0;
  }

  /** False when it was there before. */
  add(id: string): boolean {
    const key = this.#key;
    if (!readUuid(id, key)) {
      if (this.#others.has(id)) return false;
      this.#others.add(id);
      return true;
    }
    const slot = this.#slotOf(key);
    if (this.#index[slot] !== 0) return false;
    this.#words.set(key, this.#entries * WORDS);
    this.#entries += 1;
    this.#index[slot] = this.#entries;
    if (this.#entries * 2 >= this.#slots) this.#grow();
    return true;
  }

  /** Forgets everything and keeps its memory for what comes. */
  clear(): void {
    this.#index.fill(0);
    this.#entries = 0;
    this.#others.clear();
  }

  /** The slot that holds it, or the free one where it belongs. */
  #slotOf(key: Uint32Array): number {
    const mask = this.#slots - 1;
    let slot = hashOf(key) & mask;
    for (;;) {
      const entry = this.#index[slot] ?? 0;
      if (entry === 0 || this.#isAt((entry - 1) * WORDS, key)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isAt(at: number, key: Uint32Array): boolean {
    const words = this.#words;
    return (
      words[at] === key[0] && words[at + 1] === key[1] && words[at + 2] === key[2] && words[at + 3] === key[3]
    );
  }

  #grow(): void {
    this.#slots *= 2;
    this.#index = new Int32Array(this.#slots);
    const words = new Uint32Array((this.#slots / 2) * WORDS);
    words.set(this.#words);
    this.#words = words;
    for (let entry = 1; entry <= this.#entries; entry += 1) {
      const at = (entry - 1) * WORDS;
      this.#index[this.#slotOf(words.subarray(at, at + WORDS))] = entry;
    }
  }
}

/** Reads `8-4-4-4-12` hexadecimal digits in lower case; false for anything else. */
function readUuid(id: string, words: Uint32Array): boolean {
  if (id.length !== UUID_LENGTH) return false;
  let word = 0;
  let digits = 0;
  for (let at = 0; at < UUID_LENGTH; at += 1) {
    const code = id.charCodeAt(at);
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (code !== DASH) return false;
      continue;
    }
    const value =
      code >= 0x30 && code <= 0x39 ? code - 0x30 : code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
    if (value < 0) return false;
    word = (word << 4) | value;
    digits += 1;
    if (digits % HEX_DIGITS_OF_A_WORD === 0) words[digits / HEX_DIGITS_OF_A_WORD - 1] = word;
  }
  return true;
}

/** Ids are random; mixing guards against ones that only count up. */
function hashOf(key: Uint32Array): number {
  let hash = 0;
  for (let at = 0; at < WORDS; at += 1) hash = Math.imul(hash ^ (key[at] ?? 0), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
