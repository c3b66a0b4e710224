import assert from 'node:assert/strict';
import type { WorldNotification } from '../../../src/simulator/world/lines';
import { Rig } from '../support/rig';

describe('polls and predictions of the simulated Helix', () => {
  let rig: Rig;
  let events: WorldNotification[];

  beforeEach(async () => {
    rig = await Rig.start();
    events = [];
    rig.sim.world.on('notification', (event) => events.push(event));
  });
  afterEach(() => rig.close());

  const home = () => rig.sim.users.broadcaster.id;
  const types = () => events.map((event) => event.type);
  const createPoll = (change: object = {}) =>
    rig.ok('POST /polls', {
      body: {
        broadcaster_id: home(),
        title: 'Best snack?',
        choices: [{ title: 'Chips' }, { title: 'Fruit' }, { title: 'Cake' }],
        duration: 60,
        ...change,
      },
    });
  const createPrediction = () =>
    rig.ok('POST /predictions', {
      body: {
        broadcaster_id: home(),
        title: 'Win?',
        outcomes: [{ title: 'Yes' }, { title: 'No' }],
        prediction_window: 60,
      },
    });

  it('a poll begins, counts votes once a second, and ends by itself', async () => {
    const { data } = await createPoll();
    assert.equal(data[0].status, 'ACTIVE');
    assert.equal(data[0].ended_at, null);
    assert.deepEqual(types(), ['channel.poll.begin']);
    const [ana, boris, cloud] = rig.sim.users.viewers;
    rig.sim.world.votePoll({ userId: ana!.id, choice: 'cake' });
    rig.sim.world.votePoll({ userId: ana!.id, choice: 'chips' });
    rig.sim.world.votePoll({ login: boris!.login, choice: 3 });
    rig.sim.world.votePoll({ login: cloud!.login, choice: 'Fruit' });
    await rig.clock.tick(1000);
    assert.deepEqual(types(), ['channel.poll.begin', 'channel.poll.progress']);
    await rig.clock.tick(58_999);
    assert.equal(types().at(-1), 'channel.poll.progress');
    await rig.clock.tick(1);
    const end = events.at(-1)!;
    assert.equal(end.type, 'channel.poll.end');
    assert.equal(end.event['status'], 'completed');
    const choices = end.event['choices'] as { title: string; votes: number }[];
    assert.deepEqual(
      choices.map(({ title, votes }) => [title, votes]),
      [
        ['Chips', 0],
        ['Fruit', 1],
        ['Cake', 2],
      ],
    );
    const { data: read } = await rig.ok('GET /polls', { query: { broadcaster_id: home() } });
    assert.equal(read[0].status, 'COMPLETED');
    assert.equal(Date.parse(read[0].ended_at), rig.clock.now());
    assert.equal(read[0].choices[2].votes, 2);
  });

  it('votes with channel points come on top where they are allowed', async () => {
    const { data } = await createPoll({ channel_points_voting_enabled: true, channel_points_per_vote: 100 });
    assert.equal(data[0].channel_points_per_vote, 100);
    rig.sim.world.votePoll({ login: rig.sim.users.vip.login, choice: 1, extraVotes: 4 });
    const { data: read } = await rig.ok('GET /polls', { query: { broadcaster_id: home(), id: data[0].id } });
    assert.deepEqual([read[0].choices[0].votes, read[0].choices[0].channel_points_votes], [5, 4]);
  });

  it('only one poll runs at a time', async () => {
    await createPoll();
    const body = {
      broadcaster_id: home(),
      title: 'x',
      choices: [{ title: 'a' }, { title: 'b' }],
      duration: 15,
    };
    await rig.refused('POST /polls', { body }, 400, /already has a running poll/);
    await rig.clock.tick(60_000);
    await rig.ok('POST /polls', { body });
  });

  it('a poll is ended early, visibly or not, and only while it runs', async () => {
    const { data } = await createPoll();
    const body = { broadcaster_id: home(), id: data[0].id, status: 'TERMINATED' };
    const { data: ended } = await rig.ok('PATCH /polls', { body });
    assert.equal(ended[0].status, 'TERMINATED');
    assert.equal(events.at(-1)!.event['status'], 'terminated');
    await rig.refused('PATCH /polls', { body }, 400, /not active/);
    await rig.refused('PATCH /polls', { body: { ...body, id: 'unknown' } }, 404, /not found/);
    await rig.refused('GET /polls', { query: { broadcaster_id: home(), id: 'unknown' } }, 404, /not found/);
    await rig.clock.tick(60_000);
    assert.equal(types().filter((type) => type === 'channel.poll.end').length, 1);
  });

  it('a channel without programme has no polls and predictions', async () => {
    const { vip } = rig.sim.users;
    const token = rig.token(vip.login);
    const poll = {
      broadcaster_id: vip.id,
      title: 'x',
      choices: [{ title: 'a' }, { title: 'b' }],
      duration: 15,
    };
    await rig.refused('POST /polls', { body: poll, token }, 403, /affiliate or partner/);
  });

  it('a prediction locks when its window closes, and is resolved with shares for who was right', async () => {
    const { data } = await createPrediction();
    const [yes, no] = data[0].outcomes;
    assert.deepEqual([yes.color, no.color, yes.top_predictors], ['BLUE', 'PINK', null]);
    const [ana, boris, cloud] = rig.sim.users.viewers;
    rig.sim.world.predict({ login: ana!.login, outcome: 'Yes', points: 100 });
    rig.sim.world.predict({ login: boris!.login, outcome: 'Yes', points: 300 });
    rig.sim.world.predict({ login: cloud!.login, outcome: 'No', points: 400 });
    assert.throws(
      () => rig.sim.world.predict({ login: cloud!.login, outcome: 'Yes', points: 1 }),
      /another outcome/,
    );
    await rig.clock.tick(60_000);
    assert.deepEqual(types(), [
      'channel.prediction.begin',
      'channel.prediction.progress',
      'channel.prediction.lock',
    ]);
    assert.throws(
      () => rig.sim.world.predict({ login: ana!.login, outcome: 'Yes', points: 1 }),
      /No prediction/,
    );
    const body = { broadcaster_id: home(), id: data[0].id, status: 'RESOLVED' };
    await rig.refused('PATCH /predictions', { body }, 400, /winning_outcome_id/);
    const { data: resolved } = await rig.ok('PATCH /predictions', {
      body: { ...body, winning_outcome_id: yes.id },
    });
    assert.equal(resolved[0].winning_outcome_id, yes.id);
    assert.deepEqual(
      resolved[0].outcomes[0].top_predictors.map(
        (each: { channel_points_won: number }) => each.channel_points_won,
      ),
      [600, 200],
    );
    await rig.refused('PATCH /predictions', { body: { ...body, status: 'CANCELED' } }, 400, /RESOLVED/);
  });

  it('a prediction that nobody resolves is cancelled a day after its window', async () => {
    await createPrediction();
    await rig.clock.tick(60_000 + 24 * 3_600_000);
    const end = events.find((event) => event.type === 'channel.prediction.end');
    assert.equal(end?.event['status'], 'canceled');
    assert.equal(end?.event['winning_outcome_id'], null);
  });

  it('only one prediction runs at a time, locked ones count', async () => {
    const { data } = await createPrediction();
    const lock = { broadcaster_id: home(), id: data[0].id, status: 'LOCKED' };
    const { data: locked } = await rig.ok('PATCH /predictions', { body: lock });
    assert.equal(Date.parse(locked[0].locked_at), rig.clock.now());
    await rig.refused('PATCH /predictions', { body: lock }, 400, /LOCKED/);
    const body = {
      broadcaster_id: home(),
      title: 'x',
      outcomes: [{ title: 'a' }, { title: 'b' }],
      prediction_window: 30,
    };
    await rig.refused('POST /predictions', { body }, 400, /already has a running prediction/);
    await rig.ok('PATCH /predictions', { body: { ...lock, status: 'CANCELED' } });
    await rig.ok('POST /predictions', { body });
  });
});
