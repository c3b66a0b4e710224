import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/clock';
import { IrcChatMessage } from '../../../src/core/irc/chat-message';
import {
  ChatSender,
  type ChatSenderOptions,
  type ChatText,
  type SendResult,
} from '../../../src/core/irc/chat-sender';
import type { ChatTransport, OutgoingLine, TransportAnswer } from '../../../src/core/irc/chat-transport';
import { HelixTransport } from '../../../src/core/irc/helix-transport';
import { parseIrcMessage } from '../../../src/core/irc/parse';
import { readSlash } from '../../../src/core/irc/slash-commands';
import { SlidingWindow } from '../../../src/core/irc/sliding-window';
import { oneLine, splitText } from '../../../src/core/irc/split-text';
import type { SendRole } from '../../../src/core/irc/send-pacing';
import { FakeClock } from '../../support/fake-clock';
import { chatLine } from '../../support/irc-server';

/** Notes what is sent and when, and answers as the test says. */
class TestTransport implements ChatTransport {
  readonly name = 'helix';
  readonly sent: (OutgoingLine & { at: number })[] = [];
  /** Answers to come; without one a line is shown. */
  answer: (line: OutgoingLine) => TransportAnswer | Promise<TransportAnswer> = () => this.shown();
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  async send(line: OutgoingLine): Promise<TransportAnswer> {
    this.sent.push({ ...line, at: this.#clock.now() });
    return this.answer(line);
  }

  shown(): TransportAnswer {
    return { sent: true, messageId: `id-${this.sent.length}`, dropReason: null };
  }

  get texts(): string[] {
    return this.sent.map(({ text }) => text);
  }
}

let clock: FakeClock;
let transport: TestTransport;
let sender: ChatSender;

function makeSender(role: SendRole = 'viewer', options: Partial<ChatSenderOptions> = {}): ChatSender {
  sender = new ChatSender({
    transport,
    speaker: () => 'owlbot',
    role: () => role,
    clock,
    random: seededRandom(1),
    ...options,
  });
  return sender;
}

function say(text: string, more: Partial<ChatText> = {}): Promise<SendResult> {
  const promise = sender.send({ channel: { id: '90', login: 'blueacorn' }, text, ...more });
  promise.catch(() => undefined);
  return promise;
}

/** Most lines within any stretch of `ms`. */
function mostWithin(ms: number, lines: readonly { at: number }[]): number {
  return Math.max(
    ...lines.map(({ at }) => lines.filter((line) => line.at >= at && line.at < at + ms).length),
  );
}

beforeEach(() => {
  clock = new FakeClock();
  transport = new TestTransport(clock);
  makeSender();
});
afterEach(async () => {
  await sender.close();
  assert.equal(clock.pending, 0, 'a timer is left');
});

describe('sending', () => {
  it('tells the id of what was shown', async () => {
    assert.deepEqual(await say('hello'), {
      sent: true,
      messageId: 'id-1',
      messageIds: ['id-1'],
      dropReason: null,
      retryAfterSeconds: null,
      parts: 1,
    });
  });

  it('tells why something was not shown, and when it may be tried again', async () => {
    transport.answer = () => ({
      sent: false,
      messageId: null,
      dropReason: { code: 'msg_ratelimit', message: 'Slow down.' },
    });
    const result = await say('hello');
    assert.equal(result.sent, false);
    assert.deepEqual(result.dropReason, { code: 'msg_ratelimit', message: 'Slow down.' });
    assert.equal(result.retryAfterSeconds, 30);
  });

  it('passes on what the transport throws', async () => {
    transport.answer = () => Promise.reject(new Error('network down'));
    await assert.rejects(say('hello'), /network down/);
    transport.answer = () => transport.shown();
    const next = say('again');
    await clock.tick(1_200);
    assert.equal((await next).sent, true);
  });

  it('makes one line of a text, so that nobody can smuggle in a command of the protocol', async () => {
    await say('hello\r\nPRIVMSG #other :injected\u0000\u0001');
    assert.deepEqual(transport.texts, ['hello PRIVMSG #other :injected']);
  });

  it('refuses an empty text', async () => {
    await assert.rejects(say('  \r\n '), { code: 'TWITCH_INPUT_INVALID' });
  });

  it('sends a long text in several lines, in order, the first of them as the answer', async () => {
    makeSender('privileged');
    const result = await say('word '.repeat(240), { replyTo: 'parent' });
    assert.equal(result.parts, 3);
    assert.deepEqual(result.messageIds, ['id-1', 'id-2', 'id-3']);
    assert.ok(transport.texts.every((text) => text.length <= 500));
    assert.equal(transport.texts.join(' '), 'word '.repeat(240).trim());
    assert.deepEqual(
      transport.sent.map(({ replyTo }) => replyTo),
      ['parent', null, null],
    );
  });

  it('stops after a line that is not shown', async () => {
    makeSender('privileged');
    transport.answer = () =>
      transport.sent.length === 2
        ? { sent: false, messageId: null, dropReason: { code: 'msg_rejected', message: 'Held.' } }
        : transport.shown();
    const result = await say('word '.repeat(240));
    assert.equal(result.sent, false);
    assert.deepEqual(result.messageIds, ['id-1']);
    assert.equal(transport.sent.length, 2);
  });

  it('sends /me as an action', async () => {
    await say('/me waves');
    assert.deepEqual([transport.sent[0]!.text, transport.sent[0]!.isAction], ['waves', true]);
  });

  it('does not let the texts of a room overtake each other, but of other rooms', async () => {
    makeSender('privileged');
    let release: (answer: TransportAnswer) => void = () => undefined;
    transport.answer = ({ text }) =>
      text === 'first' ? new Promise((resolve) => (release = resolve)) : transport.shown();
    void say('first');
    void say('second');
    await say('elsewhere', { channel: { id: '91', login: 'other' } });
    assert.deepEqual(transport.texts, ['first', 'elsewhere']);
    release(transport.shown());
    await clock.tick(0);
    assert.deepEqual(transport.texts, ['first', 'elsewhere', 'second']);
  });
});

describe('the pace of sending', () => {
  it('stays below 20 messages in 30 seconds over all rooms for viewers', async () => {
    for (let index = 0; index < 60; index++) {
      void say(`text ${index}`, { channel: { id: String(index % 12), login: `room_${index % 12}` } });
    }
    await clock.tick(0);
    await clock.tick(100_000);
    assert.equal(transport.sent.length, 60);
    assert.equal(mostWithin(30_000, transport.sent), 20);
  });

  it('stays below one message a second in a room for viewers', async () => {
    for (let index = 0; index < 10; index++) void say(`text ${index}`);
    await clock.tick(20_000);
    assert.equal(transport.sent.length, 10);
    assert.equal(mostWithin(1_000, transport.sent), 1);
  });

  it('waits as long as slow mode asks of viewers, and no longer once it is off', async () => {
    let slowSeconds = 30;
    makeSender('viewer', { slowSeconds: () => slowSeconds });
    for (const text of ['one', 'two', 'three']) void say(text);
    await clock.tick(30_000);
    assert.deepEqual(transport.texts, ['one']);
    await clock.tick(200);
    assert.deepEqual(transport.texts, ['one', 'two']);
    slowSeconds = 0;
    void say('four');
    await clock.tick(3_000);
    assert.deepEqual(transport.texts, ['one', 'two', 'three', 'four']);
    makeSender('privileged', { slowSeconds: () => 30 });
    void say('five');
    void say('six');
    await clock.tick(1_000);
    assert.deepEqual(transport.texts.slice(4), ['five', 'six']);
  });

  it('allows 100 in 30 seconds with a role in the room', async () => {
    makeSender('privileged');
    for (let index = 0; index < 150; index++) void say(`text ${index}`);
    await clock.tick(29_000);
    assert.equal(transport.sent.length, 100);
    await clock.tick(10_000);
    assert.equal(transport.sent.length, 150);
    assert.equal(mostWithin(30_000, transport.sent), 100);
  });

  it('counts messages to rooms without a role among the 100, but not the other way round', async () => {
    makeSender('viewer', { role: ({ login }) => (login === 'own' ? 'privileged' : 'viewer') });
    const own = { id: '1', login: 'own' };
    for (let index = 0; index < 20; index++) void say('x', { channel: { id: '', login: `room_${index}` } });
    for (let index = 0; index < 100; index++) void say(`text ${index}`, { channel: own });
    await clock.tick(29_000);
    assert.equal(transport.sent.length, 100);
    assert.equal(transport.sent.filter(({ channelLogin }) => channelLogin === 'own').length, 80);
  });

  it('allows 7,500 in 30 seconds for a verified bot', async () => {
    makeSender('verified', { mostWaiting: 10_000 });
    for (let index = 0; index < 8_000; index++)
      void say(`text ${index}`, { channel: { id: '', login: `room_${index % 50}` } });
    for (let turn = 0; turn < 2_000 && transport.sent.length < 7_500; turn++) await clock.tick(0);
    await clock.tick(100);
    assert.equal(transport.sent.length, 7_500);
  }).timeout(60_000);

  it('lets what is urgent go first in its room, but not into the middle of a text', async () => {
    const parts = 'word '.repeat(150);
    void say(parts);
    void say('later');
    await clock.tick(0);
    void say('urgent', { priority: true });
    void say('urgent too', { priority: true });
    await clock.tick(20_000);
    assert.deepEqual(transport.texts.slice(2), ['urgent', 'urgent too', 'later']);
  });

  it('lets what is urgent in one room go before what waits in another', async () => {
    for (let index = 0; index < 20; index++) void say('x', { channel: { id: '', login: `room_${index}` } });
    await clock.tick(0);
    void say('plain', { channel: { id: '', login: 'a' } });
    void say('urgent', { channel: { id: '', login: 'b' }, priority: true });
    await clock.tick(33_000);
    assert.deepEqual(transport.texts.slice(20), ['urgent', 'plain']);
  });

  it('refuses at once what would wait behind too many', async () => {
    makeSender('viewer', { mostWaiting: 5 });
    for (let index = 0; index < 5; index++) void say(`text ${index}`);
    await assert.rejects(say('one too many'), { code: 'TWITCH_RATE_LIMITED' });
  });
});

describe('a window that slides', () => {
  it('never lets more through than it may, however steps come', () => {
    const window = new SlidingWindow(5, 1_000);
    const random = seededRandom(9);
    const steps: { at: number }[] = [];
    let now = 0;
    for (let index = 0; index < 5_000; index++) {
      now += Math.floor(random() * 120);
      if (window.free(now) === 0) {
        assert.ok(window.waitMs(now) > 0);
        continue;
      }
      assert.equal(window.waitMs(now), 0);
      window.take(now);
      steps.push({ at: now });
    }
    for (let index = 5; index < steps.length; index++)
      assert.ok(steps[index]!.at - steps[index - 5]!.at >= 1_000);
  });

  it('opens again at the time it tells', () => {
    const window = new SlidingWindow(2, 1_000);
    window.take(0);
    window.take(400);
    assert.equal(window.waitMs(500), 500);
    assert.equal(window.free(1_000), 1);
  });

  it('is not blocked by a clock that is set back', () => {
    const window = new SlidingWindow(1, 1_000);
    window.take(10_000_000);
    assert.equal(window.waitMs(5_000), 1_000);
  });
});

describe('the same text again', () => {
  it('within 30 seconds goes out with an ending that shows nothing, every second time', async () => {
    for (let index = 0; index < 4; index++) void say('same');
    await clock.tick(5_000);
    assert.deepEqual(transport.texts, ['same', 'same \u{e0000}', 'same', 'same \u{e0000}']);
  });

  it('is known although its spaces differ', async () => {
    void say('a b');
    void say('a   b');
    await clock.tick(5_000);
    assert.deepEqual(transport.texts, ['a b', 'a   b \u{e0000}']);
  });

  it('after 32 seconds, in another room, or where we have a role goes out as it is', async () => {
    void say('same');
    void say('same', { channel: { id: '', login: 'other' } });
    await clock.tick(33_000);
    void say('same');
    await clock.tick(0);
    assert.deepEqual(transport.texts, ['same', 'same', 'same']);
    await sender.close();
    makeSender('privileged');
    void say('same');
    void say('same');
    await clock.tick(0);
    assert.deepEqual(transport.texts.slice(3), ['same', 'same']);
  });

  it('that fills the line is split, so that the ending fits', async () => {
    const text = `${'word '.repeat(99)}words`;
    assert.equal(text.length, 500);
    void say(text);
    void say(text);
    await clock.tick(10_000);
    assert.deepEqual(transport.texts, [text, 'word '.repeat(99).trim(), 'words']);
  });
});

describe('own lines', () => {
  const own = (tags: string, login = 'owlbot'): IrcChatMessage =>
    new IrcChatMessage(parseIrcMessage(chatLine('x', { id: 'id-1', login, tags }))!, clock);

  it('are known by id and by nonce', async () => {
    await say('x');
    assert.equal(sender.isOwn(own('')), true);
    const { nonce } = transport.sent[0]!;
    const other = new IrcChatMessage(
      parseIrcMessage(chatLine('x', { id: 'else', tags: `client-nonce=${nonce}` }))!,
      clock,
    );
    assert.equal(sender.isOwn(other), true);
    assert.equal(
      sender.isOwn(new IrcChatMessage(parseIrcMessage(chatLine('x', { id: 'else' }))!, clock)),
      false,
    );
  });

  it('that are faster than the answer wait for it', async () => {
    let release: (answer: TransportAnswer) => void = () => undefined;
    transport.answer = () => new Promise((resolve) => (release = resolve));
    void say('x');
    await clock.tick(0);
    const isOwn = sender.isOwn(own(''));
    assert.ok(isOwn instanceof Promise);
    release(transport.shown());
    assert.equal(await isOwn, true);
  });

  it('wait no longer than 3 seconds', async () => {
    transport.answer = () => new Promise(() => undefined);
    void say('x');
    await clock.tick(0);
    const isOwn = sender.isOwn(own(''));
    await clock.tick(3_000);
    assert.equal(await isOwn, false);
    const closed = sender.close();
    await clock.tick(2_000);
    await closed;
  });

  it('of other people or other rooms do not wait', async () => {
    transport.answer = () => new Promise(() => undefined);
    void say('x');
    await clock.tick(0);
    assert.equal(sender.isOwn(own('', 'kestrel77')), false);
    const closed = sender.close();
    await clock.tick(2_000);
    await closed;
  });
});

describe('closing', () => {
  it('gives up what waits and tells what was not sent', async () => {
    const first = say('one');
    const second = say('two');
    await clock.tick(0);
    assert.deepEqual(await sender.close(), [{ channel: { id: '90', login: 'blueacorn' }, text: 'two' }]);
    assert.equal((await first).sent, true);
    await assert.rejects(second, { code: 'TWITCH_ABORTED' });
    await assert.rejects(say('three'), { code: 'TWITCH_ABORTED' });
  });

  it('lets a line under way finish', async () => {
    let release: (answer: TransportAnswer) => void = () => undefined;
    transport.answer = () => new Promise((resolve) => (release = resolve));
    const line = say('one');
    await clock.tick(0);
    const closed = sender.close();
    release(transport.shown());
    assert.deepEqual(await closed, []);
    assert.equal((await line).sent, true);
  });

  it('a signal gives up what has not gone out', async () => {
    const controller = new AbortController();
    void say('one');
    const second = say('two', { signal: controller.signal });
    controller.abort();
    await assert.rejects(second, { code: 'TWITCH_ABORTED' });
    await clock.tick(5_000);
    assert.deepEqual(transport.texts, ['one']);
    assert.equal(sender.waiting, 0);
  });
});

describe('splitting', () => {
  it('happens between words', () => {
    assert.deepEqual(splitText('aaa bbb ccc', 7), ['aaa bbb', 'ccc']);
    assert.deepEqual(splitText('aaa bbb ccc', 6), ['aaa', 'bbb', 'ccc']);
    assert.deepEqual(splitText('  short ', 10), ['short']);
    assert.deepEqual(splitText('', 10), []);
  });

  it('of a word that is too long happens between characters as people see them', () => {
    assert.deepEqual(splitText('abcdefgh', 3), ['abc', 'def', 'gh']);
    assert.deepEqual(splitText('🦉🦉🦉', 5), ['🦉🦉', '🦉']);
    assert.deepEqual(
      splitText('aé👨‍👩‍👧b', 9),
      ['aé', '👨‍👩‍👧b'].flatMap((part) => splitText(part, 9)),
    );
  });

  it('never ends or begins inside a surrogate pair, and loses nothing', () => {
    const random = seededRandom(4);
    const pieces = ['a', ' ', '🦉', '笑', 'é', '\u200d', '👍🏽', '  '];
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: 60 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      const limit = 4 + Math.floor(random() * 30);
      const parts = splitText(text, limit);
      for (const part of parts) {
        assert.ok(part.length <= limit && part.length > 0);
        assert.doesNotMatch(part, /\p{Surrogate}/u);
      }
      assert.equal(parts.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    }
  });

  it('cuts a single character that is longer than a line', () => {
    const parts = splitText(`a${'\u0301'.repeat(50)}`, 20);
    assert.ok(parts.every((part) => part.length <= 20));
  });

  it('makes one line first', () => {
    assert.equal(oneLine(' a\r\n\r\nb\tc\u0007 '), 'a b c');
  });
});

describe('chat commands', () => {
  for (const [command, endpoint] of [
    ['/ban rudebird', 'ban-user'],
    ['/TIMEOUT x 5', 'ban-user'],
    ['.clear', 'delete-chat-messages'],
    ['/announce hi', 'send-chat-announcement'],
    ['/slow 30', 'update-chat-settings'],
    ['/w someone hi', 'send-whisper'],
    ['/vip someone', 'add-channel-vip'],
    ['/raid someone', 'start-a-raid'],
  ] as const) {
    it(`${command} is refused with the name of what does it today`, async () => {
      await assert.rejects(
        say(command),
        (error: { code: string; message: string; cause: { endpoint: string } }) => {
          assert.equal(error.code, 'TWITCH_INPUT_INVALID');
          assert.equal(error.cause.endpoint, endpoint);
          assert.match(error.message, new RegExp(endpoint));
          return true;
        },
      );
      assert.equal(transport.sent.length, 0);
    });
  }

  it('that Twitch never knew, or does not know any more, are refused too', () => {
    assert.throws(() => readSlash('/flipcoin'), { code: 'TWITCH_INPUT_INVALID' });
    assert.throws(() => readSlash('/host someone'), /removed/);
    assert.throws(() => readSlash('/constructor'), { code: 'TWITCH_INPUT_INVALID' });
  });

  it('are not seen in texts that only look like them', () => {
    for (const text of ['... well', 'and/or', '/ slash', '. dot', 'half .5']) {
      assert.deepEqual(readSlash(text), { text, isAction: false });
    }
    assert.equal(readSlash('.5 seconds').text, '\u200b.5 seconds');
    assert.equal(readSlash('.com is a name').text, '\u200b.com is a name');
    assert.equal(readSlash('/5').text, '\u200b/5');
  });

  it('hidden in the text of an action are text', async () => {
    await say('/ban x', { isAction: true });
    assert.deepEqual(transport.texts, ['/ban x']);
  });
});

describe('sending over Helix', () => {
  const line: OutgoingLine = {
    channelId: '90',
    channelLogin: 'blueacorn',
    text: 'hi',
    isAction: false,
    replyTo: null,
    nonce: 'n',
    signal: null,
  };

  function helix(answer: object): { calls: unknown[][]; call: never } {
    const calls: unknown[][] = [];
    const call = (...args: unknown[]): Promise<object> => {
      calls.push(args);
      return Promise.resolve({ data: [answer] });
    };
    return { calls, call: call as never };
  }

  it('names sender, room, text and the line it answers', async () => {
    const fake = helix({ message_id: 'm', is_sent: true });
    const answer = await new HelixTransport(fake, { senderId: '700' }).send({ ...line, replyTo: 'parent' });
    assert.deepEqual(answer, { sent: true, messageId: 'm', dropReason: null });
    assert.deepEqual(fake.calls, [
      [
        'send-chat-message',
        {
          body: { broadcaster_id: '90', sender_id: '700', message: 'hi', reply_parent_message_id: 'parent' },
        },
        { user: '700' },
      ],
    ]);
  });

  it('speaks with the badge of a bot over an app token', async () => {
    const fake = helix({ message_id: 'm', is_sent: true });
    await new HelixTransport(fake, { senderId: '700', token: 'app' }).send({ ...line, isAction: true });
    assert.deepEqual(fake.calls[0]!.slice(1), [
      { body: { broadcaster_id: '90', sender_id: '700', message: '/me hi' } },
      { token: 'app' },
    ]);
  });

  it('tells why a line was not shown', async () => {
    const dropReason = { code: 'msg_duplicate', message: 'Identical.' };
    const fake = helix({ message_id: '', is_sent: false, drop_reason: dropReason });
    assert.deepEqual(await new HelixTransport(fake, { senderId: '700' }).send(line), {
      sent: false,
      messageId: null,
      dropReason,
    });
  });

  it('needs the id of the room', async () => {
    await assert.rejects(
      new HelixTransport(helix({}), { senderId: '700' }).send({ ...line, channelId: '' }),
      {
        code: 'TWITCH_INPUT_INVALID',
      },
    );
  });
});
