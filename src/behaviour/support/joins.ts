import type { Clock, Timer } from '../../core/clock';
import { isPlain } from '../incoming';
import { isSupport, listOf, type Support } from './facts';

/** How long one source waits for the other. */
export const joinWaits = {
  /** An event of a subscription that chat has not shown is told after this. */
  chatMs: 20_000,
  /** A received gift waits longer: it is there to give the event of the giver its names. */
  receivedMs: 30_000,
  /** What chat has shown is known for this long to the event that follows it. */
  shownMs: 120_000,
  /** What an event has told is known for this long to a late line in chat. */
  toldMs: 600_000,
} as const;

interface Entry {
  readonly key: string;
  readonly until: number;
}

interface Waiting {
  readonly key: string;
  readonly support: Support;
  readonly dueAt: number;
  timer: Timer;
}

/**
 * Joins what chat shows with the events that tell the same once more, one to one: by person and time, since nothing else is
 * common to both.
 */
export class Joins {
  readonly #clock: Clock;
  readonly #onAlone: (support: Support) => boolean;
  readonly #shown: Entry[] = [];
  readonly #told: Entry[] = [];
  readonly #waiting: Waiting[] = [];

  /** @param onAlone an event that chat does not show; true when it was told, so that chat need not any more */
  constructor(clock: Clock, onAlone: (support: Support) => boolean) {
    this.#clock = clock;
    this.#onAlone = onAlone;
  }

  /** Chat shows it. False when an event has told it before. */
  shown(key: string): boolean {
    if (take(this.#told, key, this.#clock.now())) return false;
    const waits = this.#waiting.findIndex((waiting) => waiting.key === key);
    if (waits >= 0) this.#remove(waits);
    else {
      drop(this.#shown, this.#clock.now());
      this.#shown.push({ key, until: this.#clock.now() + joinWaits.shownMs });
    }
    return true;
  }

  /** An event tells it: dropped when chat has shown it or shows it soon. */
  event(key: string, support: Support, waitMs: number): void {
    if (take(this.#shown, key, this.#clock.now())) return;
    this.#wait({ key, support, dueAt: this.#clock.now() + waitMs, timer: undefined });
  }

  /** Takes an event that waits out: somebody tells it now. */
  takeWaiting(fits: (key: string, support: Support) => boolean): Support | null {
    const index = this.#waiting.findIndex(({ key, support }) => fits(key, support));
    return index < 0 ? null : this.#remove(index);
  }

  stop(): void {
    for (const { timer } of this.#waiting) this.#clock.clearTimeout(timer);
    this.#waiting.length = 0;
  }

  save(): unknown {
    return {
      waiting: this.#waiting.map(({ key, support, dueAt }) => ({ key, support, dueAt })),
      told: [...this.#told],
      shown: [...this.#shown],
    };
  }

  restore(saved: unknown): void {
    if (!isPlain(saved)) return;
    for (const [name, list] of [
      ['told', this.#told],
      ['shown', this.#shown],
    ] as const) {
      for (const entry of listOf(saved[name])) {
        if (isPlain(entry) && typeof entry['key'] === 'string' && typeof entry['until'] === 'number')
          list.push({ key: entry['key'], until: entry['until'] });
      }
    }
    for (const entry of listOf(saved['waiting'])) {
      if (!isPlain(entry)) continue;
      const { key, dueAt, support } = entry;
      if (typeof key === 'string' && typeof dueAt === 'number' && isSupport(support))
        this.#wait({ key, dueAt, support, timer: undefined });
    }
  }

  #wait(waiting: Waiting): void {
    this.#waiting.push(waiting);
    const left = Math.max(0, waiting.dueAt - this.#clock.now());
    waiting.timer = this.#clock.setTimeout(() => {
      const index = this.#waiting.indexOf(waiting);
      if (index < 0) return;
      this.#remove(index);
      if (this.#onAlone(waiting.support))
        this.#told.push({ key: waiting.key, until: this.#clock.now() + joinWaits.toldMs });
    }, left);
  }

  #remove(index: number): Support | null {
    const [waiting] = this.#waiting.splice(index, 1);
    this.#clock.clearTimeout(waiting?.timer);
    return waiting?.support ?? null;
  }
}

/** Takes one entry of that key out, and all that are over. */
function take(list: Entry[], key: string, now: number): boolean {
  drop(list, now);
  const found = list.findIndex((entry) => entry.key === key);
  if (found >= 0) list.splice(found, 1);
  return found >= 0;
}

/** Lets go of what is over. */
function drop(list: Entry[], now: number): void {
  for (let index = list.length - 1; index >= 0; index--) {
    if ((list[index]?.until ?? 0) <= now) list.splice(index, 1);
  }
}
