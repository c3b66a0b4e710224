import type { StateStore } from '../context';
import { isPlain } from '../incoming';

/** How many people are remembered: the oldest make room. */
export const knownLimits = { people: 20_000, perDrawer: 1_000 } as const;

const INDEX = 'people';

/**
 * Who has followed before, over restarts. Kept in pieces, so that one more follower does not write all of them anew; ids
 * are numbers and stand there in base 36, one after the other.
 */
export class FollowersKnown {
  readonly #state: StateStore;
  readonly #known = new Set<string>();
  /** Pieces in order of age: number of the piece and its ids. */
  readonly #pieces: { readonly number: number; readonly ids: string[] }[] = [];
  #isToWrite = false;

  constructor(state: StateStore) {
    this.#state = state;
  }

  get size(): number {
    return this.#known.size;
  }

  /** Reads what was kept; what cannot be read is as if it had never been. */
  async load(): Promise<void> {
    const index = await this.#state.get(INDEX).catch(() => undefined);
    const first = isPlain(index) && typeof index['first'] === 'number' ? index['first'] : 0;
    const last = isPlain(index) && typeof index['last'] === 'number' ? index['last'] : -1;
    const oldest = Math.max(first, last - knownLimits.people / knownLimits.perDrawer);
    for (let number = oldest; number <= last; number++) {
      const text = await this.#state.get(pieceKey(number)).catch(() => undefined);
      const ids = typeof text === 'string' ? text.split(' ').filter((id) => id !== '') : [];
      this.#pieces.push({ number, ids });
      for (const id of ids) this.#known.add(id);
    }
  }

  /** True for somebody who was not known. From now on they are. */
  add(userId: string): boolean {
    const id = shortened(userId);
    if (this.#known.has(id)) return false;
    this.#known.add(id);
    let piece = this.#pieces.at(-1);
    if (piece === undefined || piece.ids.length >= knownLimits.perDrawer) {
      piece = { number: (piece?.number ?? -1) + 1, ids: [] };
      this.#pieces.push(piece);
    }
    piece.ids.push(id);
    this.#writeSoon();
    return true;
  }

  /** Many come at once in a wave: they are written together. */
  #writeSoon(): void {
    if (this.#isToWrite) return;
    this.#isToWrite = true;
    queueMicrotask(() => {
      this.#isToWrite = false;
      // A failure is the store's to report: who was not written is told once more after a restart.
      this.#write().catch(() => undefined);
    });
  }

  async #write(): Promise<void> {
    const most = knownLimits.people / knownLimits.perDrawer;
    const gone = this.#pieces.splice(0, Math.max(0, this.#pieces.length - most));
    for (const { ids } of gone) for (const id of ids) this.#known.delete(id);
    const [oldest, newest] = [this.#pieces[0], this.#pieces.at(-1)];
    if (oldest === undefined || newest === undefined) return;
    const before = this.#pieces.at(-2);
    const changes = [
      ...gone.map(({ number }) => this.#state.set(pieceKey(number), undefined)),
      // The piece before may have been filled in the same go.
      ...(before ? [this.#state.set(pieceKey(before.number), before.ids.join(' '))] : []),
      this.#state.set(pieceKey(newest.number), newest.ids.join(' ')),
      this.#state.set(INDEX, { first: oldest.number, last: newest.number }),
    ];
    await Promise.all(changes);
  }
}

function pieceKey(number: number): string {
  return `${INDEX}.${number}`;
}

/** Ids of people are numbers today, and texts by contract. */
function shortened(id: string): string {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id).toString(36) : `_${id.replaceAll(/\s/g, '')}`;
}
