import { WorldRefusal } from '../world/refusal';
import type { ChannelState, UserState } from '../world/state';
import type { World } from '../world/world';

/** @throws WorldRefusal 404 when there is no such user */
export function userIn(world: World, id: string): UserState {
  const user = world.user(id);
  if (!user) throw new WorldRefusal(404, 'The user was not found.');
  return user;
}

/** @throws WorldRefusal 404 when there is no such channel */
export function channelIn(world: World, id: string): ChannelState {
  const channel = world.channel(id);
  if (!channel) throw new WorldRefusal(404, 'The channel was not found.');
  return channel;
}

/** The users with these ids; unknown ones are left out. */
export function usersIn(world: World, ids: Iterable<string>): UserState[] {
  return [...ids].flatMap((id) => world.user(id) ?? []);
}
