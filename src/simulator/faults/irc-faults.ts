/** Which chat connections a fault hits; without fields it is all of them. */
export interface IrcFilter {
  /** Login of the account, `justinfan…` for an anonymous one. */
  readonly login?: string;
  /** At most so many of them, those first that were opened first. */
  readonly most?: number;
}

/** What the chat server lets be done to it. It registers itself with `IrcFaults.attach`. */
export interface IrcFaultTarget {
  /** Cuts the sockets without a close frame. Returns how many. */
  drop(filter: IrcFilter): number;
  /** The sockets stay open, but nothing is read or written any more. Returns how many. */
  freeze(filter: IrcFilter): number;
  /** Sends RECONNECT, and closes after `closeAfterMs`. Returns how many. */
  reconnect(filter: IrcFilter, closeAfterMs: number): number;
  /** Sends `line` as it is, CR LF added. Returns to how many. */
  sendRaw(filter: IrcFilter, line: string): number;
}

/** The notices of a refused login (irc-notes §2). */
export type LoginFailure =
  'Login authentication failed' | 'Improperly formatted auth' | 'Login unsuccessful' | 'Invalid NICK';

/** How long after RECONNECT the server closes; Twitch takes some tens of seconds up to minutes (irc-notes §3). */
const RECONNECT_CLOSE_AFTER_MS = 30_000;

/** Faults of the simulated chat. Everything takes effect at once or, where "next" is in the name, on the next occasion. */
export class IrcFaults {
  readonly #targets: IrcFaultTarget[] = [];
  readonly #logins: LoginFailure[] = [];
  readonly #joins: string[] = [];

  /** @internal Called by the chat server. */
  attach(target: IrcFaultTarget): void {
    this.#targets.push(target);
  }

  drop(filter: IrcFilter = {}): number {
    return this.#each((target) => target.drop(filter));
  }

  halfOpen(filter: IrcFilter = {}): number {
    return this.#each((target) => target.freeze(filter));
  }

  reconnect(filter: IrcFilter = {}, { closeAfterMs = RECONNECT_CLOSE_AFTER_MS } = {}): number {
    return this.#each((target) => target.reconnect(filter, closeAfterMs));
  }

  sendRaw(line: string, filter: IrcFilter = {}): number {
    return this.#each((target) => target.sendRaw(filter, line));
  }

  /** The next `times` logins are refused with this notice, and their sockets closed. */
  failNextLogin(failure: LoginFailure = 'Login authentication failed', times = 1): void {
    for (let i = 0; i < times; i++) this.#logins.push(failure);
  }

  /** The next `times` JOINs of this channel get no answer and no effect. */
  ignoreNextJoin(channelLogin: string, times = 1): void {
    for (let i = 0; i < times; i++) this.#joins.push(channelLogin);
  }

  /** @internal */
  takeLoginFailure(): LoginFailure | undefined {
    return this.#logins.shift();
  }

  /** @internal */
  takeIgnoredJoin(channelLogin: string): boolean {
    const index = this.#joins.indexOf(channelLogin);
    if (index === -1) return false;
    this.#joins.splice(index, 1);
    return true;
  }

  clear(): void {
    this.#logins.length = 0;
    this.#joins.length = 0;
  }

  #each(act: (target: IrcFaultTarget) => number): number {
    return this.#targets.reduce((sum, target) => sum + act(target), 0);
  }
}
