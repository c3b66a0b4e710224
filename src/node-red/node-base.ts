import type { StateStore } from '../behaviour/context';
import { TwitchAuthError, type TwitchError } from '../core/errors';
import type { Account } from './account';
import { accountRegistry } from './account-registry';
import { textOf } from './json';
import { contextDrawer } from './state-store';
import { stableId, textSetting, type NodeConfig, type RED, type RuntimeNode } from './red';
import { StatusLine, type Standing } from './status';

/** What every node with an account has: the account, its place in the account's users, the status line. */
export class NodeBase {
  /** null: none chosen, a disabled one, or a node of another type. */
  readonly account: Account | null;
  readonly status: StatusLine;
  readonly #red: RED;
  readonly #node: RuntimeNode;
  readonly #ownStanding: (account: Account | null) => Standing | null;
  readonly #listeners: (() => void)[] = [];

  /**
   * @param ownStanding how the node itself stands; shown while the account is well. null: as the account. Called from within the
   *   constructor already.
   */
  constructor(
    red: RED,
    node: RuntimeNode,
    config: NodeConfig,
    ownStanding: (account: Account | null) => Standing | null,
  ) {
    this.#red = red;
    this.#node = node;
    this.#ownStanding = ownStanding;
    this.status = new StatusLine(node);
    this.account = accountRegistry(red).accountOf(red.nodes.getNode(textOf(config['account'])));
    this.account?.addUser(node);
    this.onAccount(() => this.show());
    this.#onSignedIn(() => this.status.signedInAnew());
    this.show();
  }

  /** Calls back whenever the account has changed, and once it is ready. Ends with the node. */
  onAccount(listener: () => void): void {
    const { account } = this;
    if (!account) return;
    account.on('change', listener);
    this.#listeners.push(() => account.off('change', listener));
    // Not at once: the node is still being made.
    queueMicrotask(() => {
      if (account.isStarted && this.#listeners.length > 0) listener();
    });
  }

  #onSignedIn(listener: () => void): void {
    const { account } = this;
    if (!account) return;
    account.on('signedIn', listener);
    this.#listeners.push(() => account.off('signedIn', listener));
  }

  /** Shows how the account and the node stand by now. */
  show(): void {
    const of = this.account?.standing ?? 'no-account';
    const isWell = of === 'connected' || of === 'practice' || of === 'cannot-save';
    this.status.setStanding((isWell ? this.#ownStanding(this.account) : null) ?? of);
  }

  /**
   * Where the node keeps what it remembers: a drawer of our own store, or the node's own context in the Node-RED context store that
   * `twitchAccountContextStore` in settings.js names.
   */
  state(account: Account): StateStore {
    const store = textSetting(this.#red.settings, 'twitchAccountContextStore');
    return store === undefined || account.practice
      ? account.drawer(stableId(this.#node))
      : contextDrawer(this.#node.context(), store);
  }

  /** Lets go of everything; resolves when what the node remembers is written. Never rejects. */
  async close(): Promise<void> {
    for (const stop of this.#listeners.splice(0)) stop();
    this.account?.removeUser(this.#node);
    this.account?.registry.deletedNodes.closed(stableId(this.#node));
    await this.account?.registry.stores.state.flush();
  }
}

/** What a node without account says when a message comes. */
export function noAccount(): TwitchError {
  return new TwitchAuthError(
    'TWITCH_NO_ACCOUNT',
    'This node has no Twitch account, or its account is disabled. Open the node and choose one.',
    { reason: 'no account' },
  );
}
