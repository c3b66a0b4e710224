import type { Clock } from '../core/clock';

/** The two ways by which a node hears of the same thing while it changes from one to the other. */
export type Way = 'chat' | 'event';

/** How long one way waits for the other, milliseconds. */
const TOGETHER_MS = 60_000;

interface Heard {
  until: number;
  readonly count: Record<Way, number>;
}

/** Tells what comes by two ways once, one to one, where no id is common to both: two that are equal stay two. */
export class TwoWays {
  readonly #clock: Pick<Clock, 'now'>;
  /** In the order in which they are forgotten. */
  readonly #heard = new Map<string, Heard>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** False when the other way has brought it before. */
  isNews(way: Way, key: string): boolean {
    const now = this.#clock.now();
    for (const [old, { until }] of this.#heard) {
      if (until > now) break;
      this.#heard.delete(old);
    }
    const heard = this.#heard.get(key) ?? { until: 0, count: { chat: 0, event: 0 } };
    this.#heard.delete(key);
    heard.until = now + TOGETHER_MS;
    this.#heard.set(key, heard);
    heard.count[way] += 1;
    return heard.count[way] > heard.count[way === 'chat' ? 'event' : 'chat'];
  }
}
