import type { Clock, Timer } from '../../core/clock';
import { isPlain } from '../incoming';
import type { TwitchMessage } from '../message';

/** What makes a wave, and how long it is gathered. */
export const waveRules = {
  /** So long a follower is held, to see whether others come along. */
  holdMs: 3_000,
  /** More than this many held together are a wave. */
  together: 5,
  /** And so are more than this many within a minute. */
  perMinute: 15,
  /** A wave is over after this time without anybody. */
  quietMs: 10_000,
  /** It is told after this time at the latest: one message a minute, whatever comes. */
  longestMs: 60_000,
  /** Most names in its message. */
  names: 20,
} as const;

/** Followers that are held. Plain data: it outlives a restart. */
export interface Held {
  readonly since: number;
  readonly count: number;
  readonly names: readonly string[];
  /** Those that are told one by one if it is no wave. */
  readonly messages: readonly TwitchMessage[];
  /** The newest: what the message of a wave is made of. */
  readonly last: TwitchMessage;
  readonly isWave: boolean;
}

const MINUTE_MS = 60_000;

/** Tells followers one by one, and many at once as one. Holds a few messages, however many people come. */
export class FollowWaves {
  readonly #clock: Clock;
  readonly #tell: (held: Held) => void;
  readonly #keep: (held: Held | null) => void;
  #held: Held | null = null;
  /** When the latest came, as many as matter. */
  readonly #recent: number[] = [];
  #timer: Timer;

  /** @param keep writes down what is held, for a restart */
  constructor(clock: Clock, tell: (held: Held) => void, keep: (held: Held | null) => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#keep = keep;
  }

  add(msg: TwitchMessage, name: string): void {
    const now = this.#clock.now();
    this.#recent.push(now);
    if (this.#recent.length > waveRules.perMinute + 1) this.#recent.shift();
    const held = this.#held ?? { since: now, count: 0, names: [], messages: [], last: msg, isWave: false };
    const count = held.count + 1;
    this.#hold({
      since: held.since,
      count,
      names: held.names.length < waveRules.names ? [...held.names, name] : held.names,
      messages: count <= waveRules.together ? [...held.messages, msg] : [],
      last: msg,
      isWave: held.isWave || count > waveRules.together || this.#isBusy(now),
    });
  }

  /** Takes up what was held before a restart. */
  restore(saved: unknown): void {
    if (isHeld(saved) && this.#held === null) this.#hold(saved);
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#held = null;
  }

  #hold(held: Held): void {
    const began = this.#held === null;
    this.#held = held;
    this.#keep(held);
    if (!held.isWave && !began) return;
    this.#clock.clearTimeout(this.#timer);
    const left = held.since + waveRules.longestMs - this.#clock.now();
    const wait = held.isWave ? Math.min(waveRules.quietMs, left) : waveRules.holdMs;
    this.#timer = this.#clock.setTimeout(() => this.#release(), Math.max(0, wait));
  }

  #release(): void {
    const held = this.#held;
    this.#timer = undefined;
    this.#held = null;
    if (held === null) return;
    this.#keep(null);
    this.#tell(held);
  }

  /** Too many for one by one, even though they come slowly. */
  #isBusy(now: number): boolean {
    const oldest = this.#recent[0];
    return this.#recent.length > waveRules.perMinute && oldest !== undefined && now - oldest <= MINUTE_MS;
  }
}

function isHeld(value: unknown): value is Held {
  return (
    isPlain(value) &&
    typeof value['since'] === 'number' &&
    typeof value['count'] === 'number' &&
    typeof value['isWave'] === 'boolean' &&
    Array.isArray(value['names']) &&
    Array.isArray(value['messages']) &&
    value['messages'].every(isMessage) &&
    isMessage(value['last'])
  );
}

function isMessage(value: unknown): value is TwitchMessage {
  return isPlain(value) && isPlain(value['payload']) && isPlain(value['twitch']);
}
