import type {
  AdState,
  CharityState,
  GoalState,
  HypeTrainState,
  MarkerState,
  PowerUpState,
  RaidState,
  ScheduleState,
  StreamState,
  VideoState,
} from './broadcast-state';
import type {
  AutomodSettings,
  BanState,
  BlockedTerm,
  HeldMessageState,
  ShieldState,
  UnbanRequestState,
} from './review-state';

/**
 * What the simulated Twitch remembers. Times are milliseconds since 1970 on the given clock, durations carry their unit
 * in the name. Only src/simulator/world writes here; servers read.
 */

/** '' is a channel without any programme: no polls, predictions, rewards, ads. */
export type BroadcasterType = '' | 'affiliate' | 'partner';

export interface UserState {
  readonly id: string;
  /** Lower case. */
  login: string;
  /** Display name. */
  name: string;
  /** `#RRGGBB`, or '' when the user never chose one. */
  color: string;
  description: string;
  readonly email: string;
  readonly createdAt: number;
  /** Prime or Turbo: may use any hex colour. */
  readonly turbo: boolean;
  readonly phoneVerified: boolean;
  /** A verified bot: higher chat and join limits. */
  verified: boolean;
  /** Ids of users that this one has blocked. */
  readonly blocked: Set<string>;
  /** Extensions in the slots of the own channel page. */
  readonly extensions: ActiveExtensions;
}

/** What sits in one slot; id, version and name are '' in an empty one. */
export interface ExtensionSlot {
  readonly active: boolean;
  readonly id: string;
  readonly version: string;
  readonly name: string;
}

/** By slot number: '1', '2', ... */
export interface ActiveExtensions {
  panel: Readonly<Record<string, ExtensionSlot>>;
  overlay: Readonly<Record<string, ExtensionSlot>>;
  component: Readonly<Record<string, ExtensionSlot & { readonly x: number; readonly y: number }>>;
}

export type Tier = '1000' | '2000' | '3000';

export interface SubscriptionState {
  tier: Tier;
  /** Months in all, this one included. */
  months: number;
  /** Null when not shared. */
  streakMonths: number | null;
  isPrime: boolean;
  /** Id of the giver; null when self-paid. '' is an anonymous giver. */
  gifterId: string | null;
  readonly since: number;
}

export interface ChatSettings {
  emoteMode: boolean;
  /** Minutes of following that a chatter needs; null is off, 0 is any follower. */
  followerModeMinutes: number | null;
  /** Seconds between two lines of one chatter; null is off. */
  slowModeSeconds: number | null;
  subscriberMode: boolean;
  uniqueChatMode: boolean;
  /** Seconds that moderators see a line earlier; null is off. */
  chatDelaySeconds: number | null;
}

/** Range of an emote in a text: inclusive ends, counted in Unicode code points (irc-notes §6). */
export interface EmoteUse {
  readonly id: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A badge as EventSub writes it; IRC joins `set_id/id` in `badges` and `set_id/info` in `badge-info`. */
export interface Badge {
  readonly set_id: string;
  readonly id: string;
  readonly info: string;
}

/** What a user is in a channel, as badges, tags and rules need it. */
export interface Roles {
  readonly broadcaster: boolean;
  readonly moderator: boolean;
  readonly vip: boolean;
  /** Null when not subscribed. */
  readonly subscription: SubscriptionState | null;
  readonly follower: boolean;
  /** In the order in which Twitch shows them. */
  readonly badges: readonly Badge[];
}

/** The line that another line answers. */
export interface ReplyState {
  readonly parent: ChatLine;
  /** First line of the thread; the parent itself when that is the first. */
  readonly thread: ChatLine;
}

export interface ChatLine {
  readonly id: string;
  readonly channelId: string;
  readonly from: UserState;
  /** Without the CTCP frame of /me. A reply's text starts with `@Name `, as Twitch adds it. */
  readonly text: string;
  /** Sent with /me. */
  readonly isAction: boolean;
  readonly at: number;
  readonly emotes: readonly EmoteUse[];
  /** 0 when nothing was cheered. */
  readonly bits: number;
  readonly reply: ReplyState | null;
  /** Id of the custom reward that this text belongs to. */
  readonly rewardId: string | null;
  /** Shown highlighted, paid with channel points. */
  readonly isHighlighted: boolean;
  /** First line ever of this user in this channel. */
  readonly isFirstEver: boolean;
  readonly roles: Roles;
  deleted: boolean;
}

export interface PinState {
  readonly line: ChatLine;
  readonly pinnedById: string;
  readonly startsAt: number;
  updatedAt: number;
  /** Null: until the stream ends. */
  endsAt: number | null;
}

export type PollStatus = 'ACTIVE' | 'COMPLETED' | 'TERMINATED' | 'ARCHIVED';

export interface PollChoice {
  readonly id: string;
  readonly title: string;
  /** Points votes included. */
  votes: number;
  channelPointsVotes: number;
}

export interface PollState {
  readonly id: string;
  readonly channelId: string;
  readonly title: string;
  readonly choices: readonly PollChoice[];
  readonly durationS: number;
  /** 0 when extra votes for points are off. */
  readonly pointsPerVote: number;
  readonly startedAt: number;
  status: PollStatus;
  endedAt: number | null;
  /** User ids that have used their free vote. */
  readonly voters: Set<string>;
}

export type PredictionStatus = 'ACTIVE' | 'LOCKED' | 'RESOLVED' | 'CANCELED';

export interface Prediction {
  readonly userId: string;
  points: number;
  /** Null until the end. */
  won: number | null;
}

export interface PredictionOutcome {
  readonly id: string;
  readonly title: string;
  readonly color: 'BLUE' | 'PINK';
  /** By user id. */
  readonly predictions: Map<string, Prediction>;
}

export interface PredictionState {
  readonly id: string;
  readonly channelId: string;
  readonly title: string;
  readonly outcomes: readonly PredictionOutcome[];
  readonly windowS: number;
  readonly createdAt: number;
  status: PredictionStatus;
  lockedAt: number | null;
  endedAt: number | null;
  winningOutcomeId: string | null;
}

export interface ClipState {
  readonly id: string;
  readonly channelId: string;
  readonly creatorId: string;
  readonly title: string;
  readonly durationS: number;
  readonly createdAt: number;
  readonly categoryId: string;
  readonly language: string;
  readonly videoId: string;
  readonly vodOffsetS: number | null;
  viewCount: number;
  /** False during the seconds between the answer to Create Clip and the clip's appearance. */
  published: boolean;
}

export interface RewardState {
  readonly id: string;
  readonly channelId: string;
  /** Client id that made it; null when made on the dashboard. */
  readonly clientId: string | null;
  title: string;
  prompt: string;
  cost: number;
  backgroundColor: string;
  isEnabled: boolean;
  isPaused: boolean;
  isInputRequired: boolean;
  skipsQueue: boolean;
  /** Null is off. */
  maxPerStream: number | null;
  maxPerUserPerStream: number | null;
  cooldownS: number | null;
  cooldownEndsAt: number | null;
  /** Redemptions of the running stream. */
  redeemedThisStream: number;
}

export type RedemptionStatus = 'UNFULFILLED' | 'FULFILLED' | 'CANCELED';

export interface RedemptionState {
  readonly id: string;
  readonly channelId: string;
  readonly reward: RewardState;
  /** The reward as it was when redeemed. */
  readonly title: string;
  readonly cost: number;
  readonly prompt: string;
  readonly userId: string;
  readonly input: string;
  readonly redeemedAt: number;
  status: RedemptionStatus;
}

export interface ChannelState {
  /** The same as `owner.id`. */
  readonly id: string;
  readonly owner: UserState;
  /** The account is suspended: nobody can join or write, and Helix no longer finds it. */
  suspended: boolean;
  broadcasterType: BroadcasterType;
  title: string;
  /** '' is no category. */
  categoryId: string;
  tags: string[];
  language: string;
  delayS: number;
  readonly contentLabels: Set<string>;
  isBrandedContent: boolean;
  /** Null when offline. */
  stream: StreamState | null;
  readonly moderators: Set<string>;
  readonly vips: Set<string>;
  /** User id to the time when the role was given. */
  readonly editors: Map<string, number>;
  /** User id to the time of the follow, newest last. */
  readonly followers: Map<string, number>;
  readonly subscribers: Map<string, SubscriptionState>;
  /** Gifts that a user gave here, in all. */
  readonly giftTotals: Map<string, number>;
  /** Bits that a user gave here, in all. */
  readonly bitsTotals: Map<string, number>;
  readonly points: Map<string, number>;
  readonly settings: ChatSettings;
  readonly bans: Map<string, BanState>;
  readonly blockedTerms: BlockedTerm[];
  readonly warned: Map<string, string>;
  readonly suspicious: Map<string, 'ACTIVE_MONITORING' | 'RESTRICTED'>;
  readonly automod: AutomodSettings;
  readonly held: HeldMessageState[];
  readonly unbanRequests: UnbanRequestState[];
  readonly shield: ShieldState;
  /** Who is in the room: user id to the number of connections (a simulated viewer counts as one). */
  readonly present: Map<string, number>;
  /** The last lines, oldest first, bounded. */
  readonly lines: ChatLine[];
  /** Everybody who ever wrote here. */
  readonly knownChatters: Set<string>;
  pin: PinState | null;
  /** Newest first. */
  readonly polls: PollState[];
  readonly predictions: PredictionState[];
  readonly clips: ClipState[];
  readonly rewards: RewardState[];
  readonly redemptions: RedemptionState[];
  readonly powerUps: PowerUpState[];
  /** Counting down. */
  raid: RaidState | null;
  hypeTrain: HypeTrainState | null;
  hypeTrainRecord: { level: number; total: number; achievedAt: number } | null;
  hypeTrainCooldownEndsAt: number;
  goal: GoalState | null;
  readonly ads: AdState;
  readonly markers: MarkerState[];
  readonly videos: VideoState[];
  readonly schedule: ScheduleState;
  charity: CharityState | null;
  /** Time of the last shoutout to anybody, and per target. */
  readonly shoutouts: { lastAt: number; readonly perTarget: Map<string, number> };
}
