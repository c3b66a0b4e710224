import type { Clock } from '../clock';
import { TwitchInputError, type TwitchError } from '../errors';

/** A person at Twitch. The id never changes, login and display name can. */
export interface UserName {
  readonly id: string;
  /** Lower case. */
  readonly login: string;
  readonly displayName: string;
}

export const usersDefaults = {
  /** People kept; the ones not asked for the longest are dropped. */
  kept: 10_000,
  /** How long a login is trusted to belong to the same id, milliseconds. */
  keptMs: 60 * 60_000,
  /** How long an unknown name stays unknown, milliseconds. */
  unknownMs: 30_000,
} as const;

/** Asks Twitch for people by id and by login, in one answer; whom it does not know is left out. */
export type FetchUsers = (ids: readonly string[], logins: readonly string[]) => Promise<readonly UserName[]>;

interface Kept {
  readonly user: UserName | null;
  readonly until: number;
}

interface Asked {
  readonly promise: Promise<UserName | null>;
  readonly done: (user: UserName | null) => void;
  readonly failed: (error: unknown) => void;
}

const loginPattern = /^[a-z0-9_]{1,25}$/;
const idPattern = /^\d{1,20}$/;

/**
 * Finds people by id or login. What is asked at the same moment goes out together (the engine makes hundreds of it), the
 * same name only once, and answers are kept for an hour.
 */
export class UserDirectory {
  readonly #fetch: FetchUsers;
  readonly #clock: Clock;
  /** Keys: `1234` for ids, `@login` for logins. In the order of their last use. */
  readonly #kept = new Map<string, Kept>();
  readonly #asked = new Map<string, Asked>();
  #next = new Set<string>();
  #flush: NodeJS.Immediate | undefined;

  constructor(fetch: FetchUsers, clock: Clock) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /**
   * People in the order of `names`; null for those whom Twitch does not know. A name of digits only is an id, anything else
   * a login, with or without @.
   *
   * @throws {TwitchInputError} for a name that no login can be
   */
  async resolve(names: readonly string[]): Promise<readonly (UserName | null)[]> {
    return await Promise.all(names.map((name) => this.find(name)));
  }

  /** One person, or null. */
  find(name: string): Promise<UserName | null> {
    const key = keyOf(name);
    if (key === null) return Promise.reject(notAName(name));
    return this.#find(key);
  }

  /** One person by login, even if the login consists of digits. */
  findLogin(login: string): Promise<UserName | null> {
    const plain = plainLogin(login);
    return loginPattern.test(plain) ? this.#find(`@${plain}`) : Promise.reject(notAName(login));
  }

  /**
   * The id of a person; an id is returned as it is, without asking.
   * @throws {TwitchInputError} when Twitch knows nobody of that login
   */
  async id(name: string): Promise<string> {
    const trimmed = name.trim();
    if (idPattern.test(trimmed)) return trimmed;
    const user = await this.find(name);
    if (user) return user.id;
    throw new TwitchInputError(
      `Twitch knows nobody called "${shown(name)}". Check how the name is written.`,
      {
        parameter: 'user',
        reason: 'unknown user',
      },
    );
  }

  /** Keeps what is known from elsewhere: a chat line, an event, an answer. */
  remember(user: UserName): void {
    const kept = { user, until: this.#clock.now() + usersDefaults.keptMs };
    this.#keep(user.id, kept);
    this.#keep(`@${user.login}`, kept);
  }

  close(error: TwitchError): void {
    clearImmediate(this.#flush);
    for (const { failed } of this.#asked.values()) failed(error);
    this.#asked.clear();
    this.#kept.clear();
    this.#next.clear();
  }

  #find(key: string): Promise<UserName | null> {
    const kept = this.#kept.get(key);
    if (kept && kept.until > this.#clock.now()) {
      this.#keep(key, kept);
      return Promise.resolve(kept.user);
    }
    return (this.#asked.get(key) ?? this.#ask(key)).promise;
  }

  #ask(key: string): Asked {
    const { promise, resolve: done, reject: failed } = withResolvers<UserName | null>();
    const asked: Asked = { promise, done, failed };
    this.#asked.set(key, asked);
    if (this.#next.size === 0) this.#flush = setImmediate(() => void this.#send());
    this.#next.add(key);
    return asked;
  }

  async #send(): Promise<void> {
    const keys = [...this.#next];
    this.#next = new Set();
    const ids = keys.filter((key) => !key.startsWith('@'));
    const logins = keys.filter((key) => key.startsWith('@')).map((key) => key.slice(1));
    try {
      for (const user of await this.#fetch(ids, logins)) this.remember(user);
      const until = this.#clock.now() + usersDefaults.unknownMs;
      for (const key of keys) {
        const known = this.#kept.get(key);
        const user = known && known.until > this.#clock.now() ? known.user : null;
        if (!user) this.#keep(key, { user: null, until });
        this.#settle(key, (asked) => asked.done(user));
      }
    } catch (error) {
      for (const key of keys) this.#settle(key, (asked) => asked.failed(error));
    }
  }

  #settle(key: string, settle: (asked: Asked) => void): void {
    const asked = this.#asked.get(key);
    this.#asked.delete(key);
    if (asked) settle(asked);
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    // A person has two keys.
    if (this.#kept.size <= usersDefaults.kept * 2) return;
    const oldest = this.#kept.keys().next();
    if (!oldest.done) this.#kept.delete(oldest.value);
  }
}

function plainLogin(name: string): string {
  return name.trim().replace(/^@/, '').toLowerCase();
}

function keyOf(name: string): string | null {
  const plain = plainLogin(name);
  if (idPattern.test(plain) && !name.trim().startsWith('@')) return plain;
  return loginPattern.test(plain) ? `@${plain}` : null;
}

function notAName(name: string): TwitchError {
  return new TwitchInputError(
    `"${shown(name)}" can be nobody's name: letters without accents, digits and underscores, 25 at most. Give a login or an id.`,
    { parameter: 'user', reason: 'not a login or id' },
  );
}

function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onDone, onFailed) => {
    resolve = onDone;
    reject = onFailed;
  });
  return { promise, resolve, reject };
}
