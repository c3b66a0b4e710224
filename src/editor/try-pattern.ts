import type { PatternMatch } from '../behaviour/command-match.js';
import { isCheapPattern, PATTERN_TEXT_LENGTH } from '../behaviour/pattern-cost.js';

/** How long a pattern may work at the line in the dialog, milliseconds. */
const MOST_MS = 250;

/** Runs in a worker, where an endless search can be ended without ending the editor. */
const SCRIPT = `onmessage = ({ data: { source, text } }) => {
  const match = new RegExp(source, 'iu').exec(text);
  postMessage(match && { whole: match[0], index: match.index, groups: { ...match.groups } });
};`;

interface Answer {
  readonly whole: string;
  readonly index: number;
  readonly groups: Readonly<Record<string, string>>;
}

/** Tries a pattern on a line. @returns `slow` when it takes too long; rejects with a SyntaxError for no pattern */
export async function tryPattern(source: string, line: string): Promise<PatternMatch | null | 'slow'> {
  const text = line.slice(0, PATTERN_TEXT_LENGTH);
  const pattern = new RegExp(source, 'iu');
  return isCheapPattern(source) ? pattern.exec(text) : inWorker(source, text);
}

function inWorker(source: string, text: string): Promise<PatternMatch | null | 'slow'> {
  return new Promise((resolve) => {
    const url = URL.createObjectURL(new Blob([SCRIPT], { type: 'text/javascript' }));
    const worker = new Worker(url);
    const end = (result: PatternMatch | null | 'slow'): void => {
      clearTimeout(timer);
      worker.terminate();
      URL.revokeObjectURL(url);
      resolve(result);
    };
    const timer = setTimeout(() => end('slow'), MOST_MS);
    worker.addEventListener('message', ({ data }: MessageEvent<Answer | null>) =>
      end(data && { 0: data.whole, index: data.index, groups: data.groups }),
    );
    worker.addEventListener('error', () => end('slow'));
    worker.postMessage({ source, text }, []);
  });
}
