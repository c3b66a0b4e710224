import assert from 'node:assert/strict';
import type { WorldLine, WorldNotification } from '../../../src/simulator/world/lines';
import { Rig } from '../support/rig';

describe('chat through the simulated Helix', () => {
  let rig: Rig;
  let lines: WorldLine[];
  let events: WorldNotification[];

  beforeEach(async () => {
    rig = await Rig.start();
    lines = [];
    events = [];
    rig.sim.world.on('irc', (line) => lines.push(line));
    rig.sim.world.on('notification', (event) => events.push(event));
  });
  afterEach(() => rig.close());

  const home = () => rig.sim.users.broadcaster.id;
  const sayAs = (person: { id: string; login: string }, message: string, more: object = {}) =>
    rig.call('POST /chat/messages', {
      token: rig.token(person.login),
      body: { broadcaster_id: home(), sender_id: person.id, message, ...more },
    });
  const dropCode = async (person: { id: string; login: string }, message: string) => {
    const { status, body } = await sayAs(person, message);
    assert.equal(status, 200);
    const [{ is_sent: isSent, message_id: id, drop_reason: reason }] = body.data;
    if (isSent) return 'sent';
    assert.equal(id, '');
    return reason.code;
  };
  const settings = (body: object) =>
    rig.ok('PATCH /chat/settings', { query: { broadcaster_id: home(), moderator_id: home() }, body });

  it('a message reaches chat and EventSub under the id of the answer', async () => {
    const { body } = await sayAs(rig.sim.users.bot, 'Hello Kappa');
    assert.deepEqual(Object.keys(body.data[0]), ['message_id', 'is_sent']);
    const [line] = lines;
    assert.ok(line?.kind === 'privmsg');
    assert.equal(line.line.id, body.data[0].message_id);
    assert.deepEqual(line.line.emotes, [{ id: '25', name: 'Kappa', start: 6, end: 10 }]);
    assert.equal(line.origin, undefined);
    const [event] = events;
    assert.equal(event?.type, 'channel.chat.message');
    assert.equal(event?.event['message_id'], body.data[0].message_id);
  });

  it('a reply names its parent and the start of the thread', async () => {
    const first = rig.sim.world.say({ login: rig.sim.users.vip.login, text: 'question' });
    const { body } = await sayAs(rig.sim.users.bot, 'answer', { reply_parent_message_id: first });
    await sayAs(rig.sim.users.moderator, 'more', { reply_parent_message_id: body.data[0].message_id });
    const last = lines.at(-1);
    assert.ok(last?.kind === 'privmsg');
    assert.equal(last.line.text, `@${rig.sim.users.bot.name} more`);
    assert.equal(last.line.reply?.parent.id, body.data[0].message_id);
    assert.equal(last.line.reply?.thread.id, first);
  });

  it('500 characters are taken, 501 are refused with 422', async () => {
    assert.equal((await sayAs(rig.sim.users.bot, '\u{1F44B}'.repeat(500))).status, 200);
    assert.equal((await sayAs(rig.sim.users.bot, 'x'.repeat(501))).status, 422);
  });

  it('says why nothing was sent', async () => {
    const [viewer, other] = rig.sim.users.viewers;
    assert.equal(await dropCode(viewer!, 'same'), 'sent');
    await rig.clock.tick(2000);
    assert.equal(await dropCode(viewer!, ' same  '), 'msg_duplicate');
    assert.equal(await dropCode(viewer!, 'other'), 'sent');
    assert.equal(await dropCode(viewer!, 'at once'), 'msg_ratelimit');
    await rig.clock.tick(30_000);
    assert.equal(await dropCode(viewer!, 'same'), 'sent');

    await settings({ slow_mode: true, slow_mode_wait_time: 10 });
    await rig.clock.tick(9999);
    assert.equal(await dropCode(viewer!, 'slow'), 'msg_slowmode');
    await rig.clock.tick(1);
    assert.equal(await dropCode(viewer!, 'slow'), 'sent');
    await settings({ slow_mode: false, emote_mode: true });
    await rig.clock.tick(2000);
    assert.equal(await dropCode(viewer!, 'words'), 'msg_emoteonly');
    assert.equal(await dropCode(viewer!, 'Kappa Keepo'), 'sent');
    await settings({ emote_mode: false, subscriber_mode: true });
    await rig.clock.tick(2000);
    assert.equal(await dropCode(rig.sim.users.viewers[5]!, 'no sub'), 'msg_subsonly');
    assert.equal(await dropCode(viewer!, 'a sub'), 'sent');
    await settings({ subscriber_mode: false, follower_mode: true, follower_mode_duration: 10 });
    const newcomer = rig.sim.users.viewers.at(-1)!;
    assert.equal(await dropCode(newcomer, 'hi'), 'msg_followersonly');
    rig.sim.world.follow({ userId: newcomer.id });
    assert.equal(await dropCode(newcomer, 'hi'), 'msg_followersonly_followed');
    await rig.clock.tick(600_000);
    assert.equal(await dropCode(newcomer, 'hi'), 'sent');
    await settings({ follower_mode: true, follower_mode_duration: 0 });
    assert.equal(await dropCode(rig.sim.users.viewers.at(-2)!, 'hi'), 'msg_followersonly_zero');
    await settings({ follower_mode: false, unique_chat_mode: true });
    assert.equal(await dropCode(other!, 'a unique line'), 'sent');
    await rig.clock.tick(31_000);
    assert.equal(await dropCode(other!, 'a unique line'), 'msg_r9k');

    rig.sim.world.moderation.ban({ channel: home(), user: other!.id, durationS: 60 });
    assert.equal(await dropCode(other!, 'let me in'), 'msg_timedout');
    await rig.clock.tick(60_000);
    await settings({ unique_chat_mode: false });
    assert.equal(await dropCode(other!, 'I am back'), 'sent');
    rig.sim.world.moderation.ban({ channel: home(), user: other!.id });
    assert.equal(await dropCode(other!, 'again'), 'msg_banned');
    rig.sim.world.modes.addTerm(home(), home(), 'spoiler');
    assert.equal(await dropCode(rig.sim.users.bot, 'a SPOILER here'), 'msg_rejected_mandatory');
    rig.sim.world.moderation.warn(home(), viewer!.id, 'kind');
    assert.equal(await dropCode(viewer!, 'warned'), 'msg_warned');
  });

  it('moderators, VIPs and the broadcaster are free of modes and repeats, not of the rate', async () => {
    await settings({ slow_mode: true, emote_mode: true, subscriber_mode: true });
    for (let i = 0; i < 100; i++) assert.equal(await dropCode(rig.sim.users.bot, 'same'), 'sent');
    assert.equal(await dropCode(rig.sim.users.bot, 'same'), 'msg_ratelimit');
    assert.equal(await dropCode(rig.sim.users.vip, 'fine'), 'sent');
    await rig.clock.tick(30_000);
    assert.equal(await dropCode(rig.sim.users.bot, 'same'), 'sent');
  });

  it('changed settings are told to the room once, as state and as notice', async () => {
    const { data } = await settings({ slow_mode: true });
    assert.equal(data[0].slow_mode_wait_time, 30);
    await settings({ slow_mode: true, slow_mode_wait_time: 30 });
    assert.deepEqual(
      lines.map((line) => (line.kind === 'notice' ? line.noticeId : line.kind)),
      ['roomstate', 'slow_on'],
    );
    assert.deepEqual(
      events.map((event) => `${event.type} ${event.version}`),
      ['channel.moderate 1', 'channel.moderate 2', 'channel.chat_settings.update 1'],
    );
    const { data: seen } = await rig.ok('GET /chat/settings', { query: { broadcaster_id: home() } });
    assert.ok(!('non_moderator_chat_delay' in seen[0]), 'the delay is for moderators');
  });

  it('announcements are coloured, cut at 500 characters, and two seconds apart', async () => {
    const query = { broadcaster_id: home(), moderator_id: home() };
    const announce = (body: object) => rig.call('POST /chat/announcements', { query, body });
    assert.equal((await announce({ message: 'y'.repeat(600), color: 'purple' })).status, 204);
    const [line] = lines;
    assert.ok(line?.kind === 'usernotice');
    assert.equal(line.noticeId, 'announcement');
    assert.equal(line.params['color'], 'PURPLE');
    assert.equal(line.text?.length, 500);
    assert.equal((await announce({ message: 'x' })).status, 429);
    await rig.clock.tick(2000);
    assert.equal((await announce({ message: 'x', color: 'pink' })).status, 400);
    assert.equal((await announce({ message: 'x' })).status, 204);
  });

  it('shoutouts wait two minutes, an hour for the same person, and need a stream', async () => {
    const [first, second] = rig.sim.world.cast.streamers;
    const query = (to: string) => ({
      query: { from_broadcaster_id: home(), to_broadcaster_id: to, moderator_id: home() },
    });
    await rig.ok('POST /chat/shoutouts', query(first!.id), 204);
    await rig.refused('POST /chat/shoutouts', query(second!.id), 429, /2 minutes/);
    await rig.clock.tick(120_000);
    await rig.refused('POST /chat/shoutouts', query(first!.id), 429, /60 minutes/);
    await rig.ok('POST /chat/shoutouts', query(second!.id), 204);
    rig.sim.world.stopStream();
    await rig.clock.tick(3_600_000);
    await rig.refused('POST /chat/shoutouts', query(first!.id), 400, /not streaming live/);
    await rig.refused('POST /chat/shoutouts', query(home()), 400, /different/);
  });

  it('one line is pinned at a time, for as long as was said', async () => {
    const query = { broadcaster_id: home(), moderator_id: home() };
    const [one, two] = ['one', 'two'].map((text) =>
      rig.sim.world.say({ login: rig.sim.users.vip.login, text }),
    );
    const pinned = async () => (await rig.ok('GET /chat/pins', { query })).data[0]?.message_id;
    await rig.ok('PUT /chat/pins', { query: { ...query, message_id: one!, duration_seconds: 60 } }, 204);
    await rig.refused('PUT /chat/pins', { query: { ...query, message_id: one! } }, 409, /already pinned/);
    await rig.refused('PUT /chat/pins', { query: { ...query, message_id: 'no' } }, 404, /not found/);
    assert.equal(await pinned(), one);
    await rig.clock.tick(60_000);
    assert.equal(await pinned(), undefined);
    await rig.ok('PUT /chat/pins', { query: { ...query, message_id: two! } }, 204);
    await rig.refused('PATCH /chat/pins', { query: { ...query, message_id: one! } }, 404, /not pinned/);
    rig.sim.world.stopStream();
    assert.equal(await pinned(), undefined, 'until the stream ends');
    const { body } = await sayAs(rig.sim.users.moderator, 'read this', { pin: true });
    assert.equal(await pinned(), body.data[0].message_id);
    await rig.ok('DELETE /chat/pins', { query: { ...query, message_id: body.data[0].message_id } }, 204);
  });

  it('whispers need a verified phone, go to somebody else, and vanish when blocked', async () => {
    const { bot, moderator } = rig.sim.users;
    const whisper = (to: string) =>
      rig.call('POST /whispers', {
        token: rig.token(moderator.login),
        query: { from_user_id: moderator.id, to_user_id: to },
        body: { message: 'psst' },
      });
    assert.equal((await whisper(bot.id)).status, 204);
    assert.equal(lines.at(-1)?.kind, 'whisper');
    assert.equal((await whisper(moderator.id)).status, 400);
    rig.sim.world.profiles.block(bot.id, moderator.id);
    const before = lines.length;
    assert.equal((await whisper(bot.id)).status, 204);
    assert.equal(lines.length, before);
    await whisper(bot.id);
    assert.equal((await whisper(bot.id)).status, 429, 'three a second');
    const phoneless = rig.sim.world.addUser({
      id: '77',
      login: 'noline',
      name: 'NoLine',
      phoneVerified: false,
    });
    const query = { from_user_id: phoneless.id, to_user_id: bot.id };
    const options = { token: rig.token('noline'), query, body: { message: 'psst' } };
    await rig.refused('POST /whispers', options, 401, /verified phone/);
  });

  it('chat colours are names for everybody, numbers for Turbo', async () => {
    const { bot, broadcaster } = rig.sim.users;
    const set = (person: { id: string; login: string }, color: string) =>
      rig.call('PUT /chat/color', { token: rig.token(person.login), query: { user_id: person.id, color } });
    assert.equal((await set(bot, 'hot_pink')).status, 204);
    assert.equal((await set(bot, '#123456')).status, 400);
    assert.equal((await set(broadcaster, '#9146ff')).status, 204);
    const { data } = await rig.ok('GET /chat/color', { query: { user_id: [bot.id, broadcaster.id] } });
    assert.deepEqual(
      data.map((each: { color: string }) => each.color),
      ['#FF69B4', '#9146FF'],
    );
  });
});
