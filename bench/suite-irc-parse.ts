import { parseEmotes } from '../src/core/irc/emotes';
import { parseIrcMessage } from '../src/core/irc/parse';
import { parseBadges } from '../src/core/irc/roles';
import { stopwatch, type Row, type Suite } from './harness';
import { benchLines } from './lines';

const LINES = 600_000;
const WARM_UP = 100_000;
/** Fields that a chat node reads of every line. */
const TEN_FIELDS = [
  'id',
  'user-id',
  'room-id',
  'display-name',
  'color',
  'badges',
  'mod',
  'subscriber',
  'first-msg',
  'tmi-sent-ts',
];

interface TmiParser {
  msg(line: string): { tags: Record<string, unknown>; params: string[]; command: string };
  badges(tags: object): object;
  badgeInfo(tags: object): object;
  emotes(tags: object): object;
}

/** Keeps the optimiser from throwing the work away. */
let sink = 0;

function parseAll(name: string, kind: Row['kind'], prepare: () => (line: string) => number): Row {
  return {
    name,
    kind,
    run() {
      const parse = prepare();
      const lines = benchLines();
      for (let index = 0; index < WARM_UP; index += 1) sink += parse(lines[index % lines.length] ?? '');
      const watch = stopwatch();
      watch.start();
      for (let index = 0; index < LINES; index += 1) sink += parse(lines[index % lines.length] ?? '');
      const sample = watch.stop(LINES);
      if (sink === 0) throw new Error('nothing was parsed');
      return Promise.resolve(sample);
    },
  };
}

function tmiParser(): TmiParser {
  return require('tmi.js/lib/parser') as TmiParser;
}

/** How many times the speed of tmi.js, by CPU time. */
function timesTmi(ours: string, theirs: string, atLeast: number): NonNullable<Suite['targets']>[number] {
  return {
    measure: `times tmi.js: ${ours}`,
    value: (row) => row(`tmi.js, ${theirs}`).cpuUs / row(`ours, ${ours}`).cpuUs,
    atLeast,
  };
}

export const ircParseSuite: Suite = {
  unit: 'line',
  rows: [
    parseAll('tmi.js, parsed', 'peer', () => {
      const parser = tmiParser();
      return (line) => parser.msg(line).params.length;
    }),
    parseAll('tmi.js, ten fields read', 'peer', () => {
      const parser = tmiParser();
      return (line) => {
        const message = parser.msg(line);
        let length = message.params.length;
        for (const field of TEN_FIELDS) {
          const value = message.tags[field];
          if (typeof value === 'string') length += value.length;
        }
        return length;
      };
    }),
    parseAll('tmi.js, everything materialised', 'peer', () => {
      const parser = tmiParser();
      return (line) => {
        const message = parser.msg(line);
        parser.badges(message.tags);
        parser.badgeInfo(message.tags);
        parser.emotes(message.tags);
        return message.params.length;
      };
    }),
    parseAll('ours, command and channel only', 'ours', () => {
      return (line) => {
        const message = parseIrcMessage(line);
        return (message?.command.length ?? 0) + (message?.channel?.length ?? 0);
      };
    }),
    parseAll('ours, ten fields read', 'ours', () => {
      return (line) => {
        const message = parseIrcMessage(line);
        let length = message?.params.length ?? 0;
        for (const field of TEN_FIELDS) length += message?.tag(field)?.length ?? 0;
        return length;
      };
    }),
    parseAll('ours, everything materialised', 'ours', () => {
      return (line) => {
        const message = parseIrcMessage(line);
        if (message === null) return 0;
        const { tags, params, prefix, trailing } = message;
        const badges = parseBadges(tags['badges']);
        const badgeInfo = parseBadges(tags['badge-info']);
        const emotes = parseEmotes(tags['emotes'], trailing);
        const read = [tags, params, prefix, badges, badgeInfo, emotes];
        return read.length + emotes.length;
      };
    }),
  ],
  targets: [
    timesTmi('command and channel only', 'parsed', 15),
    timesTmi('ten fields read', 'ten fields read', 6),
    timesTmi('everything materialised', 'everything materialised', 3.5),
  ],
};
