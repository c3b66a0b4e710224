import assert from 'node:assert/strict';
import type { ItemOf } from '../../data/specification';
import type { Check } from './stage';

type ClientItem = Extract<ItemOf<'helix'>, `Client: ${string}`>;

/** What is asked about Twitch as a whole, over HTTP against the simulated Twitch. */
export const clientItems: Readonly<Record<ClientItem, Check>> = {
  'Client: delete_videos': async (stage) => {
    const { videoId } = stage.channel.stream!;
    assert.deepEqual(await stage.client.deleteVideos([videoId], { as: stage.me.id }), [videoId]);
    stage.sent('delete-videos', { id: videoId });
    assert.equal(stage.world.streams.findVideo(videoId), undefined);
  },
  'Client: fetch_channel_info': async (stage) => {
    const { me, streamer } = stage;
    const found = await stage.client.fetchChannelInfo([me.login, streamer.id]);
    stage.sent('get-channel-information', { broadcaster_id: [me.id, streamer.id] });
    assert.deepEqual(
      found.map(({ broadcaster_login, title }) => [broadcaster_login, title]),
      [
        [me.login, 'Rainy day, cosy harbour building'],
        [streamer.login, 'Carving driftwood and chatting'],
      ],
    );
  },
  'Client: fetch_chatter_colors': async (stage) => {
    const found = await stage.client.fetchChatterColors([stage.moderator.id, stage.viewer.id]);
    stage.sent('get-user-chat-color', { user_id: [stage.moderator.id, stage.viewer.id] });
    assert.deepEqual(
      found.map(({ color }) => color),
      ['#2E8B57', '#FF7F50'],
    );
  },
  'Client: fetch_cheermotes': async (stage) => {
    const cheermotes = await stage.client.fetchCheermotes({ broadcaster: stage.me.id });
    stage.sent('get-cheermotes', { broadcaster_id: stage.me.id });
    assert.ok(cheermotes.some(({ prefix }) => prefix === 'Cheer'));
  },
  'Client: fetch_clips': async (stage) => {
    const { id } = stage.world.createClip({ login: stage.viewer.login, title: 'Gull!' });
    await stage.clock.tick(60_000);
    const byId = await stage.client.fetchClips({ ids: [id] });
    stage.sent('get-clips', { id, first: '100' });
    const byCategory = await stage.client.fetchClips({ game_id: stage.channel.categoryId });
    stage.sent('get-clips', { game_id: stage.channel.categoryId, first: '100' });
    assert.deepEqual(
      [byId, byCategory].map((clips) => clips.map(({ title }) => title)),
      [['Gull!'], ['Gull!']],
    );
  },
  'Client: fetch_content_classification_labels': async (stage) => {
    const labels = await stage.client.fetchContentClassificationLabels('de-DE');
    stage.sent('get-content-classification-labels', { locale: 'de-DE' });
    assert.ok(labels.length > 0 && labels.every(({ id }) => id !== ''));
  },
  'Client: fetch_games': async (stage) => {
    const games = await stage.client.fetchGames({
      ids: ['600001'],
      names: ['Turbo Snails'],
      igdb_ids: ['700003'],
    });
    stage.sent('get-games', { id: '600001', name: 'Turbo Snails', igdb_id: '700003' });
    assert.deepEqual(
      games.map(({ name }) => name),
      ['Lantern Keep', 'Turbo Snails', 'Deep Field Miner'],
    );
    await assert.rejects(stage.client.fetchGames({}), { code: 'TWITCH_INPUT_INVALID' });
  },
  'Client: fetch_global_chat_badges': async (stage) => {
    const badges = await stage.client.fetchGlobalChatBadges();
    stage.sent('get-global-chat-badges', {});
    assert.ok(badges.some(({ set_id }) => set_id === 'moderator'));
  },
  'Client: fetch_streams': async (stage) => {
    const streams = await stage.client.fetchStreams({
      user_ids: [stage.me.id],
      user_logins: [stage.streamer.login],
      languages: ['en'],
      type: 'live',
    });
    stage.sent('get-streams', {
      user_id: stage.me.id,
      user_login: stage.streamer.login,
      language: 'en',
      type: 'live',
      first: '100',
    });
    assert.deepEqual(
      streams.map(({ user_login, viewer_count }) => [user_login, viewer_count]),
      [
        [stage.streamer.login, 112],
        [stage.me.login, 38],
      ],
    );
  },
  'Client: fetch_tags': (stage) =>
    stage.gone(() => stage.client.fetchTags(), /fetchChannelInfo and fetchStreams/),
  'Client: fetch_team': async (stage) => {
    const team = await stage.client.fetchTeam({ team_name: 'harborfriends' });
    stage.sent('get-teams', { name: 'harborfriends' });
    assert.deepEqual(await stage.client.fetchTeam({ team_id: team!.id }), team);
    assert.ok(team?.users.some(({ user_id }) => user_id === stage.me.id));
  },
  'Client: fetch_top_games': async (stage) => {
    const [first] = await stage.client.fetchTopGames({ cap: 1 });
    stage.sent('get-top-games', { first: '1' });
    assert.equal(first?.name, 'Just Chatting');
  },
  'Client: fetch_user': async (stage) => {
    const found = await stage.client.fetchUser(`@${stage.viewer.name}`);
    stage.sent('get-users', { login: stage.viewer.login });
    assert.equal(found?.id, stage.viewer.id);
    assert.equal(await stage.client.fetchUser('nobody_of_this_name'), null);
  },
  'Client: fetch_users': async (stage) => {
    const { me, viewer } = stage;
    const found = await stage.client.fetchUsers({ names: [viewer.login], ids: [me.id] });
    stage.sent('get-users', { login: viewer.login, id: me.id });
    assert.deepEqual(found.map(({ login }) => login).toSorted(), [viewer.login, me.login].toSorted());
  },
  'Client: fetch_videos': async (stage) => {
    const { videoId } = stage.channel.stream!;
    const byId = await stage.client.fetchVideos({ ids: [videoId] });
    stage.sent('get-videos', { id: videoId });
    const byCategory = await stage.client.fetchVideos({
      game_id: stage.channel.categoryId,
      language: 'en',
      sort: 'views',
    });
    stage.sent('get-videos', {
      game_id: stage.channel.categoryId,
      language: 'en',
      sort: 'views',
      first: '100',
    });
    assert.deepEqual(byId, byCategory);
    assert.equal(byId[0]?.user_id, stage.me.id);
  },
  'Client: search_categories': async (stage) => {
    const found = await stage.client.searchCategories('turbo');
    stage.sent('search-categories', { query: 'turbo', first: '100' });
    assert.deepEqual(
      found.map(({ name }) => name),
      ['Turbo Snails'],
    );
  },
  'Client: search_channels': async (stage) => {
    const found = await stage.client.searchChannels('driftwood', { live_only: true });
    stage.sent('search-channels', { query: 'driftwood', live_only: 'true', first: '100' });
    assert.deepEqual(
      found.map(({ broadcaster_login, is_live }) => [broadcaster_login, is_live]),
      [[stage.streamer.login, true]],
    );
  },
  'Client: update_chatter_color': async (stage) => {
    await stage.client.updateChatterColor(stage.viewer.login, 'blue_violet');
    stage.sent(
      'update-user-chat-color',
      { user_id: stage.viewer.id, color: 'blue_violet' },
      { login: stage.viewer.login, status: 204 },
    );
    assert.equal(stage.world.user(stage.viewer.id)?.color, '#8A2BE2');
  },
};
