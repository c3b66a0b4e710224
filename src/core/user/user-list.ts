import type { Page, Pages } from '../helix/pages';

/**
 * A list about a person, read page by page like `Pages`, for a person whose id may still have to be looked up: `await`
 * collects it whole, `for await` goes through its elements and fetches no more than it looks at. Nothing is fetched
 * before one of them.
 */
export class UserList<Item> implements PromiseLike<readonly Item[]>, AsyncIterable<Item> {
  readonly #begin: () => Promise<{ readonly pages: Pages<Item> }>;
  #begun: Promise<{ readonly pages: Pages<Item> }> | null = null;

  /** @param begin called once; the pages come wrapped, because a promise of something awaitable would collect it */
  constructor(begin: () => Promise<{ readonly pages: Pages<Item> }>) {
    this.#begin = begin;
  }

  /** All elements up to the cap. */
  // oxlint-disable-next-line unicorn/no-thenable -- being awaitable is what this class is for
  async then<Done = readonly Item[], Failed = never>(
    onDone?: ((items: readonly Item[]) => Done | PromiseLike<Done>) | null,
    onFailed?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    return await this.#pages()
      .then(({ pages }) => pages)
      .then(onDone, onFailed);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    const { pages } = await this.#pages();
    yield* pages;
  }

  /** One page after the other, with Twitch's whole answer beside its elements. */
  async *byPage(): AsyncGenerator<Page<Item>, void, undefined> {
    const { pages } = await this.#pages();
    yield* pages.byPage();
  }

  #pages(): Promise<{ readonly pages: Pages<Item> }> {
    this.#begun ??= this.#begin();
    return this.#begun;
  }
}
