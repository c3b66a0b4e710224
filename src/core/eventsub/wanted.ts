import type { Timer } from '../clock';
import type { TwitchError } from '../errors';
import type { EventRow } from '../../tables/event-row';
import { subscriptionKey, type Condition } from './condition';
import type { NotificationFrame } from './frame';
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
  /** Who wants it. Empty while it lingers after the last one has stopped. */
  readonly controls = new Set<SubscriptionControl>();
  /** Twitch's id; null while not live, and where Twitch did not tell (409). */
  serverId: string | null = null;
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
  deliver(frame: NotificationFrame, onError: (error: unknown, type: string) => void): void {
    for (const event of frame.events) {
      const notification: EventSubNotification = {
        id: frame.messageId,
        type: this.type,
        version: this.version,
        at: frame.sentAt,
        condition: this.condition,
        user: this.userId,
        event,
      };
      for (const control of this.controls) {
        try {
          // May be an asynchronous function, whose rejection would end the process.
          const done: unknown = control.listener(notification);
          if (done instanceof Promise) done.catch((error: unknown) => onError(error, this.type));
        } catch (error) {
          onError(error, this.type);
        }
      }
    }
  }
}
