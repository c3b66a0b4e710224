import type { Timer } from '../core/clock';
import { abortedError, TwitchError } from '../core/errors';
import { limit } from '../tables/limits';
import type { ActionContext } from './context';
import { isPlain } from './incoming';
import { refusal } from './refusal';
import { counted, span } from './words';

/** Who is to be given a shoutout in which channel. */
export interface WantedShoutout {
  readonly channelId: string;
  readonly targetId: string;
  /** When it was asked for, milliseconds since 1970. */
  readonly since: number;
}

/** How a turn ended. */
export interface Turn {
  /** Another message had asked for the same person before: both have been served by one shoutout. */
  readonly shared: boolean;
}

interface InLine {
  readonly wanted: WantedShoutout;
  readonly give: () => Promise<void>;
  readonly served: Promise<void>;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
  notBefore: number;
  firstRefusedAt: number | null;
}

/** When shoutouts were last given in one channel. */
interface Given {
  lastAt: number;
  readonly targets: Map<string, number>;
}

const KEY = 'given';
/** More than these would wait for hours. */
const MOST_IN_LINE = 50;

/**
 * Shoutouts one after the other, as Twitch allows them: one in two minutes, the same person once in an hour. Who came first
 * goes first; somebody whose hour is not over lets the others pass. What was given is remembered over restarts. Others may
 * give shoutouts too: then Twitch refuses, and it is tried again every two minutes for an hour.
 */
export class ShoutoutQueue {
  readonly #line: InLine[] = [];
  readonly #given = new Map<string, Given>();
  #found: Promise<void> | null = null;
  #writing: Promise<void> = Promise.resolve();
  #timer: Timer;
  #busy = false;
  #listening = false;

  /** Gives it when its turn comes. @throws TwitchError TWITCH_ABORTED when the node closes before */
  async wait(context: ActionContext, wanted: WantedShoutout, give: () => Promise<void>): Promise<Turn> {
    await this.#restore(context);
    // Given before a restart that came too fast for the message to be crossed off.
    if (this.#targetGivenAt(wanted) > wanted.since) return { shared: true };
    const same = this.#line.find(
      (entry) => entry.wanted.channelId === wanted.channelId && entry.wanted.targetId === wanted.targetId,
    );
    if (same) {
      await same.served;
      return { shared: true };
    }
    if (context.signal.aborted) throw abortedError(context.signal);
    if (this.#line.length >= MOST_IN_LINE) throw lineIsFull();
    const entry = inLine(wanted, give);
    this.#line.push(entry);
    this.#listen(context);
    void this.#pump(context);
    await entry.served;
    return { shared: false };
  }

  /** Gives it now. @throws TwitchError TWITCH_RATE_LIMITED when Twitch's limits do not allow it yet */
  async now(context: ActionContext, wanted: WantedShoutout, give: () => Promise<void>): Promise<Turn> {
    await this.#restore(context);
    const at = this.#allowedAt(wanted);
    if (at > context.clock.now()) throw tooEarly(at, context.clock.now());
    await give();
    this.#remember(context, wanted);
    return { shared: false };
  }

  /** Serves whoever may go, then sleeps until somebody may. */
  async #pump(context: ActionContext): Promise<void> {
    if (this.#busy) return;
    context.clock.clearTimeout(this.#timer);
    for (;;) {
      if (context.signal.aborted) return;
      const now = context.clock.now();
      const next = this.#line.find((entry) => this.#at(entry) <= now);
      if (!next) break;
      this.#busy = true;
      await this.#serve(context, next);
      this.#busy = false;
    }
    const at = Math.min(...this.#line.map((entry) => this.#at(entry)));
    if (!Number.isFinite(at)) return;
    this.#timer = context.clock.setTimeout(() => void this.#pump(context), at - context.clock.now());
  }

  async #serve(context: ActionContext, entry: InLine): Promise<void> {
    try {
      await entry.give();
    } catch (error) {
      if (this.#waitsOn(entry, error, context.clock.now())) return;
      this.#leave(entry);
      entry.fail(error);
      return;
    }
    this.#remember(context, entry.wanted);
    this.#leave(entry);
    entry.done();
  }

  /** Somebody else has given a shoutout meanwhile, to this person or another: Twitch does not say which. */
  #waitsOn(entry: InLine, error: unknown, now: number): boolean {
    if (!(error instanceof TwitchError) || error.code !== 'TWITCH_RATE_LIMITED') return false;
    entry.firstRefusedAt ??= now;
    if (now - entry.firstRefusedAt > perTargetMs()) return false;
    entry.notBefore = now + betweenMs();
    return true;
  }

  #at({ wanted, notBefore }: InLine): number {
    return Math.max(this.#allowedAt(wanted), notBefore);
  }

  #allowedAt(wanted: WantedShoutout): number {
    const lastAt = this.#given.get(wanted.channelId)?.lastAt ?? -Infinity;
    return Math.max(lastAt + betweenMs(), this.#targetGivenAt(wanted) + perTargetMs());
  }

  #targetGivenAt({ channelId, targetId }: WantedShoutout): number {
    return this.#given.get(channelId)?.targets.get(targetId) ?? -Infinity;
  }

  #leave(entry: InLine): void {
    const index = this.#line.indexOf(entry);
    if (index >= 0) this.#line.splice(index, 1);
  }

  #remember(context: ActionContext, { channelId, targetId }: WantedShoutout): void {
    const now = context.clock.now();
    const given = this.#given.get(channelId) ?? { lastAt: now, targets: new Map<string, number>() };
    given.lastAt = now;
    given.targets.set(targetId, now);
    for (const [id, at] of given.targets) if (now - at > perTargetMs()) given.targets.delete(id);
    this.#given.set(channelId, given);
    const saved = Object.fromEntries(
      [...this.#given].map(([id, { lastAt, targets }]) => [
        id,
        { lastAt, targets: Object.fromEntries(targets) },
      ]),
    );
    this.#writing = this.#writing.then(() => context.state.set(KEY, saved)).catch(() => undefined);
  }

  #restore(context: ActionContext): Promise<void> {
    return (this.#found ??= context.state.get(KEY).then(
      (saved) => this.#take(saved),
      () => undefined,
    ));
  }

  #take(saved: unknown): void {
    if (!isPlain(saved)) return;
    for (const [id, given] of Object.entries(saved)) {
      if (!isPlain(given) || typeof given['lastAt'] !== 'number' || !isPlain(given['targets'])) continue;
      const targets = Object.entries(given['targets']).filter(
        (pair): pair is [string, number] => typeof pair[1] === 'number',
      );
      this.#given.set(id, { lastAt: given['lastAt'], targets: new Map(targets) });
    }
  }

  #listen(context: ActionContext): void {
    if (this.#listening) return;
    this.#listening = true;
    const { signal, clock } = context;
    const stop = (): void => {
      clock.clearTimeout(this.#timer);
      for (const entry of this.#line.splice(0)) entry.fail(abortedError(signal));
    };
    signal.addEventListener('abort', stop, { once: true });
  }
}

function betweenMs(): number {
  return limit('shoutout.between').value * 1000;
}

function perTargetMs(): number {
  return limit('shoutout.sameChannel').value * 1000;
}

function inLine(wanted: WantedShoutout, give: () => Promise<void>): InLine {
  let settle: Pick<InLine, 'done' | 'fail'> | undefined;
  const served = new Promise<void>((resolve, reject) => {
    settle = { done: resolve, fail: reject };
  });
  return {
    wanted,
    give,
    served,
    done: () => settle?.done(),
    fail: (error) => settle?.fail(error),
    notBefore: 0,
    firstRefusedAt: null,
  };
}

function tooEarly(at: number, now: number): TwitchError {
  const seconds = Math.ceil((at - now) / 1000);
  const sentence = `The next shoutout can be given in ${seconds <= 120 ? counted(seconds, 'second') : span(seconds)}.`;
  return refusal(
    'TWITCH_RATE_LIMITED',
    sentence,
    `${sentence} Twitch allows one in 2 minutes, and one an hour for the same person. Tick "wait in line" to have it given then.`,
    { retryAt: at },
  );
}

function lineIsFull(): TwitchError {
  return refusal(
    'TWITCH_RATE_LIMITED',
    'Too many shoutouts are waiting.',
    `${MOST_IN_LINE} shoutouts are waiting already; Twitch allows one in 2 minutes.`,
  );
}
