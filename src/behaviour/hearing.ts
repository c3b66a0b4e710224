import type { TriggerContext } from './context';
import { counts, readLogins, type Who } from './roles';
import type { Role } from './message';

/** Whose lines a node hears at all. All off by default. */
export interface HearingSettings {
  /** Also what this package and the bot say. */
  readonly ownLines: boolean;
  /** Also what known bots say. */
  readonly knownBots: boolean;
  /** Also lines of other channels that share their chat with this one. */
  readonly sharedChat: boolean;
  /** Bring tags, fragments, badges and colour along. */
  readonly details: boolean;
}

/** Somebody who said or did something in chat. */
export interface Speaker {
  readonly user: { readonly id: string; readonly login: string };
  readonly sharedFrom: string | null;
  readonly isOwn?: boolean;
}

/** The setting that keeps a line back, null for one that is heard. */
export function keptBack(
  speaker: Speaker,
  settings: HearingSettings,
  context: Pick<TriggerContext, 'identities' | 'isKnownBot'>,
): 'ownLines' | 'knownBots' | 'sharedChat' | null {
  if (!settings.ownLines && (speaker.isOwn === true || isBot(speaker, context))) return 'ownLines';
  if (!settings.sharedChat && speaker.sharedFrom !== null) return 'sharedChat';
  if (!settings.knownBots && context.isKnownBot(speaker.user.login)) return 'knownBots';
  return null;
}

/** The account's bot, where it is somebody else than the streamer: what the streamer types counts. */
function isBot({ user }: Speaker, { identities }: Pick<TriggerContext, 'identities'>): boolean {
  const { bot, channel } = identities().signedIn;
  return bot !== null && bot.id === user.id && bot.id !== channel?.id;
}

/** Who may: a standing, or people by name, or both. */
export interface Audience {
  readonly who: Who | 'named';
  /** Logins that count besides. */
  readonly also: ReadonlySet<string>;
  /** Logins that never count. */
  readonly never: ReadonlySet<string>;
}

export function audience(who: Who | 'named', also: string, never = ''): Audience {
  return { who, also: readLogins(also), never: readLogins(never) };
}

export function admits({ who, also, never }: Audience, login: string, roles: readonly Role[]): boolean {
  const name = login.toLowerCase();
  if (never.has(name)) return false;
  return also.has(name) || (who !== 'named' && counts(who, roles));
}
