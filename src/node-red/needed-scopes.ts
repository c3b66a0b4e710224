import type { Slot } from './grant-file';
import type { RED } from './red';

/** What the deployed nodes of an account need, per sign-in. */
export interface NeededScopes extends Readonly<Record<Slot, readonly string[]>> {
  /** Groups of scopes of which one is enough. */
  readonly groups: Readonly<Record<Slot, readonly (readonly string[])[]>>;
}

/** Adds up the permissions of all nodes that use the account. */
export function neededScopes(_red: RED, _account: string): NeededScopes {
  return { channel: [], bot: [], groups: { channel: [], bot: [] } };
}
