import type { World } from '../../../src/simulator/world/world';
import type { ChatLine } from '../../../src/simulator/world/state';

/** Longest wait for a foreign client, in real milliseconds. */
const PATIENCE_MS = 8000;

/** The promise, or a failure that names what did not happen in time. */
export async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not ${what} in time`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The next line in any room that fits. */
export function chatLine(world: World, fits: (line: ChatLine) => boolean): Promise<ChatLine> {
  return new Promise((resolve) => {
    world.on('irc', (line) => {
      if (line.kind === 'privmsg' && fits(line.line)) resolve(line.line);
    });
  });
}
