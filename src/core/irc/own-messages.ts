import type { Clock, Timer } from '../clock';
import type { ChatMessage } from './chat-message';

/** How much is remembered. */
const bounds = {
  /** Ids and nonces in each of two generations. */
  remembered: 1_000,
  /** How long a line waits for the answer that tells its id, in milliseconds. */
  waitMs: 3_000,
} as const;

/** A message that is being sent: until it is settled, lines of its sender in its room may be it. */
export interface Sending {
  /** @param messageId null when it was not sent, or when nobody knows */
  settle(messageId: string | null): void;
}

const nothing = (): void => undefined;

/** Which lines this process sent, over any transport and from any of its accounts. */
export class OwnMessages {
  readonly #clock: Clock;
  readonly #logins = new Set<string>();
  #young = new Set<string>();
  #old = new Set<string>();
  /** By room and sender. */
  readonly #underWay = new Map<string, Set<Promise<void>>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins a sending. @param login who speaks */
  begin(channel: string, login: string, nonce: string): Sending {
    this.#logins.add(login);
    this.#remember(nonce);
    const key = `${channel} ${login}`;
    let done = nothing;
    const promise = new Promise<void>((resolve) => (done = resolve));
    const others = this.#underWay.get(key);
    if (others === undefined) this.#underWay.set(key, new Set([promise]));
    else others.add(promise);
    return {
      settle: (messageId) => {
        if (messageId !== null) this.#remember(messageId);
        const all = this.#underWay.get(key);
        all?.delete(promise);
        if (all?.size === 0) this.#underWay.delete(key);
        done();
      },
    };
  }

  /** Cheap first question for each line: whether somebody wrote it who speaks from this process. */
  mayBeOwn(line: { isFrom(login: string): boolean }): boolean {
    for (const login of this.#logins) if (line.isFrom(login)) return true;
    return false;
  }

  /**
   * Whether this process sent the line. A line can be faster than the answer that tells its id; then the answer is
   * waited for, 3 s at most.
   */
  isOwn(message: ChatMessage): boolean | Promise<boolean> {
    if (this.#knows(message)) return true;
    const underWay = this.#underWay.get(`${message.channel.login} ${message.user.login}`);
    return underWay === undefined ? false : this.#wait(message, [...underWay]);
  }

  async #wait(message: ChatMessage, underWay: readonly Promise<void>[]): Promise<boolean> {
    let timer: Timer;
    const tooLong = new Promise<void>((resolve) => {
      timer = this.#clock.setTimeout(resolve, bounds.waitMs);
    });
    for (const answer of underWay) {
      await Promise.race([answer, tooLong]);
      if (this.#knows(message)) break;
    }
    this.#clock.clearTimeout(timer);
    return this.#knows(message);
  }

  #knows(message: ChatMessage): boolean {
    return this.#has(message.id) || (message.nonce !== null && this.#has(message.nonce));
  }

  #has(id: string): boolean {
    return id !== '' && (this.#young.has(id) || this.#old.has(id));
  }

  #remember(id: string): void {
    if (this.#young.size >= bounds.remembered) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(id);
  }
}
