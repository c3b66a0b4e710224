import { setMaxListeners } from 'node:events';
import type { Clock, Random } from '../clock';
import { toTwitchError, type TwitchError } from '../errors';
import type { SubscriptionApi } from './api';
import { waitAfter } from '../back-off';
import type { Orphans } from './orphans';
import type { TransportTarget } from './transport';
import { judge, type Verdict } from './verdict';
import type { Wanted } from './wanted';

/** Figures of the requests. Sources: EventSub notes, §2, §4.2, §6, §7. */
export const creationDefaults = {
  /** Requests at the same time: the first success must come within 10 s of the welcome, and not all fit in one go. */
  parallel: 5,
  /** First and longest wait after a refusal that may pass. */
  retryMs: 500,
  longestRetryMs: 60_000,
  /** The same for a limit that only passes when something else ends. */
  limitMs: 30_000,
  longestLimitMs: 600_000,
  /** How long after a loss Twitch may still count the dead session, which makes a limit a passing thing. */
  ghostMs: 300_000,
} as const;

export type CreationFigures = { readonly [Name in keyof typeof creationDefaults]: number };

export interface CreationOptions {
  readonly api: SubscriptionApi;
  readonly clock: Clock;
  readonly random: Random;
  /** Where to create; null while that is not possible. */
  readonly target: () => TransportTarget | null;
  /** Permissions of the user's token at this moment, to name what a refusal is about. */
  readonly scopes: () => readonly string[];
  readonly orphans: Orphans;
  /** Resolves when an equal subscription that is being removed is gone. */
  readonly removed: (key: string) => Promise<void> | undefined;
  readonly settings?: Partial<CreationFigures> | undefined;
  /** Twitch has created it, or had it already. `id` null where it did not say. */
  readonly onLive: (wanted: Wanted, id: string | null) => void;
  /** A time to retry has come. */
  readonly onDue: (wanted: Wanted) => void;
  /** A request was answered and its outcome noted. */
  readonly onSettled: () => void;
}

/** Creates subscriptions: a few at a time, each until it is live, refused for good, or the connection is lost. */
export class CreationQueue {
  readonly #options: CreationOptions;
  readonly #settings: CreationFigures;
  #queue: Wanted[] = [];
  readonly #inFlight = new Set<Wanted>();
  /** Counts fresh connections; the answer to a request of an earlier one says nothing any more. */
  #epoch = 0;
  #abort = newAbort();
  /** Live since the last fresh connection: whether a refused token is refused for everything. */
  #successes = 0;
  #lostAt = Number.NEGATIVE_INFINITY;
  /** Created while Twitch moved the session: whether they moved along is not known. */
  #doubtful = new Map<Wanted, TransportTarget>();
  readonly #refusedToken = new Set<Wanted>();

  constructor(options: CreationOptions) {
    this.#options = options;
    this.#settings = { ...creationDefaults, ...options.settings };
  }

  /** Whether anything is asked or about to be asked. */
  get isBusy(): boolean {
    return this.#queue.length > 0 || this.#inFlight.size > 0;
  }

  /** On a fresh connection: everything anew. */
  restart(wanted: Iterable<Wanted>): void {
    this.#queue = [];
    for (const one of wanted) this.#push(one);
    this.pump();
  }

  /** After a move: goes on, and asks again where it is not known whether a subscription moved along. */
  resume(): void {
    const target = this.#options.target();
    for (const [wanted, createdFor] of this.#doubtful) {
      if (!sameTarget(target, createdFor)) this.#push(wanted);
    }
    this.#doubtful.clear();
    this.pump();
  }

  add(wanted: Wanted): void {
    this.#push(wanted);
    this.pump();
  }

  /** The connection is gone: nothing that is asked or answered for it counts any more. */
  halt(lost: boolean): void {
    if (lost) this.#lostAt = this.#options.clock.now();
    this.#epoch += 1;
    this.#abort.abort();
    this.#abort = newAbort();
    this.#successes = 0;
    this.#queue = [];
    this.#inFlight.clear();
    this.#doubtful.clear();
    this.#refusedToken.clear();
  }

  forget(wanted: Wanted): void {
    this.#queue = this.#queue.filter((one) => one !== wanted);
    this.#doubtful.delete(wanted);
    this.#refusedToken.delete(wanted);
    this.clearRetry(wanted);
  }

  /** Tries a wanted subscription again after `waitMs`, and says why it is not live until then. */
  retryLater(wanted: Wanted, error: TwitchError, waitMs: number): void {
    const { clock, onDue } = this.#options;
    this.clearRetry(wanted);
    wanted.retryAt = clock.now() + waitMs;
    wanted.retryTimer = clock.setTimeout(() => {
      wanted.retryAt = null;
      onDue(wanted);
    }, waitMs);
    wanted.update('retrying', error);
  }

  clearRetry(wanted: Wanted): void {
    this.#options.clock.clearTimeout(wanted.retryTimer);
    wanted.retryAt = null;
  }

  pump(): void {
    const target = this.#options.target();
    if (!target) return;
    while (this.#inFlight.size < this.#settings.parallel) {
      const wanted = this.#queue.shift();
      if (!wanted) return;
      void this.#create(wanted, target);
    }
  }

  #push(wanted: Wanted): void {
    this.clearRetry(wanted);
    if (this.#queue.includes(wanted) || this.#inFlight.has(wanted)) return;
    this.#queue.push(wanted);
  }

  async #create(wanted: Wanted, target: TransportTarget): Promise<void> {
    const { api, removed, onSettled } = this.#options;
    const epoch = this.#epoch;
    const { signal } = this.#abort;
    this.#inFlight.add(wanted);
    if (wanted.state !== 'live') wanted.update('subscribing');
    let verdict: Verdict;
    try {
      await removed(wanted.key);
      const { type, version, condition } = wanted;
      const request = { type, version, condition, transport: target };
      verdict = { kind: 'live', id: await api.create(request, wanted.userId, signal) };
    } catch (error) {
      verdict = judge(toTwitchError(error), wanted.row, wanted.type, this.#options.scopes());
    }
    if (epoch !== this.#epoch) return;
    this.#inFlight.delete(wanted);
    await this.#apply(wanted, target, verdict);
    if (epoch !== this.#epoch) return;
    this.pump();
    onSettled();
  }

  async #apply(wanted: Wanted, target: TransportTarget, verdict: Verdict): Promise<void> {
    switch (verdict.kind) {
      case 'live':
        this.#onCreated(wanted, target, verdict.id);
        return;
      case 'refused':
        wanted.update('refused', verdict.error);
        return;
      case 'sign-in':
        this.#onTokenRefused(wanted, verdict.error);
        return;
      case 'session-gone':
        this.retryLater(wanted, verdict.error, this.#retryWait(wanted));
        return;
      case 'retry': {
        const untilMs = (verdict.notBefore ?? 0) - this.#options.clock.now();
        this.retryLater(wanted, verdict.error, Math.max(this.#retryWait(wanted), untilMs));
        return;
      }
      case 'limit': {
        const mayPass = this.#options.clock.now() - this.#lostAt < this.#settings.ghostMs;
        this.retryLater(wanted, verdict.error, mayPass ? this.#retryWait(wanted) : this.#limitWait(wanted));
        if (mayPass) await this.#options.orphans.cleanUp();
      }
    }
  }

  #onCreated(wanted: Wanted, target: TransportTarget, id: string | null): void {
    const now = this.#options.target();
    if (now && !sameTarget(now, target)) {
      // The session moved and changed its id meanwhile. Asking again for the new id gives 409 where it moved along.
      this.#push(wanted);
      return;
    }
    if (!now) this.#doubtful.set(wanted, target);
    this.#successes += 1;
    wanted.attempts = 0;
    this.#options.onLive(wanted, id);
    for (const refused of this.#refusedToken) this.#push(refused);
    this.#refusedToken.clear();
  }

  /** A token that is refused for one subscription and accepted for others is a passing fault of the server. */
  #onTokenRefused(wanted: Wanted, error: TwitchError): void {
    if (this.#successes > 0) {
      this.retryLater(wanted, error, this.#limitWait(wanted));
      return;
    }
    this.#refusedToken.add(wanted);
    wanted.update('refused', error);
  }

  #retryWait(wanted: Wanted): number {
    return this.#wait(wanted, this.#settings.retryMs, this.#settings.longestRetryMs);
  }

  #limitWait(wanted: Wanted): number {
    return this.#wait(wanted, this.#settings.limitMs, this.#settings.longestLimitMs);
  }

  #wait(wanted: Wanted, firstMs: number, capMs: number): number {
    wanted.attempts += 1;
    return waitAfter(wanted.attempts, { firstMs, capMs, jitter: JITTER }, this.#options.random);
  }
}

const JITTER = 0.2;

/** Several requests listen to one signal, which Node would take for a leak. */
function newAbort(): AbortController {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  return abort;
}

function sameTarget(a: TransportTarget | null, b: TransportTarget): boolean {
  if (a?.method === 'websocket') return b.method === 'websocket' && a.session_id === b.session_id;
  return a?.method === 'conduit' && b.method === 'conduit' && a.conduit_id === b.conduit_id;
}
