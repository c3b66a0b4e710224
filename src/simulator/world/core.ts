import { type Clock, TimerGroup } from '../clock';
import { type Random, text, uuid } from '../random';
import type { Presence, WorldLine, WorldNotification } from './lines';
import { WorldRefusal } from './refusal';
import { badgesOf } from './badges';
import type { ChannelState, Roles, UserState } from './state';

export interface WorldCoreOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly onLine: (line: WorldLine) => void;
  readonly onNotification: (notification: WorldNotification) => void;
  readonly onPresence: (presence: Presence) => void;
}

export interface NewUser {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly color?: string;
  readonly description?: string;
  /** Default: three years before now. */
  readonly createdAt?: number;
  readonly turbo?: boolean;
  readonly phoneVerified?: boolean;
}

const YEAR_MS = 365 * 86_400_000;

/** What all topics of the world stand on: people, channels, time, chance, and the two ways out. */
export class WorldCore {
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: TimerGroup;
  readonly #onLine: WorldCoreOptions['onLine'];
  readonly #onNotification: WorldCoreOptions['onNotification'];
  readonly #onPresence: WorldCoreOptions['onPresence'];
  readonly #users = new Map<string, UserState>();
  readonly #idByLogin = new Map<string, string>();
  readonly #channels = new Map<string, ChannelState>();
  #lastNumber = 900_000_000;

  constructor(options: WorldCoreOptions) {
    this.clock = options.clock;
    this.random = options.random;
    this.timers = new TimerGroup(options.clock);
    this.#onLine = options.onLine;
    this.#onNotification = options.onNotification;
    this.#onPresence = options.onPresence;
  }

  now(): number {
    return this.clock.now();
  }

  uuid(): string {
    return uuid(this.random);
  }

  /** An id of digits only, as streams, videos and drops have them. */
  numericId(): string {
    return String(++this.#lastNumber);
  }

  token(length: number): string {
    return text(this.random, length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
  }

  line(line: WorldLine): void {
    this.#onLine(line);
  }

  presence(presence: Presence): void {
    this.#onPresence(presence);
  }

  notify(
    type: string,
    about: Readonly<Record<string, string>>,
    event: Readonly<Record<string, unknown>>,
    version = '1',
  ): void {
    this.#onNotification({ type, version, about, event });
  }

  users(): IterableIterator<UserState> {
    return this.#users.values();
  }

  channels(): IterableIterator<ChannelState> {
    return this.#channels.values();
  }

  /** A user by id or login; undefined when there is none. */
  user(idOrLogin: string): UserState | undefined {
    return this.#users.get(idOrLogin) ?? this.#users.get(this.#idByLogin.get(idOrLogin.toLowerCase()) ?? '');
  }

  /** Every user has a channel. By id or login, with or without `#`. */
  channel(idOrLogin: string): ChannelState | undefined {
    const user = this.user(idOrLogin.startsWith('#') ? idOrLogin.slice(1) : idOrLogin);
    return user && this.#channels.get(user.id);
  }

  /** @throws WorldRefusal 400 when there is none */
  userOf(idOrLogin: string, parameter = 'user_id'): UserState {
    const user = this.user(idOrLogin);
    if (!user) throw new WorldRefusal(400, `The ID in ${parameter} was not found.`);
    return user;
  }

  /** @throws WorldRefusal 400 when there is none */
  channelOf(idOrLogin: string, parameter = 'broadcaster_id'): ChannelState {
    const channel = this.channel(idOrLogin);
    if (!channel) throw new WorldRefusal(400, `The ID in ${parameter} was not found.`);
    return channel;
  }

  addUser(options: NewUser): UserState {
    const user: UserState = {
      id: options.id,
      login: options.login,
      name: options.name,
      color: options.color ?? '',
      description: options.description ?? '',
      email: `${options.login}@example.test`,
      createdAt: options.createdAt ?? this.now() - 3 * YEAR_MS,
      turbo: options.turbo ?? false,
      phoneVerified: options.phoneVerified ?? true,
      verified: false,
      blocked: new Set(),
      extensions: { panel: {}, overlay: {}, component: {} },
    };
    this.#users.set(user.id, user);
    this.#idByLogin.set(user.login, user.id);
    this.#channels.set(user.id, emptyChannel(user));
    return user;
  }

  /** The user takes another login; the id stays. */
  rename(user: UserState, login: string, name: string): void {
    this.#idByLogin.delete(user.login);
    user.login = login;
    user.name = name;
    this.#idByLogin.set(login, user.id);
  }

  roles(channel: ChannelState, userId: string): Roles {
    const subscription = channel.subscribers.get(userId) ?? null;
    const broadcaster = channel.id === userId;
    const moderator = channel.moderators.has(userId);
    const vip = channel.vips.has(userId);
    return {
      broadcaster,
      moderator,
      vip,
      subscription,
      follower: channel.followers.has(userId),
      badges: badgesOf({
        broadcaster,
        moderator,
        vip,
        subscription,
        bits: channel.bitsTotals.get(userId) ?? 0,
      }),
    };
  }

  /** Broadcaster or moderator. */
  mayModerate(channel: ChannelState, userId: string): boolean {
    return channel.id === userId || channel.moderators.has(userId);
  }

  close(): void {
    this.timers.close();
  }
}

function emptyChannel(owner: UserState): ChannelState {
  return {
    id: owner.id,
    owner,
    suspended: false,
    broadcasterType: '',
    title: '',
    categoryId: '',
    tags: [],
    language: 'en',
    delayS: 0,
    contentLabels: new Set(),
    isBrandedContent: false,
    stream: null,
    moderators: new Set(),
    vips: new Set(),
    editors: new Map(),
    followers: new Map(),
    subscribers: new Map(),
    giftTotals: new Map(),
    bitsTotals: new Map(),
    points: new Map(),
    settings: {
      emoteMode: false,
      followerModeMinutes: null,
      slowModeSeconds: null,
      subscriberMode: false,
      uniqueChatMode: false,
      chatDelaySeconds: null,
    },
    bans: new Map(),
    blockedTerms: [],
    warned: new Map(),
    suspicious: new Map(),
    automod: { overall: 2, levels: new Map() },
    held: [],
    unbanRequests: [],
    shield: { isActive: false, moderatorId: null, lastActivatedAt: null },
    present: new Map(),
    lines: [],
    knownChatters: new Set(),
    pin: null,
    polls: [],
    predictions: [],
    clips: [],
    rewards: [],
    redemptions: [],
    powerUps: [],
    raid: null,
    hypeTrain: null,
    hypeTrainRecord: null,
    hypeTrainCooldownEndsAt: 0,
    goal: null,
    ads: { nextAt: null, durationS: 0, lastAt: null, snoozes: 0, snoozeRefreshAt: null, retryAt: 0 },
    markers: [],
    videos: [],
    schedule: { segments: [], vacation: null },
    charity: null,
    shoutouts: { lastAt: 0, perTarget: new Map() },
  };
}
