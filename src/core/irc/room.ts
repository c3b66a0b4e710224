import type { Timer } from '../clock';
import type { TwitchError } from '../errors';
import type { RoomSettings, RoomState, UserState } from './chat-event';

/** Why a room could not be joined: Twitch's `msg-id`, or `no_answer` for a name that does not exist or was given up. */
export type JoinFailure = string;

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

/** How far a connection is with a room. */
export const stages = { none: 0, queued: 1, asked: 2, joined: 3 } as const;
export type Stage = (typeof stages)[keyof typeof stages];

/** Connections that a shard has at a time: the current one, the one that takes over, the one that drains. */
export const linkSlots = 3;
const bitsPerStage = 2;
const stageMask = 0b11;
const allStages = (1 << (linkSlots * bitsPerStage)) - 1;
const joinedBit = allStages + 1;

/** What only a room that is not joined needs. */
export interface Unjoined {
  /** One for all who wait for the room; made when the first one asks. */
  promise: Promise<void> | null;
  resolve: () => void;
  reject: (error: TwitchError) => void;
  failure: JoinFailure | null;
  failures: number;
  retryTimer: Timer;
}

/**
 * A wanted room and where its joins stand: one small object for a room, since a client may be in thousands. Everything
 * that asks about a room finds it once by name and hands it on.
 */
export class Room implements ChatRoom {
  readonly login: string;
  settings: RoomSettings | null = null;
  userState: UserState | null = null;
  unjoined: Unjoined | null = null;
  /** Number of the shard it belongs to. */
  shard: number;
  /** As a number where it is one: that needs no memory of its own. */
  #id: string | number = '';
  /** The stages of the shard's connections, and whether it counts as joined. */
  #bits = 0;

  constructor(login: string, shard: number) {
    this.login = login;
    this.shard = shard;
  }

  get id(): string {
    return typeof this.#id === 'number' ? String(this.#id) : this.#id;
  }

  set id(id: string) {
    const number = Number(id);
    this.#id = String(number) === id ? number : id;
  }

  /** @param id below 2^53 */
  learnId(id: number): void {
    this.#id = id;
  }

  /** False when nothing changed: the same state comes again with every new connection. */
  learnSettings({ changed, settings }: Pick<RoomState, 'changed' | 'settings'>): boolean {
    const before = this.settings;
    if (before === settings) return false;
    this.settings = settings;
    return before === null || changed.some((name) => before[name] !== settings[name]);
  }

  get failure(): JoinFailure | null {
    return this.unjoined?.failure ?? null;
  }

  /** From the first connection that got in until it is lost. */
  get isJoined(): boolean {
    return (this.#bits & joinedBit) !== 0;
  }

  set isJoined(isJoined: boolean) {
    if (isJoined) this.#bits |= joinedBit;
    else this.#bits &= ~joinedBit;
  }

  /** @param slot of the connection, from 0 to below {@link linkSlots} */
  stage(slot: number): Stage {
    return ((this.#bits >> (slot * bitsPerStage)) & stageMask) as Stage;
  }

  setStage(slot: number, stage: Stage): void {
    const shift = slot * bitsPerStage;
    this.#bits = (this.#bits & ~(stageMask << shift)) | (stage << shift);
  }

  /** No connection knows it any more. */
  clearStages(): void {
    this.#bits &= ~allStages;
  }

  /** Whether any connection is in the room. @param but the slot of one that does not count */
  isIn(but = -1): boolean {
    for (let slot = 0; slot < linkSlots; slot++) {
      if (slot !== but && this.stage(slot) === stages.joined) return true;
    }
    return false;
  }
}
