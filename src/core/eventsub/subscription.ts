import { EventEmitter } from 'node:events';
import { TwitchError } from '../errors';
import type { Condition } from './condition';
import type { WireObject } from './frame';

/** One event, as a listener gets it. Plain data that survives JSON. */
export interface EventSubNotification<Event = WireObject> {
  /** Twitch's message id: the same for a repeat, which no listener ever sees. */
  readonly id: string;
  readonly type: string;
  readonly version: string;
  /** RFC 3339, when Twitch sent it. */
  readonly at: string;
  readonly condition: Condition;
  /** Id of the Twitch user with whose sign-in it was subscribed to; `''` where it came by a conduit. */
  readonly user: string;
  /** Twitch's own object, untouched. */
  readonly event: Event;
  /** Set on what was read again after a gap instead of received. */
  readonly recovered?: true;
}

export type EventSubListener<Event = WireObject> = (notification: EventSubNotification<Event>) => void;

/**
 * - `waiting`: for a sign-in to be looked up or for a connection
 * - `subscribing`: asked Twitch, no answer yet
 * - `live`: events arrive
 * - `retrying`: refused for now (a limit, a fault of the server); `error` says why, it is tried again by itself
 * - `refused`: Twitch said no for good; `error` says why; `retry` of the client tries again
 * - `revoked`: was live, and Twitch ended it; `error` says why
 * - `stopped`: by the caller
 */
export type SubscriptionState =
  'waiting' | 'subscribing' | 'live' | 'retrying' | 'refused' | 'revoked' | 'stopped';

export interface SubscriptionEvents {
  state: [state: SubscriptionState];
}

/** What the owner of a subscription may do with it, apart from its user. */
export interface SubscriptionControl {
  readonly subscription: Subscription;
  readonly listener: EventSubListener;
  /** Ids have been found for the logins it was asked for with. */
  resolve(condition: Condition): void;
  update(state: SubscriptionState, error: TwitchError | null, id: string | null): void;
}

export interface SubscriptionSubject {
  readonly type: string;
  readonly version: string;
  readonly condition: Condition;
}

export interface SubscriptionHooks {
  onStop(this: void, control: SubscriptionControl): void;
  /** A listener of `state` threw. */
  onListenerError(this: void, error: unknown): void;
}

/** A wish for events, and how it stands. Several wishes for the same thing share one subscription at Twitch. */
export class Subscription extends EventEmitter<SubscriptionEvents> {
  readonly type: string;
  readonly version: string;
  /** Resolves once it is live for the first time; rejects when it is refused or stopped before. */
  readonly ready: Promise<void>;
  readonly #stop: () => void;
  readonly #onListenerError: (error: unknown) => void;
  #condition: Condition;
  #resolveReady: () => void = () => undefined;
  #rejectReady: (error: TwitchError) => void = () => undefined;
  #isSettled = false;
  #state: SubscriptionState = 'waiting';
  #error: TwitchError | null = null;
  #id: string | null = null;

  private constructor(subject: SubscriptionSubject, hooks: SubscriptionHooks, stop: () => void) {
    super();
    this.type = subject.type;
    this.version = subject.version;
    this.#condition = subject.condition;
    this.#stop = stop;
    this.#onListenerError = hooks.onListenerError;
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    // Who does not wait for `ready` learns of a refusal by the state; an unhandled rejection would end the process.
    this.ready.catch(() => undefined);
  }

  /** For the client only: the handle for the caller together with the means to move it. */
  static create(
    subject: SubscriptionSubject,
    listener: EventSubListener,
    hooks: SubscriptionHooks,
  ): SubscriptionControl {
    const subscription = new Subscription(subject, hooks, () => hooks.onStop(control));
    const control: SubscriptionControl = {
      subscription,
      listener,
      resolve: (condition) => (subscription.#condition = condition),
      update: (state, error, id) => subscription.#update(state, error, id),
    };
    return control;
  }

  /** Ids, as soon as they are known; until then as it was asked for. */
  get condition(): Condition {
    return this.#condition;
  }

  get state(): SubscriptionState {
    return this.#state;
  }

  /** Why it is `retrying`, `refused` or `revoked`; else null. */
  get error(): TwitchError | null {
    return this.#error;
  }

  /** Twitch's id of the subscription while it is live and known; changes with every fresh connection. */
  get id(): string | null {
    return this.#id;
  }

  /** Ends it. The listener is not called any more, from this moment on. */
  stop(): void {
    if (this.#state === 'stopped') return;
    this.#stop();
    this.#update('stopped', null, null);
  }

  #update(state: SubscriptionState, error: TwitchError | null, id: string | null): void {
    if (this.#state === 'stopped') return;
    const changed = this.#state !== state || this.#error !== error;
    this.#state = state;
    this.#error = error;
    this.#id = id;
    if (state === 'live') this.#settle(() => this.#resolveReady());
    else if (state === 'refused' || state === 'revoked' || state === 'stopped') {
      this.#settle(() => this.#rejectReady(error ?? stopped(this.type)));
    }
    if (changed) this.#tell(state);
  }

  /** Once: of those that were live an error is not even made, and a deploy stops hundreds. */
  #settle(settle: () => void): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    settle();
  }

  /** A listener that throws must not stop what it is told about. */
  #tell(state: SubscriptionState): void {
    try {
      this.emit('state', state);
    } catch (error) {
      this.#onListenerError(error);
    }
  }
}

function stopped(type: string): TwitchError {
  return new TwitchError('TWITCH_ABORTED', `The subscription to ${type} was stopped before it was live.`, {
    eventType: type,
  });
}
