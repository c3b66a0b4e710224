import assert from 'node:assert/strict';
import { LookUps } from '../../../src/core/client/look-ups';
import { HelixClient } from '../../../src/core/helix/helix-client';
import { PartialUser } from '../../../src/core/user';
import { EventSubServer, refusal } from '../../support/eventsub-server';
import { FakeClock } from '../../support/fake-clock';
import { FixedTokens } from '../../support/fixed-tokens';

/** What a method has to send. */
interface Sent {
  readonly call: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  /** Whose token; user 1, whom the handle is about, where it is left out. */
  readonly token?: string;
}

type UserCase = [item: string, run: (user: PartialUser) => unknown, sent: Sent];
type ClientCase = [item: string, run: (client: LookUps) => unknown, sent: Sent];

const own = { broadcaster_id: '1' };
const asModerator = { broadcaster_id: '1', moderator_id: '2' };
const mod = { as: '2' } as const;

/** One line for each item of the specification that acts on a channel or user. */
const seedOfUser: readonly UserCase[] = [
  [
    'automod_check',
    (user) => user.automodCheck(['one', 'two']),
    {
      call: 'POST /moderation/enforcements/status',
      query: own,
      body: {
        data: [
          { msg_id: '0', msg_text: 'one' },
          { msg_id: '1', msg_text: 'two' },
        ],
      },
    },
  ],
  ['create_clip', (user) => user.createClip({ has_delay: true }), { call: 'POST /clips', query: own }],
  [
    'create_clip, as of today',
    (user) => user.createClip({ title: 'Nice', duration: 45 }),
    { call: 'POST /clips', query: { ...own, title: 'Nice', duration: '45' } },
  ],
  [
    'create_marker',
    (user) => user.createMarker('here'),
    { call: 'POST /streams/markers', body: { user_id: '1', description: 'here' } },
  ],
  [
    'create_poll',
    (user) =>
      user.createPoll({
        title: 'Best?',
        choices: ['a', 'b'],
        duration: 60,
        bits_voting_enabled: false,
        channel_points_voting_enabled: true,
        channel_points_per_vote: 10,
      }),
    {
      call: 'POST /polls',
      body: {
        ...own,
        title: 'Best?',
        choices: [{ title: 'a' }, { title: 'b' }],
        duration: 60,
        channel_points_voting_enabled: true,
        channel_points_per_vote: 10,
      },
    },
  ],
  [
    'create_prediction',
    (user) => user.createPrediction({ title: 'Win?', outcomes: ['yes', 'no'], prediction_window: 120 }),
    {
      call: 'POST /predictions',
      body: { ...own, title: 'Win?', outcomes: [{ title: 'yes' }, { title: 'no' }], prediction_window: 120 },
    },
  ],
  ['edit', (user) => user.edit('About me'), { call: 'PUT /users', query: { description: 'About me' } }],
  [
    'end_poll',
    (user) => user.endPoll('p', 'ARCHIVED'),
    { call: 'PATCH /polls', body: { ...own, id: 'p', status: 'ARCHIVED' } },
  ],
  [
    'end_prediction',
    (user) => user.endPrediction('p', 'RESOLVED', 'o'),
    { call: 'PATCH /predictions', body: { ...own, id: 'p', status: 'RESOLVED', winning_outcome_id: 'o' } },
  ],
  ['fetch', (user) => user.fetch(), { call: 'GET /users', query: { id: '1' } }],
  [
    'fetch_active_extensions',
    (user) => user.fetchActiveExtensions(),
    { call: 'GET /users/extensions', query: { user_id: '1' } },
  ],
  [
    'fetch_bans',
    (user) => user.fetchBans({ users: ['7', '8'] }),
    { call: 'GET /moderation/banned', query: { ...own, user_id: ['7', '8'], first: '100' } },
  ],
  [
    'fetch_bits_leaderboard',
    (user) => user.fetchBitsLeaderboard({ period: 'week', user: '7', started_at: new Date(0) }),
    {
      call: 'GET /bits/leaderboard',
      query: { period: 'week', user_id: '7', started_at: '1970-01-01T00:00:00.000Z' },
    },
  ],
  [
    'fetch_channel_followers',
    (user) => user.fetchChannelFollowers({ user: '7' }, mod),
    { call: 'GET /channels/followers', query: { ...own, user_id: '7', first: '100' }, token: '2' },
  ],
  [
    'fetch_channel_followers_count',
    (user) => user.fetchChannelFollowersCount(),
    { call: 'GET /channels/followers', query: { ...own, first: '1' } },
  ],
  [
    'fetch_channel_following',
    (user) => user.fetchChannelFollowing({ broadcaster: '7' }),
    { call: 'GET /channels/followed', query: { user_id: '1', broadcaster_id: '7', first: '100' } },
  ],
  [
    'fetch_channel_following_count',
    (user) => user.fetchChannelFollowingCount(),
    { call: 'GET /channels/followed', query: { user_id: '1', first: '1' } },
  ],
  ['fetch_channel_teams', (user) => user.fetchChannelTeams(), { call: 'GET /teams/channel', query: own }],
  ['fetch_chat_settings', (user) => user.fetchChatSettings(), { call: 'GET /chat/settings', query: own }],
  [
    'fetch_chat_settings as a moderator',
    (user) => user.fetchChatSettings(mod),
    { call: 'GET /chat/settings', query: asModerator, token: '2' },
  ],
  [
    'fetch_clips',
    (user) => user.fetchClips({ started_at: '2026-01-01T00:00:00Z', is_featured: true }),
    {
      call: 'GET /clips',
      query: { ...own, started_at: '2026-01-01T00:00:00Z', is_featured: 'true', first: '100' },
    },
  ],
  [
    'fetch_custom_rewards',
    (user) => user.fetchCustomRewards({ only_manageable: true, ids: ['r'], force: true }),
    {
      call: 'GET /channel_points/custom_rewards',
      query: { ...own, id: 'r', only_manageable_rewards: 'true' },
    },
  ],
  ['fetch_extensions', (user) => user.fetchExtensions(), { call: 'GET /users/extensions/list' }],
  ['fetch_goals', (user) => user.fetchGoals(), { call: 'GET /goals', query: own }],
  [
    'fetch_markers',
    (user) => user.fetchMarkers(),
    { call: 'GET /streams/markers', query: { user_id: '1', first: '100' } },
  ],
  [
    'fetch_markers of a video',
    (user) => user.fetchMarkers({ video_id: '99' }),
    { call: 'GET /streams/markers', query: { video_id: '99', first: '100' } },
  ],
  [
    'fetch_moderators',
    (user) => user.fetchModerators({ users: ['7'] }),
    { call: 'GET /moderation/moderators', query: { ...own, user_id: '7', first: '100' } },
  ],
  [
    'fetch_polls',
    (user) => user.fetchPolls({ poll_ids: ['p', 'q'] }),
    { call: 'GET /polls', query: { ...own, id: ['p', 'q'], first: '20' } },
  ],
  [
    'fetch_schedule',
    (user) => user.fetchSchedule({ segment_ids: ['s'], start_time: '2026-01-01T00:00:00Z' }),
    { call: 'GET /schedule', query: { ...own, id: 's', start_time: '2026-01-01T00:00:00Z', first: '25' } },
  ],
  ['fetch_stream_key', (user) => user.fetchStreamKey(), { call: 'GET /streams/key', query: own }],
  [
    'fetch_subscribed_to',
    (user) => user.fetchSubscribedTo('7'),
    { call: 'GET /subscriptions/user', query: { broadcaster_id: '7', user_id: '1' } },
  ],
  [
    'fetch_subscribers',
    (user) => user.fetchSubscribers({ users: ['7'] }),
    { call: 'GET /subscriptions', query: { ...own, user_id: '7', first: '100' } },
  ],
  [
    'fetch_videos',
    (user) => user.fetchVideos({ period: 'week', sort: 'views', type: 'highlight' }),
    {
      call: 'GET /videos',
      query: { user_id: '1', period: 'week', sort: 'views', type: 'highlight', first: '100' },
    },
  ],
  [
    'get_predictions',
    (user) => user.getPredictions({ prediction_id: 'p' }),
    { call: 'GET /predictions', query: { ...own, id: 'p', first: '25' } },
  ],
  [
    'modify_channel',
    (user) => user.modifyChannel({ game_id: '0', language: 'de', title: 'Hi' }),
    { call: 'PATCH /channels', query: own, body: { broadcaster_language: 'de', game_id: '0', title: 'Hi' } },
  ],
  [
    'shoutout',
    (user) => user.shoutout('7', mod),
    {
      call: 'POST /chat/shoutouts',
      query: { from_broadcaster_id: '1', to_broadcaster_id: '7', moderator_id: '2' },
      token: '2',
    },
  ],
  [
    'start_commercial',
    (user) => user.startCommercial(60),
    { call: 'POST /channels/commercial', body: { ...own, length: 60 } },
  ],
  [
    'update_chat_settings',
    (user) => user.updateChatSettings({ slow_mode: true, slow_mode_wait_time: 5 }),
    {
      call: 'PATCH /chat/settings',
      query: { broadcaster_id: '1', moderator_id: '1' },
      body: { slow_mode: true, slow_mode_wait_time: 5 },
    },
  ],
  [
    'update_extensions',
    (user) => user.updateExtensions({ panel: { 1: { active: false } } }),
    { call: 'PUT /users/extensions', body: { data: { panel: { 1: { active: false } } } } },
  ],
];

/** What today's Helix has beyond the specification. */
const beyondOfUser: readonly UserCase[] = [
  ['fetchChannel', (user) => user.fetchChannel(), { call: 'GET /channels', query: own }],
  ['fetchEditors', (user) => user.fetchEditors(), { call: 'GET /channels/editors', query: own }],
  ['fetchStream', (user) => user.fetchStream(), { call: 'GET /streams', query: { user_id: '1' } }],
  [
    'fetchFollowedStreams',
    (user) => user.fetchFollowedStreams(),
    { call: 'GET /streams/followed', query: { user_id: '1', first: '100' } },
  ],
  ['fetchAdSchedule', (user) => user.fetchAdSchedule(), { call: 'GET /channels/ads', query: own }],
  ['snoozeNextAd', (user) => user.snoozeNextAd(), { call: 'POST /channels/ads/schedule/snooze', query: own }],
  [
    'raid',
    (user) => user.raid('7'),
    { call: 'POST /raids', query: { from_broadcaster_id: '1', to_broadcaster_id: '7' } },
  ],
  ['cancelRaid', (user) => user.cancelRaid(), { call: 'DELETE /raids', query: own }],
  ['fetchHypeTrain', (user) => user.fetchHypeTrain(), { call: 'GET /hypetrain/status', query: own }],
  [
    'fetchCharityCampaign',
    (user) => user.fetchCharityCampaign(),
    { call: 'GET /charity/campaigns', query: own },
  ],
  [
    'fetchCharityDonations',
    (user) => user.fetchCharityDonations(),
    { call: 'GET /charity/donations', query: { ...own, first: '100' } },
  ],
  [
    'fetchSubscribersCount',
    (user) => user.fetchSubscribersCount(),
    { call: 'GET /subscriptions', query: { ...own, first: '1' } },
  ],
  [
    'updateSchedule',
    (user) => user.updateSchedule({ is_vacation_enabled: false }),
    { call: 'PATCH /schedule/settings', query: { ...own, is_vacation_enabled: 'false' } },
  ],
  [
    'createScheduleSegment',
    (user) =>
      user.createScheduleSegment({
        start_time: '2026-12-01T18:00:00Z',
        timezone: 'Europe/Berlin',
        duration: '60',
      }),
    {
      call: 'POST /schedule/segment',
      query: own,
      body: { start_time: '2026-12-01T18:00:00Z', timezone: 'Europe/Berlin', duration: '60' },
    },
  ],
  [
    'updateScheduleSegment',
    (user) => user.updateScheduleSegment('s', { is_canceled: true }),
    { call: 'PATCH /schedule/segment', query: { ...own, id: 's' }, body: { is_canceled: true } },
  ],
  [
    'deleteScheduleSegment',
    (user) => user.deleteScheduleSegment('s'),
    { call: 'DELETE /schedule/segment', query: { ...own, id: 's' } },
  ],
  ['fetchChatColor', (user) => user.fetchChatColor(), { call: 'GET /chat/color', query: { user_id: '1' } }],
  [
    'fetchBlocks',
    (user) => user.fetchBlocks(),
    { call: 'GET /users/blocks', query: { ...own, first: '100' } },
  ],
  [
    'block',
    (user) => user.block('7', { reason: 'spam' }),
    { call: 'PUT /users/blocks', query: { target_user_id: '7', reason: 'spam' } },
  ],
  ['unblock', (user) => user.unblock('7'), { call: 'DELETE /users/blocks', query: { target_user_id: '7' } }],
  [
    'fetchModeratedChannels',
    (user) => user.fetchModeratedChannels(),
    { call: 'GET /moderation/channels', query: { user_id: '1', first: '100' } },
  ],
  [
    'whisper',
    (user) => user.whisper('7', 'psst'),
    { call: 'POST /whispers', query: { from_user_id: '1', to_user_id: '7' }, body: { message: 'psst' } },
  ],
  [
    'createClipFromVideo',
    (user) => user.createClipFromVideo({ vod_id: '9', vod_offset: 100, title: 'Cut' }, mod),
    {
      call: 'POST /videos/clips',
      query: { ...own, editor_id: '2', vod_id: '9', vod_offset: '100', title: 'Cut' },
      token: '2',
    },
  ],
  [
    'fetchClipDownloads',
    (user) => user.fetchClipDownloads(['c']),
    { call: 'GET /clips/downloads', query: { ...own, editor_id: '1', clip_id: 'c' } },
  ],
  ['fetchSharedChat', (user) => user.fetchSharedChat(), { call: 'GET /shared_chat/session', query: own }],
  [
    'createCustomReward',
    (user) => user.createCustomReward({ title: 'Light', cost: 100 }),
    { call: 'POST /channel_points/custom_rewards', query: own, body: { title: 'Light', cost: 100 } },
  ],
  [
    'updateCustomReward',
    (user) => user.updateCustomReward('r', { is_paused: true }),
    { call: 'PATCH /channel_points/custom_rewards', query: { ...own, id: 'r' }, body: { is_paused: true } },
  ],
  [
    'deleteCustomReward',
    (user) => user.deleteCustomReward('r'),
    { call: 'DELETE /channel_points/custom_rewards', query: { ...own, id: 'r' } },
  ],
  [
    'fetchRedemptions',
    (user) => user.fetchRedemptions('r', { status: 'UNFULFILLED' }),
    {
      call: 'GET /channel_points/custom_rewards/redemptions',
      query: { ...own, reward_id: 'r', status: 'UNFULFILLED', first: '50' },
    },
  ],
  [
    'updateRedemptions',
    (user) => user.updateRedemptions('r', ['x', 'y'], 'CANCELED'),
    {
      call: 'PATCH /channel_points/custom_rewards/redemptions',
      query: { ...own, reward_id: 'r', id: ['x', 'y'] },
      body: { status: 'CANCELED' },
    },
  ],
  [
    'fetchCustomPowerUps',
    (user) => user.fetchCustomPowerUps(),
    { call: 'GET /bits/custom_power_ups', query: own },
  ],
  [
    'sendMessage',
    (user) => user.sendMessage('Hi', { reply_parent_message_id: 'm' }, mod),
    {
      call: 'POST /chat/messages',
      body: { ...own, sender_id: '2', message: 'Hi', reply_parent_message_id: 'm' },
      token: '2',
    },
  ],
  [
    'announce',
    (user) => user.announce('Hear!', { color: 'purple' }, mod),
    {
      call: 'POST /chat/announcements',
      query: asModerator,
      body: { message: 'Hear!', color: 'purple' },
      token: '2',
    },
  ],
  [
    'fetchChatters',
    (user) => user.fetchChatters(mod),
    { call: 'GET /chat/chatters', query: { ...asModerator, first: '1000' }, token: '2' },
  ],
  ['fetchEmotes', (user) => user.fetchEmotes(), { call: 'GET /chat/emotes', query: own }],
  [
    'fetchUsableEmotes',
    (user) => user.fetchUsableEmotes({ channel: '7' }),
    { call: 'GET /chat/emotes/user', query: { user_id: '1', broadcaster_id: '7' } },
  ],
  ['fetchChatBadges', (user) => user.fetchChatBadges(), { call: 'GET /chat/badges', query: own }],
  [
    'deleteMessage',
    (user) => user.deleteMessage('m', mod),
    { call: 'DELETE /moderation/chat', query: { ...asModerator, message_id: 'm' }, token: '2' },
  ],
  [
    'clearChat',
    (user) => user.clearChat(mod),
    { call: 'DELETE /moderation/chat', query: asModerator, token: '2' },
  ],
  ['fetchPin', (user) => user.fetchPin(mod), { call: 'GET /chat/pins', query: asModerator, token: '2' }],
  [
    'pin',
    (user) => user.pin('m', 60, mod),
    {
      call: 'PUT /chat/pins',
      query: { ...asModerator, message_id: 'm', duration_seconds: '60' },
      token: '2',
    },
  ],
  [
    'updatePin',
    (user) => user.updatePin('m', 60, mod),
    {
      call: 'PATCH /chat/pins',
      query: { ...asModerator, message_id: 'm', duration_seconds: '60' },
      token: '2',
    },
  ],
  [
    'unpin',
    (user) => user.unpin('m', mod),
    { call: 'DELETE /chat/pins', query: { ...asModerator, message_id: 'm' }, token: '2' },
  ],
  [
    'resolveHeldMessage',
    (user) => user.resolveHeldMessage('m', 'DENY', mod),
    {
      call: 'POST /moderation/automod/message',
      body: { user_id: '2', msg_id: 'm', action: 'DENY' },
      token: '2',
    },
  ],
  [
    'fetchAutomodSettings',
    (user) => user.fetchAutomodSettings(mod),
    { call: 'GET /moderation/automod/settings', query: asModerator, token: '2' },
  ],
  [
    'updateAutomodSettings',
    (user) => user.updateAutomodSettings({ overall_level: 2 }, mod),
    {
      call: 'PUT /moderation/automod/settings',
      query: asModerator,
      body: { overall_level: 2 },
      token: '2',
    },
  ],
  [
    'ban',
    (user) => user.ban('7', { reason: 'rude' }, mod),
    {
      call: 'POST /moderation/bans',
      query: asModerator,
      body: { data: { user_id: '7', reason: 'rude' } },
      token: '2',
    },
  ],
  [
    'timeout',
    (user) => user.timeout('7', 60),
    {
      call: 'POST /moderation/bans',
      query: { broadcaster_id: '1', moderator_id: '1' },
      body: { data: { user_id: '7', duration: 60 } },
    },
  ],
  [
    'unban',
    (user) => user.unban('7', mod),
    { call: 'DELETE /moderation/bans', query: { ...asModerator, user_id: '7' }, token: '2' },
  ],
  [
    'warn',
    (user) => user.warn('7', 'careful', mod),
    {
      call: 'POST /moderation/warnings',
      query: asModerator,
      body: { data: { user_id: '7', reason: 'careful' } },
      token: '2',
    },
  ],
  [
    'fetchUnbanRequests',
    (user) => user.fetchUnbanRequests('pending', { user: '7' }, mod),
    {
      call: 'GET /moderation/unban_requests',
      query: { ...asModerator, status: 'pending', user_id: '7' },
      token: '2',
    },
  ],
  [
    'resolveUnbanRequest',
    (user) => user.resolveUnbanRequest('u', 'approved', { resolution_text: 'ok' }, mod),
    {
      call: 'PATCH /moderation/unban_requests',
      query: { ...asModerator, unban_request_id: 'u', status: 'approved', resolution_text: 'ok' },
      token: '2',
    },
  ],
  [
    'addModerator',
    (user) => user.addModerator('7'),
    { call: 'POST /moderation/moderators', query: { ...own, user_id: '7' } },
  ],
  [
    'removeModerator',
    (user) => user.removeModerator('7'),
    { call: 'DELETE /moderation/moderators', query: { ...own, user_id: '7' } },
  ],
  [
    'fetchVips',
    (user) => user.fetchVips({ users: ['7'] }),
    { call: 'GET /channels/vips', query: { ...own, user_id: '7', first: '100' } },
  ],
  ['addVip', (user) => user.addVip('7'), { call: 'POST /channels/vips', query: { ...own, user_id: '7' } }],
  [
    'removeVip',
    (user) => user.removeVip('7'),
    { call: 'DELETE /channels/vips', query: { ...own, user_id: '7' } },
  ],
  [
    'fetchShieldMode',
    (user) => user.fetchShieldMode(mod),
    { call: 'GET /moderation/shield_mode', query: asModerator, token: '2' },
  ],
  [
    'setShieldMode',
    (user) => user.setShieldMode(true, mod),
    { call: 'PUT /moderation/shield_mode', query: asModerator, body: { is_active: true }, token: '2' },
  ],
  [
    'fetchBlockedTerms',
    (user) => user.fetchBlockedTerms(mod),
    { call: 'GET /moderation/blocked_terms', query: { ...asModerator, first: '100' }, token: '2' },
  ],
  [
    'addBlockedTerm',
    (user) => user.addBlockedTerm('rude*', mod),
    { call: 'POST /moderation/blocked_terms', query: asModerator, body: { text: 'rude*' }, token: '2' },
  ],
  [
    'removeBlockedTerm',
    (user) => user.removeBlockedTerm('t', mod),
    { call: 'DELETE /moderation/blocked_terms', query: { ...asModerator, id: 't' }, token: '2' },
  ],
  [
    'markSuspicious',
    (user) => user.markSuspicious('7', 'RESTRICTED', mod),
    {
      call: 'POST /moderation/suspicious_users',
      query: asModerator,
      body: { user_id: '7', status: 'RESTRICTED' },
      token: '2',
    },
  ],
  [
    'clearSuspicious',
    (user) => user.clearSuspicious('7', mod),
    { call: 'DELETE /moderation/suspicious_users', query: { ...asModerator, user_id: '7' }, token: '2' },
  ],
];

/** One line for each item of the specification that is about Twitch as a whole. */
const seedOfClient: readonly ClientCase[] = [
  [
    'delete_videos',
    (client) => client.deleteVideos(['9', '8'], { as: '1' }),
    { call: 'DELETE /videos', query: { id: ['9', '8'] } },
  ],
  [
    'fetch_channel_info',
    (client) => client.fetchChannelInfo(['7', '8']),
    { call: 'GET /channels', query: { broadcaster_id: ['7', '8'] } },
  ],
  [
    'fetch_chatter_colors',
    (client) => client.fetchChatterColors(['7', { id: '8', name: null }]),
    { call: 'GET /chat/color', query: { user_id: ['7', '8'] } },
  ],
  [
    'fetch_cheermotes',
    (client) => client.fetchCheermotes({ broadcaster: '7' }),
    { call: 'GET /bits/cheermotes', query: { broadcaster_id: '7' } },
  ],
  [
    'fetch_clips',
    (client) => client.fetchClips({ ids: ['a', 'b'] }),
    { call: 'GET /clips', query: { id: ['a', 'b'], first: '100' } },
  ],
  [
    'fetch_clips of a category',
    (client) => client.fetchClips({ game_id: '5' }),
    { call: 'GET /clips', query: { game_id: '5', first: '100' } },
  ],
  [
    'fetch_content_classification_labels',
    (client) => client.fetchContentClassificationLabels('de-DE'),
    { call: 'GET /content_classification_labels', query: { locale: 'de-DE' } },
  ],
  [
    'fetch_games',
    (client) => client.fetchGames({ ids: ['1'], names: ['Chess'], igdb_ids: ['2'] }),
    { call: 'GET /games', query: { id: '1', name: 'Chess', igdb_id: '2' } },
  ],
  [
    'fetch_global_chat_badges',
    (client) => client.fetchGlobalChatBadges(),
    { call: 'GET /chat/badges/global' },
  ],
  ['(fetchGlobalEmotes)', (client) => client.fetchGlobalEmotes(), { call: 'GET /chat/emotes/global' }],
  [
    'fetch_streams',
    (client) =>
      client.fetchStreams({
        user_ids: ['7'],
        user_logins: ['ana'],
        game_ids: ['5'],
        languages: ['de'],
        type: 'live',
      }),
    {
      call: 'GET /streams',
      query: { user_id: '7', user_login: 'ana', game_id: '5', language: 'de', type: 'live', first: '100' },
    },
  ],
  [
    'fetch_team',
    (client) => client.fetchTeam({ team_name: 'blue' }),
    { call: 'GET /teams', query: { name: 'blue' } },
  ],
  [
    'fetch_top_games',
    (client) => client.fetchTopGames(),
    { call: 'GET /games/top', query: { first: '100' } },
  ],
  ['fetch_user', (client) => client.fetchUser('@Ana'), { call: 'GET /users', query: { login: 'ana' } }],
  ['fetch_user by id', (client) => client.fetchUser('7'), { call: 'GET /users', query: { id: '7' } }],
  [
    'fetch_users',
    (client) => client.fetchUsers({ names: ['ana', 'bo'], ids: ['7'] }),
    { call: 'GET /users', query: { login: ['ana', 'bo'], id: '7' } },
  ],
  [
    'fetch_videos',
    (client) => client.fetchVideos({ ids: ['9'] }),
    { call: 'GET /videos', query: { id: '9' } },
  ],
  [
    'fetch_videos of a category',
    (client) => client.fetchVideos({ game_id: '5', language: 'de', sort: 'views' }),
    { call: 'GET /videos', query: { game_id: '5', language: 'de', sort: 'views', first: '100' } },
  ],
  [
    'search_categories',
    (client) => client.searchCategories('fort'),
    { call: 'GET /search/categories', query: { query: 'fort', first: '100' } },
  ],
  [
    'search_channels',
    (client) => client.searchChannels('ana', { live_only: true }),
    { call: 'GET /search/channels', query: { query: 'ana', live_only: 'true', first: '100' } },
  ],
  [
    'update_chatter_color',
    (client) => client.updateChatterColor('1', 'blue_violet'),
    { call: 'PUT /chat/color', query: { user_id: '1', color: 'blue_violet' } },
  ],
];

describe('Methods over Helix', () => {
  let server: EventSubServer;
  let helix: HelixClient;

  beforeEach(async () => {
    server = await EventSubServer.start();
    server.onRequest = () => ({
      status: 200,
      body: { data: [{ id: 'answer', stream_key: 'key', color: '#00FF00' }], total: 17, pagination: {} },
    });
    const tokens = new FixedTokens().set('1').set('2');
    helix = new HelixClient({ urls: server.urls, tokens, clock: new FakeClock() });
  });

  afterEach(async () => {
    await helix.close();
    await server.close();
  });

  async function sends(run: () => unknown, expected: Sent): Promise<void> {
    await run();
    assert.equal(server.requests.length, 1);
    const [request] = server.requests;
    assert.ok(request);
    assert.equal(`${request.method} ${request.path}`, expected.call);
    const query = Object.entries(expected.query ?? {}).map(([name, value]) => [name, [value].flat()]);
    assert.deepEqual(request.query, Object.fromEntries(query));
    assert.deepEqual(request.body, expected.body ?? null);
    assert.equal(request.token, `token-of-${expected.token ?? '1'}`);
  }

  describe('of a user, in the specification', () => {
    for (const [item, run, sent] of seedOfUser) {
      it(item, () => sends(() => run(new PartialUser(helix, '1')), sent));
    }
  });

  describe('of a user, beyond it', () => {
    for (const [item, run, sent] of beyondOfUser) {
      it(item, () => sends(() => run(new PartialUser(helix, '1')), sent));
    }

    it('are all in one of the two lists', () => {
      const tested = [...seedOfUser, ...beyondOfUser].map(([item]) => item.split(/[ ,]/)[0] ?? '');
      const names = new Set(
        tested.map((name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())),
      );
      const gone = ['fetchBanEvents', 'fetchHypetrainEvents', 'fetchModEvents', 'fetchTags'];
      const methods = Object.getOwnPropertyNames(PartialUser.prototype).filter(
        (name) => name !== 'constructor',
      );
      assert.deepEqual(
        methods.filter((name) => !names.has(name) && !gone.includes(name)),
        [],
      );
    });
  });

  describe('of the client, in the specification', () => {
    for (const [item, run, sent] of seedOfClient) {
      it(item, () => sends(() => run(new LookUps(helix)), sent));
    }
  });

  describe('that Twitch has removed', () => {
    const removed: readonly [string, () => Promise<unknown>, RegExp][] = [
      ['fetch_ban_events', () => new PartialUser(helix, '1').fetchBanEvents(), /channel\.ban.*fetchBans/],
      [
        'fetch_mod_events',
        () => new PartialUser(helix, '1').fetchModEvents(),
        /channel\.moderator\.add.*fetchModerators/,
      ],
      ['fetch_hypetrain_events', () => new PartialUser(helix, '1').fetchHypetrainEvents(), /fetchHypeTrain/],
      ['fetch_tags of a user', () => new PartialUser(helix, '1').fetchTags(), /fetchChannel/],
      ['fetch_tags', () => new LookUps(helix).fetchTags(), /fetchStreams/],
      [
        'voting with Bits',
        () =>
          new PartialUser(helix, '1').createPoll({
            title: 'Best?',
            choices: ['a', 'b'],
            duration: 60,
            bits_voting_enabled: true,
          }),
        /channel_points_voting_enabled/,
      ],
    ];
    for (const [item, run, message] of removed) {
      it(`fail at once and name what to use: ${item}`, async () => {
        await assert.rejects(run, { code: 'TWITCH_GONE', message });
        assert.equal(server.requests.length, 0);
      });
    }
  });

  describe('give back', () => {
    it('a number for a count', async () => {
      assert.equal(await new PartialUser(helix, '1').fetchChannelFollowersCount(), 17);
    });

    it('a text for a stream key and for a colour', async () => {
      const user = new PartialUser(helix, '1');
      assert.deepEqual([await user.fetchStreamKey(), await user.fetchChatColor()], ['key', '#00FF00']);
    });

    it('nothing where Twitch says that there is none', async () => {
      const user = new PartialUser(helix, '1');
      server.onRequest = () => ({ status: 404, body: refusal(404, 'no subscription') });
      assert.equal(await user.fetchSubscribedTo('7'), null);
      server.onRequest = () => ({ status: 200, body: { data: [] } });
      assert.deepEqual(
        [
          await user.fetch(),
          await user.fetchStream(),
          await user.fetchStreamKey(),
          await new LookUps(helix).fetchUser('7'),
        ],
        [null, null, null, null],
      );
    });

    it('lists that can be awaited, walked, and read page by page', async () => {
      server.onRequest = ({ query }) => {
        const page = Number(query['after']?.[0] ?? 0);
        const data = [0, 1].map((n) => ({ id: `c${page * 2 + n}` }));
        return { status: 200, body: { data, pagination: page < 2 ? { cursor: String(page + 1) } : {} } };
      };
      const user = new PartialUser(helix, '1');
      const all = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'];
      assert.deepEqual(
        (await user.fetchClips()).map(({ id }) => id),
        all,
      );
      assert.equal(server.requests.length, 3);
      assert.deepEqual(
        (await user.fetchClips({}, { cap: 3 })).map(({ id }) => id),
        all.slice(0, 3),
      );
      const walked: string[] = [];
      for await (const { id } of user.fetchClips()) walked.push(id);
      assert.deepEqual(walked, all);
      const pages: number[] = [];
      for await (const { items } of user.fetchClips().byPage()) pages.push(items.length);
      assert.deepEqual(pages, [2, 2, 2]);
    });

    it('no more pages than are looked at, and none before that', async () => {
      server.onRequest = () => ({
        status: 200,
        body: { data: [{ id: 'x' }], pagination: { cursor: 'more' } },
      });
      const list = new PartialUser(helix, '1').fetchClips();
      assert.equal(server.requests.length, 0);
      for await (const { id } of list) {
        assert.equal(id, 'x');
        break;
      }
      assert.equal(server.requests.length, 1);
    });
  });

  describe('find people', () => {
    beforeEach(() => {
      server.onRequest = ({ path, query }) => {
        const data =
          path === '/users'
            ? (query['login'] ?? []).map((login) => ({ id: `10${login.length}`, login, display_name: login }))
            : [{}];
        return { status: 200, body: { data } };
      };
    });

    it('by login, looked up once', async () => {
      const user = new PartialUser(helix, 'Ana');
      assert.deepEqual([user.id, user.name], [null, 'ana']);
      await user.fetchChannel();
      await user.fetchChannel();
      assert.equal(user.id, '103');
      assert.deepEqual(
        server.requests.map(({ path }) => path),
        ['/users', '/channels', '/channels'],
      );
    });

    it('by id, never looked up', async () => {
      const user = new PartialUser(helix, ' 42 ');
      assert.deepEqual([user.id, user.name, await user.resolveId()], ['42', null, '42']);
      assert.equal(server.requests.length, 0);
    });

    it('by a login of digits only, when it is said to be one', async () => {
      assert.equal(await new PartialUser(helix, { id: null, name: '42' }).resolveId(), '102');
    });

    it('by login, id or handle wherever somebody is named', async () => {
      await new PartialUser(helix, '1').ban('Mallory');
      await new PartialUser(helix, '1').ban(new PartialUser(helix, '7'));
      const banned = server.requests
        .filter(({ method }) => method === 'POST')
        .map(({ body }) => (body as { data: { user_id: string } }).data.user_id);
      assert.deepEqual(banned, ['107', '7']);
    });

    it('and say so when Twitch knows nobody of that name', async () => {
      server.onRequest = () => ({ status: 200, body: { data: [] } });
      await assert.rejects(() => new PartialUser(helix, '1').ban('nobody'), { code: 'TWITCH_INPUT_INVALID' });
      assert.throws(() => new PartialUser(helix, ''), { code: 'TWITCH_INPUT_INVALID' });
    });
  });
});
