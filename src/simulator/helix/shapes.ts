import type { ChannelState, UserState } from '../world/state';

/** `user_id`, `user_login`, `user_name` of an answer. */
export function userFields(user: UserState): { user_id: string; user_login: string; user_name: string } {
  return { user_id: user.id, user_login: user.login, user_name: user.name };
}

/** `broadcaster_id`, `broadcaster_login`, `broadcaster_name` of an answer. */
export function broadcasterFields(channel: ChannelState): {
  broadcaster_id: string;
  broadcaster_login: string;
  broadcaster_name: string;
} {
  const { id, login, name } = channel.owner;
  return { broadcaster_id: id, broadcaster_login: login, broadcaster_name: name };
}

export function moderatorFields(user: UserState | undefined): {
  moderator_id: string;
  moderator_login: string;
  moderator_name: string;
} {
  return {
    moderator_id: user?.id ?? '',
    moderator_login: user?.login ?? '',
    moderator_name: user?.name ?? '',
  };
}
