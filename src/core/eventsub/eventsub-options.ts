import type { TokenSource } from '../auth/token-handler';
import type { Clock, Random } from '../clock';
import type { TwitchError } from '../errors';
import type {
  EventCondition,
  EventPayload,
  EventType,
  EventVersion,
  NewestVersion,
} from '../../tables/events';
import type { SubscriptionApi } from './api';
import type { Condition, FindId } from './condition';
import type { ConduitApi } from './conduit/conduit-api';
import type { ConduitOptions } from './conduit/conduit-options';
import type { ShardState } from './conduit/shard';
import type { CreationFigures } from './creation-queue';
import type { WireObject } from './frame';
import type { EventSubGap } from './gap-log';
import type { StateReader } from './recovery/kind';
import type { EventSubRecovery } from './recovery/recovery';
import type { SocketTiming } from './socket';
import type { TransportState } from './transport';

export const eventSubDefaults = {
  /** How long a subscription is kept at Twitch after the last listener has stopped: a deploy stops and starts at once. */
  lingerMs: 5_000,
} as const;

export interface EventSubOptions {
  /** Address of the EventSub WebSocket. */
  readonly url: string;
  readonly tokens: Pick<TokenSource, 'getUserToken'>;
  /** Creates, removes and lists subscriptions: `helixSubscriptionApi(helix)`. */
  readonly api: SubscriptionApi;
  /**
   * Reads state after a gap, with the sign-in of a user: `helixStateReader(helix)`. Left out: gaps are told, and what was
   * missed stays missed.
   */
  readonly readerFor?: ((userId: string) => StateReader) | undefined;
  /** Finds the id of a login, so that conditions may name people by it. Left out: logins are refused. */
  readonly findId?: FindId | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  /** 10 to 600; asked of Twitch, which announces 10 where it is not set. */
  readonly keepaliveSeconds?: number | undefined;
  readonly lingerMs?: number | undefined;
  /** Subscriptions on one session; 300, which is also the most. */
  readonly perSession?: number | undefined;
  /** Deadlines of sockets, for tests and odd servers. */
  readonly socket?: Partial<SocketTiming> | undefined;
  /** Read no faster than the program keeps up, so that a flood does not fill its memory; on by default. */
  readonly paced?: boolean | undefined;
  /** Figures of the requests that create subscriptions, for tests and odd servers. */
  readonly creation?: Partial<CreationFigures> | undefined;
  /**
   * Everything that is wanted hangs on a conduit of the application, in place of sessions of single users. `api` is then
   * `conduitSubscriptionApi(helix, …)`.
   */
  readonly conduit?: (ConduitOptions & { readonly api: ConduitApi }) | undefined;
}

/** The newest version of a type of the table; any text for a type by hand. */
export type VersionFor<Type extends string> = Type extends EventType ? NewestVersion<Type> : string;

/** The fields that the table knows for a type in a version; any for a type or version by hand. */
type ConditionFor<Type extends string, Version extends string> = Type extends EventType
  ? Version extends EventVersion<Type>
    ? EventCondition<Type, Version>
    : Readonly<Record<string, string | undefined>>
  : Readonly<Record<string, string | undefined>>;

export type PayloadFor<Type extends string, Version extends string> = Type extends EventType
  ? Version extends EventVersion<Type>
    ? EventPayload<Type, Version>
    : WireObject
  : WireObject;

export interface SubscribeRequest<Type extends string = string, Version extends string = VersionFor<Type>> {
  readonly type: Type;
  /** The newest version of the table where it is left out; must be given for a type that the table does not know. */
  readonly version?: Version | undefined;
  /** Text. People by id or login: a login is looked up once, and its id is what counts from then on. */
  readonly condition: ConditionFor<Type, Version>;
  /**
   * Id or login of the user whose sign-in is used. Left out: the user whom the event's row names, where it names one;
   * else whoever is signed in.
   */
  readonly user?: string | undefined;
}

export interface SessionState {
  /** Id of the Twitch user; `''` for a conduit. */
  readonly user: string;
  readonly state: TransportState;
  /** One sentence, while it is `waiting`. */
  readonly reason: string | null;
  /** Milliseconds since 1970 of the next attempt, while it is `waiting`. */
  readonly retryAt: number | null;
  /** Number of subscriptions that are wanted on it. */
  readonly wanted: number;
  /** Of a conduit: each shard that this process connects. */
  readonly shards?: readonly ShardState[];
}

export interface Revocation {
  readonly user: string;
  readonly type: string;
  readonly version: string;
  readonly condition: Condition;
  /** Twitch's word: `authorization_revoked`, `moderator_removed`, ... */
  readonly status: string;
  readonly error: TwitchError;
}

/** Something that is wanted and cannot be had until a person does something. */
export interface Refusal {
  /** Id of the Twitch user; null where nobody is signed in who could carry it. */
  readonly user: string | null;
  readonly type: string;
  readonly version: string;
  readonly condition: Condition;
  readonly error: TwitchError;
}

export interface EventSubEvents {
  /** A session connects, is connected, waits, ... */
  state: [session: SessionState];
  /** Events may be missing; told once the subscriptions are live again. */
  gap: [gap: EventSubGap];
  /** After a gap: state was read again, and what was missed was handed to the listeners, marked `recovered`. */
  recovered: [recovery: EventSubRecovery];
  /** Twitch ended a subscription. */
  revoked: [revocation: Revocation];
  /** A subscription was refused for good, or cannot be asked for without a sign-in; once for each time it is tried. */
  refused: [refusal: Refusal];
  /** A listener threw or rejected. Listeners to the same notification have been called all the same. */
  listenerError: [error: unknown, type: string];
  /** For a debug log; never holds a secret. */
  debug: [text: string];
}
