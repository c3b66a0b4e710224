import { createRequire } from 'node:module';
import path from 'node:path';
import { parseEmotes } from '../../../src/core/irc/emotes';
import { IrcChatMessage } from '../../../src/core/irc/chat-message';
import { parseIrcMessage } from '../../../src/core/irc/parse';
import { parseBadges } from '../../../src/core/irc/roles';
import { FakeClock } from '../../support/fake-clock';

/** What a parser makes of a line, in a form that can be compared. Null: it refuses the line. */
export interface Reading {
  readonly command: string;
  /** As it stands in the line. */
  readonly prefix: string;
  readonly params: string;
  readonly tags: string;
  readonly badges: string;
  readonly badgeInfo: string;
  /** `id:first-last`, in code points. */
  readonly emotes: string;
}

const clock = new FakeClock();

export function readOurs(line: string): Reading | null {
  const message = parseIrcMessage(line);
  if (message === null) return null;
  const { prefix, tags } = message;
  const { text } = new IrcChatMessage(message, clock);
  const codePoints = (end: number): number => Array.from(text.slice(0, end)).length;
  return {
    command: message.command,
    prefix: prefix === null ? '' : joinPrefix(prefix),
    params: JSON.stringify(message.params),
    tags: sorted(Object.entries(tags)),
    badges: sorted(Object.entries(parseBadges(tags['badges']))),
    badgeInfo: sorted(Object.entries(parseBadges(tags['badge-info']))),
    emotes: parseEmotes(tags['emotes'], text)
      .map(({ id, start, end }) => `${id}:${codePoints(start)}-${codePoints(end) - 1}`)
      .toSorted()
      .join(' '),
  };
}

interface TmiMessage {
  readonly tags: Record<string, string | true>;
  readonly prefix: string | null;
  readonly command: string;
  readonly params: readonly string[];
}

interface TmiParser {
  msg(line: string): TmiMessage | null;
  badges(tags: object): { badges?: object | null };
  badgeInfo(tags: object): { 'badge-info'?: object | null };
  emotes(tags: object): { emotes?: Record<string, string[] | null> | null };
}

const tmi = require('tmi.js/lib/parser') as TmiParser;
const { unescapeIRC } = require('tmi.js/lib/utils') as { unescapeIRC: (text: string) => string };

/** tmi.js, with what its client does to every line: tags unescaped, then badges and emotes cut. */
export function readTmi(line: string): Reading | null {
  const message = tmi.msg(line);
  if (message === null) return null;
  const tags: [string, string][] = Object.entries(message.tags).map(([name, value]) => [
    name,
    value === true ? '' : unescapeIRC(value),
  ]);
  const own = (): object =>
    Object.fromEntries(tags.map(([name, value]) => [name, value === '' ? true : value]));
  const { emotes } = tmi.emotes(own());
  return {
    command: message.command,
    prefix: message.prefix ?? '',
    params: JSON.stringify(message.params),
    tags: sorted(tags),
    badges: sorted(Object.entries(tmi.badges(own()).badges ?? {})),
    badgeInfo: sorted(Object.entries(tmi.badgeInfo(own())['badge-info'] ?? {})),
    emotes: emoteList(Object.entries(emotes ?? {})),
  };
}

interface TwurpleMessage {
  readonly command: string;
  readonly prefix?: { nick: string; user?: string; host?: string };
  readonly tags: ReadonlyMap<string, string>;
  readonly _params?: readonly { readonly value: string }[];
}

interface Ircv3 {
  readonly parseMessage: (
    line: string,
    properties: undefined,
    commands: ReadonlyMap<string, unknown>,
    isServer: boolean,
    nonConforming: readonly string[],
    shouldParseParams: boolean,
  ) => TwurpleMessage;
}

/** Reads with @twurple/chat: its lines are cut by ircv3, badges and emotes by modules of its own. */
export async function twurpleReader(): Promise<(line: string) => Reading | null> {
  const folder = path.dirname(require.resolve('@twurple/chat'));
  const { parseMessage } = createRequire(path.join(folder, 'index.js'))('ircv3') as Ircv3;
  const { ChatUser, parseEmoteOffsets } = await import('@twurple/chat');
  // Its declarations hide the constructor.
  const User = ChatUser as unknown as new (
    login: string,
    tags: ReadonlyMap<string, string>,
  ) => { readonly badges: ReadonlyMap<string, string>; readonly badgeInfo: ReadonlyMap<string, string> };
  return (line) => {
    let message: TwurpleMessage;
    try {
      message = parseMessage(line, undefined, new Map(), true, ['004'], false);
    } catch {
      return null;
    }
    const { prefix, tags } = message;
    const user = new User('', tags);
    return {
      command: message.command,
      prefix: prefix ? joinPrefix({ user: null, host: null, ...prefix }) : '',
      params: JSON.stringify((message._params ?? []).map(({ value }) => value)),
      tags: sorted([...tags]),
      badges: sorted([...user.badges]),
      badgeInfo: sorted([...user.badgeInfo]),
      emotes: emoteList([...parseEmoteOffsets(tags.get('emotes'))]),
    };
  };
}

function joinPrefix(prefix: { nick: string | null; user?: string | null; host?: string | null }): string {
  const { nick, user, host } = prefix;
  const name = `${nick ?? ''}${user ? `!${user}` : ''}`;
  if (!host) return name;
  return name === '' && nick === null ? host : `${name}@${host}`;
}

function sorted(entries: readonly (readonly [string, unknown])[]): string {
  return JSON.stringify(
    entries
      .map(([name, value]): [string, unknown] => [name, value ?? ''])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function emoteList(groups: readonly (readonly [string, readonly string[] | null])[]): string {
  return groups
    .flatMap(([id, ranges]) => (ranges ?? []).map((range) => `${id}:${range}`))
    .toSorted()
    .join(' ');
}
