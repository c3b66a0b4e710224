import type { GuardedPattern } from './guarded-pattern';

/** How a text is compared, without regard to case. */
export type TextMatch = 'contains' | 'starts' | 'equals' | 'pattern';

/**
 * Whether a text passes; with a blank `wanted` every text does.
 *
 * @param readPattern makes the pattern of `match: 'pattern'`
 * @throws SyntaxError for a pattern that cannot be read
 */
export function textFilter(
  wanted: string,
  match: TextMatch,
  readPattern: (source: string) => GuardedPattern,
): (text: string) => boolean {
  if (wanted.trim() === '') return () => true;
  const needle = wanted.trim().toLowerCase();
  switch (match) {
    case 'starts':
      return (text) => text.toLowerCase().startsWith(needle);
    case 'equals':
      return (text) => text.toLowerCase() === needle;
    case 'pattern': {
      const pattern = readPattern(wanted);
      return (text) => pattern.exec(text) !== null;
    }
    case 'contains':
    default:
      return (text) => text.toLowerCase().includes(needle);
  }
}
