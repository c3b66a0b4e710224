import type { Clock, Random } from '../clock';
import type { TwitchError } from '../errors';
import type { ChatEvent } from './chat-event';
import type { ChatTransport } from './chat-transport';
import type { connectionTiming } from './connection';
import type { ChatLogin } from './login';
import type { OwnMessages } from './own-messages';
import type { IrcMessage } from './parse';
import type { JoinFailure } from './room';
import type { ShardPhase } from './shard-options';
import type { ShardManager } from './shard-manager';

/** What holds when nothing else is said. */
export const chatClientDefaults = {
  /** Time to wait for the answer to a JOIN, in milliseconds; a room is asked for twice. */
  joinTimeoutMs: 15_000,
  /** Rooms a connection. */
  shardLimit: 100,
  /** Messages that `getMessage` finds. */
  messageCache: 500,
  heartbeatMs: 30_000,
} as const;

export interface ChatClientOptions {
  /** WebSocket address of the chat server. */
  readonly url: string;
  /** Who logs in. Without it chat is read anonymously and nothing can be said over it. */
  readonly login?: ChatLogin | null | undefined;
  /** Rooms to join at the start, or a function that gives them. */
  readonly channels?: readonly string[] | (() => readonly string[] | Promise<readonly string[]>) | undefined;
  /** Runs once, before the first login. */
  readonly setup?: (() => void | Promise<void>) | undefined;
  /** Tell who comes and goes. Much traffic, late, and incomplete in big rooms. Default false. */
  readonly membership?: boolean | undefined;
  /** The account is a verified bot, which may join and say more. Default false. */
  readonly verified?: boolean | undefined;
  /** Between two PINGs of ours, in milliseconds. Default 30 s. */
  readonly heartbeatMs?: number | undefined;
  readonly joinTimeoutMs?: number | undefined;
  /** Rooms a window of joining; `Infinity` for no limit. Default: Twitch's. */
  readonly joinRate?: { readonly rooms: number; readonly perMs: number } | undefined;
  /** Rooms a connection. Default 100. */
  readonly shardLimit?: number | undefined;
  /** Spreads rooms over connections; replaces `shardLimit`. */
  readonly shards?: ShardManager | undefined;
  /** Messages kept for `getMessage`, 0 for none. Default 500. */
  readonly messageCache?: number | undefined;
  /** Read no faster than the program keeps up. Default true. */
  readonly paced?: boolean | undefined;
  /** Another way to send than over this connection. */
  readonly transport?: ChatTransport | undefined;
  /** How `say`, `reply` and `me` send. Default: the other way where there is one. */
  readonly sendOver?: ChatTransport['name'] | undefined;
  /** Login of who speaks, for a client that sends without being logged in to chat. */
  readonly speaker?: (() => string) | undefined;
  /** Shared by the clients of one process, so that each knows the others' lines. */
  readonly own?: OwnMessages | undefined;
  /** User id of a channel, for a transport that needs it where the room is not joined. */
  readonly channelId?: ((login: string) => Promise<string>) | undefined;
  readonly timing?: Partial<Record<keyof typeof connectionTiming, number>> | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

/** How a client is doing. */
export interface ChatState {
  /** The worst of its connections, but `connected` as soon as one of them is. */
  readonly phase: ShardPhase;
  /** Who is logged in; null before the login. Anonymous readers are called `justinfan…`. */
  readonly login: string | null;
  readonly error: TwitchError | null;
  /** When the next attempt is made, milliseconds since 1970; null when none is planned. */
  readonly retryAt: number | null;
  readonly shards: readonly {
    readonly number: number;
    readonly phase: ShardPhase;
    readonly channels: number;
    readonly error: TwitchError | null;
  }[];
}

export interface JoinFailed {
  readonly channel: string;
  /** Twitch's `msg-id`, or `no_answer`. */
  readonly reason: JoinFailure;
  readonly error: TwitchError;
}

/** A connection broke. Lines of these rooms are missing until they are joined again. */
export interface ChatLoss {
  readonly shard: number;
  readonly channels: readonly string[];
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

type EventsByType = { [Event in ChatEvent as Event['type']]: [event: Event] };

/** Events of a ChatClient. Each chat event has its own name; own joins are told as `join` with `own`. */
export interface ChatClientEvents extends EventsByType {
  state: [state: ChatState];
  /** All connections are logged in for the first time. */
  ready: [];
  shardReady: [number: number];
  joinFailed: [failure: JoinFailed];
  lost: [loss: ChatLoss];
  /** Each line as it came. */
  rawData: [raw: string];
  /** Each line, parsed. */
  rawPayload: [line: IrcMessage];
  /** A listener threw. The other listeners and lines go on. */
  listenerError: [error: unknown];
}
