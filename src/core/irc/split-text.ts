/**
 * Makes one line of a text: line breaks become spaces, other control characters go. Chat has no line breaks, and
 * a CR LF that went out as it is would let a text send commands of its own.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
}

/**
 * Splits a text into pieces of at most `limit` UTF-16 units: between words where there are any, else between
 * characters as people see them, never inside one. Twitch counts characters, of which there are at most as many.
 */
export function splitText(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const space = rest.lastIndexOf(' ', limit);
    const end = space > 0 ? space : wholeCharacters(rest, limit);
    const piece = rest.slice(0, end).trimEnd();
    if (piece !== '') pieces.push(piece);
    rest = rest.slice(end).trimStart();
  }
  if (rest !== '') pieces.push(rest);
  return pieces;
}

/** The largest number of units up to `limit` that ends between two characters. */
function wholeCharacters(text: string, limit: number): number {
  let end = 0;
  // A little more than the limit is enough to see where the last character that fits ends.
  for (const { segment, index } of new Intl.Segmenter().segment(text.slice(0, limit + 64))) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  if (end > 0) return end;
  // One character longer than a line: cut it, but not inside a surrogate pair.
  return (text.charCodeAt(limit - 1) & 0xfc00) === 0xd800 ? limit - 1 : limit;
}
