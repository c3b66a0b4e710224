import assert from 'node:assert/strict';
import { allEvents, eventRow } from '../../src/tables/events';
import { eventToMessage, shapedEventTypes } from '../../src/behaviour/event-to-message';
import type { TwitchMessage } from '../../src/behaviour/message';
import { identities, other, streamer, viewer } from './support/world';

const source = { account: 'my account', practice: false, identities: () => identities };

/** The message of a type's sample with some fields changed. */
function told(type: string, changes: Record<string, unknown> = {}, version?: string): TwitchMessage {
  const sample = (eventRow(type, version)?.sample ?? {}) as Record<string, unknown>;
  return eventToMessage(
    { id: 'e', type, version: version ?? '1', at: '2026-11-23T12:00:00Z', event: { ...sample, ...changes } },
    source,
  );
}

/** Types without a sentence for chat: private, technical, or about what somebody wrote. */
const silent = [
  'channel.chat.message',
  'channel.chat.user_message_hold',
  'channel.chat.user_message_update',
  'channel.suspicious_user.message',
  'channel.suspicious_user.update',
  'conduit.shard.disabled',
  'user.authorization.grant',
  'user.authorization.revoke',
  'user.update',
  'user.whisper.message',
];

describe('an event as a message', () => {
  it('has a shape of its own for every type of the table', () => {
    const types = [...new Set(allEvents().map(({ type }) => type))];
    assert.deepEqual(
      types.filter((type) => !shapedEventTypes.includes(type)),
      [],
    );
    assert.deepEqual(
      shapedEventTypes.filter((type) => !types.includes(type as never)),
      [],
    );
  });

  it('has one sentence, but for those that have none', () => {
    const without = allEvents().filter(
      ({ type, version }) => told(type, {}, version).twitch.summary === null,
    );
    assert.deepEqual([...new Set(without.map(({ type }) => type))].toSorted(), silent);
  });

  it('never puts what a viewer typed into its sentence', () => {
    const typed = 'rude words here';
    for (const row of allEvents()) {
      const message = { text: typed, message_id: 'x', fragments: [] };
      const { summary } = told(
        row.type,
        { message, text: typed, user_input: typed, terms: [typed] },
        row.version,
      ).twitch;
      assert.ok(!summary?.includes(typed), row.type);
    }
  });

  const sentences: readonly [type: string, sentence: string, changes?: Record<string, unknown>][] = [
    ['channel.follow', 'Pixel_Heron is now following.'],
    ['channel.subscribe', 'Pixel_Heron subscribed.'],
    ['channel.subscribe', 'Pixel_Heron subscribed at tier 3.', { tier: '3000' }],
    ['channel.subscribe', 'Pixel_Heron received a gifted subscription.', { is_gift: true }],
    ['channel.subscription.gift', 'Pixel_Heron gifted 5 subscriptions.'],
    [
      'channel.subscription.gift',
      'An anonymous viewer gifted 1 subscription.',
      { is_anonymous: true, total: 1, user_id: null, user_login: null, user_name: null },
    ],
    ['channel.subscription.message', 'Pixel_Heron subscribed for 15 months at tier 2.'],
    ['channel.cheer', 'Pixel_Heron cheered 50 bits.'],
    ['channel.bits.use', 'Pixel_Heron cheered 100 bits.'],
    ['channel.bits.use', 'Pixel_Heron used a Power-up for 100 bits.', { type: 'power_up' }],
    ['channel.update', 'Now: Speedrun practice (Just Chatting)'],
    ['channel.ad_break.begin', 'An ad break of 90 seconds has started.'],
    ['channel.ban', 'Pixel_Heron was timed out for 10 minutes.'],
    ['channel.ban', 'Pixel_Heron was banned.', { is_permanent: true, ends_at: null }],
    ['channel.moderate', 'Quiet_Badger warned Pixel_Heron.'],
    ['channel.moderate', 'Quiet_Badger turned slow mode off.', { action: 'slowoff', warn: null }],
    ['channel.moderator.add', 'Pixel_Heron is now a moderator.'],
    ['channel.shoutout.create', 'Go and see Tidewater_TV: https://twitch.tv/tidewater_tv'],
    ['channel.chat_settings.update', 'Chat is now: followers only (10 minutes).'],
    ['channel.channel_points_custom_reward_redemption.add', 'Pixel_Heron redeemed Posture check.'],
    [
      'channel.channel_points_custom_reward_redemption.update',
      'Pixel_Heron got the points for Posture check back.',
      { status: 'canceled' },
    ],
    ['channel.channel_points_automatic_reward_redemption.add', 'Pixel_Heron redeemed Highlight My Message.'],
    ['channel.custom_power_up_redemption.add', 'Pixel_Heron redeemed Pick the lane for 300 bits.'],
    ['channel.poll.begin', 'Poll: Next map? Glacier or Harbour.'],
    ['channel.poll.progress', 'Harbour leads with 180 of 270 votes.'],
    ['channel.poll.end', 'Harbour won with 180 of 270 votes (67%).'],
    ['channel.prediction.begin', 'Prediction: Win this run? Yes or No.'],
    ['channel.prediction.lock', 'Bets are closed: Win this run?'],
    ['channel.prediction.end', 'Yes was right: 5 of 11 viewers share 6600 points.'],
    [
      'channel.prediction.end',
      'The prediction was called off, everybody gets the points back.',
      { status: 'canceled', winning_outcome_id: null },
    ],
    ['channel.hype_train.begin', 'A hype train has started at level 2.'],
    ['channel.hype_train.end', 'The hype train reached level 2.'],
    ['channel.charity_campaign.donate', 'Pixel_Heron donated 10.50 EUR to Example Relief Fund.'],
    ['channel.goal.progress', 'Road to 2k: 1894 of 2000.'],
    ['channel.goal.end', 'Goal reached: Road to 2k.'],
    ['stream.online', 'Lumen_Forge is live.'],
    ['channel.shared_chat.begin', 'Shared chat has started with Tidewater_TV.'],
    ['channel.chat.notification', 'Pixel_Heron subscribed for 8 months.'],
  ];
  for (const [type, sentence, changes] of sentences) {
    it(`says "${sentence}"`, () => assert.equal(told(type, changes).twitch.summary, sentence));
  }

  it('knows who did it and whom it was aimed at', () => {
    const ban = told('channel.ban').twitch;
    assert.equal(ban.user?.name, 'Quiet_Badger');
    assert.equal(ban.target?.name, 'Pixel_Heron');
    assert.equal(told('channel.follow').twitch.target, null);
    assert.equal(told('channel.moderator.add').twitch.target?.name, 'Pixel_Heron');
  });

  it('keeps anonymous people anonymous', () => {
    const { user } = told('channel.cheer', {
      is_anonymous: true,
      user_id: null,
      user_login: null,
      user_name: null,
    }).twitch;
    assert.deepEqual(user, { id: null, login: null, name: 'Anonymous', roles: [], anonymous: true });
  });

  it('knows the broadcaster among those who do something', () => {
    const event = {
      user_id: streamer.id,
      user_login: streamer.login,
      user_name: streamer.name,
      broadcaster_user_id: streamer.id,
      broadcaster_user_login: streamer.login,
      broadcaster_user_name: streamer.name,
    };
    assert.deepEqual(told('channel.follow', event).twitch.user?.roles, ['broadcaster']);
  });

  it('aims a gift at nobody, so that thanks go to the giver', () => {
    const gift = {
      notice_type: 'sub_gift',
      sub_gift: {
        duration_months: 1,
        cumulative_total: 6,
        recipient_user_id: other.id,
        recipient_user_login: other.login,
        recipient_user_name: other.name,
        sub_tier: '1000',
        community_gift_id: null,
      },
    };
    const { twitch, payload } = told('channel.chat.notification', gift);
    assert.equal(twitch.target, null);
    assert.equal((payload as { recipient: string }).recipient, other.name);
  });

  it('tells a raid from both sides', () => {
    const out = {
      from_broadcaster_user_id: streamer.id,
      to_broadcaster_user_id: other.id,
      to_broadcaster_user_login: other.login,
      to_broadcaster_user_name: other.name,
    };
    const msg = told('channel.raid', out);
    assert.equal(msg.twitch.summary, 'We raided Tidewater with 73 viewers.');
    assert.equal(msg.twitch.target?.id, other.id);
    assert.deepEqual(msg.twitch.channel, streamer);
    assert.equal(
      (told('channel.raid', { to_broadcaster_user_id: streamer.id }).payload as { outgoing: boolean })
        .outgoing,
      false,
    );
  });

  it('brings what later nodes need: redemption, held line, unban request, line', () => {
    assert.deepEqual(
      told('channel.channel_points_custom_reward_redemption.add', { user_input: 'blue' }).twitch.redemption,
      {
        id: 'c1f5a0de-77aa-4b1f-9a3e-2f6d0d9c8b71',
        rewardId: '5f0c6d3e-1a2b-4c3d-8e4f-90a1b2c3d4e5',
        title: 'Posture check',
        cost: 350,
        input: 'blue',
        canFinish: null,
      },
    );
    assert.equal(
      told('channel.channel_points_automatic_reward_redemption.add').twitch.redemption?.canFinish,
      false,
    );
    assert.equal(told('automod.message.hold').twitch.held?.messageId, '6c1d3f0a-5a1b-4f40-9f6e-0f8f6a9b1c2d');
    assert.equal(told('channel.unban_request.create').twitch.unbanRequest?.id, 'ubr-60a1');
    assert.equal(told('channel.chat.message').twitch.message?.id, '9f1c2d3e-4b5a-4c6d-8e7f-a0b1c2d3e4f5');
    assert.deepEqual(told('channel.chat.message').twitch.user?.roles, ['subscriber']);
  });

  it('has the same shape for both versions of a type', () => {
    for (const type of ['automod.message.hold', 'channel.channel_points_automatic_reward_redemption.add']) {
      const [one, two] = ['1', '2'].map((version) => Object.keys(told(type, {}, version).payload as object));
      assert.deepEqual(one, two, type);
    }
    assert.equal((told('automod.message.hold', {}, '1').payload as { level: number }).level, 3);
  });

  it('converts numbers that come as texts', () => {
    const payload = told('channel.ad_break.begin', { duration_seconds: '60', is_automatic: 'true' }).payload;
    assert.equal((payload as { seconds: number }).seconds, 60);
    assert.equal((payload as { automatic: boolean }).automatic, true);
  });

  it('tells unknown types generically: flat, people by name, no sentence', () => {
    const msg = told('channel.brand_new', {
      broadcaster_user_id: streamer.id,
      broadcaster_user_login: streamer.login,
      broadcaster_user_name: streamer.name,
      user_id: viewer.id,
      user_login: viewer.login,
      user_name: viewer.name,
      target_user_id: other.id,
      target_user_login: other.login,
      target_user_name: other.name,
      some_count: 3,
      is_new: true,
      reward: { id: 'r', title: 'Cake', deeper: { x: 1 } },
      list: ['a'],
      people: [{ user_name: 'x' }],
    });
    assert.deepEqual(msg.payload, {
      user: viewer.name,
      target: other.name,
      someCount: 3,
      isNew: true,
      rewardId: 'r',
      rewardTitle: 'Cake',
      list: ['a'],
    });
    assert.equal(msg.twitch.user?.id, viewer.id);
    assert.equal(msg.twitch.target?.id, other.id);
    assert.deepEqual(msg.twitch.channel, streamer);
    assert.equal(msg.twitch.summary, null);
  });

  it('survives events that are not what they should be', () => {
    for (const event of [null, 5, 'x', [], {}, { user_name: 7, reward: null, choices: 'none' }]) {
      for (const type of [...shapedEventTypes, 'channel.brand_new', '__proto__', 'constructor']) {
        const msg = eventToMessage({ id: 'e', type, version: '1', at: 'never', event }, source);
        assert.equal(msg.twitch.at, 0);
        assert.deepEqual(msg.twitch.event, event);
      }
    }
  });

  it('gives each message a channel of its own, so that a flow that writes to it changes nothing else', () => {
    const raid = { from_broadcaster_user_id: streamer.id, from_broadcaster_user_login: streamer.login };
    for (const event of [{}, raid]) {
      const { channel } = eventToMessage(
        { id: 'e', type: 'channel.raid', version: '1', at: '', event },
        source,
      ).twitch;
      assert.deepEqual(channel, streamer);
      assert.notEqual(channel, identities.channel);
    }
  });

  it('reads as many names as may come over the wire, each in its own way', () => {
    for (let index = 0; index < 1_500; index += 1) {
      assert.deepEqual(told('channel.brand_new', { [`count_of_${index}`]: index }).payload, {
        [`countOf${index}`]: index,
      });
    }
  });

  it('marks what was read again after a gap', () => {
    const notification = {
      id: 'e',
      type: 'channel.follow',
      version: '2',
      at: '2026-11-23T12:00:00Z',
      event: {},
      recovered: true,
    } as const;
    assert.equal(eventToMessage(notification, source).twitch.recovered, true);
  });
});
