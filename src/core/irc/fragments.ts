import type { EmoteUse } from './emotes';

/** A piece of a text. The pieces joined give the text again. */
export type ChatFragment =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'emote'; readonly text: string; readonly id: string }
  /** `prefix` in lower case: `cheer` of `Cheer100`. */
  | { readonly type: 'cheermote'; readonly text: string; readonly prefix: string; readonly bits: number }
  /** `login` is what was typed after the @, in lower case; nobody has checked that such a person exists. */
  | { readonly type: 'mention'; readonly text: string; readonly login: string };

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly fragment: ChatFragment;
}

/** Words beyond this many that look like a cheer are not looked at, so that the search below stays short. */
const mostCheerWords = 24;
const mostSums = 4096;

/**
 * Cuts a text into fragments.
 *
 * @param bits what the line's `bits` tag says; 0 for a line without
 */
export function cutFragments(
  text: string,
  emotes: readonly EmoteUse[],
  bits: number,
): readonly ChatFragment[] {
  const pieces: Piece[] = emotes.map(({ id, text, start, end }) => ({
    start,
    end,
    fragment: { type: 'emote', text, id },
  }));
  if (bits > 0) pieces.push(...findCheermotes(text, bits));
  if (text.includes('@')) pieces.push(...findMentions(text));
  // Emotes come first in the list, so of two pieces at one place the emote wins.
  pieces.sort((a, b) => a.start - b.start);

  const fragments: ChatFragment[] = [];
  let from = 0;
  for (const { start, end, fragment } of pieces) {
    if (start < from) continue;
    if (start > from) fragments.push({ type: 'text', text: text.slice(from, start) });
    fragments.push(fragment);
    from = end;
  }
  if (from < text.length) fragments.push({ type: 'text', text: text.slice(from) });
  return fragments;
}

function findMentions(text: string): Piece[] {
  return [...text.matchAll(/(?<![\w@])@(\w{1,25})(?!\w)/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    fragment: { type: 'mention', text: match[0], login: (match[1] ?? '').toLowerCase() },
  }));
}

/**
 * Cheermotes stand in the text as `Prefix100`, and the line says only their sum. Which prefixes exist differs by
 * channel, so the words are chosen whose numbers give exactly that sum, the earlier word first: `Cheer100 covid19`
 * with 100 bits is one cheermote.
 */
function findCheermotes(text: string, bits: number): Piece[] {
  const words: (Piece & { readonly bits: number })[] = [];
  for (const match of text.matchAll(/(?<!\S)([a-z][a-z0-9]*?)([1-9]\d{0,6})(?!\S)/gi)) {
    if (words.length === mostCheerWords) break;
    const worth = Number(match[2]);
    words.push({
      start: match.index,
      end: match.index + match[0].length,
      bits: worth,
      fragment: { type: 'cheermote', text: match[0], prefix: (match[1] ?? '').toLowerCase(), bits: worth },
    });
  }
  return chooseWords(words, bits);
}

/** The words whose `bits` give the sum; none if there is no such choice. Of two choices the earlier words count. */
function chooseWords<Word extends { readonly bits: number }>(words: readonly Word[], sum: number): Word[] {
  let reached = new Map<number, Word[]>([[0, []]]);
  for (const word of words) {
    const next = new Map(reached);
    for (const [total, chosen] of reached) {
      const more = total + word.bits;
      if (more <= sum && !next.has(more) && next.size < mostSums) next.set(more, [...chosen, word]);
    }
    reached = next;
  }
  return reached.get(sum) ?? [];
}
