import { isPlain } from './incoming';

/** What can be in trouble. */
export const troubleKinds = ['chat', 'events', 'signIn', 'calls'] as const;
export type TroubleKind = (typeof troubleKinds)[number];

/** What a person has to do about it. */
export type Remedy =
  /** It is tried again by itself. */
  | 'nothing'
  /** Sign in again in the account. */
  | 'sign-in'
  /** The bot or the streamer lacks a role in the channel. */
  | 'role'
  /** Open the node and correct it. */
  | 'node';

/** Something that does not work at this moment. */
export interface Problem {
  readonly kind: TroubleKind;
  /** The same as long as it is the same trouble: `chat`, `signIn bot`, `event channel.follow`, ... */
  readonly key: string;
  /** What it is about: a channel, an event in plain words, a person; '' for the whole kind. */
  readonly what: string;
  /** One sentence; '' where there is none. */
  readonly reason: string;
  readonly remedy: Remedy;
}

/** A time without events. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** Types of events that may have been missed. */
  readonly types: readonly string[];
  /** Of these, the types whose state was read again, so that nothing of them is missing. */
  readonly recovered: readonly string[];
}

/** One thing to tell. */
export interface TroubleNews {
  readonly state: 'trouble' | 'well';
  readonly problem: Problem;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly gap: Gap | null;
}

interface Open {
  problem: Problem;
  readonly since: number;
  told: boolean;
  /** Told before a restart: it had no chance yet to be well. */
  readonly restored: boolean;
  /** When it was gone; null while it is there. A connection that comes and goes is one trouble. */
  goneAt: number | null;
}

/** How long something must be well before it is told: so long a gap may take to be measured and read again. */
const SETTLE_MS = 3_000;
/** After a start, connections have this long before a trouble of before the restart counts as over. */
const START_GRACE_MS = 15_000;

/** One trouble message and one well-again message for each trouble, however often it is looked at. */
export class TroubleTracker {
  readonly #afterMs: number;
  readonly #startedAt: number;
  readonly #open = new Map<string, Open>();

  constructor(afterMs: number, now: number) {
    this.#afterMs = afterMs;
    this.#startedAt = now;
  }

  /** What was told and is not over yet: for the memory over a restart. */
  get told(): readonly { readonly problem: Problem; readonly since: number }[] {
    return [...this.#open.values()]
      .filter(({ told }) => told)
      .map(({ problem, since }) => ({ problem, since }));
  }

  restore(saved: unknown): void {
    for (const entry of Array.isArray(saved) ? saved : []) {
      if (!isPlain(entry) || !isProblem(entry['problem']) || typeof entry['since'] !== 'number') continue;
      const { problem, since } = entry;
      this.#open.set(problem.key, { problem, since, told: true, restored: true, goneAt: null });
    }
  }

  /** Looks at what is wrong by now. @returns what to tell */
  look(problems: readonly Problem[], now: number): readonly TroubleNews[] {
    const news: TroubleNews[] = [];
    for (const problem of problems) {
      const known = this.#open.get(problem.key) ?? fresh(problem, now);
      known.problem = problem;
      known.goneAt = null;
      this.#open.set(problem.key, known);
      if (known.told || now - known.since < this.#waitFor(problem)) continue;
      known.told = true;
      news.push({ state: 'trouble', problem, since: known.since, gap: null });
    }
    const still = new Set(problems.map(({ key }) => key));
    for (const [key, open] of this.#open) {
      if (still.has(key)) continue;
      if (open.restored && now - this.#startedAt < START_GRACE_MS) continue;
      open.goneAt ??= now;
      if (open.told && now - open.goneAt < SETTLE_MS) continue;
      this.#open.delete(key);
      if (open.told) news.push({ state: 'well', problem: open.problem, since: open.since, gap: null });
    }
    return news;
  }

  /** Milliseconds until it is worth looking again; null while nothing is pending. */
  nextLook(now: number): number | null {
    const due: number[] = [];
    for (const { told, since, goneAt, problem } of this.#open.values()) {
      if (goneAt !== null) due.push(goneAt + SETTLE_MS);
      else if (!told) due.push(since + this.#waitFor(problem));
    }
    return due.length === 0 ? null : Math.max(0, Math.min(...due) - now);
  }

  /** What only a person can mend is told at once. */
  #waitFor({ remedy }: Problem): number {
    return remedy === 'nothing' ? this.#afterMs : 0;
  }
}

function fresh(problem: Problem, since: number): Open {
  return { problem, since, told: false, restored: false, goneAt: null };
}

function isProblem(value: unknown): value is Problem {
  return (
    isPlain(value) &&
    troubleKinds.some((kind) => kind === value['kind']) &&
    ['key', 'what', 'reason', 'remedy'].every((name) => typeof value[name] === 'string')
  );
}
