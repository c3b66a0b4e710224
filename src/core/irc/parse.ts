import { TagReader } from './tag-reader';

/** Where a line came from. Twitch's server lines have a host only. */
export interface IrcPrefix {
  readonly nick: string | null;
  readonly user: string | null;
  readonly host: string | null;
}

/** Tag values by name, unescaped, without a prototype: `__proto__` is a name like any other. */
export type IrcTags = Readonly<Record<string, string>>;

/** Shared by all lines: it only remembers orders of tag names, and where the values of one line are. */
const tagReader = new TagReader();

const spaceCode = 32;
const colonCode = 58;
const atCode = 64;
const hashCode = 35;

/**
 * One line of chat. Parsing finds only where its parts lie; each part is cut when it is first read, so a line
 * that nobody looks into costs next to nothing.
 */
export class IrcMessage {
  /** The line as it came, without its line end. */
  readonly raw: string;
  /** Upper case; numerics as three digits: `001`. */
  readonly command: string;
  readonly #tagsEnd: number;
  readonly #prefixStart: number;
  readonly #prefixEnd: number;
  readonly #paramsStart: number;
  #tags: IrcTags | undefined;
  #prefix: IrcPrefix | null | undefined;
  #params: readonly string[] | undefined;
  #channel: string | null | undefined;

  /** Made by {@link parseIrcMessage} alone: the positions must belong to the line. */
  constructor(
    raw: string,
    command: string,
    tagsEnd: number,
    prefixStart: number,
    prefixEnd: number,
    paramsStart: number,
  ) {
    this.raw = raw;
    this.command = command;
    this.#tagsEnd = tagsEnd;
    this.#prefixStart = prefixStart;
    this.#prefixEnd = prefixEnd;
    this.#paramsStart = paramsStart;
    this.#tags = undefined;
    this.#prefix = undefined;
    this.#params = undefined;
    this.#channel = undefined;
  }

  /** All tags. Prefer {@link tag} where only a few are wanted. A tag without a value is the empty string; of a repeated one the last counts. */
  get tags(): IrcTags {
    return (this.#tags ??= tagReader.all(this.raw, this.#tagsEnd));
  }

  /** One tag's value, unescaped; undefined when the line does not carry it. Cuts only this one. */
  tag(name: string): string | undefined {
    return this.#tags === undefined ? tagReader.value(this.raw, this.#tagsEnd, name) : this.#tags[name];
  }

  get prefix(): IrcPrefix | null {
    if (this.#prefix === undefined) {
      this.#prefix =
        this.#prefixEnd === 0 ? null : splitPrefix(this.raw.slice(this.#prefixStart, this.#prefixEnd));
    }
    return this.#prefix;
  }

  /** The nick of {@link prefix}, without cutting the rest of it; null where there is none. */
  get nick(): string | null {
    if (this.#prefixEnd === 0) return null;
    const { raw } = this;
    const start = this.#prefixStart;
    const bang = raw.indexOf('!', start);
    const at = raw.indexOf('@', start);
    // Nearly every line is from `nick!user@host`.
    return bang !== -1 && bang < at && at < this.#prefixEnd
      ? raw.slice(start, bang)
      : (this.prefix?.nick ?? null);
  }

  /** Parameters, the trailing one last and without its colon, unchanged otherwise. */
  get params(): readonly string[] {
    return (this.#params ??= splitParams(this.raw, this.#paramsStart));
  }

  /** The login of the room the line is about (first parameter without `#`), or null where that is no room. */
  get channel(): string | null {
    if (this.#channel === undefined) this.#channel = cutChannel(this.raw, this.#paramsStart);
    return this.#channel;
  }

  /** The last parameter: the text of what somebody said. Empty when there is only a room. */
  get trailing(): string {
    const { raw } = this;
    const start = this.#paramsStart;
    // The usual line has one parameter before its text; anything else goes the long way.
    const end = raw.indexOf(' ', start);
    if (end !== -1 && raw.charCodeAt(start) === hashCode && raw.charCodeAt(end + 1) === colonCode)
      return raw.slice(end + 2);
    const { params } = this;
    return params.length < 2 ? '' : (params.at(-1) ?? '');
  }

  /** True when the nick of the prefix is `nick`; cheaper than reading {@link prefix}. */
  isFrom(nick: string): boolean {
    const start = this.#prefixStart;
    const end = start + nick.length;
    if (end >= this.#prefixEnd || !this.raw.startsWith(nick, start)) return false;
    const next = this.raw.charCodeAt(end);
    return next === 33 || next === atCode;
  }

  toJSON(): { tags: IrcTags; prefix: IrcPrefix | null; command: string; params: readonly string[] } {
    return { tags: this.tags, prefix: this.prefix, command: this.command, params: this.params };
  }
}

/**
 * Reads one line, without its line end. Returns null for what is no message: an empty line, a leading space, tags
 * or a prefix without a command. Never throws, whatever it is given.
 */
export function parseIrcMessage(line: string): IrcMessage | null {
  if (typeof line !== 'string') return null;
  let position = 0;
  let tagsEnd = 0;
  let prefixStart = 0;
  let prefixEnd = 0;
  let code = line.charCodeAt(0);
  if (code === atCode) {
    tagsEnd = line.indexOf(' ', 1);
    if (tagsEnd === -1) return null;
    position = skipSpaces(line, tagsEnd + 1);
    code = line.charCodeAt(position);
  }
  if (code === colonCode) {
    prefixStart = position + 1;
    prefixEnd = line.indexOf(' ', prefixStart);
    if (prefixEnd === -1) return null;
    position = skipSpaces(line, prefixEnd + 1);
  }
  // Nearly every line of a busy room is a PRIVMSG: comparing is cheaper than cutting and upper-casing.
  if (line.startsWith('PRIVMSG ', position)) {
    return new IrcMessage(line, 'PRIVMSG', tagsEnd, prefixStart, prefixEnd, skipSpaces(line, position + 8));
  }
  let end = line.indexOf(' ', position);
  if (end === -1) end = line.length;
  if (end === position) return null;
  const command = line.slice(position, end).toUpperCase();
  return new IrcMessage(line, command, tagsEnd, prefixStart, prefixEnd, skipSpaces(line, end));
}

function cutChannel(line: string, start: number): string | null {
  if (line.charCodeAt(start) !== hashCode) return null;
  const end = line.indexOf(' ', start);
  return end === -1 ? line.slice(start + 1) : line.slice(start + 1, end);
}

function skipSpaces(line: string, position: number): number {
  while (line.charCodeAt(position) === spaceCode) position++;
  return position;
}

/** `nick!user@host`, `nick@host`, `nick!user`, or a host alone. */
function splitPrefix(text: string): IrcPrefix {
  const at = text.indexOf('@');
  const bang = text.slice(0, at === -1 ? text.length : at).indexOf('!');
  if (at === -1 && bang === -1) return { nick: null, user: null, host: text };
  const nameEnd = at === -1 ? text.length : at;
  return {
    nick: text.slice(0, bang === -1 ? nameEnd : bang),
    user: bang === -1 ? null : text.slice(bang + 1, nameEnd),
    host: at === -1 ? null : text.slice(at + 1),
  };
}

function splitParams(line: string, start: number): string[] {
  // A room and a text: what nearly every line has.
  const first = line.indexOf(' ', start);
  if (first !== -1 && line.charCodeAt(first + 1) === colonCode && line.charCodeAt(start) !== colonCode) {
    return [line.slice(start, first), line.slice(first + 2)];
  }
  const params: string[] = [];
  let position = start;
  while (position < line.length) {
    if (line.charCodeAt(position) === colonCode) {
      params.push(line.slice(position + 1));
      break;
    }
    const end = line.indexOf(' ', position);
    if (end === -1) {
      params.push(line.slice(position));
      break;
    }
    params.push(line.slice(position, end));
    position = skipSpaces(line, end);
  }
  return params;
}
