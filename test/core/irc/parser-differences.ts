/** One thing that a foreign parser reads in another way than ours. */
export interface Difference {
  readonly parser: 'tmi.js' | '@twurple/chat';
  readonly line: string;
  /** `line`: one of the two refuses it; `tag`: the value of one tag; else what is named. */
  readonly field: 'line' | 'command' | 'prefix' | 'params' | 'tag' | 'badges' | 'badgeInfo' | 'emotes';
  /** For `tag`: its name, and its value as it stands in the line; null where the line has no `=` after the name. */
  readonly tag?: { readonly name: string; readonly wire: string | null };
  readonly ours: string | null;
  readonly theirs: string | null;
}

interface DifferenceRow {
  readonly parser: Difference['parser'];
  readonly field: Difference['field'];
  /** What they do, and why ours is right. */
  readonly why: string;
  /** Whether a difference comes from this, told by the line. */
  readonly explains: (difference: Difference) => boolean;
}

const withoutPairs = (wire: string): string => wire.replaceAll('\\\\', '');
const tagValue = (line: string, name: string): string =>
  new RegExp(`[@;]${name}=([^; ]*)`).exec(line)?.[1] ?? '';
const badgeField = { badges: 'badges', badgeInfo: 'badge-info' } as const;

/** Emote ranges that overlap, run backwards, or belong to a text that is shorter. */
function hasOddRanges({ ours, theirs }: Difference): boolean {
  const left = new Set(ours?.split(' '));
  return (theirs ?? '').split(' ').some((range) => !left.has(range));
}

/** Every difference that is known. One that is not here fails the test, and so does a row that nothing needs any more. */
export const parserDifferences: readonly DifferenceRow[] = [
  {
    parser: 'tmi.js',
    field: 'line',
    why: 'Blanks before a line are skipped. No server sends them; the grammar has none, so ours refuses the line.',
    explains: ({ line, ours }) => line.startsWith(' ') && ours === null,
  },
  {
    parser: 'tmi.js',
    field: 'command',
    why: 'The command stays as it is written. Commands are compared without regard to case, so ours are upper case.',
    explains: ({ ours, theirs }) => theirs !== null && theirs.toUpperCase() === ours,
  },
  {
    parser: 'tmi.js',
    field: 'tag',
    why: 'Line breaks in a value are dropped. They are part of it: ours keeps them.',
    explains: ({ tag, ours, theirs }) =>
      /\\[nr]/.test(withoutPairs(tag?.wire ?? '')) && theirs === ours?.replaceAll(/[\r\n]/g, ''),
  },
  {
    parser: 'tmi.js',
    field: 'tag',
    why: 'A backslash before a letter without meaning, or at the end, is kept. IRCv3 says that it goes.',
    explains: ({ tag, theirs }) =>
      /\\([^sn:r]|$)/.test(withoutPairs(tag?.wire ?? '')) && theirs?.includes('\\') === true,
  },
  {
    parser: 'tmi.js',
    field: 'tag',
    why: 'A tag without = gets its own name as value. IRCv3: it is the same as an empty value.',
    explains: ({ tag, ours, theirs }) => tag?.wire === null && ours === '' && theirs === tag.name,
  },
  {
    parser: 'tmi.js',
    field: 'tag',
    why: 'What stands between two semicolons, or before a lone =, becomes a tag with an empty name. Ours passes it over.',
    explains: ({ tag, ours }) => tag?.name === '' && ours === null,
  },
  {
    parser: 'tmi.js',
    field: 'tag',
    why: 'Tags are kept in a common object, which takes __proto__ for something else. Ours has no prototype.',
    explains: ({ tag, theirs }) => tag?.name === '__proto__' && theirs === null,
  },
  ...(['badges', 'badgeInfo'] as const).map((field): DifferenceRow => ({
    parser: 'tmi.js',
    field,
    why: 'A badge’s text ends at its second slash. The title of a prediction may hold slashes: ours keeps them.',
    explains: ({ line }) => /\/[^,]*\//.test(tagValue(line, badgeField[field])),
  })),
  {
    parser: 'tmi.js',
    field: 'emotes',
    why: 'Of two groups of one emote only the last counts. Ours reads both.',
    explains: ({ line }) => /(?:^|\/)(\w+):[^/]*\/(?:.*\/)?\1:/.test(tagValue(line, 'emotes')),
  },
  {
    parser: 'tmi.js',
    field: 'emotes',
    why: 'Ranges are passed on unseen. Twitch sends some that overlap or lie outside the text; ours drops those.',
    explains: hasOddRanges,
  },
  {
    parser: '@twurple/chat',
    field: 'line',
    why: 'Blanks before a line are skipped. No server sends them; the grammar has none, so ours refuses the line.',
    explains: ({ line, ours }) => line.startsWith(' ') && ours === null,
  },
  {
    parser: '@twurple/chat',
    field: 'params',
    why: 'Two blanks in a row make an empty parameter, and so does one at the end. IRC takes any number of blanks for one.',
    explains: ({ ours, theirs }) =>
      JSON.stringify((JSON.parse(theirs ?? '[]') as string[]).filter((param) => param !== '')) ===
      JSON.stringify((JSON.parse(ours ?? '[]') as string[]).filter((param) => param !== '')),
  },
  {
    parser: '@twurple/chat',
    field: 'emotes',
    why: 'Of two groups of one emote only the last counts. Ours reads both.',
    explains: ({ line }) => /(?:^|\/)(\w+):[^/]*\/(?:.*\/)?\1:/.test(tagValue(line, 'emotes')),
  },
  {
    parser: '@twurple/chat',
    field: 'emotes',
    why: 'Ranges are passed on unseen. Twitch sends some that overlap or lie outside the text; ours drops those.',
    explains: hasOddRanges,
  },
];
