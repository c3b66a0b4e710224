import type { EventReader } from './event-reader';
import { isPlain } from './incoming';
import type { Json } from './message';
import { listed, percent } from './words';

/** What happens to a train, as the node tells it. */
export type TrainMoment = 'start' | 'level' | 'progress' | 'end';

/** What is known of a train. Plain JSON: it is kept over a restart. */
export interface Train {
  readonly id: string;
  level: number;
  total: number;
  progress: number | null;
  goal: number | null;
  kind: string;
  shared: boolean;
  sharedWith: readonly string[];
  topContributor: string | null;
  record: number | null;
  startedAt: string | null;
  expiresAt: string | null;
  endedAt: string | null;
  nextAt: string | null;
  /** The highest level that was told; 0: nothing was told of it yet. */
  told: number;
}

/** One thing to tell. `level` may be below that of the train, when one gift lifted it over several. */
export interface TrainNews {
  readonly moment: TrainMoment;
  readonly level: number;
  readonly train: Readonly<Train>;
  /** Seen only afterwards: it happened in a gap. */
  readonly late: boolean;
}

/** The memory of a node: the train that runs, and the last ones that are over. */
export interface TrainMemory {
  readonly train: Train | null;
  readonly over: readonly string[];
}

const OVER_KEPT = 10;

/**
 * Follows trains. Twitch tells begin, progress and end, in any order and more than once; this makes of it one start, one
 * level-up for each level and one end for each train (eventsub-notes 11: progress may come before the begin and after the end).
 */
export class TrainTracker {
  readonly #fromLevel: number;
  #train: Train | null = null;
  #over: readonly string[] = [];

  constructor(fromLevel: number) {
    this.#fromLevel = fromLevel;
  }

  get memory(): TrainMemory {
    return { train: this.#train, over: this.#over };
  }

  /** When the running train ends if nobody gives anything more; null without one. */
  get expiresAt(): number | null {
    const at = Date.parse(this.#train?.expiresAt ?? '');
    return Number.isFinite(at) ? at : null;
  }

  get isRunning(): boolean {
    return this.#train !== null;
  }

  restore(memory: unknown): void {
    if (!isPlain(memory)) return;
    const { train, over } = memory;
    if (Array.isArray(over)) this.#over = over.filter((id): id is string => typeof id === 'string');
    if (isPlain(train) && typeof train['id'] === 'string' && typeof train['told'] === 'number') {
      this.#train = { ...noTrain(train['id']), ...train, id: train['id'], told: train['told'] };
    }
  }

  /** @param kind what Twitch told: the last part of the event's type, or `status` for an answer to our question */
  hear(kind: 'begin' | 'progress' | 'end' | 'status', event: EventReader): readonly TrainNews[] {
    const id = event.text('id');
    if (id === null || this.#over.includes(id)) return [];
    const late = kind === 'status';
    const news: TrainNews[] = [];
    if (this.#train !== null && this.#train.id !== id) {
      if (startOf(event.text('started_at')) < startOf(this.#train.startedAt)) return [];
      // The end of the one before was missed.
      news.push(...this.#end(true));
    }
    const train = (this.#train ??= noTrain(id));
    const before = train.total;
    merge(train, event);
    if (kind === 'end') return [...news, ...this.#levels(train, late), ...this.#end(late)];
    const levels = this.#levels(train, late);
    if (levels.length === 0 && kind === 'progress' && train.told > 0 && train.total > before) {
      news.push({ moment: 'progress', level: train.level, train: { ...train }, late });
    }
    return [...news, ...levels];
  }

  /** Twitch says that no train runs: the one we know is over. */
  noneRuns(): readonly TrainNews[] {
    return this.#train === null ? [] : this.#end(true);
  }

  #levels(train: Train, late: boolean): readonly TrainNews[] {
    if (train.told === 0) {
      if (train.level < this.#fromLevel || train.endedAt !== null) return [];
      train.told = train.level;
      return [{ moment: 'start', level: train.level, train: { ...train }, late }];
    }
    const news: TrainNews[] = [];
    while (train.told < train.level) {
      train.told++;
      news.push({ moment: 'level', level: train.told, train: { ...train }, late });
    }
    return news;
  }

  #end(late: boolean): readonly TrainNews[] {
    const train = this.#train;
    if (train === null) return [];
    this.#train = null;
    this.#over = [...this.#over, train.id].slice(-OVER_KEPT);
    if (train.told === 0 && train.level < this.#fromLevel) return [];
    return [{ moment: 'end', level: train.level, train: { ...train }, late }];
  }
}

function noTrain(id: string): Train {
  return {
    id,
    level: 1,
    total: -1,
    progress: null,
    goal: null,
    kind: 'regular',
    shared: false,
    sharedWith: [],
    topContributor: null,
    record: null,
    startedAt: null,
    expiresAt: null,
    endedAt: null,
    nextAt: null,
    told: 0,
  };
}

function startOf(time: string | null): number {
  const at = Date.parse(time ?? '');
  return Number.isFinite(at) ? at : 0;
}

/** Takes over what an event tells. Levels and totals only grow: an event that comes late knows less. */
function merge(train: Train, event: EventReader): void {
  const total = event.number('total') ?? 0;
  train.level = Math.max(train.level, event.number('level') ?? 1);
  train.record = event.number('all_time_high_level') ?? train.record;
  train.startedAt ??= event.text('started_at');
  train.endedAt = event.text('ended_at') ?? train.endedAt;
  train.nextAt = event.text('cooldown_ends_at') ?? train.nextAt;
  if (total < train.total) return;
  train.total = total;
  train.progress = event.number('progress') ?? train.progress;
  train.goal = event.number('goal') ?? train.goal;
  train.kind = event.text('type') ?? train.kind;
  train.expiresAt = event.text('expires_at') ?? train.expiresAt;
  train.topContributor = topContributor(event) ?? train.topContributor;
  const others = event
    .items('shared_train_participants')
    .flatMap((each) => each.person('broadcaster_user') ?? [])
    .filter(({ id, login }) => id !== event.own.id && login !== event.own.login)
    .map(({ name }) => name);
  train.shared = train.shared || event.flag('is_shared_train') || others.length > 0;
  if (others.length > 0) train.sharedWith = others;
}

/** Whoever gave most; the name is missing for somebody anonymous. */
function topContributor(event: EventReader): string | null {
  const all = event.items('top_contributions');
  const [top] = all.toSorted((a, b) => (b.number('total') ?? 0) - (a.number('total') ?? 0));
  return top?.name('user') ?? null;
}

/** `msg.payload`: the same fields at every moment, whatever Twitch's version of the event has. */
export function trainPayload({ train, level, moment }: TrainNews): Record<string, Json> {
  // A level that was only passed through has no standing of its own.
  const passed = moment === 'level' && level < train.level;
  const progress = passed ? null : train.progress;
  const goal = passed ? null : train.goal;
  return {
    id: train.id,
    level,
    total: Math.max(0, train.total),
    progress,
    goal,
    percent: progress === null || goal === null ? null : percent(progress, goal),
    kind: train.kind,
    shared: train.shared,
    sharedWith: [...train.sharedWith],
    topContributor: train.topContributor,
    recordLevel: train.record,
    startedAt: train.startedAt,
    expiresAt: moment === 'end' ? null : train.expiresAt,
    endedAt: train.endedAt,
    nextAt: train.nextAt,
  };
}

const kinds: Readonly<Record<string, string>> = {
  golden_kappa: 'golden Kappa train',
  treasure: 'treasure train',
};

/** One sentence for chat. */
export function trainSummary({ train, level, moment }: TrainNews): string {
  const what = kinds[train.kind] ?? 'hype train';
  const together = train.sharedWith.length > 0 ? ` together with ${listed(train.sharedWith, 'and')}` : '';
  if (moment === 'start') return `A ${what} has started${together}${level > 1 ? ` at level ${level}` : ''}.`;
  if (moment === 'level') return `The ${what} has reached level ${level}.`;
  return moment === 'end'
    ? `The ${what} is over, it reached level ${level}${isRecord(train) ? ', a new record' : ''}.`
    : `The ${what} is at level ${level}: ${train.progress ?? 0} of ${train.goal ?? 0} points.`;
}

function isRecord({ level, record }: Readonly<Train>): boolean {
  return record !== null && record > 0 && level > record;
}
