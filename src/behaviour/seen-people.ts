import { isPlain } from './incoming';

/**
 * Who has written, for the welcome: numeric user ids and nothing else, bounded, and thrown away as soon as they decide
 * nothing any more.
 */

/** Most people that are remembered, over all channels of a node; then those who wrote longest ago are forgotten. */
export const MOST_SEEN = 40_000;

/** A stream that comes back this soon after its end is the same one, milliseconds. */
const SAME_STREAM_MS = 15 * 60_000;

/** Where nobody can tell whether a channel is live, a stream ends with a chat that is silent for so long, milliseconds. */
const SILENCE_MS = 4 * 60 * 60_000;

const DAY_MS = 86_400_000;

/** Who wrote in the stream that is on. */
export class SeenInStream {
  /** When the stream began; null where it is not known. */
  #startedAt: number | null = null;
  /** When the stream was last known to go on. */
  #at = 0;
  readonly #people = new Set<string>();

  get size(): number {
    return this.#people.size;
  }

  /**
   * A person writes while the channel is live, or may be.
   *
   * @param startedAt when the stream began, null where it is not known
   * @returns true for the first line of this person in this stream
   */
  write(userId: string, startedAt: number | null, now: number): boolean {
    if (!this.#goesOn(startedAt, now)) {
      this.#people.clear();
      this.#startedAt = null;
    }
    this.#startedAt = startedAt ?? this.#startedAt;
    this.#at = now;
    if (this.#people.has(userId)) return false;
    this.#people.add(userId);
    return true;
  }

  /** The stream is over, for now. */
  end(now: number): void {
    if (this.#people.size > 0) this.#at = Math.max(this.#at, now);
  }

  forgetOldest(): void {
    for (const id of this.#people) {
      this.#people.delete(id);
      return;
    }
  }

  save(): unknown {
    return { startedAt: this.#startedAt, at: this.#at, people: [...this.#people].join(' ') };
  }

  restore(saved: unknown): void {
    if (!isPlain(saved) || typeof saved['people'] !== 'string' || typeof saved['at'] !== 'number') return;
    this.#startedAt = typeof saved['startedAt'] === 'number' ? saved['startedAt'] : null;
    this.#at = saved['at'];
    for (const id of saved['people'].split(' ')) if (id !== '') this.#people.add(id);
  }

  #goesOn(startedAt: number | null, now: number): boolean {
    if (startedAt === null || this.#startedAt === null) return now - this.#at <= SILENCE_MS;
    return startedAt === this.#startedAt || startedAt - this.#at <= SAME_STREAM_MS;
  }
}

/** Who wrote within the last so many days, to the day. */
export class SeenInDays {
  readonly #days: number;
  /** Since when it is kept: before that, somebody unknown may well have been here. */
  #since: number;
  /** The day of the last line, those who wrote longest ago first. */
  readonly #people = new Map<string, number>();

  constructor(days: number, now: number) {
    this.#days = days;
    this.#since = now;
  }

  get size(): number {
    return this.#people.size;
  }

  /** @returns true for the first line after that many days, or ever */
  write(userId: string, isFirstEver: boolean, now: number): boolean {
    const today = Math.floor(now / DAY_MS);
    const last = this.#people.get(userId);
    if (last === today) return false;
    this.#people.delete(userId);
    this.#people.set(userId, today);
    if (last !== undefined) return today - last >= this.#days;
    return isFirstEver || now - this.#since >= this.#days * DAY_MS;
  }

  forgetOldest(): void {
    for (const id of this.#people.keys()) {
      this.#people.delete(id);
      return;
    }
  }

  /** People who have been away for that many days decide nothing: they are as good as unknown. */
  save(now: number): unknown {
    const oldest = Math.floor(now / DAY_MS) - this.#days;
    const byDay = new Map<number, string[]>();
    for (const [id, day] of this.#people) {
      if (day <= oldest) this.#people.delete(id);
      else if (byDay.has(day)) byDay.get(day)?.push(id);
      else byDay.set(day, [id]);
    }
    return {
      since: this.#since,
      days: Object.fromEntries([...byDay].map(([day, ids]) => [String(day), ids.join(' ')])),
    };
  }

  restore(saved: unknown): void {
    if (!isPlain(saved) || typeof saved['since'] !== 'number' || !isPlain(saved['days'])) return;
    this.#since = saved['since'];
    const days = Object.entries(saved['days']).toSorted(([a], [b]) => Number(a) - Number(b));
    for (const [day, ids] of days) {
      if (typeof ids !== 'string') continue;
      for (const id of ids.split(' ')) if (id !== '') this.#people.set(id, Number(day));
    }
  }
}
