import type { Clock } from '../clock';
import type { SubscriptionApi } from './api';

export interface OrphansOptions {
  readonly userId: string;
  readonly api: SubscriptionApi;
  readonly clock: Clock;
  readonly onDebug: (text: string) => void;
  /** Least time between two clean-ups, in milliseconds. */
  readonly pauseMs?: number | undefined;
}

/** Sessions that are remembered at most. */
const MOST_SESSIONS = 50;

/**
 * What our own dead sessions left at Twitch. Until the server notices that a session is dead, its subscriptions count
 * against the limits. Sessions that we did not open are never touched: another process may use the same account.
 */
export class Orphans {
  readonly #options: OrphansOptions;
  readonly #sessions = new Set<string>();
  #cleanedAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;

  constructor(options: OrphansOptions) {
    this.#options = options;
  }

  /** Notes that a session of ours is dead. */
  addSession(sessionId: string): void {
    this.#sessions.add(sessionId);
    if (this.#sessions.size <= MOST_SESSIONS) return;
    for (const oldest of this.#sessions) {
      this.#sessions.delete(oldest);
      return;
    }
  }

  /** Removes what dead sessions left. Never rejects; callers at the same time share one run. */
  cleanUp(): Promise<void> {
    if (this.#running) return this.#running;
    const { clock, pauseMs = 5_000 } = this.#options;
    if (this.#sessions.size === 0 || clock.now() - this.#cleanedAt < pauseMs) return Promise.resolve();
    this.#cleanedAt = clock.now();
    this.#running = this.#run().finally(() => (this.#running = null));
    return this.#running;
  }

  async #run(): Promise<void> {
    const { api, userId, onDebug } = this.#options;
    try {
      const listed = await api.list(userId, { status: 'enabled' });
      const orphans = listed.filter(({ sessionId }) => this.#sessions.has(sessionId));
      for (const { id } of orphans) await api.remove(id, userId);
      onDebug(`removed ${orphans.length} subscriptions of dead sessions`);
    } catch (error) {
      onDebug(`could not remove the subscriptions of dead sessions: ${String(error)}`);
    }
  }
}
