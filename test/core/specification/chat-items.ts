import assert from 'node:assert/strict';
import type { TwitchClient } from '../../../src/core/client';
import { createClock } from '../../../src/core/clock';
import type { ItemOf } from '../../data/specification';
import { FakeClock, settle } from '../../support/fake-clock';
import { until, watch } from '../../support/http-server';
import { Scene, type SceneCheck } from './scene';

type ChatItem = ItemOf<'irc' | 'cache'>;

/** Somebody else comes and goes; the server tells of it every ten seconds, so its clock runs fast here. */
async function visit(
  check: (client: TwitchClient, scene: Scene, visitor: string) => Promise<void>,
): Promise<void> {
  const clock = createClock(100);
  const scene = await Scene.start({ clock });
  try {
    const client = scene.client({ clock, chat: { membership: true, channels: [scene.channel] } });
    const { login } = scene.simulator.users.moderator;
    const visitor = scene.client({ clock, tokens: scene.token(login) });
    const isIn = client.waitFor('join', (event) => event.own);
    await client.start();
    await isIn;
    await visitor.chat.join(scene.channel);
    const gone = check(client, scene, login);
    visitor.chat.part(scene.channel);
    await gone;
  } finally {
    await scene.close();
  }
}

/** Waits for something while no time passes. */
async function standStill(clock: FakeClock, isTrue: () => boolean): Promise<void> {
  for (let turn = 0; !isTrue(); turn++) {
    assert.ok(turn < 50_000, 'did not come true');
    await clock.tick(0);
  }
}

/** Chat over a WebSocket against the simulated Twitch. */
export const chatItems: Readonly<Record<ChatItem, SceneCheck>> = {
  'Client: param heartbeat': async (scene) => {
    const client = scene.client({ chat: { heartbeatMs: 10 } });
    const answered = client.waitFor('rawPayload', ({ command }) => command === 'PONG');
    await client.chat.join(scene.channel);
    assert.equal((await answered).params.at(-1), 'heartbeat');
  },
  'Client: param verified': async (scene) => {
    const logins = [...scene.simulator.world.channels()].map(({ owner }) => owner.login).slice(0, 25);
    const join = async (verified: boolean, count: number): Promise<TwitchClient> => {
      scene.simulator.world.cast.bot.verified = verified;
      const clock = new FakeClock();
      const client = scene.client({ clock, chat: { verified } });
      for (const login of logins) client.chat.join(login).catch(() => undefined);
      await standStill(clock, () => client.chat.joined.size === count);
      return client;
    };
    // Twenty rooms in ten seconds, and this clock stands still.
    const plain = await join(false, 20);
    await settle();
    assert.equal(plain.chat.joined.size, 20);
    await plain.close();
    await join(true, logins.length);
    assert.deepEqual(scene.simulator.irc.limits.violations, []);
  },
  'Client: param join_timeout': async (scene) => {
    const clock = new FakeClock();
    const client = scene.client({ clock, chat: { joinTimeoutMs: 3_000 } });
    void client.chat.join(scene.channel);
    await standStill(clock, () => client.chat.joined.has(scene.channel));
    const joining = client.chat.join('nobody_of_this_name');
    const failed = assert.rejects(joining, { code: 'TWITCH_JOIN_FAILED' });
    const begun = clock.now();
    const state = watch(failed);
    while (!state.isOver && clock.now() - begun < 60_000) await clock.tick(500);
    await failed;
    // Asked for twice.
    assert.ok(clock.now() - begun >= 6_000 && clock.now() - begun <= 8_000, `${clock.now() - begun} ms`);
  },
  'Client: param initial_channels': async (scene) => {
    const listed = scene.client({ chat: { channels: [scene.channel] } });
    const given = scene.client({ chat: { channels: () => Promise.resolve([scene.viewer]) } });
    for (const client of [listed, given]) {
      const joined = client.waitFor('join', ({ own }) => own);
      await client.start();
      await joined;
    }
    assert.deepEqual([[...listed.chat.joined], [...given.chat.joined]], [[scene.channel], [scene.viewer]]);
  },
  'Client: param shard_manager': async (scene) => {
    const asked: string[] = [];
    const place = (login: string): null => {
      asked.push(login);
      return null;
    };
    const client = scene.client({ chat: { shards: { place } } });
    await Promise.all([client.chat.join(scene.channel), client.chat.join(scene.viewer)]);
    assert.deepEqual(asked.toSorted(), [scene.channel, scene.viewer].toSorted());
    const used = client.chat.state.shards.filter(({ channels }) => channels > 0);
    assert.deepEqual(
      used.map(({ channels }) => channels),
      [1, 1],
    );
  },
  'Client: param shard_limit': async (scene) => {
    const client = scene.client({ chat: { shardLimit: 2 } });
    const { users } = scene.simulator;
    await Promise.all([scene.channel, scene.viewer, users.vip.login].map((login) => client.chat.join(login)));
    assert.deepEqual(
      client.chat.state.shards.map(({ channels }) => channels),
      [2, 1],
    );
  },
  'Client: param cache_size': async (scene) => {
    const client = scene.client({ userCache: 1, chat: { messageCache: 1 } });
    const kept = client.user('somebody');
    assert.equal(client.user('somebody'), kept);
    client.user('another');
    assert.notEqual(client.user('somebody'), kept);
    await client.chat.join(scene.channel);
    const second = client.waitFor('message', ({ text }) => text === 'two');
    const ids = [scene.say('one'), scene.say('two')];
    await second;
    assert.deepEqual(
      ids.map((id) => client.getMessage(id)?.text),
      [undefined, 'two'],
    );
  },
  'Client: event_join': () =>
    visit(async (client, scene, visitor) => {
      const event = await client.waitFor('join', ({ login }) => login === visitor);
      assert.deepEqual([event.own, event.channel.login], [false, scene.channel]);
    }),
  'Client: event_message': async (scene) => {
    const client = scene.client({ chat: { channels: [scene.channel] } });
    const joined = client.waitFor('join', ({ own }) => own);
    await client.start();
    await joined;
    const message = client.waitFor('message');
    const id = scene.say('hello there');
    const { text, user, channel, id: got } = await message;
    assert.deepEqual(
      [text, user.login, channel.login, got],
      ['hello there', scene.viewer, scene.channel, id],
    );
  },
  'Client: event_part': () =>
    visit(async (client, scene, visitor) => {
      const event = await client.waitFor('part', ({ login }) => login === visitor);
      assert.equal(event.channel.login, scene.channel);
    }),
  'Client: event_raw_data': async (scene) => {
    const client = scene.client();
    const line = client.waitFor('rawData', (raw) => raw.includes('PRIVMSG'));
    await client.chat.join(scene.channel);
    scene.say('raw');
    assert.match(await line, new RegExp(`^@.* PRIVMSG #${scene.channel} :raw$`));
  },
  'Client: event_raw_payload': async (scene) => {
    const client = scene.client();
    const line = client.waitFor('rawPayload', ({ command }) => command === 'PRIVMSG');
    await client.chat.join(scene.channel);
    scene.say('parsed');
    const { params, prefix, tags } = await line;
    assert.deepEqual(
      [params, prefix?.nick, tags['room-id']],
      [[`#${scene.channel}`, 'parsed'], scene.viewer, scene.simulator.users.broadcaster.id],
    );
  },
  'Client: event_ready': async (scene) => {
    const client = scene.client({ chat: { shardLimit: 1, channels: [scene.channel, scene.viewer] } });
    const shards: number[] = [];
    client.on('shardReady', (number) => shards.push(number));
    const ready = client.waitFor('ready');
    await client.start();
    await ready;
    assert.deepEqual(new Set(shards), new Set([0, 1]));
  },
  'Client: event_shard_ready': async (scene) => {
    const client = scene.client({ chat: { channels: [scene.channel] } });
    const shard = client.waitFor('shardReady');
    await client.start();
    assert.equal(await shard, 0);
  },
  'Client: get_channel': async (scene) => {
    const client = scene.client();
    assert.equal(client.getChannel(scene.channel), undefined);
    await client.chat.join(scene.channel);
    await until(
      () =>
        client.getChannel(scene.channel)?.settings !== undefined &&
        client.getChannel(scene.channel)?.settings !== null,
    );
    const room = client.getChannel(scene.channel);
    assert.deepEqual(
      [room?.login, room?.id, room?.isJoined],
      [scene.channel, scene.simulator.users.broadcaster.id, true],
    );
  },
  'Client: get_message': async (scene) => {
    const client = scene.client();
    await client.chat.join(scene.channel);
    const message = client.waitFor('message');
    const id = scene.say('keep me');
    await message;
    assert.equal(client.getMessage(id)?.text, 'keep me');
    assert.equal(client.getMessage('unknown'), undefined);
  },
};
