/**
 * How much work a regular expression can make, worked out from its source alone. Used by the editor too: nothing is
 * imported here.
 */

/** Longest text a pattern is tried on, in UTF-16 units: Twitch's 500 characters, emoji counted twice. */
export const PATTERN_TEXT_LENGTH = 1_000;

/** What `*` and `+` count for: the characters of a usual line. */
const LOOSE = 500;

/** Ways to match up to which a pattern is tried as it is: at most a few milliseconds on a small machine. */
const CHEAP = LOOSE * LOOSE * 2;

/** Whether the pattern can be tried as it is, without a guard that stops it. */
export function isCheapPattern(source: string): boolean {
  return new Estimate(source).ways() <= CHEAP;
}

/** A part of the pattern: in how many ways it can match, and whether that depends on the text at all. */
interface Part {
  readonly ways: number;
  readonly varies: boolean;
}

const fixed: Part = { ways: 1, varies: false };

/**
 * Walks through the source once and counts the ways. It counts too many rather than too few: a repetition of something
 * that can itself match in several ways counts as endless, which is where the famous blow-ups are (`(a+)+`).
 */
class Estimate {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  ways(): number {
    const starts = this.#source.startsWith('^') && !this.#source.includes('|') ? 1 : LOOSE;
    let ways = this.#alternatives().ways;
    // A bracket that closes nothing: such a pattern cannot be read anyway.
    while (this.#at < this.#source.length) {
      this.#at++;
      ways *= this.#alternatives().ways;
    }
    return ways * starts;
  }

  #alternatives(): Part {
    let { ways, varies } = this.#sequence();
    while (this.#source[this.#at] === '|') {
      this.#at++;
      ways += this.#sequence().ways;
      varies = true;
    }
    return { ways, varies };
  }

  #sequence(): Part {
    let ways = 1;
    let varies = false;
    while (this.#at < this.#source.length && !'|)'.includes(this.#source.charAt(this.#at))) {
      const atom = this.#atom();
      const repeated = this.#repeated(atom);
      ways *= repeated.ways;
      varies ||= repeated.varies;
    }
    return { ways, varies };
  }

  #atom(): Part {
    const character = this.#source.charAt(this.#at++);
    if (character === '\\') this.#skipEscape();
    else if (character === '[') this.#skipClass();
    else if (character === '(') {
      this.#skip(/\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:)/y);
      const inner = this.#alternatives();
      this.#at++;
      return inner;
    }
    return fixed;
  }

  #repeated(atom: Part): Part {
    const [least, most] = this.#quantifier();
    if (least === 1 && most === 1) return atom;
    const choices = Math.min(most - least, LOOSE) + 1;
    if (atom.varies && most > 1) return { ways: Number.POSITIVE_INFINITY, varies: true };
    // Counting loops take time even where there is nothing to choose.
    const loops = Math.max(1, least / LOOSE);
    return { ways: atom.ways * choices * loops, varies: atom.varies || choices > 1 || loops > 1 };
  }

  #quantifier(): readonly [least: number, most: number] {
    const [written] = this.#skip(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y);
    if (written === undefined) return [1, 1];
    if (written.startsWith('*')) return [0, Number.POSITIVE_INFINITY];
    if (written.startsWith('+')) return [1, Number.POSITIVE_INFINITY];
    if (written.startsWith('?')) return [0, 1];
    const [, least = '0', comma, most] = /^\{(\d+)(,)?(\d+)?/.exec(written) ?? [];
    if (comma === undefined) return [Number(least), Number(least)];
    return [Number(least), most === undefined ? Number.POSITIVE_INFINITY : Number(most)];
  }

  #skipEscape(): void {
    this.#skip(/[pPuk](?:\{[^}]*\}|<[^>]*>)?|[\s\S]/y);
  }

  #skipClass(): void {
    this.#skip(/(?:\\[\s\S]|[^\]\\])*\]?/y);
  }

  #skip(pattern: RegExp): readonly string[] {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match === null) return [];
    this.#at += match[0].length;
    return match;
  }
}
