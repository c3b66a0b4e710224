import type { EventEmitter } from 'node:events';
import type { RED } from './red';

/** A store that keeps a drawer for each node. */
interface DrawerStore {
  erase(owner: string): Promise<void>;
}

/**
 * Erases what deleted nodes remembered. A node that closes may be deployed anew, be disabled or be deleted: which of them
 * shows only when the flows have started again and it is in them or not. A node that was deleted while Node-RED was not
 * running is not seen here; the store forgets it by itself after a long time.
 */
export class DeletedNodes {
  readonly #red: () => RED;
  readonly #stores: () => Promise<readonly DrawerStore[]>;
  readonly #events: Pick<EventEmitter, 'on' | 'off'>;
  readonly #closed = new Set<string>();
  readonly #onStarted = (): void => this.#look();

  /** @param stores where the drawers may be */
  constructor(red: () => RED, stores: () => Promise<readonly DrawerStore[]>) {
    this.#red = red;
    this.#stores = stores;
    this.#events = red().events;
    this.#events.on('flows:started', this.#onStarted);
  }

  /** A node has closed. @param owner its stable id */
  closed(owner: string): void {
    this.#closed.add(owner);
  }

  close(): void {
    this.#events.off('flows:started', this.#onStarted);
    this.#closed.clear();
  }

  #look(): void {
    if (this.#closed.size === 0) return;
    const there = new Set<string>();
    // Disabled ones and those of subflow templates are among them.
    this.#red().nodes.eachNode(({ id }) => void there.add(id));
    // Without any node the flows could not be read, rather than that everything was deleted at once.
    if (there.size === 0) return;
    const deleted = [...this.#closed].filter((owner) => !there.has(owner));
    this.#closed.clear();
    if (deleted.length > 0) void this.#erase(deleted);
  }

  async #erase(owners: readonly string[]): Promise<void> {
    for (const store of await this.#stores()) {
      // The store tells itself what goes wrong.
      for (const owner of owners) await store.erase(owner).catch(() => {});
    }
  }
}
