/** A line that a client sent. */
export interface ClientLine {
  readonly tags: ReadonlyMap<string, string>;
  /** Upper case. */
  readonly command: string;
  readonly params: readonly string[];
}

/** Tags of a line for clients; undefined leaves the tag out, '' writes it empty. */
export type Tags = Readonly<Record<string, string | undefined>>;

/** A line for clients. */
export interface ServerLine {
  readonly tags?: Tags;
  /** Prefix; the server itself when left out, null for none. */
  readonly from?: string | null;
  readonly command: string;
  readonly params?: readonly string[];
  /** Last parameter, written with a colon. */
  readonly text?: string;
}

export const SERVER_NAME = 'tmi.twitch.tv';

const UNESCAPED: Readonly<Record<string, string>> = { ':': ';', s: ' ', r: '\r', n: '\n' };
const ESCAPED: Readonly<Record<string, string>> = {
  ';': '\\:',
  ' ': '\\s',
  '\\': '\\\\',
  '\r': '\\r',
  '\n': '\\n',
};

/** The lines of one WebSocket frame. The line end may be missing after the last one. */
export function linesOf(frame: string): string[] {
  return frame.split(/\r?\n/).filter((line) => line !== '');
}

/** A client's line taken apart; null when there is no command in it. A prefix is skipped: the server knows who speaks. */
export function parseClientLine(line: string): ClientLine | null {
  let rest = line;
  let tags: ReadonlyMap<string, string> = new Map();
  if (rest.startsWith('@')) {
    const [first, after] = cutWord(rest);
    tags = parseTags(first.slice(1));
    rest = after;
  }
  if (rest.startsWith(':')) rest = cutWord(rest)[1];

  const params: string[] = [];
  let [command, left] = cutWord(rest);
  while (left !== '') {
    if (left.startsWith(':')) {
      params.push(left.slice(1));
      break;
    }
    const [param, after] = cutWord(left);
    params.push(param);
    left = after;
  }
  command = command.toUpperCase();
  return command === '' ? null : { tags, command, params };
}

/** The wire form of a line, without line end. */
export function formatLine(line: ServerLine, withTags: boolean): string {
  let wire = '';
  if (withTags && line.tags) {
    const tags = Object.entries(line.tags).flatMap(([key, value]) =>
      value === undefined ? [] : `${key}=${escapeTag(value)}`,
    );
    if (tags.length > 0) wire += `@${tags.join(';')} `;
  }
  if (line.from !== null) wire += `:${line.from ?? SERVER_NAME} `;
  wire += line.command;
  for (const param of line.params ?? []) wire += ` ${param}`;
  if (line.text !== undefined) wire += ` :${line.text}`;
  return wire;
}

/** `login!login@login.tmi.twitch.tv` */
export function userPrefix(login: string): string {
  return `${login}!${login}@${login}.${SERVER_NAME}`;
}

function escapeTag(value: string): string {
  return value.replaceAll(/[; \\\r\n]/g, (character) => ESCAPED[character] ?? character);
}

function unescapeTag(value: string): string {
  return value.replaceAll(/\\(.?)/gs, (_, character: string) => UNESCAPED[character] ?? character);
}

function parseTags(text: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const piece of text.split(';')) {
    const equals = piece.indexOf('=');
    const key = equals === -1 ? piece : piece.slice(0, equals);
    if (key !== '') tags.set(key, equals === -1 ? '' : unescapeTag(piece.slice(equals + 1)));
  }
  return tags;
}

/** The text up to the first space, and what follows the spaces. */
function cutWord(text: string): [word: string, rest: string] {
  const space = text.indexOf(' ');
  return space === -1 ? [text, ''] : [text.slice(0, space), text.slice(space).trimStart()];
}
