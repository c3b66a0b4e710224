import type { ChatOptions } from '../../src/core/client/chats';
import type { TwitchClient } from '../../src/core/client';
import type { TwitchClientEvents, TwitchClientOptions } from '../../src/core/client/options';
import type { TokenHandler } from '../../src/core/auth/token-handler';
import type { PartialUser } from '../../src/core/user';
import type { EndpointId } from '../../src/tables/endpoints';

type NameOf<Type> = keyof Type & string;

/** Where an item of the specification stands here. A name that does not exist does not compile. */
export type OurPlace =
  | 'PartialUser'
  | 'TwitchClient'
  | 'TwitchClientOptions'
  | 'TokenHandler'
  | 'ActOptions'
  | 'UserList'
  | `PartialUser.${NameOf<PartialUser>}`
  | `TwitchClient.${NameOf<TwitchClient>}`
  | `TwitchClientOptions.${NameOf<TwitchClientOptions>}`
  | `TwitchClientEvents.${NameOf<TwitchClientEvents>}`
  | `ChatOptions.${NameOf<ChatOptions>}`
  | `TokenHandler.${NameOf<TokenHandler>}`;

export interface SpecificationItem {
  readonly kind: 'client' | 'helix' | 'irc' | 'cache' | 'auth';
  /** `changed`: follows today's Twitch, which differs from the seed. `removed`: Twitch has it no more; ours fails at once. */
  readonly status: 'live' | 'changed' | 'removed';
  readonly ours: OurPlace;
  /** What it calls today, or what Twitch has removed. Scopes stand in their rows. */
  readonly endpoints: readonly EndpointId[];
  /** What to use instead of something removed. */
  readonly replacement?: string;
  readonly note?: string;
}

/**
 * The specification: every item of the seed under `area: name`, and what has become of it. docs/specification.md is made
 * of this, and the test of an item has its name.
 */
export const specification = {
  'PartialUser: PartialUser': {
    kind: 'client',
    status: 'live',
    ours: 'PartialUser',
    endpoints: [],
    note: 'ids stay texts',
  },
  'PartialUser: automod_check': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.automodCheck',
    endpoints: ['check-automod-status'],
    note: '1 to 100 texts a call; the answers stand in the order of the texts',
  },
  'PartialUser: create_clip': {
    kind: 'helix',
    status: 'changed',
    ours: 'PartialUser.createClip',
    endpoints: ['create-clip', 'get-clips'],
    note: '`title` and `duration` are new; `has_delay` is accepted and does nothing. The clip exists some seconds later',
  },
  'PartialUser: create_marker': {
    kind: 'helix',
    status: 'changed',
    ours: 'PartialUser.createMarker',
    endpoints: ['create-stream-marker'],
    note: 'another permission than in the seed; 140 characters',
  },
  'PartialUser: create_poll': {
    kind: 'helix',
    status: 'changed',
    ours: 'PartialUser.createPoll',
    endpoints: ['create-poll'],
    note: 'no voting with Bits any more: asking for it fails with TWITCH_GONE; title 60 and choices 25 characters',
  },
  'PartialUser: create_prediction': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.createPrediction',
    endpoints: ['create-prediction'],
    note: '2 to 10 outcomes given as texts',
  },
  'PartialUser: edit': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.edit',
    endpoints: ['update-user'],
    note: 'needs a permission today; 300 characters',
  },
  'PartialUser: end_poll': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.endPoll',
    endpoints: ['end-poll'],
  },
  'PartialUser: end_prediction': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.endPrediction',
    endpoints: ['end-prediction'],
    note: '`RESOLVED` needs the winning outcome',
  },
  'PartialUser: fetch': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetch',
    endpoints: ['get-users'],
  },
  'PartialUser: fetch_active_extensions': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchActiveExtensions',
    endpoints: ['get-user-active-extensions'],
    note: 'released extensions need no permission',
  },
  'PartialUser: fetch_ban_events': {
    kind: 'helix',
    status: 'removed',
    ours: 'PartialUser.fetchBanEvents',
    endpoints: [],
    replacement: 'the events channel.ban and channel.unban; `fetchBans` for bans in force',
  },
  'PartialUser: fetch_bans': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchBans',
    endpoints: ['get-banned-users'],
    note: 'two permissions open it; any number of ids, split by 100',
  },
  'PartialUser: fetch_bits_leaderboard': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchBitsLeaderboard',
    endpoints: ['get-bits-leaderboard'],
    note: '`count` is new',
  },
  'PartialUser: fetch_channel_followers': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchChannelFollowers',
    endpoints: ['get-channel-followers'],
    note: 'without the rights of a moderator the list is empty',
  },
  'PartialUser: fetch_channel_followers_count': {
    kind: 'helix',
    status: 'changed',
    ours: 'PartialUser.fetchChannelFollowersCount',
    endpoints: ['get-channel-followers'],
    note: 'needs no permission today',
  },
  'PartialUser: fetch_channel_following': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchChannelFollowing',
    endpoints: ['get-followed-channels'],
    note: 'only the user itself',
  },
  'PartialUser: fetch_channel_following_count': {
    kind: 'helix',
    status: 'changed',
    ours: 'PartialUser.fetchChannelFollowingCount',
    endpoints: ['get-followed-channels'],
    note: 'needs a permission today',
  },
  'PartialUser: fetch_channel_teams': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchChannelTeams',
    endpoints: ['get-channel-teams'],
  },
  'PartialUser: fetch_chat_settings': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchChatSettings',
    endpoints: ['get-chat-settings'],
    note: 'the chat delay is told to moderators (`as`) only',
  },
  'PartialUser: fetch_clips': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchClips',
    endpoints: ['get-clips'],
    note: "clips of this channel's streams, not clips that the user made",
  },
  'PartialUser: fetch_custom_rewards': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchCustomRewards',
    endpoints: ['get-custom-reward'],
    note: '`force` is accepted: nothing is cached',
  },
  'PartialUser: fetch_extensions': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchExtensions',
    endpoints: ['get-user-extensions'],
  },
  'PartialUser: fetch_goals': {
    kind: 'helix',
    status: 'changed',
    ours: 'PartialUser.fetchGoals',
    endpoints: ['get-creator-goals'],
    note: 'another permission than in the seed',
  },
  'PartialUser: fetch_hypetrain_events': {
    kind: 'helix',
    status: 'removed',
    ours: 'PartialUser.fetchHypetrainEvents',
    endpoints: ['get-hype-train-status'],
    replacement: '`fetchHypeTrain`; the events channel.hype_train.begin, .progress and .end',
  },
  'PartialUser: fetch_markers': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchMarkers',
    endpoints: ['get-stream-markers'],
  },
  'PartialUser: fetch_mod_events': {
    kind: 'helix',
    status: 'removed',
    ours: 'PartialUser.fetchModEvents',
    endpoints: [],
    replacement: 'the events channel.moderator.add and .remove; `fetchModerators`',
  },
  'PartialUser: fetch_moderators': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchModerators',
    endpoints: ['get-moderators'],
    note: 'two permissions open it',
  },
  'PartialUser: fetch_polls': {
    kind: 'helix',
    status: 'changed',
    ours: 'PartialUser.fetchPolls',
    endpoints: ['get-polls'],
    note: 'any number of ids, split by 20 (the seed says 100)',
  },
  'PartialUser: fetch_schedule': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchSchedule',
    endpoints: ['get-channel-stream-schedule'],
  },
  'PartialUser: fetch_stream_key': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchStreamKey',
    endpoints: ['get-stream-key'],
    note: 'a secret: never in errors or debug output',
  },
  'PartialUser: fetch_subscribed_to': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchSubscribedTo',
    endpoints: ['check-user-subscription'],
    note: "Twitch's 404 is the answer no: null",
  },
  'PartialUser: fetch_subscribers': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchSubscribers',
    endpoints: ['get-broadcaster-subscriptions'],
  },
  'PartialUser: fetch_tags': {
    kind: 'helix',
    status: 'removed',
    ours: 'PartialUser.fetchTags',
    endpoints: ['get-stream-tags'],
    replacement: 'the tags of `fetchChannel` and `fetchStream`; `modifyChannel`',
  },
  'PartialUser: fetch_videos': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.fetchVideos',
    endpoints: ['get-videos'],
  },
  'PartialUser: get_predictions': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.getPredictions',
    endpoints: ['get-predictions'],
    note: 'one id or several, split by 25',
  },
  'PartialUser: modify_channel': {
    kind: 'helix',
    status: 'changed',
    ours: 'PartialUser.modifyChannel',
    endpoints: ['modify-channel-information'],
    note: '`language` is accepted for `broadcaster_language`; `tags` and `delay` are new',
  },
  'PartialUser: shoutout': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.shoutout',
    endpoints: ['send-a-shoutout'],
    note: '`as` names the moderator; both channels have to be live',
  },
  'PartialUser: start_commercial': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.startCommercial',
    endpoints: ['start-commercial'],
    note: 'Twitch documents the maximum of 180 s only',
  },
  'PartialUser: update_chat_settings': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.updateChatSettings',
    endpoints: ['update-chat-settings'],
    note: '`as` names the moderator; a duration goes only with its mode',
  },
  'PartialUser: update_extensions': {
    kind: 'helix',
    status: 'live',
    ours: 'PartialUser.updateExtensions',
    endpoints: ['update-user-extensions'],
  },
  'Client: Client': {
    kind: 'client',
    status: 'live',
    ours: 'TwitchClient',
    endpoints: [],
    note: 'Helix, chat and events; each is usable alone',
  },
  'Client: param token_handler': {
    kind: 'auth',
    status: 'live',
    ours: 'TwitchClientOptions.tokens',
    endpoints: [],
    note: 'a TokenManager, hooks (TokenHandler) or one token',
  },
  'Client: param heartbeat': {
    kind: 'irc',
    status: 'live',
    ours: 'ChatOptions.heartbeatMs',
    endpoints: [],
    note: 'milliseconds',
  },
  'Client: param verified': { kind: 'irc', status: 'live', ours: 'ChatOptions.verified', endpoints: [] },
  'Client: param join_timeout': {
    kind: 'irc',
    status: 'live',
    ours: 'ChatOptions.joinTimeoutMs',
    endpoints: [],
    note: 'milliseconds',
  },
  'Client: param initial_channels': {
    kind: 'irc',
    status: 'live',
    ours: 'ChatOptions.channels',
    endpoints: [],
    note: 'a list, or a function that gives one',
  },
  'Client: param shard_manager': {
    kind: 'irc',
    status: 'live',
    ours: 'ChatOptions.shards',
    endpoints: [],
    note: 'any object with `place(login, shards)`',
  },
  'Client: param shard_limit': { kind: 'irc', status: 'live', ours: 'ChatOptions.shardLimit', endpoints: [] },
  'Client: param cache_size': {
    kind: 'cache',
    status: 'live',
    ours: 'TwitchClientOptions.userCache',
    endpoints: [],
    note: 'of user handles; of messages `chat.messageCache`. Always bounded',
  },
  'Client: param kwargs': {
    kind: 'client',
    status: 'live',
    ours: 'TwitchClientOptions',
    endpoints: [],
    note: 'named options: `urls`, `clock`, `random`, `store`, `setup`, `eventSub`',
  },
  'Client: add_event_listener': {
    kind: 'client',
    status: 'live',
    ours: 'TwitchClient.addEventListener',
    endpoints: [],
    note: "takes Twitch's and our spelling of a name",
  },
  'Client: delete_videos': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.deleteVideos',
    endpoints: ['delete-videos'],
    note: 'any number of ids, split by 5; within one call all or none',
  },
  'Client: dispatch_listeners': {
    kind: 'client',
    status: 'live',
    ours: 'TwitchClient.dispatchListeners',
    endpoints: [],
  },
  'Client: event_join': {
    kind: 'irc',
    status: 'live',
    ours: 'TwitchClientEvents.join',
    endpoints: [],
    note: 'with `chat.membership`; own joins always',
  },
  'Client: event_message': { kind: 'irc', status: 'live', ours: 'TwitchClientEvents.message', endpoints: [] },
  'Client: event_part': {
    kind: 'irc',
    status: 'live',
    ours: 'TwitchClientEvents.part',
    endpoints: [],
    note: 'with `chat.membership`',
  },
  'Client: event_raw_data': {
    kind: 'irc',
    status: 'live',
    ours: 'TwitchClientEvents.rawData',
    endpoints: [],
  },
  'Client: event_raw_payload': {
    kind: 'irc',
    status: 'live',
    ours: 'TwitchClientEvents.rawPayload',
    endpoints: [],
  },
  'Client: event_ready': { kind: 'irc', status: 'live', ours: 'TwitchClientEvents.ready', endpoints: [] },
  'Client: event_shard_ready': {
    kind: 'irc',
    status: 'live',
    ours: 'TwitchClientEvents.shardReady',
    endpoints: [],
  },
  'Client: fetch_channel_info': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchChannelInfo',
    endpoints: ['get-channel-information'],
  },
  'Client: fetch_chatter_colors': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchChatterColors',
    endpoints: ['get-user-chat-color'],
    note: 'empty for somebody who never chose one',
  },
  'Client: fetch_cheermotes': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchCheermotes',
    endpoints: ['get-cheermotes'],
  },
  'Client: fetch_clips': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchClips',
    endpoints: ['get-clips'],
    note: 'either ids or a category',
  },
  'Client: fetch_content_classification_labels': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchContentClassificationLabels',
    endpoints: ['get-content-classification-labels'],
  },
  'Client: fetch_games': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchGames',
    endpoints: ['get-games'],
    note: 'at least one id, name or IGDB id',
  },
  'Client: fetch_global_chat_badges': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchGlobalChatBadges',
    endpoints: ['get-global-chat-badges'],
  },
  'Client: fetch_streams': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchStreams',
    endpoints: ['get-streams'],
  },
  'Client: fetch_tags': {
    kind: 'helix',
    status: 'removed',
    ours: 'TwitchClient.fetchTags',
    endpoints: ['get-all-stream-tags'],
    replacement: 'the tags of `fetchChannelInfo` and `fetchStreams`',
  },
  'Client: fetch_team': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchTeam',
    endpoints: ['get-teams'],
  },
  'Client: fetch_top_games': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchTopGames',
    endpoints: ['get-top-games'],
  },
  'Client: fetch_user': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchUser',
    endpoints: ['get-users'],
  },
  'Client: fetch_users': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchUsers',
    endpoints: ['get-users'],
  },
  'Client: fetch_videos': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.fetchVideos',
    endpoints: ['get-videos'],
    note: 'either ids or a category',
  },
  'Client: get_channel': { kind: 'cache', status: 'live', ours: 'TwitchClient.getChannel', endpoints: [] },
  'Client: get_message': { kind: 'cache', status: 'live', ours: 'TwitchClient.getMessage', endpoints: [] },
  'Client: get_partial_user': {
    kind: 'client',
    status: 'live',
    ours: 'TwitchClient.getPartialUser',
    endpoints: [],
  },
  'Client: listener': {
    kind: 'client',
    status: 'live',
    ours: 'TwitchClient.listener',
    endpoints: [],
    note: 'no decorator: takes a named function, or a name and then a function',
  },
  'Client: remove_event_listener': {
    kind: 'client',
    status: 'live',
    ours: 'TwitchClient.removeEventListener',
    endpoints: [],
  },
  'Client: run': {
    kind: 'client',
    status: 'live',
    ours: 'TwitchClient.run',
    endpoints: [],
    note: 'resolves when the client was closed',
  },
  'Client: search_categories': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.searchCategories',
    endpoints: ['search-categories'],
  },
  'Client: search_channels': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.searchChannels',
    endpoints: ['search-channels'],
  },
  'Client: setup': { kind: 'client', status: 'live', ours: 'TwitchClient.setup', endpoints: [] },
  'Client: start': {
    kind: 'client',
    status: 'live',
    ours: 'TwitchClient.start',
    endpoints: [],
    note: 'resolves when chat has been asked for; `run` waits for the end',
  },
  'Client: close': { kind: 'client', status: 'live', ours: 'TwitchClient.close', endpoints: [] },
  'Client: update_chatter_color': {
    kind: 'helix',
    status: 'live',
    ours: 'TwitchClient.updateChatterColor',
    endpoints: ['update-user-chat-color'],
    note: 'one of 15 names, or a hex colour with Turbo or Prime',
  },
  'TokenHandler: BaseTokenHandler': {
    kind: 'auth',
    status: 'live',
    ours: 'TokenHandler',
    endpoints: [],
    note: 'an interface: no class to inherit from',
  },
  'TokenHandler: event_token_expired': {
    kind: 'auth',
    status: 'live',
    ours: 'TokenHandler.tokenExpired',
    endpoints: [],
    note: 'public applications refresh without a secret',
  },
  'TokenHandler: event_token_refreshed': {
    kind: 'auth',
    status: 'live',
    ours: 'TokenHandler.tokenRefreshed',
    endpoints: [],
  },
  'TokenHandler: get_client_credentials': {
    kind: 'auth',
    status: 'live',
    ours: 'TokenHandler.getClientCredentials',
    endpoints: [],
  },
  'TokenHandler: get_client_token': {
    kind: 'auth',
    status: 'live',
    ours: 'TokenHandler.getClientToken',
    endpoints: [],
    note: 'may be left out: made from the credentials',
  },
  'TokenHandler: get_irc_token': {
    kind: 'auth',
    status: 'changed',
    ours: 'TokenHandler.getIrcToken',
    endpoints: [],
    note: 'wants `chat:read` or `chat:edit`; the scope of the seed does not exist',
  },
  'TokenHandler: get_user_token': {
    kind: 'auth',
    status: 'live',
    ours: 'TokenHandler.getUserToken',
    endpoints: [],
    note: '`null` asks for anybody who has one of the scopes',
  },
  'Shared: target, moderator and use_app_token arguments': {
    kind: 'auth',
    status: 'live',
    ours: 'ActOptions',
    endpoints: [],
    note: "`as` names who acts, `token: 'app'` the application; left out, the right sign-in is found",
  },
  'Shared: awaitable async iterator': {
    kind: 'client',
    status: 'live',
    ours: 'UserList',
    endpoints: [],
    note: '`await` collects (with a cap), `for await` streams, `byPage` gives whole answers',
  },
} as const satisfies Readonly<Record<string, SpecificationItem>>;

export type ItemName = keyof typeof specification;

/** The items of one kind. */
export type ItemOf<Kind extends SpecificationItem['kind']> = {
  [Name in ItemName]: (typeof specification)[Name]['kind'] extends Kind ? Name : never;
}[ItemName];

/** All items in the order of the seed. */
export function specificationItems(): readonly (SpecificationItem & { readonly name: ItemName })[] {
  return (Object.keys(specification) as ItemName[]).map((name) => ({ name, ...specification[name] }));
}
