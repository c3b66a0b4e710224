/** An emote in a text. */
export interface EmoteUse {
  /** Twitch's id, opaque: `25`, `emotesv2_…`, `304456832_TK`. */
  readonly id: string;
  /** The emote's name as it stands in the text. */
  readonly text: string;
  /** UTF-16 index of its first unit. */
  readonly start: number;
  /** UTF-16 index after its last unit. */
  readonly end: number;
}

interface CodePointRange {
  readonly id: string;
  readonly first: number;
  readonly last: number;
}

const none: readonly EmoteUse[] = [];

/**
 * Reads an `emotes` tag (`id:first-last,first-last/id:…`, inclusive, counted in code points of the text) as
 * UTF-16 ranges in the order of the text. Ranges that are malformed, overlap, or lie outside the text are dropped:
 * Twitch sends such ones after it changed a text.
 *
 * @param text what the ranges count in: of an ACTION the inner text, of a reply the text with its `@name`
 */
export function parseEmotes(tag: string | undefined, text: string): readonly EmoteUse[] {
  if (tag === undefined || tag === '') return none;
  const ranges = readRanges(tag);
  if (ranges.length === 0) return none;
  ranges.sort((a, b) => a.first - b.first);
  const emotes: EmoteUse[] = [];
  let codePoint = 0;
  let unit = 0;
  const advance = (target: number): boolean => {
    while (codePoint < target && unit < text.length) {
      unit += isPairAt(text, unit) ? 2 : 1;
      codePoint++;
    }
    return codePoint === target;
  };
  for (const { id, first, last } of ranges) {
    if (first < codePoint) continue;
    if (!advance(first)) break;
    const start = unit;
    if (advance(last + 1)) {
      emotes.push({ id, text: text.slice(start, unit), start, end: unit });
    } else {
      codePoint = first;
      unit = start;
    }
  }
  return emotes;
}

function readRanges(tag: string): CodePointRange[] {
  const ranges: CodePointRange[] = [];
  for (const group of tag.split('/')) {
    const colon = group.indexOf(':');
    if (colon < 1) continue;
    const id = group.slice(0, colon);
    for (const range of group.slice(colon + 1).split(',')) {
      const dash = range.indexOf('-');
      const first = readIndex(range.slice(0, Math.max(dash, 0)));
      const last = readIndex(range.slice(dash + 1));
      if (dash > 0 && first !== -1 && last >= first) ranges.push({ id, first, last });
    }
  }
  return ranges;
}

function readIndex(digits: string): number {
  return /^\d{1,6}$/.test(digits) ? Number(digits) : -1;
}

/** True when the unit at `index` and the next one make one code point. */
function isPairAt(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}
