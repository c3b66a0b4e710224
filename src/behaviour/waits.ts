/**
 * How long a command rests after it ran, for everybody and for each person. The broadcaster is exempt; a person is
 * told of the same wait once.
 */

export interface WaitSettings {
  /** For everybody, milliseconds. */
  readonly allMs: number;
  /** For the person who used it, milliseconds. */
  readonly userMs: number;
}

/** A wait that is not over. */
export interface Waiting {
  /** Seconds left, rounded up. */
  readonly seconds: number;
  /** False when this person was told of this wait before. */
  readonly tell: boolean;
}

/** Waits as they are kept over a restart. */
export interface SavedWaits {
  readonly all: number;
  readonly users: readonly (readonly [userId: string, until: number])[];
}

/** Waits of more people than this are thinned out: those that are over go. */
const MANY_USERS = 500;

export class Waits {
  readonly #settings: WaitSettings;
  #all = 0;
  #users = new Map<string, number>();
  /** Until when each person was told to wait. */
  #told = new Map<string, number>();

  constructor(settings: WaitSettings) {
    this.#settings = settings;
  }

  /** The longer of the two waits that still hold for a person; null when it may run. */
  check(userId: string, now: number): Waiting | null {
    const until = Math.max(this.#all, this.#users.get(userId) ?? 0);
    if (until <= now) return null;
    return { seconds: Math.ceil((until - now) / 1000), tell: this.#tell(userId, until, now) };
  }

  /** Starts both waits: the command ran. */
  start(userId: string, now: number): void {
    this.#all = now + this.#settings.allMs;
    if (this.#settings.userMs === 0) return;
    if (this.#users.size >= MANY_USERS) thin(this.#users, now);
    this.#users.set(userId, now + this.#settings.userMs);
  }

  /**
   * Whether to tell a person something again, at most once in `quietMs`: for refusals that are no wait.
   */
  tellOnce(userId: string, quietMs: number, now: number): boolean {
    if ((this.#told.get(userId) ?? 0) > now) return false;
    return this.#tell(userId, now + quietMs, now);
  }

  /** What is worth keeping over a restart, null if nothing is. */
  save(now: number): SavedWaits | null {
    thin(this.#users, now);
    if (this.#all <= now && this.#users.size === 0) return null;
    return { all: this.#all, users: [...this.#users] };
  }

  restore(saved: SavedWaits): void {
    this.#all = Math.max(this.#all, saved.all);
    for (const [userId, until] of saved.users) this.#users.set(userId, until);
  }

  #tell(userId: string, until: number, now: number): boolean {
    if (this.#told.get(userId) === until) return false;
    if (this.#told.size >= MANY_USERS) thin(this.#told, now);
    this.#told.set(userId, until);
    return true;
  }
}

function thin(until: Map<string, number>, now: number): void {
  for (const [userId, end] of until) if (end <= now) until.delete(userId);
}

/** Reads what {@link Waits.save} wrote; null for anything else. */
export function readSavedWaits(value: unknown): SavedWaits | null {
  if (typeof value !== 'object' || value === null) return null;
  const { all, users } = value as { readonly all?: unknown; readonly users?: unknown };
  if (typeof all !== 'number' || !Array.isArray(users)) return null;
  const read = users.filter(
    (entry): entry is readonly [string, number] =>
      Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number',
  );
  return { all, users: read };
}
