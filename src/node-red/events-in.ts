import type { EventNotification } from '../behaviour/context';
import type { WantedEvent } from '../behaviour/trigger-event';
import type { TriggerOutput } from '../behaviour/trigger';
import { TwitchError, toTwitchError } from '../core/errors';
import type { Subscription } from '../core/eventsub/subscription';
import type { Account } from './account';
import { standingOf, subscribeAs } from './event-standing';
import type { TriggerParts } from './trigger';

/** A listener that can be told to look again, and to stop. A plain object, so that it can be spread. */
export interface Ear {
  refresh(): void;
  stop(): void;
}

/** What this needs of an event behaviour. */
interface EventHearer {
  wanted(
    findUsers: (loginsOrIds: readonly string[]) => ReturnType<Account['hub']['findUsers']>,
  ): Promise<WantedEvent>;
  onEvent(notification: EventNotification): TriggerOutput | null;
}

/** Keeps a trigger subscribed to its event, over sign-ins and refusals, and its status true. */
export function hearEvents(parts: TriggerParts, behaviour: EventHearer): Ear {
  const ear = new EventEar(parts, behaviour);
  return { refresh: () => ear.refresh(), stop: () => ear.stop() };
}

class EventEar {
  readonly #parts: TriggerParts;
  readonly #behaviour: EventHearer;
  #subscription: Subscription | null = null;
  /** What is subscribed to, to tell whether another sign-in wants it otherwise. */
  #key = '';
  #looking = false;
  #lookAgain = false;
  #stopped = false;
  /** The trouble that was told last: once each. */
  #told = '';

  constructor(parts: TriggerParts, behaviour: EventHearer) {
    this.#parts = parts;
    this.#behaviour = behaviour;
    this.refresh();
  }

  refresh(): void {
    if (this.#stopped) return;
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = true;
    this.#lookAgain = false;
    void this.#look().finally(() => {
      this.#looking = false;
      if (this.#lookAgain) this.refresh();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#subscription?.stop();
    this.#subscription = null;
  }

  async #look(): Promise<void> {
    const { account } = this.#parts;
    try {
      const wanted = await this.#behaviour.wanted((names) => account.hub.findUsers(names));
      if (this.#stopped) return;
      const key = JSON.stringify(wanted);
      if (key === this.#key && this.#subscription) {
        this.#show(this.#subscription);
        return;
      }
      this.#subscription?.stop();
      this.#key = key;
      this.#subscribe(wanted);
    } catch (error) {
      if (!this.#stopped) this.#trouble(toTwitchError(error));
    }
  }

  #subscribe(wanted: WantedEvent): void {
    const subscription = subscribeAs(this.#parts.account, wanted, (notification) => {
      this.#parts.emit(this.#behaviour.onEvent(notification));
    });
    this.#subscription = subscription;
    subscription.on('state', () => this.#show(subscription));
    this.#show(subscription);
  }

  #show(subscription: Subscription): void {
    if (this.#stopped || subscription !== this.#subscription) return;
    const { state, error } = subscription;
    if (state === 'live') {
      this.#told = '';
      this.#parts.setStanding(null);
    } else if (error && state !== 'stopped') this.#trouble(error, state === 'retrying');
    else this.#parts.setStanding('connecting');
  }

  #trouble(error: TwitchError, passing = false): void {
    const standing = standingOf(error, passing);
    const isNews = this.#told !== error.message && !passing;
    this.#told = error.message;
    // Being signed out is the account's news, not each node's.
    const tells = isNews && error.code !== 'TWITCH_SIGN_IN_NEEDED';
    this.#parts.setStanding(standing, tells ? error : undefined);
  }
}
