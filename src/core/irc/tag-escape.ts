/** What stands behind a backslash in a tag value, by the wire's letter (IRCv3 message tags). Any other letter stands for itself. */
const escapeLetters: Readonly<Record<string, string>> = { ':': ';', s: ' ', r: '\r', n: '\n' };

/** The value behind a tag value of the wire. One scan from the left; a lone backslash at the end is dropped. */
export function unescapeTagValue(wire: string): string {
  let backslash = wire.indexOf('\\');
  if (backslash === -1) return wire;
  let value = '';
  let from = 0;
  while (backslash !== -1) {
    value += wire.slice(from, backslash);
    const letter = wire.charAt(backslash + 1);
    value += escapeLetters[letter] ?? letter;
    from = backslash + 2;
    backslash = wire.indexOf('\\', from);
  }
  return value + wire.slice(from);
}

const wireEscapes: Readonly<Record<string, string>> = {
  ';': '\\:',
  ' ': '\\s',
  '\\': '\\\\',
  '\r': '\\r',
  '\n': '\\n',
};

/** The wire form of a tag value, safe to send. */
export function escapeTagValue(value: string): string {
  return value.replaceAll(/[; \\\r\n]/g, (char) => wireEscapes[char] ?? char);
}
