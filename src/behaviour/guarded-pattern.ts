import vm from 'node:vm';
import type { Clock } from '../core/clock';
import { withinComputing, type Stopped } from './computing-limit';
import { isCheapPattern, PATTERN_TEXT_LENGTH } from './pattern-cost';

/** How long one line may keep a pattern busy in one attempt, milliseconds of computing. Everything else stands still meanwhile. */
const MOST_MS = 20;

/** How long a pattern that took too long is not tried again, milliseconds: a chat can bring the same line again at once. */
const REST_MS = 60_000;

/**
 * A regular expression of the streamer's, tried on lines that strangers write. A pattern whose cost is small by its shape
 * runs as it is (0.05 µs a line); others run under V8's own time limit (about 50 µs a line, no thread or process of our
 * own), and rest for a minute after they were stopped twice. So a line costs at most twice 20 ms, and that once a minute; a
 * little more only where the machine has stopped the whole process meanwhile.
 */
export class GuardedPattern {
  readonly #pattern: RegExp;
  readonly #isCheap: boolean;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #onSlow: () => void;
  #restsUntil = 0;

  /**
   * @param onSlow told when a line took too long; once a minute at most
   * @throws SyntaxError for a source that is no regular expression
   */
  constructor(source: string, clock: Pick<Clock, 'now'>, onSlow: () => void) {
    this.#pattern = readPattern(source);
    this.#isCheap = isCheapPattern(source);
    this.#clock = clock;
    this.#onSlow = onSlow;
  }

  /** The match; null for none, for a line that took too long, and while the pattern rests. */
  exec(text: string): RegExpExecArray | null {
    const short = text.length > PATTERN_TEXT_LENGTH ? text.slice(0, PATTERN_TEXT_LENGTH) : text;
    if (this.#isCheap) return this.#pattern.exec(short);
    if (this.#clock.now() < this.#restsUntil) return null;
    const match = withinComputing(() => execWithin(this.#pattern, short, MOST_MS), MOST_MS);
    if (match !== 'too-long' && match !== 'too-large') return match;
    this.#restsUntil = this.#clock.now() + REST_MS;
    this.#onSlow();
    return null;
  }
}

/** As all patterns of the package are read: capital letters do not matter, emoji are one character. @throws SyntaxError */
export function readPattern(source: string): RegExp {
  return new RegExp(source, 'iu');
}

interface Bench {
  pattern: RegExp | null;
  text: string;
}

/** Node's code for a script that was stopped. */
const TIMED_OUT = 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/** The context in which guarded patterns run; made when the first one is needed. It holds nothing but these two. */
let bench: { readonly values: Bench; readonly context: vm.Context; readonly script: vm.Script } | undefined;

function execWithin(
  pattern: RegExp,
  text: string,
  ms: number,
): RegExpExecArray | null | Stopped | 'too-large' {
  if (bench === undefined) {
    const values: Bench = { pattern: null, text: '' };
    bench = { values, context: vm.createContext(values), script: new vm.Script('pattern.exec(text)') };
  }
  const { values, context, script } = bench;
  values.pattern = pattern;
  values.text = text;
  try {
    return script.runInContext(context, { timeout: ms }) as RegExpExecArray | null;
  } catch (error) {
    // V8 may find only now that the pattern is too large for it.
    const isStopped = error instanceof Error && 'code' in error && error.code === TIMED_OUT;
    return isStopped ? 'too-long' : 'too-large';
  } finally {
    values.pattern = null;
    values.text = '';
  }
}
