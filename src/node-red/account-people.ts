import type { SignedInUser } from '../core/auth/token-handler';
import { TwitchInputError } from '../core/errors';
import type { AccountConfig } from './account-config';
import type { AccountRegistry } from './account-registry';
import type { ClientHub } from './client-hub';
import type { Slot } from './grant-file';
import type { HubLease } from './hub-pool';
import type { PracticeWorld } from './practice';

/** One of the account's two sign-ins. */
interface SignedIn {
  readonly lease: HubLease;
  readonly userId: string;
}

type People = Readonly<Record<Slot, SignedIn | null>>;

const nobody: People = { channel: null, bot: null };

/** Somebody who can act, and over which client. */
export interface Acting {
  readonly hub: ClientHub;
  readonly user: SignedInUser;
}

export interface AccountPeopleOptions {
  readonly registry: AccountRegistry;
  readonly config: AccountConfig;
  /** People or what is known of them changed. */
  readonly onChange: () => void;
  /** Twitch no longer accepts a sign-in of this account. */
  readonly onEnd: (user: SignedInUser) => void;
  /** Somebody signed in, here or in another account with the same client id. */
  readonly onSignedIn: () => void;
}

/** The clients of an account and who is signed in, kept up to date: what an account holds of the shared things. */
export class AccountPeople {
  readonly #options: AccountPeopleOptions;
  #main: HubLease | null = null;
  #people: People = nobody;
  #world: PracticeWorld | null = null;
  /** Looking people up takes time; one look-up after the other, so that none overtakes a newer one. */
  #looking: Promise<void> = Promise.resolve();
  /** Slots whose sign-in was made with another client id than the account names now. */
  #elsewhere: ReadonlySet<Slot> = new Set();
  readonly #heard = new Map<ClientHub, () => void>();
  #stopListening: () => void = () => {};
  #isClosed = false;

  constructor(options: AccountPeopleOptions) {
    this.#options = options;
  }

  /** The account's own client, null before the start. */
  get hub(): ClientHub | null {
    return this.#main?.hub ?? null;
  }

  /** The practice world, for a practice account that runs. */
  get world(): PracticeWorld | null {
    return this.#world;
  }

  /** Whether somebody was ever signed in for a slot, and was not signed out by hand. */
  isTaken(slot: Slot): boolean {
    return this.#people[slot] !== null;
  }

  /** Whether a sign-in is there, but belongs to a client id that the account no longer has. */
  isElsewhere(slot: Slot): boolean {
    return this.#elsewhere.has(slot);
  }

  isOurs(userId: string): boolean {
    return this.#people.channel?.userId === userId || this.#people.bot?.userId === userId;
  }

  signedIn(slot: Slot): Acting | null {
    const person = this.#people[slot];
    const user = person?.lease.hub.user(person.userId);
    return person && user ? { hub: person.lease.hub, user } : null;
  }

  /**
   * Takes the clients and looks up who is signed in. May be called again after a failure.
   * @throws {TwitchInputError} when the account's addresses cannot be used
   */
  async start(): Promise<void> {
    if (this.#options.config.use === 'practice') await this.#startPractice();
    else await this.#startReal();
    if (this.#isClosed) this.#letGo();
  }

  /** Resolves when no refresh of the account's people is under way and all is written that can be. */
  async settle(): Promise<void> {
    await Promise.all([...this.#heard.keys()].map((hub) => hub.tokens.settle()));
  }

  close(): void {
    this.#isClosed = true;
    this.#letGo();
  }

  async #startPractice(): Promise<void> {
    const { registry, config } = this.#options;
    const lease = await registry.hubs.leasePractice();
    this.#main = lease;
    this.#world = lease.world;
    this.#listen(lease.hub);
    const userOf = (slot: Slot): SignedIn => ({
      lease,
      userId: registry.practiceUser(config.id, slot) ?? lease.world.usual(slot).id,
    });
    const take = (): Promise<void> => {
      this.#people = { channel: userOf('channel'), bot: userOf('bot') };
      return Promise.resolve();
    };
    await take();
    this.#onAssigned(take);
  }

  async #startReal(): Promise<void> {
    const { registry, config } = this.#options;
    const { id, name, urls, urlProblem, clientId, clientSecret, use } = config;
    if (urlProblem !== '') {
      throw new TwitchInputError(
        `The server of the account "${name}" cannot be used: ${urlProblem}. Open the account and correct it.`,
        { account: id, parameter: 'server' },
      );
    }
    await registry.load();
    if (this.#isClosed) return;
    this.#main = registry.hubs.lease(urls, clientId, clientSecret ?? null);
    this.#listen(this.#main.hub);
    if (use === 'channel') {
      await registry.adoptPending(id);
      this.#onAssigned(() => this.#take());
      await this.#lookAgain(() => this.#take());
    }
    await this.#main.hub.ready;
  }

  /** Looks up who is signed in. The client id of each sign-in is its own: a new default signs nobody out. */
  async #take(): Promise<void> {
    if (this.#isClosed) return;
    const { registry, config } = this.#options;
    const { id, urls, clientId, clientSecret, ownClientId } = config;
    const next: Record<Slot, SignedIn | null> = { channel: null, bot: null };
    const elsewhere = new Set<Slot>();
    for (const slot of ['channel', 'bot'] as const) {
      const assignment = registry.assignment(id, slot, urls.id);
      if (!assignment) continue;
      if (ownClientId && assignment.clientId !== clientId) {
        elsewhere.add(slot);
        continue;
      }
      const secret = assignment.clientId === clientId ? clientSecret : undefined;
      const lease = registry.hubs.lease(urls, assignment.clientId, secret);
      next[slot] = { lease, userId: assignment.userId };
      this.#listen(lease.hub);
    }
    await Promise.all([next.channel?.lease.hub.ready, next.bot?.lease.hub.ready]);
    const before = this.#people;
    this.#people = next;
    this.#elsewhere = elsewhere;
    release(before);
    if (this.#isClosed) this.#letGo();
  }

  #lookAgain(take: () => Promise<void>): Promise<void> {
    const looked = this.#looking.then(take).then(this.#options.onChange);
    this.#looking = looked.catch(() => {});
    return looked;
  }

  #onAssigned(take: () => Promise<void>): void {
    const { registry, config } = this.#options;
    const onAssigned = (account: string): void => {
      if (account === config.id) this.#lookAgain(take).catch(() => {});
    };
    registry.on('assigned', onAssigned);
    this.#stopListening = () => registry.off('assigned', onAssigned);
  }

  #listen(hub: ClientHub): void {
    if (this.#heard.has(hub)) return;
    const { onChange, onEnd, onSignedIn } = this.#options;
    const onSignInNeeded = (user: SignedInUser): void => {
      if (this.isOurs(user.userId)) onEnd(user);
    };
    hub.on('people', onChange);
    hub.on('storeFailed', onChange);
    hub.on('signInNeeded', onSignInNeeded);
    hub.on('signedIn', onSignedIn);
    this.#heard.set(hub, () => {
      hub.off('people', onChange);
      hub.off('storeFailed', onChange);
      hub.off('signInNeeded', onSignInNeeded);
      hub.off('signedIn', onSignedIn);
    });
  }

  #letGo(): void {
    this.#stopListening();
    for (const stop of this.#heard.values()) stop();
    this.#heard.clear();
    this.#main?.release();
    release(this.#people);
  }
}

function release(people: People): void {
  people.channel?.lease.release();
  people.bot?.lease.release();
}
