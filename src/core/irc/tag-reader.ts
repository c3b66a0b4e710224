import { unescapeTagValue } from './tag-escape';

/**
 * Bounds of the tree below. Twitch's lines need a few hundred nodes; a server that sends other names with each line
 * cannot make it grow beyond this, its lines are then read the plain way.
 */
const treeLimits = { nodes: 4_096, branches: 24, depth: 96 } as const;

const semicolonCode = 59;
const equalsCode = 61;

/** A tag name at its place in one order of names. The way from the root to it are the names before. */
interface NameNode {
  readonly name: string;
  readonly parent: NameNode | null;
  readonly depth: number;
  readonly next: NameNode[];
  /** The name that followed last time. */
  likely: NameNode | null;
  /** For a line that ends here: its names in order, and the place of each; of a repeated name the last one. */
  order: { readonly names: readonly string[]; readonly places: ReadonlyMap<string, number> } | null;
  /** An object that has exactly these names, to be copied. */
  template: Record<string, string> | null;
}

function makeNode(name: string, parent: NameNode | null): NameNode {
  return {
    name,
    parent,
    depth: parent === null ? 0 : parent.depth + 1,
    next: [],
    likely: null,
    order: null,
    template: null,
  };
}

function orderOf(last: NameNode): NonNullable<NameNode['order']> {
  if (last.order !== null) return last.order;
  const names: string[] = [];
  for (let node = last; node.parent !== null; node = node.parent) names.push(node.name);
  names.reverse();
  last.order = { names, places: new Map(names.map((name, place) => [name, place])) };
  return last.order;
}

/** True when the name stands at `position` of the line as a whole. */
function isAt(node: NameNode, line: string, position: number, end: number): boolean {
  if (!line.startsWith(node.name, position)) return false;
  const after = position + node.name.length;
  const code = line.charCodeAt(after);
  return code === equalsCode || code === semicolonCode || after === end;
}

/**
 * Reads the tags of lines, one line at a time.
 *
 * Twitch sends the tags of a kind of line in a few fixed orders. So instead of cutting and hashing every name, the
 * reader follows a tree of the names seen so far, and at each tag compares with the name that came there last time.
 * It notes where the values lie; a value is cut when it is asked for. What it noted is about the line that was asked
 * last, so lines themselves stay small: whoever keeps thousands of them keeps no tables.
 */
export class TagReader {
  readonly #root = makeNode('', null);
  #nodes = 1;
  /** The line that is noted, and the end of its tags. */
  #line = '';
  #end = -1;
  /** Where its names end in the tree; null while the line was read the plain way. */
  #last: NameNode | null = null;
  #plain: Record<string, string> = emptyTags();
  #hasEscapes = false;
  /** Start and end of each value, in turn. */
  readonly #bounds = new Int32Array(treeLimits.depth * 2);

  /**
   * One value, unescaped; undefined when the line lacks the tag.
   *
   * @param end index of the space after the tags; below 2 for a line without
   */
  value(line: string, end: number, name: string): string | undefined {
    if (end < 2) return undefined;
    this.#note(line, end);
    if (this.#last === null) return this.#plain[name];
    const place = orderOf(this.#last).places.get(name);
    return place === undefined ? undefined : this.#cut(place);
  }

  /** All values, unescaped, in a new object without a prototype. */
  all(line: string, end: number): Record<string, string> {
    if (end < 2) return emptyTags();
    this.#note(line, end);
    if (this.#last === null) return Object.assign(emptyTags(), this.#plain);
    const { names } = orderOf(this.#last);
    const { template } = this.#last;
    if (template === null) return this.#fillSlowly(names);
    const tags = { ...template };
    for (let place = 0; place < names.length; place++) tags[names[place] ?? ''] = this.#cut(place);
    return Object.setPrototypeOf(tags, null) as Record<string, string>;
  }

  /**
   * A copied object with known names is several times as fast to fill as one that begins without a prototype, which
   * V8 keeps as a hash table. `__proto__` cannot be such a name: setting it on a common object does something else.
   */
  #fillSlowly(names: readonly string[]): Record<string, string> {
    const tags = emptyTags();
    names.forEach((name, place) => (tags[name] = this.#cut(place)));
    if (this.#last !== null && !names.includes('__proto__')) {
      this.#last.template = Object.fromEntries(names.map((name) => [name, '']));
    }
    return tags;
  }

  #cut(place: number): string {
    const start = this.#bounds[place * 2] ?? 0;
    const end = this.#bounds[place * 2 + 1] ?? 0;
    if (start === end) return '';
    const value = this.#line.slice(start, end);
    return this.#hasEscapes ? unescapeTagValue(value) : value;
  }

  #note(line: string, end: number): void {
    if (end === this.#end && line === this.#line) return;
    this.#line = line;
    this.#end = end;
    const backslash = line.indexOf('\\');
    this.#hasEscapes = backslash !== -1 && backslash < end;
    this.#last = this.#follow(line, end);
    if (this.#last === null) this.#plain = readPlainly(line, end);
  }

  /** Notes the places of all values; null when the line does not fit into the tree. */
  #follow(line: string, end: number): NameNode | null {
    const bounds = this.#bounds;
    let node = this.#root;
    let position = 1;
    while (position < end) {
      let child = node.likely;
      if (child === null || !isAt(child, line, position, end)) {
        const code = line.charCodeAt(position);
        if (code === semicolonCode || code === equalsCode) {
          // A piece without a name.
          position = valueEnd(line, position, end) + 1;
          continue;
        }
        child = this.#find(node, line, position, end);
        if (child === null) return null;
        node.likely = child;
      }
      const slot = node.depth * 2;
      position += child.name.length;
      if (line.charCodeAt(position) === equalsCode) position++;
      bounds[slot] = position;
      position = valueEnd(line, position, end);
      bounds[slot + 1] = position;
      position++;
      node = child;
    }
    return node;
  }

  #find(node: NameNode, line: string, position: number, end: number): NameNode | null {
    for (const child of node.next) if (isAt(child, line, position, end)) return child;
    const { nodes, branches, depth } = treeLimits;
    if (this.#nodes >= nodes || node.next.length >= branches || node.depth >= depth) return null;
    const child = makeNode(copyOf(line.slice(position, nameEnd(line, position, end))), node);
    this.#nodes++;
    node.next.push(child);
    return child;
  }
}

/** Index of the `;` at or after `position`, or `end`. */
function valueEnd(line: string, position: number, end: number): number {
  // Most values are empty or one digit: looking is cheaper than searching.
  if (line.charCodeAt(position) === semicolonCode) return position;
  if (line.charCodeAt(position + 1) === semicolonCode && position + 1 < end) return position + 1;
  const semicolon = line.indexOf(';', position);
  return semicolon === -1 || semicolon > end ? end : semicolon;
}

function nameEnd(line: string, position: number, end: number): number {
  const last = valueEnd(line, position, end);
  const equals = line.indexOf('=', position);
  return equals === -1 || equals > last ? last : equals;
}

function readPlainly(line: string, end: number): Record<string, string> {
  const tags = emptyTags();
  for (let position = 1; position < end;) {
    const last = valueEnd(line, position, end);
    const nameLast = nameEnd(line, position, end);
    if (nameLast > position) {
      tags[line.slice(position, nameLast)] = unescapeTagValue(line.slice(Math.min(nameLast + 1, last), last));
    }
    position = last + 1;
  }
  return tags;
}

/** A cut string keeps the whole line alive; a name that stays in the tree must not. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function emptyTags(): Record<string, string> {
  return Object.create(null) as Record<string, string>;
}
