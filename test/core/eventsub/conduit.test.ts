import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { TwitchClient } from '../../../src/core/client';
import type { ConduitOptions } from '../../../src/core/eventsub/conduit/conduit-options';
import type { EventSubGap } from '../../../src/core/eventsub/gap-log';
import type { EventSubNotification, Subscription } from '../../../src/core/eventsub/subscription';
import { startSimulator, type Simulator } from '../../../src/simulator';
import { FakeClock, settle } from '../../support/fake-clock';

describe('EventSub over a conduit', () => {
  let clock: FakeClock;
  let simulator: Simulator;
  let channel: string;
  let clients: TwitchClient[];
  let heard: EventSubNotification[];
  let gaps: EventSubGap[];
  /** An application of its own, to look at and change what is at Twitch. */
  let operator: TwitchClient;

  beforeEach(async () => {
    clock = new FakeClock();
    simulator = await startSimulator({ viewers: 'none', clock });
    channel = simulator.users.broadcaster.id;
    const { clientId } = simulator.confidential;
    // The broadcaster allowed the application these at some time; nobody is signed in.
    simulator.issueToken({
      login: simulator.users.broadcaster.login,
      scopes: ['channel:read:polls', 'bits:read', 'channel:bot'],
      clientId,
    });
    clients = [];
    heard = [];
    gaps = [];
    operator = new TwitchClient({ ...simulator.confidential, urls: simulator.urls, chat: false });
  });

  afterEach(async () => {
    await Promise.all([operator, ...clients].map((client) => client.close()));
    await simulator.close();
  });

  function start(conduit: ConduitOptions): TwitchClient {
    const client = new TwitchClient({
      ...simulator.confidential,
      urls: simulator.urls,
      clock,
      random: () => 0.5,
      chat: false,
      eventSub: { conduit, lingerMs: 0 },
    });
    client.eventSub.on('gap', (gap) => gaps.push(gap));
    clients.push(client);
    return client;
  }

  function want(client: TwitchClient, type = 'channel.update'): Subscription {
    return client.eventSub.subscribe(
      { type, condition: { broadcaster_user_id: channel } },
      (notification) => void heard.push(notification),
    );
  }

  async function until(holds: () => boolean | Promise<boolean>, stepMs = 100): Promise<void> {
    for (let step = 0; !(await holds()); step += 1) {
      if (step > 3_000) throw new Error('it never came to that');
      await clock.tick(stepMs);
      await settle();
    }
  }

  const ready = (...subscriptions: Subscription[]): Promise<void> =>
    until(() => subscriptions.every(({ state }) => state === 'live'));
  const attached = (client: TwitchClient, count: number): Promise<void> =>
    until(
      () =>
        client.eventSub.sessions[0]?.shards?.filter(({ state }) => state === 'connected').length === count,
    );

  let titles = 0;
  const retitle = (times: number): void => {
    for (let n = 0; n < times; n += 1)
      simulator.world.streams.change(channel, { title: `Title ${(titles += 1)}` });
  };
  const heardTitles = (): Set<unknown> => new Set(heard.map(({ event }) => event['title']));

  const conduits = async (): Promise<readonly { id: string; shard_count: number }[]> =>
    (await operator.helix.call('get-conduits', {}, { token: 'app' })).data;
  const listed = async (): Promise<readonly { id: string; type: string; status: string }[]> =>
    (
      await operator.helix.call(
        'get-eventsub-subscriptions',
        { query: { status: 'enabled' } },
        { token: 'app' },
      )
    ).data;
  const shardStates = async (id: string): Promise<string[]> =>
    (
      await operator.helix.call('get-conduit-shards', { query: { conduit_id: id } }, { token: 'app' })
    ).data.map(({ status }) => status);

  it('makes a conduit, connects its shards and hears every event once, whichever shard it comes by', async () => {
    const client = start({ shardCount: 3 });
    await ready(want(client));
    await attached(client, 3);
    const [conduit, ...others] = await conduits();
    assert.ok(conduit);
    assert.deepEqual([conduit.shard_count, others], [3, []]);
    assert.deepEqual(await shardStates(conduit.id), ['enabled', 'enabled', 'enabled']);
    retitle(60);
    await until(() => heard.length === 60);
    assert.equal(heardTitles().size, 60);
    assert.deepEqual([heard[0]?.user, client.eventSub.sessions.length], ['', 1]);
  });

  it('takes people by login, looked up with the token of the application', async () => {
    const client = start({});
    const condition = { broadcaster_user_id: simulator.users.broadcaster.login };
    const subscription = client.eventSub.subscribe(
      { type: 'channel.update', condition },
      (notification) => void heard.push(notification),
    );
    await ready(subscription, want(client));
    assert.deepEqual(subscription.condition, { broadcaster_user_id: channel });
    assert.equal((await listed()).length, 1, 'the same by login and by id');
    retitle(1);
    await until(() => heard.length === 2);
  });

  it('needs nobody who is signed in, only what people allowed the application before', async () => {
    const client = start({});
    const poll = want(client, 'channel.poll.begin');
    const follow = client.eventSub.subscribe(
      { type: 'channel.follow', condition: { broadcaster_user_id: channel, moderator_user_id: channel } },
      () => undefined,
    );
    const refused = assert.rejects(follow.ready, {
      code: 'TWITCH_FORBIDDEN',
      message: /moderator:read:followers/,
    });
    await ready(poll);
    await refused;
  });

  it('takes events that come by conduit only', async () => {
    const client = start({ shardCount: 2 });
    const lost = client.eventSub.subscribe(
      { type: 'conduit.shard.disabled', condition: { client_id: simulator.confidential.clientId } },
      (notification) => void heard.push(notification as EventSubNotification),
    );
    await ready(lost);
    await attached(client, 2);
    // Lost with the shard that it is about, or heard over the other one: each of several has a chance.
    for (let n = 0; n < 6 && heard.length === 0; n += 1) {
      const [session] = simulator.eventSub.sessions;
      assert.ok(session);
      const gone = once(simulator.eventSub, 'lost');
      simulator.faults.eventSub.drop({ sessionId: session.id });
      await gone;
      await until(() => simulator.eventSub.sessions.size === 2);
      await attached(client, 2);
    }
    assert.equal(heard[0]?.event['status'], 'websocket_disconnected');
  });

  it('replaces a lost shard, tells the gap of its share, and asks for no subscription again', async () => {
    const client = start({ shardCount: 2 });
    const update = want(client);
    await ready(update);
    await attached(client, 2);
    const before = await listed();
    const [session] = simulator.eventSub.sessions;
    assert.ok(session);
    const since = clock.now();
    simulator.faults.eventSub.drop({ sessionId: session.id });
    await attached(client, 1);
    retitle(40);
    await until(() => heard.length > 0);
    assert.ok(heard.length < 40, 'the share of the other shard is lost');
    assert.equal(client.eventSub.sessions[0]?.state, 'connected');
    await attached(client, 2);
    await until(() => gaps.length === 1);
    assert.ok((gaps[0]?.from ?? 0) <= since + 1_000 && (gaps[0]?.to ?? 0) > since);
    assert.deepEqual(gaps[0]?.types, ['channel.update']);
    assert.equal(update.state, 'live');
    assert.deepEqual(await listed(), before);
    heard.length = 0;
    retitle(40);
    await until(() => heard.length === 40);
  });

  it('keeps a shard attached while Twitch moves its session, with the same id and with another', async () => {
    const client = start({});
    await ready(want(client));
    for (const newSessionId of [false, true]) {
      heard.length = 0;
      simulator.faults.eventSub.reconnect({}, { newSessionId });
      while (client.eventSub.sessions[0]?.shards?.[0]?.state !== 'moving')
        await once(client.eventSub, 'state');
      await attached(client, 1);
      retitle(5);
      await until(() => heard.length === 5);
    }
    assert.deepEqual(gaps, []);
  });

  it('uses the same conduit and the same subscriptions after a restart', async () => {
    const first = start({ shardCount: 2 });
    await ready(want(first), want(first, 'channel.cheer'));
    const [before, subscriptions] = [await conduits(), await listed()];
    await first.close();
    assert.deepEqual(await listed(), subscriptions);
    const second = start({ shardCount: 2 });
    const [update, ban] = [want(second), want(second, 'channel.poll.end')];
    await ready(update, ban);
    assert.deepEqual(await conduits(), before);
    assert.equal(update.id, subscriptions.find(({ type }) => type === 'channel.update')?.id);
    assert.equal((await listed()).length, 3);
    await attached(second, 2);
    retitle(10);
    await until(() => heard.length === 10);
  });

  it('enlarges a conduit that is too small, and leaves one that is larger', async () => {
    const { data } = await operator.helix.call(
      'create-conduits',
      { body: { shard_count: 2 } },
      { token: 'app' },
    );
    const client = start({ shardCount: 5 });
    await ready(want(client));
    await attached(client, 5);
    assert.deepEqual(await conduits(), [{ id: data[0]?.id, shard_count: 5 }]);
    await client.close();
    const smaller = start({ shardCount: 1 });
    await ready(want(smaller));
    assert.equal((await conduits())[0]?.shard_count, 5);
  });

  it('asks which one where there are several, and takes the one that is named', async () => {
    const made = [1, 2].map(() =>
      operator.helix.call('create-conduits', { body: { shard_count: 1 } }, { token: 'app' }),
    );
    const ids = (await Promise.all(made)).map(({ data }) => data[0]?.id ?? '');
    const undecided = want(start({}));
    await assert.rejects(undecided.ready, { code: 'TWITCH_INPUT_INVALID', message: /2 conduits/ });
    const id = ids[1] ?? '';
    await ready(want(start({ id })));
    assert.deepEqual(await shardStates(id), ['enabled']);
    await assert.rejects(want(start({ id: 'gone' })).ready, { message: /no conduit gone/ });
  });

  it('refuses numbers that cannot be, at once', () => {
    for (const conduit of [
      { shardCount: 0 },
      { shardCount: 20_001 },
      { shardCount: 2, shards: [2] },
      { shards: [] },
    ]) {
      assert.throws(() => start(conduit), { code: 'TWITCH_INPUT_INVALID' }, JSON.stringify(conduit));
    }
  });

  it('says what is missing without a client secret', async () => {
    const client = new TwitchClient({
      clientId: simulator.clientId,
      urls: simulator.urls,
      chat: false,
      eventSub: { conduit: {} },
    });
    clients.push(client);
    await assert.rejects(want(client).ready, { code: 'TWITCH_CLIENT_SECRET_NEEDED' });
  });

  it('makes another conduit when somebody deletes it, and tells the gap', async () => {
    const client = start({ shardCount: 2 });
    const update = want(client);
    await ready(update);
    await attached(client, 2);
    const [gone] = await conduits();
    assert.ok(gone);
    await operator.helix.call('delete-conduit', { query: { id: gone.id } }, { token: 'app' });
    await until(() => gaps.length === 1);
    assert.equal(update.state, 'live');
    const [other] = await conduits();
    assert.ok(other);
    assert.notEqual(other.id, gone.id);
    await attached(client, 2);
    retitle(20);
    await until(() => heard.length === 20);
  });

  it('leaves it to the person when a conduit that was named is deleted', async () => {
    const { data } = await operator.helix.call(
      'create-conduits',
      { body: { shard_count: 1 } },
      { token: 'app' },
    );
    const id = data[0]?.id ?? '';
    const client = start({ id });
    const update = want(client);
    await ready(update);
    const revoked = once(client.eventSub, 'revoked');
    await operator.helix.call('delete-conduit', { query: { id } }, { token: 'app' });
    const [revocation] = (await revoked) as [{ status: string }];
    assert.deepEqual([revocation.status, update.state], ['conduit_deleted', 'revoked']);
    assert.deepEqual(await conduits(), []);
  });

  it('attaches again what Twitch did not take, inside the ten seconds', async () => {
    simulator.faults.serverError({ endpoint: 'update-conduit-shards' }, 500, 2);
    const client = start({ shardCount: 2 });
    await ready(want(client));
    await attached(client, 2);
    assert.equal(simulator.eventSub.sessions.size, 2);
  });

  it('removes at Twitch what nobody wants any more, where this process has all shards', async () => {
    const client = start({});
    const [update, poll] = [want(client), want(client, 'channel.poll.end')];
    await ready(update, poll);
    update.stop();
    await until(async () => (await listed()).length === 1);
    poll.stop();
    await until(async () => (await listed()).length === 0);
  });

  it('spreads over several processes: each hears its share, together they hear all, and one that ends takes nothing along', async () => {
    const first = start({ shardCount: 4, shards: [0, 1] });
    const second = start({ shardCount: 4, shards: [2, 3] });
    await ready(want(first), want(second));
    await Promise.all([attached(first, 2), attached(second, 2)]);
    assert.equal((await conduits()).length, 1);
    assert.equal((await listed()).length, 1);
    retitle(80);
    await until(() => heard.length === 80);
    assert.equal(heardTitles().size, 80);
    await second.close();
    assert.equal((await listed()).length, 1);
    heard.length = 0;
    retitle(80);
    await until(() => heard.length > 10);
    const third = start({ shardCount: 4, shards: [2, 3] });
    await ready(want(third));
    await attached(third, 2);
    heard.length = 0;
    retitle(80);
    await until(() => heard.length === 80);
  });

  it('waits for the process with shard 0, which alone makes the conduit', async () => {
    const second = start({ shardCount: 2, shards: [1] });
    const waiting = want(second);
    await until(() => second.eventSub.sessions[0]?.state === 'waiting');
    assert.match(second.eventSub.sessions[0]?.reason ?? '', /shard 0/);
    assert.deepEqual(await conduits(), []);
    const first = start({ shardCount: 2, shards: [0] });
    await ready(want(first), waiting);
    assert.equal((await conduits()).length, 1);
  });
});

describe('EventSub over a conduit, in two real processes', () => {
  it('hears every event once in one of them', async () => {
    const simulator = await startSimulator({ viewers: 'none' });
    const channel = simulator.users.broadcaster.id;
    const children = [0, 1].map((shard) => {
      const child = fork(path.join(__dirname, 'conduit-child.js'), [
        JSON.stringify({ ...simulator.confidential, urls: simulator.urls, shard, channel }),
      ]);
      const titles: string[] = [];
      const live = new Promise<void>((resolve, reject) => {
        child.once('error', reject);
        child.on('message', (message: { live?: true; title?: string }) => {
          if (message.live) resolve();
          if (message.title !== undefined) titles.push(message.title);
        });
      });
      return { child, titles, live };
    });
    try {
      await Promise.all(children.map(({ live }) => live));
      const sent = Array.from({ length: 50 }, (_, n) => `Title ${n}`);
      for (const title of sent) simulator.world.streams.change(channel, { title });
      const all = (): string[] => children.flatMap(({ titles }) => titles);
      while (all().length < sent.length)
        await Promise.race(children.map(({ child }) => once(child, 'message')));
      assert.deepEqual(all().toSorted(), sent.toSorted());
      for (const { titles } of children) assert.ok(titles.length > 5, 'a process heard next to nothing');
    } finally {
      for (const { child } of children) {
        child.disconnect();
        if (child.exitCode === null) await once(child, 'exit');
      }
      await simulator.close();
    }
  });
});
