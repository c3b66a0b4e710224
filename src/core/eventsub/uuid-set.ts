/** Slots of an empty set; always a power of two. */
const FIRST_SLOTS = 64;
const WORDS = 4;
const HEX_DIGITS_OF_A_WORD = 8;
const UUID_LENGTH = 36;
const DASH = 0x2d;
const NO_DIGIT = 0xff;

/** The value of each hexadecimal digit in lower case, by its character code. */
const digitOf = new Uint8Array(128).fill(NO_DIGIT);
for (let value = 0; value < 16; value += 1) digitOf[value.toString(16).charCodeAt(0)] = value;

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

  get size(): number {
    return this.#entries + this.#others.size;
  }

  has(id: string): boolean {
    return readUuid(id) ? this.#index[this.#slotOf(sought, 0)] !== 0 : this.#others.has(id);
  }

  /** False when it was there before. */
  add(id: string): boolean {
    if (!readUuid(id)) {
      if (this.#others.has(id)) return false;
      this.#others.add(id);
      return true;
    }
    const slot = this.#slotOf(sought, 0);
    if (this.#index[slot] !== 0) return false;
    const at = this.#entries * WORDS;
    for (let word = 0; word < WORDS; word += 1) this.#words[at + word] = sought[word] ?? 0;
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

  /** The slot that holds the id whose words stand at a place in a list, or the free one where it belongs. */
  #slotOf(list: Uint32Array, at: number): number {
    const mask = this.#slots - 1;
    const words = this.#words;
    let slot = hashAt(list, at) & mask;
    for (;;) {
      const entry = this.#index[slot] ?? 0;
      if (entry === 0) return slot;
      const own = (entry - 1) * WORDS;
      if (
        words[own] === list[at] &&
        words[own + 1] === list[at + 1] &&
        words[own + 2] === list[at + 2] &&
        words[own + 3] === list[at + 3]
      )
        return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    this.#slots *= 2;
    this.#index = new Int32Array(this.#slots);
    const words = new Uint32Array((this.#slots / 2) * WORDS);
    words.set(this.#words);
    this.#words = words;
    for (let entry = 1; entry <= this.#entries; entry += 1) {
      this.#index[this.#slotOf(words, (entry - 1) * WORDS)] = entry;
    }
  }
}

/** The id that was read last, as words: several sets are asked about one id in a row. */
const sought = new Uint32Array(WORDS);
let soughtId = '';

/** Reads `8-4-4-4-12` hexadecimal digits in lower case into `sought`; false for anything else. */
function readUuid(id: string): boolean {
  if (id.length !== UUID_LENGTH) return false;
  if (id === soughtId) return true;
  soughtId = '';
  let word = 0;
  let digits = 0;
  for (let at = 0; at < UUID_LENGTH; at += 1) {
    const code = id.charCodeAt(at);
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (code !== DASH) return false;
      continue;
    }
    const value = digitOf[code] ?? NO_DIGIT;
    if (value === NO_DIGIT) return false;
    word = (word << 4) | value;
    digits += 1;
    if (digits % HEX_DIGITS_OF_A_WORD === 0) sought[digits / HEX_DIGITS_OF_A_WORD - 1] = word;
  }
  soughtId = id;
  return true;
}

/** Ids are random; mixing guards against ones that only count up. */
function hashAt(list: Uint32Array, at: number): number {
  let hash = 0;
  for (let word = at; word < at + WORDS; word += 1) hash = Math.imul(hash ^ (list[word] ?? 0), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
