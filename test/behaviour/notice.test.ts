import assert from 'node:assert/strict';
import type { ClearChat, ClearMsg, UserNotice } from '../../src/core/irc/chat-event';
import { noticeToMessage, removalToMessage } from '../../src/behaviour/chat-to-message';
import { noticeSummary } from '../../src/behaviour/notice';
import { noticeFromEvent } from '../../src/behaviour/notice-from-event';
import { noticeFromIrc } from '../../src/behaviour/notice-from-irc';
import { identities, streamer, viewer } from './support/world';

const source = { account: 'my account', practice: false, identities: () => identities };
const channel = { id: streamer.id, login: streamer.login };

function notice(
  kind: string,
  params: Record<string, string> = {},
  overrides: Partial<UserNotice> = {},
): UserNotice {
  return {
    type: 'usernotice',
    id: 'n1',
    sentAt: 5,
    channel,
    user: viewer,
    anonymous: false,
    roles: ['subscriber'],
    kind,
    text: '',
    systemText: 'as Twitch says it',
    params,
    sharedFrom: null,
    tags: {},
    ...overrides,
  };
}

const recipient = { 'recipient-id': '9', 'recipient-user-name': 'mossy', 'recipient-display-name': 'Mossy' };

describe('a notice in chat', () => {
  const sentences: readonly [kind: string, params: Record<string, string>, sentence: string | null][] = [
    ['sub', { 'sub-plan': '1000', 'cumulative-months': '1' }, 'Pixel_Heron subscribed.'],
    ['sub', { 'sub-plan': 'Prime' }, 'Pixel_Heron subscribed with Prime.'],
    [
      'resub',
      { 'sub-plan': '2000', 'cumulative-months': '8' },
      'Pixel_Heron subscribed for 8 months at tier 2.',
    ],
    ['subgift', { 'sub-plan': '1000', ...recipient }, 'Pixel_Heron gifted a subscription to Mossy.'],
    ['submysterygift', { 'mass-gift-count': '5' }, 'Pixel_Heron gifted 5 subscriptions to the community.'],
    [
      'giftpaidupgrade',
      { 'sender-name': 'Mossy' },
      'Pixel_Heron continues the subscription that was a gift.',
    ],
    ['primepaidupgrade', { 'sub-plan': '1000' }, 'Pixel_Heron went from Prime to a paid subscription.'],
    ['standardpayforward', recipient, 'Pixel_Heron passes a gifted subscription on to Mossy.'],
    ['communitypayforward', {}, 'Pixel_Heron passes a gifted subscription on to the community.'],
    ['raid', { viewerCount: '42' }, 'Pixel_Heron raided with 42 viewers.'],
    ['bitsbadgetier', { threshold: '1000' }, 'Pixel_Heron earned the badge for 1000 bits.'],
    [
      'charitydonation',
      {
        'charity-name': 'Example Relief Fund',
        'donation-amount': '1050',
        'donation-currency': 'EUR',
        exponent: '2',
      },
      'Pixel_Heron donated 10.50 EUR to Example Relief Fund.',
    ],
    [
      'viewermilestone',
      { category: 'watch-streak', value: '10' },
      'Pixel_Heron watched 10 streams in a row.',
    ],
    ['modiversary', { months: '12' }, 'Pixel_Heron has been a moderator for 12 months.'],
    ['announcement', { color: 'BLUE' }, null],
    ['brandnewkind', { x: '1' }, null],
  ];
  for (const [kind, params, sentence] of sentences) {
    it(`of kind ${kind}: ${sentence ?? 'no sentence'}`, () => {
      const msg = noticeToMessage(notice(kind, params), source);
      assert.equal(msg.twitch.summary, sentence);
      assert.equal(msg.topic, `chat.${kind}`);
    });
  }

  it('has a small flat payload and Twitch’s own parameters beside it', () => {
    const msg = noticeToMessage(
      notice(
        'resub',
        { 'sub-plan': '1000', 'cumulative-months': '8', 'streak-months': '3' },
        { text: 'eight already' },
      ),
      source,
    );
    assert.deepEqual(msg.payload, {
      user: 'Pixel_Heron',
      tier: 1,
      prime: false,
      months: 8,
      streak: 3,
      gifted: false,
      text: 'eight already',
    });
    assert.deepEqual(msg.twitch.event, {
      kind: 'resub',
      systemText: 'as Twitch says it',
      params: { 'sub-plan': '1000', 'cumulative-months': '8', 'streak-months': '3' },
    });
    assert.equal(msg.twitch.text, 'eight already');
    assert.equal(msg.twitch.message?.id, 'n1');
  });

  it('of a gift aims at nobody, so that thanks go to the giver', () => {
    for (const kind of ['subgift', 'anonsubgift', 'standardpayforward', 'communitypayforward']) {
      const { twitch, payload } = noticeToMessage(notice(kind, recipient), source);
      assert.deepEqual([twitch.user?.name, twitch.target], [viewer.name, null], kind);
      assert.equal((payload as { recipient: string }).recipient, 'Mossy', kind);
    }
  });

  it('keeps a giver anonymous', () => {
    const msg = noticeToMessage(
      notice('submysterygift', { 'mass-gift-count': '2' }, { anonymous: true }),
      source,
    );
    assert.equal(msg.twitch.user?.anonymous, true);
    assert.equal(msg.twitch.user?.id, null);
    assert.equal(msg.twitch.summary, 'An anonymous viewer gifted 2 subscriptions to the community.');
  });

  it('leaves ids as texts, however many digits they have', () => {
    const { payload } = noticeFromIrc('subgift', { 'community-gift-id': '9007199254740993123' });
    assert.equal(payload['bomb'], '9007199254740993123');
  });

  it('says the same whether it came over chat or as an event', () => {
    const overChat = noticeFromIrc('subgift', {
      'sub-plan': '1000',
      'sender-count': '6',
      'gift-months': '1',
      ...recipient,
    });
    const asEvent = noticeFromEvent('sub_gift', {
      sub_gift: {
        duration_months: 1,
        cumulative_total: 6,
        recipient_user_id: '9',
        recipient_user_login: 'mossy',
        recipient_user_name: 'Mossy',
        sub_tier: '1000',
        community_gift_id: null,
      },
    });
    assert.deepEqual(asEvent, overChat);
    assert.equal(noticeSummary(asEvent, 'Ana'), noticeSummary(overChat, 'Ana'));
  });

  it('of a shared chat is told like any other', () => {
    const event = { shared_chat_raid: { viewer_count: 7 } };
    assert.equal(
      noticeSummary(noticeFromEvent('shared_chat_raid', event), 'Ana'),
      'Ana raided with 7 viewers.',
    );
  });
});

describe('removed lines', () => {
  const clear: ClearChat = {
    type: 'clearchat',
    what: 'user',
    at: 5,
    channel,
    user: { id: viewer.id, login: viewer.login },
    seconds: 600,
    messageId: null,
    text: null,
  };
  const message: ClearMsg = {
    type: 'clearmsg',
    what: 'message',
    at: 5,
    channel,
    user: { id: null, login: viewer.login },
    seconds: null,
    messageId: 'm1',
    text: 'rude',
  };

  it('tell timeout, ban, a cleared chat and a deleted line apart', () => {
    assert.equal(removalToMessage(clear, source).twitch.summary, 'pixel_heron was timed out for 10 minutes.');
    assert.equal(removalToMessage({ ...clear, seconds: null }, source).topic, 'chat.ban');
    assert.equal(
      removalToMessage({ ...clear, what: 'all', user: null, seconds: null }, source).topic,
      'chat.cleared',
    );
    const deleted = removalToMessage(message, source);
    assert.equal(deleted.topic, 'chat.deleted');
    assert.equal(deleted.twitch.id, 'm1');
  });

  it('do not repeat the removed text in the sentence', () => {
    assert.equal(removalToMessage(message, source).twitch.summary, 'A line of pixel_heron was removed.');
  });

  it('name the person as target: who removed them, chat does not tell', () => {
    const { twitch } = removalToMessage(clear, source);
    assert.equal(twitch.user, null);
    assert.deepEqual(twitch.target, { id: viewer.id, login: viewer.login, name: viewer.login });
  });
});
