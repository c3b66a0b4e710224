import type { Role } from './message';

/** Who counts, by standing: each includes those that stand higher. */
export type Who = 'everyone' | 'subscribers' | 'vips' | 'moderators' | 'broadcaster';

/** The roles that satisfy each choice. Subscribing is no rank of a moderator's: higher standing counts without it. */
const enough: Readonly<Record<Exclude<Who, 'everyone'>, readonly Role[]>> = {
  subscribers: ['subscriber', 'founder', 'vip', 'moderator', 'leadModerator', 'broadcaster'],
  vips: ['vip', 'moderator', 'leadModerator', 'broadcaster'],
  moderators: ['moderator', 'leadModerator', 'broadcaster'],
  broadcaster: ['broadcaster'],
};

/** A person with these roles counts. */
export function counts(who: Who, roles: readonly Role[]): boolean {
  return who === 'everyone' || roles.some((role) => enough[who].includes(role));
}

/** What somebody who may is called, for the sentence of a refusal. */
export const whoWords: Readonly<Record<Who, string>> = {
  everyone: 'everyone',
  subscribers: 'subscribers',
  vips: 'VIPs and moderators',
  moderators: 'moderators',
  broadcaster: 'the streamer',
};

/** The least role that satisfies each choice: what a test event's person has. */
export const leastRole: Readonly<Record<Who, readonly Role[]>> = {
  everyone: [],
  subscribers: ['subscriber'],
  vips: ['vip'],
  moderators: ['moderator'],
  broadcaster: ['broadcaster'],
};

/** Logins in a list typed by hand: by comma, blank or line, with or without @. */
export function readLogins(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split(/[\s,;]+/)
      .map((word) => word.replace(/^@/, '').toLowerCase())
      .filter((word) => word !== ''),
  );
}
