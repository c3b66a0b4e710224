import { systemClock, systemRandom, type Clock, type Random, type Timer } from '../core/clock';
import { MemoryTokenStore } from '../core/auth/token-store';
import type { TokenStore } from '../core/auth/token-store';
import type { Urls } from '../core/urls';
import { ClientHub } from './client-hub';
import type { PracticeSettings, PracticeWorld } from './practice';
import { TokenPool } from './token-pool';

/** How long things are kept after the last account has let go of them: a deploy stops and starts accounts. */
const GRACE_MS = 5_000;
/** The practice world stays longer: its polls and viewers should outlive a look into a dialog and "Restart flows". */
const PRACTICE_GRACE_MS = 60_000;

/** The right to use a hub until it is given back. */
export interface HubLease {
  readonly hub: ClientHub;
  /** Of practice mode only. */
  readonly world?: PracticeWorld;
  /** Idempotent. */
  release(): void;
}

interface Entry {
  readonly hub: ClientHub;
  leases: number;
  timer: Timer;
}

/** The hubs of a process, one per server and client id, and the practice world with its own. */
export class HubPool {
  readonly #store: TokenStore;
  readonly #onHub: (hub: ClientHub) => void;
  readonly #practiceSettings: () => PracticeSettings;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #tokens = new TokenPool();
  readonly #entries = new Map<string, Entry>();
  /** The client secrets of the accounts in use, by OAuth server and client id, newest last. */
  readonly #secrets = new Map<string, readonly string[]>();
  #practice: Promise<{ world: PracticeWorld; entry: Entry }> | undefined;
  #closing: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** @param onHub called with every new hub, to listen to it */
  constructor(options: {
    store: TokenStore;
    practiceSettings: () => PracticeSettings;
    onHub: (hub: ClientHub) => void;
    /** Of everything but practice mode, which has its own. */
    clock?: Clock | undefined;
    random?: Random | undefined;
  }) {
    this.#store = options.store;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#practiceSettings = options.practiceSettings;
    this.#onHub = options.onHub;
  }

  /**
   * The hub of a server and client id, made when there is none.
   *
   * @param clientSecret replaces the one it had. null: the account has none, so that the one of another account in use counts, else
   *   none. Left out: stays as it is.
   */
  lease(urls: Urls, clientId: string, clientSecret?: string | null): HubLease {
    const key = JSON.stringify([urls.id, urls.helix, urls.irc, urls.eventSub, clientId]);
    let entry = this.#entries.get(key);
    if (!entry) {
      const hub = this.#hub(
        urls,
        clientId,
        clientSecret ?? undefined,
        this.#store,
        this.#clock,
        this.#random,
      );
      entry = { hub, leases: 0, timer: undefined };
      this.#entries.set(key, entry);
      this.#onHub(hub);
    }
    const forget = this.#takeSecret(entry.hub, clientSecret);
    const lease = this.#take(entry, GRACE_MS, () => {
      this.#entries.delete(key);
      return entry.hub.close();
    });
    return {
      hub: lease.hub,
      release: () => {
        forget();
        lease.release();
      },
    };
  }

  /** The practice world, started when it does not run. */
  async leasePractice(): Promise<HubLease & { readonly world: PracticeWorld }> {
    this.#practice ??= this.#startPractice();
    const starting = this.#practice;
    try {
      const { world, entry } = await starting;
      const lease = this.#take(entry, PRACTICE_GRACE_MS, async () => {
        if (this.#practice === starting) this.#practice = undefined;
        await entry.hub.close();
        await world.close();
      });
      return { ...lease, world };
    } catch (error) {
      if (this.#practice === starting) this.#practice = undefined;
      throw error;
    }
  }

  /** The practice world if it runs; never starts it. */
  async runningPractice(): Promise<PracticeWorld | null> {
    try {
      return (await this.#practice)?.world ?? null;
    } catch {
      return null;
    }
  }

  /** Ends everything at once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const practice = await this.#practice?.catch(() => undefined);
    this.#practice = undefined;
    const entries = [...this.#entries.values(), ...(practice ? [practice.entry] : [])];
    this.#entries.clear();
    for (const entry of entries) this.#clock.clearTimeout(entry.timer);
    await Promise.all(entries.map((entry) => entry.hub.close()));
    await practice?.world.close();
    await this.#closing;
  }

  async #startPractice(): Promise<{ world: PracticeWorld; entry: Entry }> {
    const { PracticeWorld: World } = require('./practice') as typeof import('./practice');
    const { allScopes } = require('../tables/scopes') as typeof import('../tables/scopes');
    const world = await World.start(this.#practiceSettings());
    const { simulator, clock, random } = world;
    const { urls, clientId } = simulator;
    const hub = this.#hub(urls, clientId, undefined, new MemoryTokenStore(), clock, random, world.patience);
    await hub.ready;
    const scopes = allScopes().map((row) => row.scope);
    for (const person of [simulator.users.broadcaster, simulator.users.bot]) {
      const { accessToken, refreshToken, expiresIn } = simulator.issueToken({ login: person.login, scopes });
      await hub.tokens.add({
        server: hub.tokens.server,
        clientId: hub.clientId,
        userId: person.id,
        login: person.login,
        displayName: person.name,
        accessToken,
        refreshToken,
        expiresAt: clock.now() + expiresIn * 1000,
        scopes,
        obtainedAt: clock.now(),
        rotation: 0,
      });
    }
    this.#onHub(hub);
    return { world, entry: { hub, leases: 0, timer: undefined } };
  }

  /** Returns the function that takes the secret back; it stays in use until somebody says otherwise. */
  #takeSecret({ tokens, urls, clientId }: ClientHub, secret: string | null | undefined): () => void {
    if (secret === undefined) return () => {};
    const key = JSON.stringify([urls.id, clientId]);
    const others = this.#secrets.get(key) ?? [];
    tokens.setClientSecret(secret ?? others.at(-1));
    if (secret === null) return () => {};
    this.#secrets.set(key, [...others, secret]);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = [...(this.#secrets.get(key) ?? [])];
      left.splice(left.lastIndexOf(secret), 1);
      if (left.length > 0) this.#secrets.set(key, left);
      else this.#secrets.delete(key);
    };
  }

  #hub(
    urls: Urls,
    clientId: string,
    clientSecret: string | undefined,
    store: TokenStore,
    clock: Clock,
    random: Random,
    patience = 1,
  ): ClientHub {
    const tokens = this.#tokens.take({ urls, clientId, clientSecret, store, clock, random });
    return new ClientHub({ urls, clientId, tokens, clock, random, patience });
  }

  #take(entry: Entry, graceMs: number, end: () => Promise<void>): HubLease {
    entry.leases++;
    this.#clock.clearTimeout(entry.timer);
    let released = false;
    return {
      hub: entry.hub,
      release: () => {
        if (released) return;
        released = true;
        entry.leases--;
        if (entry.leases > 0 || this.#isClosed) return;
        // Let go for good only when nobody has come back meanwhile.
        entry.timer = this.#clock.setTimeout(() => {
          if (entry.leases > 0) return;
          const ending = end().catch(() => {});
          this.#closing = Promise.all([this.#closing, ending]).then(() => {});
        }, graceMs);
      },
    };
  }
}
