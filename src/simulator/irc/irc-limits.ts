import type { Clock } from '../clock';

/** Something that a client did faster, longer or more often than Twitch allows. */
export interface LimitViolation {
  readonly kind: 'login' | 'join' | 'rooms' | 'message-rate' | 'message-length' | 'line-length';
  readonly login: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** irc-notes §11; the numbers are the simulator's own, not the client's. */
const WINDOW_MS = 10_000;
const ATTEMPTS = 20;
const ATTEMPTS_VERIFIED = { login: 200, join: 2000 } as const;
/** Rooms at the same time where the account neither owns nor moderates. */
export const MAX_ROOMS = 100;

/** Counts logins and joins per account, and remembers who went over. Tests read `violations`. */
export class IrcLimits {
  readonly #clock: Clock;
  readonly #attempts = new Map<string, number[]>();
  readonly #violations: LimitViolation[] = [];
  /** Turned off, nothing is refused or counted: for measurements that Twitch would never allow. */
  isEnforced = true;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get violations(): readonly LimitViolation[] {
    return this.#violations;
  }

  /** One login or one joined channel. False when the account is over its limit: the attempt does not count then. */
  take(kind: 'login' | 'join', login: string, isVerified: boolean): boolean {
    if (!this.isEnforced) return true;
    const key = `${kind} ${login}`;
    const now = this.#clock.now();
    const recent = (this.#attempts.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
    const isOver = recent.length >= (isVerified ? ATTEMPTS_VERIFIED[kind] : ATTEMPTS);
    if (isOver) this.report(kind, login);
    else recent.push(now);
    this.#attempts.set(key, recent);
    return !isOver;
  }

  report(kind: LimitViolation['kind'], login: string): void {
    this.#violations.push({ kind, login, at: this.#clock.now() });
  }
}
