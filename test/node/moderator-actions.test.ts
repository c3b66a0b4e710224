import assert from 'node:assert/strict';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { ends, node, practiceAccount } from '../support/twitch-flow';

/** Two minutes of Twitch's waits pass in a moment. */
const FAST = { twitchAccountPractice: { script: 'none', speed: 300, seed: 1 } };

describe('nodes for moderators and raids, in practice mode', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench(FAST);
  });
  afterEach(() => bench.close());

  async function cast() {
    const { simulator } = await bench.world();
    const { world, users } = simulator;
    const channel = world.channel(users.broadcaster.login);
    assert(channel);
    return { world, users, channel };
  }

  /** As a trigger says who did it. */
  function did(
    user: { id: string; login: string; name: string },
    more: object = {},
  ): Record<string, unknown> {
    return {
      topic: user.login,
      twitch: {
        user: { id: user.id, login: user.login, name: user.name, roles: [], anonymous: false },
        ...more,
      },
    };
  }

  it('give shoutouts one after the other, and lose none to a redeploy in between', async () => {
    const flow = [practiceAccount, node('so', 'twitch-shoutout', { operation: 'shoutout' }), ...ends];
    await bench.load(flow);
    await bench.waitForStatus('so', 'practice');
    const { world } = await cast();
    const [first, second] = world.cast.streamers;
    assert(first && second);
    const given: unknown[] = [];
    world.on('notification', ({ type, event }) => {
      if (type === 'channel.shoutout.create') given.push(event['to_broadcaster_user_login']);
    });
    bench.inject('so', did(first));
    bench.inject('so', did(second));
    const one = await bench.waitFor('out', (msg) => msg['topic'] === first.login);
    assert.match(String(dig(one, 'twitch.summary')), /^Go and see Driftwood_Den, live now with .+: https:/);
    await bench.deploy(flow, 'full');
    const two = await bench.waitFor('out', (msg) => msg['topic'] === second.login);
    assert.ok(Number(dig(two, 'payload.waited')) >= 119, String(dig(two, 'payload.waited')));
    assert.equal(dig(two, 'twitch.user.login'), second.login);
    assert.deepEqual(given, [first.login, second.login]);
  });

  it('start a raid to somebody who was named, and call it off', async () => {
    await bench.load([
      practiceAccount,
      node('raid', 'twitch-raid-start', { operation: 'start' }),
      node('off', 'twitch-raid-start', { operation: 'cancel' }),
      ...ends,
    ]);
    await bench.waitForStatus('raid', 'practice');
    const { world, users, channel } = await cast();
    const [target] = world.cast.streamers;
    const [viewer] = users.viewers;
    assert(target && viewer);
    const pending = (): string | undefined => channel.raid?.toId;
    bench.inject('raid', did(viewer));
    const caught = await bench.waitFor('caught');
    assert.equal(dig(caught, 'error.cause.code'), 'TWITCH_INPUT_INVALID');
    assert.equal(dig(caught, 'twitch.summary'), 'Nobody was named.');
    assert.equal(pending(), undefined);
    bench.inject('raid', {
      topic: 'go',
      ...did(viewer, { target: { login: target.login, name: target.name } }),
    });
    await bench.waitFor('out');
    assert.equal(pending(), target.id);
    bench.inject('off', { topic: 'off' });
    const off = await bench.waitFor('out', (msg) => msg['topic'] === 'off');
    assert.equal(dig(off, 'payload.raiding'), false);
    assert.equal(pending(), undefined);
  });

  it('time out, unban, warn and delete', async () => {
    await bench.load([
      practiceAccount,
      node('timeout', 'twitch-moderation', { operation: 'timeout', fields: { for: 600 } }),
      node('unban', 'twitch-moderation', { operation: 'unban' }),
      node('warn', 'twitch-moderation', { operation: 'warn', fields: { warning: 'Hey {user}' } }),
      node('delete', 'twitch-moderation', { operation: 'delete' }),
      ...ends,
    ]);
    await bench.waitForStatus('timeout', 'practice');
    const { world, users, channel } = await cast();
    const [one, two] = users.viewers;
    assert(one && two);
    const id = world.say({ login: two.login, text: 'buy followers' });
    const events: string[] = [];
    world.on('notification', ({ type, event }) => {
      if (type === 'channel.warning.send') events.push(String(event['reason']));
    });
    bench.inject('timeout', did(one));
    await bench.waitFor('out');
    assert.ok(channel.bans.has(one.id));
    bench.inject('unban', { ...did(one), topic: 'unban' });
    await bench.waitFor('out', (msg) => msg['topic'] === 'unban');
    assert.ok(!channel.bans.has(one.id));
    bench.inject('unban', { ...did(one), topic: 'again' });
    const caught = await bench.waitFor('caught');
    assert.equal(dig(caught, 'twitch.summary'), `${one.name} is not banned.`);
    bench.inject('warn', { ...did(one), topic: 'warn' });
    await bench.waitFor('out', (msg) => msg['topic'] === 'warn');
    assert.deepEqual(events, [`Hey ${one.name}`]);
    bench.inject('delete', { ...did(two, { message: { id } }), topic: 'delete' });
    await bench.waitFor('out', (msg) => msg['topic'] === 'delete');
    assert.ok(channel.lines.find((line) => line.id === id)?.deleted);
  });

  it('answer an unban request and a held message behind the events that tell of them', async () => {
    await bench.load([
      practiceAccount,
      node('asks', 'twitch-event', { fields: { event: 'channel.unban_request.create' }, wires: [['yes']] }),
      node('held', 'twitch-event', { fields: { event: 'automod.message.hold' }, wires: [['yes']] }),
      node('yes', 'twitch-moderation', { operation: 'approve' }),
      ...ends,
    ]);
    await bench.waitForStatus('asks', 'practice');
    await bench.waitForStatus('held', 'practice');
    const { world, users, channel } = await cast();
    const [one, two] = users.viewers;
    assert(one && two);
    world.moderation.ban({ channel: channel.id, user: one.id });
    world.review.requestUnban(channel.id, one.id, 'please');
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'twitch.summary'), `The unban request of ${one.name} was approved.`);
    assert.ok(!channel.bans.has(one.id));
    world.review.hold(channel.id, two.id, 'salty words');
    await bench.waitFor('out', (found) => dig(found, 'payload.messageId') !== undefined);
    assert.ok(channel.lines.some((line) => line.text === 'salty words'));
  });

  it('turn chat modes on, put them back by itself, and everything at once after a redeploy', async () => {
    const flow = [
      practiceAccount,
      node('slow', 'twitch-chat-mode', { operation: 'slow', fields: { seconds: 45 } }),
      node('shield', 'twitch-chat-mode', { operation: 'shield' }),
      node('emote', 'twitch-chat-mode', { operation: 'emoteOnly', fields: { after: 60 } }),
      node('back', 'twitch-chat-mode', { operation: 'putBack' }),
      ...ends,
    ];
    await bench.load(flow);
    await bench.waitForStatus('slow', 'practice');
    const { world, channel } = await cast();
    world.modes.update(channel.id, channel.id, { slowModeSeconds: 5 });
    for (const id of ['slow', 'shield', 'emote']) bench.inject(id, { topic: id });
    await bench.until(() => (bench.messages('out').length === 3 ? true : undefined), 'three modes');
    assert.equal(channel.settings.slowModeSeconds, 45);
    assert.ok(channel.shield.isActive);
    assert.ok(channel.settings.emoteMode);
    await bench.deploy(flow, 'full');
    await bench.until(() => (channel.settings.emoteMode ? undefined : true), 'emote-only is put back');
    bench.inject('back', { topic: 'back' });
    const msg = await bench.waitFor('out', (found) => found['topic'] === 'back');
    assert.deepEqual(dig(msg, 'payload.restored'), ['slow', 'shield']);
    assert.equal(channel.settings.slowModeSeconds, 5);
    assert.ok(!channel.shield.isActive);
  });
});
