import assert from 'node:assert/strict';
import type { UserNotice } from '../../src/core/irc/chat-event';
import { createChatBehaviour, type ChatSettings } from '../../src/behaviour/trigger-chat';
import { bot, line, other, streamer, triggerContext, viewer } from './support/world';

const defaults: ChatSettings = {
  from: 'everyone',
  people: '',
  contains: '',
  match: 'contains',
  kind: 'messages',
  ownLines: false,
  knownBots: false,
  sharedChat: false,
  details: false,
};

function chat(settings: Partial<ChatSettings> = {}) {
  return createChatBehaviour({ ...defaults, ...settings }, triggerContext());
}

function notice(kind: string, overrides: Partial<UserNotice> = {}): UserNotice {
  return {
    type: 'usernotice',
    id: 'n1',
    sentAt: 5,
    channel: { id: streamer.id, login: streamer.login },
    user: viewer,
    anonymous: false,
    roles: [],
    kind,
    text: '',
    systemText: '',
    params: {},
    sharedFrom: null,
    tags: {},
    ...overrides,
  };
}

const timeout = {
  type: 'clearchat',
  what: 'user',
  at: 5,
  channel: { id: streamer.id, login: streamer.login },
  user: { id: viewer.id, login: viewer.login },
  seconds: 600,
  messageId: null,
  text: null,
} as const;

describe('twitch-chat', () => {
  it('sends every line, the text as payload', () => {
    const result = chat().onChat(line('hello all'));
    assert.equal(result?.msg.payload, 'hello all');
    assert.equal(result?.msg.topic, 'chat.message');
  });

  it('leaves out own lines, the bot, known bots and shared chat, until they are wanted', () => {
    const kept = [
      line('x', { isOwn: true }),
      line('x', { user: bot }),
      line('x', { user: { id: '9', login: 'nightbot', name: 'Nightbot' } }),
      line('x', { sharedFrom: '555' }),
    ];
    for (const each of kept) assert.equal(chat().onChat(each), null);
    const all = chat({ ownLines: true, knownBots: true, sharedChat: true });
    for (const each of kept) assert.ok(all.onChat(each));
  });

  it('filters by standing and by name', () => {
    assert.equal(chat({ from: 'subscribers' }).onChat(line('x')), null);
    assert.ok(chat({ from: 'subscribers' }).onChat(line('x', { roles: ['founder', 'subscriber'] })));
    assert.ok(chat({ from: 'named', people: 'Pixel_Heron' }).onChat(line('x')));
    assert.equal(chat({ from: 'named', people: 'Pixel_Heron' }).onChat(line('x', { user: other })), null);
  });

  it('filters by text in four ways, without regard to letter case', () => {
    assert.ok(chat({ contains: 'WORLD' }).onChat(line('hello world')));
    assert.equal(chat({ contains: 'moon' }).onChat(line('hello world')), null);
    assert.ok(chat({ contains: 'hello', match: 'starts' }).onChat(line('Hello world')));
    assert.equal(chat({ contains: 'world', match: 'starts' }).onChat(line('hello world')), null);
    assert.equal(chat({ contains: 'hello', match: 'equals' }).onChat(line('hello world')), null);
    assert.ok(chat({ contains: '^h.+d$', match: 'pattern' }).onChat(line('Hello World')));
    assert.equal(chat({ contains: '(', match: 'pattern' }).onChat(line('(')), null);
  });

  it('filters by kind', () => {
    assert.deepEqual(chat({ kind: 'removals' }).interest.kinds, ['clearchat', 'clearmsg']);
    assert.equal(chat().onChat(notice('sub')), null);
    assert.ok(chat({ kind: 'notices' }).onChat(notice('sub')));
    assert.equal(chat({ kind: 'notices' }).onChat(notice('announcement')), null);
    assert.ok(chat({ kind: 'announcements' }).onChat(notice('announcement', { text: 'hi' })));
    assert.equal(chat({ kind: 'removals' }).onChat(timeout)?.msg.topic, 'chat.timeout');
    const all = chat({ kind: 'all' });
    for (const each of [line('x'), notice('sub'), timeout]) assert.ok(all.onChat(each));
  });

  it('brings tags and badges only when they are wanted', () => {
    const tagged = line('x', { tags: { color: '#FF0000' }, color: '#FF0000', badges: { vip: '1' } });
    assert.equal(chat().onChat(tagged)?.msg.twitch.event, null);
    const event = chat({ details: true }).onChat(tagged)?.msg.twitch.event as Record<string, unknown>;
    assert.deepEqual(event['badges'], { vip: '1' });
    assert.deepEqual(event['tags'], { color: '#FF0000' });
  });

  it('tests with a line that passes its own filter', () => {
    for (const settings of [
      {},
      { from: 'vips' },
      { from: 'broadcaster' },
      { from: 'named', people: 'somebody, else' },
      { contains: 'secret word' },
      { contains: 'x', match: 'equals' },
      { kind: 'announcements', contains: 'word' },
      { kind: 'notices' },
      { kind: 'removals' },
      { kind: 'all' },
    ] as const) {
      const outcome = chat(settings).test({});
      assert.ok('output' in outcome, JSON.stringify(settings));
      assert.equal(outcome.msg.twitch.test, true);
    }
  });

  it('says which field stopped a test', () => {
    assert.deepEqual(chat({ contains: '^zzz$', match: 'pattern' }).test({}), { stoppedBy: 'contains' });
    assert.deepEqual(chat({ from: 'vips' }).test({ role: 'viewer' }), { stoppedBy: 'from' });
  });
});
