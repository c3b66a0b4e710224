import type { EventReader } from './event-reader';
import type { Json, MessagePart, RedemptionPart, TargetRef, UserRef } from './message';

/** How one kind of event becomes a message. What is left out is null or missing in the message. */
export interface EventShape {
  readonly payload: (event: EventReader) => Readonly<Record<string, Json>>;
  readonly user?: (event: EventReader) => UserRef | null;
  readonly target?: (event: EventReader) => TargetRef | null;
  /** What the person typed. */
  readonly text?: (event: EventReader) => string | null;
  readonly message?: (event: EventReader) => MessagePart | null;
  readonly redemption?: (event: EventReader) => RedemptionPart | null;
  readonly held?: (event: EventReader) => { readonly messageId: string } | null;
  readonly unbanRequest?: (event: EventReader) => { readonly id: string } | null;
  /** One sentence that can be said in chat as it is. It never holds what a viewer typed. */
  readonly summary?: (event: EventReader) => string | null;
}

export type EventShapes = Readonly<Record<string, EventShape>>;

export const doneByUser = (event: EventReader): UserRef | null => event.doer('user');
export const doneByModerator = (event: EventReader): UserRef | null => event.doer('moderator_user');
export const aimedAtUser = (event: EventReader): TargetRef | null => event.person('user');
/** Done by the streamer (nobody else can): new moderators and VIPs, rewards. */
export const doneByBroadcaster = (event: EventReader): UserRef | null => {
  const { id, login, name } = event.channel();
  return { id, login, name, roles: ['broadcaster'], anonymous: false };
};

/** `user_name`, or somebody. */
export function nameOf(event: EventReader, prefix = 'user'): string {
  return event.name(prefix) ?? 'Somebody';
}

/** Whole seconds between two RFC 3339 times; null when one is missing. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const ms = Date.parse(to) - Date.parse(from);
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms / 1000)) : null;
}
