import type { EndpointItem } from '../../../tables/endpoints';
import { rfc3339 } from '../../clock';
import { WorldRefusal } from '../../world/refusal';
import type { ChannelState, ClipState } from '../../world/state';
import type { World } from '../../world/world';
import { type HandlerMap, type HelixCall, list } from '../call';
import { channelIn } from '../lookup';
import { paged } from '../paging';

const WEEK_MS = 7 * 86_400_000;

export const clipHandlers = {
  'create-clip': (call) => {
    const { broadcaster_id: channel, title, duration } = call.query;
    const clip = call.world.clips.create({
      channel,
      creator: call.actorId,
      ...(title === undefined ? {} : { title }),
      ...(duration === undefined ? {} : { durationS: duration }),
    });
    return { data: [{ id: clip.id, edit_url: editUrl(clip) }] };
  },
  'create-clip-from-vod': (call) => {
    const {
      broadcaster_id: channelId,
      editor_id: editorId,
      vod_id: videoId,
      vod_offset: offsetS,
    } = call.query;
    const channel = channelIn(call.world, channelId);
    if (channel.id !== editorId && !channel.editors.has(editorId)) {
      throw new WorldRefusal(403, 'The user in editor_id is not an editor of the channel.');
    }
    const clip = call.world.clips.createFromVideo({
      channel: channelId,
      creator: editorId,
      videoId,
      offsetS,
      title: call.query.title,
      ...(call.query.duration === undefined ? {} : { durationS: call.query.duration }),
    });
    return { data: [{ id: clip.id, edit_url: editUrl(clip) }] };
  },
  'get-clips': (call) => {
    const page = paged(call, wantedClips(call));
    return {
      data: page.items.map(({ channel, clip }) => clipAnswer(call.world, channel, clip)),
      pagination: page.pagination,
    };
  },
  'get-clips-download': (call) => ({
    data: list(call.query.clip_id).flatMap((id) => {
      const found = publishedClips(call.world).find(({ clip }) => clip.id === id);
      if (!found) return [];
      const url = `https://static.example.test/clips/${id}.mp4`;
      return [{ clip_id: id, landscape_download_url: url, portrait_download_url: null }];
    }),
  }),
} satisfies HandlerMap;

interface FoundClip {
  readonly channel: ChannelState;
  readonly clip: ClipState;
}

function publishedClips(world: World): FoundClip[] {
  return [...world.channels()].flatMap((channel) =>
    channel.clips.filter((clip) => clip.published).map((clip) => ({ channel, clip })),
  );
}

function wantedClips({ query, world }: HelixCall<'get-clips'>): FoundClip[] {
  const ids = list(query.id);
  const all = publishedClips(world);
  if (ids.length > 0) return ids.flatMap((id) => all.find(({ clip }) => clip.id === id) ?? []);
  const from = query.started_at === undefined ? -Infinity : Date.parse(query.started_at);
  const until =
    query.ended_at === undefined
      ? query.started_at === undefined
        ? Infinity
        : from + WEEK_MS
      : Date.parse(query.ended_at);
  return all
    .filter(
      ({ channel, clip }) =>
        channel.id === (query.broadcaster_id ?? channel.id) &&
        clip.categoryId === (query.game_id ?? clip.categoryId) &&
        clip.createdAt >= from &&
        clip.createdAt <= until &&
        query.is_featured !== true,
    )
    .toSorted((a, b) => b.clip.viewCount - a.clip.viewCount);
}

function clipAnswer(world: World, channel: ChannelState, clip: ClipState): EndpointItem<'get-clips'> {
  return {
    id: clip.id,
    url: `https://clips.twitch.tv/${clip.id}`,
    embed_url: `https://clips.twitch.tv/embed?clip=${clip.id}`,
    broadcaster_id: channel.id,
    broadcaster_name: channel.owner.name,
    creator_id: clip.creatorId,
    creator_name: world.user(clip.creatorId)?.name ?? '',
    video_id: clip.videoId,
    game_id: clip.categoryId,
    language: clip.language,
    title: clip.title,
    view_count: clip.viewCount,
    created_at: rfc3339(clip.createdAt),
    thumbnail_url: `https://static.example.test/clips/${clip.id}-480x272.jpg`,
    duration: clip.durationS,
    vod_offset: clip.vodOffsetS,
    is_featured: false,
  };
}

function editUrl(clip: ClipState): string {
  return `https://clips.twitch.tv/${clip.id}/edit`;
}
