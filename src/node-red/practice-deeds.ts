import { pick } from '../simulator/random';
import type { Simulator } from '../simulator/simulator';
import { chatter, cheers, newcomerNames } from '../simulator/viewers/texts';
import type { UserState } from '../simulator/world/state';

/** Faults by name: what each does to the practice Twitch. */
export const worldFaults = [
  'dropChat',
  'reconnectChat',
  'dropEvents',
  'moveEvents',
  'revokeEvents',
  'errors',
  'tooOften',
  'slow',
] as const;
export type WorldFault = (typeof worldFaults)[number];

/** Calls that meet a fault of the kind that hits single calls. */
const CALLS_HIT = 3;
const SLOW_MS = 5_000;
const TOO_OFTEN_MS = 10_000;
const FIRST_NEWCOMER_ID = 412_000_000;
/** Points of one contribution to a hype train. */
const TRAIN_STEP = 400;

/** What a person can let happen in the practice world with one press. Throws what the world throws. */
export class PracticeDeeds {
  readonly #simulator: Simulator;
  readonly #random: () => number;

  constructor(simulator: Simulator, random: () => number) {
    this.#simulator = simulator;
    this.#random = random;
  }

  /** `lines` viewers write a line each, one after the other until all have written. */
  chat(lines: number): void {
    const { viewers, subscriber, vip } = this.#simulator.users;
    const people = [...viewers, subscriber, vip];
    for (let line = 0; line < lines; line++) {
      const { login } = people[line % people.length] ?? subscriber;
      this.#simulator.world.say({ login, text: pick(this.#random, chatter) });
    }
  }

  follow(people: number): void {
    for (let left = people; left > 0; left--) this.#simulator.world.follow({ login: this.#newcomer().login });
  }

  raid(viewers: number): void {
    this.#simulator.world.raid({ from: this.#viewer().login, viewers });
  }

  subscribe(): void {
    this.#simulator.world.subscribe({ login: this.#newcomer().login, tier: '1000' });
  }

  /** One person gives that many people, new to the channel, a subscription. */
  gift(count: number): void {
    const recipients = Array.from({ length: count }, () => this.#newcomer().login);
    this.#simulator.world.gift({ from: this.#viewer().login, recipients });
  }

  cheer(bits: number): void {
    this.#simulator.world.cheer({ login: this.#viewer().login, bits, text: pick(this.#random, cheers) });
  }

  /** @param reward id or title */
  redeem(reward: string, text: string): void {
    this.#simulator.world.redeem({ login: this.#viewer().login, reward, text });
  }

  /** Runs a train up to that level: begins one where none runs, and lets viewers push it. */
  hypeTrain(level: number): void {
    const { world, users } = this.#simulator;
    const channel = world.channel(users.broadcaster.id);
    if (!channel) return;
    if (!channel.hypeTrain) world.milestones.startHypeTrain(channel.id);
    while (channel.hypeTrain && channel.hypeTrain.level < level) {
      const user = world.user(this.#viewer().login);
      if (!user) return;
      world.milestones.contribute(channel, user, 'bits', TRAIN_STEP);
    }
  }

  inject(fault: WorldFault): void {
    const { faults, clock } = this.#simulator;
    switch (fault) {
      case 'dropChat':
        faults.irc.drop();
        return;
      case 'reconnectChat':
        faults.irc.reconnect();
        return;
      case 'dropEvents':
        faults.eventSub.drop();
        return;
      case 'moveEvents':
        faults.eventSub.reconnect();
        return;
      case 'revokeEvents':
        faults.eventSub.revoke();
        return;
      case 'errors':
        faults.serverError({ kind: 'helix' }, 503, CALLS_HIT);
        return;
      case 'tooOften':
        faults.bucketEmpty({ kind: 'helix' }, clock.now() + TOO_OFTEN_MS);
        return;
      case 'slow':
        faults.slow({ kind: 'helix' }, SLOW_MS, CALLS_HIT);
        return;
    }
  }

  #viewer(): { readonly login: string } {
    return pick(this.#random, this.#simulator.users.viewers);
  }

  /** Somebody who was never here before. */
  #newcomer(): UserState {
    const { world } = this.#simulator;
    const name = `${pick(this.#random, newcomerNames.first)}${pick(this.#random, newcomerNames.second)}`;
    let number = 100;
    while (world.user(`${name}${number}`.toLowerCase())) number++;
    let id = FIRST_NEWCOMER_ID;
    while (world.user(String(id))) id++;
    const login = `${name}${number}`.toLowerCase();
    return world.addUser({ id: String(id), login, name: `${name}${number}` });
  }
}
