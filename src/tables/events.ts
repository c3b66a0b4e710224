import type {
  ConditionOf,
  EventOwner,
  EventRow,
  EventSamples,
  EventSpec,
  EventSpecs,
  PayloadOf,
} from './event-row';
import type { events as automod } from './events/automod';
import type { events as bits } from './events/bits';
import type { events as channel } from './events/channel';
import type { events as chat } from './events/chat';
import type { events as sharedChat } from './events/shared-chat';
import type { events as subscriptions } from './events/subscriptions';
import type { events as moderation } from './events/moderation';
import type { events as shoutouts } from './events/shoutouts';
import type { events as guestStar } from './events/guest-star';
import type { events as channelPoints } from './events/channel-points';
import type { events as polls } from './events/polls';
import type { events as predictions } from './events/predictions';
import type { events as hypeTrain } from './events/hype-train';
import type { events as charity } from './events/charity';
import type { events as goals } from './events/goals';
import type { events as stream } from './events/stream';
import type { events as user } from './events/user';
import type { events as drops } from './events/drops';
import type { events as extensions } from './events/extensions';
import type { events as conduit } from './events/conduit';

/** The rows as they are written: the source of every type below. */
interface Categories {
  automod: typeof automod;
  bits: typeof bits;
  channel: typeof channel;
  chat: typeof chat;
  sharedChat: typeof sharedChat;
  subscriptions: typeof subscriptions;
  moderation: typeof moderation;
  shoutouts: typeof shoutouts;
  guestStar: typeof guestStar;
  channelPoints: typeof channelPoints;
  polls: typeof polls;
  predictions: typeof predictions;
  hypeTrain: typeof hypeTrain;
  charity: typeof charity;
  goals: typeof goals;
  stream: typeof stream;
  user: typeof user;
  drops: typeof drops;
  extensions: typeof extensions;
  conduit: typeof conduit;
}

export type EventCategory = keyof Categories;

type AllOf<T> = (T extends unknown ? (value: T) => void : never) extends (value: infer All) => void
  ? All
  : never;
type Specs = AllOf<Categories[EventCategory]>;
type Key = keyof Specs;

/** An EventSub type, such as `channel.follow`. */
export type EventType = Key extends infer K ? (K extends `${infer Type}@${string}` ? Type : never) : never;

/** The versions of a type that can be subscribed to. */
export type EventVersion<Type extends EventType> = Key extends infer K
  ? K extends `${Type}@${infer Version}`
    ? Version
    : never
  : never;

/** The version taken where none is named: the newest one that is not a beta. */
export type NewestVersion<Type extends EventType> =
  '2' extends EventVersion<Type> ? '2' : '1' extends EventVersion<Type> ? '1' : EventVersion<Type>;

type SpecOf<Type extends EventType, Version extends string> = `${Type}@${Version}` extends infer K
  ? K extends Key
    ? Specs[K]
    : never
  : never;

/** The condition of a subscription. */
export type EventCondition<
  Type extends EventType,
  Version extends EventVersion<Type> = NewestVersion<Type>,
> = ConditionOf<SpecOf<Type, Version>>;

/** The `event` of a notification (of `drop.entitlement.grant`: one element of `events`). */
export type EventPayload<
  Type extends EventType,
  Version extends EventVersion<Type> = NewestVersion<Type>,
> = PayloadOf<SpecOf<Type, Version>>;

// Written twice, here and as keys of the rows, so that one event can be found without loading all files.
const keysByCategory = {
  automod: [
    'automod.message.hold@1',
    'automod.message.hold@2',
    'automod.message.update@1',
    'automod.message.update@2',
    'automod.settings.update@1',
    'automod.terms.update@1',
  ],
  bits: ['channel.bits.use@1', 'channel.cheer@1', 'channel.custom_power_up_redemption.add@1'],
  channel: ['channel.update@2', 'channel.follow@2', 'channel.ad_break.begin@1', 'channel.raid@1'],
  chat: [
    'channel.chat.clear@1',
    'channel.chat.clear_user_messages@1',
    'channel.chat.message@1',
    'channel.chat.message_delete@1',
    'channel.chat.notification@1',
    'channel.chat_settings.update@1',
    'channel.chat.user_message_hold@1',
    'channel.chat.user_message_update@1',
  ],
  sharedChat: ['channel.shared_chat.begin@1', 'channel.shared_chat.update@1', 'channel.shared_chat.end@1'],
  subscriptions: [
    'channel.subscribe@1',
    'channel.subscription.end@1',
    'channel.subscription.gift@1',
    'channel.subscription.message@1',
  ],
  moderation: [
    'channel.ban@1',
    'channel.unban@1',
    'channel.unban_request.create@1',
    'channel.unban_request.resolve@1',
    'channel.moderate@1',
    'channel.moderate@2',
    'channel.moderator.add@1',
    'channel.moderator.remove@1',
    'channel.vip.add@1',
    'channel.vip.remove@1',
    'channel.suspicious_user.message@1',
    'channel.suspicious_user.update@1',
    'channel.warning.acknowledge@1',
    'channel.warning.send@1',
    'channel.shield_mode.begin@1',
    'channel.shield_mode.end@1',
  ],
  shoutouts: ['channel.shoutout.create@1', 'channel.shoutout.receive@1'],
  guestStar: [
    'channel.guest_star_session.begin@beta',
    'channel.guest_star_session.end@beta',
    'channel.guest_star_guest.update@beta',
    'channel.guest_star_settings.update@beta',
  ],
  channelPoints: [
    'channel.channel_points_automatic_reward_redemption.add@1',
    'channel.channel_points_automatic_reward_redemption.add@2',
    'channel.channel_points_custom_reward.add@1',
    'channel.channel_points_custom_reward.update@1',
    'channel.channel_points_custom_reward.remove@1',
    'channel.channel_points_custom_reward_redemption.add@1',
    'channel.channel_points_custom_reward_redemption.update@1',
  ],
  polls: ['channel.poll.begin@1', 'channel.poll.progress@1', 'channel.poll.end@1'],
  predictions: [
    'channel.prediction.begin@1',
    'channel.prediction.progress@1',
    'channel.prediction.lock@1',
    'channel.prediction.end@1',
  ],
  hypeTrain: ['channel.hype_train.begin@2', 'channel.hype_train.progress@2', 'channel.hype_train.end@2'],
  charity: [
    'channel.charity_campaign.donate@1',
    'channel.charity_campaign.start@1',
    'channel.charity_campaign.progress@1',
    'channel.charity_campaign.stop@1',
  ],
  goals: ['channel.goal.begin@1', 'channel.goal.progress@1', 'channel.goal.end@1'],
  stream: ['stream.online@1', 'stream.offline@1'],
  user: [
    'user.update@1',
    'user.whisper.message@1',
    'user.authorization.grant@1',
    'user.authorization.revoke@1',
  ],
  drops: ['drop.entitlement.grant@1'],
  extensions: ['extension.bits_transaction.create@1'],
  conduit: ['conduit.shard.disabled@1'],
} as const satisfies { readonly [C in EventCategory]: readonly (keyof Categories[C])[] };

/** Headings for a list of events. */
export const eventCategories: Readonly<Record<EventCategory, string>> = {
  automod: 'AutoMod',
  bits: 'Bits and cheers',
  channel: 'Channel',
  chat: 'Chat',
  sharedChat: 'Shared chat',
  subscriptions: 'Subscriptions',
  moderation: 'Moderation',
  shoutouts: 'Shoutouts',
  guestStar: 'Guest Star',
  channelPoints: 'Channel points',
  polls: 'Polls',
  predictions: 'Predictions',
  hypeTrain: 'Hype train',
  charity: 'Charity',
  goals: 'Goals',
  stream: 'Stream',
  user: 'Users',
  drops: 'Drops',
  extensions: 'Extensions',
  conduit: 'Conduits',
};

const categoryOf = new Map<string, EventCategory>();
/** Versions of each type, the newest first, betas last. */
const versionsOf = new Map<string, string[]>();
for (const [category, keys] of Object.entries(keysByCategory)) {
  for (const key of keys) {
    categoryOf.set(key, category as EventCategory);
    const [type = '', version = ''] = key.split('@');
    const versions = versionsOf.get(type) ?? [];
    versions.push(version);
    versionsOf.set(type, versions);
  }
}
for (const versions of versionsOf.values()) versions.sort((a, b) => (Number(b) || 0) - (Number(a) || 0));

const rows = new Map<string, EventRow>();

const ownerFields = {
  broadcaster: 'broadcaster_user_id',
  moderator: 'moderator_user_id',
  chatter: 'user_id',
  user: 'user_id',
  anyone: null,
  app: null,
} as const satisfies Record<EventOwner, string | null>;

function fill(key: string, category: EventCategory, spec: EventSpec, sample: EventSamples[string]): EventRow {
  const [type = '', version = ''] = key.split('@');
  const newest = versionsOf.get(type)?.[0] ?? version;
  return {
    type,
    version,
    label: spec.label,
    category,
    status: spec.status ?? 'ga',
    supersededBy: newest === version ? null : newest,
    condition: spec.condition,
    optionalCondition: spec.optional ?? [],
    oneOf: spec.oneOf ?? [],
    scopeGroups: spec.scopes ?? [],
    optionalScopes: spec.optionalScopes ?? [],
    ownerRole: spec.owner,
    owner: ownerFields[spec.owner],
    appGrants: spec.appGrants ?? [],
    websocket: spec.websocket ?? true,
    batching: spec.batching ?? false,
    cost: spec.cost ?? 0,
    fields: spec.fields,
    aliases: spec.aliases ?? {},
    notes: spec.notes ?? [],
    sample,
  };
}

function load(category: EventCategory): void {
  const file = category.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const { events, samples } = require(`./events/${file}`) as { events: EventSpecs; samples: EventSamples };
  for (const [key, spec] of Object.entries(events))
    rows.set(key, fill(key, category, spec, samples[key] ?? {}));
}

/**
 * The row of an EventSub type, or undefined where there is no such type or version. Without a version the newest one that is
 * not a beta, or the beta where there is nothing else. Its category is loaded at the first use.
 */
export function eventRow(type: EventType, version?: undefined): EventRow;
export function eventRow(type: string, version?: string): EventRow | undefined;
export function eventRow(type: string, version?: string): EventRow | undefined {
  const key = `${type}@${version ?? versionsOf.get(type)?.[0] ?? ''}`;
  const category = categoryOf.get(key);
  if (category === undefined) return undefined;
  if (!rows.has(key)) load(category);
  return rows.get(key);
}

/** Whether the table has the type, without loading a row. */
export function isEventType(type: string): type is EventType {
  return versionsOf.has(type);
}

/** All types, without loading a row. */
export function eventTypes(): readonly EventType[] {
  return [...versionsOf.keys()] as EventType[];
}

/** Versions of a type, the newest first; empty for a type that does not exist. */
export function eventVersions(type: string): readonly string[] {
  return versionsOf.get(type) ?? [];
}

/** All 83 rows: every type in every version that can be subscribed to. */
export function allEvents(): readonly EventRow[] {
  const all: EventRow[] = [];
  for (const [key, category] of categoryOf) {
    if (!rows.has(key)) load(category);
    const row = rows.get(key);
    if (row !== undefined) all.push(row);
  }
  return all;
}
