import type { Clock, Random } from '../clock';
import type { AlikeStates } from './alike-states';
import type { Capability, ConnectionEnd, connectionTiming } from './connection';
import type { JoinQueue } from './join-queue';
import type { ChatLogin, LoginGate } from './login';
import type { IrcMessage } from './parse';
import type { JoinFailure, Room } from './room';
import type { Rooms } from './rooms';
import type { Shard } from './shard';

/**
 * - `waiting`: for the next attempt
 * - `moving`: connected, while a new connection takes over
 * - `sign-in`: Twitch does not accept the sign-in; `retry` after a new one
 * - `refused`: the settings are wrong; `retry` after a change
 */
export type ShardPhase =
  'idle' | 'connecting' | 'waiting' | 'connected' | 'moving' | 'sign-in' | 'refused' | 'closed';

export interface ShardHandlers {
  onPhase(shard: Shard): void;
  /** Logged in anew. */
  onReady(shard: Shard): void;
  /** Each line once. Own JOINs are told by `onJoined`. @param room the wanted room it is about; not looked up for PRIVMSG */
  onLine(shard: Shard, line: IrcMessage, room: Room | undefined): void;
  /** The state of a room is the one that was learned last. False when the line itself is wanted. */
  onAlikeState(shard: Shard, room: Room): boolean;
  onMalformed(raw: string): void;
  onJoined(shard: Shard, room: Room): void;
  onJoinFailed(shard: Shard, room: Room, reason: JoinFailure): void;
  /** The connection broke, and with it these rooms. */
  onLost(shard: Shard, rooms: readonly Room[], end: ConnectionEnd): void;
}

export interface ShardOptions {
  readonly url: string;
  readonly login: ChatLogin | null;
  readonly gate: LoginGate;
  readonly queue: JoinQueue;
  /** All wanted rooms, those of other shards too. */
  readonly rooms: Rooms;
  /** Learned from the states of all rooms. */
  readonly states: AlikeStates;
  readonly capabilities: readonly Capability[];
  readonly clock: Clock;
  readonly random: Random;
  readonly timing: Partial<Record<keyof typeof connectionTiming, number>>;
  readonly joinTimeoutMs: number;
  readonly paced: boolean;
}
