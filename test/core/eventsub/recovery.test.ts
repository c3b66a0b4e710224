import assert from 'node:assert/strict';
import { once } from 'node:events';
import { TwitchClient } from '../../../src/core/client';
import { eventKinds } from '../../../src/core/eventsub/recovery/kinds';
import type { EventSubRecovery } from '../../../src/core/eventsub/recovery/recovery';
import type { EventSubNotification, Subscription } from '../../../src/core/eventsub/subscription';
import { startSimulator, type Simulator } from '../../../src/simulator';
import { eventRow } from '../../../src/tables/events';
import { allScopes } from '../../../src/tables/scopes';
import { shapeProblems } from '../../simulator/support/shape-check';
import { FakeClock, settle } from '../../support/fake-clock';

const LAG_MS = 150_000;

/** Real sockets and the simulated Helix: what happens in its world during a gap is told afterwards, marked. */
describe('EventSub after a gap', () => {
  let clock: FakeClock;
  let simulator: Simulator;
  let client: TwitchClient;
  let channel: string;
  let heard: EventSubNotification[];
  let recoveries: EventSubRecovery[];

  beforeEach(async () => {
    clock = new FakeClock();
    simulator = await startSimulator({ viewers: 'none', clock });
    channel = simulator.users.broadcaster.id;
    const { accessToken, refreshToken } = simulator.issueToken({
      login: simulator.users.broadcaster.login,
      scopes: allScopes().map(({ scope }) => scope),
    });
    client = new TwitchClient({
      clientId: simulator.clientId,
      tokens: { accessToken, refreshToken },
      urls: simulator.urls,
      clock,
      random: () => 0.5,
      chat: false,
    });
    heard = [];
    recoveries = [];
    client.eventSub.on('recovered', (recovery) => recoveries.push(recovery));
    // Far enough in the past to be outside of every gap: the world begins with polls and predictions of its own.
    await clock.tick(600_000);
  });

  afterEach(async () => {
    await client.close();
    await simulator.close();
    assert.deepEqual(
      heard.flatMap(({ type, event, recovered }) =>
        recovered
          ? shapeProblems(event, eventRow(type)?.fields ?? {}).map((problem) => `${type}: ${problem}`)
          : [],
      ),
      [],
      'a recovered event has another shape than a received one',
    );
  });

  async function until(holds: () => boolean, stepMs = 100): Promise<void> {
    for (let step = 0; !holds(); step += 1) {
      if (step > 5_000) throw new Error('it never came to that');
      await clock.tick(stepMs);
      await settle();
    }
  }

  async function want(...types: string[]): Promise<Subscription[]> {
    const subscriptions = types.map((type) => {
      const condition = {
        broadcaster_user_id: channel,
        ...(type.includes('unban') && { moderator_user_id: channel }),
      };
      return client.eventSub.subscribe({ type, condition }, (notification) => {
        heard.push(notification);
        client.eventSub.emit('debug', 'heard');
      });
    });
    await Promise.all(subscriptions.map(({ ready }) => ready));
    // The first look at what is open goes out after the subscriptions.
    for (let turn = 0; turn < 30; turn += 1) await clock.tick(10);
    return subscriptions;
  }

  /** Cuts the connection, lets something happen, and waits until the state was read again. */
  async function gap(happen: () => unknown = () => undefined): Promise<EventSubRecovery> {
    const before = recoveries.length;
    simulator.faults.eventSub.drop();
    while (client.eventSub.sessions[0]?.state !== 'waiting') await once(client.eventSub, 'state');
    happen();
    await until(() => recoveries.length > before);
    const recovery = recoveries[before];
    assert.ok(recovery);
    return recovery;
  }

  const told = (): string[] =>
    heard.map(({ type, recovered }) => `${recovered ? 'recovered ' : ''}${type.replace('channel.', '')}`);

  type World = Simulator['world'];
  const poll = (): ReturnType<World['polls']['create']> => {
    const options = { title: 'Best?', choices: ['a', 'b'], durationS: 1_800, pointsPerVote: 0 };
    return simulator.world.polls.create({ channel, ...options });
  };
  const prediction = (): ReturnType<World['predictions']['create']> =>
    simulator.world.predictions.create({ channel, title: 'Win?', outcomes: ['yes', 'no'], windowS: 1_800 });
  let rewards = 0;
  const reward = (more: { skipsQueue?: boolean } = {}, clientId = simulator.clientId): string =>
    simulator.world.rewards.create(channel, clientId, { title: `Lamp ${(rewards += 1)}`, cost: 1, ...more })
      .id;
  const redeem = (rewardId: string): string =>
    simulator.world.rewards.redeem({ user: simulator.users.subscriber.id, channel, reward: rewardId }).id;
  const ask = (): string => {
    const viewer = simulator.users.viewers[0];
    assert.ok(viewer);
    simulator.world.moderation.ban({ channel, moderator: channel, user: viewer.id, reason: '' });
    return simulator.world.review.requestUnban(channel, viewer.id, 'please').id;
  };

  describe('tells', () => {
    it('a poll that began, and how it stands', async () => {
      await want('channel.poll.begin', 'channel.poll.progress', 'channel.poll.end');
      const recovery = await gap(poll);
      assert.deepEqual(told(), ['recovered poll.begin', 'recovered poll.progress']);
      assert.equal(recovery.events, 2);
      assert.deepEqual(recovery.failed, []);
      assert.equal(heard[0]?.event['title'], 'Best?');
    });

    it('a poll that ended', async () => {
      await want('channel.poll.begin', 'channel.poll.end');
      const { id } = poll();
      while (heard.length < 1) await once(client.eventSub, 'debug');
      await gap(() => simulator.world.polls.end(channel, id, 'TERMINATED'));
      assert.deepEqual(told(), ['poll.begin', 'recovered poll.end']);
      assert.deepEqual([heard[1]?.event['id'], heard[1]?.event['status']], [id, 'terminated']);
    });

    it('a whole poll, in order', async () => {
      await want('channel.poll.end', 'channel.poll.progress', 'channel.poll.begin');
      await gap(() => simulator.world.polls.end(channel, poll().id, 'TERMINATED'));
      assert.deepEqual(told(), ['recovered poll.begin', 'recovered poll.end']);
    });

    it('a prediction that began, was locked and was resolved', async () => {
      const types = ['begin', 'progress', 'lock', 'end'].map((what) => `channel.prediction.${what}`);
      await want(...types);
      let made: ReturnType<typeof prediction> | undefined;
      await gap(() => (made = prediction()));
      assert.ok(made);
      await gap(() => simulator.world.predictions.end(channel, made?.id ?? '', 'LOCKED'));
      await gap(() =>
        simulator.world.predictions.end(channel, made?.id ?? '', 'RESOLVED', made?.outcomes[0]?.id),
      );
      assert.deepEqual(told(), [
        'recovered prediction.begin',
        'recovered prediction.progress',
        'recovered prediction.lock',
        'recovered prediction.end',
      ]);
      assert.equal(heard[3]?.event['winning_outcome_id'], made.outcomes[0]?.id);
      assert.equal(heard[3]?.event['status'], 'resolved');
    });

    it('a hype train that began, went on and ended', async () => {
      await want('channel.hype_train.begin', 'channel.hype_train.progress', 'channel.hype_train.end');
      await gap(() => simulator.world.milestones.startHypeTrain(channel));
      assert.deepEqual(told(), ['recovered hype_train.begin', 'recovered hype_train.progress']);
      await gap(() => simulator.world.milestones.endHypeTrain(channel));
      assert.deepEqual(told().slice(2), ['recovered hype_train.end']);
      assert.equal(heard[2]?.event['id'], heard[0]?.event['id']);
      // Nobody can tell any more when the next one may come.
      heard.pop();
    });

    it('going live and offline', async () => {
      simulator.world.streams.stop(channel);
      await want('stream.online', 'stream.offline');
      await gap(() => simulator.world.streams.start(channel));
      assert.deepEqual(told(), ['recovered stream.online']);
      await clock.tick(600_000);
      await gap(() => simulator.world.streams.stop(channel));
      assert.deepEqual(told(), ['recovered stream.online', 'recovered stream.offline']);
      assert.equal(heard[1]?.event['id'], heard[0]?.event['id']);
    });

    it('the end of a stream that was live before anything was heard of it', async () => {
      await want('stream.offline');
      await gap(() => simulator.world.streams.stop(channel));
      assert.deepEqual(told(), ['recovered stream.offline']);
    });

    it('redemptions of rewards that this application made, those in the queue and those that skip it', async () => {
      await want('channel.channel_points_custom_reward_redemption.add');
      const own = reward();
      const direct = reward({ skipsQueue: true });
      const foreign = reward({}, 'another-application');
      await gap(() => [redeem(own), redeem(direct), redeem(foreign)]);
      assert.deepEqual(
        heard.map(({ event, recovered }) => [
          (event['reward'] as { id: string }).id,
          event['status'],
          recovered,
        ]),
        [
          [own, 'unfulfilled', true],
          [direct, 'fulfilled', true],
        ],
      );
    });

    it('what became of redemptions that waited', async () => {
      const own = reward();
      await want(
        'channel.channel_points_custom_reward_redemption.add',
        'channel.channel_points_custom_reward_redemption.update',
      );
      const ids = [redeem(own), redeem(own), redeem(own)];
      while (heard.length < 3) await once(client.eventSub, 'debug');
      await gap(() => {
        simulator.world.rewards.finish(channel, simulator.clientId, own, [ids[0] ?? ''], 'FULFILLED');
        simulator.world.rewards.finish(channel, simulator.clientId, own, [ids[2] ?? ''], 'CANCELED');
      });
      assert.deepEqual(
        heard
          .slice(3)
          .map(({ event, recovered }) => [event['id'], event['status'], recovered])
          .toSorted((a, b) => String(b[1]).localeCompare(String(a[1]))),
        [
          [ids[0], 'fulfilled', true],
          [ids[2], 'canceled', true],
        ],
      );
    });

    it('requests to be unbanned, and what was decided about them', async () => {
      await want('channel.unban_request.create', 'channel.unban_request.resolve');
      let id = '';
      await gap(() => (id = ask()));
      await gap(() => simulator.world.review.resolveUnban(channel, channel, id, 'denied', 'no'));
      assert.deepEqual(told(), ['recovered unban_request.create', 'recovered unban_request.resolve']);
      assert.deepEqual([heard[1]?.event['status'], heard[1]?.event['resolution_text']], ['denied', 'no']);
    });

    it('goals that began, went on and ended', async () => {
      const { milestones } = simulator.world;
      milestones.endGoal(channel);
      await want('channel.goal.begin', 'channel.goal.progress', 'channel.goal.end');
      await gap(() => milestones.startGoal(channel, 'subscription', 'More', 10, 4));
      await gap(() => {
        const state = simulator.world.channel(channel);
        if (state) milestones.countGoal(state, 'subscription', 1);
      });
      await gap(() => milestones.endGoal(channel));
      assert.deepEqual(told().slice(-3), [
        'recovered goal.begin',
        'recovered goal.progress',
        'recovered goal.end',
      ]);
      assert.deepEqual(
        heard.slice(-3).map(({ event }) => event['current_amount']),
        [4, 5, 5],
      );
      assert.equal(heard.at(-1)?.event['is_achieved'], false);
    });
  });

  it('tells nothing where nothing was missed', async () => {
    reward();
    ask();
    prediction();
    const types = Object.keys(eventKinds()).filter((type) => !type.includes('power_up'));
    const { id } = poll();
    await want(...types);
    await clock.tick(600_000);
    heard.length = 0;
    await gap();
    await clock.tick(LAG_MS);
    // How a poll and a prediction stand is told again, since it may have changed.
    assert.deepEqual(told(), ['recovered poll.progress', 'recovered prediction.progress']);
    assert.equal(heard[0]?.event['id'], id);
  });

  it('does not take an answer that is older than the last event for a change', async () => {
    simulator.world.streams.stop(channel);
    await want('stream.online', 'stream.offline');
    simulator.world.streams.start(channel);
    while (heard.length < 1) await once(client.eventSub, 'debug');
    const state = simulator.world.channel(channel);
    assert.ok(state);
    const { stream } = state;
    // Get Streams does not know of the stream yet, at the first look.
    state.stream = null;
    await gap();
    state.stream = stream;
    await clock.tick(LAG_MS);
    for (let turn = 0; turn < 20; turn += 1) await clock.tick(100);
    assert.deepEqual(told(), ['stream.online']);
  });

  it('looks a second time for what Get Streams did not know yet at the first', async () => {
    simulator.world.streams.stop(channel);
    await want('stream.online', 'stream.offline');
    const state = simulator.world.channel(channel);
    assert.ok(state);
    let stream: typeof state.stream = null;
    await gap(() => {
      simulator.world.streams.start(channel);
      ({ stream } = state);
      state.stream = null;
    });
    assert.deepEqual(told(), []);
    state.stream = stream;
    await until(() => heard.length > 0, 5_000);
    assert.deepEqual(told(), ['recovered stream.online']);
  });

  it('names what could not be read again, and tells the rest', async () => {
    await want('channel.poll.begin', 'channel.prediction.begin');
    simulator.faults.serverError({ endpoint: 'get-polls' }, 500, 20);
    const recovery = await gap(() => [poll(), prediction()]);
    assert.deepEqual(recovery.failed, ['channel.poll.begin']);
    assert.deepEqual(told(), ['recovered prediction.begin']);
  });

  it('never tells twice what arrives after all', async () => {
    await want('channel.poll.begin', 'channel.poll.end');
    let id = '';
    await gap(() => ({ id } = poll()));
    const [subscription] = simulator.eventSub.live(({ type }) => type === 'channel.poll.begin');
    assert.ok(subscription);
    for (const pollId of [id, 'another']) {
      const message_type = 'notification';
      const metadata = {
        message_id: `late-${pollId}`,
        message_type,
        message_timestamp: new Date(clock.now()).toISOString(),
      };
      const { type, version, condition } = subscription;
      const payload = {
        subscription: { id: subscription.id, type, version, condition },
        event: { id: pollId },
      };
      simulator.faults.eventSub.sendRaw(JSON.stringify({ metadata, payload }));
    }
    while (heard.at(-1)?.event['id'] !== 'another') await once(client.eventSub, 'debug');
    assert.deepEqual(
      heard.map(({ event }) => event['id']),
      [id, 'another'],
    );
  });

  it('never tells a second time what was heard just before the gap', async () => {
    await want('channel.poll.begin', 'channel.poll.end');
    const { id } = poll();
    simulator.world.polls.end(channel, id, 'TERMINATED');
    while (heard.length < 2) await once(client.eventSub, 'debug');
    await gap();
    assert.deepEqual(told(), ['poll.begin', 'poll.end']);
  });

  it('reads nothing again when that is switched off', async () => {
    await client.close();
    const { accessToken } = simulator.issueToken({
      login: simulator.users.broadcaster.login,
      scopes: ['channel:read:polls'],
    });
    client = new TwitchClient({
      clientId: simulator.clientId,
      tokens: { accessToken },
      urls: simulator.urls,
      clock,
      random: () => 0.5,
      chat: false,
      eventSub: { recover: false },
    });
    await want('channel.poll.begin');
    let gaps = 0;
    client.eventSub.on('gap', () => (gaps += 1));
    simulator.faults.eventSub.drop();
    while (client.eventSub.sessions[0]?.state !== 'waiting') await once(client.eventSub, 'state');
    poll();
    await until(() => gaps === 1);
    for (let turn = 0; turn < 20; turn += 1) await clock.tick(100);
    assert.deepEqual(told(), []);
  });
});
