import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { seededRandom, type Random } from '../../../src/core/clock';
import { IrcChatMessage } from '../../../src/core/irc/chat-message';
import { FrameSplitter } from '../../../src/core/irc/frame-splitter';
import { readLine } from '../../../src/core/irc/line-events';
import { parseIrcMessage } from '../../../src/core/irc/parse';
import { ircLines } from '../../data/irc-lines';
import { FakeClock } from '../../support/fake-clock';
import { LineMaker } from './line-maker';

const LINES = 1_000_000;
/** What is known by then is all that may be kept. */
const WARM_LINES = 200_000;
const MOST_GROWTH_BYTES = 3_000_000;

const pieces = [
  '@',
  ':',
  ' ',
  ';',
  '=',
  '\\',
  '!',
  '/',
  ',',
  '-',
  '\r',
  '\n',
  '\u0000',
  '\u0001',
  '9',
  'é',
  '🦉',
  '\ud800',
  '__proto__',
  'constructor',
  'badges=',
  'emotes=0:',
  '\u0001ACTION ',
  '\u{e0000}',
  'PRIVMSG #',
  '\\s',
  '99999999999',
];

/** Lines with something cut out of them, put into them or put twice; some of them nothing but such pieces. */
class Mutator {
  readonly #random: Random;
  readonly #lines: readonly string[];

  constructor(random: Random) {
    this.#random = random;
    const maker = new LineMaker(random, 200);
    this.#lines = [...ircLines.map(({ raw }) => raw), ...Array.from({ length: 3_000 }, () => maker.line())];
  }

  line(): string {
    let line = this.below(8) === 0 ? '' : this.#lines[this.below(this.#lines.length)]!;
    for (let left = 1 + this.below(4); left > 0; left--) {
      const at = this.below(line.length + 1);
      const put = this.below(3) === 0 ? line.slice(at, at + 20) : pieces[this.below(pieces.length)]!;
      line = line.slice(0, at) + put + line.slice(at + this.below(6));
    }
    return line;
  }

  below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

describe('a million mutated and random lines in frames cut anywhere', () => {
  it('are read without an exception, and leave nothing behind', function () {
    this.timeout(120_000);
    const clock = new FakeClock();
    const context = { clock, login: 'owlbot', room: undefined };
    const mutator = new Mutator(seededRandom(7));
    const seen = { lines: 0, refused: 0 };
    let letters = 0;
    const splitter = new FrameSplitter((raw) => {
      seen.lines++;
      const line = parseIrcMessage(raw);
      if (line === null) {
        seen.refused++;
        return;
      }
      const { nick } = line;
      assert.ok(nick === (line.prefix?.nick ?? null), 'the nick alone is that of the whole prefix');
      letters += line.params.length + (nick?.length ?? 0) + (line.channel?.length ?? 0);
      if (line.command !== 'PRIVMSG') {
        letters += readLine(line, context)?.type.length ?? 0;
        return;
      }
      const chat = new IrcChatMessage(line, clock);
      letters += chat.fragments.length + chat.commandText.length + chat.roles.length + chat.sentAt;
      letters +=
        (chat.replyTo?.text.length ?? 0) + (chat.source?.messageId.length ?? 0) + chat.user.name.length;
      if (seen.lines % 16 === 0) letters += Object.keys(line.tags).length + JSON.stringify(line).length;
    });

    /** Lines in frames, each frame cut at a random byte, now and then with bytes that are no text. */
    const readUntil = (wanted: number): void => {
      while (seen.lines < wanted) {
        let frame = '';
        for (let left = 1 + mutator.below(40); left > 0; left--) frame += `${mutator.line()}\r\n`;
        const bytes = Buffer.from(frame);
        const cut = mutator.below(bytes.length);
        if (mutator.below(20) === 0) bytes[cut] = mutator.below(256);
        splitter.push(bytes.subarray(0, cut));
        splitter.push(bytes.subarray(cut));
      }
    };

    readUntil(WARM_LINES);
    const before = heapUsed();
    readUntil(LINES);
    const growth = heapUsed() - before;
    assert.ok(
      growth < MOST_GROWTH_BYTES,
      `${growth} bytes more are held after ${seen.lines - WARM_LINES} lines`,
    );
    assert.ok(
      letters > 0 && seen.refused > 0 && seen.refused < LINES / 2,
      `${seen.refused} lines were refused`,
    );
    assert.equal(
      ({} as Record<string, unknown>)['x'],
      undefined,
      'nothing reached the prototype of all objects',
    );
    assert.deepEqual(Object.keys(Object.prototype), []);
  });
});
