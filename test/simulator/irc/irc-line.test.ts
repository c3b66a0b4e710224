import assert from 'node:assert/strict';
import { formatLine, linesOf, parseClientLine } from '../../../src/simulator/irc/irc-line';

describe('simulator IRC: lines', () => {
  const parsed: [raw: string, command: string, params: string[]][] = [
    ['PING', 'PING', []],
    ['ping :a b', 'PING', ['a b']],
    ['PRIVMSG #a ::) see: http://example.test/a:b', 'PRIVMSG', ['#a', ':) see: http://example.test/a:b']],
    ['PRIVMSG   #a    :  two  before ', 'PRIVMSG', ['#a', '  two  before ']],
    ['JOIN #a:b,#c   ', 'JOIN', ['#a:b,#c']],
    [':me!me@me PRIVMSG #a :', 'PRIVMSG', ['#a', '']],
  ];
  for (const [raw, command, params] of parsed) {
    it(`takes "${raw}" apart`, () => {
      const line = parseClientLine(raw);
      assert.deepEqual([line?.command, line?.params], [command, params]);
    });
  }

  it('reads tags with escapes, equals signs, empty and missing values, and odd names', () => {
    const line = parseClientLine('@a=x\\:y\\s\\\\z;b=1=2;c;d=;__proto__=p;;=lost;e=\\q\\ PING');
    assert.deepEqual(
      [...(line?.tags ?? [])],
      [
        ['a', 'x;y \\z'],
        ['b', '1=2'],
        ['c', ''],
        ['d', ''],
        ['__proto__', 'p'],
        ['e', 'q'],
      ],
    );
  });

  for (const raw of ['', '   ', '@a=1', '@a=1 ', ':me', ':me ']) {
    it(`finds no command in "${raw}"`, () => assert.equal(parseClientLine(raw), null));
  }

  it('writes tags escaped and only where they are wanted, and leaves out those without a value', () => {
    const tags = { text: 'a;b c\\d\r\n', empty: '', nothing: undefined };
    const line = { tags, from: null, command: 'NOTICE', params: ['#a'], text: 'b c' };
    assert.equal(formatLine(line, true), '@text=a\\:b\\sc\\\\d\\r\\n;empty= NOTICE #a :b c');
    assert.equal(formatLine(line, false), 'NOTICE #a :b c');
    assert.equal(formatLine({ command: 'RECONNECT' }, true), ':tmi.twitch.tv RECONNECT');
  });

  it('cuts a frame into lines at CR LF and at a bare line feed', () => {
    assert.deepEqual(linesOf('a\r\n\r\nb\nc'), ['a', 'b', 'c']);
  });
});
