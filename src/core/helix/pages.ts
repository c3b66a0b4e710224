import { isRecord } from './request-args';

/** How much is read when nothing else is said. */
export const pagesDefaults = {
  /** Elements that `await` collects at most. */
  cap: 10_000,
  /** Keys of this many elements are remembered to leave out doubles; older ones are forgotten. */
  rememberedKeys: 20_000,
} as const;

/** One page as Twitch answered it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The whole answer. */
  readonly answer: unknown;
  /** Nothing comes after it. (Twitch itself may know only by an empty page.) */
  readonly isLast: boolean;
}

/** Where an answer holds its list and its next cursor, as dotted paths. */
export interface PagePaths {
  readonly items: string;
  readonly cursor: string;
}

/** Fetches the page that `cursor` points to; the first one without. */
export type ReadPage = (cursor: string | undefined) => Promise<unknown>;

/**
 * A list that is read page by page, as far as it is looked at: `await` collects it whole, up to a cap; `for await` goes
 * through its elements and stops fetching when the loop does; `byPage` goes through the pages. Elements that
 * occur twice because the list moved while it was read are left out.
 */
export class Pages<Item> implements PromiseLike<readonly Item[]>, AsyncIterable<Item> {
  readonly #readers: readonly ReadPage[] | (() => Promise<readonly ReadPage[]>);
  readonly #paths: PagePaths;
  readonly #cap: number | undefined;
  #all: Promise<readonly Item[]> | null = null;

  /**
   * @param readers several when a list of ids had to be split: one is read to its end before the next begins. A
   *   function where something has to be looked up first
   * @param cap elements at most; default 10 000 for `await`, none for the loops
   */
  constructor(
    readers: readonly ReadPage[] | (() => Promise<readonly ReadPage[]>),
    paths: PagePaths,
    cap?: number,
  ) {
    this.#readers = readers;
    this.#paths = paths;
    this.#cap = cap;
  }

  /** All elements up to the cap. Fetched once, however often it is awaited. */
  // oxlint-disable-next-line unicorn/no-thenable -- being awaitable is what this class is for
  then<Done = readonly Item[], Failed = never>(
    onDone?: ((items: readonly Item[]) => Done | PromiseLike<Done>) | null,
    onFailed?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    this.#all ??= this.#collect();
    return this.#all.then(onDone, onFailed);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.byPage()) yield* page.items;
  }

  /** The pages, without doubles, until the list ends or the cap is reached. */
  async *byPage(): AsyncGenerator<Page<Item>, void, undefined> {
    let left = this.#cap ?? Infinity;
    const seen = new RecentKeys(pagesDefaults.rememberedKeys);
    const readers = typeof this.#readers === 'function' ? await this.#readers() : this.#readers;
    for (const [index, read] of readers.entries()) {
      let cursor: string | undefined;
      do {
        if (left <= 0) return;
        const answer = await read(cursor);
        const list = at(answer, this.#paths.items);
        const items = (Array.isArray(list) ? list : []) as readonly Item[];
        const fresh = items.filter((item) => seen.add(keyOf(item))).slice(0, left);
        left -= fresh.length;
        const next = at(answer, this.#paths.cursor);
        // A cursor that comes back unchanged would go round for ever.
        cursor =
          items.length > 0 && typeof next === 'string' && next !== '' && next !== cursor ? next : undefined;
        const isEnd = cursor === undefined && index === readers.length - 1;
        yield { items: fresh, answer, isLast: isEnd || left <= 0 };
      } while (cursor !== undefined);
    }
  }

  async #collect(): Promise<readonly Item[]> {
    const all: Item[] = [];
    const cap = this.#cap ?? pagesDefaults.cap;
    for await (const page of this.byPage()) {
      for (const item of page.items) {
        if (all.length >= cap) return all;
        all.push(item);
      }
      if (all.length >= cap) return all;
    }
    return all;
  }
}

/** The id where there is one; else the whole element, since some lists hold several elements of one user. */
function keyOf(item: unknown): string {
  return isRecord(item) && typeof item['id'] === 'string' ? item['id'] : (JSON.stringify(item) ?? '');
}

function at(value: unknown, path: string): unknown {
  let inner = value;
  for (const key of path.split('.')) inner = isRecord(inner) ? inner[key] : undefined;
  return inner;
}

/** Keys seen lately: doubles come near the border of two pages, so old ones may be forgotten. */
class RecentKeys {
  readonly #half: number;
  #young = new Set<string>();
  #old = new Set<string>();

  constructor(size: number) {
    this.#half = Math.ceil(size / 2);
  }

  /** False when the key was seen before. */
  add(key: string): boolean {
    if (this.#young.has(key) || this.#old.has(key)) return false;
    this.#young.add(key);
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    return true;
  }
}
