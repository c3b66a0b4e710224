import { EventEmitter } from 'node:events';
import type { HelixCaller, Identities, Identity, Person, StateStore } from '../behaviour/context';
import type { ChannelRef } from '../behaviour/message';
import type { SignedInUser } from '../core/auth/token-handler';
import { systemClock, type Timer } from '../core/clock';
import type { TokenChoice } from '../core/helix/choose-token';
import { toTwitchError, TwitchAuthError, TwitchInputError, type TwitchError } from '../core/errors';
import type { AccountConfig } from './account-config';
import { AccountHelix } from './account-helix';
import type { AccountRegistry } from './account-registry';
import type { ChatReader } from './chat-reader';
import type { ClientHub } from './client-hub';
import type { Slot } from './grant-file';
import type { HubLease } from './hub-pool';
import type { PracticeWorld } from './practice';
import type { RuntimeNode } from './red';
import type { Standing } from './status';

/** After a failure to start, which is rare: only the practice world can fail so. */
const START_AGAIN_MS = 30_000;

export interface AccountEvents {
  /** Standing, people or connections changed: look again. */
  change: [];
}

/** One of the account's two sign-ins. */
export interface SignedIn {
  readonly lease: HubLease;
  readonly userId: string;
}

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
  #main: HubLease | null = null;
  #signedIn: Record<Slot, SignedIn | null> = { channel: null, bot: null };
  #world: PracticeWorld | null = null;
  #stopListening: (() => void)[] = [];
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
    return this.#world;
  }

  /**
   * The client of the account.
   * @throws {TwitchError} while the account has not started, or could not
   */
  get hub(): ClientHub {
    if (this.#main) return this.#main.hub;
    throw (
      this.#startError ??
      new TwitchAuthError(
        'TWITCH_NO_ACCOUNT',
        'The Twitch account is not ready yet. Try again in a moment.',
        {
          account: this.config.id,
        },
      )
    );
  }

  /** How the account stands, for the statuses of its nodes. */
  get standing(): Standing {
    if (this.#startError) return 'retrying';
    if (!this.#started) return 'connecting';
    if (this.practice) return 'practice';
    if (this.config.urlProblem !== '' || (this.config.use === 'read' && this.config.channel === ''))
      return 'invalid-input';
    if (this.config.use === 'read') return 'connected';
    const channel = this.signedInUser('channel');
    if (!channel || channel.state === 'sign-in') return 'sign-in';
    if (this.#signedIn.bot && this.signedInUser('bot')?.state !== 'ok') return 'sign-in';
    if (
      this.registry.stores.grants
        .problems()
        .some(({ code }) => code === 'write-failed' || code === 'memory-only')
    )
      return 'cannot-save';
    return 'connected';
  }

  /** Who is signed in for a slot, null if nobody. */
  signedInUser(slot: Slot): SignedInUser | null {
    const signedIn = this.#signedIn[slot];
    return (signedIn && signedIn.lease.hub.user(signedIn.userId)) ?? null;
  }

  /** Who acts as `as`, and over which client: without a bot of its own the channel speaks for itself. */
  acting(as: Identity): { readonly hub: ClientHub; readonly user: SignedInUser } | null {
    for (const slot of as === 'bot' ? (['bot', 'channel'] as const) : (['channel'] as const)) {
      const signedIn = this.#signedIn[slot];
      const user = this.signedInUser(slot);
      if (signedIn && user) return { hub: signedIn.lease.hub, user };
    }
    return null;
  }

  /**
   * As `acting`, for what cannot be done without a sign-in.
   * @throws {TwitchAuthError} TWITCH_SIGN_IN_NEEDED
   */
  mustAct(as: Identity): { readonly hub: ClientHub; readonly user: SignedInUser } {
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
    return this.#world ? this.#world.state.drawer(owner) : this.registry.stores.state.drawer(owner);
  }

  addUser(node: RuntimeNode): void {
    this.users[node.id] = node;
  }

  removeUser(node: RuntimeNode): void {
    delete this.users[node.id];
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    systemClock.clearTimeout(this.#timer);
    this.#letGo();
    this.removeAllListeners();
  }

  async #start(): Promise<void> {
    try {
      await (this.practice ? this.#startPractice() : this.#startReal());
      if (this.#closed) {
        this.#letGo();
        return;
      }
      this.#startError = null;
      this.#started = true;
    } catch (error) {
      if (this.#closed) return;
      this.#startError = toTwitchError(error);
      this.emit('change');
      // A wrong address does not mend itself.
      if (this.#startError.code === 'TWITCH_INPUT_INVALID') return;
      this.#timer = systemClock.setTimeout(() => {
        this.#starting = this.#start();
      }, START_AGAIN_MS);
      return;
    }
    this.emit('change');
  }

  async #startPractice(): Promise<void> {
    const lease = await this.registry.hubs.leasePractice();
    this.#world = lease.world;
    this.#listen(lease.hub);
    const takePeople = (): void => {
      const { broadcaster, bot } = lease.world.simulator.users;
      const userOf = (slot: Slot, usual: string): SignedIn => ({
        lease,
        userId: this.registry.practiceUser(this.config.id, slot) ?? usual,
      });
      this.#signedIn = { channel: userOf('channel', broadcaster.id), bot: userOf('bot', bot.id) };
    };
    this.#main = lease;
    takePeople();
    this.#onAssigned(takePeople);
  }

  async #startReal(): Promise<void> {
    const { id, urls, urlProblem, clientId, clientSecret, use } = this.config;
    if (urlProblem !== '') {
      throw new TwitchInputError(
        `The server of the account "${this.config.name}" cannot be used: ${urlProblem}. Open the account and correct it.`,
        { account: id, parameter: 'server' },
      );
    }
    await this.registry.load();
    if (this.#closed) return;
    this.#main = this.registry.hubs.lease(urls, clientId, clientSecret);
    this.#listen(this.#main.hub);
    if (use === 'channel') {
      await this.registry.adoptPending(id);
      await this.#takePeople();
      this.#onAssigned(() => void this.#takePeople().then(() => this.emit('change')));
    }
    await this.#main.hub.ready;
  }

  /** Looks up who is signed in. The client id of each sign-in is its own: a new default signs nobody out. */
  async #takePeople(): Promise<void> {
    const { id, urls, clientId, clientSecret, ownClientId } = this.config;
    const before = this.#signedIn;
    const next: Record<Slot, SignedIn | null> = { channel: null, bot: null };
    for (const slot of ['channel', 'bot'] as const) {
      const assignment = this.registry.assignment(id, slot, urls.id);
      if (!assignment || (ownClientId && assignment.clientId !== clientId)) continue;
      const secret = assignment.clientId === clientId ? clientSecret : undefined;
      const lease = this.registry.hubs.lease(urls, assignment.clientId, secret);
      next[slot] = { lease, userId: assignment.userId };
      this.#listen(lease.hub);
    }
    await Promise.all([next.channel?.lease.hub.ready, next.bot?.lease.hub.ready]);
    before.channel?.lease.release();
    before.bot?.lease.release();
    this.#signedIn = next;
    if (this.#closed) this.#letGo();
  }

  #onAssigned(take: () => void): void {
    const onAssigned = (account: string): void => {
      if (account !== this.config.id) return;
      take();
      this.emit('change');
    };
    this.registry.on('assigned', onAssigned);
    this.#stopListening.push(() => this.registry.off('assigned', onAssigned));
  }

  readonly #heard = new Set<ClientHub>();

  #listen(hub: ClientHub): void {
    if (this.#heard.has(hub)) return;
    this.#heard.add(hub);
    const onChange = (): void => void this.emit('change');
    const onEnd = (user: SignedInUser): void => this.#tellEnd(user);
    hub.on('people', onChange);
    hub.on('storeFailed', onChange);
    hub.on('signInNeeded', onEnd);
    this.#stopListening.push(() => {
      hub.off('people', onChange);
      hub.off('storeFailed', onChange);
      hub.off('signInNeeded', onEnd);
    });
  }

  /** One message for all nodes of the account in a flow, not one for each. */
  #tellEnd(user: SignedInUser): void {
    const isOurs = (['channel', 'bot'] as const).some((slot) => this.#signedIn[slot]?.userId === user.userId);
    if (!isOurs || !this.#node) return;
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
    for (const as of ['channel', 'bot'] as const) {
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

  #letGo(): void {
    for (const stop of this.#stopListening) stop();
    this.#stopListening = [];
    this.#heard.clear();
    this.#main?.release();
    this.#signedIn.channel?.lease.release();
    this.#signedIn.bot?.lease.release();
  }
}

/**
 * Reports an error of the config node to the Catch nodes of its users. Node-RED does that once per user, so with twenty nodes on a
 * tab a Catch node there would fire twenty times; for the moment of the report the list holds one user of each tab.
 */
function tellOncePerFlow(
  node: RuntimeNode & { users?: Readonly<Record<string, RuntimeNode>> },
  users: Readonly<Record<string, RuntimeNode>>,
  error: TwitchError,
): void {
  const byFlow = new Map(Object.values(users).map((user) => [user.z ?? '', user]));
  node.users = Object.fromEntries([...byFlow.values()].map((user) => [user.id, user]));
  try {
    node.error(error, {});
  } finally {
    node.users = users;
  }
}

function personOf(user: SignedInUser | null): Person | null {
  return user && { id: user.userId, login: user.login, name: user.displayName };
}
