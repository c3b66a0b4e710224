import type { Clock, Timer } from '../clock';
import { TwitchError } from '../errors';
import type { RoomSettings, UserState } from './chat-event';
import { openRoom } from './messages';
import type { JoinFailure } from './room-joins';

/** A wanted room. */
export interface ChatRoom {
  readonly login: string;
  /** User id of the channel; empty until the server has told it. */
  readonly id: string;
  readonly isJoined: boolean;
  /** Why it could not be joined: Twitch's `msg-id`, or `no_answer`. Null while nothing is wrong. */
  readonly failure: JoinFailure | null;
  /** Null until the server has told them. */
  readonly settings: RoomSettings | null;
  /** Who we are here; null until the server has told it, and always for anonymous readers. */
  readonly userState: UserState | null;
}

/** One for all who wait for the same room. */
interface Waiting {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: TwitchError) => void;
}

export interface RoomEntry extends ChatRoom {
  id: string;
  isJoined: boolean;
  failure: JoinFailure | null;
  settings: RoomSettings | null;
  userState: UserState | null;
  /** Number of the connection it belongs to. */
  shard: number;
  /** Callers of `join` who wait; null for none, which is nearly always. */
  waiting: Waiting | null;
  failures: number;
  retryTimer: Timer;
}

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
  readonly #rejoin: (room: RoomEntry) => void;
  readonly #byLogin = new Map<string, RoomEntry>();
  readonly #joined = new Set<string>();

  /** @param rejoin asks for a room again, some time after it failed */
  constructor(clock: Clock, rejoin: (room: RoomEntry) => void) {
    this.#clock = clock;
    this.#rejoin = rejoin;
  }

  get wanted(): ReadonlySet<string> {
    return new Set(this.#byLogin.keys());
  }

  get joined(): ReadonlySet<string> {
    return this.#joined;
  }

  get(login: string): RoomEntry | undefined {
    return this.#byLogin.get(login);
  }

  all(): IterableIterator<RoomEntry> {
    return this.#byLogin.values();
  }

  add(login: string, shard: number): RoomEntry {
    const room: RoomEntry = {
      login,
      id: '',
      isJoined: false,
      failure: null,
      settings: null,
      userState: null,
      shard,
      waiting: null,
      failures: 0,
      retryTimer: undefined,
    };
    this.#byLogin.set(login, room);
    return room;
  }

  /** A promise for the room to be joined. Rejections that nobody looks at do no harm. */
  whenJoined(room: RoomEntry): Promise<void> {
    if (room.isJoined) return Promise.resolve();
    return (room.waiting ??= waiting()).promise;
  }

  onJoined(room: RoomEntry): void {
    room.isJoined = true;
    room.failure = null;
    room.failures = 0;
    this.#clock.clearTimeout(room.retryTimer);
    this.#joined.add(room.login);
    takeWaiting(room)?.resolve();
  }

  /** True when the failure is news: it is told once until it changes. */
  onFailed(room: RoomEntry, reason: JoinFailure): boolean {
    const isNews = room.failure !== reason;
    room.failure = reason;
    room.failures++;
    const { firstMs, lastMs } = retryTiming;
    this.#clock.clearTimeout(room.retryTimer);
    room.retryTimer = this.#clock.setTimeout(
      () => this.#rejoin(room),
      Math.min(lastMs, firstMs * 2 ** Math.min(room.failures - 1, 10)),
    );
    rejectWaiting(room, reason);
    return isNews;
  }

  onLost(login: string): void {
    this.#joined.delete(login);
    const room = this.#byLogin.get(login);
    if (room !== undefined) room.isJoined = false;
  }

  remove(login: string, reason: 'left' | 'closed' = 'left'): RoomEntry | undefined {
    const room = this.#byLogin.get(login);
    if (room === undefined) return undefined;
    this.#byLogin.delete(login);
    this.#joined.delete(login);
    this.#clock.clearTimeout(room.retryTimer);
    rejectWaiting(room, reason);
    return room;
  }
}

const ignore = (): void => undefined;

function waiting(): Waiting {
  let resolve: () => void = ignore;
  let reject: (error: TwitchError) => void = ignore;
  const promise = new Promise<void>((onDone, onFailed) => {
    resolve = onDone;
    reject = onFailed;
  });
  return { promise, resolve, reject };
}

function takeWaiting(room: RoomEntry): Waiting | null {
  const { waiting: taken } = room;
  room.waiting = null;
  return taken;
}

function rejectWaiting(room: RoomEntry, reason: JoinFailure): void {
  const taken = takeWaiting(room);
  if (taken === null) return;
  // Only now: most rooms are joined, and nothing needs to be made for those.
  taken.promise.catch(ignore);
  taken.reject(joinError(room.login, reason));
}

/** Most rooms ask nothing of their chatters: one object for all of them. */
export function shareSettings(settings: RoomSettings): RoomSettings {
  const { emoteOnly, followersOnlyMinutes, uniqueChat, slowSeconds, subscribersOnly } = settings;
  const asksNothing =
    !emoteOnly && followersOnlyMinutes === null && !uniqueChat && slowSeconds === 0 && !subscribersOnly;
  return asksNothing ? openRoom : settings;
}
