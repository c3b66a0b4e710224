import { announceModeration, announceNotice } from './chat-event';
import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import { named } from './shapes';
import type { ChannelState } from './state';
import type { RaidState } from './broadcast-state';

/** The countdown that the broadcaster sees before a raid starts by itself. */
const COUNTDOWN_MS = 90_000;

/** Raids, out and in. */
export class Raids {
  readonly #core: WorldCore;
  readonly #timers = new Map<string, () => void>();

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** Begins the countdown. @throws WorldRefusal 400 for oneself or an offline channel, 409 when one is pending */
  start(fromId: string, toId: string): RaidState {
    const core = this.#core;
    const from = core.channelOf(fromId, 'from_broadcaster_id');
    const to = core.channel(toId);
    if (!to || to.suspended) throw new WorldRefusal(404, 'The targeted channel was not found.');
    if (from === to) throw new WorldRefusal(400, 'A channel cannot raid itself.');
    if (!from.stream) throw new WorldRefusal(400, 'The broadcaster is not streaming live.');
    if (from.raid)
      throw new WorldRefusal(409, 'The broadcaster is already in the process of raiding another channel.');
    const raid: RaidState = {
      fromId: from.id,
      toId: to.id,
      createdAt: core.now(),
      viewers: from.stream.viewerCount,
    };
    from.raid = raid;
    announceModeration(core, from, from.owner, 'raid', {
      key: 'raid',
      value: { ...named('user', to.owner), viewer_count: raid.viewers },
    });
    this.#timers.set(
      from.id,
      core.timers.after(COUNTDOWN_MS, () => this.#go(from, to, raid.viewers)),
    );
    return raid;
  }

  /** @throws WorldRefusal 404 when none is pending */
  cancel(channelId: string): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const { raid } = channel;
    if (!raid) throw new WorldRefusal(404, 'The broadcaster does not have a pending raid to cancel.');
    this.#timers.get(channel.id)?.();
    channel.raid = null;
    announceNotice(core, {
      channel,
      from: channel.owner,
      noticeId: 'unraid',
      type: 'unraid',
      params: {},
      detail: {},
      systemMessage: 'The raid has been canceled.',
    });
    announceModeration(core, channel, channel.owner, 'unraid', {
      key: 'unraid',
      value: named('user', core.user(raid.toId)),
    });
  }

  /** A raid arrives at once, without a countdown: another streamer's. */
  arrive(fromId: string, toId: string, viewers: number): void {
    this.#go(this.#core.channelOf(fromId), this.#core.channelOf(toId), viewers);
  }

  #go(from: ChannelState, to: ChannelState, viewers: number): void {
    const core = this.#core;
    from.raid = null;
    this.#timers.delete(from.id);
    core.notify(
      'channel.raid',
      { from_broadcaster_user_id: from.id, to_broadcaster_user_id: to.id },
      { ...named('from_broadcaster_user', from.owner), ...named('to_broadcaster_user', to.owner), viewers },
    );
    const image = `https://static.example.test/profile/${from.id}-%s.png`;
    announceNotice(core, {
      channel: to,
      from: from.owner,
      noticeId: 'raid',
      type: 'raid',
      params: {
        displayName: from.owner.name,
        login: from.owner.login,
        viewerCount: String(viewers),
        profileImageURL: image,
      },
      detail: { ...named('user', from.owner), viewer_count: viewers, profile_image_url: image },
      systemMessage: `${viewers} raiders from ${from.owner.name} have joined!`,
    });
  }
}
