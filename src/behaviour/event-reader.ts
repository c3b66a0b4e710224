import { isPlain } from './incoming';
import { ANONYMOUS_NAME } from './chat-to-message';
import { camelCase } from './words';
import type { ChannelRef, Json, TargetRef, UserRef } from './message';

/**
 * Reads Twitch's own event objects. Nothing is taken for granted: Twitch adds and drops fields without notice, so what
 * is missing reads as null, and no event can make the reading fail.
 */
export class EventReader {
  readonly raw: Readonly<Record<string, unknown>>;
  /** The channel that is asked about, for events that name two. */
  readonly own: ChannelRef;

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

  /**
   * A person out of three fields: `user` reads `user_id`, `user_login`, `user_name`. Null where there is no name.
   */
  person(prefix: string): (TargetRef & { readonly id?: string }) | null {
    const keys = personKeys(prefix);
    const login = this.text(keys.login);
    const name = this.text(keys.name) ?? login;
    if (name === null) return null;
    const id = this.text(keys.id);
    return { ...(id === null ? {} : { id }), login: login ?? name.toLowerCase(), name };
  }

  /** The same as somebody who did something; roles are not told by events, but the broadcaster is known. */
  doer(prefix: string): UserRef | null {
    const person = this.person(prefix);
    if (person === null) return null;
    const isBroadcaster = person.id !== undefined && person.id === this.channel().id;
    return {
      id: person.id ?? null,
      login: person.login,
      name: person.name,
      roles: isBroadcaster ? ['broadcaster'] : [],
      anonymous: false,
    };
  }

  /** Somebody who may have hidden the name. */
  maybeAnonymous(prefix: string, flag: string): UserRef | null {
    if (this.flag(flag)) return { id: null, login: null, name: ANONYMOUS_NAME, roles: [], anonymous: true };
    return this.doer(prefix);
  }

  /** The channel that the event is about; our own where it names none. */
  channel(): ChannelRef {
    const named = this.person('broadcaster_user') ?? this.person('broadcaster');
    if (named === null) return this.own;
    return { id: named.id ?? '', login: named.login, name: named.name };
  }

  #at(path: string): unknown {
    let value: unknown = this.raw;
    // Cutting a path costs more than all the rest, and most have one step.
    if (!path.includes('.')) return isPlain(value) ? value[path] : undefined;
    for (const step of path.split('.')) value = isPlain(value) ? value[step] : undefined;
    return value;
  }
}

interface PersonKeys {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

const knownPersonKeys = new Map<string, PersonKeys>();

/** Joined once for each prefix, of which there are a dozen: a joined text is slow to look up by. */
function personKeys(prefix: string): PersonKeys {
  let keys = knownPersonKeys.get(prefix);
  if (!keys) {
    keys = { id: `${prefix}_id`, login: `${prefix}_login`, name: `${prefix}_name` };
    knownPersonKeys.set(prefix, keys);
  }
  return keys;
}

/** Most entries of a generic payload, so that there is room for what is added. */
const MOST_ENTRIES = 14;

/**
 * A small flat payload out of any event: names in camelCase, people by name, inner objects one level deep, ids of
 * people and lists of objects left out (they are in `event`).
 */
export function flatPayload(raw: Readonly<Record<string, unknown>>): Record<string, Json> {
  const payload: Record<string, Json> = {};
  const put = (name: string, value: Json): void => {
    if (Object.keys(payload).length < MOST_ENTRIES && !(name in payload) && !(name in {}))
      payload[name] = value;
  };
  for (const [key, value] of Object.entries(raw)) {
    if (key.startsWith('broadcaster_')) continue;
    const person = /^(.+?)(?:_user)?_(id|login|name)$/.exec(key);
    if (person !== null && `${key.slice(0, -(person[2] ?? '').length)}login` in raw) {
      if (person[2] === 'name' && typeof value === 'string') put(camelCase(person[1] ?? ''), value);
      continue;
    }
    if (isPlain(value)) {
      for (const [inner, deep] of Object.entries(value)) {
        const flat = flatValue(deep);
        if (flat !== undefined) put(camelCase(`${key}_${inner}`), flat);
      }
      continue;
    }
    const flat = flatValue(value);
    if (flat !== undefined) put(camelCase(key), flat);
  }
  return payload;
}

function flatValue(value: unknown): Json | undefined {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Json;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [...value];
  return undefined;
}
