import { EventEmitter } from 'node:events';
import type { Person } from '../behaviour/context';
import type { SignedInUser } from '../core/auth/token-handler';
import type { TokenManager } from '../core/auth/token-manager';
import { TwitchClient } from '../core/client';
import type { TwitchClientOptions } from '../core/client/options';
import type { Clock, Random } from '../core/clock';
import { toTwitchError, type TwitchError } from '../core/errors';
import type { ChatClient } from '../core/irc/chat-client';
import { chatClientDefaults } from '../core/irc/chat-client-options';
import { connectionTiming } from '../core/irc/connection';
import type { Urls } from '../core/urls';
import { ChatReader } from './chat-reader';
import { LiveState } from './live-state';
import type { TokenLease } from './token-pool';

export interface HubOptions {
  readonly urls: Urls;
  /** '' where none is known: chat can still be read without sign-in. */
  readonly clientId: string;
  /** The sign-ins; the hub gives them back when it is closed. */
  readonly tokens: TokenLease;
  readonly clock: Clock;
  readonly random: Random;
  /** Deadlines of connections are so many times as long as usual; default 1. */
  readonly patience?: number;
}

/** How an account wants the connection to chat. */
export interface ChatPreferences {
  /** A bot that Twitch has verified: it may join more rooms at a time. */
  readonly verified: boolean;
}

export interface HubEvents {
  /** Somebody signed in or out, or what is known of somebody changed. */
  people: [];
  signedIn: [user: SignedInUser];
  /** Twitch no longer accepts a sign-in. Once per sign-in. */
  signInNeeded: [user: SignedInUser];
  storeFailed: [error: TwitchError];
  live: [channelId: string, live: boolean | null];
  /** What the core tells, for Node-RED's debug log. */
  debug: [text: string];
}

/**
 * One client at one server with one client id, for all accounts that name these two: tokens, Helix, chat, events, who is
 * live. Nothing connects before somebody needs it.
 */
export class ClientHub extends EventEmitter<HubEvents> {
  readonly urls: Urls;
  readonly clientId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly tokens: TokenManager;
  readonly client: TwitchClient;
  readonly live: LiveState;
  /** Sign-ins are read from the store. Never rejects. */
  readonly ready: Promise<void>;
  readonly #lease: TokenLease;
  readonly #readers = new Map<string, ChatReader>();
  #closing: Promise<void> | undefined;

  constructor(options: HubOptions) {
    super();
    this.setMaxListeners(0);
    const { urls, clientId, tokens, clock, random, patience = 1 } = options;
    this.urls = urls;
    this.clientId = clientId;
    this.clock = clock;
    this.random = random;
    this.#lease = tokens;
    this.tokens = tokens.manager;
    this.ready = tokens.ready;
    const deadlines = patience > 1 ? patientDeadlines(patience) : {};
    this.client = new TwitchClient({
      clientId,
      tokens: this.tokens,
      urls,
      clock,
      random,
      ...deadlines,
      // No node asks for an earlier line: a flow keeps what it needs.
      chat: { ...deadlines.chat, messageCache: 0 },
    });
    this.live = new LiveState({
      ask: async (channelIds) => {
        const query = { user_id: channelIds, first: channelIds.length };
        const { data } = await this.client.helix.call('get-streams', { query });
        return data.map((stream) => ({ channelId: stream.user_id, startedAt: timeOf(stream.started_at) }));
      },
      canAsk: () => this.tokens.users().some((user) => user.state === 'ok'),
      clock,
      onChange: (channelId, live) => this.emit('live', channelId, live),
      onError: (error) => this.emit('debug', `who is live: ${error.message}`),
    });
    this.tokens.on('change', this.#onChange);
    this.tokens.on('signedIn', this.#onSignedIn);
    this.tokens.on('signInNeeded', this.#onSignInNeeded);
    this.tokens.on('storeFailed', this.#onStoreFailed);
  }

  readonly #onChange = (): void => void this.emit('people');
  readonly #onSignInNeeded = (user: SignedInUser): void => void this.emit('signInNeeded', user);
  readonly #onStoreFailed = (error: TwitchError): void => void this.emit('storeFailed', error);
  readonly #onSignedIn = (user: SignedInUser): void => {
    this.emit('signedIn', user);
    this.live.askNow();
  };

  /**
   * The chat of a signed-in user, or the anonymous one (null): one connection, whose pace of joining is that of the account which
   * needed it first. How a line is sent, each account says with the line.
   */
  chatFor(userId: string | null, { verified }: ChatPreferences): ChatClient {
    return this.client.chatFor(userId, { verified });
  }

  /** Reading over that chat; made when first asked for, closed when nobody is in any room any more. */
  reader(userId: string | null, preferences: ChatPreferences): ChatReader {
    const key = userId ?? '';
    const known = this.#readers.get(key);
    if (known) return known;
    const reader = new ChatReader({
      chat: this.chatFor(userId, preferences),
      clock: this.clock,
      onIdle: () => this.#closeReader(key, userId),
      onListenerError: (error) =>
        this.emit('debug', `a node failed at a chat line: ${toTwitchError(error).message}`),
    });
    this.#readers.set(key, reader);
    return reader;
  }

  /** The chat of that person (null: the anonymous one) if it is read; never begins to. */
  openReader(userId: string | null): ChatReader | null {
    return this.#readers.get(userId ?? '') ?? null;
  }

  user(userId: string): SignedInUser | undefined {
    return this.tokens.users().find((user) => user.userId === userId);
  }

  /** The people behind logins or ids; unknown ones left out. */
  async findUsers(loginsOrIds: readonly string[]): Promise<readonly Person[]> {
    const found = await this.client.helix.users.resolve(loginsOrIds);
    return found.flatMap((user) =>
      user ? [{ id: user.id, login: user.login, name: user.displayName }] : [],
    );
  }

  /** Asks how a person's name is written and remembers it with the sign-in. A failure leaves the login. */
  async learnName(user: SignedInUser): Promise<string> {
    try {
      const { data } = await this.client.helix.call(
        'get-users',
        { query: { id: [user.userId] } },
        { user: user.userId },
      );
      const name = data[0]?.display_name?.trim();
      if (!name) return user.displayName;
      await this.tokens.setDisplayName(user.userId, name);
      return name;
    } catch (error) {
      this.emit('debug', `name of ${user.login}: ${toTwitchError(error).message}`);
      return user.displayName;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #closeReader(key: string, userId: string | null): void {
    const reader = this.#readers.get(key);
    // Something waits to be said over it: then it stays.
    if (!reader || reader.chat.sender.waiting > 0) return;
    reader.close();
    this.#readers.delete(key);
    void this.client.closeChat(userId).catch(() => {});
  }

  async #close(): Promise<void> {
    this.live.close();
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
    this.tokens.off('change', this.#onChange);
    this.tokens.off('signedIn', this.#onSignedIn);
    this.tokens.off('signInNeeded', this.#onSignInNeeded);
    this.tokens.off('storeFailed', this.#onStoreFailed);
    await this.client.close();
    await this.#lease.release();
  }
}

/** All deadlines by which the client recognises a connection that is gone. */
function patientDeadlines(factor: number): Pick<TwitchClientOptions, 'chat' | 'eventSub'> {
  // Only when it is needed: a flow that only chats never reads it.
  const { socketDefaults } = require('../core/eventsub/socket') as typeof import('../core/eventsub/socket');
  const { loginMs, answerMs, lateMs, closeMs } = connectionTiming;
  const { welcomeMs, leewayMs, moveMs, closeMs: eventSubCloseMs } = socketDefaults;
  return {
    chat: {
      joinTimeoutMs: chatClientDefaults.joinTimeoutMs * factor,
      timing: {
        loginMs: loginMs * factor,
        answerMs: answerMs * factor,
        lateMs: lateMs * factor,
        closeMs: closeMs * factor,
      },
    },
    eventSub: {
      socket: {
        welcomeMs: welcomeMs * factor,
        leewayMs: leewayMs * factor,
        moveMs: moveMs * factor,
        closeMs: eventSubCloseMs * factor,
      },
    },
  };
}

/** A time of Twitch's in milliseconds; null for what is none. */
function timeOf(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
