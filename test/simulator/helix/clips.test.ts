import assert from 'node:assert/strict';
import { Rig } from '../support/rig';

describe('clips and streams of the simulated Helix', () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await Rig.start();
  });
  afterEach(() => rig.close());

  const home = () => rig.sim.users.broadcaster.id;
  const lasting = (duration: number) => ({ query: { broadcaster_id: home(), duration } });
  const create = (query: object = {}) =>
    rig.ok(
      'POST /clips',
      { query: { broadcaster_id: home(), ...query }, token: rig.token(rig.sim.users.bot.login) },
      202,
    );

  it('a clip appears three to six seconds after it was asked for', async () => {
    const { data } = await create({ title: 'Nice', duration: 12.5 });
    const { id, edit_url: editUrl } = data[0];
    assert.ok(editUrl.includes(id));
    const query = { id };
    await rig.clock.tick(2999);
    assert.deepEqual((await rig.ok('GET /clips', { query })).data, []);
    await rig.clock.tick(3001);
    const { data: found } = await rig.ok('GET /clips', { query });
    assert.equal(found[0].id, id);
    assert.equal(found[0].title, 'Nice');
    assert.equal(found[0].duration, 12.5);
    assert.equal(found[0].creator_name, rig.sim.users.bot.name);
    assert.match(found[0].url, new RegExp(`/${id}$`));
  });

  it('an offline channel cannot be clipped, marked, raided from, or shown ads', async () => {
    rig.sim.world.stopStream();
    const { id: target } = rig.sim.world.cast.streamers[0]!;
    await rig.refused('POST /clips', { query: { broadcaster_id: home() } }, 404, /offline/);
    await rig.refused('POST /streams/markers', { body: { user_id: home() } }, 404, /not streaming/);
    await rig.refused(
      'POST /channels/commercial',
      { body: { broadcaster_id: home(), length: 30 } },
      400,
      /live/,
    );
    await rig.refused(
      'POST /channels/ads/schedule/snooze',
      { query: { broadcaster_id: home() } },
      400,
      /no upcoming/,
    );
    const raid = { query: { from_broadcaster_id: home(), to_broadcaster_id: target } };
    await rig.refused('POST /raids', raid, 400, /not streaming live/);
  });

  it('has limits on length', async () => {
    await rig.refused('POST /clips', lasting(4.9), 400, /duration/);
    await rig.refused('POST /clips', lasting(60.1), 400, /duration/);
    await rig.ok('POST /clips', lasting(60), 202);
  });

  it('clips are found by channel, most views first, and by the ids given in their order', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push((await create()).data[0].id);
    await rig.clock.tick(6000);
    const clips = rig.sim.world.channel(home())!.clips;
    clips[1]!.viewCount = 10;
    const { data } = await rig.ok('GET /clips', { query: { broadcaster_id: home(), first: 2 } });
    assert.equal(data.length, 2);
    assert.equal(data[0].id, clips[1]!.id);
    const { data: byId } = await rig.ok('GET /clips', { query: { id: [ids[2]!, ids[0]!] } });
    assert.deepEqual([byId[0].id, byId[1].id], [ids[2], ids[0]]);
    const started = { broadcaster_id: home(), started_at: '2020-01-01T00:00:00Z' };
    assert.deepEqual((await rig.ok('GET /clips', { query: started })).data, [], 'a week from then');
  });

  it('streams come back only while they are live, with the time they began', async () => {
    const query = { user_login: [rig.sim.users.broadcaster.login, rig.sim.world.cast.streamers[1]!.login] };
    const { data } = await rig.ok('GET /streams', { query });
    assert.equal(data.length, 1);
    assert.equal(data[0].user_id, home());
    assert.equal(rig.clock.now() - Date.parse(data[0].started_at), 47 * 60_000);
    rig.sim.world.stopStream();
    assert.deepEqual((await rig.ok('GET /streams', { query })).data, []);
    assert.equal((await rig.ok('GET /streams')).data.length, 1, 'another channel is live');
  });

  it('markers tell the position in the stream and are found in its recording', async () => {
    const { data } = await rig.ok('POST /streams/markers', {
      body: { user_id: home(), description: 'here' },
    });
    assert.equal(data[0].position_seconds, 47 * 60);
    const { data: list } = await rig.ok('GET /streams/markers', { query: { user_id: home() } });
    assert.equal(list[0].videos[0].markers[0].description, 'here');
    const { data: videos } = await rig.ok('GET /videos', { query: { user_id: home() } });
    assert.equal(videos[0].id, list[0].videos[0].video_id);
    assert.equal(videos[0].duration, '47m0s');
  });

  it('channel information changes, and channel.update tells it once', async () => {
    const told: unknown[] = [];
    rig.sim.world.on('notification', ({ type, event }) => {
      if (type === 'channel.update') told.push(event['title']);
    });
    const query = { broadcaster_id: home() };
    await rig.ok(
      'PATCH /channels',
      { query, body: { title: 'New', tags: ['Cosy', 'English'], game_id: '509658' } },
      204,
    );
    await rig.ok('PATCH /channels', { query, body: { title: 'New' } }, 204);
    assert.deepEqual(told, ['New']);
    const { data } = await rig.ok('GET /channels', { query });
    assert.deepEqual(data[0].tags, ['Cosy', 'English']);
    assert.equal(data[0].game_name, 'Just Chatting');
    await rig.ok('PATCH /channels', { query, body: { game_id: '0', tags: [] } }, 204);
    assert.equal((await rig.ok('GET /channels', { query })).data[0].game_id, '');
    const refusals: [object, number, RegExp][] = [
      [{}, 400, /at least one/],
      [{ title: '' }, 400, /title/],
      [{ tags: ['two words'] }, 400, /tag/],
      [{ tags: Array.from({ length: 11 }, (_, index) => `tag${index}`) }, 400, /at most 10/],
      [{ game_id: '1' }, 400, /game/],
      [{ delay: 10 }, 403, /partners/],
    ];
    for (const [body, status, message] of refusals)
      await rig.refused('PATCH /channels', { query, body }, status, message);
  });

  it('a raid counts down 90 seconds, can be cancelled, and is one at a time', async () => {
    const { id: target } = rig.sim.world.cast.streamers[0]!;
    const query = { from_broadcaster_id: home(), to_broadcaster_id: target };
    const raids: unknown[] = [];
    rig.sim.world.on('notification', ({ type, event }) => {
      if (type === 'channel.raid') raids.push(event['to_broadcaster_user_id']);
    });
    await rig.ok('POST /raids', { query });
    await rig.refused('POST /raids', { query }, 409, /already in the process/);
    await rig.ok('DELETE /raids', { query: { broadcaster_id: home() } }, 204);
    await rig.refused('DELETE /raids', { query: { broadcaster_id: home() } }, 404, /pending raid/);
    await rig.clock.tick(90_000);
    assert.deepEqual(raids, []);
    await rig.ok('POST /raids', { query });
    await rig.clock.tick(90_000);
    assert.deepEqual(raids, [target]);
    await rig.refused('POST /raids', { query: { ...query, to_broadcaster_id: home() } }, 400, /different/);
    await rig.refused('POST /raids', { query: { ...query, to_broadcaster_id: '1' } }, 404, /not found/);
  });

  it('ads run with eight minutes between them, are planned hourly, and can be put off three times', async () => {
    const begun: unknown[] = [];
    rig.sim.world.on('notification', ({ type, event }) => {
      if (type !== 'channel.ad_break.begin' || event['broadcaster_user_id'] !== home()) return;
      begun.push([event['duration_seconds'], event['is_automatic']]);
    });
    const query = { broadcaster_id: home() };
    const schedule = async () => (await rig.ok('GET /channels/ads', { query })).data[0];
    const { next_ad_at: first, snooze_count: snoozes } = await schedule();
    assert.deepEqual([first, snoozes], [rig.clock.now() / 1000 + 3600, 3]);
    for (let left = 2; left >= 0; left--) {
      const { data } = await rig.ok('POST /channels/ads/schedule/snooze', { query });
      assert.equal(data[0].snooze_count, left);
    }
    assert.equal((await schedule()).next_ad_at, first + 900);
    await rig.refused('POST /channels/ads/schedule/snooze', { query }, 429, /no snoozes/);
    const body = { broadcaster_id: home(), length: 200 };
    const { data } = await rig.ok('POST /channels/commercial', { body });
    assert.deepEqual([data[0].length, data[0].retry_after], [180, 480]);
    await rig.refused('POST /channels/commercial', { body }, 429, /cooldown/);
    await rig.clock.tick(480_000);
    await rig.ok('POST /channels/commercial', { body: { ...body, length: 30 } });
    await rig.clock.tick(3_600_000);
    assert.deepEqual(begun, [
      [180, false],
      [30, false],
      [90, true],
    ]);
  });
});
