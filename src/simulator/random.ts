/** A source of numbers in [0, 1), like `Math.random`. */
export type Random = () => number;

/** A repeatable source: the same seed gives the same numbers on every machine (splitmix32). */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 4_294_967_296;
  };
}

/** A whole number from `min` to `max`, both included. */
export function between(random: Random, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1));
}

/** One of `items`, which must not be empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('Nothing to pick from.');
  return item;
}

const HEX = '0123456789abcdef';

/** `length` characters of `alphabet`. */
export function text(random: Random, length: number, alphabet: string): string {
  let result = '';
  for (let i = 0; i < length; i++) result += alphabet.charAt(Math.floor(random() * alphabet.length));
  return result;
}

/** A version 4 UUID, as Twitch uses for messages, polls, rewards and the like. */
export function uuid(random: Random): string {
  const hex = text(random, 32, HEX);
  const variant = '89ab'.charAt(Math.floor(random() * 4));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
