import assert from 'node:assert/strict';
import { IrcChatMessage } from '../../../src/core/irc/chat-message';
import { commandText, trimInvisible } from '../../../src/core/irc/command-text';
import { parseEmotes } from '../../../src/core/irc/emotes';
import { cutFragments } from '../../../src/core/irc/fragments';
import { parseIrcMessage } from '../../../src/core/irc/parse';
import { parseBadges, rolesOf } from '../../../src/core/irc/roles';
import { ircLines } from '../../data/irc-lines';
import { FakeClock } from '../../support/fake-clock';

const clock = new FakeClock();

function chat(raw: string): IrcChatMessage {
  return new IrcChatMessage(parseIrcMessage(raw)!, clock);
}

function reference(name: string): IrcChatMessage {
  return chat(ircLines.find((line) => line.name === name)!.raw);
}

const from = ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn';

function roles(badges: string, tags: Record<string, string> = {}): readonly string[] {
  return rolesOf({ tag: (name) => (name === 'badges' ? badges : tags[name]) });
}

function badges(tag: string | undefined): Record<string, string> {
  return { ...parseBadges(tag) };
}

function names(tag: string, text: string): string[] {
  return parseEmotes(tag, text).map((emote) => emote.text);
}

function cut(text: string, emotes = '', bits = 0): object[] {
  return [...cutFragments(text, parseEmotes(emotes, text), bits)];
}

describe('ChatMessage', () => {
  it('tells room, person, time and id', () => {
    const message = reference('privmsg full');
    assert.equal(message.id, '3f9a1b6c-0000-4000-8000-000000000001');
    assert.deepEqual(message.channel, { id: '90210', login: 'blueacorn' });
    assert.deepEqual(message.user, { id: '411000111', login: 'kestrel77', name: 'Kestrel77' });
    assert.equal(message.sentAt, 1_777_900_000_001);
    assert.equal(message.color, '#FF4500');
    assert.equal(message.nonce, 'f00dfeed00000000000000000000cafe');
    assert.equal(message.text, 'hello there');
    assert.equal(message.user, message.user);
  });

  it('has empty parts where the line has no tags', () => {
    const message = reference('privmsg no tags');
    assert.equal(message.id, '');
    assert.deepEqual(message.user, { id: '', login: 'kestrel77', name: 'kestrel77' });
    assert.equal(message.sentAt, clock.now());
    assert.deepEqual(message.roles, []);
    assert.deepEqual(
      [message.bits, message.rewardId, message.replyTo, message.source, message.paid],
      [0, null, null, null, null],
    );
    assert.deepEqual(
      [message.firstEver, message.returning, message.mark, message.color, message.sharedFrom],
      [false, false, null, null, null],
    );
  });

  it('keeps the time of arrival of a line without time', async () => {
    const own = new FakeClock();
    const message = new IrcChatMessage(parseIrcMessage(`${from} :x`)!, own);
    const first = message.sentAt;
    await own.tick(5_000);
    assert.equal(message.sentAt, first);
  });

  it('uses the login where the display name is empty, and drops the space that old ones end in', () => {
    assert.equal(reference('privmsg empty display name').user.name, 'mossy_lane');
    assert.equal(reference('privmsg display name trailing space').user.name, 'Mossy_Lane');
  });

  it('tells what a reply answers and where its thread began', () => {
    const { replyTo, text, commandText } = reference('reply');
    assert.deepEqual(replyTo, {
      id: '3f9a1b6c-0000-4000-8000-000000000010',
      userId: '411000111',
      login: 'kestrel77',
      name: 'Kestrel77',
      text: 'is it OK; yes or no?',
      thread: {
        id: '3f9a1b6c-0000-4000-8000-00000000000f',
        userId: '411000111',
        login: 'kestrel77',
        name: 'Kestrel77',
      },
    });
    assert.equal(text, '@Kestrel77 Kappa yes');
    assert.equal(commandText, 'Kappa yes');
  });

  it('judges a shared line by the badges of this room', () => {
    const message = reference('shared chat foreign');
    assert.equal(message.sharedFrom, '80808');
    assert.equal(message.source!.messageId, '3f9a1b6c-0000-4000-8000-000000000013');
    assert.deepEqual(message.roles, []);
    const own = reference('shared chat own');
    assert.equal(own.sharedFrom, null);
    assert.equal(own.source!.only, true);
    assert.deepEqual(own.roles, ['vip']);
  });

  it('knows rewards, highlights, first lines, bits and paid lines', () => {
    const message = reference('reward and highlight');
    assert.equal(message.rewardId, '0a1b2c3d-0000-4000-8000-0000000000ff');
    assert.equal(message.mark, 'highlighted-message');
    assert.equal(message.firstEver, true);
    assert.equal(reference('cheer').bits, 105);
    assert.deepEqual(reference('paid pin').paid, {
      amount: 1_400,
      exponent: 2,
      currency: 'NOK',
      level: 'ONE',
      isSystemMessage: false,
    });
  });

  it('unwraps an action, closed or not, and leaves other marks alone', () => {
    assert.equal(chat(`${from} :\u0001ACTION waves\u0001`).text, 'waves');
    assert.equal(chat(`${from} :\u0001ACTION waves`).isAction, true);
    assert.equal(chat(`${from} :\u0001PING 1\u0001`).isAction, false);
    assert.equal(chat(`${from} :ACTION waves`).isAction, false);
  });

  it('matches commands inside actions and behind a reply prefix', () => {
    assert.equal(chat(`${from} :\u0001ACTION !clip now\u0001`).commandText, '!clip now');
    assert.equal(
      chat(`@reply-parent-display-name=Two\\sWords;reply-parent-msg-id=1 ${from} :@Two Words !clip`)
        .commandText,
      '!clip',
    );
    assert.equal(chat(`${from} :@somebody !clip`).commandText, '@somebody !clip');
  });
});

describe('roles', () => {
  it('come from badges, where mod and subscriber are 0', () => {
    assert.deepEqual(roles('broadcaster/1', { mod: '0' }), ['broadcaster']);
    assert.deepEqual(roles('founder/0', { subscriber: '0' }), ['founder', 'subscriber']);
  });

  it('count a lead moderator as moderator', () => {
    assert.deepEqual(roles('lead_moderator/1,subscriber/3012'), ['leadModerator', 'moderator', 'subscriber']);
  });

  it('come from the flags too, for people who hide their badges', () => {
    assert.deepEqual(roles('', { mod: '1', vip: '1', subscriber: '1' }), ['moderator', 'vip', 'subscriber']);
    assert.deepEqual(roles('', { vip: '0' }), []);
  });

  it('name artists and staff', () => {
    assert.deepEqual(roles('artist-badge/1,staff/1'), ['artist', 'staff']);
    assert.deepEqual(roles('global_mod/1'), ['staff']);
  });

  it('do not mistake the names of an object’s own members for badges', () => {
    assert.deepEqual(roles('__proto__/1,constructor/1'), []);
    assert.deepEqual(roles('predictions/a, b/c,vip'), ['vip']);
    assert.deepEqual(roles(',/1,moderator/1,'), ['moderator']);
  });
});

describe('badges', () => {
  it('are split at the first slash', () => {
    assert.deepEqual(badges('predictions/a/b c,subscriber/19'), { predictions: 'a/b c', subscriber: '19' });
  });

  it('without a version are kept, without a name dropped', () => {
    assert.deepEqual(badges('odd,/1,,vip/1,'), { odd: '', vip: '1' });
    assert.deepEqual(badges(undefined), {});
  });
});

describe('emotes', () => {
  it('come in the order of the text', () => {
    assert.deepEqual(names('2:6-8/1:0-2', 'abc   def'), ['abc', 'def']);
  });

  it('behind a range that reaches out of the text are still found', () => {
    assert.deepEqual(names('1:0-900/2:4-6', 'abc def'), ['def']);
  });

  it('that overlap are dropped', () => {
    assert.deepEqual(names('1:0-4/2:3-6', 'abcdefgh'), ['abcde']);
  });

  it('count a lone surrogate as one', () => {
    assert.deepEqual(names('1:2-3', '\ud83d ab'), ['ab']);
  });
});

describe('fragments', () => {
  it('are text, emotes and mentions', () => {
    assert.deepEqual(cut('hi @Kestrel77, Kappa 🦉', '25:15-19'), [
      { type: 'text', text: 'hi ' },
      { type: 'mention', text: '@Kestrel77', login: 'kestrel77' },
      { type: 'text', text: ', ' },
      { type: 'emote', text: 'Kappa', id: '25' },
      { type: 'text', text: ' 🦉' },
    ]);
  });

  it('take no mail address for a mention', () => {
    assert.deepEqual(cut('me@example.test'), [{ type: 'text', text: 'me@example.test' }]);
  });

  it('name cheermotes only in a line with bits', () => {
    assert.deepEqual(cut('Cheer100 nice uni5', '', 105), [
      { type: 'cheermote', text: 'Cheer100', prefix: 'cheer', bits: 100 },
      { type: 'text', text: ' nice ' },
      { type: 'cheermote', text: 'uni5', prefix: 'uni', bits: 5 },
    ]);
    assert.deepEqual(cut('Cheer100'), [{ type: 'text', text: 'Cheer100' }]);
  });

  it('choose the words whose numbers give the bits', () => {
    assert.deepEqual(
      cut('Cheer100 covid19', '', 100).map((fragment) => (fragment as { type: string }).type),
      ['cheermote', 'text'],
    );
    assert.deepEqual(cut('covid19', '', 100), [{ type: 'text', text: 'covid19' }]);
  });

  it('of an empty text are none', () => {
    assert.deepEqual(cut(''), []);
  });
});

describe('the text as commands see it', () => {
  it('has no blanks and shapeless characters at its ends', () => {
    assert.equal(trimInvisible('!clip \u{e0000}'), '!clip');
    assert.equal(trimInvisible('\u200b\ufeff !clip\u2800\u3164'), '!clip');
    assert.equal(trimInvisible('\u{e0001}\u{e007f}'), '');
    assert.equal(trimInvisible('a\u{e0000}b'), 'a\u{e0000}b');
  });

  it('keeps what shows something', () => {
    for (const text of ['é', '“quoted”', '…', '🦉', '笑', '—', '•'])
      assert.equal(trimInvisible(` ${text} `), text);
  });

  it('keeps the words of a reply whose prefix is missing', () => {
    assert.equal(commandText('!clip', 'Name'), '!clip');
    assert.equal(commandText('@Name', 'Name'), '');
    assert.equal(commandText('@Other !clip', 'Name'), '!clip');
  });
});
