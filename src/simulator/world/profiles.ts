import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import type { UserState } from './state';
import { characters } from './text';

/** Colours that everybody may use, by the names that Helix takes. */
const NAMED_COLORS: Readonly<Record<string, string>> = {
  blue: '#0000FF',
  blue_violet: '#8A2BE2',
  cadet_blue: '#5F9EA0',
  chocolate: '#D2691E',
  coral: '#FF7F50',
  dodger_blue: '#1E90FF',
  firebrick: '#B22222',
  golden_rod: '#DAA520',
  green: '#008000',
  hot_pink: '#FF69B4',
  orange_red: '#FF4500',
  red: '#FF0000',
  sea_green: '#2E8B57',
  spring_green: '#00FF7F',
  yellow_green: '#9ACD32',
};
const MAX_DESCRIPTION_CHARACTERS = 300;

/** What users say about themselves, and whom they block. */
export class Profiles {
  readonly #core: WorldCore;

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** @throws WorldRefusal 400 for an unknown colour, or a hex colour without Turbo or Prime */
  setColor(userId: string, color: string): void {
    const user = this.#core.userOf(userId);
    const known = NAMED_COLORS[color.toLowerCase()];
    if (known !== undefined) {
      user.color = known;
      return;
    }
    if (!/^#[0-9A-Fa-f]{6}$/.test(color)) throw new WorldRefusal(400, 'The color is not valid.');
    if (!user.turbo) throw new WorldRefusal(400, 'Only Turbo and Prime users may use a hex color.');
    user.color = color.toUpperCase();
  }

  /** @throws WorldRefusal 400 for a text that is too long */
  setDescription(userId: string, description: string): UserState {
    const user = this.#core.userOf(userId);
    if (characters(description) > MAX_DESCRIPTION_CHARACTERS) {
      throw new WorldRefusal(400, 'The description must not be longer than 300 characters.');
    }
    user.description = description;
    this.#tell(user);
    return user;
  }

  /** The user takes another login, as Twitch allows every 60 days. */
  rename(userId: string, login: string, name = login): void {
    const user = this.#core.userOf(userId);
    this.#core.rename(user, login.toLowerCase(), name);
    this.#tell(user);
  }

  /** @throws WorldRefusal 400 for oneself */
  block(userId: string, targetId: string): void {
    const user = this.#core.userOf(userId);
    const target = this.#core.userOf(targetId, 'target_user_id');
    if (user === target) throw new WorldRefusal(400, 'A user cannot block themself.');
    user.blocked.add(target.id);
  }

  unblock(userId: string, targetId: string): void {
    this.#core.userOf(userId).blocked.delete(this.#core.userOf(targetId, 'target_user_id').id);
  }

  #tell(user: UserState): void {
    this.#core.notify(
      'user.update',
      { user_id: user.id },
      {
        user_id: user.id,
        user_login: user.login,
        user_name: user.name,
        email: '',
        email_verified: false,
        description: user.description,
      },
    );
  }
}
