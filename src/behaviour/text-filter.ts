/** How a text is compared, without regard to case. */
export type TextMatch = 'contains' | 'starts' | 'equals' | 'pattern';

/**
 * Whether a text passes; with a blank `wanted` every text does.
 *
 * @param wanted for `pattern` a regular expression; one that cannot be read passes nothing (the form says so)
 */
export function textFilter(wanted: string, match: TextMatch): (text: string) => boolean {
  if (wanted.trim() === '') return () => true;
  const needle = wanted.trim().toLowerCase();
  switch (match) {
    case 'starts':
      return (text) => text.toLowerCase().startsWith(needle);
    case 'equals':
      return (text) => text.toLowerCase() === needle;
    case 'pattern': {
      const pattern = readPattern(wanted);
      return pattern instanceof RegExp ? (text) => pattern.test(text) : () => false;
    }
    case 'contains':
    default:
      return (text) => text.toLowerCase().includes(needle);
  }
}

/** The pattern, or why it cannot be read. */
export function readPattern(wanted: string): RegExp | string {
  try {
    return new RegExp(wanted, 'iu');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
