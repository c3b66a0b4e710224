import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** A WebSocket server that hangs on the simulator's one port. */
export interface UpgradeServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every connection and resolves when all are gone. */
  close(): Promise<void>;
}

/** An HTTP answer that is not yet written. A body of undefined is no body. */
export interface ApiAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** The conduit part of Helix. All with an app token, whose client id is given. */
export interface ConduitApi {
  list(clientId: string): ApiAnswer;
  create(request: { readonly clientId: string; readonly shardCount: number }): ApiAnswer;
  resize(request: { readonly clientId: string; readonly id: string; readonly shardCount: number }): ApiAnswer;
  remove(request: { readonly clientId: string; readonly id: string }): ApiAnswer;
  shards(request: {
    readonly clientId: string;
    readonly conduitId: string;
    readonly status: string | undefined;
    readonly after: string | undefined;
  }): ApiAnswer;
  attach(request: {
    readonly clientId: string;
    readonly conduitId: string;
    readonly shards: readonly {
      readonly id: string;
      readonly transport: { readonly method: string; readonly session_id: string | undefined };
    }[];
  }): ApiAnswer;
}

/** The subscription part of Helix, which belongs to the EventSub server. Token and client id were checked before. */
export interface SubscriptionApi {
  readonly conduits: ConduitApi;
  create(request: {
    readonly clientId: string;
    /** Null with an app token. */
    readonly userId: string | null;
    readonly scopes: readonly string[];
    readonly type: string;
    readonly version: string;
    readonly condition: Readonly<Record<string, unknown>>;
    readonly transport: Readonly<Record<string, unknown>>;
  }): ApiAnswer;
  list(request: {
    readonly clientId: string;
    readonly userId: string | null;
    /** The filters of the query as sent: status, type, user_id, subscription_id, conduit_id, after. */
    readonly filters: Readonly<Record<string, string>>;
  }): ApiAnswer;
  remove(request: {
    readonly clientId: string;
    readonly userId: string | null;
    readonly id: string;
  }): ApiAnswer;
}

/** A request as a fault rule may look at it. */
export interface FaultRequest {
  readonly kind: 'helix' | 'oauth';
  readonly method: string;
  /** Below the mount point: `/polls`, `/token`. */
  readonly path: string;
  /** Id of the endpoint in the table; null where there is none. */
  readonly endpoint: string | null;
  /** Login that the token belongs to; null without one. */
  readonly login: string | null;
}

/** What goes wrong with one HTTP request. */
export type HttpFault =
  /** Answered like this without doing the work. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The socket is cut: before the work was done, or after it, so that only the answer is lost. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  /** The work is done, half of the body is sent, then the socket is cut. */
  | { readonly kind: 'cut' }
  /** The work is done, the body is no JSON. */
  | { readonly kind: 'garbage' }
  /** The work is done at once, the answer comes `ms` milliseconds of the clock later. */
  | { readonly kind: 'slow'; readonly ms: number };

/** What the HTTP side asks of the faults before it does anything with a request. */
export interface HttpFaults {
  /** The fault that this request is to meet; each call uses one up. */
  nextHttp(request: FaultRequest): HttpFault | undefined;
}
