import assert from 'node:assert/strict';
import type { EventNotification, TriggerContext } from '../../src/behaviour/context';
import type { TwitchMessage } from '../../src/behaviour/message';
import { sampleNotice } from '../../src/behaviour/sample-chat';
import { supportKinds, type SupportKind } from '../../src/behaviour/support/facts';
import {
  createSubscriptionBehaviour,
  type SubscriptionBehaviour,
  type SubscriptionSettings,
} from '../../src/behaviour/trigger-subscription';
import { twitchSubscription } from '../../src/definitions/nodes/twitch-subscription';
import { FakeClock, settle } from '../support/fake-clock';
import { line, other, streamer, triggerContext, viewer } from './support/world';

interface Who {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

const third: Who = { id: '303', login: 'marsh_wren', name: 'Marsh_Wren' };

const channel = {
  broadcaster_user_id: streamer.id,
  broadcaster_user_login: streamer.login,
  broadcaster_user_name: streamer.name,
};

function person(prefix: string, who: Who | null): Record<string, string | null> {
  return {
    [`${prefix}_id`]: who?.id ?? null,
    [`${prefix}_login`]: who?.login ?? null,
    [`${prefix}_name`]: who?.name ?? null,
  };
}

let ids = 0;

function event(type: string, raw: Record<string, unknown>): EventNotification {
  return { id: `n${++ids}`, type, version: '1', at: '2026-11-23T12:00:00Z', event: { ...channel, ...raw } };
}

/** A notice of chat as an event. @param who null is anonymous */
function notice(
  type: string,
  who: Who | null,
  detail: Record<string, unknown>,
  more: Record<string, unknown> = {},
): EventNotification {
  return event('channel.chat.notification', {
    ...person('chatter_user', who),
    chatter_is_anonymous: who === null,
    badges: [],
    message_id: `m${++ids}`,
    message: { text: '', fragments: [] },
    notice_type: type,
    [type]: detail,
    ...more,
  });
}

const sub = (who: Who, prime = false): EventNotification =>
  notice('sub', who, { sub_tier: '1000', is_prime: prime, duration_months: 1 });

const resub = (who: Who, text = ''): EventNotification =>
  notice(
    'resub',
    who,
    { cumulative_months: 8, streak_months: 3, sub_tier: '2000', is_prime: false, is_gift: false },
    { message: { text, fragments: [] } },
  );

const bomb = (who: Who | null, id: string, total: number): EventNotification =>
  notice('community_sub_gift', who, { id, total, sub_tier: '1000', cumulative_total: null });

const gift = (who: Who | null, to: Who, id: string | null = null): EventNotification =>
  notice('sub_gift', who, {
    duration_months: 1,
    cumulative_total: null,
    ...person('recipient_user', to),
    sub_tier: '1000',
    community_gift_id: id,
  });

const subscribed = (who: Who, isGift = false): EventNotification =>
  event('channel.subscribe', { ...person('user', who), tier: '1000', is_gift: isGift });

const gave = (who: Who | null, total: number): EventNotification =>
  event('channel.subscription.gift', {
    ...person('user', who),
    total,
    tier: '1000',
    cumulative_total: null,
    is_anonymous: who === null,
  });

const receiver = (index: number): Who => ({ id: `9${index}`, login: `r${index}`, name: `R${index}` });

interface Payload {
  readonly kind: SupportKind;
  readonly user: string | null;
  readonly amount: number;
  readonly count: number | null;
  readonly recipients: readonly string[];
  readonly text: string | null;
  readonly gifter: string | null;
}

describe('twitch-subscription', () => {
  let clock: FakeClock;
  let context: TriggerContext & { clock: FakeClock };
  let told: TwitchMessage[];
  let running: SubscriptionBehaviour[];

  beforeEach(() => {
    context = triggerContext();
    clock = context.clock;
    told = [];
    running = [];
  });

  afterEach(() => {
    for (const behaviour of running) behaviour.stop();
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  async function start(settings: Partial<SubscriptionSettings> = {}): Promise<SubscriptionBehaviour> {
    const all = { kinds: supportKinds, atLeast: 0, bombsAsOne: true, ...settings };
    const behaviour = createSubscriptionBehaviour(all, context, ({ msg }) => told.push(msg));
    running.push(behaviour);
    await behaviour.start();
    return behaviour;
  }

  const payloads = (): Payload[] => told.map(({ payload }) => payload as Payload);
  const kinds = (): string[] => payloads().map(({ kind }) => kind);

  it('offers the kinds that it knows', () => {
    assert.deepEqual(twitchSubscription.fields[0].options, supportKinds);
  });

  it('wants the notices of chat, the bits, and the events that tell what chat does not show', async () => {
    const types = (behaviour: SubscriptionBehaviour): string[] => behaviour.wanted().map(({ type }) => type);
    assert.deepEqual(types(await start()), [
      'channel.chat.notification',
      'channel.subscribe',
      'channel.subscription.message',
      'channel.subscription.gift',
      'channel.cheer',
    ]);
    assert.deepEqual(types(await start({ kinds: ['cheer'] })), ['channel.cheer']);
    const [first] = (await start()).wanted();
    assert.deepEqual(first?.condition, { broadcaster_user_id: streamer.id, user_id: streamer.id });
  });

  it('tells bits once that come in chat and as an event while one takes the place of the other', async () => {
    const behaviour = await start();
    const cheer = (who: Who | null, bits: number, message = `Cheer${bits}`): EventNotification =>
      event('channel.cheer', { ...person('user', who), is_anonymous: who === null, bits, message });
    const inChat = (bits: number, said = `Cheer${bits}`): void => behaviour.onLine(line(said, { bits }));
    inChat(100);
    behaviour.onEvent(cheer(viewer, 100));
    behaviour.onEvent(cheer(null, 5));
    inChat(5);
    assert.equal(told.length, 2);
    // Equal ones stay two, by whichever way they come.
    inChat(50);
    inChat(50);
    behaviour.onEvent(cheer(viewer, 50));
    behaviour.onEvent(cheer(other, 50));
    behaviour.onEvent(cheer(third, 50));
    assert.equal(told.length, 5);
  });

  it('has one shape for every kind, with an amount for tiers', async () => {
    const behaviour = await start();
    behaviour.onEvent(sub(viewer, true));
    behaviour.onEvent(resub(other, 'hello again'));
    behaviour.onEvent(gift(viewer, other));
    behaviour.onEvent(notice('prime_paid_upgrade', third, { sub_tier: '3000' }));
    behaviour.onEvent(
      notice('gift_paid_upgrade', viewer, { gifter_is_anonymous: false, gifter_user_name: 'Tidewater' }),
    );
    behaviour.onEvent(notice('pay_it_forward', other, { gifter_is_anonymous: true, gifter_user_name: null }));
    behaviour.onEvent(
      event('channel.cheer', {
        ...person('user', viewer),
        is_anonymous: false,
        bits: 250,
        message: 'Cheer250',
      }),
    );
    const shape = Object.keys(told[0]?.payload as object);
    for (const msg of told) {
      assert.deepEqual(Object.keys(msg.payload as object), shape);
      assert.equal(msg.twitch.target, null);
      assert.equal(msg.topic, msg.twitch.type);
    }
    assert.deepEqual(
      payloads().map(({ kind, amount, user }) => [kind, amount, user]),
      [
        ['sub', 500, 'Pixel_Heron'],
        ['resub', 1000, 'Tidewater'],
        ['gift', 500, 'Pixel_Heron'],
        ['upgrade', 2500, 'Marsh_Wren'],
        ['upgrade', 500, 'Pixel_Heron'],
        ['payItForward', 500, 'Tidewater'],
        ['cheer', 250, 'Pixel_Heron'],
      ],
    );
    assert.deepEqual(
      told.map(({ twitch }) => twitch.summary),
      [
        'Pixel_Heron subscribed with Prime.',
        'Tidewater subscribed for 8 months at tier 2.',
        'Pixel_Heron gifted a subscription to Tidewater.',
        'Marsh_Wren went from Prime to a paid subscription.',
        'Pixel_Heron continues the subscription that was a gift.',
        'Tidewater passes a gifted subscription on to the community.',
        'Pixel_Heron cheered 250 bits.',
      ],
    );
    assert.equal(told[1]?.twitch.text, 'hello again');
    assert.equal(payloads()[1]?.text, 'hello again');
    assert.equal(payloads()[4]?.gifter, 'Tidewater');
  });

  it('makes a bomb of 50 gifts one message with the count 50, at once with the last gift', async () => {
    const behaviour = await start();
    behaviour.onEvent(gave(viewer, 50));
    behaviour.onEvent(bomb(viewer, 'b1', 50));
    for (let index = 0; index < 50; index++) {
      assert.equal(told.length, 0);
      behaviour.onEvent(subscribed(receiver(index), true));
      behaviour.onEvent(gift(viewer, receiver(index), 'b1'));
    }
    assert.equal(told.length, 1);
    const [payload] = payloads();
    assert.deepEqual([payload?.kind, payload?.count, payload?.amount], ['giftBomb', 50, 25_000]);
    assert.equal(payload?.recipients.length, 50);
    assert.equal(told[0]?.twitch.summary, 'Pixel_Heron gifted 50 subscriptions to the community.');
    assert.equal(told[0]?.twitch.user?.id, viewer.id, 'thanks go to the giver');
    await clock.tick(600_000);
    assert.equal(told.length, 1);
  });

  it('bounds the names of a bomb, not its count', async () => {
    const behaviour = await start();
    behaviour.onEvent(bomb(viewer, 'b1', 200));
    for (let index = 0; index < 200; index++) behaviour.onEvent(gift(viewer, receiver(index), 'b1'));
    assert.deepEqual([payloads()[0]?.count, payloads()[0]?.recipients.length], [200, 50]);
    assert.equal(told.length, 1);
  });

  it('tells a bomb whose gifts never all arrive, with the count that was announced', async () => {
    const behaviour = await start();
    behaviour.onEvent(bomb(viewer, 'b1', 10));
    await clock.tick(4_000);
    for (const index of [1, 2, 3]) behaviour.onEvent(gift(viewer, receiver(index), 'b1'));
    await clock.tick(4_900);
    assert.equal(told.length, 0);
    await clock.tick(100);
    assert.deepEqual([payloads()[0]?.count, payloads()[0]?.recipients], [10, ['R1', 'R2', 'R3']]);
    behaviour.onEvent(gift(viewer, receiver(4), 'b1'));
    await clock.tick(60_000);
    assert.equal(told.length, 1, 'a gift that comes late is not told again');
  });

  it('tells a bomb within a minute, however slowly its gifts come', async () => {
    const behaviour = await start();
    behaviour.onEvent(bomb(viewer, 'b1', 100));
    for (let index = 0; index < 20; index++) {
      await clock.tick(4_000);
      behaviour.onEvent(gift(viewer, receiver(index), 'b1'));
    }
    assert.deepEqual([told.length, payloads()[0]?.count], [1, 100]);
  });

  it('gathers gifts that come before the announcement', async () => {
    const behaviour = await start();
    for (const index of [1, 2]) behaviour.onEvent(gift(viewer, receiver(index), 'b1'));
    await clock.tick(9_000);
    behaviour.onEvent(bomb(viewer, 'b1', 3));
    behaviour.onEvent(gift(viewer, receiver(3), 'b1'));
    assert.deepEqual([told.length, payloads()[0]?.count], [1, 3]);
    assert.deepEqual(payloads()[0]?.recipients, ['R1', 'R2', 'R3']);
  });

  it('makes one message of gifts whose announcement never comes, with what the event of the bomb counts', async () => {
    const behaviour = await start();
    for (const index of [1, 2]) behaviour.onEvent(gift(viewer, receiver(index), 'b1'));
    await clock.tick(10_000);
    assert.deepEqual([told.length, payloads()[0]?.count, payloads()[0]?.kind], [1, 2, 'giftBomb']);
    behaviour.onEvent(bomb(viewer, 'b1', 5));
    behaviour.onEvent(gave(viewer, 5));
    await clock.tick(60_000);
    assert.equal(told.length, 1, 'too late: not twice');

    behaviour.onEvent(gave(other, 4));
    behaviour.onEvent(gift(other, receiver(1), 'b2'));
    await clock.tick(60_000);
    assert.deepEqual([told.length, payloads()[1]?.count, payloads()[1]?.kind], [2, 4, 'giftBomb']);
  });

  it('keeps two bombs at the same time apart, of one giver too', async () => {
    const behaviour = await start();
    behaviour.onEvent(bomb(viewer, 'b1', 2));
    behaviour.onEvent(bomb(viewer, 'b2', 2));
    for (const [index, id] of ['b2', 'b1', 'b1', 'b2'].entries())
      behaviour.onEvent(gift(viewer, receiver(index), id));
    assert.deepEqual(
      payloads().map(({ recipients }) => recipients),
      [
        ['R1', 'R2'],
        ['R0', 'R3'],
      ],
    );
  });

  it('tells every gift of a bomb and not the bomb, where that is wanted', async () => {
    const behaviour = await start({ bombsAsOne: false });
    behaviour.onEvent(gave(viewer, 2));
    behaviour.onEvent(bomb(viewer, 'b1', 2));
    for (const index of [1, 2]) {
      behaviour.onEvent(subscribed(receiver(index), true));
      behaviour.onEvent(gift(viewer, receiver(index), 'b1'));
    }
    await clock.tick(60_000);
    assert.deepEqual(kinds(), ['gift', 'gift']);
  });

  it('names nobody for an anonymous gift, and thanks an anonymous viewer', async () => {
    const behaviour = await start();
    behaviour.onEvent(gave(null, 2));
    behaviour.onEvent(bomb(null, 'b1', 2));
    for (const index of [1, 2]) behaviour.onEvent(gift(null, receiver(index), 'b1'));
    await clock.tick(60_000);
    assert.deepEqual(told[0]?.twitch.user, {
      id: null,
      login: null,
      name: 'Anonymous',
      roles: [],
      anonymous: true,
    });
    assert.equal(told[0]?.twitch.summary, 'An anonymous viewer gifted 2 subscriptions to the community.');
    assert.equal(told.length, 1);
  });

  it('does not double a resub, whichever of its two events comes first', async () => {
    const behaviour = await start();
    const message = (who: Who): EventNotification =>
      event('channel.subscription.message', {
        ...person('user', who),
        tier: '2000',
        message: { text: '', emotes: null },
        cumulative_months: 8,
        streak_months: null,
        duration_months: 1,
      });
    behaviour.onEvent(resub(viewer));
    behaviour.onEvent(message(viewer));
    behaviour.onEvent(message(other));
    await clock.tick(19_000);
    behaviour.onEvent(resub(other));
    await clock.tick(600_000);
    assert.deepEqual(kinds(), ['resub', 'resub']);
  });

  it('tells what chat does not show, after a while, and then not again', async () => {
    const behaviour = await start();
    behaviour.onEvent(subscribed(viewer));
    await clock.tick(19_000);
    assert.equal(told.length, 0);
    await clock.tick(1_000);
    assert.deepEqual(kinds(), ['sub']);
    assert.equal(told[0]?.twitch.summary, 'Pixel_Heron subscribed.');
    await clock.tick(60_000);
    behaviour.onEvent(sub(viewer));
    assert.equal(told.length, 1, 'chat comes too late');
    behaviour.onEvent(gave(other, 3));
    for (const index of [1, 2, 3]) behaviour.onEvent(subscribed(receiver(index), true));
    await clock.tick(60_000);
    assert.deepEqual(
      [told.length, payloads()[1]?.count, payloads()[1]?.recipients],
      [2, 3, ['R1', 'R2', 'R3']],
    );
    assert.equal(told[1]?.twitch.user?.id, other.id);
    behaviour.onEvent(bomb(other, 'b9', 3));
    behaviour.onEvent(gift(other, receiver(1), 'b9'));
    await clock.tick(60_000);
    assert.equal(told.length, 2, 'chat comes too late for the bomb');
  });

  it('joins one to one: two gifts of one person are two', async () => {
    const behaviour = await start();
    behaviour.onEvent(gift(viewer, receiver(1)));
    behaviour.onEvent(gave(viewer, 1));
    behaviour.onEvent(gave(viewer, 1));
    await clock.tick(60_000);
    assert.deepEqual(kinds(), ['gift', 'gift']);
  });

  it('does not double a gift that is passed on', async () => {
    const behaviour = await start();
    behaviour.onEvent(gave(viewer, 1));
    behaviour.onEvent(subscribed(other, true));
    behaviour.onEvent(notice('pay_it_forward', viewer, { gifter_is_anonymous: true }));
    await clock.tick(60_000);
    assert.deepEqual(kinds(), ['payItForward']);
    const own = triggerContext();
    const to = { 'recipient-id': other.id, 'recipient-user-name': other.login, user: 'Pixel_Heron' };
    behaviour.onNotice(sampleNotice(own, to, 'standardpayforward'));
    behaviour.onNotice(sampleNotice(own, to, 'subgift'));
    assert.deepEqual(kinds(), ['payItForward', 'payItForward']);
  });

  it('leaves out what happens in another channel of a shared chat', async () => {
    const behaviour = await start();
    behaviour.onEvent(notice('shared_chat_sub', viewer, { sub_tier: '1000', is_prime: false }));
    behaviour.onEvent(
      notice('sub', viewer, { sub_tier: '1000', is_prime: false }, { source_broadcaster_user_id: '999' }),
    );
    behaviour.onNotice({ ...sampleNotice(context, {}, 'sub'), sharedFrom: '999' });
    behaviour.onLine(line('Cheer100', { bits: 100, sharedFrom: '999' }));
    await clock.tick(60_000);
    assert.equal(told.length, 0);
    behaviour.onEvent(
      notice(
        'sub',
        viewer,
        { sub_tier: '1000', is_prime: false },
        { source_broadcaster_user_id: streamer.id },
      ),
    );
    assert.deepEqual(kinds(), ['sub'], 'ours, while the chat is shared');
  });

  it('takes a notice once that is delivered again under another message id', async () => {
    const behaviour = await start();
    const first = sub(viewer);
    behaviour.onEvent(first);
    behaviour.onEvent({ ...first, id: 'another' });
    assert.equal(told.length, 1);
  });

  it('passes over announcements, raids and kinds that nobody knows yet', async () => {
    const behaviour = await start();
    behaviour.onEvent(notice('announcement', viewer, { color: 'PRIMARY' }));
    behaviour.onEvent(notice('raid', viewer, { viewer_count: 3 }));
    behaviour.onEvent(notice('brand_new', viewer, {}));
    behaviour.onEvent(event('channel.chat.notification', { notice_type: null }));
    assert.equal(told.length, 0);
  });

  it('hears the same in chat without a sign-in, anonymous gifts and bits included', async () => {
    const behaviour = await start();
    behaviour.onNotice(sampleNotice(context, {}, 'sub'));
    behaviour.onNotice(sampleNotice(context, {}, 'resub'));
    behaviour.onNotice(sampleNotice(context, {}, 'anonsubgift'));
    behaviour.onNotice(sampleNotice(context, {}, 'primepaidupgrade'));
    behaviour.onLine(line('Cheer100 go', { bits: 100 }));
    behaviour.onLine(line('no bits'));
    assert.deepEqual(kinds(), ['sub', 'resub', 'gift', 'upgrade', 'cheer']);
    assert.equal(told[2]?.twitch.user?.anonymous, true);
    assert.equal(told[4]?.twitch.message?.id, 'line-1', 'bits in chat can be replied to');
  });

  it('gathers a bomb in chat, and an older one that is known only by its origin', async () => {
    const behaviour = await start();
    for (const [bombId, giftIds] of [
      [{ 'community-gift-id': '77' }, { 'community-gift-id': '77', 'origin-id': '77' }],
      [{ 'community-gift-id': '', 'origin-id': '88' }, { 'origin-id': '88' }],
    ] as const) {
      behaviour.onNotice(sampleNotice(context, { 'mass-gift-count': '2', ...bombId }, 'submysterygift'));
      behaviour.onNotice(sampleNotice(context, { ...giftIds, 'recipient-id': '1' }, 'subgift'));
      behaviour.onNotice(sampleNotice(context, { ...giftIds, 'recipient-id': '2' }, 'subgift'));
    }
    behaviour.onNotice(sampleNotice(context, { 'origin-id': '99' }, 'subgift'));
    assert.deepEqual(
      payloads().map(({ kind, count }) => [kind, count]),
      [
        ['giftBomb', 2],
        ['giftBomb', 2],
        ['gift', 1],
      ],
    );
  });

  it('lets only the wanted kinds through, worth enough', async () => {
    const behaviour = await start({ kinds: ['giftBomb', 'cheer'], atLeast: 1000 });
    behaviour.onEvent(sub(viewer));
    behaviour.onEvent(bomb(viewer, 'b1', 1));
    behaviour.onEvent(bomb(viewer, 'b2', 2));
    await clock.tick(60_000);
    behaviour.onLine(line('x', { bits: 999 }));
    behaviour.onLine(line('x', { bits: 1000 }));
    assert.deepEqual(
      payloads().map(({ kind, amount }) => [kind, amount]),
      [
        ['giftBomb', 1000],
        ['cheer', 1000],
      ],
    );
  });

  it('takes a bomb up after a restart, and knows those it has told', async () => {
    const first = await start();
    first.onEvent(bomb(viewer, 'b1', 1));
    first.onEvent(gift(viewer, receiver(9), 'b1'));
    first.onEvent(bomb(viewer, 'b2', 3));
    first.onEvent(gift(viewer, receiver(1), 'b2'));
    first.onEvent(subscribed(other));
    await settle();
    first.stop();
    assert.equal(told.length, 1);
    const second = await start();
    second.onEvent(gift(viewer, receiver(9), 'b1'));
    second.onEvent(gift(viewer, receiver(2), 'b2'));
    await clock.tick(60_000);
    assert.deepEqual(
      payloads().map(({ kind, count, recipients }) => [kind, count, recipients]),
      [
        ['giftBomb', 1, ['R9']],
        ['giftBomb', 3, ['R1', 'R2']],
        ['sub', 1, []],
      ],
    );
  });

  it('waits with what comes before its memory is read, and lives with a memory that cannot be read', async () => {
    let fail: (error: Error) => void = () => undefined;
    const state = {
      get: () => new Promise<unknown>((_, reject) => (fail = reject)),
      set: () => Promise.reject(new Error('full')),
    };
    context = { ...context, state };
    const settings = { kinds: supportKinds, atLeast: 0, bombsAsOne: true };
    const behaviour = createSubscriptionBehaviour(settings, context, ({ msg }) => told.push(msg));
    running.push(behaviour);
    const started = behaviour.start();
    behaviour.onEvent(sub(viewer));
    assert.equal(told.length, 0);
    fail(new Error('no file'));
    await started;
    assert.deepEqual(kinds(), ['sub']);
  });

  it('says nothing after it was stopped', async () => {
    const behaviour = await start();
    behaviour.onEvent(bomb(viewer, 'b1', 9));
    behaviour.stop();
    behaviour.onEvent(sub(viewer));
    await clock.tick(60_000);
    assert.equal(told.length, 0);
  });

  it('makes a test of each kind in turn, a new one each press, worth enough', async () => {
    const behaviour = await start({ atLeast: 700 });
    const tests = Array.from({ length: 14 }, () => behaviour.test({}));
    const messages = tests.map((outcome) => ('msg' in outcome ? outcome.msg : assert.fail()));
    const seen = messages.map(({ payload }) => (payload as Payload).kind);
    assert.deepEqual(new Set(seen), new Set(supportKinds.filter((kind) => kind !== 'payItForward')));
    assert.equal(new Set(messages.map(({ twitch }) => twitch.id)).size, 14);
    for (const { payload, twitch } of messages) {
      assert.ok((payload as Payload).amount >= 700);
      assert.equal(twitch.test, true);
      assert.ok(!/undefined|null|NaN/.test(twitch.summary ?? ''), twitch.summary ?? '');
    }
    assert.equal(told.length, 0);
  });

  it('makes the test that is asked for', async () => {
    const behaviour = await start();
    const outcome = behaviour.test({ kind: 'giftBomb', count: 50, user: 'Ana' });
    assert.ok('msg' in outcome);
    const { payload, twitch } = outcome.msg;
    assert.equal((payload as Payload).count, 50);
    assert.equal(twitch.summary, 'Ana gifted 50 subscriptions to the community.');
    assert.deepEqual((await start({ atLeast: 5000 })).test({ kind: 'sub' }), { stoppedBy: 'atLeast' });
    assert.deepEqual((await start({ kinds: [] })).test({}), { stoppedBy: 'kinds' });
  });
});
