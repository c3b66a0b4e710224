import assert from 'node:assert/strict';
import { IrcRoom } from '../support/irc-room';
import { IrcClient } from '../support/socket-client';
import { Stand } from '../support/stand';

describe('simulator IRC: faults on demand', () => {
  let stand: Stand;
  let room: IrcRoom;

  beforeEach(async () => {
    stand = await Stand.start();
    room = new IrcRoom(stand);
  });

  afterEach(async () => {
    room.close();
    await stand.close();
    assert.equal(stand.clock.pending, 0, 'the servers left a timer behind');
  });

  it('drops the sockets of one account, or all of them', async () => {
    const bot = await room.join('lanternbot');
    const reader = await room.join('justinfan3');
    assert.equal(stand.faults.irc.drop({ login: 'lanternbot' }), 1);
    assert.equal(await bot.closed, 1006);
    await reader.settled();
    assert.equal(stand.faults.irc.drop(), 1);
    assert.equal(await reader.closed, 1006);
  });

  it('leaves a half-open socket open and dead', async () => {
    const reader = await room.join('justinfan3');
    const other = await room.join('justinfan4');
    assert.equal(stand.faults.irc.halfOpen({ login: 'justinfan3' }), 1);
    reader.send('PING :anybody');
    stand.world.say({ login: 'anchor_ana', text: 'hello' });
    await other.line('hello');
    await other.settled();
    assert.deepEqual(reader.received, []);
    assert.equal(reader.socket.readyState, reader.socket.OPEN);
  });

  it('sends RECONNECT, serves on, and closes later', async () => {
    const reader = await room.join('justinfan3');
    stand.faults.irc.reconnect({}, { closeAfterMs: 20_000 });
    assert.equal(await reader.line('RECONNECT'), ':tmi.twitch.tv RECONNECT');
    stand.world.say({ login: 'anchor_ana', text: 'still there' });
    await reader.line('still there');
    await stand.clock.tick(20_000);
    await reader.closed;
  });

  it('fails the next login with the wanted notice, and not the one after', async () => {
    stand.faults.irc.failNextLogin('Login unsuccessful');
    const token = stand.token('lanternbot', ['chat:read']);
    const failed = await new IrcClient(`${stand.url}/irc`).opened();
    failed.send(`PASS oauth:${token}`, 'NICK lanternbot');
    await failed.line('NOTICE * :Login unsuccessful');
    await failed.closed;
    await room.join('lanternbot');
  });

  it('leaves a JOIN without an answer', async () => {
    const reader = await room.join('justinfan3');
    stand.faults.irc.ignoreNextJoin('moss_and_moor');
    reader.send('JOIN #moss_and_moor,#driftwood_den');
    await reader.settled();
    assert.deepEqual(reader.lines('moss_and_moor'), []);
    reader.send('JOIN #moss_and_moor');
    await reader.line('ROOMSTATE #moss_and_moor');
  });

  it('sends any line as it is', async () => {
    const reader = await room.join('justinfan3');
    stand.faults.irc.sendRaw('@msg-id=gigawave2027 :tmi.twitch.tv USERNOTICE #harborlight_tv');
    await reader.line('gigawave2027');
  });

  it('forgets what was armed when cleared', async () => {
    stand.faults.irc.failNextLogin();
    stand.faults.irc.ignoreNextJoin('harborlight_tv');
    stand.faults.clear();
    await room.join('lanternbot');
  });
});
