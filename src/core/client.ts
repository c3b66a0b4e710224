import { EventEmitter } from 'node:events';
import { TokenManager } from './auth/token-manager';
import type { SignedInUser, TokenSource } from './auth/token-handler';
import { BoundedCache } from './client/bounded-cache';
import { Chats, type ChatPreferences } from './client/chats';
import { eventName, NamedListeners, type EventCallback, type EventListenerHandle } from './client/listeners';
import { LookUps } from './client/look-ups';
import { makeEventSub, makeUser } from './client/on-demand';
import { clientDefaults, type TwitchClientEvents, type TwitchClientOptions } from './client/options';
import { tokensOf, type OwnedTokens } from './client/tokens';
import { waitFor, type WaitOptions } from './client/wait-for';
import { systemClock, systemRandom, type Clock } from './clock';
import type { EventSubClient } from './eventsub/eventsub-client';
import { HelixClient } from './helix/helix-client';
import { HttpClient } from './http';
import type { ChatClient } from './irc/chat-client';
import type { ChatMessage } from './irc/chat-message';
import type { ChatRoom } from './irc/room';
import { completeUrls, type Urls } from './urls';
import type { PartialUser } from './user';
import type { UserRef } from './user/user-handle';

/** Not passed on from the main chat: the client's own, and those of the emitter itself. */
const OWN_EVENTS: ReadonlySet<string | symbol> = new Set(
  'closed newListener removeListener error'.split(' '),
);

/**
 * Twitch behind one door: Helix, chat, events and sign-ins that share tokens, limits, clock and addresses. Nothing
 * connects before it is used or `start` is called.
 */
export class TwitchClient extends EventEmitter<TwitchClientEvents> {
  readonly clientId: string;
  readonly urls: Urls;
  readonly tokens: TokenSource;
  readonly helix: HelixClient;
  readonly #options: TwitchClientOptions;
  readonly #clock: Clock;
  readonly #http = new HttpClient();
  readonly #owned: OwnedTokens;
  readonly #chats: Chats;
  readonly #lookUps: LookUps;
  readonly #users: BoundedCache<PartialUser>;
  readonly #eventSubBase: Parameters<typeof makeEventSub>[2];
  #eventSub: EventSubClient | undefined;
  readonly #forEventSub: ((eventSub: EventSubClient) => void)[] = [];
  readonly #emitter = anyEvents(this);
  readonly #listeners = new NamedListeners(this.#emitter);
  /** Events of the main chat that somebody listens to here. */
  readonly #passedOn = new Map<string | symbol, (...args: unknown[]) => void>();
  #setUp: Promise<void> | null = null;
  #started: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  /** @throws {TypeError} when an address is none */
  constructor(options: TwitchClientOptions) {
    super();
    const { clientId, clientSecret, clock = systemClock, random = systemRandom } = options;
    const urls = completeUrls(options.urls);
    const http = this.#http;
    this.#options = options;
    this.#clock = clock;
    this.clientId = clientId;
    this.urls = urls;
    this.#owned = tokensOf({
      clientId,
      clientSecret,
      tokens: options.tokens,
      store: options.store,
      urls,
      clock,
      random,
      http,
    });
    const tokens = this.#owned.source;
    this.tokens = tokens;
    this.helix = new HelixClient({ urls, tokens, clock, random, http });
    this.#eventSubBase = { url: urls.eventSub, tokens, clock, random };
    if (tokens instanceof TokenManager) tokens.on('signedIn', this.#onSignedIn);
    this.#chats = new Chats({
      url: urls.irc,
      tokens,
      clock,
      random,
      helix: this.helix,
      options: {
        // With nothing to sign in with, chat can only be read.
        ...(!options.tokens && !options.store && { user: null }),
        ...(options.chat === false ? {} : options.chat),
      },
      setup: () => this.setup(),
    });
    this.#lookUps = new LookUps(this.helix);
    this.#users = new BoundedCache(options.userCache ?? clientDefaults.userCache);
    this.#emitter.on('newListener', (event: string | symbol) => this.#passOn(event));
    this.#emitter.on('removeListener', (event: string | symbol) => this.#stopPassingOn(event));
  }

  /** The main chat: of the account in `options.chat.user`, else of whoever is signed in. Connects with its first `join`. */
  get chat(): ChatClient {
    return this.#chats.main;
  }

  /**
   * The chat of another account, by id or login; null: read anonymously. One connection for each, made with the preferences of
   * the first who asks.
   */
  chatFor(user: string | null, preferences?: ChatPreferences): ChatClient {
    return this.#chats.of(user, preferences);
  }

  /** Closes the chat of one account; the next `chatFor` makes a new one. Listeners of the client stay. */
  async closeChat(user: string | null): Promise<void> {
    const main = this.#chats.madeMain;
    const closed = this.#chats.closeOne(user);
    if (main !== this.#chats.madeMain) {
      for (const [event, pass] of this.#passedOn) anyEvents(this.chat).on(event, pass);
    }
    await closed;
  }

  /** Events. Loaded when first asked for. */
  get eventSub(): EventSubClient {
    if (this.#eventSub !== undefined) return this.#eventSub;
    const made = (this.#eventSub = makeEventSub(this.#options.eventSub, this.helix, this.#eventSubBase));
    if (this.#closing !== null) void made.close();
    for (const listener of this.#forEventSub.splice(0)) listener(made);
    return made;
  }

  /** Calls back with {@link eventSub} once somebody has asked for it. */
  onEventSub(listener: (eventSub: EventSubClient) => void): void {
    if (this.#eventSub === undefined) this.#forEventSub.push(listener);
    else listener(this.#eventSub);
  }

  /** What can be done to a channel or user. Digits only are an id. Asks nothing of Twitch. */
  user(idOrLogin: UserRef): PartialUser {
    if (typeof idOrLogin !== 'string') return makeUser(this.helix, idOrLogin);
    const key = idOrLogin.trim().toLowerCase();
    const known = this.#users.get(key);
    if (known) return known;
    const made = makeUser(this.helix, key);
    this.#users.set(key, made);
    return made;
  }

  /** As `user`, with id and login where both are known. */
  getPartialUser(userId: string, userName?: string): PartialUser {
    return userName === undefined ? this.user(userId) : this.user({ id: userId, name: userName });
  }

  /** A room of the main chat; undefined where it is not wanted. */
  getChannel(name: string): ChatRoom | undefined {
    return this.chat.getChannel(name);
  }

  /** One of the latest messages of any chat, read anew: equal to the one that was told, not the same object. */
  getMessage(id: string): ChatMessage | undefined {
    for (const chat of this.#chats.all()) {
      const message = chat.getMessage(id);
      if (message) return message;
    }
    return undefined;
  }

  /** Runs `options.setup`, once, whoever calls it first. */
  setup(): Promise<void> {
    this.#setUp ??= this.#runSetup();
    return this.#setUp;
  }

  /**
   * Reads what is stored, runs `setup`, connects to chat and asks for the rooms of the options. Events and Helix need
   * no start.
   *
   * @throws what `setup` and `chat.channels` throw
   */
  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Starts, and resolves when the client was closed. */
  async run(): Promise<void> {
    await this.start();
    if (!this.#closing) await waitFor(this, 'closed', () => true, this.#clock, {});
    await this.#closing;
  }

  /** Closes everything and gives up what is under way. It cannot be started again. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Resolves with the next event of a name for which `fits` says yes, or with the next one. */
  waitFor<Name extends keyof TwitchClientEvents>(
    event: Name,
    fits: (value: TwitchClientEvents[Name][0]) => boolean = () => true,
    options: WaitOptions = {},
  ): Promise<TwitchClientEvents[Name][0]> {
    return waitFor(this, event, fits, this.#clock, options);
  }

  /**
   * Calls `callback` with the first argument of each event of a name, in Twitch's or our spelling (`raw_data`,
   * `rawData`). What it throws or rejects with is told as `listenerError`.
   *
   * @returns what `removeEventListener` takes
   * @throws {TwitchInputError} for a name with spaces or with the prefix `event_`
   */
  addEventListener(name: string, callback: EventCallback): EventListenerHandle {
    return this.#listeners.add(name, callback);
  }

  /** Removes a listener by its handle, or all of a callback. False when there was none. */
  removeEventListener(listener: EventListenerHandle | EventCallback): boolean {
    return this.#listeners.remove(listener);
  }

  /** Calls all listeners of a name with one argument; invented names are fine. */
  dispatchListeners(name: string, arg: unknown): void {
    this.#listeners.dispatch(name, arg);
  }

  /**
   * Registers a function under its own name, with or without the prefix `event`, or hands back what registers one
   * under the name given: `client.listener(function eventMessage(message) {})`, `client.listener('message')(print)`.
   */
  listener(name: string): <Callback extends EventCallback>(callback: Callback) => Callback;
  listener<Callback extends EventCallback>(callback: Callback): Callback;
  listener(nameOrCallback: string | EventCallback): unknown {
    if (typeof nameOrCallback === 'function') {
      this.#listeners.add(eventName(nameOrCallback.name), nameOrCallback);
      return nameOrCallback;
    }
    const event = eventName(nameOrCallback);
    return (callback: EventCallback) => {
      this.#listeners.add(event, callback);
      return callback;
    };
  }

  /** One user by id or login; null when Twitch knows nobody of that name. */
  fetchUser(...args: Parameters<LookUps['fetchUser']>): ReturnType<LookUps['fetchUser']> {
    return this.#lookUps.fetchUser(...args);
  }

  /** Users by logins and ids, any number of them; unknown ones are left out. */
  fetchUsers(...args: Parameters<LookUps['fetchUsers']>): ReturnType<LookUps['fetchUsers']> {
    return this.#lookUps.fetchUsers(...args);
  }

  /** Title, category, tags and labels of channels. */
  fetchChannelInfo(
    ...args: Parameters<LookUps['fetchChannelInfo']>
  ): ReturnType<LookUps['fetchChannelInfo']> {
    return this.#lookUps.fetchChannelInfo(...args);
  }

  /** Colours of names in chat; empty for people who never chose one. */
  fetchChatterColors(
    ...args: Parameters<LookUps['fetchChatterColors']>
  ): ReturnType<LookUps['fetchChatterColors']> {
    return this.#lookUps.fetchChatterColors(...args);
  }

  /** Cheermotes, with those of a channel if one is given. */
  fetchCheermotes(...args: Parameters<LookUps['fetchCheermotes']>): ReturnType<LookUps['fetchCheermotes']> {
    return this.#lookUps.fetchCheermotes(...args);
  }

  /** Clips by id, or of a category. Those of a channel: `user(…).fetchClips()`. */
  fetchClips(...args: Parameters<LookUps['fetchClips']>): ReturnType<LookUps['fetchClips']> {
    return this.#lookUps.fetchClips(...args);
  }

  /** Labels for content, named in a language. */
  fetchContentClassificationLabels(
    ...args: Parameters<LookUps['fetchContentClassificationLabels']>
  ): ReturnType<LookUps['fetchContentClassificationLabels']> {
    return this.#lookUps.fetchContentClassificationLabels(...args);
  }

  /** Categories by id, exact name or IGDB id; at least one. */
  fetchGames(...args: Parameters<LookUps['fetchGames']>): ReturnType<LookUps['fetchGames']> {
    return this.#lookUps.fetchGames(...args);
  }

  /** Badges that all channels share. */
  fetchGlobalChatBadges(
    ...args: Parameters<LookUps['fetchGlobalChatBadges']>
  ): ReturnType<LookUps['fetchGlobalChatBadges']> {
    return this.#lookUps.fetchGlobalChatBadges(...args);
  }

  /** Emotes that everybody can use. */
  fetchGlobalEmotes(
    ...args: Parameters<LookUps['fetchGlobalEmotes']>
  ): ReturnType<LookUps['fetchGlobalEmotes']> {
    return this.#lookUps.fetchGlobalEmotes(...args);
  }

  /** Live streams by user, category or language, most viewers first. */
  fetchStreams(...args: Parameters<LookUps['fetchStreams']>): ReturnType<LookUps['fetchStreams']> {
    return this.#lookUps.fetchStreams(...args);
  }

  /** Removed by Twitch in 2023. Always rejects with TWITCH_GONE. */
  fetchTags(...args: Parameters<LookUps['fetchTags']>): ReturnType<LookUps['fetchTags']> {
    return this.#lookUps.fetchTags(...args);
  }

  /** A team by name or id; null when there is none. */
  fetchTeam(...args: Parameters<LookUps['fetchTeam']>): ReturnType<LookUps['fetchTeam']> {
    return this.#lookUps.fetchTeam(...args);
  }

  /** Categories, most viewers first. */
  fetchTopGames(...args: Parameters<LookUps['fetchTopGames']>): ReturnType<LookUps['fetchTopGames']> {
    return this.#lookUps.fetchTopGames(...args);
  }

  /** Videos by id, or of a category. Those of a channel: `user(…).fetchVideos()`. */
  fetchVideos(...args: Parameters<LookUps['fetchVideos']>): ReturnType<LookUps['fetchVideos']> {
    return this.#lookUps.fetchVideos(...args);
  }

  /** Categories by a part of their name. */
  searchCategories(
    ...args: Parameters<LookUps['searchCategories']>
  ): ReturnType<LookUps['searchCategories']> {
    return this.#lookUps.searchCategories(...args);
  }

  /** Channels by a part of their name, live or not. */
  searchChannels(...args: Parameters<LookUps['searchChannels']>): ReturnType<LookUps['searchChannels']> {
    return this.#lookUps.searchChannels(...args);
  }

  /** Sets the colour of somebody's name in chat. */
  updateChatterColor(
    ...args: Parameters<LookUps['updateChatterColor']>
  ): ReturnType<LookUps['updateChatterColor']> {
    return this.#lookUps.updateChatterColor(...args);
  }

  /** Deletes videos of whoever acts; returns the ids of those deleted. */
  deleteVideos(...args: Parameters<LookUps['deleteVideos']>): ReturnType<LookUps['deleteVideos']> {
    return this.#lookUps.deleteVideos(...args);
  }

  async #runSetup(): Promise<void> {
    await this.#owned.load();
    await this.#options.setup?.();
  }

  async #start(): Promise<void> {
    await this.setup();
    if (this.#options.chat === false) this.#emitter.emit('ready');
    else await this.chat.start();
  }

  async #close(): Promise<void> {
    if (this.tokens instanceof TokenManager) this.tokens.off('signedIn', this.#onSignedIn);
    await Promise.all([this.#chats.close(), this.#eventSub?.close()]);
    await this.helix.close();
    await this.#owned.close();
    await this.#http.close();
    this.emit('closed');
  }

  /** Whoever signs in anew may have brought the permission for which events or chat were refused. */
  readonly #onSignedIn = ({ userId }: SignedInUser): void => {
    this.#eventSub?.retry(userId);
    this.#chats.retry(userId);
  };

  /** Listens to the main chat only for what somebody wants to hear: most of its events cost something to make. */
  #passOn(event: string | symbol): void {
    if (OWN_EVENTS.has(event) || this.#passedOn.has(event)) return;
    const pass = (...args: unknown[]): void => void this.#emitter.emit(event, ...args);
    this.#passedOn.set(event, pass);
    anyEvents(this.chat).on(event, pass);
  }

  #stopPassingOn(event: string | symbol): void {
    const pass = this.#passedOn.get(event);
    if (!pass || this.#emitter.listenerCount(event) > 0) return;
    this.#passedOn.delete(event);
    anyEvents(this.chat).off(event, pass);
  }
}

/** The same emitter for events of any name. */
function anyEvents(emitter: EventEmitter): EventEmitter {
  return emitter;
}
