import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/clock';
import { IrcChatMessage } from '../../../src/core/irc/chat-message';
import { FrameSplitter } from '../../../src/core/irc/frame-splitter';
import { parseIrcMessage, type IrcMessage } from '../../../src/core/irc/parse';
import { escapeTagValue, unescapeTagValue } from '../../../src/core/irc/tag-escape';
import { ircFrames, ircLines, type ExpectedChat, type ExpectedMessage } from '../../data/irc-lines';
import { FakeClock } from '../../support/fake-clock';

/** By own keys, because one of them is `__proto__`. */
function entries(tags: Readonly<Record<string, string>>): [string, string][] {
  return Object.keys(tags)
    .map((name): [string, string] => [name, tags[name] ?? ''])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function assertMessage(message: IrcMessage | null, expected: ExpectedMessage | null): void {
  assert.equal(message === null, expected === null);
  if (message === null || expected === null) return;
  assert.equal(message.command, expected.command);
  assert.deepEqual(message.params, expected.params);
  assert.equal(message.nick, expected.prefix?.nick ?? null);
  assert.deepEqual(message.prefix, expected.prefix);
  assert.deepEqual(entries(message.tags), entries(expected.tags));
  assert.equal(Object.getPrototypeOf(message.tags), null);
}

function assertChat(line: IrcMessage, expected: ExpectedChat): void {
  const chat = new IrcChatMessage(line, new FakeClock());
  if (expected.action !== undefined) assert.equal(chat.isAction, expected.action);
  if (expected.text !== undefined) assert.equal(chat.text, expected.text);
  if (expected.badges) assert.deepEqual(entries(chat.badges), entries(expected.badges));
  if (expected.badgeInfo) assert.deepEqual(entries(chat.badgeInfo), entries(expected.badgeInfo));
  if (expected.sourceBadges) assert.deepEqual(entries(chat.source!.badges), entries(expected.sourceBadges));
  if (expected.sharedFromElsewhere !== undefined) {
    assert.equal(chat.sharedFrom !== null, expected.sharedFromElsewhere);
  }
  if (expected.emotes) {
    const emotes = chat.emotes.map(({ id, text, start, end }) => ({
      id,
      start: Array.from(chat.text.slice(0, start)).length,
      end: Array.from(chat.text.slice(0, end)).length - 1,
      text,
      utf16: [start, end],
    }));
    assert.deepEqual(emotes, expected.emotes);
  }
}

function collect(): { lines: string[]; splitter: FrameSplitter } {
  const lines: string[] = [];
  return { lines, splitter: new FrameSplitter((line) => lines.push(line)) };
}

describe('parseIrcMessage', () => {
  for (const { name, raw, message, chat } of ircLines) {
    it(`reads the reference line ${name}`, () => {
      const line = parseIrcMessage(raw);
      // Single tags first, while nothing is cut yet, and then everything.
      for (const [tag, value] of Object.entries(message?.tags ?? {})) assert.equal(line?.tag(tag), value);
      assertMessage(line, message);
      assertMessage(parseIrcMessage(raw), message);
      if (chat) assertChat(line!, chat);
    });
  }

  it('has all reference lines', () => {
    assert.equal(ircLines.length + ircFrames.length, 100);
  });

  it('makes each part once and gives the same object again', () => {
    const line = parseIrcMessage('@a=1 :n!u@h PRIVMSG #room :text')!;
    assert.equal(line.tags, line.tags);
    assert.equal(line.prefix, line.prefix);
    assert.equal(line.params, line.params);
  });

  it('cuts room and text without the other parameters', () => {
    const line = parseIrcMessage(':n!u@h PRIVMSG #room :a text')!;
    assert.equal(line.channel, 'room');
    assert.equal(line.trailing, 'a text');
    assert.equal(parseIrcMessage('CLEARCHAT #room')!.trailing, '');
    assert.equal(parseIrcMessage('CLEARCHAT #room who')!.trailing, 'who');
    assert.equal(parseIrcMessage('NOTICE * :text')!.channel, null);
    assert.equal(parseIrcMessage('X #room middle :last one')!.trailing, 'last one');
  });

  it('tells a tag that is empty from one that is missing', () => {
    const line = parseIrcMessage('@a=;b PING')!;
    assert.equal(line.tag('a'), '');
    assert.equal(line.tag('b'), '');
    assert.equal(line.tag('c'), undefined);
    assert.equal(line.tag('constructor'), undefined);
    assert.equal(parseIrcMessage('PING')!.tag('a'), undefined);
  });

  it('knows the sender without cutting the prefix', () => {
    const line = parseIrcMessage(':abc!abc@abc.tmi.twitch.tv PRIVMSG #r :x')!;
    assert.equal(line.isFrom('abc'), true);
    assert.equal(line.isFrom('ab'), false);
    assert.equal(line.isFrom('abcd'), false);
    assert.equal(parseIrcMessage('PING')!.isFrom(''), false);
  });

  it('reads lines in turn without mixing their tags', () => {
    const first = parseIrcMessage('@a=1;b=2 PING')!;
    const second = parseIrcMessage('@b=3;a=4 PING')!;
    assert.deepEqual(
      [first.tag('a'), second.tag('a'), first.tag('b'), second.tag('b')],
      ['1', '4', '2', '3'],
    );
  });

  it('is plain data as JSON', () => {
    const line = parseIrcMessage('@a=1 PING :x')!;
    assert.deepEqual(JSON.parse(JSON.stringify(line)), {
      tags: { a: '1' },
      prefix: null,
      command: 'PING',
      params: ['x'],
    });
  });

  it('returns null for what is no text', () => {
    const values: unknown[] = [undefined, null, 7, {}, []];
    for (const value of values) assert.equal(parseIrcMessage(value as string), null);
  });

  it('gives the same tags by name and as a whole for lines with ever new names', () => {
    const random = seededRandom(5);
    for (let index = 0; index < 20_000; index++) {
      const count = Math.floor(random() * 6);
      const names = Array.from({ length: count }, () => `t${Math.floor(random() * 5_000)}`);
      const raw = `@${names.map((name, place) => `${name}=${index}-${place}`).join(';')} PING`;
      const line = parseIrcMessage(raw)!;
      const last = Object.fromEntries(names.map((name, place) => [name, `${index}-${place}`]));
      for (const name of names) assert.equal(line.tag(name), last[name]);
      assert.deepEqual({ ...line.tags }, last);
    }
  });

  it('reads more tags than it remembers the places of', () => {
    const names = Array.from({ length: 300 }, (_, index) => `name${index}`);
    const line = parseIrcMessage(`@${names.map((name) => `${name}=\\s${name}`).join(';')} PING`)!;
    assert.equal(line.tag('name299'), ' name299');
    assert.equal(Object.keys(line.tags).length, 300);
  });

  it('survives 20,000 random and mutated lines', () => {
    const random = seededRandom(1);
    const raws = ircLines.map(({ raw }) => raw).filter((raw) => raw.length < 2_000);
    const alphabet = [
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
      '\u0001',
      '9',
      'é',
      '🦉',
      '\ud800',
      '__proto__',
    ];
    for (let index = 0; index < 20_000; index++) {
      let raw = index % 4 === 0 ? '' : raws[Math.floor(random() * raws.length)]!;
      const changes = 1 + Math.floor(random() * 12);
      for (let change = 0; change < changes; change++) {
        const at = Math.floor(random() * (raw.length + 1));
        const piece = random() < 0.3 ? '' : alphabet[Math.floor(random() * alphabet.length)]!;
        raw = raw.slice(0, at) + piece + raw.slice(at + Math.floor(random() * 4));
      }
      const line = parseIrcMessage(raw);
      if (line === null) continue;
      const chat = new IrcChatMessage(line, new FakeClock());
      for (const tag of Object.keys(line.tags)) assert.equal(parseIrcMessage(raw)!.tag(tag), line.tags[tag]);
      assert.equal(chat.fragments.map(({ text }) => text).join(''), chat.text);
      JSON.stringify([
        line,
        chat.commandText,
        chat.user,
        chat.channel,
        chat.roles,
        chat.replyTo,
        chat.source,
        chat.paid,
      ]);
    }
    assert.equal(({} as Record<string, unknown>)['9'], undefined);
  });
});

describe('tag values', () => {
  it('survive escaping and unescaping', () => {
    for (const value of ['', 'plain', '; \\:\r\n', '\\s', '\\\\', 'ends with \\', '🦉; x']) {
      assert.equal(unescapeTagValue(escapeTagValue(value)), value);
    }
  });
});

describe('FrameSplitter', () => {
  for (const { name, frames, messages, rest } of ircFrames) {
    it(`cuts the reference frames ${name}`, () => {
      const { lines, splitter } = collect();
      for (const frame of frames) splitter.push(frame);
      assert.equal(lines.length, messages.length);
      lines.forEach((line, index) => assertMessage(parseIrcMessage(line), messages[index]!));
      assert.equal(splitter.carry, rest);
    });
  }

  it('gives the same lines wherever the bytes are split, inside characters too', () => {
    const bytes = Buffer.from('PING :a 🦉\r\n\r\n:é!é@h PRIVMSG #r :x\ry\nPING :c\r\nrest');
    const expected = ['PING :a 🦉', ':é!é@h PRIVMSG #r :x\ry', 'PING :c'];
    for (let at = 0; at <= bytes.length; at++) {
      const { lines, splitter } = collect();
      splitter.push(bytes.subarray(0, at));
      splitter.push(bytes.subarray(at));
      assert.deepEqual(lines, expected, `split at ${at}`);
      assert.equal(splitter.carry, 'rest');
    }
    const { lines, splitter } = collect();
    for (const byte of bytes) splitter.push(Buffer.from([byte]));
    assert.deepEqual(lines, expected);
  });

  it('gives up a line that never ends', () => {
    const { lines, splitter } = collect();
    for (let index = 0; index < 100; index++) splitter.push('x'.repeat(1_000));
    assert.ok(splitter.carry.length <= 65_536);
    splitter.push('\nPING\n');
    assert.equal(lines.at(-1), 'PING');
  });
});
