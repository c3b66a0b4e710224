import { rfc3339 } from '../../clock';
import { categoryById } from '../../world/categories';
import { WorldRefusal } from '../../world/refusal';
import { type HandlerMap, list } from '../call';
import { channelIn, usersIn } from '../lookup';
import { paged } from '../paging';
import { broadcasterFields, userFields } from '../shapes';

export const channelHandlers = {
  'get-channel-information': (call) => ({
    data: list(call.query.broadcaster_id).flatMap((id) => {
      const channel = call.world.channel(id);
      if (!channel || channel.suspended) return [];
      return [
        {
          ...broadcasterFields(channel),
          broadcaster_language: channel.language,
          game_name: categoryById(channel.categoryId)?.name ?? '',
          game_id: channel.categoryId,
          title: channel.title,
          delay: channel.delayS,
          tags: [...channel.tags],
          content_classification_labels: [...channel.contentLabels],
          is_branded_content: channel.isBrandedContent,
        },
      ];
    }),
  }),
  'modify-channel-information': (call) => {
    const { body } = call;
    call.world.streams.change(call.query.broadcaster_id, {
      ...(body.title === undefined ? {} : { title: body.title }),
      ...(body.game_id === undefined ? {} : { categoryId: body.game_id }),
      ...(body.tags === undefined ? {} : { tags: body.tags }),
      ...(body.broadcaster_language === undefined ? {} : { language: body.broadcaster_language }),
      ...(body.delay === undefined ? {} : { delayS: body.delay }),
      ...(body.is_branded_content === undefined ? {} : { isBrandedContent: body.is_branded_content }),
      labels: (body.content_classification_labels ?? []).map((label) => ({
        id: label.id,
        isEnabled: label.is_enabled,
      })),
    });
    return null;
  },
  'get-channel-editors': (call) => {
    const { editors } = channelIn(call.world, call.query.broadcaster_id);
    return {
      data: usersIn(call.world, editors.keys()).map((user) => ({
        user_id: user.id,
        user_name: user.name,
        created_at: rfc3339(editors.get(user.id) ?? 0),
      })),
    };
  },
  'get-followed-channels': (call) => {
    const { user_id: userId, broadcaster_id: only } = call.query;
    const followed = [...call.world.channels()]
      .filter((channel) => channel.followers.has(userId))
      .toSorted((a, b) => (b.followers.get(userId) ?? 0) - (a.followers.get(userId) ?? 0));
    const wanted = only === undefined ? followed : followed.filter((channel) => channel.id === only);
    const page = paged(call, wanted);
    return {
      data: page.items.map((channel) => ({
        ...broadcasterFields(channel),
        followed_at: rfc3339(channel.followers.get(userId) ?? 0),
      })),
      total: followed.length,
      pagination: page.pagination,
    };
  },
  'get-channel-followers': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const total = channel.followers.size;
    const maySee =
      call.world.mayModerate(channel, call.actorId) &&
      call.token?.scopes.includes('moderator:read:followers');
    if (!maySee) {
      if (call.query.user_id !== undefined) {
        throw new WorldRefusal(401, 'Missing scope: moderator:read:followers');
      }
      return { data: [], total, pagination: {} };
    }
    const newestFirst = [...channel.followers].toSorted(([, a], [, b]) => b - a);
    const { user_id: only } = call.query;
    const wanted = only === undefined ? newestFirst : newestFirst.filter(([id]) => id === only);
    const page = paged(call, wanted);
    return {
      data: page.items.flatMap(([id, followedAt]) =>
        usersIn(call.world, [id]).map((user) => ({ ...userFields(user), followed_at: rfc3339(followedAt) })),
      ),
      total,
      pagination: page.pagination,
    };
  },
} satisfies HandlerMap;
