import assert from 'node:assert/strict';
import { allEndpoints, endpoint, type EndpointId } from '../../../src/tables/endpoints';
import { allEvents } from '../../../src/tables/events';
import { EventSubClient } from '../support/eventsub-client';
import { Rig, type Answer } from '../support/rig';
import { IrcClient } from '../support/socket-client';

type Values = Record<string, string | number | boolean | readonly string[]>;

/** One write: how it is made, and all that it does. */
interface Write {
  /** Changes the world so that the call makes sense; what it returns goes to the call. */
  readonly before?: (rig: Rig) => unknown;
  readonly call: (rig: Rig, prepared: never) => { query?: Values; body?: object; as?: string };
  /** What has to happen besides before the effect is complete: time, mostly. */
  readonly afterwards?: (rig: Rig, answer: Answer) => unknown;
  /** Types of all EventSub notifications that the world sends out because of it. */
  readonly events: readonly string[];
  /** Those among them that go to somebody else: the first of the other streamers, or the first viewer. */
  readonly elsewhere?: { readonly to: 'streamer' | 'viewer'; readonly events: readonly string[] };
  /** Of each IRC line that a bystander in the channel sees, a part that tells it. */
  readonly lines: readonly string[];
  /** What the world says of it afterwards, by a call that reads. */
  readonly reads: (rig: Rig, answer: Answer, prepared: never) => Promise<void> | void;
}

/** Nothing reads it back: Twitch has no such call. */
const unreadable = (): void => undefined;

const home = (rig: Rig): string => rig.sim.users.broadcaster.id;
const viewer = (rig: Rig, index = 0): { id: string; login: string; name: string } =>
  rig.sim.users.viewers[index]!;
const mod = (rig: Rig): Values => ({ broadcaster_id: home(rig), moderator_id: home(rig) });
const own = (rig: Rig): Values => ({ broadcaster_id: home(rig) });
const world = (rig: Rig) => rig.sim.world;
const lamp = (rig: Rig) =>
  world(rig)
    .channel(home(rig))!
    .rewards.find((reward) => reward.clientId === rig.sim.clientId)!;

// Tests look into answers of every shape.
// oxlint-disable-next-line typescript/no-explicit-any
async function first(rig: Rig, what: string, query: Values): Promise<any> {
  return (await rig.ok(what, { query })).data[0];
}

const writes: Readonly<Record<string, Write>> = {
  // Ads
  'start-commercial': {
    call: (rig) => ({ body: { broadcaster_id: home(rig), length: 60 } }),
    events: ['channel.ad_break.begin v1'],
    lines: [],
    reads: async (rig) => {
      const { last_ad_at: at } = await first(rig, 'GET /channels/ads', own(rig));
      assert.notEqual(at, '');
    },
  },
  'snooze-next-ad': {
    before: async (rig) => (await first(rig, 'GET /channels/ads', own(rig))).snooze_count,
    call: (rig) => ({ query: own(rig) }),
    events: [],
    lines: [],
    reads: async (rig, _answer, before: never) => {
      assert.equal((await first(rig, 'GET /channels/ads', own(rig))).snooze_count, Number(before) - 1);
    },
  },
  // Channels
  'modify-channel-information': {
    call: (rig) => ({ query: own(rig), body: { title: 'Fog horns', game_id: '509658' } }),
    events: ['channel.update v2'],
    lines: [],
    reads: async (rig) => {
      const { title, game_id: game } = await first(rig, 'GET /channels', own(rig));
      assert.deepEqual([title, game], ['Fog horns', '509658']);
    },
  },
  // Channel Points
  'create-custom-rewards': {
    call: (rig) => ({ query: own(rig), body: { title: 'Ring the bell', cost: 50 } }),
    events: ['channel.channel_points_custom_reward.add v1'],
    lines: [],
    reads: async (rig, answer) => {
      const query = { ...own(rig), id: answer.body.data[0].id };
      assert.equal((await first(rig, 'GET /channel_points/custom_rewards', query)).title, 'Ring the bell');
    },
  },
  'update-custom-reward': {
    call: (rig) => ({ query: { ...own(rig), id: lamp(rig).id }, body: { cost: 77 } }),
    events: ['channel.channel_points_custom_reward.update v1'],
    lines: [],
    reads: async (rig) => {
      const query = { ...own(rig), id: lamp(rig).id };
      assert.equal((await first(rig, 'GET /channel_points/custom_rewards', query)).cost, 77);
    },
  },
  'delete-custom-reward': {
    before: (rig) => lamp(rig).id,
    call: (rig, id) => ({ query: { ...own(rig), id } }),
    events: ['channel.channel_points_custom_reward.remove v1'],
    lines: [],
    reads: async (rig, _answer, id: never) => {
      const query = { ...own(rig), id };
      await rig.refused('GET /channel_points/custom_rewards', { query }, 404, /not found/i);
    },
  },
  'update-redemption-status': {
    before: (rig) => world(rig).redeem({ login: viewer(rig).login, reward: lamp(rig).id, text: 'green' }).id,
    call: (rig, id) => ({
      query: { ...own(rig), reward_id: lamp(rig).id, id },
      body: { status: 'FULFILLED' },
    }),
    events: ['channel.channel_points_custom_reward_redemption.update v1'],
    lines: [],
    reads: async (rig, _answer, id: never) => {
      const query = { ...own(rig), reward_id: lamp(rig).id, id };
      assert.equal(
        (await first(rig, 'GET /channel_points/custom_rewards/redemptions', query)).status,
        'FULFILLED',
      );
    },
  },
  // Chat
  'update-chat-settings': {
    call: (rig) => ({ query: mod(rig), body: { slow_mode: true, slow_mode_wait_time: 30 } }),
    events: ['channel.moderate v1', 'channel.moderate v2', 'channel.chat_settings.update v1'],
    lines: ['ROOMSTATE', 'msg-id=slow_on'],
    reads: async (rig) => {
      assert.equal((await first(rig, 'GET /chat/settings', mod(rig))).slow_mode_wait_time, 30);
    },
  },
  'send-chat-announcement': {
    call: (rig) => ({ query: mod(rig), body: { message: 'Raffle at nine', color: 'green' } }),
    events: ['channel.chat.notification v1'],
    lines: ['msg-id=announcement'],
    reads: unreadable,
  },
  'send-a-shoutout': {
    call: (rig) => ({
      query: {
        from_broadcaster_id: home(rig),
        to_broadcaster_id: world(rig).cast.streamers[0]!.id,
        moderator_id: home(rig),
      },
    }),
    events: ['channel.shoutout.create v1'],
    elsewhere: { to: 'streamer', events: ['channel.shoutout.receive v1'] },
    lines: [],
    reads: async (rig) => {
      const query = {
        from_broadcaster_id: home(rig),
        to_broadcaster_id: world(rig).cast.streamers[1]!.id,
        moderator_id: home(rig),
      };
      // The only trace that can be read: the next one has to wait.
      await rig.refused('POST /chat/shoutouts', { query }, 429, /./);
    },
  },
  'send-chat-message': {
    call: (rig) => ({ body: { broadcaster_id: home(rig), sender_id: home(rig), message: 'Ahoy' } }),
    events: ['channel.chat.message v1'],
    lines: ['PRIVMSG #harborlight_tv :Ahoy'],
    reads: unreadable,
  },
  'pin-chat-message': {
    before: (rig) => world(rig).say({ login: viewer(rig).login, text: 'pin me' }),
    call: (rig, id) => ({ query: { ...mod(rig), message_id: id } }),
    events: [],
    lines: [],
    reads: async (rig, _answer, id: never) => {
      assert.equal((await first(rig, 'GET /chat/pins', mod(rig))).message_id, id);
    },
  },
  'update-pinned-chat-message': {
    before: (rig) => {
      const id = world(rig).say({ login: viewer(rig).login, text: 'pin me' });
      world(rig).spotlight.pin(home(rig), home(rig), id, 60);
      return id;
    },
    call: (rig, id) => ({ query: { ...mod(rig), message_id: id, duration_seconds: 600 } }),
    events: [],
    lines: [],
    reads: async (rig) => {
      const { ends_at: endsAt } = await first(rig, 'GET /chat/pins', mod(rig));
      assert.equal(Date.parse(endsAt) - rig.clock.now(), 600_000);
    },
  },
  'unpin-chat-message': {
    before: (rig) => {
      const id = world(rig).say({ login: viewer(rig).login, text: 'pin me' });
      world(rig).spotlight.pin(home(rig), home(rig), id, 60);
      return id;
    },
    call: (rig, id) => ({ query: { ...mod(rig), message_id: id } }),
    events: [],
    lines: [],
    reads: async (rig) => assert.equal(await first(rig, 'GET /chat/pins', mod(rig)), undefined),
  },
  'update-user-chat-color': {
    call: (rig) => ({ query: { user_id: home(rig), color: 'hot_pink' } }),
    events: [],
    lines: [],
    reads: async (rig) => {
      assert.equal((await first(rig, 'GET /chat/color', { user_id: home(rig) })).color, '#FF69B4');
    },
  },
  // Clips
  'create-clip': {
    call: (rig) => ({ query: own(rig) }),
    afterwards: (rig) => rig.clock.tick(60_000),
    events: [],
    lines: [],
    reads: async (rig, answer) => {
      assert.equal(
        (await first(rig, 'GET /clips', { id: answer.body.data[0].id })).broadcaster_id,
        home(rig),
      );
    },
  },
  'create-clip-from-vod': {
    call: (rig) => ({
      query: {
        ...own(rig),
        editor_id: home(rig),
        vod_id: world(rig).channel(home(rig))!.stream!.videoId,
        vod_offset: 60,
        title: 'The wave',
      },
    }),
    afterwards: (rig) => rig.clock.tick(60_000),
    events: [],
    lines: [],
    reads: async (rig, answer) => {
      assert.equal((await first(rig, 'GET /clips', { id: answer.body.data[0].id })).title, 'The wave');
    },
  },
  // Moderation
  'check-automod-status': {
    call: (rig) => ({ query: own(rig), body: { data: [{ msg_id: '1', msg_text: 'hello' }] } }),
    events: [],
    lines: [],
    reads: (_rig, answer) => assert.equal(answer.body.data[0].is_permitted, true),
  },
  'manage-held-automod-messages': {
    before: (rig) => world(rig).review.hold(home(rig), viewer(rig).id, 'salty words').id,
    call: (rig, id) => ({ body: { user_id: home(rig), msg_id: id, action: 'ALLOW' } }),
    events: ['automod.message.update v1', 'automod.message.update v2', 'channel.chat.message v1'],
    elsewhere: { to: 'viewer', events: ['channel.chat.user_message_update v1'] },
    lines: ['PRIVMSG #harborlight_tv :salty words'],
    reads: unreadable,
  },
  'update-automod-settings': {
    call: (rig) => ({ query: mod(rig), body: { overall_level: 3 } }),
    events: ['automod.settings.update v1'],
    lines: [],
    reads: async (rig) => {
      assert.equal((await first(rig, 'GET /moderation/automod/settings', mod(rig))).overall_level, 3);
    },
  },
  'ban-user': {
    call: (rig) => ({
      query: mod(rig),
      body: { data: { user_id: viewer(rig).id, duration: 60, reason: 'spam' } },
    }),
    events: [
      'channel.chat.clear_user_messages v1',
      'channel.ban v1',
      'channel.moderate v1',
      'channel.moderate v2',
    ],
    lines: ['CLEARCHAT #harborlight_tv :anchor_ana'],
    reads: async (rig) => {
      const query = { ...own(rig), user_id: viewer(rig).id };
      assert.equal((await first(rig, 'GET /moderation/banned', query)).reason, 'spam');
    },
  },
  'unban-user': {
    before: (rig) => void world(rig).moderation.ban({ channel: home(rig), user: viewer(rig).id }),
    call: (rig) => ({ query: { ...mod(rig), user_id: viewer(rig).id } }),
    events: ['channel.unban v1', 'channel.moderate v1', 'channel.moderate v2'],
    lines: [],
    reads: async (rig) => {
      const query = { ...own(rig), user_id: viewer(rig).id };
      assert.equal(await first(rig, 'GET /moderation/banned', query), undefined);
    },
  },
  'resolve-unban-requests': {
    before: (rig) => {
      world(rig).moderation.ban({ channel: home(rig), user: viewer(rig).id });
      return world(rig).review.requestUnban(home(rig), viewer(rig).id, 'please').id;
    },
    call: (rig, id) => ({ query: { ...mod(rig), unban_request_id: id, status: 'approved' } }),
    events: [
      'channel.unban_request.resolve v1',
      'channel.moderate v1',
      'channel.moderate v2',
      'channel.unban v1',
      'channel.moderate v1',
      'channel.moderate v2',
    ],
    lines: [],
    reads: async (rig) => {
      const query = { ...mod(rig), status: 'approved' };
      assert.equal((await first(rig, 'GET /moderation/unban_requests', query)).user_id, viewer(rig).id);
      assert.equal(await first(rig, 'GET /moderation/banned', own(rig)), undefined);
    },
  },
  'add-blocked-term': {
    call: (rig) => ({ query: mod(rig), body: { text: 'barnacle' } }),
    events: ['automod.terms.update v1', 'channel.moderate v1', 'channel.moderate v2'],
    lines: [],
    reads: async (rig) => {
      assert.equal((await first(rig, 'GET /moderation/blocked_terms', mod(rig))).text, 'barnacle');
    },
  },
  'remove-blocked-term': {
    before: async (rig) =>
      (await rig.ok('POST /moderation/blocked_terms', { query: mod(rig), body: { text: 'barnacle' } }))
        .data[0].id,
    call: (rig, id) => ({ query: { ...mod(rig), id } }),
    events: ['automod.terms.update v1', 'channel.moderate v1', 'channel.moderate v2'],
    lines: [],
    reads: async (rig) =>
      assert.equal(await first(rig, 'GET /moderation/blocked_terms', mod(rig)), undefined),
  },
  'delete-chat-messages': {
    before: (rig) => world(rig).say({ login: viewer(rig).login, text: 'oops' }),
    call: (rig, id) => ({ query: { ...mod(rig), message_id: id } }),
    events: ['channel.chat.message_delete v1', 'channel.moderate v1', 'channel.moderate v2'],
    lines: ['CLEARMSG #harborlight_tv :oops'],
    reads: unreadable,
  },
  'add-channel-moderator': {
    call: (rig) => ({ query: { ...own(rig), user_id: viewer(rig).id } }),
    events: ['channel.moderator.add v1', 'channel.moderate v1', 'channel.moderate v2'],
    lines: [],
    reads: async (rig) => {
      const query = { ...own(rig), user_id: viewer(rig).id };
      assert.equal((await first(rig, 'GET /moderation/moderators', query)).user_id, viewer(rig).id);
    },
  },
  'remove-channel-moderator': {
    call: (rig) => ({ query: { ...own(rig), user_id: rig.sim.users.moderator.id } }),
    events: ['channel.moderator.remove v1', 'channel.moderate v1', 'channel.moderate v2'],
    lines: [],
    reads: async (rig) => {
      const query = { ...own(rig), user_id: rig.sim.users.moderator.id };
      assert.equal(await first(rig, 'GET /moderation/moderators', query), undefined);
    },
  },
  'add-channel-vip': {
    call: (rig) => ({ query: { ...own(rig), user_id: viewer(rig).id } }),
    events: ['channel.vip.add v1', 'channel.moderate v1', 'channel.moderate v2'],
    lines: [],
    reads: async (rig) => {
      const query = { ...own(rig), user_id: viewer(rig).id };
      assert.equal((await first(rig, 'GET /channels/vips', query)).user_id, viewer(rig).id);
    },
  },
  'remove-channel-vip': {
    call: (rig) => ({ query: { ...own(rig), user_id: rig.sim.users.vip.id } }),
    events: ['channel.vip.remove v1', 'channel.moderate v1', 'channel.moderate v2'],
    lines: [],
    reads: async (rig) => {
      const query = { ...own(rig), user_id: rig.sim.users.vip.id };
      assert.equal(await first(rig, 'GET /channels/vips', query), undefined);
    },
  },
  'update-shield-mode-status': {
    call: (rig) => ({ query: mod(rig), body: { is_active: true } }),
    events: ['channel.shield_mode.begin v1'],
    lines: [],
    reads: async (rig) => {
      assert.equal((await first(rig, 'GET /moderation/shield_mode', mod(rig))).is_active, true);
    },
  },
  'warn-chat-user': {
    call: (rig) => ({ query: mod(rig), body: { data: { user_id: viewer(rig).id, reason: 'caps' } } }),
    events: ['channel.warning.send v1', 'channel.moderate v2'],
    lines: [],
    // A warned person has to acknowledge before writing again.
    reads: (rig) => assert.throws(() => world(rig).say({ login: viewer(rig).login, text: 'hi' }), /warn/i),
  },
  'add-suspicious-status-to-chat-user': {
    call: (rig) => ({ query: mod(rig), body: { user_id: viewer(rig).id, status: 'RESTRICTED' } }),
    events: ['channel.suspicious_user.update v1'],
    lines: [],
    reads: (_rig, answer) => assert.equal(answer.body.data[0].status, 'RESTRICTED'),
  },
  'remove-suspicious-status-from-chat-user': {
    before: (rig) => world(rig).review.setSuspicious(home(rig), home(rig), viewer(rig).id, 'RESTRICTED'),
    call: (rig) => ({ query: { ...mod(rig), user_id: viewer(rig).id } }),
    events: ['channel.suspicious_user.update v1'],
    lines: [],
    reads: (_rig, answer) => assert.equal(answer.body.data[0].status, 'NO_TREATMENT'),
  },
  // Polls and predictions
  'create-poll': {
    call: (rig) => ({
      body: {
        broadcaster_id: home(rig),
        title: 'Tea?',
        choices: [{ title: 'Yes' }, { title: 'No' }],
        duration: 60,
      },
    }),
    events: ['channel.poll.begin v1'],
    lines: [],
    reads: async (rig, answer) => {
      const query = { ...own(rig), id: answer.body.data[0].id };
      assert.equal((await first(rig, 'GET /polls', query)).status, 'ACTIVE');
    },
  },
  'end-poll': {
    before: (rig) => world(rig).createPoll({ title: 'x', choices: ['a', 'b'], durationS: 60 }).id,
    call: (rig, id) => ({ body: { broadcaster_id: home(rig), id, status: 'TERMINATED' } }),
    events: ['channel.poll.end v1'],
    lines: [],
    reads: async (rig, _answer, id: never) => {
      assert.equal((await first(rig, 'GET /polls', { ...own(rig), id })).status, 'TERMINATED');
    },
  },
  'create-prediction': {
    call: (rig) => ({
      body: {
        broadcaster_id: home(rig),
        title: 'Storm?',
        outcomes: [{ title: 'Yes' }, { title: 'No' }],
        prediction_window: 60,
      },
    }),
    events: ['channel.prediction.begin v1'],
    lines: [],
    reads: async (rig, answer) => {
      const query = { ...own(rig), id: answer.body.data[0].id };
      assert.equal((await first(rig, 'GET /predictions', query)).status, 'ACTIVE');
    },
  },
  'end-prediction': {
    before: (rig) => world(rig).createPrediction({ title: 'x', outcomes: ['a', 'b'], windowS: 60 }).id,
    call: (rig, id) => ({ body: { broadcaster_id: home(rig), id, status: 'CANCELED' } }),
    events: ['channel.prediction.end v1'],
    lines: [],
    reads: async (rig, _answer, id: never) => {
      assert.equal((await first(rig, 'GET /predictions', { ...own(rig), id })).status, 'CANCELED');
    },
  },
  // Raids
  'start-a-raid': {
    call: (rig) => ({
      query: { from_broadcaster_id: home(rig), to_broadcaster_id: world(rig).cast.streamers[0]!.id },
    }),
    afterwards: (rig) => rig.clock.tick(90_000),
    events: ['channel.moderate v1', 'channel.moderate v2', 'channel.raid v1'],
    elsewhere: { to: 'streamer', events: ['channel.chat.notification v1'] },
    lines: [],
    reads: unreadable,
  },
  'cancel-a-raid': {
    before: (rig) => void world(rig).raids.start(home(rig), world(rig).cast.streamers[0]!.id),
    call: (rig) => ({ query: own(rig) }),
    events: ['channel.chat.notification v1', 'channel.moderate v1', 'channel.moderate v2'],
    lines: ['msg-id=unraid'],
    reads: async (rig) => rig.refused('DELETE /raids', { query: own(rig) }, 404, /pending raid/),
  },
  // Schedule
  'update-channel-stream-schedule': {
    call: (rig) => ({
      query: {
        ...own(rig),
        is_vacation_enabled: true,
        vacation_start_time: '2026-12-24T00:00:00Z',
        vacation_end_time: '2026-12-31T00:00:00Z',
        timezone: 'Europe/Berlin',
      },
    }),
    events: [],
    lines: [],
    reads: async (rig) => {
      const { data } = await rig.ok('GET /schedule', { query: own(rig) });
      assert.equal(data.vacation.start_time, '2026-12-24T00:00:00Z');
    },
  },
  'create-channel-stream-schedule-segment': {
    call: (rig) => ({
      query: own(rig),
      body: {
        start_time: '2026-12-24T18:00:00Z',
        timezone: 'Europe/Berlin',
        duration: '60',
        is_recurring: true,
        title: 'Carols',
      },
    }),
    events: [],
    lines: [],
    reads: async (rig) => {
      const { data } = await rig.ok('GET /schedule', { query: own(rig) });
      assert.ok(data.segments.some((segment: { title: string }) => segment.title === 'Carols'));
    },
  },
  'update-channel-stream-schedule-segment': {
    before: (rig) => world(rig).channel(home(rig))!.schedule.segments[0]!.id,
    call: (rig, id) => ({ query: { ...own(rig), id }, body: { title: 'Later' } }),
    events: [],
    lines: [],
    reads: async (rig) => {
      const { data } = await rig.ok('GET /schedule', { query: own(rig) });
      assert.ok(data.segments.some((segment: { title: string }) => segment.title === 'Later'));
    },
  },
  'delete-channel-stream-schedule-segment': {
    before: (rig) => world(rig).channel(home(rig))!.schedule.segments[0]!.id,
    call: (rig, id) => ({ query: { ...own(rig), id } }),
    events: [],
    lines: [],
    reads: (rig, _answer, id: never) =>
      assert.ok(
        !world(rig)
          .channel(home(rig))!
          .schedule.segments.some((segment) => segment.id === id),
      ),
  },
  // Streams
  'create-stream-marker': {
    call: (rig) => ({ body: { user_id: home(rig), description: 'whale' } }),
    events: [],
    lines: [],
    reads: async (rig) => {
      const [{ videos }] = (await rig.ok('GET /streams/markers', { query: { user_id: home(rig) } })).data;
      assert.equal(videos[0].markers[0].description, 'whale');
    },
  },
  // Users
  'update-user': {
    call: () => ({ query: { description: 'Sails and tales' } }),
    events: ['user.update v1'],
    lines: [],
    reads: async (rig) => {
      assert.equal((await first(rig, 'GET /users', { id: home(rig) })).description, 'Sails and tales');
    },
  },
  'block-user': {
    call: (rig) => ({ query: { target_user_id: viewer(rig).id } }),
    events: [],
    lines: [],
    reads: async (rig) => {
      assert.equal((await first(rig, 'GET /users/blocks', own(rig))).user_id, viewer(rig).id);
    },
  },
  'unblock-user': {
    before: (rig) => world(rig).profiles.block(home(rig), viewer(rig).id),
    call: (rig) => ({ query: { target_user_id: viewer(rig).id } }),
    events: [],
    lines: [],
    reads: async (rig) => assert.equal(await first(rig, 'GET /users/blocks', own(rig)), undefined),
  },
  'update-user-extensions': {
    call: () => ({
      body: {
        data: { panel: { '1': { active: true, id: 'harbourweatherpanel00000000000', version: '1.2.0' } } },
      },
    }),
    events: [],
    lines: [],
    reads: async (rig) => {
      const { data } = await rig.ok('GET /users/extensions', {});
      assert.equal(data.panel['1'].active, true);
    },
  },
  // Videos
  'delete-videos': {
    before: (rig) => world(rig).channel(home(rig))!.stream!.videoId,
    call: (_rig, id) => ({ query: { id } }),
    events: [],
    lines: [],
    reads: async (rig, _answer, id: never) => rig.refused('GET /videos', { query: { id } }, 404, /./),
  },
  // Whispers
  'send-whisper': {
    call: (rig) => ({
      query: { from_user_id: viewer(rig).id, to_user_id: home(rig) },
      body: { message: 'psst' },
      as: viewer(rig).login,
    }),
    events: ['user.whisper.message v1'],
    lines: ['WHISPER harborlight_tv :psst'],
    reads: unreadable,
  },
};

/** Categories whose writes a streamer's flow can reach. */
const CATEGORIES = new Set(
  'Ads,Bits,Channels,Channel Points,Charity,Chat,Clips,Goals,Hype Train,Moderation,Polls,Predictions,Raids,Schedule,Search,Streams,Subscriptions,Teams,Users,Videos,Whispers'.split(
    ',',
  ),
);

describe('every write through the simulated Helix', () => {
  let rig: Rig;
  let chat: IrcClient;
  let sockets: EventSubClient[];

  beforeEach(async () => {
    rig = await Rig.start();
    sockets = [];
    chat = new IrcClient(rig.sim.urls.irc);
    await chat.opened();
    const login = rig.sim.users.broadcaster.login;
    // The streamer's own chat, so that whispers are seen too.
    chat.send(
      'CAP REQ :twitch.tv/tags twitch.tv/commands',
      `PASS oauth:${rig.token(login)}`,
      `NICK ${login}`,
      `JOIN #${login}`,
    );
    await chat.line('ROOMSTATE');
    await chat.settled();
  });
  afterEach(async () => {
    chat.close();
    for (const socket of sockets) socket.close();
    await rig.close();
  });

  it('is in the list below', () => {
    const missing = allEndpoints().filter(
      (row) =>
        row.method !== 'GET' && row.status !== 'removed' && CATEGORIES.has(row.category) && !writes[row.id],
    );
    assert.deepEqual(
      missing.map((row) => row.id),
      [],
    );
  });

  for (const [id, write] of Object.entries(writes)) {
    it(`${id}: ${[...write.events, ...write.lines].join(', ') || 'only what is read afterwards'}`, async () => {
      const prepared = (await write.before?.(rig)) as never;
      const told: string[] = [];
      rig.sim.world.on('notification', ({ type, version }) => told.push(`${type} v${version}`));
      const { broadcaster } = rig.sim.users;
      const listener = await listen(write.events, broadcaster.id, broadcaster);
      const { to, events: others } = write.elsewhere ?? { to: 'viewer', events: [] };
      const other = to === 'viewer' ? viewer(rig) : world(rig).cast.streamers[0]!;
      const far = await listen(others, to === 'viewer' ? home(rig) : other.id, other);
      await chat.settled();
      const from = chat.received.length;

      const row = endpoint(id as EndpointId);
      const { as, ...options } = write.call(rig, prepared);
      const token = as === undefined ? {} : { token: rig.token(as) };
      const answer = await rig.call(`${row.method} ${row.path}`, { ...options, ...token });
      assert.equal(answer.status, row.success, JSON.stringify(answer.body));
      await write.afterwards?.(rig, answer);

      for (const event of write.events) await arrived(listener, event);
      for (const event of others) await arrived(far, event);
      for (const part of write.lines) await chat.find((line) => line.includes(part), part, from);
      await chat.settled();
      const lines = chat.received.slice(from).filter((line) => !line.includes('settled-'));
      assert.equal(lines.length, write.lines.length, lines.join(' | '));
      assert.deepEqual(told.toSorted(), [...write.events, ...others].toSorted());
      await write.reads(rig, answer, prepared);
    });
  }

  /** Subscribes to each of these over a real socket. */
  async function listen(
    events: readonly string[],
    channel: string,
    listener: { readonly id: string; readonly login: string },
  ): Promise<EventSubClient> {
    const socket = new EventSubClient(rig.sim.urls.eventSub);
    sockets.push(socket);
    const session = await socket.sessionId();
    for (const event of new Set(events)) {
      const [type, version] = event.split(' v');
      const row = allEvents().find((each) => each.type === type && each.version === version)!;
      const fields = row.condition.map((name) => [
        name,
        /^(?:user_id|moderator_user_id)$/.test(name) ? listener.id : channel,
      ]);
      const one = row.oneOf.length > 0 ? { from_broadcaster_user_id: channel } : {};
      await rig.ok(
        'POST /eventsub/subscriptions',
        {
          token: rig.token(listener.login),
          body: {
            type,
            version,
            condition: { ...Object.fromEntries(fields), ...one },
            transport: { method: 'websocket', session_id: session },
          },
        },
        202,
      );
    }
    return socket;
  }

  async function arrived(socket: EventSubClient, event: string): Promise<void> {
    await socket.find(
      () =>
        socket
          .frames('notification')
          .some(
            ({ metadata }) => `${metadata.subscription_type} v${metadata.subscription_version}` === event,
          ),
      event,
    );
  }
});
