import type { Clock, Random } from '../core/clock';
import type { EndpointAnswer, EndpointArgs, EndpointId } from '../tables/endpoints';
import type { ChannelRef, FlowMessage } from './message';

/**
 * What the behaviours need from the world. node-red builds these from the core client and hands them in; tests build
 * them by hand. The interfaces are narrow on purpose and are satisfied by the classes of `src/core`.
 */

export interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

/** Which of the two sign-ins of an account acts. */
export type Identity = 'channel' | 'bot';

/** Who stands behind an account at this moment. */
export interface Identities {
  /** The account's own channel. Without sign-in it has a login and perhaps no id. Null while nothing is known. */
  readonly channel: ChannelRef | null;
  /** Who is signed in for each slot; null if nobody. Without a bot the channel speaks for itself. */
  readonly signedIn: { readonly channel: Person | null; readonly bot: Person | null };
}

export interface HelixCallOptions {
  /** Id or login of who acts. */
  readonly user?: string;
  readonly token?: 'user' | 'app';
  readonly signal?: AbortSignal;
  /** Leave out the checks before sending ("send anyway"). */
  readonly unchecked?: boolean;
}

/** Arguments of a call that is known only at run time. */
export interface AnyCallArgs {
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

export interface AnswerPage {
  readonly items: readonly unknown[];
  readonly answer: unknown;
  readonly isLast: boolean;
}

/** `HelixClient`, as far as the behaviours use it. */
export interface HelixCaller {
  call<Id extends EndpointId>(
    id: Id,
    args: EndpointArgs<Id>,
    options?: HelixCallOptions,
  ): Promise<EndpointAnswer<Id>>;
  /** As `call`, checked as well, for an id that is known only at run time. */
  callAny(id: string, args: AnyCallArgs, options?: HelixCallOptions): Promise<unknown>;
  /** All elements of a list that comes in pages, up to `cap`. */
  pagesAny(
    id: string,
    args: AnyCallArgs,
    options?: HelixCallOptions & { readonly cap?: number },
  ): PromiseLike<readonly unknown[]>;
  /** The same, one page after the other: its elements, Twitch's whole answer, and whether another one follows. */
  pageByPage(
    id: string,
    args: AnyCallArgs,
    options?: HelixCallOptions & { readonly cap?: number },
  ): AsyncIterable<AnswerPage>;
  /** A call past the table: nothing is checked. */
  request(
    request: {
      readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      readonly path: string;
      readonly query?: Readonly<Record<string, unknown>> | undefined;
      /** Sent as JSON, whatever it is. */
      readonly body?: unknown;
    },
    options?: HelixCallOptions,
  ): Promise<unknown>;
}

/** What became of a chat message. */
export interface SendResult {
  readonly sent: boolean;
  /** Id of the (first) line, needed to pin or delete it. */
  readonly messageId: string | null;
  /** Why Twitch did not show it. */
  readonly dropReason: { readonly code: string; readonly message: string } | null;
  /** When the same text may get through, seconds from now; null when never, or not known. */
  readonly retryAfterSeconds?: number | null;
  /** Into how many lines the text was split. */
  readonly parts: number;
}

/** The queue of one account: paced, split at 500 characters, guarded against doubles. */
export interface ChatSender {
  send(
    message: {
      readonly channel: ChannelRef;
      readonly text: string;
      readonly as: Identity;
      /** Id of the line this answers. */
      readonly replyTo?: string;
      /** Goes before what else waits for the room: an answer to a moderator. */
      readonly priority?: true;
    },
    options?: { readonly signal?: AbortSignal },
  ): Promise<SendResult>;
}

/** One event as EventSub delivers it: `EventSubNotification` of the core. */
export interface EventNotification {
  /** Twitch's id of the notification. */
  readonly id: string;
  readonly type: string;
  readonly version: string;
  /** RFC 3339, when Twitch sent it. */
  readonly at: string;
  /** Twitch's own object. */
  readonly event: unknown;
  /** It was read again after a gap instead of received. */
  readonly recovered?: true;
}

/** `EventSubClient`, as far as the behaviours use it. */
export interface EventSource {
  subscribe(
    wanted: {
      readonly type: string;
      readonly version?: string;
      readonly condition: Readonly<Record<string, string>>;
      /** Id of the user whose sign-in carries it. */
      readonly user: string;
    },
    listener: (notification: EventNotification) => void,
  ): {
    /** Resolves once events arrive, rejects when Twitch refuses them for good. */
    readonly ready: Promise<void>;
    stop(): void;
  };
}

/** Whether a channel is live. */
export interface LiveReader {
  /** null: cannot be known, because nobody is signed in or Twitch has not answered yet. */
  isLive(channelId: string): boolean | null;
  /** When the stream began, milliseconds since 1970; null while it is not live or that is not known. */
  startedAt?(channelId: string): number | null;
}

/** A drawer of the state store that belongs to one node. Values are JSON. Both calls may fail; callers cope. */
export interface StateStore {
  get(key: string): Promise<unknown>;
  /** `undefined` removes the key. */
  set(key: string, value: unknown): Promise<void>;
}

/** People that exist where test events happen, so that actions behind a test meet somebody. */
export interface SamplePeople {
  readonly viewers: readonly Person[];
  readonly moderator: Person;
}

/** What a trigger's behaviour lives in. */
export interface TriggerContext {
  /** Name of the account node, or its id: `msg.twitch.account`. */
  readonly account: string;
  /** The account is the simulated channel. */
  readonly practice: boolean;
  readonly identities: () => Identities;
  readonly clock: Clock;
  readonly random: Random;
  readonly state: StateStore;
  readonly live: LiveReader;
  /** Logins of known bots, lower case: the account's editable list. */
  readonly isKnownBot: (login: string) => boolean;
  /** Whose names test events bear; invented ones if left out. */
  readonly samplePeople?: SamplePeople;
  /** Told when a pattern of the node was stopped because it took too long at a line. */
  readonly onSlowPattern?: () => void;
}

/** What an action runs in. One per call: `signal` belongs to the node and is aborted when it closes. */
export interface ActionContext {
  readonly account: string;
  readonly practice: boolean;
  readonly identities: () => Identities;
  readonly helix: HelixCaller;
  readonly chat: ChatSender;
  readonly events: EventSource;
  readonly live: LiveReader;
  readonly clock: Clock;
  readonly random: Random;
  readonly state: StateStore;
  /** A drawer that all nodes of the account share. */
  readonly shared: StateStore;
  readonly signal: AbortSignal;
  /** Sends a message on its way while the action still works; what it returns leaves last. A copy is sent. */
  readonly emit: (result: ActionResult) => void;
  /** The people behind logins or ids, unknown ones left out. */
  readonly findUsers: (loginsOrIds: readonly string[]) => Promise<readonly Person[]>;
  /** Logins of known bots, lower case: the account's editable list. */
  readonly isKnownBot: (login: string) => boolean;
  /** Scopes granted to a sign-in, null if nobody is signed in there: tests on a real account are checked against them. */
  readonly granted: (as: Identity) => readonly string[] | null;
  /** Calls left in this minute for a user, null if not known yet. */
  readonly limits?: (
    userId: string,
  ) => { readonly remaining: number; readonly resetAt: number | null } | null;
  /**
   * Set for a real account that does not let tests act: the same context of the practice world. For a message of a test
   * button the action checks against this context, acts in that one, and marks the answer. Other messages never use it.
   */
  readonly pretend: (() => Promise<ActionContext>) | null;
}

/** Something worth telling the node's status that is not an error. */
export type ActionNote = 'test-not-sent' | 'unknown-placeholder';

export interface ActionResult {
  /**
   * One entry per output of the node, in the order of its definition; null where nothing leaves, a list where several
   * messages leave one after the other. What `send` takes.
   */
  readonly outputs: readonly (FlowMessage | FlowMessage[] | null)[];
  readonly notes: readonly ActionNote[];
  /** The message was none of its business: the status goes on showing what it showed. */
  readonly ignored?: true;
  /** What still goes on although the message has left; its rejection is told like an error of the message. */
  readonly later?: Promise<void>;
}

/** An action: the logic of one node. The instance lives as long as the node. */
export interface Action {
  /**
   * @param operation id of the operation, from the definition
   * @param params the fields of the operation, evaluated and with placeholders replaced; blank ones are undefined
   * @throws TwitchError; `cause.summary`, if set, was also put into `msg.twitch.summary` for a flow behind a Catch node
   */
  run(
    msg: FlowMessage,
    operation: string,
    params: ActionParams,
    context: ActionContext,
  ): Promise<ActionResult>;
  /** Takes up what a restart interrupted. Call once after the start; it settles when all of it is settled. */
  resume?(
    context: ActionContext,
    on: {
      readonly result: (result: ActionResult) => void;
      readonly error: (error: unknown, msg: FlowMessage) => void;
    },
  ): Promise<void>;
}

export type ActionParams = Readonly<Record<string, unknown>>;
