import assert from 'node:assert/strict';
import { Stand } from '../support/stand';
import { IrcClient, tagsOf } from '../support/socket-client';

describe('simulator IRC: login', () => {
  let stand: Stand;
  let clients: IrcClient[] = [];

  const connect = async (): Promise<IrcClient> => {
    const client = new IrcClient(`${stand.url}/irc`);
    clients.push(client);
    return client.opened();
  };

  beforeEach(async () => {
    stand = await Stand.start();
    clients = [];
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await stand.close();
    assert.equal(stand.clock.pending, 0, 'the servers left a timer behind');
  });

  it('greets an account with 001 to 376 and GLOBALUSERSTATE', async () => {
    const token = stand.token('lanternbot', ['chat:read']);
    const client = await connect();
    client.send('CAP REQ :twitch.tv/tags twitch.tv/commands', `PASS oauth:${token}`, 'NICK lanternbot');
    const state = await client.line('GLOBALUSERSTATE');
    assert.deepEqual(
      client.received.slice(0, 8).map((line) => line.replace(/^:tmi\.twitch\.tv /, '')),
      [
        'CAP * ACK :twitch.tv/tags twitch.tv/commands',
        '001 lanternbot :Welcome, GLHF!',
        '002 lanternbot :Your host is tmi.twitch.tv',
        '003 lanternbot :This server is rather new',
        '004 lanternbot :-',
        '375 lanternbot :-',
        '372 lanternbot :You are in a maze of twisty passages, all alike.',
        '376 lanternbot :>',
      ],
    );
    assert.deepEqual(tagsOf(state), {
      'badge-info': '',
      badges: '',
      color: '#DAA520',
      'display-name': 'LanternBot',
      'emote-sets': '0',
      'user-id': '410000202',
      'user-type': '',
    });
  });

  it('takes NICK before PASS as well', async () => {
    const token = stand.token('lanternbot', ['chat:read']);
    const client = await connect();
    client.send('NICK lanternbot', `PASS oauth:${token}`);
    await client.line('001 lanternbot');
  });

  it('lets anonymous readers in without PASS, and without GLOBALUSERSTATE', async () => {
    const client = await connect();
    client.send('CAP REQ :twitch.tv/tags twitch.tv/commands', 'PASS anything', 'NICK justinfan1234');
    await client.line('376 justinfan1234');
    await client.settled();
    assert.deepEqual(client.lines('GLOBALUSERSTATE'), []);
  });

  it('sends no GLOBALUSERSTATE without the commands capability, and no tags without theirs', async () => {
    const token = stand.token('lanternbot', ['chat:read']);
    const client = await connect();
    client.send('CAP REQ twitch.tv/commands', `PASS oauth:${token}`, 'NICK lanternbot');
    assert.equal(await client.line('GLOBALUSERSTATE'), ':tmi.twitch.tv GLOBALUSERSTATE');
    const plain = await connect();
    plain.send(`PASS oauth:${token}`, 'NICK lanternbot');
    await plain.line('376');
    await plain.settled();
    assert.deepEqual(plain.lines('GLOBALUSERSTATE'), []);
  });

  it('lists its capabilities and refuses a request with an unknown one as a whole', async () => {
    const client = await connect();
    client.send('CAP LS 302', 'CAP REQ :twitch.tv/tags twitch.tv/tagz', 'CAP END');
    await client.line('CAP * LS :twitch.tv/tags twitch.tv/commands twitch.tv/membership');
    await client.line('CAP * NAK :twitch.tv/tags twitch.tv/tagz');
  });

  const failures = [
    ['an unknown token', 'PASS oauth:nonsense', 'NICK lanternbot', 'Login authentication failed'],
    ['a PASS without oauth:', 'PASS nonsense', 'NICK lanternbot', 'Improperly formatted auth'],
    ['a nick in capitals', 'PASS oauth:nonsense', 'NICK LanternBot', 'Invalid NICK'],
    ['an empty nick', 'PASS oauth:nonsense', 'NICK', 'Invalid NICK'],
  ] as const;
  for (const [what, pass, nick, notice] of failures) {
    it(`answers ${what} with "${notice}" without a msg-id, and closes`, async () => {
      const client = await connect();
      client.send('CAP REQ :twitch.tv/tags', pass, nick);
      assert.equal(await client.line('NOTICE'), `:tmi.twitch.tv NOTICE * :${notice}`);
      await client.closed;
    });
  }

  it('refuses a token without chat:read, one of another user, an expired one, and an app token', async () => {
    const wrong = [
      stand.token('lanternbot', ['chat:edit', 'user:read:chat']),
      stand.token('pine_marten', ['chat:read']),
      stand.tokens.add('old', {
        userId: '410000202',
        login: 'lanternbot',
        scopes: ['chat:read'],
        valid: false,
      }),
      stand.tokens.add('app', { scopes: ['chat:read'] }),
    ];
    for (const token of wrong) {
      const client = await connect();
      client.send(`PASS oauth:${token}`, 'NICK lanternbot');
      await client.line('NOTICE * :Login authentication failed');
      await client.closed;
    }
  });

  it('counts logins: the 21st within ten seconds is unsuccessful, ten seconds later it works', async () => {
    const token = stand.token('lanternbot', ['chat:read']);
    for (let i = 0; i < 20; i++) {
      const client = await connect();
      client.send(`PASS oauth:${token}`, 'NICK lanternbot');
      await client.line('376');
      client.close();
    }
    const late = await connect();
    late.send(`PASS oauth:${token}`, 'NICK lanternbot');
    await late.line('Login unsuccessful');
    assert.deepEqual(
      stand.irc.limits.violations.map(({ kind, login }) => ({ kind, login })),
      [{ kind: 'login', login: 'lanternbot' }],
    );
    await stand.clock.tick(10_000);
    const next = await connect();
    next.send(`PASS oauth:${token}`, 'NICK lanternbot');
    await next.line('376');
  });

  it('answers PING with and without a parameter, and unknown commands with 421', async () => {
    const client = await connect();
    client.send('PING :abc', 'PING a b', 'PING', '@x=1 WHO #nobody');
    await client.line(':tmi.twitch.tv 421 * WHO :Unknown command');
    assert.deepEqual(client.received, [
      ':tmi.twitch.tv PONG tmi.twitch.tv :abc',
      ':tmi.twitch.tv PONG tmi.twitch.tv :a',
      'PONG :tmi.twitch.tv',
      ':tmi.twitch.tv 421 * WHO :Unknown command',
    ]);
  });

  it('takes several lines in one frame, bare line feeds, a missing line end and lower case', async () => {
    const client = await connect();
    client.socket.send('CAP REQ :twitch.tv/tags\nnick justinfan7\r\n\r\nping :done');
    await client.line('PONG', 'done');
    await client.line('001 justinfan7');
  });

  it('asks every five minutes whether the client is there, and cuts one that is silent', async () => {
    const client = await connect();
    client.send('NICK justinfan1');
    await client.line('376');
    await stand.clock.tick(300_000);
    await client.line('PING :tmi.twitch.tv');
    client.send('PONG :tmi.twitch.tv');
    await client.settled();
    await stand.clock.tick(300_000);
    await client.find(
      (line) => line.startsWith('PING'),
      'a second PING',
      client.received.indexOf('PING :tmi.twitch.tv') + 1,
    );
    await stand.clock.tick(300_000);
    assert.equal(await client.closed, 1006);
  });
});
