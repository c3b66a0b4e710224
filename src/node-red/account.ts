import { EventEmitter } from 'node:events';
import type { HelixCaller, Identities, Identity, Person, StateStore } from '../behaviour/context';
import type { ChannelRef } from '../behaviour/message';
import type { SignedInUser } from '../core/auth/token-handler';
import { systemClock, type Timer } from '../core/clock';
import type { TokenChoice } from '../core/helix/choose-token';
import { toTwitchError, TwitchAuthError, type TwitchError } from '../core/errors';
import type { AccountConfig } from './account-config';
import { AccountHelix } from './account-helix';
import { AccountPeople, type Acting } from './account-people';
import type { AccountRegistry } from './account-registry';
import type { ChatReader } from './chat-reader';
import type { ClientHub } from './client-hub';
import type { Slot } from './grant-file';
import type { PracticeWorld } from './practice';
import type { RuntimeNode } from './red';
import type { Standing } from './status';
import { tellOncePerFlow } from './tell-once-per-flow';

/** After a failure to start, which is rare: only the practice world can fail so. */
const START_AGAIN_MS = 30_000;
/** How long a closing account waits for a refresh; Node-RED itself gives 15 s. */
const SETTLE_MS = 4_000;

export interface AccountEvents {
  /** Standing, people or connections changed: look again. */
  change: [];
  /** Somebody signed in: what failed for lack of that may be tried again. */
  signedIn: [];
}

/** A sign-in that an account needs and does not have. No secrets. */
export interface SignedOut {
  readonly slot: Slot;
  /** Who was signed in; null: nobody ever, or it is not known any more. */
  readonly name: string | null;
  /** Why; null: nobody ever signed in. */
  readonly reason: string | null;
}

const SLOTS = ['channel', 'bot'] as const satisfies readonly Slot[];

/**
 * What one config node stands for: which channel, who acts, over which client. A handle on shared things: it owns neither
 * connections nor sign-ins. Lives as long as the config node.
 */
export class Account extends EventEmitter<AccountEvents> {
  readonly config: AccountConfig;
  readonly registry: AccountRegistry;
  readonly #node: RuntimeNode | null;
  /** Node-RED looks here for whom to tell the config node's statuses and errors. */
  readonly users: Record<string, RuntimeNode> = {};
  readonly #people: AccountPeople;
  #readChannel: ChannelRef | null = null;
  #started = false;
  #startError: TwitchError | null = null;
  #timer: Timer;
  #closed = false;
  #starting: Promise<void> | undefined;

  constructor(options: { registry: AccountRegistry; config: AccountConfig; node: RuntimeNode | null }) {
    super();
    this.setMaxListeners(0);
    this.registry = options.registry;
    this.config = options.config;
    this.#node = options.node;
    this.#people = new AccountPeople({
      registry: this.registry,
      config: this.config,
      onChange: () => void this.emit('change'),
      onEnd: (user) => this.#tellEnd(user),
      onSignedIn: () => void this.emit('signedIn'),
    });
    if (this.config.use === 'read' && this.config.channel !== '') {
      this.#readChannel = { id: '', login: this.config.channel, name: this.config.channel };
    }
  }

  /** Never rejects: what goes wrong is the account's standing. Resolves when people and clients are known. */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  get practice(): boolean {
    return this.config.use === 'practice';
  }

  get isStarted(): boolean {
    return this.#started;
  }

  /** The practice world, for a practice account that runs. */
  get world(): PracticeWorld | null {
    return this.#people.world;
  }

  /**
   * The client of the account.
   * @throws {TwitchError} while the account has not started, or could not
   */
  get hub(): ClientHub {
    const { hub } = this.#people;
    if (hub) return hub;
    if (this.#startError) throw this.#startError;
    throw new TwitchAuthError(
      'TWITCH_NO_ACCOUNT',
      'The Twitch account is not ready yet. Try again in a moment.',
      { account: this.config.id },
    );
  }

  /** How the account stands, for the statuses of its nodes. */
  get standing(): Standing {
    if (isMisconfigured(this.config)) return 'invalid-input';
    if (this.#startError) return 'retrying';
    if (!this.#started) return 'connecting';
    if (this.practice) return 'practice';
    if (this.config.use === 'read') return 'connected';
    if (this.#isSignedOut) return 'sign-in';
    return this.registry.stores.grants.isSafe ? 'connected' : 'cannot-save';
  }

  /** The sign-ins that are missing; the bot's only where there was one. */
  signedOut(): readonly SignedOut[] {
    if (this.config.use !== 'channel' || !this.#started) return [];
    return SLOTS.flatMap((slot) => this.#signedOutOf(slot) ?? []);
  }

  /** Who is signed in for a slot, null if nobody. */
  signedInUser(slot: Slot): SignedInUser | null {
    return this.signedIn(slot)?.user ?? null;
  }

  /** The same, and over which client. */
  signedIn(slot: Slot): Acting | null {
    return this.#people.signedIn(slot);
  }

  /** Whether the sign-in of a slot belongs to a client id that the account no longer has. */
  isElsewhere(slot: Slot): boolean {
    return this.#people.isElsewhere(slot);
  }

  /** Who acts as `as`, and over which client: without a bot of its own the channel speaks for itself. */
  acting(as: Identity): Acting | null {
    const channel = this.#people.signedIn('channel');
    return as === 'bot' ? (this.#people.signedIn('bot') ?? channel) : channel;
  }

  /**
   * As `acting`, for what cannot be done without a sign-in.
   * @throws {TwitchAuthError} TWITCH_SIGN_IN_NEEDED
   */
  mustAct(as: Identity): Acting {
    const acting = this.acting(as);
    if (acting) return acting;
    if (this.#startError) throw this.#startError;
    throw new TwitchAuthError(
      'TWITCH_SIGN_IN_NEEDED',
      this.config.use === 'read'
        ? `The account "${this.config.name}" only reads chat and cannot act. Choose "My Twitch channel" in it and sign in.`
        : `Nobody is signed in to the account "${this.config.name}". Open the account and sign in.`,
      { account: this.config.id, reason: 'not signed in' },
    );
  }

  identities(): Identities {
    const channel = personOf(this.signedInUser('channel'));
    return {
      channel: this.config.use === 'read' ? this.#readChannel : channel,
      signedIn: { channel, bot: personOf(this.signedInUser('bot')) },
    };
  }

  /**
   * Over which connection chat is read: as the bot, else as the channel, else anonymously, which needs no permission. One that
   * is in use is kept even when its sign-in has ended, as long as it works.
   */
  chatReader(inUse: ChatReader | null): ChatReader {
    for (const as of ['bot', 'channel'] as const) {
      const acting = this.acting(as);
      const mayRead = acting?.user.scopes.some((scope) => scope === 'chat:read' || scope === 'chat:edit');
      if (!acting || !mayRead) continue;
      const reader = acting.hub.reader(acting.user.userId, this.config);
      const works =
        acting.user.state === 'ok' || (reader === inUse && reader.chat.state.phase === 'connected');
      if (works) return reader;
    }
    return this.hub.reader(null, this.config);
  }

  /** The room of a read-only account told its id. */
  learnChannel(id: string, login: string): void {
    const known = this.#readChannel;
    if (!known || known.login !== login || known.id === id || id === '') return;
    this.#readChannel = { ...known, id };
    this.emit('change');
  }

  readonly helix: HelixCaller = new AccountHelix((options) => this.#whoCalls(options));

  /** Where a node keeps what it remembers. In practice mode that lasts as long as the practice world. */
  drawer(owner: string): StateStore {
    return (this.world ?? this.registry.stores).state.drawer(owner);
  }

  addUser(node: RuntimeNode): void {
    this.users[node.id] = node;
  }

  removeUser(node: RuntimeNode): void {
    delete this.users[node.id];
  }

  /** Waits, but not for long, until refreshes under way are written: Node-RED may be about to end. */
  async settle(): Promise<void> {
    let timer: Timer;
    const late = new Promise<void>((resolve) => {
      timer = systemClock.setTimeout(resolve, SETTLE_MS);
    });
    const settling = this.#people.settle().then(() => this.registry.stores.grants.settled());
    await Promise.race([settling.catch(() => {}), late]);
    systemClock.clearTimeout(timer);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.registry.clock.clearTimeout(this.#timer);
    this.#people.close();
    this.removeAllListeners();
  }

  /** Asked by every node at every change. */
  get #isSignedOut(): boolean {
    return this.config.use === 'channel' && SLOTS.some((slot) => this.#signedOutOf(slot) !== null);
  }

  #signedOutOf(slot: Slot): SignedOut | null {
    const user = this.signedInUser(slot);
    if (user?.state === 'ok') return null;
    if (user) return { slot, name: user.displayName, reason: user.reason ?? 'Twitch ended it' };
    if (this.#people.isElsewhere(slot)) {
      return { slot, name: null, reason: 'it was made with another client ID than the account has now' };
    }
    if (this.#people.isTaken(slot)) return { slot, name: null, reason: 'it could not be read any more' };
    return slot === 'channel' ? { slot, name: null, reason: null } : null;
  }

  async #start(): Promise<void> {
    try {
      await this.#people.start();
      this.#startError = null;
      this.#started = true;
    } catch (error) {
      this.#startError = toTwitchError(error);
      // A wrong address does not mend itself.
      if (!this.#closed && this.#startError.code !== 'TWITCH_INPUT_INVALID') {
        this.#timer = this.registry.clock.setTimeout(() => {
          this.#starting = this.#start();
        }, START_AGAIN_MS);
      }
    }
    if (!this.#closed) this.emit('change');
  }

  /** One message for all nodes of the account in a flow, not one for each. */
  #tellEnd(user: SignedInUser): void {
    if (!this.#node) return;
    const error = new TwitchAuthError(
      'TWITCH_SIGN_IN_NEEDED',
      `${user.displayName} is no longer signed in to Twitch: ${user.reason ?? 'Twitch ended it'}. Open the account "${this.config.name}" and sign in again.`,
      { account: this.config.id, login: user.login, reason: user.reason ?? 'ended' },
    );
    tellOncePerFlow(this.#node, this.users, error);
  }

  #whoCalls({ user: wanted, token }: TokenChoice): {
    readonly hub: ClientHub;
    readonly user: string | undefined;
  } {
    if (wanted === undefined && token === 'app') return { hub: this.hub, user: undefined };
    if (wanted === undefined) {
      const { hub, user } = this.mustAct(this.acting('channel') ? 'channel' : 'bot');
      return { hub, user: user.userId };
    }
    for (const as of SLOTS) {
      const acting = this.acting(as);
      if (acting && (acting.user.userId === wanted || acting.user.login === wanted.toLowerCase())) {
        return { hub: acting.hub, user: wanted };
      }
    }
    throw new TwitchAuthError(
      'TWITCH_SIGN_IN_NEEDED',
      `"${wanted}" is not signed in to the account "${this.config.name}". Open the account and sign in.`,
      { account: this.config.id, user: wanted },
    );
  }
}

/** Nothing can work before a person has corrected the account. */
function isMisconfigured({ use, channel, urlProblem }: AccountConfig): boolean {
  return urlProblem !== '' || (use === 'read' && channel === '');
}

function personOf(user: SignedInUser | null): Person | null {
  return user && { id: user.userId, login: user.login, name: user.displayName };
}
