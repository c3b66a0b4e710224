import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { startSimulator, type TranscriptEntry, WorldRefusal } from '../../src/simulator/index';
import { FakeClock } from '../support/fake-clock';

/** What a world with this seed begins with. */
const make = async (seed: number) => {
  const sim = await startSimulator({ seed, clock: new FakeClock() });
  const { accessToken } = sim.issueToken({ login: sim.users.bot.login, scopes: [] });
  const line = sim.world.say({ login: sim.users.vip.login, text: 'hi' });
  await sim.close();
  return [sim.clientId, accessToken, line];
};

describe('the simulator', () => {
  it('has a live affiliate, whose bot is a moderator, behind addresses of one port', async () => {
    const sim = await startSimulator();
    const { world, users, urls, port } = sim;
    assert.deepEqual(urls, {
      id: `http://127.0.0.1:${port}/oauth2`,
      helix: `http://127.0.0.1:${port}/helix`,
      irc: `ws://127.0.0.1:${port}/irc`,
      eventSub: `ws://127.0.0.1:${port}/ws`,
    });
    const channel = world.channel(users.broadcaster.login)!;
    assert.ok(channel.stream);
    assert.equal(channel.broadcasterType, 'affiliate');
    assert.deepEqual([...channel.moderators].toSorted(), [users.moderator.id, users.bot.id].toSorted());
    assert.ok(channel.vips.has(users.vip.id) && channel.subscribers.has(users.subscriber.id));
    assert.equal(users.viewers.length, 20);
    await sim.close();
  });

  it('is the same for the same seed', async () => {
    assert.deepEqual(await make(7), await make(7));
    assert.notDeepEqual(await make(7), await make(8));
  });

  it('takes only tokens that it issued itself, beside others in the same process', async () => {
    const [one, two] = await Promise.all([startSimulator({ seed: 1 }), startSimulator({ seed: 2 })]);
    const { accessToken } = one.issueToken({ login: one.users.bot.login, scopes: [] });
    const get = (sim: typeof one) =>
      fetch(`${sim.urls.helix}/users`, {
        headers: { Authorization: `Bearer ${accessToken}`, 'Client-Id': one.clientId },
      });
    assert.equal((await get(one)).status, 200);
    assert.equal((await get(two)).status, 401);
    await Promise.all([one.close(), two.close()]);
  });

  it('refuses to start on a port that is taken', async () => {
    const sim = await startSimulator();
    await assert.rejects(startSimulator({ port: sim.port }), { code: 'EADDRINUSE' });
    await sim.close();
  });

  it('ends every socket and timer when it is closed, and gives the port back', async () => {
    const clock = new FakeClock();
    const sim = await startSimulator({ clock, viewers: 'demo' });
    const chat = new WebSocket(sim.urls.irc);
    const events = new WebSocket(sim.urls.eventSub);
    await Promise.all([once(chat, 'open'), once(events, 'open')]);
    await fetch(`${sim.urls.id}/validate`);
    sim.world.createPoll({ title: 'x', choices: ['a', 'b'], durationS: 60 });
    const gone = Promise.all([once(chat, 'close'), once(events, 'close')]);
    await sim.close();
    await gone;
    assert.equal(clock.pending, 0);
    const again = await startSimulator({ port: sim.port });
    await again.close();
  });

  it('has no address through which the world could be steered', async () => {
    const sim = await startSimulator();
    for (const path of ['/', '/world', '/control', '/helixx/users', '/faults']) {
      const answer = await fetch(`http://127.0.0.1:${sim.port}${path}`, { method: 'POST', body: '{}' });
      assert.equal(answer.status, 404, path);
    }
    const socket = new WebSocket(`ws://127.0.0.1:${sim.port}/control`);
    const [error] = (await once(socket, 'error')) as [Error];
    assert.match(error.message, /404/);
    await sim.close();
  });

  it('outlives garbage and clients that hang up', async () => {
    const sim = await startSimulator();
    for (const bytes of [
      '\0\0\0',
      'GET / HTTP/9\r\n\r\n',
      'POST /helix/polls HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{',
    ]) {
      const socket = connect(sim.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(bytes);
      await once(socket, 'ready');
      socket.destroy();
    }
    const huge = fetch(`${sim.urls.helix}/polls`, { method: 'POST', body: 'x'.repeat(2_000_000) });
    await assert.rejects(huge);
    assert.equal((await fetch(`${sim.urls.helix}/users`)).status, 401);
    await sim.close();
  });

  it('tells what was said and what happened, each thing once and without tokens', async () => {
    const sim = await startSimulator({ clock: new FakeClock() });
    const told: TranscriptEntry[] = [];
    sim.on('transcript', (entry) => told.push(entry));
    const { accessToken } = sim.issueToken({ login: sim.users.bot.login, scopes: ['user:write:chat'] });
    await fetch(`${sim.urls.helix}/chat/messages`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${accessToken}`,
        'Client-Id': sim.clientId,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({
        broadcaster_id: sim.users.broadcaster.id,
        sender_id: sim.users.bot.id,
        message: 'hi',
      }),
    });
    sim.world.moderation.ban({ channel: sim.users.broadcaster.id, user: sim.users.viewers[3]!.id });
    assert.deepEqual(
      told.map((entry) => (entry.kind === 'event' ? entry.type : entry.kind)),
      ['chat', 'call', 'channel.chat.clear_user_messages', 'channel.ban', 'channel.moderate'],
    );
    assert.ok(!JSON.stringify(told).includes(accessToken));
    await sim.close();
  });

  it('refuses steering that Twitch would refuse, with the reason', async () => {
    const sim = await startSimulator();
    const { world } = sim;
    assert.throws(() => world.votePoll({ login: 'anchor_ana', choice: 1 }), WorldRefusal);
    assert.throws(() => world.say({ login: 'nobody_here', text: 'hi' }), WorldRefusal);
    assert.throws(() => sim.issueToken({ login: 'nobody_here', scopes: [] }), RangeError);
    assert.throws(() => sim.issueToken({ login: 'anchor_ana', scopes: [], clientId: 'no' }), RangeError);
    await sim.close();
  });
});
