import { unescapeTagValue } from './tag-escape';
import { TagOrder, type Place } from './tag-order';

/**
 * Twitch's lines have some tens of orders. A server that sends other names with each line cannot make the reader grow
 * beyond this; its lines are then read the plain way.
 */
const bounds = { orders: 40, newcomers: 256, names: 64 } as const;

const spaceCode = 32;
const semicolonCode = 59;

/**
 * Reads the tags of lines, one line at a time.
 *
 * Twitch sends the tags of a kind of line in a few fixed orders. So instead of cutting and hashing every name, the reader
 * matches the whole stretch against the orders seen so far. What it finds is about the line that was asked last, so
 * lines themselves stay small: whoever keeps thousands of them keeps no tables.
 */
export class TagReader {
  /** Those that come often are in front. */
  readonly #orders: TagOrder[] = [];
  /** Orders that were seen once: most of those come never again. */
  readonly #newcomers = new Set<string>();
  /** The line that is noted, and the end of its tags. */
  #line = '';
  #end = -1;
  /** Its order; null while the line was read the plain way. */
  #order: TagOrder | null = null;
  /** Its values as they stand on the wire, by group. */
  #values: readonly string[] = [];
  #hasEscapes = false;
  #plain: Readonly<Record<string, string>> = emptyTags();
  /** The value that was asked for last. */
  #asked: Place | null = null;

  /**
   * One value, unescaped; undefined when the line lacks the tag.
   *
   * @param end index of the space after the tags; below 2 for a line without
   */
  value(line: string, end: number, name: string): string | undefined {
    if (end < 2) return undefined;
    if (end !== this.#end || line !== this.#line) this.#note(line, end);
    if (this.#order === null) return this.#plain[name];
    const place = this.#order.place(name, this.#asked);
    if (place === undefined) return undefined;
    this.#asked = place;
    return this.#unescaped(place.group);
  }

  /** All values, unescaped, in a new object without a prototype. */
  all(line: string, end: number): Record<string, string> {
    if (end < 2) return emptyTags();
    if (end !== this.#end || line !== this.#line) this.#note(line, end);
    return this.#order === null
      ? Object.assign(emptyTags(), this.#plain)
      : this.#order.makeTags((group) => this.#unescaped(group));
  }

  #unescaped(group: number): string {
    const value = this.#values[group] ?? '';
    return this.#hasEscapes ? unescapeTagValue(value) : value;
  }

  #note(line: string, end: number): void {
    this.#line = line;
    this.#end = end;
    this.#asked = null;
    const backslash = line.indexOf('\\');
    this.#hasEscapes = backslash !== -1 && backslash < end;
    const orders = this.#orders;
    for (let index = 0; index < orders.length; index++) {
      const order = orders[index];
      if (order === undefined) break;
      const { pattern } = order;
      pattern.lastIndex = 0;
      const found = pattern.exec(line);
      if (found === null) continue;
      this.#order = order;
      this.#values = found;
      if (index > 0) this.#moveUp(index);
      return;
    }
    this.#readPlainly(line, end);
  }

  /** One place: an order that comes once must not push the usual ones back. */
  #moveUp(index: number): void {
    const orders = this.#orders;
    const [order] = orders.splice(index, 1);
    if (order !== undefined) orders.splice(index - 1, 0, order);
  }

  #readPlainly(line: string, end: number): void {
    const tags = emptyTags();
    const names: string[] = [];
    let isUsual = true;
    for (let position = 1; position < end;) {
      const last = valueEnd(line, position, end);
      const equals = line.indexOf('=', position);
      const hasValue = equals !== -1 && equals < last;
      const name = line.slice(position, hasValue ? equals : last);
      if (name !== '') tags[name] = hasValue ? unescapeTagValue(line.slice(equals + 1, last)) : '';
      if (!hasValue || name === '' || name === '__proto__') isUsual = false;
      else names.push(name);
      position = last + 1;
    }
    this.#order = null;
    this.#plain = tags;
    // Tags without a value or a name, and repeated ones, are not Twitch's.
    if (isUsual && names.length <= bounds.names && names.length === Object.keys(tags).length) {
      this.#learn(names);
    }
  }

  #learn(names: readonly string[]): void {
    const key = names.join(' ');
    if (!this.#newcomers.delete(key)) {
      if (this.#newcomers.size >= bounds.newcomers) this.#newcomers.clear();
      this.#newcomers.add(key);
      return;
    }
    if (this.#orders.length >= bounds.orders) this.#orders.pop();
    this.#orders.push(new TagOrder(key.split(' ')));
  }
}

/** Index of the `;` at or after `position`, or `end`. */
function valueEnd(line: string, position: number, end: number): number {
  const code = line.charCodeAt(position);
  if (code === semicolonCode) return position;
  if (code === spaceCode) return end;
  const semicolon = line.indexOf(';', position);
  return semicolon === -1 || semicolon > end ? end : semicolon;
}

function emptyTags(): Record<string, string> {
  return Object.create(null) as Record<string, string>;
}
