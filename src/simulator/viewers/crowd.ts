import { type Clock, TimerGroup } from '../clock';
import { between, pick, type Random } from '../random';
import { WorldRefusal } from '../world/refusal';
import type { Presence, WorldNotification } from '../world/lines';
import type { ChannelState, UserState } from '../world/state';
import type { World } from '../world/world';

/** The people in front of the stage: who they are, when they act, and that nothing they are refused matters. */
export class Crowd {
  readonly world: World;
  readonly random: Random;
  readonly channel: ChannelState;
  readonly #timers: TimerGroup;
  readonly #listening: (() => void)[] = [];

  constructor(world: World, options: { readonly clock: Clock; readonly random: Random }) {
    this.world = world;
    this.random = options.random;
    this.#timers = new TimerGroup(options.clock);
    const channel = world.channel(world.cast.broadcaster.id);
    if (!channel) throw new TypeError('The world has no broadcaster.');
    this.channel = channel;
  }

  /** Everybody but broadcaster, moderator and bot. */
  get viewers(): readonly UserState[] {
    const { viewers, subscriber, vip } = this.world.cast;
    return [subscriber, vip, ...viewers];
  }

  someone(): UserState {
    return pick(this.random, this.viewers);
  }

  /** In random order. */
  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    const mixed: T[] = [];
    while (left.length > 0) mixed.push(...left.splice(between(this.random, 0, left.length - 1), 1));
    return mixed;
  }

  /** Does it unless Twitch refuses: a banned viewer, a slow room, a reward that is sold out. Returns whether it was done. */
  attempt(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      if (error instanceof WorldRefusal) return false;
      throw error;
    }
  }

  /** Writes a line in the channel. Returns its id, or null when it was refused. */
  say(user: UserState, text: string, replyTo?: string): string | null {
    let id: string | null = null;
    this.attempt(() => {
      const answer = replyTo === undefined ? {} : { replyTo };
      id = this.world.say({ userId: user.id, channel: this.channel.id, text, ...answer });
    });
    return id;
  }

  later(ms: number, act: () => void): void {
    this.#timers.after(ms, act);
  }

  /** Again and again, after a random pause of `leastMs` to `mostMs` each time. */
  every(leastMs: number, mostMs: number, act: () => void): void {
    this.later(between(this.random, leastMs, mostMs), () => {
      act();
      this.every(leastMs, mostMs, act);
    });
  }

  /** Hears of what happens in the channel, until `stop` or the returned function. */
  onNotification(listener: (notification: WorldNotification) => void): () => void {
    const hear = (notification: WorldNotification): void => {
      if (notification.about['broadcaster_user_id'] === this.channel.id) listener(notification);
    };
    this.world.on('notification', hear);
    return this.#until(() => this.world.off('notification', hear));
  }

  /** Hears of chat sessions that join the channel, until `stop` or the returned function. */
  onArrival(listener: () => void): () => void {
    const hear = ({ channel, isHere }: Presence): void => {
      if (isHere && channel === this.channel) listener();
    };
    this.world.on('presence', hear);
    return this.#until(() => this.world.off('presence', hear));
  }

  stop(): void {
    for (const off of this.#listening.splice(0)) off();
    this.#timers.close();
  }

  #until(off: () => void): () => void {
    this.#listening.push(off);
    return off;
  }
}
