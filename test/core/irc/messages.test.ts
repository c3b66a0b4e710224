import assert from 'node:assert/strict';
import { readLine } from '../../../src/core/irc/line-events';
import { readRoomState, readUserNotice, readUserState } from '../../../src/core/irc/messages';
import { parseIrcMessage, type IrcMessage } from '../../../src/core/irc/parse';
import { userNotices } from '../../../src/tables/user-notices';
import { ircLines } from '../../data/irc-lines';
import { FakeClock } from '../../support/fake-clock';

const clock = new FakeClock();

function line(raw: string): IrcMessage {
  return parseIrcMessage(raw)!;
}

function event(nameOrRaw: string): unknown {
  const raw = ircLines.find(({ name }) => name === nameOrRaw)?.raw ?? nameOrRaw;
  return readLine(line(raw), { clock, login: 'owlbot', room: undefined });
}

function part(nameOrRaw: string): Record<string, unknown> {
  return event(nameOrRaw) as Record<string, unknown>;
}

function minutes(followersOnly: string): number | null {
  return readRoomState(line(`@followers-only=${followersOnly} ROOMSTATE #r`)).settings.followersOnlyMinutes;
}

function privileged(badges: string): boolean {
  return readUserState(line(`@badges=${badges};mod=0 USERSTATE #r`)).privileged;
}

describe('USERNOTICE', () => {
  for (const [kind, { params }] of Object.entries(userNotices)) {
    it(`of the kind ${kind} is passed on with all its parameters`, () => {
      const tags = params.map((name) => `msg-param-${name}=value-of-${name}`);
      const notice = readUserNotice(
        line(
          `@${['login=ana', 'user-id=5', `msg-id=${kind}`, ...tags].join(';')} :tmi.twitch.tv USERNOTICE #room`,
        ),
        clock,
      );
      assert.equal(notice.kind, kind);
      assert.deepEqual(notice.params, Object.fromEntries(params.map((name) => [name, `value-of-${name}`])));
      assert.deepEqual(notice.user, { id: '5', login: 'ana', name: 'ana' });
      assert.equal(notice.anonymous, kind.startsWith('anonsub'));
    });
  }

  it('of an unknown kind is passed on the same way', () => {
    const notice = part('usernotice unknown msg id');
    assert.equal(notice['kind'], 'gigawave2027');
    assert.deepEqual(notice['params'], { energy: '9000' });
    assert.equal(notice['systemText'], 'Something new');
  });

  it('tells what the person wrote, the sentence of Twitch, and the time', () => {
    const notice = part('usernotice resub with text');
    assert.equal(notice['text'], 'Kappa two years');
    assert.equal(notice['systemText'], 'Kestrel77 subscribed at Tier 1.');
    assert.equal(notice['sentAt'], clock.now());
    assert.equal(part('usernotice sub')['text'], '');
    assert.equal(part('usernotice viewermilestone')['text'], '🫣');
    assert.equal(part('usernotice sub')['sentAt'], 1_777_900_000_020);
  });

  it('marks an anonymous gift', () => {
    assert.equal(part('usernotice subgift anonymous')['anonymous'], true);
    assert.equal(part('usernotice sub')['anonymous'], false);
  });

  it('of another room that shares this chat has its own kind and says where from', () => {
    const notice = part('usernotice sharedchatnotice');
    assert.equal(notice['kind'], 'resub');
    assert.equal(notice['sharedFrom'], '80808');
  });

  it('keeps ids beyond 2^53 and names in mixed case', () => {
    const gift = part('usernotice submysterygift')['params'] as Record<string, string>;
    assert.equal(gift['community-gift-id'], '5512345678901234567');
    assert.equal((part('usernotice raid')['params'] as Record<string, string>)['viewerCount'], '42');
  });

  it('does not take a parameter for a member of the object', () => {
    const notice = part('@msg-id=x;msg-param-__proto__=1 USERNOTICE #r');
    assert.deepEqual(Object.keys(notice['params'] as object), []);
  });
});

describe('CLEARCHAT and CLEARMSG', () => {
  it('tell a timeout, a ban and a cleared chat apart', () => {
    const { what, user, seconds } = part('clearchat timeout');
    assert.deepEqual([what, user, seconds], ['user', { id: '411000119', login: 'rudebird' }, 600]);
    assert.equal(part('clearchat ban')['seconds'], null);
    const all = part('clearchat all');
    assert.deepEqual([all['what'], all['user'], all['seconds']], ['all', null, null]);
  });

  it('tell which line went', () => {
    const { messageId, text, user } = part('clearmsg');
    assert.deepEqual(
      [messageId, text, user],
      ['3f9a1b6c-0000-4000-8000-000000000033', 'some: rude words', { id: null, login: 'rudebird' }],
    );
  });
});

describe('ROOMSTATE', () => {
  it('is complete at first and merged later', () => {
    const first = readRoomState(
      line('@emote-only=1;followers-only=10;r9k=1;room-id=9;slow=30;subs-only=1 ROOMSTATE #room'),
    );
    assert.deepEqual(first.settings, {
      emoteOnly: true,
      followersOnlyMinutes: 10,
      uniqueChat: true,
      slowSeconds: 30,
      subscribersOnly: true,
    });
    const second = readRoomState(line('@room-id=9;slow=0 ROOMSTATE #room'), first.settings);
    assert.deepEqual(second.changed, ['slowSeconds']);
    assert.deepEqual(second.settings, { ...first.settings, slowSeconds: 0 });
  });

  it('tells followers-only for anybody from off', () => {
    assert.equal(minutes('0'), 0);
    assert.equal(minutes('-1'), null);
  });
});

describe('USERSTATE', () => {
  it('tells the own line it answers', () => {
    const state = part('userstate after send');
    assert.deepEqual(
      [state['messageId'], state['nonce'], state['privileged']],
      ['3f9a1b6c-0000-4000-8000-00000000a001', '8a1c', true],
    );
  });

  it('grants the wider limits to broadcaster, moderator and VIP', () => {
    assert.deepEqual(
      ['broadcaster/1', 'moderator/1', 'lead_moderator/1', 'vip/1', 'subscriber/1', ''].map(privileged),
      [true, true, true, true, false, false],
    );
  });
});

describe('other lines', () => {
  it('become whispers, notices, memberships and the global state', () => {
    const whisper = part('whisper');
    assert.deepEqual(
      [whisper['text'], whisper['threadId'], whisper['to']],
      ['psst: hello', '411000111_700100200', 'owlbot'],
    );
    assert.deepEqual(event('notice with msg id'), {
      type: 'notice',
      channel: { id: '', login: 'blueacorn' },
      id: 'slow_on',
      text: 'This room is now in slow mode. You may send messages every 30 seconds.',
    });
    assert.equal(part('login failed')['channel'], null);
    assert.equal(part('join own')['own'], true);
    assert.deepEqual(event('part other'), {
      type: 'part',
      channel: { id: '', login: 'blueacorn' },
      login: 'mossy_lane',
      own: false,
    });
    assert.deepEqual(part('globaluserstate')['emoteSets'], [
      '0',
      '300374282',
      'c1e2d3f4-0000-4000-8000-1234567890ab',
    ]);
  });

  it('are no event when nobody knows them', () => {
    assert.equal(event('unknown command'), null);
    assert.equal(event('hosttarget start'), null);
  });
});
