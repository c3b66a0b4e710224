import type { EndpointItem } from '../../../tables/endpoints';
import { rfc3339 } from '../../clock';
import { categoryById } from '../../world/categories';
import { WorldRefusal } from '../../world/refusal';
import type { ChannelState } from '../../world/state';
import type { MarkerState, StreamState } from '../../world/broadcast-state';
import { type HandlerMap, list } from '../call';
import { channelIn } from '../lookup';
import { paged } from '../paging';

export const streamHandlers = {
  'get-streams': (call) => {
    const { query } = call;
    const [ids, logins, games, languages] = [
      list(query.user_id),
      list(query.user_login).map((login) => login.toLowerCase()),
      list(query.game_id),
      list(query.language),
    ];
    const found = liveChannels(call.world.channels()).filter(
      ({ channel }) =>
        (ids.length + logins.length === 0 ||
          ids.includes(channel.id) ||
          logins.includes(channel.owner.login)) &&
        (games.length === 0 || games.includes(channel.categoryId)) &&
        (languages.length === 0 || languages.includes(channel.language)),
    );
    const page = paged(call, found);
    return { data: page.items.map(streamAnswer), pagination: page.pagination };
  },
  'get-followed-streams': (call) => {
    const followed = liveChannels(call.world.channels()).filter(({ channel }) =>
      channel.followers.has(call.query.user_id),
    );
    const page = paged(call, followed);
    return { data: page.items.map(streamAnswer), pagination: page.pagination };
  },
  'get-stream-key': (call) => ({ data: [{ stream_key: `live_${call.query.broadcaster_id}_simulated` }] }),
  'create-stream-marker': (call) => {
    const marker = call.world.streams.mark(call.body.user_id, call.body.description ?? '');
    return {
      data: [
        {
          id: marker.id,
          created_at: rfc3339(marker.createdAt),
          position_seconds: marker.positionS,
          description: marker.description,
        },
      ],
    };
  },
  'get-stream-markers': (call) => {
    const { user_id: userId, video_id: videoId } = call.query;
    const channel =
      userId === undefined
        ? call.world.streams.findVideo(videoId ?? '')?.channel
        : channelIn(call.world, userId);
    if (!channel) throw new WorldRefusal(404, 'The video was not found.');
    if (channel.id !== call.actorId && !channel.editors.has(call.actorId)) {
      throw new WorldRefusal(403, 'The user is not an editor of the channel.');
    }
    const newest = videoId ?? channel.markers[0]?.videoId;
    const markers = channel.markers.filter((marker) => marker.videoId === newest);
    if (newest === undefined || markers.length === 0) throw new WorldRefusal(404, 'No markers were found.');
    const page = paged(call, markers);
    const { id, name, login } = channel.owner;
    return {
      data: [
        {
          user_id: id,
          user_name: name,
          user_login: login,
          videos: [{ video_id: newest, markers: page.items.map(markerAnswer) }],
        },
      ],
      pagination: page.pagination,
    };
  },
} satisfies HandlerMap;

interface LiveChannel {
  readonly channel: ChannelState;
  readonly stream: StreamState;
}

/** Everybody who is live, most viewers first. */
function liveChannels(channels: Iterable<ChannelState>): LiveChannel[] {
  return [...channels]
    .flatMap((channel) => (channel.stream && !channel.suspended ? [{ channel, stream: channel.stream }] : []))
    .toSorted((a, b) => b.stream.viewerCount - a.stream.viewerCount);
}

function streamAnswer({ channel, stream }: LiveChannel): EndpointItem<'get-streams'> {
  const { id, login, name } = channel.owner;
  return {
    id: stream.id,
    user_id: id,
    user_login: login,
    user_name: name,
    game_id: channel.categoryId,
    game_name: categoryById(channel.categoryId)?.name ?? '',
    type: 'live',
    title: channel.title,
    viewer_count: stream.viewerCount,
    started_at: rfc3339(stream.startedAt),
    language: channel.language,
    thumbnail_url: `https://static.example.test/previews/${login}-{width}x{height}.jpg`,
    tag_ids: [],
    tags: [...channel.tags],
    is_mature: false,
  };
}

function markerAnswer(marker: MarkerState): {
  id: string;
  created_at: string;
  description: string;
  position_seconds: number;
  url: string;
} {
  return {
    id: marker.id,
    created_at: rfc3339(marker.createdAt),
    description: marker.description,
    position_seconds: marker.positionS,
    url: `https://www.twitch.tv/videos/${marker.videoId}?t=${marker.positionS}s`,
  };
}
