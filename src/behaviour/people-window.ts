/** Counts different people within a time: a command that needs several of them to want the same. */
export class PeopleWindow {
  readonly #needed: number;
  readonly #withinMs: number;
  /** When each person last asked, oldest first. Never more than are needed: then it is emptied. */
  readonly #asked = new Map<string, number>();

  /**
   * @param needed people; 1 or less: everybody alone is enough
   * @param withinMs the time in which they must ask, milliseconds
   */
  constructor(needed: number, withinMs: number) {
    this.#needed = needed;
    this.#withinMs = withinMs;
  }

  /** A person asks. True when they are enough; then counting begins anew. */
  ask(userId: string, now: number): boolean {
    if (this.#needed <= 1) return true;
    this.#asked.delete(userId);
    this.#asked.set(userId, now);
    for (const [id, at] of this.#asked) {
      if (now - at <= this.#withinMs) break;
      this.#asked.delete(id);
    }
    if (this.#asked.size < this.#needed) return false;
    this.#asked.clear();
    return true;
  }
}
