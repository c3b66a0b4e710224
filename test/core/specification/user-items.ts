import assert from 'node:assert/strict';
import type { ItemOf } from '../../data/specification';
import type { Check } from './stage';

type UserItem = Extract<ItemOf<'helix'>, `PartialUser: ${string}`>;

/** What acts on a channel or user, over HTTP against the simulated Twitch. */
export const userItems: Readonly<Record<UserItem, Check>> = {
  'PartialUser: automod_check': async (stage) => {
    const answers = await stage.user.automodCheck(['hello', 'what the heck']);
    stage.sent('check-automod-status', { broadcaster_id: stage.me.id });
    assert.deepEqual(
      answers.map(({ msg_id }) => msg_id),
      ['0', '1'],
    );
    assert.equal(answers[0]?.is_permitted, true);
  },
  'PartialUser: create_clip': async (stage) => {
    const made = await stage.user.createClip({ title: 'Sunset', duration: 45, has_delay: true });
    stage.sent(
      'create-clip',
      { broadcaster_id: stage.me.id, title: 'Sunset', duration: '45' },
      { status: 202 },
    );
    assert.match(made.edit_url, new RegExp(made.id));
    await stage.clock.tick(60_000);
    const [clip] = await stage.client.fetchClips({ ids: [made.id] });
    assert.deepEqual(
      [clip?.title, clip?.duration, clip?.broadcaster_id, clip?.creator_id],
      ['Sunset', 45, stage.me.id, stage.me.id],
    );
  },
  'PartialUser: create_marker': async (stage) => {
    const marker = await stage.user.createMarker('boss fight');
    stage.sent('create-stream-marker', {});
    assert.equal(marker.description, 'boss fight');
    assert.equal(stage.channel.markers[0]?.id, marker.id);
  },
  'PartialUser: create_poll': async (stage) => {
    const poll = await stage.user.createPoll({
      title: 'Best snack?',
      choices: ['Chips', 'Fruit', 'Cake'],
      duration: 60,
      channel_points_voting_enabled: true,
      channel_points_per_vote: 25,
    });
    stage.sent('create-poll', {});
    assert.deepEqual(
      [poll.title, poll.choices.map(({ title }) => title), poll.duration, poll.status],
      ['Best snack?', ['Chips', 'Fruit', 'Cake'], 60, 'ACTIVE'],
    );
    assert.equal(poll.channel_points_per_vote, 25);
    assert.equal(stage.channel.polls[0]?.id, poll.id);
    await assert.rejects(
      stage.user.createPoll({ title: 'x', choices: ['a', 'b'], duration: 60, bits_voting_enabled: true }),
      { code: 'TWITCH_GONE', message: /channel_points_voting_enabled/ },
    );
  },
  'PartialUser: create_prediction': async (stage) => {
    const made = await stage.user.createPrediction({
      title: 'Win?',
      outcomes: ['yes', 'no'],
      prediction_window: 90,
    });
    stage.sent('create-prediction', {});
    assert.deepEqual(
      [made.title, made.outcomes.map(({ title }) => title), made.prediction_window, made.status],
      ['Win?', ['yes', 'no'], 90, 'ACTIVE'],
    );
  },
  'PartialUser: edit': async (stage) => {
    const user = await stage.user.edit('Boats & <3');
    stage.sent('update-user', { description: 'Boats & <3' });
    assert.equal(user.description, 'Boats & <3');
    assert.equal(stage.channel.owner.description, 'Boats & <3');
  },
  'PartialUser: end_poll': async (stage) => {
    const { id } = stage.world.createPoll({ title: 'Q', choices: ['a', 'b'], durationS: 60 });
    const ended = await stage.user.endPoll(id, 'ARCHIVED');
    stage.sent('end-poll', {});
    assert.deepEqual([ended.id, ended.status], [id, 'ARCHIVED']);
  },
  'PartialUser: end_prediction': async (stage) => {
    const { id, outcomes } = stage.world.createPrediction({ title: 'Q', outcomes: ['a', 'b'], windowS: 60 });
    assert.equal((await stage.user.endPrediction(id, 'LOCKED')).status, 'LOCKED');
    await assert.rejects(stage.user.endPrediction(id, 'RESOLVED'), { code: 'TWITCH_INPUT_INVALID' });
    const ended = await stage.user.endPrediction(id, 'RESOLVED', outcomes[1]!.id);
    stage.sent('end-prediction', {});
    assert.deepEqual([ended.status, ended.winning_outcome_id], ['RESOLVED', outcomes[1]!.id]);
  },
  'PartialUser: fetch': async (stage) => {
    const found = await stage.client.user(stage.viewer.login).fetch();
    stage.sent('get-users', { id: stage.viewer.id });
    assert.deepEqual([found?.id, found?.login], [stage.viewer.id, stage.viewer.login]);
  },
  'PartialUser: fetch_active_extensions': async (stage) => {
    const active = await stage.user.fetchActiveExtensions();
    stage.sent('get-user-active-extensions', { user_id: stage.me.id });
    assert.deepEqual(Object.keys(active ?? {}).toSorted(), ['component', 'overlay', 'panel']);
  },
  'PartialUser: fetch_ban_events': (stage) =>
    stage.gone(() => stage.user.fetchBanEvents(), /channel\.ban.*fetchBans/),
  'PartialUser: fetch_bans': async (stage) => {
    const { me, viewer } = stage;
    stage.world.moderation.ban({ channel: me.id, user: viewer.id, reason: 'spam' });
    const bans = await stage.user.fetchBans({ users: [viewer.login] });
    stage.sent('get-banned-users', { broadcaster_id: me.id, user_id: viewer.id, first: '100' });
    assert.deepEqual(
      bans.map(({ user_id, reason, expires_at }) => [user_id, reason, expires_at]),
      [[viewer.id, 'spam', '']],
    );
  },
  'PartialUser: fetch_bits_leaderboard': async (stage) => {
    const leaders = await stage.user.fetchBitsLeaderboard({ count: 1, period: 'all' });
    stage.sent('get-bits-leaderboard', { count: '1', period: 'all' });
    assert.deepEqual(
      leaders.map(({ user_id, rank, score }) => [user_id, rank, score]),
      [[stage.simulator.users.vip.id, 1, 1200]],
    );
  },
  'PartialUser: fetch_channel_followers': async (stage) => {
    const { me, viewer, moderator } = stage;
    const followers = await stage.user.fetchChannelFollowers({ user: viewer.id }, { as: moderator.id });
    stage.sent(
      'get-channel-followers',
      { broadcaster_id: me.id, user_id: viewer.id, first: '100' },
      { login: moderator.login },
    );
    assert.deepEqual(
      followers.map(({ user_login }) => user_login),
      [viewer.login],
    );
  },
  'PartialUser: fetch_channel_followers_count': async (stage) => {
    assert.equal(await stage.user.fetchChannelFollowersCount(), stage.channel.followers.size);
    stage.sent('get-channel-followers', { broadcaster_id: stage.me.id, first: '1' });
  },
  'PartialUser: fetch_channel_following': async (stage) => {
    const { viewer, me } = stage;
    const followed = await stage.client.user(viewer.id).fetchChannelFollowing({ broadcaster: me.id });
    stage.sent(
      'get-followed-channels',
      { user_id: viewer.id, broadcaster_id: me.id, first: '100' },
      { login: viewer.login },
    );
    assert.deepEqual(
      followed.map(({ broadcaster_login }) => broadcaster_login),
      [me.login],
    );
  },
  'PartialUser: fetch_channel_following_count': async (stage) => {
    const { viewer } = stage;
    assert.equal(await stage.client.user(viewer.id).fetchChannelFollowingCount(), 1);
    stage.sent('get-followed-channels', { user_id: viewer.id, first: '1' }, { login: viewer.login });
  },
  'PartialUser: fetch_channel_teams': async (stage) => {
    const teams = await stage.user.fetchChannelTeams();
    stage.sent('get-channel-teams', { broadcaster_id: stage.me.id });
    assert.deepEqual(
      teams.map(({ team_name }) => team_name),
      ['harborfriends'],
    );
  },
  'PartialUser: fetch_chat_settings': async (stage) => {
    const plain = await stage.user.fetchChatSettings();
    stage.sent('get-chat-settings', { broadcaster_id: stage.me.id });
    assert.deepEqual([plain.slow_mode, 'non_moderator_chat_delay' in plain], [false, false]);
    const full = await stage.user.fetchChatSettings({ as: stage.moderator.id });
    stage.sent(
      'get-chat-settings',
      { broadcaster_id: stage.me.id, moderator_id: stage.moderator.id },
      { login: stage.moderator.login },
    );
    assert.equal(full.non_moderator_chat_delay, false);
  },
  'PartialUser: fetch_clips': async (stage) => {
    const clip = stage.world.createClip({ login: stage.viewer.login });
    await stage.clock.tick(60_000);
    const started_at = new Date(stage.clock.now() - 3_600_000);
    const ended_at = new Date(stage.clock.now() + 60_000);
    const clips = await stage.user.fetchClips({ started_at, ended_at });
    stage.sent('get-clips', {
      broadcaster_id: stage.me.id,
      started_at: started_at.toISOString(),
      ended_at: ended_at.toISOString(),
      first: '100',
    });
    assert.deepEqual(
      clips.map(({ id, creator_id }) => [id, creator_id]),
      [[clip.id, stage.viewer.id]],
    );
  },
  'PartialUser: fetch_custom_rewards': async (stage) => {
    const all = await stage.user.fetchCustomRewards();
    const lamp = all.find(({ title }) => title === 'Lamp colour')!;
    const own = await stage.user.fetchCustomRewards({ only_manageable: true, ids: [lamp.id], force: true });
    stage.sent('get-custom-reward', {
      broadcaster_id: stage.me.id,
      id: lamp.id,
      only_manageable_rewards: 'true',
    });
    assert.deepEqual([all.length, own.map(({ cost }) => cost)], [2, [500]]);
  },
  'PartialUser: fetch_extensions': async (stage) => {
    const installed = await stage.user.fetchExtensions();
    stage.sent('get-user-extensions', {});
    assert.deepEqual(
      installed.map(({ name }) => name),
      ['Harbour Weather', 'Snack Vote'],
    );
  },
  'PartialUser: fetch_goals': async (stage) => {
    const goals = await stage.user.fetchGoals();
    stage.sent('get-creator-goals', { broadcaster_id: stage.me.id });
    assert.deepEqual(
      goals.map(({ type, target_amount }) => [type, target_amount]),
      [['follower', 50]],
    );
  },
  'PartialUser: fetch_hypetrain_events': (stage) =>
    stage.gone(() => stage.user.fetchHypetrainEvents(), /fetchHypeTrain.*channel\.hype_train\.begin/),
  'PartialUser: fetch_markers': async (stage) => {
    const { videoId } = stage.world.streams.mark(stage.me.id, 'here');
    const latest = await stage.user.fetchMarkers();
    stage.sent('get-stream-markers', { user_id: stage.me.id, first: '100' });
    const ofVideo = await stage.user.fetchMarkers({ video_id: videoId });
    stage.sent('get-stream-markers', { video_id: videoId, first: '100' });
    assert.deepEqual(latest, ofVideo);
    assert.equal(latest[0]?.videos[0]?.markers[0]?.description, 'here');
  },
  'PartialUser: fetch_mod_events': (stage) =>
    stage.gone(() => stage.user.fetchModEvents(), /channel\.moderator\.add.*fetchModerators/),
  'PartialUser: fetch_moderators': async (stage) => {
    const { moderator, viewer } = stage;
    const found = await stage.user.fetchModerators({ users: [moderator.id, viewer.id] });
    stage.sent('get-moderators', {
      broadcaster_id: stage.me.id,
      user_id: [moderator.id, viewer.id],
      first: '100',
    });
    assert.deepEqual(
      found.map(({ user_login }) => user_login),
      [moderator.login],
    );
  },
  'PartialUser: fetch_polls': async (stage) => {
    const { id } = stage.world.createPoll({ title: 'Q', choices: ['a', 'b'], durationS: 60 });
    const polls = await stage.user.fetchPolls({ poll_ids: [id] });
    stage.sent('get-polls', { broadcaster_id: stage.me.id, id, first: '20' });
    assert.deepEqual(
      polls.map(({ id: found, status }) => [found, status]),
      [[id, 'ACTIVE']],
    );
  },
  'PartialUser: fetch_schedule': async (stage) => {
    const segments = await stage.user.fetchSchedule({ start_time: new Date(stage.clock.now()) }, { cap: 1 });
    stage.sent('get-channel-stream-schedule', {
      broadcaster_id: stage.me.id,
      start_time: new Date(stage.clock.now()).toISOString(),
      first: '1',
    });
    assert.deepEqual(
      segments.map(({ title }) => title),
      ['Evening harbour'],
    );
    const again = await stage.user.fetchSchedule({ segment_ids: [segments[0]!.id] });
    assert.equal(again[0]?.id, segments[0]!.id);
  },
  'PartialUser: fetch_stream_key': async (stage) => {
    assert.match((await stage.user.fetchStreamKey()) ?? '', /^live_/);
    stage.sent('get-stream-key', { broadcaster_id: stage.me.id });
  },
  'PartialUser: fetch_subscribed_to': async (stage) => {
    const { me, viewer, streamer } = stage;
    const found = await stage.client.user(viewer.id).fetchSubscribedTo(me.id);
    stage.sent(
      'check-user-subscription',
      { broadcaster_id: me.id, user_id: viewer.id },
      { login: viewer.login },
    );
    assert.equal(found?.tier, '1000');
    assert.equal(await stage.client.user(viewer.id).fetchSubscribedTo(streamer.id), null);
  },
  'PartialUser: fetch_subscribers': async (stage) => {
    const { subscriber } = stage.simulator.users;
    const found = await stage.user.fetchSubscribers({ users: [subscriber.id] });
    stage.sent('get-broadcaster-subscriptions', {
      broadcaster_id: stage.me.id,
      user_id: subscriber.id,
      first: '100',
    });
    assert.deepEqual(
      found.map(({ user_login, tier }) => [user_login, tier]),
      [[subscriber.login, '1000']],
    );
  },
  'PartialUser: fetch_tags': (stage) =>
    stage.gone(() => stage.user.fetchTags(), /fetchChannel.*modifyChannel/),
  'PartialUser: fetch_videos': async (stage) => {
    const videos = await stage.user.fetchVideos({ period: 'week', sort: 'views', type: 'archive' });
    stage.sent('get-videos', {
      user_id: stage.me.id,
      period: 'week',
      sort: 'views',
      type: 'archive',
      first: '100',
    });
    assert.equal(videos[0]?.id, stage.channel.stream?.videoId);
  },
  'PartialUser: get_predictions': async (stage) => {
    const { id } = stage.world.createPrediction({ title: 'Q', outcomes: ['a', 'b'], windowS: 60 });
    const found = await stage.user.getPredictions({ prediction_id: id });
    stage.sent('get-predictions', { broadcaster_id: stage.me.id, id, first: '25' });
    assert.deepEqual(
      found.map((one) => one.id),
      [id],
    );
  },
  'PartialUser: modify_channel': async (stage) => {
    await stage.user.modifyChannel({
      title: 'Now: lanterns',
      game_id: '600001',
      language: 'de',
      tags: ['Deutsch'],
      content_classification_labels: [{ id: 'Gambling', is_enabled: true }],
      is_branded_content: true,
    });
    stage.sent('modify-channel-information', { broadcaster_id: stage.me.id }, { status: 204 });
    const channel = await stage.user.fetchChannel();
    assert.deepEqual(
      [channel?.title, channel?.game_name, channel?.broadcaster_language, channel?.tags],
      ['Now: lanterns', 'Lantern Keep', 'de', ['Deutsch']],
    );
    assert.deepEqual(channel?.content_classification_labels, ['Gambling']);
    assert.equal(channel?.is_branded_content, true);
  },
  'PartialUser: shoutout': async (stage) => {
    const events: unknown[] = [];
    stage.world.on('notification', ({ type, event }) => {
      if (type === 'channel.shoutout.create')
        events.push((event as { to_broadcaster_user_id: string }).to_broadcaster_user_id);
    });
    await stage.user.shoutout(stage.streamer.login, { as: stage.moderator.id });
    stage.sent(
      'send-a-shoutout',
      {
        from_broadcaster_id: stage.me.id,
        to_broadcaster_id: stage.streamer.id,
        moderator_id: stage.moderator.id,
      },
      { login: stage.moderator.login, status: 204 },
    );
    assert.deepEqual(events, [stage.streamer.id]);
  },
  'PartialUser: start_commercial': async (stage) => {
    const ad = await stage.user.startCommercial(60);
    stage.sent('start-commercial', {});
    assert.deepEqual([ad.length, typeof ad.retry_after], [60, 'number']);
  },
  'PartialUser: update_chat_settings': async (stage) => {
    const { me, moderator } = stage;
    const settings = await stage.user.updateChatSettings(
      { slow_mode: true, slow_mode_wait_time: 20, subscriber_mode: true, unique_chat_mode: true },
      { as: moderator.id },
    );
    stage.sent(
      'update-chat-settings',
      { broadcaster_id: me.id, moderator_id: moderator.id },
      { login: moderator.login },
    );
    assert.deepEqual(
      [settings.slow_mode_wait_time, settings.subscriber_mode, settings.emote_mode],
      [20, true, false],
    );
  },
  'PartialUser: update_extensions': async (stage) => {
    const [weather] = await stage.user.fetchExtensions();
    const { id, version } = weather!;
    const active = await stage.user.updateExtensions({ panel: { 1: { active: true, id, version } } });
    stage.sent('update-user-extensions', {});
    assert.deepEqual(active?.panel['1'], { active: true, id, version, name: 'Harbour Weather' });
  },
};
