import { isPlain } from './incoming';
import type { Json } from './message';
import { NameMemory } from './name-memory';
import { camelCase } from './words';

/** Most entries of a generic payload, so that there is room for what is added. */
const MOST_ENTRIES = 14;

/** What a field of Twitch's may be called in a payload. */
interface FieldName {
  readonly camel: string;
  readonly isOfChannel: boolean;
  /** Set for one of the three fields of a person, if the event has a login beside it. */
  readonly person: {
    /** Its login. */
    readonly login: string;
    /** What the person is called in a payload. */
    readonly camel: string;
    readonly isName: boolean;
  } | null;
}

const fieldNames = new NameMemory((key): FieldName => {
  const [, who = '', what = ''] = /^(.+?)(?:_user)?_(id|login|name)$/.exec(key) ?? [];
  return {
    camel: camelCase(key),
    isOfChannel: key.startsWith('broadcaster_'),
    person:
      what === ''
        ? null
        : { login: `${key.slice(0, -what.length)}login`, camel: camelCase(who), isName: what === 'name' },
  };
});

/**
 * A small flat payload out of any event: names in camelCase, people by name, inner objects one level deep, ids of
 * people and lists of objects left out (they are in `event`).
 */
export function flatPayload(raw: Readonly<Record<string, unknown>>): Record<string, Json> {
  const payload: Record<string, Json> = {};
  let entries = 0;
  const put = (name: string, value: Json): void => {
    // `in` also keeps out what every object has, such as `constructor`.
    if (entries >= MOST_ENTRIES || name in payload) return;
    payload[name] = value;
    entries += 1;
  };
  for (const [key, value] of Object.entries(raw)) {
    const { camel, isOfChannel, person } = fieldNames.of(key);
    if (isOfChannel) continue;
    if (person !== null && person.login in raw) {
      if (person.isName && typeof value === 'string') put(person.camel, value);
    } else if (isPlain(value)) {
      for (const [inner, deep] of Object.entries(value)) {
        const flat = flatValue(deep);
        if (flat !== undefined) put(fieldNames.of(`${key}_${inner}`).camel, flat);
      }
    } else {
      const flat = flatValue(value);
      if (flat !== undefined) put(camel, flat);
    }
  }
  return payload;
}

function flatValue(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [...value];
  return undefined;
}
