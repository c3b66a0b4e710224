import type { Clock } from '../clock';
import { TwitchError } from '../errors';
import { Room, type JoinFailure, type Unjoined } from './room';

/** When a room that could not be joined is tried again, in milliseconds: doubled up to the last. A suspension ends some day. */
const retryTiming = { firstMs: 300_000, lastMs: 3_600_000 } as const;

const failureSentences: Readonly<Record<string, string>> = {
  no_answer: 'there is no channel of this name, or Twitch did not answer',
  msg_channel_suspended: 'the channel is suspended or does not exist',
  msg_banned: 'the account is banned there',
  msg_room_not_found: 'there is no such room',
  tos_ban: 'the channel is banned from Twitch',
  msg_concurrent_channel_limit_reached:
    'the account is in as many rooms as Twitch allows (100 where it has no role)',
  left: 'it was left before it was joined',
  closed: 'the chat was closed',
};

export function joinError(login: string, reason: JoinFailure): TwitchError {
  return new TwitchError(
    reason === 'closed' || reason === 'left' ? 'TWITCH_ABORTED' : 'TWITCH_JOIN_FAILED',
    `The chat of ${login} could not be joined: ${failureSentences[reason] ?? reason}.`,
    { channel: login, reason },
  );
}

/** All rooms that somebody wants, joined or not. */
export class Rooms {
  readonly #clock: Clock;
  readonly #rejoin: (room: Room) => void;
  readonly #byLogin = new Map<string, Room>();

  /** @param rejoin asks for a room again, some time after it failed */
  constructor(clock: Clock, rejoin: (room: Room) => void) {
    this.#clock = clock;
    this.#rejoin = rejoin;
  }

  /** Their names as of now. */
  get wanted(): ReadonlySet<string> {
    return new Set(this.#byLogin.keys());
  }

  /** The names of those that are joined now. */
  get joined(): ReadonlySet<string> {
    const joined = new Set<string>();
    for (const { isJoined, login } of this.#byLogin.values()) if (isJoined) joined.add(login);
    return joined;
  }

  get(login: string): Room | undefined {
    return this.#byLogin.get(login);
  }

  add(login: string, shard: number): Room {
    const room = new Room(login, shard);
    this.#byLogin.set(login, room);
    return room;
  }

  /** A promise for the room to be joined. Rejections that nobody looks at do no harm. */
  whenJoined(room: Room): Promise<void> {
    if (room.isJoined) return Promise.resolve();
    const unjoined = (room.unjoined ??= newUnjoined());
    return (unjoined.promise ??= promiseInto(unjoined));
  }

  onJoined(room: Room): void {
    const { unjoined } = room;
    room.isJoined = true;
    if (unjoined === null) return;
    room.unjoined = null;
    this.#clock.clearTimeout(unjoined.retryTimer);
    unjoined.resolve();
  }

  /** True when the failure is news: it is told once until it changes. */
  onFailed(room: Room, reason: JoinFailure): boolean {
    const unjoined = (room.unjoined ??= newUnjoined());
    const isNews = unjoined.failure !== reason;
    unjoined.failure = reason;
    unjoined.failures++;
    const { firstMs, lastMs } = retryTiming;
    this.#clock.clearTimeout(unjoined.retryTimer);
    unjoined.retryTimer = this.#clock.setTimeout(
      () => this.#rejoin(room),
      Math.min(lastMs, firstMs * 2 ** Math.min(unjoined.failures - 1, 10)),
    );
    rejectWaiting(room, reason);
    return isNews;
  }

  remove(login: string, reason: 'left' | 'closed' = 'left'): Room | undefined {
    const room = this.#byLogin.get(login);
    if (room === undefined) return undefined;
    this.#byLogin.delete(login);
    this.#forget(room, reason);
    return room;
  }

  clear(): void {
    const rooms = [...this.#byLogin.values()];
    this.#byLogin.clear();
    for (const room of rooms) this.#forget(room, 'closed');
  }

  #forget(room: Room, reason: JoinFailure): void {
    room.isJoined = false;
    if (room.unjoined === null) return;
    this.#clock.clearTimeout(room.unjoined.retryTimer);
    rejectWaiting(room, reason);
  }
}

const ignore = (): void => undefined;

function newUnjoined(): Unjoined {
  return {
    promise: null,
    resolve: ignore,
    reject: ignore,
    failure: null,
    failures: 0,
    retryTimer: undefined,
  };
}

/** Where the executor below leaves what it is handed: one function for all rooms instead of one for each. */
let resolveNew: () => void = ignore;
let rejectNew: (error: TwitchError) => void = ignore;
const keepFunctions = (resolve: () => void, reject: (error: TwitchError) => void): void => {
  resolveNew = resolve;
  rejectNew = reject;
};

function promiseInto(unjoined: Unjoined): Promise<void> {
  const promise = new Promise<void>(keepFunctions);
  unjoined.resolve = resolveNew;
  unjoined.reject = rejectNew;
  return promise;
}

function rejectWaiting({ login, unjoined }: Room, reason: JoinFailure): void {
  if (unjoined === null || unjoined.promise === null) return;
  const { promise, reject } = unjoined;
  unjoined.promise = null;
  unjoined.resolve = unjoined.reject = ignore;
  // Only now: most rooms are joined, and nothing needs to be made for those.
  promise.catch(ignore);
  reject(joinError(login, reason));
}
