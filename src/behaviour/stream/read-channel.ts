import { sleep, type Clock } from '../../core/clock';
import type { Shown, StreamReader } from './stream-facts';

/** Pauses before the attempts, milliseconds. */
const PAUSES_MS = [0, 2_000, 5_000] as const;

/** Title, category and so on; null when Twitch does not answer or the signal is aborted. */
export async function readChannel(
  reader: Pick<StreamReader, 'channel'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Shown | null> {
  for (const pause of PAUSES_MS) {
    try {
      if (pause > 0) await sleep(clock, pause, signal);
      if (signal.aborted) return null;
      return await reader.channel();
    } catch {
      // Tried again: without title and category the news is poor, but better than none.
    }
  }
  return null;
}
