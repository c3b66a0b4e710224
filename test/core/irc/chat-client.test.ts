import assert from 'node:assert/strict';
import type { ChatClient } from '../../../src/core/irc/chat-client';
import type { ChatEvent, ChatEventType } from '../../../src/core/irc/chat-event';
import type { JoinFailed } from '../../../src/core/irc/chat-client-options';
import { chatLine } from '../../support/irc-server';
import { ChatBench, TestLogin } from './chat-bench';

let bench: ChatBench;
beforeEach(async () => {
  bench = await ChatBench.open();
});
afterEach(async () => {
  await bench.close();
  assert.equal(bench.clock.pending, 0, 'a timer is left');
});

function roomNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `room_${index}`);
}

function joinedNames(line: string): string[] {
  return line.slice('JOIN '.length).split(',');
}

function failuresOf(client: ChatClient): JoinFailed[] {
  const failures: JoinFailed[] = [];
  client.on('joinFailed', (failure) => failures.push(failure));
  return failures;
}

describe('joining rooms', () => {
  it('resolves when the server lets us in, under whatever name the room is given', async () => {
    const client = bench.client();
    const joins = Promise.all([
      client.join('#BlueAcorn'),
      client.join(' @mossy '),
      client.join('https://twitch.tv/Tide'),
    ]);
    await bench.until(() => client.joined.size === 3);
    await joins;
    assert.deepEqual([...client.wanted], ['blueacorn', 'mossy', 'tide']);
    assert.equal(client.getChannel('#BlueAcorn')?.id, '99');
  });

  it('refuses what cannot be a channel', async () => {
    for (const name of ['', 'two words', 'a,#b', 'x\r\nQUIT', 'a'.repeat(26)]) {
      await assert.rejects(bench.client().join(name), { code: 'TWITCH_INPUT_INVALID' });
    }
  });

  it('takes the rooms of the start from a list or an async function, and sets up before', async () => {
    const order: string[] = [];
    const client = bench.client({
      setup: async () => {
        await Promise.resolve();
        order.push(`setup with ${bench.server.sessions.length} connections`);
      },
      channels: () => Promise.resolve(['One', '#two']),
    });
    client.on('ready', () => order.push('ready'));
    client.on('shardReady', (number) => order.push(`shard ${number}`));
    await client.start();
    await bench.until(() => client.joined.size === 2);
    assert.deepEqual(order, ['setup with 0 connections', 'shard 0', 'ready']);
  });

  it('asks for no more than 20 rooms in 10 seconds, several in one line', async () => {
    const client = bench.client({ channels: roomNames(70) });
    const counts: [at: number, rooms: number][] = [];
    const begin = bench.clock.now();
    bench.server.script.join = () => {
      counts.push([bench.clock.now() - begin, 1]);
      return null;
    };
    await client.start();
    await bench.until(() => counts.length === 20);
    await bench.network();
    assert.equal(counts.length, 20);
    const session = await bench.server.session();
    assert.equal(session.received('JOIN').length, 1);
    await bench.pass(40_000, 250);
    assert.equal(client.joined.size, 70);
    for (const [at] of counts) {
      const inWindow = counts.filter(([other]) => other >= at && other < at + 10_000).length;
      assert.ok(inWindow <= 20, `${inWindow} joins within 10 s`);
    }
    for (const line of session.received('JOIN')) assert.ok(joinedNames(line).length <= 20);
  });

  it('lets a verified bot join faster', async () => {
    const client = bench.client({ channels: roomNames(95), verified: true });
    await client.start();
    await bench.until(() => client.joined.size === 95);
  });

  it('asks twice for a room that does not answer, and then says so', async () => {
    bench.server.script.join = (room) => (room === 'ghost' ? 'silent' : null);
    const client = bench.client();
    const failures = failuresOf(client);
    const ghost = client.join('ghost');
    const outcome = assert.rejects(
      ghost,
      (error: { code: string; cause: { reason: string; channel: string } }) => {
        assert.equal(error.code, 'TWITCH_JOIN_FAILED');
        assert.deepEqual([error.cause.reason, error.cause.channel], ['no_answer', 'ghost']);
        return true;
      },
    );
    await bench.until(() => client.state.phase === 'connected');
    await bench.pass(31_000);
    await outcome;
    const session = await bench.server.session();
    assert.deepEqual(session.received('JOIN'), ['JOIN #ghost', 'JOIN #ghost']);
    assert.deepEqual(
      failures.map(({ channel, reason }) => [channel, reason]),
      [['ghost', 'no_answer']],
    );
    assert.ok(client.wanted.has('ghost'));
  });

  for (const reason of [
    'msg_channel_suspended',
    'msg_banned',
    'msg_room_not_found',
    'tos_ban',
    'msg_concurrent_channel_limit_reached',
  ]) {
    it(`tells of a refusal with ${reason}`, async () => {
      bench.server.script.join = () => reason;
      const client = bench.client();
      const failures = failuresOf(client);
      client.join('blueacorn').catch(() => undefined);
      await bench.until(() => failures.length === 1);
      assert.equal(failures[0]!.reason, reason);
      assert.equal(client.getChannel('blueacorn')?.failure, reason);
    });
  }

  it('tries a refused room again after some minutes, and tells no second time', async () => {
    let answer: string | null = 'msg_channel_suspended';
    bench.server.script.join = () => answer;
    const client = bench.client({ channels: ['blueacorn'] });
    const failures = failuresOf(client);
    await client.start();
    await bench.until(() => failures.length === 1);
    await bench.pass(310_000, 5_000);
    assert.equal((await bench.server.session()).received('JOIN').length, 2);
    assert.equal(failures.length, 1);
    answer = null;
    await bench.pass(610_000, 5_000);
    assert.ok(client.joined.has('blueacorn'));
    assert.equal(client.getChannel('blueacorn')?.failure, null);
  });

  it('does not harm the process when nobody looks at a failed join', async () => {
    bench.server.script.join = () => 'msg_banned';
    const client = bench.client();
    const failures = failuresOf(client);
    void client.join('blueacorn');
    await bench.until(() => failures.length === 1);
  });

  it('leaves a room, joined or asked for, and says so', async () => {
    bench.server.script.join = (room) => (room === 'slow' ? 'silent' : null);
    const client = bench.client({ channels: ['blueacorn', 'slow'] });
    const parts: string[] = [];
    client.on('part', ({ channel, own }) => parts.push(`${channel.login} ${own}`));
    await client.start();
    await bench.until(() => client.joined.size === 1);
    assert.equal(client.part('blueacorn'), true);
    assert.equal(client.part('slow'), true);
    assert.equal(client.part('slow'), false);
    await bench.until(() => parts.length === 1);
    assert.deepEqual(parts, ['blueacorn true']);
    assert.equal(client.wanted.size, 0);
    await bench.pass(40_000, 5_000);
    assert.equal((await bench.server.session()).received('JOIN').length, 1);
  });

  it('leaves a room again that it is let into after it was left', async () => {
    bench.server.script.join = () => 'silent';
    const client = bench.client({ channels: ['late'] });
    await client.start();
    const session = await bench.server.session();
    await bench.until(() => session.received('JOIN').length === 1);
    client.part('late');
    session.send(`:${session.nick}!${session.nick}@x.tmi.twitch.tv JOIN #late`);
    await bench.until(() => session.received('PART').length === 1);
    assert.equal(client.joined.size, 0);
  });

  it('joins a room anew that the server let go of', async () => {
    const client = bench.client({ channels: ['blueacorn'] });
    await client.start();
    await bench.until(() => client.joined.size === 1);
    const session = await bench.server.session();
    session.send(`:${session.nick}!${session.nick}@x.tmi.twitch.tv PART #blueacorn`);
    await bench.until(() => session.received('JOIN').length === 2);
  });

  it('spreads rooms over connections', async () => {
    const client = bench.client({ channels: roomNames(25), shardLimit: 10, verified: true });
    let readies = 0;
    client.on('ready', () => readies++);
    await client.start();
    await bench.until(() => client.joined.size === 25);
    assert.deepEqual(
      client.state.shards.map(({ channels }) => channels),
      [10, 10, 5],
    );
    assert.deepEqual(
      bench.server.sessions.map(({ rooms }) => rooms.size),
      [10, 10, 5],
    );
    assert.equal(readies, 1);
    client.part('room_0');
    void client.join('new_one');
    await bench.until(() => client.joined.has('new_one'));
    assert.equal(client.state.shards.length, 3);
  });

  it('spreads rooms as a manager of the program wants', async () => {
    const client = bench.client({
      channels: ['busy', 'calm', 'still'],
      shards: { place: (login, shards) => (login === 'busy' ? null : (shards[1]?.number ?? null)) },
    });
    await client.start();
    await bench.until(() => client.joined.size === 3);
    assert.deepEqual(
      bench.server.sessions.map(({ rooms }) => [...rooms]),
      [['busy'], ['calm', 'still']],
    );
  });

  it('sends few lines for many rooms', async () => {
    const client = bench.client({
      joinRate: { rooms: Number.POSITIVE_INFINITY, perMs: 10_000 },
      shardLimit: 5_000,
    });
    for (const room of roomNames(2_000)) void client.join(room);
    await bench.until(() => client.joined.size === 2_000);
    assert.equal((await bench.server.session()).received('JOIN').length, 100);
  });
});

describe('chat events', () => {
  it('have one name for each kind of line', async () => {
    const client = bench.client({ channels: ['blueacorn'], login: new TestLogin() });
    const seen: ChatEventType[] = [];
    const types: ChatEventType[] = [
      'message',
      'usernotice',
      'clearchat',
      'clearmsg',
      'notice',
      'whisper',
      'join',
      'part',
      'globaluserstate',
      'userstate',
      'roomstate',
    ];
    for (const type of types) client.on(type, (event: ChatEvent) => seen.push(event.type));
    await client.start();
    await bench.until(() => client.joined.size === 1);
    await bench.network();
    assert.deepEqual(seen.splice(0), ['globaluserstate', 'join', 'userstate', 'roomstate']);
    (await bench.server.session()).send(
      chatLine('hi'),
      '@msg-id=raid;login=x :tmi.twitch.tv USERNOTICE #blueacorn',
      ':tmi.twitch.tv CLEARCHAT #blueacorn',
      '@login=x;target-msg-id=1 :tmi.twitch.tv CLEARMSG #blueacorn :x',
      '@msg-id=slow_on :tmi.twitch.tv NOTICE #blueacorn :Slow.',
      ':x!x@x WHISPER owlbot :psst',
      ':x!x@x JOIN #blueacorn',
      ':x!x@x PART #blueacorn',
      '@slow=30 :tmi.twitch.tv ROOMSTATE #blueacorn',
    );
    await bench.network();
    assert.deepEqual(seen, [
      'message',
      'usernotice',
      'clearchat',
      'clearmsg',
      'notice',
      'whisper',
      'join',
      'part',
      'roomstate',
    ]);
    assert.equal(client.getChannel('blueacorn')?.settings?.slowSeconds, 30);
  });

  it('give every line, raw and parsed, to those who want it', async () => {
    const client = bench.client();
    const raws: string[] = [];
    const commands: string[] = [];
    client.on('rawData', (raw) => raws.push(raw));
    client.on('rawPayload', ({ command }) => commands.push(command));
    await client.start();
    await bench.until(() => client.state.phase === 'connected');
    (await bench.server.session()).send('PING :x', ':tmi.twitch.tv CONFETTI #r', ' nonsense');
    await bench.network();
    assert.deepEqual(raws.slice(-3), ['PING :x', ':tmi.twitch.tv CONFETTI #r', ' nonsense']);
    assert.deepEqual(commands.slice(-2), ['PING', 'CONFETTI']);
  });

  it('go on when a listener throws', async () => {
    const client = bench.client();
    const errors: unknown[] = [];
    const texts: string[] = [];
    client.on('listenerError', (error) => errors.push(error));
    client.on('message', ({ text }) => {
      if (text === 'one') throw new Error('broken listener');
      texts.push(text);
    });
    await client.start();
    await bench.until(() => client.state.phase === 'connected');
    (await bench.server.session()).sendFrame(`${chatLine('one')}\r\n${chatLine('two')}\r\n`);
    await bench.until(() => texts.length === 1);
    assert.deepEqual(texts, ['two']);
    assert.equal((errors[0] as Error).message, 'broken listener');
  });

  it('find the latest messages again, and no more than that', async () => {
    const client = bench.client({ messageCache: 3 });
    await client.start();
    await bench.until(() => client.state.phase === 'connected');
    const session = await bench.server.session();
    for (let index = 0; index < 5; index++) session.send(chatLine(`text ${index}`, { id: `id-${index}` }));
    await bench.network();
    assert.equal(client.getMessage('id-4')?.text, 'text 4');
    assert.equal(client.getMessage('id-2')?.text, 'text 2');
    assert.equal(client.getMessage('id-1'), undefined);
  });
});

describe('a connection that is lost', () => {
  it('comes back and joins everything that is wanted', async () => {
    const client = bench.client({ channels: ['one', 'two'] });
    const losses: unknown[] = [];
    client.on('lost', ({ shard, channels }) => losses.push([shard, channels]));
    await client.start();
    await bench.until(() => client.joined.size === 2);
    (await bench.server.session()).socket.terminate();
    await bench.until(() => client.joined.size === 0);
    assert.deepEqual(losses, [[0, ['one', 'two']]]);
    assert.equal(client.state.error?.code, 'TWITCH_SOCKET_CLOSED');
    void client.join('three');
    client.part('two');
    await bench.pass(2_000);
    await bench.until(() => client.joined.size === 2);
    assert.deepEqual([...bench.server.sessions[1]!.rooms].toSorted(), ['one', 'three']);
  });

  it('does not make the client impatient when it breaks again and again', async () => {
    const client = bench.client();
    await client.start();
    for (let index = 0; index < 5; index++) {
      await bench.until(() => client.state.phase === 'connected');
      bench.server.open[0]!.socket.terminate();
      await bench.until(() => client.state.phase === 'waiting');
      const wait = client.state.retryAt! - bench.clock.now();
      if (index > 1) assert.ok(wait >= 1_000 * 2 ** (index - 1) * 0.8, `wait ${wait} after ${index} losses`);
      await bench.clock.tick(wait);
    }
  });

  it('does not disturb the other connections', async () => {
    const client = bench.client({ channels: ['one', 'two'], shardLimit: 1 });
    await client.start();
    await bench.until(() => client.joined.size === 2);
    bench.server.sessions[0]!.socket.terminate();
    await bench.until(() => client.joined.size === 1);
    assert.equal(client.state.phase, 'connected');
    await bench.pass(2_000);
    await bench.until(() => client.joined.size === 2);
    assert.equal(bench.server.sessions.length, 3);
  });

  it('gives its rooms to the others when it stays away, and comes back for new rooms only', async () => {
    const client = bench.client({ channels: roomNames(30), shardLimit: 10, verified: true });
    await client.start();
    await bench.until(() => client.joined.size === 30);
    const [first] = bench.server.sessions;
    bench.server.script.login = () => 'Login unsuccessful';
    first!.socket.terminate();
    await bench.until(() => client.joined.size === 20);
    await bench.pass(25_000, 1_000);
    assert.equal(client.joined.size, 20);
    await bench.pass(15_000, 1_000);
    await bench.until(() => client.joined.size === 30);
    assert.deepEqual(
      client.state.shards.map(({ channels }) => channels),
      [15, 15],
    );
    assert.deepEqual(
      bench.server.open.filter(({ rooms }) => rooms.size > 0).map(({ rooms }) => rooms.size),
      [15, 15],
    );
    bench.server.script.login = () => null;
    void client.join('one_more');
    await bench.until(() => client.joined.has('one_more'));
    assert.equal(client.state.shards.length, 3);
    client.part('room_0');
    await bench.network();
    assert.ok(bench.server.open.every(({ rooms }) => !rooms.has('room_0')));
  });

  it('keeps its rooms while no other connection works either', async () => {
    const client = bench.client({ channels: roomNames(20), shardLimit: 10 });
    await client.start();
    await bench.until(() => client.joined.size === 20);
    bench.server.script.login = () => 'silent';
    for (const { socket } of bench.server.open) socket.terminate();
    await bench.pass(100_000, 5_000);
    bench.server.script.login = () => null;
    await bench.pass(120_000, 5_000);
    await bench.until(() => client.joined.size === 20);
    assert.deepEqual(
      client.state.shards.map(({ channels }) => channels),
      [10, 10],
    );
  });
});
