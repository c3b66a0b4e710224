import { parseIrcMessage } from '../src/core/irc/parse';
import { stopwatch, type Row, type Suite } from './harness';
import { benchLines } from './lines';

const LINES = 300_000;
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
      for (let index = 0; index < 20_000; index += 1) sink += parse(lines[index % lines.length] ?? '');
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

export const ircParseSuite: Suite = {
  unit: 'line',
  rows: [
    parseAll('tmi.js, parsed', 'peer', () => {
      const parser = tmiParser();
      return (line) => parser.msg(line).params.length;
    }),
    parseAll('tmi.js, all unescaped with badges and emotes', 'peer', () => {
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
      return (line) => (parseIrcMessage(line)?.channel ?? '').length;
    }),
    parseAll('ours, ten fields read', 'ours', () => {
      return (line) => {
        const message = parseIrcMessage(line);
        let length = message?.params.length ?? 0;
        for (const field of TEN_FIELDS) length += message?.tag(field)?.length ?? 0;
        return length;
      };
    }),
    parseAll('ours, all tags', 'ours', () => {
      return (line) => {
        const message = parseIrcMessage(line);
        return Object.keys(message?.tags ?? {}).length + (message?.params.length ?? 0);
      };
    }),
  ],
};
