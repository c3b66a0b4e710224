import type { TranscriptEntry } from '../simulator/simulator';
import { isRecord, textOf } from './json';

/** One line of what happened in the practice world, for people. */
export interface TranscriptLine {
  /** Counts up from 1; ask for what comes after the last one seen. */
  readonly n: number;
  /** Milliseconds since 1970, of the practice world's clock. */
  readonly at: number;
  readonly kind: 'chat' | 'call' | 'event';
  /** Display name of who wrote; login of whose sign-in called; '' for events. */
  readonly who: string;
  readonly text: string;
  /** A flow said it (not a simulated viewer, not the person at the sidebar). */
  readonly own: boolean;
}

const DEFAULT_KEPT = 500;

/** The newest lines of the practice world. */
export class Transcript {
  readonly #kept: number;
  readonly #lines: TranscriptLine[] = [];
  readonly #onLine: ((line: TranscriptLine) => void) | undefined;
  #next = 1;

  constructor(options: { kept?: number; onLine?: ((line: TranscriptLine) => void) | undefined } = {}) {
    this.#kept = options.kept ?? DEFAULT_KEPT;
    this.#onLine = options.onLine;
  }

  add(entry: TranscriptEntry, own: boolean): void {
    const line = { n: this.#next++, at: entry.at, kind: entry.kind, ...wordsOf(entry), own };
    this.#lines.push(line);
    if (this.#lines.length > this.#kept) this.#lines.shift();
    this.#onLine?.(line);
  }

  /** Lines whose number is larger than `n`; all of them when `n` was never reached (it is from before a restart). */
  after(n: number): readonly TranscriptLine[] {
    return n >= this.#next ? [...this.#lines] : this.#lines.filter((line) => line.n > n);
  }
}

function wordsOf(entry: TranscriptEntry): { who: string; text: string } {
  if (entry.kind === 'chat') return { who: entry.name, text: `${entry.name}: ${entry.text}` };
  if (entry.kind === 'event') return { who: '', text: `${entry.type}${aboutEvent(entry.event)}` };
  return { who: entry.login ?? '', text: `${entry.method} ${entry.path} → ${entry.status}` };
}

/** The few fields of an event that tell a reader what it is about. */
function aboutEvent(event: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (const name of ['from_broadcaster_user_name', 'user_name', 'title', 'status']) {
    const text = textOf(event[name]);
    if (text !== '') parts.push(text);
  }
  const choices = event['choices'] ?? event['outcomes'];
  if (Array.isArray(choices)) {
    const counts = (choices as readonly unknown[]).filter(isRecord).map((choice) => {
      const count = choice['votes'] ?? choice['users'];
      return `${textOf(choice['title'])}${typeof count === 'number' ? ` ${count}` : ''}`;
    });
    parts.push(counts.join(', '));
  }
  return parts.length > 0 ? ` (${parts.join(' · ')})` : '';
}
