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
  readonly #onGap: (gap: EventSubGap, missing: readonly Wanted[]) => void;
  #entries: { readonly wanted: Wanted; readonly from: number; readonly to: number }[] = [];
  #reason = '';

  /** @param onGap with the subscriptions of the gap, in its order */
  constructor(userId: string, clock: Clock, onGap: (gap: EventSubGap, missing: readonly Wanted[]) => void) {
    this.#userId = userId;
    this.#clock = clock;
    this.#onGap = onGap;
  }

  begin(reason: string): void {
    this.#reason = reason;
  }

  /** This one is live again and may have missed events from `from` to now. */
  add(wanted: Wanted, from: number): void {
    this.#entries.push({ wanted, from, to: this.#clock.now() });
  }

  /** Tells what was gathered, if anything. */
  report(): void {
    if (this.#entries.length === 0) return;
    const entries = this.#entries;
    this.#entries = [];
    const gap: EventSubGap = {
      user: this.#userId,
      from: Math.min(...entries.map(({ from }) => from)),
      to: Math.max(...entries.map(({ to }) => to)),
      types: [...new Set(entries.map(({ wanted }) => wanted.type))],
      subscriptions: entries.map(({ wanted: { type, condition }, from, to }) => ({
        type,
        condition,
        from,
        to,
      })),
      reason: this.#reason,
    };
    this.#onGap(
      gap,
      entries.map(({ wanted }) => wanted),
    );
  }
}
