import { EventEmitter } from 'node:events';
import type { Clock } from '../clock';
import type { Random } from '../random';
import { Ads } from './ads';
import { type Cast, createCast } from './cast';
import { Charities } from './charities';
import { Chat } from './chat';
import { ChatModes } from './chat-modes';
import { type ClipInput, Clips } from './clips';
import { type NewUser, WorldCore } from './core';
import { ExtensionSales } from './extension-sales';
import type { WorldEvents } from './lines';
import { Milestones } from './milestones';
import { Moderation } from './moderation';
import { openScene } from './opening';
import { type PollInput, Polls } from './polls';
import { PowerUps } from './power-ups';
import { type PredictInput, type PredictionInput, Predictions } from './predictions';
import { Profiles } from './profiles';
import { Raids } from './raids';
import { WorldRefusal } from './refusal';
import { Review } from './review';
import { Rewards } from './rewards';
import { RoleBook } from './roles';
import { Schedules } from './schedules';
import { Spotlight } from './spotlight';
import type {
  ChannelState,
  ChatLine,
  ClipState,
  PollState,
  PredictionState,
  RedemptionState,
  Roles,
  SubscriptionState,
  UserState,
} from './state';
import { Streams } from './streams';
import {
  type CheerInput,
  type GiftInput,
  type PayForwardInput,
  type SubscribeInput,
  Supporters,
  type UpgradeInput,
} from './supporters';

/** Whoever acts, by login or id. */
export type Actor = { readonly login: string } | { readonly userId: string };

/** Channel by id or login; the broadcaster's own when nothing is given. */
type WithChannel<T> = Omit<T, 'channel'> & { readonly channel?: string };

/**
 * The only state of the simulated Twitch. What changes here is told to IRC (`irc`) and EventSub (`notification`), as
 * Twitch would.
 *
 * The topics (`chat`, `polls`, ...) hold all that can happen; the methods below them are short names for what scripts and
 * tests do most. Everything throws a WorldRefusal where Twitch would refuse.
 */
export class World extends EventEmitter<WorldEvents> {
  readonly cast: Cast;
  readonly chat: Chat;
  readonly modes: ChatModes;
  readonly moderation: Moderation;
  readonly roleBook: RoleBook;
  readonly review: Review;
  readonly spotlight: Spotlight;
  readonly polls: Polls;
  readonly predictions: Predictions;
  readonly clips: Clips;
  readonly rewards: Rewards;
  readonly powerUps: PowerUps;
  readonly supporters: Supporters;
  readonly milestones: Milestones;
  readonly charities: Charities;
  readonly streams: Streams;
  readonly raids: Raids;
  readonly ads: Ads;
  readonly schedules: Schedules;
  readonly profiles: Profiles;
  readonly extensionSales: ExtensionSales;
  readonly #core: WorldCore;

  /** @param options clientId of the application that made one of the rewards that are there from the start */
  constructor(options: { readonly clock: Clock; readonly random: Random; readonly clientId: string }) {
    super();
    // Every open socket may listen; a number of listeners says nothing about leaks here.
    this.setMaxListeners(0);
    const core = new WorldCore({
      clock: options.clock,
      random: options.random,
      onLine: (line) => this.emit('irc', line),
      onNotification: (notification) => this.emit('notification', notification),
      onPresence: (presence) => this.emit('presence', presence),
    });
    this.#core = core;
    this.cast = createCast(core);
    this.chat = new Chat(core);
    this.modes = new ChatModes(core);
    this.moderation = new Moderation(core);
    this.roleBook = new RoleBook(core);
    this.review = new Review(core, this.chat, this.moderation);
    this.spotlight = new Spotlight(core, this.chat);
    this.polls = new Polls(core);
    this.predictions = new Predictions(core);
    this.clips = new Clips(core);
    this.rewards = new Rewards(core, this.chat);
    this.milestones = new Milestones(core);
    this.charities = new Charities(core);
    this.powerUps = new PowerUps(core, this.milestones);
    this.supporters = new Supporters(core, this.chat, this.milestones);
    this.ads = new Ads(core);
    this.streams = new Streams(core, this.ads);
    this.raids = new Raids(core);
    this.schedules = new Schedules(core);
    this.profiles = new Profiles(core);
    this.extensionSales = new ExtensionSales(core);
    openScene(core, this.cast, this, options.clientId);
  }

  now(): number {
    return this.#core.now();
  }

  /** An id in the form of a UUID. */
  uuid(): string {
    return this.#core.uuid();
  }

  users(): IterableIterator<UserState> {
    return this.#core.users();
  }

  channels(): IterableIterator<ChannelState> {
    return this.#core.channels();
  }

  /** By id or login; undefined when there is none. */
  user(idOrLogin: string): UserState | undefined {
    return this.#core.user(idOrLogin);
  }

  /** Every user has a channel. By id or login, with or without `#`. */
  channel(idOrLogin: string): ChannelState | undefined {
    return this.#core.channel(idOrLogin);
  }

  /** Someone new at Twitch, with an empty channel. */
  addUser(user: NewUser): UserState {
    return this.#core.addUser(user);
  }

  /** @param user the user, or the id */
  roles(channel: ChannelState, user: UserState | string): Roles {
    return this.#core.roles(channel, typeof user === 'string' ? user : user.id);
  }

  /** Broadcaster or moderator. */
  mayModerate(channel: ChannelState, userId: string): boolean {
    return this.#core.mayModerate(channel, userId);
  }

  /** A simulated person writes. The rules of the room hold, those for pace do not. Returns the id of the line. */
  say(
    input: Actor & { readonly text: string; readonly channel?: string; readonly replyTo?: string },
  ): string {
    const result = this.chat.send({
      from: whoIs(input),
      channel: this.#channelId(input.channel),
      text: input.text,
      ...(input.replyTo === undefined ? {} : { replyTo: input.replyTo }),
      unpaced: true,
    });
    if (!result.sent) throw new WorldRefusal(400, result.message);
    return result.line.id;
  }

  createPoll(input: WithChannel<PollInput>): PollState {
    return this.polls.create({ ...input, channel: this.#channelId(input.channel) });
  }

  votePoll(
    input: Actor & {
      readonly choice: string | number;
      readonly channel?: string;
      readonly pollId?: string;
      readonly extraVotes?: number;
    },
  ): PollState {
    return this.polls.vote({ ...input, user: whoIs(input), channel: this.#channelId(input.channel) });
  }

  endPoll(
    input: {
      readonly channel?: string;
      readonly pollId?: string;
      readonly status?: 'TERMINATED' | 'ARCHIVED';
    } = {},
  ): PollState {
    const channelId = this.#channelId(input.channel);
    const pollId = input.pollId ?? this.channel(channelId)?.polls[0]?.id ?? '';
    return this.polls.end(channelId, pollId, input.status ?? 'TERMINATED');
  }

  createPrediction(input: WithChannel<PredictionInput>): PredictionState {
    return this.predictions.create({ ...input, channel: this.#channelId(input.channel) });
  }

  predict(input: Actor & WithChannel<Omit<PredictInput, 'user'>>): PredictionState {
    return this.predictions.predict({
      ...input,
      user: whoIs(input),
      channel: this.#channelId(input.channel),
    });
  }

  endPrediction(input: {
    readonly status: 'LOCKED' | 'RESOLVED' | 'CANCELED';
    readonly channel?: string;
    readonly winningOutcomeId?: string;
  }): PredictionState {
    const channelId = this.#channelId(input.channel);
    const id = this.channel(channelId)?.predictions[0]?.id ?? '';
    return this.predictions.end(channelId, id, input.status, input.winningOutcomeId);
  }

  createClip(input: Actor & WithChannel<Omit<ClipInput, 'creator'>>): ClipState {
    return this.clips.create({ ...input, creator: whoIs(input), channel: this.#channelId(input.channel) });
  }

  startStream(channel?: string): void {
    this.streams.start(this.#channelId(channel));
  }

  stopStream(channel?: string): void {
    this.streams.stop(this.#channelId(channel));
  }

  follow(input: Actor & { readonly channel?: string }): void {
    this.supporters.follow(whoIs(input), this.#channelId(input.channel));
  }

  subscribe(input: Actor & WithChannel<Omit<SubscribeInput, 'user'>>): SubscriptionState {
    return this.supporters.subscribe({
      ...input,
      user: whoIs(input),
      channel: this.#channelId(input.channel),
    });
  }

  gift(input: WithChannel<GiftInput>): readonly UserState[] {
    return this.supporters.gift({ ...input, channel: this.#channelId(input.channel) });
  }

  /** A Prime or gifted subscription goes on as a paid one. */
  upgrade(input: Actor & WithChannel<Omit<UpgradeInput, 'user'>>): void {
    this.supporters.upgrade({ ...input, user: whoIs(input), channel: this.#channelId(input.channel) });
  }

  /** Somebody who got a gift gives one in turn. */
  payForward(input: Actor & WithChannel<Omit<PayForwardInput, 'user'>>): void {
    this.supporters.payForward({ ...input, user: whoIs(input), channel: this.#channelId(input.channel) });
  }

  cheer(input: Actor & WithChannel<Omit<CheerInput, 'user'>>): ChatLine {
    return this.supporters.cheer({ ...input, user: whoIs(input), channel: this.#channelId(input.channel) });
  }

  /** @param input reward by id or title */
  redeem(
    input: Actor & { readonly reward: string; readonly text?: string; readonly channel?: string },
  ): RedemptionState {
    return this.rewards.redeem({ ...input, user: whoIs(input), channel: this.#channelId(input.channel) });
  }

  /** A raid arrives, at the broadcaster's channel by default. */
  raid(input: { readonly from: string; readonly to?: string; readonly viewers: number }): void {
    this.raids.arrive(input.from, this.#channelId(input.to), input.viewers);
  }

  /** Ends every timer of the world. */
  close(): void {
    this.#core.close();
    this.removeAllListeners();
  }

  #channelId(given: string | undefined): string {
    return given === undefined ? this.cast.broadcaster.id : this.#core.channelOf(given).id;
  }
}

function whoIs(actor: Actor): string {
  return 'login' in actor ? actor.login : actor.userId;
}
