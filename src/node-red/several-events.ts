import type { EventNotification } from '../behaviour/context';
import type { WantedEvent } from '../behaviour/trigger-event';
import { toTwitchError, type TwitchError } from '../core/errors';
import type { Subscription } from '../core/eventsub/subscription';
import { standingOf, subscribeAs } from './event-standing';
import type { Ear } from './events-in';
import type { TriggerParts } from './trigger';

/** What a node with several events hears. */
export interface SeveralEvents {
  /**
   * What to subscribe to by now: asked again whenever the account changed.
   * @throws TwitchError when it cannot be told, as when nobody is signed in
   */
  wanted(): readonly WantedEvent[];
  onEvent(notification: EventNotification): void;
  /** All of them are live: for the first time, and again whenever events may have been missed. */
  onLive?(): void;
  /** Not all of them are live any more. */
  onLost?(): void;
}

/** Keeps a trigger subscribed to several events, over sign-ins and refusals, and its status true: the worst of them. */
export function hearSeveral(parts: TriggerParts, events: SeveralEvents): Ear {
  const ear = new SeveralEar(parts, events);
  return { refresh: () => ear.refresh(), stop: () => ear.stop() };
}

class SeveralEar {
  readonly #parts: TriggerParts;
  readonly #events: SeveralEvents;
  /** By what is wanted, so that what stays the same is not touched. */
  #subscriptions = new Map<string, Subscription>();
  /** Troubles that were told: once each, until all is well. */
  readonly #told = new Set<string>();
  #allLive = false;
  #stopped = false;

  constructor(parts: TriggerParts, events: SeveralEvents) {
    this.#parts = parts;
    this.#events = events;
    this.refresh();
  }

  refresh(): void {
    if (this.#stopped) return;
    try {
      this.#take(this.#events.wanted());
      this.#show();
    } catch (error) {
      this.#take([]);
      this.#trouble(toTwitchError(error), false);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const subscription of this.#subscriptions.values()) subscription.stop();
    this.#subscriptions.clear();
  }

  #take(wanted: readonly WantedEvent[]): void {
    const before = this.#subscriptions;
    this.#subscriptions = new Map();
    try {
      for (const one of wanted) {
        const key = JSON.stringify(one);
        const known = before.get(key);
        before.delete(key);
        this.#subscriptions.set(key, known ?? this.#subscribe(one));
      }
    } finally {
      // Also when one cannot be subscribed to: nothing goes on that nobody keeps.
      for (const subscription of before.values()) subscription.stop();
    }
  }

  #subscribe(wanted: WantedEvent): Subscription {
    const subscription = subscribeAs(this.#parts.account, wanted, (notification) => {
      if (!this.#stopped) this.#events.onEvent(notification);
    });
    subscription.on('state', () => this.#show());
    return subscription;
  }

  #show(): void {
    if (this.#stopped) return;
    const all = [...this.#subscriptions.values()];
    const live = all.length > 0 && all.every(({ state }) => state === 'live');
    const news = live && !this.#allLive;
    const lost = !live && this.#allLive;
    this.#allLive = live;
    // One that is refused for good is worse than one that is tried again.
    const failed = (passing: boolean): Subscription | undefined =>
      all.find(({ state, error }) => error && state !== 'stopped' && (state === 'retrying') === passing);
    const worst = failed(false) ?? failed(true);
    if (worst?.error) this.#trouble(worst.error, worst.state === 'retrying');
    else if (live) this.#parts.setStanding(null);
    else this.#parts.setStanding('connecting');
    if (live) this.#told.clear();
    if (news) this.#events.onLive?.();
    if (lost) this.#events.onLost?.();
  }

  #trouble(error: TwitchError, passing: boolean): void {
    const isNews = !passing && !this.#told.has(error.message);
    if (isNews) this.#told.add(error.message);
    // Being signed out is the account's news, not each node's.
    const tells = isNews && error.code !== 'TWITCH_SIGN_IN_NEEDED';
    this.#parts.setStanding(standingOf(error, passing), tells ? error : undefined);
  }
}
