import type { Clock } from '../clock';
import type { Wanted } from './wanted';

/** A time without events, told once the subscriptions are live again. Times in milliseconds since 1970. */
export interface EventSubGap {
  /** Id of the Twitch user whose connection it was. */
  readonly user: string;
  /** The last sign of life before it. */
  readonly from: number;
  readonly to: number;
  /** Events of these types may be missing. */
  readonly types: readonly string[];
  /** One entry per subscription, each with its own beginning and end. */
  readonly subscriptions: readonly {
    readonly type: string;
    readonly condition: Readonly<Record<string, string>>;
    readonly from: number;
    readonly to: number;
  }[];
  readonly reason: string;
}

/** Gathers the gaps of single subscriptions, so that one lost connection is told as one gap. */
export class GapLog {
  readonly #userId: string;
  readonly #clock: Clock;
  readonly #onGap: (gap: EventSubGap) => void;
  #entries: { type: string; condition: Readonly<Record<string, string>>; from: number; to: number }[] = [];
  #reason = '';

  constructor(userId: string, clock: Clock, onGap: (gap: EventSubGap) => void) {
    this.#userId = userId;
    this.#clock = clock;
    this.#onGap = onGap;
  }

  begin(reason: string): void {
    this.#reason = reason;
  }

  /** This one is live again and may have missed events from `from` to now. */
  add(wanted: Wanted, from: number): void {
    this.#entries.push({ type: wanted.type, condition: wanted.condition, from, to: this.#clock.now() });
  }

  /** Tells what was gathered, if anything. */
  report(): void {
    if (this.#entries.length === 0) return;
    const subscriptions = this.#entries;
    this.#entries = [];
    this.#onGap({
      user: this.#userId,
      from: Math.min(...subscriptions.map(({ from }) => from)),
      to: Math.max(...subscriptions.map(({ to }) => to)),
      types: [...new Set(subscriptions.map(({ type }) => type))],
      subscriptions,
      reason: this.#reason,
    });
  }
}
