/**
 * The text as a command or a filter should see it: without the `@name` that Twitch puts before a reply, and
 * without blanks and shapeless characters at both ends. Clients append such characters (mostly U+E0000) to get round
 * the rule against saying the same thing twice.
 *
 * @param text without the ACTION wrapper
 * @param replyName display name of the person replied to; null when the line is no reply
 */
export function commandText(text: string, replyName: string | null = null): string {
  const plain = trimInvisible(text);
  if (replyName === null || !plain.startsWith('@')) return plain;
  const mention = `@${replyName} `;
  const space = plain.startsWith(mention) ? mention.length - 1 : plain.indexOf(' ');
  return space === -1 ? '' : trimInvisible(plain.slice(space + 1));
}

/** Cuts blanks and characters without a shape from both ends. */
export function trimInvisible(text: string): string {
  let end = text.length;
  let start = 0;
  while (end > 0) {
    const units = invisibleUnitsBefore(text, end);
    if (units === 0) break;
    end -= units;
  }
  while (start < end) {
    const units = invisibleUnitsAt(text, start);
    if (units === 0) break;
    start += units;
  }
  return end - start === text.length ? text : text.slice(start, end);
}

function invisibleUnitsBefore(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  if (code > 0x20 && code < 0x7f) return 0;
  if (isInvisible(code)) return 1;
  return (code & 0xfc00) === 0xdc00 && isTagPlane(text.charCodeAt(end - 2)) ? 2 : 0;
}

function invisibleUnitsAt(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code > 0x20 && code < 0x7f) return 0;
  if (isInvisible(code)) return 1;
  return isTagPlane(code) && (text.charCodeAt(start + 1) & 0xfc00) === 0xdc00 ? 2 : 0;
}

/** First half of U+E0000 to U+E0FFF: tag characters, more variation selectors, and unassigned ones that show nothing. */
function isTagPlane(code: number): boolean {
  return code >= 0xdb40 && code <= 0xdb43;
}

/** White space, and what Unicode calls default ignorable, as far as it occurs in chat. */
function isInvisible(code: number): boolean {
  if (code <= 0x20 || (code >= 0x7f && code <= 0xa0)) return true;
  if (code < 0x034f) return code === 0xad;
  if (code >= 0x2000 && code <= 0x206f) {
    // Everything but the dashes, quotation marks and dots of the block.
    return code <= 0x200f || (code >= 0x2028 && code <= 0x202f) || code >= 0x205f;
  }
  return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0x180b && code <= 0x180f) || otherInvisible.has(code);
}

const otherInvisible: ReadonlySet<number> = new Set([
  0x034f, 0x061c, 0x115f, 0x1160, 0x1680, 0x17b4, 0x17b5, 0x2800, 0x3000, 0x3164, 0xfeff, 0xffa0,
]);
