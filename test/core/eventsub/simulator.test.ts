import assert from 'node:assert/strict';
import { once } from 'node:events';
import { TwitchClient } from '../../../src/core/client';
import type { EventSubGap } from '../../../src/core/eventsub/gap-log';
import type { EventSubNotification, Subscription } from '../../../src/core/eventsub/subscription';
import { startSimulator, type Simulator } from '../../../src/simulator';
import { allEvents } from '../../../src/tables/events';
import { allScopes } from '../../../src/tables/scopes';
import { FakeClock, settle } from '../../support/fake-clock';

/** The same traps as against the scripted server, played by the simulated Twitch, which has code of its own. */
describe('EventSub against the simulated Twitch', () => {
  let clock: FakeClock;
  let simulator: Simulator;
  let client: TwitchClient;
  let broadcaster: string;
  let heard: EventSubNotification[];
  let gaps: EventSubGap[];

  beforeEach(async () => {
    clock = new FakeClock();
    simulator = await startSimulator({ viewers: 'none', clock });
    broadcaster = simulator.users.broadcaster.id;
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
    gaps = [];
    client.eventSub.on('gap', (gap) => gaps.push(gap));
  });

  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  function want(type: string): Subscription {
    return client.eventSub.subscribe(
      { type, condition: { broadcaster_user_id: broadcaster } },
      (notification) => {
        heard.push(notification);
        client.eventSub.emit('debug', 'heard');
      },
    );
  }

  async function heardSoMany(count: number): Promise<void> {
    while (heard.length < count) await once(client.eventSub, 'debug');
  }

  /** A new title each time, which Twitch tells as `channel.update`. */
  async function retitle(title: string): Promise<void> {
    await client.user(broadcaster).modifyChannel({ title });
  }

  const titles = (): unknown[] => heard.map(({ event }) => event['title']);

  async function until(holds: () => boolean, stepMs = 100): Promise<void> {
    for (let step = 0; !holds(); step += 1) {
      if (step > 5_000) throw new Error('it never came to that');
      await clock.tick(stepMs);
      await settle();
    }
  }

  it('subscribes to every event that comes over WebSockets', async () => {
    const rows = allEvents().filter((row) => row.websocket);
    const values: Readonly<Record<string, string>> = {
      broadcaster_user_id: broadcaster,
      moderator_user_id: broadcaster,
      user_id: broadcaster,
    };
    const subscriptions = rows.map((row) => {
      const fields = row.oneOf.length > 0 ? ['to_broadcaster_user_id'] : row.condition;
      const condition = Object.fromEntries(fields.map((name) => [name, values[name] ?? broadcaster]));
      return client.eventSub.subscribe({ type: row.type, version: row.version, condition }, () => undefined);
    });
    await Promise.all(subscriptions.map(({ ready }) => ready));
    assert.equal(subscriptions.length, 78);
    assert.ok(subscriptions.every(({ state }) => state === 'live'));
    assert.equal(client.eventSub.sessions.length, 1);
  });

  it('has 300 live on each of three sessions, as many as Twitch allows, and refuses the next plainly', async () => {
    const type = 'channel.channel_points_custom_reward_redemption.add';
    const rewards = Array.from({ length: 901 }, (_, n) =>
      client.eventSub.subscribe(
        { type, condition: { broadcaster_user_id: broadcaster, reward_id: `reward-${n}` } },
        () => undefined,
      ),
    );
    const over = rewards.pop();
    await assert.rejects(over?.ready ?? Promise.resolve(), {
      code: 'TWITCH_SUBSCRIPTION_FAILED',
      message: /in use/,
    });
    await until(() => rewards.every(({ state }) => state === 'live'), 1_000);
    assert.deepEqual(
      client.eventSub.sessions.map(({ wanted }) => wanted),
      [300, 300, 300],
    );
    assert.equal(simulator.eventSub.live().length, 900);
  });

  it('hears what happens because of its own calls', async () => {
    await Promise.all([want('channel.poll.begin').ready, want('channel.poll.end').ready]);
    const poll = await client
      .user(broadcaster)
      .createPoll({ title: 'Best?', choices: ['a', 'b'], duration: 60 });
    await heardSoMany(1);
    await client.user(broadcaster).endPoll(poll.id);
    await heardSoMany(2);
    assert.deepEqual(
      heard.map(({ type, event }) => [type, event['id']]),
      [
        ['channel.poll.begin', poll.id],
        ['channel.poll.end', poll.id],
      ],
    );
  });

  it('moves without a second subscription, keeps or changes its id, and hears each event once', async () => {
    const update = want('channel.update');
    await update.ready;
    for (const newSessionId of [false, true]) {
      const before = heard.length;
      simulator.faults.eventSub.reconnect({}, { welcomeAfterMs: 5_000, newSessionId });
      while (client.eventSub.sessions[0]?.state !== 'moving') await once(client.eventSub, 'state');
      await retitle(`while moving ${newSessionId}`);
      await heardSoMany(before + 1);
      await until(() => client.eventSub.sessions[0]?.state === 'connected');
      await retitle(`after moving ${newSessionId}`);
      await heardSoMany(before + 2);
    }
    assert.deepEqual(titles(), [
      'while moving false',
      'after moving false',
      'while moving true',
      'after moving true',
    ]);
    assert.deepEqual([gaps, update.state], [[], 'live']);
  });

  it('hears once what Twitch sends on both sockets of a move, or twice on one', async () => {
    await want('channel.update').ready;
    simulator.faults.eventSub.duplicateNext({ copies: 2 });
    await retitle('thrice');
    simulator.faults.eventSub.reconnect({}, { welcomeAfterMs: 1_000 });
    while (client.eventSub.sessions[0]?.state !== 'moving') await once(client.eventSub, 'state');
    simulator.faults.eventSub.doubleNextWhileMoving();
    await retitle('on both');
    await until(() => client.eventSub.sessions[0]?.state === 'connected');
    await retitle('last');
    await heardSoMany(3);
    assert.deepEqual(titles(), ['thrice', 'on both', 'last']);
  });

  it('comes back when the address of a move is refused, and tells the gap', async () => {
    const update = want('channel.update');
    await update.ready;
    simulator.faults.eventSub.reconnect({}, { refuse: true });
    await until(() => gaps.length === 1);
    assert.equal(update.state, 'live');
    await retitle('again');
    await heardSoMany(1);
  });

  for (const code of [4000, 4001, 4002, 4003, 4004, 4005, 4006, 4007]) {
    it(`comes back after close code ${code}, and tells the gap`, async () => {
      const update = want('channel.update');
      await update.ready;
      simulator.faults.eventSub.close(code);
      await until(() => gaps.length === 1);
      assert.equal(update.state, 'live');
      await retitle('again');
      await heardSoMany(1);
    });
  }

  it('notices a server that has gone silent, and comes back', async () => {
    const update = want('channel.update');
    await update.ready;
    simulator.faults.eventSub.halfOpen();
    await until(() => gaps.length === 1, 500);
    assert.equal(update.state, 'live');
  });

  it('is content while nothing but keepalives comes', async () => {
    await want('channel.update').ready;
    await clock.tick(10_000);
    for (let n = 0; n < 12; n += 1) {
      await settle();
      await clock.tick(1_000);
    }
    assert.equal(client.eventSub.sessions[0]?.state, 'connected');
    assert.deepEqual(gaps, []);
  });

  it('comes back although the dead session still counts', async () => {
    const update = want('channel.update');
    await update.ready;
    simulator.faults.eventSub.drop({}, { noticedAfterMs: 120_000 });
    await until(() => gaps.length === 1);
    await retitle('again');
    await heardSoMany(1);
    assert.equal(update.state, 'live');
  });

  it('drops a message that is 11 minutes old', async () => {
    await want('channel.update').ready;
    simulator.faults.eventSub.ageNext();
    await retitle('old');
    await retitle('new');
    await heardSoMany(1);
    assert.deepEqual(titles(), ['new']);
  });

  it('waits for a late welcome, and gives up on one that never comes', async () => {
    simulator.faults.eventSub.delayNextWelcome(8_000);
    const update = want('channel.update');
    await until(() => update.state === 'live');
    simulator.faults.eventSub.delayNextWelcome(null);
    simulator.faults.eventSub.close(4000);
    await until(() => gaps.length === 1);
  });

  it('lets the others go on when one of three is revoked, and takes it up again when asked to', async () => {
    const three = ['channel.update', 'channel.cheer', 'channel.poll.begin'].map((type) => want(type));
    await Promise.all(three.map(({ ready }) => ready));
    const revoked = once(client.eventSub, 'revoked');
    simulator.faults.eventSub.revoke({ type: 'channel.cheer' }, 'authorization_revoked');
    await revoked;
    assert.deepEqual(
      three.map(({ state }) => state),
      ['live', 'revoked', 'live'],
    );
    await retitle('still heard');
    await heardSoMany(1);
    client.eventSub.retry();
    await until(() => three[1]?.state === 'live', 10);
  });

  it('takes answers that come late, broken or not at all', async () => {
    const filter = { endpoint: 'create-eventsub-subscription' } as const;
    simulator.faults.cutBody(filter);
    const cut = want('channel.update');
    await until(() => cut.state === 'live');
    simulator.faults.lostAnswer(filter);
    const lost = want('channel.cheer');
    await until(() => lost.state === 'live');
    simulator.faults.serverError(filter, 503, 2);
    const down = want('channel.ban');
    await until(() => down.state === 'live');
    simulator.faults.slow(filter, 2_000);
    const slow = want('channel.poll.begin');
    await until(() => slow.state === 'live');
    await retitle('heard');
    await heardSoMany(1);
  });

  it('names the permission that the sign-in lacks', async () => {
    const { accessToken } = simulator.issueToken({ login: simulator.users.bot.login, scopes: ['chat:read'] });
    const bot = new TwitchClient({
      clientId: simulator.clientId,
      tokens: { accessToken },
      urls: simulator.urls,
    });
    const subscription = bot.eventSub.subscribe(
      {
        type: 'channel.follow',
        condition: { broadcaster_user_id: broadcaster, moderator_user_id: simulator.users.bot.id },
      },
      () => undefined,
    );
    await assert.rejects(subscription.ready, {
      code: 'TWITCH_SCOPE_MISSING',
      message: /moderator:read:followers/,
    });
    await bot.close();
  });
});
