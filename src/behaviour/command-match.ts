import type { TargetRef } from './message.js';

/** What the streamer wrote about a command's arguments: `<user> <amount:number> [reason...]`. */
export interface ArgumentSpec {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'user';
  readonly required: boolean;
  /** Takes all words that are left. */
  readonly rest: boolean;
}

/** How a line is known to be the command: by the word it begins with, or by a regular expression. */
export type CommandMatch = 'word' | 'pattern';

export interface CommandSpec {
  /** The command and its aliases, with prefix, lower case, single blanks. The first is the command itself. Empty for a pattern. */
  readonly names: readonly string[];
  /** The command as configured, with prefix; the pattern. */
  readonly shownName: string;
  /** What the command is called in a sentence: nobody wants to read a pattern, or what a viewer typed, there. */
  readonly saidName: string;
  readonly args: readonly ArgumentSpec[];
  /** Finds the pattern in a line; null for a command that is a word. */
  readonly find: FindPattern | null;
}

/** Where a pattern fits: what `RegExp.exec` tells, as far as it is used. */
export interface PatternMatch {
  readonly 0: string;
  readonly index: number;
  readonly groups?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Tries the pattern on a line; null where it does not fit. Given from outside, because the way to try it safely differs. */
export type FindPattern = (text: string) => PatternMatch | null;

/** A line that is this command. */
export interface CommandCall {
  /** The words after the name, quoted ones in one piece. */
  readonly list: readonly string[];
  /** Everything after the name. */
  readonly text: string;
  readonly args: Readonly<Record<string, string | number | null>>;
  readonly target: TargetRef | null;
  /** Null when the arguments fit; else how it is used. */
  readonly usage: string | null;
}

/** Most arguments a command can name: an object of ours has at most 16 keys. */
export const MOST_ARGUMENTS = 16;

const argumentProblems = {
  malformed: 'is no argument: write <name>, [name], <name:number> or [name...]',
  repeated: 'is there twice',
  'required-after-optional': 'must stand before those that may be left out',
  'after-rest': 'stands behind one that takes all words',
  'too-many': 'is one argument too many',
} as const;

/** Why a list of arguments cannot be read; `at` is the word at fault. */
export class ArgumentsProblem extends Error {
  readonly reason: keyof typeof argumentProblems;
  readonly at: string;

  constructor(reason: keyof typeof argumentProblems, at: string) {
    super(`"${at}" ${argumentProblems[reason]}`);
    this.reason = reason;
    this.at = at;
  }
}

const argumentWord =
  /^(?:<([a-z]\w*)(?::(number|text|user))?(\.\.\.)?>|\[([a-z]\w*)(?::(number|text|user))?(\.\.\.)?\])$/i;

/**
 * @param text as the streamer writes it; blank for none
 * @throws ArgumentsProblem
 */
export function readArguments(text: string): readonly ArgumentSpec[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length > MOST_ARGUMENTS) throw new ArgumentsProblem('too-many', words[MOST_ARGUMENTS] ?? '');
  const specs: ArgumentSpec[] = [];
  for (const word of words) {
    const match = argumentWord.exec(word);
    if (match === null) throw new ArgumentsProblem('malformed', word);
    const required = match[1] !== undefined;
    const name = match[1] ?? match[4] ?? '';
    const given = (match[2] ?? match[5])?.toLowerCase();
    const rest = (match[3] ?? match[6]) !== undefined;
    const kind =
      given === 'number' || given === 'text' || given === 'user'
        ? given
        : name.toLowerCase() === 'user'
          ? 'user'
          : 'text';
    // `constructor` and the like are no names for a property.
    if (name in {}) throw new ArgumentsProblem('malformed', word);
    if (specs.some((spec) => spec.name === name)) throw new ArgumentsProblem('repeated', word);
    const before = specs.at(-1);
    if (before?.rest) throw new ArgumentsProblem('after-rest', word);
    if (required && before?.required === false) throw new ArgumentsProblem('required-after-optional', word);
    specs.push({ name, kind, required, rest });
  }
  return specs;
}

/**
 * The command as it is typed in chat. `clip` becomes `!clip`; what starts with the prefix, or with any other sign, stays.
 */
export function withPrefix(command: string, prefix: string): string {
  const name = oneBlank(command);
  if (name === '' || prefix === '' || name.startsWith(prefix)) return name;
  return /^[\p{L}\p{N}_]/u.test(name) ? prefix + name : name;
}

function oneBlank(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

/** Aliases as typed by hand: by comma or line. */
export function readAliases(text: string, prefix: string): readonly string[] {
  return text
    .split(/[,\n]/)
    .map((alias) => withPrefix(alias, prefix))
    .filter((alias) => alias !== '');
}

/**
 * @param settings as typed in the form
 * @throws ArgumentsProblem
 */
export function commandSpec(
  settings: {
    readonly command: string;
    readonly match: CommandMatch;
    readonly aliases: string;
    readonly prefix: string;
    readonly arguments: string;
  },
  find: FindPattern,
): CommandSpec {
  const args = readArguments(settings.arguments);
  if (settings.match === 'pattern') {
    return { names: [], shownName: settings.command, saidName: 'This', args, find };
  }
  const shownName = withPrefix(settings.command, settings.prefix);
  const names = [shownName, ...readAliases(settings.aliases, settings.prefix)].map((name) =>
    name.toLowerCase(),
  );
  return {
    names: [...new Set(names)].filter((name) => name !== ''),
    shownName,
    saidName: shownName,
    args,
    find: null,
  };
}

/** The first words a line can have to be this command, for a dispatch index; undefined for a pattern, which may be anywhere. */
export function firstWords(spec: CommandSpec): readonly string[] | undefined {
  if (spec.find !== null) return undefined;
  return [...new Set(spec.names.map((name) => name.split(' ', 1)[0] ?? name))];
}

/**
 * @param text a line without reply prefix and invisible characters (`commandText` of a ChatMessage)
 * @returns null when the line is not this command
 */
export function matchCommand(spec: CommandSpec, text: string): CommandCall | null {
  const found = spec.find === null ? wordIn(spec, text) : patternIn(spec.find, text);
  if (found === null) return null;
  const list = splitWords(found.after);
  const { args, usage } = readValues(spec, list, found.after);
  const all = { ...found.groups, ...args };
  return { list, text: found.after, args: all, target: findTarget(spec, list, all), usage };
}

/** What follows the command in the line, and what the pattern has named. */
interface Found {
  readonly after: string;
  readonly groups: Readonly<Record<string, string | null>>;
}

function wordIn(spec: CommandSpec, text: string): Found | null {
  const after = afterName(spec, text);
  return after === null ? null : { after, groups: {} };
}

/** Named groups become arguments; the words are what follows the place where the pattern fits. */
function patternIn(find: FindPattern, text: string): Found | null {
  const match = find(text);
  if (match === null) return null;
  const named = Object.entries(match.groups ?? {}).slice(0, MOST_ARGUMENTS);
  return {
    after: text.slice(match.index + match[0].length).trim(),
    groups: Object.fromEntries(named.map(([name, value]) => [name, value ?? null])),
  };
}

/** What follows the name, of several names that fit the longest; null when none fits. */
function afterName(spec: CommandSpec, text: string): string | null {
  let best: string | null = null;
  let bestLength = 0;
  for (const name of spec.names) {
    if (name.length <= bestLength || text.slice(0, name.length).toLowerCase() !== name) continue;
    const next = text.charAt(name.length);
    if (next !== '' && !/\s/.test(next)) continue;
    best = text.slice(name.length).trim();
    bestLength = name.length;
  }
  return best;
}

/** Words by blanks; "several words" in straight or curly quotation marks stay together. */
export function splitWords(text: string): readonly string[] {
  return Array.from(
    text.matchAll(/["“”„]([^"“”„]*)["“”„](?!\S)|\S+/g),
    (match) => match[1] ?? match[0],
  ).filter((word) => word !== '');
}

function readValues(
  spec: CommandSpec,
  list: readonly string[],
  text: string,
): { readonly args: Readonly<Record<string, string | number | null>>; readonly usage: string | null } {
  const args: Record<string, string | number | null> = {};
  let fits = true;
  for (const [index, { name, kind, required, rest }] of spec.args.entries()) {
    const word = rest ? restFrom(text, list, index) : list[index];
    if (word === undefined || word === '') {
      args[name] = null;
      if (required) fits = false;
    } else if (kind === 'number') {
      const value = readNumber(word);
      args[name] = value;
      if (value === null) fits = false;
    } else if (kind === 'user') args[name] = word.replace(/^@/, '');
    else args[name] = word;
  }
  return { args, usage: fits ? null : usageOf(spec) };
}

/** The words from one on; as they were typed if it is all of them. */
function restFrom(text: string, list: readonly string[], index: number): string {
  return index === 0 ? text : list.slice(index).join(' ');
}

function readNumber(word: string): number | null {
  const plain = word.replace(',', '.');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** `!give <user> <amount> [reason]` */
export function usageOf(spec: CommandSpec): string {
  const shown = spec.args.map(({ name, required }) => (required ? `<${name}>` : `[${name}]`));
  return [spec.find === null ? spec.shownName : '...', ...shown].join(' ');
}

/** The first argument that is a person, else the first word with @. */
function findTarget(
  spec: CommandSpec,
  list: readonly string[],
  args: Readonly<Record<string, string | number | null>>,
): TargetRef | null {
  for (const { name, kind } of spec.args) {
    const value = args[name];
    if (kind === 'user' && typeof value === 'string') return person(value);
  }
  // A group of a pattern, `(?<user>\w+)`.
  const group = spec.find === null ? null : args['user'];
  if (typeof group === 'string' && group !== '') return person(group.replace(/^@/, ''));
  const mention = list.find((word) => /^@[^\s@]/.test(word));
  return mention === undefined ? null : person(mention.slice(1).replace(/[,.;:!?]+$/, ''));
}

function person(name: string): TargetRef {
  return { login: name.toLowerCase(), name };
}
