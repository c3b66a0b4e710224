/** A line that never ends is given up beyond this many bytes: Twitch's longest ones have about 9,000. */
const longestCarryBytes = 65_536;

const lineFeed = 10;
const carriageReturn = 13;

/**
 * Makes lines of WebSocket messages. One message holds one or several lines, and a line may go on in the next one.
 * Lines end with LF; one CR before it goes too, empty lines are skipped, a CR elsewhere stays.
 *
 * It cuts bytes, not text: a line that is cut out of a longer string keeps all of that string alive for as long as
 * anybody keeps a word of the line.
 */
export class FrameSplitter {
  readonly #onLine: (line: string) => void;
  #carry: Buffer | null = null;

  /** @param onLine called for each line, in order, before `push` returns */
  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
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
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      const last = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end;
      if (last > start) this.#onLine(bytes.toString('utf8', start, last));
      start = end + 1;
    }
    const rest = bytes.length - start;
    // Copied, because `ws` hands out a view of a whole network chunk.
    if (rest > 0 && rest <= longestCarryBytes) this.#carry = Buffer.from(bytes.subarray(start));
  }
}
