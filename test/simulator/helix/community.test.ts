import assert from 'node:assert/strict';
import type { WorldLine, WorldNotification } from '../../../src/simulator/world/lines';
import { Rig } from '../support/rig';

const REWARDS = '/channel_points/custom_rewards';

describe('rewards and supporters of the simulated Helix', () => {
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
  const query = (more: object = {}) => ({ query: { broadcaster_id: home(), ...more } });
  const types = () => events.map(({ type }) => type);
  const make = (body: object) => ({ ...query(), body: { title: 'A', cost: 1, ...body } });

  it('a reward is made, changed, redeemed, refunded and removed, and everything is told', async () => {
    const { data } = await rig.ok(`POST ${REWARDS}`, { ...query(), body: { title: 'Sing', cost: 50 } });
    const { id } = data[0];
    const changed = await rig.ok(`PATCH ${REWARDS}`, {
      ...query({ id }),
      body: { cost: 60, is_global_cooldown_enabled: true, global_cooldown_seconds: 30 },
    });
    assert.deepEqual(changed.data[0].global_cooldown_setting, {
      is_enabled: true,
      global_cooldown_seconds: 30,
    });
    const viewer = rig.sim.users.viewers[0]!;
    const { id: redemptionId } = rig.sim.world.redeem({ login: viewer.login, reward: 'Sing' });
    assert.throws(() => rig.sim.world.redeem({ login: viewer.login, reward: 'Sing' }), /cooldown/);
    const open = query({ reward_id: id, status: 'UNFULFILLED' });
    const { data: queue } = await rig.ok(`GET ${REWARDS}/redemptions`, open);
    assert.deepEqual(
      [queue[0].id, queue[0].user_login, queue[0].reward.cost],
      [redemptionId, viewer.login, 60],
    );
    const finish = { ...query({ reward_id: id, id: redemptionId }), body: { status: 'CANCELED' } };
    const { data: done } = await rig.ok(`PATCH ${REWARDS}/redemptions`, finish);
    assert.equal(done[0].status, 'CANCELED');
    await rig.refused(`PATCH ${REWARDS}/redemptions`, finish, 400, /UNFULFILLED/);
    await rig.ok(`DELETE ${REWARDS}`, query({ id }), 204);
    await rig.refused(`GET ${REWARDS}`, query({ id }), 404, /not found/);
    const prefix = 'channel.channel_points_custom_reward';
    assert.deepEqual(types(), [
      `${prefix}.add`,
      `${prefix}.update`,
      `${prefix}_redemption.add`,
      `${prefix}.update`,
      `${prefix}_redemption.update`,
      `${prefix}.remove`,
    ]);
  });

  it('a reward of another application can be seen, and neither changed nor read', async () => {
    const { data } = await rig.ok(`GET ${REWARDS}`, query());
    const foreign = data.find((reward: { title: string }) => reward.title === 'Hydrate!');
    const { data: own } = await rig.ok(`GET ${REWARDS}`, query({ only_manageable_rewards: true }));
    assert.deepEqual(
      own.map((reward: { title: string }) => reward.title),
      ['Lamp colour'],
    );
    const { id } = foreign;
    await rig.refused(
      `PATCH ${REWARDS}`,
      { ...query({ id }), body: { cost: 1 } },
      403,
      /different client_id/,
    );
    await rig.refused(`DELETE ${REWARDS}`, query({ id }), 403, /different client_id/);
    const open = query({ reward_id: id, status: 'UNFULFILLED' });
    await rig.refused(`GET ${REWARDS}/redemptions`, open, 403, /different client_id/);
    const { id: redemptionId } = rig.sim.world.redeem({ login: rig.sim.users.vip.login, reward: id });
    const finish = { ...query({ reward_id: id, id: redemptionId }), body: { status: 'FULFILLED' } };
    await rig.refused(`PATCH ${REWARDS}/redemptions`, finish, 403, /different client_id/);
  });

  it('rewards have limits, and a title is used once', async () => {
    await rig.refused(`POST ${REWARDS}`, make({ title: 'lamp COLOUR' }), 400, /this title/);
    await rig.refused(`POST ${REWARDS}`, make({ title: 'x'.repeat(46) }), 400, /45/);
    await rig.refused(`POST ${REWARDS}`, make({ prompt: 'x'.repeat(201) }), 400, /200/);
    await rig.refused(`POST ${REWARDS}`, make({ cost: 0 }), 400, /cost/);
    await rig.refused(`POST ${REWARDS}`, make({ background_color: 'red' }), 400, /background_color/);
    await rig.refused(
      `POST ${REWARDS}`,
      make({ is_global_cooldown_enabled: true }),
      400,
      /global_cooldown_seconds/,
    );
    for (let i = 2; i < 50; i++) await rig.ok(`POST ${REWARDS}`, make({ title: `Reward ${i}` }));
    await rig.refused(`POST ${REWARDS}`, make({ title: 'one more' }), 400, /50/);
    const { vip } = rig.sim.users;
    const other = {
      query: { broadcaster_id: vip.id },
      token: rig.token(vip.login),
      body: { title: 'A', cost: 1 },
    };
    await rig.refused(`POST ${REWARDS}`, other, 403, /not available/);
  });

  it('a redemption with a text shows it in chat, marked with the reward', () => {
    const viewer = rig.sim.users.viewers[0]!;
    assert.throws(() => rig.sim.world.redeem({ login: viewer.login, reward: 'Lamp colour' }), /needs a text/);
    const { reward } = rig.sim.world.redeem({ login: viewer.login, reward: 'Lamp colour', text: 'green' });
    const [line] = lines;
    assert.ok(line?.kind === 'privmsg');
    assert.deepEqual([line.line.text, line.line.rewardId], ['green', reward.id]);
  });

  it('a gift bomb is one announcement and a gift for each, all with the same id', () => {
    const given = rig.sim.world.gift({ from: rig.sim.users.subscriber.login, count: 3 });
    assert.equal(given.length, 3);
    const notices = lines.flatMap((line) => (line.kind === 'usernotice' ? [line] : []));
    assert.deepEqual(
      notices.map((notice) => notice.noticeId),
      ['submysterygift', 'subgift', 'subgift', 'subgift'],
    );
    assert.equal(new Set(notices.map((notice) => notice.params['community-gift-id'])).size, 1);
    assert.equal(notices[0]?.params['sender-count'], '8', 'five before');
    assert.equal(types().filter((type) => type === 'channel.subscribe').length, 3);
    const gift = events.find(({ type }) => type === 'channel.subscription.gift');
    assert.deepEqual([gift?.event['total'], gift?.event['cumulative_total']], [3, 8]);
  });

  it('an anonymous gift names nobody', () => {
    rig.sim.world.gift({ from: null, recipients: [rig.sim.users.viewers[7]!.login] });
    const gift = events.find(({ type }) => type === 'channel.subscription.gift');
    assert.deepEqual([gift?.event['user_id'], gift?.event['is_anonymous']], [null, true]);
    const [notice] = lines;
    assert.ok(notice?.kind === 'usernotice');
    assert.equal(notice.from.login, 'ananonymousgifter');
  });

  it('subscribers are listed with total and points; for others 404 is the answer', async () => {
    const answer = await rig.ok('GET /subscriptions', query());
    assert.equal(answer.total, 4);
    assert.equal(answer.points, 5);
    const { subscriber, viewers } = rig.sim.users;
    const check = (person: { id: string; login: string }) =>
      rig.call('GET /subscriptions/user', {
        ...query({ user_id: person.id }),
        token: rig.token(person.login),
      });
    assert.equal((await check(subscriber)).body.data[0].tier, '1000');
    assert.equal((await check(viewers[9]!)).status, 404);
  });

  it('only who may see followers gets the list; others get the total', async () => {
    const total = rig.sim.world.channel(home())!.followers.size;
    const full = await rig.ok('GET /channels/followers', query());
    assert.equal(full.data.length, 20);
    assert.ok(Date.parse(full.data[0].followed_at) >= Date.parse(full.data[1].followed_at), 'newest first');
    for (const token of [
      rig.token(rig.sim.users.vip.login),
      rig.token(rig.sim.users.broadcaster.login, ['chat:read']),
    ]) {
      const seen = await rig.ok('GET /channels/followers', { ...query(), token });
      assert.deepEqual(seen, { data: [], total, pagination: {} });
    }
    await rig.ok('GET /channels/followers', { ...query(), token: rig.token(rig.sim.users.moderator.login) });
  });

  it('three contributions of two people start a hype train, which levels up and ends', async () => {
    const status = async () => (await rig.ok('GET /hypetrain/status', query())).data[0];
    assert.deepEqual(await status(), { current: null, all_time_high: null, shared_all_time_high: null });
    const [ana, boris] = rig.sim.users.viewers;
    rig.sim.world.cheer({ login: ana!.login, bits: 500 });
    rig.sim.world.cheer({ login: boris!.login, bits: 500 });
    assert.equal((await status()).current, null);
    rig.sim.world.cheer({ login: ana!.login, bits: 300 });
    const { current } = await status();
    assert.deepEqual([current.level, current.total, current.progress, current.goal], [1, 1300, 1300, 1600]);
    assert.deepEqual(
      [current.top_contributions[0].user_id, current.top_contributions[0].total],
      [ana!.id, 800],
    );
    rig.sim.world.subscribe({ login: rig.sim.users.viewers[8]!.login });
    assert.deepEqual([(await status()).current.level, (await status()).current.progress], [2, 200]);
    await rig.clock.tick(5 * 60_000);
    assert.equal((await status()).current, null);
    assert.equal((await status()).all_time_high.total, 1800);
    assert.deepEqual(
      types().filter((type) => type.startsWith('channel.hype_train')),
      [
        // One for each contribution that set it off, before the begin.
        'channel.hype_train.progress',
        'channel.hype_train.progress',
        'channel.hype_train.progress',
        'channel.hype_train.begin',
        'channel.hype_train.progress',
        'channel.hype_train.end',
      ],
    );
  });

  it('a hype train can be shared with other channels, and be of a special kind', async () => {
    const [, other] = rig.sim.users.viewers;
    rig.sim.world.milestones.startHypeTrain(home(), [], { kind: 'golden_kappa', sharedWith: [other!.id] });
    const { current } = (await rig.ok('GET /hypetrain/status', query())).data[0];
    assert.deepEqual([current.type, current.is_shared_train], ['golden_kappa', true]);
    assert.deepEqual(
      current.shared_train_participants.map(
        (each: { broadcaster_user_id: string }) => each.broadcaster_user_id,
      ),
      [home(), other!.id],
    );
  });

  it('a goal counts follows and ends when it is reached', async () => {
    const { data } = await rig.ok('GET /goals', query());
    assert.equal(data[0].type, 'follower');
    rig.sim.world.milestones.startGoal(home(), 'follower', 'One more', 10, 9);
    rig.sim.world.follow({ login: rig.sim.users.viewers.at(-1)!.login });
    assert.deepEqual((await rig.ok('GET /goals', query())).data, []);
    const end = events.find(
      ({ type, event }) => type === 'channel.goal.end' && event['description'] === 'One more',
    );
    assert.deepEqual([end?.event['is_achieved'], end?.event['type']], [true, 'follow']);
  });

  it('bits make a leaderboard', async () => {
    rig.sim.world.cheer({ login: rig.sim.users.viewers[0]!.login, bits: 2000 });
    const { data, total } = await rig.ok('GET /bits/leaderboard', { query: { count: 5 } });
    assert.deepEqual(
      [data[0].user_login, data[0].score, data[1].score],
      [rig.sim.users.viewers[0]!.login, 2000, 1200],
    );
    assert.equal(total, 2);
  });

  it('a Power-up is listed, costs bits, and is told as both', async () => {
    const { data } = await rig.ok('GET /bits/custom_power_ups', query());
    assert.deepEqual([data[0].title, data[0].bits], ['Foghorn', 300]);
    rig.sim.world.powerUps.redeem({ user: rig.sim.users.vip.id, channel: home(), powerUp: data[0].id });
    assert.deepEqual(types(), ['channel.custom_power_up_redemption.add', 'channel.bits.use']);
    await rig.refused('GET /bits/custom_power_ups', query({ id: 'unknown' }), 404, /not found/);
  });

  it('a highlighted line is marked in chat and told as a built-in reward', () => {
    rig.sim.world.rewards.highlight(rig.sim.users.vip.id, home(), 'look');
    const [line] = lines;
    assert.ok(line?.kind === 'privmsg' && line.line.isHighlighted);
    assert.deepEqual(
      events.map(({ type, version }) => `${type.split('.').at(-2)} ${version}`),
      [
        'chat 1',
        'channel_points_automatic_reward_redemption 1',
        'channel_points_automatic_reward_redemption 2',
      ],
    );
  });

  it('extensions are put into slots and taken out', async () => {
    const { data: installed } = await rig.ok('GET /users/extensions/list');
    const { id, version } = installed[0];
    const put = (slot: object) =>
      rig.call('PUT /users/extensions', { body: { data: { panel: { 1: slot } } } });
    const { body } = await put({ active: true, id, version });
    assert.equal(body.data.panel['1'].name, 'Harbour Weather');
    assert.equal((await put({ active: true, id: 'other', version })).status, 404);
    await put({ active: false });
    assert.equal((await rig.ok('GET /users/extensions')).data.panel['1'].active, false);
  });

  it('users are found by id and login together, with the mail address only for oneself', async () => {
    const { bot, vip } = rig.sim.users;
    const { data } = await rig.ok('GET /users', {
      query: { id: bot.id, login: [vip.login.toUpperCase(), 'nobody'] },
    });
    assert.deepEqual(
      data.map((user: { id: string }) => user.id),
      [bot.id, vip.id],
    );
    assert.ok(!('email' in data[0]));
    assert.match((await rig.ok('GET /users')).data[0].email, /@/);
    const shy = rig.token(rig.sim.users.broadcaster.login, []);
    assert.ok(!('email' in (await rig.ok('GET /users', { token: shy })).data[0]));
    rig.sim.world.channel(vip.id)!.suspended = true;
    assert.deepEqual((await rig.ok('GET /users', { query: { login: vip.login } })).data, []);
  });

  it('the schedule is kept, segment by segment, with one object for an answer', async () => {
    const body = {
      start_time: '2026-12-01T18:00:00Z',
      timezone: 'Europe/Berlin',
      duration: '60',
      title: 'Extra',
    };
    const { data } = await rig.ok('POST /schedule/segment', { ...query(), body });
    const { id } = data.segments[0];
    assert.equal(data.segments[0].end_time, '2026-12-01T19:00:00Z');
    await rig.ok('PATCH /schedule/segment', { ...query({ id }), body: { is_canceled: true } });
    const { data: all } = await rig.ok('GET /schedule', query());
    assert.equal(
      all.segments.find((segment: { id: string }) => segment.id === id).canceled_until,
      '2026-12-01T19:00:00Z',
    );
    await rig.refused(
      'POST /schedule/segment',
      { ...query(), body: { ...body, duration: '29' } },
      400,
      /from 30/,
    );
    const calendar = await rig.call('GET /schedule/icalendar', { ...query(), token: null, clientId: null });
    assert.equal(calendar.headers.get('content-type'), 'text/calendar');
    assert.match(calendar.body, /SUMMARY:Extra/);
    await rig.ok('DELETE /schedule/segment', query({ id }), 204);
    await rig.refused(
      'GET /schedule',
      { query: { broadcaster_id: rig.sim.users.vip.id } },
      404,
      /no schedule/,
    );
  });
});
