import type {
  AnswerItem,
  AnswerValue,
  EndpointRow,
  EndpointSpec,
  EndpointSpecs,
  FieldsValue,
  Paging,
} from './endpoint-row';
import type { endpoints as ads } from './endpoints/ads';
import type { endpoints as analytics } from './endpoints/analytics';
import type { endpoints as bits } from './endpoints/bits';
import type { endpoints as channels } from './endpoints/channels';
import type { endpoints as channelPoints } from './endpoints/channel-points';
import type { endpoints as charity } from './endpoints/charity';
import type { endpoints as chat } from './endpoints/chat';
import type { endpoints as clips } from './endpoints/clips';
import type { endpoints as conduits } from './endpoints/conduits';
import type { endpoints as ccls } from './endpoints/ccls';
import type { endpoints as entitlements } from './endpoints/entitlements';
import type { endpoints as extensions } from './endpoints/extensions';
import type { endpoints as eventsub } from './endpoints/eventsub';
import type { endpoints as games } from './endpoints/games';
import type { endpoints as goals } from './endpoints/goals';
import type { endpoints as guestStar } from './endpoints/guest-star';
import type { endpoints as hypeTrain } from './endpoints/hype-train';
import type { endpoints as moderation } from './endpoints/moderation';
import type { endpoints as polls } from './endpoints/polls';
import type { endpoints as predictions } from './endpoints/predictions';
import type { endpoints as raids } from './endpoints/raids';
import type { endpoints as schedule } from './endpoints/schedule';
import type { endpoints as search } from './endpoints/search';
import type { endpoints as streams } from './endpoints/streams';
import type { endpoints as subscriptions } from './endpoints/subscriptions';
import type { endpoints as tags } from './endpoints/tags';
import type { endpoints as teams } from './endpoints/teams';
import type { endpoints as users } from './endpoints/users';
import type { endpoints as videos } from './endpoints/videos';
import type { endpoints as whispers } from './endpoints/whispers';

/** The rows as they are written: the source of every type below. Twitch's category → the file of the same name. */
interface Categories {
  Ads: typeof ads;
  Analytics: typeof analytics;
  Bits: typeof bits;
  Channels: typeof channels;
  'Channel Points': typeof channelPoints;
  Charity: typeof charity;
  Chat: typeof chat;
  Clips: typeof clips;
  Conduits: typeof conduits;
  CCLs: typeof ccls;
  Entitlements: typeof entitlements;
  Extensions: typeof extensions;
  EventSub: typeof eventsub;
  Games: typeof games;
  Goals: typeof goals;
  'Guest Star': typeof guestStar;
  'Hype Train': typeof hypeTrain;
  Moderation: typeof moderation;
  Polls: typeof polls;
  Predictions: typeof predictions;
  Raids: typeof raids;
  Schedule: typeof schedule;
  Search: typeof search;
  Streams: typeof streams;
  Subscriptions: typeof subscriptions;
  Tags: typeof tags;
  Teams: typeof teams;
  Users: typeof users;
  Videos: typeof videos;
  Whispers: typeof whispers;
}

/** Twitch's name of a group of endpoints. */
export type EndpointCategory = keyof Categories;

type AllOf<T> = (T extends unknown ? (value: T) => void : never) extends (value: infer All) => void
  ? All
  : never;
type Specs = AllOf<Categories[EndpointCategory]>;

/** The id of an endpoint: Twitch's anchor in the reference, such as `create-poll`. */
export type EndpointId = keyof Specs;

// The ids are written twice, here and as keys of the rows, so that one endpoint can be found without loading all files.
const idsByCategory = {
  Ads: ['start-commercial', 'get-ad-schedule', 'snooze-next-ad'],
  Analytics: ['get-extension-analytics', 'get-game-analytics'],
  Bits: ['get-bits-leaderboard', 'get-cheermotes', 'get-custom-power-up', 'get-extension-transactions'],
  Channels: [
    'get-channel-information',
    'modify-channel-information',
    'get-channel-editors',
    'get-followed-channels',
    'get-channel-followers',
  ],
  'Channel Points': [
    'create-custom-rewards',
    'delete-custom-reward',
    'get-custom-reward',
    'update-custom-reward',
    'get-custom-reward-redemption',
    'update-redemption-status',
  ],
  Charity: ['get-charity-campaign', 'get-charity-campaign-donations'],
  Chat: [
    'get-chatters',
    'get-channel-emotes',
    'get-global-emotes',
    'get-emote-sets',
    'get-channel-chat-badges',
    'get-global-chat-badges',
    'get-chat-settings',
    'update-chat-settings',
    'get-shared-chat-session',
    'get-user-emotes',
    'send-chat-announcement',
    'send-a-shoutout',
    'send-chat-message',
    'get-pinned-chat-message',
    'pin-chat-message',
    'update-pinned-chat-message',
    'unpin-chat-message',
    'get-user-chat-color',
    'update-user-chat-color',
  ],
  Clips: ['create-clip', 'get-clips', 'create-clip-from-vod', 'get-clips-download'],
  Conduits: [
    'get-conduits',
    'create-conduits',
    'update-conduits',
    'delete-conduit',
    'get-conduit-shards',
    'update-conduit-shards',
  ],
  CCLs: ['get-content-classification-labels'],
  Entitlements: ['get-drops-entitlements', 'update-drops-entitlements'],
  Extensions: [
    'get-extension-configuration-segment',
    'set-extension-configuration-segment',
    'set-extension-required-configuration',
    'send-extension-pubsub-message',
    'get-extension-live-channels',
    'get-extension-secrets',
    'create-extension-secret',
    'send-extension-chat-message',
    'get-extensions',
    'get-released-extensions',
    'get-extension-bits-products',
    'update-extension-bits-product',
  ],
  EventSub: ['create-eventsub-subscription', 'delete-eventsub-subscription', 'get-eventsub-subscriptions'],
  Games: ['get-top-games', 'get-games'],
  Goals: ['get-creator-goals'],
  'Guest Star': [
    'get-channel-guest-star-settings',
    'update-channel-guest-star-settings',
    'get-guest-star-session',
    'create-guest-star-session',
    'end-guest-star-session',
    'get-guest-star-invites',
    'send-guest-star-invite',
    'delete-guest-star-invite',
    'assign-guest-star-slot',
    'update-guest-star-slot',
    'delete-guest-star-slot',
    'update-guest-star-slot-settings',
  ],
  'Hype Train': ['get-hype-train-status'],
  Moderation: [
    'check-automod-status',
    'manage-held-automod-messages',
    'get-automod-settings',
    'update-automod-settings',
    'get-banned-users',
    'ban-user',
    'unban-user',
    'get-unban-requests',
    'resolve-unban-requests',
    'get-blocked-terms',
    'add-blocked-term',
    'remove-blocked-term',
    'delete-chat-messages',
    'get-moderated-channels',
    'get-moderators',
    'add-channel-moderator',
    'remove-channel-moderator',
    'get-vips',
    'add-channel-vip',
    'remove-channel-vip',
    'update-shield-mode-status',
    'get-shield-mode-status',
    'warn-chat-user',
    'add-suspicious-status-to-chat-user',
    'remove-suspicious-status-from-chat-user',
  ],
  Polls: ['get-polls', 'create-poll', 'end-poll'],
  Predictions: ['get-predictions', 'create-prediction', 'end-prediction'],
  Raids: ['start-a-raid', 'cancel-a-raid'],
  Schedule: [
    'get-channel-stream-schedule',
    'get-channel-icalendar',
    'update-channel-stream-schedule',
    'create-channel-stream-schedule-segment',
    'update-channel-stream-schedule-segment',
    'delete-channel-stream-schedule-segment',
  ],
  Search: ['search-categories', 'search-channels'],
  Streams: [
    'get-stream-key',
    'get-streams',
    'get-followed-streams',
    'create-stream-marker',
    'get-stream-markers',
  ],
  Subscriptions: ['get-broadcaster-subscriptions', 'check-user-subscription'],
  Tags: ['get-all-stream-tags', 'get-stream-tags'],
  Teams: ['get-channel-teams', 'get-teams'],
  Users: [
    'get-users',
    'update-user',
    'get-authorization-by-user',
    'get-user-block-list',
    'block-user',
    'unblock-user',
    'get-user-extensions',
    'get-user-active-extensions',
    'update-user-extensions',
  ],
  Videos: ['get-videos', 'delete-videos'],
  Whispers: ['send-whisper'],
} as const satisfies { readonly [C in EndpointCategory]: readonly (keyof Categories[C])[] };

type SpecOf<Id extends EndpointId> = Specs[Id];

type QueryOf<S> = S extends { readonly query: infer Q } ? FieldsValue<Q> : Readonly<Record<string, never>>;
type BodyOf<S> = S extends { readonly body: infer B } ? FieldsValue<B> : undefined;

/** What the query of a call may hold. */
export type EndpointQuery<Id extends EndpointId> = QueryOf<SpecOf<Id>>;

/** What the body of a call has to be, as Twitch wants it on the wire; undefined where there is none. */
export type EndpointBody<Id extends EndpointId> = BodyOf<SpecOf<Id>>;

type QueryPart<S> = S extends { readonly query: infer Q }
  ? object extends FieldsValue<Q>
    ? { readonly query?: FieldsValue<Q> | undefined }
    : { readonly query: FieldsValue<Q> }
  : { readonly query?: undefined };

type BodyPart<S> = S extends { readonly body: infer B }
  ? object extends FieldsValue<B>
    ? { readonly body?: FieldsValue<B> | undefined }
    : { readonly body: FieldsValue<B> }
  : { readonly body?: undefined };

/** Query and body of a call, each required if something in it is. */
export type EndpointArgs<Id extends EndpointId> = QueryPart<SpecOf<Id>> & BodyPart<SpecOf<Id>>;

/** Rest parameters `(args)` or `(args?)`: for functions that take `EndpointArgs` and nothing where nothing is required. */
export type EndpointArgsRest<Id extends EndpointId> =
  object extends EndpointArgs<Id> ? [args?: EndpointArgs<Id>] : [args: EndpointArgs<Id>];

type Answer<S> = S extends { readonly answer: infer A } ? AnswerValue<A> : never;

/** The whole parsed answer: `{ data, ... }` for most, null where Twitch answers 204. */
export type EndpointAnswer<Id extends EndpointId> = Answer<SpecOf<Id>>;

type Item<S> = S extends { readonly paging: { readonly items: 'data.segments' }; readonly answer: infer A }
  ? AnswerItem<A> extends { readonly segments: readonly (infer Segment)[] }
    ? Segment
    : never
  : S extends { readonly answer: infer A }
    ? AnswerItem<A>
    : never;

/** One element of the list that the endpoint answers (of the schedule: one segment), or the one object it answers. */
export type EndpointItem<Id extends EndpointId> = Item<SpecOf<Id>>;

/** Ids of the endpoints that answer in pages. */
export type PagedEndpointId = {
  [Id in EndpointId]: Specs[Id] extends { readonly query: { readonly after: unknown } } ? Id : never;
}[EndpointId];

const categoryOf = new Map<string, EndpointCategory>();
for (const [category, ids] of Object.entries(idsByCategory)) {
  for (const id of ids) categoryOf.set(id, category as EndpointCategory);
}

const rows = new Map<string, EndpointRow>();

function pagingOf({ query, paging }: EndpointSpec): Paging | null {
  if (!query?.['after']) return null;
  const { first } = query;
  return {
    max: first?.max ?? null,
    default: typeof first?.default === 'number' ? first.default : null,
    cursors: query['before'] ? ['after', 'before'] : ['after'],
    items: paging?.items ?? 'data',
    cursor: paging?.cursor ?? 'pagination.cursor',
  };
}

function fill(id: string, category: EndpointCategory, spec: EndpointSpec): EndpointRow {
  return {
    id,
    category,
    name: spec.name,
    method: spec.method,
    path: spec.path,
    summary: spec.summary,
    tokens: spec.tokens,
    tokenNote: spec.tokenNote ?? null,
    scopes: spec.scopes ?? [],
    optionalScopes: spec.optionalScopes ?? {},
    owner: spec.owner ?? null,
    ownerAlso: spec.ownerAlso ?? [],
    ownerNote: spec.ownerNote ?? null,
    appGrants: spec.tokens.includes('app') ? (spec.appGrants ?? []) : null,
    appGrantsNote: spec.appGrantsNote ?? null,
    query: spec.query ?? {},
    body: spec.body ?? null,
    checks: spec.checks ?? [],
    paging: pagingOf(spec),
    answer: spec.answer,
    success: spec.success ?? (spec.answer.container === 'none' ? 204 : 200),
    errors: spec.errors,
    rate: spec.rate ?? null,
    rules: spec.rules ?? [],
    status: spec.status ?? 'ga',
    since: spec.since ?? null,
    goneSince: spec.goneSince ?? null,
    replacement: spec.replacement ?? null,
  };
}

function load(category: EndpointCategory): void {
  const file = category.toLowerCase().replaceAll(' ', '-');
  const { endpoints } = require(`./endpoints/${file}`) as { endpoints: EndpointSpecs };
  for (const [id, spec] of Object.entries(endpoints)) rows.set(id, fill(id, category, spec));
}

/** The row of an endpoint, or undefined where there is none of that id. Its category is loaded at the first use. */
export function findEndpoint(id: string): EndpointRow | undefined {
  const category = categoryOf.get(id);
  if (category === undefined) return undefined;
  if (!rows.has(id)) load(category);
  return rows.get(id);
}

/** The row of an endpoint. Throws RangeError for an id that is not in the table. */
export function endpoint(id: EndpointId): EndpointRow {
  const row = findEndpoint(id);
  if (row === undefined) throw new RangeError(`There is no endpoint "${id}".`);
  return row;
}

/** Whether the table has an endpoint of that id, without loading a row. */
export function isEndpointId(id: string): id is EndpointId {
  return categoryOf.has(id);
}

/** Ids and categories in the order of Twitch's reference, without loading a row. */
export const endpointIds: Readonly<Record<EndpointCategory, readonly EndpointId[]>> = idsByCategory;

/** All 149 rows, in the order of Twitch's reference. */
export function allEndpoints(): readonly EndpointRow[] {
  return [...categoryOf.keys()].map((id) => endpoint(id as EndpointId));
}
