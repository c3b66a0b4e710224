/** The namespace of a set's catalogue is the module's name and the set's. */
const MODULE = '@streamwire/node-red-twitch/';

/** A text of a node's own catalogue, for example `field.question`. Returns the fallback if there is none. */
export function nodeText(type: string, key: string, fallback = ''): string {
  const full = `${MODULE}${type}:${type}.${key}`;
  return known(RED._(full), full) ?? fallback;
}

/** A text that all nodes share, for example `rule.channel`. */
export function commonText(key: string, values: Record<string, unknown> = {}): string {
  return fill(RED._(`${MODULE}twitch-account:common.${key}`), values);
}

export function accountText(key: string, values: Record<string, unknown> = {}): string {
  return fill(RED._(`${MODULE}twitch-account:twitch-account.${key}`), values);
}

/** An unknown key comes back as it is, or without its namespace. */
function known(text: string, key: string): string | undefined {
  return text === '' || text === key || key.endsWith(`:${text}`) ? undefined : text;
}

/**
 * Values are put in here and not by the catalogue, which would escape them for HTML: they are only ever shown with
 * `.text()`.
 */
function fill(text: string, values: Record<string, unknown>): string {
  return text.replace(/__(\w+?)__/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
