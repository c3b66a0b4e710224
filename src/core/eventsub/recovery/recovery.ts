import type { Clock, Timer } from '../../clock';
import { toTwitchError } from '../../errors';
import type { WireObject } from '../frame';
import type { EventSubGap } from '../gap-log';
import type { Wanted } from '../wanted';
import type { EventMemory } from './event-memory';
import type { About, EventKind, Recovery, StateReader } from './kind';
import { eventKinds } from './kinds';

/**
 * How far before and after a gap a change may lie: clocks differ, and an event is on its way for a while. What was heard
 * in that time is known and not told again.
 */
const SLACK_MS = 60_000;

/** Helix tells times in whole seconds, cut off. */
const WHOLE_SECOND_MS = 1_000;

/** What was read again after a gap. Times in milliseconds since 1970. */
export interface EventSubRecovery {
  /** Id of the Twitch user whose connection it was. */
  readonly user: string;
  readonly from: number;
  readonly to: number;
  /** Types whose state was read again. */
  readonly types: readonly string[];
  /** How many missed events were found and handed to listeners. */
  readonly events: number;
  /** Types of which the state could not be read. Their events may be lost. */
  readonly failed: readonly string[];
}

export interface GapRecoveryOptions {
  readonly clock: Clock;
  readonly memory: EventMemory;
  /** With the sign-in of a user. */
  readonly readerFor: (userId: string) => StateReader;
  /** Hands a missed event to the listeners. */
  readonly onMissed: (wanted: Wanted, event: WireObject) => void;
  readonly onDone: (recovery: EventSubRecovery) => void;
  readonly onDebug: (text: string) => void;
}

/** Reads state again after a gap, and tells what was missed. One request at a time: subscriptions come first. */
export class GapRecovery {
  readonly #options: GapRecoveryOptions;
  readonly #timers = new Set<Timer>();
  /** Families and channels of which the first look was taken. */
  readonly #looked = new Set<string>();
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: GapRecoveryOptions) {
    this.#options = options;
  }

  /** Looks for the first time at what is open, where only that tells later what has ended. */
  begin(wanted: Wanted): void {
    const { kind } = wanted;
    const baseline = kind?.recovery?.baseline;
    if (!kind?.recovery || !baseline) return;
    const key = `${wanted.userId} ${kind.family} ${wanted.condition['broadcaster_user_id'] ?? ''}`;
    if (this.#looked.has(key)) return;
    this.#looked.add(key);
    this.#enqueue(async () => {
      try {
        const state = await this.#read(wanted, kind, { from: 0, to: 0, settled: true });
        this.#options.memory.learn(wanted, kind, baseline(state));
      } catch (error) {
        this.#looked.delete(key);
        this.#options.onDebug(`could not look at ${wanted.type}: ${toTwitchError(error).message}`);
      }
    });
  }

  /**
   * @param missing the subscriptions that were interrupted, in the order of the gap's
   * @param skewMs how far the server's clock is ahead of ours
   */
  recover(gap: EventSubGap, missing: readonly Wanted[], skewMs: number): void {
    const order = Object.keys(eventKinds());
    const entries = gap.subscriptions
      .flatMap((entry, index) => {
        const wanted = missing[index];
        if (!wanted?.kind?.recovery) return [];
        const from = Math.max(entry.from - SLACK_MS, (wanted.liveSince ?? 0) - WHOLE_SECOND_MS) + skewMs;
        return [{ wanted, kind: wanted.kind, from, to: entry.to + SLACK_MS + skewMs }];
      })
      // As things happen: the table has what begins before what ends.
      .toSorted((a, b) => order.indexOf(a.wanted.type) - order.indexOf(b.wanted.type));
    if (entries.length === 0) return;
    this.#enqueue(() => this.#look(gap, entries, false));
    const waitMs = Math.max(...entries.map(({ kind }) => kind.recovery?.againMs ?? 0));
    if (waitMs === 0) return;
    const later = entries.filter(({ kind }) => kind.recovery?.againMs !== undefined);
    const timer = this.#options.clock.setTimeout(() => {
      this.#timers.delete(timer);
      this.#enqueue(() => this.#look(gap, later, true));
    }, waitMs);
    this.#timers.add(timer);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) this.#options.clock.clearTimeout(timer);
    this.#timers.clear();
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (!this.#closed) await work();
    });
  }

  async #look(gap: EventSubGap, entries: readonly Entry[], settled: boolean): Promise<void> {
    const failed = new Set<string>();
    let events = 0;
    // One answer serves all types of a family that ask the same.
    const answers = new Map<Recovery['read'], Map<string, Promise<readonly WireObject[]>>>();
    for (const { wanted, kind, from, to } of entries) {
      const { recovery } = kind;
      if (!recovery || this.#closed) return;
      const about = this.#about(wanted, kind, { from, to, settled });
      const alike = answers.get(recovery.read) ?? new Map<string, Promise<readonly WireObject[]>>();
      answers.set(recovery.read, alike);
      const key = `${wanted.userId} ${JSON.stringify(wanted.condition)}`;
      try {
        const asked = alike.get(key) ?? recovery.read(this.#options.readerFor(wanted.userId), about);
        alike.set(key, asked);
        const state = await asked;
        for (const event of recovery.missed(state, this.#about(wanted, kind, { from, to, settled }))) {
          if (wanted.state !== 'live' || !this.#isMissed(wanted, kind, event)) continue;
          events += 1;
          this.#options.onMissed(wanted, event);
        }
      } catch (error) {
        failed.add(wanted.type);
        this.#options.onDebug(`could not read ${wanted.type} again: ${toTwitchError(error).message}`);
      }
    }
    if (settled && events === 0 && failed.size === 0) return;
    this.#options.onDone({
      user: gap.user,
      from: gap.from,
      to: gap.to,
      types: [...new Set(entries.map(({ wanted }) => wanted.type))],
      events,
      failed: [...failed],
    });
  }

  #isMissed(wanted: Wanted, kind: EventKind, event: WireObject): boolean {
    return this.#options.memory.isMissed(wanted, kind, event, this.#options.clock.now());
  }

  async #read(wanted: Wanted, kind: EventKind, window: Window): Promise<readonly WireObject[]> {
    const reader = this.#options.readerFor(wanted.userId);
    return (await kind.recovery?.read(reader, this.#about(wanted, kind, window))) ?? [];
  }

  #about(wanted: Wanted, kind: EventKind, window: Window): About {
    const { memory } = this.#options;
    return {
      condition: wanted.condition,
      ...window,
      open: memory.open(wanted, kind),
      last: memory.last(wanted, kind),
    };
  }
}

type Window = Pick<About, 'from' | 'to' | 'settled'>;

interface Entry {
  readonly wanted: Wanted;
  readonly kind: EventKind;
  readonly from: number;
  readonly to: number;
}
