import type { Clock } from '../clock';
import { IrcChatMessage, type ChatMessage } from './chat-message';
import { parseIrcMessage } from './parse';

/** A line as it came; a line of our own is marked, which the line itself does not tell. */
interface Kept {
  raw: string;
  isOwn: boolean;
}

/**
 * The latest messages, at most `size`. Adding costs next to nothing; looking one up walks through them.
 *
 * Only the lines are kept, and read anew when somebody asks. Messages that outlive their turn by thousands of lines
 * teach V8 that all messages live long: it then makes them where only a full collection finds them, and the heap
 * doubles.
 */
export class MessageCache {
  readonly #size: number;
  readonly #clock: Clock;
  readonly #ring: Kept[] = [];
  #next = 0;

  /** @param clock for the lines that do not say when they were sent */
  constructor(size: number, clock: Clock) {
    this.#size = size;
    this.#clock = clock;
  }

  add({ line, isOwn }: IrcChatMessage): void {
    if (this.#size === 0) return;
    const place = this.#ring[this.#next];
    if (place === undefined) {
      this.#ring.push({ raw: line.raw, isOwn });
    } else {
      place.raw = line.raw;
      place.isOwn = isOwn;
    }
    this.#next = (this.#next + 1) % this.#size;
  }

  get(id: string): ChatMessage | undefined {
    const hint = `id=${id}`;
    for (const { raw, isOwn } of this.#ring) {
      if (!raw.includes(hint)) continue;
      const line = parseIrcMessage(raw);
      if (line?.tag('id') !== id) continue;
      const message = new IrcChatMessage(line, this.#clock);
      if (isOwn) message.markOwn();
      return message;
    }
    return undefined;
  }

  clear(): void {
    this.#ring.length = 0;
    this.#next = 0;
  }
}
