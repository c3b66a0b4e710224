import { systemClock, type Clock, type Timer } from '../core/clock';
import type { Account, SignedOut } from './account';
import type { AccountUse } from './account-config';
import type { RED } from './red';
import type { Standing } from './status';

/** A deploy closes and opens accounts: one that comes back within this time was never gone. */
const GONE_AFTER_MS = 5_000;

/** What the editor is told of an account, for its badge and its notice. Small, and without secrets. */
export interface AccountNews {
  readonly id: string;
  /** '' for an account without a name of its own. */
  readonly name: string;
  readonly use: AccountUse;
  readonly state: Standing;
  /** Sign-ins that are needed and not there; [] when all is well. */
  readonly signedOut: readonly SignedOut[];
}

/**
 * Tells all editors how the accounts stand: topic `twitch/account/<id>`, kept for those who come later. An account that is gone
 * is told once, as state `gone`.
 */
export class AccountNewsroom {
  readonly #publish: RED['comms']['publish'];
  readonly #clock: Clock;
  readonly #told = new Map<string, string>();
  readonly #leaving = new Map<string, Timer>();

  /** @param publish Node-RED's `comms.publish` */
  constructor(publish: RED['comms']['publish'], clock: Clock = systemClock) {
    this.#publish = publish;
    this.#clock = clock;
  }

  /** Tells how an account stands, if that is news. In a subflow all instances are one account. */
  tell(account: Account): void {
    const { id, name, use } = account.config;
    this.#stay(id);
    if (!account.isStarted && account.standing === 'connecting') return;
    const news: AccountNews = {
      id,
      name: name === id ? '' : name,
      use,
      state: account.standing,
      signedOut: account.signedOut(),
    };
    const text = JSON.stringify(news);
    if (this.#told.get(id) === text) return;
    this.#told.set(id, text);
    this.#publish(topicOf(id), news, true);
  }

  /** The last instance of an account was closed. */
  leave(id: string): void {
    this.#stay(id);
    this.#leaving.set(
      id,
      this.#clock.setTimeout(() => this.#gone(id), GONE_AFTER_MS),
    );
  }

  close(): void {
    for (const timer of this.#leaving.values()) this.#clock.clearTimeout(timer);
    this.#leaving.clear();
  }

  #stay(id: string): void {
    this.#clock.clearTimeout(this.#leaving.get(id));
    this.#leaving.delete(id);
  }

  #gone(id: string): void {
    this.#leaving.delete(id);
    if (this.#told.delete(id)) this.#publish(topicOf(id), { id, state: 'gone', signedOut: [] }, false);
  }
}

function topicOf(id: string): string {
  return `twitch/account/${id}`;
}
