import { announceModeration } from './chat-event';
import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import { aboutChannel, named, personInChannel } from './shapes';
import type { ChannelState, UserState } from './state';

const MAX_VIPS = 100;

/** Who is moderator and VIP of a channel. Only the broadcaster gives and takes these. */
export class RoleBook {
  readonly #core: WorldCore;

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** @throws WorldRefusal 422 for a VIP, 400 for a moderator or somebody banned */
  addModerator(channelId: string, userId: string): void {
    const { channel, user } = this.#find(channelId, userId);
    if (channel.moderators.has(user.id) || channel.id === user.id) {
      throw new WorldRefusal(400, 'The user is already a moderator in the channel.');
    }
    if (channel.vips.has(user.id)) {
      throw new WorldRefusal(
        422,
        'The user is a VIP. To make the user a moderator, remove the VIP status first.',
      );
    }
    if (channel.bans.has(user.id)) throw new WorldRefusal(400, 'The user is banned from the channel.');
    channel.moderators.add(user.id);
    this.#tell(channel, user, 'channel.moderator.add', 'mod');
  }

  /** @throws WorldRefusal 400 when the user is no moderator */
  removeModerator(channelId: string, userId: string): void {
    const { channel, user } = this.#find(channelId, userId);
    if (!channel.moderators.delete(user.id))
      throw new WorldRefusal(400, 'The user is not a moderator in the channel.');
    this.#tell(channel, user, 'channel.moderator.remove', 'unmod');
  }

  /** @throws WorldRefusal 422 for the broadcaster, a VIP or moderator, 409 when no place is free, 400 for somebody blocked or banned */
  addVip(channelId: string, userId: string): void {
    const { channel, user } = this.#find(channelId, userId);
    if (channel.id === user.id) {
      throw new WorldRefusal(422, 'The user is the broadcaster of the channel and cannot become a VIP.');
    }
    if (channel.moderators.has(user.id)) {
      throw new WorldRefusal(
        422,
        'The user is a moderator. To make the user a VIP, remove the moderator first.',
      );
    }
    if (channel.vips.has(user.id)) throw new WorldRefusal(422, 'The user is already a VIP.');
    if (channel.bans.has(user.id) || channel.owner.blocked.has(user.id)) {
      throw new WorldRefusal(400, 'The user is blocked from the channel.');
    }
    if (channel.vips.size >= MAX_VIPS) throw new WorldRefusal(409, 'The broadcaster has no free VIP slots.');
    channel.vips.add(user.id);
    this.#tell(channel, user, 'channel.vip.add', 'vip');
  }

  /** @throws WorldRefusal 422 when the user is no VIP */
  removeVip(channelId: string, userId: string): void {
    const { channel, user } = this.#find(channelId, userId);
    if (!channel.vips.delete(user.id)) throw new WorldRefusal(422, 'The user is not a VIP in the channel.');
    this.#tell(channel, user, 'channel.vip.remove', 'unvip');
  }

  #find(channelId: string, userId: string): { channel: ChannelState; user: UserState } {
    return { channel: this.#core.channelOf(channelId), user: this.#core.userOf(userId) };
  }

  #tell(
    channel: ChannelState,
    user: UserState,
    type: string,
    action: 'mod' | 'unmod' | 'vip' | 'unvip',
  ): void {
    const core = this.#core;
    core.line({ kind: 'userstate', channel, user, roles: core.roles(channel, user.id) });
    core.notify(type, aboutChannel(channel), personInChannel(channel, user));
    announceModeration(core, channel, channel.owner, action, { key: action, value: named('user', user) });
  }
}
