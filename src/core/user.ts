import type { HelixClient } from './helix/helix-client';
import { channelMethods } from './user/channel-methods';
import { chatMethods } from './user/chat-methods';
import { contentMethods } from './user/content-methods';
import { moderationMethods } from './user/moderation-methods';
import { personMethods } from './user/person-methods';
import { pointsMethods } from './user/points-methods';
import { UserHandle, type UserRef } from './user/user-handle';

/**
 * What can be done to a channel or user: one thin method per action over Helix, with Twitch's own names for the fields
 * that go in and come out. The methods stand by topic in `user/*-methods.ts`; a hundred of them in one class would
 * hide each other.
 */
const topics = [
  personMethods,
  channelMethods,
  contentMethods,
  pointsMethods,
  chatMethods,
  moderationMethods,
] as const;

/** A channel or user: an id, a name, and methods that act on it. Making one asks nothing of Twitch. */
export type PartialUser = UserHandle &
  typeof personMethods &
  typeof channelMethods &
  typeof contentMethods &
  typeof pointsMethods &
  typeof chatMethods &
  typeof moderationMethods;

type PartialUserClass = new (helix: HelixClient, user: UserRef) => PartialUser;

/** Makes a handle of an id or login (digits only are an id), or of both. */
export const PartialUser: PartialUserClass = withMethods();

function withMethods(): PartialUserClass {
  const Handle = class PartialUser extends UserHandle {};
  // Methods of a class do not show up when its instances are listed; these shall not either.
  for (const [name, value] of topics.flatMap((topic) => Object.entries(topic))) {
    Object.defineProperty(Handle.prototype, name, { value, configurable: true, writable: true });
  }
  return Handle as PartialUserClass;
}
