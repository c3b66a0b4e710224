/** A line that never ends is given up beyond this many bytes: Twitch's longest ones have about 9,000. */
const longestCarryBytes = 65_536;

const lineFeed = 10;
const carriageReturn = 13;

/** Deals with lines before they are cut out of their frame. */
export interface Skim {
  /** Whether there is anything to look for. */
  isOn(): boolean;
  /**
   * @param text a frame, one character for each byte
   * @returns where the next line begins; `start` when the line at `start` is to be cut
   */
  line(text: string, start: number): number;
}

/**
 * Makes lines of WebSocket messages. One message holds one or several lines, and a line may go on in the next one.
 * Lines end with LF; one CR before it goes too, empty lines are skipped, a CR elsewhere stays.
 *
 * It cuts bytes, not text: a line that is cut out of a longer string keeps all of that string alive for as long as
 * anybody keeps a word of the line.
 */
export class FrameSplitter {
  readonly #onLine: (line: string) => void;
  readonly #skim: Skim | null;
  #carry: Buffer | null = null;
  /** The frame that is skimmed, and its text. */
  #frame: Buffer | null = null;
  #text = '';

  /**
   * @param onLine called for each line, in order, before `push` returns
   * @param skim asked before a line is cut
   */
  constructor(onLine: (line: string) => void, skim: Skim | null = null) {
    this.#onLine = onLine;
    this.#skim = skim;
  }

  /** The begun line that waits for its end. */
  get carry(): string {
    return this.#carry === null ? '' : this.#carry.toString('utf8');
  }

  /** @param frame one WebSocket message: its text, or the UTF-8 bytes of it */
  push(frame: string | Buffer): void {
    let bytes = typeof frame === 'string' ? Buffer.from(frame, 'utf8') : frame;
    if (this.#carry !== null) {
      bytes = Buffer.concat([this.#carry, bytes]);
      this.#carry = null;
    }
    let start = this.#skimmed(bytes, 0);
    for (let end = bytes.indexOf(lineFeed, start); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      const last = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end;
      if (last > start) this.#onLine(bytes.toString('utf8', start, last));
      start = this.#skimmed(bytes, end + 1);
    }
    this.#frame = null;
    this.#text = '';
    const rest = bytes.length - start;
    // Copied, because `ws` hands out a view of a whole network chunk.
    if (rest > 0 && rest <= longestCarryBytes) this.#carry = Buffer.from(bytes.subarray(start));
  }

  /** Where the first line begins that has to be cut. */
  #skimmed(bytes: Buffer, start: number): number {
    if (this.#skim === null || !this.#skim.isOn()) return start;
    // One text for all lines of the frame, with a character for each byte so that both have the same positions.
    if (this.#frame !== bytes) {
      this.#frame = bytes;
      this.#text = bytes.toString('latin1');
    }
    for (let from = start; ;) {
      const next = this.#skim.line(this.#text, from);
      if (next === from) return from;
      from = next;
    }
  }
}
