import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { TwitchAuthError, TwitchScopeError } from '../../../src/core/errors';
import { ChatClient } from '../../../src/core/irc/chat-client';
import { chatLine } from '../../support/irc-server';
import { ChatBench, TestLogin } from './chat-bench';

describe('a chat connection', () => {
  let bench: ChatBench;
  beforeEach(async () => {
    bench = await ChatBench.open();
  });
  afterEach(async () => {
    await bench.close();
    assert.equal(bench.clock.pending, 0, 'a timer is left');
  });

  it('asks for capabilities, then gives the password, then the name', async () => {
    const client = bench.client({ login: new TestLogin() });
    await client.start();
    const session = await bench.server.session();
    assert.deepEqual(session.lines, [
      'CAP REQ :twitch.tv/tags twitch.tv/commands',
      'PASS oauth:secret-1',
      'NICK owlbot',
    ]);
    await bench.until(() => client.state.phase === 'connected');
    assert.equal(client.login, 'owlbot');
  });

  it('asks for memberships only when they are wanted', async () => {
    await bench.client({ membership: true }).start();
    assert.match((await bench.server.session()).lines[0]!, /twitch\.tv\/membership/);
  });

  it('reads anonymously without a password', async () => {
    const client = bench.client();
    await client.start();
    const session = await bench.server.session();
    assert.match(session.nick, /^justinfan\d{5,6}$/);
    assert.equal(session.pass, null);
    await assert.rejects(client.say('blueacorn', 'hi'), { code: 'TWITCH_SOCKET_CLOSED' });
  });

  it('answers PING with the same parameter', async () => {
    await bench.client().start();
    const session = await bench.server.session();
    session.send('PING :tmi.twitch.tv', 'PING :abc def');
    await bench.until(() => session.received('PONG').length === 2);
    assert.deepEqual(session.received('PONG'), ['PONG :tmi.twitch.tv', 'PONG :abc def']);
  });

  it('sends a PING of its own every 30 seconds', async () => {
    const client = bench.client();
    await client.start();
    const session = await bench.server.session();
    await bench.until(() => client.state.phase === 'connected');
    await bench.pass(95_000);
    assert.ok(session.received('PING').length >= 2);
    assert.equal(bench.server.sessions.length, 1);
  });

  it('notices a server that does not answer PING, and comes back', async () => {
    const client = bench.client();
    const reasons: string[] = [];
    client.on('lost', ({ reason }) => reasons.push(reason));
    await client.start();
    await bench.until(() => client.state.phase === 'connected');
    bench.server.script.pong = false;
    await bench.pass(41_000);
    assert.deepEqual(reasons, ['no answer to PING']);
    bench.server.script.pong = true;
    await bench.pass(3_000);
    await bench.until(() => client.state.phase === 'connected');
    assert.equal(bench.server.sessions.length, 2);
    assert.equal(bench.server.open.length, 1);
  });

  it('takes any line for an answer to its PING', async () => {
    const client = bench.client();
    await client.start();
    await bench.until(() => client.state.phase === 'connected');
    bench.server.script.pong = false;
    const session = await bench.server.session();
    await bench.pass(35_000);
    session.send(chatLine('I am alive'));
    await bench.network();
    await bench.pass(10_000);
    assert.equal(bench.server.sessions.length, 1);
  });

  it('gives up a server that does not answer the login', async () => {
    bench.server.script.login = () => 'silent';
    const client = bench.client();
    await client.start();
    await bench.server.session();
    const phases: string[] = [];
    client.on('state', ({ phase, error }) => phases.push(`${phase} ${error?.code}`));
    await bench.pass(16_000);
    assert.ok(phases.includes('waiting TWITCH_TIMEOUT'));
  });

  it('tries for ever, with waits that grow to about a minute', async () => {
    const client = new ChatClient({ url: 'ws://127.0.0.1:1/', clock: bench.clock, random: () => 0.5 });
    const waits: number[] = [];
    client.on('state', ({ phase, retryAt }) => {
      if (phase === 'waiting') waits.push(retryAt! - bench.clock.now());
    });
    await client.start();
    for (let index = 0; index < 9; index++) {
      await bench.until(() => waits.length > index);
      await bench.clock.tick(waits[index]!);
    }
    assert.deepEqual(waits.slice(0, 9), [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    await client.close();
  });

  it('stays alive when the address is not valid', async () => {
    const client = bench.client({ url: 'ws://user:hidden@ /' });
    await client.start();
    await bench.until(() => client.state.phase === 'waiting');
    assert.ok(!inspect(client.state).includes('hidden'));
  });

  it('refuses to carry a token unencrypted to another machine', () => {
    assert.throws(() => new ChatClient({ url: 'ws://chat.example.test/', login: new TestLogin() }), {
      code: 'TWITCH_INPUT_INVALID',
    });
  });

  it('passes over lines that are no messages', async () => {
    const client = bench.client();
    const texts: string[] = [];
    client.on('message', (message) => texts.push(message.text));
    await client.start();
    await bench.until(() => client.state.phase === 'connected');
    const session = await bench.server.session();
    session.sendFrame(`@broken\r\n: \r\n   \r\n${chatLine('one')}\r\n${chatLine('two').slice(0, 30)}`);
    session.sendFrame(`${chatLine('two').slice(30)}\r\n`);
    await bench.until(() => texts.length === 2);
    assert.deepEqual(texts, ['one', 'two']);
  });

  it('reads a flood to its end although it rests in between', async () => {
    const client = bench.client();
    let count = 0;
    client.on('message', () => count++);
    await client.start();
    await bench.until(() => client.state.phase === 'connected');
    const session = await bench.server.session();
    for (let index = 0; index < 5_000; index++)
      session.send(chatLine(`line ${index}`, { id: String(index) }));
    await bench.until(() => count === 5_000);
  });

  it('leaves nothing behind when it is closed while it connects', async () => {
    const client = bench.client();
    void client.start();
    await client.close();
    assert.equal(client.state.phase === 'idle' || client.state.phase === 'closed', true);
  });
});

describe('a login to chat that fails', () => {
  let bench: ChatBench;
  let login: TestLogin;
  beforeEach(async () => {
    bench = await ChatBench.open();
    login = new TestLogin();
  });
  afterEach(async () => {
    await bench.close();
    assert.equal(bench.clock.pending, 0, 'a timer is left');
  });

  it('asks once for a fresh token and goes on with that', async () => {
    bench.server.script.login = (session) =>
      session.pass === 'oauth:fresh' ? null : 'Login authentication failed';
    login.refresh = () => 'fresh';
    const client = bench.client({ login });
    await client.start();
    await bench.until(() => client.state.phase === 'connected');
    assert.deepEqual(login.refused, ['secret-1']);
  });

  it('asks for a sign-in when the fresh token is refused too, and stops', async () => {
    bench.server.script.login = () => 'Login authentication failed';
    let fresh = 0;
    login.refresh = () => `fresh-${++fresh}`;
    const client = bench.client({ login });
    await client.start();
    await bench.until(() => client.state.phase === 'sign-in');
    assert.equal(client.state.error?.code, 'TWITCH_SIGN_IN_NEEDED');
    assert.deepEqual(login.refused, ['secret-1']);
    await bench.pass(300_000, 30_000);
    assert.equal(bench.server.sessions.length, 2);
  });

  it('asks for a sign-in when there is no fresh token', async () => {
    bench.server.script.login = () => 'Login authentication failed';
    login.refresh = () => {
      throw new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', 'The sign-in has ended.');
    };
    const client = bench.client({ login });
    await client.start();
    await bench.until(() => client.state.phase === 'sign-in');
  });

  it('goes on after a new sign-in', async () => {
    let isGood = false;
    bench.server.script.login = () => (isGood ? null : 'Login authentication failed');
    login.refresh = () => 'fresh';
    const client = bench.client({ login, channels: ['blueacorn'] });
    await client.start();
    await bench.until(() => client.state.phase === 'sign-in');
    isGood = true;
    client.retry();
    await bench.until(() => client.joined.has('blueacorn'));
  });

  it('stops where trying again cannot help', async () => {
    bench.server.script.login = () => 'Improperly formatted auth';
    const client = bench.client({ login });
    await client.start();
    await bench.until(() => client.state.phase === 'refused');
    assert.deepEqual(login.refused, []);
  });

  it('waits and tries again where Twitch wants it slower', async () => {
    bench.server.script.login = (session) =>
      session === bench.server.sessions[0] ? 'Login unsuccessful' : null;
    const client = bench.client({ login });
    await client.start();
    await bench.until(() => client.state.phase === 'waiting');
    await bench.pass(2_000);
    await bench.until(() => client.state.phase === 'connected');
    assert.deepEqual(login.refused, []);
  });

  it('does not even connect without the permission for chat', async () => {
    login.getToken = () =>
      Promise.resolve({ accessToken: 'secret-1', userId: '700', login: 'owlbot', scopes: ['bits:read'] });
    const client = bench.client({ login });
    await client.start();
    await bench.until(() => client.state.phase === 'sign-in');
    assert.ok(client.state.error instanceof TwitchScopeError);
    assert.equal(bench.server.sessions.length, 0);
  });

  it('waits when the token cannot be had for now', async () => {
    login.getToken = () => Promise.reject(new Error('network down'));
    const client = bench.client({ login });
    await client.start();
    await bench.until(() => client.state.phase === 'waiting');
  });

  it('shows the token nowhere', async () => {
    const seen: unknown[] = [];
    bench.server.script.login = () => 'Login authentication failed';
    login.refresh = () => 'secret-2';
    const client = bench.client({ login });
    client.on('rawData', (raw) => seen.push(raw));
    client.on('rawPayload', (line) => seen.push(line));
    client.on('state', (state) => seen.push(state, state.error?.stack));
    await client.start();
    await bench.until(() => client.state.phase === 'sign-in');
    const all = inspect([seen, client], { depth: 12, showHidden: true });
    assert.ok(bench.server.sessions[0]!.pass === 'oauth:secret-1');
    assert.ok(!/secret-[12]/.test(all.replace(/TestLogin \{[^}]*\}/g, '')));
  });
});
