import { grantKey, type Grant, type GrantKey } from './grant';

/**
 * Where sign-ins are kept. `save` must have made the grant safe when its promise resolves: with single-use refresh
 * tokens, a grant that is used before it is written is lost in a crash.
 */
export interface TokenStore {
  list(): Promise<Grant[]>;
  load(key: GrantKey): Promise<Grant | null>;
  /** Replaces the grant with the same key in one step. */
  save(grant: Grant): Promise<void>;
  /** Forgets it; no error when there is none. */
  remove(key: GrantKey): Promise<void>;
}

/** Keeps sign-ins until the process ends. */
export class MemoryTokenStore implements TokenStore {
  readonly #grants = new Map<string, Grant>();

  constructor(grants: Iterable<Grant> = []) {
    for (const grant of grants) this.#grants.set(grantKey(grant), grant);
  }

  list(): Promise<Grant[]> {
    return Promise.resolve([...this.#grants.values()]);
  }

  load(key: GrantKey): Promise<Grant | null> {
    return Promise.resolve(this.#grants.get(grantKey(key)) ?? null);
  }

  save(grant: Grant): Promise<void> {
    this.#grants.set(grantKey(grant), grant);
    return Promise.resolve();
  }

  remove(key: GrantKey): Promise<void> {
    this.#grants.delete(grantKey(key));
    return Promise.resolve();
  }
}
