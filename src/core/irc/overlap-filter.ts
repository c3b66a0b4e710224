import type { IrcMessage } from './parse';

/** Lines in each of two generations. Twitch closes the old connection within minutes; 100 lines a second fit. */
const mostLines = 30_000;

/**
 * Lets each line through once while several connections bring the same rooms.
 *
 * It counts, per line, how often each of them brought it, and passes a line whose count on one side goes beyond
 * what has been passed: a line that rightly comes twice on one side (somebody leaves, comes, and leaves again) passes
 * twice, and which of the two is faster does not matter.
 */
export class OverlapFilter {
  #young = new Map<string, number[]>();
  #old = new Map<string, number[]>();

  /** True when the line is to be passed on. @param side number of the connection, from 0 */
  passes(line: IrcMessage, side: number): boolean {
    const key = keyOf(line);
    if (key === null) return true;
    const counts = this.#countsOf(key);
    const passed = counts.reduce((most, count) => Math.max(most, count), 0);
    const count = (counts[side] ?? 0) + 1;
    counts[side] = count;
    return hasId(line) ? passed === 0 : count > passed;
  }

  #countsOf(key: string): number[] {
    const known = this.#young.get(key);
    if (known !== undefined) return known;
    if (this.#young.size >= mostLines) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    const counts = this.#old.get(key) ?? [];
    this.#young.set(key, counts);
    return counts;
  }
}

function hasId(line: IrcMessage): boolean {
  return line.command === 'PRIVMSG' || line.command === 'USERNOTICE';
}

/** What makes a line the same line on another connection; null for lines that belong to one connection. */
function keyOf(line: IrcMessage): string | null {
  switch (line.command) {
    case 'PRIVMSG':
    case 'USERNOTICE':
      // The order of tags may differ, so the whole line is no key.
      return line.tag('id') || line.raw;
    case 'CLEARCHAT':
      return `C ${line.channel} ${line.trailing} ${line.tag('tmi-sent-ts') ?? ''} ${line.tag('ban-duration') ?? ''}`;
    case 'CLEARMSG':
      return `D ${line.channel} ${line.tag('target-msg-id') ?? ''}`;
    case 'NOTICE':
      return line.channel === null ? null : `N ${line.channel} ${line.tag('msg-id') ?? ''} ${line.trailing}`;
    case 'WHISPER':
      return `W ${line.tag('thread-id') ?? ''} ${line.tag('message-id') ?? ''} ${line.trailing}`;
    case 'JOIN':
    case 'PART':
      return `${line.command} ${line.channel} ${line.nick ?? ''}`;
    default:
      return null;
  }
}
