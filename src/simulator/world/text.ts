import type { EmoteUse, UserState } from './state';

/** Global emotes of this Twitch: name to id. */
export const globalEmotes: ReadonlyMap<string, string> = new Map([
  ['Kappa', '25'],
  ['LUL', '425618'],
  ['PogChamp', '305954156'],
  ['Keepo', '1902'],
]);

const CHEER = /^([A-Za-z]+)([1-9]\d{0,5})$/;
const MENTION = /^@([A-Za-z0-9_]+)/;
/** Lowest number of bits of each cheermote colour. */
const CHEER_TIERS = [10_000, 5000, 1000, 100, 1] as const;

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'emote'; readonly text: string; readonly id: string }
  | { readonly kind: 'mention'; readonly text: string; readonly user: UserState }
  | {
      readonly kind: 'cheermote';
      readonly text: string;
      readonly prefix: string;
      readonly bits: number;
      readonly tier: number;
    };

/** Where global emotes stand in a text, in code points, both ends included. */
export function emotesIn(text: string): EmoteUse[] {
  const uses: EmoteUse[] = [];
  let position = 0;
  for (const piece of text.split(/( )/)) {
    const length = Array.from(piece).length;
    const id = globalEmotes.get(piece);
    if (id !== undefined) uses.push({ id, name: piece, start: position, end: position + length - 1 });
    position += length;
  }
  return uses;
}

/** Whether the text has nothing but emotes. */
export function isEmotesOnly(text: string): boolean {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .every((word) => globalEmotes.has(word));
}

/** The words of a text as EventSub tells them apart. */
export function splitText(
  text: string,
  options: { readonly withCheers: boolean; readonly findUser: (login: string) => UserState | undefined },
): TextPart[] {
  const parts: TextPart[] = [];
  let plain = '';
  const add = (part: TextPart): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push(part);
  };
  for (const piece of text.split(/( )/)) {
    const emote = globalEmotes.get(piece);
    const cheer = options.withCheers ? CHEER.exec(piece) : null;
    const mention = MENTION.exec(piece);
    const mentioned = mention?.[1] === undefined ? undefined : options.findUser(mention[1]);
    if (emote !== undefined) {
      add({ kind: 'emote', text: piece, id: emote });
    } else if (cheer?.[1] !== undefined && cheer[2] !== undefined) {
      const bits = Number(cheer[2]);
      add({
        kind: 'cheermote',
        text: piece,
        prefix: cheer[1].toLowerCase(),
        bits,
        tier: CHEER_TIERS.find((atLeast) => bits >= atLeast) ?? 1,
      });
    } else if (mention && mentioned) {
      add({ kind: 'mention', text: mention[0], user: mentioned });
      plain += piece.slice(mention[0].length);
    } else {
      plain += piece;
    }
  }
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return parts;
}

/** Number of characters as Twitch counts them: code points. */
export function characters(text: string): number {
  return Array.from(text).length;
}
