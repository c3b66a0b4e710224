import assert from 'node:assert/strict';
import { Rig } from '../support/rig';

const choices = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => ({ title: String(index).padEnd(length, 'x') }));

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

describe('parameters of the simulated Helix', () => {
  let rig: Rig;

  before(async () => {
    rig = await Rig.start();
  });
  after(() => rig.close());

  const home = () => rig.sim.users.broadcaster.id;
  const poll = (change: object = {}) => ({
    body: {
      broadcaster_id: home(),
      title: 'Snack?',
      choices: [{ title: 'Chips' }, { title: 'Fruit' }],
      duration: 60,
      ...change,
    },
  });

  it('names what is missing', async () => {
    await rig.refused('GET /channels', {}, 400, /Missing required parameter "broadcaster_id"/);
    await rig.refused('GET /channels', { query: { broadcaster_id: '' } }, 400, /Missing required parameter/);
    await rig.refused('POST /polls', poll({ title: undefined }), 400, /Missing required parameter "title"/);
    await rig.refused('POST /polls', poll({ choices: [{ title: 'a' }, {}] }), 400, /"choices\[1\]\.title"/);
    await rig.refused('POST /polls', {}, 400, /JSON object/);
  });

  it('refuses wrong types', async () => {
    await rig.refused('POST /polls', poll({ duration: '60' }), 400, /"duration" was malformed/);
    await rig.refused('POST /polls', poll({ duration: 60.5 }), 400, /"duration" was malformed/);
    await rig.refused('POST /polls', poll({ choices: 'Chips' }), 400, /"choices" must be a list/);
    await rig.refused('POST /polls', poll({ channel_points_voting_enabled: 'yes' }), 400, /malformed/);
    await rig.refused(
      'GET /polls',
      { query: { broadcaster_id: home(), first: 'ten' } },
      400,
      /"first" was malformed/,
    );
    await rig.refused(
      'GET /search/channels',
      { query: { query: 'a', live_only: 'yes' } },
      400,
      /true or false/,
    );
  });

  it('refuses a login where an id belongs', async () => {
    await rig.refused(
      'GET /channels',
      { query: { broadcaster_id: rig.sim.users.bot.login } },
      400,
      /numeric/,
    );
  });

  it('refuses what is one beyond a limit and takes what is on it', async () => {
    await rig.refused('POST /polls', poll({ duration: 14 }), 400, /from 15 to 1800/);
    await rig.refused('POST /polls', poll({ duration: 1801 }), 400, /from 15 to 1800/);
    await rig.refused('POST /polls', poll({ title: 'x'.repeat(61) }), 400, /60 characters/);
    await rig.refused('POST /polls', poll({ choices: choices(1, 5) }), 400, /at least 2/);
    await rig.refused('POST /polls', poll({ choices: choices(6, 5) }), 400, /at most 5/);
    await rig.refused('POST /polls', poll({ choices: choices(2, 26) }), 400, /25 characters/);
    await rig.ok(
      'POST /polls',
      poll({ title: '\u{1F600}'.repeat(60), choices: choices(5, 25), duration: 1800 }),
    );
    await rig.refused('GET /channels', { query: { broadcaster_id: ids(101) } }, 400, /at most 100 times/);
    await rig.ok('GET /channels', { query: { broadcaster_id: ids(100) } });
    await rig.refused('GET /users', { query: { id: ids(60), login: ids(60) } }, 400, /at most 100 values/);
  });

  it('refuses unknown values of a list of words, and combinations that Twitch refuses', async () => {
    const end = { broadcaster_id: home(), id: 'x', status: 'DONE' };
    await rig.refused('PATCH /polls', { body: end }, 400, /"status" was malformed/);
    await rig.refused('GET /clips', { query: { broadcaster_id: home(), id: 'x' } }, 400, /exactly one/);
    await rig.refused('GET /clips', {}, 400, /exactly one/);
    const settings = { query: { broadcaster_id: home(), moderator_id: home() } };
    await rig.refused(
      'PATCH /chat/settings',
      { ...settings, body: { slow_mode_wait_time: 30 } },
      400,
      /slow_mode/,
    );
  });

  it('takes what other clients send and Twitch takes: ids in the query, 0 beside a flag that is off, minutes as a number', async () => {
    const query = { broadcaster_id: home(), sender_id: home() };
    const { data } = await rig.ok('POST /chat/messages', { query, body: { message: 'hi' } });
    assert.equal(data[0].is_sent, true);
    const other = { title: 'Zero', cost: 1, is_max_per_stream_enabled: false, max_per_stream: 0 };
    await rig.ok('POST /channel_points/custom_rewards', { query: { broadcaster_id: home() }, body: other });
    const limited = { ...other, title: 'One', is_max_per_stream_enabled: true };
    await rig.refused(
      'POST /channel_points/custom_rewards',
      { query: { broadcaster_id: home() }, body: limited },
      400,
      /at least 1/,
    );
    rig.sim.world.endPoll();
    const points = { channel_points_voting_enabled: false, channel_points_per_vote: 0 };
    await rig.ok('POST /polls', poll(points));
    await rig.refused(
      'POST /polls',
      poll({ ...points, channel_points_voting_enabled: true }),
      400,
      /1 to 1000000/,
    );
    const segment = { start_time: '2026-12-01T18:00:00Z', timezone: 'Europe/Berlin', duration: 60 };
    await rig.ok('POST /schedule/segment', { query: { broadcaster_id: home() }, body: segment });
  });

  it('looks a comma list up as one id and finds nothing', async () => {
    const { data } = await rig.ok('GET /users', { query: { login: 'a_user,b_user' } });
    assert.deepEqual(data, []);
  });

  it('refuses bodies that are no JSON, or are not announced as JSON', async () => {
    const headers = {
      Authorization: `Bearer ${rig.token(rig.sim.users.broadcaster.login)}`,
      'Client-Id': rig.sim.clientId,
    };
    const send = (type: string, body: string) =>
      fetch(`${rig.sim.urls.helix}/polls`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': type },
        body,
      });
    const cut = await send('application/json', '{"broadcaster_id":');
    assert.equal(cut.status, 400);
    assert.match(((await cut.json()) as { message: string }).message, /not valid JSON/);
    const form = await send('application/x-www-form-urlencoded', 'title=x');
    assert.match(((await form.json()) as { message: string }).message, /application\/json/);
  });

  it('reads lists page by page, with a cursor that belongs to its filters', async () => {
    const query = { broadcaster_id: home(), first: 5 };
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await rig.ok('GET /channels/followers', {
        query: { ...query, ...(after ? { after } : {}) },
      });
      assert.ok(page.data.length <= 5);
      seen.push(...page.data.map((each: { user_id: string }) => each.user_id));
      after = page.pagination.cursor;
    } while (after);
    assert.equal(new Set(seen).size, rig.sim.world.channel(home())!.followers.size);
    const first = await rig.ok('GET /channels/followers', { query });
    const elsewhere = { user_id: home(), after: first.pagination.cursor };
    await rig.refused('GET /channels/followed', { query: elsewhere }, 400, /cursor/);
    await rig.refused('GET /channels/followers', { query: { ...query, after: 'junk' } }, 400, /cursor/);
    await rig.refused('GET /channels/followers', { query: { ...query, first: 101 } }, 400, /from 1 to 100/);
  });
});
