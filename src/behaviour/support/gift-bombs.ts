import type { Clock, Timer } from '../../core/clock';
import { isPlain } from '../incoming';
import { counted } from '../words';
import { isSupport, listOf, giverName, MOST_RECIPIENTS, type Support } from './facts';

/** How long a bomb waits for gifts that are still on their way. */
export const bombWaits = {
  /** After the last gift, once the bomb was announced. */
  quietMs: 5_000,
  /** After the last gift, while only gifts have come and no announcement. */
  announcementMs: 10_000,
  /** In all. */
  longestMs: 60_000,
  /** So long gifts of a bomb that was told are known to belong to it. */
  rememberMs: 600_000,
} as const;

/** A bomb that is not told yet. Plain data: it outlives a restart. */
interface Gathering {
  readonly id: string;
  /** The announcement, else the first gift. */
  support: Support;
  announced: boolean;
  seen: number;
  recipients: string[];
  readonly since: number;
  timer: Timer;
}

/** Gathers the gifts of a bomb, whether they come before or after its announcement, and tells it once. */
export class GiftBombs {
  readonly #clock: Clock;
  readonly #onWhole: (bomb: Support, announced: boolean) => void;
  readonly #open = new Map<string, Gathering>();
  /** Bombs that were told, and when. */
  readonly #done = new Map<string, number>();

  /** @param onWhole the bomb with all its recipients; `announced` false: only gifts came, so the count is what was seen */
  constructor(clock: Clock, onWhole: (bomb: Support, announced: boolean) => void) {
    this.#clock = clock;
    this.#onWhole = onWhole;
  }

  /** Whether a bomb of that id was announced, is gathered or was told. */
  knows(id: string): boolean {
    this.#forget();
    return this.#open.has(id) || this.#done.has(id);
  }

  announce(id: string, bomb: Support): void {
    if (this.#isDone(id)) return;
    const gathering = this.#gathering(id, bomb);
    gathering.support = bomb;
    gathering.announced = true;
    this.#wait(gathering);
  }

  gift(id: string, gift: Support): void {
    if (this.#isDone(id)) return;
    const gathering = this.#gathering(id, gift);
    gathering.seen += 1;
    if (gathering.recipients.length < MOST_RECIPIENTS) gathering.recipients.push(...gift.recipients);
    this.#wait(gathering);
  }

  /** What is told elsewhere: gifts that belong to it are left out from now on. */
  close(id: string): void {
    this.#clock.clearTimeout(this.#open.get(id)?.timer);
    this.#open.delete(id);
    this.#done.set(id, this.#clock.now());
  }

  stop(): void {
    for (const { timer } of this.#open.values()) this.#clock.clearTimeout(timer);
    this.#open.clear();
  }

  save(): unknown {
    this.#forget();
    const open = [...this.#open.values()].map(({ timer: _timer, ...rest }) => rest);
    return { open, done: [...this.#done] };
  }

  restore(saved: unknown): void {
    if (!isPlain(saved)) return;
    for (const entry of listOf(saved['done'])) {
      if (Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number')
        this.#done.set(entry[0], entry[1]);
    }
    for (const entry of listOf(saved['open'])) {
      if (!isKept(entry) || this.#open.has(entry.id) || this.#done.has(entry.id)) continue;
      const gathering: Gathering = { ...entry, recipients: [...entry.recipients], timer: undefined };
      this.#open.set(gathering.id, gathering);
      this.#wait(gathering);
    }
    this.#forget();
  }

  #isDone(id: string): boolean {
    this.#forget();
    return this.#done.has(id);
  }

  #gathering(id: string, support: Support): Gathering {
    const known = this.#open.get(id);
    if (known) return known;
    const since = this.#clock.now();
    const made: Gathering = {
      id,
      support,
      announced: false,
      seen: 0,
      recipients: [],
      since,
      timer: undefined,
    };
    this.#open.set(id, made);
    return made;
  }

  #wait(gathering: Gathering): void {
    this.#clock.clearTimeout(gathering.timer);
    const { announced, seen, support, since } = gathering;
    if (announced && seen >= (support.count ?? 1)) {
      this.#tell(gathering);
      return;
    }
    const left = since + bombWaits.longestMs - this.#clock.now();
    const quiet = announced ? bombWaits.quietMs : bombWaits.announcementMs;
    gathering.timer = this.#clock.setTimeout(() => this.#tell(gathering), Math.max(0, Math.min(quiet, left)));
  }

  #tell({ id, support, announced, seen, recipients }: Gathering): void {
    this.close(id);
    if (announced) this.#onWhole({ ...support, recipients }, true);
    else this.#onWhole(asBomb(support, seen, recipients), false);
  }

  #forget(): void {
    const oldest = this.#clock.now() - bombWaits.rememberMs;
    for (const [id, at] of this.#done) if (at < oldest) this.#done.delete(id);
  }
}

/** A bomb of `count` made of its first gift: the announcement never came. */
export function asBomb(gift: Support, count: number, recipients: readonly string[]): Support {
  if (count < 2) return { ...gift, recipients };
  const summary = `${giverName(gift.msg)} gifted ${counted(count, 'subscription')} to the community.`;
  return { ...gift, kind: 'giftBomb', count, recipients, summary };
}

function isKept(value: unknown): value is Omit<Gathering, 'timer'> {
  return (
    isPlain(value) &&
    typeof value['id'] === 'string' &&
    isSupport(value['support']) &&
    typeof value['announced'] === 'boolean' &&
    typeof value['seen'] === 'number' &&
    typeof value['since'] === 'number' &&
    Array.isArray(value['recipients'])
  );
}
