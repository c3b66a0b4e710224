import { isPlain } from './incoming';
import { ANONYMOUS_NAME } from './chat-to-message';
import { NameMemory } from './name-memory';
import type { ChannelRef, TargetRef, UserRef } from './message';

/**
 * Reads Twitch's own event objects. Nothing is taken for granted: Twitch adds and drops fields without notice, so what
 * is missing reads as null, and no event can make the reading fail.
 */
export class EventReader {
  readonly raw: Readonly<Record<string, unknown>>;
  /** The channel that is asked about, for events that name two. */
  readonly own: ChannelRef;
  #channel: ChannelRef | null = null;

  constructor(event: unknown, own: ChannelRef = { id: '', login: '', name: '' }) {
    this.raw = isPlain(event) ? event : {};
    this.own = own;
  }

  /** A text that is not empty. The path is dotted: `reward.title`. */
  text(path: string): string | null {
    const value = this.#at(path);
    return typeof value === 'string' && value !== '' ? value : null;
  }

  /** A number; also one that Twitch sends as a text, as its ad breaks do. */
  number(path: string): number | null {
    const value = this.#at(path);
    if (typeof value === 'string' && /^-?\d{1,15}(?:\.\d+)?$/.test(value)) return Number(value);
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  }

  flag(path: string): boolean {
    const value = this.#at(path);
    return value === true || value === 'true';
  }

  list(path: string): readonly unknown[] {
    const value = this.#at(path);
    return Array.isArray(value) ? value : [];
  }

  texts(path: string): readonly string[] {
    return this.list(path).filter((item): item is string => typeof item === 'string');
  }

  /** The objects of a list, each with a reader of its own. */
  items(path: string): readonly EventReader[] {
    return this.list(path).map((item) => new EventReader(item, this.own));
  }

  inner(path: string): EventReader {
    return new EventReader(this.#at(path), this.own);
  }

  /** The name of a person, without making anything else out of it. */
  name(prefix: string): string | null {
    const keys = personKeys.of(prefix);
    return this.text(keys.name) ?? this.text(keys.login);
  }

  /**
   * A person out of three fields: `user` reads `user_id`, `user_login`, `user_name`. Null where there is no name.
   */
  person(prefix: string): (TargetRef & { readonly id?: string }) | null {
    const keys = personKeys.of(prefix);
    const login = this.text(keys.login);
    const name = this.text(keys.name) ?? login;
    if (name === null) return null;
    const id = this.text(keys.id);
    // Two literals: spreading the id in takes longer than all the rest.
    return id === null
      ? { login: login ?? name.toLowerCase(), name }
      : { id, login: login ?? name.toLowerCase(), name };
  }

  /** The same as somebody who did something; roles are not told by events, but the broadcaster is known. */
  doer(prefix: string): UserRef | null {
    const person = this.person(prefix);
    if (person === null) return null;
    const { id = null, login, name } = person;
    const isBroadcaster = id !== null && id === this.channel().id;
    return { id, login, name, roles: isBroadcaster ? ['broadcaster'] : [], anonymous: false };
  }

  /** Somebody who may have hidden the name. */
  maybeAnonymous(prefix: string, flag: string): UserRef | null {
    if (this.flag(flag)) return { id: null, login: null, name: ANONYMOUS_NAME, roles: [], anonymous: true };
    return this.doer(prefix);
  }

  /** The channel that the event is about; our own where it names none. */
  channel(): ChannelRef {
    return (this.#channel ??= this.channelAt('broadcaster_user') ??
      this.channelAt('broadcaster') ?? { ...this.own });
  }

  /** A channel out of three fields, as `person`. */
  channelAt(prefix: string): ChannelRef | null {
    const person = this.person(prefix);
    return person === null ? null : { id: person.id ?? '', login: person.login, name: person.name };
  }

  /** Whether a person whom the event names is the owner of our own channel. */
  isOwn(prefix: string): boolean {
    return this.text(personKeys.of(prefix).id) === this.own.id && this.name(prefix) !== null;
  }

  #at(path: string): unknown {
    // Most paths have one step.
    if (!path.includes('.')) return this.raw[path];
    let value: unknown = this.raw;
    for (const step of pathSteps.of(path)) value = isPlain(value) ? value[step] : undefined;
    return value;
  }
}

const pathSteps = new NameMemory((path) => path.split('.'));

/** Joined once for each prefix, of which there are a dozen: a joined text is slow to look up by. */
const personKeys = new NameMemory((prefix) => ({
  id: `${prefix}_id`,
  login: `${prefix}_login`,
  name: `${prefix}_name`,
}));
