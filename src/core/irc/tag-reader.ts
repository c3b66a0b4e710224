import { unescapeTagValue } from './tag-escape';

/**
 * Bounds of the tree below. Twitch's lines need a few hundred nodes; a server that sends other names with each line
 * cannot make it grow beyond this, its lines are then read the plain way.
 */
const treeLimits = { nodes: 4_096, branches: 24, depth: 96, runs: 8, runLength: 160 } as const;

const spaceCode = 32;
const semicolonCode = 59;
const equalsCode = 61;

/** A tag name at its place in one order of names. The way from the root to it are the names before. */
interface NameNode {
  readonly name: string;
  readonly parent: NameNode | null;
  readonly depth: number;
  readonly next: NameNode[];
  /** What followed the value of this tag before, latest first. */
  readonly runs: Run[];
  /** For a line that ends here: the order of its names. */
  order: NameOrder | null;
  /** An object that has exactly these names, to be copied. */
  template: Record<string, string> | null;
}

/**
 * A stretch of a line from the end of one value to the begin of another: `;mod=0;turbo=0;user-id=`. In between are
 * only tags that are empty or one character long, which hardly ever differ from line to line.
 */
interface Run {
  readonly text: string;
  /** Begin and end of each value in between, counted from the begin of the stretch. */
  readonly inner: readonly number[];
  /** The tag whose value follows. */
  readonly last: NameNode;
}

function makeNode(name: string, parent: NameNode | null): NameNode {
  const depth = parent === null ? 0 : parent.depth + 1;
  return { name, parent, depth, next: [], runs: [], order: null, template: null };
}

/** The names of a line in their order. */
interface NameOrder {
  readonly names: readonly string[];
  /** By name; of a repeated name the last place. */
  readonly places: ReadonlyMap<string, Place>;
  /** What was asked for first the last time. */
  firstAsked: Place | null;
}

interface Place {
  readonly name: string;
  readonly index: number;
  /** What was asked for next the last time: programs ask for the same tags in the same order, line after line. */
  nextAsked: Place | null;
}

function orderOf(last: NameNode): NameOrder {
  if (last.order !== null) return last.order;
  const names: string[] = [];
  for (let node = last; node.parent !== null; node = node.parent) names.push(node.name);
  names.reverse();
  const places = new Map<string, Place>();
  names.forEach((name, index) => places.set(name, { name, index, nextAsked: null }));
  last.order = { names, places, firstAsked: null };
  return last.order;
}

/**
 * Reads the tags of lines, one line at a time.
 *
 * Twitch sends the tags of a kind of line in a few fixed orders, and half of them with the same value again and
 * again. So instead of cutting and hashing every name, the reader follows a tree of the orders seen so far, and
 * compares whole stretches with what came there before. It notes where the values lie; a value is cut when it is asked for. What it noted is about the line that was asked
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
  /** The value that was asked for last. */
  #asked: Place | null = null;
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
    const order = orderOf(this.#last);
    const before = this.#asked;
    let place = before === null ? order.firstAsked : before.nextAsked;
    if (place === null || place.name !== name) {
      place = order.places.get(name) ?? null;
      if (place === null) return undefined;
      if (before === null) order.firstAsked = place;
      else before.nextAsked = place;
    }
    this.#asked = place;
    return this.#cut(place.index);
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
    this.#asked = null;
    const backslash = line.indexOf('\\');
    this.#hasEscapes = backslash !== -1 && backslash < end;
    this.#last = this.#follow(line, end);
    if (this.#last === null) this.#plain = readPlainly(line, end);
  }

  /** Notes the places of all values; null when the line does not fit into the tree. */
  #follow(line: string, end: number): NameNode | null {
    const bounds = this.#bounds;
    let node = this.#root;
    // At the @ or ; before the next name.
    let position = 0;
    for (;;) {
      const likely = node.runs[0];
      const run =
        likely !== undefined && fits(likely, line, position)
          ? likely
          : (findRun(node, line, position) ?? this.#learn(node, line, position, end));
      if (run === null) return null;
      const { inner } = run;
      let slot = node.depth * 2;
      for (let index = 0; index < inner.length; index++) bounds[slot++] = position + (inner[index] ?? 0);
      node = run.last;
      position += run.text.length;
      bounds[slot++] = position;
      position = valueEnd(line, position, end);
      bounds[slot] = position;
      if (position === end) return node;
    }
  }

  /** Reads the names from `position` on one by one, up to the next value that is longer than one character. */
  #learn(node: NameNode, line: string, position: number, end: number): Run | null {
    const inner: number[] = [];
    let last = node;
    let at = position;
    for (;;) {
      const equals = line.indexOf('=', at);
      const nameStart = at + 1;
      // Tags without a value and without a name are read the plain way: Twitch does not send them.
      if (equals <= nameStart || equals > valueEnd(line, nameStart, end)) return null;
      const child = this.#child(last, line.slice(nameStart, equals));
      if (child === null) return null;
      last = child;
      const start = equals + 1;
      const stop = valueEnd(line, start, end);
      if (stop === end || stop - start > 1 || start - position > treeLimits.runLength) {
        const run: Run = { text: copyOf(line.slice(position, start)), inner, last };
        node.runs.unshift(run);
        if (node.runs.length > treeLimits.runs) node.runs.pop();
        return run;
      }
      inner.push(start - position, stop - position);
      at = stop;
    }
  }

  #child(node: NameNode, name: string): NameNode | null {
    const known = node.next.find((child) => child.name === name);
    if (known !== undefined) return known;
    const { nodes, branches, depth } = treeLimits;
    if (this.#nodes >= nodes || node.next.length >= branches || node.depth >= depth) return null;
    const child = makeNode(copyOf(name), node);
    this.#nodes++;
    node.next.push(child);
    return child;
  }
}

function findRun(node: NameNode, line: string, position: number): Run | null {
  for (const run of node.runs) {
    // Most stretches that do not fit are told by their last character, for a tenth of the price.
    const last = position + run.text.length - 1;
    if (line.charCodeAt(last) === equalsCode && fits(run, line, position)) return run;
  }
  return null;
}

/** Cutting and comparing is twice as fast as startsWith, which compares one by one. */
function fits(run: Run, line: string, position: number): boolean {
  return line.slice(position, position + run.text.length) === run.text;
}

/** Index of the `;` at or after `position`, or `end`. */
function valueEnd(line: string, position: number, end: number): number {
  const code = line.charCodeAt(position);
  if (code === semicolonCode) return position;
  if (code === spaceCode) return end;
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
