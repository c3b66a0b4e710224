import type { EndpointItem } from '../../../tables/endpoints';
import { rfc3339 } from '../../clock';
import { boxArtUrl, categories, type Category, categoryById } from '../../world/categories';
import { WorldRefusal } from '../../world/refusal';
import type { ChannelState, UserState } from '../../world/state';
import type { VideoState } from '../../world/broadcast-state';
import type { World } from '../../world/world';
import { type HandlerMap, type HelixCall, list } from '../call';
import { channelIn } from '../lookup';
import { paged } from '../paging';
import { broadcasterFields, userFields } from '../shapes';

const PERIOD_MS = { all: Infinity, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 } as const;

/** The one team of this Twitch: the broadcaster and the other streamers. */
const TEAM_ID = '5501';
const TEAM_NAME = 'harborfriends';

/** What is there to look at: categories, channels by name, recordings, teams. */
export const browseHandlers = {
  'get-top-games': (call) => {
    const page = paged(call, categories);
    return { data: page.items.map(categoryAnswer), pagination: page.pagination };
  },
  'get-games': (call) => {
    const { id, name, igdb_id: igdbId } = call.query;
    const [ids, names, igdbIds] = [list(id), list(name).map((each) => each.toLowerCase()), list(igdbId)];
    return {
      data: categories
        .filter(
          (each) =>
            ids.includes(each.id) ||
            names.includes(each.name.toLowerCase()) ||
            (each.igdbId !== '' && igdbIds.includes(each.igdbId)),
        )
        .map(categoryAnswer),
    };
  },
  'search-categories': (call) => {
    const words = call.query.query.toLowerCase().split(/\s+/);
    const found = categories.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
    const page = paged(call, found);
    return {
      data: page.items.map((each) => ({
        box_art_url: boxArtUrl(each, '52x72'),
        name: each.name,
        id: each.id,
      })),
      pagination: page.pagination,
    };
  },
  'search-channels': (call) => {
    const wanted = call.query.query.toLowerCase();
    const found = [...call.world.channels()].filter((channel) => {
      if (channel.suspended) return false;
      if (!call.query.live_only) return channel.owner.login.startsWith(wanted);
      const category = categoryById(channel.categoryId)?.name.toLowerCase() ?? '';
      return (
        channel.stream && (channel.owner.name.toLowerCase().startsWith(wanted) || category.startsWith(wanted))
      );
    });
    const page = paged(call, found);
    return { data: page.items.map(searchAnswer), pagination: page.pagination };
  },
  'get-videos': (call) => {
    const page = paged(call, wantedVideos(call));
    return {
      data: page.items.map(({ channel, video }) => videoAnswer(call.world, channel, video)),
      pagination: page.pagination,
    };
  },
  'delete-videos': (call) => {
    const ids = list(call.query.id);
    const { videos } = channelIn(call.world, call.actorId);
    if (!ids.every((id) => videos.some((video) => video.id === id))) {
      throw new WorldRefusal(401, 'The user may delete only own videos.');
    }
    for (const id of ids) {
      videos.splice(
        videos.findIndex((video) => video.id === id),
        1,
      );
    }
    return { data: [...ids] };
  },
  'get-channel-teams': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    return {
      data: membersOf(call.world).includes(channel.owner)
        ? [{ ...broadcasterFields(channel), ...team(call.world) }]
        : [],
    };
  },
  'get-teams': (call) => {
    const { id, name } = call.query;
    if (id !== TEAM_ID && name !== TEAM_NAME) throw new WorldRefusal(404, 'The team was not found.');
    return { data: [{ users: membersOf(call.world).map(userFields), ...team(call.world) }] };
  },
} satisfies HandlerMap;

function membersOf({ cast }: World): readonly UserState[] {
  return [cast.broadcaster, ...cast.streamers];
}

function team({ cast }: World) {
  const founded = rfc3339(cast.broadcaster.createdAt);
  return {
    background_image_url: null,
    banner: null,
    created_at: founded,
    updated_at: founded,
    info: 'Streamers by the sea.',
    thumbnail_url: `https://static.example.test/teams/${TEAM_NAME}.png`,
    team_name: TEAM_NAME,
    team_display_name: 'Harbor Friends',
    id: TEAM_ID,
  };
}

function categoryAnswer(category: Category): EndpointItem<'get-games'> {
  return { id: category.id, name: category.name, box_art_url: boxArtUrl(category), igdb_id: category.igdbId };
}

function searchAnswer(channel: ChannelState): EndpointItem<'search-channels'> {
  return {
    broadcaster_language: channel.language,
    broadcaster_login: channel.owner.login,
    display_name: channel.owner.name,
    game_id: channel.categoryId,
    game_name: categoryById(channel.categoryId)?.name ?? '',
    id: channel.id,
    is_live: channel.stream !== null,
    tag_ids: [],
    tags: [...channel.tags],
    thumbnail_url: `https://static.example.test/profile/${channel.id}.png`,
    title: channel.title,
    started_at: channel.stream ? rfc3339(channel.stream.startedAt) : '',
  };
}

interface FoundVideo {
  readonly channel: ChannelState;
  readonly video: VideoState;
}

function wantedVideos({ query, world, clock }: HelixCall<'get-videos'>): FoundVideo[] {
  const ids = list(query.id);
  const found =
    ids.length > 0
      ? ids.flatMap((id) => world.streams.findVideo(id) ?? [])
      : [...world.channels()]
          .filter((channel) => channel.id === (query.user_id ?? channel.id))
          .filter((channel) => channel.categoryId === (query.game_id ?? channel.categoryId))
          .flatMap((channel) => channel.videos.map((video) => ({ channel, video })));
  if (found.length === 0) throw new WorldRefusal(404, 'The videos were not found.');
  const since = clock.now() - PERIOD_MS[query.period ?? 'all'];
  return found
    .filter(({ video }) => video.createdAt >= since)
    .filter(({ video }) => (query.type ?? 'all') === 'all' || video.type === query.type)
    .toSorted((a, b) =>
      query.sort === 'views' ? b.video.viewCount - a.video.viewCount : b.video.createdAt - a.video.createdAt,
    );
}

function videoAnswer(world: World, channel: ChannelState, video: VideoState): EndpointItem<'get-videos'> {
  const { id, login, name } = channel.owner;
  return {
    id: video.id,
    stream_id: video.streamId,
    user_id: id,
    user_login: login,
    user_name: name,
    title: video.title,
    description: '',
    created_at: rfc3339(video.createdAt),
    published_at: rfc3339(video.createdAt),
    url: `https://www.twitch.tv/videos/${video.id}`,
    thumbnail_url: `https://static.example.test/videos/${video.id}-%{width}x%{height}.jpg`,
    viewable: 'public',
    view_count: video.viewCount,
    language: video.language,
    type: video.type,
    duration: durationText(world.streams.videoSeconds(channel, video)),
    muted_segments: null,
  };
}

/** `1h2m3s`, as Twitch writes lengths. */
function durationText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds % 60}s`;
}
