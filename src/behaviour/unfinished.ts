import type { Timer } from '../core/clock';
import { toTwitchError, type TwitchError } from '../core/errors';
import type { TriggerContext } from './context';
import type { FinishAs } from './finish-redemption';
import { isPlain } from './incoming';
import type { TwitchMessage } from './message';

/** A redemption that is finished by itself when nobody does it before. Kept over a restart. */
export interface Unfinished {
  readonly id: string;
  readonly rewardId: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly due: number;
  /** For Catch, should it fail. */
  readonly msg: TwitchMessage;
}

export interface UnfinishedOptions {
  readonly as: FinishAs;
  readonly afterMs: number;
  readonly finish: (redemption: Unfinished, as: FinishAs) => Promise<unknown>;
  readonly tell: (error: TwitchError, msg: TwitchMessage) => void;
}

const KEY = 'unfinished';
/** More than anybody has waiting at a time; the oldest are done first when it is full. */
const MOST = 300;
const TRY_AGAIN_MS = 30_000;

/** What may pass by itself; a sign-in, too: it is tried again when somebody has signed in. */
const passing: ReadonlySet<string> = new Set([
  'TWITCH_UNAVAILABLE',
  'TWITCH_UNREACHABLE',
  'TWITCH_TIMEOUT',
  'TWITCH_RATE_LIMITED',
  'TWITCH_BAD_ANSWER',
  'TWITCH_SIGN_IN_NEEDED',
  'TWITCH_NO_ACCOUNT',
]);

/** Fulfills or refunds what nobody has finished in time. */
export class UnfinishedList {
  readonly #context: Pick<TriggerContext, 'clock' | 'state'>;
  readonly #options: UnfinishedOptions;
  readonly #entries = new Map<string, Unfinished>();
  readonly #trying = new Set<string>();
  readonly #ready: Promise<void>;
  #timer: Timer;
  #stopped = false;

  constructor(context: Pick<TriggerContext, 'clock' | 'state'>, options: UnfinishedOptions) {
    this.#context = context;
    this.#options = options;
    this.#ready = context.state
      .get(KEY)
      .then((saved) => {
        for (const entry of Array.isArray(saved) ? saved : []) {
          if (isUnfinished(entry) && !this.#entries.has(entry.id)) this.#entries.set(entry.id, entry);
        }
        this.#arm();
      })
      .catch(() => undefined);
  }

  add(redemption: Omit<Unfinished, 'due'>): void {
    void this.#ready.then(() => {
      if (this.#stopped || this.#entries.has(redemption.id)) return;
      const due = this.#context.clock.now() + this.#options.afterMs;
      this.#entries.set(redemption.id, { ...redemption, due });
      const oldest = this.#entries.size > MOST ? [...this.#entries.values()][0] : undefined;
      if (oldest) void this.#finish(oldest);
      this.#changed();
    });
  }

  /** Somebody has finished it. */
  remove(id: string): void {
    void this.#ready.then(() => {
      if (this.#entries.delete(id)) this.#changed();
    });
  }

  /** Tries at once what is overdue: after a restart, or when somebody has signed in. */
  goOn(): void {
    void this.#ready.then(() => this.#doDue());
  }

  stop(): void {
    this.#stopped = true;
    this.#context.clock.clearTimeout(this.#timer);
  }

  #changed(): void {
    const all = [...this.#entries.values()];
    // The store tells its own failures.
    this.#context.state.set(KEY, all.length === 0 ? undefined : all).catch(() => undefined);
    this.#arm();
  }

  #arm(atLeastMs = 0): void {
    const { clock } = this.#context;
    clock.clearTimeout(this.#timer);
    const waiting = [...this.#entries.values()].filter(({ id }) => !this.#trying.has(id));
    if (this.#stopped || waiting.length === 0) return;
    const next = Math.min(...waiting.map(({ due }) => due)) - clock.now();
    // A timer holds 24 days at most; whoever waits longer is armed anew.
    this.#timer = clock.setTimeout(() => this.#doDue(), Math.min(86_400_000, Math.max(atLeastMs, next, 0)));
  }

  #doDue(): void {
    const now = this.#context.clock.now();
    const due = [...this.#entries.values()].filter((entry) => entry.due <= now);
    for (const entry of due) void this.#finish(entry);
    if (due.length === 0) this.#arm();
  }

  async #finish(entry: Unfinished): Promise<void> {
    if (this.#stopped || this.#trying.has(entry.id)) return;
    this.#trying.add(entry.id);
    try {
      await this.#options.finish(entry, this.#options.as);
      this.#entries.delete(entry.id);
    } catch (error) {
      const failure = toTwitchError(error);
      if (!passing.has(failure.code)) {
        this.#entries.delete(entry.id);
        if (!this.#stopped) this.#options.tell(failure, entry.msg);
      }
    }
    this.#trying.delete(entry.id);
    if (this.#stopped) return;
    const failed = this.#entries.has(entry.id);
    if (!failed) this.#changed();
    else this.#arm(TRY_AGAIN_MS);
  }
}

function isUnfinished(value: unknown): value is Unfinished {
  return (
    isPlain(value) &&
    typeof value['id'] === 'string' &&
    typeof value['rewardId'] === 'string' &&
    typeof value['title'] === 'string' &&
    typeof value['due'] === 'number' &&
    isPlain(value['msg'])
  );
}
