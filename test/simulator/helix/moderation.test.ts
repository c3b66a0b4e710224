import assert from 'node:assert/strict';
import type { WorldLine, WorldNotification } from '../../../src/simulator/world/lines';
import { Rig } from '../support/rig';

describe('moderation through the simulated Helix', () => {
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
  /** As the moderator of the cast. */
  const mine = (more: object = {}) => ({
    token: rig.token(rig.sim.users.moderator.login),
    query: { broadcaster_id: home(), moderator_id: rig.sim.users.moderator.id, ...more },
  });
  const viewer = () => rig.sim.users.viewers[0]!;
  const ban = (data: object) => rig.call('POST /moderation/bans', { ...mine(), body: { data } });

  it('a timeout clears the lines, is told, and ends by itself', async () => {
    rig.sim.world.say({ login: viewer().login, text: 'AAAA' });
    const { status, body } = await ban({ user_id: viewer().id, duration: 60, reason: 'caps' });
    assert.equal(status, 200);
    assert.equal(Date.parse(body.data[0].end_time), rig.clock.now() + 60_000);
    const line = lines.at(-1);
    assert.ok(line?.kind === 'clearchat');
    assert.deepEqual([line.target?.id, line.durationS], [viewer().id, 60]);
    const told = events.find((event) => event.type === 'channel.ban');
    assert.deepEqual([told?.event['reason'], told?.event['is_permanent']], ['caps', false]);
    const banned = async () =>
      (await rig.ok('GET /moderation/banned', { query: { broadcaster_id: home() } })).data;
    assert.equal((await banned())[0].user_id, viewer().id);
    await rig.clock.tick(60_000);
    assert.deepEqual(await banned(), []);
    await rig.refused('DELETE /moderation/bans', mine({ user_id: viewer().id }), 400, /not banned/);
  });

  it('a ban has no end, cannot become a timeout, and is lifted', async () => {
    const { body } = await ban({ user_id: viewer().id });
    assert.equal(body.data[0].end_time, null);
    assert.equal((await ban({ user_id: viewer().id, duration: 60 })).status, 400);
    const { data } = await rig.ok('GET /moderation/banned', { query: { broadcaster_id: home() } });
    assert.equal(data[0].expires_at, '');
    assert.equal(data[0].moderator_login, rig.sim.users.moderator.login);
    await rig.ok('DELETE /moderation/bans', mine({ user_id: viewer().id }), 204);
    assert.ok(events.some((event) => event.type === 'channel.unban'));
  });

  it('nobody bans the broadcaster, and moderators do not ban each other', async () => {
    assert.equal((await ban({ user_id: home() })).status, 400);
    assert.equal((await ban({ user_id: rig.sim.users.bot.id })).status, 400);
    assert.equal((await ban({ user_id: viewer().id, duration: 1_209_601 })).status, 400);
    assert.equal((await ban({ user_id: viewer().id, reason: 'x'.repeat(501) })).status, 400);
    assert.equal((await ban({ user_id: '1' })).status, 400);
  });

  it('one line is deleted, or all of them', async () => {
    const id = rig.sim.world.say({ login: viewer().login, text: 'oops' });
    await rig.ok('DELETE /moderation/chat', mine({ message_id: id }), 204);
    const line = lines.at(-1);
    assert.ok(line?.kind === 'clearmsg');
    assert.equal(line.line.id, id);
    await rig.refused('DELETE /moderation/chat', mine({ message_id: id }), 404, /not found/);
    const byBot = rig.sim.world.say({ login: rig.sim.users.bot.login, text: 'bot' });
    await rig.refused('DELETE /moderation/chat', mine({ message_id: byBot }), 400, /another moderator/);
    const old = rig.sim.world.say({ login: viewer().login, text: 'old' });
    await rig.clock.tick(6 * 3_600_000 + 1);
    const fresh = rig.token(rig.sim.users.moderator.login, ['moderator:manage:chat_messages']);
    await rig.refused(
      'DELETE /moderation/chat',
      { ...mine({ message_id: old }), token: fresh },
      400,
      /6 hours/,
    );
    await rig.ok('DELETE /moderation/chat', { ...mine(), token: fresh }, 204);
    const cleared = lines.at(-1);
    assert.ok(cleared?.kind === 'clearchat');
    assert.equal(cleared.target, null);
  });

  it('roles are given and taken by the broadcaster, one of the two at a time', async () => {
    const query = { broadcaster_id: home(), user_id: viewer().id };
    await rig.ok('POST /channels/vips', { query }, 204);
    await rig.refused('POST /channels/vips', { query }, 422, /already a VIP/);
    const streamer = { ...query, user_id: query.broadcaster_id };
    await rig.refused('POST /channels/vips', { query: streamer }, 422, /broadcaster/);
    await rig.refused('POST /moderation/moderators', { query }, 422, /VIP/);
    await rig.ok('DELETE /channels/vips', { query }, 204);
    await rig.refused('DELETE /channels/vips', { query }, 422, /not a VIP/);
    await rig.ok('POST /moderation/moderators', { query }, 204);
    await rig.refused('POST /channels/vips', { query }, 422, /moderator/);
    const { data } = await rig.ok('GET /moderation/moderators', { query });
    assert.deepEqual(data, [{ user_id: viewer().id, user_login: viewer().login, user_name: viewer().name }]);
    const { data: channels } = await rig.ok('GET /moderation/channels', {
      query: { user_id: viewer().id },
      token: rig.token(viewer().login),
    });
    assert.equal(channels[0].broadcaster_id, home());
    await rig.ok('DELETE /moderation/moderators', { query }, 204);
    await rig.refused('DELETE /moderation/moderators', { query }, 400, /not a moderator/);
    assert.deepEqual(
      events.map((event) => event.type).filter((type) => type !== 'channel.moderate'),
      ['channel.vip.add', 'channel.vip.remove', 'channel.moderator.add', 'channel.moderator.remove'],
    );
  });

  it('shield mode, AutoMod levels and blocked terms are kept and told', async () => {
    const { data } = await rig.ok('PUT /moderation/shield_mode', { ...mine(), body: { is_active: true } });
    assert.equal(data[0].moderator_login, rig.sim.users.moderator.login);
    assert.equal((await rig.ok('GET /moderation/shield_mode', mine())).data[0].is_active, true);

    const levels = (body: object) => rig.call('PUT /moderation/automod/settings', { ...mine(), body });
    assert.equal((await levels({ overall_level: 3, swearing: 1 })).status, 400);
    assert.equal((await levels({ overall_level: 5 })).status, 400);
    const single = await levels({ swearing: 4 });
    assert.deepEqual(
      [single.body.data[0].overall_level, single.body.data[0].swearing, single.body.data[0].misogyny],
      [null, 4, 0],
    );
    const { data: terms } = await rig.ok('POST /moderation/blocked_terms', {
      ...mine(),
      body: { text: 'spoiler' },
    });
    assert.equal((await rig.ok('GET /moderation/blocked_terms', mine())).data.length, 1);
    const check = {
      query: { broadcaster_id: home() },
      body: { data: [{ msg_id: '1', msg_text: 'no spoiler!' }] },
    };
    const { data: checked } = await rig.ok('POST /moderation/enforcements/status', check);
    assert.deepEqual(checked, [{ msg_id: '1', is_permitted: false }]);
    await rig.ok('DELETE /moderation/blocked_terms', mine({ id: terms[0].id }), 204);
    assert.deepEqual((await rig.ok('GET /moderation/blocked_terms', mine())).data, []);
    await rig.refused(
      'POST /moderation/blocked_terms',
      { ...mine(), body: { text: 'x' } },
      400,
      /2 characters/,
    );
  });

  it('a held message is shown when allowed, and decided once', async () => {
    const held = rig.sim.world.review.hold(home(), viewer().id, 'rude words');
    const decide = (action: string, token = rig.token(rig.sim.users.moderator.login)) =>
      rig.call('POST /moderation/automod/message', {
        token,
        body: { user_id: rig.sim.users.moderator.id, msg_id: held.id, action },
      });
    assert.equal((await decide('ALLOW')).status, 204);
    const line = lines.at(-1);
    assert.ok(line?.kind === 'privmsg');
    assert.equal(line.line.text, 'rude words');
    assert.equal((await decide('DENY')).status, 400);
  });

  it('an unban request is answered, and approval lifts the ban', async () => {
    await ban({ user_id: viewer().id });
    const { id } = rig.sim.world.review.requestUnban(home(), viewer().id, 'sorry');
    const { data } = await rig.ok('GET /moderation/unban_requests', mine({ status: 'pending' }));
    assert.deepEqual([data[0].id, data[0].text, data[0].resolved_at], [id, 'sorry', '']);
    const answer = mine({ unban_request_id: id, status: 'approved', resolution_text: 'ok' });
    await rig.ok('PATCH /moderation/unban_requests', answer);
    assert.equal(rig.sim.world.channel(home())!.bans.size, 0);
    await rig.refused('PATCH /moderation/unban_requests', answer, 400, /already resolved/);
  });

  it('a warning stands until it is read', async () => {
    const body = { data: { user_id: viewer().id, reason: 'be kind' } };
    await rig.ok('POST /moderation/warnings', { ...mine(), body });
    assert.throws(() => rig.sim.world.say({ login: viewer().login, text: 'hm' }), /acknowledge/);
    rig.sim.world.moderation.acknowledgeWarning(home(), viewer().id);
    rig.sim.world.say({ login: viewer().login, text: 'fine' });
    assert.deepEqual(
      events.filter(({ type }) => type.startsWith('channel.warning')).map(({ type }) => type),
      ['channel.warning.send', 'channel.warning.acknowledge'],
    );
  });
});
