import assert from 'node:assert/strict';
import type { ChatClient } from '../../../src/core/irc/chat-client';
import type { ChatMessage } from '../../../src/core/irc/chat-message';
import { OwnMessages } from '../../../src/core/irc/own-messages';
import { chatLine, type IrcSession } from '../../support/irc-server';
import { ChatBench, TestLogin } from './chat-bench';

let bench: ChatBench;
let client: ChatClient;
let session: IrcSession;
beforeEach(async () => {
  bench = await ChatBench.open();
  bench.server.script.badges = (room) => (room === 'mine' ? 'moderator/1' : '');
  client = bench.client({ login: new TestLogin(), channels: ['blueacorn', 'mine'] });
  await client.start();
  await bench.until(() => client.joined.size === 2);
  await bench.network();
  session = bench.server.sessions[0]!;
});
afterEach(async () => {
  await bench.close();
  assert.equal(bench.clock.pending, 0, 'a timer is left');
});

describe('sending over the chat connection', () => {
  it('goes out with a nonce and tells the id of the line', async () => {
    const result = await client.say('#BlueAcorn', 'hello');
    assert.deepEqual([result.sent, result.messageId], [true, 'own-1']);
    assert.match(session.lines.at(-1)!, /^@client-nonce=\w+ PRIVMSG #blueacorn :hello$/);
  });

  it('answers a line', async () => {
    await client.reply({ id: 'parent', channel: { id: '90', login: 'blueacorn' } }, 'yes');
    assert.match(
      session.lines.at(-1)!,
      /^@client-nonce=\w+;reply-parent-msg-id=parent PRIVMSG #blueacorn :yes$/,
    );
  });

  it('sends an action', async () => {
    await client.me('blueacorn', 'waves');
    assert.match(session.lines.at(-1)!, /PRIVMSG #blueacorn :.ACTION waves.$/u);
  });

  it('tells why a line was not shown', async () => {
    bench.server.script.message = (room) => [
      `@msg-id=msg_emoteonly :tmi.twitch.tv NOTICE #${room} :Emotes only.`,
    ];
    const result = await client.say('blueacorn', 'hello');
    assert.deepEqual(result.dropReason, { code: 'msg_emoteonly', message: 'Emotes only.' });
  });

  it('says so when Twitch does not say anything', async () => {
    bench.server.script.message = () => [];
    const result = client.say('blueacorn', 'hello');
    await bench.network();
    await bench.pass(6_000);
    assert.equal((await result).dropReason?.code, 'no_answer');
  });

  it('does not send again what was under way when the connection broke', async () => {
    bench.server.script.message = () => [];
    const result = client.say('blueacorn', 'hello');
    const outcome = assert.rejects(result, { code: 'TWITCH_SOCKET_CLOSED' });
    await bench.until(() => session.received('@client-nonce').length === 1);
    session.socket.terminate();
    await bench.until(() => client.joined.size === 0);
    await outcome;
    await bench.pass(3_000);
    await bench.until(() => client.joined.size === 2);
    assert.equal(bench.server.sessions[1]!.received('@client-nonce').length, 0);
  });

  it('follows the role in each room', async () => {
    assert.equal(client.roleIn('mine'), 'privileged');
    assert.equal(client.roleIn('blueacorn'), 'viewer');
    assert.equal(client.roleIn('owlbot'), 'privileged');
    await Promise.all([client.say('mine', 'same'), client.say('mine', 'same'), client.say('mine', 'same')]);
    assert.deepEqual(
      session.received('@client-nonce').map((line) => line.split(' :')[1]),
      ['same', 'same', 'same'],
    );
  });

  it('echoes the own line once, marked as own', async () => {
    const messages: ChatMessage[] = [];
    client.on('message', (message) => messages.push(message));
    await client.say('mine', 'hello; you');
    await bench.network();
    assert.equal(messages.length, 1);
    const [echo] = messages;
    assert.deepEqual(
      [echo!.text, echo!.id, echo!.isOwn, echo!.sentAt],
      ['hello; you', 'own-1', true, bench.clock.now()],
    );
    assert.deepEqual(echo!.user, { id: '700', login: 'owlbot', name: 'owlbot' });
    assert.deepEqual(echo!.channel, { id: '94', login: 'mine' });
    assert.deepEqual(echo!.roles, ['moderator']);
    const found = client.getMessage('own-1');
    assert.deepEqual(
      [found?.text, found?.isOwn, found?.sentAt, found?.user],
      [echo!.text, true, echo!.sentAt, echo!.user],
    );
  });

  it('marks lines of the process that come over another connection', async () => {
    const own = new OwnMessages(bench.clock);
    const speaker = bench.client({ login: new TestLogin(), channels: ['blueacorn'], own });
    const reader = bench.client({ channels: ['blueacorn'], own });
    const seen: [string, boolean][] = [];
    reader.on('message', ({ text, isOwn }) => seen.push([text, isOwn]));
    await Promise.all([speaker.start(), reader.start()]);
    await bench.until(() => speaker.joined.size === 1 && reader.joined.size === 1);
    const readerSession = bench.server.sessions.find(
      ({ nick, rooms }) => nick.startsWith('justinfan') && rooms.size === 1,
    )!;
    // The line is faster than the answer that tells its id.
    bench.server.script.message = (room, text, from) => {
      readerSession.send(chatLine(text, { id: 'the-id', login: 'owlbot', room }));
      setImmediate(() => from.send(`@id=the-id :tmi.twitch.tv USERSTATE #${room}`));
      return [];
    };
    await speaker.say('blueacorn', 'from us');
    readerSession.send(chatLine('typed by the streamer', { id: 'other-id', login: 'owlbot' }));
    await bench.network();
    assert.deepEqual(seen, [
      ['from us', true],
      ['typed by the streamer', false],
    ]);
  });

  it('knows the lines of a client that reads anonymously and sends another way', async () => {
    const reader = bench.client({
      channels: ['blueacorn'],
      speaker: () => 'OwlBot',
      transport: {
        name: 'helix',
        send: () => {
          bench.server.sessions.at(-1)!.send(chatLine('over helix', { id: 'h1', login: 'owlbot' }));
          return bench.network().then(() => ({ sent: true, messageId: 'h1', dropReason: null }));
        },
      },
    });
    const seen: [string, boolean][] = [];
    reader.on('message', ({ text, isOwn }) => seen.push([text, isOwn]));
    await reader.start();
    await bench.until(() => reader.joined.size === 1);
    assert.equal((await reader.say('blueacorn', 'over helix')).sent, true);
    await bench.network();
    assert.deepEqual(seen, [['over helix', true]]);
  });

  it('does not send to Twitch what would be a command', async () => {
    await assert.rejects(client.say('blueacorn', '/ban someone'), /ban-user/);
    assert.equal(session.received('@client-nonce').length, 0);
  });

  it('is given up when the client closes', async () => {
    bench.server.script.message = () => [];
    const under = client.say('blueacorn', 'one');
    const waiting = client.say('blueacorn', 'two');
    await bench.until(() => session.received('@client-nonce').length === 1);
    const closed = client.close();
    const outcomes = Promise.allSettled([under, waiting]);
    await bench.pass(3_000);
    await closed;
    for (const outcome of await outcomes) {
      assert.equal(outcome.status, 'rejected');
    }
    assert.deepEqual(
      (await client.sender.close()).map(({ text }) => text),
      ['one', 'two'],
    );
  });
});
