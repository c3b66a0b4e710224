import type { EventSubClient } from '../eventsub/eventsub-client';
import type { HelixClient } from '../helix/helix-client';
import type { PartialUser } from '../user';
import type { UserRef } from '../user/user-handle';
import type { TwitchClientOptions } from './options';

type EventSubModule = typeof import('../eventsub/eventsub-client');
type EventSubPartsModule = typeof import('./eventsub-parts');
type UserModule = typeof import('../user');
type EventSubBase = Pick<
  ConstructorParameters<EventSubModule['EventSubClient']>[0],
  'url' | 'tokens' | 'clock' | 'random'
>;

/** What a program that only chats never needs, and a small computer need not read then. */

/** The client of events. */
export function makeEventSub(
  options: TwitchClientOptions['eventSub'],
  helix: HelixClient,
  base: EventSubBase,
): EventSubClient {
  const { eventSubParts } = require('./eventsub-parts') as EventSubPartsModule;
  const { EventSubClient: Client } = require('../eventsub/eventsub-client') as EventSubModule;
  return new Client({ ...eventSubParts(options, helix), ...base });
}

export function makeUser(helix: HelixClient, ref: UserRef): PartialUser {
  const { PartialUser: User } = require('../user') as UserModule;
  return new User(helix, ref);
}
