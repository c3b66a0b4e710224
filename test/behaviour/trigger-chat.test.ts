import assert from 'node:assert/strict';
import type { UserNotice } from '../../src/core/irc/chat-event';
import type { KnownReward } from '../../src/behaviour/rewards';
import { createChatBehaviour, type ChatSettings } from '../../src/behaviour/trigger-chat';
import { bot, line, other, streamer, triggerContext, viewer } from './support/world';

const defaults: ChatSettings = {
  from: 'everyone',
  people: '',
  contains: '',
  match: 'contains',
  kind: 'messages',
  only: 'any',
  bits: 1,
  reward: null,
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
    assert.throws(() => chat({ contains: '(', match: 'pattern' }), SyntaxError);
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

  it('filters by what Twitch marks a line with', () => {
    const marks: readonly [Partial<ChatSettings>, Parameters<typeof line>[1]][] = [
      [{ only: 'firstEver' }, { firstEver: true }],
      [{ only: 'returning' }, { returning: true }],
      [{ only: 'bits', bits: 100 }, { bits: 100 }],
      [{ only: 'reward' }, { rewardId: 'r-1' }],
      [{ only: 'reward', reward: { id: 'r-1', title: '' } }, { rewardId: 'r-1' }],
      [{ only: 'marked' }, { mark: 'highlighted-message' }],
      [
        { only: 'replies' },
        { replyTo: { id: 'p', userId: '1', login: 'a', name: 'A', text: 'x', thread: null } },
      ],
    ];
    for (const [settings, marked] of marks) {
      assert.ok(chat(settings).onChat(line('x', marked)), JSON.stringify(settings));
      assert.equal(chat(settings).onChat(line('x')), null, JSON.stringify(settings));
      assert.ok('output' in chat(settings).test({}), `the test of ${JSON.stringify(settings)} passes`);
    }
    assert.equal(chat({ only: 'bits', bits: 100 }).onChat(line('x', { bits: 99 })), null);
    assert.equal(
      chat({ only: 'reward', reward: { id: 'r-2', title: '' } }).onChat(line('x', { rewardId: 'r-1' })),
      null,
    );
  });

  it('knows a chosen reward by its title as soon as the rewards of the channel are known', () => {
    let rewards: readonly KnownReward[] | null = null;
    const behaviour = createChatBehaviour(
      { ...defaults, only: 'reward', reward: { id: '', title: 'Posture check' } },
      triggerContext(),
      () => rewards,
    );
    const posture = line('sit up', { rewardId: 'r-1' });
    assert.equal(behaviour.onChat(posture), null);
    rewards = [
      { id: 'r-1', title: 'posture CHECK', ours: false },
      { id: 'r-2', title: 'Hydrate', ours: true },
    ];
    assert.ok(behaviour.onChat(posture));
    assert.equal(behaviour.onChat(line('drink', { rewardId: 'r-2' })), null);
    assert.equal(behaviour.onChat(line('of another channel', { rewardId: 'r-9' })), null);
    assert.ok('output' in behaviour.test({}), 'its test event passes');
  });

  it('goes on knowing a chosen reward that was renamed, and finds one that was made anew under its title', () => {
    const settings = { ...defaults, only: 'reward' as const, reward: { id: 'r-1', title: 'Hydrate' } };
    const renamed = createChatBehaviour(settings, triggerContext(), () => [
      { id: 'r-1', title: 'Drink', ours: true },
      { id: 'r-2', title: 'Hydrate', ours: true },
    ]);
    assert.ok(renamed.onChat(line('x', { rewardId: 'r-1' })));
    assert.equal(renamed.onChat(line('x', { rewardId: 'r-2' })), null);
    const anew = createChatBehaviour(settings, triggerContext(), () => [
      { id: 'r-2', title: 'Hydrate', ours: true },
    ]);
    assert.ok(anew.onChat(line('x', { rewardId: 'r-2' })));
  });

  it('hears modes, whispers, remarks, people who come, and what we are ourselves', () => {
    const channel = { id: streamer.id, login: streamer.login };
    const settings = {
      emoteOnly: true,
      followersOnlyMinutes: 10,
      uniqueChat: false,
      slowSeconds: 30,
      subscribersOnly: false,
    };
    const change = { type: 'roomstate', channel, settings, changed: ['slowSeconds'] } as const;
    const modes = chat({ kind: 'modes' }).onChat(change);
    assert.equal(modes?.msg.topic, 'chat.modes');
    assert.deepEqual(modes.msg.payload, { ...settings, changed: ['slowSeconds'] });
    assert.equal(modes.msg.twitch.summary, 'Slow mode is on: one line every 30 seconds.');
    const joined = { ...change, changed: Object.keys(settings) as (keyof typeof settings)[] };
    assert.equal(chat({ kind: 'modes' }).onChat(joined), null, 'the state after a join is no change');

    const whisper = {
      type: 'whisper',
      messageId: '4',
      threadId: '1_2',
      user: viewer,
      to: bot.login,
      text: 'psst',
      badges: {},
      color: null,
    } as const;
    const heard = chat({ kind: 'whispers' }).onChat(whisper);
    assert.deepEqual([heard?.msg.topic, heard?.msg.payload], ['chat.whisper', 'psst']);
    assert.equal(heard?.msg.twitch.user?.login, viewer.login);
    assert.equal(chat({ kind: 'whispers', contains: 'hey' }).onChat(whisper), null);
    assert.equal(chat({ kind: 'whispers', from: 'named', people: 'nobody' }).onChat(whisper), null);

    const remark = {
      type: 'notice',
      channel,
      id: 'slow_on',
      text: 'This room is now in slow mode.',
    } as const;
    assert.deepEqual(chat({ kind: 'remarks' }).onChat(remark)?.msg.payload, {
      id: 'slow_on',
      text: 'This room is now in slow mode.',
    });
    const comes = { type: 'join', channel, login: 'tidewater', own: false } as const;
    assert.equal(chat({ kind: 'people' }).onChat(comes)?.msg.topic, 'chat.joined');
    assert.equal(chat({ kind: 'people' }).onChat({ ...comes, type: 'part' })?.msg.topic, 'chat.left');
    const self = {
      type: 'userstate',
      channel,
      name: 'HelperBot',
      color: null,
      badges: {},
      roles: ['moderator'],
      privileged: true,
      emoteSets: [],
      messageId: null,
      nonce: null,
    } as const;
    assert.deepEqual(chat({ kind: 'self' }).onChat(self)?.msg.payload, {
      user: 'HelperBot',
      roles: ['moderator'],
      color: null,
    });
    for (const kind of ['modes', 'whispers', 'remarks', 'people', 'self'] as const) {
      const test = chat({ kind }).test({});
      assert.ok('output' in test && test.msg.twitch.test, kind);
    }
  });

  it('is not held up by a pattern that could search for hours, and says so once a minute', async () => {
    let slow = 0;
    const context = triggerContext({ onSlowPattern: () => slow++ });
    const node = createChatBehaviour({ ...defaults, contains: '^(a+)+$', match: 'pattern' }, context);
    const trap = line(`${'a'.repeat(400)}!`);
    const began = performance.now();
    for (let i = 0; i < 200; i++) assert.equal(node.onChat(trap), null);
    assert.ok(performance.now() - began < 10_000, '200 lines that would take years each');
    assert.equal(slow, 1);
    assert.equal(node.onChat(line('aaa')), null, 'it rests');
    await context.clock.tick(60_000);
    assert.ok(node.onChat(line('aaa')));
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
