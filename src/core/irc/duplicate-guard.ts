import { limits } from '../../tables/limits';

/** A space and U+E0000, which shows nothing: for Twitch the text is another one. */
export const invisibleSuffix = ' \u{e0000}';

/** Rooms remembered. */
const mostRooms = 2_000;

/** Knows the last text of each room, because Twitch refuses the same text twice within 30 seconds. */
export class DuplicateGuard {
  readonly #last = new Map<string, { readonly text: string; readonly at: number }>();

  /** The text as it may be sent now: with a suffix that shows nothing when it would be refused as it is. */
  vary(room: string, text: string, nowMs: number): string {
    const last = this.#last.get(room);
    if (last === undefined || nowMs - last.at >= memoryMs || last.text !== plain(text)) return text;
    return `${text}${invisibleSuffix}`;
  }

  /** A text was delivered. */
  note(room: string, text: string, nowMs: number): void {
    this.#last.delete(room);
    this.#last.set(room, { text: plain(text), at: nowMs });
    if (this.#last.size <= mostRooms) return;
    for (const oldest of this.#last.keys()) {
      this.#last.delete(oldest);
      return;
    }
  }
}

/** A little longer than Twitch remembers: our clocks differ. */
const memoryMs = limits.chat.duplicate.value * 1_000 + 2_000;

/** Twitch compares without regard to spaces. */
function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
