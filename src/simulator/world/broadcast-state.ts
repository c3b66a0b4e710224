// What runs on a channel besides its chat. The same conventions as in state.ts.

export interface StreamState {
  readonly id: string;
  readonly startedAt: number;
  viewerCount: number;
  /** Id of the recording that grows with the stream. */
  readonly videoId: string;
}

export interface RaidState {
  readonly fromId: string;
  readonly toId: string;
  readonly createdAt: number;
  readonly viewers: number;
}

export interface HypeTrainState {
  readonly id: string;
  readonly channelId: string;
  level: number;
  /** Points of the whole train. */
  total: number;
  /** Points within the level. */
  progress: number;
  /** Points that the level needs. */
  goal: number;
  readonly contributions: Map<
    string,
    { readonly userId: string; readonly type: 'bits' | 'subscription'; total: number }
  >;
  readonly startedAt: number;
  expiresAt: number;
  readonly kind: 'regular' | 'golden_kappa' | 'treasure';
  /** Ids of the other channels that share it. */
  readonly sharedWith: readonly string[];
}

export interface PowerUpState {
  readonly id: string;
  readonly title: string;
  readonly prompt: string;
  readonly bits: number;
  readonly isInputRequired: boolean;
}

export type GoalType =
  'follower' | 'subscription' | 'subscription_count' | 'new_subscription' | 'new_subscription_count';

export interface GoalState {
  readonly id: string;
  readonly type: GoalType;
  readonly description: string;
  current: number;
  readonly target: number;
  readonly createdAt: number;
}

export interface AdState {
  /** Null when none is planned. */
  nextAt: number | null;
  durationS: number;
  lastAt: number | null;
  snoozes: number;
  snoozeRefreshAt: number | null;
  /** Until when no further commercial may be started by hand. */
  retryAt: number;
}

export interface MarkerState {
  readonly id: string;
  readonly videoId: string;
  readonly createdAt: number;
  readonly positionS: number;
  readonly description: string;
}

export interface VideoState {
  readonly id: string;
  readonly channelId: string;
  readonly streamId: string | null;
  title: string;
  readonly createdAt: number;
  durationS: number;
  readonly type: 'archive' | 'highlight' | 'upload';
  viewCount: number;
  readonly language: string;
}

export interface ScheduleSegment {
  readonly id: string;
  startAt: number;
  durationMinutes: number;
  title: string;
  categoryId: string | null;
  timezone: string;
  readonly isRecurring: boolean;
  isCanceled: boolean;
}

export interface ScheduleState {
  readonly segments: ScheduleSegment[];
  vacation: { readonly startAt: number; readonly endAt: number } | null;
}

export interface CharityState {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly logo: string;
  readonly website: string;
  readonly currency: string;
  /** Smallest units of the currency. */
  current: number;
  target: number;
  readonly donations: { readonly id: string; readonly userId: string; readonly value: number }[];
}
