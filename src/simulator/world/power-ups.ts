import { rfc3339Nano } from '../clock';
import type { PowerUpState } from './broadcast-state';
import type { WorldCore } from './core';
import type { Milestones } from './milestones';
import { refuse } from './refusal';
import { aboutChannel, broadcasterOf, named, plainMessageOf } from './shapes';

/** Power-ups that a streamer made and viewers pay with bits. */
export class PowerUps {
  readonly #core: WorldCore;
  readonly #milestones: Milestones;

  constructor(core: WorldCore, milestones: Milestones) {
    this.#core = core;
    this.#milestones = milestones;
  }

  /** As on the dashboard: there is no call that makes one. */
  create(channelId: string, settings: Omit<PowerUpState, 'id'>): PowerUpState {
    const powerUp = { id: this.#core.uuid(), ...settings };
    this.#core.channelOf(channelId).powerUps.push(powerUp);
    return powerUp;
  }

  /** @param powerUp id or title. @throws WorldRefusal 400 when there is none, or it needs a text */
  redeem(input: {
    readonly user: string;
    readonly channel: string;
    readonly powerUp: string;
    readonly text?: string;
  }): void {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    const user = core.userOf(input.user);
    const powerUp =
      channel.powerUps.find(({ id, title }) => id === input.powerUp || title === input.powerUp) ??
      refuse('The channel has no such Power-up.');
    const text = input.text ?? '';
    if (powerUp.isInputRequired && text === '') refuse('The Power-up needs a text.');
    const { id, title, bits, prompt } = powerUp;
    channel.bitsTotals.set(user.id, (channel.bitsTotals.get(user.id) ?? 0) + bits);
    core.notify(
      'channel.custom_power_up_redemption.add',
      { ...aboutChannel(channel), reward_id: id },
      {
        id: core.uuid(),
        ...broadcasterOf(channel),
        ...named('user', user),
        user_input: text,
        status: 'unfulfilled',
        custom_power_up: { id, title, bits, prompt },
        redeemed_at: rfc3339Nano(core.now()),
      },
    );
    core.notify('channel.bits.use', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('user', user),
      bits,
      type: 'custom_power_up',
      message: text === '' ? null : plainMessageOf({ text, bits: 0 }),
      power_up: null,
      custom_power_up: { title, reward_id: id },
    });
    this.#milestones.contribute(channel, user, 'bits', bits);
  }
}
