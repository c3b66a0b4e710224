import assert from 'node:assert/strict';
import { TwitchClient } from '../../../src/core/client';
import { PartialUser } from '../../../src/core/user';
import type { ItemOf } from '../../data/specification';
import { FakeClock } from '../../support/fake-clock';
import type { SceneCheck } from './scene';

type DoorItem = ItemOf<'client'>;

/** The client itself: making it, running it, listening to it. */
export const doorItems: Readonly<Record<DoorItem, SceneCheck>> = {
  'PartialUser: PartialUser': async (scene) => {
    const { broadcaster } = scene.simulator.users;
    const client = scene.client();
    const byId = new PartialUser(client.helix, broadcaster.id);
    assert.deepEqual([byId.id, byId.name], [broadcaster.id, null]);
    const byName = new PartialUser(client.helix, `@${broadcaster.name}`);
    assert.deepEqual([byName.id, byName.name], [null, broadcaster.login]);
    assert.equal(await byName.resolveId(), broadcaster.id);
    const both = new PartialUser(client.helix, { id: broadcaster.id, name: broadcaster.login });
    assert.equal((await both.fetch())?.login, broadcaster.login);
  },
  'Client: Client': async (scene) => {
    const client = scene.client({ chat: false });
    await client.start();
    // Helix without chat.
    assert.equal((await client.fetchUser(scene.channel))?.login, scene.channel);
    assert.equal(client.chat.state.phase, 'idle');
    // Chat without Helix and without a sign-in.
    const calls: unknown[] = [];
    scene.simulator.on('transcript', (entry) => entry.kind === 'call' && calls.push(entry));
    const reader = scene.client({ tokens: undefined });
    const message = reader.waitFor('message');
    await reader.chat.join(scene.channel);
    scene.say('read by nobody in particular');
    assert.equal((await message).text, 'read by nobody in particular');
    assert.deepEqual(calls, []);
  },
  'Client: param kwargs': async (scene) => {
    const clock = new FakeClock(1_000);
    let setUps = 0;
    const client = scene.client({
      clock,
      random: () => 0.5,
      eventSub: { keepaliveSeconds: 30 },
      setup: () => void (setUps += 1),
      chat: false,
    });
    await client.start();
    assert.deepEqual([setUps, client.urls], [1, scene.simulator.urls]);
    const timedOut = assert.rejects(client.waitFor('message', undefined, { timeoutMs: 5_000 }), {
      code: 'TWITCH_TIMEOUT',
    });
    await clock.tick(5_000);
    await timedOut;
  },
  'Client: add_event_listener': async (scene) => {
    const client = scene.client();
    const heard: string[] = [];
    const handle = client.addEventListener('message', ({ text }: { text: string }) => heard.push(text));
    assert.equal(handle.event, 'message');
    await client.chat.join(scene.channel);
    const second = client.waitFor('message', ({ text }) => text === 'two');
    scene.say('one');
    scene.say('two');
    await second;
    assert.deepEqual(heard, ['one', 'two']);
    assert.throws(() => client.addEventListener('event_message', () => undefined), {
      code: 'TWITCH_INPUT_INVALID',
    });
  },
  'Client: dispatch_listeners': (scene) => {
    const client = scene.client();
    const heard: unknown[] = [];
    client.addEventListener('my_own', (value: number) => heard.push(value));
    client.addEventListener('myOwn', (value: number) => heard.push(value + 1));
    client.dispatchListeners('my_own', 1);
    assert.deepEqual(heard, [1, 2]);
    return Promise.resolve();
  },
  'Client: get_partial_user': (scene) => {
    const client = scene.client();
    const user = client.getPartialUser('42', 'ana');
    assert.ok(user instanceof PartialUser);
    assert.deepEqual([user.id, user.name, client.getPartialUser('42').name], ['42', 'ana', null]);
    return Promise.resolve();
  },
  'Client: listener': (scene) => {
    const client = scene.client();
    const heard: string[] = [];
    client.listener(function event_ping(value: string) {
      heard.push(`by name: ${value}`);
    });
    const named = client.listener('ping');
    named((value: string) => heard.push(`named: ${value}`));
    client.dispatchListeners('ping', 'now');
    assert.deepEqual(heard, ['by name: now', 'named: now']);
    return Promise.resolve();
  },
  'Client: remove_event_listener': (scene) => {
    const client = scene.client();
    const heard: number[] = [];
    const callback = (value: number): void => void heard.push(value);
    const handle = client.addEventListener('ping', callback);
    client.dispatchListeners('ping', 1);
    assert.deepEqual([client.removeEventListener(handle), client.removeEventListener(handle)], [true, false]);
    client.addEventListener('ping', callback);
    assert.equal(client.removeEventListener(callback), true);
    client.dispatchListeners('ping', 2);
    assert.deepEqual(heard, [1]);
    return Promise.resolve();
  },
  'Client: run': async (scene) => {
    const client = scene.client({ chat: { channels: [scene.channel] } });
    const joined = client.waitFor('join', ({ own }) => own);
    let isOver = false;
    const running = client.run().then(() => (isOver = true));
    await joined;
    assert.equal(isOver, false);
    await client.close();
    await running;
    assert.equal(client.chat.state.phase, 'closed');
  },
  'Client: setup': async (scene) => {
    const order: string[] = [];
    const client = scene.client({
      setup: () => void order.push('setup'),
      tokens: {
        getClientCredentials: () => Promise.resolve({ clientId: scene.simulator.clientId }),
        getUserToken: () => {
          order.push('login');
          return Promise.resolve(scene.token());
        },
      },
    });
    await client.start();
    await client.chat.join(scene.channel);
    assert.equal(order[0], 'setup');
    assert.equal(order.filter((step) => step === 'setup').length, 1);
    assert.ok(order.includes('login'));
  },
  'Client: start': async (scene) => {
    const client = scene.client({ chat: { channels: [scene.channel] } });
    const joined = client.waitFor('join', ({ own }) => own);
    assert.equal(client.start(), client.start());
    await client.start();
    assert.equal((await joined).channel.login, scene.channel);
  },
  'Client: close': async (scene) => {
    const client = scene.client();
    await client.chat.join(scene.channel);
    const waiting = assert.rejects(client.chat.join('nobody_of_this_name'), { code: 'TWITCH_ABORTED' });
    const closed = client.waitFor('closed');
    await client.close();
    await Promise.all([closed, waiting]);
    assert.ok(client instanceof TwitchClient);
    await assert.rejects(client.fetchUser(scene.channel), { code: 'TWITCH_ABORTED' });
  },
  'Shared: awaitable async iterator': async (scene) => {
    const { world } = scene.simulator;
    const calls: string[] = [];
    scene.simulator.on('transcript', (entry) => entry.kind === 'call' && calls.push(entry.path));
    const user = scene
      .client({ tokens: scene.token(scene.channel, ['moderator:read:followers']) })
      .user(scene.simulator.users.broadcaster.id);
    const total = world.channel(scene.channel)!.followers.size;
    const all = await user.fetchChannelFollowers();
    assert.deepEqual([all.length, calls.length], [total, 1]);
    assert.equal((await user.fetchChannelFollowers({}, { cap: 3 })).length, 3);
    const walked: string[] = [];
    for await (const { user_id } of user.fetchChannelFollowers()) {
      walked.push(user_id);
      if (walked.length === 2) break;
    }
    assert.deepEqual(
      walked,
      all.slice(0, 2).map(({ user_id }) => user_id),
    );
    const pages: unknown[] = [];
    for await (const { items, answer } of user.fetchChannelFollowers().byPage()) {
      pages.push([items.length, (answer as { total: number }).total]);
    }
    assert.deepEqual(pages, [[total, total]]);
  },
};
