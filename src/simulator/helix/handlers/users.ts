import type { EndpointItem } from '../../../tables/endpoints';
import { rfc3339 } from '../../clock';
import type { UserState } from '../../world/state';
import type { World } from '../../world/world';
import { type HandlerMap, type HelixCall, list } from '../call';
import { paged } from '../paging';

export const userHandlers = {
  'get-users': (call) => {
    const ids = list(call.query.id);
    const logins = list(call.query.login);
    const isSelf = ids.length + logins.length === 0;
    const wanted = isSelf ? [call.actorId] : [...ids, ...logins.map((login) => login.toLowerCase())];
    const found = [...new Set(wanted)].flatMap((each) => {
      const user = call.world.user(each);
      const isMatch = user && (isSelf || (ids.includes(each) ? user.id === each : user.login === each));
      return isMatch && !call.world.channel(user.id)?.suspended ? [user] : [];
    });
    return { data: found.map((user) => userAnswer(call, user)) };
  },
  'update-user': (call) => {
    const user = call.world.profiles.setDescription(call.actorId, call.query.description ?? '');
    return { data: [userAnswer(call, user)] };
  },
  'get-authorization-by-user': (call) => ({
    data: list(call.query.user_id).flatMap((id) => {
      const user = call.world.user(id);
      const scopes = user && call.tokens.grantedScopes(call.clientId, user.id);
      return user && scopes
        ? [{ user_id: user.id, user_name: user.name, user_login: user.login, scopes: [...scopes] }]
        : [];
    }),
  }),
  'get-user-block-list': (call) => {
    const blocked = [...(call.world.user(call.query.broadcaster_id)?.blocked ?? [])];
    const page = paged(call, blocked);
    return {
      data: page.items.flatMap((id) => {
        const user = call.world.user(id);
        return user ? [{ user_id: user.id, user_login: user.login, display_name: user.name }] : [];
      }),
      pagination: page.pagination,
    };
  },
  'block-user': (call) => {
    call.world.profiles.block(call.actorId, call.query.target_user_id);
    return null;
  },
  'unblock-user': (call) => {
    call.world.profiles.unblock(call.actorId, call.query.target_user_id);
    return null;
  },
  'get-user-chat-color': (call) => ({
    data: list(call.query.user_id).flatMap((id) => {
      const user = call.world.user(id);
      return user
        ? [{ user_id: user.id, user_login: user.login, user_name: user.name, color: user.color }]
        : [];
    }),
  }),
  'update-user-chat-color': (call) => {
    call.world.profiles.setColor(call.query.user_id, call.query.color);
    return null;
  },
  'send-whisper': (call) => {
    call.world.chat.whisper(call.query.from_user_id, call.query.to_user_id, call.body.message);
    return null;
  },
} satisfies HandlerMap;

type UserAnswer = EndpointItem<'get-users'>;

function userAnswer(call: HelixCall<'get-users'> | HelixCall<'update-user'>, user: UserState): UserAnswer {
  const maySeeMail = call.token?.userId === user.id && call.token.scopes.includes('user:read:email');
  return { ...publicUser(call.world, user), ...(maySeeMail ? { email: user.email } : {}) };
}

function publicUser(world: World, user: UserState): UserAnswer {
  return {
    id: user.id,
    login: user.login,
    display_name: user.name,
    type: '',
    broadcaster_type: world.channel(user.id)?.broadcasterType ?? '',
    description: user.description,
    profile_image_url: `https://static.example.test/profile/${user.id}.png`,
    offline_image_url: '',
    view_count: 0,
    created_at: rfc3339(user.createdAt),
  };
}
