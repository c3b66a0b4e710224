import type { Pair } from './witness.test';

const me = '100';
const other = '300';
const own = { broadcaster_id: me };
const asModerator = { broadcaster_id: me, moderator_id: me };

/** Calls that read, and the plainer ones that write. */
export const morePairs: Readonly<Record<string, Pair>> = {
  'get-cheermotes': {
    theirs: (api) => api.bits.getCheermotes(me),
    ours: (helix) => helix.call('get-cheermotes', { query: own }),
  },
  'get-channel-editors': {
    theirs: (api) => api.channels.getChannelEditors(me),
    ours: (helix) => helix.call('get-channel-editors', { query: own }),
  },
  'get-vips': {
    theirs: (api) => api.channels.getVips(me, { limit: 7, after: 'c' }),
    ours: (helix) => helix.call('get-vips', { query: { ...own, first: 7, after: 'c' } }),
  },
  'get-vips, given ones': {
    theirs: (api) => api.channels.checkVipForUsers(me, [other, me]),
    ours: (helix) => helix.call('get-vips', { query: { ...own, user_id: [other, me] } }),
  },
  'get-channel-followers': {
    theirs: (api) => api.channels.getChannelFollowers(me, other, { limit: 5 }),
    ours: (helix) => helix.call('get-channel-followers', { query: { ...own, user_id: other, first: 5 } }),
  },
  'get-channel-followers, counted': {
    theirs: (api) => api.channels.getChannelFollowerCount(me),
    ours: (helix) => helix.call('get-channel-followers', { query: { ...own, first: 1 } }),
  },
  'get-followed-channels': {
    theirs: (api) => api.channels.getFollowedChannels(me, other),
    ours: (helix) => helix.call('get-followed-channels', { query: { user_id: me, broadcaster_id: other } }),
  },
  'get-ad-schedule': {
    theirs: (api) => api.channels.getAdSchedule(me),
    ours: (helix) => helix.call('get-ad-schedule', { query: own }),
  },
  'get-custom-reward, given ones': {
    theirs: (api) => api.channelPoints.getCustomRewardsByIds(me, ['r', 's']),
    ours: (helix) => helix.call('get-custom-reward', { query: { ...own, id: ['r', 's'] } }),
  },
  'update-custom-reward': {
    theirs: (api) => api.channelPoints.updateCustomReward(me, 'r', { title: 'New', isPaused: true }),
    ours: (helix) =>
      helix.call('update-custom-reward', {
        query: { ...own, id: 'r' },
        body: { title: 'New', is_paused: true },
      }),
  },
  'delete-custom-reward': {
    theirs: (api) => api.channelPoints.deleteCustomReward(me, 'r'),
    ours: (helix) => helix.call('delete-custom-reward', { query: { ...own, id: 'r' } }),
  },
  'get-custom-reward-redemption, given ones': {
    theirs: (api) => api.channelPoints.getRedemptionsByIds(me, 'r', ['1', '2']),
    ours: (helix) =>
      helix.call('get-custom-reward-redemption', { query: { ...own, reward_id: 'r', id: ['1', '2'] } }),
  },
  'get-charity-campaign': {
    theirs: (api) => api.charity.getCharityCampaign(me),
    ours: (helix) => helix.call('get-charity-campaign', { query: own }),
  },
  'get-charity-campaign-donations': {
    theirs: (api) => api.charity.getCharityCampaignDonations(me, { limit: 9 }),
    ours: (helix) => helix.call('get-charity-campaign-donations', { query: { ...own, first: 9 } }),
  },
  'get-global-chat-badges': {
    theirs: (api) => api.chat.getGlobalBadges(),
    ours: (helix) => helix.call('get-global-chat-badges', {}),
  },
  'get-channel-chat-badges': {
    theirs: (api) => api.chat.getChannelBadges(me),
    ours: (helix) => helix.call('get-channel-chat-badges', { query: own }),
  },
  'get-global-emotes': {
    theirs: (api) => api.chat.getGlobalEmotes(),
    ours: (helix) => helix.call('get-global-emotes', {}),
  },
  'get-channel-emotes': {
    theirs: (api) => api.chat.getChannelEmotes(me),
    ours: (helix) => helix.call('get-channel-emotes', { query: own }),
  },
  'get-user-emotes': {
    theirs: (api) => api.chat.getUserEmotes(me, { broadcaster: other, after: 'c' }),
    ours: (helix) =>
      helix.call('get-user-emotes', { query: { user_id: me, broadcaster_id: other, after: 'c' } }),
    differs: {
      because: 'the witness writes broadcasterId, which Twitch does not know, for broadcaster_id',
      ours: (theirs) => ({
        ...theirs,
        query: theirs.query.map((pair) => pair.replace('broadcasterId', 'broadcaster_id')).toSorted(),
      }),
    },
  },
  'get-chat-settings': {
    theirs: (api) => api.chat.getSettings(me),
    ours: (helix) => helix.call('get-chat-settings', { query: own }),
  },
  'get-chat-settings, as a moderator': {
    theirs: (api) => api.chat.getSettingsPrivileged(me),
    ours: (helix) => helix.call('get-chat-settings', { query: asModerator }),
  },
  'get-shared-chat-session': {
    theirs: (api) => api.chat.getSharedChatSession(me),
    ours: (helix) => helix.call('get-shared-chat-session', { query: own }),
  },
  'get-clips of a category': {
    theirs: (api) => api.clips.getClipsForGame('5', { limit: 3 }),
    ours: (helix) => helix.call('get-clips', { query: { game_id: '5', first: 3 } }),
  },
  'get-content-classification-labels': {
    theirs: (api) => api.contentClassificationLabels.getAll('de-DE'),
    ours: (helix) => helix.call('get-content-classification-labels', { query: { locale: 'de-DE' } }),
  },
  'get-games by id': {
    theirs: (api) => api.games.getGamesByIds(['1', '2']),
    ours: (helix) => helix.call('get-games', { query: { id: ['1', '2'] } }),
  },
  'get-games by IGDB id': {
    theirs: (api) => api.games.getGamesByIgdbIds(['3']),
    ours: (helix) => helix.call('get-games', { query: { igdb_id: ['3'] } }),
  },
  'get-top-games': {
    theirs: (api) => api.games.getTopGames({ limit: 4, after: 'c' }),
    ours: (helix) => helix.call('get-top-games', { query: { first: 4, after: 'c' } }),
  },
  'get-creator-goals': {
    theirs: (api) => api.goals.getGoals(me),
    ours: (helix) => helix.call('get-creator-goals', { query: own }),
  },
  'get-hype-train-status': {
    theirs: (api) => api.hypeTrain.getHypeTrainStatusForBroadcaster(me),
    ours: (helix) => helix.call('get-hype-train-status', { query: own }),
  },
  'get-banned-users': {
    theirs: (api) => api.moderation.getBannedUsers(me, { userId: [other], limit: 2 }),
    ours: (helix) => helix.call('get-banned-users', { query: { ...own, user_id: [other], first: 2 } }),
  },
  'get-moderators': {
    theirs: (api) => api.moderation.getModerators(me, { userId: other, limit: 2 }),
    ours: (helix) => helix.call('get-moderators', { query: { ...own, user_id: [other], first: 2 } }),
  },
  'get-moderated-channels': {
    theirs: (api) => api.moderation.getModeratedChannels(me, { limit: 2 }),
    ours: (helix) => helix.call('get-moderated-channels', { query: { user_id: me, first: 2 } }),
  },
  'remove-channel-moderator': {
    theirs: (api) => api.moderation.removeModerator(me, other),
    ours: (helix) => helix.call('remove-channel-moderator', { query: { ...own, user_id: other } }),
  },
  'get-automod-settings': {
    theirs: (api) => api.moderation.getAutoModSettings(me),
    ours: (helix) => helix.call('get-automod-settings', { query: asModerator }),
  },
  'get-blocked-terms': {
    theirs: (api) => api.moderation.getBlockedTerms(me, { limit: 6 }),
    ours: (helix) => helix.call('get-blocked-terms', { query: { ...asModerator, first: 6 } }),
  },
  'remove-blocked-term': {
    theirs: (api) => api.moderation.removeBlockedTerm(me, me, 't'),
    ours: (helix) => helix.call('remove-blocked-term', { query: { ...asModerator, id: 't' } }),
  },
  'get-shield-mode-status': {
    theirs: (api) => api.moderation.getShieldModeStatus(me),
    ours: (helix) => helix.call('get-shield-mode-status', { query: asModerator }),
  },
  'get-unban-requests': {
    theirs: (api) => api.moderation.getUnbanRequests(me, 'pending', { limit: 3 }),
    ours: (helix) =>
      helix.call('get-unban-requests', { query: { ...asModerator, status: 'pending', first: 3 } }),
  },
  'get-polls, a page': {
    theirs: (api) => api.polls.getPolls(me, { limit: 3, after: 'c' }),
    ours: (helix) => helix.call('get-polls', { query: { ...own, first: 3, after: 'c' } }),
  },
  'get-predictions': {
    theirs: (api) => api.predictions.getPredictionsByIds(me, ['p', 'q']),
    ours: (helix) => helix.call('get-predictions', { query: { ...own, id: ['p', 'q'] } }),
  },
  'end-prediction, cancelled': {
    theirs: (api) => api.predictions.cancelPrediction(me, 'p'),
    ours: (helix) => helix.call('end-prediction', { body: { ...own, id: 'p', status: 'CANCELED' } }),
  },
  'get-channel-stream-schedule': {
    theirs: (api) => api.schedule.getSchedule(me, { startDate: '2026-12-01T18:00:00Z', limit: 2 }),
    ours: (helix) =>
      helix.call('get-channel-stream-schedule', {
        query: { ...own, start_time: '2026-12-01T18:00:00Z', first: 2 },
      }),
  },
  'update-channel-stream-schedule': {
    theirs: (api) => api.schedule.updateScheduleSettings(me, { vacation: null }),
    ours: (helix) =>
      helix.call('update-channel-stream-schedule', { query: { ...own, is_vacation_enabled: false } }),
  },
  'update-channel-stream-schedule-segment': {
    theirs: (api) => api.schedule.updateScheduleSegment(me, 's', { title: 'Later', isCanceled: true }),
    ours: (helix) =>
      helix.call('update-channel-stream-schedule-segment', {
        query: { ...own, id: 's' },
        body: { title: 'Later', is_canceled: true },
      }),
  },
  'delete-channel-stream-schedule-segment': {
    theirs: (api) => api.schedule.deleteScheduleSegment(me, 's'),
    ours: (helix) => helix.call('delete-channel-stream-schedule-segment', { query: { ...own, id: 's' } }),
  },
  'search-categories': {
    theirs: (api) => api.search.searchCategories('a & b', { limit: 2 }),
    ours: (helix) => helix.call('search-categories', { query: { query: 'a & b', first: 2 } }),
  },
  'get-stream-key': {
    theirs: (api) => api.streams.getStreamKey(me),
    ours: (helix) => helix.call('get-stream-key', { query: own }),
  },
  'get-followed-streams': {
    theirs: (api) => api.streams.getFollowedStreams(me, { limit: 2 }),
    ours: (helix) => helix.call('get-followed-streams', { query: { user_id: me, first: 2 } }),
  },
  'get-stream-markers': {
    theirs: (api) => api.streams.getStreamMarkersForUser(me, { limit: 2 }),
    ours: (helix) => helix.call('get-stream-markers', { query: { user_id: me, first: 2 } }),
  },
  'check-user-subscription': {
    theirs: (api) => api.subscriptions.checkUserSubscription(me, other),
    ours: (helix) => helix.call('check-user-subscription', { query: { user_id: me, broadcaster_id: other } }),
  },
  'get-channel-teams': {
    theirs: (api) => api.teams.getTeamsForBroadcaster(me),
    ours: (helix) => helix.call('get-channel-teams', { query: own }),
  },
  'get-teams': {
    theirs: (api) => api.teams.getTeamByName('blue'),
    ours: (helix) => helix.call('get-teams', { query: { name: 'blue' } }),
  },
  'get-user-block-list': {
    theirs: (api) => api.users.getBlocks(me, { limit: 2 }),
    ours: (helix) => helix.call('get-user-block-list', { query: { ...own, first: 2 } }),
  },
  'unblock-user': {
    theirs: (api) => api.users.deleteBlock(me, other),
    ours: (helix) => helix.call('unblock-user', { query: { target_user_id: other } }),
  },
  'get-user-extensions': {
    theirs: (api) => api.users.getExtensionsForAuthenticatedUser(me),
    ours: (helix) => helix.call('get-user-extensions', {}),
  },
  'get-user-active-extensions': {
    theirs: (api) => api.users.getActiveExtensions(me),
    ours: (helix) => helix.call('get-user-active-extensions', { query: { user_id: me } }),
  },
  'update-user-extensions': {
    theirs: (api) =>
      api.users.updateActiveExtensionsForAuthenticatedUser(me, {
        panel: { 1: { active: true, id: 'x', version: '1.0' } },
      }),
    ours: (helix) =>
      helix.call('update-user-extensions', {
        body: { data: { panel: { 1: { active: true, id: 'x', version: '1.0' } } } },
      }),
  },
  'get-videos by id': {
    theirs: (api) => api.videos.getVideosByIds(['8', '9']),
    ours: (helix) => helix.call('get-videos', { query: { id: ['8', '9'] } }),
  },
  'get-videos of a category': {
    theirs: (api) => api.videos.getVideosByGame('5', { language: 'de', limit: 2 }),
    ours: (helix) => helix.call('get-videos', { query: { game_id: '5', language: 'de', first: 2 } }),
  },
};
