import type { Timer } from '../clock';
import type { TwitchError } from '../errors';
import type { EventRow } from '../../tables/event-row';
import { subscriptionKey, type Condition } from './condition';
import type { WireObject } from './frame';
import type { EventKind } from './recovery/kind';
import { eventKind } from './recovery/kinds';
import type {
  EventSubNotification,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionSubject,
} from './subscription';

/** What is wanted at Twitch once, however many callers want it: kept through every loss of the connection. */
export class Wanted implements SubscriptionSubject {
  readonly type: string;
  readonly version: string;
  readonly condition: Condition;
  readonly key: string;
  readonly userId: string;
  /** Undefined for a type that the table does not know. */
  readonly row: EventRow | undefined;
  /** How its events are told apart; undefined for types that are taken as they come. */
  readonly kind: EventKind | undefined;
  /** Who wants it. Empty while it lingers after the last one has stopped. */
  readonly controls = new Set<SubscriptionControl>();
  /** Twitch's id; null while not live, and where Twitch did not tell (409). */
  serverId: string | null = null;
  /** Milliseconds since 1970, when it was live for the first time. */
  liveSince: number | null = null;
  /** Milliseconds since 1970: since when events may be missing; null while live, and before it first was. */
  goneSince: number | null = null;
  /** Refusals in a row that may pass. */
  attempts = 0;
  retryAt: number | null = null;
  retryTimer: Timer;
  readonly #onRefused: (wanted: Wanted, error: TwitchError) => void;
  #state: SubscriptionState = 'waiting';
  #error: TwitchError | null = null;

  /** @param onRefused told each time it is refused for good */
  constructor(
    subject: SubscriptionSubject,
    userId: string,
    row: EventRow | undefined,
    onRefused: (wanted: Wanted, error: TwitchError) => void,
  ) {
    this.#onRefused = onRefused;
    this.type = subject.type;
    this.version = subject.version;
    this.condition = subject.condition;
    this.key = subscriptionKey(subject.type, subject.version, subject.condition);
    this.userId = userId;
    this.row = row;
    this.kind = eventKind(subject.type);
  }

  get state(): SubscriptionState {
    return this.#state;
  }

  get error(): TwitchError | null {
    return this.#error;
  }

  /** Twitch or we have said no for good; only a person or another sign-in changes that. */
  get isFinal(): boolean {
    return this.#state === 'refused' || this.#state === 'revoked';
  }

  update(state: SubscriptionState, error: TwitchError | null = null): void {
    const before = this.#state;
    this.#state = state;
    this.#error = error;
    for (const control of this.controls) control.update(state, error, this.serverId);
    if (state === 'refused' && before !== 'refused' && error) this.#onRefused(this, error);
  }

  attach(control: SubscriptionControl): void {
    this.controls.add(control);
    control.update(this.#state, this.#error, this.serverId);
  }

  /** Calls every listener; what one of them throws goes to `onError` and does not keep the others from hearing. */
  deliver(event: WireObject, origin: EventOrigin, onError: (error: unknown, type: string) => void): void {
    const { id, at, recovered } = origin;
    const { type, version, condition, userId: user } = this;
    const notification: EventSubNotification = recovered
      ? { id, type, version, at, condition, user, event, recovered }
      : { id, type, version, at, condition, user, event };
    for (const control of this.controls) {
      try {
        // May be an asynchronous function, whose rejection would end the process.
        const done: unknown = control.listener(notification);
        if (done instanceof Promise) done.catch((error: unknown) => onError(error, type));
      } catch (error) {
        onError(error, type);
      }
    }
  }
}

/** The message that an event came in, or that it was found out after a gap. */
export interface EventOrigin {
  readonly id: string;
  /** RFC 3339 */
  readonly at: string;
  readonly recovered?: true;
}
