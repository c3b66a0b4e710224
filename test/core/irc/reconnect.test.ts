import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/clock';
import type { ChatClient } from '../../../src/core/irc/chat-client';
import { OverlapFilter } from '../../../src/core/irc/overlap-filter';
import { parseIrcMessage, type IrcMessage } from '../../../src/core/irc/parse';
import { chatLine, type IrcSession } from '../../support/irc-server';
import { ChatBench, TestLogin } from './chat-bench';

let bench: ChatBench;
let client: ChatClient;
let texts: string[];
beforeEach(async () => {
  bench = await ChatBench.open();
  client = bench.client({ channels: ['one', 'two'] });
  texts = [];
  client.on('message', ({ text }) => texts.push(text));
});
afterEach(async () => {
  await bench.close();
  assert.equal(bench.clock.pending, 0, 'a timer is left');
});

async function connected(): Promise<IrcSession> {
  await client.start();
  await bench.until(() => client.joined.size === 2);
  return bench.server.sessions[0]!;
}

function line(raw: string): IrcMessage {
  return parseIrcMessage(raw)!;
}

describe('when Twitch asks to reconnect', () => {
  it('the new connection has joined everything before the old one is left', async () => {
    const old = await connected();
    old.send(':tmi.twitch.tv RECONNECT');
    const next = await bench.server.session(1);
    await bench.until(() => next.rooms.size === 2);
    await bench.network();
    assert.equal(old.isClosed, false);
    assert.equal(client.state.phase, 'connected');
    await bench.pass(4_000);
    await bench.until(() => old.isClosed);
    assert.deepEqual([...client.joined], ['one', 'two']);
    assert.equal(bench.server.sessions.length, 2);
  });

  it('no line is lost and none comes twice, whichever connection is faster', async () => {
    const old = await connected();
    const random = seededRandom(11);
    let sent = 0;
    const say = (sessions: IrcSession[]): void => {
      sent++;
      const raw = chatLine(`line ${sent}`, { id: `id-${sent}`, room: 'one' });
      for (const session of sessions) if (!session.isClosed) session.send(raw);
    };
    say([old]);
    old.send(':tmi.twitch.tv RECONNECT');
    say([old]);
    const next = await bench.server.session(1);
    say([old]);
    await bench.until(() => next.rooms.has('one'));
    for (let index = 0; index < 200; index++) {
      say(random() < 0.5 ? [old, next] : [next, old]);
      if (index % 40 === 0) await bench.clock.tick(0);
      if (index === 100) await bench.pass(4_000);
    }
    await bench.network();
    assert.equal(texts.length, sent);
    assert.equal(new Set(texts).size, sent);
  });

  it('a line that the new connection brings late is still recognised', async () => {
    const old = await connected();
    old.send(':tmi.twitch.tv RECONNECT');
    const next = await bench.server.session(1);
    await bench.until(() => next.rooms.size === 2);
    old.send(chatLine('early', { id: 'x', room: 'one' }));
    await bench.pass(6_000);
    next.send(chatLine('early', { id: 'x', room: 'one' }));
    await bench.network();
    assert.deepEqual(texts, ['early']);
  });

  it('joins, parts and states of the rooms are not told again', async () => {
    const old = await connected();
    const told: string[] = [];
    for (const type of ['join', 'part', 'roomstate'] as const) client.on(type, () => told.push(type));
    client.on('lost', () => told.push('lost'));
    old.send(':tmi.twitch.tv RECONNECT');
    const next = await bench.server.session(1);
    await bench.until(() => next.rooms.size === 2);
    await bench.pass(30_000);
    assert.deepEqual(told, []);
  });

  it('the old connection serves on when the new one cannot be made yet', async () => {
    const old = await connected();
    let refusals = 0;
    bench.server.script.login = () => (++refusals < 3 ? 'Login unsuccessful' : null);
    old.send(':tmi.twitch.tv RECONNECT');
    await bench.until(() => refusals === 1);
    old.send(chatLine('still here', { room: 'one' }));
    await bench.until(() => texts.length === 1);
    assert.equal(client.joined.size, 2);
    await bench.pass(10_000);
    await bench.until(() => client.state.phase === 'connected' && old.isClosed);
    assert.equal(client.joined.size, 2);
  });

  it('the old connection may break meanwhile', async () => {
    const old = await connected();
    bench.server.script.join = () => 'silent';
    old.send(':tmi.twitch.tv RECONNECT');
    const next = await bench.server.session(1);
    await bench.until(() => next.received('JOIN').length === 1);
    old.socket.terminate();
    await bench.until(() => client.joined.size === 0);
    bench.server.script.join = () => null;
    await bench.pass(16_000);
    await bench.until(() => client.joined.size === 2);
    assert.equal(bench.server.sessions.length, 2);
  });

  it('the old connection may break before the new one is opened', async () => {
    const old = await connected();
    old.send(':tmi.twitch.tv RECONNECT');
    old.socket.terminate();
    await bench.until(() => bench.server.sessions.length === 2 || client.state.phase === 'waiting');
    await bench.pass(3_000);
    await bench.until(() => client.joined.size === 2);
    assert.equal(bench.server.open.length, 1);
  });

  it('may be asked twice in a row', async () => {
    const old = await connected();
    old.send(':tmi.twitch.tv RECONNECT', ':tmi.twitch.tv RECONNECT');
    const second = await bench.server.session(1);
    await bench.until(() => second.rooms.size === 2);
    await bench.network();
    second.send(':tmi.twitch.tv RECONNECT');
    const third = await bench.server.session(2);
    await bench.until(() => third.rooms.size === 2);
    await bench.network();
    for (const session of [old, second, third]) {
      if (!session.isClosed) session.send(chatLine('once', { id: 'x', room: 'two' }));
    }
    await bench.pass(6_000);
    assert.deepEqual(texts, ['once']);
    assert.equal(bench.server.open.length, 1);
    assert.equal(bench.server.sessions.length, 3);
  });

  it('rooms that are wanted or left during the move follow', async () => {
    const old = await connected();
    let hold = true;
    bench.server.script.join = (_, session) => (hold && session !== old ? 'silent' : null);
    old.send(':tmi.twitch.tv RECONNECT');
    const next = await bench.server.session(1);
    await bench.until(() => next.received('JOIN').length === 1);
    hold = false;
    client.part('two');
    void client.join('three');
    await bench.pass(22_000);
    await bench.until(() => old.isClosed);
    assert.deepEqual([...next.rooms].toSorted(), ['one', 'three']);
    assert.deepEqual([...client.joined].toSorted(), ['one', 'three']);
  });
});

describe('100 losses and moves in a row', () => {
  it('leave every wanted room joined, and every line that arrived was told once', async function () {
    this.timeout(60_000);
    const random = seededRandom(42);
    await connected();
    let sent = 0;
    const arrived: string[] = [];
    for (let round = 0; round < 100; round++) {
      const [session] = bench.server.open;
      assert.ok(session);
      for (let index = 0; index < 3; index++) {
        sent++;
        arrived.push(`line ${sent}`);
        session.send(chatLine(`line ${sent}`, { id: `id-${sent}`, room: 'one' }));
      }
      await bench.network();
      if (random() < 0.5) session.socket.terminate();
      else session.send(':tmi.twitch.tv RECONNECT');
      await bench.until(
        () => session.isClosed || bench.server.open.length === 2 || client.state.phase === 'moving',
      );
      for (let step = 0; step < 400; step++) {
        await bench.pass(500);
        const [last] = bench.server.open;
        if (bench.server.open.length === 1 && last !== session && client.joined.size === 2) break;
      }
      assert.deepEqual([...client.joined].toSorted(), ['one', 'two'], `round ${round}`);
      await bench.pass(31_000, 5_000);
    }
    assert.deepEqual(texts, arrived);
  });
});

describe('the filter for two connections', () => {
  it('passes a line as often as one connection brought it', () => {
    const filter = new OverlapFilter();
    const join = line(':x!x@x JOIN #r');
    assert.deepEqual(
      [0, 1, 1, 0, 0].map((side) => filter.passes(join, side)),
      [true, false, true, false, true],
    );
  });

  it('knows a message by its id, in whatever order its tags come', () => {
    const filter = new OverlapFilter();
    assert.equal(filter.passes(line('@a=1;id=7 PRIVMSG #r :x'), 0), true);
    assert.equal(filter.passes(line('@id=7;a=1 PRIVMSG #r :x'), 1), false);
    assert.equal(filter.passes(line('@id=7;a=1 PRIVMSG #r :x'), 1), false);
  });

  it('tells lines apart that only look alike', () => {
    const filter = new OverlapFilter();
    assert.equal(filter.passes(line('@tmi-sent-ts=1 CLEARCHAT #r :x'), 0), true);
    assert.equal(filter.passes(line('@tmi-sent-ts=2 CLEARCHAT #r :x'), 1), true);
    assert.equal(filter.passes(line('@target-msg-id=1 CLEARMSG #r :x'), 0), true);
    assert.equal(filter.passes(line('@target-msg-id=1 CLEARMSG #r :x'), 1), false);
  });

  it('lets lines through that belong to one connection', () => {
    const filter = new OverlapFilter();
    assert.equal(filter.passes(line('ROOMSTATE #r'), 0), true);
    assert.equal(filter.passes(line('ROOMSTATE #r'), 1), true);
    assert.equal(filter.passes(line('NOTICE * :x'), 1), true);
  });

  it('forgets the oldest lines when there are too many', () => {
    const filter = new OverlapFilter();
    for (let index = 0; index < 70_000; index++) filter.passes(line(`@id=${index} PRIVMSG #r :x`), 0);
    assert.equal(filter.passes(line('@id=0 PRIVMSG #r :x'), 1), true);
    assert.equal(filter.passes(line('@id=69999 PRIVMSG #r :x'), 1), false);
  });
});

describe('a move that fails for want of a sign-in', () => {
  it('keeps the old connection as long as it lives, and says what is wrong afterwards', async () => {
    const login = new TestLogin();
    const signedIn = bench.client({ login, channels: ['one'] });
    await signedIn.start();
    await bench.until(() => signedIn.joined.size === 1);
    const [old] = bench.server.sessions;
    let isGood = false;
    bench.server.script.login = () => (isGood ? null : 'Login authentication failed');
    login.refresh = () => 'fresh';
    old!.send(':tmi.twitch.tv RECONNECT');
    await bench.until(() => signedIn.state.error?.code === 'TWITCH_SIGN_IN_NEEDED');
    assert.equal(signedIn.state.phase, 'connected');
    old!.socket.terminate();
    await bench.until(() => signedIn.state.phase === 'sign-in');
    isGood = true;
    signedIn.retry();
    await bench.until(() => signedIn.joined.size === 1);
  });
});
