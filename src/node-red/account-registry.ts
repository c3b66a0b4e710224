import { EventEmitter } from 'node:events';
import type { Grant } from '../core/auth/grant';
import { systemClock, type Clock, type Random } from '../core/clock';
import type { Urls } from '../core/urls';
import { Account } from './account';
import type { AccountConfig } from './account-config';
import { AccountNewsroom } from './account-news';
import type { ClientHub } from './client-hub';
import type { Assignment, Slot } from './grant-file';
import { EventLog } from './event-log';
import { DeletedNodes } from './erase-deleted';
import { HubPool } from './hub-pool';
import type { RED, RuntimeNode } from './red';
import type { SignInSessions } from './sign-in-sessions';
import { openStores, type Stores } from './stores';
import type { TriggerHandle } from './trigger-handle';

/** How long a sign-in waits for the deploy of the account it was made for. */
const PENDING_MS = 60 * 60_000;

interface Pending {
  readonly account: string;
  readonly slot: Slot;
  readonly grant: Grant;
  readonly urls: Urls;
  readonly until: number;
}

export interface RegistryEvents {
  /** Somebody signed in or out of an account. */
  assigned: [account: string];
}

/**
 * Everything that the Twitch nodes of this process share: the stores, the clients, the practice world, the accounts by id.
 * The one singleton of the package: Node-RED makes its config nodes anew with every deploy, and in subflows
 * once per instance, but a sign-in and a connection must exist once.
 */
export class AccountRegistry extends EventEmitter<RegistryEvents> {
  readonly stores: Stores;
  readonly hubs: HubPool;
  readonly clock: Clock;
  #sessions: SignInSessions | undefined;
  readonly deletedNodes: DeletedNodes;
  /** What happened last, for the sidebar. */
  readonly log = new EventLog();
  /** Deployed accounts by stable id: in a subflow one per instance. */
  readonly #accounts = new Map<string, Set<Account>>();
  readonly #accountOfNode = new WeakMap<RuntimeNode, Account>();
  /** Triggers by node id and by stable id, for the test button. */
  readonly #triggers = new Map<string, Set<TriggerHandle>>();
  /** Who is signed in where; kept in step with the store. */
  #assignments: Map<string, Assignment> | undefined;
  #loading: Promise<void> | undefined;
  /** Practice: who was signed in by hand instead of the usual cast. Forgotten with the process, as the world is. */
  readonly #practiceUsers = new Map<string, string>();
  #pending: readonly Pending[] = [];
  readonly #news: AccountNewsroom;
  #red: RED;
  #pretender: Account | undefined;

  /** @param options.clock of everything but practice mode: for tests and for programs that embed Node-RED */
  constructor(red: RED, options: { readonly clock?: Clock; readonly random?: Random } = {}) {
    super();
    this.clock = options.clock ?? systemClock;
    this.setMaxListeners(0);
    this.#red = red;
    this.stores = openStores(red.settings, (problem) => this.#red.log.warn(`Twitch: ${problem.text}`), {
      clock: this.clock,
      recovered: () => this.#tellRecovered(),
    });
    this.#news = new AccountNewsroom((...news) => this.#red.comms.publish(...news), this.clock);
    this.hubs = new HubPool({
      clock: this.clock,
      random: options.random,
      store: this.stores.grants,
      practiceSettings: () =>
        (require('./practice') as typeof import('./practice')).practiceSettings(this.#red.settings),
      onHub: (hub) => this.#listenTo(hub),
    });
    this.deletedNodes = new DeletedNodes(
      () => this.#red,
      async () => {
        const practice = await this.hubs.runningPractice();
        return practice ? [this.stores.state, practice.state] : [this.stores.state];
      },
    );
  }

  get red(): RED {
    return this.#red;
  }

  /** Node-RED gives every load of the node set an API object of its own. */
  useRed(red: RED): void {
    this.#red = red;
  }

  /** Makes the account of a config node and tells waiting dialogs' sign-ins to it. */
  openAccount(config: AccountConfig, node: RuntimeNode): Account {
    const account = new Account({ registry: this, config, node });
    const same = this.#accounts.get(config.id) ?? new Set();
    same.add(account);
    this.#accounts.set(config.id, same);
    this.#accountOfNode.set(node, account);
    account.on('change', () => this.#news.tell(account));
    void account.start();
    return account;
  }

  closeAccount(account: Account): void {
    const same = this.#accounts.get(account.config.id);
    same?.delete(account);
    if (same?.size === 0) {
      this.#accounts.delete(account.config.id);
      this.#news.leave(account.config.id);
    }
    account.close();
  }

  /** The account behind a config node; null for none, a disabled one, or a node of another type. */
  accountOf(node: RuntimeNode | null | undefined): Account | null {
    return (node && this.#accountOfNode.get(node)) ?? null;
  }

  /** A deployed account; any of its instances will do, they share everything that counts. */
  account(id: string): Account | undefined {
    return this.#accounts.get(id)?.values().next().value;
  }

  /** All deployed accounts, of each id one. */
  deployed(): readonly Account[] {
    return [...this.#accounts.values()].flatMap((same) => [...same].slice(0, 1));
  }

  /** The account behind which tests of real accounts act: the practice world's, without a node. */
  async pretender(): Promise<Account> {
    if (!this.#pretender) {
      const config: AccountConfig = { ...practiceOnly, id: 'twitch-test', name: 'practice' };
      this.#pretender = new Account({ registry: this, config, node: null });
      await this.#pretender.start();
    }
    return this.#pretender;
  }

  addTrigger(trigger: TriggerHandle): () => void {
    for (const id of trigger.ids) {
      const same = this.#triggers.get(id) ?? new Set();
      same.add(trigger);
      this.#triggers.set(id, same);
    }
    return () => {
      for (const id of trigger.ids) {
        const same = this.#triggers.get(id);
        same?.delete(trigger);
        if (same?.size === 0) this.#triggers.delete(id);
      }
    };
  }

  /** Every deployed trigger. */
  allTriggers(): readonly TriggerHandle[] {
    return [...new Set([...this.#triggers.values()].flatMap((same) => [...same]))];
  }

  /** The deployed triggers of a node id: several, where a subflow has several instances. */
  triggers(id: string): readonly TriggerHandle[] {
    return [...(this.#triggers.get(id) ?? [])];
  }

  /** Reads who is signed in where. Never rejects: an unreadable store counts as empty and is reported by itself. */
  load(): Promise<void> {
    this.#loading ??= this.stores.grants.assignments().then(
      (list) => {
        this.#assignments = new Map(list.map((entry) => [assignmentKey(entry), entry]));
      },
      () => {
        this.#assignments = new Map();
      },
    );
    return this.#loading;
  }

  /** Who is signed in; null before `load` has resolved, too. */
  assignment(account: string, slot: Slot, server: string): Assignment | null {
    return this.#assignments?.get(assignmentKey({ account, slot, server })) ?? null;
  }

  /** Sign-ins under way. Made with the first one: most starts of Node-RED see none. */
  get sessions(): SignInSessions {
    const { SignInSessions: Sessions } = require('./sign-in-sessions') as typeof import('./sign-in-sessions');
    return (this.#sessions ??= new Sessions({ clock: this.clock }));
  }

  /** Who was signed in by hand in practice mode. */
  practiceUser(account: string, slot: Slot): string | undefined {
    return this.#practiceUsers.get(`${slot} ${account}`);
  }

  /** A sign-in of practice mode. `null`: the usual cast again. */
  setPracticeUser(account: string, slot: Slot, userId: string | null): void {
    if (userId === null) this.#practiceUsers.delete(`${slot} ${account}`);
    else this.#practiceUsers.set(`${slot} ${account}`, userId);
    this.emit('assigned', account);
  }

  /**
   * Takes a new sign-in. For a deployed account it is stored and used at once; else it waits in memory for the account's
   * deploy.
   *
   * @returns the person's display name
   * @throws {TwitchError} TWITCH_STORE_FAILED is not thrown: a sign-in that cannot be stored works until the process ends
   */
  async signIn(
    account: string,
    slot: Slot,
    grant: Grant,
    urls: Urls,
    clientSecret?: string,
  ): Promise<string> {
    if (!this.#accounts.has(account)) {
      await this.#forgetPending(account, slot);
      this.#pending = [
        ...this.#pending,
        { account, slot, grant, urls, until: this.clock.now() + PENDING_MS },
      ];
      return grant.displayName ?? grant.login;
    }
    await this.load();
    const { server, clientId, userId } = grant;
    const assignment = { account, slot, server, clientId, userId };
    const before = this.assignment(account, slot, server);
    this.#assignments?.set(assignmentKey(assignment), assignment);
    // A store that cannot write reports that itself and goes on in memory: whoever has just signed in can work.
    await this.stores.grants.assign(grant, account, slot).catch(() => {});
    const lease = this.hubs.lease(urls, clientId, clientSecret);
    try {
      await lease.hub.ready;
      const user = await lease.hub.tokens.add(grant);
      const name = await lease.hub.learnName(user);
      this.emit('assigned', account);
      // Whoever was signed in here before, and is nowhere else, is signed out: what nobody uses is not kept.
      if (before && !this.#isUsed(before)) await this.#forget(before, urls).catch(() => {});
      return name;
    } finally {
      lease.release();
    }
  }

  /** Sign-ins that wait for the deploy of an account, newest last. */
  pending(account: string): readonly Pick<Pending, 'slot' | 'grant' | 'urls'>[] {
    const now = this.clock.now();
    this.#pending = this.#pending.filter((entry) => entry.until > now);
    return this.#pending.filter((entry) => entry.account === account);
  }

  /** The account is deployed: what waited for it becomes its own. */
  async adoptPending(account: string): Promise<void> {
    const waiting = this.#pending.filter(
      (entry) => entry.account === account && entry.until > this.clock.now(),
    );
    this.#pending = this.#pending.filter((entry) => entry.account !== account);
    for (const { slot, grant, urls } of waiting) await this.signIn(account, slot, grant, urls);
  }

  /** Empties a slot of an account; revokes the sign-in when no other account or slot uses it. */
  async signOut(account: string, slot: Slot, urls: Urls): Promise<void> {
    await this.load();
    await this.#forgetPending(account, slot);
    const assignment = this.assignment(account, slot, urls.id);
    if (!assignment) return;
    this.#assignments?.delete(assignmentKey(assignment));
    await this.stores.grants.unassign(account, slot, assignment.server).catch(() => {});
    if (!this.#isUsed(assignment)) await this.#forget(assignment, urls);
    this.emit('assigned', account);
  }

  /** Ends everything: for tests and for programs that embed Node-RED. */
  async close(): Promise<void> {
    this.#sessions?.close();
    this.#news.close();
    this.deletedNodes.close();
    this.#pretender?.close();
    for (const same of this.#accounts.values()) for (const account of same) account.close();
    this.#accounts.clear();
    await this.hubs.close();
    await this.stores.state.flush();
    await this.stores.grants.close();
  }

  /** Forgets a sign-in and has Twitch revoke it, as far as Twitch can be reached. */
  async #forget({ clientId, userId }: Assignment, urls: Urls): Promise<void> {
    const lease = this.hubs.lease(urls, clientId);
    try {
      await lease.hub.ready;
      await lease.hub.tokens.signOut(userId);
    } finally {
      lease.release();
    }
  }

  /** Forgets and revokes a sign-in that waits for its account. */
  async #forgetPending(account: string, slot: Slot): Promise<void> {
    const gone = this.pending(account).filter((entry) => entry.slot === slot);
    this.#pending = this.#pending.filter((entry) => entry.account !== account || entry.slot !== slot);
    for (const { grant, urls } of gone) {
      const lease = this.hubs.lease(urls, grant.clientId);
      await lease.hub.tokens.oauth.revoke(grant.accessToken);
      lease.release();
    }
  }

  #isUsed({ server, clientId, userId }: Assignment): boolean {
    return [...(this.#assignments?.values() ?? [])].some(
      (entry) => entry.server === server && entry.clientId === clientId && entry.userId === userId,
    );
  }

  /** "Cannot save" is over: the nodes of all accounts look again. */
  #tellRecovered(): void {
    for (const same of this.#accounts.values()) for (const account of same) account.emit('change');
  }

  #listenTo(hub: ClientHub): void {
    this.log.listenTo(hub);
    hub.on('debug', (text) => this.#red.log.debug(`Twitch: ${text}`));
    hub.on('storeFailed', (error) => this.#red.log.warn(`Twitch: ${error.message}`));
  }
}

/** The configuration of an account that is nothing but practice. */
const practiceOnly: Omit<AccountConfig, 'id' | 'name'> = {
  use: 'practice',
  channel: '',
  clientId: '',
  ownClientId: false,
  clientSecret: undefined,
  moreChannels: [],
  urls: { id: '', helix: '', irc: '', eventSub: '' },
  urlProblem: '',
  verified: false,
  sendVia: 'helix',
  testsMayAct: true,
  knownBots: new Set(),
};

function assignmentKey({ account, slot, server }: Pick<Assignment, 'account' | 'slot' | 'server'>): string {
  return JSON.stringify([account, slot, server]);
}

let current: AccountRegistry | undefined;

/** The registry of this process, made at the first call. */
export function accountRegistry(red: RED): AccountRegistry {
  current ??= new AccountRegistry(red);
  return current;
}

/** The registry if there is one: for tests and for looking on. */
export function currentRegistry(): AccountRegistry | undefined {
  return current;
}

/** Ends the registry of this process; the next call of `accountRegistry` makes a new one. */
export async function closeAccountRegistry(): Promise<void> {
  const closing = current;
  current = undefined;
  await closing?.close();
}
