import type { EventEmitter } from 'node:events';
import type { Clock } from './clock';
import type { EventSubServer } from './eventsub/eventsub-server';
import type { Faults } from './faults/faults';
import type { ExtensionKey } from './helix/call';
import type { IrcServer } from './irc/irc-server';
import type { TokenLookup, TokenRegistry } from './oauth/token-registry';
import type { World } from './world/world';

export interface SimulatorUrls {
  /** `http://127.0.0.1:PORT/oauth2` */
  readonly id: string;
  /** `http://127.0.0.1:PORT/helix` */
  readonly helix: string;
  /** `ws://127.0.0.1:PORT/irc` */
  readonly irc: string;
  /** `ws://127.0.0.1:PORT/ws` */
  readonly eventSub: string;
}

export interface SimulatorOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 1. The same seed makes the same world and the same viewers. */
  readonly seed?: number;
  /** Default the wall clock. Token lifetimes, polls, clips, keepalives and rate limits run on it. */
  readonly clock?: Clock;
  /** How long a program has to wait between two questions for a device sign-in, in seconds. Default 5, as at Twitch. */
  readonly devicePollSeconds?: number;
  /**
   * How many times as long as Twitch this waits for a program's first event subscription. Default 1. On a clock that runs
   * faster than the wall's, programs and sockets do not get faster with it.
   */
  readonly patience?: number;
  /** What the simulated viewers do. Default 'none': they are there and silent. */
  readonly viewers?: 'demo' | 'chatter' | 'none';
}

/** Someone of the cast. */
export interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly userId: string;
  readonly login: string;
  readonly scopes: readonly string[];
}

/** What happened, for people: the demo's print-out, the sidebar, tests. Never holds a token. `at` in milliseconds since 1970. */
export type TranscriptEntry =
  | {
      readonly kind: 'chat';
      readonly at: number;
      /** Login of the channel. */
      readonly channel: string;
      readonly login: string;
      readonly name: string;
      readonly text: string;
      readonly messageId: string;
    }
  | {
      readonly kind: 'call';
      readonly at: number;
      readonly method: string;
      /** Path below /helix with its query. */
      readonly path: string;
      /** Id in the endpoint table; null for an unknown path. */
      readonly endpoint: string | null;
      readonly status: number;
      /** Login of the token's user; null for app tokens and refused ones. */
      readonly login: string | null;
      /** Parameters that Twitch does not know and ignores. Absent when there are none. */
      readonly ignored?: readonly string[];
    }
  | {
      readonly kind: 'event';
      readonly at: number;
      readonly type: string;
      readonly event: Readonly<Record<string, unknown>>;
    };

export interface SimulatorEvents {
  transcript: [entry: TranscriptEntry];
}

/** A Twitch on loopback. */
export interface Simulator extends Pick<EventEmitter<SimulatorEvents>, 'on' | 'off' | 'once'> {
  readonly port: number;
  readonly urls: SimulatorUrls;
  /** A public client: device code, no secret, single-use refresh tokens. */
  readonly clientId: string;
  /** A confidential client, redirect address `http://localhost`. */
  readonly confidential: { readonly clientId: string; readonly clientSecret: string };
  /** An extension: tokens that are signed with its secret (JWT, HS256) open the endpoints for extensions. */
  readonly extension: ExtensionKey;
  readonly users: {
    readonly broadcaster: Person;
    readonly moderator: Person;
    readonly bot: Person;
    readonly subscriber: Person;
    readonly vip: Person;
    readonly viewers: readonly Person[];
  };
  readonly clock: Clock;
  readonly world: World;
  readonly tokens: TokenLookup & Pick<TokenRegistry, 'valid'>;
  readonly faults: Faults;
  /** The chat server, to look at: who is connected, and `limits.violations`. */
  readonly irc: IrcServer;
  /** The EventSub server, to look at: `sessions` and the `live()` subscriptions. */
  readonly eventSub: EventSubServer;
  /** Another application. Redirect addresses are compared character by character. */
  registerClient(options: {
    readonly type: 'public' | 'confidential';
    readonly redirectUris?: readonly string[];
  }): { readonly clientId: string; readonly clientSecret: string | null };
  /** A user token without any flow. `clientId` is the public client by default. */
  issueToken(options: {
    readonly login: string;
    readonly scopes: readonly string[];
    readonly clientId?: string;
  }): IssuedToken;
  /** An app token without any flow, of the confidential client by default. */
  issueAppToken(options?: { readonly clientId?: string }): {
    readonly accessToken: string;
    readonly expiresIn: number;
  };
  /** Presses Allow on the page of a device code as this user. Throws when no such code waits. */
  approveDevice(userCode: string, login: string): void;
  /** The user disconnects the application: its tokens die, its subscriptions are revoked. */
  revokeGrant(clientId: string, login: string): void;
  /** Ends every socket and timer; the port is free afterwards. */
  close(): Promise<void>;
}
